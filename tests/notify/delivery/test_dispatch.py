"""Does a due message reach a real server once, with the bytes that were stored
first?
"""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from ledger import switches
from ledger.database import DatabaseAwayError
from ledger.notice import Answering
from ledger.outbox import listing
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.outcomes import Moot
from ledger.outbox.pacing import Pace
from ledger.outbox.sending import LEASE
from notify.delivery.dispatch import DispatchContext, NoticeFacts, dispatch
from notify.delivery.replies import Answer
from notify.delivery.smtp import SmtpEnvelope
from notify.mime import MessageEnvelope
from notify.samples import SAMPLES
from tests.fixtures.smtp import SmtpServer
from tests.notify.conftest import START, Clock, Put, entry_of, gathered


def test_r14_what_is_due_is_sent_from_the_logins_address_with_the_bytes_that_were_stored(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    numbers = [put(1), put(2)]
    assert dispatch(room).as_json() == {
        "sent": 2,
        "later": 0,
        "refused": 0,
        "unknown": 0,
    }
    with room.database.reading() as conn:
        stored = [listing.bytes_of(conn, number) for number in numbers]
    assert [message.content for message in smtp_server.messages] == stored
    assert {message.sender for message in smtp_server.messages} == {smtp_server.user}
    entry = entry_of(room.database, numbers[0])
    assert entry.subject is not None
    assert entry.subject.startswith("自动回执：")
    assert entry.facts is not None
    assert dispatch(room).sent == 0


def test_r12_a_greylisted_message_is_sent_later_with_one_message_id(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    number = put()
    smtp_server.reply("RCPT", "450 4.2.0 greylisted", times=3)
    ids = set()
    for wait in (1, 5, 30):
        assert dispatch(room).later == 1
        ids.add(entry_of(room.database, number).message_id)
        assert dispatch(room).later == 0, "not before its time"
        clock.now += timedelta(minutes=wait)
    assert dispatch(room).sent == 1
    (received,) = smtp_server.messages
    assert len(ids) == 1
    assert f"<{ids.pop()}>".encode() in received.content


def test_r19_a_refusal_is_final_and_stops_no_neighbour(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    first, _second = put(1), put(2)
    smtp_server.reply("RCPT", "550 5.1.1 no such user")
    tally = dispatch(room)
    assert (tally.sent, tally.refused) == (1, 1)
    assert entry_of(room.database, first).outcome == "550 5.1.1 no such user"
    clock.now += timedelta(days=5)
    assert dispatch(room).sent == 0


def test_p33_a_drop_after_the_dot_is_unknown_and_never_sent_again(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    number = put()
    smtp_server.drop("DOT")
    assert dispatch(room).unknown == 1
    clock.now += timedelta(days=30)
    assert dispatch(room).as_json() == {
        "sent": 0,
        "later": 0,
        "refused": 0,
        "unknown": 0,
    }
    assert entry_of(room.database, number).state == "unknown"
    assert len(smtp_server.messages) == 1


def test_a_server_that_refuses_the_login_ends_the_round_and_loses_nothing(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    put(1), put(2), put(3)
    smtp_server.reply("AUTH", "535 5.7.8 wrong", times=5)
    tally = dispatch(room)
    assert (tally.sent, tally.later) == (0, 3)
    assert "smtp.user" in tally.barred
    assert smtp_server.dialogue.count("CONNECT") == 1
    smtp_server.script.planned["AUTH"].clear()
    clock.now += timedelta(minutes=10)
    assert dispatch(room).sent == 3


def test_a_message_that_cannot_be_written_waits_and_stops_no_neighbour(
    room: DispatchContext, put: Put, clock: Clock
) -> None:
    bad, _good = put(1), put(2)

    def gather(entry: OutboxEntry) -> NoticeFacts:
        if entry.id != bad:
            return gathered(entry)
        if entry.attempts:
            return gathered(entry)
        return NoticeFacts(
            SAMPLES["hint"], MessageEnvelope(entry.to)
        )  # facts of another kind

    tally = dispatch(replace(room, gather=gather))
    assert (tally.sent, tally.later) == (1, 1)
    entry = entry_of(room.database, bad)
    assert entry.state == "queued"
    assert "ReceiptFacts" in entry.outcome
    clock.now += timedelta(minutes=10)
    assert dispatch(room).sent == 1


def test_facts_that_cannot_be_gathered_are_named_without_their_words(
    room: DispatchContext, put: Put
) -> None:
    number = put()

    def gather(_entry: OutboxEntry) -> NoticeFacts:
        raise KeyError("张三 13900000000")  # words that must not spread

    assert dispatch(replace(room, gather=gather)).later == 1
    assert "KeyError" in entry_of(room.database, number).outcome
    assert "139" not in entry_of(room.database, number).outcome


def test_a_notice_about_something_settled_is_dropped(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    number = put()
    assert (
        dispatch(replace(room, gather=lambda _entry: Moot("已全部报齐"))).dropped == 1
    )
    assert entry_of(room.database, number).state == "dropped"
    assert smtp_server.messages == []


def test_with_answering_off_every_message_is_shown_and_none_is_sent(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    with room.database.writing() as conn:
        switches.set_switch(
            conn,
            switches.SwitchChange(switches.ANSWERING, Answering.OFF, START, "王科长"),
        )
    number = put()
    assert dispatch(room).shown == 1
    entry = entry_of(room.database, number)
    assert (entry.state, bool(entry.subject)) == ("shown", True)
    assert smtp_server.dialogue == []


def test_a_pause_in_the_middle_of_a_round_stops_the_next_message(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    put(1), put(2)

    def gather(entry: OutboxEntry) -> NoticeFacts:
        with room.database.writing() as conn:
            switches.set_switch(
                conn, switches.SwitchChange(switches.PAUSED, "yes", START, "王科长")
            )
        return gathered(entry)

    assert dispatch(replace(room, gather=gather)).sent == 0
    assert smtp_server.messages == []


def test_the_pace_holds_in_any_minute_and_on_any_day(
    room: DispatchContext, put: Put, clock: Clock
) -> None:
    for number in range(7):
        put(number)
    slow = replace(room, pace=Pace(per_minute=2, per_day=5))
    assert (dispatch(slow).sent, dispatch(slow).sent) == (2, 0)
    clock.now += timedelta(seconds=61)
    tally = dispatch(slow)
    assert (tally.sent, tally.later) == (2, 3)
    clock.now += timedelta(seconds=61)
    assert (dispatch(slow).sent, dispatch(slow).sent) == (1, 0)
    clock.now += timedelta(days=1)
    assert dispatch(slow).sent == 2


def test_a_round_ends_when_it_is_told_to(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    put(1), put(2), put(3)
    tally = dispatch(room, stop=lambda: len(smtp_server.messages) >= 1)
    assert (tally.sent, tally.later) == (1, 2)


def test_what_a_round_had_claimed_when_the_database_went_away_goes_out_with_the_next_round(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    number = put()

    def gather(_entry: OutboxEntry) -> NoticeFacts:
        raise DatabaseAwayError(ConnectionError())

    with pytest.raises(DatabaseAwayError):
        dispatch(replace(room, gather=gather))
    # Another worker waits for it, as it may not be dead; its own next round need not.
    assert dispatch(replace(room, owner="another")).sent == 0
    assert dispatch(room).sent == 1
    assert entry_of(room.database, number).state == "sent"
    assert len(smtp_server.messages) == 1


def test_p33_a_worker_killed_while_sending_leaves_an_unknown(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    number = put()

    class Killed:
        def greet(self) -> None:
            pass

        def send(self, _envelope: SmtpEnvelope, _content: bytes) -> Answer:
            raise DatabaseAwayError(ConnectionError())

    with pytest.raises(DatabaseAwayError):
        dispatch(replace(room, courier=lambda: nullcontext(Killed())))
    assert entry_of(room.database, number).state == "sending"
    clock.now += LEASE
    assert dispatch(room).sent == 0
    assert entry_of(room.database, number).state == "unknown"
    assert smtp_server.messages == []
