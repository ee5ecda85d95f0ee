"""Is a 超大附件 known for what it is, and never fetched (MAIL.md §3)?"""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bigfile import BigFile, big_files
from ingest.reader import read_one
from ledger.entries.letters import Letter
from tests.ingest.roster import ARRIVED

NETEASE = "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE&file=abc123"
QQ = "https://wx.mail.qq.com/ftn/download?func=3&key=9a8b&code=7c6d"


def test_a_link_is_told_with_name_and_term() -> None:
    text = f"从网易163邮箱发来的超大附件\n除雪纪实.docx (128.5M, 2026年4月8日 10:20 到期)\n下载：{NETEASE}\n"
    assert big_files(text) == (BigFile(NETEASE, "除雪纪实.docx", "2026年4月8日前有效"),)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("有效期至：2026-04-08", "2026年4月8日前有效"),
        ("过期时间：2026年04月08日 23:59", "2026年4月8日前有效"),
        ("有效期 15 天", "15天内有效"),
        ("30天后过期", "30天内有效"),
        ("", "约30天内有效"),
    ],
)
def test_the_term_is_told_as_the_letter_says_it(term: str, told: str) -> None:
    assert [file.term for file in big_files(f"调研报告.pdf {term} {QQ}")] == [told]


@pytest.mark.parametrize(
    "link",
    [
        NETEASE,
        QQ,
        "http://u.163.com/AbCdEf",
        "https://dashi.163.com/html/cloud-attachment-download/?key=x",
        "https://edisk.qiye.163.com/api/biz/attachment/download?identity=1",
        "http://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=1",
        "https://download.cloud.189.cn/file/downloadFile.action?dt=1",
        "https://mail.sina.com.cn/filecenter/download.php?id=1",
    ],
)
def test_the_links_of_every_known_provider_are_known(link: str) -> None:
    assert [file.link for file in big_files(f"见附件：{link}")] == [link]


@pytest.mark.parametrize(
    "text", ["附件见下", "https://www.163.com/news/u.html", "https://example.cn/?to=u.163.com", "超大附件"]
)
def test_other_words_and_links_are_none(text: str) -> None:
    assert big_files(text) == ()


def test_two_links_have_each_their_own_name() -> None:
    found = big_files(f"一.docx\n{NETEASE}\n二.pdf（有效期10天）\n{QQ}\n")
    assert [(file.name, file.term) for file in found] == [
        ("一.docx", "约30天内有效"),
        ("二.pdf", "10天内有效"),
    ]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_around_a_link_leaves_it_found_once(before: str, after: str) -> None:
    assert len({file.link for file in big_files(f"{before} {QQ} {after} {QQ} ")}) == len(
        big_files(f"{before} {QQ} {after} {QQ} ")
    )


def test_a_letter_with_a_link_only_has_an_unread_attachment_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "create_connection", never)
    html = f'<div>超大附件</div><a href="{QQ}">春运纪实.mp4.zip</a><span>2026年4月9日到期</span>'
    raw = (
        b"From: <a@b.example>\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    )
    found = read_one(raw, ARRIVED, ())
    assert isinstance(found, Letter)
    (file,) = found.attachments
    assert (file.name, file.text, file.size) == ("春运纪实.mp4.zip", None, 0)
    assert file.unread == "是超大附件，只有下载链接（2026年4月9日前有效），没有收到文件，请改用普通附件重发"
