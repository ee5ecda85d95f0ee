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
from scoring.credit import events_by_serial
from scoring.facts import Item, ItemStatus, ScoringFacts, assessed_in, on_roster, scoring_facts
from scoring.membership import as_in
from scoring.progress import QuotaProgress, tallies
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
    edition: Edition, facts: Facts, period: Period, today: date, works: Calendar | None = None
) -> tuple[Standing, ...]:
    """Where each unit on the roster stands with the duties that touch the period, seen on `today`.

    `works` is the calendar by which the working days left, and those gone, are counted.
    """
    case = scoring_facts(edition, period, facts, today)
    units = [unit for unit in as_in(facts.units, period) if on_roster(unit, period)]
    events = events_by_serial(edition, facts) if edition.counts_events else {}
    found = (
        _standing(UnitContext(case, unit, events), today) for unit in sorted(units, key=lambda unit: unit.id)
    )
    return tuple(found if works is None else (_timed(standing, today, works) for standing in found))


def _timed(standing: Standing, today: date, works: Calendar) -> Standing:
    """The standing, each duty with the working days that are left for it, and seen by their pace."""
    duties = [
        replace(
            duty,
            days_left=working_days_left(today, duty.due, works),
            forecast=forecast_of_duty(duty, today, works),
        )
        for duty in standing.duties
    ]
    return replace(standing, duties=tuple(duties))


def forecast_of_duty(duty: Duty, day: date, works: Calendar) -> Forecast:
    """How a duty would end, seen from a day, with what is done of it by now."""
    term = Period(duty.since, duty.due + ONE_DAY, duty.period, Span.NAMED)
    return forecast(duty.need, duty.done, term, day, works)


def commission_answers(case: ScoringFacts, unit: Unit) -> Iterator[CommissionAnswer]:
    """The unit's answer to every commission it is named in, in the order of deadlines."""
    for commission in case.asked.get(unit.id, ()):
        sent = [item for item in case.of(unit) if item.submission.commission == commission.id]
        good = [item for item in sent if item.counts and item.submission.quality]
        prompt = [item for item in good if item.day <= commission.due or item.submission.lateness_waived]
        yield CommissionAnswer(
            commission=commission,
            unit=unit,
            item=next(iter(prompt or good), None),
            in_time=bool(prompt),
            waiting=any(item.verdict is ItemStatus.WAITS for item in sent),
            excused=unit.exempt_on(commission.due) or not unit.assessed_on(commission.due),
        )


def _standing(context: UnitContext, today: date) -> Standing:
    case, unit = context.case, context.unit
    counted = list(tallies(context))
    duties = [_duty(tally, today) for tally in counted if not tally.excused]
    duties += [
        _commission_duty(answer, today)
        for answer in commission_answers(case, unit)
        if _is_current(case, answer)
    ]
    silent = [
        month.period.code
        for month in counted
        if month.quota.on_zero and month.silent and not month.waiting and not month.excused
        if case.over(month.period.last)
    ]
    exempt = not assessed_in(unit, case.period)
    why = _excuses(unit, case.period) if exempt else ""
    return Standing(unit.id, unit.name, unit.group, tuple(duties), tuple(silent), exempt, why)


def _excuses(unit: Unit, period: Period) -> str:
    """For what the unit is excused in the period (A13); empty where it is merely off the roster."""
    touching = (
        e for e in unit.exemptions if e.since < period.past and (e.until or period.past) > period.first
    )
    return "、".join(dict.fromkeys(each.because for each in touching))


def _duty(tally: QuotaProgress, today: date) -> Duty:
    period, done = tally.period, tally.amount
    return Duty(
        code=tally.quota.code,
        title=tally.quota.title,
        period=period.code,
        need=tally.need,
        done=done,
        forecast=forecast(tally.need, done, period, today),
        since=period.first,
        due=period.last,
        basis=tally.quota.basis,
    )


def _is_current(case: ScoringFacts, answer: CommissionAnswer) -> bool:
    """Asked before the period's end, and due in it or later; or lately overdue and still missing."""
    commission, period = answer.commission, case.period
    if answer.excused or commission.issued_on >= period.past:
        return False
    return commission.due >= period.first or (
        answer.item is None and commission.due >= period.previous().first
    )


def _commission_duty(answer: CommissionAnswer, today: date) -> Duty:
    commission, done = answer.commission, int(answer.item is not None)
    term = Period(commission.issued_on, commission.due + ONE_DAY, commission.id, Span.NAMED)
    return Duty(
        code="commission",
        title=commission.title,
        period=commission.id,
        need=1,
        done=done,
        forecast=forecast(1, done, term, today),
        since=commission.issued_on,
        due=commission.due,
        late=bool(done) and not answer.in_time,
    )


def forecast(
    need: int, done: Fraction | int, period: Period, today: date, works: Calendar | None = None
) -> Forecast:
    """How a duty will end: on course while `done` keeps pace with the days gone, to the nearest item.

    They are working days where there is a calendar, and any in the period.
    """
    if done >= need:
        return Forecast.DONE
    if today >= period.past:
        return Forecast.MISSED
    expected = need * _elapsed(period, today, works)
    return Forecast.SHORT if done < round_half_up(expected) else Forecast.ON_COURSE


def _elapsed(period: Period, today: date, works: Calendar | None) -> Fraction:
    """The share of the period's days that are over."""
    if works is not None:
        worked = [day < today for day in days_between(period.first, period.past) if works(day)]
        if worked:
            return Fraction(sum(worked), len(worked))
    length, gone = (period.past - period.first).days, (today - period.first).days
    return Fraction(max(gone, 0), length)


def round_half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * number + 1) // 2
