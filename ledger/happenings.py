"""What do adoptions, instructions and forwardings share?

Each is a row about one submission on one day, entered at a moment; this is their common way in and out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.periods import Period, day_start
from ledger.upsert import insert_for

T = TypeVar("T", Adoption, Instruction, Forwarding)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Happenings(Generic[T]):
    """One kind of event: its table, and how a row becomes a value."""

    table: sa.Table
    value: Callable[[sa.Row[Any]], T]

    def add(self, conn: sa.Connection, new: Sequence[T]) -> int:
        """Enters events (their ids are ours).

        Those entered before are left alone. Returns how many were new.
        """
        count = 0
        for event in new:
            row = event._asdict()
            row["happened_on"] = row.pop("on")
            del row["id"]
            statement = insert_for(conn, self.table).values(row).on_conflict_do_nothing()
            count += conn.execute(statement.returning(self.table.c.id)).first() is not None
        return count

    def of(self, conn: sa.Connection, serials: Iterable[str]) -> tuple[T, ...]:
        """Every event about these submissions, whenever it happened, in the order of days."""
        wanted = sorted(set(serials))
        found: list[sa.Row[Any]] = []
        for at in range(0, len(wanted), _CHUNK):
            query = sa.select(self.table).where(self.table.c.serial.in_(wanted[at : at + _CHUNK]))
            found.extend(conn.execute(query))
        return tuple(self.value(row) for row in sorted(found, key=lambda row: (row.happened_on, row.id)))

    def serials_for(self, conn: sa.Connection, period: Period) -> frozenset[str]:
        """Submissions with an event that may land in the period.

        On one of its days, or earlier but entered since (C10).
        """
        columns = self.table.c
        inside = (columns.happened_on >= period.first) & (columns.happened_on < period.past)
        belated = (columns.happened_on < period.first) & (columns.entered_at >= day_start(period.first))
        return frozenset(conn.scalars(sa.select(columns.serial).where(inside | belated)))
