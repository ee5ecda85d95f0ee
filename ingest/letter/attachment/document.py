"""What does a document say: Word in one of its forms, RTF, or the finished pages of a PDF or an OFD?

Of Word (.docx, WordML in one file, the old binary .doc): headers, body with its tables in order, text boxes,
tracked insertions, foot- and endnotes, footers; deletions, comments, field codes and pictures are left out.
Kingsoft writes all of these kinds too, under .wps (M08). Of finished pages (OFD is GB/T 33190) the text
layer, page by page: a file without one is a scan; seals, pictures and paths are not read. A password is
reported, never tried.
"""

import re
import struct
from collections.abc import Callable
from io import BytesIO

import olefile
import pypdfium2
from lxml import etree
from striprtf.striprtf import rtf_to_text

from ingest.letter.attachment.archive import Archive
from ingest.letter.charset.text import decode_bytes

# The parts of a .docx in the order of reading. They are read here and not by python-docx, which misses text
# boxes and insertions, both common in official templates (M08).
_DOCX_PARTS = (
    r"word/header\d*\.xml",
    r"word/document\d*\.xml",
    r"word/(?:foot|end)notes\d*\.xml",
    r"word/footer\d*\.xml",
)
# moveFrom is the old place of moved text, Fallback repeats a text box for old programs.
_LEFT_OUT = frozenset(
    ("moveFrom", "Fallback", "del", "instrText", "delText", "binData", "styles", "docPr", "fonts")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TAGS = tuple(f"{{*}}{name}" for name in (*_LEFT_OUT, *_SIGNS, "t", "p", "tc", "tr", "txbxContent"))
_BLANK_LINES = re.compile(r"\n{3,}")

# Where the file information block holds what ([MS-DOC] 2.5): flags, the run of text of Word 6 and 95, the
# numbers of characters of the eight parts, and where the piece table lies in the table stream.
_FLAGS, _TEXT_95, _COUNTS, _CLX = 0x0A, 0x18, 0x4C, 0x01A2
_MAGIC, _MAGIC_95 = 0xA5EC, 0xA5DC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COMPRESSED = 0x40000000
_LARGEST_STREAM = 32 * 1024 * 1024
_MOST_PIECES = 100_000
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_LINE_ENDS = re.compile("[\r\x0b\x0c]")
_SPECIAL_SIGNS = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d\x1f]")

_LARGEST_RTF = 8 * 1024 * 1024

_MOST_PAGES = 200
_LONGEST_PDF = 500_000
_OFD_PAGE = re.compile(r".*/Page_(\d+)/Content\.xml", re.IGNORECASE)


class EncryptedDocumentError(Exception):
    """A document that needs a password."""

    def __init__(self) -> None:
        super().__init__("the document needs a password; ask the sender for an open copy")


# --- XML: .docx and WordML ----------------------------------------------------------------------------


