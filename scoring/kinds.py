"""Which kinds of rule are there, which lines does each give a unit, and how much may
they come to?

`KINDS` is the closed table: kind of rule → function → lines and places on named lists.
What a limit takes away or adds is a line of its own, so that every point stays
explained.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from ledger.periods import Period, Span, period_of
from ledger.rulebook import Limited, PointLimit
from ledger.scoresheet import Line, NamedListEntry, points_text, sum_of
from scoring.duties import commission_lines, duty_lines
from scoring.facts import (
    ZERO,
    EventKind,
    ItemStatus,
    RuleResult,
    UnitContext,
    assessed_in,
    period_name,
    zero_line,
)
from scoring.item_points import event_lines, stands_at, submission_lines
from scoring.remarks import remark_lines, start_lines, told_lines


def silence(context: UnitContext) -> Iterator[NamedListEntry]:
    """零采用: nothing adopted in the period that the rule lets count (C12)."""
    rule, period = context.edition.silence, context.period
    if rule is None or period.span is not rule.per:
        return
    if not context.facts.has_passed(period.last) or not assessed_in(
        context.unit, period
    ):
        return
    items = list(context.facts.items_of(context.unit))
    for absorbed in context.facts.absorbed_by(context.unit, period.past):
        items += context.facts.items_of(absorbed)
    for item in items:
        if not (item.lead or rule.joint_counts):
            continue
        # An adoption of what came before the assessment began earns nothing, and is one
        # all the same.
        if not (item.counts or item.status is ItemStatus.EARLY):
            continue
        for event in context.events.get(item.serial, ()):
            if event.kind is not EventKind.ADOPTION and not rule.instruction_counts:
                continue
            if event.is_gone_in(period):
                continue
            if (
                event.points
                and event.counts_on in period
                and stands_at(context, item, event.counts_on)
            ):
                return
    yield NamedListEntry(
        context.unit.id, rule.named, rule.article, f"{period_name(period)}无采用"
    )


def left_out(context: UnitContext) -> Iterator[Line]:
    """Items of the period that count for nothing by themselves, and why."""
    article = context.edition.commission.article
    for item in context.facts.items_in(context.unit, context.period):
        if not item.counts:
            yield zero_line(context, article, item.because, item)
        elif item.together_with:  # F7
            because = f"注明更正，核定前与 {item.together_with} 合计一件，不另计篇数"
            yield zero_line(context, article, because, item)


KINDS: Mapping[str, Callable[[UnitContext], Iterator[RuleResult]]] = {
    "duty": duty_lines,
    "commission": commission_lines,
    "credit": event_lines,
    "submission": submission_lines,
    "remark": remark_lines,
    "start": start_lines,
    "told": told_lines,
    "silence": silence,
    "left-out": left_out,
}


# --- limits ---------------------------------------------------------------------------

_SHORTEST_FIRST = (Span.WEEK, Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR)
_SUBJECTS = {
    Limited.SUBMISSION: "报送计分",
    Limited.CREDIT: "采用和批示",
    Limited.REMARK: "人工加减分",
}


def results(context: UnitContext) -> Iterator[RuleResult]:
    """What all kinds of rule give the unit in the period, and what their limits take or
    add.
    """
    for kind, lines_of_kind in KINDS.items():
        yield from lines_of_kind(context)
        limits = [limit for limit in context.edition.limits if limit.of.value == kind]
        limits.sort(key=lambda limit: _SHORTEST_FIRST.index(limit.per))
        for number, limit in enumerate(limits):
            yield from _lines_of_limit(context, limit, limits[:number])


def _lines_of_limit(
    context: UnitContext, limit: PointLimit, shorter: Sequence[PointLimit]
) -> Iterator[Line]:
    """What the limit changes in this period: at its end, against what it had changed at
    its beginning.

    Each of the limit's own spans is weighed by itself, so that a quarter comes to what
    its months come to. What it weighs is what the limits of shorter spans, `shorter`,
    have left.
    """
    period = context.period
    span = period_of(period.first, limit.per)
    while span.first < period.past:
        inside = Period(
            max(span.first, period.first), min(span.past, period.past), "", Span.NAMED
        )
        before = ZERO
        if span.first < period.first:
            earlier = Period(span.first, period.first, "", Span.NAMED)
            before = _sum_of_kind(context.within(earlier), limit.of, shorter)
        whole = before + _sum_of_kind(context.within(inside), limit.of, shorter)
        points = limit.bound(whole) - whole
        if span.first < period.first:
            points -= limit.bound(before) - before
        if points:
            said = f"{period_name(span)}{_SUBJECTS[limit.of]}合计{points_text(whole)}分"
            if limit.least is not None:
                said += f"，最少计{points_text(limit.least)}分"
            if limit.most is not None:
                said += f"，最多计{points_text(limit.most)}分"
            on = min(span.last, period.last)
            yield Line(context.unit.id, points, limit.article, said, on)
        span = span.next()


def _sum_of_kind(
    context: UnitContext, kind: Limited, limits: Sequence[PointLimit]
) -> Fraction:
    """What the lines of the kind come to in the context's period, as far as the
    `limits` let them.
    """
    total = sum_of(
        found.points for found in KINDS[kind](context) if isinstance(found, Line)
    )
    for number, limit in enumerate(limits):
        for line in _lines_of_limit(context, limit, limits[:number]):
            total += line.points
    return total
