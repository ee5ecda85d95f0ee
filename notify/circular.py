"""What does a circular show of a stored score?

Tables, named lists and the annex of adopted items, worked out from the score sheet and
the facts it rests on; no point is computed here. An adoption is counted for being one,
whatever points it earned. The words around them are templates, the spreadsheet is
`workbook`'s, the paper `document`'s. Approved, it is kept as plain data in its row:
what was counted on the day of approval stays, whatever is decided later.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple

from ledger.entries.events import Adoption, Facts
from ledger.entries.people import going_on
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, Span, UnknownPeriodError, parse_period
from ledger.rulebook import Edition, ShareOf
from ledger.scoresheet import (
    BEGINNING,
    Line,
    ReadingUsed,
    ScoreSheet,
    UnitScore,
    points_text,
    share_text,
)
from notify.chinese import period_name

UNLISTED = "其他"
"""The level of a publication that the rule does not name (C7)."""
NOTHING = "—"
_UNIT = "单位"
YEAR_TO_DATE, SHARE, RANK = "累计得分", "效能得分", "排名"
"""Heads of the columns that only some circulars have."""
_OWN: Mapping[Span, str] = {Span.MONTH: "本月", Span.QUARTER: "本季", Span.YEAR: "全年"}


class UnitRow(NamedTuple):
    """One unit's line in the table of its group; numbers that are points are texts,
    exact to the last digit.

    `adopted` has a number for each of the circular's levels. `rank` and `share` are
    None for a month and for a unit that was not assessed.
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
    """The table of one group, best first; `note` says what is peculiar, such as
    本组无正分 (E2).
    """

    group: str
    rows: tuple[UnitRow, ...]
    note: str = ""


class NamedList(NamedTuple):
    """The units named for one thing, such as 零报送, each with what it is named for."""

    name: str
    units: tuple[tuple[str, str], ...]


class AnnexItem(NamedTuple):
    """One adoption of an item in the period, or one instruction on it, and what that
    earned the unit.
    """

    unit: str
    title: str
    what: str
    on: date
    points: str
    serial: str = ""


class Overall(NamedTuple):
    """How much there was in all: items and events, each once, however many units share
    one.
    """

    submitted: int
    adopted: tuple[int, ...]
    instructions: int


class ShareRule(NamedTuple):
    """How a total becomes a share where Art. 12's proportion holds: total × full ÷ the
    first's.
    """

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
    """What a correction changes for one unit: points, share, place and named lists,
    before and after.
    """

    group: str
    unit: str
    total: tuple[str, str]
    share: tuple[str, str]
    rank: tuple[str, str]
    named: tuple[str, str]


class Correction(NamedTuple):
    """Which circular is corrected, in the office's words, why, and what is
    different.
    """

    of: str
    because: str
    changes: tuple[UnitChange, ...]


@dataclass(frozen=True, slots=True)
class CircularContents:
    """Everything a circular shows of one period; `levels` are those of the
    publications, in their order.
    """

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
        return next((row for row in self.rows if row.unit_id == unit_id), None)

    @property
    def rows(self) -> tuple[UnitRow, ...]:
        """The rows of all groups, in their order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def begins(self) -> str:
        """Since when is assessed, where that is later than the period's first day; else
        "".
        """
        return next(
            (
                one.text.partition("，")[0]
                for one in self.readings
                if one.id == BEGINNING
            ),
            "",
        )

    def lists_of(self, unit: str) -> str:
        """The lists on which a unit is named, each with what for; "" for none."""
        found: list[str] = []
        for entry in self.named:
            for name, because in entry.units:
                if name == unit:
                    found.append(
                        f"{entry.name}（{because}）" if because else entry.name
                    )
        return "；".join(found)

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
        """Whether the points of the year so far are another number than the period's
        own.
        """
        return self.span is not Span.YEAR

    @property
    def has_shares(self) -> bool:
        """Whether some unit has a share: a month of Ningxia's rule has none."""
        return any(row.share is not None for row in self.rows)

    @property
    def has_ranks(self) -> bool:
        """Whether some unit has a place."""
        return any(row.rank is not None for row in self.rows)

    @property
    def adoption_heads(self) -> tuple[str, ...]:
        """The heads of the columns of adoptions: 本厅采用, 上级采用; 采用 alone where
        there are no levels.
        """
        return (
            tuple(f"{level}采用" for level in self.levels)
            if len(self.levels) > 1
            else ("采用",)
        )

    @property
    def head(self) -> tuple[str, ...]:
        """The heads of the columns of a group's table, from 单位 on."""
        head = [_UNIT, "报送", *self.adoption_heads, "批示", self.own]
        if self.has_year_to_date:
            head.append(YEAR_TO_DATE)
        for quarter in self.quarters:
            # 2026年第一季度 heads its column as 一季度效能: the title says the year.
            head.append(f"{period_name(quarter.period)[5:].removeprefix('第')}效能")
        if self.has_shares:
            head.append(SHARE)
        if self.has_ranks:
            head.append(RANK)
        return tuple(head)

    def cells(self, row: UnitRow) -> tuple[str, ...]:
        """One row under that head, as texts."""
        adopted = list(map(str, row.adopted))
        cells = [
            row.unit,
            str(row.submitted),
            *adopted,
            str(row.instructions),
            row.total,
        ]
        if self.has_year_to_date:
            cells.append(row.year_to_date)
        for quarter in self.quarters:
            cells.append(dict(quarter.shares).get(row.unit_id, NOTHING))
        if self.has_shares:
            cells.append(row.share or NOTHING)
        if self.has_ranks:
            cells.append(NOTHING if row.rank is None else str(row.rank))
        return tuple(cells)


