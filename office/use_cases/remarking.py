"""May points be given or taken by hand so?

A remark is points that the office gives or takes by hand. Here: which kinds the rule
names on a day, and what each is worth. Shell and console say it each in words of their
own; writing remarks down is `ledger.remarks`' affair, taking them back `withdrawing`'s.
"""

import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Remark
from ledger.periods import Period, Span, period_of
from ledger.rulebook import NoEditionError, RemarkRule, Rulebook

_POINTS = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6}|/[1-9]\d{0,5})?")
_FULL_WIDTH = str.maketrans("＋－−–０１２３４５６７８９．／", "+---0123456789./")


class RemarkKinds(NamedTuple):
    """The quarter of a day, and the kinds of remarks that its rule names; None where no
    edition covers it.
    """

    quarter: Period
    rules: tuple[RemarkRule, ...] | None

    def named(self, name: str) -> RemarkRule | None:
        """The kind called `name`."""
        for rule in self.rules or ():
            if rule.name == name:
                return rule
        return None


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
    """An exact number such as -5, 2.5 or 1/3, full-width signs too; None when it is
    none.
    """
    written = text.strip().translate(_FULL_WIDTH)
    return Fraction(written) if _POINTS.fullmatch(written) else None


def points_of_remark(kinds: RemarkKinds, remark: Remark) -> Fraction | None:
    """The points of a remark: its own, or those of its kind; None where neither says
    any.
    """
    if remark.points is not None:
        return remark.points
    rule = kinds.named(remark.kind)
    return rule.least if rule is not None and has_one_value(rule) else None
