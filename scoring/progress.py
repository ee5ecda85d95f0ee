"""How much of each quota has a unit done, with which items and on which days?

Counts accepted items, adoptions by what their forms count as, or points (Art. 11(1), A4-A8). What follows is
`scoring.duties`' affair, how it stands on a day `scoring.quota`'s.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger.dues import Basis, GroupQuota, Quota
from ledger.periods import Period, period_of
from scoring.event_points import event_lines
from scoring.events import EventKind
from scoring.facts import Item, ItemStatus
from scoring.membership import excused
from scoring.standalone import submission_lines
from scoring.unit_context import UnitContext


class Contribution(NamedTuple):
    """What one item, or one thing that became of it, adds to a quota, and on which day."""

    item: Item
    on: date
    amount: Fraction | int


class QuotaProgress(NamedTuple):
    """How far one unit has come with one quota in one of the quota's periods."""

    quota: Quota
    period: Period
    need: int
    contributions: tuple[Contribution, ...]
    """In the order of days."""
    others: tuple[Item, ...]
    """Accepted items of the period that do not fill the quota."""
    waiting: tuple[Item, ...]
    """Undecided items of the period: they keep the unit from the fine."""
    sent_back: tuple[Item, ...]
    """Returned only after the period had ended (A8)."""
    excused: bool

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that contribute, each once."""
        return tuple(dict.fromkeys(each.item for each in self.contributions))

    @property
    def amount(self) -> Fraction | int:
        """How much is done: items, adoptions by what their forms count as, or points."""
        return sum(each.amount for each in self.contributions)

    @property
    def met(self) -> bool:
        """Whether enough is done."""
        return self.amount >= self.need

    @property
    def enough(self) -> tuple[Contribution, ...]:
        """The first contributions that together are enough; all of them where they are not."""
        so_far: Fraction | int = 0
        for number, each in enumerate(self.contributions, 1):
            so_far += each.amount
            if so_far >= self.need:
                return self.contributions[:number]
        return self.contributions

    @property
    def silent(self) -> bool:
        """Whether nothing was accepted that keeps a unit from 零报送 (A3)."""
        if self.contributions:
            return False
        categories = None if self.quota.on_zero is None else self.quota.on_zero.counts
        for item in self.others:
            if categories is None or item.submission.category in categories:
                return False
        return True


def progress_of_quotas(context: UnitContext) -> Iterator[QuotaProgress]:
    """Every quota that the unit's group owes, in each of the quota's periods that touches the context's."""
    for quota in context.edition.quotas:
        owed = quota.owed.get(context.unit.group)
        if owed is None:
            continue
        need = owed.of(context.unit.name, context.edition.heads)
        if need:
            for period in _periods_touching(owed, context.period):
                yield _progress(context, quota, period, need)


def fills(quota: Quota, item: Item) -> bool:
    """Whether an accepted item does this duty: its category, and whether it is a 约稿 (A4, A5, B5)."""
    submission = item.submission
    if submission.category not in quota.categories:
        return False
    if submission.commission and not quota.commissioned:
        return False
    return submission.quality or quota.basis is not Basis.GOOD


def _periods_touching(owed: GroupQuota, period: Period) -> Iterator[Period]:
    """The periods in which it is owed that have a day in common with `period`, in order."""
    if owed.calendar:
        for each in owed.calendar:
            if each.first < period.past and period.first < each.past:
                yield each
        return
    each = period_of(period.first, owed.per)
    while each.first < period.past:
        yield each
        each = each.next()


def _progress(context: UnitContext, quota: Quota, period: Period, need: int) -> QuotaProgress:
    facts, unit = context.facts, context.unit
    fitting: list[Item] = []
    others: list[Item] = []
    waiting: list[Item] = []
    sent_back: list[Item] = []
    for item in facts.items_in(unit, period):
        if not (item.lead or facts.edition.joint.duty_of_all):
            continue
        if item.counts:
            (fitting if fills(quota, item) else others).append(item)
        elif item.status is ItemStatus.WAITS:
            waiting.append(item)
        if item.sent_back_on is not None and item.sent_back_on >= period.past:
            sent_back.append(item)
    match quota.basis:
        case Basis.ACCEPTED | Basis.GOOD:
            contributions = [Contribution(item, item.day, 1) for item in fitting]
        case Basis.ADOPTED:
            contributions = _adoptions(context, quota, period)
        case Basis.POINTS:
            contributions = _points_earned(context, quota, period)
        case _:
            assert_never(quota.basis)
    return QuotaProgress(
        quota=quota,
        period=period,
        need=need,
        contributions=tuple(contributions),
        others=tuple(others),
        waiting=tuple(waiting),
        sent_back=tuple(sent_back),
        excused=excused(unit, period),
    )


def _adoptions(context: UnitContext, quota: Quota, period: Period) -> list[Contribution]:
    """Each adoption of the period, as many as its form counts as (A7), whenever its item was sent."""
    edition = context.edition
    count_as = {form.name: form.count_as for form in edition.forms}
    found: list[Contribution] = []
    for item in context.facts.items_of(context.unit):
        if not item.counts or not fills(quota, item):
            continue
        if not (item.lead or edition.joint.duty_of_all):
            continue
        for event in context.events.get(item.serial, ()):
            # A publication that the rule does not list has no level (C7).
            if event.kind is EventKind.ADOPTION and event.level and event.counts_on in period:
                found.append(Contribution(item, event.counts_on, count_as.get(event.form, Fraction(1))))
    return sorted(found, key=_by_day)


def _points_earned(context: UnitContext, quota: Quota, period: Period) -> list[Contribution]:
    """What items earn in the period by adoptions, 批示 and as such."""
    items = {item.serial: item for item in context.facts.items_of(context.unit) if fills(quota, item)}
    of_period = context.within(period)
    found: list[Contribution] = []
    for line in (*event_lines(of_period), *submission_lines(of_period)):
        if line.points and line.serial in items:
            # An event of an earlier day that counts in this period does so from its first day.
            day = min(max(line.on, period.first), period.last)
            found.append(Contribution(items[line.serial], day, line.points))
    return sorted(found, key=_by_day)


def _by_day(contribution: Contribution) -> tuple[date, str]:
    return contribution.on, contribution.item.serial
