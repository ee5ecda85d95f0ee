"""What does the raw value of a header say to a reader, and what does a parameter in it?

RFC 2047 with the tolerance real mail needs: blanks inside words, a missing end, no
blank between words, a character cut in two by two words, base64 cut anywhere, words
inside words, raw 8-bit text between them (R29, R30, R33). RFC 2231 for parameters,
above all file names (continuations, charset, percent-encoding), and what clients write
instead: encoded words in quotes, percent-encoding without a charset, raw bytes (R32).
Addresses are split before they come here; whether a name is safe to use is asked
elsewhere.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from ingest.letter.charset.text import Decoded, clean, codec_of, decode_bytes

# The three parts of an encoded word, `=?charset?encoding?payload?=` (RFC 2047 §2). A
# payload in base64 may hold blanks where the word ends as it should, and must not where
# its end is missing.
_START = re.compile(rb"=\?[ \t]?([^?=\s]{0,40})\?([bBqQ])\?")
_B = re.compile(rb"[A-Za-z0-9+/=_-]*(?:[ \t\r\n]+[A-Za-z0-9+/=_-]+)*")
_B_UNBROKEN = re.compile(rb"[A-Za-z0-9+/=]*")
_Q = re.compile(rb"(?:[^?=]|=(?!\?[^=])|\?(?!=))*")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_NESTED = re.compile(r"=\?[A-Za-z0-9_.*:-]{2,40}\?[bBqQ]\?[^?\s]+\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
# The parts of a parameter, `name*number*=value` (RFC 2231 §3).
_NAME = re.compile(rb"\s*([A-Za-z0-9_.-]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*")
_QUOTED_END = re.compile(rb'(?:[^"\\]|\\.?)*', re.DOTALL)
_ESCAPE = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){2}")
_MOST_PARAMETERS = 1_000


class _Word(NamedTuple):
    """One encoded word, or plain text between words: that has no codec and no encoding.

    `codec` is "" where the charset is unknown. Words of one codec are joined as bytes,
    because clients cut a character in two between them.
    """

    payload: bytes
    charset: str = ""
    encoding: str = ""
    codec: str | None = None


def decode_header(raw: bytes) -> Decoded:
    """The text of a header's raw value: unfolded, decoded, clean, on one line; never
    raises.
    """
    found = _decode(raw)
    if _NESTED.search(
        found.text
    ):  # seen in practice: a gateway encodes what was encoded already
        again = _decode(found.text.encode("utf-8"))
        found = Decoded(
            again.text, found.sure and again.sure, (*found.repairs, "标题经两次编码")
        )
    one_line = " ".join(found.text.split("\n")).replace("\t", " ").strip()
    return found._replace(text=one_line)


def has_words(raw: bytes) -> bool:
    """Whether `raw` holds the start of an encoded word."""
    return _START.search(raw) is not None


def _decode(raw: bytes) -> Decoded:
    unfolded = _FOLD.sub(b" ", raw)
    if b"=?" not in unfolded:
        return decode_bytes(unfolded)
    texts: list[str] = []
    repairs: list[str] = []
    sure = True
    for codec, run in groupby(_words_in(unfolded), key=attrgetter("codec")):
        words = list(run)
        if codec is None:
            part = decode_bytes(b"".join(word.payload for word in words))
        else:
            part = _decode_run(words)
        texts.append(part.text)
        repairs.extend(part.repairs)
        sure = sure and part.sure
    return Decoded(clean("".join(texts)), sure, tuple(dict.fromkeys(repairs)))


def _words_in(raw: bytes) -> list[_Word]:
    """The words and the text between them, without the white space between neighbours
    (RFC 2047 §6.2).
    """
    words: list[_Word] = []
    position = plain_from = 0
    while (start := _START.search(raw, position)) is not None:
        is_base64 = start[2] in b"bB"
        payload = (_B if is_base64 else _Q).match(raw, start.end())
        is_closed = payload is not None and raw.startswith(b"?=", payload.end())
        if is_base64 and not is_closed:
            payload = _B_UNBROKEN.match(raw, start.end())
        if payload is None or not (is_closed or payload[0]):
            position = start.end()  # RFC 2047 §6.3: shown as it stands
            continue
        end = payload.end()
        plain = raw[plain_from : start.start()]
        if plain and (plain.strip() or not words):
            words.append(_Word(plain))
        charset = start[1].decode("latin-1")
        encoding = start[2].decode("ascii").upper()
        words.append(
            _Word(raw[start.end() : end], charset, encoding, codec_of(charset) or "")
        )
        if raw.startswith(b"?=", end):
            end += 2
        elif raw.startswith(b"?", end):
            end += 1
        position = plain_from = end
    plain = raw[plain_from:]
    if plain and (plain.strip() or not words):
        words.append(_Word(plain))
    return words


def _decode_run(run: list[_Word]) -> Decoded:
    """The text of encoded words of one codec that follow one another."""
    label = run[0].charset
    contents: list[bytes] = []
    for word in run:
        if word.encoding == "B":
            contents.append(_from_base64(word.payload))
        else:
            spaced = word.payload.replace(b"_", b" ")
            contents.append(_HEX.sub(lambda found: bytes((int(found[1], 16),)), spaced))
    apart = decode_bytes(b"".join(contents), label)

    # Some clients cut the base64 text itself between words, not at a group of four.
    cut = any(
        len(word.payload) % 4 and not word.payload.endswith(b"=") for word in run[:-1]
    )
    if not cut or any(word.encoding != "B" for word in run):
        return apart
    together = decode_bytes(_from_base64(b"".join(word.payload for word in run)), label)
    if together.sure != apart.sure:
        return together if together.sure else apart
    return together if len(together.repairs) < len(apart.repairs) else apart


def _from_base64(payload: bytes) -> bytes:
    """Base64 without its padding and with whatever slipped in."""
    kept = _NOT_BASE64.sub(b"", payload)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except (
        binascii.Error
    ):  # pragma: no cover - the alphabet and the length are right by now
        return b""


class _Piece(NamedTuple):
    """One `name*number*=value`: the value without its quotes, `number` that of a
    continuation, else None.
    """

    name: str
    number: int | None
    is_extended: bool
    value: bytes


def decode_parameter(raw: bytes, name: str) -> Decoded | None:
    """The parameter `name` (lower case) of the raw header value `raw`, or None; never
    raises.

    The extended form wins over continuations, and these over the plain form (RFC 2231
    §3-4, R32).
    """
    if name.encode() not in raw.lower():
        return None  # as most, which are asked for several names
    plain: list[_Piece] = []
    extended: list[_Piece] = []
    continued: list[_Piece] = []
    for piece in _pieces_in(raw):
        if piece.name != name:
            continue
        if piece.number is not None:
            continued.append(piece)
        elif piece.is_extended:
            extended.append(piece)
        else:
            plain.append(piece)
    continued.sort(key=lambda piece: piece.number or 0)
    pieces = extended[:1] or continued or plain[:1]
    if not pieces:
        return None

    # Joined before the percent signs are read: clients cut inside `%XX`.
    value = b"".join(piece.value for piece in pieces)
    charset: str | None = None
    if any(piece.is_extended for piece in pieces):
        if (
            pieces[0].is_extended and pieces[0].value.count(b"'") > 1
        ):  # charset'language'text (RFC 2231 §4)
            label, _language, value = value.split(b"'", 2)
            charset = label.decode("latin-1") or None
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
            value = value[1:].removesuffix(b'"')
            # The second byte of a GBK character may be a backslash: only \" and \\ of
            # plain text are escapes.
            value = (
                _ESCAPE.sub(rb"\1", value)
                if value.isascii()
                else value.replace(b'\\"', b'"')
            )
        number = int(found[2]) if found[2] else None
        yield _Piece(found[1].decode("ascii").lower(), number, bool(found[3]), value)


def _end_of_value(raw: bytes, position: int) -> int:
    """Where the value that begins at `position` ends: the next semicolon outside
    quotes.
    """
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
