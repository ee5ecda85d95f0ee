"""Can a clerk put right or take back on a page what was put on record of an item?"""

import pytest
from flask.testing import FlaskClient

from ledger.database import Database
from ledger.events import Which, adoptions

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
    form = {"serial": ITEM, "what": "综合信息", "how": "单条", "issue": "9", "on": "2026-03-09"}
    assert "请写明理由" in adopted.post(f"/events/{name}/change", data=form).text
    form["because"] = "刊物录错"
    page = adopted.post(f"/events/{name}/change", data=form, follow_redirects=True).text
    assert "已更正。" in page
    assert "更正采用“《宁夏交通信息》第3期采用 单条 2026年3月9日 → 《综合信息》第9期采用 单条" in page
    with database.reading() as conn:
        (standing,) = adoptions.of(conn, [ITEM])
    assert (standing.publication, standing.issue) == ("《综合信息》", "9")


def test_it_is_taken_back_and_the_page_still_shows_it_with_the_reason(
    adopted: FlaskClient, database: Database
) -> None:
    name = name_of(database)
    form = {"because": "没有采用"}
    page = adopted.post(f"/events/{name}/withdraw", data=form, follow_redirects=True).text
    assert "已撤回，不再计分" in page
    assert "（已撤回）" in page
    assert "没有采用" in page
    with database.reading() as conn:
        assert adoptions.of(conn, [ITEM]) == ()
        assert len(adoptions.of(conn, [ITEM], Which.ALL)) == 1
    assert "不必再撤" in adopted.post(f"/events/{name}/withdraw", data=form).text
    assert "已于" in adopted.get(f"/events/{name}").text
    assert "已于" in adopted.get(f"/records/{name}").text


def test_what_cannot_be_keeps_the_words_and_says_why(adopted: FlaskClient, database: Database) -> None:
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
    assert viewer.post(f"/events/{name}/withdraw", data={"because": "x"}).status_code == 403
    for unknown in ("adoption:99", "remark:1", "letter:1", "adoption:x"):
        assert adopted.get(f"/events/{unknown}").status_code == 404
