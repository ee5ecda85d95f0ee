"""How much of each quota has a unit done, with which items and on which days?

Counts accepted items, adoptions by what their forms count as, or points (Art. 11(1), A4-A8). What follows is
`scoring.duties`' affair, how it stands on a day `scoring.quota`'s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.dues import Basis, GroupQuota, Quota
from ledger.periods import Period, period_of
from ledger.scoresheet import Line
from scoring.credit import EventKind
from scoring.event_points import credit_lines
from scoring.facts import Item, ItemStatus, excused
from scoring.standalone import submission_lines
from scoring.unit_context import UnitContext


class Contribution(NamedTuple):
    """What one item, or one thing that became of it, adds to a quota, and on which day."""

    item: Item
    on: date
    amount: Fraction | int


class QuotaProgress(NamedTuple):
    """One quota of one unit in one of its periods: what does it, and the items that keep off the fine."""

    quota: Quota
    period: Period
    need: int
    parts: tuple[Contribution, ...]
    """In the order of days."""
    others: tuple[Item, ...]
    """Accepted items of the period that do not fill the quota."""
    waiting: tuple[Item, ...]
    sent_back: tuple[Item, ...]
    """Returned only after the period had ended (A8)."""
    excused: bool

    @property
    def done(self) -> tuple[Item, ...]:
        """The items that do it, each once."""
        return tuple(dict.fromkeys(part.item for part in self.parts))

    @property
    def amount(self) -> Fraction | int:
        """How much is done: items, adoptions by what their forms count as, or points."""
        return sum(part.amount for part in self.parts)

    @property
    def met(self) -> bool:
        """Whether enough is done."""
        return self.amount >= self.need

    @property
    def enough(self) -> tuple[Contribution, ...]:
        """The first parts that together are enough; all of them where nothing is."""
        so_far: Fraction | int = 0
        for number, part in enumerate(self.parts, 1):
            so_far += part.amount
            if so_far >= self.need:
                return self.parts[:number]
        return self.parts

    @property
    def silent(self) -> bool:
        """Whether nothing was accepted that keeps a unit from 零报送 (A3)."""
        if self.parts:
            return False
        zero = self.quota.on_zero
        spare = None if zero is None else zero.counts
        return not any(spare is None or item.submission.category in spare for item in self.others)


def tallies(context: UnitContext) -> Iterator[QuotaProgress]:
    """Every quota of the unit's group, in every one of its periods that touches the case's."""
    for quota in context.case.edition.quotas:
        owed = quota.owed.get(context.unit.group)
        if owed is None:
            continue
        need = owed.of(context.unit.name, context.case.edition.heads)
        for period in _periods(owed, context.case.period) if need else ():
            yield _tally(context, quota, period, need)


def _periods(owed: GroupQuota, period: Period) -> Iterator[Period]:
    """The periods in which it is owed that touch `period`, in order."""
    if owed.calendar:
        yield from (each for each in owed.calendar if each.first < period.past and period.first < each.past)
        return
    each = period_of(period.first, owed.per)
    while each.first < period.past:
        yield each
        each = each.next()


def _tally(context: UnitContext, quota: Quota, period: Period, need: int) -> QuotaProgress:
    case, unit = context.case, context.unit
    within: Sequence[Item] = case.within(unit, period)
    if not case.edition.joint.duty_of_all:
        within = [item for item in within if item.lead]
    accepted = [item for item in within if item.counts]
    fitting = [item for item in accepted if does(quota, item)]
    return QuotaProgress(
        quota=quota,
        period=period,
        need=need,
        parts=_PARTS[quota.basis](context, quota, period, fitting),
        others=() if len(fitting) == len(accepted) else tuple(i for i in accepted if not does(quota, i)),
        waiting=tuple([item for item in within if item.verdict is ItemStatus.WAITS]),
        sent_back=tuple([item for item in within if item.sent_back_on and item.sent_back_on >= period.past]),
        excused=excused(unit, period),
    )


def _items(
    _bench: UnitContext, _quota: Quota, _period: Period, fitting: Sequence[Item]
) -> tuple[Contribution, ...]:
    """Each accepted item that does the duty is one."""
    return tuple([Contribution(item, item.day, 1) for item in fitting])


def _adoptions(
    context: UnitContext, quota: Quota, period: Period, _fitting: Sequence[Item]
) -> tuple[Contribution, ...]:
    """Each adoption of the period is as many as its form counts as (A7), whenever its item was sent."""
    edition = context.case.edition
    counts = {form.name: form.count_as for form in edition.forms}
    found = [
        Contribution(item, event.lands_on, counts.get(event.form, Fraction(1)))
        for item in context.case.of(context.unit)
        if item.counts and does(quota, item) and (item.lead or edition.joint.duty_of_all)
        for event in context.events.get(item.serial, ())
        if event.kind is EventKind.ADOPTION and event.level and event.lands_on in period
    ]
    return tuple(sorted(found, key=_part_day))


def _points(
    context: UnitContext, quota: Quota, period: Period, _fitting: Sequence[Item]
) -> tuple[Contribution, ...]:
    """What items earn in the period by adoptions, 批示 and as such."""
    items = {item.serial: item for item in context.case.of(context.unit) if does(quota, item)}
    there = context._replace(case=replace(context.case, period=period))
    lines = [
        each
        for each in (*credit_lines(there), *submission_lines(there))
        if isinstance(each, Line) and each.points
    ]
    found = [
        Contribution(items[line.serial], min(max(line.on, period.first), period.last), line.points)
        for line in lines
        if line.serial in items
    ]
    return tuple(sorted(found, key=_part_day))


def _part_day(part: Contribution) -> tuple[date, str]:
    return part.on, part.item.serial


_PARTS = {Basis.ACCEPTED: _items, Basis.GOOD: _items, Basis.ADOPTED: _adoptions, Basis.POINTS: _points}
"""Basis → what is counted towards the quota."""


def does(quota: Quota, item: Item) -> bool:
    """Whether an accepted item does this duty: its category, and whether it is a 约稿 (A4, A5, B5)."""
    submission = item.submission
    if submission.category not in quota.categories or (submission.commission and not quota.commissioned):
        return False
    return submission.quality or quota.basis is not Basis.GOOD
