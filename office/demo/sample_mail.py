"""How does a mail of the story look as bytes?

Well-formed mail by the standard library, and by hand the shapes that no library would
write: labels that lie, raw bytes, headers of other people's software (M01-M06 are the
model).
"""

import base64
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import MappingProxyType
from typing import NamedTuple

OFFICE = "xinxi@office.example"
"""The polled mailbox of the rehearsal."""

_DOCX = "vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORDS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class SampleMail(NamedTuple):
    """What one mail says: subject, text, who sends it under which name, and the files
    with it.
    """

    subject: str
    text: str
    sender: str
    name: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def plain(
    mail: SampleMail, at: datetime, number: int, extra: Mapping[str, str] = NO_HEADERS
) -> bytes:
    """A well-formed UTF-8 mail; `number` makes its Message-ID, `extra` are further
    headers.
    """
    message = _headed(mail, at, number)
    for name, value in extra.items():
        message[name] = value
    message.set_content(mail.text + "\n", cte="base64")
    for file_name, content in mail.files:
        message.add_attachment(
            content, maintype="application", subtype=_DOCX, filename=file_name
        )
    return message.as_bytes()


def html_only(mail: SampleMail, at: datetime, number: int) -> bytes:
    """A mail that a web mailer wrote: one HTML part and nothing else."""
    message = _headed(mail, at, number)
    paragraphs = "".join(
        f"<p style='text-indent:2em'>{line}</p>" for line in mail.text.splitlines()
    )
    message.set_content(
        f"<html><body>{paragraphs}</body></html>", subtype="html", cte="base64"
    )
    return message.as_bytes()


def labelled_gb2312(mail: SampleMail, at: datetime, number: int) -> bytes:
    """Subject, name and text in GBK under the label gb2312, as many Chinese clients
    still send it.
    """
    domain = mail.sender.partition("@")[2]
    head = (
        f"From: {_gbk_word(mail.name)} <{mail.sender}>",
        f"To: <{OFFICE}>",
        f"Subject: {_gbk_word(mail.subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id(number, domain)}",
        "X-Mailer: Microsoft Outlook 16.0",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=gb2312",
        "Content-Transfer-Encoding: base64",
    )
    body = base64.encodebytes(mail.text.encode("gbk")).replace(b"\n", b"\r\n")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def raw_gbk(mail: SampleMail, at: datetime, number: int) -> bytes:
    """Bare GBK bytes in the header and the text, no label anywhere."""
    domain = mail.sender.partition("@")[2]
    lines = (
        b"From: " + mail.name.encode("gbk") + f" <{mail.sender}>".encode(),
        f"To: <{OFFICE}>".encode(),
        b"Subject: " + mail.subject.encode("gbk"),
        f"Date: {format_datetime(at)}".encode(),
        f"Message-ID: {message_id(number, domain)}".encode(),
    )
    return b"\r\n".join(lines) + b"\r\n\r\n" + mail.text.encode("gbk") + b"\r\n"


def bounce_of(returned: bytes, recipient: str, at: datetime, number: int) -> bytes:
    """What the recipient's server sends back when the address is not there (RFC
    3464).
    """
    head = returned.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    boundary = f"=_bounce_{number}"
    lines = (
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.units.example",
        f"To: {OFFICE}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id(number, 'mx.units.example')}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"<{recipient}>: user unknown",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.units.example",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
        *head.splitlines(),
        "",
        f"--{boundary}--",
        "",
    )
    return "\r\n".join(lines).encode()


def docx(paragraphs: Sequence[str]) -> bytes:
    """The smallest Word file that holds the paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _WORDS.format(body)),
        ):
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return written.getvalue()


def message_id(number: int, domain: str) -> str:
    """The Message-ID of the story's letter `number`."""
    return f"<demo.{number:04d}@{domain}>"


def _headed(mail: SampleMail, at: datetime, number: int) -> EmailMessage:
    """A mail with its head and no body yet."""
    message = EmailMessage(policy=SMTP)
    user, _, domain = mail.sender.partition("@")
    message["From"] = Address(mail.name, user, domain)
    message["To"] = OFFICE
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(number, domain)
    return message


def _gbk_word(text: str) -> str:
    return f"=?gb2312?B?{base64.b64encode(text.encode('gbk')).decode()}?="
