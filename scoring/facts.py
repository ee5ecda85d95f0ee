"""What does scoring rest on: which items and events has each unit, and on which day
does each count?

Lays the record out: every unit's items in the order of their days, each with its
status, and when the unit is assessed at all. An event counts in the quarter of its own
date while that is not published, else in the earliest later quarter that is still open
(C10): a published circular is never rewritten. What an event is worth is
`scoring.events`' affair; the lines that rules make of it all are `scoring.kinds`'.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from ledger.entries.events import Beginning, Commission, Facts, Remark
from ledger.entries.people import Exemption, Unit, going_on
from ledger.entries.submissions import Submission, SubmissionState
from ledger.measures import Condition, JointRole
from ledger.periods import (
    ONE_DAY,
    Period,
    Span,
    day_start,
    local_day,
    parse_period,
    period_of,
)
from ledger.rulebook import Consequence, Edition
from ledger.scoresheet import Line, NamedListEntry

ZERO = Fraction(0)

SHORT_SPANS = (Span.WEEK, Span.MONTH, Span.NAMED)
"""Periods of which a unit is excused when it is on any of their days (A13)."""

RuleResult = Line | NamedListEntry
"""What a rule gives a unit: points, or a place on a named list."""


class ItemStatus(Enum):
    """Whether an item counts for a unit (A8, D6)."""

    COUNTS = auto()
    WAITS = auto()
    """Undecided: counts for nothing yet, and keeps its unit from the fine."""
    EARLY = auto()
    """From before the assessment began (考核前): earns nothing, and does no duty but
    one that had begun.
    """
    OUT = auto()


class Item(NamedTuple):
    """One submission as one of its units has it."""

    submission: Submission
    unit_id: int
    lead: bool
    """Whether the unit is the one that reported it (主报, 首报), not another unit of a
    joint item.
    """
    day: date
    status: ItemStatus
    because: str
    """Why it does not count, in Chinese; empty when it does."""
    sent_back_on: date | None
    serial: str
    counts: bool
    """Whether the item is accepted in the rule's sense (A8): its status is COUNTS."""
    together_with: str = ""
    """The serial of the item that it corrects and counts once with, until somebody
    decides (F7).
    """

    def meets(self, when: Condition) -> bool:
        """Whether the part of a condition that asks of the item holds of it."""
        item = self.submission
        if when.category is not None and item.category not in when.category:
            return False
        if when.commissioned is not None:
            if when.commissioned != bool(item.commission):
                return False
        if when.characters is not None and not when.characters.hold(item.characters):
            return False
        if when.joint is not None and when.joint != bool(item.co_unit_ids):
            return False
        return when.role is None or (when.role is JointRole.LEAD) == self.lead


class EventKind(StrEnum):
    """What happened to an item; the value begins the event's name as evidence."""

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


