"""How does a labelled letter look as the bytes of a mail?

Written by hand, not by a library, because many of these letters are what no library
would write: labels that lie, raw bytes in headers, names of files in GBK.
"""

import base64
import io
import zipfile
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path

from office.demo.sample_mail import docx
from tests.reading.labelled import Enclosed, Labelled, Passed

_FILES = Path(__file__).parents[1] / "letters" / "files"
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "raw-gbk": "gb18030",
    "raw-utf-8": "utf-8",
    "big5": "big5hkscs",
}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "png": "image/png",
}
_BOUNDARY = "----=_Part_yishiyibao"
_INNER_BOUNDARY = "----=_Alternatives_yishiyibao"
_WORDML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{}</w:body></w:wordDocument>'
)
_ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:text>{}</office:text></office:body>"
    "</office:document-content>"
)
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def made(letter: Labelled, at: datetime) -> bytes:
    """The bytes of `letter`, sent at `at`."""
    files = (_file(file, letter.charset) for file in letter.files)
    parts = [part for part in (_body(letter), *files, _mail(letter.mail)) if part]
    head = [
        b"From: " + _named(letter),
        b"To: <xinxi@office.example>",
        b"Subject: " + _word(letter.subject, letter.charset),
        f"Date: {format_datetime(at)}".encode(),
        f"Message-ID: <{letter.id}@{letter.sender.partition('@')[2]}>".encode(),
        *(f"{name}: {value}".encode() for name, value in letter.headers.items()),
        b"MIME-Version: 1.0",
    ]
    if len(parts) == 1:
        return b"\r\n".join([*head, parts[0]])
    head.append(f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"'.encode())
    body = b"".join(
        b"--" + _BOUNDARY.encode() + b"\r\n" + part + b"\r\n" for part in parts
    )
    return (
        b"\r\n".join(head) + b"\r\n\r\n" + body + b"--" + _BOUNDARY.encode() + b"--\r\n"
    )


def _codec(charset: str) -> str:
    return _CODECS.get(charset, charset)


def _word(text: str, charset: str) -> bytes:
    """`text` as an encoded word of the charset's label, or as raw bytes; cut like most
    clients, at a line.
    """
    if charset.startswith("raw-"):
        return text.encode(_codec(charset))
    if text.isascii():
        return text.encode()
    pieces = [text[start : start + 16] for start in range(0, len(text), 16)]
    words = (
        base64.b64encode(piece.encode(_codec(charset))).decode() for piece in pieces
    )
    return "\r\n ".join(f"=?{charset}?B?{word}?=" for word in words).encode()


def _named(letter: Labelled) -> bytes:
    address = f"<{letter.sender}>".encode()
    if not letter.from_name:
        return address
    name = _word(letter.from_name, letter.charset)
    return (
        b'"' + name + b'" ' if letter.charset.startswith("raw-") else name + b" "
    ) + address


def _body(letter: Labelled) -> bytes:
    """The text of a letter; written twice, as plain text and as HTML, where it has
    both.
    """
    if not letter.html:
        return _text(letter, "plain", letter.text)
    if not letter.text:
        return _text(letter, "html", letter.html)
    mark = b"--" + _INNER_BOUNDARY.encode()
    return (
        f'Content-Type: multipart/alternative; boundary="{_INNER_BOUNDARY}"\r\n\r\n'.encode()
        + mark + b"\r\n" + _text(letter, "plain", letter.text)
        + mark + b"\r\n" + _text(letter, "html", letter.html)
        + mark + b"--\r\n"
    )  # fmt: skip


def _text(letter: Labelled, kind: str, words: str) -> bytes:
    content = words.replace("\n", "\r\n").encode(_codec(letter.charset))
    if letter.charset.startswith("raw-"):
        return (
            f"Content-Type: text/{kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
            + content
            + b"\r\n"
        )
    return _encoded(f"text/{kind}; charset={letter.charset}".encode(), content)


def _encoded(kind: bytes, content: bytes, extra: bytes = b"") -> bytes:
    return (
        b"Content-Type: " + kind + b"\r\n" + extra + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content).replace(b"\n", b"\r\n")
    )  # fmt: skip


def _file(file: Enclosed, charset: str) -> bytes:
    name = b'"' + _word(file.name, charset) + b'"'
    kind = (
        _TYPES.get(file.kind, "application/octet-stream").encode() + b"; name=" + name
    )
    return _encoded(
        kind,
        content_of(file),
        b"Content-Disposition: attachment; filename=" + name + b"\r\n",
    )


def _mail(mail: Passed | None) -> bytes:
    if mail is None:
        return b""
    head = f"From: <{mail.sender}>\r\nSubject: ".encode() + _word(mail.subject, "utf-8")
    inner = head + b"\r\n" + _encoded(b"text/plain; charset=utf-8", mail.text.encode())
    return (
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"
        + inner
    )


@cache
def content_of(file: Enclosed) -> bytes:
    """The bytes of an enclosed file."""
    lines = [escape(line, quote=False) for line in file.text.splitlines()]
    match file.kind:
        case "docx":
            return docx(lines)
        case "txt" | "txt-gbk":
            return file.text.encode("gb18030" if file.kind == "txt-gbk" else "utf-8")
        case "rtf":
            return _rtf(file.text)
        case "html":
            body = "".join(f"<p>{line}</p>" for line in lines)
            return f"<html><head><meta charset=gbk></head><body>{body}</body></html>".encode(
                "gb18030"
            )
        case "odt":
            return _odt(lines)
        case "wordml":
            return _WORDML.format(
                "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
            ).encode()
        case "pdf":
            return (_FILES / "scan.pdf").read_bytes()
        case "encrypted":
            return (_FILES / "encrypted.docx").read_bytes()
        case "zip":
            return _zip(file, docx(lines))
        case "png":
            return _PIXEL
        case _:
            return _sheet()


def _rtf(text: str) -> bytes:
    body = "\\par ".join(
        "".join(
            c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("gb18030"))
            for c in line
        )
        for line in text.splitlines()
    )
    return ("{\\rtf1\\ansi\\ansicpg936 " + body + "\\par}").encode("ascii")


def _zip(file: Enclosed, inner: bytes) -> bytes:
    """A zip as Chinese packers write it: the member's name in GBK and no flag."""
    name = file.name.rpartition(".")[0] + ".docx"
    marked = "N" * len(name.encode("gb18030"))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr(zipfile.ZipInfo(marked, (2026, 1, 1, 0, 0, 0)), inner)
    return written.getvalue().replace(marked.encode(), name.encode("gb18030"))


def _odt(lines: list[str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("mimetype", _TYPES["odt"])
        package.writestr(
            "content.xml",
            _ODT.format("".join(f"<text:p>{line}</text:p>" for line in lines)),
        )
    return written.getvalue()


def _sheet() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return written.getvalue()
