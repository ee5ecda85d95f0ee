"""What kind of file are these bytes?

Told by content only: a .wps may be an OLE Word file, WordML or a renamed .docx (M08). The name is not asked.
"""

import re
from enum import StrEnum

from ingest.letter.attachment.archive import Archive


class FileKind(StrEnum):
    """The kinds that are read or at least named."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    OFD = "ofd"
    ODF = "odf"
    ZIP = "zip"
    OLE = "ole"
    PDF = "pdf"
    RTF = "rtf"
    HTML = "html"
    WORDML = "wordml"
    TNEF = "tnef"
    ARCHIVE = "archive"
    IMAGE = "image"
    MEDIA = "media"
    TEXT = "text"
    UNKNOWN = "unknown"


_MAGIC = (
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE),
    (b"{\\rtf", FileKind.RTF),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"ID3", FileKind.MEDIA),
    (b"\x00\x00\x01\xba", FileKind.MEDIA),
)
_WITHIN = 1_024  # bytes before which %PDF and <html may stand
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_WORDML = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MEMBERS = (
    ("word/document", FileKind.DOCX),
    ("xl/workbook", FileKind.XLSX),
    ("ppt/presentation", FileKind.PPTX),
    ("OFD.xml", FileKind.OFD),
    ("META-INF/manifest.xml", FileKind.ODF),
)


def kind_of(raw: bytes) -> FileKind:
    """The kind of the file `raw`; a zip that cannot be opened raises what zipfile raises."""
    start = raw[:_WITHIN]
    found = next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)
    if found is FileKind.ZIP:
        return _zipped(raw)
    if found is not None and not (found is FileKind.IMAGE and start.startswith(b"BM") and _is_text(raw)):
        return found
    if b"%PDF-" in start:
        return FileKind.PDF
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _marked_up(raw)
    return FileKind.TEXT if _is_text(raw) else FileKind.UNKNOWN


def _zipped(raw: bytes) -> FileKind:
    with Archive(raw) as archive:
        names = archive.names
    return next((kind for member, kind in _MEMBERS if any(n.startswith(member) for n in names)), FileKind.ZIP)


def _marked_up(raw: bytes) -> FileKind:
    start = raw[: 8 * _WITHIN]
    if any(namespace in start for namespace in _WORDML):
        return FileKind.WORDML
    return FileKind.HTML if _HTML.search(start) else FileKind.TEXT


def _is_text(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 with its mark, as Notepad writes it
    sample = raw[:65_536]
    return len(_CONTROLS.findall(sample)) * 200 <= len(sample)
