"""Which of an item's events earn anything, and what does a period add to what earlier ones credited?

Of several adoptions the highest counts, of several instructions one a leader, as the rule says; a later,
higher one brings the difference (C11). Which unit gets which part is `scoring.event_points`' affair.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.periods import Period
from ledger.rulebook import Edition, InstructionRule, OncePer, StackPer
from scoring.events import Event, EventKind


class CreditChange(NamedTuple):
    """What a period does to one item: events newly counted, earlier ones displaced, idle ones."""

    gained: tuple[Event, ...]
    lost: tuple[Event, ...]
    idle: tuple[Event, ...]


NO_CHANGE = CreditChange((), (), ())


def credit_change(edition: Edition, events: Collection[Event], period: Period) -> CreditChange:
    """What the period changes: what counts at its end against what counted at its beginning (C11).

    `events` are those of one item, in the order of their days. An event whose worth changes is both lost, at
    its former worth, and gained.
    """
    if not any(period.first <= event.counts_on < period.past for event in events):
        return NO_CHANGE
    known = [event for event in events if event.counts_on < period.past]
    before = _counted(edition, [event for event in known if event.counts_on < period.first])
    now = _counted(edition, known)
    gained: list[Event] = []
    lost: list[Event] = []
    idle: list[Event] = []
    for event in known:
        counted, counted_before = now.get(event.evidence), before.get(event.evidence)
        if counted is None and event.counts_on >= period.first:
            idle.append(event)
        if counted != counted_before:
            if counted is not None:
                gained.append(counted)
            if counted_before is not None:
                lost.append(counted_before)
    return CreditChange(tuple(gained), tuple(lost), tuple(idle))


def credited_before(edition: Edition, events: Collection[Event], day: date) -> tuple[Event, ...]:
    """What of an item's events counted before `day`, each with what it was then worth."""
    return tuple(_counted(edition, [event for event in events if event.counts_on < day]).values())


def _counted(edition: Edition, events: list[Event]) -> dict[str, Event]:
    """The events that count when `events` are all there are, each with what it is then worth.

    The keys are their names as evidence.
    """
    if not events:
        return {}
    if len(events) == 1 and events[0].kind is not EventKind.INSTRUCTION:
        # Most items have no other event; this is asked twice for each of them.
        return {events[0].evidence: events[0]} if events[0].points else {}
    adoptions: list[Event] = []
    instructions: list[Event] = []
    forwardings: list[Event] = []
    for event in events:
        if event.kind is EventKind.INSTRUCTION:
            instructions.append(event)
        elif not event.points:
            continue
        elif event.kind is EventKind.ADOPTION:
            adoptions.append(event)
        else:
            forwardings.append(event)
    if edition.instruction.needs_adoption and not adoptions:  # C6
        instructions = []
    weighed = _weighed(edition.instruction, instructions, adoptions)
    if edition.stacking.instructions_add:  # C3
        counted = [*forwardings, *weighed, *_highest(edition, adoptions)]
    else:
        counted = [*forwardings, *_highest(edition, [*adoptions, *weighed])]
    return {event.evidence: event for event in counted}


def _weighed(rule: InstructionRule, instructions: list[Event], adoptions: list[Event]) -> list[Event]:
    """The instructions that are worth anything, each with its worth beside these adoptions.

    Counted is one for each leader, level or item, or every one, as the rule says (C4); of several the
    highest, then the earliest. A level may be worth what the best of the publications makes it, and a
    further instruction of the same level something of its own.
    """
    counted: dict[str, Event] = {}
    for event in sorted(instructions, key=_highest_first):
        key = {
            OncePer.LEADER: event.leader,
            OncePer.LEVEL: event.level,
            OncePer.ITEM: "",
            OncePer.EACH: event.evidence,
        }
        counted.setdefault(key[rule.once_per], event)
    weighed: list[Event] = []
    of_level = Counter[str]()
    for event in sorted(counted.values(), key=Event.age):
        points = event.points
        by_outlet = rule.by_outlet.get(event.level)
        if by_outlet and adoptions:
            points = max(by_outlet.get(adoption.outlet, Fraction(0)) for adoption in adoptions)
        of_level[event.level] += 1
        if of_level[event.level] > 1:
            points = rule.further.get(event.level, points)
        if points:
            weighed.append(event._replace(points=points))
    return weighed


def _highest(edition: Edition, events: list[Event]) -> list[Event]:
    """The highest `keep` of the item, of each level or of each outlet (Art. 11(2)6)."""
    pools: defaultdict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=_highest_first):
        pool_of = {StackPer.ITEM: "", StackPer.LEVEL: event.level, StackPer.OUTLET: event.outlet}
        pools[pool_of[edition.stacking.per]].append(event)
    highest: list[Event] = []
    for pool in pools.values():
        highest += pool[: edition.stacking.keep]
    return highest


def _highest_first(event: Event) -> tuple[Fraction, tuple[date, date, str, int]]:
    """Sorts the highest first; among equals the earliest, so that a repetition displaces nothing."""
    return -event.points, event.age()
