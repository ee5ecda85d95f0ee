"""What is given outright, or given and taken by hand, and on which list does that put a
unit?

A starting balance, what was told of the months before the assessment began, and the
kinds of remarks that the rule names, within the values it allows; the reason is part of
the line. What a remark takes from an item is `scoring.item_points`' affair.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Remark
from ledger.periods import Span, parse_period, period_of
from ledger.scoresheet import Line, NamedListEntry, points_text
from scoring.facts import (
    ZERO,
    RuleResult,
    UnitContext,
    event_day,
    on_roster,
    period_name,
    published_quarters,
)


class DatedRemark(NamedTuple):
    """A remark in a period that it counts in, or in which it is taken back."""

    remark: Remark
    counts_on: date
    counts: bool
    gone_on: date | None
    """The day of the period on which it is taken back (C13)."""
    early: str
    """Since when is assessed, where the remark is from before (Chinese)."""

    def lines_of(self, line: Line) -> Iterator[Line]:
        """What it gives, in the period that it counts in; and what is taken back."""
        if self.counts:
            yield line
        withdrawn = self.remark.withdrawn
        if withdrawn is not None and self.gone_on is not None:
            back = f"{line.because}，此前已计；经核实撤回（{withdrawn.because}），已通报的不改，本期冲回"
            yield line._replace(points=-line.points, because=back, on=self.gone_on)


def remarks_in(context: UnitContext) -> Iterator[DatedRemark]:
    """The unit's remarks that count in the period, or are taken back in it."""
    record, period = context.facts.record, context.period
    published = published_quarters(record)
    beginning = record.beginning
    for remark in record.remarks:
        if remark.unit_id != context.unit.id:
            continue
        counts_on = event_day(remark.on, remark.entered_at, published)
        gone_on = None
        if remark.withdrawn is not None:
            gone_on = event_day(counts_on, remark.withdrawn.at, published)
            gone_on = gone_on if gone_on in period else None
        early = ""
        if beginning is not None and remark.on < beginning.on:
            early = beginning.said
        if counts_on in period or gone_on is not None:
            counts = counts_on in period
            yield DatedRemark(remark, counts_on, counts, gone_on, early)


def remark_lines(context: UnitContext) -> Iterator[RuleResult]:
    """The points given and taken by hand in the period, the lists they lead to, and
    what is taken back.
    """
    for dated in remarks_in(context):
        remark = dated.remark
        article, points, because = "", ZERO, f"{remark.kind}：{remark.because}"
        rule = context.edition.remark(remark.kind)
        if rule is None:
            because = f"{remark.kind}：办法没有这一项，不计分；{remark.because}"
        else:
            article = rule.article
            given = remark.points
            if given is None and rule.least == rule.most:
                given = rule.least
            if given is None:
                because += "；未定分值，暂不计"
            elif rule.least <= given <= rule.most:
                points = given
            else:
                allowed = f"{points_text(rule.least)}至{points_text(rule.most)}分"
                because += f"；{points_text(given)}分不在办法的{allowed}之内，不计"
        proof: tuple[str, ...] = (f"remark:{remark.id}",)
        if remark.serial is not None:
            proof += (f"submission:{remark.serial}",)
        if dated.early:
            points = ZERO
            because += f"；{dated.early}，此前的不计"
        account = "remark" if rule is None else f"remark.{rule.name}"
        line = Line(
            unit_id=context.unit.id,
            points=points,
            article=article,
            because=because,
            on=remark.on,
            serial=remark.serial,
            evidence=proof,
            account=account,
        )
        if dated.counts and rule is not None and rule.named and not dated.early:
            yield NamedListEntry(context.unit.id, rule.named, article, because)
        yield from dated.lines_of(line)


def told_lines(context: UnitContext) -> Iterator[Line]:
    """What months before the assessment began came to, as the office told it.

    A quarter of which some months are assessed is so made whole. A quarter told as a
    whole stands in the year alone.
    """
    beginning, rule = context.facts.record.beginning, context.edition.conversion
    if beginning is None:
        return
    for total in context.facts.record.history:
        month = parse_period(total.period)
        if (
            total.unit_id != context.unit.id
            or month.span is not Span.MONTH
            or month.past > beginning.on
        ):
            continue
        if month.last in context.period:
            because = f"{month.code}结转" + (f"：{total.note}" if total.note else "")
            article = (
                context.edition.commission.article if rule is None else rule.article
            )
            proof = (f"history:{total.period}",)
            yield Line(
                context.unit.id,
                Fraction(total.total),
                article,
                because,
                month.last,
                None,
                proof,
            )


def start_lines(context: UnitContext) -> Iterator[Line]:
    """The starting balance of each period of the rule's length that begins in this
    one.
    """
    rule = context.edition.start
    if rule is None or not rule.points:
        return
    record = context.facts.record
    first_day = date.min if record.beginning is None else record.beginning.on
    span = period_of(context.period.first, rule.per)
    while span.first < context.period.past:
        # What was told of the quarter in which a term began has its start in it.
        quarter = period_of(span.first, Span.QUARTER).code
        told = span.first < first_day and any(
            total.period == quarter for total in record.history
        )
        on = max(span.first, first_day)
        goes_on = not context.unit.leaves_before(
            span.past
        )  # else it is the start of who goes on for it
        if (
            on in context.period
            and on in span
            and not told
            and on_roster(context.unit, span)
            and goes_on
        ):
            because = f"{period_name(span)}起始分"
            yield Line(context.unit.id, rule.points, rule.article, because, on)
        span = span.next()
