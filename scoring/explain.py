"""Why does a unit, or an item, have these points, and why not more?

Looks lines up in score sheets; the sheets already hold a line of 0 points for whatever did not count.
Scoring is `scoring.score`'s affair.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.periods import Period, Span, period_of
from ledger.rulebook import Edition
from ledger.scoresheet import Line, Named, ScoreSheet
from scoring.casebook import day_of
from scoring.credit import events_by_serial


class Explained(NamedTuple):
    """One line, with the unit it belongs to and the period in which it counts."""

    period: str
    unit: str
    line: Line


class UnitExplained(NamedTuple):
    """All that made one unit's total in one period: what counted, what did not, and its named lists."""

    unit: str
    period: str
    counted: tuple[Line, ...]
    uncounted: tuple[Line, ...]
    named: tuple[Named, ...]


def explain_unit(sheet: ScoreSheet, unit_id: int) -> UnitExplained | None:
    """One unit's lines, those that count apart from those that do not; None when it is not on the sheet."""
    score = sheet.of(unit_id)
    if score is None:
        return None
    counted = tuple(line for line in score.lines if line.points)
    uncounted = tuple(line for line in score.lines if not line.points)
    return UnitExplained(score.unit, sheet.period, counted, uncounted, score.named)


def explain_item(sheets: Sequence[ScoreSheet], serial: str) -> tuple[Explained, ...]:
    """Every line about the submission `serial`, of any unit, in the order of the sheets."""
    return tuple(
        Explained(sheet.period, score.unit, line)
        for sheet in sheets
        for score in sheet.units
        for line in score.lines
        if line.concerns(serial)
    )


def quarters_of(edition: Edition, facts: Facts, serial: str) -> tuple[Period, ...]:
    """The quarters in which the submission may have a line: its own, and those its events count in."""
    days = {day_of(each) for each in facts.submissions if each.serial == serial}
    for events in events_by_serial(edition, facts).values():
        days |= {event.lands_on for event in events if event.serial == serial}
    return tuple(sorted({period_of(day, Span.QUARTER) for day in days}))
