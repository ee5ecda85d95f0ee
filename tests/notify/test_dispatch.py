"""Does a due message reach a real server once, with the bytes that were stored first?"""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from ledger import switches
from ledger.database import Database, DatabaseAwayError, open_database
from ledger.entries.letters import Answerable
from ledger.notice import Answering, Notice
from ledger.outbox import listing, tries
from ledger.outbox.listing import Entry
from ledger.outbox.outcomes import Moot
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Limits, Queued, queue
from ledger.outbox.sending import LEASE
from ledger.tables.complete import metadata
from notify.compose import Composer
from notify.couriers import Couriers
from notify.dispatch import Gathered, Mailroom, dispatch
from notify.mime import Envelope
from notify.replies import Answer
from notify.samples import ITEM, SAMPLES, SENDER
from notify.smtp import Envelope as SmtpEnvelope
from notify.smtp import Server, Session, Timeouts
from tests.fixtures.smtp import SmtpServer

START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
UNIT = "jtj@yinchuan.example.cn"
LIMITS = Limits(own_addresses=frozenset({SENDER.address}), receipts=1000, answers=2, per_thread=2)


@dataclass(slots=True)
class _Clock:
    """A clock that stands until it is put forward."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    with closing(open_database(engine_url)) as opened:
        with opened.writing() as conn:
            metadata.create_all(conn)
            switches.turn(conn, switches.Turn(switches.ANSWERING, Answering.ON, START, "王科长"))
        yield opened


def _gather(entry: Entry) -> Gathered:
    return Gathered(SAMPLES[entry.kind], Envelope(entry.to, "letter@unit.cn", (), ITEM.token))


def _server(at: SmtpServer) -> Server:
    return Server(
        at.host, at.tls_port, at.user, at.password, ca_file=at.ca_file, timeouts=Timeouts(5, 5, 5, 5)
    )


@pytest.fixture
def room(database: Database, smtp_server: SmtpServer, clock: _Clock) -> Mailroom:
    server = _server(smtp_server)
    return Mailroom(
        database=database,
        composer=Composer(SENDER),
        gather=_gather,
        courier=lambda: Session(server),
        sender=smtp_server.user,
        pace=Pace(1000, 1000),
        owner="w1",
        clock=clock,
    )


Put = Callable[..., int]


@pytest.fixture
def put(database: Database) -> Put:
    """Queue a receipt for the n-th item."""

    def queued(number: int = 1, kind: str = "receipt") -> int:
        serial = f"2026-{number:04}"
        verdict = Answerable(may=True, to=UNIT, because="")
        with database.writing() as conn:
            result = queue(conn, Notice(kind, UNIT, serial, {"serial": serial}), verdict, START, LIMITS)
        assert isinstance(result, Queued)
        return result.id

    return queued


def _entry(database: Database, number: int) -> Entry:
    with database.reading() as conn:
        entry = listing.message(conn, number)
    assert entry is not None
    return entry


def test_what_is_due_is_sent_with_the_bytes_that_were_stored(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    numbers = [put(1), put(2)]
    assert dispatch(room).as_json() == {"sent": 2, "later": 0, "refused": 0, "unknown": 0}
    with room.database.reading() as conn:
        stored = [listing.bytes_of(conn, number) for number in numbers]
    assert [message.content for message in smtp_server.messages] == stored
    assert {message.sender for message in smtp_server.messages} == {smtp_server.user}
    entry = _entry(room.database, numbers[0])
    assert entry.subject is not None
    assert entry.subject.startswith("自动回执：")
    assert entry.facts is not None
    assert dispatch(room).sent == 0


def test_r12_a_greylisted_message_is_sent_later_with_one_message_id(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    number = put()
    smtp_server.reply("RCPT", "450 4.2.0 greylisted", times=3)
    ids = set()
    for wait in (1, 5, 30):
        assert dispatch(room).later == 1
        ids.add(_entry(room.database, number).message_id)
        assert dispatch(room).later == 0, "not before its time"
        clock.now += timedelta(minutes=wait)
    assert dispatch(room).sent == 1
    (received,) = smtp_server.messages
    assert len(ids) == 1
    assert f"<{ids.pop()}>".encode() in received.content


def test_r19_a_refusal_is_final_and_stops_no_neighbour(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    first, _second = put(1), put(2)
    smtp_server.reply("RCPT", "550 5.1.1 no such user")
    tally = dispatch(room)
    assert (tally.sent, tally.refused) == (1, 1)
    assert _entry(room.database, first).outcome == "550 5.1.1 no such user"
    clock.now += timedelta(days=5)
    assert dispatch(room).sent == 0


def test_p33_a_drop_after_the_dot_is_unknown_and_never_sent_again(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    number = put()
    smtp_server.drop("DOT")
    assert dispatch(room).unknown == 1
    clock.now += timedelta(days=30)
    assert dispatch(room).as_json() == {"sent": 0, "later": 0, "refused": 0, "unknown": 0}
    assert _entry(room.database, number).state == "unknown"
    assert len(smtp_server.messages) == 1


def test_a_server_that_refuses_the_login_ends_the_round_and_loses_nothing(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
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
    room: Mailroom, put: Put, clock: _Clock
) -> None:
    bad, _good = put(1), put(2)

    def gather(entry: Entry) -> Gathered:
        if entry.id != bad:
            return _gather(entry)
        if entry.attempts:
            return _gather(entry)
        return Gathered(SAMPLES["hint"], Envelope(entry.to))  # facts of another kind

    tally = dispatch(replace(room, gather=gather))
    assert (tally.sent, tally.later) == (1, 1)
    entry = _entry(room.database, bad)
    assert entry.state == "queued"
    assert "ReceiptFacts" in entry.outcome
    clock.now += timedelta(minutes=10)
    assert dispatch(room).sent == 1


def test_facts_that_cannot_be_gathered_are_named_without_their_words(room: Mailroom, put: Put) -> None:
    number = put()

    def gather(_entry: Entry) -> Gathered:
        raise KeyError("张三 13900000000")  # noqa: EM101, TRY003 - words that must not spread

    assert dispatch(replace(room, gather=gather)).later == 1
    assert "KeyError" in _entry(room.database, number).outcome
    assert "139" not in _entry(room.database, number).outcome


def test_a_notice_about_something_settled_is_dropped(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    number = put()
    assert dispatch(replace(room, gather=lambda _entry: Moot("已全部报齐"))).dropped == 1
    assert _entry(room.database, number).state == "dropped"
    assert smtp_server.messages == []


def test_with_answering_off_every_message_is_shown_and_none_is_sent(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    with room.database.writing() as conn:
        switches.turn(conn, switches.Turn(switches.ANSWERING, Answering.OFF, START, "王科长"))
    number = put()
    assert dispatch(room).shown == 1
    entry = _entry(room.database, number)
    assert (entry.state, bool(entry.subject)) == ("shown", True)
    assert smtp_server.dialogue == []


def test_a_pause_in_the_middle_of_a_round_stops_the_next_message(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    put(1), put(2)

    def gather(entry: Entry) -> Gathered:
        with room.database.writing() as conn:
            switches.turn(conn, switches.Turn(switches.PAUSED, "yes", START, "王科长"))
        return _gather(entry)

    assert dispatch(replace(room, gather=gather)).sent == 0
    assert smtp_server.messages == []


def test_the_pace_holds_in_any_minute_and_on_any_day(room: Mailroom, put: Put, clock: _Clock) -> None:
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


def test_a_server_that_is_away_ends_the_round_and_is_nobodys_attempt(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    numbers = [put(1), put(2), put(3)]
    smtp_server.drop("CONNECT", times=500)
    for _ in range(30):
        tally = dispatch(room)
        assert (tally.sent, tally.later, tally.refused, bool(tally.away)) == (0, 3, 0, True)
        clock.now += timedelta(hours=6)
    assert smtp_server.dialogue.count("CONNECT") == 30, "one look a round, not one for each message"
    assert [_entry(room.database, number).attempts for number in numbers] == [0, 0, 0]
    smtp_server.script.planned["CONNECT"].clear()
    assert dispatch(room).sent == 3


def test_while_a_server_is_away_nobody_asks_it_before_the_time(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    put(1)
    smtp_server.drop("CONNECT")
    assert dispatch(room).later == 1
    assert dispatch(replace(room, owner="w2")).later == 1
    assert smtp_server.dialogue.count("CONNECT") == 1
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1


def test_a_throttled_round_refuses_no_recipient(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
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
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock, step: str
) -> None:
    number = put()
    smtp_server.reply(step, "451 4.7.1 greylisted, come back in a minute")
    assert dispatch(room).later == 1
    first = _entry(room.database, number).message_id
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1
    assert f"<{first}>".encode() in smtp_server.messages[-1].content
    with room.database.reading() as conn:
        kept = tries.of(conn, number)
    assert [(one.state, one.reply[:3]) for one in kept] == [("later", "451"), ("sent", "250")]


def test_a_message_lost_in_mid_dialogue_is_tried_again_and_its_neighbours_go_out(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    first = put(1)
    put(2), put(3)
    smtp_server.drop("DATA")
    tally = dispatch(room)
    assert (tally.sent, tally.later, tally.unknown) == (2, 1, 0)
    assert _entry(room.database, first).attempts == 1
    clock.now += timedelta(minutes=1)
    assert dispatch(room).sent == 1


def test_connections_are_kept_between_rounds_and_closed_when_nobody_used_them_for_a_minute(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    seconds = [0.0]
    with closing(Couriers(_server(smtp_server), lambda: seconds[0])) as couriers:
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
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    numbers = [put(number) for number in range(1, 21)]
    smtp_server.delay("DOT", 0.05, times=20)
    with closing(Couriers(_server(smtp_server))) as couriers:
        tally = dispatch(replace(room, courier=couriers.lend, connections=4))
    assert (tally.sent, tally.later) == (20, 0)
    assert smtp_server.dialogue.count("AUTH") == 4
    with room.database.reading() as conn:
        stored = {listing.bytes_of(conn, number) for number in numbers}
        assert {len(tries.of(conn, number)) for number in numbers} == {1}
    assert {message.content for message in smtp_server.messages} == stored


def test_several_connections_keep_one_pace(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    for number in range(1, 21):
        put(number)
    with closing(Couriers(_server(smtp_server))) as couriers:
        fast = replace(room, courier=couriers.lend, connections=4, pace=Pace(per_minute=7, per_day=12))
        assert (dispatch(fast).sent, len(smtp_server.messages)) == (7, 7)
        clock.now += timedelta(seconds=61)
        assert (dispatch(fast).sent, len(smtp_server.messages)) == (5, 12)
        clock.now += timedelta(seconds=61)
        assert dispatch(fast).sent == 0


def test_what_bars_one_connection_ends_the_round_for_all(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    for number in range(1, 21):
        put(number)
    smtp_server.reply("AUTH", "535 5.7.8 wrong", times=50)
    with closing(Couriers(_server(smtp_server))) as couriers:
        tally = dispatch(replace(room, courier=couriers.lend, connections=4))
    assert (tally.sent, tally.later) == (0, 20)
    assert smtp_server.dialogue.count("AUTH") <= 2 * 4, "a login of each at most, PLAIN and LOGIN"


def test_a_database_that_goes_away_under_several_connections_is_told(
    room: Mailroom, smtp_server: SmtpServer, put: Put
) -> None:
    for number in range(1, 21):
        put(number)

    def gather(_entry: Entry) -> Gathered:
        raise DatabaseAwayError(ConnectionError())

    with closing(Couriers(_server(smtp_server))) as couriers:
        away = replace(room, courier=couriers.lend, connections=3, gather=gather)
        with pytest.raises(DatabaseAwayError):
            dispatch(away)


def test_a_round_ends_when_it_is_told_to(room: Mailroom, smtp_server: SmtpServer, put: Put) -> None:
    put(1), put(2), put(3)
    tally = dispatch(room, stop=lambda: len(smtp_server.messages) >= 1)
    assert (tally.sent, tally.later) == (1, 2)


def test_p33_a_worker_killed_while_sending_leaves_an_unknown(
    room: Mailroom, smtp_server: SmtpServer, put: Put, clock: _Clock
) -> None:
    number = put()

    class Killed:
        def greet(self) -> None:
            pass

        def send(self, _envelope: SmtpEnvelope, _content: bytes) -> Answer:
            raise DatabaseAwayError(ConnectionError())

    with pytest.raises(DatabaseAwayError):
        dispatch(replace(room, courier=lambda: nullcontext(Killed())))
    assert _entry(room.database, number).state == "sending"
    clock.now += LEASE
    assert dispatch(room).sent == 0
    assert _entry(room.database, number).state == "unknown"
    assert smtp_server.messages == []
