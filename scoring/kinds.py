"""Which kinds of rule are there, and which lines does each give a unit?

`KINDS` is the closed table: kind of rule → small function → lines and entries of named lists. Duties and
merits have modules of their own; what is named or left out for want of either is here.
"""

from collections.abc import Callable, Iterator, Mapping

from ledger.scoresheet import NamedListEntry
from scoring.credit import EventKind
from scoring.duties import commission_lines, duty_lines
from scoring.event_points import credit_lines
from scoring.facts import assessed_in
from scoring.remarks import remark_lines, stands_at
from scoring.standalone import start_lines, submission_lines
from scoring.unit_context import Found, UnitContext, nothing, when


def silence(context: UnitContext) -> Iterator[Found]:
    """零采用: nothing adopted in the period that the rule lets count (C12)."""
    rule, period = context.case.edition.silence, context.case.period
    if rule is None:
        return
    if (
        period.span is not rule.per
        or not context.case.over(period.last)
        or not assessed_in(context.unit, period)
    ):
        return
    for item in context.case.of(context.unit):
        for event in context.events.get(item.serial, ()):
            fits = event.kind is EventKind.ADOPTION or rule.instruction_counts
            if (
                fits
                and event.points
                and event.lands_on in period
                and item.counts
                and (item.lead or rule.joint_counts)
                and stands_at(context, item, event.lands_on)
            ):
                return
    yield NamedListEntry(context.unit.id, rule.named, rule.article, f"{when(period)}无采用")


def left_out(context: UnitContext) -> Iterator[Found]:
    """Items of the period that count for nothing, and why."""
    article = context.case.edition.commission.article
    for item in context.case.within(context.unit, context.case.period):
        if not item.counts:
            yield nothing(context, article, item.because, item)


KINDS: Mapping[str, Callable[[UnitContext], Iterator[Found]]] = {
    "duty": duty_lines,
    "commission": commission_lines,
    "credit": credit_lines,
    "submission": submission_lines,
    "remark": remark_lines,
    "start": start_lines,
    "silence": silence,
    "left-out": left_out,
}
