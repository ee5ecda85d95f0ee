"""Which published scores rest on a submission, and would a decision make them untrue?

What is published is never changed (promise 10), so whoever decides about an item of a
published quarter or year is told first. Words and names of people earn nothing: to mend
them, nobody is asked. Nor for a month: its points are told once more, and rightly, in
its quarter.
"""

from datetime import date

from ledger import scores
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import EVENT_TABLES
from ledger.periods import Period, Span, UnknownPeriodError, parse_period
from office.use_cases.decisions.decision import Action


def published_of(conn: Connection, item: Submission) -> tuple[str, ...]:
    """The codes of the published periods in which the item's own day, or an event's,
    lies; oldest first.
    """
    return _published_around(conn, {item.day, *_event_days(conn, item.serial)})


def published_touched(
    conn: Connection, before: Submission, after: Submission, action: Action
) -> tuple[str, ...]:
    """The codes of the published periods whose points a decision might make untrue;
    oldest first.
    """
    if _earns_as(before) == _earns_as(after) and action is not Action.SPLIT:
        return ()
    days = {after.day, *_event_days(conn, before.serial)}
    # What was held counted for nothing on its old day: it may be given a day of an open
    # quarter.
    if before.state is not SubmissionState.HELD:
        days.add(before.day)
    return _published_around(conn, days)


def _earns_as(item: Submission) -> tuple[object, ...]:
    """All of a submission that points rest on."""
    return (
        item.state,
        item.superseded_by,
        item.unit_id,
        item.co_unit_ids,
        item.day,
        item.category,
        item.commission,
        item.own_business,
        item.quality,
        item.lateness_waived,
    )


def _event_days(conn: Connection, serial: str) -> set[date]:
    return {
        event.on
        for events in EVENT_TABLES.values()
        for event in events.of(conn, [serial])
    }


def _published_around(conn: Connection, days: set[date]) -> tuple[str, ...]:
    found: list[Period] = []
    for code in scores.published_revisions(conn):
        try:
            period = parse_period(code)
        except UnknownPeriodError:  # a period of an edition's own
            continue
        if period.span not in {Span.MONTH, Span.WEEK} and any(
            day in period for day in days
        ):
            found.append(period)
    return tuple(
        period.code
        for period in sorted(found, key=lambda period: (period.first, period.past))
    )
