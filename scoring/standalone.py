"""What does a unit have before anything happens, and what does an item earn as such?

A starting balance, points for each accepted item, and points for those that nobody used; the last are taken
back in the period in which somebody does.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from ledger.periods import period_of
from ledger.rulebook import SubmissionRule
from ledger.scoresheet import Line, points_text
from scoring.events import Event, EventKind
from scoring.facts import Item
from scoring.membership import on_roster
from scoring.remarks import Void, void_of
from scoring.unit_context import UnitContext, item_evidence, period_name


def start_lines(context: UnitContext) -> Iterator[Line]:
    """The starting balance of each period of the rule's length that begins in this one."""
    rule = context.edition.start
    if rule is None or not rule.points:
        return
    span = period_of(context.period.first, rule.per)
    while span.first < context.period.past:
        if span.first in context.period and on_roster(context.unit, span):
            because = f"{period_name(span)}起始分"
            yield Line(context.unit.id, rule.points, rule.article, because, span.first)
        span = span.next()


def submission_lines(context: UnitContext) -> Iterator[Line]:
    """Points for items as such: for each one (每报送1条), or while nobody used it (符合要求未被采用的)."""
    rule, period = context.edition.submission, context.period
    if rule is None:
        return
    for item in context.facts.items_of(context.unit):
        if not item.counts or item.day >= period.past:
            continue
        events = context.events.get(item.serial, ())
        void = void_of(context, item)
        if void is not None:
            taken_back_on = void.taken_back_on([item.day])
            if taken_back_on is not None and taken_back_on in period and item.day < period.first:
                yield from _lines_taken_back(context, item, rule, void)
            if taken_back_on is None or taken_back_on < period.past:
                continue
        unused = not _used_before(events, period.past)
        if item.day in period:
            if rule.each:
                yield _line(context, item, rule.each, rule.article, "报送1条")
            if rule.unadopted and unused:
                yield _line(context, item, rule.unadopted, rule.article, "符合要求，未被采用")
        elif rule.unadopted and not unused and not _used_before(events, period.first):
            because = "已被采用，原按未采用所计的分冲回"
            yield _line(context, item, -rule.unadopted, rule.article, because)


def _lines_taken_back(context: UnitContext, item: Item, rule: SubmissionRule, void: Void) -> Iterator[Line]:
    """What was printed for an item as such, taken back because of the remark."""
    events = context.events.get(item.serial, ())
    printed = [event for event in events if void.was_printed(event.counts_on)]
    points = rule.each
    if not _used_before(printed, context.period.first):
        points += rule.unadopted
    if points:
        because = f"报送此前已计{points_text(points)}分；{void.because}，本期冲回"
        line = _line(context, item, -points, void.article, because)
        yield line._replace(on=void.remark.on, evidence=(*line.evidence, void.evidence))


def _used_before(events: Iterable[Event], day: date) -> bool:
    """Whether a publication that counts has used the item before `day`."""
    for event in events:
        if event.kind is EventKind.ADOPTION and event.points and event.counts_on < day:
            return True
    return False


def _line(context: UnitContext, item: Item, points: Fraction, article: str, because: str) -> Line:
    on = max(item.day, context.period.first)
    return Line(context.unit.id, points, article, because, on, item.serial, item_evidence((item,)))
