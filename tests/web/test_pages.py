"""Does every page open, say what it should, and keep what it must?"""

import copy
from dataclasses import replace
from datetime import UTC, datetime

from flask.testing import FlaskClient

from ledger import circulars, scores
from ledger.circulars import ApprovedContents
from ledger.database import Database
from ledger.journal import By, JournalEntry
from ledger.submissions import listing, recording
from tests.fixtures.sample.roster import NOW

PAGES = (
    "/",
    "/submissions",
    "/submissions?period=2026-03&unit=2&state=recorded&q=公路&page=1",
    "/submissions?period=nonsense&unit=x&state=y&page=-3",
    "/submissions/2026-0001",
    "/submissions/2026-0012",
    "/submissions/2026-0013",
    "/submissions/2026-0015",
    "/submissions/2026-0013/decide",
    "/proposals",
    "/proposals?lapsed=yes&kind=joint&page=2",
    "/proposals/1",
    "/letters",
    "/letters?state=set-aside&q=退信",
    "/letters/1",
    "/letters/19",
    "/letters/20",
    "/letters/21",
    "/letters/21/words",
    "/letters/possible",
    "/roster",
    "/standings",
    "/standings/2026-02",
    "/points",
    "/points/2025Q4",
    "/points/2025Q4?revision=now",
    "/points/2026-03",
    "/points/2020",
    "/points/2026Q1/1",
    "/records/2026-0015",
    "/records/letter:1",
    "/circulars",
    "/circulars/1",
    "/outbox",
    "/outbox?state=unknown",
    "/outbox/3",
    "/addresses",
    "/people",
    "/people?who=李娜",
    "/password",
)


ABSENT = (
    "/submissions/2026-9999",
    "/letters/999",
    "/outbox/999",
    "/circulars/9",
    "/points/2026Q1/999",
    "/points/nonsense",
    "/records/2026-9999",
    "/records/adoption:x",
    "/records/nonsense",
    "/standings/2026Q1",
    "/nowhere",
)


def test_p40_every_page_opens_and_shows_hostile_mail_as_letters(
    admin: FlaskClient,
) -> None:
    for address in PAGES:
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert "一事一报" in answer.text
        assert "<script>" not in answer.text, address


def test_p40_a_hostile_item_shows_its_very_characters(clerk: FlaskClient) -> None:
    text = clerk.get("/submissions/2026-0015").text
    assert "&lt;script&gt;document.title=&#39;taken&#39;&lt;/script&gt;{{7*7}}" in text
    assert "@SUM" in text


def test_what_is_not_there_is_said_in_a_sentence(clerk: FlaskClient) -> None:
    for address in ABSENT:
        answer = clerk.get(address)
        assert answer.status_code == 404, address
        assert "这条记录已不存在" in answer.text


def test_home_says_what_to_do_first_and_in_what_mode_the_service_answers(
    clerk: FlaskClient,
) -> None:
    text = clerk.get("/").text
    assert (
        text.index("待核报送件")
        < text.index("先办这一项")
        < text.index("结果不明的发件")
    )
    assert "只给本办发提醒" in text
    assert "2026-03-26 09:37" in text


def test_home_counts_each_pile_apart_and_leads_to_exactly_it(
    clerk: FlaskClient,
) -> None:
    text = clerk.get("/").text
    assert "/outbox?state=unknown" in text
    assert "被拒收的发件" not in text  # none are


def test_a_draft_circular_waits_on_the_first_page_until_it_is_approved(
    admin: FlaskClient,
) -> None:
    text = admin.get("/").text
    assert "待审定的通报" in text
    assert 'href="/circulars/1"' in text
    admin.post("/circulars/1/settle")
    admin.post("/circulars/1/approve", data={"read": "yes"})
    assert "待审定的通报" not in admin.get("/").text


def test_the_list_narrows_by_words_state_and_open_proposals(clerk: FlaskClient) -> None:
    found = clerk.get("/submissions?q=桥梁春季").text
    assert "宁夏公路管理中心完成乌玛高速桥梁春季定期检查" in found
    assert "不见面" not in found
    assert "2026-0012" in clerk.get("/submissions?proposed=yes").text
    assert "共 2 条" in clerk.get("/submissions?state=held").text


def test_telephone_numbers_stand_on_the_detail_page_only(clerk: FlaskClient) -> None:
    assert "0951-6000001" in clerk.get("/submissions/2026-0001").text
    for address in (
        "/",
        "/submissions",
        "/letters",
        "/letters/1",
        "/standings",
        "/points/2026Q1/1",
    ):
        assert "0951-60" not in clerk.get(address).text


def test_an_original_leaves_only_as_a_download_no_browser_opens(
    clerk: FlaskClient, viewer: FlaskClient
) -> None:
    answer = clerk.get("/letters/1/original")
    assert answer.data.startswith(b"From: unit01@units.example")
    assert answer.mimetype == "application/octet-stream"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="letter-1.eml"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert viewer.get("/letters/1/original").status_code == 403


