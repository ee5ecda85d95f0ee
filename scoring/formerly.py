"""What was an event worth when it was credited?

By the rule of the quarter in which it counted: a later edition that gives another value, or no longer names
the publication, changes nothing of what was credited, and so of the difference that a higher adoption adds
(C11).
"""

from collections.abc import Callable, Mapping
from datetime import date

from ledger.periods import Period, Span, period_of
from ledger.rulebook import Edition, NoEditionError
from scoring.credit import Event

Events = Mapping[str, tuple[Event, ...]]


def as_credited(
    edition: Edition, edition_of: Callable[[Period], Edition], under: Callable[[Edition], Events]
) -> Events:
    """Every item's events as `edition` sees them, those of earlier editions' quarters as these saw them.

    `under` gives the events as an edition alone sees them.
    """
    events = under(edition)
    days = {event.lands_on for each in events.values() for event in each}
    quarters = set(map(_quarter, days))
    earlier = {quarter: found for quarter in quarters if (found := _before(edition, quarter, edition_of))}
    if not earlier:
        return events
    named = {other.id: _by_name(under(other)) for other in earlier.values()}

    def credited(event: Event) -> Event:
        other = earlier.get(_quarter(event.lands_on))
        return event if other is None else named[other.id].get(event.evidence, event)

    return {serial: tuple(map(credited, each)) for serial, each in events.items()}


def _before(edition: Edition, quarter: date, edition_of: Callable[[Period], Edition]) -> Edition | None:
    """The earlier edition that the quarter falls under; None where it is no other."""
    try:
        found = edition_of(period_of(quarter, Span.QUARTER))
    except NoEditionError:
        return None
    return found if found.id != edition.id and found.applies_from < edition.applies_from else None


def _quarter(day: date) -> date:
    """The first day of the quarter that holds `day`."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def _by_name(events: Events) -> dict[str, Event]:
    return {event.evidence: event for each in events.values() for event in each}
