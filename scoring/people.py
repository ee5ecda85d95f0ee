"""What did each author's items give the unit?

Points per 撰稿人 beside the points per unit, from a finished sheet. Authors are those of the unit in whose
name an item came (主报 or 首报): what the other units of a joint item got is theirs alone. The rule divides
nothing, so neither do we: a line is shown whole to everyone whose item it rests on, and marked `together`
(合作) where it is not one person's alone - several authors of one item, or a month's duty done by the items
of several. Sums over persons may therefore exceed the unit's. Caps, and fines for what is missing, are the
unit's alone. Who is put forward for an award is `scoring.candidates`' affair.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.entries.submissions import Author
from ledger.periods import Period
from ledger.rulebook import Outlet
from ledger.scoresheet import Line, ScoreSheet
from scoring.facts import Item, items_by_unit
from scoring.rank import ranks

UNMAPPED = "未列入计分表"
"""The level of a publication that the rule does not list (C7)."""
Publication = Callable[[str], Outlet | None]
"""Which outlet a publication's name means: an edition's `publication`, or a rulebook's."""


class Share(NamedTuple):
    """One line of the unit's that rests on the person's items; `together`: on somebody else's too."""

    line: Line
    together: bool


@dataclass(frozen=True, slots=True)
class AuthorScore:
    """One 撰稿人 of one unit; `phone` is "" where no item tells it or several persons might be meant.

    `items` are the accepted items of the period, `adoptions` counts by level those that fell in it, whether
    or not a higher one was counted instead; `rank` is among all authors, `rank_in_unit` among the unit's.
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
        """How much of `points` is shown to others as well."""
        return sum((share.line.points for share in self.shares if share.together), Fraction(0))


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who wrote, most points first; `unsigned` are accepted items of the period without a name."""

    period: str
    edition: str
    persons: tuple[AuthorScore, ...]
    unsigned: tuple[str, ...]


def people_of(sheet: ScoreSheet, period: Period, facts: Facts, publication: Publication) -> People:
    """The authors of a sheet's period; `facts` are those it was scored from."""
    led = [item for items in items_by_unit(facts).values() for item in items if item.lead]
    authors = _authors(led)
    accepted = [item for item in led if item.counts and item.day in period]
    shares, events = _shared(sheet, authors), _events(sheet, authors, led)
    items: defaultdict[_Who, list[str]] = defaultdict(list)
    for item in accepted:
        for who in authors[item.serial]:
            items[who].append(item.serial)
    names = {unit.id: unit.name for unit in facts.units} | {unit.unit_id: unit.unit for unit in sheet.units}
    phones, level_of = _phones(led, authors), _levels(facts, publication)
    persons = [
        AuthorScore(
            unit_id=who.unit_id,
            unit=names.get(who.unit_id, ""),
            name=who.name,
            phone=phones.get(who, ""),
            items=tuple(items[who]),
            shares=tuple(shares[who]),
            adoptions=_counted(level_of[each] for each in events[who] if each in level_of),
            instructions=sum(1 for each in events[who] if each.startswith("instruction:")),
        )
        for who in {*items, *shares, *events}
    ]
    unsigned = sorted(item.serial for item in accepted if not authors[item.serial])
    return People(sheet.period, sheet.edition, _placed(persons), tuple(unsigned))


# --- who is one person ----------------------------------------------------------------------------


class _Who(NamedTuple):
    """One person: a name within a unit, and the number that tells two of that name apart."""

    unit_id: int
    name: str
    number: str


def _authors(led: Iterable[Item]) -> dict[str, tuple[_Who, ...]]:
    """Item → its authors.

    One name in one unit is one person, unless two numbers are known of it; then each number is one, and who
    is named without any is kept apart, since nobody can tell whose item it is.
    """
    items = list(led)
    numbers: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for item in items:
        for name, author in _named(item):
            numbers[item.unit_id, name].add(_number(author.phone))
    found: dict[str, tuple[_Who, ...]] = {}
    for item in items:
        people: dict[_Who, None] = {}
        for name, author in _named(item):
            known = numbers[item.unit_id, name] - {""}
            only = next(iter(known)) if len(known) == 1 else ""
            people[_Who(item.unit_id, name, _number(author.phone) or only)] = None
        found[item.serial] = tuple(people)
    return found


