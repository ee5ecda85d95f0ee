"""Of which parts does a letter consist, and which bytes does each carry?

mail-parser tells the structure and its defects. It is given a lightened message: of the
head only the MIME fields, and long base64 runs cut out and put back afterwards, because
it decodes every header and every body at once and text by labels that lie. Transfer
encodings lie too: base64 over plain text, base64 without padding, an encoding misspelt;
where the claim does not fit, the bytes are taken as they stand. Which part is body and
which is file is asked in `body`.
"""

import binascii
import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from itertools import count
from typing import Any, NamedTuple, cast

import mailparser
from mailparser.exceptions import MailParserError

from ingest.letter.bounds import (
    DEEPEST,
    LONGEST_PART_FIELD,
    MOST_PARTS,
    UnreadableLetter,
)
from ingest.letter.charset.words import decode_parameter
from ingest.letter.head import HeaderField, LetterHead, mail_head

_MIME = (
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
)
_KIND = re.compile(rb"\s*\"?([\w.+-]+/[\w.+-]+)")
_BOUNDARY = re.compile(
    rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE
)
_DELIMITER = re.compile(rb"^--([^\r\n]{1,200})", re.MULTILINE)
# A delimiter, with a part's head below it, of a boundary that no head names.
_ORPHAN = re.compile(
    rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=Content-[A-Za-z-]+:)",
    re.MULTILINE | re.IGNORECASE,
)
_BASE64_RUN = re.compile(rb"^(?:[A-Za-z0-9+/]{60,998}\r?\n){8,}", re.MULTILINE)
_NOTICE = re.compile(rb"\s*This is a (?:multi-part|MIME)", re.IGNORECASE)
_STAND_IN = re.compile(rb"(CUT/[0-9a-f]{32})([0-9]{8})\n")
_PART_FIELD = re.compile(
    rb"^Content-[A-Za-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE
)
_NESTED_MESSAGES = ("message/rfc822", "message/global")
# As what mail programs send a saved mail (.eml) that is dragged into a new one.
_FILES_OF_ANY_KIND = (
    "application/octet-stream",
    "application/eml",
    "application/x-eml",
)

_SPACE = b" \t\r\n"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_TOLERATED = 50  # one stray byte in so many is noise of a gateway, more means that this is no base64


class MimePart(NamedTuple):
    """One part: its kind in lower case, its raw fields, its decoded bytes, and the
    parts within it.
    """

    kind: str
    fields: tuple[HeaderField, ...]
    content: bytes
    parts: tuple["MimePart", ...] = ()

    def first(self, name: str) -> bytes:
        """The raw value of the first field `name` (lower case), or nothing."""
        values = [field.value for field in self.fields if field.name == name]
        return values[0] if values else b""

    @property
    def disposition(self) -> str:
        """The word before the parameters of Content-Disposition, in lower case (RFC
        2183).
        """
        return (
            self.first("content-disposition")
            .partition(b";")[0]
            .strip()
            .lower()
            .decode("latin-1")
        )


class MimeTree(NamedTuple):
    """The outermost part, and the names of the defects mail-parser noted."""

    root: MimePart
    defects: tuple[str, ...]


class _Parsed(NamedTuple):
    """A structure as mail-parser gives it, and the names of its defects."""

    message: Message
    defects: tuple[str, ...]


def read_tree(head: LetterHead) -> MimeTree:
    """The parts of the letter with the head `head`; raises UnreadableLetter past the
    bounds.
    """
    light = _LightBody(head.body)
    fields = tuple(field for field in head.fields if field.name in _MIME)
    _refuse_costly(light.body, fields)
    message, defects = _parse(fields, light.body)
    before = b""
    if not message.is_multipart() and all(
        field.name != "content-type" for field in fields
    ):
        # The head names no type, so that parts in the body can only be told by their
        # delimiters.
        orphan = _ORPHAN.search(light.body)
        if orphan:
            fields = (
                HeaderField(
                    "content-type", b'multipart/mixed; boundary="%s"' % orphan[1]
                ),
            )
            message, more = _parse(fields, light.body)
            defects = tuple(dict.fromkeys((*defects, "MissingBoundary", *more)))
            before = light.restore(light.body[: orphan.start()])
    root = _part_of(message, light, count(1), 0)
    if before.strip() and not _NOTICE.match(
        before
    ):  # seen in practice: a bounce above the mail it returns
        root = root._replace(parts=(MimePart("text/plain", (), before), *root.parts))
    return MimeTree(root, defects)


