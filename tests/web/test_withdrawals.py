"""Can a clerk put right or take back on a page what was put on record of an item?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask.testing import FlaskClient

from ledger import scores, switches
from ledger.database import Database
from ledger.entries.events import Adoption, Beginning, HistoryTotal, Instruction
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.events import Which, adoptions, instructions
from ledger.journal import By
from ledger.periods import parse_period
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from office.service.clock import stopped_at
from office.service.parts import Service
from office.web.app import create_app
from scoring.close import scored
from tests.fixtures.sample.record import PASSWORD
from tests.fixtures.sample.roster import NOW

ITEM = "2026-0003"


@pytest.fixture
def adopted(clerk: FlaskClient, database: Database) -> FlaskClient:
    """The item was adopted, as somebody typed it; the name of that is `adoption:N`."""
    data = {
        "adoption-what": "宁夏交通信息",
        "adoption-how": "单条",
        "adoption-issue": "3",
        "adoption-on": "2026-03-09",
    }
    clerk.post(f"/submissions/{ITEM}/events/adoption", data=data)
    return clerk


def name_of(database: Database) -> str:
    with database.reading() as conn:
        return f"adoption:{adoptions.of(conn, [ITEM])[-1].id}"


def test_the_items_page_leads_to_it_and_it_is_put_right_with_a_reason(
    adopted: FlaskClient, database: Database
) -> None:
    name = name_of(database)
    assert f'href="/events/{name}"' in adopted.get(f"/submissions/{ITEM}").text
    assert "《宁夏交通信息》第3期采用" in adopted.get(f"/events/{name}").text
    form = {
        "serial": ITEM,
        "what": "综合信息",
        "how": "单条",
        "issue": "9",
        "on": "2026-03-09",
    }
    assert "请写明理由" in adopted.post(f"/events/{name}/change", data=form).text
    form["because"] = "刊物录错"
    page = adopted.post(f"/events/{name}/change", data=form, follow_redirects=True).text
    assert "已更正。" in page
    assert (
        "更正采用“《宁夏交通信息》第3期采用 单条 2026年3月9日 → 《综合信息》第9期采用 单条"
        in page
    )
    with database.reading() as conn:
        (standing,) = adoptions.of(conn, [ITEM])
    assert (standing.publication, standing.issue) == ("《综合信息》", "9")


def test_it_is_taken_back_and_the_page_still_shows_it_with_the_reason(
    adopted: FlaskClient, database: Database
) -> None:
    name = name_of(database)
    form = {"because": "没有采用"}
    page = adopted.post(
        f"/events/{name}/withdraw", data=form, follow_redirects=True
    ).text
    assert "已撤回，不再计分" in page
    assert "（已撤回）" in page
    assert "没有采用" in page
    with database.reading() as conn:
        assert adoptions.of(conn, [ITEM]) == ()
        assert len(adoptions.of(conn, [ITEM], Which.ALL)) == 1
    assert "不必再撤" in adopted.post(f"/events/{name}/withdraw", data=form).text
    assert "已于" in adopted.get(f"/events/{name}").text
    assert "已于" in adopted.get(f"/records/{name}").text


def test_what_cannot_be_keeps_the_words_and_says_why(
    adopted: FlaskClient, database: Database
) -> None:
    name = name_of(database)
    form = {
        "serial": "2026-9999",
        "what": "综合信息",
        "how": "单条",
        "on": "2026-03-09",
        "because": "刊物录错",
    }
    answer = adopted.post(f"/events/{name}/change", data=form)
    assert answer.status_code == 422
    assert "没有这个编号的报送件" in answer.text
    assert 'value="综合信息"' in answer.text
    assert "刊物录错" in answer.text


def test_who_only_looks_changes_nothing_and_what_is_not_there_is_not_found(
    adopted: FlaskClient, viewer: FlaskClient, database: Database
) -> None:
    name = name_of(database)
    assert "撤回这一笔" not in viewer.get(f"/events/{name}").text
    assert (
        viewer.post(f"/events/{name}/withdraw", data={"because": "x"}).status_code
        == 403
    )
    for unknown in ("adoption:99", "remark:1", "letter:1", "adoption:x"):
        assert adopted.get(f"/events/{unknown}").status_code == 404


def test_c13_in_a_quarter_cut_by_the_beginning_the_open_one_takes_the_points_back(
    admin: FlaskClient, service: Service, database: Database
) -> None:
    """By hand: October told 7, December's duty 5, an adoption 2, a 批示 10, and 0 of
    what came before: 24.
    """
    entered_at = datetime(2025, 12, 26, 2, tzinfo=UTC)
    days = (date(2025, 10, 20), date(2025, 12, 3), date(2025, 12, 4))
    items: list[NewSubmission] = []
    for number, day in enumerate(days, start=1):
        serial = f"2025-{number:04d}"
        arrived_at = datetime.combine(day, time(2), UTC)
        item = Submission(
            serial,
            arrived_at,
            serial,
            SubmissionState.RECORDED,
            1,
            category="动态",
            token=serial,
        )
        items.append(NewSubmission(item, SubmissionWords("", "")))
    with database.writing() as conn:
        switches.set_beginning(
            conn, Beginning(date(2025, 11, 10)), By("王主任", entered_at)
        )
        scores.save_history(conn, [HistoryTotal("2025-10", 1, Decimal(7))])
        recording.add(conn, items, entered_at)
        for serial in ("2025-0001", "2025-0002"):
            adopted = Adoption(
                0, serial, "《宁夏交通信息》", "单条", date(2025, 12, 10), entered_at
            )
            adoptions.add(conn, [adopted])
        leader = ("某副主席", "自治区领导", date(2025, 12, 20), entered_at)
        instructions.add(conn, [Instruction(0, "2025-0003", *leader)])

    def total(code: str) -> Fraction:
        with database.reading() as conn:
            unit = scored(
                conn, service.rulebook, parse_period(code), NOW + timedelta(days=2)
            ).of(1)
        assert unit is not None
        return unit.total

    before = total("2026Q1")
    admin.post("/circulars/1/settle")
    assert admin.post("/circulars/1/approve", data={"read": "yes"}).status_code == 302
    assert total("2025Q4") == 24
    app = create_app(replace(service, clock=stopped_at(NOW + timedelta(days=1))))
    app.config["WTF_CSRF_ENABLED"] = False
    clerk = app.test_client()
    clerk.post("/sign-in", data={"name": "赵敏", "password": PASSWORD})
    page = clerk.get("/events/instruction:1").text
    assert "2025年第四季度：银川市交通运输局：24 → 14 分" in page
    assert "2026年第一季度：银川市交通运输局 -10 分" in page
    form = {"because": "并没有批示", "way": "carry"}
    said = clerk.post(
        "/events/instruction:1/withdraw", data=form, follow_redirects=True
    ).text
    assert (
        "已通报的不动，在还没通报的季度冲回（2026年第一季度：银川市交通运输局 -10 分）"
        in said
    )
    # What was of an item from before earned nothing: taking it back changes words
    # alone.
    early = clerk.get("/events/adoption:2").text
    assert "分数不变" in early
    assert " → " not in early.partition("<fieldset")[2]
    assert total("2025Q4") == 24
    assert total("2026Q1") - before == -10