def circular_contents(
    sheet: ScoreSheet, period: Period, facts: Facts, edition: Edition
) -> CircularContents:
    """The circular of a score sheet; `facts` are those it was scored from, under
    `edition`.
    """
    record = _Record(sheet, period, facts, edition)
    groups: list[GroupTable] = []
    for group in sheet.groups:
        rows = tuple(record.row_of(unit) for unit in group.units)
        groups.append(GroupTable(group.group, rows, group.note))
    annex: list[AnnexItem] = []
    for unit in sheet.units:
        annex.extend(record.annex_of(unit))
    share_rule = None
    rule = edition.conversion
    if rule is not None and not rule.tiers and rule.per_place is None:
        share_rule = ShareRule(
            article=rule.article,
            year_article=rule.year_article,
            full=points_text(rule.full),
            decimals=rule.decimals,
            of_year_to_date=rule.of is ShareOf.YEAR_TO_DATE,
        )
    return CircularContents(
        period=sheet.period,
        edition=sheet.edition,
        levels=record.levels,
        overall=record.overall(),
        groups=tuple(groups),
        named=_named_lists(sheet),
        annex=tuple(annex),
        readings=sheet.readings,
        share_rule=share_rule,
    )


def corrected(original: CircularContents, correction: Correction) -> CircularContents:
    """The same as a circular that corrects another."""
    return replace(original, correction=correction)


class CellChange(NamedTuple):
    """One number of a unit's row under the head of its column, before and after."""

    head: str
    before: str
    after: str


class RowChange(NamedTuple):
    """What two circulars of a period say otherwise in the row of one unit."""

    unit_id: int
    unit: str
    cells: tuple[CellChange, ...]


def changed_rows(
    before: CircularContents, after: CircularContents
) -> tuple[RowChange, ...]:
    """The units whose rows differ, in the order in which they stand after; those that
    are gone come last.
    """
    cells_before, cells_after = _cells_by_unit(before), _cells_by_unit(after)
    found: list[RowChange] = []
    for unit_id in dict.fromkeys((*cells_after, *cells_before)):
        old, new = cells_before.get(unit_id, {}), cells_after.get(unit_id, {})
        changes: list[CellChange] = []
        for head in dict.fromkeys((*new, *old)):
            change = CellChange(head, old.get(head, NOTHING), new.get(head, NOTHING))
            if change.before != change.after:
                changes.append(change)
        if changes:
            found.append(RowChange(unit_id, (new or old)[_UNIT], tuple(changes)))
    return tuple(found)


def changed_annex(
    before: CircularContents, after: CircularContents
) -> tuple[tuple[AnnexItem, ...], tuple[AnnexItem, ...]]:
    """The entries of the annex that are gone, and those that are new."""
    gone = Counter(before.annex) - Counter(after.annex)
    new = Counter(after.annex) - Counter(before.annex)
    return tuple(gone.elements()), tuple(new.elements())


def _cells_by_unit(contents: CircularContents) -> dict[int, dict[str, str]]:
    """Unit id → its row, a text for each head."""
    return {
        row.unit_id: dict(zip(contents.head, contents.cells(row), strict=True))
        for row in contents.rows
    }


def usual_title(code: str, *, corrects: bool = False) -> str:
    """What a circular of a period is called."""
    return (
        f"关于{'更正' if corrects else ''}{of_period(code)}政务信息报送采用情况的通报"
    )


def of_period(code: str) -> str:
    """A period as a circular's title has it: a year is 2026年度."""
    return f"{period_name(code)}度" if span_of(code) is Span.YEAR else period_name(code)


def span_of(code: str) -> Span:
    """What kind of period a code names; NAMED for one of an edition's own."""
    try:
        return parse_period(code).span
    except UnknownPeriodError:
        return Span.NAMED


