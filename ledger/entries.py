"""What does the record consist of?

Frozen values and the closed lists of their states, in the order of the road a mail takes: people, letters,
submissions, and what happened to submissions afterwards. How they are stored is `tables`' affair; what they
earn is `rulebook`'s and `scoring`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

# --- people ---------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a person does for the unit's reports (Art. 6)."""

    PRINCIPAL = "principal"
    OFFICER = "officer"


class Person(NamedTuple):
    """One person of a unit; empty strings where the roster leaves a field blank."""

    role: Role
    name: str
    address: str
    phone: str


class Exemption(NamedTuple):
    """Days [since, until) on which a unit owes nothing and is fined nothing (A13); until None: open."""

    since: date
    until: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One reporting unit of the dated roster: it is assessed on days [since, until)."""

    id: int
    name: str
    group: str
    since: date
    short_names: tuple[str, ...] = ()
    kind: str = ""
    parent: str | None = None
    own_business_only: bool = False
    addresses: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    until: date | None = None
    exemptions: tuple[Exemption, ...] = ()

    def assessed_on(self, day: date) -> bool:
        """Whether the unit is on the roster on `day`."""
        return self.since <= day and (self.until is None or day < self.until)

    def exempt_on(self, day: date) -> bool:
        """Whether the unit is excused on `day` (A13)."""
        return any(e.since <= day and (e.until is None or day < e.until) for e in self.exemptions)

    def owns_address(self, address: str) -> bool:
        """Whether `address` is on this unit's roster, its people's included."""
        wanted = address.casefold()
        return wanted in self.addresses or any(person.address.casefold() == wanted for person in self.people)


# --- letters --------------------------------------------------------------------------------------


class Repair(NamedTuple):
    """One thing that was mended while a letter was read: where, and what was done."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file; `text` is None when it could not be read, and `unread` then says why (Chinese)."""

    name: str
    type: str
    size: int
    sha256: str
    text: str | None = None
    unread: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as read from the mailbox: every text decoded, nothing judged yet.

    `text` is the sender's own words, `quoted` what follows the mark of a quotation, `attached_mail` the text
    of message/rfc822 parts; an author is never sought in the last two (P22). `return_path` is None when the
    header is missing and "" for the null path. `headers` are (lower-case name, decoded value) pairs in the
    letter's order. `report` is the raw text of delivery-status, disposition and feedback parts plus the
    returned headers, empty for ordinary mail. `sure` is False when some shown text is only a guess (P19).
    """

    sha256: str
    size: int
    arrived_at: datetime
    from_address: str
    from_name: str = ""
    subject: str = ""
    text: str = ""
    quoted: str = ""
    attached_mail: str = ""
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    to: tuple[str, ...] = ()
    sent_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    report: str = ""
    repairs: tuple[Repair, ...] = ()
    sure: bool = True

    def header(self, name: str) -> tuple[str, ...]:
        """All values of the header `name` (any case), top first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    @property
    def manuscript(self) -> str:
        """The text of all readable attachments, in their order."""
        return "\n\n".join(a.text for a in self.attachments if a.text)


class SightingState(StrEnum):
    """What became of one UID; exactly one of these (DESIGN §3)."""

    RECORDED = "recorded"
    SET_ASIDE = "set-aside"
    SEALED = "sealed"
    OVERSIZE = "oversize"
    QUARANTINED = "quarantined"
    GONE = "gone"


class LetterRole(StrEnum):
    """How a recorded letter belongs to its submission."""

    NEW = "new"
    COPY = "copy"
    COMPLETION = "completion"
    CORRECTION = "correction"


class SetAside(StrEnum):
    """Why a letter is not a report."""

    ROBOT = "robot"
    BOUNCE = "bounce"
    CORRESPONDENCE = "correspondence"
    OWN = "own"
    BEFORE_START = "before-start"


class Place(NamedTuple):
    """Where a letter lies: account is user@host, or "file" for `take`, with UIDVALIDITY 0."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


class Answerable(NamedTuple):
    """The verdict whether a letter may be answered at all, to which address, and why not (RFC 3834 §2)."""

    may: bool
    to: str
    because: str


UNANSWERABLE = Answerable(may=False, to="", because="")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One UID on the server and what became of it (DESIGN §3, `letters list`).

    `reason` is the code of a set-aside, `because` the same in the office's words. `ancestors` are the
    Message-IDs of the thread it stands in, for the References of an answer (R11).
    """

    id: int
    place: Place
    state: SightingState
    arrived_at: datetime
    from_address: str
    from_name: str = ""
    subject: str = ""
    role: LetterRole | None = None
    reason: str = ""
    because: str = ""
    attachments: tuple[str, ...] = ()
    sha256: str | None = None
    message_id: str | None = None
    ancestors: tuple[str, ...] = ()
    serial: str | None = None
    mark: str | None = None
    keyed_hash: str | None = None
    size: int = 0
    answerable: Answerable = UNANSWERABLE
    trust: str = "unverified"


