"""What does a Word document say: a .docx, WordML in one file, or the old binary .doc?

Body with its tables in order, tracked insertions, notes, text boxes, headers and
footers; comments, field codes and pictures are left out. So are deletions and what was
struck out in a .docx, but for a text apart in which a 密级 mark is sought. Kingsoft
writes all of these kinds too, under .wps (M08). A password is reported, never tried.
"""

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import olefile
from lxml import etree

from ingest.letter.attachment.archive import Archive
from ingest.letter.attachment.document import (
    DocumentBuilder,
    DocumentText,
    EncryptedDocumentError,
    Story,
)
from ingest.letter.attachment.lines import LineBuilder, table_text
from ingest.letter.charset.text import decode_bytes

# The parts of a .docx in the order of reading. They are read here and not by
# python-docx, which misses text boxes and insertions, both common in official templates
# (M08).
_DOCX_PARTS = (
    re.compile(r"word/document\d*\.xml"),
    re.compile(r"word/(?:foot|end)notes\d*\.xml"),
    re.compile(r"word/header\d*\.xml"),
    re.compile(r"word/footer\d*\.xml"),
)
# moveFrom is the old place of moved text, Fallback repeats a text box for old programs.
_LEFT_OUT = frozenset(
    (
        "moveFrom",
        "Fallback",
        "del",
        "instrText",
        "delText",
        "binData",
        "styles",
        "docPr",
        "fonts",
    )
)
_DELETED = ("del", "delText")
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_STORIES = {
    "footnote": Story.NOTE,
    "endnote": Story.NOTE,
    "txbxContent": Story.BOX,
    "hdr": Story.HEADER,
    "ftr": Story.FOOTER,
}
# What an element does to the lines where it begins and where it ends.
_AT_START: dict[str, Callable[[LineBuilder], None]] = {
    "tbl": LineBuilder.begin_table,
    "tr": LineBuilder.begin_row,
    "tc": LineBuilder.begin_cell,
}
_AT_END: dict[str, Callable[[LineBuilder], None]] = {
    "p": LineBuilder.end_line,
    "tc": LineBuilder.end_cell,
    "tbl": LineBuilder.end_table,
}
_STRUCTURE = ("t", *_AT_START, *_AT_END)
_TAGS = tuple(f"{{*}}{name}" for name in (*_LEFT_OUT, *_SIGNS, *_STORIES, *_STRUCTURE))

# Where the file information block holds what ([MS-DOC] 2.5): flags, the run of text of
# Word 6 and 95, the numbers of characters of the eight parts, and where in the table
# stream lie the places of headers and footers and the piece table.
_FLAGS, _TEXT_95, _COUNTS, _HEADER_PLACES, _CLX = 0x0A, 0x18, 0x4C, 0x00F2, 0x01A2
_MAGIC, _MAGIC_95 = 0xA5EC, 0xA5DC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x40000000
_LARGEST_STREAM = 32 * 1024 * 1024
_MOST_PIECES = 100_000
_MOST_SECTIONS = 200
# Of the headers' text: six separators of notes, then six texts for each section
# ([MS-DOC] 2.3.5).
_SEPARATORS = 6
_OF_A_SECTION = (
    Story.HEADER,
    Story.HEADER,
    Story.FOOTER,
    Story.FOOTER,
    Story.HEADER,
    Story.FOOTER,
)
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_LINE_ENDS = re.compile("[\r\x0b\x0c]")
_SPECIAL_SIGNS = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d\x1f]")
_CELL_END = "\x07"


# --- XML: .docx and WordML ------------------------------------------------------------


def docx_text(raw: bytes) -> DocumentText:
    """The text of a .docx; raises what zipfile and lxml raise on a broken one."""
    with Archive(raw) as archive:
        names = sorted(archive.names)
        chosen = [
            name for form in _DOCX_PARTS for name in names if form.fullmatch(name)
        ]
        return _document([archive.read(name) for name in chosen])


def wordml_text(raw: bytes) -> DocumentText:
    """The text of a WordML file; raises what lxml raises on a broken one."""
    return _document([raw])


def _document(parts: Sequence[bytes]) -> DocumentText:
    """The document of these parts, and all of it if something in it was struck out or
    deleted.
    """
    builder = DocumentBuilder()
    has_unsaid = False
    for part in parts:
        has_unsaid |= _walk(part, builder, whole=False)
    if not has_unsaid:
        return builder.document()
    everything = DocumentBuilder()
    for part in parts:
        _walk(part, everything, whole=True)
    return replace(
        builder.document(),
        whole=tuple(text for _, text in everything.document().stories),
    )


def _walk(raw: bytes, builder: DocumentBuilder, *, whole: bool) -> bool:
    """Add what a part of a .docx, or a WordML file, says; True if words were left out.

    With `whole` what was struck out or deleted is added too.
    """
    has_unsaid = False
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True
    )
    walk = etree.iterwalk(
        etree.fromstring(raw, parser), events=("start", "end"), tag=_TAGS
    )
    for event, element in walk:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if whole and name in _DELETED:
            if event == "start" and name == "delText":
                builder.lines.add(element.text or "")
        elif name in _LEFT_OUT:
            if event == "start":
                has_unsaid = has_unsaid or name in _DELETED
                walk.skip_subtree()
        elif event == "start":
            if name in _STORIES:
                builder.begin(_STORIES[name])
            elif name == "t" and not whole and _is_struck_out(element):
                has_unsaid = True
            elif name == "t":
                builder.lines.add(element.text or "")
            elif name in _SIGNS:
                builder.lines.add(_SIGNS[name])
            elif name in _AT_START:
                _AT_START[name](builder.lines)
        elif name in _STORIES:
            builder.end()
        elif name in _AT_END:
            _AT_END[name](builder.lines)
    return has_unsaid


