"""What happened to submissions, and what does a score rest on?

Adoptions, instructions, forwardings, commissions; `Facts` puts everything of a period
together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.people import Unit
from ledger.entries.submissions import CountedOnce, Submission


class Withdrawal(NamedTuple):
    """The office took something back that it had put on record: when, who and why.

    `carried`: it stands in a published quarter, whose numbers stay as printed; the next
    open quarter takes back what it earned there (C13). Else it counts nowhere any more.
    """

    at: datetime
    by: str
    because: str
    carried: bool = False


class Adoption(NamedTuple):
    """A publication used the item (Art. 11(2)); `form` is the editor's: 单条, 简讯 or
    综合.

    `entered_at` decides in which quarter it counts (C10); of one that corrects another
    it is the moment at which that one was entered, unless that one is carried.
    `replaces` is the id of the one it corrects. `unscored`: the rule does not name it,
    and whoever entered it chose to keep it without points (C7).
    """

    id: int
    serial: str
    publication: str
    form: str
    on: date
    entered_at: datetime
    issue: str = ""
    note: str = ""
    withdrawn: Withdrawal | None = None
    replaces: int | None = None
    unscored: bool = False

    @property
    def issue_said(self) -> str:
        """The issue in a sentence; what is no number says itself what it is."""
        return f"第{self.issue}期" if self.issue.isdecimal() else self.issue


class Instruction(NamedTuple):
    """A leader wrote on the item (批示); `unscored` as of an adoption (C5)."""

    id: int
    serial: str
    leader: str
    level: str
    on: date
    entered_at: datetime
    note: str = ""
    withdrawn: Withdrawal | None = None
    replaces: int | None = None
    unscored: bool = False


class Forwarding(NamedTuple):
    """The office sent the item upward (上报); earns nothing but where the rule says so,
    `unscored` never.
    """

    id: int
    serial: str
    target: str
    on: date
    entered_at: datetime
    note: str = ""
    withdrawn: Withdrawal | None = None
    replaces: int | None = None
    unscored: bool = False


class Remark(NamedTuple):
    """The office gave or took points by hand, of a kind that the rule names, and says
    why.

    `points` None: the kind has one value only. `serial` is the item it is about, if
    any.
    """

    id: int
    unit_id: int
    kind: str
    on: date
    entered_at: datetime
    because: str
    points: Fraction | None = None
    serial: str | None = None
    withdrawn: Withdrawal | None = None
    replaces: int | None = None


class Commission(NamedTuple):
    """A requested item (约稿), each named unit owing one of its own by `due`, that day
    included (B6).
    """

    id: str
    title: str
    issuer: str
    unit_ids: tuple[int, ...]
    issued_on: date
    due: date
    brief: str = ""


class OpenCommission(NamedTuple):
    """A commission, and which of the units it asks have answered it with an item that
    is not 不合格.
    """

    commission: Commission
    answered: frozenset[int] = frozenset()


class HistoryTotal(NamedTuple):
    """A quarter scored before this installation began; `share` None where it was not
    recorded.
    """

    period: str
    unit_id: int
    total: Decimal
    share: Decimal | None = None
    note: str = ""


class PublishedPeriod(NamedTuple):
    """A period whose circular was approved, and when: from then on its sheet is frozen
    (C10).
    """

    period: str
    at: datetime


class SentBack(NamedTuple):
    """When a submission was returned: after its month's end, the month is named but not
    fined (A8).
    """

    serial: str
    at: datetime


class Beginning(NamedTuple):
    """The day from which the office assesses; what came before it is on record, and
    earns and owes nothing.

    `owes_begun`: a duty of a half-year, a year or another term longer than a month that
    had begun before that day is owed all the same.
    """

    on: date
    owes_begun: bool = False

    @property
    def said(self) -> str:
        """How pages, sheets and circulars say it, in Chinese."""
        return f"自{self.on.year}年{self.on.month}月{self.on.day}日起考核"

    @property
    def told(self) -> str:
        """The same, with what is said of the duties that had begun."""
        return f"{self.said}，此前已起算的任务{'照算' if self.owes_begun else '不算'}"


class UnseenLetter(NamedTuple):
    """A letter of a unit's address that may be a report; nobody has said yet whether it
    is one.
    """

    number: int
    unit_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a score rests on, as one value.

    `submissions` holds every submission, of any state, that counts on a day of the
    periods in question, and every one that an adoption, instruction or commission below
    names; the events hold *all* events of those items, so that what an earlier quarter
    already credited can be seen (C11). What was withdrawn is not among them, unless it
    is carried: then the quarters that counted it still rest on it. The order of the
    tuples means nothing.
    """

    units: tuple[Unit, ...] = ()
    submissions: tuple[Submission, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    forwardings: tuple[Forwarding, ...] = ()
    commissions: tuple[Commission, ...] = ()
    history: tuple[HistoryTotal, ...] = ()
    published: tuple[PublishedPeriod, ...] = field(default=())
    sent_back: tuple[SentBack, ...] = ()
    remarks: tuple[Remark, ...] = ()
    counted_once: tuple[CountedOnce, ...] = ()
    unseen: tuple[UnseenLetter, ...] = ()
    beginning: Beginning | None = None
    """None: nobody said from when on is assessed, and everything is."""
