"""What may a rule measure, and what does it give for what it measures?

A condition says of which items and events something holds; a worth gives such an event
other points; a measure is a number of one unit in one period; a scale gives points or a
name for it. None of them mails anybody: only a duty does. The rule as a whole is
`ledger.rulebook`'s, and what the numbers come to `scoring.scales`' affair.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ledger.periods import Period, Span

# --- accounts -------------------------------------------------------------------------

ACCOUNTS: Mapping[str, str] = {
    "quota": "报送任务",
    "commission": "约稿",
    "adoption": "采用",
    "instruction": "批示",
    "forwarding": "上报",
    "submission": "报送",
    "remark": "人工加减分",
    "void": "作废",
    "start": "起始分",
    "told": "结转",
    "limit": "上下限",
    "tally": "另计",
    "scale": "按数计分",
}
"""The heads of accounts, and what the office calls them.

Every line belongs to one account: a head alone, or a head and which of them
(`quota.monthly`, `adoption.本厅`, `remark.失实`). A head names all of its accounts.
"""


def is_within(account: str, names: Sequence[str]) -> bool:
    """Whether an account is one of `names`, or lies under a head among them."""
    return any(account == name or account.startswith(f"{name}.") for name in names)


# --- conditions -----------------------------------------------------------------------


class Basis(StrEnum):
    """What is counted: items accepted, those of good quality, those that anybody used,
    days with an item, adoptions by what their forms count as, or points.
    """

    ACCEPTED = "accepted"
    GOOD = "good"
    USED = "used"
    DAYS = "days"
    ADOPTED = "adopted"
    POINTS = "points"

    @property
    def of_events(self) -> bool:
        """Whether it counts what became of items, on the days of the events."""
        return self in (Basis.USED, Basis.ADOPTED, Basis.POINTS)


class Bounds(NamedTuple):
    """Numbers from `least` on, up to `below`, not included; None: without end."""

    least: Fraction | None = None
    below: Fraction | None = None

    def hold(self, number: Fraction | int) -> bool:
        """Whether the number lies within them."""
        if self.least is not None and number < self.least:
            return False
        return self.below is None or number < self.below


class JointRole(StrEnum):
    """Whose a joint item is to a unit: the one that reported it, or another."""

    LEAD = "lead"
    OTHER = "other"


class Condition(NamedTuple):
    """Of which items, and of which events, something holds; None of a part: of any.

    Of an item: its category, length, whether it answers a 约稿, is of several units,
    and the unit's role. Of an event: level, publication, form and leader; the how many
    it is of its account on the item; whether a publication used the item, or a leader
    wrote on it.
    """

    category: frozenset[str] | None = None
    characters: Bounds | None = None
    commissioned: bool | None = None
    joint: bool | None = None
    role: JointRole | None = None
    level: frozenset[str] | None = None
    publication: frozenset[str] | None = None
    form: frozenset[str] | None = None
    leader: frozenset[str] | None = None
    nth: Bounds | None = None
    adopted: bool | None = None
    instructed: bool | None = None


ALWAYS = Condition()
"""No condition at all."""


class Worth(NamedTuple):
    """Other points for the events of some accounts that a condition holds of: `points`
    in their place, or so many `times` as many, and `add` on top.
    """

    name: str
    article: str
    of: tuple[str, ...]
    when: Condition
    points: Fraction | None
    times: Fraction
    add: Fraction

    def of_points(self, points: Fraction) -> Fraction:
        """What an event that was worth `points` is worth now."""
        given = points if self.points is None else self.points
        return given * self.times + self.add


# --- measures -------------------------------------------------------------------------


class CountOf(NamedTuple):
    """How many there are of what a condition holds of."""

    basis: Basis
    when: Condition


class SumOf(NamedTuple):
    """What the lines of some accounts come to, as their limits leave it."""

    of: tuple[str, ...]


class RatioOf(NamedTuple):
    """One measure for each one of another."""

    over: str
    under: str


class StreakOf(NamedTuple):
    """For how many periods on end, this one the last, a measure lies within bounds."""

    of: str
    within: Bounds


class FigureOf(NamedTuple):
    """A number of each unit that the rule names: its people, its target."""

    units: Mapping[str, Fraction]


class Measure(NamedTuple):
    """A number of one unit in one period."""

    name: str
    article: str
    rule: CountOf | SumOf | RatioOf | StreakOf | FigureOf


# --- scales ---------------------------------------------------------------------------


class ScaleStep(NamedTuple):
    """What a measure from `least` on gives, up to the next step; None: from any."""

    least: Fraction | None
    points: Fraction
    named: str | None


class Slope(NamedTuple):
    """`points` for each one beyond `norm`, and as many off for each one short of it,
    between `least` and `most`; with `whole`, for whole ones only.
    """

    norm: Fraction
    points: Fraction
    whole: bool
    least: Fraction | None
    most: Fraction | None

    def of_number(self, number: Fraction) -> Fraction:
        """What a number gives."""
        beyond = number - self.norm
        if self.whole:
            beyond = Fraction(int(beyond))
        points = self.points * beyond
        if self.least is not None:
            points = max(points, self.least)
        return points if self.most is None else min(points, self.most)


class Scale(NamedTuple):
    """What a measure gives at the end of each period: by steps, or by a slope."""

    name: str
    article: str
    of: str
    per: Span
    calendar: tuple[Period, ...]
    groups: tuple[str, ...]
    """The groups that it is for; empty: all of them."""
    steps: tuple[ScaleStep, ...]
    slope: Slope | None

    def step_of(self, number: Fraction) -> ScaleStep | None:
        """The step on which a number lies; None where it lies below the first."""
        found: ScaleStep | None = None
        for step in self.steps:
            if step.least is None or number >= step.least:
                found = step
        return found


class Tally(NamedTuple):
    """Accounts that are added up apart, and not in the total: money, a rank told."""

    name: str
    article: str
    of: tuple[str, ...]
    unit: str