def docx_text(raw: bytes) -> str:
    """The text of a .docx; raises what zipfile and lxml raise on a broken one."""
    texts: list[str] = []
    with Archive(raw) as archive:
        names = sorted(archive.names)
        for form in _DOCX_PARTS:
            texts.extend(wordml_text(archive.read(name)) for name in names if re.fullmatch(form, name))
    # The same header often stands in several parts: one for the first page, one for even pages.
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def wordml_text(raw: bytes) -> str:
    """The text of one part of a .docx, or of a WordML file; raises what lxml raises on a broken one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    walk = etree.iterwalk(etree.fromstring(raw, parser), events=("start", "end"), tag=_TAGS)
    out: list[str] = []
    for event, element in walk:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "end":
            if name == "p":
                out.append("\n")
            elif name == "tc":
                _replace_end(out, "\t")
            elif name == "tr":
                _replace_end(out, "\n")
        elif name in _LEFT_OUT:
            walk.skip_subtree()
        elif name == "t":
            out.append(element.text or "")
        elif name in _SIGNS:
            out.append(_SIGNS[name])
        elif name == "txbxContent" and out and not out[-1].endswith("\n"):
            out.append("\n")
    lines = [line.rstrip() for line in "".join(out).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _replace_end(out: list[str], end: str) -> None:
    """End a cell or a row with `end` instead of the line ends of its last paragraphs."""
    while out and out[-1] in ("\n", "\t"):
        out.pop()
    out.append(end)


# --- the binary kind ----------------------------------------------------------------------------------


def doc_text(raw: bytes) -> str | None:
    """The text of a binary Word file, None for an OLE file of another program.

    Raises EncryptedDocumentError, ValueError, OSError or struct.error.
    """
    with olefile.OleFileIO(BytesIO(raw)) as ole:
        if ole.exists("EncryptedPackage"):  # really a .docx or .xlsx ([MS-OFFCRYPTO] 2.3)
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
            return _readable(decode_bytes(document[start:end].replace(b"\x00", b"")).text)
        table = _stream(ole, "1Table" if flags & _TABLE_1 else "0Table")
    text = _characters(document, table)
    ranges: list[slice] = []
    start = 0
    for count in struct.unpack_from("<8i", document, _COUNTS):
        ranges.append(slice(start, start + count))
        start += count
    body, footnotes, headers, _macros, _comments, endnotes, boxes, header_boxes = ranges
    shown = [_readable(text[part]) for part in (headers, header_boxes, body, footnotes, endnotes, boxes)]
    return "\n\n".join(filter(None, shown))


def _stream(ole: "olefile.OleFileIO[str]", name: str) -> bytes:
    with ole.openstream(name) as stream:
        content: bytes = stream.read(_LARGEST_STREAM)
    return content


def _characters(document: bytes, table: bytes) -> str:
    """All text of the file, one character for each UTF-16 unit, put together by its piece table.

    Text lies in pieces, 8-bit or UTF-16, in any order ([MS-DOC] 2.4.1).
    """
    offset, length = struct.unpack_from("<II", document, _CLX)
    clx = table[offset : offset + length]
    position = 0
    while position < len(clx) and clx[position] == 1:  # formatting, which precedes the piece table
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
    """A part's text with its surrogates joined, its field codes gone and its special signs as plain ones."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _FIELD.sub("", text)
    text = text.replace("\x07\x07", "\n")  # the end of a row: that of its last cell and its own
    text = _LINE_ENDS.sub("\n", text)
    text = text.replace("\x07", "\t")
    text = _SPECIAL_SIGNS.sub("", text)
    text = text.replace("\x1e", "-").replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


# --- RTF ----------------------------------------------------------------------------------------------


def rtf_text(raw: bytes) -> str:
    """The text of an RTF file; raises ValueError, LookupError and the like on a broken one."""
    if len(raw) > _LARGEST_RTF:
        message = "RTF over 8 MiB"
        raise ValueError(message)
    # striprtf reads groups and escapes only; Chinese programs write raw 8-bit text between them.
    read: Callable[..., str] = rtf_to_text
    return read(decode_bytes(raw).text, encoding="gb18030", errors="replace").strip()


# --- finished pages -----------------------------------------------------------------------------------


def pdf_text(raw: bytes) -> str:
    """The text layer of a PDF, "" for a scan; raises EncryptedDocumentError or PdfiumError."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise EncryptedDocumentError from fault
        raise
    texts: list[str] = []
    length = 0
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            layer = page.get_textpage()
            texts.append(str(layer.get_text_bounded()).strip())
            layer.close()
            page.close()
            length += len(texts[-1])
            if length > _LONGEST_PDF:
                break
    finally:
        document.close()
    return "\n".join(filter(None, texts))


def ofd_text(raw: bytes) -> str:
    """The text codes of an OFD in the order of its pages, "" where they hold none.

    Raises what zipfile and lxml raise on a broken one.
    """
    texts: list[str] = []
    with Archive(raw) as archive:
        found = filter(None, map(_OFD_PAGE.fullmatch, archive.names))
        for page in sorted(found, key=lambda page: (int(page[1]), page[0]))[:_MOST_PAGES]:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(page[0]), parser)
            lines = ["".join(code.itertext()).strip() for code in root.iter("{*}TextObject")]
            texts.append("\n".join(filter(None, lines)))
    return "\n\n".join(filter(None, texts))
