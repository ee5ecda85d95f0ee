"""What does each unit owe, what of it is done on a day, and how will it end?

`standings` is the one function for receipts, reminders, the console, circulars and the
command line. Counted are accepted items, adoptions by what their forms count as, or
points (Art. 11(1), A4-A8), and how many working days are left when there is a calendar.
What follows is `scoring.duties`' affair, when to remind `notify.reminders`'.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache, partial
from typing import NamedTuple, assert_never

from ledger.entries.events import Beginning, Commission, Facts
from ledger.entries.people import Unit
from ledger.measures import ALWAYS, Basis, Condition
from ledger.periods import ONE_DAY, Period, Span, days_between, working_days_left
from ledger.rulebook import Edition, Quota, periods_touching
from ledger.standing import Duty, Forecast, Standing
from scoring.events import events_by_serial
from scoring.facts import (
    SHORT_SPANS,
    EventKind,
    Item,
    ItemStatus,
    ScoringFacts,
    UnitContext,
    assessed_in,
    excused,
    exemptions_in,
    on_roster,
    scoring_facts,
    units_in,
)
from scoring.item_points import event_lines, submission_lines

Calendar = Callable[[date], bool]
"""Whether a day is worked on."""


class CommissionAnswer(NamedTuple):
    """How one unit answered a commission: with which item, and whether in time or
    excused (B1-B3, B7).
    """

    commission: Commission
    unit: Unit
    item: Item | None
    in_time: bool
    waiting: bool
    excused: bool

    def is_current_in(self, period: Period) -> bool:
        """Whether the commission still belongs in the period.

        Not excused, issued before its end, due in it or later, or due just before it
        and still unanswered.
        """
        commission = self.commission
        if self.excused or commission.issued_on >= period.past:
            return False
        if commission.due >= period.first:
            return True
        return self.item is None and commission.due >= period.previous().first


class TermCourse(NamedTuple):
    """How far a duty's term has come on a day."""

    over: bool
    gone: Fraction
    """The part of its days that is gone, by the office's calendar where there is
    one.
    """
    days_left: int | None
    """Working days until its end; None without a calendar."""


class Contribution(NamedTuple):
    """What one item, or one thing that became of it, adds to a quota, and on which
    day.
    """

    item: Item
    on: date
    amount: Fraction | int


class Counted(NamedTuple):
    """What is counted: by which basis, and of which items and events."""

    basis: Basis = Basis.ACCEPTED
    when: Condition = ALWAYS

    def fits(self, item: Item) -> bool:
        """Whether an accepted item is among what is counted."""
        good = item.submission.quality or self.basis is not Basis.GOOD
        return good and item.meets(self.when)


class Work(NamedTuple):
    """What of one unit's work in one period is counted, and what may come to be."""

    contributions: tuple[Contribution, ...]
    """In the order of days."""
    others: tuple[Item, ...]
    """Accepted items of the period that are not counted."""
    waiting: tuple[Item, ...]
    """Undecided items of the period: they keep the unit from the fine."""
    together: tuple[Item, ...]
    """Undecided corrections of the period, counted with what they correct (F7); they
    keep it from a fine.
    """
    unseen: int
    """Letters of the period of which nobody has said yet whether they are reports
    (A8).
    """
    sent_back: tuple[Item, ...]
    """Returned only after the period had ended (A8)."""

    @property
    def amount(self) -> Fraction | int:
        """How much is done: items, adoptions by what their forms count as, or
        points.
        """
        return sum(each.amount for each in self.contributions)

    @property
    def undecided(self) -> tuple[str, ...]:
        """What still waits for a decision, in Chinese; empty where nothing does."""
        found: list[str] = []
        if self.waiting:
            found.append(f"{len(self.waiting)}件待核")
        if self.together:
            found.append(f"{len(self.together)}件更正稿待定")
        if self.unseen:
            found.append(f"{self.unseen}封来件还没有认定是不是报送件")
        return tuple(found)


