"""What happens when one of our own messages comes back?"""

from ledger.entries.letters import SightingState
from ledger.notice import OutboxState
from ledger.outbox import health
from tests.walks.house import House
from tests.walks.letters import YINCHUAN_OFFICER, bounce, report


def test_a_receipt_that_bounces_is_refused_and_nothing_else_happens(house: House) -> None:
    (receipt,) = house.work(report())

    assert house.work(bounce(receipt)) == []

    (entry,) = house.outbox()
    assert entry.state is OutboxState.REFUSED
    assert "5.1.1" in entry.outcome
    assert len(house.submissions()) == 1
    letter = house.letters()[-1]
    assert (letter.state, letter.reason) == (SightingState.SET_ASIDE, "bounce")


def test_an_address_that_is_said_not_to_exist_is_noted_for_the_office(house: House) -> None:
    (receipt,) = house.work(report())
    house.work(bounce(receipt))

    (ailing,) = house.read(health.ailing)
    assert (ailing.address, ailing.failures, ailing.disabled) == (YINCHUAN_OFFICER, 1, False)


def test_p28_our_own_bounce_fed_back_twenty_times_sends_nothing_and_counts_once(house: House) -> None:
    (receipt,) = house.work(report())
    for number in range(20):
        house.deliver(bounce(receipt, number))

    house.poll()

    assert house.dispatch().as_json() == {"sent": 0, "later": 0, "refused": 0, "unknown": 0}
    assert house.new_mail() == []
    assert len(house.submissions()) == 1
    (ailing,) = house.read(health.ailing)
    assert ailing.failures == 1


def test_an_address_that_bounced_three_messages_is_written_to_no_more(house: House) -> None:
    for number in range(1, 4):
        (receipt,) = house.work(report(number))
        house.work(bounce(receipt, number))

    assert house.work(report(4)) == []

    assert len(house.submissions()) == 4
    assert [entry.state for entry in house.outbox()] == [OutboxState.REFUSED] * 3
