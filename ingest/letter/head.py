"""Where does the header block of a letter end, and which fields does it hold?

Works on raw bytes, because a parsed head has already lost its 8-bit text. Mends what
gateways and scripts break: a byte order mark, leading blank lines, an mbox line, lines
broken without indent, a blank line inside the head. What the fields say is left to
`read`.
"""

import re
from typing import NamedTuple

from ingest.letter.bounds import LONGEST_HEAD, UnreadableLetter

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_MBOX = re.compile(rb">?From [^\n]*\n")
# Byte order marks, one that was taken for text among them, blanks and control
# characters.
_OPENING = re.compile(rb"(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf|[\x00-\x20])*")
# The names by which lines after a break are known as the rest of a head.
_USUAL = frozenset((
    "from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type",
    "content-transfer-encoding", "received", "sender", "reply-to", "return-path", "in-reply-to", "references",
    "x-mailer", "content-disposition",
))  # fmt: skip
# What nearly every head holds: where some of it is missing, the head may go on below.
_TELLING = frozenset(("content-type", "mime-version", "from", "subject"))
_USUAL_NEEDED = 3
"""So many usual fields make a head; two may stand in a text that quotes a mail."""
_LINES_LOOKED_AT = 12
# Lines that gateways and archives leave above a head: seen are a cut mbox line and a
# server's answer.
_MOST_LINES_ABOVE = 3
_PASSED_OVER = "信头之前的多余行已略过"


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
        """The raw value of the first field `name` (lower case), or None."""
        values = self.all(name)
        return values[0] if values else None

    def all(self, name: str) -> tuple[bytes, ...]:
        """The raw values of every field `name` (lower case), top first."""
        return tuple(field.value for field in self.fields if field.name == name)


def split_head(raw: bytes) -> LetterHead:
    """The head and body of the message `raw`; raises UnreadableLetter for a head over
    64 KiB.
    """
    if b"\n" not in raw and b"\r" in raw:  # the line ends of an old Mac
        raw = raw.replace(b"\r", b"\n")
    start = 0
    for pattern in (_OPENING, _MBOX):
        found = pattern.match(raw, start)
        if found:
            start = found.end()
    below = _below_stray_lines(raw, start)
    head = _read_block(raw, below)
    if below > start:
        head = head._replace(repairs=(_PASSED_OVER, *head.repairs))
    if not head.body:
        return head
    following = _read_block(head.body, 0)
    if _is_rest_of_head(head, following):
        return LetterHead(
            head.fields + following.fields,
            following.body,
            (*head.repairs, "信头中间的空行已略过"),
        )
    return head


def mail_head(raw: bytes) -> LetterHead | None:
    """The head of the bytes of a file if they are a mail, None if they are something
    else.
    """
    try:
        head = split_head(raw)
    except UnreadableLetter:
        return None
    return head if _is_head_of_mail([field.name for field in head.fields]) else None


def _below_stray_lines(raw: bytes, start: int) -> int:
    """Where the head begins if a few lines that are none of it stand above it, else
    `start`.
    """
    position = start
    for _ in range(_MOST_LINES_ABOVE + 1):
        end = raw.find(b"\n", position) + 1
        line = raw[position : min(end, position + LONGEST_HEAD)]
        if line.strip() and _FIELD.match(line):
            return position if _is_head_of_mail(_names_below(raw, position)) else start
        if not end:
            break
        position = end
    return start


def _names_below(
    raw: bytes, position: int, most_lines: int = LONGEST_HEAD
) -> list[str]:
    """The names of the fields from `position` to the next blank line, looking at so
    many lines at most.
    """
    names: list[str] = []
    for line in raw[position : position + LONGEST_HEAD].split(b"\n", most_lines)[
        :most_lines
    ]:
        if not line.strip():
            break
        found = _FIELD.match(line)
        if found is not None:
            names.append(found[1].decode("ascii").lower())
    return names


def _is_head_of_mail(names: list[str]) -> bool:
    """Whether fields of these names are a mail's head, not a text's first lines."""
    usual = _USUAL.intersection(names)
    return len(usual) >= _USUAL_NEEDED and not _TELLING.isdisjoint(usual)


def _read_block(raw: bytes, start: int) -> LetterHead:
    """One run of header lines beginning at `start`, and what follows it."""
    fields: list[HeaderField] = []
    mended = False
    position = start
    while position < len(raw):
        end = raw.find(b"\n", position) + 1 or len(raw)
        line = raw[position:end].rstrip(b"\r\n")
        field = _FIELD.match(line)
        if end - start > LONGEST_HEAD:
            if not fields and field is None:
                break  # no head at all: everything is body
            raise UnreadableLetter(reason="信头超过64KB")
        if not line.strip():
            position = end
            break
        if fields and line[:1] in b" \t":
            last = fields[-1]
            fields[-1] = HeaderField(last.name, last.value + b"\r\n" + line)
        elif field is not None:
            fields.append(
                HeaderField(
                    field[1].decode("ascii").lower(), line[field.end() :].strip()
                )
            )
        elif fields and not _USUAL.isdisjoint(_names_below(raw, end, _LINES_LOOKED_AT)):
            # A usual field follows: this was a line broken without indent. Chinese
            # words are joined without a blank, others with one.
            last = fields[-1]
            joint = b" " if last.value.isascii() and line.isascii() else b""
            fields[-1] = HeaderField(last.name, last.value + joint + line)
            mended = True
        else:
            break  # the body begins without a blank line before it
        position = end
    return LetterHead(
        tuple(fields), raw[position:], ("信头断行已接上",) if mended else ()
    )


def _is_rest_of_head(head: LetterHead, following: LetterHead) -> bool:
    """Whether `following`, found after a blank line, is no body but the rest of
    `head`.
    """
    known = {field.name for field in head.fields}
    found = [field.name for field in following.fields]
    if not known or not found or found[0] not in _USUAL:
        return False
    for name in found:
        if name not in _USUAL and not name.startswith("x-"):
            return False
        if name in known and name != "received":
            return False
    return not known >= _TELLING and not _TELLING.isdisjoint(found)
