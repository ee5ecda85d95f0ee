"""How is a submission altered?

By a new value in place of the old, with a journal entry that says who, why and which fields; nothing is ever
altered silently (D7).
"""

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from ledger import journal, search
from ledger.entries.submissions import Submission
from ledger.journal import JournalEntry
from ledger.submissions.recording import row_of, set_co_units
from ledger.tables.submissions import proposals, submissions

_PERSONAL = frozenset({"authors", "signer"})
"""Fields whose values are names and telephone numbers, which stay out of the journal (promise 14)."""


def change(conn: sa.Connection, before: Submission, after: Submission, entry: JournalEntry) -> None:
    """Writes `after` over `before` (same serial) and journals what differs; nothing where nothing does."""
    differing = changed_fields(before, after)
    if not differing:
        return
    conn.execute(submissions.update().where(submissions.c.serial == after.serial).values(row_of(after)))
    if "co_unit_ids" in differing:
        set_co_units(conn, after)
    if "title" in differing:
        search.forget_title(conn, after.serial)
        search.add_titles(conn, {after.serial: after.title})
    details = {}
    for name in differing:
        details[name] = "changed" if name in _PERSONAL else str(getattr(after, name))
    journal.write(conn, entry._replace(subject=subject_of(after.serial), details=details))


def settle_proposal(conn: sa.Connection, number: int, settled: str, now: datetime) -> None:
    """Closes a proposal as `accepted` or `dismissed`."""
    conn.execute(proposals.update().where(proposals.c.id == number).values(settled=settled, settled_at=now))


def subject_of(serial: str) -> str:
    """The journal's name for a submission."""
    return f"submission:{serial}"


def changed_fields(before: Submission, after: Submission) -> tuple[str, ...]:
    """The names of the fields in which two values differ."""
    names = [field.name for field in fields(Submission)]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