class Recipient(NamedTuple):
    """One recipient of a delivery report: Action and Status as RFC 3464 §2.3 names them."""

    address: str
    action: str
    status: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned mail says of a message we sent; the names by which ours may be found (R25)."""

    recipients: tuple[Recipient, ...]
    message_ids: tuple[str, ...] = ()
    envelope_id: str | None = None
    tokens: tuple[str, ...] = ()


# --- submissions ----------------------------------------------------------------------------------


class SubmissionState(StrEnum):
    """Where a submission stands; only `recorded` counts (A8)."""

    RECORDED = "recorded"
    HELD = "held"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


class Author(NamedTuple):
    """One 撰稿人 and how to reach them; empty strings where the letter does not say (Art. 16)."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One reported item. Its words live apart (`submissions.words_of`): lists and sums never load them.

    `unit_id` is None while the unit is unknown (held). `co_unit_ids` are the other units of a joint item, the
    lead excluded. `counts_on` overrides the day that `arrived_at` gives (A10). `own_business` is None while
    the office has not ticked it and for units to which the tick does not apply (D6). `quality` False: 不合格
    (B3). `held_because` and `candidates` (unit ids, likeliest first) say what the office is asked while it is
    held.
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

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The lead, then the co-units."""
        return (() if self.unit_id is None else (self.unit_id,)) + self.co_unit_ids


class Words(NamedTuple):
    """What a submission says: the sender's own words, and the text of the attachments."""

    text: str
    manuscript: str


class Proposal(NamedTuple):
    """Something the machine noticed and a person decides; it never changes a state by itself (DESIGN §3).

    `kind` is one of resend, correction, follow-up, joint, second-item; `other` the serial it points to, if
    any.
    """

    kind: str
    evidence: str
    other: str | None = None


# --- what happened to submissions -----------------------------------------------------------------


class Adoption(NamedTuple):
    """A publication used the item (Art. 11(2)); `form` is the editor's: 单条, 简讯 or 综合."""

    id: int
    serial: str
    publication: str
    form: str
    on: date
    entered_at: datetime
    issue: str = ""
    note: str = ""


class Instruction(NamedTuple):
    """A leader wrote on the item (批示)."""

    id: int
    serial: str
    leader: str
    level: str
    on: date
    entered_at: datetime
    note: str = ""


class Forwarding(NamedTuple):
    """The office sent the item upward (上报); earns nothing by itself."""

    id: int
    serial: str
    target: str
    on: date
    entered_at: datetime
    note: str = ""


class Commission(NamedTuple):
    """A requested item (约稿), each named unit owing one of its own by `due`, that day included (B6)."""

    id: str
    title: str
    issuer: str
    unit_ids: tuple[int, ...]
    issued_on: date
    due: date
    brief: str = ""


class HistoryTotal(NamedTuple):
    """A quarter scored before this installation began; `share` None where it was not recorded."""

    period: str
    unit_id: int
    total: Decimal
    share: Decimal | None = None
    note: str = ""


class Publication(NamedTuple):
    """A period whose circular was approved, and when: from then on its sheet is frozen (C10)."""

    period: str
    at: datetime


class SentBack(NamedTuple):
    """When a submission was returned: after its month's end, the month is named but not fined (A8)."""

    serial: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a score rests on, as one value.

    `submissions` holds every submission, of any state, that counts on a day of the periods in question, and
    every one that an adoption, instruction or commission below names; the events hold *all* events of those
    items, so that what an earlier quarter already credited can be seen (C11). The order of the tuples means
    nothing.
    """

    units: tuple[Unit, ...] = ()
    submissions: tuple[Submission, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    forwardings: tuple[Forwarding, ...] = ()
    commissions: tuple[Commission, ...] = ()
    history: tuple[HistoryTotal, ...] = ()
    published: tuple[Publication, ...] = field(default=())
    sent_back: tuple[SentBack, ...] = ()
