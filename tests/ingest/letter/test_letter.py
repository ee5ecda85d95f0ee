"""Does a letter come out of its bytes whole, whatever its structure, and never with an
accident?
"""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.bounds import LONGEST_VALUE, UnreadableLetter
from ingest.letter.header_values import moment
from ingest.letter.read import arrival_of, head_words, open_letter, read_letter
from ledger.entries.letters import Letter, Repair

NOW = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def letter(raw: str | bytes) -> Letter:
    return read_letter(
        raw.replace("\n", "\r\n").encode() if isinstance(raw, str) else raw, NOW
    )


def parts(*inner: str, kind: str = "mixed", head: str = "From: a@example.cn\n") -> str:
    body = "".join(f"--b\n{part}\n" for part in inner)
    return f'{head}Content-Type: multipart/{kind}; boundary="b"\n\n{body}--b--\n'


PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"


# --- the head -------------------------------------------------------------------------


def test_the_sender_is_taken_from_sender_or_return_path_where_from_names_nobody() -> (
    None
):
    assert (
        letter("From: 张三\nSender: b@example.cn\n\nx").from_address == "b@example.cn"
    )
    assert letter("Return-Path: <c@example.cn>\n\nx").from_address == "c@example.cn"


def test_r34_of_two_subjects_the_first_counts_and_the_repair_says_so() -> None:
    found = letter("From: a@example.cn\nSubject: 一\nSubject: 二\n\nx")
    assert found.subject == "一"
    assert Repair("subject", "subject出现2次，以第一个为准") in found.repairs


def test_a_null_return_path_is_told_from_a_missing_one() -> None:
    assert letter("Return-Path: <>\n\nx").return_path == ""
    assert letter("From: a@example.cn\n\nx").return_path is None


def test_message_ids_are_given_without_their_brackets() -> None:
    found = letter(
        "Message-ID: <1@a>\nIn-Reply-To: <2@a>\nReferences: <3@a>\n <2@a>\n\nx"
    )
    assert (found.message_id, found.in_reply_to, found.references) == (
        "1@a",
        ("2@a",),
        ("3@a", "2@a"),
    )


def test_r37_headers_keep_their_order_and_bound_and_signatures_are_left_out() -> None:
    found = letter(
        "Authentication-Results: mx; dmarc=pass\nReceived: from a by mx; Mon, 2 Mar 2026 09:30:00 +0800\n"
        "DKIM-Signature: v=1; b=x\nARC-Seal: x\nX-Long: " + "甲" * 5_000 + "\n\nx"
    )
    assert [name for name, _ in found.headers] == [
        "authentication-results",
        "received",
        "x-long",
    ]
    assert len(found.header("X-Long")[0]) == 2_000


@pytest.mark.parametrize(
    "opening",
    [
        "\ufeff",
        "\n\n",
        "From a@example.cn Mon Mar  2 09:30:00 2026\n",
        ">From a@b\n",
        "\0\0",
        "\u00ef\u00bb\u00bf",
    ],
)
def test_what_stands_before_the_head_is_passed_over(opening: str) -> None:
    found = letter(opening + "From: a@example.cn\nSubject: 春运\n\n正文")
    assert (found.subject, found.text) == ("春运", "正文")


@pytest.mark.parametrize(
    "stray",
    [
        " Aug 22 15:03:38 2008\n",
        "+OK 2314 octets\n",
        "* 7 FETCH (UID 12 BODY[] {2314}\n\n",
        "HTTP/1.1 200 OK\n",
        "\u4e71\u7801 \u7b2c\u4e00\u884c\n",
        "一行\n二行\n\n",
    ],
)
def test_stray_lines_above_the_head_are_passed_over_and_told_of(stray: str) -> None:
    found = letter(f"{stray}From: a@example.cn\nDate: x\n y\nSubject: 春运\n\n正文")
    assert (found.from_address, found.subject, found.text) == (
        "a@example.cn",
        "春运",
        "正文",
    )
    assert Repair("head", "信头之前的多余行已略过") in found.repairs


def test_words_above_a_quoted_line_or_two_are_no_stray_lines_above_a_head() -> None:
    assert letter("您好\nFrom: a@example.cn\nSubject: 春运\n\n正文").text.startswith(
        "您好"
    )
    assert (
        letter("一\n二\n三\n四\nFrom: a@b\nDate: x\nSubject: 春运\n\n正文").subject
        == ""
    )


