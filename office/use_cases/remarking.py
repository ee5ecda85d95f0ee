"""May points be given or taken by hand so, and may that still be taken back?

A remark is points that the office gives or takes by hand. Here: which kinds the rule names on a day, what
each is worth, and which published quarters have counted one already. Shell and console say it each in words
of their own; writing remarks down is `ledger.remarks`' affair.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ledger import remarks
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.journal import JournalEntry
from ledger.periods import Period, Span, period_of
from ledger.rulebook import NoEditionError, RemarkRule, Rulebook
from ledger.scoresheet import ScoreSheet

_POINTS = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6}|/[1-9]\d{0,5})?")
_FULL_WIDTH = str.maketrans("＋－−–０１２３４５６７８９．／", "+---0123456789./")


class RemarkKinds(NamedTuple):
    """The quarter of a day, and the kinds of remarks that its rule names; None where no edition covers it."""

    quarter: Period
    rules: tuple[RemarkRule, ...] | None

    def named(self, name: str) -> RemarkRule | None:
        """The kind called `name`."""
        for rule in self.rules or ():
            if rule.name == name:
                return rule
        return None


class WithdrawalObstacle(StrEnum):
    """Why a remark cannot be withdrawn."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"


class RemarkStays(NamedTuple):
    """A remark stays as it is; `quarters` are the published ones that counted it."""

    obstacle: WithdrawalObstacle
    quarters: tuple[str, ...] = ()


def kinds_on(rulebook: Rulebook, on: date) -> RemarkKinds:
    """The kinds of the edition under which the quarter of that day is scored."""
    quarter = period_of(on, Span.QUARTER)
    try:
        return RemarkKinds(quarter, rulebook.for_period(quarter).remarks)
    except NoEditionError:
        return RemarkKinds(quarter, None)


def has_one_value(rule: RemarkRule) -> bool:
    """Whether the kind has one value only, so that nobody chooses it."""
    return rule.least == rule.most


def parse_points(text: str) -> Fraction | None:
    """An exact number such as -5, 2.5 or 1/3, full-width signs too; None when it is none."""
    written = text.strip().translate(_FULL_WIDTH)
    return Fraction(written) if _POINTS.fullmatch(written) else None


def points_of_remark(kinds: RemarkKinds, remark: Remark) -> Fraction | None:
    """The points of a remark: its own, or those of its kind; None where neither says any."""
    if remark.points is not None:
        return remark.points
    rule = kinds.named(remark.kind)
    return rule.least if rule is not None and has_one_value(rule) else None


def withdraw(conn: Connection, number: int, entry: JournalEntry) -> Remark | RemarkStays:
    """Takes a remark back, unless a published quarter has counted it (promise 10)."""
    found = remarks.one(conn, number)
    if found is None:
        return RemarkStays(WithdrawalObstacle.UNKNOWN)
    if found.withdrawn_at is not None:
        return RemarkStays(WithdrawalObstacle.WITHDRAWN)
    quarters = counted_in(remarks.published_sheets(conn), found.remark)
    if quarters:
        return RemarkStays(WithdrawalObstacle.PUBLISHED, quarters)
    remarks.withdraw(conn, found.remark, entry)
    return found.remark


def counted_in(sheets: Sequence[ScoreSheet], remark: Remark) -> tuple[str, ...]:
    """The periods of the sheets that rest on the remark, each once.

    A line rests on it that gives its points, or that says what an item does not earn because of it: such a
    line has no points, and its reason names the kind of the remark.
    """
    name = remarks.subject_of(remark.id)
    periods: dict[str, None] = {}
    for sheet in sheets:
        for unit in sheet.units:
            for line in unit.lines:
                voids = remark.serial is not None and line.concerns(remark.serial) and not line.points
                if name in line.evidence or (voids and f"{remark.kind}，" in line.because):
                    periods[sheet.period] = None
    return tuple(periods)
