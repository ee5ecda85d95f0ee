"""What did each author's items give the unit, and who might be put forward for the
year's awards?

Points per 撰稿人 beside the points per unit, from a finished sheet. Authors are those
of the unit in whose name an item came (主报 or 首报): what the other units of a joint
item got is theirs alone. The rule divides nothing, so neither do we: a line is shown
whole to everyone whose item it rests on, and marked `together` (合作) where it is not
one person's alone - several authors of one item, or a month's duty done by the items of
several. Sums over persons may therefore exceed the unit's. Caps, and fines for what is
missing, are the unit's alone.

Art. 12(2): 先进单位 are chosen by the ranking of the year's points, 先进个人 from those
whom such units recommend. Here both are only ranked, with what speaks for and against
them beside; nothing is awarded, and no line is drawn between those above and below.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.entries.people import going_on
from ledger.entries.submissions import SEVERAL_PHONES, Author
from ledger.periods import Period
from ledger.rulebook import Outlet
from ledger.scoresheet import Line, NamedListEntry, ScoreSheet
from scoring.facts import Item, items_by_unit
from scoring.language.citation import order_of
from scoring.layout import ranks

UNMAPPED = "未列入计分表"
"""The level of a publication that the rule does not list (C7)."""
Publication = Callable[[str], Outlet | None]
"""Which outlet a publication's name means: an edition's `publication`, or a
rulebook's.
"""


class Share(NamedTuple):
    """One line of the unit's that rests on the person's items."""

    line: Line
    together: bool
    """Whether it rests on somebody else's items too, or on items of several authors."""


@dataclass(frozen=True, slots=True)
class AuthorScore:
    """One 撰稿人 of one unit; `phone` is "" where no item tells it or several persons
    might be meant.

    `items` are the accepted items of the period, `adoptions` counts by level those that
    fell in it, whether or not a higher one was counted instead; `rank` is among all
    authors, `rank_in_unit` among the unit's.
    """

    unit_id: int
    unit: str
    name: str
    phone: str
    items: tuple[str, ...]
    shares: tuple[Share, ...]
    adoptions: Mapping[str, int]
    instructions: int
    rank: int = 0
    rank_in_unit: int = 0

    @property
    def points(self) -> Fraction:
        """What the lines give the unit, each whole."""
        return sum((share.line.points for share in self.shares), Fraction(0))

    @property
    def together(self) -> Fraction:
        """How much of `points` comes from lines that other authors' points hold too."""
        return sum(
            (share.line.points for share in self.shares if share.together), Fraction(0)
        )


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who wrote, most points first; `unsigned` are accepted items of the
    period without a name.
    """

    period: str
    edition: str
    persons: tuple[AuthorScore, ...]
    unsigned: tuple[str, ...]


def people_of(
    sheet: ScoreSheet, period: Period, record: Facts, publication: Publication
) -> People:
    """The authors of a sheet's period; `record` holds the facts it was scored from."""
    # What a unit sent before it was merged belongs to the row of the one that goes on
    # for it.
    heirs = going_on(record.units, period.past)
    led: list[Item] = []
    for items_of_unit in items_by_unit(record).values():
        for item in items_of_unit:
            if item.lead:
                led.append(item._replace(unit_id=heirs.get(item.unit_id, item.unit_id)))
    authors = _authors_by_serial(led)
    accepted = [item for item in led if item.counts and item.day in period]
    items: defaultdict[_AuthorKey, list[str]] = defaultdict(list)
    for item in accepted:
        for author in authors[item.serial]:
            items[author].append(item.serial)
    unsigned = [item.serial for item in accepted if not authors[item.serial]]
    shares = _shares(sheet, authors)
    events = _events(sheet, authors, {item.serial for item in led if item.counts})
    level_of: dict[str, str] = {}
    outlet_of = cache(publication)
    for adoption in record.adoptions:
        outlet = outlet_of(adoption.publication)
        level_of[f"adoption:{adoption.id}"] = (
            UNMAPPED if outlet is None else outlet.level
        )
    # Each person's number, in the fullest writing of it.
    phones: dict[_AuthorKey, str] = {}
    for item in led:
        for key, written in _keys_as_written(item):
            if key.number:
                writings = (phones.get(key, ""), written.phone.strip())
                phones[key] = max(writings, key=lambda phone: (len(phone), phone))
    unit_names = {unit.id: unit.name for unit in record.units}
    # A unit is called as the sheet calls it; who earned nothing may be on no sheet.
    unit_names.update({unit.unit_id: unit.unit for unit in sheet.units})

    persons: list[AuthorScore] = []
    for author in {*items, *shares, *events}:
        adoptions = Counter(
            level_of[event] for event in events[author] if event in level_of
        )
        instructions = [
            event for event in events[author] if event.startswith("instruction:")
        ]
        person = AuthorScore(
            unit_id=author.unit_id,
            unit=unit_names.get(author.unit_id, ""),
            name=author.name,
            phone=phones.get(author, ""),
            items=tuple(items[author]),
            shares=tuple(shares[author]),
            adoptions=dict(sorted(adoptions.items())),
            instructions=len(instructions),
        )
        persons.append(person)
    return People(
        sheet.period, sheet.edition, _placed(persons), tuple(sorted(unsigned))
    )