def _named_lists(sheet: ScoreSheet) -> tuple[NamedList, ...]:
    """The lists, each unit once on each with all it is named for: ("甲局",
    "1月、3月").
    """
    reasons: dict[str, dict[str, list[str]]] = {}
    for unit in sheet.units:
        for entry in unit.named:
            known = reasons.setdefault(entry.name, {}).setdefault(unit.unit, [])
            # A zero report is given as 1月零报送, the month and the list's name: the
            # month is enough here.
            reason = entry.because.removesuffix(entry.name)
            if reason and reason not in known:
                known.append(reason)
    lists: list[NamedList] = []
    for name, units in reasons.items():
        lists.append(
            NamedList(
                name, tuple((unit, "、".join(why)) for unit, why in units.items())
            )
        )
    return tuple(lists)


class _Record:
    """The sheet with the facts at hand: items by serial, events by number."""

    def __init__(
        self, sheet: ScoreSheet, period: Period, facts: Facts, edition: Edition
    ) -> None:
        self._sheet = sheet
        self._period = period
        self._edition = edition
        self._begins_on = None if facts.beginning is None else facts.beginning.on
        self._items = {item.serial: item for item in facts.submissions}
        self._heirs = going_on(facts.units, period.past)
        self._ends = {
            unit.id: unit.until for unit in facts.units if unit.until is not None
        }
        # Asked once of each item, not once for each unit: an office of many units sends
        # many.
        self._senders = {
            serial: self._senders_of(item) for serial, item in self._items.items()
        }
        self._sent = Counter(chain.from_iterable(self._senders.values()))
        self._adoptions = {adoption.id: adoption for adoption in facts.adoptions}
        self._instructions = {
            instruction.id: instruction for instruction in facts.instructions
        }
        # The edition's levels in its order, then those of publications it does not
        # name, if any was used.
        levels = dict.fromkeys(outlet.level for outlet in edition.outlets)
        for unit in sheet.units:
            for number in self._events_of(unit, "adoption"):
                levels.setdefault(self._level_of(number))
        self.levels: tuple[str, ...] = tuple(levels) or (UNLISTED,)

    def row_of(self, unit: UnitScore) -> UnitRow:
        return UnitRow(
            unit_id=unit.unit_id,
            unit=unit.unit,
            submitted=self._sent[unit.unit_id],
            adopted=self._count_by_level(self._events_of(unit, "adoption")),
            instructions=len(self._events_of(unit, "instruction")),
            total=points_text(unit.total),
            year_to_date=points_text(unit.year_to_date),
            share=share_text(unit.share),
            rank=unit.rank,
        )

    def overall(self) -> Overall:
        """Each item and event once."""
        units = {unit.unit_id for unit in self._sheet.units}
        sent = sum(not units.isdisjoint(senders) for senders in self._senders.values())
        adopted: set[int] = set()
        instructed: set[int] = set()
        for unit in self._sheet.units:
            adopted.update(self._events_of(unit, "adoption"))
            instructed.update(self._events_of(unit, "instruction"))
        return Overall(sent, self._count_by_level(adopted), len(instructed))

    def annex_of(self, unit: UnitScore) -> list[AnnexItem]:
        """A line for each adoption of an item of the unit's, and each instruction on
        one, day by day.
        """
        annex: list[AnnexItem] = []
        for number, lines in self._events_of(unit, "adoption").items():
            adoption = self._adoptions.get(number)
            what = "采用" if adoption is None else adopted_by(adoption)
            annex.append(self._annex_item(unit, lines, what))
        for number, lines in self._events_of(unit, "instruction").items():
            instruction = self._instructions.get(number)
            what = "批示" if instruction is None else f"{instruction.leader}批示"
            annex.append(self._annex_item(unit, lines, what))
        return sorted(annex, key=lambda item: (item.on, item.title, item.what))

    def _annex_item(
        self, unit: UnitScore, lines: Sequence[Line], what: str
    ) -> AnnexItem:
        """The event that `lines` are the points of."""
        serial = lines[0].serial or ""
        item = self._items.get(serial)
        earned = sum((line.points for line in lines), Fraction(0))
        if (
            item is not None
            and unit.unit_id != item.unit_id
            and unit.unit_id in item.co_unit_ids
        ):
            # D2: a unit that joined in gets its part. An event's lines carry its full
            # points; the deduction is a line of the item's own.
            earned *= self._edition.joint.others
        title = "" if item is None else item.title
        if item is not None and len(item.unit_ids) > 1:
            what += "，联合报送"
        return AnnexItem(
            unit.unit, title, what, lines[0].on, points_text(earned), serial
        )

    def _events_of(self, unit: UnitScore, kind: str) -> dict[int, list[Line]]:
        """The unit's events of a kind in the period, by number, each with its lines.

        What an earlier period had counted and this one only takes back is none of it,
        nor is what happened to an item that does not count at all.
        """
        events: dict[int, list[Line]] = {}
        for line in unit.lines:
            item = self._items.get(line.serial or "")
            if not line.serial or (item is not None and not self._counts(item)):
                continue
            for event in line.events(kind):
                number = int(event.removeprefix(f"{kind}:"))
                events.setdefault(number, []).append(line)
        for number, lines in tuple(events.items()):
            if all(line.points < 0 for line in lines):
                del events[number]
        return events

    def _senders_of(self, item: Submission) -> tuple[int, ...]:
        """The units, or those that go on for them, for which it counts as sent then
        (A8, A13, D6, E9).
        """
        if not self._counts(item) or item.day not in self._period:
            return ()
        senders = dict.fromkeys(
            self._heirs.get(unit_id, unit_id) for unit_id in item.unit_ids
        )
        return tuple(
            unit_id
            for unit_id in senders
            if item.day < self._ends.get(unit_id, date.max)
        )

    def _counts(self, item: Submission) -> bool:
        """Whether the item is accepted, and not from before the assessment began."""
        if self._begins_on is not None and item.day < self._begins_on:
            return False
        return item.state is SubmissionState.RECORDED and item.own_business is not False

    def _count_by_level(self, adoptions: Iterable[int]) -> tuple[int, ...]:
        counts = Counter(map(self._level_of, adoptions))
        return tuple(counts[level] for level in self.levels)

    def _level_of(self, number: int) -> str:
        adoption = self._adoptions.get(number)
        if adoption is None:
            return UNLISTED
        outlet = self._edition.publication(adoption.publication)
        return UNLISTED if outlet is None else outlet.level