def test_a_blank_line_inside_the_head_is_passed_over() -> None:
    found = letter(
        f"From: a@example.cn\n\nSubject: 春运\nMIME-Version: 1.0\n{PLAIN}正文"
    )
    assert (found.subject, found.text) == ("春运", "正文")
    assert Repair("head", "信头中间的空行已略过") in found.repairs


def test_a_body_without_a_blank_line_before_it_is_still_a_body() -> None:
    assert (
        letter("From: a@example.cn\nSubject: 春运\n正文第一行\n第二行").text
        == "正文第一行\n第二行"
    )


def test_a_letter_with_the_line_ends_of_an_old_mac_is_read() -> None:
    assert (
        letter("From: a@example.cn\rSubject: 春运\r\r正文".encode()).subject == "春运"
    )


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 02 Mar 2026 29:30:00 +0800",
        "二〇二六年三月二日",
        "",
        "Mon, 02 Mar 99999 09:30:00 +0800",
        "Mon, 02 Mar 2026 09:30:00 +9999999",
        "0",
        "-" * 300,
    ],
)
def test_p20_any_date_is_read_without_failure(value: str) -> None:
    found = letter(f"Date: {value}\nFrom: a@example.cn\n\nx")
    assert found.arrived_at == NOW
    assert found.sent_at is None or found.sent_at.tzinfo is not None


def test_p20_a_date_keeps_its_zone() -> None:
    found = moment(b"Mon, 02 Mar 2026 09:30:00 +0800")
    assert found is not None
    assert found.utcoffset() == timedelta(hours=8)
    assert found == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def test_the_arrival_of_a_file_is_its_topmost_received_then_its_date_then_unknown() -> (
    None
):
    top = b"Received: from a by b (x; y); Mon, 02 Mar 2026 09:30:00 +0800\r\n"
    older = b"Received: from c by a; Sun, 01 Mar 2026 09:30:00 +0800\r\n"
    date = b"Date: Sat, 28 Feb 2026 09:30:00 +0800\r\n"
    assert arrival_of(top + older + date + b"\r\n") == datetime(
        2026, 3, 2, 1, 30, tzinfo=UTC
    )
    assert arrival_of(date + b"\r\n") == datetime(2026, 2, 28, 1, 30, tzinfo=UTC)
    assert arrival_of(b"Subject: x\r\n\r\n") is None


# --- words ----------------------------------------------------------------------------


def test_plain_text_is_preferred_where_both_forms_come() -> None:
    found = letter(parts(PLAIN + "纯文本", HTML + "<b>网页</b>", kind="alternative"))
    assert found.text == "纯文本"


def test_an_empty_plain_form_gives_way_to_the_other() -> None:
    assert (
        letter(parts(PLAIN + " \n", HTML + "<b>网页</b>", kind="alternative")).text
        == "网页"
    )


def test_html_alone_becomes_lines_and_tables_stay_in_order() -> None:
    html = (
        "<style>p{}</style><p>各单位：</p><p>情况<br>如下</p><table><tr><td><p>单位</p></td><td>篇</td></tr>"
        "<tr><td>银川</td><td>3</td></tr></table><ul><li>甲<li>乙</ul><script>x</script>落款"
    )
    assert letter(f"Content-Type: text/html; charset=utf-8\n\n{html}").text == (
        "各单位：\n情况\n如下\n单位\t篇\n银川\t3\n甲\n乙\n落款"
    )


def test_what_a_client_marks_as_quotation_in_html_is_quoted() -> None:
    html = (
        '<div>收到</div><blockquote id="isReplyContent">原文 联系人：李四</blockquote>'
    )
    found = letter(f"Content-Type: text/html; charset=utf-8\n\n{html}")
    assert (found.text, found.quoted) == ("收到", "原文 联系人：李四")


@pytest.mark.parametrize(
    "quoted",
    [
        '<blockquote style="border-left:1px solid #ccc"><p>主题：约稿</p>阙立民 0951-6076703</blockquote>',
        "<blockquote><div>发件人: 阙立民</div><div>请写一条，0951-6076703</div></blockquote>",
        "<blockquote><p>2026年3月2日，阙立民 写道：</p><p>请写一条，0951-6076703</p></blockquote>",
        "<blockquote><p>From: 阙立民</p><blockquote><p>0951-6076703</p></blockquote></blockquote>",
        '<blockquote style="BORDER-LEFT-STYLE: solid">阙立民 0951-6076703</blockquote>',
    ],
)
def test_a_quotation_marked_for_the_eye_alone_is_quoted(quoted: str) -> None:
    found = letter(
        parts(f"Content-Type: text/html; charset=utf-8\n\n<p>标线完工</p>{quoted}")
    )
    assert (found.text, "阙立民" in found.quoted) == ("标线完工", True)


