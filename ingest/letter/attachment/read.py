"""Which text does an attached file hold, or why was it not read?

By content, never by name. What cannot be read is said in Chinese, for the receipt and the office; nothing
here raises on a broken or hostile file, and running out of time or memory is the reader's affair.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from ingest.letter.attachment.archive import Archive, BurstingArchiveError
from ingest.letter.attachment.binary_word import (
    EncryptedDocumentError,
    doc_text,
    is_encrypted_package,
    is_word,
)
from ingest.letter.attachment.kind import FileKind, kind_of
from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.ofd import ofd_text
from ingest.letter.attachment.page import LockedPageError, pdf_text
from ingest.letter.attachment.rich import rtf_text
from ingest.letter.attachment.winmail import WinmailContent, unwrapped
from ingest.letter.attachment.word import docx_text, xml_text
from ingest.letter.charset.text import clean, decode_bytes

LONGEST_TEXT = 500_000
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
    FileKind.ODF: "ODF文档，请转存为.docx后重发",
    FileKind.ARCHIVE: "此种压缩格式未读取，请改用.zip或直接发送文件",
    FileKind.IMAGE: "图片，未识别其中文字",
    FileKind.MEDIA: "音频或视频，未读取",
    FileKind.UNKNOWN: "未知格式，未读取",
}
_FAULTS = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, OSError, RuntimeError,
    AssertionError, struct.error, zlib.error, zipfile.BadZipFile, etree.LxmlError,
)  # fmt: skip
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


class FileText(NamedTuple):
    """The text of a file, or None and why it was not read (Chinese); `sure` is False for a guess.

    `inner` are the names and texts of the files within it, each by itself: every one has a head on which a
    mark may stand.
    """

    text: str | None
    unread: str | None = None
    sure: bool = True
    inner: tuple[str, ...] = ()


def read_attachment(raw: bytes) -> FileText:
    """The text of the file `raw`, which is not even given a name to go by; never raises."""
    return _read(raw, 0)


def _read(raw: bytes, depth: int) -> FileText:
    if not raw.strip():
        return FileText(None, "文件为空")
    try:
        kind = kind_of(raw)
        if kind is FileKind.ZIP:
            return _zip(raw, depth)
        return _winmail(raw, depth) if kind is FileKind.TNEF else _checked(kind, raw)
    except (EncryptedDocumentError, LockedPageError):
        return FileText(None, _ENCRYPTED)
    except BurstingArchiveError:
        return FileText(None, _BURSTING)
    except _FAULTS:
        return FileText(None, _BROKEN)


def _checked(kind: FileKind, raw: bytes) -> FileText:
    if kind in _UNREAD:
        return FileText(None, _UNREAD[kind])
    found = _READERS[kind](raw)
    if found.text is None:
        return found
    text = clean(found.text)[:LONGEST_TEXT]
    if not text.strip():
        return FileText(None, _SCAN if kind in (FileKind.PDF, FileKind.OFD) else _EMPTY)
    return found._replace(text=text)


def _zip(raw: bytes, depth: int) -> FileText:
    if depth >= _DEEPEST_ARCHIVE:
        return FileText(None, "压缩包层层嵌套，未读取")
    with Archive(raw) as archive:
        if archive.is_encrypted:
            return FileText(None, _ENCRYPTED)
        return _package(((name, archive.read(name)) for name in archive.names), depth)


def _winmail(raw: bytes, depth: int) -> FileText:
    """The body and files of a winmail.dat, or the request to send them plainly (P21)."""
    try:
        wrapped = unwrapped(raw) if depth < _DEEPEST_ARCHIVE else WinmailContent("", ())
    except _FAULTS:
        return FileText(None, _WINMAIL)
    found = _package(iter(wrapped.files), depth)
    text = "\n\n".join(filter(None, (wrapped.body, found.text)))
    if not text and not wrapped.files:
        return FileText(None, _WINMAIL)
    return FileText(text or None, found.unread if wrapped.files else None, found.sure, found.inner)


def _package(files: Iterator[tuple[str, bytes]], depth: int) -> FileText:
    """The texts of the files within a file, each under its name; what stays unread is named."""
    texts: list[str] = []
    unread: list[str] = []
    inner: list[str] = []
    sure = True
    for name, content in islice(files, _MOST_FILES):
        shown = clean(name)[-120:]
        found = _read(content, depth + 1)
        inner.extend((shown, found.text or "", *found.inner))
        if found.text is None:
            unread.append(f"{shown}：{found.unread}")
        else:
            texts.append(f"【{shown}】\n{found.text}")
            sure = sure and found.sure
    text = "\n\n".join(texts)[:LONGEST_TEXT]
    return FileText(text or None, "；".join(unread)[:500] or (None if text else _EMPTY), sure, tuple(inner))


def _ole(raw: bytes) -> FileText:
    if is_encrypted_package(raw):
        raise EncryptedDocumentError
    return FileText(doc_text(raw)) if is_word(raw) else FileText(None, "旧版Office文件，未读取其中文字")


def _plain(raw: bytes) -> FileText:
    found = decode_bytes(raw[: 4 * LONGEST_TEXT])
    return FileText(found.text, None, found.sure)


def _html(raw: bytes) -> FileText:
    label = _META_CHARSET.search(raw[:4_096])
    found = decode_bytes(raw, label[1].decode("ascii") if label else None)
    shown = html_text(found.text)
    return FileText("\n".join(filter(None, shown)), None, found.sure)


_READERS: dict[FileKind, Callable[[bytes], FileText]] = {
    FileKind.DOCX: lambda raw: FileText(docx_text(raw)),
    FileKind.WORDML: lambda raw: FileText(xml_text(raw)),
    FileKind.PDF: lambda raw: FileText(pdf_text(raw)),
    FileKind.RTF: lambda raw: FileText(rtf_text(raw)),
    FileKind.OFD: lambda raw: FileText(ofd_text(raw)),
    FileKind.OLE: _ole,
    FileKind.HTML: _html,
    FileKind.TEXT: _plain,
}
