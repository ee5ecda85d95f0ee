"""Of which parts does a letter consist?

mail-parser tells the structure and its defects. It is given a lightened message: of the head only the MIME
fields, and long base64 runs cut out and put back afterwards, because it decodes every header and every body
at once and text by labels that lie. Which part is body and which is file is asked in `body`.
"""

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from typing import Any, NamedTuple, cast

import mailparser
from mailparser.exceptions import MailParserError

from ingest.letter.bounds import DEEPEST, LONGEST_PART_FIELD, MOST_PARTS, UnreadableLetter
from ingest.letter.charset.parameters import decode_parameter
from ingest.letter.head import HeaderField, LetterHead
from ingest.letter.transfer import undo_transfer

_MIME = ("content-type", "content-transfer-encoding", "content-disposition", "content-id")
_KIND = re.compile(rb"\s*\"?([\w.+-]+/[\w.+-]+)")
_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_DELIMITER = re.compile(rb"^--([^\r\n]{1,200})", re.MULTILINE)
_ORPHAN = re.compile(rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=Content-[A-Za-z-]+:)", re.MULTILINE | re.IGNORECASE)
_BASE64_RUN = re.compile(rb"^(?:[A-Za-z0-9+/]{60,998}\r?\n){8,}", re.MULTILINE)
_NOTICE = re.compile(rb"\s*This is a (?:multi-part|MIME)", re.IGNORECASE)
_STAND_IN = re.compile(rb"(CUT/[0-9a-f]{32})([0-9]{8})\n")
_PART_FIELD = re.compile(rb"^Content-[A-Za-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE)
_NESTED_MESSAGES = ("message/rfc822", "message/global")


class MimePart(NamedTuple):
    """One part: its kind in lower case, its raw fields, its decoded bytes, and the parts within it."""

    kind: str
    fields: tuple[HeaderField, ...]
    content: bytes
    parts: tuple["MimePart", ...] = ()

    def first(self, name: str) -> bytes:
        """The raw value of the first field `name` (lower case), or nothing."""
        return next((field.value for field in self.fields if field.name == name), b"")

    @property
    def disposition(self) -> str:
        """The word before the parameters of Content-Disposition, in lower case (RFC 2183)."""
        return self.first("content-disposition").partition(b";")[0].strip().lower().decode("latin-1")


class MimeTree(NamedTuple):
    """The outermost part, and the names of the defects mail-parser noted."""

    root: MimePart
    defects: tuple[str, ...]


def read_tree(head: LetterHead) -> MimeTree:
    """The parts of the letter with the head `head`; raises UnreadableLetter past the bounds."""
    light = _Lightened(head.body)
    fields = tuple(field for field in head.fields if field.name in _MIME)
    _check(light.body, fields)
    message, defects = _parse(fields, light.body)
    before = b""
    if not message.is_multipart() and _declares_nothing(fields) and (found := _ORPHAN.search(light.body)):
        fields = (HeaderField("content-type", b'multipart/mixed; boundary="%s"' % found[1]),)
        message, more = _parse(fields, light.body)
        defects = tuple(dict.fromkeys((*defects, "MissingBoundary", *more)))
        before = light.restore(light.body[: found.start()])
    budget = iter(range(MOST_PARTS))
    root = _part(message, light, budget, 0)
    if before.strip() and not _NOTICE.match(before):  # seen in practice: a bounce above the mail it returns
        root = root._replace(parts=(MimePart("text/plain", (), before), *root.parts))
    return MimeTree(root, defects)


class _Lightened:
    """A body whose long base64 runs are replaced by short lines that are valid base64 themselves.

    The stand-in holds a hash of the body, so nobody can write one into a letter.
    """

    def __init__(self, body: bytes) -> None:
        self._runs: list[bytes] = []
        self._stem = b"CUT/" + sha256(body).hexdigest()[:32].encode()
        self.body = _BASE64_RUN.sub(self._cut, body)

    def _cut(self, found: re.Match[bytes]) -> bytes:
        self._runs.append(found[0])
        return self._stem + b"%08d\n" % (len(self._runs) - 1)

    def restore(self, payload: bytes) -> bytes:
        """`payload` with what was cut out of it put back."""
        if self._stem not in payload:
            return payload
        # the line end before a delimiter belongs to the delimiter: a run may have lost it
        whole = payload if payload.endswith(b"\n") else payload + b"\n"
        return _STAND_IN.sub(self._put_back, whole)

    def _put_back(self, found: re.Match[bytes]) -> bytes:
        return self._runs[int(found[2])] if found[1] == self._stem else found[0]


def _check(body: bytes, fields: tuple[HeaderField, ...]) -> None:
    """Refuse what would be costly to parse before it is parsed."""
    head = b"".join(field.value for field in fields)
    tokens = {found[1] or found[2] for source in (head, body) for found in _BOUNDARY.finditer(source)}
    closed = {token + b"--" for token in tokens}
    lines = (found[1].rstrip() for found in _DELIMITER.finditer(body))
    if sum(line in tokens for line in lines if line not in closed) > MOST_PARTS:
        reason = f"超过{MOST_PARTS}个部分"
        raise UnreadableLetter(reason)
    if any(len(found[0]) > LONGEST_PART_FIELD for found in _PART_FIELD.finditer(body)):
        reason = "部分的信头过长"
        raise UnreadableLetter(reason)


def _parse(fields: tuple[HeaderField, ...], body: bytes) -> tuple[Message, tuple[str, ...]]:
    """The structure by mail-parser, or by the standard library where mail-parser gives up."""
    source = b"".join(b"%s: %s\r\n" % (field.name.encode(), field.value) for field in fields) + b"\r\n" + body
    logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it logs what senders write
    try:
        parsed: Any = mailparser.parse_from_bytes(source)
        return cast("Message", parsed.message), tuple(sorted(parsed.defects_categories))
    except (RecursionError, MailParserError) as fault:
        reason = "嵌套过深"
        raise UnreadableLetter(reason) from fault
    except (AttributeError, TypeError, ValueError, LookupError, AssertionError):
        # seen in practice: an inner part that reuses a boundary
        return message_from_bytes(source), ("MailParserFault",)


def _declares_nothing(fields: tuple[HeaderField, ...]) -> bool:
    """Whether the head names no type, so that parts in the body can only be told by their delimiters."""
    return all(field.name != "content-type" for field in fields)


def _part(message: Message, light: _Lightened, budget: Iterator[int], depth: int) -> MimePart:
    if depth > DEEPEST:
        reason = f"嵌套超过{DEEPEST}层"
        raise UnreadableLetter(reason)
    if next(budget, None) is None:
        reason = f"超过{MOST_PARTS}个部分"
        raise UnreadableLetter(reason)
    fields = tuple(HeaderField(name.lower(), _raw(value)) for name, value in message.raw_items())
    part = MimePart(_kind(message, fields), fields, b"")
    encoding = part.first("content-transfer-encoding").decode("latin-1")
    payload = _payload(message)
    if isinstance(payload, list) and _is_encoded_message(part, payload, encoding):
        content = undo_transfer(light.restore(_bytes(payload[0])), encoding)
        light = _Lightened(content)
        _check(light.body, ())
        payload = [_parsed(light.body)]
    if isinstance(payload, list):
        return part._replace(parts=tuple(_part(child, light, budget, depth + 1) for child in payload))
    if part.kind.startswith("multipart/") and (found := _ORPHAN.search(payload)) is not None:
        field = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % found[1]
        return _part(_parsed(field + payload), light, budget, depth + 1)
    return part._replace(content=undo_transfer(light.restore(payload), encoding))


def _payload(message: Message) -> bytes | list[Message]:
    """The parts within `message`, or its bytes with their transfer encoding still on."""
    payload: Any = message.get_payload()
    return payload if isinstance(payload, list) else _bytes(message)


def _bytes(message: Message) -> bytes:
    """The raw bytes of a leaf; asked without decoding, the library would replace all 8-bit text."""
    del message["content-transfer-encoding"]
    return cast("bytes", message.get_payload(decode=True)) or b""


def _is_encoded_message(part: MimePart, payload: list[Message], encoding: str) -> bool:
    """An attached message that was itself encoded, against RFC 2046 §5.2.1: seen in practice."""
    encoded = encoding.strip().lower() in {"base64", "quoted-printable"}
    return encoded and part.kind in _NESTED_MESSAGES and len(payload) == 1 and not payload[0].items()


def _parsed(source: bytes) -> Message:
    try:
        return message_from_bytes(source)
    except RecursionError as fault:
        reason = "嵌套过深"
        raise UnreadableLetter(reason) from fault


def _kind(message: Message, fields: tuple[HeaderField, ...]) -> str:
    raw = next((field.value for field in fields if field.name == "content-type"), b"")
    found = _KIND.match(raw)
    return found[1].decode("ascii", "replace").lower() if found else message.get_default_type()


def _raw(value: object) -> bytes:
    """The bytes the standard library hid in surrogates."""
    return str(value).encode("utf-8", "surrogateescape") if value is not None else b""


def label_of(part: MimePart) -> str | None:
    """The charset label of a text part, or None (RFC 2045 §5.1)."""
    found = decode_parameter(part.first("content-type"), "charset")
    return found.text if found else None
