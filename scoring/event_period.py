"""On which day, and so in which period, does an event count?

The quarter of its own date while that is not published; else the earliest quarter after it that is still
open (C10). A published circular is never rewritten.
"""

from datetime import date, datetime

from ledger.entries.events import Facts
from ledger.periods import OFFICE_ZONE, Period, Span, day_start, local_day, parse_period, period_of


def published_quarters(facts: Facts) -> dict[str, datetime]:
    """Since when each quarter is frozen; one scored before this installation is frozen from its end."""
    frozen = {total.period: day_start(parse_period(total.period).past) for total in facts.history}
    for publication in facts.published:
        frozen[publication.period] = min(publication.at, frozen.get(publication.period, publication.at))
    return frozen


def lands_on(on: date, entered_at: datetime, frozen: dict[str, datetime]) -> date:
    """The day an event of day `on`, entered at `entered_at`, counts for.

    Its own day while its quarter is open; else a day of the earliest open quarter after it: the day of
    entry if that lies in it, or its first day.
    """
    quarter = period_of(on, Span.QUARTER)
    if not _frozen(quarter, entered_at, frozen):
        return on
    while _frozen(quarter, entered_at, frozen):
        quarter = quarter.next()
    entered_on = local_day(entered_at.astimezone(OFFICE_ZONE))
    return entered_on if entered_on in quarter else quarter.first


def _frozen(quarter: Period, at: datetime, frozen: dict[str, datetime]) -> bool:
    since = frozen.get(quarter.code)
    return since is not None and since <= at
