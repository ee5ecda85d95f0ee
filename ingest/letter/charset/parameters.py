"""What does a parameter of a header say, above all a file name?

RFC 2231 (continuations, charset, percent-encoding), and what clients write instead: encoded words in quotes,
percent-encoding without a charset, raw bytes (R32). Whether the name is safe to use is asked elsewhere.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from ingest.letter.charset.text import Decoded, clean, decode_bytes
from ingest.letter.charset.words import decode_header, has_words

_NAME = re.compile(rb"\s*([A-Za-z0-9_.-]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*")
_QUOTED_END = re.compile(rb'(?:[^"\\]|\\.?)*', re.DOTALL)
_ESCAPE = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){2}")
_MOST_PARAMETERS = 1_000


def decode_parameter(raw: bytes, name: str) -> Decoded | None:
    """The parameter `name` (lower case) of the raw header value `raw`, or None; never raises.

    The extended form wins over continuations, and these over the plain form (RFC 2231 §3-4, R32).
    """
    pieces = [piece for key, piece in _parameters(raw) if key == name]
    extended = [piece for piece in pieces if piece[0] is None and piece[1]]
    numbered = sorted((piece for piece in pieces if piece[0] is not None), key=lambda piece: piece[0] or 0)
    if extended:
        return _extended(extended[0][2])
    if numbered:
        return _continued(numbered)
    return _plain(pieces[0][2]) if pieces else None


_Piece = tuple[int | None, bool, bytes]


def _parameters(raw: bytes) -> Iterator[tuple[str, _Piece]]:
    """Every parameter as (name, (number of the continuation, percent-encoded?, raw value))."""
    position = _end_of_value(raw, 0)
    for _ in range(_MOST_PARAMETERS):
        if position >= len(raw):
            return
        found = _NAME.match(raw, position + 1)
        if found is None:
            position = _end_of_value(raw, position + 1)
            continue
        end = _end_of_value(raw, found.end())
        number = int(found[2]) if found[2] else None
        value = _unquoted(raw[found.end() : end].strip())
        yield found[1].decode("ascii").lower(), (number, bool(found[3]), value)
        position = end


def _end_of_value(raw: bytes, position: int) -> int:
    """Where the value that begins at `position` ends: the next semicolon outside quotes."""
    while True:
        semicolon = raw.find(b";", position)
        semicolon = len(raw) if semicolon < 0 else semicolon
        quote = raw.find(b'"', position, semicolon)
        if quote < 0:
            return semicolon
        found = _QUOTED_END.match(raw, quote + 1)
        closed = quote + 1 if found is None else found.end()
        if closed >= len(raw):  # never closed: the value ends with the line it began on
            return semicolon
        position = closed + 1


def _unquoted(value: bytes) -> bytes:
    if not value.startswith(b'"'):
        return value
    inner = value[1:-1] if value.endswith(b'"') and len(value) > 1 else value[1:]
    # the second byte of a GBK character may be a backslash: only \" and \\ of plain text are escapes
    return _ESCAPE.sub(rb"\1", inner) if inner.isascii() else inner.replace(b'\\"', b'"')


def _extended(value: bytes) -> Decoded:
    charset, text = _charset_of(value)
    return _one_line(decode_bytes(unquote_to_bytes(text), charset))


def _continued(pieces: list[_Piece]) -> Decoded:
    """Continuations are joined before the percent signs are read: clients cut inside `%XX`."""
    first, *others = pieces
    if not any(encoded for _, encoded, _ in pieces):
        return _plain(b"".join(value for _, _, value in pieces))
    charset, text = _charset_of(first[2]) if first[1] else (None, first[2])
    joined = text + b"".join(value for _, _, value in others)
    return _one_line(decode_bytes(unquote_to_bytes(joined), charset))


def _charset_of(value: bytes) -> tuple[str | None, bytes]:
    """`charset'language'text` (RFC 2231 §4) taken apart; a value without the two quotes is all text."""
    parts = value.split(b"'", 2)
    if len(parts) != 3:
        return None, value
    return parts[0].decode("latin-1") or None, parts[2]


def _plain(value: bytes) -> Decoded:
    if has_words(value):
        return decode_header(value)
    if _PERCENT.search(value):
        return _one_line(decode_bytes(unquote_to_bytes(value)))
    return _one_line(decode_bytes(value))


def _one_line(found: Decoded) -> Decoded:
    return found._replace(text=" ".join(clean(found.text).split()))
