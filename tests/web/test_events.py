"""Can a clerk put on record on an item's page that it was adopted, written on or sent
up?
"""

from flask.testing import FlaskClient

from ledger.database import Database
from ledger.events import adoptions, forwardings, instructions

ITEM = "2026-0003"


def sent(client: FlaskClient, kind: str, **fields: str) -> tuple[int, str]:
    data = {
        f"{kind}-{name}": value
        for name, value in ({"on": "2026-03-09"} | fields).items()
    }
    answer = client.post(
        f"/submissions/{ITEM}/events/{kind}", data=data, follow_redirects=True
    )
    return answer.status_code, answer.text


def test_each_of_the_three_is_recorded_shown_and_stands_in_the_history(
    clerk: FlaskClient, database: Database
) -> None:
    code, page = sent(
        clerk, "adoption", what="宁夏交通信息", how="单条", issue="3", note="见第3期"
    )
    assert code == 200
    assert "已记“采用”" in page
    assert "《宁夏交通信息》采用" in page
    assert "见第3期" in page
    assert "已记“批示”" in sent(clerk, "instruction", what="某副主席", how="区领导")[1]
    assert "已记“上报”" in sent(clerk, "forwarding", what="自治区党委办公厅")[1]
    with database.reading() as conn:
        assert [one.form for one in adoptions.of(conn, [ITEM])] == ["单条"]
        assert [one.leader for one in instructions.of(conn, [ITEM])] == ["某副主席"]
        assert [one.target for one in forwardings.of(conn, [ITEM])] == [
            "自治区党委办公厅"
        ]
    assert "已经记过" in sent(clerk, "forwarding", what="自治区党委办公厅")[1]


def test_what_is_missing_or_has_not_happened_yet_is_asked_for_again(
    clerk: FlaskClient, database: Database
) -> None:
    code, page = sent(clerk, "adoption", what="", how="单条")
    assert code == 422
    assert "这一栏请填写" in page
    code, page = sent(clerk, "forwarding", what="自治区党委办公厅", on="2030-01-01")
    assert code == 422
    assert "还没有到" in page
    with database.reading() as conn:
        assert forwardings.of(conn, [ITEM]) == ()


def test_what_the_rule_does_not_name_is_asked_again_with_its_words_and_kept_where_that_is_ticked(
    clerk: FlaskClient, database: Database
) -> None:
    code, page = sent(clerk, "instruction", what="某厅领导", how="自治区领到")
    assert code == 422
    assert "是不是自治区领导？可选：自治区领导、交通运输部领导；" in page
    assert 'value="自治区领到"' in page
    assert (
        "只作记录，不计分"
        in sent(clerk, "instruction", what="某厅领导", how="厅领导", unscored="y")[1]
    )
    assert "（厅领导，不计分）" in clerk.get(f"/submissions/{ITEM}").text
    with database.reading() as conn:
        assert [one.unscored for one in instructions.of(conn, [ITEM])] == [True]


def test_only_who_may_decide_sees_the_forms_and_may_send_them(
    clerk: FlaskClient, viewer: FlaskClient
) -> None:
    assert "记采用" not in viewer.get(f"/submissions/{ITEM}").text
    assert sent(viewer, "adoption", what="宁夏交通信息", how="单条")[0] == 403
    assert "记采用" in clerk.get(f"/submissions/{ITEM}").text
    assert clerk.post(f"/submissions/{ITEM}/events/nothing").status_code == 404
