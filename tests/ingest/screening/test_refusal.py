"""Whom did a message not reach, and how finally, by the words of a bounce that has no
report?
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.intake.reader import read_one
from ingest.screening.returned import known_action, read_returned, refusals
from ledger.entries.letters import Letter, Recipient
from ledger.refusals import status_in

US = "xinxi@jtt.example.cn"
WANG, LI = "wang@yc.example.cn", "li@szs.example.cn"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def bounce(
    text: str, subject: str = "failure notice", quoted: str = "", report: str = ""
) -> Letter:
    return Letter(
        sha256="0" * 64,
        size=1,
        arrived_at=NOW,
        from_address="mailer-daemon@mx.example.cn",
        subject=subject,
        to=(US,),
        text=text,
        quoted=quoted,
        report=report,
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (
            f"<{WANG}>:\nRemote host said: 450 4.2.2 full\nI'm not going to try again.",
            "4.2.2",
        ),
        (
            f"This is a permanent error.\n{WANG} host not reachable, code 421, will be retried",
            "4.0.0",
        ),
        (f"{WANG}: could not deliver for the last five days.", "5.0.0"),
        (
            f"did not reach:\n{WANG} on Monday\n    The recipient name is not recognized",
            "5.1.1",
        ),
        (f"Unknown recipient: {WANG}", "5.1.1"),
        (f"{WANG}: Domain does not exist", "5.1.2"),
        (f"<{WANG}>: Name service error: Host not found, try again", "4.4.3"),
        (f"User mailbox exceeds allowed size: {WANG}", "5.2.2"),
        (f"{WANG} 对方服务器繁忙，请您稍后重新发送", "4.0.0"),
    ],
)
def test_r26_what_does_not_say_that_it_is_a_warning_is_a_failure(
    words: str, status: str
) -> None:
    assert list(refusals(bounce(words))) == [Recipient(WANG, "failed", status)]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (
            f"THIS IS A WARNING MESSAGE ONLY.\n{WANG}\nMessage will be retried for 2 more days",
            "Delivery",
        ),
        (f"{WANG}: connection timed out", "Warning: message 1abc-2 delayed 24 hours"),
        (f"{WANG}: no answer", "Delivery status notification: warning"),
        (f"A message has not yet been delivered to {WANG}", "Mail delivery"),
        (f"发往 {WANG} 的邮件暂未送达，系统将继续尝试投递", "投递延迟通知"),
    ],
)
def test_r26_a_warning_is_a_delay(words: str, subject: str) -> None:
    assert [(r.address, r.action) for r in refusals(bounce(words, subject))] == [
        (WANG, "delayed")
    ]


def test_a_transcript_is_judged_by_its_first_fault() -> None:
    words = f"Out: 250 2.1.0 Ok\nIn: RCPT TO:<{WANG}>\nOut: 250 2.1.5 Ok\nOut: 451 4.3.0 queue file write error"
    assert list(refusals(bounce(words))) == [Recipient(WANG, "failed", "4.3.0")]


def test_each_of_several_has_its_own_refusal_and_nobody_is_invented_below_the_original() -> (
    None
):
    words = (
        f"<{WANG}>:\nno such user\n<{LI}>:\nmailbox full\n"
        "Message headers follow.\nReceived: from zhao@nx.example.cn"
    )
    assert list(refusals(bounce(words))) == [
        Recipient(WANG, "failed", "5.1.1"),
        Recipient(LI, "failed", "5.2.2"),
    ]


def test_who_is_named_nowhere_else_is_whom_the_returned_message_went_to() -> None:
    words = f"550 sorry, no mailbox here by that name\n--- Original message follows.\nFrom: {US}\nTo: <{WANG}>\n"
    assert list(refusals(bounce(words))) == [Recipient(WANG, "failed", "5.1.1")]
    below = bounce("550 no such user", report=f"from: {US}\nto: {WANG}\nsubject: x")
    assert list(refusals(below)) == [Recipient(WANG, "failed", "5.1.1")]


def test_the_senders_own_address_is_meant_only_when_nobody_else_is_named() -> None:
    assert [
        r.address for r in refusals(bounce(f"<{US}>:\n552 disk quota exceeded"))
    ] == [US]
    assert [
        r.address
        for r in refusals(bounce(f"MAIL FROM: {US}\nRCPT TO: {WANG}\nno such user"))
    ] == [WANG]


def test_a_notice_in_json_names_recipient_action_and_status() -> None:
    text = f'{{"bouncedRecipients":[{{"emailAddress":"{WANG}","action":"failed","status":"5.1.1"}}]}}'
    for said in (text, text.replace('"', '\\"')):
        assert list(refusals(bounce(said))) == [Recipient(WANG, "failed", "5.1.1")]


def test_r24_a_report_that_stands_in_the_text_is_read_as_one() -> None:
    quoted = f"Final-Recipient: rfc822; {WANG}\nAction: delayed\nStatus: 4.4.1\n"
    found = read_returned(bounce("Your message cannot be delivered.", quoted=quoted))
    assert found is not None
    assert found.recipients == (Recipient(WANG, "delayed", "4.4.1"),)


def test_a_bounce_above_the_multipart_it_returns_keeps_its_words() -> None:
    raw = (
        f"From: MAILER-DAEMON@mx.example.cn\nTo: {US}\nSubject: Failure Notice\n\n"
        f"Sorry, we were unable to deliver your message.\n\n<{WANG}>:\n550 5.1.1 User Unknown\n\n"
        f"--- Below this line is a copy of the message.\n\nTo: {WANG}\n"
        "Content-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nhello\n--b--\n"
    )
    letter = read_one(raw.encode(), NOW, ())
    assert isinstance(letter, Letter)
    found = read_returned(letter)
    assert found is not None
    assert found.recipients == (Recipient(WANG, "failed", "5.1.1"),)


def test_a_report_within_an_attached_bounce_is_read() -> None:
    raw = (
        f"From: MAILER-DAEMON@gate.example.cn\nTo: {US}\nSubject: Returned mail\n"
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nSee below.\n"
        "--a\nContent-Type: message/rfc822\n\nSubject: Returned mail\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; {WANG}\nAction: failed\nStatus: 5.1.1\n\n--b--\n--a--\n"
    )
    letter = read_one(raw.encode(), NOW, ())
    assert isinstance(letter, Letter)
    found = read_returned(letter)
    assert found is not None
    assert found.recipients == (Recipient(WANG, "failed", "5.1.1"),)


@pytest.mark.parametrize(
    ("stated", "status", "action"),
    [
        ("expanded", "2.0.0", "expanded"),
        ("expired", "4.4.7", "failed"),
        ("deliverable", "2.1.5", "delivered"),
        ("", "4.4.1", "delayed"),
        ("", "", "failed"),
    ],
)
def test_r24_every_action_is_one_of_the_five(
    stated: str, status: str, action: str
) -> None:
    assert known_action(stated, status) == action


@given(st.text(), st.text())
def test_no_words_make_the_reading_fail(text: str, subject: str) -> None:
    assert all(
        r.action in ("failed", "delayed") for r in refusals(bounce(text, subject))
    )
    status_in(text)
