"""What did the office's decisions teach the roster?

Addresses that speak for a unit and names by which it is called, each with who taught it, when and from what
(F3). What a letter may teach is left to `ingest.triage.alias` and `office.use_cases.decisions`; the roster
itself to `roster`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger.tables.roster import addresses, aliases
from ledger.upsert import insert_for


class LearntKind(StrEnum):
    """What was learnt."""

    ALIAS = "alias"
    ADDRESS = "address"


class LearntName(NamedTuple):
    """One thing learnt of a unit; `at` is None where it was learnt before that was noted."""

    unit_id: int
    kind: LearntKind
    what: str
    because: str
    by: str
    at: datetime | None


def learn(conn: sa.Connection, lesson: LearntName) -> bool:
    """From now on the name or address means the unit; False, and nothing changed, where it already means one.

    A name means one unit, an address may speak for several.
    """
    table, column = _HOMES[lesson.kind]
    row = {
        "unit_id": lesson.unit_id,
        column.name: _kept(lesson.kind, lesson.what),
        "learnt_because": lesson.because,
        "learnt_by": lesson.by,
        "learnt_at": lesson.at,
    }
    written = insert_for(conn, table).values(row).on_conflict_do_nothing().returning(column)
    return conn.execute(written).first() is not None


def forget(conn: sa.Connection, unit_id: int, kind: LearntKind, what: str) -> bool:
    """Unlearns one thing of a unit; False where it was not learnt (what the list gives is not touched)."""
    table, column = _HOMES[kind]
    here = (table.c.unit_id == unit_id) & (column == _kept(kind, what)) & (table.c.learnt_because != "")
    gone = conn.execute(table.delete().where(here).returning(column))
    return gone.first() is not None


def everything(conn: sa.Connection) -> tuple[LearntName, ...]:
    """All that was learnt, unit by unit."""
    found = []
    for kind, (table, column) in _HOMES.items():
        told = (table.c.learnt_because, table.c.learnt_by, table.c.learnt_at)
        query = sa.select(table.c.unit_id, column, *told).where(table.c.learnt_because != "").order_by(column)
        found += [LearntName(number, kind, *rest) for number, *rest in conn.execute(query)]
    return tuple(sorted(found, key=lambda lesson: lesson.unit_id))


_HOMES: dict[LearntKind, tuple[sa.Table, sa.Column[str]]] = {
    LearntKind.ALIAS: (aliases, aliases.c.alias),
    LearntKind.ADDRESS: (addresses, addresses.c.address),
}


def _kept(kind: LearntKind, what: str) -> str:
    return what.casefold() if kind is LearntKind.ADDRESS else what
