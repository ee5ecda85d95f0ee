"""What does a unit have before anything happens, and what does an item earn as such?

A starting balance, points for each accepted item, and points for those that nobody used; the last are taken
back in the period in which somebody does.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ledger.periods import period_of
from ledger.scoresheet import Line
from scoring.bench import Bench, Found, evidence, when
from scoring.casebook import Item, on_roster
from scoring.credit import Event, EventKind
from scoring.remarks import voiding


def start_lines(bench: Bench) -> Iterator[Found]:
    """The starting balance of each period of its length that begins in this one."""
    rule, period = bench.case.edition.start, bench.case.period
    if rule is None or not rule.points:
        return
    span = period_of(period.first, rule.per)
    while span.first < period.past:
        if span.first in period and on_roster(bench.unit, span):
            yield Line(bench.unit.id, rule.points, rule.article, f"{when(span)}起始分", span.first)
        span = span.next()


def submission_lines(bench: Bench) -> Iterator[Found]:
    """Points for items as such (31: 符合要求未被采用的, 21: 每报送1条)."""
    rule, period = bench.case.edition.submission, bench.case.period
    if rule is None:
        return
    for item in bench.case.of(bench.unit):
        if not item.counts or item.day >= period.past or voiding(bench, item):
            continue
        fresh = item.day in period
        if fresh and rule.each:
            yield _line(bench, item, rule.each, "报送1条")
        events = bench.events.get(item.serial, ())
        unused_before, unused = (_unused(events, day) for day in (period.first, period.past))
        if fresh and unused and rule.unadopted:
            yield _line(bench, item, rule.unadopted, "符合要求，未被采用")
        elif not fresh and unused_before and not unused and rule.unadopted:
            yield _line(bench, item, -rule.unadopted, "已被采用，原按未采用所计的分冲回")


def _unused(events: tuple[Event, ...], past: date) -> bool:
    """Whether no publication that counts has used the item before the day `past`."""
    return not any(
        event.kind is EventKind.ADOPTION and event.points and event.lands_on < past for event in events
    )


def _line(bench: Bench, item: Item, points: Fraction, because: str) -> Line:
    rule = bench.case.edition.submission
    article = "" if rule is None else rule.article
    on = max(item.day, bench.case.period.first)
    return Line(bench.unit.id, points, article, because, on, item.serial, evidence((item,)))
