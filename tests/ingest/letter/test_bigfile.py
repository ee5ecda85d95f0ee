"""Is a 超大附件 known for what it is, and never fetched (M07)?"""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.intake.reader import read_one
from ingest.letter.bigfile import BigFile, big_files
from ingest.screening.robots import find_robot
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.verdict import Aside, Flag, NewItem
from ledger.entries.letters import Attachment, Letter
from ledger.entries.submissions import SubmissionState
from tests.ingest.roster import ARRIVED, INTAKE, MAY, YINCHUAN, unit_names

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
        ("过期时间：30天", "30天内有效"),
        ("无限期", "长期有效"),
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
    "text",
    [
        "附件见下",
        "https://www.163.com/news/u.html",
        "https://example.cn/?to=u.163.com",
        "超大附件",
    ],
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
    assert len(
        {file.link for file in big_files(f"{before} {QQ} {after} {QQ} ")}
    ) == len(big_files(f"{before} {QQ} {after} {QQ} "))


def test_a_letter_with_a_link_only_has_an_unread_attachment_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "create_connection", never)
    html = f'<div>超大附件</div><a href="{QQ}">春运纪实.mp4.zip</a><span>2026年4月9日到期</span>'
    raw = (
        b"From: <a@b.example>\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + html.encode()
    )
    found = read_one(raw, ARRIVED, ())
    assert isinstance(found, Letter)
    (file,) = found.attachments
    assert (file.name, file.text, file.size) == ("春运纪实.mp4.zip", None, 0)
    assert (
        file.unread
        == "超大附件，只有下载链接（2026年4月9日前有效），没有收到文件，请改用普通附件重发"
    )


def _read(subject: str, body: str) -> Letter:
    head = f"From: <yinchuan@units.example>\r\nSubject: {subject}\r\n"
    found = read_one((head + body).encode(), ARRIVED, ())
    assert isinstance(found, Letter)
    return found


def _names(letter: Letter) -> list[str]:
    return [file.name for file in letter.attachments]


def test_a_link_is_found_where_only_the_form_that_is_not_shown_holds_it() -> None:
    letter = _read(
        "x",
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n稿件见超大附件\r\n"
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f'<p>稿件见超大附件</p><a href="{QQ}">纪实.docx</a>\r\n--b--\r\n',
    )
    assert _names(letter) == ["纪实.docx"]


def test_text_and_html_of_one_letter_link_to_one_file() -> None:
    escaped = QQ.replace("&", "&amp;")
    letter = _read(
        "x",
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n下载：{QQ}\r\n"
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f'<a href="{escaped}">纪实.docx</a>\r\n--b--\r\n',
    )
    assert _names(letter) == ["纪实.docx"]


@pytest.mark.parametrize(
    ("subject", "names"), [("回复：除雪", []), ("转发：除雪", ["纪实.docx"])]
)
def test_a_link_in_a_quotation_counts_only_where_the_letter_is_passed_on(
    subject: str, names: list[str]
) -> None:
    quoted = f"好的\n\n------------------ 原始邮件 ------------------\n发件人：某\n纪实.docx {QQ}\n"
    html = f"<p>好的</p><div class=gmail_quote>纪实.docx<a href='{QQ}'>下载</a></div>"
    kind = "Content-Type: text/{}; charset=utf-8\r\n\r\n"
    assert _names(_read(subject, kind.format("plain") + quoted)) == names
    assert _names(_read(subject, kind.format("html") + html)) == names


def test_p21_a_roster_letter_with_nothing_but_such_a_link_waits_with_an_unread_manuscript() -> (
    None
):
    kind = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    letter = _read(
        "银川市交通运输局+除雪纪实", f"{kind}您好，请查收。\r\n除雪纪实.docx {NETEASE}"
    )
    known = JudgingFacts(
        unit_names(), INTAKE, own_addresses=frozenset({"info@office.example"})
    )
    found = judge(letter, known, ScreeningResult(find_robot(letter), None, MAY))
    assert isinstance(found, NewItem)
    assert (found.draft.state, found.draft.unit_id, found.draft.title) == (
        SubmissionState.HELD,
        YINCHUAN.id,
        "除雪纪实",
    )
    assert Flag.UNREAD_ATTACHMENT in found.draft.flags
    unnamed = _read("除雪纪实", f"{kind}您好，请查收。{QQ}")
    assert isinstance(judge(unnamed, known, ScreeningResult(None, None, MAY)), NewItem)


def test_an_answer_that_quotes_such_a_link_is_no_new_report() -> None:
    kind = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    quoted = f"收到，谢谢\n\n---- 原始邮件 ----\n发件人：某\n纪实.docx {QQ}\n"
    known = JudgingFacts(
        unit_names(), INTAKE, own_addresses=frozenset({"info@office.example"})
    )
    found = judge(
        _read("回复：除雪纪实", kind + quoted), known, ScreeningResult(None, None, MAY)
    )
    assert isinstance(found, Aside)


def test_two_reports_with_different_links_are_two() -> None:
    kind = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    one, two = (_read("x", f"{kind}{link}") for link in (QQ, NETEASE))
    assert one.attachments[0].sha256 != two.attachments[0].sha256
    assert isinstance(one.attachments[0], Attachment)
