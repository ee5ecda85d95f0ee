"""What kind of file are these bytes, and what lies in it if it is a zip?

Count, size of a member and size of all together are capped before anything is unpacked
(P14). Office formats are zips too and are opened here. What the members say is left to
their readers.

The kind is told by content only: a .wps may be an OLE Word file, WordML or a renamed
.docx (M08). The name is not asked.
"""

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple, Self

from ingest.letter.charset.text import decode_bytes

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 16 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024

# Bits of a member's general purpose flag (APPNOTE.TXT 4.4.4).
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class PackedFile(NamedTuple):
    """One file out of an archive or a winmail.dat: its name as its writer meant it, and
    its bytes.
    """

    name: str
    content: bytes


class BurstingArchiveError(Exception):
    """An archive that unpacks to more than is read."""

    def __init__(self, size: int, unit: str) -> None:
        super().__init__(
            f"archive refused: more than {size} {unit}; send the files one by one"
        )


class Archive:
    """A zip opened within bounds; a context manager.

    Raises zipfile.BadZipFile for bytes that are no zip and BurstingArchiveError for too
    many members.
    """

    def __init__(self, raw: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(raw))
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._left = LARGEST_TOTAL
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise BurstingArchiveError(MOST_MEMBERS, "members")
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            name = info.filename
            if not info.flag_bits & _UTF8_NAME:
                # Chinese packers write GB18030 and set no flag. zipfile reads such
                # names as code page 437, which loses nothing, so that the bytes can be
                # had back (M08).
                name = decode_bytes(info.orig_filename.encode("cp437", "replace")).text
            self._members[name] = info

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names as their writer meant them, folders left out."""
        return tuple(self._members)

    @property
    def is_encrypted(self) -> bool:
        """Whether any member needs a password."""
        return any(info.flag_bits & _ENCRYPTED for info in self._members.values())

    def read(self, name: str) -> bytes:
        """The bytes of the member `name`; raises BurstingArchiveError past a bound."""
        bound = min(LARGEST_MEMBER, self._left)
        # The size a member states may be a lie: one byte more than allowed is asked
        # for, and none beyond.
        with self._zip.open(self._members[name]) as member:
            content = member.read(bound + 1)
        if len(content) > bound:
            raise BurstingArchiveError(bound, "bytes")
        self._left -= len(content)
        return content


class FileKind(StrEnum):
    """The kinds that are read or at least named.

    ODF (OpenDocument but for its texts), ARCHIVE, IMAGE and MEDIA stand for whole
    families.
    """

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    OFD = "ofd"
    ODT = "odt"
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
# What the member `mimetype` of an OpenDocument file says; its texts and their templates
# alone are read.
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_TEXT = _OPEN_DOCUMENT + b"text"
_HEAD = 1_024  # bytes within which %PDF must stand: some writers put lines before it
_MARKUP_HEAD = 8_192  # bytes within which a tag or a namespace of Word must stand
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE
)
_WORDML = (
    b"schemas.microsoft.com/office/word/2003/wordml",
    b"schemas.microsoft.com/office/2006/xmlPackage",
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_SAMPLE = 65_536
_MOST_CONTROLS = 200  # one control character in so many is still a text


def kind_of(raw: bytes) -> FileKind:
    """The kind of the file `raw`; a zip that cannot be opened raises what zipfile
    raises.
    """
    kind = next((kind for magic, kind in _MAGIC if raw.startswith(magic)), None)
    if raw.startswith(b"BM") and _is_text(raw):
        kind = None  # two letters with which a text may begin as well
    if kind is FileKind.ZIP:
        with Archive(raw) as archive:
            names = archive.names
            declared = archive.read("mimetype") if "mimetype" in names else b""
        if declared.startswith(_OPEN_DOCUMENT):
            return FileKind.ODT if declared.startswith(_OPEN_TEXT) else FileKind.ODF
        for beginning, telling in _TELLING_MEMBERS:
            if any(name.startswith(beginning) for name in names):
                return telling
    if kind is not None:
        return kind
    if b"%PDF-" in raw[:_HEAD]:
        return FileKind.PDF
    if raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        head = raw[:_MARKUP_HEAD]
        if any(namespace in head for namespace in _WORDML):
            return FileKind.WORDML
        return FileKind.HTML if _HTML.search(head) else FileKind.TEXT
    return FileKind.TEXT if _is_text(raw) else FileKind.UNKNOWN


def _is_text(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 with its byte order mark, as Notepad writes it
    sample = raw[:_TEXT_SAMPLE]
    return len(_CONTROLS.findall(sample)) * _MOST_CONTROLS <= len(sample)
