"""What is withheld of a record that is older than what was sent, and what goes out as
ever?
"""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from ledger.entries.letters import Answerable
from ledger.journal import By
from ledger.notice import Notice, OutboxState
from ledger.outbox import withholding
from ledger.outbox.listing import listed, message
from ledger.outbox.queueing import LateAnswer, Queued, list_instead, queue, unprompted
from ledger.outbox.sending import claim, due
from ledger.outbox.settling import Settlement, settle
from ledger.outbox.withholding import OlderRecord
from tests.ledger.outbox.conftest import ASK, LIMITS, NOW, UNIT

COPIED = NOW - timedelta(days=2)
BY = By("walk", NOW)


@pytest.fixture
def older(conn: sa.Connection) -> OlderRecord:
    """The record was brought back at NOW to what it was two days before."""
    older = OlderRecord(COPIED, NOW, "restored")
    assert withholding.hold_back(conn, older, BY) == 0
    return older


def queued(conn: sa.Connection, notice: Notice) -> Queued:
    answerable = ASK if notice.kind.startswith("receipt") else unprompted(notice.to)
    result = queue(conn, notice, answerable, NOW, LIMITS)
    assert isinstance(result, Queued)
    return result


def test_what_waited_is_withheld_unless_it_was_not_due_yet(conn: sa.Connection) -> None:
    waits = queued(conn, Notice("receipt", UNIT, "1"))
    later = queued(conn, Notice("receipts-digest", UNIT, "2"))
    before_it_was_due = OlderRecord(COPIED, NOW - timedelta(minutes=1), "restored")
    assert withholding.hold_back(conn, before_it_was_due, BY) == 0
    assert withholding.hold_back(conn, OlderRecord(COPIED, NOW, "restored"), BY) == 2
    assert due(conn, NOW + timedelta(days=9), 20) == ()
    for each in (waits, later):
        assert claim(conn, each.id, "worker", NOW + timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("came_about", "withheld"),
    [
        (None, True),
        (COPIED, True),
        (NOW, True),
        (
            NOW + timedelta(minutes=9),
            True,
        ),  # a mail server's clock may be ahead of ours
        (NOW + timedelta(minutes=11), False),
    ],
)
def test_what_came_about_before_the_record_took_over_is_withheld_and_what_comes_later_goes_out(
    conn: sa.Connection,
    older: OlderRecord,
    came_about: datetime | None,
    *,
    withheld: bool,
) -> None:
    for kind in (
        "receipt",
        "reminder",
        "circular",
        "commission",
        "feedback",
        "office-digest",
    ):
        result = queued(conn, Notice(kind, UNIT, kind, {}, came_about))
        assert result.withheld is withheld
        again = queued(conn, Notice(kind, UNIT, kind, {}, came_about))
        assert (again.id, again.fresh) == (result.id, False)
    assert not queued(conn, Notice("health", UNIT, "now", {}, came_about)).withheld


def test_answers_that_were_perhaps_given_use_up_no_limit_of_today_and_stand_each_by_itself(
    conn: sa.Connection, older: OlderRecord
) -> None:
    for number in range(LIMITS.receipts + 5):
        notice = Notice(
            "receipt",
            UNIT,
            f"2026-{number:04d}",
            {"serial": f"2026-{number:04d}"},
            COPIED,
        )
        assert queued(conn, notice).kind == "receipt"
    late = Notice("receipt", UNIT, "2026-0999", {"serial": "2026-0999"}, COPIED)
    verdict = Answerable(may=True, to=UNIT, because="")
    listed_late = list_instead(conn, LateAnswer(late, verdict), 1, NOW, LIMITS)
    assert isinstance(listed_late, Queued)
    assert (listed_late.kind, listed_late.withheld) == ("receipt", True)
    fresh = Notice(
        "receipt", UNIT, "2026-1000", {"serial": "2026-1000"}, NOW + timedelta(hours=1)
    )
    assert queued(conn, fresh)[1:] == ("receipt", True, False)


def test_a_withheld_message_goes_when_a_person_lets_it_and_all_is_as_ever_when_the_office_ends_it(
    conn: sa.Connection, older: OlderRecord, answering: None
) -> None:
    first, second, third = (
        queued(conn, Notice("reminder", UNIT, key)) for key in "123"
    )
    settle(conn, first.id, Settlement.RESEND, BY)
    settle(conn, second.id, Settlement.SENT, BY)
    settle(conn, third.id, Settlement.DROP, BY)
    assert due(conn, NOW, 20) == (first.id,)
    states = [
        entry.state
        for entry in (message(conn, each.id) for each in (first, second, third))
        if entry
    ]
    assert states == [OutboxState.QUEUED, OutboxState.SENT, OutboxState.DROPPED]
    withholding.end(conn, BY)
    assert withholding.current(conn) is None
    assert not queued(conn, Notice("reminder", UNIT, "4")).withheld
    assert listed(conn, OutboxState.WITHHELD) == ()


def test_of_two_copies_brought_back_one_after_the_other_the_earlier_moment_counts(
    conn: sa.Connection, older: OlderRecord
) -> None:
    again = OlderRecord(NOW - timedelta(hours=1), NOW + timedelta(hours=1), "restored")
    withholding.hold_back(conn, again, BY)
    assert withholding.current(conn) == again._replace(ends_at=COPIED)
