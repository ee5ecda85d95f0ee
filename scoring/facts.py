"""Which items count for which unit, on which day?

Turns the facts of a period into a `ScoringFacts`: every item of every unit with its verdict. What is owed for
them is `scoring.quota`'s affair, what they earn `scoring.kinds`'.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from operator import attrgetter
from typing import NamedTuple

from ledger.entries.events import Commission, Facts, Remark
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, Span, local_day
from ledger.rulebook import Edition


class ItemStatus(Enum):
    """Whether an item counts for a unit (A8, D6)."""

    COUNTS = auto()
    WAITS = auto()
    """Undecided: counts for nothing yet, and keeps its unit from the fine."""
    OUT = auto()


class Item(NamedTuple):
    """One submission as one unit's: `lead` is the 主报 or 首报 unit; `because` why it does not count."""

    submission: Submission
    unit_id: int
    lead: bool
    day: date
    verdict: ItemStatus
    because: str
    sent_back_on: date | None
    serial: str
    counts: bool
    """Whether the item is accepted in the rule's sense (A8)."""


@dataclass(frozen=True, slots=True)
class ScoringFacts:
    """A period to be scored: the rule, the facts, and every unit's items in the order of their days.

    `asked` are every unit's commissions in the order of deadlines.
    """

    edition: Edition
    period: Period
    facts: Facts
    items: Mapping[int, tuple[Item, ...]]
    today: date | None = None
    """The day from which the period is seen; None: from after its end."""
    asked: Mapping[int, tuple[Commission, ...]] = field(default_factory=dict)

    def over(self, last: date) -> bool:
        """Whether the day `last` has passed: what has not ended is neither fined nor named."""
        return self.today is None or last < self.today

    def of(self, unit: Unit) -> tuple[Item, ...]:
        """The unit's items."""
        return self.items.get(unit.id, ())

    def within(self, unit: Unit, period: Period) -> tuple[Item, ...]:
        """The unit's items of a period: a slice, since items lie in the order of their days."""
        items = self.of(unit)
        since = bisect_left(items, period.first, key=_item_day)
        return items[since : bisect_left(items, period.past, since, key=_item_day)]


def scoring_facts(edition: Edition, period: Period, facts: Facts, today: date | None = None) -> ScoringFacts:
    """The case of a period, every unit's items and commissions laid out."""
    return ScoringFacts(edition, period, facts, items_by_unit(facts), today, asked_by_unit(facts))


def submission_day(submission: Submission) -> date:
    """The day on which a submission counts: the office's word, else the arrival (A10)."""
    return submission.counts_on or local_day(submission.arrived_at)


def items_by_unit(facts: Facts) -> dict[int, tuple[Item, ...]]:
    """Every unit's items, joint ones with each unit, in the order of days and serials."""
    units = {unit.id: unit for unit in facts.units}
    found: defaultdict[int, list[Item]] = defaultdict(list)
    sent_back = {each.serial: local_day(each.at) for each in reversed(facts.sent_back)}
    for submission in facts.submissions:
        day, serial = submission_day(submission), submission.serial
        for unit_id in dict.fromkeys(submission.unit_ids):
            verdict, because = _verdict(submission, units.get(unit_id))
            lead = unit_id == submission.unit_id
            returned = sent_back.get(serial)
            counts = verdict is ItemStatus.COUNTS
            item = Item(submission, unit_id, lead, day, verdict, because, returned, serial, counts)
            found[unit_id].append(item)
    return {unit_id: tuple(sorted(items, key=_place)) for unit_id, items in found.items()}


def asked_by_unit(facts: Facts) -> dict[int, tuple[Commission, ...]]:
    """Every unit's commissions, in the order of deadlines."""
    found: defaultdict[int, list[Commission]] = defaultdict(list)
    for commission in sorted(facts.commissions, key=lambda each: (each.due, each.id)):
        for unit_id in dict.fromkeys(commission.unit_ids):
            found[unit_id].append(commission)
    return {unit_id: tuple(asked) for unit_id, asked in found.items()}


def remarks_by_unit(facts: Facts) -> dict[int, tuple[Remark, ...]]:
    """Every unit's remarks: those about it, and those about an item of its."""
    named = {remark.serial for remark in facts.remarks}
    units = {each.serial: each.unit_ids for each in facts.submissions if each.serial in named}
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in facts.remarks:
        for unit_id in {remark.unit_id, *units.get(remark.serial or "", ())}:
            found[unit_id].append(remark)
    return {unit_id: tuple(remarks) for unit_id, remarks in found.items()}


def on_roster(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster on some day of the period."""
    return unit.since < period.past and (unit.until is None or period.first < unit.until)


def assessed_in(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster, and not excused, for at least a part of the period."""
    return on_roster(unit, period) and not excused(unit, period)


def excused(unit: Unit, period: Period) -> bool:
    """Whether the unit owes nothing in the period (A13).

    A month or week is excused when the unit is exempt, or off the roster, on any of its days; anything
    longer when all its months are.
    """
    if not unit.exemptions and unit.since <= period.first and unit.until is None:
        return False
    if period.span not in (Span.WEEK, Span.MONTH, Span.NAMED):
        return all(excused(unit, month) for month in period.split(Span.MONTH))
    if period.first < unit.since or (unit.until is not None and unit.until < period.past):
        return True
    return any(
        exemption.since < period.past and (exemption.until is None or period.first < exemption.until)
        for exemption in unit.exemptions
    )


_place = attrgetter("day", "serial")


def _item_day(item: Item) -> date:
    return item.day


def _verdict(submission: Submission, unit: Unit | None) -> tuple[ItemStatus, str]:
    match submission.state:
        case SubmissionState.RETURNED:
            return ItemStatus.OUT, "已退回，不计"
        case SubmissionState.SUPERSEDED:
            by = f"由 {submission.superseded_by} 替代" if submission.superseded_by else "已拆分或替代"
            return ItemStatus.OUT, f"{by}，不重复计"
        case SubmissionState.HELD | SubmissionState.RECORDED:
            pass
    if unit is not None and unit.own_business_only:  # Art. 11(1), D6
        if submission.own_business is False:
            return ItemStatus.OUT, "核定与本单位业务无关，不计"
        if submission.own_business is None:
            return ItemStatus.WAITS, "待本办确认是否与本单位业务有关，暂不计"
    if submission.state is SubmissionState.HELD:
        return ItemStatus.WAITS, "待本办核定，暂不计"
    return ItemStatus.COUNTS, ""
