"""Can the office see which addresses return mail, and take one back?"""

from flask.testing import FlaskClient

from ledger import journal
from ledger.database import Database
from ledger.outbox import bounces

GONE = "unit02@units.example"


def test_an_address_written_to_no_more_stands_first_with_its_unit_and_waits_on_the_first_page(
    clerk: FlaskClient,
) -> None:
    assert "停用的邮箱地址" in clerk.get("/").text
    text = clerk.get("/addresses").text
    assert text.index(GONE) < text.index("unit07@units.example")
    assert "已停用" in text


def test_a_clerk_restores_an_address_with_a_reason_that_is_kept(
    clerk: FlaskClient, database: Database
) -> None:
    refused = clerk.post(
        "/addresses", data={"address": GONE, "because": ""}, follow_redirects=True
    )
    assert "请写明" in refused.text
    done = clerk.post(
        "/addresses",
        data={"address": GONE, "because": "电话核对"},
        follow_redirects=True,
    )
    assert "已恢复" in done.text
    with database.reading() as conn:
        assert bounces.count_disabled(conn) == 0
        (entry,) = journal.about(conn, f"address:{GONE}")
    assert entry.because == "电话核对"
    assert "停用的邮箱地址" not in clerk.get("/").text
    again = clerk.post(
        "/addresses",
        data={"address": GONE, "because": "电话核对"},
        follow_redirects=True,
    )
    assert "已经恢复" in again.text


def test_who_only_looks_cannot_restore(viewer: FlaskClient) -> None:
    assert "<button>恢复" not in viewer.get("/addresses").text
    assert (
        viewer.post("/addresses", data={"address": GONE, "because": "x"}).status_code
        == 403
    )


def test_a_message_shows_each_try_and_what_was_said(clerk: FlaskClient) -> None:
    text = clerk.get("/outbox/3").text
    assert text.index("暂时没收") < text.index("没等到答复")
    assert "Greylisting in action" in text
