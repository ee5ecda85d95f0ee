"""What may a rule give outright, leave to a person, or bound?

The Ningxia rule does none of it; other offices' rules do. `ledger.rulebook` holds the rest.
"""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ledger.periods import Span


class SubmissionRule(NamedTuple):
    """What an accepted item earns as such: `each` whatever comes of it, `unadopted` while nobody used it."""

    article: str
    each: Fraction
    unadopted: Fraction


class RemarkRule(NamedTuple):
    """Points that a person gives or takes, with a reason on record, between `least` and `most`."""

    name: str
    article: str
    least: Fraction
    most: Fraction
    named: str | None = None
    """The named list on which the unit appears."""
    voids: bool = False
    """Whether the item that it is about earns nothing else."""


class Limited(StrEnum):
    """What a limit bounds: points for items as such, for adoptions and 批示, or those given by hand."""

    SUBMISSION = "submission"
    CREDIT = "credit"
    REMARK = "remark"


class Limit(NamedTuple):
    """The most, or the least, that lines of one kind come to in each period of one length."""

    article: str
    of: Limited
    per: Span
    most: Fraction | None
    least: Fraction | None

    def bound(self, points: Fraction) -> Fraction:
        """The points as far as the limit lets them count."""
        if self.most is not None and points > self.most:
            return self.most
        return self.least if self.least is not None and points < self.least else points


class Start(NamedTuple):
    """What every unit begins each period of that length with."""

    article: str
    points: Fraction
    per: Span
