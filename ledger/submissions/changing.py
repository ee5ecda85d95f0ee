"""How is a submission altered?

By a new value in place of the old, with a journal entry that says who, why and which fields; nothing is ever
altered silently (D7).
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from ledger import journal, search
from ledger.entries.submissions import Submission
from ledger.journal import JournalEntry
from ledger.submissions.recording import row_of, set_co_units
from ledger.tables.submissions import proposals, submissions

_UNTOLD = frozenset({"authors", "signer"})
"""Fields whose values are personal and stay out of the journal (promise 14)."""


def change(conn: sa.Connection, before: Submission, after: Submission, entry: JournalEntry) -> None:
    """Writes `after` over `before` (same serial) and journals what differs.

    Nothing differs: nothing is written.
    """
    differing = changed_fields(before, after)
    if not differing:
        return
    conn.execute(submissions.update().where(submissions.c.serial == after.serial).values(row_of(after)))
    if "co_unit_ids" in differing:
        set_co_units(conn, after)
    if "title" in differing:
        search.forget_title(conn, after.serial)
        search.add_titles(conn, {after.serial: after.title})
    told = {name: str(getattr(after, name)) for name in differing if name not in _UNTOLD}
    hidden = {name: "changed" for name in differing if name in _UNTOLD}
    journal.write(conn, entry._replace(subject=subject_of(after.serial), details=told | hidden))


def settle_proposal(conn: sa.Connection, number: int, settled: str, now: datetime) -> None:
    """Closes a proposal as `accepted` or `dismissed`."""
    conn.execute(proposals.update().where(proposals.c.id == number).values(settled=settled, settled_at=now))


def subject_of(serial: str) -> str:
    """The journal's name for a submission."""
    return f"submission:{serial}"


def changed_fields(before: Submission, after: Submission) -> tuple[str, ...]:
    """The names of the fields in which two values differ."""
    names = (field.name for field in fields(Submission))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
