"""What did every unit earn in the year, and what is the mean of its quarters?

Adds up finished quarter sheets (Art. 12(2)); a quarter from before this installation comes from `history`
as one line. Scoring a quarter is `scoring.score`'s affair.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ledger.entries.events import Facts, HistoryTotal
from ledger.entries.people import Unit
from ledger.periods import Period, parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import Line, ScoreSheet, UnitScore, sum_of
from scoring.facts import assessed_in, on_roster
from scoring.layout import grouped, laid_out, placed
from scoring.rank import year_mean


def year_of(edition: Edition, year: Period, quarters: Sequence[ScoreSheet], facts: Facts) -> ScoreSheet:
    """The year's sheet: all lines, the mean of the printed shares (E6), places by raw points (E7)."""
    own = [{score.unit_id: score for score in quarter.units} for quarter in quarters]
    told = _carried_over(year, facts)
    units: list[UnitScore] = []
    for unit in facts.units:
        if on_roster(unit, year):
            carried = told.get(unit.id, [])
            before = {total.period for total in carried}
            scores = [
                found[unit.id]
                for sheet, found in zip(quarters, own, strict=True)
                if sheet.period not in before and unit.id in found
            ]
            units.append(_unit_year(edition, unit, scores, carried))
    assessed = {unit.id for unit in facts.units if assessed_in(unit, year)}
    totals = {unit.unit_id: unit.year_to_date for unit in units}
    groups = []
    for group in grouped(edition, facts.units, units, totals):
        share_of = {unit.unit_id: unit.share for unit in group.units if unit.share is not None}
        own_totals = {unit.unit_id: totals[unit.unit_id] for unit in group.units if unit.unit_id in assessed}
        groups.append(placed(group, share_of, own_totals))
    return laid_out(edition, year, groups)


def _carried_over(year: Period, facts: Facts) -> Mapping[int, Sequence[HistoryTotal]]:
    """Every unit's quarters of the year from before this installation."""
    found: defaultdict[int, list[HistoryTotal]] = defaultdict(list)
    inside = {code: parse_period(code).first in year for code in {total.period for total in facts.history}}
    for total in facts.history:
        if inside[total.period]:
            found[total.unit_id].append(total)
    return found


def _unit_year(
    edition: Edition, unit: Unit, own: Sequence[UnitScore], carried: Sequence[HistoryTotal]
) -> UnitScore:
    lines = (*_carried(edition, carried), *(line for score in own for line in score.lines))
    shares = [score.share for score in own] + [total.share for total in carried]
    known = [Fraction(share) for share in shares if share is not None]
    return UnitScore(
        unit_id=unit.id,
        unit=unit.name,
        lines=lines,
        named=tuple(entry for score in own for entry in score.named),
        year_to_date=sum_of(line.points for line in lines),
        share=None if edition.conversion is None else year_mean(known, edition.conversion),
    )


def _carried(edition: Edition, totals: Sequence[HistoryTotal]) -> Iterator[Line]:
    for total in sorted(totals, key=lambda each: each.period):
        because = f"{total.period}结转" + (f":{total.note}" if total.note else "")
        on = parse_period(total.period).last
        evidence = (f"history:{total.period}",)
        article = "" if edition.conversion is None else edition.conversion.year_article
        yield Line(total.unit_id, Fraction(total.total), article, because, on, None, evidence)
