"""Is the server left alone while it is away, and do connections side by side share a
round and its pace?
"""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.database import DatabaseAwayError
from ledger.outbox import listing, tries
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.pacing import Pace
from notify.delivery.couriers import Couriers
from notify.delivery.dispatch import DispatchContext, NoticeFacts, dispatch
from tests.fixtures.smtp import SmtpServer
from tests.notify.conftest import Clock, Put, entry_of, server_of


def test_a_server_that_is_away_ends_the_round_and_is_nobodys_attempt(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    numbers = [put(1), put(2), put(3)]
    smtp_server.drop("CONNECT", times=500)
    for _ in range(30):
        tally = dispatch(room)
        assert (tally.sent, tally.later, tally.refused, bool(tally.away)) == (
            0,
            3,
            0,
            True,
        )
        clock.now += timedelta(hours=6)
    assert smtp_server.dialogue.count("CONNECT") == 30, (
        "one look a round, not one for each message"
    )
    assert [entry_of(room.database, number).attempts for number in numbers] == [0, 0, 0]
    smtp_server.script.planned["CONNECT"].clear()
    assert dispatch(room).sent == 3


def test_while_a_server_is_away_nobody_asks_it_before_the_time(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    put(1)
    smtp_server.drop("CONNECT")
    assert dispatch(room).later == 1
    assert dispatch(replace(room, owner="w2")).later == 1
    assert smtp_server.dialogue.count("CONNECT") == 1
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1


def test_a_throttled_round_refuses_no_recipient(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    for number in range(1, 6):
        put(number)
    smtp_server.reply("RCPT", "550 Connection frequency limited", times=5)
    tally = dispatch(room)
    assert (tally.refused, tally.later) == (0, 5)
    assert smtp_server.dialogue.count("RCPT") == 1
    smtp_server.script.planned["RCPT"].clear()
    clock.now += timedelta(minutes=29)
    assert dispatch(room).sent == 0
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 5


@pytest.mark.parametrize("step", ["RCPT", "DATA", "DOT"])
def test_r12_greylisting_at_any_step_ends_in_one_message_and_two_tries(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock, step: str
) -> None:
    number = put()
    smtp_server.reply(step, "451 4.7.1 greylisted, come back in a minute")
    assert dispatch(room).later == 1
    first = entry_of(room.database, number).message_id
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1
    assert f"<{first}>".encode() in smtp_server.messages[-1].content
    with room.database.reading() as conn:
        kept = tries.of(conn, number)
    assert [(one.state, one.reply[:3]) for one in kept] == [
        ("later", "451"),
        ("sent", "250"),
    ]


def test_a_message_lost_in_mid_dialogue_is_tried_again_and_its_neighbours_go_out(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    first = put(1)
    put(2), put(3)
    smtp_server.drop("DATA")
    tally = dispatch(room)
    assert (tally.sent, tally.later, tally.unknown) == (2, 1, 0)
    assert entry_of(room.database, first).attempts == 1
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1


def test_connections_are_kept_between_rounds_and_closed_when_nobody_used_them_for_a_minute(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    seconds = [0.0]
    with closing(
        Couriers(lambda: server_of(smtp_server), lambda: seconds[0])
    ) as couriers:
        kept = replace(room, courier=couriers.lend)
        for number in range(1, 4):
            put(number)
            assert dispatch(kept).sent == 1
            seconds[0] += 20
        assert smtp_server.dialogue.count("AUTH") == 1
        seconds[0] += 60
        couriers.tidy()
        assert smtp_server.dialogue.count("QUIT") == 1
        put(4)
        assert dispatch(kept).sent == 1
        assert smtp_server.dialogue.count("AUTH") == 2
    assert smtp_server.dialogue.count("QUIT") == 2


def test_several_connections_share_a_round_and_each_message_goes_out_once(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    numbers = [put(number) for number in range(1, 21)]
    smtp_server.delay("DOT", 0.05, times=20)
    with closing(Couriers(lambda: server_of(smtp_server))) as couriers:
        tally = dispatch(replace(room, courier=couriers.lend, connections=4))
    assert (tally.sent, tally.later) == (20, 0)
    assert smtp_server.dialogue.count("AUTH") == 4
    with room.database.reading() as conn:
        stored = {listing.bytes_of(conn, number) for number in numbers}
        assert {len(tries.of(conn, number)) for number in numbers} == {1}
    assert {message.content for message in smtp_server.messages} == stored


def test_several_connections_keep_one_pace(
    room: DispatchContext, smtp_server: SmtpServer, put: Put, clock: Clock
) -> None:
    for number in range(1, 21):
        put(number)
    with closing(Couriers(lambda: server_of(smtp_server))) as couriers:
        fast = replace(
            room,
            courier=couriers.lend,
            connections=4,
            pace=Pace(per_minute=7, per_day=12),
        )
        assert (dispatch(fast).sent, len(smtp_server.messages)) == (7, 7)
        clock.now += timedelta(seconds=61)
        assert (dispatch(fast).sent, len(smtp_server.messages)) == (5, 12)
        clock.now += timedelta(seconds=61)
        assert dispatch(fast).sent == 0


def test_what_bars_one_connection_ends_the_round_for_all(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    for number in range(1, 21):
        put(number)
    smtp_server.reply("AUTH", "535 5.7.8 wrong", times=50)
    with closing(Couriers(lambda: server_of(smtp_server))) as couriers:
        tally = dispatch(replace(room, courier=couriers.lend, connections=4))
    assert (tally.sent, tally.later) == (0, 20)
    assert smtp_server.dialogue.count("AUTH") <= 2 * 4, (
        "a login of each at most, PLAIN and LOGIN"
    )


def test_a_database_that_goes_away_under_several_connections_is_told(
    room: DispatchContext, smtp_server: SmtpServer, put: Put
) -> None:
    for number in range(1, 21):
        put(number)

    def gather(_entry: OutboxEntry) -> NoticeFacts:
        raise DatabaseAwayError(ConnectionError())

    with closing(Couriers(lambda: server_of(smtp_server))) as couriers:
        away = replace(room, courier=couriers.lend, connections=3, gather=gather)
        with pytest.raises(DatabaseAwayError):
            dispatch(away)
