"""What does the mail with these bytes say?

`open_letter` reads head and words and hands the files out unread, so that the seal can
be asked in between (promise 13); `read_letter` reads the files as well. Nothing is
judged: what the letter is, `triage` says.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from ingest.letter.attachment.read import FileText, read_attachment
from ingest.letter.bigfile import BigFile, each_once
from ingest.letter.body import LetterFile, gather, safe_name
from ingest.letter.bounds import LONGEST_HEAD, LONGEST_TEXT, LONGEST_VALUE
from ingest.letter.charset.text import Decoded
from ingest.letter.charset.words import decode_header
from ingest.letter.head import LetterHead, split_head
from ingest.letter.header_values import Address, addresses_in, moment, received_at
from ingest.letter.subject import parse_subject
from ingest.letter.tree import read_tree
from ledger.entries.letters import BIG_FILE, Attachment, Letter, Repair
from ledger.entries.sketch import sketch_of

# Fields that a letter may have once (RFC 5322 §3.6).
_SINGLE = (
    "from",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "to",
    "sender",
    "reply-to",
)
_SIGNATURES = re.compile(
    r"(?:x-\w+-)?dkim-signature|arc-(?:seal|message-signature)|domainkey-signature"
)
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_LONGEST_ID = 500
_MOST_REFERENCES = 100
_AS_MAIL = "随信转来的邮件，另作附信保存，不作为稿件"


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A letter whose files are not read yet: `files` are the bytes of its attachments,
    in their order.

    `attached_files` are the files of attached mails; their text belongs to the letter's
    attached mail. `left_behind` are files that did not come along: the letter only
    links to them. `unshown` are words that are in none of its texts and yet in the
    letter (`BodyParts.unshown`).
    """

    letter: Letter
    files: tuple[LetterFile, ...]
    attached_files: tuple[LetterFile, ...]
    left_behind: tuple[BigFile, ...] = ()
    unshown: tuple[str, ...] = ()


class CompleteLetter(NamedTuple):
    """A letter that is read, and the text of every file in it by itself, those within
    others too.
    """

    letter: Letter
    manuscripts: tuple[str, ...]


class HeadWords(NamedTuple):
    """What the head of a letter says of its sender and its subject."""

    from_address: str = ""
    from_name: str = ""
    subject: str = ""


def arrival_of(raw: bytes) -> datetime | None:
    """When a letter taken from a file arrived: the topmost Received, else Date, else
    None.

    Raises UnreadableLetter for a head past its bound.
    """
    head = split_head(raw)
    for value in head.all("received"):
        arrived_at = received_at(value)
        if arrived_at is not None:
            return arrived_at
    return moment(head.first("date"))


def head_words(raw: bytes) -> HeadWords:
    """Who sent the letter `raw` and under which subject, as far as its first 64 KiB
    tell; never raises.

    For a letter that cannot be read: each is one line of visible characters, "" where
    nothing is found.
    """
    try:
        head = split_head(raw[:LONGEST_HEAD])
        sender = _sender_of(head)
        subject = decode_header(head.first("subject") or b"").text
    except Exception:  # noqa: BLE001 - P14: the letter is at fault already, and its head may be what was
        return HeadWords()
    return HeadWords(
        _visible(sender.address), _visible(sender.name.text), _visible(subject)
    )


def _visible(text: str) -> str:
    visible = "".join(
        letter if letter.isprintable() else " " for letter in text[:LONGEST_VALUE]
    )
    return " ".join(visible.split())


def read_letter(raw: bytes, arrived_at: datetime) -> Letter:
    """The letter in the bytes `raw`, its files read; raises UnreadableLetter and
    nothing else.
    """
    return read_files(open_letter(raw, arrived_at)).letter


