"""Is every message sent by one worker, once, with the bytes it was given first?"""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from ledger import switches
from ledger.database import Database
from ledger.notice import Answering, Notice, OutboxState
from ledger.outbox import pacing, tries
from ledger.outbox.listing import bytes_of, message, sent_by
from ledger.outbox.outcomes import (
    Accepted,
    Away,
    Barred,
    Moot,
    Outcome,
    Refused,
    Throttled,
    TryLater,
    Unknown,
    Unmade,
)
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.outbox.sending import (
    LEASE,
    PATIENCE,
    BeginResult,
    Claim,
    Parcel,
    Patience,
    begin_sending,
    claim,
    due,
    expire,
    record,
    stalled_since,
)
from tests.ledger.outbox.conftest import LIMITS, NOW, UNIT, Say

FREELY = Pace(1000, 1000)
PARCEL = Parcel(
    b"Subject: x\r\n\r\n",
    "abc@example.gov.cn",
    "2026-0001-k7f3q9xw",
    "x",
    "receipt 1",
    {"n": 1},
)


def _queued(say: Say, key: str = "2026-0001") -> int:
    result = say("receipt", key, key)
    assert isinstance(result, Queued)
    return result.id


def _state(conn: sa.Connection, number: int) -> OutboxState:
    entry = message(conn, number)
    assert entry is not None
    return entry.state


def _begun(conn: sa.Connection, number: int, now: datetime = NOW) -> None:
    assert claim(conn, number, "w1", now) is not None
    assert (
        begin_sending(conn, Claim(number, "w1"), PARCEL, now, FREELY)
        is BeginResult.SENDING
    )


def test_a_message_has_one_claimant_until_its_lease_ends(
    conn: sa.Connection, say: Say
) -> None:
    number = _queued(say)
    assert due(conn, NOW, 10) == (number,)
    assert claim(conn, number, "w1", NOW) is not None
    assert claim(conn, number, "w2", NOW) is None
    assert due(conn, NOW, 10) == ()
    later = NOW + LEASE
    assert claim(conn, number, "w2", later) is not None
    assert (
        begin_sending(conn, Claim(number, "w1"), PARCEL, later, FREELY)
        is BeginResult.LOST
    )


class _Undone(Exception):  # noqa: N818 - not an error of ours
    pass


def _queue_and_fail(database: Database) -> None:
    with database.writing() as conn:
        queue(conn, Notice("reminder", UNIT, "1"), unprompted(UNIT), NOW, LIMITS)
        raise _Undone


def test_p32_a_notice_of_a_transaction_that_was_rolled_back_is_never_due(
    database: Database,
) -> None:
    with pytest.raises(_Undone):
        _queue_and_fail(database)
    with database.reading() as conn:
        assert due(conn, NOW, 10) == ()


@pytest.mark.parametrize(
    ("answering", "kind", "expected"),
    [
        (Answering.OFF, "receipt", BeginResult.SHOWN),
        (Answering.OFF, "office-digest", BeginResult.SHOWN),
        (Answering.OFFICE, "receipt", BeginResult.SHOWN),
        (Answering.OFFICE, "reminder", BeginResult.SHOWN),
        (Answering.OFFICE, "office-digest", BeginResult.SENDING),
        (Answering.ON, "receipt", BeginResult.SENDING),
    ],
)
def test_a_quiet_start_shows_what_would_be_sent_and_to_the_end(
    conn: sa.Connection,
    say: Say,
    answering: Answering,
    kind: str,
    expected: BeginResult,
) -> None:
    switches.set_switch(
        conn, switches.SwitchChange(switches.ANSWERING, answering, NOW, "王科长")
    )
    result = (
        queue(conn, Notice(kind, UNIT, "1"), unprompted(UNIT), NOW, LIMITS)
        if kind != "receipt"
        else say(kind, "1")
    )
    assert isinstance(result, Queued)
    claim(conn, result.id, "w1", NOW)
    assert begin_sending(conn, Claim(result.id, "w1"), PARCEL, NOW, FREELY) is expected
    if expected is BeginResult.SHOWN:
        assert bytes_of(conn, result.id) == PARCEL.content
        assert sent_by(conn, [PARCEL.message_id], []) == ()
        switches.set_switch(
            conn, switches.SwitchChange(switches.ANSWERING, Answering.ON, NOW, "王科长")
        )
        assert due(conn, NOW + PATIENCE.give_up, 10) == ()


