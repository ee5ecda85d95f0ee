"""How does the driver of PostgreSQL understand a URL, connect, and wait for an answer?

Imported where a server keeps the record, and nowhere else: it takes long to load.
"""

import select
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict

_TO_BE_STOPPED = 0.1
"""Seconds after which a wait looks whether somebody wants it to end, as the driver has
it.
"""

DriverError = psycopg.Error
NotUnderstoodError = psycopg.ProgrammingError


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when the server says nothing for longer than it
    would take it to refuse.

    `patience` is in seconds; None waits for ever.
    """

    patience: float | None = None

    def wait(
        self,
        gen: PQGen[Any],
        interval: float = _TO_BE_STOPPED,
        timeout: float | None = None,
    ) -> Any:  # noqa: ANN401 - whatever was asked for
        """As the driver waits, with an end to it."""
        limit = self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, limit)
        # The driver documents this class by this name and has no public one. What all
        # its operational errors share would not do: a server's refusals and a line that
        # breaks are such errors too, and are told apart by what they say.
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 - as just said
            if timeout is not None:
                raise
            # What was asked may still be answered: nobody may read that as the answer
            # to something else.
            self.pgconn.finish()
            said = f"the server has said nothing for {limit:g} seconds"
            raise psycopg.OperationalError(said) from None

    def last_of(self, query: str) -> Any:  # noqa: ANN401 - as above
        """The last column of the one row that the query gives."""
        row = self.execute(query.encode()).fetchone()
        return None if row is None else row[-1]

    def listen(self, channel: str) -> bool:
        """Asks to be told what is said on a channel; False, without asking, where a
        pooler stands between.

        A pooler would lend the listening server connection to others. It gives itself
        away by the number of the server's process, which it makes up.
        """
        self.autocommit = True
        if self.last_of("SELECT pg_backend_pid()") != self.info.backend_pid:
            return False
        self.execute(f"LISTEN {channel}".encode())
        return True

    def heard(self, seconds: float) -> list[str]:
        """What was said on the channel, as soon as anything is; empty after so many
        seconds of silence.
        """
        said = select.poll()
        said.register(self.fileno(), select.POLLIN)
        said.poll(seconds * 1000)  # the driver itself would look ten times a second
        return [each.payload for each in self.notifies(timeout=0)]


def connected(reached: Mapping[str, Any], *, prepared: bool) -> PatientConnection:
    """A new connection to the first server that will do; `prepared`: statements may be,
    over there.
    """
    return PatientConnection.connect(
        **reached, prepare_threshold=5 if prepared else None
    )


def parts_of(url: str) -> dict[str, Any]:
    """What a postgresql:// URL says, by the driver's own names; NotUnderstoodError."""
    return conninfo_to_dict(url)
