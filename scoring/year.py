"""What did every unit earn in the year, and what is the mean of its quarters?

Adds up finished quarter sheets (Art. 12(2)); a quarter from before this installation comes from `history`
as one line. Scoring a quarter is `scoring.score`'s affair.
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from ledger.entries.events import Facts, HistoryTotal
from ledger.entries.people import Unit
from ledger.periods import Period, parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import GroupScore, Line, NamedListEntry, ScoreSheet, UnitScore, sum_of
from scoring.layout import grouped, placed, sheet_of
from scoring.membership import assessed_in, on_roster
from scoring.rank import year_mean


def year_of(edition: Edition, year: Period, quarters: Sequence[ScoreSheet], record: Facts) -> ScoreSheet:
    """The year's sheet: all lines, the mean of the printed shares (E6), places by raw points (E7)."""
    carried: defaultdict[int, list[HistoryTotal]] = defaultdict(list)
    for total in sorted(record.history, key=lambda total: total.period):
        if parse_period(total.period).first in year:
            carried[total.unit_id].append(total)
    scores: defaultdict[int, list[UnitScore]] = defaultdict(list)
    for sheet in quarters:
        for score in sheet.units:
            # A quarter from before this installation counts as it was told, not as it would be scored.
            if not any(total.period == sheet.period for total in carried[score.unit_id]):
                scores[score.unit_id].append(score)
    units: list[UnitScore] = []
    for unit in record.units:
        if on_roster(unit, year):
            units.append(_year_of_unit(edition, unit, scores[unit.id], carried[unit.id]))
    totals = {unit.unit_id: unit.year_to_date for unit in units}
    assessed = {unit.id for unit in record.units if assessed_in(unit, year)}
    groups: list[GroupScore] = []
    for group in grouped(edition, record.units, units, totals):
        share_of: dict[int, Fraction] = {}
        ranked: dict[int, Fraction] = {}
        for score in group.units:
            if score.share is not None:
                share_of[score.unit_id] = score.share
            if score.unit_id in assessed:
                ranked[score.unit_id] = totals[score.unit_id]
        groups.append(placed(group, share_of, ranked))
    return sheet_of(edition, year, groups)


def _year_of_unit(
    edition: Edition, unit: Unit, quarters: Sequence[UnitScore], carried: Sequence[HistoryTotal]
) -> UnitScore:
    rule = edition.conversion
    lines: list[Line] = []
    named: list[NamedListEntry] = []
    shares: list[Fraction] = []
    for total in carried:
        line = Line(
            unit_id=unit.id,
            points=Fraction(total.total),
            article="" if rule is None else rule.year_article,
            because=f"{total.period}结转:{total.note}" if total.note else f"{total.period}结转",
            on=parse_period(total.period).last,
            evidence=(f"history:{total.period}",),
        )
        lines.append(line)
        if total.share is not None:
            shares.append(Fraction(total.share))
    for quarter in quarters:
        lines += quarter.lines
        named += quarter.named
        if quarter.share is not None:
            shares.append(quarter.share)
    return UnitScore(
        unit_id=unit.id,
        unit=unit.name,
        lines=tuple(lines),
        named=tuple(named),
        year_to_date=sum_of(line.points for line in lines),
        share=None if rule is None else year_mean(shares, rule),
    )
