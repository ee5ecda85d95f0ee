"""Does work go on when a clock ran a day ahead and was put right?"""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from ledger import leases, runs
from ledger.mailbox_entries import ReadPosition
from ledger.notice import OutboxState
from ledger.outbox import pacing, tries
from ledger.outbox.listing import message
from ledger.outbox.outcomes import TryLater, Unmade
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Queued
from ledger.outbox.sending import (
    LEASE,
    BeginResult,
    Claim,
    Parcel,
    Patience,
    begin_sending,
    bring_forward,
    claim,
    due,
    expire,
    record,
)
from tests.ledger.outbox.conftest import NOW, Say

AHEAD = NOW + timedelta(days=1)
MINUTES = timedelta(minutes=10)
PARCEL = Parcel(
    b"Subject: x\r\n\r\n",
    "abc@example.gov.cn",
    "2026-0001-k7f3q9xw",
    "x",
    "receipt 1",
    {"n": 1},
)


def _queued(say: Say) -> int:
    result = say("receipt", "2026-0001", "2026-0001")
    assert isinstance(result, Queued)
    return result.id


def begin(conn: sa.Connection, number: int, moment: datetime) -> None:
    """A worker begins to send the message."""
    assert claim(conn, number, "w1", moment) is not None
    assert (
        begin_sending(conn, Claim(number, "w1"), PARCEL, moment, Pace(9, 9))
        is BeginResult.SENDING
    )


def test_a_lease_taken_by_a_clock_that_ran_ahead_is_free_and_its_former_holder_finds_out(
    conn: sa.Connection,
) -> None:
    lost = leases.take(conn, "poll", "w1", AHEAD, AHEAD + MINUTES)
    assert lost is not None
    mine = leases.take(conn, "poll", "w2", NOW, NOW + MINUTES)
    assert mine is not None
    assert mine.fence == lost.fence + 1
    # Clocks that lie a few minutes apart take nothing from each other.
    assert (
        leases.take(conn, "poll", "w3", NOW - leases.SKEW, NOW + MINUTES - leases.SKEW)
        is None
    )


def test_a_run_claimed_or_given_back_by_a_clock_that_ran_ahead_is_claimed_anew(
    conn: sa.Connection,
) -> None:
    gone, back = (
        runs.RunClaim("remind", "2026-03-11", "w1"),
        runs.RunClaim("digest", "2026-03-11", "w1"),
    )
    for run in (gone, back):
        assert runs.claim(conn, run, AHEAD, AHEAD + MINUTES)
    runs.give_back(conn, back, "not yet", AHEAD + MINUTES)
    for run in (gone, back):
        assert runs.claim(conn, run._replace(owner="w2"), NOW, NOW + MINUTES)
        assert not runs.claim(conn, run._replace(owner="w3"), NOW, NOW + MINUTES)


def test_a_message_claimed_by_a_clock_that_ran_ahead_is_anybodys(
    conn: sa.Connection, say: Say
) -> None:
    number = _queued(say)
    assert claim(conn, number, "w1", AHEAD) is not None
    assert claim(conn, number, "w2", NOW) is not None


def test_p33_a_message_begun_by_a_clock_that_ran_ahead_is_unknown_at_once_and_not_a_day_later(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _queued(say)
    begin(conn, number, AHEAD)
    assert expire(conn, NOW) == 1
    found = message(conn, number)
    assert found is not None
    assert found.state is OutboxState.UNKNOWN


def test_a_message_tried_in_vain_by_a_clock_that_ran_ahead_is_due_at_once_and_slows_no_other(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _queued(say)
    begin(conn, number, AHEAD)
    assert record(conn, Claim(number, "w1"), TryLater("450 busy"), AHEAD)
    assert due(conn, NOW, 9) == ()
    assert bring_forward(conn, NOW) == 1
    assert due(conn, NOW, 9) == (number,)
    assert tries.count_since(conn, NOW - MINUTES, NOW) == 0
    assert pacing.has_room(conn, "receipt", Pace(per_minute=1, per_day=1), NOW)


@pytest.mark.parametrize("tried", [True, False])
def test_once_brought_forward_it_waits_between_its_tries_as_any_other_does(
    conn: sa.Connection, answering: None, say: Say, *, tried: bool
) -> None:
    queued = say("receipt", "2026-0001", "2026-0001", NOW if tried else AHEAD)
    assert isinstance(queued, Queued)
    number = queued.id
    for moment in (AHEAD, NOW) if tried else (NOW,):
        assert bring_forward(conn, moment) == (moment == NOW)
        begin(conn, number, moment)
        assert record(
            conn,
            Claim(number, "w1"),
            TryLater("450 greylisted"),
            moment,
            Patience((LEASE,)),
        )
    assert bring_forward(conn, NOW) == 0
    assert due(conn, NOW + LEASE, 9) == (number,)


def test_what_cannot_be_made_waits_for_its_template_and_is_not_made_anew_each_round(
    conn: sa.Connection, say: Say
) -> None:
    queued = say("receipt", "2026-0001", "2026-0001", AHEAD)
    assert isinstance(queued, Queued)
    assert bring_forward(conn, NOW) == 1
    assert claim(conn, queued.id, "w1", NOW) is not None
    assert record(conn, Claim(queued.id, "w1"), Unmade("receipt: no template"), NOW)
    for later in (0, 1, 9):
        assert bring_forward(conn, NOW + timedelta(minutes=later)) == 0
    assert due(conn, NOW + MINUTES, 9) == (queued.id,)


def test_what_waits_for_its_own_hour_goes_on_waiting(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _queued(say)
    begin(conn, number, NOW)
    assert record(conn, Claim(number, "w1"), TryLater("450 busy"), NOW + LEASE / 2)
    assert bring_forward(conn, NOW) == 0


def test_promise_5_a_good_poll_of_the_future_makes_no_letter_one_from_before_the_renumbering() -> (
    None
):
    kept = ReadPosition("a", "INBOX", last_good_poll_at=AHEAD, renumbered_at=AHEAD)
    assert kept.as_seen_at(NOW) == ReadPosition(
        "a", "INBOX", last_good_poll_at=NOW, renumbered_at=NOW
    )
    assert kept.as_seen_at(AHEAD) == kept
