"""Does the office see what is withheld after an older copy was brought back, and can it
settle it?
"""

import re
from datetime import date, timedelta

from flask.testing import FlaskClient

from ledger import mailbox_entries, roster
from ledger.database import Database
from ledger.journal import By
from ledger.mailbox_entries import ReadPosition
from ledger.notice import Notice, OutboxState
from ledger.outbox import listing, withholding
from ledger.outbox.queueing import queue, unprompted
from ledger.outbox.settling import Settlement, settle
from office.service.parts import Service
from office.use_cases import commissioning, older_record
from office.use_cases.commissioning import CommissionDraft


def test_what_is_withheld_stands_on_the_first_page_and_turns_health_red_until_the_office_has_settled_it(
    clerk: FlaskClient, viewer: FlaskClient, service: Service, database: Database
) -> None:
    assert "没有暂扣的信" in clerk.get("/outbox/withheld").text
    with database.writing() as conn:
        held = older_record.hold_back(
            conn, older_record.RESTORED, By("test", service.clock())
        )
        for number in (
            3,
            4,
            5,
        ):  # comes up again, nobody can say whether it was told before
            to = f"unit{number:02d}@units.example"
            queue(
                conn,
                Notice("announcement", to, "1"),
                unprompted(to),
                service.clock(),
                service.limits,
            )
        (first, *others) = [
            entry.id for entry in listing.listed(conn, OutboxState.WITHHELD)
        ]
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
        "请先勾选"
        in clerk.post(
            page, data={"none": "yes", "number": str(first)}, follow_redirects=True
        ).text
    )
    assert "还不能" in clerk.post(f"{page}/end", follow_redirects=True).text
    assert (
        "1 封已定"
        in clerk.post(
            page, data={"how": "drop", "number": [first]}, follow_redirects=True
        ).text
    )
    again = clerk.post(
        page, data={"how": "drop", "number": [first]}, follow_redirects=True
    ).text
    assert "没有改动" in again
    assert (
        "请先勾选" in clerk.post(page, data={"all": "sent"}, follow_redirects=True).text
    )
    newest = re.search('name="newest" value="([0-9]+)"', clerk.get(page).text)
    assert newest is not None
    with database.writing() as conn:  # while the page is open; nobody has seen it there
        to = "unit06@units.example"
        queue(
            conn,
            Notice("announcement", to, "1"),
            unprompted(to),
            service.clock(),
            service.limits,
        )
    settled = clerk.post(
        page, data={"all": "sent", "newest": newest[1]}, follow_redirects=True
    ).text
    assert f"{len(others)} 封已定" in settled
    with database.reading() as conn:
        (unseen,) = listing.listed(conn, OutboxState.WITHHELD)
    assert unseen.to == to
    settled = clerk.post(
        page, data={"how": "drop", "number": [unseen.id]}, follow_redirects=True
    ).text
    assert "没有暂扣的信了" in settled
    assert "withheld" not in clerk.get("/health").text


def test_where_a_clock_ran_ahead_at_the_restore_withholding_ends_or_the_true_reason_is_told(
    clerk: FlaskClient, service: Service, database: Database
) -> None:
    now, day = service.clock(), timedelta(days=1)
    ahead = By("test", now + day)
    account = service.account.name
    with database.writing() as conn:
        older_record.hold_back(conn, older_record.RESTORED, ahead, now - day)
        for folder in service.account.folders:
            read = ReadPosition(account, folder, 1, last_good_poll_at=now)
            mailbox_entries.save_position(conn, read)
        for entry in listing.listed(conn, OutboxState.WITHHELD):
            settle(conn, entry.id, Settlement.DROP, ahead)
        older_record.end(service, conn, By("test", now))
        assert withholding.current(conn) is None
        older_record.hold_back(conn, older_record.RESTORED, ahead, now + day / 2)
    told = clerk.post("/outbox/withheld/end", follow_redirects=True).text
    assert "时钟走快" in told


def test_a_commission_entered_again_days_later_is_withheld_since_the_units_may_have_it(
    service: Service, database: Database
) -> None:
    now = service.clock()
    with database.writing() as conn:
        older_record.hold_back(conn, older_record.RESTORED, By("test", now))
        unit = next(unit for unit in roster.all_units(conn) if unit.id == 3)
        draft = CommissionDraft(
            "冬季公路保畅做法", "厅办公室", "", (unit.id,), date(2027, 1, 31)
        )
        context = service.decision_context("赵敏", now + timedelta(days=2))
        asked = commissioning.add(conn, draft, context)
        (mailing,) = commissioning.send(conn, asked.id, context)
    assert mailing.withheld
