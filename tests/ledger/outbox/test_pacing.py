"""In which order does mail go out, and is the pace kept by all workers together?"""

from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from ledger.database import Database, open_database
from ledger.entries.letters import Recipient, Returned
from ledger.journal import By
from ledger.notice import NOTICES, Answering, Notice, OutboxState
from ledger.outbox import pacing, tries
from ledger.outbox.bounces import apply_report
from ledger.outbox.listing import message
from ledger.outbox.outcomes import (
    Accepted,
    Away,
    Barred,
    Moot,
    Outcome,
    Refused,
    TryLater,
    Unknown,
)
from ledger.outbox.pacing import Pace, Rank, rank_of
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.outbox.sending import (
    BeginResult,
    Claim,
    Parcel,
    begin_sending,
    claim,
    due,
    expire,
    record,
)
from ledger.outbox.settling import Settlement, settle
from ledger.switches import ANSWERING, SwitchChange, set_switch
from tests.ledger.outbox.conftest import LIMITS, NOW, UNIT, Say

FREELY = Pace(1000, 1000)
SOON = NOW + timedelta(seconds=5)


def _parcel(name: str) -> Parcel:
    return Parcel(b"Subject: x\r\n\r\n", f"{name}@example.gov.cn", None, "x", "t", {})


def _put(conn: sa.Connection, kind: str, key: str) -> int:
    result = queue(conn, Notice(kind, UNIT, key), unprompted(UNIT), NOW, LIMITS)
    assert isinstance(result, Queued)
    return result.id


def _begin(conn: sa.Connection, number: int, pace: Pace = FREELY) -> BeginResult:
    assert claim(conn, number, "w1", NOW) is not None
    return begin_sending(conn, Claim(number, "w1"), _parcel(str(number)), NOW, pace)


def test_alerts_go_before_answers_before_reminders_before_circulars(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    circular, reminder = _put(conn, "circular", "2026Q1"), _put(conn, "reminder", "1")
    answer = say("receipt", "2026-0001", "2026-0001")
    alert = _put(conn, "sealed-alert", "1")
    assert isinstance(answer, Queued)
    assert due(conn, NOW, 10) == (alert, answer.id, reminder, circular)
    assert due(conn, NOW, 2) == (alert, answer.id)


def test_every_kind_of_notice_has_its_rank() -> None:
    ranks = {kind: rank_of(kind) for kind in NOTICES}
    assert {kind for kind, rank in ranks.items() if rank is Rank.ALERT} == {
        "sealed-alert",
        "health",
    }
    assert {
        ranks[kind] for kind in ("receipt", "receipts-digest", "hint", "decided")
    } == {Rank.ANSWER}
    assert (ranks["reminder"], ranks["circular"]) == (Rank.DUTY, Rank.BULK)


def test_a_share_of_the_day_is_kept_for_answers(
    conn: sa.Connection, answering: None, say: Say
) -> None:
    pace = Pace(per_minute=100, per_day=6, kept=2)
    circulars = [_put(conn, "circular", f"c{n}") for n in range(6)]
    begun = [_begin(conn, number, pace) for number in circulars]
    assert begun == [BeginResult.SENDING] * 4 + [BeginResult.TOO_FAST] * 2
    answers = [say("receipt", f"2026-{n:04}", f"2026-{n:04}") for n in range(3)]
    numbers = [answer.id for answer in answers if isinstance(answer, Queued)]
    assert [_begin(conn, number, pace) for number in numbers] == [
        BeginResult.SENDING
    ] * 2 + [BeginResult.TOO_FAST]


def test_what_is_kept_for_answers_is_at_most_half_of_a_small_day() -> None:
    assert Pace(20, 10, kept=50).allowed_a_day(Rank.BULK) == 5
    assert Pace(20, 500, kept=50).allowed_a_day(Rank.BULK) == 450
    assert Pace(20, 500, kept=50).allowed_a_day(Rank.ANSWER) == 500


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Accepted("250"), 1),
        (Refused("550 no"), 1),
        (TryLater("450 later"), 1),
        (Unknown("silence"), 1),
        (Away("no route"), 0),
    ],
)
def test_the_pace_counts_what_the_server_was_asked_whatever_it_answered(
    conn: sa.Connection, answering: None, say: Say, outcome: Outcome, counts: int
) -> None:
    number = _put(conn, "reminder", "1")
    assert _begin(conn, number) is BeginResult.SENDING
    record(conn, Claim(number, "w1"), outcome, SOON)
    assert tries.count_since(conn, NOW, NOW) == counts


def test_a_bounce_or_a_message_settled_by_hand_today_was_not_sent_today(
    conn: sa.Connection, answering: None
) -> None:
    bounced, settled = _put(conn, "reminder", "1"), _put(conn, "reminder", "2")
    for number, outcome in ((bounced, Accepted("250")), (settled, Unknown("silence"))):
        _begin(conn, number)
        record(conn, Claim(number, "w1"), outcome, SOON)
    tomorrow = NOW + timedelta(days=1)
    report = Returned(
        (Recipient(UNIT, "failed", "5.1.1"),),
        message_ids=(f"{bounced}@example.gov.cn",),
    )
    assert apply_report(conn, report, tomorrow) == (bounced,)
    settle(conn, settled, Settlement.SENT, By("王科长", tomorrow))
    assert pacing.has_room(conn, "circular", Pace(per_minute=1, per_day=1), tomorrow)


