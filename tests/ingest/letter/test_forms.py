"""Of a letter that says its words in several forms, is the one read that says them?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.forms import html_says_more, says_all_of
from ingest.letter.read import read_letter
from ledger.entries.letters import Letter

NOW = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
REPORT = (
    "西吉县交通运输局出动人员五十五人次，处置病害七十处，完成养护里程一百五十公里。"
)
BYLINE = "撰稿人：马晓军 0954-3012345"
HAN = st.text("交通运输公路养护人员春运除雪", min_size=1, max_size=80)


def letter(plain: str, html: str, kind: str = "alternative") -> Letter:
    """A letter with these words as plain text and as HTML."""
    body = "".join(
        f"--b\nContent-Type: text/{form}; charset=utf-8\n\n{words}\n"
        for form, words in (("plain", plain), ("html", html))
    )
    raw = f"From: a@example.cn\nContent-Type: multipart/{kind}; boundary=b\n\n{body}--b--\n"
    return read_letter(raw.replace("\n", "\r\n").encode(), NOW)


def paragraphs(*words: str) -> str:
    return "".join(f"<p>{line}</p>" for line in words)


@pytest.mark.parametrize(
    "placeholder",
    [
        "您的邮件客户端不支持HTML，请使用支持HTML的客户端查看。",
        "此邮件为HTML格式，请使用支持HTML的客户端阅读。",
        "如果您看不到邮件内容，请使用浏览器查看",
        "This message is in HTML format. Your mail client does not support it.",
        "[image: logo.png]",
        "[cid:image001.png@01DC]\n[图片]",
        "https://mail.example.cn/view?id=1234567890abcdef1234567890abcdef",
        " \u3000\n--\n",
        "",
    ],
)
def test_what_stands_in_the_place_of_the_words_gives_way_to_them(
    placeholder: str,
) -> None:
    found = letter(placeholder, paragraphs("见附件。", BYLINE))
    assert found.text == f"见附件。\n{BYLINE}"


def test_a_plain_form_that_was_cut_short_gives_way_to_the_whole() -> None:
    assert (
        letter(REPORT[:20] + "…", paragraphs(REPORT, BYLINE)).text
        == f"{REPORT}\n{BYLINE}"
    )


def test_a_byline_that_only_the_html_form_has_is_read() -> None:
    assert letter(REPORT * 5, paragraphs(REPORT * 5, BYLINE)).text.endswith(BYLINE)


@pytest.mark.parametrize(
    "html",
    [paragraphs(REPORT), "<img src='cid:1'>", "", paragraphs("[image: logo.png]")],
)
def test_the_plain_form_is_read_where_the_other_says_no_more(html: str) -> None:
    assert letter(f"{REPORT}\n{BYLINE}", html).text == f"{REPORT}\n{BYLINE}"


def test_a_report_about_programs_and_showing_is_no_placeholder_beside_others() -> None:
    report = f"{REPORT}群众可用手机客户端查看公交到站时间。"
    assert letter(report, paragraphs(report)).text == report
    assert letter(report, "").text == report


@pytest.mark.parametrize("kind", ["mixed", "related"])
def test_two_forms_that_nobody_marked_as_such_are_read_once(kind: str) -> None:
    assert letter(REPORT, paragraphs(REPORT), kind).text == REPORT
    assert letter("请用浏览器查看HTML邮件", paragraphs(REPORT), kind).text == REPORT
    assert (
        letter("各位老师好，", paragraphs(REPORT), kind).text
        == f"各位老师好，\n\n{REPORT}"
    )


def test_a_form_that_has_a_name_is_a_form_all_the_same() -> None:
    raw = (
        "From: a@example.cn\nContent-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain; charset=utf-8\n\n请用浏览器查看HTML邮件\n"
        f"--b\nContent-Type: text/html; charset=utf-8; name=mail.html\n\n<p>{REPORT}</p>\n--b--\n"
    )
    found = read_letter(raw.encode(), NOW)
    assert (found.text, found.attachments) == (REPORT, ())


@pytest.mark.parametrize(
    ("declared", "content", "text"),
    [
        (
            "plain",
            f"<html><body><p>{REPORT}</p><p>{BYLINE}</p></body></html>",
            f"{REPORT}\n{BYLINE}",
        ),
        ("plain", f"<!DOCTYPE html>\n<p>{REPORT}", REPORT),
        ("plain", "货车<p>载重 < 30 吨", "货车<p>载重 < 30 吨"),
        ("html", f"{REPORT}\n{BYLINE}", f"{REPORT}\n{BYLINE}"),
    ],
)
def test_a_form_under_the_label_of_the_other_is_read_as_what_it_is(
    declared: str, content: str, text: str
) -> None:
    raw = (
        f"From: a@example.cn\nContent-Type: text/{declared}; charset=utf-8\n\n{content}"
    )
    assert read_letter(raw.encode(), NOW).text == text


@given(HAN)
def test_the_same_words_in_both_forms_are_never_more(words: str) -> None:
    assert not html_says_more(words, words, 0)


@given(HAN, HAN)
def test_a_form_that_says_all_of_the_other_is_never_given_up_for_it(
    words: str, more: str
) -> None:
    assert not html_says_more(words + more, words, 0)
    assert says_all_of(words + more, words)


@pytest.mark.parametrize(
    "text",
    [
        "[image:" * 80_000,
        "[image: " + "a" * 400_000,
        "<https://" * 50_000,
        "\u3000" * 400_000,
        "html" * 100_000,
    ],
    ids=["brackets", "open", "links", "blanks", "forms"],
)
@pytest.mark.timeout(20)  # were it quadratic, it would take minutes
def test_p14_hostile_forms_are_compared_in_bounded_time(text: str) -> None:
    assert not html_says_more(text, "", 0)
