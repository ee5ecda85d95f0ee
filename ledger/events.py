"""What do adoptions, instructions and forwardings share?

Each is a row about one submission on one day, entered at a moment; this is their common way in and out.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.periods import Period, day_start
from ledger.tables.submissions import submissions
from ledger.upsert import insert_for

T = TypeVar("T", Adoption, Instruction, Forwarding)
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class EventTable(Generic[T]):
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
        found: list[sa.Row[Any]] = []
        for chunk in _chunks(serials):
            found.extend(conn.execute(sa.select(self.table).where(self.table.c.serial.in_(chunk))))
        return tuple(self.value(row) for row in sorted(found, key=_place))

    def numbered(self, conn: sa.Connection, numbers: Collection[int]) -> tuple[T, ...]:
        """The events with these ids."""
        rows = conn.execute(sa.select(self.table).where(self.table.c.id.in_(sorted(set(numbers)))))
        return tuple(self.value(row) for row in sorted(rows, key=_place))

    def of_days(self, conn: sa.Connection, period: Period) -> tuple[T, ...]:
        """As `of`, about the submissions that count on a day of the period; in no order."""
        inside = sa.select(submissions.c.serial)
        inside = inside.where(submissions.c.day >= period.first, submissions.c.day < period.past)
        query = sa.select(self.table).where(self.table.c.serial.in_(inside))
        return tuple(map(self.value, conn.execute(query).all()))

    def serials_for(
        self, conn: sa.Connection, period: Period, among: Collection[str] | None = None
    ) -> frozenset[str]:
        """Submissions with an event that may land in the period; `among` these, None: among all.

        On one of its days, or earlier but entered since (C10).
        """
        columns = self.table.c
        inside = (columns.happened_on >= period.first) & (columns.happened_on < period.past)
        belated = (columns.happened_on < period.first) & (columns.entered_at >= day_start(period.first))
        query = sa.select(columns.serial).where(inside | belated)
        if among is None:
            return frozenset(conn.scalars(query))
        parts = (conn.scalars(query.where(columns.serial.in_(chunk))) for chunk in _chunks(among))
        return frozenset(serial for part in parts for serial in part)


def _chunks(serials: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(serials))
    return (wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK))


def _place(row: sa.Row[Any]) -> tuple[date, int]:
    return row.happened_on, row.id