class QuotaProgress(NamedTuple):
    """How far one unit has come with one quota in one of the quota's periods."""

    quota: Quota
    period: Period
    need: int
    work: Work
    excused: bool
    begun_before: Beginning | None = None
    """Since when is assessed, where that was later than the period's first day."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that contribute, each once."""
        return tuple(dict.fromkeys(each.item for each in self.work.contributions))

    @property
    def met(self) -> bool:
        """Whether enough is done."""
        return self.work.amount >= self.need

    @property
    def enough(self) -> tuple[Contribution, ...]:
        """The first contributions that together are enough; all of them where they are
        not.
        """
        so_far: Fraction | int = 0
        for number, each in enumerate(self.work.contributions, 1):
            so_far += each.amount
            if so_far >= self.need:
                return self.work.contributions[:number]
        return self.work.contributions

    @property
    def silent(self) -> bool:
        """Whether nothing was accepted that keeps a unit from 零报送 (A3)."""
        kept_by = self.work.others
        if self.quota.on_zero is not None and self.quota.on_zero.counts is not None:
            categories = self.quota.on_zero.counts
            kept_by = tuple(
                item for item in kept_by if item.submission.category in categories
            )
        return not (self.work.contributions or kept_by)


def standings(
    edition: Edition,
    record: Facts,
    period: Period,
    today: date,
    works: Calendar | None = None,
) -> tuple[Standing, ...]:
    """Where each unit on the roster stands with the duties that touch the period, seen
    on `today`.

    `works` is the calendar by which the working days left, and those gone, are counted.
    """
    facts = scoring_facts(edition, period, record, today)
    events = events_by_serial(edition, record) if edition.counts_events else {}
    # Most units owe the same: the days of a term are gone through once for all of them.
    course = cache(partial(course_of, today=today, works=works))
    found: list[Standing] = []
    for unit in sorted(units_in(facts.record.units, period), key=lambda unit: unit.id):
        # A unit that another goes on for has no row of its own any more.
        if not on_roster(unit, period) or unit.leaves_before(period.past):
            continue
        duties: list[Duty] = []
        zero_months: list[str] = []
        for progress in progress_of_quotas(UnitContext(facts, unit, events)):
            if progress.excused:
                continue
            quota, term = progress.quota, progress.period
            duty = _duty(
                quota.code,
                quota.title,
                term,
                progress.need,
                progress.work.amount,
                course(term),
            )
            fits = counted_by(quota).fits
            together = sum(1 for item in progress.work.together if fits(item))
            duties.append(replace(duty, basis=quota.basis, together=together))
            undecided = progress.work.undecided
            if (
                quota.on_zero
                and progress.silent
                and not undecided
                and facts.has_passed(term.last)
            ):
                zero_months.append(term.code)
        for answer in commission_answers(facts, unit):
            if answer.is_current_in(period):
                commission, done = answer.commission, 0 if answer.item is None else 1
                term = Period(
                    commission.issued_on,
                    commission.due + ONE_DAY,
                    commission.id,
                    Span.NAMED,
                )
                duty = _duty(
                    "commission", commission.title, term, 1, done, course(term)
                )
                duties.append(
                    replace(duty, late=answer.item is not None and not answer.in_time)
                )
        exempt = not assessed_in(unit, period)
        why = "、".join(exemptions_in(unit, period)) if exempt else ""
        found.append(
            Standing(
                unit.id,
                unit.name,
                unit.group,
                tuple(duties),
                tuple(zero_months),
                exempt,
                why,
            )
        )
    return tuple(found)


def _duty(
    code: str,
    title: str,
    term: Period,
    need: int,
    done: Fraction | int,
    course: TermCourse,
) -> Duty:
    """What is owed in the period `term`, whose course is known."""
    return Duty(
        code=code,
        title=title,
        period=term.code,
        need=need,
        done=done,
        forecast=forecast(need, done, course),
        since=term.first,
        due=term.last,
        days_left=course.days_left,
    )


# --- how much of each quota is done ---------------------------------------------------


