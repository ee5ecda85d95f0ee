"""What does a parameter of a header say, above all a file name?

RFC 2231 (continuations, charset, percent-encoding), and what clients write instead: encoded words in quotes,
percent-encoding without a charset, raw bytes (R32). Whether the name is safe to use is asked elsewhere.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from ingest.letter.charset.text import Decoded, clean, decode_bytes
from ingest.letter.charset.words import decode_header, has_words

_NAME = re.compile(rb"\s*([A-Za-z0-9_.-]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*")
_QUOTED_END = re.compile(rb'(?:[^"\\]|\\.?)*', re.DOTALL)
_ESCAPE = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){2}")
_MOST_PARAMETERS = 1_000


class _Piece(NamedTuple):
    """One `name*number*=value`: the value without its quotes, `number` that of a continuation, else None."""

    name: str
    number: int | None
    is_extended: bool
    value: bytes


def decode_parameter(raw: bytes, name: str) -> Decoded | None:
    """The parameter `name` (lower case) of the raw header value `raw`, or None; never raises.

    The extended form wins over continuations, and these over the plain form (RFC 2231 §3-4, R32).
    """
    extended: list[_Piece] = []
    numbered: list[_Piece] = []
    plain: list[_Piece] = []
    for piece in _pieces_in(raw):
        if piece.name != name:
            continue
        if piece.number is not None:
            numbered.append(piece)
        elif piece.is_extended:
            extended.append(piece)
        else:
            plain.append(piece)
    numbered.sort(key=lambda piece: piece.number or 0)
    pieces = extended[:1] or numbered or plain[:1]
    if not pieces:
        return None

    # Joined before the percent signs are read: clients cut inside `%XX`.
    value = b"".join(piece.value for piece in pieces)
    charset: str | None = None
    if any(piece.is_extended for piece in pieces):
        if pieces[0].is_extended and pieces[0].value.count(b"'") > 1:  # charset'language'text (RFC 2231 §4)
            named, _language, value = value.split(b"'", 2)
            charset = named.decode("latin-1") or None
        value = unquote_to_bytes(value)
    elif has_words(value):
        return decode_header(value)
    elif _PERCENT.search(value):
        value = unquote_to_bytes(value)
    found = decode_bytes(value, charset)
    return found._replace(text=" ".join(clean(found.text).split()))


def _pieces_in(raw: bytes) -> Iterator[_Piece]:
    """Every parameter of a header value, in order."""
    position = _end_of_value(raw, 0)
    for _ in range(_MOST_PARAMETERS):
        if position >= len(raw):
            return
        found = _NAME.match(raw, position + 1)
        if found is None:
            position = _end_of_value(raw, position + 1)
            continue
        position = _end_of_value(raw, found.end())
        value = raw[found.end() : position].strip()
        if value.startswith(b'"'):
            value = value[1:-1] if len(value) > 1 and value.endswith(b'"') else value[1:]
            # The second byte of a GBK character may be a backslash: only \" and \\ of plain text are escapes.
            value = _ESCAPE.sub(rb"\1", value) if value.isascii() else value.replace(b'\\"', b'"')
        number = int(found[2]) if found[2] else None
        yield _Piece(found[1].decode("ascii").lower(), number, bool(found[3]), value)


def _end_of_value(raw: bytes, position: int) -> int:
    """Where the value that begins at `position` ends: the next semicolon outside quotes."""
    while True:
        semicolon = raw.find(b";", position)
        if semicolon < 0:
            semicolon = len(raw)
        quote = raw.find(b'"', position, semicolon)
        if quote < 0:
            return semicolon
        found = _QUOTED_END.match(raw, quote + 1)
        closed = quote + 1 if found is None else found.end()
        if closed >= len(raw):  # never closed: the value ends with the line it began on
            return semicolon
        position = closed + 1
