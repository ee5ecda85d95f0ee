"""What do adoptions and instructions earn an item, now and in all?

One item's events, the selection among them that counts (highest only, one per leader), and hence what a
period adds to what earlier periods already credited (C11). Which unit gets which part is `scoring.kinds`'
affair.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger.entries.events import Adoption, Facts, Forwarding, Instruction
from ledger.entries.submissions import Submission
from ledger.periods import Period
from ledger.rulebook import Edition, InstructionRule, LandsBy, OncePer, Outlet, StackPer
from scoring.event_period import lands_on, published_quarters
from scoring.facts import submission_day


class EventKind(StrEnum):
    """What happened to an item; the value begins the event's name as evidence."""

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


class Event(NamedTuple):
    """One adoption or instruction with what it is worth by itself, and the day it counts for."""

    kind: EventKind
    id: int
    serial: str
    on: date
    lands_on: date
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

    @property
    def evidence(self) -> str:
        """The event's name as evidence of a line."""
        return f"{self.kind}:{self.id}"


class Credit(NamedTuple):
    """What a period does to one item: events newly counted, earlier ones displaced, idle ones."""

    gained: tuple[Event, ...]
    lost: tuple[Event, ...]
    idle: tuple[Event, ...]


UNCHANGED = Credit((), (), ())


def events_by_serial(edition: Edition, facts: Facts) -> dict[str, tuple[Event, ...]]:
    """Every item's events; those of a superseded item are its successor's."""
    submissions = {submission.serial: submission for submission in facts.submissions}
    frozen = published_quarters(facts)
    outlets = {name: edition.publication(name) for name in {each.publication for each in facts.adoptions}}
    found: defaultdict[str, list[Event]] = defaultdict(list)
    happenings: list[Adoption | Instruction | Forwarding] = [*facts.adoptions, *facts.instructions]
    happenings += [sent for sent in facts.forwardings if edition.forwarding(sent.target)]
    sent_up = _sent_up(facts, submissions)
    for happened in happenings:
        submission = _successor(happened.serial, submissions)
        if submission is None:
            continue
        day = submission_day(submission) if edition.lands_by is LandsBy.ITEM else happened.on
        entered_at: datetime | None = happened.entered_at
        if isinstance(happened, Adoption) and (outlet := outlets[happened.publication]):
            entered_at = _known_since(outlet, happened, sent_up.get(submission.serial))
        event = _event_of(
            edition, happened, lands_on(day, entered_at or happened.entered_at, frozen), outlets
        )
        if entered_at is None:
            event = event._replace(points=Fraction(0), flaw="未经本办上报，不计分")
        found[submission.serial].append(event)
    return {serial: tuple(sorted(events, key=_age)) for serial, events in found.items()}


def _sent_up(facts: Facts, submissions: Mapping[str, Submission]) -> dict[str, datetime]:
    """Since when the record says that an item was sent up; those of a superseded item are its successor's."""
    found: dict[str, datetime] = {}
    for forwarding in facts.forwardings:
        submission = _successor(forwarding.serial, submissions)
        if submission is not None:
            known = found.get(submission.serial, forwarding.entered_at)
            found[submission.serial] = min(known, forwarding.entered_at)
    return found


def _known_since(outlet: Outlet, adoption: Adoption, sent_up: datetime | None) -> datetime | None:
    """Since when an adoption is all there: where the outlet needs a forwarding, once both are on record."""
    if not outlet.needs_forwarding:
        return adoption.entered_at
    return None if sent_up is None else max(adoption.entered_at, sent_up)


def _event_of(
    edition: Edition,
    happened: Adoption | Instruction | Forwarding,
    counts_on: date,
    outlets: Mapping[str, Outlet | None],
) -> Event:
    match happened:
        case Adoption():
            return _adopted(edition, happened, counts_on, outlets[happened.publication])
        case Instruction():
            return _instructed(edition, happened, counts_on)
        case Forwarding():
            return _forwarded(edition, happened, counts_on)
        case _ as never:
            assert_never(never)


def credit(edition: Edition, events: Collection[Event], period: Period) -> Credit:
    """What the period adds: the selection at its end against the selection at its beginning (C11)."""
    if not any(period.first <= event.lands_on < period.past for event in events):
        return UNCHANGED
    landed = [event for event in events if event.lands_on < period.past]
    before = _selection(edition, [event for event in landed if event.lands_on < period.first])
    now = _selection(edition, landed)
    names = [event.evidence for event in landed]
    return Credit(
        gained=tuple(now[name] for name in names if name in now and now[name] != before.get(name)),
        lost=tuple(before[name] for name in names if name in before and before[name] != now.get(name)),
        idle=tuple(event for event in landed if event.lands_on >= period.first and event.evidence not in now),
    )


def credited_before(edition: Edition, events: Collection[Event], day: date) -> tuple[Event, ...]:
    """What of the events counted before `day`, each with what it was then worth."""
    return tuple(_selection(edition, [event for event in events if event.lands_on < day]).values())


def _successor(serial: str, submissions: Mapping[str, Submission]) -> Submission | None:
    seen: set[str] = set()
    submission = submissions.get(serial)
    while submission and submission.superseded_by in submissions and submission.serial not in seen:
        seen.add(submission.serial)
        submission = submissions[str(submission.superseded_by)]
    return submission