# --- who is one person ----------------------------------------------------------------


class _AuthorKey(NamedTuple):
    """One person: a name within a unit, and the number that tells two of that name
    apart, if any is known.
    """

    unit_id: int
    name: str
    number: str


def _authors_by_serial(led: Collection[Item]) -> dict[str, tuple[_AuthorKey, ...]]:
    """Serial → the item's authors, each once.

    One name in one unit is one person, unless two numbers are known of it; then each
    number is one, and who is named without any is kept apart, since nobody can tell
    whose item it is.
    """
    numbers: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for item in led:
        for key, _ in _keys_as_written(item):
            if key.number:
                numbers[key.unit_id, key.name].add(key.number)
    found: dict[str, tuple[_AuthorKey, ...]] = {}
    for item in led:
        authors: dict[_AuthorKey, None] = {}
        for key, _ in _keys_as_written(item):
            known = numbers[key.unit_id, key.name]
            number = min(known) if len(known) == 1 else key.number
            authors[key._replace(number=number)] = None
        found[item.serial] = tuple(authors)
    return found


_COUNTRY_CODE = re.compile(r"^(?:00)?86(?=1[3-9]\d{9}$)")
_AREA_CODE = re.compile(r"^0(?:10|2\d|[3-9]\d{2})(?=\d{7})")


def _keys_as_written(item: Item) -> Iterator[tuple[_AuthorKey, Author]]:
    """The item's authors that have a name, each with the name and number as this one
    item tells them.
    """
    for author in item.submission.authors:
        # Without blanks: 张　三 is 张三.
        name = "".join(unicodedata.normalize("NFKC", author.name).split())
        if name:
            # Without +86 and area code: within a unit 0951-6123456 is 6123456.
            first = author.phone.partition(SEVERAL_PHONES)[0]
            digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", first))
            number = _AREA_CODE.sub("", _COUNTRY_CODE.sub("", digits))
            yield _AuthorKey(item.unit_id, name, number), author


# --- what is theirs -------------------------------------------------------------------


def _shares(
    sheet: ScoreSheet, authors: Mapping[str, tuple[_AuthorKey, ...]]
) -> defaultdict[_AuthorKey, list[Share]]:
    """Author → the lines that rest on the author's items, in the order of the sheet."""
    found: defaultdict[_AuthorKey, list[Share]] = defaultdict(list)
    for line in sheet.lines:
        fine = line.serial is None and line.points < 0
        if fine or not line.points:
            continue
        of_items = [authors.get(serial, ()) for serial in line.items]
        for author in dict.fromkeys(chain.from_iterable(of_items)):
            if author.unit_id == line.unit_id:
                together = set(of_items) != {(author,)}
                found[author].append(Share(line, together))
    return found