def label_of(part: MimePart) -> str | None:
    """The charset label of a text part, or None (RFC 2045 §5.1)."""
    found = decode_parameter(part.first("content-type"), "charset")
    return found.text if found else None


class _LightBody:
    """A body whose long base64 runs are replaced by short lines that are valid base64
    themselves.

    The stand-in holds a hash of the body, so nobody can write one into a letter.
    """

    def __init__(self, body: bytes) -> None:
        self._runs: list[bytes] = []
        self._stem = b"CUT/" + sha256(body).hexdigest()[:32].encode()
        self.body = _BASE64_RUN.sub(self._cut, body)

    def _cut(self, run: re.Match[bytes]) -> bytes:
        self._runs.append(run[0])
        return self._stem + b"%08d\n" % (len(self._runs) - 1)

    def restore(self, payload: bytes) -> bytes:
        """`payload` with what was cut out of it put back."""
        if self._stem not in payload:
            return payload
        # the line end before a delimiter belongs to the delimiter: a run may have lost
        # it
        whole = payload if payload.endswith(b"\n") else payload + b"\n"
        return _STAND_IN.sub(
            lambda found: (
                self._runs[int(found[2])] if found[1] == self._stem else found[0]
            ),
            whole,
        )


def _refuse_costly(body: bytes, fields: tuple[HeaderField, ...]) -> None:
    """Raise UnreadableLetter for what would be costly to parse, before it is parsed."""
    boundaries: set[bytes] = set()
    for source in (b"".join(field.value for field in fields), body):
        for found in _BOUNDARY.finditer(source):
            boundaries.add(found[1] or found[2])
    closing = {boundary + b"--" for boundary in boundaries}
    lines = (found[1].rstrip() for found in _DELIMITER.finditer(body))
    if sum(line in boundaries and line not in closing for line in lines) > MOST_PARTS:
        raise UnreadableLetter(reason=f"超过{MOST_PARTS}个部分")
    for found in _PART_FIELD.finditer(body):
        if len(found[0]) > LONGEST_PART_FIELD:
            raise UnreadableLetter(reason="部分的信头过长")


def _parse(fields: tuple[HeaderField, ...], body: bytes) -> _Parsed:
    """The structure by mail-parser, or by the standard library where mail-parser gives
    up.
    """
    lines = [b"%s: %s\r\n" % (field.name.encode(), field.value) for field in fields]
    source = b"".join(lines) + b"\r\n" + body
    logging.getLogger("mailparser").setLevel(
        logging.CRITICAL
    )  # it logs what senders write
    try:
        parsed: Any = mailparser.parse_from_bytes(source)
        return _Parsed(
            cast("Message", parsed.message), tuple(sorted(parsed.defects_categories))
        )
    except (RecursionError, MailParserError) as fault:
        raise UnreadableLetter(reason="嵌套过深") from fault
    except (AttributeError, TypeError, ValueError, LookupError, AssertionError):
        # seen in practice: an inner part that reuses a boundary
        return _Parsed(message_from_bytes(source), ("MailParserFault",))


