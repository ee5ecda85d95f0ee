"""How is the database opened, read and written?

`reading()` and `writing()` are the only transactions there are. SQLite is the default:
WAL, synchronous=FULL, foreign keys on, and BEGIN IMMEDIATE for writers, because a
transaction that reads first and writes later fails at once with SQLITE_BUSY_SNAPSHOT,
busy timeout or not (P17). The sqlite3 driver would begin transactions on its own terms,
so its own handling is switched off and ours emits BEGIN. What PostgreSQL needs instead
is `ledger.postgres`' affair.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ledger.faults import ToldError
from ledger.postgres import (
    ANYWHERE,
    CHANNEL,
    LOCK,
    READ_ONLY,
    SERVER_LIMITS,
    UNHURRIED,
    WAYS_OUT,
    PostgresServers,
    ServerLimits,
)

T = TypeVar("T")
Connection = sa.Connection
"""What a transaction hands out, under a name that rooms above may write without
speaking SQLAlchemy.
"""

MOST_NUMBER = 2**31 - 1
"""The largest number that a record can have: PostgreSQL's INTEGER holds no more."""
BUSY_TIMEOUT_MS = 15_000
"""How long SQLite waits for another writer before it gives up."""
_UNKNOWN_NAME = re.compile(
    r"no such table|no such column|has no column named|(?:relation|column) \S+ (?:of \S+ \S+ )?does not exist"
)
"""How SQLite and PostgreSQL say that a table or column is not there."""
_ALIKE: dict[str, Any] = {
    "json_serializer": partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    # Values of a row may be a mail's words: an error never quotes them (promise 14).
    "hide_parameters": True,
}
_LOST = ("08", "57P")
"""How the codes begin of a connection that broke and of a server that was shut down;
where one broke unheard, there is no code.
"""
_LONGEST_PAUSE = 5.0
"""Seconds between two tries of `insist`, which begins with far fewer."""
# Names under which a connection carries what its transaction is for.
_WRITES = "yishiyibao_writes"
_PURGES = "yishiyibao_purges"
_MAKES_DUE = "yishiyibao_makes_due"


def record_number(text: str) -> int | None:
    """The number of a record that a text from outside means; None where it can be
    none's.

    `int` takes more for a number, such as ３ and 1_000, and knows no end.
    """
    if re.fullmatch("[0-9]{1,10}", text) is None:
        return None
    number = int(text)
    return number if number <= MOST_NUMBER else None


class DatabaseAwayError(ToldError):
    """The database cannot be reached or is out of order: nothing was written, but for
    CommitUnansweredError, and trying again may help.

    `code` is what PostgreSQL says beside its words (SQLSTATE); empty where it says
    none.
    """

    def __init__(self, cause: Exception) -> None:
        said = getattr(cause, "orig", None) or cause
        self.code = str(getattr(said, "sqlstate", None) or "")
        way_out = WAYS_OUT.get(self.code, "mend it and run the command again")
        super().__init__(
            f"database: {' '.join(str(said).split())}; nothing was written - {way_out}"
        )


class CommitUnansweredError(DatabaseAwayError):
    """The server was lost over a commit: all of it was written, or nothing."""

    def __init__(self, cause: DBAPIError) -> None:
        super().__init__(cause)
        reason = " ".join(str(cause.orig).split())
        what = f"database: {reason}, while it was to commit; nobody can say whether it was written"
        self.args = (f"{what}; look, then run the command again if it was not",)


class OtherVersionError(DatabaseAwayError):
    """The database has not the tables this program asks for: it is of an earlier or a
    later version.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__(cause)
        reason = str(getattr(cause, "orig", None) or cause).partition("\n")[0]
        what = f"database: {reason}: it is not of this program's version, and nothing was written"
        way = "if it is older, bring it up with `yishiyibao migrate`, else install the newer program"
        self.args = (f"{what}; {way}; then start the service again",)


class DataRefusedError(Exception):
    """The database is well but refuses these very data, such as a key that is there
    already.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__(
            f"database: it refuses the data ({type(cause).__name__}); nothing was written"
        )


class UnusableUrlError(ToldError):
    """The setting database.url names no database this program can open."""

    def __init__(self, url: str) -> None:
        kind = url.partition("://")[0]
        super().__init__(
            f"database.url: {kind!r} is no database we speak; write sqlite:///FILE or postgresql://…"
        )


