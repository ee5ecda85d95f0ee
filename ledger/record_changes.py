"""Which submissions were added, altered, given an event or deprived of one since a
moment?

For whoever keeps what was worked out from the record and would work out only the
touched part again. What is no submission's - roster, commissions, remarks, earlier
totals - is read whole and compared by its keeper.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries.submissions import subject_of
from ledger.statements import highest
from ledger.tables.events import adoptions, forwardings, instructions
from ledger.tables.mail import mailbox_entries
from ledger.tables.office import journal

_EVENTS = (adoptions, instructions, forwardings)
"""No row is ever deleted, so that ids tell which are new; a withdrawal is journalled
about its submission.
"""
_LOOKED_AT_AGAIN = 20
"""On PostgreSQL a lower id may be committed after a higher one: so many below the
newest are read again.
"""


class SubmissionsCheckpoint(NamedTuple):
    """How far submissions have come: the ids of the newest journal entry and of the
    newest letter.
    """

    entry: int
    letter: int


class Checkpoint(NamedTuple):
    """A moment in the whole record: how far submissions had come, and the newest event
    of each kind.
    """

    submissions: SubmissionsCheckpoint
    events: tuple[int, ...]


def submissions_checkpoint(conn: sa.Connection) -> SubmissionsCheckpoint:
    """How far submissions have come: what is added or altered later lies beyond it."""
    return SubmissionsCheckpoint(
        highest(conn, journal.c.id), highest(conn, mailbox_entries.c.id)
    )


def checkpoint(conn: sa.Connection) -> Checkpoint:
    """How far the record has come, events included."""
    return Checkpoint(
        submissions_checkpoint(conn),
        tuple(highest(conn, table.c.id) for table in _EVENTS),
    )


def submissions_changed_since(
    conn: sa.Connection, known: SubmissionsCheckpoint
) -> frozenset[str]:
    """The serials of submissions added or altered beyond `known`, perhaps a few from
    before it as well.

    What came by mail is known by its letter, everything else by its journal entry.
    """
    prefix = subject_of("")
    beyond = journal.c.subject.startswith(prefix) & (
        journal.c.id > _settled_id(conn, known.entry)
    )
    subjects = conn.scalars(sa.select(journal.c.subject).where(beyond).distinct())
    altered = {subject.removeprefix(prefix) for subject in subjects}
    came = (mailbox_entries.c.id > known.letter) & mailbox_entries.c.serial.is_not(None)
    mailed = conn.scalars(sa.select(mailbox_entries.c.serial).where(came).distinct())
    return frozenset(altered.union(mailed))


def touched_since(conn: sa.Connection, known: Checkpoint) -> frozenset[str]:
    """The submissions added, altered or with a new event beyond `known`, perhaps a few
    from before it too.
    """
    found = set(submissions_changed_since(conn, known.submissions))
    for table, newest in zip(_EVENTS, known.events, strict=True):
        beyond = table.c.id > _settled_id(conn, newest)
        found.update(conn.scalars(sa.select(table.c.serial).where(beyond)))
    return frozenset(found)


def _settled_id(conn: sa.Connection, newest: int) -> int:
    """The id up to which no row can appear any more, when `newest` is the newest
    seen.
    """
    # SQLite has one writer at a time, so that ids come in their order.
    return newest if conn.dialect.name == "sqlite" else newest - _LOOKED_AT_AGAIN
