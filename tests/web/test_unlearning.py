"""Can a clerk put right what the program learnt of names, and what the office said of
single days?
"""

from datetime import date

from flask.testing import FlaskClient

from ledger import journal, roster, working_days
from ledger.database import Database
from ledger.roster import LearntKind, LearntName
from tests.fixtures.sample.roster import NOW


def test_a_wrong_name_is_forgotten_with_a_reason(
    clerk: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        unit = roster.all_units(conn)[0]
        lesson = LearntName(
            unit.id,
            LearntKind.ALIAS,
            "盐州路政大队",
            "赵敏 核定 2026-0001",
            "赵敏",
            NOW,
        )
        assert roster.learn_name(conn, lesson)
    assert "盐州路政大队" in clerk.get("/learnt").text
    form = {"unit": unit.name, "kind": "alias", "what": "盐州路政大队"}
    assert (
        "请写明理由"
        in clerk.post("/learnt/forget", data=form, follow_redirects=True).text
    )
    form["because"] = "认错了单位"
    assert (
        "已忘掉" in clerk.post("/learnt/forget", data=form, follow_redirects=True).text
    )
    assert "盐州路政大队" not in clerk.get("/learnt").text
    assert (
        "没有学到"
        in clerk.post("/learnt/forget", data=form, follow_redirects=True).text
    )
    with database.reading() as conn:
        entry = journal.about(conn, f"unit:{unit.id}")[-1]
    assert (entry.did, entry.because) == ("forgot an alias", "认错了单位")


def test_a_day_is_set_changed_and_withdrawn_in_the_offices_words(
    clerk: FlaskClient, viewer: FlaskClient, database: Database
) -> None:
    day = {"day": "2027-02-06", "because": "本办通知"}
    assert (
        "已改"
        in clerk.post(
            "/learnt/days", data=day | {"works": "yes"}, follow_redirects=True
        ).text
    )
    assert (
        "已经是上班"
        in clerk.post(
            "/learnt/days", data=day | {"works": "yes"}, follow_redirects=True
        ).text
    )
    clerk.post("/learnt/days", data=day | {"works": "no", "note": "调休"})
    assert "已改" in clerk.post("/learnt/days", data=day, follow_redirects=True).text
    assert (
        "没有这一天" in clerk.post("/learnt/days", data=day, follow_redirects=True).text
    )
    assert (
        "请写日期"
        in clerk.post("/learnt/days", data={"day": "x"}, follow_redirects=True).text
    )
    assert viewer.post("/learnt/days", data=day).status_code == 403
    with database.reading() as conn:
        assert working_days.one(conn, date(2027, 2, 6)) is None
        said = [
            entry.details["day"]
            for entry in journal.about(conn, "working-days")
            if entry.details
        ]
    assert said == [
        "2027年2月6日：按国务院放假调休安排 → 上班",
        "2027年2月6日：上班 → 休息（调休）",
        "2027年2月6日：休息（调休） → 按国务院放假调休安排",
    ]