class NotOneFileError(ToldError):
    """A server keeps the record; it is not one file."""

    def __init__(self) -> None:
        super().__init__(
            "database: only SQLite is copied so; for PostgreSQL use pg_dump and pg_restore"
        )


class NotCopiedError(ToldError):
    """SQLite refused to copy a database."""

    def __init__(self, fault: sqlite3.Error) -> None:
        super().__init__(
            f"database: was not copied: {fault}; look at the disk and the file, then try again"
        )


def mark_purge(conn: sa.Connection) -> None:
    """Says that this transaction deletes what nobody may find again.

    On SQLite deleted rows are overwritten (`secure_delete`), but their old pages may
    still lie in the write-ahead log: it is emptied as soon as the transaction has been
    committed (promise 13). A reader that is busy just then keeps it until the next such
    moment.
    """
    conn.info[_PURGES] = True


def mark_mail_due(conn: sa.Connection) -> None:
    """Says that with this transaction mail becomes due; whoever sends is woken once it
    is committed.
    """
    conn.info[_MAKES_DUE] = True


class Database:
    """One database; hand it down, never keep a connection.

    `mail_due` is set when mail has become due by a transaction of this process, or by
    one that was heard of.
    """

    def __init__(
        self,
        engine: sa.Engine,
        schema: str = "",
        servers: PostgresServers | None = None,
    ) -> None:
        self.mail_due = threading.Event()
        self._engine = engine
        self._schema = schema
        self._servers = servers
        self._signature = f"{schema}/{secrets.token_hex(8)}"

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def file(self) -> Path | None:
        """The file that is the whole record; None where a server keeps it."""
        place = self._engine.url.database
        return Path(place) if self.dialect == "sqlite" and place else None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent view; whatever it changes is rolled back."""
        with self._translating(), self._engine.connect() as conn:
            # Several questions of one page see the same moment; on SQLite every
            # transaction does.
            if self.dialect == "postgresql":
                conn.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            try:
                yield conn
            finally:
                conn.rollback()

    @contextmanager
    def writing(self, *, unhurried: bool = False) -> Iterator[sa.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises.

        An `unhurried` one may wait for others and take as long as it likes: an upgrade.
        """
        with self._translating(), self._engine.connect() as conn:
            marked = conn.execution_options(**{_WRITES: True, UNHURRIED: unhurried})
            marked.info.pop(_PURGES, None)
            marked.info.pop(_MAKES_DUE, None)
            committing = False
            try:
                with marked.begin():
                    yield marked
                    if self._servers is not None and _MAKES_DUE in marked.info:
                        # Told to others by the commit itself, and to nobody if that
                        # fails.
                        marked.execute(
                            sa.select(sa.func.pg_notify(CHANNEL, self._signature))
                        )
                    committing = self._servers is not None
            except DBAPIError as fault:
                code = str(getattr(fault.orig, "sqlstate", None) or "")
                if committing and (not code or code.startswith(_LOST)):
                    raise CommitUnansweredError(fault) from fault
                raise
            if marked.info.pop(_MAKES_DUE, False):
                self.mail_due.set()
            if marked.info.pop(_PURGES, False):
                driver = (
                    marked.connection.driver_connection
                )  # past SQLAlchemy, which would begin anew
                if isinstance(driver, sqlite3.Connection):
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    @contextmanager
    def hearing(self) -> Iterator[Callable[[float], bool] | None]:
        """Listens to other processes; yields a question: is mail made due there within
        so many seconds?

        None where nobody can be heard: SQLite, or a pooler that stands before the
        server.
        """
        if self._servers is None:
            yield None
            return
        with self._translating(), self._servers.hearing() as heard:
            if heard is None:
                yield None
                return
            office = self._signature.rpartition("/")[0]

            def others_made_due(seconds: float) -> bool:
                said = [each for each in heard(seconds) if each != self._signature]
                return any(each.rpartition("/")[0] == office for each in said)

            yield others_made_due

    def insist(self, step: Callable[[sa.Connection], T], patience: timedelta) -> T:
        """Does a short step in a transaction of its own, again and again while the
        database is away.

        For what has happened and has only to be put on record. The step must bear being
        done twice: what was lost may be no more than the answer to its commit.
        DatabaseAwayError when patience is at an end.
        """
        until = time.monotonic() + patience.total_seconds()
        pause = 0.2
        while True:
            try:
                with self.writing() as conn:
                    return step(conn)
            except DatabaseAwayError as fault:
                if time.monotonic() >= until or isinstance(fault, OtherVersionError):
                    raise
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def make_schema(self) -> None:
        """Makes PostgreSQL's schema where it is missing, and commits it before anything
        is put into it.

        One that is there is not asked for, since a role that works in a schema need not
        be able to make one. A distributed one is known to all its machines only once it
        is committed.
        """
        if not self._schema:
            return
        with self._translating(), self._engine.connect() as conn:
            marked = conn.execution_options(
                **{_WRITES: True, UNHURRIED: True, ANYWHERE: True}
            )
            with marked.begin():
                marked.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                known = sa.text(
                    "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :name"
                )
                if marked.execute(known, {"name": self._schema}).scalar() is None:
                    marked.execute(sa.schema.CreateSchema(self._schema))

    def save_to(self, file: Path) -> None:
        """A SQLite database as one new file, as it is, without a question whether it is
        whole (`copies`).
        """
        with self.copying() as mine, closing(sqlite3.connect(file)) as copy:
            mine.backup(copy)
            # One file, which may lie on a disk that is only read: a log beside it could
            # not be opened there.
            copy.execute("PRAGMA journal_mode = DELETE")

    def fill_from(self, file: Path) -> None:
        """Everything in this SQLite database becomes what `file` holds, in one
        transaction of its own.
        """
        read_only = f"{file.absolute().as_uri()}?mode=ro"
        with (
            self.copying() as mine,
            closing(sqlite3.connect(read_only, uri=True)) as copy,
        ):
            copy.backup(mine)

    @contextmanager
    def copying(self) -> Iterator[sqlite3.Connection]:
        """The driver's own connection; NotOneFileError, NotCopiedError."""
        with self._translating(), closing(self._engine.raw_connection()) as mine:
            connection = mine.driver_connection
            if not isinstance(connection, sqlite3.Connection):
                raise NotOneFileError
            try:
                yield connection
            except sqlite3.Error as fault:
                raise NotCopiedError(fault) from None

    def close(self) -> None:
        """Lets go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Makes a refusal of the data DataRefusedError and every other fault
        DatabaseAwayError.

        Tables or columns that are not there are OtherVersionError: somebody brought the
        database to another version, or an older copy back, while this program was
        running.
        """
        try:
            yield
        except (IntegrityError, DataError, UnicodeEncodeError) as refusal:
            raise DataRefusedError(refusal) from refusal
        except (DBAPIError, PoolTimeoutError) as fault:
            away = DatabaseAwayError(fault)
            if away.code == READ_ONLY:
                self._engine.dispose()
            if _UNKNOWN_NAME.search(str(getattr(fault, "orig", None) or fault)):
                raise OtherVersionError(fault) from fault
            raise away from fault


def open_database(
    url: str, schema: str | None = None, limits: ServerLimits = SERVER_LIMITS
) -> Database:
    """Opens `sqlite:///FILE` or `postgresql://…`; `schema` is PostgreSQL's, for one
    office among many.

    Raises UnusableUrlError, UnusableServersError. Nothing is connected before the first
    transaction.
    """
    kind = url.partition("://")[0].partition("+")[0]
    if kind in {"postgresql", "postgres"}:
        servers = PostgresServers(url, schema or "", limits)
        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=servers.connect,
            # A connection kept from before may be dead: a server may have restarted
            # meanwhile.
            pool_pre_ping=True,
            use_native_hstore=False,
            **_ALIKE,
        )
        servers.listen(engine, _WRITES)
        return Database(engine, schema or "", servers)
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise UnusableUrlError(url) from None
    if parsed.drivername != "sqlite":
        raise UnusableUrlError(url)
    engine = sa.create_engine(
        parsed, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **_ALIKE
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = (
        None  # the driver begins no transaction by itself; `_begin_sqlite` does
    )
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(
        "PRAGMA secure_delete = ON"
    )  # promise 13: what is purged leaves no bytes behind
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
