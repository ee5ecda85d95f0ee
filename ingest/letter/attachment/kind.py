"""What kind of file are these bytes?

Told by content only: a .wps may be an OLE Word file, WordML or a renamed .docx (M08). The name is not asked.
"""

import re
from enum import StrEnum

from ingest.letter.attachment.archive import Archive


class Kind(StrEnum):
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
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"\x78\x9f\x3e\x22", Kind.TNEF),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"ID3", Kind.MEDIA),
    (b"\x00\x00\x01\xba", Kind.MEDIA),
)
_WITHIN = 1_024  # bytes before which %PDF and <html may stand
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_WORDML = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MEMBERS = (
    ("word/document", Kind.DOCX),
    ("xl/workbook", Kind.XLSX),
    ("ppt/presentation", Kind.PPTX),
    ("OFD.xml", Kind.OFD),
    ("META-INF/manifest.xml", Kind.ODF),
)


def kind_of(raw: bytes) -> Kind:
    """The kind of the file `raw`; a zip that cannot be opened raises what zipfile raises."""
    start = raw[:_WITHIN]
    found = next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)
    if found is Kind.ZIP:
        return _zipped(raw)
    if found is not None and not (found is Kind.IMAGE and start.startswith(b"BM") and _is_text(raw)):
        return found
    if b"%PDF-" in start:
        return Kind.PDF
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _marked_up(raw)
    return Kind.TEXT if _is_text(raw) else Kind.UNKNOWN


def _zipped(raw: bytes) -> Kind:
    with Archive(raw) as archive:
        names = archive.names
    return next((kind for member, kind in _MEMBERS if any(n.startswith(member) for n in names)), Kind.ZIP)


def _marked_up(raw: bytes) -> Kind:
    start = raw[: 8 * _WITHIN]
    if any(namespace in start for namespace in _WORDML):
        return Kind.WORDML
    return Kind.HTML if _HTML.search(start) else Kind.TEXT


def _is_text(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 with its mark, as Notepad writes it
    sample = raw[:65_536]
    return len(_CONTROLS.findall(sample)) * 200 <= len(sample)