@pytest.mark.parametrize("style", ["", "margin-left:40px;border:none", "border-left:0"])
def test_words_that_are_only_set_in_are_the_senders(style: str) -> None:
    html = (
        f'<blockquote style="{style}"><p>标线完工</p><p>撰稿：钭明辉</p></blockquote>'
    )
    assert (
        "钭明辉"
        in letter(parts(f"Content-Type: text/html; charset=utf-8\n\n{html}")).text
    )


def test_p22_the_words_of_an_attached_mail_are_not_the_senders() -> None:
    inner = f"Content-Type: message/rfc822\n\nFrom: li@example.cn\nSubject: 原信\n{PLAIN}撰稿人：李四"
    found = letter(parts(PLAIN + "请查收附信", inner))
    assert found.text == "请查收附信"
    assert found.attached_mail == "发件人：li@example.cn\n主题：原信\n撰稿人：李四"
    assert found.attachments[0].unread is not None


@pytest.mark.parametrize("stray", ["", " Aug 22 15:03:38 2008\r\n"])
@pytest.mark.parametrize("length", [1, 3_000])
@pytest.mark.parametrize(
    "declared",
    [
        "message/rfc822\nContent-Transfer-Encoding: base64",
        'message/rfc822; name="a.eml"\nContent-Transfer-Encoding: "base64" ',
        "message/rfc822",
        "application/octet-stream; name=a.eml\nContent-Transfer-Encoding: base64",
    ],
)
def test_p22_an_attached_mail_that_was_encoded_is_read_after_all(
    declared: str, length: int, stray: str
) -> None:
    inner = (
        f"{stray}From: li@example.cn\r\nSubject: 原信\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{'正文' * length}"
    ).encode()
    found = letter(
        parts(
            PLAIN + "请查收",
            f"Content-Type: {declared}\n\n{base64.encodebytes(inner).decode()}",
        )
    )
    assert (found.text, found.manuscript) == ("请查收", "")
    assert (
        found.attached_mail == f"发件人：li@example.cn\n主题：原信\n{'正文' * length}"
    )
    assert [(a.type, a.size) for a in found.attachments] == [
        ("message/rfc822", len(inner))
    ]


def test_a_file_that_is_no_mail_is_left_a_file() -> None:
    text = base64.encodebytes("主题：春运\nSubject: 春运\n正文".encode()).decode()
    file = f"Content-Type: application/octet-stream; name=a.txt\nContent-Transfer-Encoding: base64\n\n{text}"
    assert "正文" in letter(parts(PLAIN + "请查收", file)).manuscript


def test_the_parts_of_a_delivery_report_are_kept_as_its_report() -> None:
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; a@example.cn\nAction: failed"
    )
    returned = "Content-Type: message/rfc822\n\nMessage-ID: <1@example.cn>\nSubject: =?utf-8?B?5Zue5omn?=\n\n正文"
    found = letter(parts(PLAIN + "退信", status, returned, kind="report"))
    assert found.content_type == "multipart/report"
    assert "final-recipient: rfc822; a@example.cn\naction: failed" in found.report
    assert "message-id: <1@example.cn>\nsubject: 回执" in found.report
    assert (found.text, found.attached_mail, found.attachments) == ("退信", "", ())


@pytest.mark.parametrize(
    "raw",
    [
        f"From: a@example.cn\nContent-Type: multipart/mixed; boundary=wrong\n\n--b\n{PLAIN}正文\n--b--\n",
        f"From: a@example.cn\nContent-Type: multipart/mixed\n\n--b\n{PLAIN}正文\n--b--\n",
        f"From: a@example.cn\n\n--b\n{PLAIN}正文\n--b--\n",
        "From: a@example.cn\nContent-Type: multipart/mixed; boundary=b\n\n正文",
        "From: a@example.cn\nContent-Type: 文本\n\n正文",
    ],
)
def test_a_structure_that_was_broken_on_the_way_still_gives_its_words(raw: str) -> None:
    assert letter(raw).text == "正文"


