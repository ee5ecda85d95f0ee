"""What does a circular show of a stored score?

Tables, named lists and the annex of adopted items, worked out from the score sheet and the facts it rests on;
no point is computed here. An adoption is counted for being one, whatever points it earned. The words around
them are templates, the spreadsheet is `workbook`'s, the paper `document`'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Adoption, Facts, Instruction
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, Span, UnknownPeriodError, local_day, parse_period
from ledger.rulebook import Conversion, Edition, ShareOf
from ledger.scoresheet import Line, ReadingUsed, ScoreSheet, UnitScore, points_text, share_text
from notify.chinese import period_name

UNLISTED = "其他"
"""The level of a publication that the rule does not name (C7)."""
NOTHING = "—"
_OWN: Mapping[Span, str] = {Span.MONTH: "本月", Span.QUARTER: "本季", Span.YEAR: "全年"}


class UnitRow(NamedTuple):
    """One unit's line in the table of its group; numbers that are points are texts, exact to the last digit.

    `adopted` has a number for each of the circular's levels. `rank` and `share` are None for a month and for
    a unit that was not assessed.
    """

    unit_id: int
    unit: str
    submitted: int
    adopted: tuple[int, ...]
    instructions: int
    total: str
    year_to_date: str
    share: str | None
    rank: int | None


class GroupTable(NamedTuple):
    """The table of one group, best first; `note` says what is peculiar, such as 本组无正分 (E2)."""

    group: str
    rows: tuple[UnitRow, ...]
    note: str = ""


class NamedList(NamedTuple):
    """The units named for one thing, such as 零报送, each with what it is named for."""

    name: str
    units: tuple[tuple[str, str], ...]


class AnnexItem(NamedTuple):
    """One adoption of an item in the period, or one instruction on it, and what that earned the unit."""

    unit: str
    title: str
    what: str
    on: date
    points: str
    serial: str = ""


class Overall(NamedTuple):
    """How much there was in all: items and events, each once, however many units share one."""

    submitted: int
    adopted: tuple[int, ...]
    instructions: int


class ShareRule(NamedTuple):
    """How a total becomes a share where Art. 12's proportion holds: total × full ÷ the first's."""

    article: str
    year_article: str
    full: str
    decimals: int
    of_year_to_date: bool = False


class QuarterShares(NamedTuple):
    """Each unit's share of one quarter of the year that is told of."""

    period: str
    shares: tuple[tuple[int, str], ...]


class UnitChange(NamedTuple):
    """What a correction changes for one unit: points, share, place and named lists, before and after."""

    group: str
    unit: str
    total: tuple[str, str]
    share: tuple[str, str]
    rank: tuple[str, str]
    named: tuple[str, str]


class Correction(NamedTuple):
    """Which circular is corrected, in the office's words, why, and what is different."""

    of: str
    because: str
    changes: tuple[UnitChange, ...]


@dataclass(frozen=True, slots=True)
class CircularContents:
    """Everything a circular shows of one period; `levels` are those of the publications, in their order."""

    period: str
    edition: str
    levels: tuple[str, ...]
    overall: Overall
    groups: tuple[GroupTable, ...]
    named: tuple[NamedList, ...]
    annex: tuple[AnnexItem, ...]
    readings: tuple[ReadingUsed, ...]
    share_rule: ShareRule | None = None
    quarters: tuple[QuarterShares, ...] = ()
    correction: Correction | None = None

    def row_of(self, unit_id: int) -> UnitRow | None:
        """One unit's row; None when it is not on the sheet."""
        rows = (row for group in self.groups for row in group.rows)
        return next((row for row in rows if row.unit_id == unit_id), None)

    @property
    def title(self) -> str:
        """The title it has unless the office writes another."""
        return usual_title(self.period, corrects=self.correction is not None)

    @property
    def span(self) -> Span:
        """What kind of period it tells of."""
        return span_of(self.period)

    @property
    def own(self) -> str:
        """What the period's own points are called: 本季得分."""
        return f"{_OWN.get(self.span, '本期')}得分"

    @property
    def has_year_to_date(self) -> bool:
        """Whether the points of the year so far are another number than the period's own."""
        return self.span is not Span.YEAR

    @property
    def has_shares(self) -> bool:
        """Whether some unit has a share: a month of Ningxia's rule has none."""
        return any(row.share is not None for group in self.groups for row in group.rows)

    @property
    def has_ranks(self) -> bool:
        """Whether some unit has a place."""
        return any(row.rank is not None for group in self.groups for row in group.rows)

    @property
    def adoption_heads(self) -> tuple[str, ...]:
        """The heads of the columns of adoptions: 本厅采用, 上级采用; 采用 alone where there are no levels."""
        return tuple(f"{level}采用" for level in self.levels) if len(self.levels) > 1 else ("采用",)

    @property
    def head(self) -> tuple[str, ...]:
        """The heads of the columns of a group's table, from 单位 on."""
        last = [self.own]
        last += ["累计得分"] * self.has_year_to_date
        last += [f"{period_name(each.period)[5:].removeprefix('第')}效能" for each in self.quarters]
        last += ["效能得分"] * self.has_shares + ["排名"] * self.has_ranks
        return ("单位", "报送", *self.adoption_heads, "批示", *last)

    def cells(self, row: UnitRow) -> tuple[str, ...]:
        """One row under that head, as texts."""
        last = [row.total]
        last += [row.year_to_date] * self.has_year_to_date
        last += [dict(each.shares).get(row.unit_id, NOTHING) for each in self.quarters]
        last += [row.share or NOTHING] * self.has_shares
        last += [NOTHING if row.rank is None else str(row.rank)] * self.has_ranks
        return (row.unit, str(row.submitted), *map(str, row.adopted), str(row.instructions), *last)


