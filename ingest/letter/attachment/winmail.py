"""What did Outlook wrap into a winmail.dat (TNEF)?

Its body, often only as compressed RTF, and its files under their names (P21). What the files say is left to
their own readers.
"""

import logging
import struct
from typing import NamedTuple

from tnefparse import TNEF

from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.rich import rtf_text
from ingest.letter.charset.text import clean, decode_bytes

# [MS-OXRTFCP] 2.1.2.1: what every dictionary begins with
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4_096
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_LARGEST = 8 * 1024 * 1024


class WinmailContent(NamedTuple):
    """The body, "" where there is none, and the files as (name, bytes)."""

    body: str
    files: tuple[tuple[str, bytes], ...]


def unwrapped(raw: bytes) -> WinmailContent:
    """What a winmail.dat holds; raises ValueError, struct.error and the like on a broken one."""
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it logs what senders write
    found = TNEF(raw)
    files = tuple(
        (_text(file.long_filename()).strip() or "附件", bytes(file.data)) for file in found.attachments
    )
    return WinmailContent(_body(found), files)


def _body(found: TNEF) -> str:
    if plain := _text(found.body).strip():
        return plain
    if html := _text(found.htmlbody):
        return "\n".join(filter(None, html_text(html)))
    return rtf_text(inflated(bytes(found.rtfbody))) if found.rtfbody else ""


def _text(value: object) -> str:
    """A text that the library gives as text, bytes, a list of either, or not at all."""
    if isinstance(value, list | tuple):
        return "\n".join(map(_text, value))
    if isinstance(value, bytes):
        return decode_bytes(value).text
    return clean(str(value)) if value else ""


def inflated(raw: bytes) -> bytes:
    """Compressed RTF as RTF ([MS-OXRTFCP] 2.2.2)."""
    size, kind = struct.unpack_from("<4xI4s", raw)
    if kind == _PLAIN:
        return raw[16 : 16 + min(size, _LARGEST)]
    if kind != _COMPRESSED:
        return raw  # the library has inflated it already
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\x00"))
    write, position, out = len(_DICTIONARY), 16, bytearray()
    while position < len(raw) and len(out) < _LARGEST:
        flags, position = raw[position], position + 1
        for bit in range(8):
            token = raw[position : position + 2]
            if not flags >> bit & 1:
                run, step = token[:1], 1
            elif len(token) == 2:
                reference = int.from_bytes(token, "big")
                if reference >> 4 == write % _WINDOW:
                    return bytes(out)  # the end of the stream points at itself
                run, step = _copied(window, write, reference), 2
            else:
                return bytes(out)
            for byte in run:
                window[write % _WINDOW] = byte
                write += 1
            out += run
            position += step
    return bytes(out)


def _copied(window: bytearray, write: int, reference: int) -> bytes:
    """The run a reference names; it may overlap what it is about to write."""
    start, length = reference >> 4, (reference & 0xF) + 2
    run = bytearray()
    distance = (write - start) % _WINDOW
    for offset in range(length):
        run.append(window[(start + offset) % _WINDOW] if offset < distance else run[offset - distance])
    return bytes(run)