def _events(
    sheet: ScoreSheet,
    authors: Mapping[str, tuple[_AuthorKey, ...]],
    accepted: Collection[str],
) -> defaultdict[_AuthorKey, set[str]]:
    """Author → the adoptions and instructions of the sheet, those of items that do not
    count left out.

    `accepted` are the serials of the items that count.
    """
    found: defaultdict[_AuthorKey, set[str]] = defaultdict(set)
    for line in sheet.lines:
        events = line.events("adoption", "instruction")
        counted = line.points > 0 or (line.points == 0 and line.serial in accepted)
        if line.serial is None or not events or not counted:
            continue
        for author in authors.get(line.serial, ()):
            if author.unit_id == line.unit_id:
                found[author].update(events)
    return found


def _placed(persons: Iterable[AuthorScore]) -> tuple[AuthorScore, ...]:
    """Most points first, with places; equal points share one: 1, 1, 3."""
    order = sorted(
        persons,
        key=lambda person: (-person.points, person.unit_id, person.name, person.phone),
    )
    overall = ranks({number: person.points for number, person in enumerate(order)})
    of_unit: defaultdict[int, dict[int, Fraction]] = defaultdict(dict)
    for number, person in enumerate(order):
        of_unit[person.unit_id][number] = person.points
    in_unit: dict[int, int] = {}
    for points in of_unit.values():
        in_unit.update(ranks(points))
    return tuple(
        replace(person, rank=overall[number], rank_in_unit=in_unit[number])
        for number, person in enumerate(order)
    )


@dataclass(frozen=True, slots=True)
class UnitCandidate:
    """One unit's year: places by raw points (E7), where the points come from, and what
    it was named for.

    Places are None for a unit that was not assessed; `by_article` sums its lines,
    article by article in the order of the rule.
    """

    unit_id: int
    unit: str
    group: str
    points: Fraction
    share: Fraction | None
    rank: int | None
    rank_in_group: int | None
    by_article: Mapping[str, Fraction]
    named: tuple[NamedListEntry, ...]

    @property
    def lists(self) -> dict[str, int]:
        """How often the unit stood on each named list of the year."""
        return dict(Counter(entry.name for entry in self.named))


@dataclass(frozen=True, slots=True)
class Candidates:
    """The year's units and authors, most points first.

    `unsigned` are the serials of accepted items without an author.
    """

    year: str
    edition: str
    units: tuple[UnitCandidate, ...]
    persons: tuple[AuthorScore, ...]
    unsigned: tuple[str, ...]


def candidates(sheet: ScoreSheet, people: People) -> Candidates:
    """The candidates of a year's sheet and its authors."""
    rank_of = ranks(
        {unit.unit_id: unit.total for unit in sheet.units if unit.rank is not None}
    )
    units: list[UnitCandidate] = []
    for group in sheet.groups:
        for unit in group.units:
            points_of: defaultdict[str, Fraction] = defaultdict(Fraction)
            for line in unit.lines:
                if line.points:
                    points_of[line.article] += line.points
            candidate = UnitCandidate(
                unit_id=unit.unit_id,
                unit=unit.unit,
                group=group.group,
                points=unit.total,
                share=unit.share,
                rank=rank_of.get(unit.unit_id),
                rank_in_group=unit.rank,
                by_article={
                    article: points_of[article]
                    for article in sorted(points_of, key=order_of)
                },
                named=unit.named,
            )
            units.append(candidate)
    last = len(units) + 1
    units.sort(key=lambda unit: (unit.rank or last, unit.unit_id))
    return Candidates(
        sheet.period, sheet.edition, tuple(units), people.persons, people.unsigned
    )
