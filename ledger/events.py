"""Which publications used a submission, who wrote on it, and where was it sent upward?

Adoptions (Art. 11(2)), instructions (批示, Art. 4(3) and 11(2)5; one per leader, item and day) and
forwardings (上报, Art. 4(3)) are entered by the office. Each is a row about one submission on one day,
entered at a moment, so that one class reads and writes all three. What they earn is `scoring`'s affair.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.periods import Period, day_start
from ledger.statements import in_chunks, insert_for
from ledger.tables import events as tables
from ledger.tables.submissions import submissions

T = TypeVar("T", Adoption, Instruction, Forwarding)


@dataclass(frozen=True, slots=True)
class EventTable(Generic[T]):
    """One kind of event: its table, and how a row of it becomes a value."""

    table: sa.Table
    value_of: Callable[[sa.Row[Any]], T]

    def add(self, conn: sa.Connection, new: Sequence[T]) -> int:
        """Enters events (their ids are ours) and returns how many were new; known ones are left alone."""
        count = 0
        for event in new:
            row = event._asdict()
            row["happened_on"] = row.pop("on")
            del row["id"]
            statement = insert_for(conn, self.table).values(row).on_conflict_do_nothing()
            if conn.execute(statement.returning(self.table.c.id)).first() is not None:
                count += 1
        return count

    def of(self, conn: sa.Connection, serials: Iterable[str]) -> tuple[T, ...]:
        """Every event about these submissions, whenever it happened, in the order of days."""
        found: list[sa.Row[Any]] = []
        for chunk in in_chunks(serials):
            found.extend(conn.execute(sa.select(self.table).where(self.table.c.serial.in_(chunk))))
        return self._in_order(found)

    def numbered(self, conn: sa.Connection, numbers: Collection[int]) -> tuple[T, ...]:
        """The events with these ids, in the order of days."""
        query = sa.select(self.table).where(self.table.c.id.in_(sorted(set(numbers))))
        return self._in_order(conn.execute(query).all())

    def of_days(self, conn: sa.Connection, period: Period) -> tuple[T, ...]:
        """As `of`, about the submissions that count on a day of the period; in no order."""
        inside = sa.select(submissions.c.serial)
        inside = inside.where(submissions.c.day >= period.first, submissions.c.day < period.past)
        query = sa.select(self.table).where(self.table.c.serial.in_(inside))
        return tuple(map(self.value_of, conn.execute(query).all()))

    def serials_for(
        self, conn: sa.Connection, period: Period, among: Collection[str] | None = None
    ) -> frozenset[str]:
        """Submissions (of those in `among`, None: of all) with an event that may count in the period.

        It happened on one of its days, or earlier but was entered since (C10).
        """
        columns = self.table.c
        inside = (columns.happened_on >= period.first) & (columns.happened_on < period.past)
        belated = (columns.happened_on < period.first) & (columns.entered_at >= day_start(period.first))
        query = sa.select(columns.serial).where(inside | belated)
        if among is None:
            return frozenset(conn.scalars(query))
        found: set[str] = set()
        for chunk in in_chunks(among):
            found.update(conn.scalars(query.where(columns.serial.in_(chunk))))
        return frozenset(found)

    def _in_order(self, rows: Sequence[sa.Row[Any]]) -> tuple[T, ...]:
        return tuple(self.value_of(row) for row in sorted(rows, key=_day_and_id))


def _day_and_id(row: sa.Row[Any]) -> tuple[date, int]:
    return row.happened_on, row.id


def _adoption(row: Sequence[Any]) -> Adoption:
    # The most frequent kind: a year's scores read tens of thousands. By place is faster than by name.
    number, serial, publication, form, issue, on, note, entered_at = row
    return Adoption(number, serial, publication, form, on, entered_at, issue, note)


def _instruction(row: sa.Row[Any]) -> Instruction:
    return Instruction(row.id, row.serial, row.leader, row.level, row.happened_on, row.entered_at, row.note)


def _forwarding(row: sa.Row[Any]) -> Forwarding:
    return Forwarding(row.id, row.serial, row.target, row.happened_on, row.entered_at, row.note)


adoptions = EventTable(tables.adoptions, _adoption)
instructions = EventTable(tables.instructions, _instruction)
forwardings = EventTable(tables.forwardings, _forwarding)

EVENT_TABLES: Mapping[str, EventTable[Any]] = {
    "adoption": adoptions,
    "instruction": instructions,
    "forwarding": forwardings,
}
"""The three by the word with which evidence names them, such as adoption:12."""
