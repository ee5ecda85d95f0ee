"""Which items has each unit, on which day does each of them count, and does it count at all?

Lays the record out for scoring: every unit's items in the order of their days, each with its status. What is
owed is `scoring.quota`'s affair, what items earn `scoring.kinds`'.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from operator import attrgetter
from typing import NamedTuple

from ledger.entries.events import Commission, Facts, Remark
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, local_day
from ledger.rulebook import Edition


class ItemStatus(Enum):
    """Whether an item counts for a unit (A8, D6)."""

    COUNTS = auto()
    WAITS = auto()
    """Undecided: counts for nothing yet, and keeps its unit from the fine."""
    OUT = auto()


class Item(NamedTuple):
    """One submission as one of its units has it."""

    submission: Submission
    unit_id: int
    lead: bool
    """Whether the unit is the one that reported it (主报, 首报), not another unit of a joint item."""
    day: date
    status: ItemStatus
    because: str
    """Why it does not count, in Chinese; empty when it does."""
    sent_back_on: date | None
    serial: str
    counts: bool
    """Whether the item is accepted in the rule's sense (A8): its status is COUNTS."""


@dataclass(frozen=True, slots=True)
class ScoringFacts:
    """What scoring a period rests on: the rule, the record, and each unit's items and commissions.

    `items` are in the order of days, `commissions` in that of deadlines. `today` is the day from which the
    period is seen; None: from after its end.
    """

    edition: Edition
    period: Period
    record: Facts
    items: Mapping[int, tuple[Item, ...]]
    commissions: Mapping[int, tuple[Commission, ...]]
    today: date | None

    def has_passed(self, day: date) -> bool:
        """Whether `day` is over: what has not ended is neither fined nor named."""
        return self.today is None or day < self.today

    def items_of(self, unit: Unit) -> tuple[Item, ...]:
        """The unit's items, of any day."""
        return self.items.get(unit.id, ())

    def items_in(self, unit: Unit, period: Period) -> tuple[Item, ...]:
        """The unit's items whose day lies in `period`."""
        items = self.items_of(unit)
        start = bisect_left(items, period.first, key=_day_of)
        end = bisect_left(items, period.past, start, key=_day_of)
        return items[start:end]


def scoring_facts(edition: Edition, period: Period, record: Facts, today: date | None = None) -> ScoringFacts:
    """What scoring `period` under `edition` rests on, every unit's items and commissions laid out."""
    items, commissions = items_by_unit(record), commissions_by_unit(record)
    return ScoringFacts(edition, period, record, items, commissions, today)


def submission_day(submission: Submission) -> date:
    """The day on which a submission counts: what the office decided, else the day it arrived (A10)."""
    return submission.counts_on or local_day(submission.arrived_at)


def items_by_unit(record: Facts) -> dict[int, tuple[Item, ...]]:
    """Unit id → its items, joint ones with each of their units, in the order of days and serials."""
    units = {unit.id: unit for unit in record.units}
    sent_back_on = {each.serial: local_day(each.at) for each in reversed(record.sent_back)}
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for submission in record.submissions:
        day = submission_day(submission)
        for unit_id in dict.fromkeys(submission.unit_ids):
            status, because = _status(submission, units.get(unit_id))
            item = Item(
                submission=submission,
                unit_id=unit_id,
                lead=unit_id == submission.unit_id,
                day=day,
                status=status,
                because=because,
                sent_back_on=sent_back_on.get(submission.serial),
                serial=submission.serial,
                counts=status is ItemStatus.COUNTS,
            )
            found[unit_id].append(item)
    return {unit_id: tuple(sorted(items, key=_by_day)) for unit_id, items in found.items()}


def commissions_by_unit(record: Facts) -> dict[int, tuple[Commission, ...]]:
    """Unit id → the commissions it is named in, in the order of deadlines."""
    found: defaultdict[int, list[Commission]] = defaultdict(list)
    for commission in sorted(record.commissions, key=attrgetter("due", "id")):
        for unit_id in dict.fromkeys(commission.unit_ids):
            found[unit_id].append(commission)
    return {unit_id: tuple(commissions) for unit_id, commissions in found.items()}


def remarks_by_unit(record: Facts) -> dict[int, tuple[Remark, ...]]:
    """Unit id → the remarks about the unit, and those about an item of its own."""
    serials = {remark.serial for remark in record.remarks}
    units_of_item = {each.serial: each.unit_ids for each in record.submissions if each.serial in serials}
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in record.remarks:
        unit_ids = {remark.unit_id}
        if remark.serial is not None:
            unit_ids.update(units_of_item.get(remark.serial, ()))
        for unit_id in unit_ids:
            found[unit_id].append(remark)
    return {unit_id: tuple(remarks) for unit_id, remarks in found.items()}


_by_day = attrgetter("day", "serial")
_day_of = attrgetter("day")


def _status(submission: Submission, unit: Unit | None) -> tuple[ItemStatus, str]:
    """Whether the submission counts for the unit, and why it does not (Chinese)."""
    if submission.state is SubmissionState.RETURNED:
        return ItemStatus.OUT, "已退回，不计"
    if submission.state is SubmissionState.SUPERSEDED:
        by = f"由 {submission.superseded_by} 替代" if submission.superseded_by else "已拆分或替代"
        return ItemStatus.OUT, f"{by}，不重复计"
    if unit is not None and unit.own_business_only:  # Art. 11(1), D6
        if submission.own_business is None:
            return ItemStatus.WAITS, "待本办确认是否与本单位业务有关，暂不计"
        if not submission.own_business:
            return ItemStatus.OUT, "核定与本单位业务无关，不计"
    if submission.state is SubmissionState.HELD:
        return ItemStatus.WAITS, "待本办核定，暂不计"
    return ItemStatus.COUNTS, ""
