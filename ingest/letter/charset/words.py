"""What does the raw value of a header say to a reader?

RFC 2047 with the tolerance real mail needs: blanks inside words, a missing end, no blank between words, a
character cut in two by two words, base64 cut anywhere, words inside words, raw 8-bit text between them
(R29, R30, R33). Addresses and parameters are split before they come here.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ingest.letter.charset.text import Decoded, clean, codec_of, decode_bytes

_START = re.compile(rb"=\?[ \t]?([^?=\s]{0,40})\?([bBqQ])\?")
_B = re.compile(rb"[A-Za-z0-9+/=_-]*(?:[ \t\r\n]+[A-Za-z0-9+/=_-]+)*")
_B_UNBROKEN = re.compile(rb"[A-Za-z0-9+/=]*")
_Q = re.compile(rb"(?:[^?=]|=(?!\?[^=])|\?(?!=))*")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_NESTED = re.compile(r"=\?[A-Za-z0-9_.*:-]{2,40}\?[bBqQ]\?[^?\s]+\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class _Word(NamedTuple):
    """One encoded word; an empty `charset` together with encoding "" is plain text between words."""

    charset: str
    encoding: str
    payload: bytes


def decode_header(raw: bytes) -> Decoded:
    """The text of a header's raw value: unfolded, decoded, clean, on one line; never raises."""
    found = _decode(raw)
    if _NESTED.search(found.text):  # seen in practice: a gateway encodes what was encoded already
        again = _decode(found.text.encode("utf-8"))
        found = Decoded(again.text, found.sure and again.sure, (*found.repairs, "标题经两次编码"))
    one_line = " ".join(found.text.split("\n")).replace("\t", " ").strip()
    return found._replace(text=one_line)


def has_words(raw: bytes) -> bool:
    """Whether `raw` holds the start of an encoded word."""
    return _START.search(raw) is not None


def _decode(raw: bytes) -> Decoded:
    unfolded = _FOLD.sub(b" ", raw)
    if b"=?" not in unfolded:
        return decode_bytes(unfolded)
    parts = [_decode_run(family, list(run)) for family, run in groupby(_closed_up(unfolded), key=_family)]
    return Decoded(
        clean("".join(part.text for part in parts)),
        all(part.sure for part in parts),
        tuple(dict.fromkeys(repair for part in parts for repair in part.repairs)),
    )


def _family(word: _Word) -> tuple[str, bool]:
    """Words of one family are joined as bytes: a character may be cut in two between them."""
    if not word.encoding:
        return ("", False)
    return (codec_of(word.charset) or "", True)


def _closed_up(raw: bytes) -> Iterator[_Word]:
    """The words without the white space between neighbours (RFC 2047 §6.2)."""
    held: _Word | None = None
    after_word = False
    for word in _words(raw):
        if not word.encoding and after_word and not word.payload.strip():
            held = word
            continue
        if held is not None and not word.encoding:
            yield held
        held, after_word = None, bool(word.encoding)
        yield word


def _words(raw: bytes) -> Iterator[_Word]:
    position = plain_from = 0
    while (start := _START.search(raw, position)) is not None:
        payload, end = _payload(raw, start)
        if payload is None:
            position = start.end()  # RFC 2047 §6.3: shown as it stands
            continue
        if plain_from < start.start():
            yield _Word("", "", raw[plain_from : start.start()])
        yield _Word(start[1].decode("latin-1"), start[2].decode("ascii").upper(), payload)
        position = plain_from = end
    if plain_from < len(raw):
        yield _Word("", "", raw[plain_from:])


def _payload(raw: bytes, start: re.Match[bytes]) -> tuple[bytes | None, int]:
    """The payload of the word that begins at `start` and where the word ends; None if it is no word."""
    pattern = _B if start[2] in b"bB" else _Q
    body = pattern.match(raw, start.end())
    if body is None:
        return None, start.end()
    if raw.startswith(b"?=", body.end()):
        return body[0], body.end() + 2
    if pattern is _B:
        body = _B_UNBROKEN.match(raw, start.end())
    if body is None or not body[0]:
        return None, start.end()
    end = body.end()
    return body[0], end + 1 if raw[end : end + 1] == b"?" else end


def _decode_run(family: tuple[str, bool], run: list[_Word]) -> Decoded:
    if not family[1]:
        return decode_bytes(b"".join(word.payload for word in run))
    label = run[0].charset
    apart = decode_bytes(b"".join(_bytes_of(word) for word in run), label)
    if not _is_cut_base64(run):
        return apart
    joined = decode_bytes(_from_base64(b"".join(word.payload for word in run)), label)
    return joined if _badness(joined) < _badness(apart) else apart


def _badness(found: Decoded) -> tuple[bool, int]:
    return (not found.sure, len(found.repairs))


def _is_cut_base64(run: list[_Word]) -> bool:
    """Whether base64 text itself was cut between words, not at a group of four."""
    return all(word.encoding == "B" for word in run) and any(
        len(word.payload) % 4 and not word.payload.endswith(b"=") for word in run[:-1]
    )


def _bytes_of(word: _Word) -> bytes:
    if word.encoding == "B":
        return _from_base64(word.payload)
    spaced = word.payload.replace(b"_", b" ")
    return _HEX.sub(lambda found: bytes((int(found[1], 16),)), spaced)


def _from_base64(payload: bytes) -> bytes:
    """Base64 without its padding and with whatever slipped in."""
    kept = _NOT_BASE64.sub(b"", payload)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:  # pragma: no cover - the alphabet and the length are right by now
        return b""
