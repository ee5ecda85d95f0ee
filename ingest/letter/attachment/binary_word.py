"""What does a Word file of the old binary kind say (.doc, OLE .wps)?

Follows the piece table of [MS-DOC] 2.4.1: text lies in pieces, 8-bit or UTF-16, in the order of the file's
parts. Field codes, pictures and comments are left out; a password is reported, never tried.
"""

import re
import struct
from io import BytesIO
from typing import NamedTuple

import olefile

from ingest.letter.charset.text import decode_bytes

_MAGIC, _MAGIC_95 = 0xA5EC, 0xA5DC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FLAGS, _TEXT_95, _COUNTS, _CLX = 0x0A, 0x18, 0x4C, 0x01A2
_COMPRESSED = 0x40000000
_LARGEST = 32 * 1024 * 1024
_MOST_PIECES = 100_000
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_LINE_ENDS = re.compile("[\r\x0b\x0c]")
_ROW_END = re.compile("\x07\x07")
_SIGNS = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d\x1f]")


class EncryptedDocumentError(Exception):
    """A document that needs a password."""

    def __init__(self) -> None:
        super().__init__("the document needs a password; ask the sender for an open copy")


class _Part(NamedTuple):
    """A range of characters of the document: [start, end)."""

    start: int
    end: int


def is_encrypted_package(raw: bytes) -> bool:
    """Whether an OLE file is really an encrypted .docx or .xlsx ([MS-OFFCRYPTO] 2.3)."""
    with olefile.OleFileIO(BytesIO(raw)) as ole:
        return bool(ole.exists("EncryptedPackage"))


def is_word(raw: bytes) -> bool:
    """Whether an OLE file holds a Word document."""
    with olefile.OleFileIO(BytesIO(raw)) as ole:
        return bool(ole.exists("WordDocument"))


def doc_text(raw: bytes) -> str:
    """The text of a binary Word file; raises EncryptedDocumentError, ValueError, OSError or struct.error."""
    with olefile.OleFileIO(BytesIO(raw)) as ole:
        document = _stream(ole, "WordDocument")
        magic, flags = struct.unpack_from("<H", document)[0], struct.unpack_from("<H", document, _FLAGS)[0]
        if magic not in (_MAGIC, _MAGIC_95):
            message = "no Word document"
            raise ValueError(message)
        if flags & _ENCRYPTED:
            raise EncryptedDocumentError
        if magic == _MAGIC_95:  # Word 6 and 95: one run of 8-bit text
            start, end = struct.unpack_from("<II", document, _TEXT_95)
            return _shown(decode_bytes(document[start:end].replace(b"\x00", b"")).text)
        table = _stream(ole, "1Table" if flags & _TABLE_1 else "0Table")
    text = _characters(document, table)
    shown = (_shown(text[part.start : part.end]) for part in _parts(document))
    return "\n\n".join(piece for piece in shown if piece)


def _stream(ole: "olefile.OleFileIO[str]", name: str) -> bytes:
    with ole.openstream(name) as stream:
        content: bytes = stream.read(_LARGEST)
    return content


def _parts(document: bytes) -> tuple[_Part, ...]:
    """Headers first, then the body, notes and text boxes; comments and macros are left out."""
    counts = struct.unpack_from("<8i", document, _COUNTS)
    starts = [sum(counts[:number]) for number in range(len(counts))]
    body, footnotes, headers, _, _, endnotes, boxes, header_boxes = map(
        _Part, starts, (start + count for start, count in zip(starts, counts, strict=True))
    )
    return (headers, header_boxes, body, footnotes, endnotes, boxes)


def _characters(document: bytes, table: bytes) -> str:
    offset, length = struct.unpack_from("<II", document, _CLX)
    plc = _piece_table(table[offset : offset + length])
    count = min((len(plc) - 4) // 12, _MOST_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", plc)
    texts: list[str] = []
    for number in range(count):
        size = min(places[number + 1] - places[number], len(document))
        start = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        if start & _COMPRESSED:
            start = (start & ~_COMPRESSED) // 2
            texts.append(document[start : start + size].decode("cp1252", "replace"))
        else:
            # surrogates stay apart, so that places keep counting UTF-16 units
            units = document[start : start + 2 * size]
            texts.append(
                "".join(map(chr, struct.unpack(f"<{len(units) // 2}H", units[: len(units) // 2 * 2])))
            )
    return "".join(texts)


def _piece_table(clx: bytes) -> bytes:
    position = 0
    while position < len(clx) and clx[position] == 1:
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    size: int = struct.unpack_from("<I", clx, position + 1)[0]
    return clx[position + 5 : position + 5 + size]


def _shown(text: str) -> str:
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    plain = _LINE_ENDS.sub("\n", _ROW_END.sub("\n", _FIELD.sub("", whole))).replace("\x07", "\t")
    plain = _SIGNS.sub("", plain).replace("\x1e", "-").replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")
