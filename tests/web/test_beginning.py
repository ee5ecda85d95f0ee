"""Do the pages say since when is assessed, and which items are from before?"""

from datetime import date

from flask.testing import FlaskClient

from ledger import switches
from ledger.database import Database
from ledger.entries.events import Beginning
from ledger.journal import By
from tests.fixtures.sample.roster import NOW


def test_lists_standings_points_and_the_first_page_say_since_when_is_assessed(
    clerk: FlaskClient, database: Database
) -> None:
    assert "考核前" not in clerk.get("/submissions").get_data(as_text=True)
    with database.writing() as conn:
        switches.set_beginning(conn, Beginning(date(2026, 4, 1)), By("王主任", NOW))
    for path, says in (
        ("/submissions", ">考核前</span>"),
        ("/submissions/2026-0001", "考核前：自2026年4月1日起考核，这一件计在此前"),
        (
            "/standings",
            "自2026年4月1日起考核，此前已起算的任务不算。本月在此之前，来件只登记，不考核。",
        ),
        ("/points", "自2026年4月1日起考核，此前的来件只登记，不计分、不扣分。"),
        ("/", "本月的来件照常登记、答复，列为考核前，不计分，也不催报。"),
    ):
        assert says in clerk.get(path).get_data(as_text=True), path


def test_the_day_is_shown_and_moved_by_page_with_a_reason(
    admin: FlaskClient, clerk: FlaskClient, database: Database
) -> None:
    assert "还没有定" in clerk.get("/beginning").text
    form = {"on": "2026-03-01", "begun": "no", "because": ""}
    assert "请写明理由" in admin.post("/beginning", data=form).text
    assert (
        clerk.post("/beginning", data=form | {"because": "三月启用"}).status_code == 403
    )
    assert "自2026年3月1日起考核" not in clerk.get("/").text
    said = admin.post(
        "/beginning", data=form | {"because": "三月启用"}, follow_redirects=True
    ).text
    assert "已改：自2026年3月1日起考核，此前已起算的任务不算" in said
    assert "三月启用" in said
    # The month that runs is assessed, and is the first one.
    assert "自2026年3月1日起考核" in clerk.get("/").text
    again = admin.post("/beginning", data=form | {"because": "照旧"})
    assert (again.status_code, "不用再改" in again.text) == (422, True)
    admin.post(
        "/beginning", data=form | {"on": "2026-03-10", "begun": "yes", "because": "改"}
    )
    assert "本月报够照样得分，不够不扣分" in clerk.get("/").text
    with database.reading() as conn:
        assert switches.beginning(conn) == Beginning(date(2026, 3, 10), owes_begun=True)
