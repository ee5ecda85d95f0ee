"""What happened to each item, what is it worth by itself, and on which day does it count?

An event counts in the quarter of its own date while that is not published, else in the earliest later quarter
that is still open (C10): a published circular is never rewritten. Which of an item's events earn anything is
`scoring.credit`'s affair.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import NamedTuple, assert_never

from ledger.entries.events import Adoption, Facts, Forwarding, Instruction
from ledger.entries.submissions import Submission
from ledger.periods import Period, Span, day_start, local_day, parse_period, period_of
from ledger.rulebook import Edition, LandsBy, NoEditionError, Outlet
from scoring.facts import submission_day

Events = Mapping[str, tuple["Event", ...]]
"""Serial → the item's events, in the order of the days on which they count."""


class EventKind(StrEnum):
    """What happened to an item; the value begins the event's name as evidence."""

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


class Event(NamedTuple):
    """One adoption, instruction or forwarding, what it is worth by itself, and the day it counts for."""

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

    @property
    def evidence(self) -> str:
        """The event's name as evidence of a line."""
        return f"{self.kind}:{self.id}"

    def age(self) -> tuple[date, date, str, int]:
        """A key that sorts events by the day on which they count, then so that no two are alike."""
        return self.counts_on, self.on, self.kind, self.id


# --- the day on which an event counts -----------------------------------------------------------------


def published_quarters(record: Facts) -> dict[str, datetime]:
    """Quarter → since when it is published; one scored before this installation, since its end."""
    published = {total.period: day_start(parse_period(total.period).past) for total in record.history}
    for publication in record.published:
        known = published.get(publication.period, publication.at)
        published[publication.period] = min(publication.at, known)
    return published


