"""What may a rule ask of a unit, again and again or once, and what follows?

Quotas (Art. 11(1)) in every shape that offices use, and commissions. `ledger.rulebook` holds the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ledger.periods import Period, Span


class Per(StrEnum):
    """How often an outcome is counted: once, for each item that did the duty, or for each one missing."""

    PERIOD = "period"
    ITEM = "item"
    MISSING = "missing"


class Consequence(NamedTuple):
    """What follows when a duty is met, late, short or wholly neglected: points, and a named list if any."""

    article: str
    points: Fraction = Fraction(0)
    per: Per = Per.PERIOD
    named: str | None = None
    counts: frozenset[str] | None = None
    """Only of `on_zero`: the categories that keep a unit from it; None: any (A3)."""


@dataclass(frozen=True, slots=True)
class GroupQuota:
    """How much a group owes in each period of one length, or of a calendar of the office's own."""

    count: int
    per: Span
    calendar: tuple[Period, ...] = ()
    units: Mapping[str, int] = field(default_factory=dict)
    """Unit → its own count, where the rule names one."""
    a_head: bool = False
    """Whether `count` is owed for each of the unit's people."""

    def of(self, unit: str, heads: Mapping[str, int]) -> int:
        """How much this unit owes; 0 where it is counted by head and nobody said how many it has."""
        count = self.units.get(unit, self.count)
        if self.a_head:
            return count * heads.get(unit, 0)
        return count


class Basis(StrEnum):
    """What is counted towards a quota: items accepted, those of good quality, adoptions, or their points."""

    ACCEPTED = "accepted"
    GOOD = "good"
    ADOPTED = "adopted"
    POINTS = "points"

    @property
    def of_events(self) -> bool:
        """Whether it counts what became of items, on the days of the events."""
        return self in (Basis.ADOPTED, Basis.POINTS)


class PerHead(NamedTuple):
    """`points` for each item a head above `norm`, and as many off for each below it."""

    article: str
    norm: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Quota:
    """A duty that returns every period; `code` is stable (monthly, research), `title` the office's word."""

    code: str
    title: str
    article: str
    owed: Mapping[str, GroupQuota]
    """Group → what it owes; a group that is absent owes nothing."""
    categories: frozenset[str]
    basis: Basis
    commissioned: bool
    """Whether a 约稿 also does this duty (B5)."""
    on_met: Consequence | None = None
    on_zero: Consequence | None = None
    on_short: Consequence | None = None
    on_over: Consequence | None = None
    """What follows for what is done beyond the count; by the whole item only."""
    per_head: PerHead | None = None


class CommissionRule(NamedTuple):
    """What a 约稿 earns when done, and what follows when it is late or missing (B1, B2)."""

    article: str
    title: str
    on_met: Consequence
    on_late: Consequence
    on_missed: Consequence
    least_late: int = 1
    """How many late ones a year it takes before they cost anything at all."""
    least_missed: int = 1