def test_a_sealed_letter_shows_no_content_and_offers_no_original(
    clerk: FlaskClient,
) -> None:
    text = clerk.get("/letters/19").text
    assert "内容未留存" in text
    assert "下载原件" not in text
    assert clerk.get("/letters/19/original").status_code == 404


def test_points_lead_to_lines_with_article_and_evidence(clerk: FlaskClient) -> None:
    text = clerk.get("/points/2026Q1/1").text
    assert "第十一条（二）第1项" in text
    assert "依据 2021年3月19日版考核办法" in text
    assert 'href="/submissions/2026-0001"' in text


def test_a_stored_revision_is_shown_before_a_computed_one(clerk: FlaskClient) -> None:
    assert "存档" in clerk.get("/points/2025Q4").text
    assert "现算，还没有存档" in clerk.get("/points/2025Q4?revision=now").text


def test_a_proposal_is_put_as_a_question_of_its_own(clerk: FlaskClient) -> None:
    assert "疑似更正稿" in clerk.get("/submissions/2026-0012").text


def test_the_reports_of_one_event_stand_in_a_row_on_each_of_their_pages(
    clerk: FlaskClient, database: Database
) -> None:
    assert "首报" not in clerk.get("/submissions/2026-0001").text
    with database.writing() as conn:
        entry = JournalEntry(datetime.now(UTC), "clerk", "link", "", "试")
        for serial in ("2026-0004", "2026-0005"):
            before = listing.one(conn, serial)
            assert before is not None
            title = f"{before.title}终报" if serial == "2026-0005" else before.title
            recording.change(
                conn, before, replace(before, title=title, follows="2026-0001"), entry
            )
    for serial in ("2026-0001", "2026-0004", "2026-0005"):
        chain = clerk.get(f"/submissions/{serial}").text.partition(
            'aria-label="同一事件的报告"'
        )[2]
        assert "首报" in chain
        assert "续报（一）" in chain
        assert "终报" in chain
        assert f'href="/submissions/{serial}"' not in chain.partition("</nav>")[0]


def test_a_period_without_a_rule_says_so(clerk: FlaskClient) -> None:
    assert "这一时期没有适用的考核办法" in clerk.get("/points/2020").text


def test_home_and_standings_say_what_is_needed_in_how_many_working_days(
    clerk: FlaskClient,
) -> None:
    assert "还有3个工作日，3月31日截止" in clerk.get("/").text
    assert "还有64个工作日，6月30日截止" in clerk.get("/standings").text
    assert "还差1篇；还有3个工作日，3月31日截止" in clerk.get("/standings").text


def test_a_line_names_its_evidence_in_words_and_what_was_owed_stands_above(
    clerk: FlaskClient,
) -> None:
    text = clerk.get("/points/2026Q1/1").text
    assert "宁夏交通信息第 12 期采用（单条），2026年3月20日" in text
    assert 'href="/records/adoption:1"' in text
    assert "来件“银川市交通运输局＋银川市全面推行“不见面”办理道路运输证照”" in text
    assert "应完成的任务" in clerk.get("/points/2026-03/1").text


def test_a_record_leads_back_to_its_lines_and_from_the_item(clerk: FlaskClient) -> None:
    item = clerk.get("/submissions/2026-0001").text
    assert 'href="/records/2026-0001"' in item
    assert 'href="/records/adoption:1"' in item
    for name in ("2026-0001", "adoption:1", "submission:2026-0001"):
        page = clerk.get(f"/records/{name}").text
        assert "采用：《宁夏交通信息》第 12 期，单条" in page
        assert 'href="/points/2026Q1/1"' in page
        assert "2026年第一季度" in page
    assert "还没有哪一分" in clerk.get("/records/2026-0013").text


def test_every_stored_score_stands_with_who_why_and_what_differs(
    admin: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        drafted = circulars.latest(conn, "2025Q4")
        assert drafted is not None
        circulars.approve(conn, drafted, ApprovedContents({}, ()), By("王主任", NOW))
        (first,) = scores.revisions(conn, "2025Q4")
        sheet = copy.deepcopy(dict(first.sheet))
        sheet["groups"][0]["units"][1]["lines"] = sheet["groups"][0]["units"][1][
            "lines"
        ][1:]
        scores.store(
            conn,
            first._replace(sheet=sheet, because="退回一件失实信息", published_at=None),
        )
    text = admin.get("/points/2025Q4").text
    assert "第 1 稿：" in text
    assert "王主任审定公布" in text
    assert "理由：退回一件失实信息；尚未审定，未公布" in text
    assert "石嘴山市交通运输局：21 → 16 分" in text
