"""How is a PostgreSQL reached, and what is each transaction told before anything else?

The server may be one of several, and a pooler may stand before it that lends a
connection for one transaction only. So nothing is set for a session: office and time
limits are said at the beginning of each transaction, no startup option is sent, and
statements are not prepared on the server unless a setting allows it. Each wait has an
end on our side too, since a server that is frozen keeps no time limit of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from ledger.faults import ToldError

if TYPE_CHECKING:
    from ledger.driver import PatientConnection

UNHURRIED = "yishiyibao_unhurried"
"""The execution option of a transaction that may take its time: an upgrade."""
ANYWHERE = "yishiyibao_anywhere"
"""The execution option of the transaction that makes the schema, and so cannot be in it
yet.
"""
LOCK = 0x7973_7962  # any number that nobody else in this database uses
"""The advisory lock under which one program at a time changes schema and tables."""

_NOT_PREPARED = (
    "a pooler stands before the server: set database.prepared_statements = false"
)
WAYS_OUT = {
    "26000": _NOT_PREPARED,
    "42P05": _NOT_PREPARED,
    "42501": "have it granted to this role, or the schema made by who may: CREATE SCHEMA … AUTHORIZATION …",
}
"""What a person can do where the server says more than that it cannot, by its codes
(SQLSTATE).
"""
READ_ONLY = "25006"
"""What a server says that has been succeeded by another: its connections are of no more
use.
"""
_AFTER_THE_SERVER = timedelta(seconds=15)
"""So much longer than the server's own limit we wait for its word; so long for the
answer to a mere ping.
"""
_IDLE_WRITER = timedelta(minutes=2)
"""Who holds locks and does nothing for so long is frozen or cut off: the server ends
the transaction.
"""
_IDLE_READER = timedelta(minutes=10)
# Lost packets are noticed within half a minute, a peer that is gone without a word
# within forty seconds.
_REACHED: Mapping[str, Any] = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
    # Of several servers the one that takes what is written; alone, a standby is refused
    # at once.
    "target_session_attrs": "read-write",
}
CHANNEL = "yishiyibao_mail_due"
"""Where those who work on one database tell each other that mail is due; offices by
their schema.
"""
_PORT_IN_HOST = re.compile(r"[^:/\[\]]+:\d+")


class UnusableServersError(ToldError):
    """The setting database.url names servers in a way that cannot be used."""

    def __init__(self, because: str) -> None:
        super().__init__(
            f"database.url: {because}; write postgresql://USER@HOST:PORT/NAME, "
            "or several as postgresql://USER@HOST1:PORT1,HOST2:PORT2/NAME"
        )


class WrongSchemaError(ToldError):
    """The server works in another schema than the setting's, or in none."""

    def __init__(self, wanted: str, found: str | None) -> None:
        self.missing = found is None
        if found is None:
            said = "is not there, or this role may not use it"
            way = f"make it with `yishiyibao init`, or have USAGE and CREATE ON SCHEMA {wanted} granted"
        else:
            said = f"was asked for, and the server works in {found} instead"
            way = "look at what stands between us and the server; another office's record may be there"
        super().__init__(
            f"database.schema: {wanted} {said}; nothing was read or written - {way}"
        )


class ServerLimits(NamedTuple):
    """How long the server may take for a lock, and for one statement; whether it may
    prepare statements.

    Behind a pooler that lends connections for one transaction it may not, unless the
    pooler keeps account.
    """

    lock: timedelta = timedelta(seconds=15)
    statement: timedelta = timedelta(minutes=2)
    prepared_statements: bool = False


SERVER_LIMITS = ServerLimits()


class PostgresServers:
    """The servers that a URL names, and one office's place on them; what
    `sa.create_engine` is given.

    Raises UnusableServersError.
    """

    def __init__(self, url: str, schema: str, limits: ServerLimits) -> None:
        from ledger import driver  # noqa: PLC0415 - most offices need none, and it takes long to load

        self._driver = driver
        self._schema = schema
        self._limits = limits
        plain = "postgresql://" + url.partition("://")[2]
        for name, value in parse_qsl(urlsplit(plain).query):
            if name == "host" and _PORT_IN_HOST.fullmatch(value):
                raise UnusableServersError(f"host={value} would be taken for a name")
        try:
            self._reached = {**_REACHED, **driver.parts_of(plain)}
        except driver.NotUnderstoodError as fault:
            # What the driver quotes may be the password.
            raise UnusableServersError(
                str(fault).partition('"')[0].strip(" :\n")
            ) from None

    def connect(self) -> "PatientConnection":
        """A new connection to whichever server takes what is written."""
        connection = self._driver.connected(
            self._reached, prepared=self._limits.prepared_statements
        )
        connection.patience = _AFTER_THE_SERVER.total_seconds()
        return connection

    @contextmanager
    def hearing(self) -> "Iterator[Callable[[float], list[str]] | None]":
        """A connection that is told what is said on CHANNEL, and how to ask it; None
        behind a pooler.
        """
        try:
            with closing(self.connect()) as connection:
                yield connection.heard if connection.listen(CHANNEL) else None
        except self._driver.DriverError as fault:
            raise OperationalError(None, None, fault) from fault

    def listen(self, engine: sa.Engine, writes: str) -> None:
        """Says what each transaction is told first; `writes` is the execution option of
        one that writes.
        """
        told = {each: self._told(writes=each) for each in (False, True)}
        told_unhurried = self._told(writes=True, unhurried=True)
        patience = (self._limits.statement + _AFTER_THE_SERVER).total_seconds()

        @event.listens_for(engine, "begin")
        def begin(connection: sa.Connection) -> None:
            options = connection.get_execution_options()
            unhurried = bool(options.get(UNHURRIED))
            # The driver itself is asked: SQLAlchemy would take longer about it than the
            # server.
            driver = cast("PatientConnection", connection.connection.driver_connection)
            driver.patience = None if unhurried else patience
            said = told_unhurried if unhurried else told[bool(options.get(writes))]
            try:
                found = driver.last_of(said)
            except self._driver.DriverError as fault:
                connection.invalidate(fault)
                raise OperationalError(None, None, fault) from fault
            if self._schema and found != self._schema and not options.get(ANYWHERE):
                raise WrongSchemaError(self._schema, found)

        @event.listens_for(engine, "checkin")
        def expect_a_ping(driver: object, _record: object) -> None:
            if isinstance(driver, self._driver.PatientConnection):
                driver.patience = _AFTER_THE_SERVER.total_seconds()

    def _told(self, *, writes: bool, unhurried: bool = False) -> str:
        """One statement that sets what holds until the transaction ends, and asks in
        which schema that is.
        """
        wanted = {
            "lock_timeout": self._limits.lock,
            "statement_timeout": self._limits.statement,
            "idle_in_transaction_session_timeout": _IDLE_WRITER
            if writes
            else _IDLE_READER,
        }
        said = []
        for name, limit in wanted.items():
            milliseconds = 0 if unhurried else round(limit.total_seconds() * 1000)
            said.append(f"set_config('{name}', '{milliseconds}', true)")
        if self._schema:
            said.append(f"set_config('search_path', '{self._schema}', true)")
        return f"SELECT {', '.join(said)}, current_schema()"
