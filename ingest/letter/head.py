"""Where does the header block of a letter end, and which fields does it hold?

Works on raw bytes, because a parsed head has already lost its 8-bit text. Mends what gateways and scripts
break: a byte order mark, leading blank lines, an mbox line, lines broken without indent, a blank line
inside the head. What the fields say is left to `read`.
"""

import re
from typing import NamedTuple

from ingest.letter.bounds import LONGEST_HEAD, UnreadableLetter

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_MBOX = re.compile(rb">?From [^\n]*\n")
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n \t]*")
_USUAL = frozenset(
    b"from to cc subject date message-id mime-version content-type content-transfer-encoding received sender "
    b"reply-to return-path in-reply-to references x-mailer content-disposition".split()
)
_TELLING = frozenset((b"content-type", b"mime-version", b"from", b"subject"))


class HeaderField(NamedTuple):
    """One header field: its name in lower case and its raw value, folds and all."""

    name: str
    value: bytes


class LetterHead(NamedTuple):
    """The fields in their order, the body after them, and what was mended (Chinese)."""

    fields: tuple[HeaderField, ...]
    body: bytes
    repairs: tuple[str, ...] = ()

    def first(self, name: str) -> bytes | None:
        """The raw value of the first field `name` (lower case)."""
        return next((field.value for field in self.fields if field.name == name), None)

    def all(self, name: str) -> tuple[bytes, ...]:
        """The raw values of every field `name` (lower case), top first."""
        return tuple(field.value for field in self.fields if field.name == name)


def split_head(raw: bytes) -> LetterHead:
    """The head and body of the message `raw`; raises UnreadableLetter for a head over 64 kB."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    opening = _OPENING.match(raw)
    start = opening.end() if opening else 0
    mbox = _MBOX.match(raw, start)
    start = mbox.end() if mbox else start
    head = _block(raw, start)
    following = _block(head.body, 0) if head.body else head
    if _continues(head, following):
        return LetterHead(head.fields + following.fields, following.body, ("信头中间的空行已略过",))
    return head


def _block(raw: bytes, start: int) -> LetterHead:
    """One run of header lines beginning at `start`."""
    fields: list[HeaderField] = []
    repairs: list[str] = []
    position = start
    while position < len(raw):
        end = raw.find(b"\n", position) + 1 or len(raw)
        line = raw[position:end].rstrip(b"\r\n")
        if end - start > LONGEST_HEAD:
            if not fields and _FIELD.match(line) is None:
                break  # no head at all: everything is body
            reason = "信头超过64KB"
            raise UnreadableLetter(reason)
        if not line.strip():
            position = end
            break
        if not _take(line, fields):
            if not fields or not _more_fields_follow(raw, end):
                break  # the body begins without a blank line
            fields[-1] = HeaderField(
                fields[-1].name, fields[-1].value + _joint(fields[-1].value, line) + line
            )
            repairs.append("信头断行已接上")
        position = end
    return LetterHead(tuple(fields), raw[position:], tuple(dict.fromkeys(repairs)))


def _take(line: bytes, fields: list[HeaderField]) -> bool:
    """Add `line` to `fields` as a new field or a fold of the last; False if it is neither."""
    if line[:1] in b" \t" and fields:
        fields[-1] = HeaderField(fields[-1].name, fields[-1].value + b"\r\n" + line)
        return True
    found = _FIELD.match(line)
    if found is None:
        return False
    fields.append(HeaderField(found[1].decode("ascii").lower(), line[found.end() :].strip()))
    return True


def _more_fields_follow(raw: bytes, position: int) -> bool:
    """Whether a usual header field stands before the next blank line: what precedes it was a broken fold."""
    block = raw[position : position + LONGEST_HEAD]
    for line in block.split(b"\n", 12)[:12]:
        if not line.strip():
            return False
        found = _FIELD.match(line)
        if found is not None and found[1].lower() in _USUAL:
            return True
    return False


def _joint(before: bytes, after: bytes) -> bytes:
    return b" " if before.isascii() and after.isascii() else b""


def _continues(head: LetterHead, following: LetterHead) -> bool:
    """Whether `following`, found after a blank line, is really the rest of the head."""
    known = {field.name.encode() for field in head.fields}
    found = [field.name.encode() for field in following.fields]
    if not head.fields or not found or following is head:
        return False
    return (
        found[0] in _USUAL
        and all(name in _USUAL or name.startswith(b"x-") for name in found)
        and not known & (set(found) - {b"received"})
        and bool(_TELLING & set(found))
        and not known >= _TELLING
    )
