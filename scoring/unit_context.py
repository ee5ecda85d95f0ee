"""What is a rule applied to, and in what words is a line said?

A `UnitContext` is one unit of one case with every item's events; the helpers make lines on it. Which lines a
rule gives is `scoring.duties`' and `scoring.event_points`' affair.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.dues import Consequence
from ledger.entries.people import Unit
from ledger.periods import Period, Span
from ledger.scoresheet import Line, NamedListEntry
from scoring.credit import Event
from scoring.facts import Item, ScoringFacts

NOTHING = Fraction(0)
Found = Line | NamedListEntry


class UnitContext(NamedTuple):
    """What a rule is applied to: the case, one unit, and every item's events."""

    case: ScoringFacts
    unit: Unit
    events: Mapping[str, tuple[Event, ...]]


def line_of(
    context: UnitContext, outcome: Consequence, because: str, on: date, items: tuple[Item, ...]
) -> Line:
    """The line of an outcome that rests on these items; about one of them if it is the only one."""
    serial = items[0].serial if len(items) == 1 else None
    return Line(context.unit.id, outcome.points, outcome.article, because, on, serial, evidence(items))


def nothing(context: UnitContext, article: str, because: str, item: Item) -> Line:
    """A line of 0 points: why an item did not count."""
    return Line(context.unit.id, NOTHING, article, because, item.day, item.serial, evidence((item,)))


def evidence(items: Iterable[Item]) -> tuple[str, ...]:
    """The names of items as evidence of a line."""
    return tuple(f"submission:{item.serial}" for item in items)


def when(period: Period) -> str:
    """The period in the office's words: 3月, 第一季度, 上半年, 2026年."""
    month = period.first.month
    match period.span:
        case Span.MONTH:
            return f"{month}月"
        case Span.QUARTER:
            return f"第{'一二三四'[(month - 1) // len('一二三')]}季度"
        case Span.HALF:
            return "上半年" if month == 1 else "下半年"
        case Span.YEAR:
            return f"{period.first.year}年"
        case Span.WEEK | Span.NAMED:
            return f"{period.code} "
