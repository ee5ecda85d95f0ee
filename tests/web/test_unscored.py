"""Can a clerk see what is kept without points, and say on the page what was meant?"""

import pytest
from flask.testing import FlaskClient

from ledger.database import Database
from ledger.entries.events import Adoption
from ledger.events import adoptions
from tests.fixtures.sample.roster import NOW

ITEM = "2026-0003"
KEY = "publication:宁夏交通信"


@pytest.fixture
def misspelt(clerk: FlaskClient, database: Database) -> FlaskClient:
    """On record is a word that was entered before such words were refused."""
    with database.writing() as conn:
        adoptions.add(conn, [Adoption(0, ITEM, "宁夏交通信", "单条", NOW.date(), NOW)])
    return clerk


def test_the_first_page_leads_to_it_and_a_name_is_put_in_its_place(
    misspelt: FlaskClient, database: Database
) -> None:
    assert "没有计分的采用、批示" in misspelt.get("/").text
    page = misspelt.get("/unscored").text
    assert "1 笔没有选过“不计分”" in page
    assert page.index('<option value="《宁夏交通信息》">') < page.index(
        '<option value="《综合信息》">'
    )
    form = {"key": KEY, "name": "《宁夏交通信息》", "because": "少录了一个字"}
    page = misspelt.post("/unscored", data=form, follow_redirects=True).text
    assert "1 笔已改为“《宁夏交通信息》”，按办法计分" in page
    assert "宁夏交通信 " not in page
    with database.reading() as conn:
        (one,) = [each for each in adoptions.of(conn, [ITEM]) if each.replaces]
    assert (one.publication, one.unscored) == ("《宁夏交通信息》", False)


def test_what_is_missing_is_asked_again_with_what_was_written(
    misspelt: FlaskClient,
) -> None:
    for form, asked in (
        ({"key": KEY, "name": "《综合信息》"}, "请写明理由"),
        ({"key": KEY, "name": "", "because": "少录了"}, "请选一个名称"),
        ({"key": KEY, "name": "某刊", "because": "少录了"}, "没有“某刊”这个刊物"),
    ):
        answer = misspelt.post("/unscored", data=form)
        assert answer.status_code == 422
        assert asked in answer.text
        assert form.get("because", "") in answer.text
    kept = misspelt.post(
        "/unscored",
        data={"key": KEY, "name": "-", "because": "别的刊物"},
        follow_redirects=True,
    )
    assert "1 笔已记为不计分" in kept.text
    assert "没有选过" not in kept.text


def test_who_only_looks_changes_nothing(
    misspelt: FlaskClient, viewer: FlaskClient
) -> None:
    assert "<select" not in viewer.get("/unscored").text
    assert (
        viewer.post(
            "/unscored", data={"key": KEY, "name": "-", "because": "x"}
        ).status_code
        == 403
    )
