"""What does each unit owe on a day, what of it is done, and how will it end?

`standings` is the one function for receipts, reminders, the console, circulars and the command line. It
counts, and says how many working days are left when it is given a calendar; points are
`scoring.kinds`' affair, and when to remind is `notify.reminders`'.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Commission, Facts
from ledger.entries.people import Unit
from ledger.periods import ONE_DAY, Period, Span, days_between, working_days_left
from ledger.rulebook import Edition
from ledger.standing import Duty, Forecast, Standing
from scoring.events import events_by_serial
from scoring.facts import Item, ItemStatus, ScoringFacts, scoring_facts
from scoring.membership import assessed_in, exemptions_in, on_roster, units_in
from scoring.progress import progress_of_quotas
from scoring.unit_context import UnitContext

Calendar = Callable[[date], bool]
"""Whether a day is worked on."""


class CommissionAnswer(NamedTuple):
    """How one unit answered a commission: with which item, and whether in time or excused (B1-B3, B7)."""

    commission: Commission
    unit: Unit
    item: Item | None
    in_time: bool
    waiting: bool
    excused: bool


def standings(
    edition: Edition, record: Facts, period: Period, today: date, works: Calendar | None = None
) -> tuple[Standing, ...]:
    """Where each unit on the roster stands with the duties that touch the period, seen on `today`.

    `works` is the calendar by which the working days left, and those gone, are counted.
    """
    facts = scoring_facts(edition, period, record, today)
    events = events_by_serial(edition, record) if edition.counts_events else {}
    found: list[Standing] = []
    for unit in sorted(units_in(record.units, period), key=lambda unit: unit.id):
        if on_roster(unit, period):
            found.append(_standing(UnitContext(facts, unit, events), today, works))
    return tuple(found)


def _standing(context: UnitContext, today: date, works: Calendar | None) -> Standing:
    unit, period = context.unit, context.period
    duties: list[Duty] = []
    zero_months: list[str] = []
    for progress in progress_of_quotas(context):
        if progress.excused:
            continue
        quota, term = progress.quota, progress.period
        duty = _duty(quota.code, quota.title, term, progress.need, progress.amount, today, works)
        duties.append(replace(duty, basis=quota.basis))
        if quota.on_zero and progress.silent and not progress.waiting and context.facts.has_passed(term.last):
            zero_months.append(term.code)
    for answer in commission_answers(context.facts, unit):
        if _is_current(answer, period):
            commission, done = answer.commission, 0 if answer.item is None else 1
            term = Period(commission.issued_on, commission.due + ONE_DAY, commission.id, Span.NAMED)
            duty = _duty("commission", commission.title, term, 1, done, today, works)
            duties.append(replace(duty, late=answer.item is not None and not answer.in_time))
    exempt = not assessed_in(unit, period)
    why = "、".join(exemptions_in(unit, period)) if exempt else ""
    return Standing(unit.id, unit.name, unit.group, tuple(duties), tuple(zero_months), exempt, why)


def _duty(
    code: str,
    title: str,
    term: Period,
    need: int,
    done: Fraction | int,
    today: date,
    works: Calendar | None,
) -> Duty:
    """What is owed in the period `term`, seen on `today`."""
    return Duty(
        code=code,
        title=title,
        period=term.code,
        need=need,
        done=done,
        forecast=forecast(need, done, term, today, works),
        since=term.first,
        due=term.last,
        days_left=None if works is None else working_days_left(today, term.last, works),
    )


# --- commissions ----------------------------------------------------------------------------------------


def commission_answers(facts: ScoringFacts, unit: Unit) -> Iterator[CommissionAnswer]:
    """The unit's answer to every commission it is named in, in the order of deadlines."""
    for commission in facts.commissions.get(unit.id, ()):
        good: list[Item] = []
        prompt: list[Item] = []
        waiting = False
        for item in facts.items_of(unit):
            if item.submission.commission != commission.id:
                continue
            if item.status is ItemStatus.WAITS:
                waiting = True
            if item.counts and item.submission.quality:
                good.append(item)
                if item.day <= commission.due or item.submission.lateness_waived:
                    prompt.append(item)
        best = prompt or good
        yield CommissionAnswer(
            commission=commission,
            unit=unit,
            item=best[0] if best else None,
            in_time=bool(prompt),
            waiting=waiting,
            excused=unit.exempt_on(commission.due) or not unit.assessed_on(commission.due),
        )


def _is_current(answer: CommissionAnswer, period: Period) -> bool:
    """Whether it is asked before the period's end and due in it or later, or lately overdue and missing."""
    commission = answer.commission
    if answer.excused or commission.issued_on >= period.past:
        return False
    if commission.due >= period.first:
        return True
    return answer.item is None and commission.due >= period.previous().first


# --- how it will end ------------------------------------------------------------------------------------


def forecast_of_duty(duty: Duty, day: date, works: Calendar) -> Forecast:
    """How a duty would end, seen from a day, with what is done of it by now."""
    term = Period(duty.since, duty.due + ONE_DAY, duty.period, Span.NAMED)
    return forecast(duty.need, duty.done, term, day, works)


def forecast(
    need: int, done: Fraction | int, period: Period, today: date, works: Calendar | None = None
) -> Forecast:
    """How a duty will end: on course while `done` keeps pace with the days gone, to the nearest item.

    The days are working days where there is a calendar, and any day of the period is one.
    """
    if done >= need:
        return Forecast.DONE
    if today >= period.past:
        return Forecast.MISSED
    days = list(days_between(period.first, period.past))
    if works is not None:
        # A period of holidays alone has no pace of working days: there all days are counted.
        days = [day for day in days if works(day)] or days
    gone = sum(1 for day in days if day < today)
    expected = need * Fraction(gone, len(days))
    return Forecast.SHORT if done < round_half_up(expected) else Forecast.ON_COURSE


def round_half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * number + 1) // 2