# --- files ----------------------------------------------------------------------------


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("size", [0, 1, 56, 57, 500, 5_000, 100_000])
def test_a_file_comes_out_byte_for_byte(size: int, end: bytes) -> None:
    content = hashlib.shake_128(b"seed").digest(size)
    lines = base64.encodebytes(content).replace(b"\n", end)
    head = (
        b"Content-Type: application/octet-stream; name=a.bin%sContent-Transfer-Encoding: base64%s%s"
        % (
            end,
            end,
            end,
        )
    )
    start = b"Content-Type: multipart/mixed; boundary=b%s%s" % (end, end)
    raw = start + (b"--b" + end + head + lines) * 2 + b"--b--" + end
    opened = open_letter(raw, NOW)
    assert [file.content for file in opened.files] == ([content] * 2 if size else [])
    assert [a.sha256 for a in opened.letter.attachments] == [
        hashlib.sha256(content).hexdigest()
    ] * 2 * bool(size)


def test_pictures_inside_the_text_and_signatures_are_no_manuscripts() -> None:
    found = letter(
        parts(
            PLAIN + "正文",
            "Content-Type: image/png; name=logo.png\nContent-ID: <1>\n\nx",
            "Content-Type: application/pgp-signature; name=s.asc\n\nx",
            "Content-Type: image/png; name=photo.png\nContent-Disposition: attachment\n\nx",
        )
    )
    assert [attachment.name for attachment in found.attachments] == ["photo.png"]


def test_a_named_text_is_a_file_and_not_the_body() -> None:
    found = letter(
        parts(
            PLAIN + "正文",
            'Content-Type: text/plain; charset=utf-8; name="a.txt"\n\n稿件',
        )
    )
    assert (found.text, found.manuscript) == ("正文", "稿件")


# --- bounds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\n\r\nx\r\n" * 20_000,
        b"Subject: " + b"=?" * 200_000 + b"\r\n\r\nx",
        b"From: a@b\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\nx",
        b"Content-Type: message/rfc822\r\n\r\n" * 900 + b"x",
        b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
        + b"".join(
            b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
            for n in range(900)
        ),
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; name="
        + b"=?" * 100_000
        + b"\r\n\r\nx",
    ],
)
def test_p14_a_letter_past_a_bound_is_refused_with_its_reason(raw: bytes) -> None:
    with pytest.raises(UnreadableLetter, match="此信无法读取") as caught:
        letter(raw)
    assert caught.value.reason


@given(st.binary(max_size=500))
def test_p15_any_bytes_are_a_letter_or_refused(raw: bytes) -> None:
    found = letter(raw)
    assert not UNCLEAN.search(
        found.subject + found.from_name + found.text + found.quoted
    )


PIECES = st.sampled_from(
    [
        *(
            b"From: a@b\r\n",
            b"Subject: =?gb2312?B?0vi0qA==?=\r\n",
            b"\r\n",
            b"--b\r\n",
            b"--b--\r\n",
            b"\xd2\xf8",
        ),
        *(
            b"Content-Type: multipart/mixed; boundary=b\r\n",
            b"Content-Type: message/rfc822\r\n",
            b"\x00",
            b"=",
        ),
        *(
            b"Content-Type: text/html\r\n",
            b"Content-Type: multipart/alternative; boundary=b\r\n",
            b"<p>x<td>y",
        ),
        *(
            b"Content-Transfer-Encoding: base64\r\n",
            b"Content-Transfer-Encoding: x-uuencode\r\n",
            b"begin 644 a\n",
        ),
        *(
            b"Content-Type: message/delivery-status\r\n",
            b"Content-Disposition: attachment; filename=",
            b"0vi0qA==\r\n",
        ),
        *(
            b"Content-Type: multipart/report; boundary=b\r\n",
            b"PK\x03\x04",
            b"%PDF-",
            b"{\\rtf",
            b"charset=utf-7\r\n",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_p15_any_structure_is_a_letter_or_refused(raw: bytes) -> None:
    try:
        found = letter(raw)
    except UnreadableLetter as refusal:
        assert refusal.reason  # noqa: PT017 - most are letters
        return
    texts = [
        found.subject,
        found.from_name,
        found.text,
        found.quoted,
        found.report,
        found.attached_mail,
    ]
    texts += [text for a in found.attachments for text in (a.name, a.text or "")]
    assert not any(UNCLEAN.search(text) for text in texts)
    assert found.content_type


@given(st.one_of(st.binary(max_size=2000), st.lists(PIECES, max_size=25).map(b"".join)))
def test_p14_whatever_the_bytes_the_words_of_the_head_are_lines_of_visible_characters(
    raw: bytes,
) -> None:
    for words in head_words(raw):
        assert all(character.isprintable() for character in words)
        assert words == words.strip()
        assert len(words) <= LONGEST_VALUE