def adopted_by(adoption: Adoption) -> str:
    """Where an item was used: 《宁夏交通信息》第3期（单条）."""
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    form = f"（{adoption.form}）" if adoption.form else ""
    name = adoption.publication.strip("《》")
    title = (
        name if name.endswith("办公厅") else f"《{name}》"
    )  # an office adopts too, and is no journal
    return f"{title}{issue}{form}"


def plain(value: object) -> object:
    """A value as JSON can hold it: a named tuple by its names, a day and a fraction as
    texts.
    """
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Fraction():
            return str(value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict())
        case tuple() | list():
            return list(map(plain, value))
        case _:
            return value


def contents_as_json(circular: CircularContents) -> dict[str, Any]:
    """The circular as plain data; `contents_from_json` reads it again."""
    return {name: plain(value) for name, value in asdict(circular).items()}


def contents_from_json(data: Mapping[str, Any]) -> CircularContents:
    """The circular that `contents_as_json` wrote; KeyError or TypeError when `data` is
    not one.
    """
    groups: list[GroupTable] = []
    for group in data["groups"]:
        rows = tuple(
            UnitRow(**{**row, "adopted": tuple(row["adopted"])})
            for row in group["rows"]
        )
        groups.append(GroupTable(group["group"], rows, group["note"]))
    named: list[NamedList] = []
    for entry in data["named"]:
        named.append(
            NamedList(entry["name"], tuple((unit, why) for unit, why in entry["units"]))
        )
    annex = [
        AnnexItem(**{**item, "on": date.fromisoformat(item["on"])})
        for item in data["annex"]
    ]
    quarters: list[QuarterShares] = []
    for quarter in data["quarters"]:
        shares = tuple((unit_id, share) for unit_id, share in quarter["shares"])
        quarters.append(QuarterShares(quarter["period"], shares))
    rule = data["share_rule"]
    correction = None
    if data["correction"] is not None:
        changes: list[UnitChange] = []
        for change in data["correction"]["changes"]:
            before_and_after = {
                name: tuple(change[name])
                for name in ("total", "share", "rank", "named")
            }
            changes.append(UnitChange(**{**change, **before_and_after}))
        correction = Correction(
            data["correction"]["of"], data["correction"]["because"], tuple(changes)
        )
    return CircularContents(
        period=data["period"],
        edition=data["edition"],
        levels=tuple(data["levels"]),
        overall=Overall(
            **{**data["overall"], "adopted": tuple(data["overall"]["adopted"])}
        ),
        groups=tuple(groups),
        named=tuple(named),
        annex=tuple(annex),
        readings=tuple(ReadingUsed(**reading) for reading in data["readings"]),
        share_rule=None if rule is None else ShareRule(**rule),
        quarters=tuple(quarters),
        correction=correction,
    )
