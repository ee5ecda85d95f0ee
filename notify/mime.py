"""How do a subject, a text and an html become a mail?

RFC 5322, 2045-2047 and 3834 as far as they bind what we send; which words, and to whom,
is decided before. Text parts are base64: Chinese is shorter so, and no relay need touch
a line of it.

Headers are folded here: the library's own folding wraps long message identifiers in
encoded words and makes encoded words that are too long or end in the middle of a
character (RFC 2047 §2, §5; R15).
"""

import base64
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import (
    Address,
    BaseHeader,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
    UnstructuredHeader,
)
from email.message import EmailMessage
from email.utils import quote
from typing import NamedTuple

from ledger.notice import NOTICES, Audience
from ledger.periods import OFFICE_ZONE
from notify.lines import one_line

SUBJECT_LENGTH = 200
_REFERENCES = 10
"""Identifiers in References, the first of the thread and the last ones: an answer stays
small (R06).
"""
_ID_LENGTH = 250
"""Characters of an identifier that is repeated; it stands whole on a line, which has
998 at most (R13).
"""
_IDENTIFIER = re.compile(rf'(?=.*@)(?:(?![<>()",;])[!-~]){{1,{_ID_LENGTH}}}')
"""What may stand between the brackets of one: printable ASCII without a blank or a mark
that parts two.
"""
_OCTETS = 39
"""An encoded word of so many octets is 64 characters long, so that a line with
`Subject: ` before it has 73.

RFC 2047 §2 allows 76.
"""
_PLAIN = 64
"""Characters of a text that stands as it is: as long as one encoded word."""
_TO_MANY = frozenset({"circular", "announcement"})
"""Kinds that go to every unit."""
_REPLIED_TO = frozenset({"commission"})
"""Kinds that answer no letter and yet are answered with one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: `name` and `address` stand in From, `robot` takes replies that mend a
    record (R11b).

    `office` signs the message; `contact` is a line that tells whom people may call, or
    empty.
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
    """What a message needs beside its words: its recipient, the letter it answers, its
    token and its files.

    `in_reply_to` is the letter's Message-ID, `references` are the letter's own
    References, or its In-Reply-To where it has none.
    """

    to: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    token: str | None = None
    files: tuple[MessageFile, ...] = ()


class Stamp(NamedTuple):
    """What makes a message this one: its Message-ID, without brackets, and when it was
    written (R12, R13).
    """

    message_id: str
    at: datetime


class RenderedMessage(NamedTuple):
    """The three renderings of one message; an empty html leaves the text alone."""

    subject: str
    text: str
    html: str


def assemble(
    kind: str,
    words: RenderedMessage,
    envelope: MessageEnvelope,
    sender: Sender,
    stamp: Stamp,
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
        message.add_alternative(
            words.html, subtype="html", charset="utf-8", cte="base64"
        )
    for file in envelope.files:
        main, _, sub = file.type.partition("/")
        name = one_line(file.name, 120).replace("/", "_")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=name)
    return message


def _identifier(text: str) -> str:
    """A Message-ID in brackets; empty for what is none, since a stranger wrote it."""
    bare = text.strip().strip("<>")
    return f"<{bare}>" if _IDENTIFIER.fullmatch(bare) else ""


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name, 60), addr_spec=address)


def encoded(text: str) -> list[str]:
    """The words of `text` as it may stand in a header.

    Short ASCII is itself; anything else becomes encoded words, each of whole characters
    (RFC 2047 §5).
    """
    if text.isascii() and len(text) <= _PLAIN and "=?" not in text:
        return [text]
    words, held = [], b""
    for character in text:
        octets = character.encode()
        if len(held) + len(octets) > _OCTETS:
            words.append(held)
            held = b""
        held += octets
    return [
        f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?="
        for word in (*words, held)
    ]


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # the registry mixes them so
    """A line for people."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return _folded(self, encoded(str(self)), policy)


class _Mailboxes(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # as above
    """Addresses, each with or without a name."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        pieces: list[str] = []
        for address in self.addresses:
            name = address.display_name
            if not name:
                pieces.append(f"{address.addr_spec},")
                continue
            words = encoded(name)
            if words == [name]:
                words = [f'"{quote(name)}"']
            pieces += [*words, f"<{address.addr_spec}>,"]
        pieces[-1] = pieces[-1].removesuffix(",")
        return _folded(self, pieces, policy)


class _Identifiers(UnstructuredHeader, BaseHeader):
    """Message identifiers, one a line."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return _folded(self, str(self).split(), policy)


def _folded(header: BaseHeader, pieces: list[str], policy: email.policy.Policy) -> str:
    return f"{header.name}: " + (policy.linesep + " ").join(pieces) + policy.linesep


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("In-Reply-To", "References", "Message-ID"):
        registry.map_to_type(name, _Identifiers)
    for name in ("From", "To", "Reply-To"):
        registry.map_to_type(name, _Mailboxes)
    registry.map_to_type("Subject", _Subject)
    return registry


POLICY = email.policy.SMTP.clone(header_factory=_registry())
"""How our messages become octets: CRLF, and headers folded as above."""
