"""What do units write? Letters as their mail programs make them, in number and in every
mood.

Invented throughout; `unitNN@units.example` is the officer of the roster's NNth unit.
"""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tests.walks.house import at

YINCHUAN, YINCHUAN_OFFICER = "银川市交通运输局", "unit01@units.example"
AUTHOR, PHONE = "王小明", "13900000000"
BYLINE = f"撰稿人：{AUTHOR} 联系电话：{PHONE}"
STORY = "近日，我局组织养护力量对辖区县道逐段排查，整改隐患三十八处，畅通群众出行。" * 5
_ROBOT = "Mail Delivery System <MAILER-DAEMON@mx.units.example>"


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter before it is sent."""

    subject: str
    text: str = f"{STORY}\n\n{BYLINE}\n"
    sender: str = YINCHUAN_OFFICER
    message_id: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = "xxbs@jtt.example"
        message["Subject"] = self.subject
        message["Date"] = format_datetime(at(3, 2))
        if self.message_id:
            message["Message-ID"] = self.message_id
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.text, charset="utf-8", cte="base64")
        return message.as_bytes()


def report(
    number: int = 1, unit: str = YINCHUAN, sender: str = YINCHUAN_OFFICER
) -> bytes:
    """A complete report, unlike every other number's."""
    title = f"第{number}批农村公路养护工程{'开工建成验收启用移交'[number % 5 * 2 : number % 5 * 2 + 2]}"
    words = f"{number}月以来，第{number}批养护工程共排查路段{number * 7}公里。{STORY}\n\n{BYLINE}\n"
    return Mail(f"{unit}+{title}", words, sender, f"<report-{number}-{sender}>").raw


def reply(
    to: EmailMessage,
    text: str,
    sender: str = YINCHUAN_OFFICER,
    *,
    threaded: bool = True,
) -> bytes:
    """A reply to a message of ours.

    Not `threaded`: a gateway rewrote our Message-ID and dropped References on its way,
    so that nothing but the subject is left (P31).
    """
    names = {}
    if threaded:
        names = {
            "In-Reply-To": str(to["Message-ID"]),
            "References": str(to["Message-ID"]),
        }
    else:
        names = {"In-Reply-To": "<rewritten.by.gateway@mx.units.example>"}
    return Mail(f"回复：{to['Subject']}", text, sender, headers=names).raw


def bounce(of: EmailMessage, number: int = 1) -> bytes:
    """A delivery report (RFC 3464): the address does not exist."""
    return (
        f"From: {_ROBOT}\r\nTo: <xxbs@jtt.example>\r\nReturn-Path: <>\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn-{number}@mx.units.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=part\r\n\r\n"
        "--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"The address {of['To']} does not exist.\r\n\r\n"
        "--part\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.units.example\r\n\r\n"
        f"Original-Recipient: rfc822;{of['To']}\r\nFinal-Recipient: rfc822;{of['To']}\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n"
        "--part\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {of['Message-ID']}\r\nFrom: {of['From']}\r\nTo: {of['To']}\r\n\r\n"
        "--part--\r\n"
    ).encode()


def returned_whole(message: EmailMessage) -> bytes:
    """A bounce that names nothing and carries the whole message it returns."""
    words = f"The address {message['To']} does not exist: 550 User not found"
    head = (
        f"From: {_ROBOT}\r\nTo: <xxbs@jtt.example>\r\nReturn-Path: <>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <whole-1@mx.units.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=part\r\n\r\n"
        f"--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n\r\n"
        "--part\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return head.encode() + message.as_bytes() + b"\r\n--part--\r\n"
