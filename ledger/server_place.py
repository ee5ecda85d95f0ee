"""Where does the record stand: on which PostgreSQL, on which of its timelines, and as
which copy?

A standby that is promoted begins a new timeline; a dump that is brought back becomes a
new database or schema. Either may lack what the record knew last, and neither says so.
The place is kept in the record itself, so that whoever finds it elsewhere knows. Any
role may ask for it, but a platform may answer nobody. SQLite is one file, and has none.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger import switches
from ledger.database import Database, DatabaseAwayError
from ledger.journal import MACHINE
from ledger.statements import insert_new
from ledger.tables.office import switches as table

SERVER_PLACE = "server-place"
"""The row of `switches` that keeps the place; it comes by itself and is no affair of
the journal.
"""
# The name of a log file begins with its timeline: the new one at once, the control
# file's only after a while.
_ASKED = sa.text("""
    SELECT (SELECT system_identifier::text FROM pg_control_system()),
           left(pg_walfile_name(pg_current_wal_lsn()), 8),
           (SELECT oid::text FROM pg_database WHERE datname = current_database()),
           (SELECT oid::text FROM pg_namespace WHERE nspname = current_schema())
""")


_NOT_TOLD = {"42501", "42883", "0A000"}
"""Not allowed, no such function, not supported (SQLSTATE): this server never says where
it stands.
"""


class ServerPlace(NamedTuple):
    """The server by its own number, its timeline, and the numbers of database and
    schema on it.
    """

    server: str
    timeline: str
    database: str
    schema: str


class Whereabouts(NamedTuple):
    """Where the record stands, None where nobody can say; and where it stood when that
    was last noted.
    """

    found: ServerPlace | None
    noted: ServerPlace | None

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than was noted."""
        return None not in self and self.found != self.noted

    @property
    def promoted(self) -> bool:
        """Whether nothing but the timeline is another: a standby took over."""
        if self.found is None or self.noted is None or not self.moved:
            return False
        return self.noted._replace(timeline=self.found.timeline) == self.found


def whereabouts(database: Database) -> Whereabouts:
    """Where the record stands at this moment, and where it stood."""
    if database.dialect != "postgresql":
        return Whereabouts(None, None)
    try:
        with database.reading() as conn:
            found = ServerPlace(*conn.execute(_ASKED).one())
            parts = switches.value(conn, SERVER_PLACE).split("/")
    except DatabaseAwayError as fault:
        if fault.code not in _NOT_TOLD:
            raise
        return Whereabouts(None, None)
    return Whereabouts(
        found, ServerPlace(*parts) if len(parts) == len(ServerPlace._fields) else None
    )


def note(conn: sa.Connection, seen: Whereabouts, now: datetime) -> bool:
    """Notes where the record stands; False where another worker was the first to do
    so.
    """
    if seen.found is None:
        return False
    value = "" if seen.noted is None else "/".join(seen.noted)
    insert_new(
        conn,
        table,
        [{"name": SERVER_PLACE, "value": "", "set_at": now, "set_by": MACHINE}],
    )
    was = (table.c.name == SERVER_PLACE) & (table.c.value == value)
    written = conn.execute(
        table.update().where(was).values(value="/".join(seen.found), set_at=now)
    )
    return written.rowcount == 1