class Event(NamedTuple):
    """One adoption, instruction or forwarding, what it is worth by itself, and the day
    it counts for.
    """

    kind: EventKind
    id: int
    serial: str
    on: date
    counts_on: date
    points: Fraction
    article: str
    level: str
    leader: str
    said: str
    """What happened, in Chinese."""
    flaw: str = ""
    """Why it is worth nothing by itself (Chinese)."""
    outlet: str = ""
    """The publication that adopted the item."""
    form: str = ""
    gone_on: date | None = None
    """From which day on it counts no more, where it was withdrawn after its quarter was
    printed (C13).
    """
    gone_because: str = ""
    """Why it was withdrawn."""
    account: str = ""
    """What its points are for: its kind, and the level where the rule names that."""

    @property
    def evidence(self) -> str:
        """The event's name as evidence of a line."""
        return f"{self.kind}:{self.id}"

    def meets(self, when: Condition, beside: Sequence["Event"]) -> bool:
        """Whether the part of a condition that asks of an event holds of it, `beside`
        what became of its item, itself included, in the order of days.

        Of an instruction, publication and form are those of any adoption.
        """
        adoptions = [each for each in beside if each.kind is EventKind.ADOPTION]
        asked = adoptions if self.kind is EventKind.INSTRUCTION else [self]
        parts = (
            (when.publication, {each.outlet for each in asked}),
            (when.form, {each.form for each in asked}),
            (when.level, {self.level}),
            (when.leader, {self.leader}),
        )
        for allowed, found in parts:
            if allowed is not None and not allowed & found:
                return False
        if when.nth is not None:
            alike = [each for each in beside if each.account == self.account]
            if not when.nth.hold(alike.index(self) + 1):
                return False
        if when.adopted is not None and when.adopted != bool(adoptions):
            return False
        instructed = any(each.kind is EventKind.INSTRUCTION for each in beside)
        return when.instructed is None or when.instructed == instructed

    def counts_at(self, day: date) -> bool:
        """Whether it counts among what happened before `day`."""
        return self.counts_on < day and (self.gone_on is None or self.gone_on >= day)

    def is_gone_in(self, period: Period) -> bool:
        """Whether the period takes it back."""
        return self.gone_on is not None and self.gone_on in period

    def age(self) -> tuple[date, date, str, int]:
        """A key that sorts events by the day on which they count, then so that no two
        are alike.
        """
        return self.counts_on, self.on, self.kind, self.id


# Why an event is worth nothing by itself, whatever else the rule gives for it.
NOT_LISTED = "该刊物未列入计分表，待本办核定"
NOT_SENT_UP = "未经本办上报，不计分"
ONLY_KEPT = "未列入计分表，只登记，不计分"
LEVEL_NOT_LISTED = "该级领导批示未列入计分表，只登记"

Events = Mapping[str, tuple["Event", ...]]
"""Serial → the item's events, in the order of the days on which they count."""


@dataclass(frozen=True, slots=True)
class ScoringFacts:
    """What scoring a period rests on: the rule, the record, and each unit's items and
    commissions.

    `items` are in the order of days, `commissions` in that of deadlines. `today` is the
    day from which the period is seen; None: from after its end.
    """

    edition: Edition
    period: Period
    record: Facts
    items: Mapping[int, tuple[Item, ...]]
    commissions: Mapping[int, tuple[Commission, ...]]
    today: date | None
    merged: tuple[Unit, ...] = ()
    """Units that another goes on for, of any day."""

    def has_passed(self, day: date) -> bool:
        """Whether `day` is over: what has not ended is neither fined nor named."""
        return self.today is None or day < self.today

    def items_of(self, unit: Unit) -> tuple[Item, ...]:
        """The unit's items, of any day."""
        return self.items.get(unit.id, ())

    def absorbed_by(self, unit: Unit, past: date) -> tuple[Unit, ...]:
        """The units that the unit goes on for from a day before `past` on, or
        themselves or by others.
        """
        if not self.merged:
            return ()
        heirs = going_on(self.merged, past)
        return tuple(each for each in self.merged if heirs.get(each.id) == unit.id)

    def items_gone_on_with(self, unit: Unit, past: date) -> list[Item]:
        """The unit's items, and those of the units that it goes on for by then."""
        items = list(self.items_of(unit))
        for absorbed in self.absorbed_by(unit, past):
            items += self.items_of(absorbed)
        return items

    def items_in(self, unit: Unit, period: Period) -> tuple[Item, ...]:
        """The unit's items whose day lies in `period`."""
        items = self.items_of(unit)
        start = bisect_left(items, period.first, key=attrgetter("day"))
        end = bisect_left(items, period.past, start, key=attrgetter("day"))
        return items[start:end]


