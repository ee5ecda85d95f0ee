"""What did every unit earn in a period, line by line?

Every point is a line, every line cites an article and its evidence (promise 10); a
total is the sum of its lines and stored nowhere else. `as_json` and `from_json` are the
shape of `score PERIOD --json` and of the stored revision.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

# --- values ---------------------------------------------------------------------------


class Line(NamedTuple):
    """Points of one unit for one reason, said in Chinese; 0 points tell what did not
    count and why.

    `on` is the day of the fact, `evidence` names the records it rests on, such as
    "submission:2026-0123". `account` is what the points are for, head first, such as
    "adoption.本厅"; "" on sheets stored before accounts were kept.
    """

    unit_id: int
    points: Fraction
    article: str
    because: str
    on: date
    serial: str | None = None
    evidence: tuple[str, ...] = ()
    account: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """The serials of the submissions that the line is about or rests on, each
        once.
        """
        proof = [name.partition(":") for name in self.evidence]
        serials = [serial for kind, _, serial in proof if kind == "submission"]
        if self.serial is not None:
            serials.insert(0, self.serial)
        return tuple(dict.fromkeys(serials))

    def concerns(self, serial: str) -> bool:
        """Whether the line is about, or rests on, the submission `serial`."""
        return serial in self.items

    def events(self, *kinds: str) -> tuple[str, ...]:
        """The records of these kinds that it rests on, such as adoption:12."""
        heads = tuple(f"{kind}:" for kind in kinds)
        return tuple(name for name in self.evidence if name.startswith(heads))


class ExplainedLine(NamedTuple):
    """One line, with the unit it belongs to and the period in which it counts."""

    period: str
    unit: str
    line: Line


class NamedListEntry(NamedTuple):
    """A unit on a named list of the circular, such as 零报送, and for what."""

    unit_id: int
    name: str
    article: str
    because: str


BEGINNING = "begins"
"""The id under which a sheet says among its readings since when is assessed."""


class ReadingUsed(NamedTuple):
    """Which reading of an ambiguous sentence this sheet rests on."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One unit's lines and place; `share` and `rank` are None for a month and for a
    unit not assessed.
    """

    unit_id: int
    unit: str
    lines: tuple[Line, ...]
    named: tuple[NamedListEntry, ...] = ()
    year_to_date: Fraction = Fraction(0)
    share: Fraction | None = None
    rank: int | None = None

    @property
    def total(self) -> Fraction:
        """The sum of the lines."""
        return sum_of(line.points for line in self.lines)

    def is_named(self, name: str) -> bool:
        """Whether the unit is on the named list `name`."""
        return any(entry.name == name for entry in self.named)


class GroupScore(NamedTuple):
    """The units of one group, best first; `note` says what is peculiar, such as
    本组无正分 (E2).
    """

    group: str
    units: tuple[UnitScore, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A period under one edition."""

    period: str
    edition: str
    groups: tuple[GroupScore, ...]
    readings: tuple[ReadingUsed, ...] = ()

    @property
    def units(self) -> tuple[UnitScore, ...]:
        """All units, group by group."""
        return tuple(unit for group in self.groups for unit in group.units)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all units, each unit's together."""
        return tuple(line for unit in self.units for line in unit.lines)

    def of(self, unit_id: int) -> UnitScore | None:
        """One unit's score; None when it is not on the sheet."""
        return {unit.unit_id: unit for unit in self.units}.get(unit_id)

    def points_of_items(self) -> dict[str, dict[int, Fraction]]:
        """Serial → unit id → what the lines about that one item come to; none where
        they come to nothing.
        """
        found: dict[str, dict[int, Fraction]] = {}
        for line in self.lines:
            if line.serial is not None and line.points:
                of_item = found.setdefault(line.serial, defaultdict(Fraction))
                of_item[line.unit_id] += line.points
        return found

    def named(self, name: str) -> tuple[UnitScore, ...]:
        """The units on the named list `name`."""
        return tuple(unit for unit in self.units if unit.is_named(name))


# --- numbers --------------------------------------------------------------------------


