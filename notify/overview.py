"""What is the office told of units that nobody can write to, and of a month that has ended?

Values for the kinds unreached and overview; they are gathered in `office.use_cases.notice_facts.overview`.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class UnreachedUnit(NamedTuple):
    """A unit that nobody can write to, why, and what it would have been reminded of, in Chinese."""

    unit: str
    because: str
    owes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreachedFacts:
    """unreached: units whose reminder reached nobody, and all others that nobody can write to."""

    day: date
    units: tuple[UnreachedUnit, ...]


class GroupMonth(NamedTuple):
    """One group's month: how many items were accepted, how many of its items adopted, who was silent."""

    group: str
    units: int
    sent: int
    adopted: int
    silent: tuple[str, ...] = ()


class CommissionProgress(NamedTuple):
    """One 约稿: how many units were asked, how many answered in time or late, whom it still waits for.

    `over`: its deadline has passed.
    """

    title: str
    due: date
    asked: int
    in_time: int
    late: int
    waiting: int
    missing: tuple[str, ...]
    over: bool = True


class Waiting(NamedTuple):
    """What waits for the office: held items, items with a proposal, circulars to be approved."""

    held: int
    proposals: int
    drafts: int


class RosterLack(NamedTuple):
    """What the roster lacks of one unit; `unreached`: why nobody can write to it."""

    unit: str
    gaps: tuple[str, ...]
    unreached: str = ""


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """overview: a month that has ended, what waits, and what the roster and the calendar lack.

    `calendar` are years whose holidays are known neither to the library nor to the office's own table.
    """

    month: str
    groups: tuple[GroupMonth, ...]
    commissions: tuple[CommissionProgress, ...]
    waiting: Waiting
    lacks: tuple[RosterLack, ...]
    calendar: tuple[int, ...] = ()