class UnitContext(NamedTuple):
    """What a rule is applied to: one unit in the period of `facts`, and every item's
    events.
    """

    facts: ScoringFacts
    unit: Unit
    events: Events

    @property
    def edition(self) -> Edition:
        """The rule that applies."""
        return self.facts.edition

    @property
    def period(self) -> Period:
        """The period that is scored."""
        return self.facts.period

    def under(self, edition: Edition) -> "UnitContext":
        """The same unit, facts and period under another edition."""
        return self._replace(facts=replace(self.facts, edition=edition))

    def within(self, period: Period) -> "UnitContext":
        """The same unit and facts in another period."""
        return self._replace(facts=replace(self.facts, period=period))


# --- the record, laid out -------------------------------------------------------------


def scoring_facts(
    edition: Edition, period: Period, record: Facts, today: date | None = None
) -> ScoringFacts:
    """What scoring `period` under `edition` rests on, every unit's items and
    commissions laid out.
    """
    record = excused_before_beginning(record, period)
    items, commissions = items_by_unit(record), commissions_by_unit(record)
    return ScoringFacts(
        edition, period, record, items, commissions, today, merged_units(record)
    )


def excused_before_beginning(record: Facts, period: Period) -> Facts:
    """The record with every unit excused for the days before the assessment began
    (A14).
    """
    beginning = record.beginning
    # Of a year that was assessed from its first day on no unit need be asked.
    if beginning is None or beginning.on <= period_of(period.first, Span.YEAR).first:
        return record
    before = Exemption(date.min, beginning.on, beginning.said)
    units = [
        replace(unit, exemptions=(before, *unit.exemptions)) for unit in record.units
    ]
    return replace(record, units=tuple(units))


def merged_units(record: Facts) -> tuple[Unit, ...]:
    """The units that another goes on for, of any day."""
    return tuple(unit for unit in record.units if unit.merged_into is not None)


def holder_on(merged: Sequence[Unit], unit_id: int, day: date) -> int:
    """Whose is what happens to a unit on a day: its own, or that of the unit which goes
    on for it by then.
    """
    if not merged:
        return unit_id
    return going_on(merged, day + ONE_DAY).get(unit_id, unit_id)


def items_by_unit(record: Facts) -> dict[int, tuple[Item, ...]]:
    """Unit id → its items, joint ones with each of their units, in the order of days
    and serials.
    """
    units = {unit.id: unit for unit in record.units}
    merged = merged_units(record)
    corrects = _corrections(record)
    sent_back_on = {
        each.serial: local_day(each.at) for each in reversed(record.sent_back)
    }
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for submission in record.submissions:
        day = submission.day
        reported_by: int | None = None
        named_as: dict[int, int] = {}
        for named in submission.unit_ids:
            # What comes in the name of a unit that is no more is the item of the one
            # that goes on for it.
            unit_id = holder_on(merged, named, day)
            named_as.setdefault(unit_id, named)
            if named == submission.unit_id:
                reported_by = unit_id
        for unit_id, named in named_as.items():
            status, because = _status(submission, units.get(unit_id), record.beginning)
            corrected = corrects.get((submission.serial, named), "")
            item = Item(
                submission=submission,
                unit_id=unit_id,
                lead=unit_id == reported_by,
                day=day,
                status=status,
                because=because,
                sent_back_on=sent_back_on.get(submission.serial),
                serial=submission.serial,
                counts=status is ItemStatus.COUNTS,
                together_with=corrected if status is ItemStatus.COUNTS else "",
            )
            found[unit_id].append(item)
    return {
        unit_id: tuple(sorted(items, key=attrgetter("day", "serial")))
        for unit_id, items in found.items()
    }


def _corrections(record: Facts) -> dict[tuple[str, int], str]:
    """Serial and unit id of an undecided correction → what it corrects, where that
    counts for the unit (F7).

    What the record at hand does not hold is an item of another year, which counts
    there.
    """
    if not record.counted_once:
        return {}
    submissions = {submission.serial: submission for submission in record.submissions}
    found: dict[tuple[str, int], str] = {}
    for each in record.counted_once:
        correction, corrected = (
            submissions.get(each.serial),
            submissions.get(each.corrects),
        )
        if correction is None:
            continue
        for unit_id in correction.unit_ids:
            counts = corrected is None or (
                corrected.state is SubmissionState.RECORDED
                and unit_id in corrected.unit_ids
            )
            if counts:
                found[each.serial, unit_id] = each.corrects
    return found


