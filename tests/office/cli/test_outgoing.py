"""Does `outbox` show each try, and does it give back an address that works again?"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from ledger import journal, switches
from ledger.database import open_database
from ledger.notice import Answering, Notice
from ledger.outbox import bounces
from ledger.outbox.outcomes import TryLater
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Limits, Queued, queue, unprompted
from ledger.outbox.sending import Claim, Parcel, begin_sending, claim, record
from tests.office.cli.conftest import Call

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
UNIT, GONE = "yc@units.example", "gone@units.example"
LIMITS = Limits(frozenset(), receipts=30, answers=2, per_thread=2)


@pytest.fixture
def office(call: Call, migrated_url: str) -> Call:
    """An installation with one message greylisted and one address given up."""
    with closing(open_database(migrated_url)) as database, database.writing() as conn:
        switches.set_switch(
            conn, switches.SwitchChange(switches.ANSWERING, Answering.ON, NOW, "test")
        )
        queued = queue(
            conn, Notice("reminder", UNIT, "1"), unprompted(UNIT), NOW, LIMITS
        )
        assert isinstance(queued, Queued)
        claim(conn, queued.id, "office/1", NOW)
        mine, parcel = (
            Claim(queued.id, "office/1"),
            Parcel(b"x", "a@b.cn", None, "x", "t", {}),
        )
        begin_sending(conn, mine, parcel, NOW, Pace(20, 500))
        record(conn, mine, TryLater("450 4.2.0 greylisted"), NOW + timedelta(seconds=2))
        for _ in range(bounces.FAILURES):
            bounces.note_bounce(conn, GONE, "5.1.1", NOW)
    return call


def test_a_message_is_shown_with_each_try_to_hand_it_over(office: Call) -> None:
    shown = office("outbox", "show", "1", "--json").json()
    assert shown["tries"] == [
        {
            "number": 1,
            "began_at": "2026-03-10T10:00:00+08:00",
            "ended_at": "2026-03-10T10:00:02+08:00",
            "state": "later",
            "reply": "450 4.2.0 greylisted",
            "worker": "office/1",
        }
    ]
    assert "450 4.2.0 greylisted" in office("outbox", "show", "1").out


def test_an_address_is_given_back_with_a_reason_and_only_once(
    office: Call, migrated_url: str
) -> None:
    (listed,) = office("outbox", "addresses", "--json").json()
    assert (
        listed["address"],
        listed["disabled"],
        listed["failures"],
        listed["units"],
    ) == (GONE, True, 3, [])
    assert GONE in office("outbox", "addresses").out
    assert office("outbox", "addresses", "--restore", GONE).code == 2
    done = office(
        "outbox", "addresses", "--restore", GONE, "--because", "电话核对，邮箱已恢复"
    )
    assert (done.code, done.out) == (0, f"{GONE}: written to again\n")
    assert office("outbox", "addresses", "--json").json() == []
    assert (
        office("outbox", "addresses", "--restore", GONE, "--because", "再来").code == 2
    )
    with closing(open_database(migrated_url)) as database, database.reading() as conn:
        (entry,) = journal.about(conn, f"address:{GONE}")
    assert entry.because == "电话核对，邮箱已恢复"
