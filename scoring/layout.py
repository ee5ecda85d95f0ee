"""How are scored units set out in groups, with shares and places?

A quarter's sheet with the conversion of Art. 12 (total × full ÷ the group's first), and
the year's, which adds up finished quarter sheets and takes the mean of their shares
(Art. 12(2)). Which lines a unit has is `scoring.score`'s affair.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from ledger.entries.events import Beginning, Facts, HistoryTotal
from ledger.entries.people import Unit, going_on
from ledger.periods import ONE_DAY, Period, Span, parse_period
from ledger.rulebook import Conversion, Edition, ShareOf
from ledger.scoresheet import (
    BEGINNING,
    GroupScore,
    Line,
    NamedListEntry,
    ReadingUsed,
    ScoreSheet,
    UnitScore,
    sum_of,
)
from scoring.facts import assessed_in, excused_before_beginning, on_roster, units_in


def set_out(
    edition: Edition, period: Period, record: Facts, units: Sequence[UnitScore]
) -> ScoreSheet:
    """The sheet of a month, quarter or half in which these units scored; shares where
    the rule has them.

    Of the record only the roster and the beginning of the assessment are asked.
    """
    roster = excused_before_beginning(record, period).units
    totals = {unit.unit_id: unit.total for unit in units}
    groups = grouped(edition, units_in(roster, period), units, totals)
    if edition.conversion is None or period.span is edition.conversion.per:
        assessed = frozenset(unit.id for unit in roster if assessed_in(unit, period))
        groups = [converted(edition, group, totals, assessed) for group in groups]
    return sheet_of(edition, period, groups, record.beginning)


def grouped(
    edition: Edition,
    roster: Sequence[Unit],
    units: Sequence[UnitScore],
    totals: Mapping[int, Fraction],
) -> list[GroupScore]:
    """The units by group, in the edition's order of groups, the highest total first.

    Groups that the edition does not know come last, by their names; a group without
    units is left out.
    """
    group_of = {unit.id: unit.group for unit in roster}
    members: defaultdict[str, list[UnitScore]] = defaultdict(list)
    for unit in units:
        members[group_of[unit.unit_id]].append(unit)
    groups: list[GroupScore] = []
    for name in dict.fromkeys([*edition.groups, *sorted(members)]):
        if name in members:
            rank_of = ranks(
                {unit.unit_id: totals[unit.unit_id] for unit in members[name]}
            )
            members[name].sort(key=lambda unit: (rank_of[unit.unit_id], unit.unit_id))
            groups.append(GroupScore(name, tuple(members[name])))
    return groups


def converted(
    edition: Edition,
    group: GroupScore,
    totals: Mapping[int, Fraction],
    assessed: frozenset[int],
) -> GroupScore:
    """The group with shares and places; a unit excused throughout has neither, nor is
    it a measure (A13).

    What is converted is the period's total, or the year's so far (E1).
    """
    rule = edition.conversion
    if rule is not None and rule.of is ShareOf.YEAR_TO_DATE:
        totals = {unit.unit_id: unit.year_to_date for unit in group.units}
    unit_ids = [unit.unit_id for unit in group.units if unit.unit_id in assessed]
    measured = {unit_id: totals[unit_id] for unit_id in unit_ids}
    share_of = {} if rule is None else shares(measured, rule)
    note = NO_POSITIVE if measured and max(measured.values()) <= 0 else ""
    return placed(group, share_of, measured)._replace(note=note)


def placed(
    group: GroupScore, share_of: Mapping[int, Fraction], totals: Mapping[int, Fraction]
) -> GroupScore:
    """The group with these shares, ranked and ordered by `totals`; a unit without a
    total comes last.
    """
    rank_of = ranks(totals)
    units = [
        replace(unit, share=share_of.get(unit.unit_id), rank=rank_of.get(unit.unit_id))
        for unit in group.units
    ]
    last = len(units) + 1
    units.sort(key=lambda unit: (unit.rank or last, unit.unit_id))
    return group._replace(units=tuple(units))


def one_row_each(
    roster: Sequence[Unit], past: date, scores: Sequence[UnitScore]
) -> list[UnitScore]:
    """The units by the last day before `past`, with what belongs to those that they go
    on for by then.

    What a unit earned, owed and was named for before it was merged stands in the row of
    the one that goes on, and says whose it was.
    """
    heirs = going_on(roster, past)
    if not heirs:
        return list(scores)
    units = {unit.id: unit for unit in roster}
    own: dict[int, UnitScore] = {
        score.unit_id: score for score in scores if score.unit_id not in heirs
    }
    for score in scores:
        heir = heirs.get(score.unit_id)
        if heir is None:
            continue
        row = own.get(heir) or UnitScore(heir, units[heir].name_on(past - ONE_DAY), ())
        lines = sorted(
            [*row.lines, *handed_on(score, heir).lines], key=lambda line: line.on
        )
        named = (*row.named, *handed_on(score, heir).named)
        own[heir] = replace(row, lines=tuple(lines), named=named)
    return list(own.values())


def handed_on(score: UnitScore, heir: int) -> UnitScore:
    """A unit's lines and named lists as those of the unit that goes on for it."""
    if score.unit_id == heir:
        return score
    lines = [
        line._replace(unit_id=heir, because=f"原{score.unit}：{line.because}")
        for line in score.lines
    ]
    named = [
        entry._replace(unit_id=heir, because=f"原{score.unit}：{entry.because}")
        for entry in score.named
    ]
    return replace(score, unit_id=heir, lines=tuple(lines), named=tuple(named))