def _named(item: Item) -> list[tuple[str, Author]]:
    named = [(_name(author.name), author) for author in item.submission.authors]
    return [(name, author) for name, author in named if name]


def _name(name: str) -> str:
    """A name without blanks: 张　三 is 张三."""
    return "".join(unicodedata.normalize("NFKC", name).split())


_ABROAD = re.compile(r"^(?:00)?86(?=1[3-9]\d{9}$)")
_AREA = re.compile(r"^0(?:10|2\d|[3-9]\d{2})(?=\d{7})")


def _number(phone: str) -> str:
    """The digits of a number without +86 and area code: of one name in one unit, 0951-6123456 is 6123456."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return _AREA.sub("", _ABROAD.sub("", digits))


def _phones(led: Iterable[Item], authors: Mapping[str, Sequence[_Who]]) -> dict[_Who, str]:
    """Each person's number, in the fullest writing of it."""
    known = {who: who.number for found in authors.values() for who in found}
    written: dict[tuple[int, str, str], str] = {}
    for item in led:
        for name, author in _named(item):
            key = (item.unit_id, name, _number(author.phone))
            written[key] = max(written.get(key, ""), author.phone.strip(), key=lambda each: (len(each), each))
    return {who: written[who] for who, number in known.items() if number}


# --- what is theirs -------------------------------------------------------------------------------


def _shared(sheet: ScoreSheet, authors: Mapping[str, tuple[_Who, ...]]) -> defaultdict[_Who, list[Share]]:
    """Person → the lines that rest on the person's items, in the order of the sheet."""
    found: defaultdict[_Who, list[Share]] = defaultdict(list)
    for unit in sheet.units:
        for line in unit.lines:
            if not line.points or (line.serial is None and line.points < 0):
                continue
            rests = _rests_on(line)
            people = {who: None for serial in rests for who in authors.get(serial, ())}
            for who in people:
                if who.unit_id == unit.unit_id:
                    together = any(authors.get(serial) != (who,) for serial in rests)
                    found[who].append(Share(line, together))
    return found


def _rests_on(line: Line) -> tuple[str, ...]:
    """The serials of the items a line is about, or rests on."""
    named = [each.removeprefix("submission:") for each in line.evidence if each.startswith("submission:")]
    return tuple(dict.fromkeys(named if line.serial is None else (line.serial, *named)))


def _events(
    sheet: ScoreSheet, authors: Mapping[str, tuple[_Who, ...]], led: Iterable[Item]
) -> defaultdict[_Who, set[str]]:
    """Person → the adoptions and instructions of the sheet, those of items that do not count left out."""
    accepted = {item.serial for item in led if item.counts}
    found: defaultdict[_Who, set[str]] = defaultdict(set)
    for unit in sheet.units:
        for line in unit.lines:
            if line.points > 0 or (line.points == 0 and line.serial in accepted):
                events = [each for each in line.evidence if each.startswith(("adoption:", "instruction:"))]
                for who in authors.get(line.serial or "", ()):
                    if events and who.unit_id == unit.unit_id:
                        found[who].update(events)
    return found


def _levels(facts: Facts, publication: Publication) -> dict[str, str]:
    """Adoption, as evidence names it → its publication's level."""
    outlets = {name: publication(name) for name in {each.publication for each in facts.adoptions}}
    level_of = {name: UNMAPPED if found is None else found.level for name, found in outlets.items()}
    return {f"adoption:{each.id}": level_of[each.publication] for each in facts.adoptions}


def _counted(levels: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(levels).items()))


def _placed(persons: Iterable[AuthorScore]) -> tuple[AuthorScore, ...]:
    """Most points first, with places; equal points share one: 1, 1, 3."""
    order = sorted(persons, key=lambda each: (-each.points, each.unit_id, each.name, each.phone))
    overall = ranks({number: each.points for number, each in enumerate(order)})
    of_unit: defaultdict[int, dict[int, Fraction]] = defaultdict(dict)
    for number, each in enumerate(order):
        of_unit[each.unit_id][number] = each.points
    inside = {number: place for totals in of_unit.values() for number, place in ranks(totals).items()}
    return tuple(
        replace(each, rank=overall[number], rank_in_unit=inside[number]) for number, each in enumerate(order)
    )
