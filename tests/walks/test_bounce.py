"""What happens when one of our own messages comes back?"""

from email.message import EmailMessage
from email.policy import SMTP

from ledger.entries.letters import MailboxEntryState
from ledger.notice import OutboxState
from ledger.outbox import bounces
from office.service.reminding import remind
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN_OFFICER, bounce, report, returned_whole


def test_a_receipt_that_bounces_is_refused_and_nothing_else_happens(
    house: House,
) -> None:
    (receipt,) = house.work(report())

    assert house.work(bounce(receipt)) == []

    (entry,) = house.outbox()
    assert entry.state is OutboxState.REFUSED
    assert "5.1.1" in entry.outcome
    assert len(house.submissions()) == 1
    letter = house.letters()[-1]
    assert (letter.state, letter.reason) == (MailboxEntryState.SET_ASIDE, "bounce")


def test_an_address_that_is_said_not_to_exist_is_noted_for_the_office(
    house: House,
) -> None:
    (receipt,) = house.work(report())
    house.work(bounce(receipt))

    (ailing,) = house.read(bounces.failing_addresses)
    assert (ailing.address, ailing.failures, ailing.disabled) == (
        YINCHUAN_OFFICER,
        1,
        False,
    )


def test_p28_our_own_bounce_fed_back_twenty_times_sends_nothing_and_counts_once(
    house: House,
) -> None:
    (receipt,) = house.work(report())
    for number in range(20):
        house.deliver(bounce(receipt, number))

    house.poll()

    assert house.dispatch().as_json() == {
        "sent": 0,
        "later": 0,
        "refused": 0,
        "unknown": 0,
    }
    assert house.new_mail() == []
    assert len(house.submissions()) == 1
    (ailing,) = house.read(bounces.failing_addresses)
    assert ailing.failures == 1


def test_an_address_that_bounced_three_messages_is_written_to_no_more(
    house: House,
) -> None:
    for number in range(1, 4):
        (receipt,) = house.work(report(number))
        house.work(bounce(receipt, number))

    assert house.work(report(4)) == []

    assert len(house.submissions()) == 4
    assert [entry.state for entry in house.outbox()] == [OutboxState.REFUSED] * 3


def test_r25_a_returned_reminder_is_known_by_the_number_at_its_foot_whatever_became_of_its_message_id(
    house: House,
) -> None:
    house.hands.now = at(2, 11)
    house.assess_only(2)
    remind(house.service, house.hands.now)
    house.dispatch()
    reminder, _other = house.new_mail()
    rewritten = EmailMessage(policy=SMTP)
    rewritten["From"], rewritten["To"] = str(reminder["From"]), str(reminder["To"])
    rewritten["Subject"], rewritten["Message-ID"] = (
        str(reminder["Subject"]),
        "<relay-1@mx.units.example>",
    )
    rewritten.set_content(text_of(reminder), charset="utf-8", cte="base64")

    house.work(returned_whole(rewritten))

    states = {entry.to: entry.state for entry in house.outbox("reminder")}
    assert states[str(reminder["To"])] is OutboxState.REFUSED
    assert list(states.values()).count(OutboxState.REFUSED) == 1
    (ailing,) = house.read(bounces.failing_addresses)
    assert ailing.address == str(reminder["To"])
    assert "邮件编号" not in str(reminder["Subject"])
