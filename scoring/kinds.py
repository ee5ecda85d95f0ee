"""Which kinds of rule are there, which lines does each give a unit, and how much may
they come to?

`KINDS` is the closed table: kind of rule → function → lines and places on named lists,
each line in the account of what it is for.
What a limit takes away or adds is a line of its own, so that every point stays
explained.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from ledger.entries.events import Remark
from ledger.measures import is_within
from ledger.periods import Period, Span, period_of
from ledger.rulebook import PointLimit, Voids
from ledger.scoresheet import Line, NamedListEntry, points_text, sum_of
from scoring.duties import commission_lines, duty_lines
from scoring.events import events_by_serial
from scoring.facts import (
    EventKind,
    ItemStatus,
    RuleResult,
    UnitContext,
    assessed_in,
    in_account,
    period_name,
    scoring_facts,
    zero_line,
)
from scoring.item_points import event_lines, stands_at, submission_lines
from scoring.remarks import remark_lines, remarks_in, start_lines, told_lines
from scoring.scales import scale_results


def silence(context: UnitContext) -> Iterator[NamedListEntry]:
    """零采用: nothing adopted in the period that the rule lets count (C12)."""
    rule, period = context.edition.silence, context.period
    if rule is None or period.span is not rule.per:
        return
    if not context.facts.has_passed(period.last) or not assessed_in(
        context.unit, period
    ):
        return
    for item in context.facts.items_gone_on_with(context.unit, period.past):
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


def scale_lines(context: UnitContext) -> Iterator[RuleResult]:
    """What the rule's scales give for what the unit measured."""
    return scale_results(context, _sum_of_accounts)


_BY_ITEMS = ("adoption", "instruction", "forwarding", "submission")


def void_lines(context: UnitContext) -> Iterator[Line]:
    """What the unit's items earned in a month that a remark makes void, taken away; of
    several remarks about a month the first entered does it.

    The month is weighed as if nothing were printed yet: what was taken back of it
    elsewhere, or made void with its item, is not taken twice. Taken away outside its
    month it is in the remark's own account, for no measure of the later month.
    """
    first: dict[date, Remark] = {}
    for remark in context.facts.record.remarks:
        rule = context.edition.remark(remark.kind)
        voids = None if rule is None else rule.voids
        if remark.unit_id == context.unit.id and voids is Voids.MONTH:
            begins = period_of(remark.on, Span.MONTH).first
            known = first.setdefault(begins, remark)
            first[begins] = min(known, remark, key=attrgetter("entered_at", "id"))
    for dated in remarks_in(context):
        remark, month = dated.remark, period_of(dated.remark.on, Span.MONTH)
        rule = context.edition.remark(remark.kind)
        if rule is None or dated.early or first.get(month.first) is not remark:
            continue
        record = replace(context.facts.record, published=(), history=())
        unprinted = UnitContext(
            scoring_facts(context.edition, month, record),
            context.unit,
            events_by_serial(context.edition, record),
        )
        points = _sum_of_accounts(unprinted, _BY_ITEMS)
        if points <= 0:
            continue
        said = f"{period_name(month)}信息所得{points_text(points)}分因{rule.name}作废"
        proof = (f"remark:{remark.id}",)
        line = Line(
            context.unit.id, -points, rule.article, said, remark.on, None, proof
        )
        for found in dated.lines_of(line):
            in_place = found is line and dated.counts_on in month
            head = "void" if in_place else "remark"
            yield found._replace(account=f"{head}.{rule.name}")


def _sum_of_accounts(context: UnitContext, of: Sequence[str]) -> Fraction:
    lines = _lines_within(context, of, context.edition.limits)
    return sum_of(line.points for line in lines)


class Kind(NamedTuple):
    """A kind of rule: the lines that it gives a unit, and the heads of their
    accounts.
    """

    lines_of: Callable[[UnitContext], Iterator[RuleResult]]
    heads: tuple[str, ...]
    account: str = ""
    """That of every line; "" where each line names its own."""


KINDS: tuple[Kind, ...] = (
    Kind(duty_lines, ("quota",)),
    Kind(commission_lines, ("commission",), "commission"),
    Kind(event_lines, ("adoption", "instruction", "forwarding")),
    Kind(submission_lines, ("submission",), "submission"),
    Kind(remark_lines, ("remark",)),
    Kind(void_lines, ("void", "remark")),
    Kind(start_lines, ("start",), "start"),
    Kind(told_lines, ("told",), "told"),
    Kind(scale_lines, ("scale",)),
    Kind(silence, ()),
    Kind(left_out, ("submission",), "submission"),
)


# --- limits ---------------------------------------------------------------------------