def circular_contents(sheet: ScoreSheet, period: Period, facts: Facts, edition: Edition) -> CircularContents:
    """The circular of a score sheet; `facts` are those it was scored from, under `edition`."""
    context = _Desk(sheet, period, facts, edition)
    groups = tuple(
        GroupTable(group.group, tuple(context.row(unit) for unit in group.units), group.note)
        for group in sheet.groups
    )
    return CircularContents(
        period=sheet.period,
        edition=sheet.edition,
        levels=context.levels,
        overall=context.overall(),
        groups=groups,
        named=_named(sheet),
        annex=tuple(context.annex()),
        readings=sheet.readings,
        share_rule=_share_rule(edition.conversion),
    )


def corrected(found: CircularContents, correction: Correction) -> CircularContents:
    """The same as a circular that corrects another."""
    return replace(found, correction=correction)


def usual_title(code: str, *, corrects: bool = False) -> str:
    """What a circular of a period is called."""
    return f"关于{'更正' if corrects else ''}{of_period(code)}政务信息报送采用情况的通报"


def of_period(code: str) -> str:
    """A period as a circular's title has it: a year is 2026年度."""
    return f"{period_name(code)}度" if span_of(code) is Span.YEAR else period_name(code)


def span_of(code: str) -> Span:
    """What kind of period a code names; NAMED for one of an edition's own."""
    try:
        return parse_period(code).span
    except UnknownPeriodError:
        return Span.NAMED


def _share_rule(rule: Conversion | None) -> ShareRule | None:
    if rule is None or rule.tiers or rule.per_place is not None:
        return None
    of_year = rule.of is ShareOf.YEAR_TO_DATE
    return ShareRule(rule.article, rule.year_article, points_text(rule.full), rule.decimals, of_year)


def _named(sheet: ScoreSheet) -> tuple[NamedList, ...]:
    """The lists, each unit once on each with everything it is named for: 甲局（1月、3月）."""
    lists: dict[str, dict[str, list[str]]] = {}
    for unit in sheet.units:
        for entry in unit.named:
            why = lists.setdefault(entry.name, {}).setdefault(unit.unit, [])
            said = entry.because.removesuffix(entry.name)
            why += [said] * (said not in why and said != "")
    return tuple(
        NamedList(name, tuple((unit, "、".join(why)) for unit, why in units.items()))
        for name, units in lists.items()
    )


