"""What does the raw value of a header say to a reader?

RFC 2047 with the tolerance real mail needs: blanks inside words, a missing end, no blank between words, a
character cut in two by two words, base64 cut anywhere, words inside words, raw 8-bit text between them
(R29, R30, R33). Addresses and parameters are split before they come here.
"""

import base64
import binascii
import re
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from ingest.letter.charset.text import Decoded, clean, codec_of, decode_bytes

# The three parts of an encoded word, `=?charset?encoding?payload?=` (RFC 2047 §2). A payload in base64 may
# hold blanks where the word ends as it should, and must not where its end is missing.
_START = re.compile(rb"=\?[ \t]?([^?=\s]{0,40})\?([bBqQ])\?")
_B = re.compile(rb"[A-Za-z0-9+/=_-]*(?:[ \t\r\n]+[A-Za-z0-9+/=_-]+)*")
_B_UNBROKEN = re.compile(rb"[A-Za-z0-9+/=]*")
_Q = re.compile(rb"(?:[^?=]|=(?!\?[^=])|\?(?!=))*")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_NESTED = re.compile(r"=\?[A-Za-z0-9_.*:-]{2,40}\?[bBqQ]\?[^?\s]+\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class _Word(NamedTuple):
    """One encoded word, or plain text between words: that has no codec and no encoding.

    `codec` is "" where the charset is unknown. Words of one codec are joined as bytes, because clients cut a
    character in two between them.
    """

    payload: bytes
    charset: str = ""
    encoding: str = ""
    codec: str | None = None


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
    """The words and the text between them, without the white space between neighbours (RFC 2047 §6.2)."""
    words: list[_Word] = []
    position = plain_from = 0
    while (start := _START.search(raw, position)) is not None:
        end = _end_of_payload(raw, start)
        if end is None:
            position = start.end()  # RFC 2047 §6.3: shown as it stands
            continue
        plain = raw[plain_from : start.start()]
        if plain and (plain.strip() or not words):
            words.append(_Word(plain))
        charset = start[1].decode("latin-1")
        encoding = start[2].decode("ascii").upper()
        words.append(_Word(raw[start.end() : end], charset, encoding, codec_of(charset) or ""))
        if raw.startswith(b"?=", end):
            end += 2
        elif raw.startswith(b"?", end):
            end += 1
        position = plain_from = end
    plain = raw[plain_from:]
    if plain and (plain.strip() or not words):
        words.append(_Word(plain))
    return words


def _end_of_payload(raw: bytes, start: re.Match[bytes]) -> int | None:
    """Where the payload of the word that begins with `start` ends; None if that begins no word."""
    is_base64 = start[2] in b"bB"
    payload = (_B if is_base64 else _Q).match(raw, start.end())
    if payload and raw.startswith(b"?=", payload.end()):
        return payload.end()
    if is_base64:
        payload = _B_UNBROKEN.match(raw, start.end())
    return payload.end() if payload and payload[0] else None


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
    cut = any(len(word.payload) % 4 and not word.payload.endswith(b"=") for word in run[:-1])
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
    except binascii.Error:  # pragma: no cover - the alphabet and the length are right by now
        return b""
