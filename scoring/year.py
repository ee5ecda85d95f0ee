"""What did every unit earn in the year, and what is the mean of its quarters?

Adds up finished quarter sheets (Art. 12(2)); a quarter from before this installation comes from `history`
as one line. Scoring a quarter is `scoring.score`'s affair.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ledger.entries.events import Facts, HistoryTotal
from ledger.entries.people import Unit
from ledger.periods import Period, parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import Line, ScoreSheet, UnitScore
from scoring.casebook import assessed_in, on_roster
from scoring.layout import grouped, laid_out, placed
from scoring.rank import year_mean


def year_of(edition: Edition, year: Period, quarters: Sequence[ScoreSheet], facts: Facts) -> ScoreSheet:
    """The year's sheet: all lines, the mean of the printed shares (E6), places by raw points (E7)."""
    units = [
        _unit_year(edition, year, unit, (quarters, facts)) for unit in facts.units if on_roster(unit, year)
    ]
    assessed = {unit.id for unit in facts.units if assessed_in(unit, year)}
    groups = []
    for group in grouped(edition, facts.units, units):
        share_of = {unit.unit_id: unit.share for unit in group.units if unit.share is not None}
        totals = {unit.unit_id: unit.total for unit in group.units if unit.unit_id in assessed}
        groups.append(placed(group, share_of, totals))
    return laid_out(edition, year, groups)


def _unit_year(
    edition: Edition,
    year: Period,
    unit: Unit,
    record: tuple[Sequence[ScoreSheet], Facts],
) -> UnitScore:
    sheets, facts = record
    carried = [
        total
        for total in facts.history
        if total.unit_id == unit.id and parse_period(total.period).first in year
    ]
    told = {total.period for total in carried}
    own = [score for sheet in sheets if sheet.period not in told and (score := sheet.of(unit.id))]
    lines = (*_carried(edition, carried), *(line for score in own for line in score.lines))
    shares = [score.share for score in own] + [total.share for total in carried]
    known = [Fraction(share) for share in shares if share is not None]
    return UnitScore(
        unit_id=unit.id,
        unit=unit.name,
        lines=lines,
        named=tuple(entry for score in own for entry in score.named),
        year_to_date=sum((line.points for line in lines), Fraction(0)),
        share=year_mean(known, edition.conversion),
    )


def _carried(edition: Edition, totals: Sequence[HistoryTotal]) -> Iterator[Line]:
    for total in sorted(totals, key=lambda each: each.period):
        because = f"{total.period}结转" + (f":{total.note}" if total.note else "")
        on = parse_period(total.period).last
        evidence = (f"history:{total.period}",)
        article = edition.conversion.year_article
        yield Line(total.unit_id, Fraction(total.total), article, because, on, None, evidence)