def open_letter(raw: bytes, arrived_at: datetime) -> OpenedLetter:
    """The head and words of the letter `raw`, its files unread; raises UnreadableLetter
    and nothing else.

    Message-IDs, those of replies and references too, are given without their angle
    brackets.
    """
    head = split_head(raw)
    tree = read_tree(head)
    parts = gather(tree.root)
    subject = decode_header(head.first("subject") or b"")
    sender = _sender_of(head)

    # Every text that is shown, with the name of its place: a guess or a repair in one
    # is told of the letter.
    shown: list[tuple[str, Decoded]] = [("subject", subject), ("from", sender.name)]
    shown.extend(("text", words.read) for words in parts.words)
    shown.extend(
        (f"attachment {number}", file.naming)
        for number, file in enumerate(parts.files, 1)
    )
    repairs = [Repair("head", what) for what in head.repairs]
    for name in _SINGLE:
        count = len(head.all(name))
        if count > 1:  # R34: the first counts
            repairs.append(Repair(name, f"{name}出现{count}次，以第一个为准"))
    repairs.extend(Repair("structure", defect) for defect in tree.defects)
    for where, decoded in shown:
        repairs.extend(Repair(where, what) for what in decoded.repairs)

    message_ids = _ids_in(head.first("message-id"))
    return_path = None
    bounces_to = head.first("return-path")
    if bounces_to is not None:
        addresses = addresses_in(bounces_to)
        return_path = addresses[0].address if addresses else ""
    recipients = (addresses_in(value) for value in head.all("to"))
    to = [found.address for found in chain.from_iterable(recipients) if found.address]
    headers = [
        (field.name, decode_header(field.value).text[:LONGEST_VALUE])
        for field in head.fields
        if not _SIGNATURES.fullmatch(field.name)
    ]
    attachments = [
        Attachment(
            file.name,
            file.type,
            len(file.content),
            sha256(file.content).hexdigest(),
            sure=file.naming.sure,
        )
        for file in parts.files
    ]
    letter = Letter(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        arrived_at=arrived_at,
        from_address=sender.address,
        from_name=sender.name.text,
        subject=subject.text,
        text="\n\n".join(words.own for words in parts.words if words.own)[
            :LONGEST_TEXT
        ],
        quoted="\n\n".join(words.quoted for words in parts.words if words.quoted)[
            :LONGEST_TEXT
        ],
        attached_mail="\n\n".join(parts.attached_mail)[:LONGEST_TEXT],
        attachments=tuple(attachments),
        message_id=message_ids[0] if message_ids else None,
        in_reply_to=_ids_in(head.first("in-reply-to")),
        references=_ids_in(head.first("references"))[-_MOST_REFERENCES:],
        return_path=return_path,
        to=tuple(to),
        sent_at=moment(head.first("date")),
        headers=tuple(headers),
        content_type=tree.root.kind,
        report="\n\n".join(parts.report)[:LONGEST_TEXT],
        repairs=tuple(dict.fromkeys(repairs)),
        sure=all(decoded.sure for _, decoded in shown),
    )

    left_behind = list(parts.linked)
    if parts.linked_in_quotation and parse_subject(subject.text).is_forward:
        # What a letter quotes is its own only where it passes that on (M06, M07).
        left_behind += parts.linked_in_quotation
    return OpenedLetter(
        letter,
        tuple(parts.files),
        tuple(parts.attached_files),
        each_once(left_behind),
        tuple(parts.unshown),
    )


def read_files(opened: OpenedLetter) -> CompleteLetter:
    """The letter with the text of its files, or why each was not read; never raises."""
    letter = opened.letter
    read: list[FileText] = []
    attachments: list[Attachment] = []
    for attachment, file in zip(letter.attachments, opened.files, strict=True):
        is_mail = file.type.startswith("message/")
        found = FileText(None, _AS_MAIL) if is_mail else read_attachment(file.content)
        read.append(found)
        sure = attachment.sure and found.sure
        attachments.append(
            replace(attachment, text=found.text, unread=found.unread, sure=sure)
        )
    all_sure = letter.sure and all(attachment.sure for attachment in attachments)
    for big_file in opened.left_behind:
        why = f"超大附件，只有下载链接（{big_file.term}），没有收到文件，请改用普通附件重发"
        digest = sha256(big_file.link.encode()).hexdigest()
        name = safe_name(big_file.name, "超大文件")
        attachments.append(Attachment(name, BIG_FILE, 0, digest, None, why))
    in_attached_mail = [read_attachment(file.content) for file in opened.attached_files]
    attached_mail = [letter.attached_mail, *(found.text for found in in_attached_mail)]
    letter = replace(
        letter,
        attachments=tuple(attachments),
        attached_mail="\n\n".join(filter(None, attached_mail))[:LONGEST_TEXT],
        sure=all_sure,
    )
    letter = replace(letter, sketch=sketch_of(letter.text, letter.manuscript))
    manuscripts: list[str] = []
    for found in (*read, *in_attached_mail):
        manuscripts.extend(filter(None, (found.text, *found.inner)))
    return CompleteLetter(letter, tuple(manuscripts))


def _sender_of(head: LetterHead) -> Address:
    """From, else Sender, else Return-Path: the first that names an address, else the
    first that names.
    """
    nameless = Address(Decoded(""), "")
    for field in ("from", "sender", "return-path"):
        found = addresses_in(head.first(field) or b"")
        for address in found:
            if address.address:
                return address
        if found and not nameless.name.text:
            nameless = found[0]
    return nameless


def _ids_in(raw: bytes | None) -> tuple[str, ...]:
    """The Message-IDs of a raw header value without <>; where none has them, its words
    that hold an @.
    """
    text = decode_header(raw or b"").text
    found = _MESSAGE_ID.findall(text)
    if not found:
        found = [word.strip("<>")[:_LONGEST_ID] for word in text.split() if "@" in word]
    return tuple(found)
