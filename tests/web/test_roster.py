"""Is the office shown, on its first page and in full, what the roster and the calendar
lack?
"""

from dataclasses import replace
from datetime import UTC, datetime

from flask.testing import FlaskClient

from ledger import roster
from ledger.database import Database
from office.service.clock import stopped_at
from office.service.parts import Service
from office.web.app import create_app
from tests.fixtures.sample.record import PASSWORD


def test_a_unit_that_nobody_can_write_to_is_a_pile_of_its_own(
    database: Database, clerk: FlaskClient
) -> None:
    assert (
        "<b>1</b><span>联系不上的单位" in clerk.get("/").text
    )  # whose address was given up
    with database.writing() as conn:
        mute = replace(roster.all_units(conn)[2], people=(), addresses=())
        roster.save(conn, [mute])
    assert "<b>2</b><span>联系不上的单位" in clerk.get("/").text
    page = clerk.get("/roster").text
    assert (
        page.index(mute.name)
        < page.index("没有信息员，也没有登记邮箱")
        < page.index("银川市交通运输局")
    )


def test_gaps_of_article_6_wait_for_the_office(clerk: FlaskClient) -> None:
    assert "<b>18</b><span>名册缺项的单位" in clerk.get("/").text
    assert "没有负责人" in clerk.get("/roster").text


def test_the_page_of_the_roster_is_reached_from_the_first_one_though_nothing_is_missing(
    viewer: FlaskClient,
) -> None:
    assert 'href="/roster"' in viewer.get("/").text.partition("<h2>运行</h2>")[2]


def test_years_whose_holidays_are_not_known_are_named(service: Service) -> None:
    app = create_app(
        replace(service, clock=stopped_at(datetime(2040, 3, 26, 1, 40, tzinfo=UTC)))
    )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"name": "赵敏", "password": PASSWORD})
    assert "还不知道 2040 年的放假安排" in client.get("/").text
    assert "还不知道 2040 年的放假调休安排" in client.get("/roster").text