def _is_struck_out(text: etree._Element) -> bool:
    """Whether a text was struck out by its look, as some do instead of deleting it."""
    run = text.getparent()
    look = None if run is None else run.find("{*}rPr")
    if look is None:
        return False
    for form in ("strike", "dstrike"):
        struck = look.find(f"{{*}}{form}")
        if struck is not None:
            off = {
                value
                for key, value in struck.attrib.items()
                if str(key).endswith("val")
            }
            return not off & {"0", "false", "off", "none"}
    return False


# --- the binary kind ------------------------------------------------------------------


def doc_text(raw: bytes) -> DocumentText | None:
    """The text of a binary Word file, None for an OLE file of another program.

    Raises EncryptedDocumentError, ValueError, OSError or struct.error.
    """
    builder = DocumentBuilder()
    with olefile.OleFileIO(BytesIO(raw)) as ole:
        if ole.exists(
            "EncryptedPackage"
        ):  # really a .docx or .xlsx ([MS-OFFCRYPTO] 2.3)
            raise EncryptedDocumentError
        if not ole.exists("WordDocument"):
            return None
        document = _stream(ole, "WordDocument")
        (magic,) = struct.unpack_from("<H", document)
        (flags,) = struct.unpack_from("<H", document, _FLAGS)
        if magic not in (_MAGIC, _MAGIC_95):
            message = "no Word document"
            raise ValueError(message)
        if flags & _ENCRYPTED:
            raise EncryptedDocumentError
        if magic == _MAGIC_95:  # Word 6 and 95: one run of 8-bit text
            start, end = struct.unpack_from("<II", document, _TEXT_95)
            text = decode_bytes(document[start:end].replace(b"\x00", b"")).text
            builder.add(Story.BODY, _readable(text))
            return builder.document()
        table = _stream(ole, "1Table" if flags & _TABLE_1 else "0Table")
    text = _characters(document, table)
    ranges: list[str] = []
    start = 0
    for count in struct.unpack_from("<8i", document, _COUNTS):
        ranges.append(text[start : start + count])
        start += count
    body, footnotes, headers, _macros, _comments, endnotes, boxes, header_boxes = ranges
    for story, part in (
        (Story.BODY, body),
        (Story.NOTE, footnotes),
        (Story.NOTE, endnotes),
        (Story.BOX, boxes),
        (Story.BOX, header_boxes),
    ):
        builder.add(story, _readable(part))
    for story, part in _headers_and_footers(headers, document, table):
        builder.add(story, _readable(part))
    return builder.document()


def _stream(ole: "olefile.OleFileIO[str]", name: str) -> bytes:
    with ole.openstream(name) as stream:
        content: bytes = stream.read(_LARGEST_STREAM)
    return content


def _headers_and_footers(
    text: str, document: bytes, table: bytes
) -> list[tuple[Story, str]]:
    """The headers' text cut into the headers and footers of each section; uncut where
    no places are told.
    """
    offset, length = struct.unpack_from("<II", document, _HEADER_PLACES)
    count = min(length // 4, _SEPARATORS + 6 * _MOST_SECTIONS)
    if count <= _SEPARATORS + 1 or offset + 4 * count > len(table):
        return [(Story.HEADER, text)]
    places = struct.unpack_from(f"<{count}I", table, offset)[_SEPARATORS:]
    return [
        (_OF_A_SECTION[number % 6], text[start:end])
        for number, (start, end) in enumerate(pairwise(places))
    ]


def _characters(document: bytes, table: bytes) -> str:
    """All text of the file, one character for each UTF-16 unit, put together by its
    piece table.

    Text lies in pieces, 8-bit or UTF-16, in any order ([MS-DOC] 2.4.1).
    """
    offset, length = struct.unpack_from("<II", document, _CLX)
    clx = table[offset : offset + length]
    position = 0
    while (
        position < len(clx) and clx[position] == 1
    ):  # formatting, which precedes the piece table
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    (size,) = struct.unpack_from("<I", clx, position + 1)
    pieces = clx[position + 5 : position + 5 + size]

    # n pieces: n + 1 places of four bytes each, then n descriptors of eight.
    count = min((len(pieces) - 4) // 12, _MOST_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", pieces)
    texts: list[str] = []
    for number in range(count):
        size = min(places[number + 1] - places[number], len(document))
        (start,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)
        if start & _COMPRESSED:
            start = (start & ~_COMPRESSED) // 2
            texts.append(document[start : start + size].decode("cp1252", "replace"))
        else:
            raw = document[start : start + 2 * size]
            units = struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])
            # Surrogates stay apart, so that places keep counting UTF-16 units.
            texts.extend(map(chr, units))
    return "".join(texts)


def _readable(text: str) -> str:
    """A part's text with its surrogates joined, its field codes gone, its tables and
    signs as plain ones.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _FIELD.sub("", text)
    text = text.replace(
        2 * _CELL_END, f"{_CELL_END}\n"
    )  # the end of a row: that of its last cell and its own
    text = _SPECIAL_SIGNS.sub("", _LINE_ENDS.sub("\n", text))
    text = text.replace("\x1e", "-").replace("\xa0", " ")
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if _CELL_END in line:
            rows.append([cell.strip() for cell in line.split(_CELL_END)[:-1]])
            continue
        lines.extend(table_text(rows).lines)
        rows = []
        lines.append(line.rstrip())
    lines.extend(table_text(rows).lines)
    return "\n".join(lines).strip("\n")
