"""Does the office hear of what was recorded the way it chose: each item at once, or one
digest a day?
"""

import re
import threading
from dataclasses import replace

from ledger import mailbox_entries, roster
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.people import Person, Role
from ledger.outbox import bounces
from office.service.duties import duties_of
from office.service.jobs import JobTurn
from office.service.parts import Service
from tests.walks.house import OFFICE, House, at, text_of
from tests.walks.letters import YINCHUAN, report


def told(service: Service, confirm: str) -> Service:
    """The same service, told otherwise."""
    office = service.settings.office.model_copy(update={"confirm": confirm})
    return replace(
        service, settings=service.settings.model_copy(update={"office": office})
    )


def kinds(house: House) -> list[str]:
    """The subjects of what the office got."""
    house.dispatch()
    return [
        str(message["Subject"])
        for message in house.new_mail()
        if str(message["To"]) == OFFICE
    ]


def test_each_item_is_told_to_the_office_at_once_when_it_asked_for_that(
    house: House,
) -> None:
    house.service = told(house.service, "each")
    house.deliver(report())
    house.poll()
    (subject,) = kinds(house)
    assert "2026-0001" in subject or "来件" in subject


def test_the_digest_comes_once_a_day_and_only_when_wanted(house: House) -> None:
    house.deliver(report())
    house.poll()
    turn = JobTurn(
        house.hands.now, house.hands.now.date().isoformat(), threading.Event()
    )
    for _ in range(2):
        duties_of(house.service).digest(turn)
    assert len(kinds(house)) == 1
    next_day = JobTurn(house.hands.now, "2026-03-03", threading.Event())
    duties_of(told(house.service, "off")).digest(next_day)
    assert kinds(house) == []


def test_only_addresses_that_are_written_to_no_more_are_told_as_such(
    house: House,
) -> None:
    def returned_mail(conn: Connection) -> None:
        for count, address in (
            (1, "once@units.example"),
            (bounces.FAILURES, "gone@units.example"),
        ):
            for _ in range(count):
                bounces.note_bounce(conn, address, "5.1.1", house.hands.now)

    house.write(returned_mail)
    turn = JobTurn(
        house.hands.now, house.hands.now.date().isoformat(), threading.Event()
    )
    duties_of(house.service).digest(turn)
    house.dispatch()
    (digest,) = house.new_mail()
    assert "gone@units.example" in text_of(digest)
    assert "once@units.example" not in text_of(digest)


def digest_of(house: House, day: str) -> str:
    """The text of the digest that the job queues for `day`."""
    duties_of(house.service).digest(JobTurn(house.hands.now, day, threading.Event()))
    house.dispatch()
    (digest,) = [
        message for message in house.new_mail() if str(message["To"]) == OFFICE
    ]
    return text_of(digest)


def test_a_digest_counts_everything_since_the_one_before_evenings_and_weekends_too(
    house: House,
) -> None:
    house.hands.now = at(3, 6, 9)  # a Friday
    house.deliver(report(1))
    house.poll()
    house.dispatch()
    house.hands.now = at(3, 6, 17)
    assert "登记1件" in digest_of(house, "2026-03-06")

    for number, moment in ((2, at(3, 6, 20)), (3, at(3, 7, 11)), (4, at(3, 9, 8))):
        house.hands.now = moment
        house.deliver(report(number))
        house.poll()
        house.dispatch()
    house.hands.now = at(3, 9, 17)
    monday = digest_of(house, "2026-03-09")
    assert "自2026年3月6日 17:00以来" in monday
    assert "收件：登记3件" in monday
    assert "发件：已发4件。" in monday.replace(
        "\r\n", "。"
    )  # Friday's digest and three receipts; not itself

    house.hands.now = at(3, 10, 17)
    quiet = digest_of(house, "2026-03-10")
    assert "收件：无" in quiet
    assert "发件：已发1件" in quiet  # Monday's digest


def test_a_digest_names_what_waits_from_earlier_months_and_how_many_old_letters_were_not_answered(
    house: House,
) -> None:
    house.hands.now = at(2, 3)
    house.deliver(report(1))
    house.deliver(
        report(1, sender="unit02@units.example")
    )  # the same from elsewhere: a suspicion
    house.poll()
    house.hands.now = at(3, 9)
    house.deliver(report(7, sender="somebody@elsewhere.example"), at(2, 20))
    house.poll()
    house.hands.now = at(3, 9, 17)
    words = digest_of(house, "2026-03-09")
    assert "今天请处理" in words
    assert re.search(r"待确认\d件|待核\d件", words)
    assert "未登记邮箱的旧件1封已登记" in words


def test_a_digest_counts_the_letters_set_aside_that_may_be_reports_until_somebody_has_decided(
    house: House,
) -> None:
    letters = [
        MailboxEntry(
            id=1000 + number,
            place=Place("by-hand", "INBOX", 1, number),
            state=MailboxEntryState.SET_ASIDE,
            arrived_at=at(3, 9),
            from_address="unit01@units.example",
            possible="发件地址在名册上",
        )
        for number in (1, 2)
    ]
    house.write(lambda conn: mailbox_entries.add(conn, letters, at(3, 9)))
    house.hands.now = at(3, 9, 17)
    words = digest_of(house, "2026-03-09")
    assert "今天请处理：可能是报送的来件2件。" in words
    assert "有2封来件归为非报送件，但可能是报送" in words
    with house.database.writing() as conn:
        for letter in letters:
            assert mailbox_entries.dismiss(conn, letter.id, at(3, 10))
    house.hands.now = at(3, 10, 17)
    assert "可能是报送" not in digest_of(house, "2026-03-10")


HEAD = "head01@units.example"


def copying(house: House) -> House:
    """A house whose office wants principals to know; Yinchuan has one."""
    told_so = house.service.settings.intake.model_copy(
        update={"copy_to_principal": True}
    )
    house.service = replace(
        house.service,
        settings=house.service.settings.model_copy(update={"intake": told_so}),
    )
    head = Person(Role.PRINCIPAL, "马局长", HEAD, "")

    def add(conn: Connection) -> None:
        unit = house.unit(YINCHUAN)
        others = [each for each in roster.all_units(conn) if each.id != unit.id]
        roster.save(conn, [replace(unit, people=(*unit.people, head)), *others])

    house.write(add)
    return house


def test_art_9_the_principal_gets_a_copy_of_each_item_only_where_the_office_wants_it(
    house: House,
) -> None:
    house.work(report(1))
    assert house.outbox("principal-copy") == ()
    copying(house)
    copy, _ = sorted(house.work(report(2)), key=lambda message: str(message["To"]))
    assert str(copy["To"]) == HEAD
    assert "2026-0002" in text_of(copy)
    assert "报送进度" not in text_of(copy)
    assert [str(one["To"]) for one in house.work(report(3, sender=HEAD))] == [
        HEAD
    ]  # the receipt alone
    house.hands.now = at(4, 20)
    house.deliver(report(4), at(3, 3))
    house.poll()
    assert len(house.outbox("principal-copy")) == 1
