"""What does a bounce say of a message we sent?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.returned import read_returned
from ledger.entries.letters import Letter, Recipient

REPORT = """Reporting-MTA: dns; mx.example.cn
Original-Envelope-Id: n-0042
Arrival-Date: Mon, 5 Jan 2026 09:00:00 +0800

Final-Recipient: rfc822; <wang2@mail.example.cn>
Original-Recipient: rfc822;Wang@yc.example.cn
Action: Failed (user unknown)
Status: 5.1.1 (bad destination mailbox)
Diagnostic-Code: smtp; 550 5.1.1 no such user

Final-Recipient: rfc822; li@szs.example.cn
Action: delayed
Status: 4.4.1

Message-ID:
 <out-1@jtt.example.cn>
Subject: =?utf-8?B?5Zue5omn?= [2026-0123-k7f3q9xw]
From: xinxi@jtt.example.cn
"""


def bounce(
    text: str = "",
    *headers: tuple[str, str],
    report: str = "",
    sender: str = "mailer-daemon@mx.example.cn",
    attached: str = "",
) -> Letter:
    return Letter(
        sha256="0" * 64,
        size=1,
        arrived_at=datetime(2026, 1, 5, tzinfo=UTC),
        from_address=sender,
        subject="Undelivered Mail Returned to Sender",
        to=("xinxi@jtt.example.cn",),
        message_id="bounce-1@mx.example.cn",
        text=text,
        attached_mail=attached,
        report=report,
        headers=headers,
    )


def test_r24_each_group_of_a_report_is_one_recipient_with_its_action_and_status() -> (
    None
):
    found = read_returned(bounce(report=REPORT))
    assert found is not None
    assert found.recipients == (
        Recipient("wang@yc.example.cn", "failed", "5.1.1"),
        Recipient("li@szs.example.cn", "delayed", "4.4.1"),
    )


def test_r25_ours_is_named_by_envelope_id_message_id_and_token_and_never_by_the_bounces_own_id() -> (
    None
):
    found = read_returned(bounce(report=REPORT))
    assert found is not None
    assert found.envelope_id == "n-0042"
    assert found.message_ids == ("out-1@jtt.example.cn",)
    assert found.tokens == ("2026-0123-k7f3q9xw",)


def test_a_report_with_windows_line_ends_reads_the_same() -> None:
    assert read_returned(bounce(report=REPORT.replace("\n", "\r\n"))) == read_returned(
        bounce(report=REPORT)
    )


def test_an_action_left_out_follows_from_the_class_of_the_status() -> None:
    found = read_returned(
        bounce(report="Final-Recipient: rfc822; a@b.example.cn\nStatus: 4.2.2\n")
    )
    assert found is not None
    assert found.recipients == (Recipient("a@b.example.cn", "delayed", "4.2.2"),)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "<wang@yc.example.cn>: host mx.example.cn said: 550 5.1.1 User unknown (in reply to RCPT)",
            ("failed", "5.1.1"),
        ),
        (
            "wang@yc.example.cn\n    SMTP error from remote mail server:\n    452 mailbox full",
            ("failed", "4.0.0"),
        ),
        (
            "很抱歉，发往 wang@yc.example.cn 的邮件被退回。\n退信原因：收件人地址不存在",
            ("failed", "5.1.1"),
        ),
        ("wang@yc.example.cn 收件人邮箱空间不足，邮件无法送达", ("failed", "5.2.2")),
        ("邮件尚未送达 wang@yc.example.cn，系统将稍后重试", ("delayed", "4.0.0")),
        (
            "The user is wang@yc.example.cn .\n\n\n\n\n\n\n\nHe is unknown: 550 refused.",
            ("failed", "5.0.0"),
        ),
    ],
)
def test_r26_a_bounce_without_a_report_is_read_from_its_words(
    words: str, expected: tuple[str, str]
) -> None:
    found = read_returned(bounce(words))
    assert found is not None
    assert found.recipients == (Recipient("wang@yc.example.cn", *expected),)


def test_addresses_below_the_returned_original_and_the_addressee_are_no_recipients() -> (
    None
):
    words = (
        "To xinxi@jtt.example.cn: delivery failed.\n"
        "<wang@yc.example.cn>: 550 5.1.1 no such user\n"
        "--- Below this line is a copy of the message.\n"
        "Message-ID: <out-9@jtt.example.cn>\n"
        "author li@szs.example.cn, 550 words, failed"
    )
    found = read_returned(bounce(words))
    assert found is not None
    assert [r.address for r in found.recipients] == ["wang@yc.example.cn"]
    assert found.message_ids == ("out-9@jtt.example.cn",)


def test_x_failed_recipients_names_them_when_the_words_do_not() -> None:
    found = read_returned(
        bounce("It failed.", ("x-failed-recipients", "A@b.example.cn, c@d.example.cn"))
    )
    assert found is not None
    assert [r.address for r in found.recipients] == ["a@b.example.cn", "c@d.example.cn"]


@pytest.mark.parametrize(
    "report",
    [
        "Reporting-UA: x\nFinal-Recipient: rfc822; a@b.cn\nDisposition: manual-action/MDN; displayed",
        "Feedback-Type: abuse\nOriginal-Mail-From: <xinxi@jtt.example.cn>",
    ],
)
def test_r27_read_receipts_and_complaints_return_nothing(report: str) -> None:
    assert read_returned(bounce(report=report)) is None


def test_an_ordinary_report_returns_nothing_even_when_it_quotes_a_bounce() -> None:
    letter = Letter(
        sha256="0" * 64,
        size=1,
        arrived_at=datetime(2026, 1, 5, tzinfo=UTC),
        from_address="wang@yc.example.cn",
        subject="银川市交通运输局+退信问题整改完成",
        text="<li@szs.example.cn>: 550 5.1.1 no such user",
    )
    assert read_returned(letter) is None


def test_r28_a_forged_report_names_at_most_a_few_messages() -> None:
    found = read_returned(
        bounce(attached="\n".join(f"Message-ID: <{n}@x.cn>" for n in range(10_000)))
    )
    assert found is not None
    assert len(found.message_ids) == 50


@given(
    st.text(alphabet=st.characters(codec="utf-8")),
    st.text(alphabet="ab@.<>:;\n 5-[]0129"),
)
def test_no_report_and_no_words_make_the_reading_fail(report: str, words: str) -> None:
    found = read_returned(bounce(words, report=f"Status: {report}\n{words}"))
    assert found is None or all(r.action for r in found.recipients)
