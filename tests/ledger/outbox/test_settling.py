"""Does a message move only as a person, a bounce or sealing may move it?"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ledger import journal, switches
from ledger.entries.letters import Recipient, Returned
from ledger.journal import By
from ledger.notice import Answering, OutboxState
from ledger.outbox import bounces
from ledger.outbox.bounces import apply_report
from ledger.outbox.listing import OutboxEntry, bytes_of, counts_by_state, message
from ledger.outbox.outcomes import Accepted, Outcome, Refused, Unknown
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Queued
from ledger.outbox.sending import Claim, Parcel, begin_sending, claim, due, record
from ledger.outbox.settling import NotSettled, Settlement, purge_of, settle, take_back
from ledger.outbox.withholding import OlderRecord, hold_back
from tests.ledger.outbox.conftest import NOW, UNIT, Say

BY = By("王科长", NOW, "已电话确认")


def _sent(
    conn: sa.Connection,
    say: Say,
    serial: str,
    outcome: Outcome = Accepted("250 ok"),  # noqa: B008 - a value
) -> int:
    result = say("receipt", serial, serial)
    assert isinstance(result, Queued)
    claim(conn, result.id, "w1", NOW)
    facts = {"serial": serial, "title": "秘而不宣"}
    parcel = Parcel(
        b"title",
        f"{serial}@example.gov.cn",
        f"{serial}-k7f3q9xw",
        "title",
        "receipt",
        facts,
    )
    begin_sending(conn, Claim(result.id, "w1"), parcel, NOW, Pace(1000, 1000))
    record(conn, Claim(result.id, "w1"), outcome, NOW)
    return result.id


def _state(conn: sa.Connection, number: int) -> str:
    entry = message(conn, number)
    assert entry is not None
    return entry.state


def _report(
    action: str, status: str, serial: str = "2026-0001", address: str = UNIT
) -> Returned:
    return Returned(
        (Recipient(address, action, status),),
        message_ids=(f"<{serial}@example.gov.cn>",),
    )


def test_an_unknown_message_is_settled_by_a_person_and_the_journal_tells(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _sent(conn, say, "2026-0001", Unknown("silence"))
    assert isinstance(settle(conn, number, Settlement.SENT, BY), OutboxEntry)
    assert _state(conn, number) == "sent"
    assert [entry.who for entry in journal.about(conn, f"outbox:{number}")] == [
        "王科长"
    ]
    assert isinstance(settle(conn, number, Settlement.SENT, BY), NotSettled)
    assert isinstance(settle(conn, 999, Settlement.SENT, BY), NotSettled)


@pytest.mark.parametrize("outcome", [Unknown("silence"), Refused("550 no")])
def test_a_resend_goes_out_again_with_the_same_bytes(
    conn: sa.Connection, answering: None, say: Say, outcome: Outcome
) -> None:
    number = _sent(conn, say, "2026-0001", outcome)
    assert isinstance(settle(conn, number, Settlement.RESEND, BY), OutboxEntry)
    assert due(conn, NOW, 10) == (number,)
    assert bytes_of(conn, number) == b"title"


def test_what_was_only_shown_is_resent_one_by_one_and_not_while_answering_is_off(
    conn: sa.Connection, say: Say
) -> None:
    number = _sent(conn, say, "2026-0001")
    assert _state(conn, number) == "shown"
    assert isinstance(settle(conn, number, Settlement.RESEND, BY), NotSettled)
    switches.set_switch(
        conn, switches.SwitchChange(switches.ANSWERING, Answering.ON, NOW, "王科长")
    )
    assert isinstance(settle(conn, number, Settlement.RESEND, BY), OutboxEntry)
    assert due(conn, NOW, 10) == (number,)


def test_what_was_sent_cannot_be_dropped(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    assert isinstance(
        settle(conn, _sent(conn, say, "2026-0001"), Settlement.DROP, BY), NotSettled
    )


def test_sealing_takes_back_what_waits_and_purges_every_word(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    gone = _sent(conn, say, "2026-0001")
    waiting = say("completed", "letter-2", "2026-0001")
    other = _sent(conn, say, "2026-0002")
    assert isinstance(waiting, Queued)
    back = purge_of(conn, "2026-0001", NOW)
    assert back.dropped == (waiting.id,)
    assert back.beyond_reach == (gone,)
    assert counts_by_state(conn) == {"sent": 2, "dropped": 1}
    entry = message(conn, gone)
    assert entry is not None
    assert (entry.subject, entry.facts, bytes_of(conn, gone)) == (None, None, None)
    assert bytes_of(conn, other) == b"title"


def test_promise_13_a_withheld_message_about_a_sealed_item_goes_no_more_and_is_told_since_it_may_have_gone(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    waiting = say("receipt", "2026-0001", "2026-0001")
    assert isinstance(waiting, Queued)
    assert (
        hold_back(conn, OlderRecord(NOW - timedelta(days=1), NOW, "restored"), BY) == 1
    )
    back = purge_of(conn, "2026-0001", NOW)
    assert (back.dropped, back.beyond_reach) == ((waiting.id,), (waiting.id,))


def test_a_returned_item_takes_back_what_waits_and_leaves_what_was_sent_as_it_was(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    gone = _sent(conn, say, "2026-0001")
    waiting = say("completed", "letter-2", "2026-0001")
    assert isinstance(waiting, Queued)
    assert take_back(conn, "2026-0001", NOW, "报送件已退回") == (waiting.id,)
    entry = message(conn, waiting.id)
    assert entry is not None
    assert (entry.state, entry.outcome) == ("dropped", "报送件已退回")
    assert bytes_of(conn, gone) == b"title"


@pytest.mark.parametrize(
    "told",
    [
        ("failed", "5.1.1", "refused"),
        ("Failed", "5.2.2", "refused"),
        ("failed", "", "refused"),
        ("delayed", "4.4.1", "sent"),
        ("failed", "4.4.7", "sent"),
        ("delivered", "2.0.0", "sent"),
    ],
)
def test_r26_a_report_changes_the_state_only_when_it_is_final(
    conn: sa.Connection, answering: None, say: Say, told: tuple[str, str, str]
) -> None:
    action, status, state = told
    number = _sent(conn, say, "2026-0001")
    apply_report(conn, _report(action, status), NOW)
    assert _state(conn, number) == state


def test_r26_only_an_address_that_does_not_exist_is_given_up_and_only_after_three_messages(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    for n in range(3):
        _sent(conn, say, f"2026-000{n}")
        apply_report(conn, _report("failed", "5.2.2", f"2026-000{n}"), NOW)
    assert bounces.failing_addresses(conn) == ()
    for n in range(3, 6):
        _sent(conn, say, f"2026-000{n}")
        for _ in range(100):  # P28: the same bounce a hundred times is one bounce
            apply_report(conn, _report("failed", "5.1.1", f"2026-000{n}"), NOW)
    assert [
        (one.failures, one.disabled) for one in bounces.failing_addresses(conn)
    ] == [(3, True)]


def test_p28_a_bounce_makes_no_message(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    _sent(conn, say, "2026-0001")
    for _ in range(100):
        apply_report(conn, _report("failed", "5.1.1"), NOW)
    assert counts_by_state(conn) == {"refused": 1}


def test_r28_a_forged_report_changes_nothing_it_cannot_name(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _sent(conn, say, "2026-0001")
    forged = (
        Returned((Recipient(UNIT, "failed", "5.1.1"),)),
        Returned(
            (Recipient(UNIT, "failed", "5.1.1"),),
            message_ids=("else@where.cn",),
            tokens=("2026-0001",),
        ),
    )
    for report in forged:
        assert apply_report(conn, report, NOW) == ()
    assert _state(conn, number) == "sent"
    assert bounces.failing_addresses(conn) == ()


@pytest.mark.parametrize(
    "name",
    [
        {"message_ids": ("<2026-0001@example.gov.cn>",)},
        {"envelope_id": "2026-0001@example.gov.cn"},
        {"tokens": ("2026-0001-k7f3q9xw",)},
    ],
)
def test_r25_a_report_is_matched_by_message_id_envelope_id_or_token(
    conn: sa.Connection, answering: None, say: Say, name: dict[str, str]
) -> None:
    number = _sent(conn, say, "2026-0001")
    report = Returned((Recipient("forwarded@else.cn", "failed", "5.1.1"),), **name)  # type: ignore[arg-type]
    assert apply_report(conn, report, NOW) == (number,)


def test_a_bounce_settles_an_unknown(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _sent(conn, say, "2026-0001", Unknown("silence"))
    apply_report(conn, _report("delivered", "2.0.0"), NOW)
    assert _state(conn, number) == OutboxState.SENT
