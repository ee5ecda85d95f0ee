"""What kind of file are these bytes?

Told by content only: a .wps may be an OLE Word file, WordML or a renamed .docx (M08). The name is not asked.
"""

import re
from enum import StrEnum

from ingest.letter.attachment.archive import Archive


class FileKind(StrEnum):
    """The kinds that are read or at least named; ODF, ARCHIVE, IMAGE and MEDIA stand for whole families."""

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
# How a member's name begins that only this kind of zip has.
_TELLING_MEMBERS = (
    ("word/document", FileKind.DOCX),
    ("xl/workbook", FileKind.XLSX),
    ("ppt/presentation", FileKind.PPTX),
    ("OFD.xml", FileKind.OFD),
    ("META-INF/manifest.xml", FileKind.ODF),
)
_HEAD = 1_024  # bytes within which %PDF must stand: some writers put lines before it
_MARKUP_HEAD = 8_192  # bytes within which a tag or a namespace of Word must stand
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_WORDML = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_SAMPLE = 65_536
_MOST_CONTROLS = 200  # one control character in so many is still a text


def kind_of(raw: bytes) -> FileKind:
    """The kind of the file `raw`; a zip that cannot be opened raises what zipfile raises."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            if magic == b"BM" and _is_text(raw):
                break  # two letters with which a text may begin as well
            return _kind_of_zip(raw) if kind is FileKind.ZIP else kind
    if b"%PDF-" in raw[:_HEAD]:
        return FileKind.PDF
    if raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        head = raw[:_MARKUP_HEAD]
        if any(namespace in head for namespace in _WORDML):
            return FileKind.WORDML
        return FileKind.HTML if _HTML.search(head) else FileKind.TEXT
    return FileKind.TEXT if _is_text(raw) else FileKind.UNKNOWN


def _kind_of_zip(raw: bytes) -> FileKind:
    with Archive(raw) as archive:
        names = archive.names
    for beginning, kind in _TELLING_MEMBERS:
        if any(name.startswith(beginning) for name in names):
            return kind
    return FileKind.ZIP


def _is_text(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 with its byte order mark, as Notepad writes it
    sample = raw[:_TEXT_SAMPLE]
    return len(_CONTROLS.findall(sample)) * _MOST_CONTROLS <= len(sample)
