"""Which names and addresses of units did the office's decisions teach?

Addresses that speak for a unit and names by which it is called, each with who taught it, when and from what
(F3). What a letter may teach is left to `ingest.triage.placing` and `office.use_cases.decisions`; the roster
itself to `roster`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger.statements import insert_for
from ledger.tables.office import addresses, aliases


class LearntKind(StrEnum):
    """What was learnt."""

    ALIAS = "alias"
    ADDRESS = "address"


class LearntName(NamedTuple):
    """One name or address learnt of a unit; `at` is None where it was learnt before that was noted."""

    unit_id: int
    kind: LearntKind
    what: str
    because: str
    by: str
    at: datetime | None


def learn(conn: sa.Connection, lesson: LearntName) -> bool:
    """Lets a name or address mean the unit from now on; False, and no change, where it already means one.

    A name means one unit, an address may speak for several.
    """
    column = _COLUMNS[lesson.kind]
    row = {
        "unit_id": lesson.unit_id,
        column.name: _spelt(lesson.kind, lesson.what),
        "learnt_because": lesson.because,
        "learnt_by": lesson.by,
        "learnt_at": lesson.at,
    }
    # Who learns it first keeps it: another unit's name is not overwritten.
    written = insert_for(conn, column.table).values(row).on_conflict_do_nothing().returning(column)
    return conn.execute(written).first() is not None


def forget(conn: sa.Connection, unit_id: int, kind: LearntKind, what: str) -> bool:
    """Unlearns one thing of a unit; False where it was not learnt (what the list gives is not touched)."""
    column = _COLUMNS[kind]
    table = column.table
    learnt = (table.c.unit_id == unit_id) & (column == _spelt(kind, what)) & (table.c.learnt_because != "")
    return conn.execute(table.delete().where(learnt).returning(column)).first() is not None


def everything(conn: sa.Connection) -> tuple[LearntName, ...]:
    """All that was learnt, unit by unit."""
    found = []
    for kind, column in _COLUMNS.items():
        table = column.table
        query = sa.select(table).where(table.c.learnt_because != "").order_by(column)
        for row in conn.execute(query):
            what = getattr(row, column.name)
            because = row.learnt_because
            found.append(LearntName(row.unit_id, kind, what, because, row.learnt_by, row.learnt_at))
    return tuple(sorted(found, key=lambda lesson: lesson.unit_id))


_COLUMNS: dict[LearntKind, sa.Column[str]] = {
    LearntKind.ALIAS: aliases.c.alias,
    LearntKind.ADDRESS: addresses.c.address,
}
"""Where each kind is kept; both tables say beside it why, by whom and when it was learnt."""


def _spelt(kind: LearntKind, what: str) -> str:
    """As it is stored: addresses in lower case."""
    return what.casefold() if kind is LearntKind.ADDRESS else what
