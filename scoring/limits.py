"""How much may the lines of one kind come to?

What is beyond the most, or short of the least, is a line of its own, so that every point stays explained.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ledger.grants import Limit
from ledger.periods import Period, Span, period_of
from ledger.scoresheet import Line, points_text
from scoring.bench import NOTHING, Bench, Found, when
from scoring.kinds import KINDS


def limited(kind: str, bench: Bench) -> Iterator[Found]:
    """What rules of that kind give a unit, and what its limits take or add."""
    yield from KINDS[kind](bench)
    for limit in bench.case.edition.limits:
        if limit.of.value == kind:
            yield from _bounded(bench, limit)


def _bounded(bench: Bench, limit: Limit) -> Iterator[Line]:
    """What the limit changes in this period: at its end, against what it had changed at its beginning.

    Each of its spans is weighed by itself, so that a quarter comes to what its months come to.
    """
    period = bench.case.period
    span = period_of(period.first, limit.per)
    while span.first < period.past:
        before = _come_to(bench, limit, span.first, period.first)
        within = _come_to(bench, limit, max(span.first, period.first), min(span.past, period.past))
        points = limit.bound(before + within) - before - within
        if span.first < period.first:
            points -= limit.bound(before) - before
        if points:
            yield _line(bench, limit, span, points)
        span = span.next()


def _come_to(bench: Bench, limit: Limit, first: date, past: date) -> Fraction:
    """What the lines of the kind come to from one day to another."""
    if past <= first:
        return NOTHING
    within = Period(first, past, "", Span.NAMED)
    found = KINDS[limit.of](bench._replace(case=replace(bench.case, period=within)))
    return sum((line.points for line in found if isinstance(line, Line)), NOTHING)


def _line(bench: Bench, limit: Limit, span: Period, points: Fraction) -> Line:
    bounds = (("最少", limit.least), ("最多", limit.most))
    said = "，".join(f"{how}计{points_text(bound)}分" for how, bound in bounds if bound is not None)
    because = f"{when(span)}此项{said}"
    return Line(bench.unit.id, points, limit.article, because, min(span.last, bench.case.period.last))