def sum_of(points: Iterable[Fraction]) -> Fraction:
    """Their exact sum, several times as fast as `sum`: numbers of one denominator are
    added whole.
    """
    by_denominator: dict[int, int] = {}
    for each in points:
        numerator, denominator = each.as_integer_ratio()
        by_denominator[denominator] = by_denominator.get(denominator, 0) + numerator
    total = Fraction(0)
    for denominator, numerator in by_denominator.items():
        total += Fraction(numerator, denominator)
    return total


# --- numbers as text ------------------------------------------------------------------


def points_text(points: Fraction | int) -> str:
    """A decimal without trailing zeros; a fraction such as 1/3, which no decimal says,
    stays a fraction.
    """
    rest = points.denominator
    if rest == 1:
        return str(points.numerator)
    # A decimal ends when its denominator is made of twos and fives only.
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{points.numerator}/{points.denominator}"
    with localcontext() as context:
        context.prec = (
            60  # digits: far more than points ever have, so that nothing is rounded
        )
        value = Decimal(points.numerator) / Decimal(points.denominator)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def share_text(share: Fraction | None) -> str | None:
    """A share, already rounded, with two places."""
    return (
        None
        if share is None
        else format(Decimal(share.numerator) / Decimal(share.denominator), ".2f")
    )


# --- JSON -----------------------------------------------------------------------------


def as_json(sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet as plain data: the keys that `score` prints, beside the ids that
    `from_json` needs.
    """
    return {
        "period": sheet.period,
        "edition": sheet.edition,
        "readings": [reading._asdict() for reading in sheet.readings],
        "groups": [
            {
                "group": group.group,
                "note": group.note,
                "units": list(map(_unit_json, group.units)),
            }
            for group in sheet.groups
        ],
    }


def _unit_json(unit: UnitScore) -> dict[str, Any]:
    lists = dict.fromkeys(entry.name for entry in unit.named)
    return {
        "unit": unit.unit,
        "unit_id": unit.unit_id,
        "total": points_text(unit.total),
        "share": share_text(unit.share),
        "rank": unit.rank,
        "year_to_date": points_text(unit.year_to_date),
        "named": list(lists),
        "named_because": [
            [entry.name, entry.article, entry.because] for entry in unit.named
        ],
        "lines": list(map(line_json, unit.lines)),
    }


def line_json(line: Line) -> dict[str, Any]:
    """One line as plain data."""
    return {
        "points": points_text(line.points),
        "article": line.article,
        "because": line.because,
        "on": line.on.isoformat(),
        "serial": line.serial,
        "evidence": list(line.evidence),
        "account": line.account,
    }


def says_the_same(one: ScoreSheet, other: ScoreSheet) -> bool:
    """Whether two sheets say the same; by which accounts is left out, since a sheet
    stored long ago names none.
    """
    said: list[dict[str, Any]] = []
    for sheet in (one, other):
        data = as_json(sheet)
        for group in data["groups"]:
            for unit in group["units"]:
                for line in unit["lines"]:
                    del line["account"]
        said.append(data)
    return said[0] == said[1]


def from_json(data: Mapping[str, Any]) -> ScoreSheet:
    """The sheet that `as_json` wrote; KeyError or ValueError when `data` is not one."""
    groups = [
        GroupScore(
            group["group"], tuple(map(_unit_from, group["units"])), group["note"]
        )
        for group in data["groups"]
    ]
    readings = tuple(ReadingUsed(**reading) for reading in data["readings"])
    return ScoreSheet(data["period"], data["edition"], tuple(groups), readings)


def _unit_from(data: Mapping[str, Any]) -> UnitScore:
    unit_id = data["unit_id"]
    lines = [
        Line(
            unit_id=unit_id,
            points=Fraction(line["points"]),
            article=line["article"],
            because=line["because"],
            on=date.fromisoformat(line["on"]),
            serial=line["serial"],
            evidence=tuple(line["evidence"]),
            account=line.get("account", ""),
        )
        for line in data["lines"]
    ]
    return UnitScore(
        unit_id=unit_id,
        unit=data["unit"],
        lines=tuple(lines),
        named=tuple(NamedListEntry(unit_id, *entry) for entry in data["named_because"]),
        year_to_date=Fraction(data["year_to_date"]),
        share=None if data["share"] is None else Fraction(data["share"]),
        rank=data["rank"],
    )
