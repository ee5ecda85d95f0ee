"""How much may the lines of one kind come to?

What is beyond the most, or short of the least, is a line of its own, so that every point stays explained.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ledger.periods import Period, Span, period_of
from ledger.rulebook import Limited, PointLimit
from ledger.scoresheet import Line, points_text
from scoring.kinds import KINDS
from scoring.unit_context import NOTHING, Found, UnitContext, when

_SHORTEST_FIRST = (Span.WEEK, Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR)


def limited(kind: str, context: UnitContext) -> Iterator[Found]:
    """What rules of that kind give a unit, and what its limits take or add."""
    limits = sorted(
        (limit for limit in context.case.edition.limits if limit.of.value == kind),
        key=lambda limit: _SHORTEST_FIRST.index(limit.per),
    )
    yield from KINDS[kind](context)
    for number, limit in enumerate(limits):
        yield from _bounded(context, limit, limits[:number])


def _bounded(context: UnitContext, limit: PointLimit, inner: Sequence[PointLimit]) -> Iterator[Line]:
    """What the limit changes in this period: at its end, against what it had changed at its beginning.

    Each of its spans is weighed by itself, so that a quarter comes to what its months come to; what it weighs
    is what the limits of shorter spans, `inner`, have left.
    """
    period = context.case.period
    span = period_of(period.first, limit.per)
    while span.first < period.past:
        before = _come_to(context, limit.of, inner, (span.first, period.first))
        within = _come_to(
            context, limit.of, inner, (max(span.first, period.first), min(span.past, period.past))
        )
        points = limit.bound(before + within) - before - within
        if span.first < period.first:
            points -= limit.bound(before) - before
        if points:
            yield _line(context, limit, span, (before + within, points))
        span = span.next()


def _come_to(
    context: UnitContext, kind: Limited, inner: Sequence[PointLimit], days: tuple[date, date]
) -> Fraction:
    """What the lines of the kind come to from one day to another, as far as the `inner` limits let them."""
    first, past = days
    if past <= first:
        return NOTHING
    within = context._replace(case=replace(context.case, period=Period(first, past, "", Span.NAMED)))
    found = sum((line.points for line in KINDS[kind](within) if isinstance(line, Line)), NOTHING)
    for number, limit in enumerate(inner):
        found += sum((line.points for line in _bounded(within, limit, inner[:number])), NOTHING)
    return found


_SAID = {Limited.SUBMISSION: "报送计分", Limited.CREDIT: "采用和批示", Limited.REMARK: "人工加减分"}


def _line(context: UnitContext, limit: PointLimit, span: Period, came_to: tuple[Fraction, Fraction]) -> Line:
    """The line of what a limit changes: `came_to` are what there was so far, and the change."""
    whole, points = came_to
    bounds = (("最少", limit.least), ("最多", limit.most))
    said = "，".join(f"{how}计{points_text(bound)}分" for how, bound in bounds if bound is not None)
    because = f"{when(span)}{_SAID[limit.of]}合计{points_text(whole)}分，{said}"
    return Line(context.unit.id, points, limit.article, because, min(span.last, context.case.period.last))
