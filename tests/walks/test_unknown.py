"""What becomes of a message when nobody can tell whether it arrived?"""

import threading
from dataclasses import replace
from datetime import timedelta

from ledger.journal import By
from ledger.notice import OutboxState
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.settling import NotSettled, Settlement, settle
from notify.delivery.dispatch import dispatch
from tests.walks.house import House
from tests.walks.letters import report


def test_p33_silence_after_the_final_dot_is_unknown_and_the_machine_never_sends_it_again(
    house: House,
) -> None:
    house.smtp.drop("DOT")
    house.deliver(report())
    house.poll()

    assert house.dispatch().unknown == 1

    for hours in (0, 1, 24, 24 * 30):
        house.hands.now += timedelta(hours=hours)
        assert house.dispatch().as_json() == {
            "sent": 0,
            "later": 0,
            "refused": 0,
            "unknown": 0,
        }
    (entry,) = house.outbox()
    assert entry.state is OutboxState.UNKNOWN
    assert len(house.smtp.messages) == 1


def test_p33_a_person_may_have_the_very_same_bytes_sent_again(house: House) -> None:
    house.smtp.drop("DOT")
    house.deliver(report())
    house.poll()
    house.dispatch()
    (entry,) = house.outbox()

    decision = By("王主任", house.hands.now, "单位来电说没有收到")
    settled = house.write(
        lambda conn: settle(conn, entry.id, Settlement.RESEND, decision)
    )
    assert isinstance(settled, OutboxEntry)
    assert house.dispatch().sent == 1

    first, second = house.smtp.messages
    assert first.content == second.content
    assert house.outbox()[0].state is OutboxState.SENT
    again = house.write(
        lambda conn: settle(conn, entry.id, Settlement.RESEND, decision)
    )
    assert isinstance(again, NotSettled)


def test_a_server_that_says_later_is_asked_later_with_the_same_bytes(
    house: House,
) -> None:
    house.smtp.reply("RCPT", "450 4.2.0 greylisted, try again")
    house.deliver(report())
    house.poll()

    assert house.dispatch().later == 1
    assert house.dispatch().sent == 0  # its time has not come
    first = house.bytes_of(house.outbox()[0].id)
    house.hands.now += timedelta(minutes=2)
    assert house.dispatch().sent == 1

    assert house.smtp.messages[0].content == first


def test_a_refused_login_bars_all_mail_and_loses_none(house: House) -> None:
    house.smtp.reply("AUTH", "535 5.7.8 authentication failed", times=2)
    for number in (1, 2):
        house.deliver(report(number))
    house.poll()

    assert "535" in house.dispatch().barred
    assert {entry.state for entry in house.outbox()} == {OutboxState.QUEUED}
    house.hands.now += timedelta(minutes=11)
    while house.dispatch().barred:
        house.hands.now += timedelta(minutes=11)

    assert {entry.state for entry in house.outbox()} == {OutboxState.SENT}


def test_pause_stops_all_mail_at_once_and_resume_lets_it_go(house: House) -> None:
    house.turn("paused", "yes")

    assert house.work(report()) == []

    house.turn("paused", "no")
    house.dispatch()
    assert len(house.new_mail()) == 1


def test_two_senders_at_once_hand_over_every_message_once(house: House) -> None:
    for number in range(1, 9):
        house.deliver(report(number))
    house.poll()
    start = threading.Barrier(2)
    sent: list[int] = []

    def sender(owner: str) -> None:
        room = replace(house.service.dispatch_context(), owner=owner)
        start.wait()
        sent.append(dispatch(room).sent)

    pair = [threading.Thread(target=sender, args=(owner,)) for owner in ("one", "two")]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()

    assert sum(sent) == 8
    subjects = [message["Subject"] for message in house.new_mail()]
    assert len(subjects) == len(set(subjects)) == 8
