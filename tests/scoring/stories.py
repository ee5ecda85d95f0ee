"""What can happen in a little world, in values that know nothing of the software?"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Sent(NamedTuple):
    """An item; the first of `units` is the lead. `asked` is the 约稿 that it
    answers.
    """

    key: str
    on: date
    category: str
    units: tuple[str, ...]
    asked: str = ""


class Used(NamedTuple):
    """An adoption, entered on a day that may be later than its own."""

    key: str
    by: str
    form: str
    on: date
    entered: date


class Wrote(NamedTuple):
    """A 批示."""

    key: str
    leader: str
    level: str
    on: date
    entered: date


class Asked(NamedTuple):
    """A 约稿."""

    name: str
    unit: str
    due: date


Event = Used | Wrote
Quarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """All that happened; `closed` says on which day a quarter's circular was
    approved.
    """

    units: tuple[str, ...]
    since: date
    sent: tuple[Sent, ...] = ()
    used: tuple[Used, ...] = ()
    wrote: tuple[Wrote, ...] = ()
    asked: tuple[Asked, ...] = ()
    closed: tuple[tuple[Quarter, date], ...] = ()


def quarter_of(on: date) -> Quarter:
    return on.year, (on.month + 2) // 3


def quarter_after(quarter: Quarter) -> Quarter:
    return (quarter[0], quarter[1] + 1) if quarter[1] < 4 else (quarter[0] + 1, 1)


def quarter_before(quarter: Quarter) -> Quarter:
    return (quarter[0], quarter[1] - 1) if quarter[1] > 1 else (quarter[0] - 1, 4)