class _Desk:
    """The sheet with the facts at hand: items by serial, events by number."""

    def __init__(self, sheet: ScoreSheet, period: Period, facts: Facts, edition: Edition) -> None:
        self._sheet, self._period, self._edition = sheet, period, edition
        self._items = {item.serial: item for item in facts.submissions}
        self._adoptions = {one.id: one for one in facts.adoptions}
        self._instructions = {one.id: one for one in facts.instructions}
        used = [number for unit in sheet.units for number in self._events(unit, "adoption")]
        listed = dict.fromkeys(outlet.level for outlet in edition.outlets)
        others = dict.fromkeys(self._level(number) for number in used if self._level(number) not in listed)
        self.levels: tuple[str, ...] = (*listed, *others) or (UNLISTED,)

    def row(self, unit: UnitScore) -> UnitRow:
        sent = sum(1 for item in self._items.values() if _is_of(item, unit.unit_id, self._period))
        return UnitRow(
            unit_id=unit.unit_id,
            unit=unit.unit,
            submitted=sent,
            adopted=self._by_level(self._events(unit, "adoption")),
            instructions=len(self._events(unit, "instruction")),
            total=points_text(unit.total),
            year_to_date=points_text(unit.year_to_date),
            share=share_text(unit.share),
            rank=unit.rank,
        )

    def overall(self) -> Overall:
        """Each item and event once."""
        there = {unit.unit_id for unit in self._sheet.units}
        sent = sum(
            1
            for item in self._items.values()
            if any(_is_of(item, number, self._period) for number in there & set(item.unit_ids))
        )
        adopted = {number for unit in self._sheet.units for number in self._events(unit, "adoption")}
        told = {number for unit in self._sheet.units for number in self._events(unit, "instruction")}
        return Overall(sent, self._by_level(adopted), len(told))

    def annex(self) -> Iterator[AnnexItem]:
        """A line for each unit's adoption or instruction, group by group, unit by unit, day by day."""
        for unit in self._sheet.units:
            found = [
                self._annexed(unit, kind, lines)
                for kind in ("adoption", "instruction")
                for lines in self._events(unit, kind).values()
            ]
            yield from sorted(found, key=lambda item: (item.on, item.title, item.what))

    def _annexed(self, unit: UnitScore, kind: str, lines: Sequence[Line]) -> AnnexItem:
        line = lines[0]
        number = _ids(line, kind)[0]
        item = self._items.get(line.serial or "")
        earned = sum((each.points for each in lines), Fraction(0)) * self._part(unit, item, number, kind)
        said = self._said(kind, number)
        if item is not None and len(item.unit_ids) > 1:
            said += "，联合报送"
        title = "" if item is None else item.title
        return AnnexItem(unit.unit, title, said, line.on, points_text(earned), line.serial or "")

    def _part(self, unit: UnitScore, item: Submission | None, number: int, kind: str) -> Fraction:
        """Which part of an event's points a unit of a joint item gets (D2)."""
        joint = self._edition.joint
        if item is None or item.unit_id == unit.unit_id or unit.unit_id not in item.co_unit_ids:
            return Fraction(1)
        adoption = self._adoptions.get(number) if kind == "adoption" else None
        fixed = adoption is not None and adoption.form in joint.each
        return Fraction(1) if fixed else joint.others

    def _said(self, kind: str, number: int) -> str:
        if kind == "adoption":
            adoption = self._adoptions.get(number)
            return "采用" if adoption is None else _adopted(adoption)
        instruction = self._instructions.get(number)
        return "批示" if instruction is None else _instructed(instruction)

    def _events(self, unit: UnitScore, kind: str) -> dict[int, list[Line]]:
        """The unit's events of a kind in the period, each with its lines.

        What an earlier period had counted and this one only takes back is none of it, nor is what happened
        to an item that does not count at all.
        """
        found: dict[int, list[Line]] = {}
        for line in unit.lines:
            item = self._items.get(line.serial or "")
            if line.serial and (item is None or _counts(item)):
                for number in _ids(line, kind):
                    found.setdefault(number, []).append(line)
        return {number: lines for number, lines in found.items() if any(line.points >= 0 for line in lines)}

    def _by_level(self, numbers: Mapping[int, object] | set[int]) -> tuple[int, ...]:
        levels = [self._level(number) for number in numbers]
        return tuple(levels.count(level) for level in self.levels)

    def _level(self, number: int) -> str:
        adoption = self._adoptions.get(number)
        outlet = None if adoption is None else self._edition.publication(adoption.publication)
        return UNLISTED if outlet is None else outlet.level


def _counts(item: Submission) -> bool:
    return item.state is SubmissionState.RECORDED and item.own_business is not False


def _is_of(item: Submission, unit_id: int, period: Period) -> bool:
    """Whether the item counts as sent by the unit in the period (A8, D6)."""
    return (
        _counts(item)
        and unit_id in item.unit_ids
        and (item.counts_on or local_day(item.arrived_at)) in period
    )


def _adopted(adoption: Adoption) -> str:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    form = f"（{adoption.form}）" if adoption.form else ""
    name = adoption.publication.strip("《》")
    title = name if name.endswith("办公厅") else f"《{name}》"  # an office adopts too, and is no journal
    return f"{title}{issue}{form}"


def _instructed(instruction: Instruction) -> str:
    return f"{instruction.leader}批示"


def _ids(line: Line, kind: str) -> tuple[int, ...]:
    """The numbers of the events of `kind` among a line's evidence, such as adoption:12."""
    parts = (name.partition(":") for name in line.evidence)
    return tuple(int(number) for name, _, number in parts if name == kind and number.isdecimal())
