"""Which publications used a submission, who wrote on it, and where was it sent upward?

Adoptions (Art. 11(2)), instructions (批示, Art. 4(3) and 11(2)5; one per leader, item
and day) and forwardings (上报, Art. 4(3)) are entered by the office. Each is a row
about one submission on one day, entered at a moment, so that one class reads and writes
all three. None is ever deleted: what was wrong is withdrawn, and of what stands no two
say the same. What they earn is `scoring`'s affair, whether one may be withdrawn
`office.use_cases.withdrawing`'s.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ledger import journal
from ledger.entries.events import Adoption, Forwarding, Instruction, Withdrawal
from ledger.entries.submissions import subject_of
from ledger.journal import JournalEntry
from ledger.periods import Period
from ledger.statements import first_of, in_chunks, insert_for
from ledger.tables import events as tables
from ledger.tables.submissions import submissions
from ledger.withdrawn import (
    brought_by,
    columns_of,
    counts_in,
    is_scored,
    stands,
    withdrawal_in,
)

OWN_ISSUE = "本办编发"
"""How the note of an adoption begins that `ledger.issues` has put on record."""
T = TypeVar("T", Adoption, Instruction, Forwarding)


class Which(Enum):
    """Which events are asked for: those that stand, those scores rest on, or the
    withdrawn ones too.
    """

    STANDING = auto()
    SCORED = auto()
    """What stands, and what is carried: the quarters that counted it still rest on it
    (C13).
    """
    ALL = auto()


@dataclass(frozen=True, slots=True)
class SaidOnDays(Generic[T]):
    """One of the events that say the same in the words of a list, and the first and
    last day of all.
    """

    sample: T
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EventTable(Generic[T]):
    """One kind of event: its word in evidence, its table, and how a row of it becomes a
    value.
    """

    kind: str
    table: sa.Table
    value_of: Callable[[sa.Row[Any]], T]
    listed: tuple[str, ...]
    """The columns whose words are those of a list of the rule."""

    def add(
        self, conn: sa.Connection, new: Sequence[T], import_id: int | None = None
    ) -> int:
        """Enters events (their ids are ours) and returns how many were new; known ones
        are left alone.
        """
        return sum(self.enter(conn, event, import_id) is not None for event in new)

    def enter(
        self,
        conn: sa.Connection,
        event: T,
        import_id: int | None = None,
        known_at: datetime | None = None,
    ) -> int | None:
        """Enters one event; its id, or None where one that stands says the same.

        `known_at` decides in which quarter it counts in place of the moment of entry:
        of a correction it is the moment at which what it corrects was entered; it
        belongs to the file that one came in.
        """
        row = event._asdict()
        row["happened_on"] = row.pop("on")
        del row["id"], row["withdrawn"]
        row |= {"import_id": import_id, "known_at": known_at}
        if event.replaces is not None:
            row["import_id"] = brought_by(self.table, event.replaces)
        statement = insert_for(conn, self.table).values(row).on_conflict_do_nothing()
        number: int | None = conn.scalar(statement.returning(self.table.c.id))
        return number

    def withdraw(
        self, conn: sa.Connection, event: T, withdrawal: Withdrawal, entry: JournalEntry
    ) -> None:
        """Takes an event back, journalled about its submission: whoever keeps a sheet
        learns of it so.
        """
        its_row = (self.table.c.id == event.id) & stands(self.table)
        conn.execute(self.table.update().where(its_row).values(columns_of(withdrawal)))
        journal.write(conn, entry._replace(subject=subject_of(event.serial)))

    def of(
        self, conn: sa.Connection, serials: Iterable[str], which: Which = Which.STANDING
    ) -> tuple[T, ...]:
        """The events about these submissions, whenever they happened, in the order of
        days.
        """
        found: list[sa.Row[Any]] = []
        for chunk in in_chunks(serials):
            query = sa.select(self.table).where(
                self.table.c.serial.in_(chunk), self._are(which)
            )
            found.extend(conn.execute(query))
        return self._in_order(found)

    def numbered(self, conn: sa.Connection, numbers: Collection[int]) -> tuple[T, ...]:
        """The events with these ids, withdrawn ones too, in the order of days."""
        query = sa.select(self.table).where(self.table.c.id.in_(sorted(set(numbers))))
        return self._in_order(conn.execute(query).all())

    def one(self, conn: sa.Connection, number: int) -> T | None:
        """The event with this id, whether it stands or not."""
        return first_of(self.numbered(conn, [number]))

    def replacing(self, conn: sa.Connection, number: int) -> T | None:
        """What corrects the event with this id."""
        query = sa.select(self.table).where(self.table.c.replaces == number)
        return first_of(self._in_order(conn.execute(query).all()))

    def standing_now(self, conn: sa.Connection, event: T) -> T | None:
        """What stands in the place of an event, however often it was put right; itself
        while it stands.
        """
        now: T | None = event
        while now is not None and now.withdrawn is not None:
            now = self.replacing(conn, now.id)
        return now

    def unscored(self, conn: sa.Connection) -> tuple[T, ...]:
        """What stands and was chosen to be kept without points, in the order of
        days.
        """
        query = sa.select(self.table).where(
            self.table.c.unscored, self._are(Which.STANDING)
        )
        return self._in_order(conn.execute(query).all())

    def days_of_words(self, conn: sa.Connection) -> tuple[SaidOnDays[T], ...]:
        """Each way of saying what the rule lists in what stands and may earn points,
        and its days.
        """
        columns = [self.table.c[name] for name in self.listed]
        days = (
            sa.func.min(self.table.c.happened_on),
            sa.func.max(self.table.c.happened_on),
        )
        query = sa.select(sa.func.min(self.table.c.id), *days).where(self._may_earn())
        found = conn.execute(query.group_by(*columns)).all()
        numbers = [number for number, _first, _last in found]
        samples = {event.id: event for event in self.numbered(conn, numbers)}
        return tuple(
            SaidOnDays(samples[number], first, last) for number, first, last in found
        )

    def saying(self, conn: sa.Connection, same: T) -> tuple[T, ...]:
        """What stands, may earn points and says the same in the listed words, in the
        order of days.
        """
        query = sa.select(self.table).where(self._may_earn())
        for name in self.listed:
            query = query.where(self.table.c[name] == getattr(same, name))
        return self._in_order(conn.execute(query).all())

    def _may_earn(self) -> sa.ColumnElement[bool]:
        return self._are(Which.STANDING) & ~self.table.c.unscored

    def of_import(self, conn: sa.Connection, import_id: int) -> tuple[T, ...]:
        """What a file brought that still stands, in the order of days."""
        query = sa.select(self.table).where(
            self.table.c.import_id == import_id, self._are(Which.STANDING)
        )
        return self._in_order(conn.execute(query).all())

    def of_days(self, conn: sa.Connection, period: Period) -> tuple[T, ...]:
        """What scores rest on, about the submissions that count on a day of the period;
        in no order.
        """
        inside = sa.select(submissions.c.serial)
        inside = inside.where(
            submissions.c.day >= period.first, submissions.c.day < period.past
        )
        query = sa.select(self.table).where(
            self.table.c.serial.in_(inside), self._are(Which.SCORED)
        )
        return tuple(map(self.value_of, conn.execute(query).all()))

    def serials_for(
        self, conn: sa.Connection, period: Period, among: Collection[str] | None = None
    ) -> frozenset[str]:
        """Submissions (of those in `among`, None: of all) with an event that may count
        in the period.
        """
        serial = self.table.c.serial
        query = sa.select(serial).where(
            counts_in(self.table, period), self._are(Which.SCORED)
        )
        if among is None:
            return frozenset(conn.scalars(query))
        found: set[str] = set()
        for chunk in in_chunks(among):
            found.update(conn.scalars(query.where(serial.in_(chunk))))
        return frozenset(found)

    def _are(self, which: Which) -> sa.ColumnElement[bool]:
        match which:
            case Which.STANDING:
                return stands(self.table)
            case Which.SCORED:
                return is_scored(self.table)
            case Which.ALL:
                return sa.true()

    def _in_order(self, rows: Sequence[sa.Row[Any]]) -> tuple[T, ...]:
        in_order = sorted(rows, key=lambda row: (row.happened_on, row.id))
        return tuple(map(self.value_of, in_order))


# By place is faster than by name: a year's scores read tens of thousands. What each
# table has of its own comes first, then what `ledger.tables.events` gives all of them.
def _adoption(row: Sequence[Any]) -> Adoption:
    number, serial, publication, form, issue, on, note, entered_at, *rest = row
    gone, replaces, known_at, unscored = withdrawal_in(rest), rest[4], rest[5], rest[7]
    at = known_at or entered_at
    return Adoption(
        number, serial, publication, form, on, at, issue, note, gone, replaces, unscored
    )


def _instruction(row: Sequence[Any]) -> Instruction:
    number, serial, leader, level, on, note, entered_at, *rest = row
    gone, replaces, known_at, unscored = withdrawal_in(rest), rest[4], rest[5], rest[7]
    at = known_at or entered_at
    return Instruction(
        number, serial, leader, level, on, at, note, gone, replaces, unscored
    )


def _forwarding(row: Sequence[Any]) -> Forwarding:
    number, serial, target, on, note, entered_at, *rest = row
    gone, replaces, known_at, unscored = withdrawal_in(rest), rest[4], rest[5], rest[7]
    return Forwarding(
        number,
        serial,
        target,
        on,
        known_at or entered_at,
        note,
        gone,
        replaces,
        unscored,
    )


adoptions = EventTable("adoption", tables.adoptions, _adoption, ("publication", "form"))
instructions = EventTable("instruction", tables.instructions, _instruction, ("level",))
forwardings = EventTable("forwarding", tables.forwardings, _forwarding, ("target",))

EVENT_TABLES: Mapping[str, EventTable[Any]] = {
    "adoption": adoptions,
    "instruction": instructions,
    "forwarding": forwardings,
}
"""The three by the word with which evidence names them, such as adoption:12."""


def strip_reasons(conn: sa.Connection, serial: str) -> None:
    """Takes notes and reasons off the events of a submission that is sealed (promise
    13).
    """
    for events in EVENT_TABLES.values():
        columns = events.table.c
        its_rows = events.table.update().where(columns.serial == serial)
        conn.execute(its_rows.values(withdrawn_because=""))
        # By its note an adoption is known to come from an issue of the office's own; no
        # person wrote that.
        conn.execute(
            its_rows.where(~columns.note.startswith(OWN_ISSUE)).values(note="")
        )
