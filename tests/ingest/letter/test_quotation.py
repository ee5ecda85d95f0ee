"""Are the sender's own words told from quoted ones, and nothing lost?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.quotation import PassedMail, passed_on, split_quotation


@pytest.mark.parametrize(
    "separator",
    [
        "-----原始邮件-----",
        "------------------ 原始邮件 ------------------",
        "------------------&nbsp;原始邮件&nbsp;------------------".replace(
            "&nbsp;", " "
        ),
        "---- 回复的原邮件 ----",
        "-------- 转发邮件信息 --------",
        "-----邮件原件-----",
        "----- Original Message -----",
        "---------- Forwarded message ---------",
        "发件人：李四 <li@example.cn>\n发送时间：2026年3月1日 9:00\n收件人：张三\n主题：通知",
        "From: Li <li@example.cn>\nSent: Monday\nTo: Zhang\nSubject: x",
        "On Mon, Mar 2, 2026 at 9:30 AM Li <li@example.cn> wrote:",
        "在 2026-03-02 09:30:00，“李四”<li@example.cn> 写道：",
        "李四 <li@example.cn> 于2026年3月2日周一 写道：",
    ],
)
def test_p22_the_quoted_mail_is_kept_apart_and_nothing_is_lost(separator: str) -> None:
    text = f"收到，谢谢。\n张三\n\n{separator}\n各单位：联系人李四 13900000000"
    own, quoted = split_quotation(text)
    assert own == "收到，谢谢。\n张三"
    assert quoted == f"{separator}\n各单位：联系人李四 13900000000"


def test_p22_lines_marked_with_an_angle_are_quoted_and_answers_between_them_are_not() -> (
    None
):
    own, quoted = split_quotation(
        "在 2026年3月2日，李四 写道：\n> 请报作者\n作者：张三\n> 请报电话\n13900000000"
    )
    assert own == "作者：张三\n13900000000"
    assert quoted == "在 2026年3月2日，李四 写道：\n> 请报作者\n> 请报电话"


@pytest.mark.parametrize(
    "text",
    [
        "他在日记中写道：",
        "发件人：银川局\n撰稿人：张三",
        "——————————\n一、情况",
        "来自一线的报道\n- 原始邮件很重要",
        "From: 银川",
    ],
)
def test_ordinary_text_is_not_taken_for_a_quotation(text: str) -> None:
    assert split_quotation(text) == (text, "")


@given(st.text())
def test_splitting_a_text_loses_no_word(text: str) -> None:
    own, quoted = split_quotation(text)
    assert sorted(f"{own}\n{quoted}".split()) == sorted(text.split())


HEADS = (
    "---------- 转发邮件信息 ----------\n发件人：兴庆 <x@y>\n日期：2026-03-09\n收件人：银川\n主题：除雪\n\n",
    "发件人: 兴庆 <x@y>\n发送时间: 2026年3月9日\n收件人: 银川\n主题: 除雪\n",
    "---------- Forwarded message ---------\nFrom: 兴庆 <x@y>\nSubject: 除雪\nDate: Mon\n",
    "发件人：兴庆 <x@y>\n主题：除雪\n",
    "---- 转发的原邮件 ----\n发件人 兴庆 <x@y>\n日期 2026年3月9日\n收件人 银川\n主题 除雪\n\n",
    "---- 转发的邮件 ----\n| 发件人 | 兴庆 <x@y> |\n| 日期 | 2026年3月9日 |\n| 收件人 | |\n| 主题 | 除雪 |\n",
)


@pytest.mark.parametrize("head", HEADS)
def test_what_is_passed_on_has_a_sender_a_subject_and_words(head: str) -> None:
    assert passed_on(f"{head}道路通畅。\n撰稿人：张三") == (
        PassedMail("兴庆 <x@y>", "除雪", "道路通畅。\n撰稿人：张三"),
    )


def test_what_was_passed_on_twice_is_two_mails() -> None:
    mails = passed_on(f"{HEADS[0]}请查收\n{HEADS[1]}道路通畅。")
    assert [mail.words for mail in mails] == ["请查收", "道路通畅。"]


def test_what_is_passed_on_line_by_line_loses_its_angles() -> None:
    quoted = "> 发件人：兴庆\n> 主题：除雪\n>\n> 道路通畅。\n> 撰稿人：张三"
    assert passed_on(quoted) == (
        PassedMail("兴庆", "除雪", "道路通畅。\n撰稿人：张三"),
    )


@given(st.text())
def test_what_is_passed_on_says_nothing_that_was_not_quoted(text: str) -> None:
    quoted = "".join(text.split())
    for mail in passed_on(text):
        for part in mail:
            assert all(
                line in quoted
                for line in map("".join, map(str.split, part.splitlines()))
            )