def _status(
    submission: Submission, unit: Unit | None, beginning: Beginning | None
) -> tuple[ItemStatus, str]:
    """Whether the submission counts for the unit, and why it does not (Chinese)."""
    if submission.state is SubmissionState.RETURNED:
        return ItemStatus.OUT, "已退回，不计"
    if submission.state is SubmissionState.SUPERSEDED:
        by = (
            f"由 {submission.superseded_by} 替代"
            if submission.superseded_by
            else "已拆分或替代"
        )
        return ItemStatus.OUT, f"{by}，不重复计"
    if beginning is not None and submission.day < beginning.on:
        return ItemStatus.EARLY, f"考核前（{beginning.said}），不计"
    if (
        unit is not None and unit.until is not None and unit.until <= submission.day
    ):  # A13
        ended = f"{unit.until.year}年{unit.until.month}月{unit.until.day}日"
        return ItemStatus.OUT, f"{unit.name}自{ended}起不再在册，不计"
    if unit is not None and unit.own_business_only:  # Art. 11(1), D6
        if submission.own_business is None:
            return ItemStatus.WAITS, "待本办确认是否与本单位业务有关，暂不计"
        if not submission.own_business:
            return ItemStatus.OUT, "核定与本单位业务无关，不计"
    if submission.state is SubmissionState.HELD:
        return ItemStatus.WAITS, "待本办核定，暂不计"
    return ItemStatus.COUNTS, ""


def commissions_by_unit(record: Facts) -> dict[int, tuple[Commission, ...]]:
    """Unit id → the commissions it is named in, in the order of deadlines."""
    found: defaultdict[int, list[Commission]] = defaultdict(list)
    merged = merged_units(record)
    for commission in sorted(record.commissions, key=attrgetter("due", "id")):
        holders = [
            holder_on(merged, unit_id, commission.due)
            for unit_id in commission.unit_ids
        ]
        for unit_id in dict.fromkeys(holders):
            found[unit_id].append(commission)
    return {unit_id: tuple(commissions) for unit_id, commissions in found.items()}


def remarks_by_unit(record: Facts) -> dict[int, tuple[Remark, ...]]:
    """Unit id → the remarks about the unit, and those about an item of its own."""
    serials = {remark.serial for remark in record.remarks}
    units_of_item = {
        each.serial: each.unit_ids
        for each in record.submissions
        if each.serial in serials
    }
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in record.remarks:
        unit_ids = {remark.unit_id}
        if remark.serial is not None:
            unit_ids.update(units_of_item.get(remark.serial, ()))
        for unit_id in unit_ids:
            found[unit_id].append(remark)
    return {unit_id: tuple(remarks) for unit_id, remarks in found.items()}


# --- the day on which an event counts -------------------------------------------------


def published_quarters(record: Facts) -> dict[str, datetime]:
    """Quarter → since when it is published; one scored before this installation, since
    its end.
    """
    published = {
        total.period: day_start(parse_period(total.period).past)
        for total in record.history
    }
    for publication in record.published:
        known = published.get(publication.period, publication.at)
        published[publication.period] = min(publication.at, known)
    return published


def event_day(
    on: date, entered_at: datetime, published: Mapping[str, datetime]
) -> date:
    """The day that an event of day `on` counts for, when it was entered at
    `entered_at`.

    Its own day while its quarter is open; else a day of the earliest open quarter after
    it: the day of entry if that lies in it, or its first day.
    """

    def was_open(quarter: Period) -> bool:
        since = published.get(quarter.code)
        return since is None or entered_at < since

    quarter = period_of(on, Span.QUARTER)
    if was_open(quarter):
        return on
    while not was_open(quarter):
        quarter = quarter.next()
    entered_on = local_day(entered_at)
    return entered_on if entered_on in quarter else quarter.first


