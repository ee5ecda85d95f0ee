"""What stands in the register of a period (台账), item by item?

Every item that counts on a day of the period, whatever became of it, and every earlier
one that the period's score still gave or took something for: so the points of its rows,
and what a unit got for no single item, come to the unit's total. A published period has
the points that were printed. How it reads as tables is `register_tables`' affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from ledger import browsing, roster, scores, switches
from ledger.browsing import SubmissionSearch
from ledger.database import Connection
from ledger.entries.events import Adoption, Beginning, Forwarding, Instruction
from ledger.entries.people import going_on
from ledger.entries.submissions import Submission
from ledger.events import adoptions, forwardings, instructions
from ledger.faults import ToldError
from ledger.periods import Period
from ledger.rulebook import Rulebook
from ledger.scoresheet import ScoreSheet
from office.use_cases.explaining import ExplainContext, sheet_of
from scoring.people import AuthorScore, people_of

Happened = TypeVar("Happened", Adoption, Instruction, Forwarding)

EARLIER = "以前报送，本期计分"


class EmptyRegisterError(ToldError):
    """No item fits."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"register {period}: no item of it fits, nothing was written; ask for less, or for another period"
        )


class RegisterQuery(NamedTuple):
    """What a register is narrowed by: what a list is, an author's name or part of it, a
    publication.
    """

    period: Period
    sought: SubmissionSearch = SubmissionSearch()
    author: str = ""
    publication: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it holds everything of the period, so that sums are the units'
        totals.
        """
        return self == RegisterQuery(self.period)

    def wants(
        self, item: Submission, adopted: Iterable[Adoption], rulebook: Rulebook
    ) -> bool:
        """Whether an item is of the author and of the publication that are asked
        for.
        """
        if self.author and not any(
            self.author in author.name for author in item.authors
        ):
            return False
        if not self.publication:
            return True
        outlet = rulebook.publication(self.publication)
        names = {adoption.publication for adoption in adopted}
        outlets = [rulebook.publication(name) for name in names]
        return self.publication in names or (outlet is not None and outlet in outlets)


class RegisteredItem(NamedTuple):
    """One item with what happened to it and what the period's score gives its units for
    it.

    `points` are those of the item's own unit, `co_points` unit id → points of the
    others; both are empty where the period has no score. `earlier`: it was reported
    before the period.
    """

    item: Submission
    adoptions: tuple[Adoption, ...]
    instructions: tuple[Instruction, ...]
    forwardings: tuple[Forwarding, ...]
    points: Fraction | None
    co_points: Mapping[int, Fraction]
    earlier: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The items of a period in the order of arrival, and the score their points are
    from, if there is one.

    `names` are the units' on the period's last day, `heirs` says which unit's row one
    that was merged shares. `authors` are those of the items listed.
    """

    query: RegisterQuery
    items: tuple[RegisteredItem, ...]
    names: Mapping[int, str]
    heirs: Mapping[int, int]
    sheet: ScoreSheet | None
    printed: bool
    authors: tuple[AuthorScore, ...]
    beginning: Beginning | None

    def notes_on(self, each: RegisteredItem) -> list[str]:
        """What must be known of an item to read its points."""
        notes: list[str] = []
        if self.beginning is not None and each.item.day < self.beginning.on:
            notes.append("考核前")
        if each.earlier:
            notes.append(EARLIER)
        if each.item.superseded_by is not None:
            notes.append(f"由 {each.item.superseded_by} 替代")
        return notes

    def rows_of(self, item: Submission) -> frozenset[int]:
        """The ids of the units in whose rows an item stands."""
        return frozenset(self.heirs.get(unit_id, unit_id) for unit_id in item.unit_ids)

    def points_by_unit(self, each: RegisteredItem) -> Mapping[int, Fraction]:
        """What an item gave to each unit's row."""
        lead = each.item.unit_id
        if lead is None or each.points is None:
            return each.co_points
        return {self.heirs.get(lead, lead): each.points, **each.co_points}


def register(
    conn: Connection, context: ExplainContext, query: RegisterQuery
) -> Register:
    """The register that is asked for; EmptyRegisterError."""
    period, sought = query.period, query.sought
    sheet = sheet_of(conn, context, period)
    given = {} if sheet is None else sheet.points_of_items()
    inside = sought._replace(wanted=sought.wanted._replace(period=period))
    found = {item.serial: item for item in browsing.submissions_found(conn, inside)}
    late = [serial for serial in given if serial not in found]
    anywhen = sought._replace(wanted=sought.wanted._replace(period=None))
    found.update(
        (item.serial, item) for item in browsing.submissions_found(conn, anywhen, late)
    )

    adopted = _by_serial(adoptions.of(conn, found))
    instructed = _by_serial(instructions.of(conn, found))
    forwarded = _by_serial(forwardings.of(conn, found))
    units = roster.all_units(conn)
    heirs = going_on(units, period.past)
    listed: list[RegisteredItem] = []
    for item in sorted(found.values(), key=lambda each: (each.arrived_at, each.serial)):
        if not query.wants(item, adopted[item.serial], context.rulebook):
            continue
        of_item = dict(given.get(item.serial, {}))
        lead = heirs.get(item.unit_id or 0, item.unit_id or 0)
        points = None if sheet is None else of_item.pop(lead, Fraction(0))
        events = (
            tuple(adopted[item.serial]),
            tuple(instructed[item.serial]),
            tuple(forwarded[item.serial]),
        )
        listed.append(
            RegisteredItem(
                item, *events, points, of_item, earlier=item.day < period.first
            )
        )
    if not listed:
        raise EmptyRegisterError(period.code)
    authors: tuple[AuthorScore, ...] = ()
    if sheet is not None:
        serials = {each.item.serial for each in listed}
        everybody = people_of(
            sheet, period, scores.facts_of(conn, period), context.rulebook.publication
        )
        authors = tuple(
            person
            for person in everybody.persons
            if query.is_whole or not serials.isdisjoint(person.items)
        )
    return Register(
        query=query,
        items=tuple(listed),
        names={unit.id: unit.name_on(period.last) for unit in units},
        heirs=heirs,
        sheet=sheet,
        printed=period.code in scores.published_revisions(conn),
        authors=authors,
        beginning=switches.beginning(conn),
    )


def _by_serial(events: Iterable[Happened]) -> defaultdict[str, list[Happened]]:
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    for event in events:
        found[event.serial].append(event)
    return found
