"""Which kinds of rule are there, and which lines does each give a unit?

`KINDS` is the closed table: kind of rule → small function → lines and entries of named lists. Duties and
merits have modules of their own; what is named or left out for want of either is here.
"""

from collections.abc import Callable, Iterator, Mapping

from ledger.scoresheet import Named
from scoring.bench import Bench, Found, nothing, when
from scoring.casebook import assessed_in
from scoring.credit import EventKind
from scoring.duties import commission_lines, duty_lines
from scoring.merits import credit_lines
from scoring.remarks import remark_lines, stands_at
from scoring.standalone import start_lines, submission_lines


def silence(bench: Bench) -> Iterator[Found]:
    """零采用: nothing adopted in the period that the rule lets count (C12)."""
    rule, period = bench.case.edition.silence, bench.case.period
    if rule is None:
        return
    if period.span is not rule.per or not bench.case.over(period.last) or not assessed_in(bench.unit, period):
        return
    for item in bench.case.of(bench.unit):
        for event in bench.events.get(item.serial, ()):
            fits = event.kind is EventKind.ADOPTION or rule.instruction_counts
            if (
                fits
                and event.points
                and event.lands_on in period
                and item.counts
                and (item.lead or rule.joint_counts)
                and stands_at(bench, item, event.lands_on)
            ):
                return
    yield Named(bench.unit.id, rule.named, rule.article, f"{when(period)}无采用")


def left_out(bench: Bench) -> Iterator[Found]:
    """Items of the period that count for nothing, and why."""
    article = bench.case.edition.commission.article
    for item in bench.case.within(bench.unit, bench.case.period):
        if not item.counts:
            yield nothing(bench, article, item.because, item)


KINDS: Mapping[str, Callable[[Bench], Iterator[Found]]] = {
    "duty": duty_lines,
    "commission": commission_lines,
    "credit": credit_lines,
    "submission": submission_lines,
    "remark": remark_lines,
    "start": start_lines,
    "silence": silence,
    "left-out": left_out,
}
