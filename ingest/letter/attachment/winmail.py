"""What did Outlook wrap into a winmail.dat (TNEF)?

Its body, often only as compressed RTF, and its files under their names (P21). What the
files say is left to their own readers.
"""

import logging
import struct
from typing import NamedTuple

from tnefparse import TNEF

from ingest.letter.attachment.archive import PackedFile
from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.rtf import rtf_text
from ingest.letter.charset.text import clean, decode_bytes

# [MS-OXRTFCP] 2.1.2.1: what every dictionary begins with
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}"
    rb"{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4_096
_RTF_HEADER = 16  # bytes: two sizes, the kind, a checksum
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_LARGEST = 8 * 1024 * 1024


class WinmailContent(NamedTuple):
    """The body, "" where there is none, and the files; `whole` is `VisibleText.whole`
    of the body.
    """

    body: str
    files: tuple[PackedFile, ...]
    whole: str = ""


def unwrap_winmail(raw: bytes) -> WinmailContent:
    """What a winmail.dat holds; raises ValueError, struct.error and the like on a
    broken one.
    """
    logging.getLogger("tnefparse").setLevel(
        logging.CRITICAL
    )  # it logs what senders write
    found = TNEF(raw)
    files = [
        PackedFile(_text_of(file.long_filename()).strip() or "附件", bytes(file.data))
        for file in found.attachments
    ]
    body = _text_of(found.body).strip()
    whole = ""
    if not body:
        html = _text_of(found.htmlbody)
        if html:
            visible = html_text(html)
            body = "\n".join(filter(None, (visible.text, visible.quoted)))
            whole = visible.whole
        elif found.rtfbody:
            body = rtf_text(inflate_rtf(bytes(found.rtfbody))).text
    return WinmailContent(body, tuple(files), whole)


def _text_of(value: object) -> str:
    """A text that the library gives as text, bytes, a list of either, or not at all."""
    if isinstance(value, list | tuple):
        return "\n".join(map(_text_of, value))
    if isinstance(value, bytes):
        return decode_bytes(value).text
    return clean(str(value)) if value else ""


def inflate_rtf(raw: bytes) -> bytes:
    """Compressed RTF as RTF ([MS-OXRTFCP] 2.2.2); raises struct.error where even the
    header is cut.
    """
    size, kind = struct.unpack_from("<4xI4s", raw)
    if kind == _PLAIN:
        return raw[_RTF_HEADER : _RTF_HEADER + min(size, _LARGEST)]
    if kind != _COMPRESSED:
        return raw  # the library has inflated it already
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\x00"))
    write = len(_DICTIONARY)
    position = _RTF_HEADER
    out = bytearray()
    while position < len(raw) and len(out) < _LARGEST:
        flags = raw[position]
        position += 1
        # Eight tokens follow, one for each bit: a byte as it stands, or two that refer
        # to the window.
        for bit in range(8):
            if not flags >> bit & 1:
                run = raw[position : position + 1]
                position += 1
            else:
                token = raw[position : position + 2]
                reference = int.from_bytes(token, "big")
                if len(token) < 2 or reference >> 4 == write % _WINDOW:
                    return bytes(
                        out
                    )  # cut short, or the end of the stream, which points at itself
                # The run may be longer than what is known of it yet: then it goes on
                # repeating that.
                start, length = reference >> 4, (reference & 0xF) + 2
                behind = min(length, (write - start) % _WINDOW)
                known = bytes(
                    window[(start + offset) % _WINDOW] for offset in range(behind)
                )
                run = (known * length)[:length]
                position += 2
            for byte in run:
                window[write % _WINDOW] = byte
                write += 1
            out += run
    return bytes(out)