def sheet_of(
    edition: Edition,
    period: Period,
    groups: Sequence[GroupScore],
    beginning: Beginning | None = None,
) -> ScoreSheet:
    """The groups as a sheet, with the readings that it rests on, and since when is
    assessed.
    """
    readings = [ReadingUsed(reading.id, reading.text) for reading in edition.readings]
    if beginning is not None and period.first < beginning.on:
        readings.insert(
            0,
            ReadingUsed(
                BEGINNING, f"{beginning.said}，此前的来件只登记，不计分、不扣分"
            ),
        )
    return ScoreSheet(period.code, edition.id, tuple(groups), tuple(readings))


# --- the year -------------------------------------------------------------------------


def year_of(
    edition: Edition, year: Period, quarters: Sequence[ScoreSheet], record: Facts
) -> ScoreSheet:
    """The year's sheet: all lines, the mean of the printed shares (E6), places by raw
    points (E7).

    Units that became one have one row, with the lines of all (E9).
    """
    carried: defaultdict[int, list[HistoryTotal]] = defaultdict(list)
    for total in sorted(record.history, key=lambda total: total.period):
        told = parse_period(total.period)
        # Months are in the sheet of their quarter.
        if told.first in year and told.span is not Span.MONTH:
            carried[total.unit_id].append(total)
    scores: defaultdict[int, list[_Quarter]] = defaultdict(list)
    heirs = going_on(record.units, year.past)
    for sheet in quarters:
        for score in sheet.units:
            # A quarter from before this installation counts as it was told, not as it
            # would be scored.
            if not any(
                total.period == sheet.period for total in carried[score.unit_id]
            ):
                heir = heirs.get(score.unit_id, score.unit_id)
                scores[heir].append(_Quarter(sheet.period, handed_on(score, heir)))
    names = {unit.id: unit.name for unit in record.units}
    told_of: defaultdict[int, list[_Told]] = defaultdict(list)
    for unit_id, totals_of_unit in carried.items():
        heir = heirs.get(unit_id, unit_id)
        whose = "" if heir == unit_id else f"原{names.get(unit_id, '')}："
        told_of[heir] += [_Told(total, whose) for total in totals_of_unit]
    units = [
        _year_of_unit(edition, unit, year, scores[unit.id], told_of[unit.id])
        for unit in record.units
        if on_roster(unit, year) and unit.id not in heirs
    ]
    totals = {unit.unit_id: unit.year_to_date for unit in units}
    assessed = {unit.id for unit in record.units if assessed_in(unit, year)}
    groups: list[GroupScore] = []
    for group in grouped(edition, record.units, units, totals):
        share_of = {
            score.unit_id: score.share
            for score in group.units
            if score.share is not None
        }
        ranked = {
            score.unit_id: score.year_to_date
            for score in group.units
            if score.unit_id in assessed
        }
        groups.append(placed(group, share_of, ranked))
    return sheet_of(edition, year, groups, record.beginning)


