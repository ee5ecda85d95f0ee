"""What is handed to intake, with what, and what becomes of each mail?

An `Arrival` is one mail at its place; an `IntakeContext` is everything else, put
together once by `office.wiring`. An `Outcome` is a closed union, matched where it is
written down and where its sender is told; what a letter becomes that was read is
triage's verdict, carried here as it was given.
"""

import hashlib
import operator
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from ingest.intake.item_cache import ItemCache
from ingest.intake.reader import Read, Sealed
from ingest.letter.read import HeadWords
from ingest.screening.trust import SenderTrust
from ingest.triage.verdict import NewItem, Verdict
from ledger.database import Database
from ledger.entries.letters import Answerable, Letter, MailboxEntry, Place
from ledger.leases import Lease
from ledger.outbox.queueing import Limits
from ledger.rulebook import IntakeRule

FILE_ACCOUNT = "file"
"""The account of letters that `take` was given."""


class Arrival(NamedTuple):
    """One mail at its place.

    `raw` is None when the body was not fetched: `gone` (expunged before it was read) or
    past the size bound, and then `head` holds its header block. `answer` False: nothing
    is mailed because of it, whatever it is. `doubt` says why what the server gave is
    not the letter (Chinese): it is quarantined unread. `number` is that of the entry which
    its own replaces, and which it keeps; 0: it is new.
    """

    place: Place
    arrived_at: datetime
    size: int
    raw: bytes | None
    answer: bool = True
    gone: bool = False
    head: bytes = b""
    doubt: str = ""
    number: int = 0

    @property
    def fetched(self) -> bytes:
        """What was fetched of it: all, or the head alone."""
        return self.head if self.raw is None else self.raw

    @property
    def content(self) -> str:
        """The SHA-256 of what was fetched."""
        return hashlib.sha256(self.fetched).hexdigest()


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """What intake works with; nothing of it changes while a batch is taken in.

    `read` turns (bytes, arrival) pairs into letters, in order. `random` gives
    unpredictable bytes for tokens. `sealing_key` keys the hash that is left of a sealed
    letter. `office_address` is told of sealed letters, and of each item when
    `tell_each`; a unit's principal is told of each item when `copy_to_principal`.
    """

    database: Database
    read: Callable[[Sequence[tuple[bytes, datetime]]], Sequence[Read]]
    rule: Callable[[datetime], IntakeRule]
    limits: Limits
    random: Callable[[int], bytes]
    sealing_key: bytes
    own_addresses: frozenset[str] = frozenset()
    office_address: str = ""
    tell_each: bool = False
    copy_to_principal: bool = False
    authserv_ids: frozenset[str] = frozenset()
    item_cache: ItemCache = field(default_factory=ItemCache)
    copies_within: timedelta = timedelta(days=90)
    backlog_after: timedelta = timedelta(days=3)

    def keyed_hash(self, raw: bytes) -> str:
        """What is kept of a sealed letter: enough to know it again, nothing to guess it
        by (promise 13).
        """
        return hashlib.blake2b(raw, key=self.sealing_key, digest_size=32).hexdigest()


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """How many mails ended in which state; `held` is counted within `recorded`, as
    `poll` tells it.
    """

    recorded: int = 0
    set_aside: int = 0
    sealed: int = 0
    oversize: int = 0
    quarantined: int = 0
    gone: int = 0
    held: int = 0
    skipped: int = 0

    @property
    def seen(self) -> int:
        """Every mail that got a state."""
        return (
            self.recorded
            + self.set_aside
            + self.sealed
            + self.oversize
            + self.quarantined
            + self.gone
        )

    def __add__(self, other: "IntakeCounts") -> "IntakeCounts":
        """The two together."""
        return IntakeCounts(*map(operator.add, astuple(self), astuple(other)))


class Fence(NamedTuple):
    """The reader's lease, and until when each transaction keeps it."""

    lease: Lease
    until: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """Removed from the mailbox before it was read."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Not read, judged or written, so that a person must look; `because` says why
    (Chinese).

    `head` is what its head says, as far as it could be read; `reason` a code, where one
    is given.
    """

    because: str
    sha256: str | None
    head: HeadWords
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Oversize:
    """Larger than allowed, so that its head alone was read (P16); `units`: whose roster
    holds the sender.
    """

    letter: Letter
    answerable: Answerable
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A letter that was read, and what triage made of it; `units`: whose roster holds
    the sender.

    `near_sealed` is what speaks for its being secret though it bears no mark
    (`near_seal`), or "".
    """

    letter: Letter
    verdict: Verdict
    answerable: Answerable
    trust: SenderTrust
    units: tuple[int, ...]
    near_sealed: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same bytes as `first`, of the record or earlier in this batch, whose state it
    shares.
    """

    first: "MailboxEntry | TakenMail"


Outcome = Gone | Sealed | Quarantined | Oversize | Judged | Repeated


class TakenMail(NamedTuple):
    """One mail of a batch, and what is to be written down of it.

    Should it be a new item, its `name` stands for the serial until serials are drawn,
    also in what later verdicts of the batch say of it (`JudgingFacts.with_item`).
    """

    name: str
    arrival: Arrival
    outcome: Outcome

    @property
    def new_item(self) -> NewItem | None:
        """The new item that the mail is, or None."""
        if isinstance(self.outcome, Judged) and isinstance(
            self.outcome.verdict, NewItem
        ):
            return self.outcome.verdict
        return None
