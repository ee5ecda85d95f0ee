"""Does the console begin, finish, show and send what rests on no score?"""

import io

import docx
import pytest
from flask.testing import FlaskClient

from ledger import announcements
from ledger.announcements import Announcement
from ledger.circulars import CircularState
from ledger.database import Database
from ledger.outbox import listing as outbox
from office.service.parts import Service
from office.web.app import create_app
from tests.fixtures.sample.record import HOSTILE, PASSWORD
from tests.fixtures.sample.service import with_second_person

WORDS = {
    "title": "2026年4月政务信息报送要点",
    "number": "8",
    "dated": "2026-03-27",
    "to": ["第二组", "银川市交通运输局"],
    "body": "各单位：\r\n现将要点印发给你们。\r\n一、重点内容\r\n春季公路养护。",
}


@pytest.fixture
def begun(clerk: FlaskClient) -> FlaskClient:
    """A clerk has begun one."""
    answer = clerk.post(
        "/announcements", data={"template": "报送要点", "to": ["第二组"]}
    )
    assert answer.headers["Location"] == "/announcements/1"
    return clerk


def _kept(database: Database) -> Announcement:
    with database.reading() as conn:
        found = announcements.one(conn, 1)
    assert found is not None
    return found


def _mailed(database: Database) -> set[str]:
    with database.reading() as conn:
        return {
            entry.to for entry in outbox.listed(conn) if entry.kind == "announcement"
        }


def test_a_draft_begins_with_a_template_and_is_sent_once_finished_read_and_approved(
    begun: FlaskClient, admin: FlaskClient, database: Database
) -> None:
    assert "【】里的提示" in admin.get("/announcements/1").text
    assert 'href="/announcements/1"' in admin.get("/").text
    admin.post("/announcements/1/approve", data={"read": "yes"})
    assert _kept(database).state is CircularState.DRAFT
    assert (
        "已保存"
        in begun.post("/announcements/1", data=WORDS, follow_redirects=True).text
    )
    assert (
        "请先勾选" in admin.post("/announcements/1/approve", follow_redirects=True).text
    )
    said = admin.post(
        "/announcements/1/approve", data={"read": "yes"}, follow_redirects=True
    ).text
    mailed = _mailed(database)
    assert f"{len(mailed)} 封通知已放入发件箱" in said
    assert "unit01@units.example" in mailed
    assert len(mailed) > 1
    late = begun.post(
        "/announcements/1", data=WORDS | {"title": "另一个题目"}, follow_redirects=True
    ).text
    assert "已经审定" in late
    assert _kept(database).title == WORDS["title"]


def test_its_page_shows_the_message_in_a_frame_and_gives_the_paper(
    begun: FlaskClient,
) -> None:
    begun.post("/announcements/1", data=WORDS)
    page = begun.get("/announcements/1")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "第二组、银川市交通运输局" in page.text
    framed = begun.get("/announcements/1/mail")
    assert "春季公路养护。" in framed.text
    assert framed.headers["Content-Security-Policy"].endswith("sandbox")
    paper = docx.Document(io.BytesIO(begun.get("/announcements/1/file.docx").data))
    said = [one.text for one in paper.paragraphs]
    assert said == [
        *("宁交办通报〔2026〕8号", "2026年4月政务信息报送要点"),
        *("各单位：", "现将要点印发给你们。", "一、重点内容", "春季公路养护。"),
        *("自治区交通运输厅办公室", "2026年3月27日"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "标题不能为空"),
        ("body", " ", "正文不能为空"),
        ("to", [], "请选至少一个组或单位"),
        ("to", ["无此局"], "至少一个现有的组或单位"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_changes(
    begun: FlaskClient, database: Database, field: str, value: object, said: str
) -> None:
    before = _kept(database)
    answer = begun.post(
        "/announcements/1", data=WORDS | {field: value}, follow_redirects=True
    )
    assert said in answer.text
    assert "未作更改" in answer.text
    assert _kept(database) == before


def test_a_draft_needs_a_template_and_readers(
    clerk: FlaskClient, database: Database
) -> None:
    wrong = (
        {"template": "无此样", "to": ["第二组"]},
        {"template": "征稿", "to": ["无此局"]},
        {"template": "征稿"},
    )
    for data in wrong:
        said = clerk.post("/announcements", data=data, follow_redirects=True).text
        assert "请选" in said
    with database.reading() as conn:
        assert announcements.everything(conn) == ()


def test_p40_hostile_words_are_shown_as_words(begun: FlaskClient) -> None:
    begun.post("/announcements/1", data=WORDS | {"title": HOSTILE, "body": HOSTILE})
    for path in ("/announcements", "/announcements/1", "/announcements/1/mail"):
        text = begun.get(path).text
        assert "<script>" not in text.replace("<script src=", "")
        assert "{{7*7}}" in text


def test_p34_a_title_and_a_number_of_several_lines_are_kept_as_one_and_their_paper_is_given(
    begun: FlaskClient, database: Database
) -> None:
    split = {"title": "报送要点\r\nBcc: a@b.cn", "number": "宁交办\r\n8号"}
    begun.post("/announcements/1", data=WORDS | split)
    assert _kept(database).title == "报送要点 Bcc: a@b.cn"
    assert _kept(database).number == "宁交办 8号"
    assert begun.get("/announcements/1/file.docx").status_code == 200


def test_who_may_only_look_drafts_edits_and_approves_nothing(
    begun: FlaskClient, viewer: FlaskClient, clerk: FlaskClient
) -> None:
    for path in ("/announcements", "/announcements/1", "/announcements/1/approve"):
        assert viewer.post(path, data=WORDS).status_code == 403
        assert viewer.get(path.removesuffix("/approve")).status_code == 200
    assert (
        clerk.post("/announcements/1/approve", data={"read": "yes"}).status_code == 403
    )
    assert viewer.get("/announcements/9").status_code == 404


def test_where_a_second_person_approves_whoever_wrote_it_last_may_not(
    service: Service, database: Database
) -> None:
    app = create_app(with_second_person(service))
    app.config["WTF_CSRF_ENABLED"] = False
    chief = app.test_client()
    chief.post("/sign-in", data={"name": "王主任", "password": PASSWORD})
    chief.post("/announcements", data={"template": "征稿", "to": ["第二组"]})
    chief.post("/announcements/1", data=WORDS)
    assert "须由第二人审定" in chief.get("/announcements/1").text
    chief.post("/announcements/1/approve", data={"read": "yes"})
    assert _kept(database).state is CircularState.DRAFT
