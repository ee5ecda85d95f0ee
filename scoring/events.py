"""What happened to each item, and what is it worth by itself?

The day on which an event counts is `scoring.facts`' affair; which of an item's events
earn anything, `scoring.item_points`'.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import assert_never

from ledger.entries.events import Adoption, Facts, Forwarding, Instruction
from ledger.entries.submissions import Submission
from ledger.periods import Period, Span, period_of
from ledger.rulebook import (
    OTHER_LEADERS,
    Edition,
    LandsBy,
    NoEditionError,
    Outlet,
)
from scoring.facts import (
    LEVEL_NOT_LISTED,
    NOT_LISTED,
    NOT_SENT_UP,
    ONLY_KEPT,
    Event,
    EventKind,
    event_day,
    published_quarters,
)


def events_by_serial(edition: Edition, record: Facts) -> dict[str, tuple[Event, ...]]:
    """Every item's events, in the order of the days on which they count.

    The events of a superseded item are those of the item that replaced it. A forwarding
    is an event only where the edition gives something for it.
    """
    submissions = {submission.serial: submission for submission in record.submissions}
    published = published_quarters(record)
    forwarded_at = _forwarded_at(record, submissions)
    # A publication is found by comparing its name with every name of the rule: once for
    # each is enough.
    outlet_of = cache(edition.publication)
    happened: list[Adoption | Instruction | Forwarding] = [
        *record.adoptions,
        *record.instructions,
        *record.forwardings,
    ]
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for each in happened:
        submission = _last_version(each.serial, submissions)
        if submission is None:
            continue
        entered_at = each.entered_at
        match each:
            case Adoption():
                outlet = None if each.unscored else outlet_of(each.publication)
                event = _adoption_event(edition, each, outlet)
                if outlet is not None and outlet.needs_forwarding:
                    # Such an adoption is all there once both it and the forwarding are
                    # on record.
                    sent_at = forwarded_at.get(submission.serial)
                    if sent_at is None:
                        event = event._replace(points=Fraction(0), flaw=NOT_SENT_UP)
                    else:
                        entered_at = max(entered_at, sent_at)
            case Instruction():
                event = _instruction_event(edition, each)
            case Forwarding():
                target = edition.forwarding(each.target)
                if target is None or each.unscored:
                    continue
                event = Event(
                    kind=EventKind.FORWARDING,
                    id=each.id,
                    serial=each.serial,
                    on=each.on,
                    counts_on=each.on,
                    points=target.points,
                    article=target.article,
                    level=target.level,
                    leader="",
                    said=f"上报：{each.target}",
                    account=f"forwarding.{target.level}",
                )
            case _:
                assert_never(each)
        day = submission.day if edition.lands_by is LandsBy.ITEM else each.on
        event = event._replace(counts_on=event_day(day, entered_at, published))
        if each.withdrawn is not None:
            # C13: what was printed stays so, and is taken back where the withdrawal
            # itself counts.
            gone_on = event_day(event.counts_on, each.withdrawn.at, published)
            event = event._replace(gone_on=gone_on, gone_because=each.withdrawn.because)
        found[submission.serial].append(event)
    return {
        serial: tuple(sorted(events, key=Event.age)) for serial, events in found.items()
    }


def events_as_credited(
    edition: Edition, edition_of: Callable[[Period], Edition], record: Facts
) -> dict[str, tuple[Event, ...]]:
    """As `events_by_serial`, each event valued by the edition in force when it was
    credited (C11).

    A later edition that gives another value, or no longer names the publication,
    changes nothing of what an earlier quarter counted, and so nothing of the difference
    that a higher adoption adds. `edition_of` gives the edition of a period, or raises
    NoEditionError.
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
            credited[other.id] = {
                event.evidence: event for of_item in of_items for event in of_item
            }
    found: dict[str, tuple[Event, ...]] = {}
    for serial, of_item in events.items():
        as_then: list[Event] = []
        for event in of_item:
            other = earlier.get(event.counts_on)
            as_then.append(
                event
                if other is None
                else credited[other.id].get(event.evidence, event)
            )
        found[serial] = tuple(as_then)
    return found


def _forwarded_at(
    record: Facts, submissions: Mapping[str, Submission]
) -> dict[str, datetime]:
    """Serial → since when the record says that the office sent the item up."""
    found: dict[str, datetime] = {}
    for forwarding in record.forwardings:
        submission = _last_version(forwarding.serial, submissions)
        if submission is not None:
            known = found.get(submission.serial, forwarding.entered_at)
            found[submission.serial] = min(known, forwarding.entered_at)
    return found


def _last_version(
    serial: str, submissions: Mapping[str, Submission]
) -> Submission | None:
    """The submission, or what replaced it in the end; None when it is not among the
    facts.
    """
    submission = submissions.get(serial)
    seen: set[str] = set()  # two that replace each other would be followed for ever
    while submission is not None and submission.serial not in seen:
        seen.add(submission.serial)
        by = submission.superseded_by
        if by is None or by not in submissions:
            break
        submission = submissions[by]
    return submission


def _adoption_event(
    edition: Edition, adoption: Adoption, outlet: Outlet | None
) -> Event:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    if outlet is None:
        name, level = adoption.publication, ""
        article = edition.article_selecting("adoption")
        points, flaw = Fraction(0), NOT_LISTED  # C7
        if adoption.unscored:
            flaw = ONLY_KEPT
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
        account=f"adoption.{level}" if level else "adoption",
        outlet=name,
        form=adoption.form,
    )


def _instruction_event(edition: Edition, instruction: Instruction) -> Event:
    rule = edition.instruction
    # One chosen to be kept without points is another leader's, whatever the rule may
    # come to name (C5).
    level = None if instruction.unscored else rule.level_called(instruction.level)
    points, flaw = rule.levels.get(level or "", rule.unlisted), ""
    if not points:
        flaw = LEVEL_NOT_LISTED if level is None else "该级领导批示不计分"  # C5
    account = "instruction"
    if level is not None or points:
        account = f"instruction.{level or OTHER_LEADERS}"
    return Event(
        kind=EventKind.INSTRUCTION,
        id=instruction.id,
        serial=instruction.serial,
        on=instruction.on,
        counts_on=instruction.on,
        points=points,
        article=rule.article,
        level="" if instruction.unscored else level or instruction.level,
        leader=instruction.leader,
        said=f"批示：{instruction.level} {instruction.leader}".rstrip(),
        account=account,
        flaw=flaw,
    )
