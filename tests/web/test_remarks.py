"""Does the console give and take points by hand where the rule names kinds, and nowhere
else?
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from ledger import journal, remarks, scores
from ledger.database import Database
from ledger.entries.events import Remark
from ledger.periods import parse_period
from office.service.parts import Service
from office.use_cases.sheets import Sheets
from office.web.app import create_app
from scoring.close import Closed, Order, close
from tests.fixtures.remarks import FALSE, HELP, rulebook
from tests.fixtures.sample.record import PASSWORD
from tests.fixtures.sample.roster import NOW

ITEM, JOINT, UNKNOWN_UNIT = "2026-0001", "2026-0006", "2026-0013"
UNIT = "/points/2026Q1/1"


@pytest.fixture
def remarking(service: Service) -> FlaskClient:
    """A clerk of an office whose rule names remarks."""
    return signed_in(service, "赵敏")


def signed_in(service: Service, name: str) -> FlaskClient:
    rules = rulebook()
    app = create_app(replace(service, rulebook=rules, score_sheet=Sheets(rules).sheet))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"name": name, "password": PASSWORD})
    return client


def entered(database: Database) -> list[Remark]:
    with database.reading() as conn:
        return [each.remark for each in remarks.everything(conn)]


def sent(
    client: FlaskClient, address: str = f"/submissions/{ITEM}", **fields: str
) -> str:
    """What the page says after the form there was sent."""
    filled = {
        "unit": "1",
        "kind": FALSE,
        "points": "",
        "on": "2026-03-20",
        "because": "数字有误",
    } | fields
    return client.post(f"{address}/remarks", data=filled, follow_redirects=True).text


def test_a_fine_on_an_item_is_recorded_shown_and_journalled(
    remarking: FlaskClient, database: Database
) -> None:
    page = sent(remarking)
    assert "已记“信息失实”-10分，并记入办理记录。" in page
    assert "3月20日 信息失实" in page
    assert "加减分“信息失实”" in page
    (remark,) = entered(database)
    assert remark == Remark(1, 1, FALSE, remark.on, NOW, "数字有误", None, ITEM)
    with database.reading() as conn:
        (entry,) = journal.about(conn, "remark:1")
    assert (entry.who, entry.because) == ("赵敏", "数字有误")


def test_a_value_within_the_range_is_given_to_a_unit(
    remarking: FlaskClient, database: Database
) -> None:
    assert f"{HELP}（2至5分）" in remarking.get(UNIT).text
    assert "已记“协助核实”2.5分" in sent(remarking, UNIT, kind=HELP, points="２．５")
    (remark,) = entered(database)
    assert (str(remark.points), remark.serial) == ("5/2", None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": HELP}, "“协助核实”请填2至5之间的分值"),
        ({"kind": HELP, "points": "6"}, "“协助核实”请填2至5之间的分值"),
        ({"kind": HELP, "points": "很多"}, "“协助核实”请填2至5之间的分值"),
        ({"kind": "嘉奖"}, "2026年第一季度的考核办法没有这一项"),
        ({"kind": ""}, "请选一个项目"),
        ({"on": "2019-05-01"}, "2019年第二季度的考核办法没有这一项"),
        ({"on": "2026-12-01"}, "这一天还没有到"),
        ({"on": ""}, "请写日期"),
        ({"because": " "}, "请写明理由"),
        ({"unit": "2"}, "remark"),
    ],
)
def test_what_cannot_be_says_what_to_mend_and_records_nothing(
    remarking: FlaskClient, database: Database, fields: dict[str, str], said: str
) -> None:
    page = sent(remarking, **fields)
    assert said in page
    assert "还没有记上" in page
    assert entered(database) == []


def test_the_same_sent_twice_is_recorded_once(
    remarking: FlaskClient, database: Database
) -> None:
    sent(remarking)
    assert "没有重复记" in sent(remarking)
    assert len(entered(database)) == 1


def test_of_a_joint_item_the_unit_is_chosen(
    remarking: FlaskClient, database: Database
) -> None:
    assert (
        '<select id="unit" name="unit">' in remarking.get(f"/submissions/{JOINT}").text
    )
    sent(remarking, f"/submissions/{JOINT}", unit="11")
    assert [remark.unit_id for remark in entered(database)] == [11]


def test_no_form_stands_where_the_rule_names_none_the_unit_is_unknown_or_one_only_reads(
    clerk: FlaskClient, remarking: FlaskClient, service: Service
) -> None:
    viewer = signed_in(service, "访客")
    for address in (f"/submissions/{ITEM}", UNIT):
        assert "加减分" in remarking.get(address).text
        assert "加减分" not in clerk.get(address).text
        assert "加减分" not in viewer.get(address).text
    assert "加减分" not in remarking.get(f"/submissions/{UNKNOWN_UNIT}").text
    assert "2026年第一季度的考核办法没有这一项" in sent(clerk)


def test_what_is_not_there_is_not_remarked_upon(remarking: FlaskClient) -> None:
    for address in (
        "/submissions/2026-9999",
        f"/submissions/{UNKNOWN_UNIT}",
        "/points/2026Q1/999",
        "/points/x/1",
    ):
        assert remarking.post(f"{address}/remarks").status_code == 404
    assert remarking.get("/remarks/9").status_code == 404
    assert (
        remarking.post("/remarks/9/withdraw", data={"because": "x"}).status_code == 404
    )


def test_a_wrong_one_is_withdrawn_with_a_reason_and_stays_on_record(
    remarking: FlaskClient, database: Database
) -> None:
    sent(remarking)
    assert (
        "请写明理由" in remarking.post("/remarks/1/withdraw", data={"because": ""}).text
    )
    page = remarking.post(
        "/remarks/1/withdraw", data={"because": "记错了"}, follow_redirects=True
    ).text
    assert "已撤回，不再计分" in page
    assert "记错了" in page
    again = remarking.post(
        "/remarks/1/withdraw", data={"because": "再来"}, follow_redirects=True
    ).text
    assert "不必再撤" in again
    assert "（已撤回）" in remarking.get(f"/submissions/{ITEM}").text
    with database.reading() as conn:
        assert scores.facts_of(conn, parse_period("2026Q1")).remarks == ()


def test_of_what_a_published_quarter_counted_the_page_asks_what_shall_become_of_it(
    remarking: FlaskClient, database: Database
) -> None:
    sent(remarking)
    quarter = parse_period("2026Q1")
    with database.writing() as conn:
        order = Order("王主任", NOW, "测试", force=True)
        closed = close(conn, rulebook(), quarter, order)
        assert isinstance(closed, Closed)
        scores.publish(conn, closed.revision.id, NOW + timedelta(minutes=1))
    page = remarking.post("/remarks/1/withdraw", data={"because": "记错了"}).text
    assert "没有改动：" in page
    assert "2026年第一季度已经通报，算过这一笔，只能更正" in page
    assert "更正已通报的得分" in page
    assert "记错了" in page
    assert [each.id for each in entered(database)] == [1]
    way = {"because": "记错了", "way": "correct"}
    page = remarking.post("/remarks/1/withdraw", data=way, follow_redirects=True).text
    assert "2026年第一季度已重新结算，更正通报已起草" in page
    assert "计入其后最早还没通报的季度" in sent(remarking, because="另一处")


def test_points_are_put_right_on_their_page(
    remarking: FlaskClient, database: Database
) -> None:
    sent(remarking, UNIT, kind=HELP, points="2")
    form = {"points": "九", "because": "录错"}
    assert (
        "请写 -5、2.5 这样的数" in remarking.post("/remarks/1/change", data=form).text
    )
    page = remarking.post(
        "/remarks/1/change", data=form | {"points": "3"}, follow_redirects=True
    ).text
    assert "已更正" in page
    (remark,) = [each for each in entered(database) if each.withdrawn is None]
    assert (str(remark.points), remark.replaces) == ("3", 1)