def test_a_pause_stops_claims_and_changes_no_row(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number, begun = _queued(say), _queued(say, "2026-0002")
    claim(conn, begun, "w1", NOW)
    switches.set_switch(
        conn, switches.SwitchChange(switches.PAUSED, "yes", NOW, "王科长")
    )
    assert due(conn, NOW, 10) == ()
    assert claim(conn, number, "w1", NOW) is None
    assert (
        begin_sending(conn, Claim(begun, "w1"), PARCEL, NOW, FREELY)
        is BeginResult.PAUSED
    )
    switches.set_switch(conn, switches.SwitchChange(switches.PAUSED, "", NOW, "王科长"))
    assert due(conn, NOW, 10) == (number, begun)


def test_r12_a_retry_keeps_the_bytes_and_the_message_id(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _queued(say)
    _begun(conn, number)
    record(conn, Claim(number, "w1"), TryLater("450 4.2.0 greylisted"), NOW)
    later = NOW + timedelta(minutes=1)
    assert due(conn, later, 1) == (number,)
    claimed = claim(conn, number, "w2", later)
    assert claimed is not None
    assert claimed.message_id == PARCEL.message_id
    assert (
        begin_sending(conn, Claim(number, "w2"), None, later, FREELY)
        is BeginResult.SENDING
    )
    assert bytes_of(conn, number) == PARCEL.content


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Accepted("250 ok"), OutboxState.SENT),
        (Refused("550 5.7.1 no"), OutboxState.REFUSED),
        (TryLater("450 wait"), OutboxState.QUEUED),
        (
            Throttled("550 Ip frequency limited", timedelta(minutes=30)),
            OutboxState.QUEUED,
        ),
        (Away("no route"), OutboxState.QUEUED),
        (Unknown("silence"), OutboxState.UNKNOWN),
        (Barred("535 login"), OutboxState.QUEUED),
        (Unmade("template"), OutboxState.QUEUED),
        (Moot("gone"), OutboxState.DROPPED),
    ],
)
def test_r19_every_outcome_has_its_state(
    conn: sa.Connection, answering: None, say: Say, outcome: Outcome, state: OutboxState
) -> None:
    number = _queued(say)
    _begun(conn, number)
    assert record(conn, Claim(number, "w1"), outcome, NOW)
    assert _state(conn, number) is state


def test_r20_retries_come_after_1_5_30_minutes_2_and_6_hours_and_end_after_three_days() -> (
    None
):
    minutes = [
        pause.total_seconds() / 60
        for n in range(1, 7)
        if (pause := PATIENCE.after(n)) is not None
    ]
    assert minutes == [1, 5, 30, 120, 360, 360]
    attempt, waited = 1, timedelta()
    while (pause := PATIENCE.after(attempt)) is not None:
        attempt, waited = attempt + 1, waited + pause
    assert PATIENCE.give_up <= waited < PATIENCE.give_up + timedelta(hours=6)


