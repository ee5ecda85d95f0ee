"""Does the office hear of what was recorded the way it chose: each item at once, or one digest a day?"""

import threading
from dataclasses import replace

from ledger.database import Connection
from ledger.outbox import health
from office.duties import duties_of
from office.jobs import Turn
from office.wiring import Service
from tests.walks.house import OFFICE, House, text_of
from tests.walks.letters import report


def told(service: Service, confirm: str) -> Service:
    """The same service, told otherwise."""
    office = service.settings.office.model_copy(update={"confirm": confirm})
    return replace(service, settings=service.settings.model_copy(update={"office": office}))


def kinds(house: House) -> list[str]:
    """The subjects of what the office got."""
    house.dispatch()
    return [str(message["Subject"]) for message in house.new_mail() if str(message["To"]) == OFFICE]


def test_each_item_is_told_to_the_office_at_once_when_it_asked_for_that(house: House) -> None:
    house.service = told(house.service, "each")
    house.deliver(report())
    house.poll()
    (subject,) = kinds(house)
    assert "2026-0001" in subject or "来件" in subject


def test_the_digest_comes_once_a_day_and_only_when_wanted(house: House) -> None:
    house.deliver(report())
    house.poll()
    turn = Turn(house.hands.now, house.hands.now.date().isoformat(), threading.Event())
    for _ in range(2):
        duties_of(house.service).digest(turn)
    assert len(kinds(house)) == 1
    next_day = Turn(house.hands.now, "2026-03-03", threading.Event())
    duties_of(told(house.service, "off")).digest(next_day)
    assert kinds(house) == []


def test_only_addresses_that_are_written_to_no_more_are_told_as_such(house: House) -> None:
    def returned_mail(conn: Connection) -> None:
        for count, address in ((1, "once@units.example"), (health.FAILURES, "gone@units.example")):
            for _ in range(count):
                health.bounced(conn, address, "5.1.1", house.hands.now)

    house.write(returned_mail)
    turn = Turn(house.hands.now, house.hands.now.date().isoformat(), threading.Event())
    duties_of(house.service).digest(turn)
    house.dispatch()
    (digest,) = house.new_mail()
    assert "gone@units.example" in text_of(digest)
    assert "once@units.example" not in text_of(digest)
