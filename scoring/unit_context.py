"""What is a rule applied to, and in what words is a line said?

A `UnitContext` is one unit in one period, with every item's events; the functions make lines of it. Which
lines a rule gives is `scoring.duties`' and `scoring.event_points`' affair.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.dues import Consequence
from ledger.entries.people import Unit
from ledger.periods import Period, Span
from ledger.rulebook import Edition
from ledger.scoresheet import Line, NamedListEntry
from scoring.events import Events
from scoring.facts import Item, ScoringFacts

ZERO = Fraction(0)

RuleResult = Line | NamedListEntry
"""What a rule gives a unit: points, or a place on a named list."""


class UnitContext(NamedTuple):
    """What a rule is applied to: one unit in the period of `facts`, and every item's events."""

    facts: ScoringFacts
    unit: Unit
    events: Events

    @property
    def edition(self) -> Edition:
        """The rule that applies."""
        return self.facts.edition

    @property
    def period(self) -> Period:
        """The period that is scored."""
        return self.facts.period

    def within(self, period: Period) -> "UnitContext":
        """The same unit and facts in another period."""
        return self._replace(facts=replace(self.facts, period=period))


def outcome_line(
    context: UnitContext, outcome: Consequence, because: str, on: date, items: tuple[Item, ...]
) -> Line:
    """The line of an outcome that rests on these items; about one of them if it is the only one."""
    serial = items[0].serial if len(items) == 1 else None
    return Line(context.unit.id, outcome.points, outcome.article, because, on, serial, item_evidence(items))


def zero_line(context: UnitContext, article: str, because: str, item: Item) -> Line:
    """A line of 0 points: why an item did not count."""
    return Line(context.unit.id, ZERO, article, because, item.day, item.serial, item_evidence((item,)))


def item_evidence(items: Iterable[Item]) -> tuple[str, ...]:
    """The names of items as evidence of a line."""
    return tuple(f"submission:{item.serial}" for item in items)


def period_name(period: Period) -> str:
    """The period in the office's words: 3月, 第一季度, 上半年, 2026年; one of the office's own, its name."""
    month = period.first.month
    match period.span:
        case Span.MONTH:
            return f"{month}月"
        case Span.QUARTER:
            return f"第{'一二三四'[month // 3]}季度"  # quarters begin in the months 1, 4, 7 and 10
        case Span.HALF:
            return "上半年" if month == 1 else "下半年"
        case Span.YEAR:
            return f"{period.first.year}年"
        case Span.WEEK | Span.NAMED:
            return f"{period.code} "
