"""What is one reported item?

Its authors, its state, its words apart, and what the machine noticed about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from ledger.entries.letters import Attachment
from ledger.periods import local_day


class SubmissionState(StrEnum):
    """Where a submission stands; only `recorded` counts (A8)."""

    RECORDED = "recorded"
    HELD = "held"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


STATE_WORDS: Mapping[str, str] = {
    SubmissionState.RECORDED: "已登记",
    SubmissionState.HELD: "待核",
    SubmissionState.RETURNED: "已退回",
    SubmissionState.SUPERSEDED: "已被替代",
}
"""What the office calls the states of an item."""
SEVERAL_PHONES = "、"
"""Stands between the numbers of one author."""
UNSIGNED, TAILS = "未署名", "电话尾号"
"""What an author without a name is called, and in the journal the last digits of an
author's numbers.
"""
NO_PHONE = "—"
"""What stands for an author's number that is not known, beside one that is."""
_TAIL = 4
"""Digits by which a clerk tells two numbers apart."""


class Author(NamedTuple):
    """One 撰稿人 and how to reach them; empty strings where the letter does not say
    (Art. 16).

    `phone` may hold several numbers, parted by `SEVERAL_PHONES`. A number that nobody's
    name stands beside is kept as that of an author whose name is "".
    """

    name: str
    phone: str = ""
    email: str = ""

    @property
    def by_tails(self) -> str:
        """As the journal may name them: 张三（电话尾号4567）, by which nobody is
        reached (promise 14).
        """
        tails = [phone[-_TAIL:] for phone in self.phone.split(SEVERAL_PHONES) if phone]
        reached = f"（{TAILS}{SEVERAL_PHONES.join(tails)}）" if tails else ""
        return f"{self.name or UNSIGNED}{reached}"


@dataclass(frozen=True, slots=True)
class Submission:
    """One reported item. Its words live apart (`submissions.words_of`): lists and sums
    never load them.

    `unit_id` is None while the unit is unknown (held). `co_unit_ids` are the other
    units of a joint item, the lead excluded. `counts_on` overrides the day that
    `arrived_at` gives (A10). `own_business` is None while the office has not ticked it
    and for units to which the tick does not apply (D6). `quality` False: 不合格 (B3).
    `held_because` and `candidates` (unit ids, likeliest first) say what the office is
    asked while it is held. `version` is how often the record has changed it: by that,
    whoever decides knows what they saw.
    """

    serial: str
    arrived_at: datetime
    title: str
    state: SubmissionState
    unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    category: str = ""
    category_because: str = ""
    authors: tuple[Author, ...] = ()
    signer: str = ""
    characters: int = 0
    flags: tuple[str, ...] = ()
    counts_on: date | None = None
    own_business: bool | None = None
    quality: bool = True
    lateness_waived: bool = False
    commission: str | None = None
    follows: str | None = None
    superseded_by: str | None = None
    letter: int | None = None
    token: str = ""
    fingerprint: str = ""
    attachments: tuple[Attachment, ...] = ()
    evidence: tuple[str, ...] = ()
    held_because: str = ""
    candidates: tuple[int, ...] = ()
    version: int = field(default=0, compare=False)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The lead, then the co-units."""
        return (
            self.co_unit_ids
            if self.unit_id is None
            else (self.unit_id, *self.co_unit_ids)
        )

    @property
    def is_accepted(self) -> bool:
        """Whether it is accepted in the rule's sense (A8, D6)."""
        is_own = self.own_business is not False
        return self.state is SubmissionState.RECORDED and is_own

    @property
    def first_report(self) -> str:
        """The serial of the first report of its event: its own where it continues
        none.
        """
        return self.follows or self.serial

    @property
    def day(self) -> date:
        """The day that decides the month: the office's, else the arrival's in the
        office's zone (A10).
        """
        return self.counts_on or local_day(self.arrived_at)


@dataclass(frozen=True, slots=True)
class SubmissionDraft:
    """An item as it was read from a letter, before it has a serial; each field is as in
    `Submission`.

    `follows` may name an item of the same batch by a provisional name until the serials
    are drawn.
    """

    arrived_at: datetime
    title: str
    state: SubmissionState
    unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    category: str = ""
    category_because: str = ""
    authors: tuple[Author, ...] = ()
    signer: str = ""
    characters: int = 0
    flags: tuple[str, ...] = ()
    commission: str | None = None
    follows: str | None = None
    fingerprint: str = ""
    attachments: tuple[Attachment, ...] = ()
    evidence: tuple[str, ...] = ()
    held_because: str = ""
    candidates: tuple[int, ...] = ()

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The lead, then the co-units."""
        return (
            self.co_unit_ids
            if self.unit_id is None
            else (self.unit_id, *self.co_unit_ids)
        )

    def numbered(self, serial: str, letter: int, token: str) -> Submission:
        """The submission with its serial, the number of the letter it came with and its
        receipt's token.
        """
        drafted = {each.name: getattr(self, each.name) for each in fields(self)}
        return Submission(serial=serial, letter=letter, token=token, **drafted)


class RecentSubmission(NamedTuple):
    """A living submission as far as others may repeat or resemble it (F7); `unit_ids`
    begin with the lead.

    `follows` is the first report of the chain it continues, if any.
    """

    serial: str
    unit_ids: tuple[int, ...]
    title: str
    category: str
    arrived_at: datetime
    fingerprint: str = ""
    follows: str | None = None

    @property
    def lead(self) -> int | None:
        """The unit it counts for; None while that is unknown."""
        return self.unit_ids[0] if self.unit_ids else None


class SketchedSubmission(NamedTuple):
    """A living submission, and the sketch of what it says (`entries.sketch`)."""

    item: RecentSubmission
    sketch: frozenset[int]


class SubmissionWords(NamedTuple):
    """What a submission says: the sender's own words, and the text of the
    attachments.
    """

    text: str
    manuscript: str


class Proposal(NamedTuple):
    """Something the machine noticed and a person decides; it never changes a state by
    itself.

    `kind` is one of resend, correction, follow-up, joint, second-item, commission;
    `other` the serial it points to, if any; `commission` the id of the commission that
    the item may answer. `counts_once`: the item says itself that it corrects `other`,
    and until somebody decides the two do a duty once (F7). `unit_ids` are the other
    units that sign a joint item.
    """

    kind: str
    evidence: str
    other: str | None = None
    commission: str = ""
    counts_once: bool = False
    unit_ids: tuple[int, ...] = ()


class CountedOnce(NamedTuple):
    """A correction that nobody has decided about counts together with what it corrects
    (F7).
    """

    serial: str
    corrects: str


def subject_of(serial: str) -> str:
    """The journal's name for a submission."""
    return f"submission:{serial}"
