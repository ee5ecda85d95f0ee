"""Why does a unit, or an item, have these points, and who would gain or lose were they
scored another way?

Looks lines up in score sheets, from a unit to its lines and from a record to the lines
that rest on it; the sheets already hold a line of 0 points for whatever did not count.
Two finished sheets of one period are set side by side, unit by unit. Scoring is
`scoring.score`'s affair, scoring another way `scoring.close`'s.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.periods import Period, Span, period_of
from ledger.rulebook import Edition
from ledger.scoresheet import (
    ExplainedLine,
    Line,
    NamedListEntry,
    ScoreSheet,
    UnitScore,
    points_text,
    share_text,
    sum_of,
)
from ledger.standing import Duty
from scoring.events import events_by_serial
from scoring.facts import event_day, published_quarters


class UnitExplained(NamedTuple):
    """All that made one unit's total in one period: what counted, what did not, its
    named lists.

    `duties` are what it owed, the ones that still run among them.
    """

    unit: str
    period: str
    counted: tuple[Line, ...]
    uncounted: tuple[Line, ...]
    named: tuple[NamedListEntry, ...]
    duties: tuple[Duty, ...] = ()

    @property
    def total(self) -> Fraction:
        """The sum of what counted."""
        return sum_of(line.points for line in self.counted)


def explain_unit(
    sheet: ScoreSheet, unit_id: int, duties: tuple[Duty, ...] = ()
) -> UnitExplained | None:
    """One unit's lines, those that count apart from those that do not; None when it is
    not on the sheet.
    """
    score = sheet.of(unit_id)
    if score is None:
        return None
    counted = tuple(line for line in score.lines if line.points)
    uncounted = tuple(line for line in score.lines if not line.points)
    return UnitExplained(
        score.unit, sheet.period, counted, uncounted, score.named, duties
    )


def explain_evidence(
    sheets: Sequence[ScoreSheet], name: str
) -> tuple[ExplainedLine, ...]:
    """Every line that rests on the record `name`, such as adoption:12, in the order of
    the sheets.

    Of a submission, also the lines that are about it.
    """
    found: list[ExplainedLine] = []
    for sheet in sheets:
        for score in sheet.units:
            for line in score.lines:
                items = [f"submission:{serial}" for serial in line.items]
                if name in (*line.evidence, *items):
                    found.append(ExplainedLine(sheet.period, score.unit, line))
    return tuple(found)


def quarters_of(edition: Edition, record: Facts, serial: str) -> tuple[Period, ...]:
    """The quarters in which the submission may have a line.

    Its own, those its events and remarks count in, and those in which a duty ends that
    it may have done.
    """
    days = {each.day for each in record.submissions if each.serial == serial}
    # A quota of a half-year or a year gives its line when it ends.
    for own_day in tuple(days):
        for quota in edition.quotas:
            for owed in quota.owed.values():
                if owed.per in (Span.HALF, Span.YEAR):
                    days.add(period_of(own_day, owed.per).last)
    for events in events_by_serial(edition, record).values():
        for event in events:
            if event.serial == serial:
                days.add(event.counts_on)
                if event.gone_on is not None:
                    days.add(event.gone_on)
    published = published_quarters(record)
    for remark in record.remarks:
        if remark.serial == serial:
            counts_on = event_day(remark.on, remark.entered_at, published)
            days.add(counts_on)
            if remark.withdrawn is not None:
                days.add(event_day(counts_on, remark.withdrawn.at, published))
    return tuple(sorted({period_of(day, Span.QUARTER) for day in days}))


class UnitResult(NamedTuple):
    """What a sheet says of one unit: nothing at all where the unit is not on it."""

    total: Fraction = Fraction(0)
    rank: int | None = None
    share: Fraction | None = None
    named: tuple[str, ...] = ()


class UnitComparison(NamedTuple):
    """One unit as it stands now and as it would then."""

    group: str
    unit_id: int
    unit: str
    now: UnitResult
    then: UnitResult

    @property
    def difference(self) -> Fraction:
        """The points gained, or lost below zero."""
        return self.then.total - self.now.total


def compare_sheets(now: ScoreSheet, then: ScoreSheet) -> tuple[UnitComparison, ...]:
    """Every unit of either sheet, in the order in which it stands now; newcomers come
    last.
    """
    results_now, results_then = _results(now), _results(then)
    nothing = UnitResult()
    found: dict[int, UnitComparison] = {}
    for group in (*now.groups, *then.groups):
        for unit in group.units:
            if unit.unit_id not in found:
                found[unit.unit_id] = UnitComparison(
                    group=group.group,
                    unit_id=unit.unit_id,
                    unit=unit.unit,
                    now=results_now.get(unit.unit_id, nothing),
                    then=results_then.get(unit.unit_id, nothing),
                )
    return tuple(found.values())


def _results(sheet: ScoreSheet) -> dict[int, UnitResult]:
    results: dict[int, UnitResult] = {}
    for unit in sheet.units:
        lists = tuple(dict.fromkeys(entry.name for entry in unit.named))
        results[unit.unit_id] = UnitResult(unit.total, unit.rank, unit.share, lists)
    return results


class UnitDifference(NamedTuple):
    """What two sheets of a period say otherwise of one unit, and the lines that only
    one of them has.

    `year_to_date` are the points of the year so far, before and after.
    """

    change: UnitComparison
    year_to_date: tuple[Fraction, Fraction]
    gone: tuple[Line, ...]
    new: tuple[Line, ...]


def unit_differences(
    before: ScoreSheet, after: ScoreSheet
) -> tuple[UnitDifference, ...]:
    """Every unit whose result, points of the year or lines differ, in the order of
    `compare_sheets`.
    """
    found: list[UnitDifference] = []
    scores_before = {score.unit_id: score for score in before.units}
    scores_after = {score.unit_id: score for score in after.units}
    for change in compare_sheets(before, after):
        absent = UnitScore(change.unit_id, change.unit, ())
        then = scores_before.get(change.unit_id, absent)
        now = scores_after.get(change.unit_id, absent)
        years = (then.year_to_date, now.year_to_date)
        gone, new = _only_in(then.lines, now.lines), _only_in(now.lines, then.lines)
        if change.now != change.then or years[0] != years[1] or gone or new:
            found.append(UnitDifference(change, years, gone, new))
    return tuple(found)


def _only_in(these: Sequence[Line], others: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of `these` that `others` lack; one that stands twice here and once
    there is among them. Accounts are not compared: a sheet stored long ago has none.
    """
    spare = Counter(line._replace(account="") for line in others)
    found: list[Line] = []
    for line in these:
        alike = line._replace(account="")
        if spare[alike]:
            spare[alike] -= 1
        else:
            found.append(line)
    return tuple(found)


def changed_units(before: ScoreSheet, after: ScoreSheet) -> tuple[UnitComparison, ...]:
    """The units whose points, place, share or named lists differ."""
    return tuple(
        change for change in compare_sheets(before, after) if change.now != change.then
    )


def words_of_changes(changes: Sequence[UnitComparison]) -> tuple[str, ...]:
    """The changes in the office's words: points, share and lists unit by unit.

    Units of which only the place changed are counted.
    """
    said: list[str] = []
    only_moved = 0
    for change in changes:
        now, then = change.now, change.then
        parts: list[str] = []
        if now.total != then.total:
            parts.append(f"{points_text(now.total)} → {points_text(then.total)} 分")
        if now.share != then.share:
            parts.append(
                f"效能 {share_text(now.share) or '—'} → {share_text(then.share) or '—'}"
            )
        if now.named != then.named:
            parts.append(
                f"点名 {'、'.join(now.named) or '无'} → {'、'.join(then.named) or '无'}"
            )
        if parts:
            said.append(f"{change.unit}：{'，'.join(parts)}")
        else:
            only_moved += 1
    if only_moved:
        said.append(f"另有{only_moved}个单位只是名次变动")
    return tuple(said)