def progress_of_quotas(context: UnitContext) -> Iterator[QuotaProgress]:
    """Every quota that the unit's group owes, in each of the quota's periods that
    touches the context's.
    """
    for quota in context.edition.quotas:
        owed = quota.owed.get(context.unit.group)
        if owed is None:
            continue
        need = owed.of(context.unit)
        if need:
            for period in periods_touching(owed.per, owed.calendar, context.period):
                yield _progress(context, quota, period, need)


def counted_by(quota: Quota) -> Counted:
    """What does a duty: of its categories, no 约稿 unless it says so, of good quality
    where that counts (A4, A5, B5).
    """
    when = quota.when._replace(category=quota.categories)
    if not quota.commissioned:
        when = when._replace(commissioned=False)
    return Counted(quota.basis, when)


def _progress(
    context: UnitContext, quota: Quota, period: Period, need: int
) -> QuotaProgress:
    beginning = context.facts.record.beginning
    if beginning is not None and beginning.on <= period.first:
        beginning = None
    return QuotaProgress(
        quota=quota,
        period=period,
        need=need,
        work=counted_in(context, counted_by(quota), period),
        excused=excused(context.unit, period)
        or (beginning is not None and not _owed_though_begun(beginning, period)),
        begun_before=beginning,
    )


def _owed_though_begun(beginning: Beginning, period: Period) -> bool:
    """Whether a duty of a period that had begun before the assessment is owed all the
    same.
    """
    return beginning.owes_begun and period.span not in SHORT_SPANS


def counted_in(context: UnitContext, counted: Counted, period: Period) -> Work:
    """What of the unit's work in a period is counted, with that of the units for which
    it goes on.
    """
    facts, unit = context.facts, context.unit
    fitting: list[Item] = []
    others: list[Item] = []
    waiting: list[Item] = []
    together: list[Item] = []
    sent_back: list[Item] = []
    beginning = facts.record.beginning
    early_counts = (
        beginning is not None
        and beginning.on > period.first
        and _owed_though_begun(beginning, period)
    )
    items = list(facts.items_in(unit, period))
    unit_ids = {unit.id}
    for absorbed in facts.absorbed_by(unit, period.past):
        items += facts.items_in(absorbed, period)
        unit_ids.add(absorbed.id)
    for item in items:
        if not (item.lead or facts.edition.joint.duty_of_all):
            continue
        if item.together_with:
            together.append(item)
        elif item.counts:
            (fitting if counted.fits(item) else others).append(item)
        elif item.status is ItemStatus.WAITS:
            waiting.append(item)
        elif item.status is ItemStatus.EARLY and early_counts:
            # Who is held to a duty that had begun may have done it before.
            (fitting if counted.fits(item) else others).append(item)
        if item.sent_back_on is not None and item.sent_back_on >= period.past:
            sent_back.append(item)
    match counted.basis:
        case Basis.ACCEPTED | Basis.GOOD:
            contributions = [Contribution(item, item.day, 1) for item in fitting]
        case Basis.DAYS:
            first_of_day = {item.day: item for item in reversed(fitting)}
            contributions = [
                Contribution(item, day, 1) for day, item in first_of_day.items()
            ]
        case Basis.USED | Basis.ADOPTED:
            contributions = _adoptions(context, counted, period)
        case Basis.POINTS:
            contributions = _points_earned(context, counted, period)
        case _:
            assert_never(counted.basis)
    return Work(
        contributions=tuple(
            sorted(contributions, key=lambda each: (each.on, each.item.serial))
        ),
        others=tuple(others),
        waiting=tuple(waiting),
        together=tuple(together),
        unseen=sum(
            each.unit_id in unit_ids and each.on in period
            for each in facts.record.unseen
        ),
        sent_back=tuple(sent_back),
    )