def event_day(on: date, entered_at: datetime, published: Mapping[str, datetime]) -> date:
    """The day that an event of day `on` counts for, when it was entered at `entered_at`.

    Its own day while its quarter is open; else a day of the earliest open quarter after it: the day of
    entry if that lies in it, or its first day.
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


# --- the events of every item ---------------------------------------------------------------------------


def events_by_serial(edition: Edition, record: Facts) -> dict[str, tuple[Event, ...]]:
    """Every item's events, in the order of the days on which they count.

    The events of a superseded item are those of the item that replaced it. A forwarding is an event only
    where the edition gives something for it.
    """
    submissions = {submission.serial: submission for submission in record.submissions}
    published = published_quarters(record)
    forwarded_at = _forwarded_at(record, submissions)
    # A publication is found by comparing its name with every name of the rule: once for each is enough.
    outlet_of = cache(edition.publication)
    happened: list[Adoption | Instruction | Forwarding] = [*record.adoptions, *record.instructions]
    happened += record.forwardings
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for each in happened:
        submission = _last_version(each.serial, submissions)
        if submission is None:
            continue
        entered_at = each.entered_at
        match each:
            case Adoption():
                outlet = outlet_of(each.publication)
                event = _adoption_event(edition, each, outlet)
                if outlet is not None and outlet.needs_forwarding:
                    # Such an adoption is all there once both it and the forwarding are on record.
                    sent_at = forwarded_at.get(submission.serial)
                    if sent_at is None:
                        event = event._replace(points=Fraction(0), flaw="未经本办上报，不计分")
                    else:
                        entered_at = max(entered_at, sent_at)
            case Instruction():
                event = _instruction_event(edition, each)
            case Forwarding():
                target = edition.forwarding(each.target)
                if target is None:
                    continue
                event = _forwarding_event(each, target)
            case _:
                assert_never(each)
        day = submission_day(submission) if edition.lands_by is LandsBy.ITEM else each.on
        found[submission.serial].append(event._replace(counts_on=event_day(day, entered_at, published)))
    return {serial: tuple(sorted(events, key=Event.age)) for serial, events in found.items()}


def events_as_credited(
    edition: Edition, edition_of: Callable[[Period], Edition], record: Facts
) -> dict[str, tuple[Event, ...]]:
    """As `events_by_serial`, each event as the edition saw it that held when it was credited (C11).

    A later edition that gives another value, or no longer names the publication, changes nothing of what an
    earlier quarter counted, and so nothing of the difference that a higher adoption adds. `edition_of` gives
    the edition of a period, or raises NoEditionError.
    """
    events = events_by_serial(edition, record)
    earlier: dict[date, Edition] = {}
    other: Edition | None
    for day in {event.counts_on for of_item in events.values() for event in of_item}:
        try:
            other = edition_of(period_of(day, Span.QUARTER))
        except NoEditionError:
            continue
        if other.id != edition.id and other.applies_from < edition.applies_from:
            earlier[day] = other
    if not earlier:
        return events

    credited: dict[str, dict[str, Event]] = {}
    for other in earlier.values():
        if other.id not in credited:
            of_items = events_by_serial(other, record).values()
            credited[other.id] = {event.evidence: event for of_item in of_items for event in of_item}
    found: dict[str, tuple[Event, ...]] = {}
    for serial, of_item in events.items():
        as_then: list[Event] = []
        for event in of_item:
            other = earlier.get(event.counts_on)
            as_then.append(event if other is None else credited[other.id].get(event.evidence, event))
        found[serial] = tuple(as_then)
    return found


def _forwarded_at(record: Facts, submissions: Mapping[str, Submission]) -> dict[str, datetime]:
    """Serial → since when the record says that the office sent the item up."""
    found: dict[str, datetime] = {}
    for forwarding in record.forwardings:
        submission = _last_version(forwarding.serial, submissions)
        if submission is not None:
            known = found.get(submission.serial, forwarding.entered_at)
            found[submission.serial] = min(known, forwarding.entered_at)
    return found


def _last_version(serial: str, submissions: Mapping[str, Submission]) -> Submission | None:
    """The submission, or what replaced it in the end; None when it is not among the facts."""
    submission = submissions.get(serial)
    seen: set[str] = set()  # two that replace each other would be followed for ever
    while submission is not None and submission.serial not in seen:
        seen.add(submission.serial)
        by = submission.superseded_by
        if by is None or by not in submissions:
            break
        submission = submissions[by]
    return submission


def _adoption_event(edition: Edition, adoption: Adoption, outlet: Outlet | None) -> Event:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    if outlet is None:
        name, level, article = adoption.publication, "", edition.stacking.article
        points, flaw = Fraction(0), "该刊物未列入计分表，待本办核定"  # C7
    else:
        name, level, article = outlet.name, outlet.level, outlet.article
        points = outlet.worth(adoption.form)
        flaw = "" if points else "该采用形式不计分"
    return Event(
        kind=EventKind.ADOPTION,
        id=adoption.id,
        serial=adoption.serial,
        on=adoption.on,
        counts_on=adoption.on,
        points=points,
        article=article,
        level=level,
        leader="",
        said=f"采用：{name}{issue}，{adoption.form}",
        flaw=flaw,
        outlet=name,
        form=adoption.form,
    )


def _instruction_event(edition: Edition, instruction: Instruction) -> Event:
    rule = edition.instruction
    points, flaw = Fraction(0), ""
    # A level worth what publications make it is weighed by `scoring.credit`, which knows who used the item.
    if instruction.level not in rule.by_outlet:
        points = rule.levels.get(instruction.level, rule.unlisted)
        flaw = "" if points else "该级领导批示未列入计分表，只登记"  # C5
    return Event(
        kind=EventKind.INSTRUCTION,
        id=instruction.id,
        serial=instruction.serial,
        on=instruction.on,
        counts_on=instruction.on,
        points=points,
        article=rule.article,
        level=instruction.level,
        leader=instruction.leader,
        said=f"批示：{instruction.level} {instruction.leader}".rstrip(),
        flaw=flaw,
    )


def _forwarding_event(forwarding: Forwarding, target: Outlet) -> Event:
    return Event(
        kind=EventKind.FORWARDING,
        id=forwarding.id,
        serial=forwarding.serial,
        on=forwarding.on,
        counts_on=forwarding.on,
        points=target.points,
        article=target.article,
        level=target.level,
        leader="",
        said=f"上报：{forwarding.target}",
    )
