"""What does a unit measure in each period, and what do the rule's scales give for it?

A scale speaks at the end of its periods, and of a unit that is assessed; where reports
still wait to be decided it takes nothing and names nobody. What is counted is
`scoring.quota`'s affair; what accounts come to is asked of whoever knows all lines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from ledger.measures import (
    CountOf,
    FigureOf,
    Measure,
    RatioOf,
    Scale,
    ScaleStep,
    StreakOf,
    SumOf,
)
from ledger.periods import Period, Span, period_of
from ledger.rulebook import periods_touching
from ledger.scoresheet import Line, NamedListEntry, points_text
from scoring.facts import (
    ZERO,
    RuleResult,
    UnitContext,
    excused,
    in_account,
    period_name,
)
from scoring.quota import Counted, counted_in

SumOfAccounts = Callable[[UnitContext, Sequence[str]], Fraction]
"""What the lines of some accounts come to in the context's period, as limits leave
it.
"""


def scale_results(
    context: UnitContext, sum_of_accounts: SumOfAccounts
) -> Iterator[RuleResult]:
    """The lines of every scale whose period ends in the context's, and the lists that
    they put the unit on.
    """
    edition = context.edition
    for number_of_it, scale in enumerate(edition.scales):
        if scale.groups and context.unit.group not in scale.groups:
            continue
        measure = edition.measures[scale.of]
        # What it weighs is what those before it gave, else it would weigh itself.
        seen = context.under(replace(edition, scales=edition.scales[:number_of_it]))
        for term in periods_touching(scale.per, scale.calendar, context.period):
            over = context.facts.has_passed(term.last)
            if not over or term.last not in context.period:
                continue
            if excused(context.unit, term):
                continue
            number = _number(seen, measure, term, sum_of_accounts)
            results = _results_on(context, scale, term, number)
            yield from in_account(results, f"scale.{scale.name}")


def _results_on(
    context: UnitContext, scale: Scale, term: Period, number: Fraction | None
) -> Iterator[RuleResult]:
    """What a number gives on a scale."""
    unit_id = context.unit.id
    said = f"{period_name(term)}{scale.name}"
    if number is None:
        because = f"{said}：{scale.of}无从计算，不计"
        yield Line(unit_id, ZERO, scale.article, because, term.last)
        return
    said = f"{said}：{scale.of}{points_text(number)}"
    step: ScaleStep | None
    if scale.slope is not None:
        step = ScaleStep(None, scale.slope.of_number(number), None)
        said = f"{said}，以{points_text(scale.slope.norm)}为准"
    else:
        step = scale.step_of(number)
    if step is None or not (step.points or step.named):
        yield Line(unit_id, ZERO, scale.article, f"{said}，不计分", term.last)
        return
    undecided = counted_in(context, Counted(), term).undecided
    if undecided and (step.points < 0 or step.named):
        because = f"{said}；{'、'.join(undecided)}，核定前不扣分、不点名"
        yield Line(unit_id, ZERO, scale.article, because, term.last)
        return
    if step.named:
        yield NamedListEntry(unit_id, step.named, scale.article, said)
        said = f"{said}，{step.named}"
    yield Line(unit_id, step.points, scale.article, said, term.last)


def _number(
    context: UnitContext, measure: Measure, term: Period, sum_of_accounts: SumOfAccounts
) -> Fraction | None:
    """What a measure is of the unit in a period; None where it cannot be said."""
    known = context.edition.measures
    rule = measure.rule
    match rule:
        case CountOf(basis, when):
            return Fraction(counted_in(context, Counted(basis, when), term).amount)
        case SumOf(of):
            return sum_of_accounts(context.within(term), of)
        case RatioOf(over, under):
            above = _number(context, known[over], term, sum_of_accounts)
            below = _number(context, known[under], term, sum_of_accounts)
            return None if above is None or not below else above / below
        case StreakOf(of, within):
            length = ZERO
            while term.first >= period_of(context.period.first, Span.YEAR).first:
                number = _number(context, known[of], term, sum_of_accounts)
                if number is None or not within.hold(number):
                    break
                length += 1
                term = term.previous()
            return length
        case FigureOf(units):
            return units.get(context.unit.name_among(units))
        case _:
            assert_never(rule)