def test_r20_after_three_days_of_temporary_refusals_a_message_is_refused(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number, now = _queued(say), NOW
    for _ in range(100):
        if _state(conn, number) is OutboxState.REFUSED:
            break
        _begun(conn, number, now)
        record(conn, Claim(number, "w1"), TryLater("451 later"), now)
        entry = message(conn, number)
        assert entry is not None
        now = max(entry.due_at, now)
    assert _state(conn, number) is OutboxState.REFUSED
    assert timedelta(days=2) < now - NOW <= timedelta(days=3, hours=6)


def test_p33_a_worker_that_vanished_leaves_an_unknown_that_nobody_sends_again(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number = _queued(say)
    _begun(conn, number)
    assert expire(conn, NOW + LEASE - timedelta(seconds=1)) == 0
    assert expire(conn, NOW + LEASE) == 1
    assert _state(conn, number) is OutboxState.UNKNOWN
    assert due(conn, NOW + timedelta(days=30), 10) == ()
    assert not record(conn, Claim(number, "w2"), Accepted("250"), NOW), (
        "a stranger's report is not believed"
    )
    assert record(conn, Claim(number, "w1"), Accepted("250 ok"), NOW + LEASE), (
        "the late worker's own is"
    )
    assert _state(conn, number) is OutboxState.SENT


def test_a_server_that_is_away_for_a_week_refuses_nobody(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    numbers, now = [_queued(say, f"2026-{n:04}") for n in range(3)], NOW
    while now < NOW + timedelta(days=7):
        (first, *_) = due(conn, now, 10)
        _begun(conn, first, now)
        record(conn, Claim(first, "w1"), Away("no route to host"), now)
        assert due(conn, now, 10) == (), "all wait, not only this one"
        held = pacing.current_back_off(conn, now)
        assert held is not None
        # A day is tried as often as the service does, some hundred times; from then on
        # it looks four times a day.
        first_day = held.until < NOW + timedelta(days=1)
        now = held.until if first_day else held.until + timedelta(hours=6)
    assert due(conn, now, 10) == tuple(numbers)
    entries = [message(conn, number) for number in numbers]
    assert [(e.state, e.attempts) for e in entries if e is not None] == [
        (OutboxState.QUEUED, 0)
    ] * 3
    assert tries.of(conn, numbers[0]) == ()


def test_a_server_that_wants_less_mail_puts_everybody_off_and_refuses_nobody(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    first, second = _queued(say), _queued(say, "2026-0002")
    _begun(conn, first)
    record(
        conn,
        Claim(first, "w1"),
        Throttled("550 Ip frequency limited", timedelta(minutes=30)),
        NOW,
    )
    assert due(conn, NOW + timedelta(minutes=29), 10) == ()
    assert due(conn, NOW + timedelta(minutes=30), 10) == (second, first), (
        "who was put off steps back"
    )
    (one,) = tries.of(conn, first)
    assert (one.state, one.reply) == ("throttled", "550 Ip frequency limited")


def test_a_message_that_is_throttled_again_and_again_steps_back_further_and_is_never_given_up(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    number, now, waits = _queued(say), NOW, []
    for _ in range(20):
        _begun(conn, number, now)
        record(
            conn,
            Claim(number, "w1"),
            Throttled("451 MI:SFQ", timedelta(minutes=15)),
            now,
        )
        entry = message(conn, number)
        assert entry is not None
        waits.append((entry.due_at - now).total_seconds() / 60)
        now = entry.due_at
    assert waits[:6] == [15, 15, 30, 120, 360, 360]
    assert (_state(conn, number), now - NOW > PATIENCE.give_up) == (
        OutboxState.QUEUED,
        True,
    )


def test_an_office_sets_its_own_pauses_and_when_to_give_up(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    hasty = Patience((timedelta(minutes=2),), timedelta(minutes=3))
    number = _queued(say)
    for minute in (0, 2):
        _begun(conn, number, NOW + timedelta(minutes=minute))
        record(
            conn,
            Claim(number, "w1"),
            TryLater("450"),
            NOW + timedelta(minutes=minute),
            hasty,
        )
        assert _state(conn, number) is OutboxState.QUEUED
    _begun(conn, number, NOW + timedelta(minutes=4))
    record(
        conn, Claim(number, "w1"), TryLater("450"), NOW + timedelta(minutes=4), hasty
    )
    assert _state(conn, number) is OutboxState.REFUSED


def test_p38_what_waits_longest_tells_how_long_mail_stands_still_though_newer_mail_goes_before_it(
    conn: sa.Connection, answering: None
) -> None:
    later = NOW + timedelta(hours=2)
    for kind, at in (("reminder", NOW), ("health", later)):
        queue(conn, Notice(kind, UNIT, "1"), unprompted(UNIT), at, LIMITS)
    assert stalled_since(conn, Pace(9, 9), later) == NOW
    pacing.back_off(conn, "no route to host", later - timedelta(minutes=2))
    assert stalled_since(conn, Pace(9, 9), later) == later - timedelta(
        minutes=1
    )  # the server was away
