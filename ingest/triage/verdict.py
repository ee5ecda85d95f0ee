"""What can become of a letter that was read?

A closed union of frozen values, matched by intake with `assert_never`. Choosing among
them is `judge`'s affair, writing them down intake's. Sentences (`because`, `evidence`)
are Chinese: the office reads them.
"""

from dataclasses import dataclass
from enum import StrEnum

from ledger.entries.letters import Returned, SetAside
from ledger.entries.submissions import Author, Proposal, SubmissionDraft


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
    UNSURE_AUTHOR = "unsure-author"
    UNSURE_TITLE = "unsure-title"
    UNSURE_CATEGORY = "unsure-category"
    NEAR_SEALED = "near-sealed"


class HeldBecause(StrEnum):
    """Why an item waits for the office.

    MANUSCRIPT_MISSING: nothing of the report's text could be read.
    MAYBE_CORRESPONDENCE: it may be a letter or a form. NAME_UNKNOWN: a registered
    address calls its unit by a name that the roster does not have.
    """

    OWN_BUSINESS = "own-business"
    NOT_KIN = "not-kin"
    UNIT_UNCLEAR = "unit-unclear"
    UNIT_UNKNOWN = "unit-unknown"
    UNTRUSTED = "untrusted"
    MANUSCRIPT_MISSING = "manuscript-missing"
    MAYBE_CORRESPONDENCE = "maybe-correspondence"
    NAME_UNKNOWN = "name-unknown"


@dataclass(frozen=True, slots=True)
class NewItem:
    """The letter is a report of its own: recorded, or held with the reason and ranked
    candidates.

    The draft's `unit_id` is None only when held; its `flags` are of `Flag`, its
    `held_because` of `HeldBecause`. `proposals` are what a person should look at,
    `sketch` is `sketch.sketch_of` what was sent.
    """

    draft: SubmissionDraft
    proposals: tuple[Proposal, ...] = ()
    sketch: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Copy:
    """The letter repeats an item word for word (F7); `serial` as
    `JudgingFacts.with_item` was given it.
    """

    serial: str
    because: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply mends fields of `serial`; a field that is None stays as it is.

    In `authors` an empty name or phone means "as before": a reply may bring the
    telephone number alone. `unsure` says what of its line of authors was not understood
    (Chinese), "" if all of it was.
    """

    serial: str
    because: str
    title: str | None = None
    authors: tuple[Author, ...] | None = None
    signer: str | None = None
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """The letter is no report; `hint`: its sender is told once how to report
    (docs/architecture.md).

    `possible` says, in Chinese, why it may be one all the same ("" if nothing speaks
    for it): the office sees such letters in a list of their own.
    """

    reason: SetAside
    because: str
    hint: bool = False
    possible: str = ""


@dataclass(frozen=True, slots=True)
class Bounced:
    """A message of ours came back; `returned` is None when the report names nothing of
    ours (P28).
    """

    returned: Returned | None
    because: str


Verdict = NewItem | Copy | Completion | Aside | Bounced
