"""What can become of a letter that was read?

A closed union of frozen values, matched by intake with `assert_never`. Choosing among them is `judge`'s
affair, writing them down intake's. Sentences (`because`, `evidence`) are Chinese: the office reads them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ledger.entries.letters import Returned, SetAside
from ledger.entries.submissions import Author, Proposal, SubmissionState


class Flag(StrEnum):
    """What is remarkable about an item; stable codes that `--json` shows."""

    INCOMPLETE_AUTHOR = "incomplete-author"
    INCOMPLETE_PHONE = "incomplete-phone"
    INCOMPLETE_SUBJECT = "incomplete-subject"
    ADDRESS_UNREGISTERED = "address-unregistered"
    ON_BEHALF = "on-behalf"
    UNIT_INFERRED = "unit-inferred"
    OVER_LENGTH = "over-length"
    LOW_CONFIDENCE_TEXT = "low-confidence-text"
    UNREAD_ATTACHMENT = "unread-attachment"
    TWO_ITEMS = "two-items"
    NO_SIGNER = "no-signer"


class Missing(StrEnum):
    """What the receipt asks the unit for (Art. 16, F1)."""

    SUBJECT = "subject"
    AUTHOR = "author"
    PHONE = "phone"


class HeldBecause(StrEnum):
    """Why an item waits for the office."""

    OWN_BUSINESS = "own-business"
    NOT_KIN = "not-kin"
    UNIT_UNCLEAR = "unit-unclear"
    UNIT_UNKNOWN = "unit-unknown"
    UNTRUSTED = "untrusted"


class Candidate(NamedTuple):
    """A unit the letter may be from, for the office to choose; `confidence` from 0 to 1."""

    unit_id: int
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """The letter is a report of its own: recorded, or held with the reason and ranked candidates.

    `unit_id` is None only when held. `fingerprint` is `likeness.fingerprint` of what was sent, `sketch` the
    `sketch.sketch_of` it. `follows` is the serial of the first report that this 续报 continues, `commission`
    the id of the one it answers. `ask` is what the receipt asks for.
    """

    state: SubmissionState
    unit_id: int | None
    title: str
    category: str
    category_because: str
    fingerprint: str
    co_unit_ids: tuple[int, ...] = ()
    authors: tuple[Author, ...] = ()
    signer: str = ""
    characters: int = 0
    flags: tuple[Flag, ...] = ()
    evidence: tuple[str, ...] = ()
    follows: str | None = None
    proposals: tuple[Proposal, ...] = ()
    held_because: HeldBecause | None = None
    candidates: tuple[Candidate, ...] = ()
    ask: tuple[Missing, ...] = ()
    sketch: frozenset[int] = frozenset()
    commission: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """The letter repeats the item `serial` word for word (F7); see `JudgingFacts.with_item` for that name."""

    serial: str
    because: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply mends fields of `serial`; a field that is None stays as it is.

    In `authors` an empty name or phone means "as before": a reply may bring the telephone number alone.
    """

    serial: str
    because: str
    title: str | None = None
    authors: tuple[Author, ...] | None = None
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """The letter is no report; `hint`: its sender is told once how to report (docs/architecture.md)."""

    reason: SetAside
    because: str
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Bounced:
    """A message of ours came back; `returned` is None when the report names nothing of ours (P28)."""

    returned: Returned | None
    because: str


Verdict = NewItem | Copy | Completion | Aside | Bounced
