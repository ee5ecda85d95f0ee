"""Why does a unit, or an item, have these points, and why not more?

Looks lines up in score sheets, from a unit to its lines and from a record to the lines that rest on it; the
sheets already hold a line of 0 points for whatever did not count. Scoring is `scoring.score`'s affair.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.periods import Period, Span, period_of
from ledger.rulebook import Edition
from ledger.scoresheet import ExplainedLine, Line, NamedListEntry, ScoreSheet, sum_of
from ledger.standing import Duty
from scoring.events import event_day, events_by_serial, published_quarters
from scoring.facts import submission_day


class UnitExplained(NamedTuple):
    """All that made one unit's total in one period: what counted, what did not, its named lists.

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


def explain_unit(sheet: ScoreSheet, unit_id: int, duties: tuple[Duty, ...] = ()) -> UnitExplained | None:
    """One unit's lines, those that count apart from those that do not; None when it is not on the sheet."""
    score = sheet.of(unit_id)
    if score is None:
        return None
    counted = tuple(line for line in score.lines if line.points)
    uncounted = tuple(line for line in score.lines if not line.points)
    return UnitExplained(score.unit, sheet.period, counted, uncounted, score.named, duties)


def explain_evidence(sheets: Sequence[ScoreSheet], name: str) -> tuple[ExplainedLine, ...]:
    """Every line that rests on the record `name`, such as adoption:12, in the order of the sheets.

    Of a submission, also the lines that are about it.
    """
    kind, _, key = name.partition(":")
    found: list[ExplainedLine] = []
    for sheet in sheets:
        for score in sheet.units:
            for line in score.lines:
                if name in line.evidence or (kind == "submission" and line.serial == key):
                    found.append(ExplainedLine(sheet.period, score.unit, line))
    return tuple(found)


def quarters_of(edition: Edition, record: Facts, serial: str) -> tuple[Period, ...]:
    """The quarters in which the submission may have a line.

    Its own, those its events and remarks count in, and those in which a duty ends that it may have done.
    """
    days = {submission_day(each) for each in record.submissions if each.serial == serial}
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
    published = published_quarters(record)
    for remark in record.remarks:
        if remark.serial == serial:
            days.add(event_day(remark.on, remark.entered_at, published))
    return tuple(sorted({period_of(day, Span.QUARTER) for day in days}))
