"""Does the office see what is withheld after an older copy was brought back, and can it settle it?"""

from flask.testing import FlaskClient

from ledger.database import Database
from ledger.journal import By
from ledger.notice import Notice, OutboxState
from ledger.outbox import listing
from ledger.outbox.queueing import queue, unprompted
from office.service.parts import Service
from office.use_cases import older_record


def test_what_is_withheld_stands_on_the_first_page_and_turns_health_red_until_the_office_has_settled_it(
    clerk: FlaskClient, viewer: FlaskClient, service: Service, database: Database
) -> None:
    assert "没有暂扣的信" in clerk.get("/outbox/withheld").text
    with database.writing() as conn:
        held = older_record.hold_back(conn, older_record.RESTORED, By("test", service.clock()))
        for number in (3, 4, 5):  # comes up again, nobody can say whether it was told before
            to = f"unit{number:02d}@units.example"
            queue(conn, Notice("announcement", to, "1"), unprompted(to), service.clock(), service.limits)
        (first, *others) = [entry.id for entry in listing.listed(conn, OutboxState.WITHHELD)]
    assert (held, len(others)) == (1, 3)
    home = clerk.get("/").text
    assert "暂扣的发件" in home
    assert "的副本恢复" in home
    assert "withheld" in clerk.get("/health").text
    assert "勾选的" not in viewer.get("/outbox/withheld").text
    assert viewer.post("/outbox/withheld", data={"all": "sent"}).status_code == 403

    page = "/outbox/withheld"
    none = clerk.post(page, data={"how": "sent"}, follow_redirects=True).text
    assert "请先勾选" in none
    assert (
        "请先勾选" in clerk.post(page, data={"none": "yes", "number": str(first)}, follow_redirects=True).text
    )
    assert "还不能" in clerk.post(f"{page}/end", follow_redirects=True).text
    assert "1 封已定" in clerk.post(page, data={"how": "drop", "number": [first]}, follow_redirects=True).text
    again = clerk.post(page, data={"how": "drop", "number": [first]}, follow_redirects=True).text
    assert "没有改动" in again
    settled = clerk.post(page, data={"all": "sent"}, follow_redirects=True).text
    assert f"{len(others)} 封已定" in settled
    assert "没有暂扣的信了" in settled
    assert "withheld" not in clerk.get("/health").text
