"""What is one mail, and what became of it?

A letter as it was read, the places where it lies, whether it may be answered, and what
a returned mail says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Repair(NamedTuple):
    """One thing that was mended while a letter was read: where, and what was done."""

    where: str
    what: str


BIG_FILE = "application/x-big-file"
"""The type of a file that did not come along: the letter only links to it
(超大附件).
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file; `text` is None when it could not be read, and `unread` then
    says why (Chinese).
    """

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

    `text` is the sender's own words, `quoted` what follows the mark of a quotation,
    `attached_mail` the text of message/rfc822 parts; an author is never sought in the
    last two (P22). `return_path` is None when the header is missing and "" for the null
    path. `headers` are (lower-case name, decoded value) pairs in the letter's order.
    `report` is the raw text of delivery-status, disposition and feedback parts plus the
    returned headers, empty for ordinary mail. `sure` is False when some shown text is
    only a guess (P19). `sketch` is that of what it says (`entries.sketch`), None until
    somebody has made it.
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
    sketch: frozenset[int] | None = None

    def header(self, name: str) -> tuple[str, ...]:
        """All values of the header `name` (any case), top first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    @property
    def manuscript(self) -> str:
        """The text of all readable attachments, in their order."""
        return "\n\n".join(filter(None, (file.text for file in self.attachments)))


class MailboxEntryState(StrEnum):
    """What became of one UID; exactly one of these (promise 4)."""

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
    """Where a letter lies: account is user@host, or "file" for `take`, with UIDVALIDITY
    0.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int


class Answerable(NamedTuple):
    """The verdict whether a letter may be answered at all, to which address, and why
    not (RFC 3834 §2).
    """

    may: bool
    to: str
    because: str


UNANSWERABLE = Answerable(may=False, to="", because="")


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    """One UID on the server and what became of it (`letters list`).

    `reason` is the code of a set-aside, `because` the same in the office's words.
    `ancestors` are the Message-IDs of the thread it stands in, for the References of an
    answer (R11). `possible` says why a letter set aside may be a report all the same
    ("" if nothing speaks for it), `opening` gives the first words of such a letter,
    `dismissed_at` when a person said that it is none.
    """

    id: int
    place: Place
    state: MailboxEntryState
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
    possible: str = ""
    opening: str = ""
    dismissed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it was set aside, may be a report, and nobody has said yet whether it
        is one.
        """
        return (
            self.state is MailboxEntryState.SET_ASIDE
            and bool(self.possible)
            and self.dismissed_at is None
        )


class Recipient(NamedTuple):
    """One recipient of a delivery report: Action and Status as RFC 3464 §2.3 names
    them.
    """

    address: str
    action: str
    status: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned mail says of a message we sent; the names by which ours may be
    found (R25).
    """

    recipients: tuple[Recipient, ...]
    message_ids: tuple[str, ...] = ()
    envelope_id: str | None = None
    tokens: tuple[str, ...] = ()