def _part_of(
    message: Message, light: _LightBody, numbers: Iterator[int], depth: int
) -> MimePart:
    """The part that `message` is, at this depth within the letter, with the parts
    within it.

    `numbers` counts the parts of the whole letter from 1. Raises UnreadableLetter past
    the bounds.
    """
    if depth > DEEPEST:
        raise UnreadableLetter(reason=f"嵌套超过{DEEPEST}层")
    if next(numbers) > MOST_PARTS:
        raise UnreadableLetter(reason=f"超过{MOST_PARTS}个部分")
    # The standard library hides 8-bit bytes in surrogates.
    fields = tuple(
        HeaderField(name.lower(), str(value).encode("utf-8", "surrogateescape"))
        for name, value in message.raw_items()
    )
    part = MimePart(message.get_default_type(), fields, b"")
    declared = _KIND.match(part.first("content-type"))
    if declared:
        part = part._replace(kind=declared[1].decode("ascii", "replace").lower())
    encoding = part.first("content-transfer-encoding").decode("latin-1")

    within: Any = message.get_payload()
    if isinstance(within, list):
        if part.kind in _NESTED_MESSAGES and len(within) == 1 and not within[0].items():
            # An attached message that was itself encoded, against RFC 2046 §5.2.1: seen
            # in practice, also with the encoding misspelt or not named at all.
            content = undo_transfer(
                light.restore(_bytes_of(within[0])), encoding or "base64"
            )
            return _mail_in(
                part._replace(content=content), numbers, depth
            ) or part._replace(content=content)
        return part._replace(
            parts=tuple(_part_of(child, light, numbers, depth + 1) for child in within)
        )

    payload = _bytes_of(message)
    orphan = _ORPHAN.search(payload) if part.kind.startswith("multipart/") else None
    if orphan:
        # A multipart whose boundary is missing or wrong: its own delimiters tell.
        head = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % orphan[1]
        return _part_of(_message_from(head + payload), light, numbers, depth + 1)
    part = part._replace(content=undo_transfer(light.restore(payload), encoding))
    mail = _mail_in(part, numbers, depth) if part.kind in _FILES_OF_ANY_KIND else None
    return part if mail is None else mail._replace(kind="message/rfc822")


def _mail_in(part: MimePart, numbers: Iterator[int], depth: int) -> MimePart | None:
    """The part with the mail that its bytes are within it, None where they are none."""
    head = mail_head(part.content)
    if head is None:
        return None
    light = _LightBody(head.body)
    _refuse_costly(light.body, head.fields)
    lines = [
        b"%s: %s\r\n" % (field.name.encode(), field.value) for field in head.fields
    ]
    message = _message_from(b"".join(lines) + b"\r\n" + light.body)
    return part._replace(parts=(_part_of(message, light, numbers, depth + 1),))


def _bytes_of(message: Message) -> bytes:
    """The raw bytes of a leaf; asked without decoding, the library would replace all
    8-bit text.
    """
    del message["content-transfer-encoding"]
    return cast("bytes", message.get_payload(decode=True)) or b""


def _message_from(source: bytes) -> Message:
    try:
        return message_from_bytes(source)
    except RecursionError as fault:
        raise UnreadableLetter(reason="嵌套过深") from fault


def undo_transfer(raw: bytes, encoding: str) -> bytes:
    """The bytes that `raw` carries under the transfer encoding `encoding`; never raises
    (RFC 2045 §6).
    """
    name = encoding.strip(" \t\r\n\"'").lower()
    content: list[bytes] = []
    if name.startswith("quoted"):
        return binascii.a2b_qp(raw)

    if name.startswith("base64") or name == "b":
        dense = raw.translate(None, _SPACE)
        strange = len(_NOT_BASE64.findall(dense))
        if strange * _TOLERATED > len(dense):
            return raw  # plain text under a false label
        if strange:
            dense = _NOT_BASE64.sub(b"", dense.translate(_URL_SAFE))
        # Several runs may follow one another in a part, each with its padding.
        for run in dense.split(b"="):
            if run:
                whole = run[:-1] if len(run) % 4 == 1 else run
                content.append(binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)))
        return b"".join(content)

    if name in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        begin = _UU_BEGIN.search(raw)
        if begin is None:
            return raw
        for line in raw[begin.end() :].splitlines():
            if line.strip() in (b"end", b"`", b""):
                break
            try:
                content.append(binascii.a2b_uu(line))
            except binascii.Error:
                return raw
        return b"".join(content)
    return raw
