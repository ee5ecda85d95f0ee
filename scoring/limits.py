"""How much may the lines of one kind come to?

What is beyond the most, or short of the least, is a line of its own, so that every point stays explained.
"""

from collections.abc import Iterator
from fractions import Fraction

from ledger.grants import Limit
from ledger.periods import Period, period_of
from ledger.scoresheet import Line, points_text
from scoring.bench import NOTHING, Bench, Found, when
from scoring.kinds import KINDS


def limited(kind: str, bench: Bench) -> Iterator[Found]:
    """What rules of that kind give a unit, and what its limits take or add."""
    found = list(KINDS[kind](bench))
    yield from found
    lines = [each for each in found if isinstance(each, Line)]
    for limit in bench.case.edition.limits:
        if limit.of.value == kind:
            yield from _bounded(bench, limit, lines)


def _bounded(bench: Bench, limit: Limit, lines: list[Line]) -> Iterator[Line]:
    period = bench.case.period
    span = period_of(period.first, limit.per)
    while span.first < period.past:
        total = sum((line.points for line in lines if line.on in span), NOTHING)
        if limit.most is not None and total > limit.most:
            yield _line(bench, limit, span, limit.most - total)
        elif limit.least is not None and total < limit.least:
            yield _line(bench, limit, span, limit.least - total)
        span = span.next()


def _line(bench: Bench, limit: Limit, span: Period, points: Fraction) -> Line:
    bound = limit.most if points < 0 else limit.least
    assert bound is not None, "only a bound that is there can be passed"  # noqa: S101
    how = "最多" if points < 0 else "最少"
    because = f"{when(span)}此项{how}计{points_text(bound)}分"
    return Line(bench.unit.id, points, limit.article, because, min(span.last, bench.case.period.last))
