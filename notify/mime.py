"""How do a subject, a text and an html become a mail?

RFC 5322, 2045-2047 and 3834 as far as they bind what we send; which words, and to whom, is decided before.
Text parts are base64: Chinese is shorter so, and no relay need touch a line of it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import NamedTuple

from ledger.notice import NOTICES, Audience
from ledger.periods import OFFICE_ZONE
from notify.headers import POLICY
from notify.lines import one_line

SUBJECT_LENGTH = 200
_REFERENCES = 10
_ID_LENGTH = 250
_TO_MANY = frozenset({"circular", "announcement"})
_REPLIED_TO = frozenset({"commission"})
"""Kinds that answer no letter and yet are answered with one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: `name` and `address` stand in From, `robot` takes replies that mend a record (R11b).

    `office` signs the message; `contact` is a line that tells whom people may call, or empty.
    """

    office: str
    name: str
    address: str
    robot: str = ""
    contact: str = ""

    @property
    def domain(self) -> str:
        """The right side of our Message-IDs (R12)."""
        return self.address.rpartition("@")[2]


class MessageFile(NamedTuple):
    """A file that goes with a message."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MessageEnvelope:
    """What a message is told apart from its words: whom to, which letter it answers, its token and its files.

    `in_reply_to` is the Message-ID of the letter, `references` the letter's own References (or its
    In-Reply-To).
    """

    to: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    token: str | None = None
    files: tuple[MessageFile, ...] = field(default=())


class Stamp(NamedTuple):
    """What makes a message this one: its Message-ID, without brackets, and when it was written (R12, R13)."""

    message_id: str
    at: datetime


class RenderedMessage(NamedTuple):
    """The three renderings of one message; an empty html leaves the text alone."""

    subject: str
    text: str
    html: str


def assemble(
    kind: str, words: RenderedMessage, envelope: MessageEnvelope, sender: Sender, stamp: Stamp
) -> EmailMessage:
    """The message as it will stand on the wire; `as_bytes()` gives it with CRLF."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender.name or sender.office, sender.address)
    message["To"] = _address("", envelope.to)
    message["Subject"] = one_line(words.subject, SUBJECT_LENGTH)
    message["Date"] = stamp.at.astimezone(OFFICE_ZONE)
    message["Message-ID"] = f"<{stamp.message_id}>"
    _thread(message, envelope)
    _courtesies(message, kind, sender)
    message.set_content(words.text, subtype="plain", charset="utf-8", cte="base64")
    if words.html:
        message.add_alternative(words.html, subtype="html", charset="utf-8", cte="base64")
    for file in envelope.files:
        main, _, sub = file.type.partition("/")
        message.add_attachment(
            file.content, maintype=main, subtype=sub, filename=one_line(file.name, 120).replace("/", "_")
        )
    return message


def _thread(message: EmailMessage, envelope: MessageEnvelope) -> None:
    """RFC 5322 §3.6.4 (R11): both fields or none."""
    parent = _identifier(envelope.in_reply_to or "")
    if not parent:
        return
    known = [name for each in envelope.references if (name := _identifier(each)) and name != parent]
    if len(known) >= _REFERENCES:
        known = [known[0], *known[-(_REFERENCES - 2) :]]
    message["In-Reply-To"] = parent
    message["References"] = " ".join([*known, parent])


def _courtesies(message: EmailMessage, kind: str, sender: Sender) -> None:
    """What tells other programs how to treat the message (R10, R11b, R17)."""
    entry = NOTICES[kind]
    if entry.auto_submitted:
        message["Auto-Submitted"] = entry.auto_submitted  # RFC 3834 §5
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply, RN, NRN"
    invites = entry.audience is Audience.SENDER or kind in _REPLIED_TO
    if invites and sender.robot and sender.robot != sender.address:
        message["Reply-To"] = _address("", sender.robot)
    if kind in _TO_MANY:
        message["List-Id"] = f"<{kind}.yishiyibao.{sender.domain}>"  # RFC 2919 §3


def _identifier(text: str) -> str:
    """A Message-ID in brackets; empty for what is none, since a stranger wrote it."""
    bare = text.strip().strip("<>")
    fit = bare.isascii() and bare.isprintable() and not set(bare) & set(' <>()",;') and "@" in bare
    return f"<{bare}>" if fit and len(bare) <= _ID_LENGTH else ""


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name, 60), addr_spec=address)