def results(context: UnitContext) -> Iterator[RuleResult]:
    """What all kinds of rule give the unit in the period, and what their limits take or
    add.
    """
    for kind in KINDS:
        yield from _results_of(kind, context)
    for number, limit in enumerate(context.edition.limits, 1):
        yield from in_account(_lines_of_limit(context, limit), f"limit.{number}")
    for tally in context.edition.tallies:
        points = _sum_of_accounts(context, tally.of)
        if points:
            yield Line(
                unit_id=context.unit.id,
                points=-points,
                article=tally.article,
                because=f"{tally.name}合计{points_text(points)}{tally.unit}，另计，不入总分",
                on=context.period.last,
                account=f"tally.{tally.name}",
            )


def _results_of(kind: Kind, context: UnitContext) -> Iterator[RuleResult]:
    """What one kind of rule gives, every line with its account."""
    found = kind.lines_of(context)
    return in_account(found, kind.account) if kind.account else found


def _lines_of_limit(context: UnitContext, limit: PointLimit) -> Iterator[Line]:
    """What the limit changes in this period: at its end, against what it had changed at
    its beginning.

    Each of the limit's own spans is weighed by itself, so that a quarter comes to what
    its months come to.
    """
    if limit.per is None:
        yield from _lines_of_limit_by_item(context, limit)
        return
    period = context.period
    span = period_of(period.first, limit.per)
    while span.first < period.past:
        inside = Period(
            max(span.first, period.first), min(span.past, period.past), "", Span.NAMED
        )
        earlier = Period(span.first, inside.first, "", Span.NAMED)
        before = _lines_weighed(context, limit, earlier)
        whole = before + _lines_weighed(context, limit, inside)
        points = _change(limit, whole) - _change(limit, before)
        if points:
            said = f"{period_name(span)}{_words_of(context, limit, whole)}"
            on = min(span.last, period.last)
            yield Line(context.unit.id, points, limit.article, said, on)
        span = span.next()


def _lines_of_limit_by_item(context: UnitContext, limit: PointLimit) -> Iterator[Line]:
    """What the limit changes in this period of what each item came to so far."""
    by_serial: defaultdict[str, list[Line]] = defaultdict(list)
    for line in _lines_weighed(context, limit, context.period):
        by_serial[line.serial or ""].append(line)
    if not by_serial:
        return
    earlier = Period(date.min, context.period.first, "", Span.NAMED)
    before = _lines_weighed(context, limit, earlier)
    for serial, lines in by_serial.items():
        of_item = [line for line in before if line.serial == serial]
        points = _change(limit, [*of_item, *lines]) - _change(limit, of_item)
        if points:
            said = f"本件{_words_of(context, limit, [*of_item, *lines])}"
            proof = (f"submission:{serial}",)
            on = max(line.on for line in lines)
            yield Line(context.unit.id, points, limit.article, said, on, serial, proof)


def _lines_weighed(
    context: UnitContext, limit: PointLimit, period: Period
) -> list[Line]:
    """What a limit weighs in a period: as far as the limits within it have left it."""
    if period.first == period.past:
        return []
    limits = context.edition.limits
    inner = limits[: limits.index(limit)]
    return _lines_within(context.within(period), limit.of, inner)


def _lines_within(
    context: UnitContext, of: Sequence[str], limits: Sequence[PointLimit]
) -> list[Line]:
    """The lines of some accounts that bring or take points, and those of the `limits`
    that lie within them.
    """
    found: list[Line] = []
    for kind in KINDS:
        # A head is asked for with all that it holds, and for each of that.
        if any(is_within(name, kind.heads) for name in of):
            for line in _results_of(kind, context):
                if isinstance(line, Line) and is_within(line.account, of):
                    found.append(line)
    for limit in limits:
        if all(is_within(name, of) for name in limit.of):
            found += _lines_of_limit(context, limit)
    return [line for line in found if line.points]


def _change(limit: PointLimit, lines: Sequence[Line]) -> Fraction:
    """What the limit adds to these lines, or takes from them."""
    points_of: defaultdict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        # What is about no item counts by its cause.
        points_of[line.serial or line.because] += line.points
    return limit.allowed(points_of) - sum_of(points_of.values())


def _words_of(context: UnitContext, limit: PointLimit, lines: Sequence[Line]) -> str:
    """What came together and how much of it counts, in Chinese."""
    names = "、".join(map(context.edition.name_of_account, limit.of))
    said = f"{names}合计{points_text(sum_of(line.points for line in lines))}分"
    if limit.at_most is not None:
        said += f"，最多计{limit.at_most}条"
    if limit.least is not None:
        said += f"，最少计{points_text(limit.least)}分"
    if limit.most is not None:
        said += f"，最多计{points_text(limit.most)}分"
    return said
