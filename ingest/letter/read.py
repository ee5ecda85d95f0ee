"""What does the mail with these bytes say?

`open_letter` reads head and words and hands the files out unread, so that the seal can be asked in between
(promise 13); `read_letter` reads the files as well. Nothing is judged: what the letter is, `triage` says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from ingest.letter.addresses import Address, mailboxes
from ingest.letter.attachment.read import FileText, read_attachment
from ingest.letter.bigfile import BigFile, each_once
from ingest.letter.body import BodyParts, LetterFile, gather
from ingest.letter.bounds import LONGEST_TEXT, LONGEST_VALUE
from ingest.letter.charset.text import Decoded
from ingest.letter.charset.words import decode_header
from ingest.letter.dates import moment, received_at
from ingest.letter.filename import safe_name
from ingest.letter.head import LetterHead, split_head
from ingest.letter.subject import parse_subject
from ingest.letter.tree import MimeTree, read_tree
from ledger.entries.letters import BIG_FILE, Attachment, Letter, Repair
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import SubmissionWords

_SINGLE = ("from", "subject", "date", "message-id", "in-reply-to", "references", "to", "sender", "reply-to")
_SIGNATURES = re.compile(r"(?:x-\w+-)?dkim-signature|arc-(?:seal|message-signature)|domainkey-signature")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_MOST_REFERENCES = 100
_AS_MAIL = "随信转来的邮件，另作附信保存，不作为稿件"


@dataclass(frozen=True, slots=True)
class OpenedLetter:
    """A letter whose files are not read yet: `files` are the bytes of its attachments, in their order.

    `attached_files` are the files of attached mails; their text belongs to the letter's attached mail.
    `left_behind` are files that did not come along: the letter only links to them.
    """

    letter: Letter
    files: tuple[LetterFile, ...]
    attached_files: tuple[LetterFile, ...]
    left_behind: tuple[BigFile, ...] = ()


class CompleteLetter(NamedTuple):
    """A letter that is read, and the text of every file in it by itself, those within others too."""

    letter: Letter
    manuscripts: tuple[str, ...]


def arrival_of(raw: bytes) -> datetime | None:
    """When a letter taken from a file arrived: the topmost Received, else Date, else None.

    Raises UnreadableLetter for a head past its bound.
    """
    head = split_head(raw)
    received = next((found for value in head.all("received") if (found := received_at(value))), None)
    return received or moment(head.first("date"))


def read_letter(raw: bytes, arrived_at: datetime) -> Letter:
    """The letter in the bytes `raw`, its files read; raises UnreadableLetter and nothing else."""
    return read_files(open_letter(raw, arrived_at)).letter


def open_letter(raw: bytes, arrived_at: datetime) -> OpenedLetter:
    """The head and words of the letter `raw`, its files unread; raises UnreadableLetter and nothing else.

    Message-IDs, those of replies and references too, are given without their angle brackets.
    """
    head = split_head(raw)
    tree = read_tree(head)
    gathered = gather(tree.root)
    sender = _sender(head)
    subject = decode_header(head.first("subject") or b"")
    letter = Letter(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        arrived_at=arrived_at,
        from_address=sender.address,
        from_name=sender.name.text,
        subject=subject.text,
        text="\n\n".join(words.own for words in gathered.words if words.own)[:LONGEST_TEXT],
        quoted="\n\n".join(words.quoted for words in gathered.words if words.quoted)[:LONGEST_TEXT],
        attached_mail="\n\n".join(gathered.attached_mail)[:LONGEST_TEXT],
        attachments=tuple(_unread(file) for file in gathered.files),
        content_type=tree.root.kind,
        report="\n\n".join(gathered.report)[:LONGEST_TEXT],
    )
    letter = _with_head(letter, head)
    letter = _with_findings(letter, list(_findings(subject, sender, gathered)), [*_head_repairs(head, tree)])
    return OpenedLetter(letter, gathered.files, gathered.attached_files, _left_behind(gathered, subject.text))


def read_files(opened: OpenedLetter) -> CompleteLetter:
    """The letter with the text of its files, or why each was not read; never raises."""
    letter = opened.letter
    readings = [_read(file) for file in opened.files]
    attachments = tuple(map(_with_text, letter.attachments, readings))
    nested = [read_attachment(file.content) for file in opened.attached_files]
    texts = [letter.attached_mail, *(found.text for found in nested if found.text)]
    letter = replace(
        letter,
        attachments=(*attachments, *map(_linked, opened.left_behind)),
        attached_mail="\n\n".join(filter(None, texts))[:LONGEST_TEXT],
        sure=letter.sure and all(attachment.sure for attachment in attachments),
    )
    letter = replace(letter, sketch=sketch_of(SubmissionWords(letter.text, letter.manuscript)))
    found = (*readings, *nested)
    return CompleteLetter(letter, tuple(text for one in found for text in (one.text, *one.inner) if text))


def _unread(file: LetterFile) -> Attachment:
    digest = sha256(file.content).hexdigest()
    return Attachment(file.name, file.type, len(file.content), digest, sure=file.naming.sure)


def _read(file: LetterFile) -> FileText:
    return FileText(None, _AS_MAIL) if file.type.startswith("message/") else read_attachment(file.content)


def _with_text(attachment: Attachment, found: FileText) -> Attachment:
    return replace(attachment, text=found.text, unread=found.unread, sure=attachment.sure and found.sure)


def _left_behind(gathered: BodyParts, subject: str) -> tuple[BigFile, ...]:
    """The files a letter links to; those of what it quotes only where it passes that on (M06, M07)."""
    quoted = gathered.linked_in_quotation
    passed_on = quoted if quoted and parse_subject(subject).is_forward else ()
    return each_once((*gathered.linked, *passed_on))


def _linked(file: BigFile) -> Attachment:
    """A file that was left at the mail provider, as an attachment that could not be read."""
    why = f"超大附件，只有下载链接（{file.term}），没有收到文件，请改用普通附件重发"
    digest = sha256(file.link.encode()).hexdigest()
    return Attachment(safe_name(file.name, "超大文件"), BIG_FILE, 0, digest, None, why)


def _sender(head: LetterHead) -> Address:
    """From, else Sender, else Return-Path: the first that names an address."""
    nameless = Address(Decoded(""), "")
    for name in ("from", "sender", "return-path"):
        found = mailboxes(head.first(name) or b"")
        nameless = found[0] if found and not nameless.name.text else nameless
        if addressed := next((mailbox for mailbox in found if mailbox.address), None):
            return addressed
    return nameless


def _with_head(letter: Letter, head: LetterHead) -> Letter:
    path = head.first("return-path")
    ids = _ids(head.first("message-id"))
    return replace(
        letter,
        message_id=ids[0] if ids else None,
        in_reply_to=_ids(head.first("in-reply-to")),
        references=_ids(head.first("references"))[-_MOST_REFERENCES:],
        return_path=None if path is None else next((found.address for found in mailboxes(path)), ""),
        to=tuple(found.address for value in head.all("to") for found in mailboxes(value) if found.address),
        sent_at=moment(head.first("date")),
        headers=tuple(
            (field.name, decode_header(field.value).text[:LONGEST_VALUE])
            for field in head.fields
            if not _SIGNATURES.fullmatch(field.name)
        ),
    )


def _ids(raw: bytes | None) -> tuple[str, ...]:
    text = decode_header(raw or b"").text
    return tuple(_MESSAGE_ID.findall(text)) or tuple(
        word.strip("<>")[:500] for word in text.split() if "@" in word
    )


def _findings(subject: Decoded, sender: Address, gathered: BodyParts) -> Iterator[tuple[str, Decoded]]:
    """Every reading of a shown text, with the name of its place."""
    yield "subject", subject
    yield "from", sender.name
    for words in gathered.words:
        yield "text", words.read
    for number, file in enumerate(gathered.files, 1):
        yield f"attachment {number}", file.naming


def _with_findings(letter: Letter, findings: Sequence[tuple[str, Decoded]], repairs: list[Repair]) -> Letter:
    repairs.extend(Repair(where, what) for where, found in findings for what in found.repairs)
    sure = all(found.sure for _, found in findings)
    return replace(letter, repairs=tuple(dict.fromkeys(repairs)), sure=sure)


def _head_repairs(head: LetterHead, tree: MimeTree) -> Iterator[Repair]:
    for what in head.repairs:
        yield Repair("head", what)
    for name in _SINGLE:
        count = len(head.all(name))
        if count > 1:  # RFC 5322 §3.6, R34: the first counts
            yield Repair(name, f"{name}出现{count}次，以第一个为准")
    for defect in tree.defects:
        yield Repair("structure", defect)
