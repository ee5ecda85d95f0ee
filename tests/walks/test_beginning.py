"""What is never answered, whatever the starting point (promise 11), and what costs no
neighbour anything?
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.poll.polling import poll
from ledger import switches
from ledger.entries.letters import MailboxEntryState
from tests.walks.house import House, at, parsed, text_of
from tests.walks.letters import STORY, YINCHUAN, YINCHUAN_OFFICER, Mail, report

MIB = 2**20


@pytest.fixture
def young(house: House) -> House:
    """An installation begun this morning, on a mailbox that holds three older letters
    and gets a new one.
    """
    house.turn(switches.STARTED_AT, at(3, 2, 8).isoformat())
    for number in (1, 2, 3):
        house.deliver(report(number), at(3, 2, 8) - timedelta(hours=number))
    house.deliver(report(4), at(3, 2, 8, 30))
    return house


def test_started_from_now_only_letters_since_then_are_taken(young: House) -> None:
    young.turn(switches.START_FROM, "now")

    polled = young.poll()
    young.dispatch()

    assert polled.started == (("INBOX", 4),)
    assert [letter.place.uid for letter in young.letters()] == [4]
    assert len(young.new_mail()) == 1
    assert young.reconcile().sound


@pytest.mark.parametrize("start", ["all", "2026-03-01"])
def test_started_earlier_older_letters_are_recorded_and_not_one_of_them_is_answered(
    young: House, start: str
) -> None:
    young.turn(switches.START_FROM, start)

    young.poll()
    young.dispatch()

    assert len(young.submissions()) == 4
    assert len(young.new_mail()) == 1
    young.poll()
    young.dispatch()
    assert young.new_mail() == []


def test_p16_a_letter_above_the_limit_is_decided_by_its_size_and_told_so_once(
    house: House,
) -> None:
    raw = Mail(f"{YINCHUAN}+公路养护影像资料", f"{STORY}\n" * 6000).raw
    assert len(raw) > MIB
    house.deliver(raw)
    house.deliver(report())

    small = replace(house.service.poll_context(), letter_bytes=MIB)
    tally = poll(small).tally
    house.dispatch()

    assert (tally.seen, tally.recorded, tally.oversize) == (2, 1, 1)
    assert len(house.new_mail()) == 2
    (reply,) = house.outbox("oversize")
    assert reply.to == YINCHUAN_OFFICER
    assert len(text_of(parsed(house.bytes_of(reply.id) or b""))) < 500


def test_p14_a_letter_nobody_can_read_is_kept_aside_and_its_neighbours_are_taken(
    house: House,
) -> None:
    parts = "".join(
        f"--b\r\nContent-Type: text/plain\r\n\r\npart {number}\r\n"
        for number in range(20_000)
    )
    head = f"From: {YINCHUAN_OFFICER}\r\nSubject: parts\r\nMIME-Version: 1.0\r\n"
    hostile = f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n".encode()
    for raw in (report(1), hostile, report(2)):
        house.deliver(raw)

    tally = house.poll().tally
    house.dispatch()

    assert (tally.seen, tally.recorded, tally.quarantined) == (3, 2, 1)
    (aside,) = [
        letter
        for letter in house.letters()
        if letter.state is MailboxEntryState.QUARANTINED
    ]
    assert aside.because
    assert aside.sha256  # the original is kept, to be looked at and judged again
    assert len(house.new_mail()) == 2
