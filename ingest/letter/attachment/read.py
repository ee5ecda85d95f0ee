"""Which text does an attached file hold, or why was it not read?

By content, never by name. What cannot be read is said in Chinese, for the receipt and
the office; nothing here raises on a broken or hostile file, and running out of time or
memory is the reader's affair.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from lxml import etree

from ingest.letter.attachment.archive import (
    Archive,
    BurstingArchiveError,
    FileKind,
    PackedFile,
    kind_of,
)
from ingest.letter.attachment.document import DocumentText, EncryptedDocumentError
from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.odt import odt_text
from ingest.letter.attachment.pages import ofd_text, pdf_text
from ingest.letter.attachment.rtf import rtf_text
from ingest.letter.attachment.winmail import unwrap_winmail
from ingest.letter.attachment.word import doc_text, docx_text, wordml_text
from ingest.letter.bounds import LONGEST_TEXT
from ingest.letter.charset.text import clean, decode_bytes

_DEEPEST_ARCHIVE = 2
_MOST_FILES = 50

_ENCRYPTED = "文件已加密，请发送未加密的文件"
_BROKEN = "文件损坏，无法打开"
_BURSTING = "压缩包或文件展开后过大，请分开发送"
_EMPTY = "文件中没有文字"
_SCAN = "扫描件，没有可读取的文字"
_WINMAIL = "附件为winmail.dat，请以普通格式重发"
_UNREAD = {
    FileKind.XLSX: "Excel表格，未读取其中文字",
    FileKind.PPTX: "PPT演示文稿，未读取其中文字",
    FileKind.ODF: "ODF表格或演示文稿，未读取其中文字",
    FileKind.ARCHIVE: "此种压缩格式未读取，请改用.zip或直接发送文件",
    FileKind.IMAGE: "图片，未识别其中文字",
    FileKind.MEDIA: "音频或视频，未读取",
    FileKind.UNKNOWN: "未知格式，未读取",
}
# What a library may raise on a damaged file. MemoryError is none of it: the reader
# handles that.
_FAULTS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, OSError, RuntimeError,
    AssertionError, struct.error, zlib.error, zipfile.BadZipFile, etree.LxmlError,
)  # fmt: skip
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


class FileText(NamedTuple):
    """The text of a file, or None and why it was not read (Chinese); `sure` is False
    for a guess.

    `inner` are the names and texts of the files within it, and the headers, footers and
    text boxes of a document, each by itself: every one has a head on which a mark may
    stand. So has a text with what was struck out in it.
    """

    text: str | None
    unread: str | None = None
    sure: bool = True
    inner: tuple[str, ...] = ()


def read_attachment(raw: bytes) -> FileText:
    """The text of the file `raw`, which is not even given a name to go by; never
    raises.
    """
    return _read(raw, 0)


def _read(raw: bytes, depth: int) -> FileText:
    """The text of a file that lies in `depth` other files."""
    if not raw.strip():
        return FileText(None, "文件为空")
    try:
        kind = kind_of(raw)
        if kind is FileKind.ZIP:
            if depth >= _DEEPEST_ARCHIVE:
                return FileText(None, "压缩包层层嵌套，未读取")
            with Archive(raw) as archive:
                if archive.is_encrypted:
                    return FileText(None, _ENCRYPTED)
                # One after the other: what lies beyond the most files is not even
                # unpacked.
                members = (
                    PackedFile(name, archive.read(name)) for name in archive.names
                )
                return _read_packed(members, depth)
        if kind is FileKind.TNEF:
            return _read_winmail(raw, depth)
        return _read_document(raw, kind)
    except EncryptedDocumentError:
        return FileText(None, _ENCRYPTED)
    except BurstingArchiveError:
        return FileText(None, _BURSTING)
    except _FAULTS:
        return FileText(None, _BROKEN)


def _read_document(raw: bytes, kind: FileKind) -> FileText:
    document: DocumentText | None = None
    text, sure = "", True
    inner: tuple[str, ...] = ()
    match kind:
        case FileKind.DOCX:
            document = docx_text(raw)
        case FileKind.WORDML:
            document = wordml_text(raw)
        case FileKind.OLE:
            document = doc_text(raw)
            if document is None:
                return FileText(None, "旧版Office文件，未读取其中文字")
        case FileKind.RTF:
            document = rtf_text(raw)
        case FileKind.ODT:
            document = odt_text(raw)
        case FileKind.PDF:
            document = pdf_text(raw)
        case FileKind.OFD:
            document = ofd_text(raw)
        case FileKind.HTML:
            named = _META_CHARSET.search(raw[:4_096])
            decoded = decode_bytes(raw, named[1].decode("ascii") if named else None)
            visible = html_text(decoded.text)
            text, sure = (
                "\n".join(filter(None, (visible.text, visible.quoted))),
                decoded.sure,
            )
            inner = (visible.whole,) if visible.whole else ()
        case FileKind.TEXT:
            decoded = decode_bytes(
                raw[: 4 * LONGEST_TEXT]
            )  # no character takes more than four bytes
            text, sure = decoded.text, decoded.sure
        case _:
            return FileText(None, _UNREAD[kind])
    if document is not None:
        text = document.text
        inner = tuple(clean(part)[:LONGEST_TEXT] for part in document.beside_the_body)
    text = clean(text)[:LONGEST_TEXT]
    if text.strip():
        return FileText(text, None, sure, inner)
    return FileText(
        None, _SCAN if kind in (FileKind.PDF, FileKind.OFD) else _EMPTY, inner=inner
    )


def _read_winmail(raw: bytes, depth: int) -> FileText:
    """The body and files of a winmail.dat, or the request to send them plainly
    (P21).
    """
    if depth >= _DEEPEST_ARCHIVE:
        return FileText(None, _WINMAIL)
    try:
        content = unwrap_winmail(raw)
    except _FAULTS:
        return FileText(None, _WINMAIL)
    whole = (content.whole,) if content.whole else ()
    if not content.files:
        return FileText(
            content.body or None, None if content.body else _WINMAIL, inner=whole
        )
    files = _read_packed(content.files, depth)
    text = "\n\n".join(filter(None, (content.body, files.text)))
    return files._replace(text=text or None, inner=(*files.inner, *whole))


def _read_packed(files: Iterable[PackedFile], depth: int) -> FileText:
    """The texts of the files within a file, each under its name; what stays unread is
    named.
    """
    texts: list[str] = []
    unread: list[str] = []
    inner: list[str] = []
    sure = True
    for file in islice(files, _MOST_FILES):
        name = clean(file.name)[-120:]
        found = _read(file.content, depth + 1)
        inner.extend((name, found.text or "", *found.inner))
        if found.text is None:
            unread.append(f"{name}：{found.unread}")
        else:
            texts.append(f"【{name}】\n{found.text}")
            sure = sure and found.sure
    text = "\n\n".join(texts)[:LONGEST_TEXT]
    why = "；".join(unread)[:500]
    if not text and not why:
        why = _EMPTY
    return FileText(text or None, why or None, sure, tuple(inner))