class _Quarter(NamedTuple):
    """A unit's score in one quarter, or that of a unit for which it goes on."""

    period: str
    score: UnitScore


class _Told(NamedTuple):
    """What a quarter came to before this installation, and the unit it was told of
    where that is another.
    """

    total: HistoryTotal
    whose: str


def _year_of_unit(
    edition: Edition,
    unit: Unit,
    year: Period,
    quarters: Sequence[_Quarter],
    carried: Sequence[_Told],
) -> UnitScore:
    rule = edition.conversion
    lines: list[Line] = []
    named: list[NamedListEntry] = []
    shares_of: defaultdict[str, list[Fraction]] = defaultdict(list)
    for total, whose in carried:
        said = (
            f"{total.period}结转:{total.note}" if total.note else f"{total.period}结转"
        )
        line = Line(
            unit_id=unit.id,
            points=Fraction(total.total),
            article="" if rule is None else rule.year_article,
            because=f"{whose}{said}",
            on=parse_period(total.period).last,
            evidence=(f"history:{total.period}",),
        )
        lines.append(line)
        if total.share is not None:
            shares_of[total.period].append(Fraction(total.share))
    for period, quarter in quarters:
        lines += quarter.lines
        named += quarter.named
        if quarter.share is not None:
            shares_of[period].append(quarter.share)
    # Of a quarter in which each of several had a share that are one by now, the mean of
    # theirs (E9).
    shares = [
        sum(several, Fraction(0)) / len(several) for several in shares_of.values()
    ]
    return UnitScore(
        unit_id=unit.id,
        unit=unit.name_on(year.last),
        lines=tuple(lines),
        named=tuple(named),
        year_to_date=sum_of(line.points for line in lines),
        share=None if rule is None else year_mean(shares, rule),
    )


# --- shares and places: arithmetic only -----------------------------------------------


NO_POSITIVE = "本组无正分"
"""The note of a group whose first has no points above zero (E2)."""


def shares(totals: Mapping[int, Fraction], rule: Conversion) -> dict[int, Fraction]:
    """Each unit's share of one group: 0 to `full`, rounded half up once (E2, E3, E4,
    E5).
    """
    found = dict.fromkeys(totals, Fraction(0))
    if rule.tiers:
        for unit_id, total in totals.items():
            for tier in rule.tiers:
                if total >= tier.least:
                    found[unit_id] = rounded(tier.share, rule.decimals)
        return found
    top = max(totals.values(), default=Fraction(0))
    if top <= 0:
        return found
    if rule.per_place is not None:
        for unit_id, place in ranks(totals).items():
            left = rule.full - rule.per_place * (place - 1)
            found[unit_id] = rounded(max(left, Fraction(0)), rule.decimals)
        return found
    scale = rule.full / top
    for unit_id, total in totals.items():
        found[unit_id] = rounded(max(total * scale, Fraction(0)), rule.decimals)
    return found


def ranks(totals: Mapping[int, Fraction]) -> dict[int, int]:
    """Each unit's place, the highest total first; equal totals share a place: 1, 1,
    3.
    """
    # Times their common denominator: in the same order, and compared many times as
    # fast.
    common = lcm(*{total.denominator for total in totals.values()})
    whole = {
        unit_id: total.numerator * (common // total.denominator)
        for unit_id, total in totals.items()
    }
    place_of: dict[int, int] = {}
    for place, number in enumerate(sorted(whole.values(), reverse=True), 1):
        place_of.setdefault(number, place)
    return {unit_id: place_of[number] for unit_id, number in whole.items()}


def year_mean(quarters: Sequence[Fraction], rule: Conversion) -> Fraction | None:
    """The mean of the published quarter shares, of the quarters in which the unit was
    assessed (E6).
    """
    if not quarters:
        return None
    return rounded(sum(quarters, Fraction(0)) / len(quarters), rule.decimals)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """`number`, 0 or more, to so many decimals; a half goes up."""
    scale = 10**decimals
    numerator, denominator = number.as_integer_ratio()
    return Fraction((2 * numerator * scale + denominator) // (2 * denominator), scale)