# --- who is assessed, and in which group ----------------------------------------------


def units_in(units: Iterable[Unit], period: Period) -> tuple[Unit, ...]:
    """The units, each with the group it is in for the period."""
    day = period_of(period.last, Span.QUARTER).first
    return tuple(unit.as_on(day) for unit in units)


def on_roster(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster on some day of the period."""
    if unit.since == unit.until:
        return False  # entered in error, and taken out again
    return unit.since < period.past and (
        unit.until is None or period.first < unit.until
    )


def assessed_in(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster, and not excused, for at least a part of the
    period.
    """
    return on_roster(unit, period) and not excused(unit, period)


def excused(unit: Unit, period: Period) -> bool:
    """Whether the unit owes nothing in the period (A13).

    A month or week is excused when the unit is exempt, or off the roster, on any of its
    days; anything longer when all its months are. What a merger falls into, or follows,
    is owed by the unit that goes on.
    """
    # Most units were there before and have no exemption; this is asked for every quota
    # of every month.
    if not unit.exemptions and unit.since <= period.first and unit.until is None:
        return False
    if unit.leaves_before(period.past):
        return True
    if period.span not in SHORT_SPANS:
        return all(excused(unit, month) for month in period.split(Span.MONTH))
    off_roster = period.first < unit.since or (
        unit.until is not None and unit.until < period.past
    )
    return off_roster or bool(exemptions_in(unit, period))


def exemptions_in(unit: Unit, period: Period) -> list[str]:
    """Why the unit is exempt on some day of the period, each reason once; empty when it
    is not (A13).
    """
    begun = [
        exemption for exemption in unit.exemptions if exemption.since < period.past
    ]
    running = [
        each for each in begun if each.until is None or period.first < each.until
    ]
    return list(dict.fromkeys(exemption.because for exemption in running))


# --- the words of a line --------------------------------------------------------------


def outcome_line(
    context: UnitContext,
    outcome: Consequence,
    because: str,
    on: date,
    items: tuple[Item, ...],
) -> Line:
    """The line of an outcome that rests on these items; about one of them if it is the
    only one.
    """
    serial = items[0].serial if len(items) == 1 else None
    return Line(
        context.unit.id,
        outcome.points,
        outcome.article,
        because,
        on,
        serial,
        item_evidence(items),
    )


def in_account(results: Iterable[RuleResult], account: str) -> Iterator[RuleResult]:
    """The results, each line among them in that account."""
    for found in results:
        if isinstance(found, Line):
            yield found._replace(account=account)
        else:
            yield found


def zero_line(context: UnitContext, article: str, because: str, item: Item) -> Line:
    """A line of 0 points: why an item did not count."""
    return Line(
        context.unit.id,
        ZERO,
        article,
        because,
        item.day,
        item.serial,
        item_evidence((item,)),
    )


def item_evidence(items: Iterable[Item]) -> tuple[str, ...]:
    """The names of items as evidence of a line."""
    return tuple(f"submission:{item.serial}" for item in items)


def period_name(period: Period) -> str:
    """The period in the office's words: 3月, 第一季度, 上半年, 2026年; one of the
    office's own, its name.
    """
    month = period.first.month
    match period.span:
        case Span.MONTH:
            return f"{month}月"
        case Span.QUARTER:
            return f"第{'一二三四'[month // 3]}季度"  # quarters begin in the months 1, 4, 7 and 10
        case Span.HALF:
            return "上半年" if month == 1 else "下半年"
        case Span.YEAR:
            return f"{period.first.year}年"
        case Span.WEEK | Span.NAMED:
            return f"{period.code} "