def _adopted(edition: Edition, adoption: Adoption, counts_on: date, outlet: Outlet | None) -> Event:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    name = adoption.publication if outlet is None else outlet.name
    said = f"采用：{name}{issue}，{adoption.form}"
    points = Fraction(0) if outlet is None else outlet.worth(adoption.form)
    return Event(
        kind=EventKind.ADOPTION,
        id=adoption.id,
        serial=adoption.serial,
        on=adoption.on,
        lands_on=counts_on,
        points=points,
        article=edition.stacking.article if outlet is None else outlet.article,
        level="" if outlet is None else outlet.level,
        leader="",
        said=said,
        flaw=_flaw(outlet, points),
        outlet=name,
        form=adoption.form,
    )


def _flaw(outlet: Outlet | None, points: Fraction) -> str:
    """Why an adoption is worth nothing by itself (Chinese), "" when it is worth something."""
    if outlet is None:
        return "该刊物未列入计分表，待本办核定"  # C7
    return "" if points else "该采用形式不计分"


def _forwarded(edition: Edition, forwarding: Forwarding, counts_on: date) -> Event:
    target = edition.forwarding(forwarding.target)
    return Event(
        kind=EventKind.FORWARDING,
        id=forwarding.id,
        serial=forwarding.serial,
        on=forwarding.on,
        lands_on=counts_on,
        points=Fraction(0) if target is None else target.points,
        article="" if target is None else target.article,
        level="" if target is None else target.level,
        leader="",
        said=f"上报：{forwarding.target}",
    )


def _instructed(edition: Edition, instruction: Instruction, counts_on: date) -> Event:
    rule = edition.instruction
    known = rule.levels if instruction.level not in rule.by_outlet else {instruction.level: Fraction(0)}
    points = known.get(instruction.level, rule.unlisted)
    return Event(
        kind=EventKind.INSTRUCTION,
        id=instruction.id,
        serial=instruction.serial,
        on=instruction.on,
        lands_on=counts_on,
        points=points,
        article=rule.article,
        level=instruction.level,
        leader=instruction.leader,
        said=f"批示：{instruction.level} {instruction.leader}".rstrip(),
        flaw=""
        if points or instruction.level in rule.by_outlet
        else "该级领导批示未列入计分表，只登记",  # C5
    )


def _selection(edition: Edition, events: list[Event]) -> dict[str, Event]:
    """The events that count when `events` are all there are, by name, each with what it is then worth."""
    if not events:
        return {}
    if len(events) == 1 and events[0].kind is not EventKind.INSTRUCTION:  # most items know no more
        return {events[0].evidence: events[0]} if events[0].points else {}
    adoptions = [event for event in events if event.points and event.kind is EventKind.ADOPTION]
    instructions = [event for event in events if event.kind is EventKind.INSTRUCTION]
    if edition.instruction.needs_adoption and not adoptions:  # C6
        instructions = []
    told = instructions and [
        event for event in _weighed(edition.instruction, instructions, adoptions) if event.points
    ]
    sent = [event for event in events if event.points and event.kind is EventKind.FORWARDING]
    if edition.stacking.instructions_add:  # C3
        kept = [*told, *_highest(edition, adoptions)]
    else:
        kept = _highest(edition, [*adoptions, *told])
    return {event.evidence: event for event in (*sent, *kept)}


def _weighed(rule: InstructionRule, events: list[Event], adoptions: list[Event]) -> Iterator[Event]:
    """The instructions told apart, each worth what its level, the publications and earlier ones make it."""
    told: Counter[str] = Counter()
    for event in sorted(_distinct(rule.once_per, events), key=_age):
        points = event.points
        if by_outlet := rule.by_outlet.get(event.level):
            points = max((by_outlet.get(each.outlet, Fraction(0)) for each in adoptions), default=points)
        told[event.level] += 1
        if told[event.level] > 1:
            points = rule.further.get(event.level, points)
        yield event if points == event.points else event._replace(points=points)


def _distinct(once_per: OncePer, instructions: list[Event]) -> list[Event]:
    """One instruction per leader, per item, or all (C4); of several the highest, then the earliest."""
    kept: dict[Hashable, Event] = {}
    for event in sorted(instructions, key=_rank):
        key = {
            OncePer.LEADER: event.leader,
            OncePer.LEVEL: event.level,
            OncePer.ITEM: "",
            OncePer.EACH: event.id,
        }[once_per]
        kept.setdefault(key, event)
    return list(kept.values())


def _highest(edition: Edition, events: list[Event]) -> list[Event]:
    """The highest `keep` of the item, of each level or of each outlet (Art. 11(2)6)."""
    pools: defaultdict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=_rank):
        pool = {StackPer.ITEM: "", StackPer.LEVEL: event.level, StackPer.OUTLET: event.outlet}
        pools[pool[edition.stacking.per]].append(event)
    return [event for pool in pools.values() for event in pool[: edition.stacking.keep]]


def _age(event: Event) -> tuple[date, date, str, int]:
    return event.lands_on, event.on, event.kind, event.id


def _rank(event: Event) -> tuple[Fraction, tuple[date, date, str, int]]:
    """Highest first; among equals the earliest, so that a repetition never displaces what was credited."""
    return -event.points, _age(event)