def _adoptions(
    context: UnitContext, counted: Counted, period: Period
) -> list[Contribution]:
    """Each adoption of the period, as many as its form counts as (A7), whenever its
    item was sent; or each item that was first used in it.
    """
    edition = context.edition
    count_as = {form.name: form.count_as for form in edition.forms}
    found: list[Contribution] = []
    for item in context.facts.items_gone_on_with(context.unit, period.past):
        if not item.counts or not counted.fits(item):
            continue
        if not (item.lead or edition.joint.duty_of_all):
            continue
        events = context.events.get(item.serial, ())
        for event in events:
            # A publication that the rule does not list has no level (C7).
            if event.kind is not EventKind.ADOPTION or not event.level:
                continue
            if event.is_gone_in(period):
                continue
            if not event.meets(counted.when, events):
                continue
            amount = count_as.get(event.form, Fraction(1))
            used = counted.basis is Basis.USED
            if event.counts_on in period:
                found.append(Contribution(item, event.counts_on, 1 if used else amount))
            if used:
                break
    return found


def _points_earned(
    context: UnitContext, counted: Counted, period: Period
) -> list[Contribution]:
    """What items earn in the period by adoptions, 批示 and as such."""
    found: list[Contribution] = []
    for unit in (context.unit, *context.facts.absorbed_by(context.unit, period.past)):
        items = {
            item.serial: item
            for item in context.facts.items_of(unit)
            if counted.fits(item)
        }
        of_period = context.within(period)._replace(unit=unit)
        for line in (*event_lines(of_period), *submission_lines(of_period)):
            if line.points and line.serial in items:
                # An event of an earlier day that counts in this period does so from its
                # first day.
                day = min(max(line.on, period.first), period.last)
                found.append(Contribution(items[line.serial], day, line.points))
    return found


# --- commissions ----------------------------------------------------------------------


def commission_answers(facts: ScoringFacts, unit: Unit) -> Iterator[CommissionAnswer]:
    """The unit's answer to every commission it is named in, in the order of
    deadlines.
    """
    for commission in facts.commissions.get(unit.id, ()):
        due = commission.due
        sent = [
            item
            for item in facts.items_gone_on_with(unit, due + ONE_DAY)
            if item.submission.commission == commission.id
        ]
        # One that came before the assessment began is an answer too; it earns nothing.
        valid = [
            item for item in sent if item.counts or item.status is ItemStatus.EARLY
        ]
        good = [item for item in valid if item.submission.quality]
        prompt = [
            item for item in good if item.day <= due or item.submission.lateness_waived
        ]
        best = prompt or good
        yield CommissionAnswer(
            commission=commission,
            unit=unit,
            item=best[0] if best else None,
            in_time=bool(prompt),
            waiting=any(item.status is ItemStatus.WAITS for item in sent),
            excused=unit.exempt_on(due) or not unit.assessed_on(due),
        )


# --- how it will end ------------------------------------------------------------------


def forecast_of_duty(duty: Duty, day: date, works: Calendar) -> Forecast:
    """How a duty would end, seen from a day, with what is done of it by now."""
    term = Period(duty.since, duty.due + ONE_DAY, duty.period, Span.NAMED)
    return forecast(duty.need, duty.done, course_of(term, day, works))


def course_of(term: Period, today: date, works: Calendar | None = None) -> TermCourse:
    """How far a term has come on `today`, in working days where there is a calendar and
    any day is one.
    """
    days = list(days_between(term.first, term.past))
    if works is not None:
        # A period of holidays alone has no pace of working days: there all days are
        # counted.
        days = [day for day in days if works(day)] or days
    gone = sum(1 for day in days if day < today)
    left = None if works is None else working_days_left(today, term.last, works)
    # A 约稿 that was due before it was issued has no day at all.
    return TermCourse(today >= term.past, Fraction(gone, max(len(days), 1)), left)


def forecast(need: int, done: Fraction | int, course: TermCourse) -> Forecast:
    """How a duty will end: on course while `done` keeps pace with the days gone, to the
    nearest item.
    """
    if done >= need:
        return Forecast.DONE
    if course.over:
        return Forecast.MISSED
    return (
        Forecast.SHORT
        if done < round_half_up(need * course.gone)
        else Forecast.ON_COURSE
    )


def round_half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * number + 1) // 2
