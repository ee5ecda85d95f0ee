"""Is an address given up when it is gone, and kept when it lives?"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ledger.entries.letters import Recipient, Returned
from ledger.notice import Notice
from ledger.outbox import bounces
from ledger.outbox.bounces import apply_report
from ledger.outbox.outcomes import Refused
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import NotQueued, Queued, queue, unprompted
from ledger.outbox.sending import Claim, Parcel, begin_sending, claim, record
from ledger.refusals import status_of_recipient
from tests.ledger.outbox.conftest import LIMITS, NOW, UNIT, Say

YEAR = timedelta(days=365)


def _sent(conn: sa.Connection, key: str, reply: str | None = None) -> int:
    """A reminder handed over, and refused if the server says so."""
    result = queue(conn, Notice("reminder", UNIT, key), unprompted(UNIT), NOW, LIMITS)
    assert isinstance(result, Queued)
    mine = Claim(result.id, "w1")
    assert claim(conn, result.id, "w1", NOW) is not None
    parcel = Parcel(b"x", f"{key}@example.gov.cn", None, "x", "t", {})
    begin_sending(conn, mine, parcel, NOW, Pace(1000, 1000))
    if reply is not None:
        record(conn, mine, Refused(reply), NOW)
    return result.id


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 <a@b.cn>: Recipient address rejected",
        "550 User not found",
        "550 Mailbox not found. http://service.exmail.qq.com/",
        "550 Invalid User: a@b.cn",
        "550 No such user here",
        "550 用户不存在",
        "550 RCPT TO ERR;no such user",
        "553 Unknown user a@b.cn",
    ],
)
def test_three_refusals_of_the_recipient_give_an_address_up_with_or_without_a_code(
    conn: sa.Connection, answering: None, reply: str
) -> None:
    for n in range(bounces.FAILURES):
        _sent(conn, f"r{n}", reply)
    (ailing,) = bounces.failing_addresses(conn)
    assert (ailing.address, ailing.disabled) == (UNIT, True)
    refused = queue(
        conn, Notice("reminder", UNIT, "more"), unprompted(UNIT), NOW, LIMITS
    )
    assert isinstance(refused, NotQueued)
    assert refused.code == "disabled"


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.7.1 spam",
        "552 mailbox full",
        "550 Sender address does not exist",
        "550 SPF check failed: no such user policy",
        "554 5.7.1 rejected",
        "550 5.2.1 account is disabled",
        "550 Mail content denied",
    ],
)
def test_what_is_said_of_content_quota_or_sender_blames_no_address(
    conn: sa.Connection, answering: None, reply: str
) -> None:
    for n in range(bounces.FAILURES):
        _sent(conn, f"r{n}", reply)
    assert bounces.failing_addresses(conn) == ()


def test_words_about_the_sender_are_not_taken_for_the_recipient() -> None:
    assert status_of_recipient("550 sender address does not exist") == ""
    assert status_of_recipient("550 发信人不存在") == ""
    assert status_of_recipient("550 user not found") == "5.1.1"


def test_three_slips_in_five_years_give_up_no_address_that_goes_on_writing(
    conn: sa.Connection, say: Say
) -> None:
    for n in range(5):
        at = NOW + n * YEAR
        bounces.note_bounce(conn, UNIT, "5.1.1", at)
        assert isinstance(
            say("receipt", f"2026-{n:04}", now=at + timedelta(days=30)), Queued
        )
    assert bounces.failing_addresses(conn) == ()


def test_who_writes_every_day_from_an_address_that_takes_no_mail_is_given_up_all_the_same(
    conn: sa.Connection, say: Say
) -> None:
    queued = []
    for n in range(6):
        at = NOW + timedelta(days=n)
        queued.append(isinstance(say("receipt", f"2026-{n:04}", now=at), Queued))
        bounces.note_bounce(conn, UNIT, "5.1.1", at)
    assert queued == [True] * 3 + [False] * 3


def test_a_report_of_delivery_lets_failures_be_forgotten_at_once(
    conn: sa.Connection, answering: None
) -> None:
    for _ in range(bounces.FAILURES - 1):
        bounces.note_bounce(conn, UNIT, "5.1.1", NOW)
    _sent(conn, "r1")
    report = Returned(
        (Recipient(UNIT, "delivered", "2.0.0"),), message_ids=("r1@example.gov.cn",)
    )
    apply_report(conn, report, NOW)
    assert bounces.failing_addresses(conn) == ()
    bounces.note_bounce(conn, UNIT, "5.1.1", NOW)
    assert [one.failures for one in bounces.failing_addresses(conn)] == [1]


def test_an_address_that_was_given_up_stays_so_until_a_person_says_otherwise_but_its_life_is_noted(
    conn: sa.Connection, say: Say
) -> None:
    for _ in range(bounces.FAILURES):
        bounces.note_bounce(conn, UNIT, "5.1.1", NOW)
    later = NOW + YEAR
    assert isinstance(say("receipt", "2026-0001", now=later), NotQueued)
    (ailing,) = bounces.failing_addresses(conn)
    assert (ailing.disabled, ailing.alive_at) == (True, later)
    assert bounces.count_disabled(conn) == 1
    bounces.restore(conn, UNIT, "王科长", later, "已核对")
    assert bounces.count_disabled(conn) == 0