def test_p35_two_workers_at_the_same_moment_share_the_last_place(
    migrated_url: str, database: Database
) -> None:
    with database.writing() as conn:
        set_switch(conn, SwitchChange(ANSWERING, Answering.ON, NOW, "王科长"))
        numbers = [_put(conn, "reminder", str(n)) for n in range(4)]
    start, begun = Barrier(4), []

    def work(number: int) -> None:
        with closing(open_database(migrated_url)) as mine:
            with mine.writing() as conn:
                claim(conn, number, f"w{number}", NOW)
            start.wait()
            with mine.writing() as conn:
                parcel, pace = _parcel(str(number)), Pace(per_minute=1, per_day=500)
                begun.append(
                    begin_sending(conn, Claim(number, f"w{number}"), parcel, NOW, pace)
                )

    workers = [Thread(target=work, args=(number,)) for number in numbers]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(each.name for each in begun) == ["SENDING"] + ["TOO_FAST"] * 3


def test_each_try_is_kept_with_what_was_said_and_by_whom(
    conn: sa.Connection, answering: None
) -> None:
    number = _put(conn, "reminder", "1")
    said: list[Outcome] = [
        TryLater("450 4.2.0 greylisted"),
        Accepted("250 2.0.0 queued as 1"),
    ]
    at = NOW
    for n, outcome in enumerate(said):
        assert claim(conn, number, f"w{n}", at) is not None
        begin_sending(
            conn, Claim(number, f"w{n}"), None if n else _parcel("a"), at, FREELY
        )
        record(conn, Claim(number, f"w{n}"), outcome, at + timedelta(seconds=3))
        at += timedelta(minutes=5)
    kept = tries.of(conn, number)
    assert [(one.number, one.state, one.reply, one.worker) for one in kept] == [
        (1, "later", "450 4.2.0 greylisted", "w0"),
        (2, "sent", "250 2.0.0 queued as 1", "w1"),
    ]
    assert [one.ended_at - one.began_at for one in kept if one.ended_at] == [
        timedelta(seconds=3)
    ] * 2


def test_a_message_that_could_not_be_written_was_not_tried(
    conn: sa.Connection, answering: None
) -> None:
    number = _put(conn, "reminder", "1")
    claim(conn, number, "w1", NOW)
    record(conn, Claim(number, "w1"), Moot("已报齐"), NOW)
    assert tries.of(conn, number) == ()


def test_the_try_of_a_worker_that_vanished_is_unknown_until_it_reports(
    conn: sa.Connection, answering: None
) -> None:
    number = _put(conn, "reminder", "1")
    _begin(conn, number)
    later = NOW + timedelta(hours=1)
    expire(conn, later)
    (one,) = tries.of(conn, number)
    assert (one.state, one.ended_at) == ("unknown", later)
    record(conn, Claim(number, "w1"), Accepted("250 ok"), later)
    (one,) = tries.of(conn, number)
    assert (one.state, one.reply) == ("sent", "250 ok")


def test_a_server_that_is_away_is_looked_for_less_and_less_often_until_it_answers(
    conn: sa.Connection, answering: None
) -> None:
    now, waits = NOW, []
    for _ in range(7):
        pacing.back_off(conn, "no route to host", now)
        held = pacing.current_back_off(conn, now)
        assert held is not None
        waits.append((held.until - now).total_seconds() / 60)
        now = held.until
        assert pacing.current_back_off(conn, now) is None
    assert waits == [1, 2, 4, 8, 15, 15, 15]
    number = _put(conn, "reminder", "1")
    assert claim(conn, number, "w1", now) is not None
    begin_sending(conn, Claim(number, "w1"), _parcel("a"), now, FREELY)
    record(conn, Claim(number, "w1"), Accepted("250"), now)
    pacing.back_off(conn, "no route to host", now)
    held = pacing.current_back_off(conn, now)
    assert held is not None
    assert (held.times, held.until - now) == (1, timedelta(minutes=1))


def test_p26_a_refused_login_is_tried_less_and_less_often_but_never_given_up(
    conn: sa.Connection,
) -> None:
    now, waits = NOW, []
    for _ in range(6):
        pacing.bar(conn, "535 wrong", now)
        held = pacing.current_back_off(conn, now)
        assert held is not None
        assert held.barred
        waits.append((held.until - now).total_seconds() / 60)
        now = held.until
    assert waits == [10, 20, 40, 80, 120, 120]


def test_no_worker_begins_while_another_was_told_to_wait(
    conn: sa.Connection, answering: None
) -> None:
    number, other = _put(conn, "reminder", "1"), _put(conn, "reminder", "2")
    claim(conn, other, "w2", NOW)
    _begin(conn, number)
    record(conn, Claim(number, "w1"), Barred("535 wrong"), NOW)
    assert (
        begin_sending(conn, Claim(other, "w2"), _parcel("b"), NOW, FREELY)
        is BeginResult.TOO_FAST
    )
    entry = message(conn, other)
    assert entry is not None
    assert entry.state is OutboxState.QUEUED
    pacing.end_back_off(conn, NOW)
    assert due(conn, NOW, 10) == (number, other)


def test_a_back_off_that_another_clock_set_holds_nothing(conn: sa.Connection) -> None:
    pacing.back_off(conn, "away", NOW + timedelta(days=30))
    assert pacing.current_back_off(conn, NOW) is None
