"""How do a subject, a text and an html become a mail?

RFC 5322, 2045-2047 and 3834 as far as they bind what we send; which words, and to whom, is decided before.
Text parts are base64: Chinese is shorter so, and no relay need touch a line of it.
"""

from dataclasses import dataclass
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
"""Identifiers in References, the first of the thread and the last ones: an answer stays small (R06)."""
_ID_LENGTH = 250
"""Characters of an identifier that is repeated; it stands whole on a line, which has 998 at most (R13)."""
_TO_MANY = frozenset({"circular", "announcement"})
"""Kinds that go to every unit."""
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
    """What a message needs beside its words: its recipient, the letter it answers, its token and its files.

    `in_reply_to` is the letter's Message-ID, `references` are the letter's own References, or its In-Reply-To
    where it has none.
    """

    to: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    token: str | None = None
    files: tuple[MessageFile, ...] = ()


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
    notice = NOTICES[kind]
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender.name or sender.office, sender.address)
    message["To"] = _address("", envelope.to)
    message["Subject"] = one_line(words.subject, SUBJECT_LENGTH)
    message["Date"] = stamp.at.astimezone(OFFICE_ZONE)
    message["Message-ID"] = f"<{stamp.message_id}>"

    parent = _identifier(envelope.in_reply_to or "")
    if parent:  # RFC 5322 §3.6.4 (R11): both fields or none
        ancestors: list[str] = []
        for each in envelope.references:
            identifier = _identifier(each)
            if identifier and identifier != parent:
                ancestors.append(identifier)
        if len(ancestors) >= _REFERENCES:
            ancestors = [ancestors[0], *ancestors[-(_REFERENCES - 2) :]]
        message["In-Reply-To"] = parent
        message["References"] = " ".join([*ancestors, parent])

    # What tells other programs how to treat the message (R10, R11b, R17).
    if notice.auto_submitted:
        message["Auto-Submitted"] = notice.auto_submitted  # RFC 3834 §5
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply, RN, NRN"
    invites_replies = notice.audience is Audience.SENDER or kind in _REPLIED_TO
    if invites_replies and sender.robot and sender.robot != sender.address:
        message["Reply-To"] = _address("", sender.robot)
    if kind in _TO_MANY:
        message["List-Id"] = f"<{kind}.yishiyibao.{sender.domain}>"  # RFC 2919 §3

    message.set_content(words.text, subtype="plain", charset="utf-8", cte="base64")
    if words.html:
        message.add_alternative(words.html, subtype="html", charset="utf-8", cte="base64")
    for file in envelope.files:
        main, _, sub = file.type.partition("/")
        name = one_line(file.name, 120).replace("/", "_")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=name)
    return message


def _identifier(text: str) -> str:
    """A Message-ID in brackets; empty for what is none, since a stranger wrote it."""
    bare = text.strip().strip("<>")
    if "@" not in bare or len(bare) > _ID_LENGTH:
        return ""
    if not bare.isascii() or not bare.isprintable() or set(bare) & set(' <>()",;'):
        return ""
    return f"<{bare}>"


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name, 60), addr_spec=address)
