"""Does the console show a circular as it will be sent, and does approving it send
it?
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from ledger import circulars, scores
from ledger.circulars import CircularState
from ledger.database import Database
from ledger.journal import MACHINE, JournalEntry
from ledger.outbox import listing as outbox
from ledger.periods import Span
from ledger.scores import Revision
from ledger.submissions import listing, recording
from ledger.tables.events import circulars as drafted
from office.service.parts import Service
from office.use_cases.publishing import drafting
from office.web.app import create_app, serving
from tests.fixtures.sample.record import PASSWORD
from tests.fixtures.sample.roster import NOW
from tests.fixtures.sample.service import with_second_person

WORDS = {
    "title": "关于2025年第四季度政务信息报送采用情况的通报",
    "number": "12",
    "dated": "2026-03-27",
    "covering": "各单位：\r\n本办自己的话。",
    "because": "",
}


@pytest.fixture
def settled(admin: FlaskClient) -> FlaskClient:
    """An administrator, after the sample's draft, whose points are made up, was settled
    by the record.
    """
    assert (
        "已按现在的记录重新结算"
        in admin.post("/circulars/1/settle", follow_redirects=True).text
    )
    return admin


def _kept(database: Database) -> circulars.Circular:
    with database.reading() as conn:
        found = circulars.one(conn, 1)
    assert found is not None
    return found


def _mailed(database: Database) -> list[outbox.OutboxEntry]:
    with database.reading() as conn:
        return [entry for entry in outbox.listed(conn) if entry.kind == "circular"]


def test_approving_in_the_console_queues_a_message_for_every_unit(
    settled: FlaskClient, database: Database
) -> None:
    assert _mailed(database) == []
    page = settled.post(
        "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
    ).text
    sent = _mailed(database)
    assert f"{len(sent)} 封通报已放入发件箱" in page
    assert len(sent) == 18
    assert {entry.about["circular"] for entry in sent} == {"1"}
    assert _kept(database).state is CircularState.SENT
    settled.post("/circulars/1/approve", data={"read": "yes"})
    assert len(_mailed(database)) == len(sent)


def test_the_offices_words_are_changed_and_a_bare_number_gets_prefix_and_year(
    clerk: FlaskClient, database: Database
) -> None:
    clerk.post("/circulars/1", data=WORDS)
    found = _kept(database)
    assert found.number == "宁交办通报〔2026〕12号"
    assert found.covering.splitlines() == ["各单位：", "本办自己的话。"]
    assert str(found.dated) == "2026-03-27"
    assert found.edited_by == "赵敏"
    refused = clerk.post("/circulars/1", data=WORDS | {"covering": ""})
    assert refused.status_code == 422
    assert "正文不能为空" in refused.text
    assert _kept(database) == found


def test_the_preview_is_the_message_and_its_files_as_they_will_go_out(
    clerk: FlaskClient,
) -> None:
    clerk.post("/circulars/1", data=WORDS)
    page = clerk.get("/circulars/1").text
    assert "本办自己的话。" in page
    assert "宁交办通报〔2026〕12号" in clerk.get("/circulars/1/mail").text
    paper = clerk.get("/circulars/1/file.docx")
    said = [one.text for one in docx.Document(io.BytesIO(paper.data)).paragraphs]
    assert "本办自己的话。" in said
    assert "2026年3月27日" in said
    assert clerk.get("/circulars/1/file.xlsx").data.startswith(b"PK")
    for missing in (
        "/circulars/1/file.exe",
        "/circulars/9/mail",
        "/circulars/9/file.docx",
    ):
        assert clerk.get(missing).status_code == 404


def test_p40_the_messages_html_runs_nothing_and_is_framed_by_the_console_alone(
    viewer: FlaskClient,
) -> None:
    message = viewer.get("/circulars/1/mail").headers
    policy = message["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert policy.endswith("sandbox")
    page = viewer.get("/circulars/1")
    assert "<iframe" in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert (
        "frame-src" not in viewer.get("/circulars").headers["Content-Security-Policy"]
    )


def test_a_viewer_changes_nothing(viewer: FlaskClient) -> None:
    for path in ("/circulars/1", "/circulars/1/settle", "/circulars/1/approve"):
        assert viewer.post(path, data=WORDS | {"read": "yes"}).status_code == 403


def test_a_draft_on_an_older_score_is_refused_with_the_way_out_and_moves_on(
    admin: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        first = scores.revisions(conn, "2025Q4")[-1]
        scores.store(
            conn,
            Revision(0, "2025Q4", 0, first.edition, first.sheet, "", "", "赵敏", NOW),
        )
    assert "按现在的记录重新结算" in admin.get("/circulars/1").text
    page = admin.post(
        "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
    ).text
    assert "本期又结算过一次" in page
    assert _kept(database).state is CircularState.DRAFT
    admin.post("/circulars/1/settle")
    assert (
        "已审定"
        in admin.post(
            "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
        ).text
    )


@pytest.fixture
def strict(service: Service) -> Callable[[str], FlaskClient]:
    """Clients of an office where a second person approves."""
    app = create_app(with_second_person(service))
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(name: str) -> FlaskClient:
        client = app.test_client()
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
        return client

    return signed_in


def test_where_a_second_person_approves_the_page_says_so_to_who_edited_last(
    strict: Callable[[str], FlaskClient], database: Database
) -> None:
    strict("赵敏").post("/circulars/1/settle")
    chief = strict("王主任")
    assert "审定并寄出" in chief.get("/circulars/1").text
    chief.post("/circulars/1", data=WORDS)
    page = chief.get("/circulars/1").text
    assert "须由第二人审定" in page
    assert "审定并寄出" not in page
    chief.post("/circulars/1/approve", data={"read": "yes"})
    assert _kept(database).state is CircularState.DRAFT


def test_a_browser_shows_the_message_in_its_frame_with_its_own_styles(
    service: Service, page: Page
) -> None:
    with serving(service, "127.0.0.1", 0) as address:
        page.goto(address)
        page.get_by_label("用户名").fill("王主任")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.goto(f"{address}circulars/1")
        frame = page.frame_locator("iframe.mail")
        title = frame.get_by_role(
            "heading", name="关于2025年第四季度政务信息报送采用情况的通报"
        )
        title.wait_for()
        assert title.evaluate("it => getComputedStyle(it).textAlign") == "center"
        assert faults == []


def test_what_the_machine_drafted_is_said_to_be_the_systems(
    admin: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        conn.execute(drafted.update().values(drafted_by=MACHINE))
    assert "起草：系统" in admin.get("/circulars/1").text


def test_what_changed_since_the_draft_is_shown_with_one_button_that_settles_anew(
    settled: FlaskClient, clerk: FlaskClient, database: Database
) -> None:
    clerk.post("/circulars/1", data=WORDS)
    assert "起草之后的变动" not in clerk.get("/circulars/1").text
    with database.writing() as conn:
        found = listing.one(conn, "2026-0001")
        assert found is not None
        entry = JournalEntry(NOW, "赵敏", "decide: keep", "", "应计入去年")
        recording.change(
            conn, found, replace(found, counts_on=date(2025, 12, 3)), entry
        )
    page = clerk.get("/circulars/1").text
    assert "起草之后的变动" in page
    assert "报送 0 → 1" in page
    assert 'href="/submissions/2026-0001"' in page
    assert "应计入去年" in page
    refused = settled.post(
        "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
    ).text
    assert "草稿已与记录不符" in refused
    assert _mailed(database) == []
    assert (
        "正文、标题和文号保留"
        in clerk.post("/circulars/1/settle", follow_redirects=True).text
    )
    assert "起草之后的变动" not in clerk.get("/circulars/1").text
    assert _kept(database).title == WORDS["title"]
    assert (
        "已审定"
        in settled.post(
            "/circulars/1/approve", data={"read": "yes"}, follow_redirects=True
        ).text
    )


def test_a_published_circular_shows_what_changed_since_and_a_reason_drafts_its_correction(
    settled: FlaskClient, clerk: FlaskClient, database: Database
) -> None:
    settled.post("/circulars/1/approve", data={"read": "yes"})
    assert "公布之后的变动" not in clerk.get("/circulars/1").text
    with database.writing() as conn:
        found = listing.one(conn, "2026-0001")
        assert found is not None
        entry = JournalEntry(NOW, "赵敏", "decide: keep", "", "应计入去年")
        recording.change(
            conn, found, replace(found, counts_on=date(2025, 12, 3)), entry
        )
    assert "公布之后的变动" in clerk.get("/circulars/1").text
    without = clerk.post(
        "/circulars/1/settle", data={"because": " "}, follow_redirects=True
    ).text
    assert "更正须写明原因" in without
    page = clerk.post(
        "/circulars/1/settle", data={"because": "漏计一件"}, follow_redirects=True
    ).text
    assert "更正通报已起草" in page
    assert "漏计一件" in page
    # The earlier one is no longer where it is done.
    again = clerk.post(
        "/circulars/1/settle", data={"because": "再来"}, follow_redirects=True
    ).text
    assert "请在这一份上办理" in again


def test_an_administrator_chooses_which_circulars_are_drafted(
    admin: FlaskClient, clerk: FlaskClient, database: Database, service: Service
) -> None:
    assert (
        clerk.post("/circulars/periods", data={"spans": ["month"]}).status_code == 403
    )
    page = admin.post(
        "/circulars/periods", data={"spans": ["quarter", "year"]}, follow_redirects=True
    ).text
    assert "今后由系统起草的：季度、年度" in page
    with database.reading() as conn:
        assert drafting.drafted_spans(service, conn) == (Span.QUARTER, Span.YEAR)
    assert "季度、年度" in clerk.get("/circulars").text
    assert (
        "不再自动结算" in admin.post("/circulars/periods", follow_redirects=True).text
    )
