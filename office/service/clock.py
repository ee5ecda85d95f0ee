"""What time is it?

The only wall clock. It is handed down by wiring as a callable, read once per job;
everything below takes `now` as a parameter (promise 2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ledger.periods import OFFICE_ZONE

Clock = Callable[[], datetime]


class BadMomentError(ValueError):
    """A text is no moment."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no moment; write 2026-03-31T09:00, with an offset such as +08:00 if need be"
        )


def wall_clock() -> datetime:
    """The present moment, aware, in the office's zone."""
    return datetime.now(tz=OFFICE_ZONE)


def stopped_at(moment: datetime) -> Clock:
    """A clock that always says `moment` (`--now`, rehearsals)."""
    return lambda: moment


def parse_moment(text: str) -> datetime:
    """An ISO-8601 moment; without an offset it is meant in the office's zone. Raises
    BadMomentError.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadMomentError(text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)
