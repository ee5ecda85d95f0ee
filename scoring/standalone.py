"""What does a unit have before anything happens, and what does an item earn as such?

A starting balance, points for each accepted item, and points for those that nobody used; the last are taken
back in the period in which somebody does.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ledger.periods import period_of
from ledger.scoresheet import Line, points_text
from scoring.credit import Event, EventKind
from scoring.facts import Item, on_roster
from scoring.remarks import Void, voiding
from scoring.unit_context import Found, UnitContext, evidence, when


def start_lines(context: UnitContext) -> Iterator[Found]:
    """The starting balance of each period of its length that begins in this one."""
    rule, period = context.case.edition.start, context.case.period
    if rule is None or not rule.points:
        return
    span = period_of(period.first, rule.per)
    while span.first < period.past:
        if span.first in period and on_roster(context.unit, span):
            yield Line(context.unit.id, rule.points, rule.article, f"{when(span)}起始分", span.first)
        span = span.next()


def submission_lines(context: UnitContext) -> Iterator[Found]:
    """Points for items as such (31: 符合要求未被采用的, 21: 每报送1条)."""
    rule, period = context.case.edition.submission, context.case.period
    if rule is None:
        return
    for item in context.case.of(context.unit):
        if not item.counts or item.day >= period.past:
            continue
        void = voiding(context, item)
        until = None if void is None else void.taken_back_on((item.day,))
        if void is not None and (until is None or until < period.past):
            yield from _taken_back(context, item, void, until)
            continue
        fresh = item.day in period
        if fresh and rule.each:
            yield _line(context, item, rule.each, "报送1条")
        events = context.events.get(item.serial, ())
        unused_before, unused = (_unused(events, day) for day in (period.first, period.past))
        if fresh and unused and rule.unadopted:
            yield _line(context, item, rule.unadopted, "符合要求，未被采用")
        elif not fresh and unused_before and not unused and rule.unadopted:
            yield _line(context, item, -rule.unadopted, "已被采用，原按未采用所计的分冲回")


def _taken_back(context: UnitContext, item: Item, void: Void, until: date | None) -> Iterator[Line]:
    """What was printed for an item as such, taken back on the day `until`."""
    rule, period = context.case.edition.submission, context.case.period
    if rule is None or until is None or until < period.first or item.day >= period.first:
        return
    printed = tuple(e for e in context.events.get(item.serial, ()) if void.printed(e.lands_on))
    points = rule.each + (rule.unadopted if _unused(printed, period.first) else 0)
    if points:
        because = f"报送此前已计{points_text(points)}分；{void.remark.kind}，本件不计分，本期冲回"
        line = _line(context, item, -points, because)
        proof = (*line.evidence, void.evidence)
        yield line._replace(article=void.article, on=void.remark.on, evidence=proof)


def _unused(events: tuple[Event, ...], past: date) -> bool:
    """Whether no publication that counts has used the item before the day `past`."""
    return not any(
        event.kind is EventKind.ADOPTION and event.points and event.lands_on < past for event in events
    )


def _line(context: UnitContext, item: Item, points: Fraction, because: str) -> Line:
    rule = context.case.edition.submission
    article = "" if rule is None else rule.article
    on = max(item.day, context.case.period.first)
    return Line(context.unit.id, points, article, because, on, item.serial, evidence((item,)))
