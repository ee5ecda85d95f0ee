"""What becomes of one mail, from the mailbox to the receipt in its sender's hands?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ingest.poll.polling import poll
from ledger.entries.letters import LetterRole, MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.notice import OutboxState
from ledger.rulebook import IntakeRule, RequiredTrust
from office.service.clock import wall_clock
from tests.walks.house import House, parsed, text_of
from tests.walks.letters import AUTHOR, PHONE, YINCHUAN, YINCHUAN_OFFICER, Mail, report
from tests.walks.shell import Shell

SUBJECT = f"{YINCHUAN}+银川市全面推行不见面办理道路运输证照"
STRANGER = "somebody@elsewhere.example"


def test_a_well_formed_letter_is_recorded_with_unit_title_author_and_phone(
    house: House,
) -> None:
    house.work(Mail(SUBJECT).raw)

    item = house.only()
    assert item.state is SubmissionState.RECORDED
    assert item.serial == "2026-0001"
    assert item.unit_id == house.unit(YINCHUAN).id
    assert item.title == "银川市全面推行不见面办理道路运输证照"
    assert [(one.name, one.phone) for one in item.authors] == [(AUTHOR, PHONE)]
    (letter,) = house.letters()
    assert (letter.state, letter.role) == (MailboxEntryState.RECORDED, LetterRole.NEW)
    assert letter.serial == item.serial


def test_its_sender_gets_one_receipt_in_the_letters_thread_that_says_a_machine_wrote_it(
    house: House,
) -> None:
    (receipt,) = house.work(Mail(SUBJECT, message_id="<one@units.example>").raw)

    assert receipt["To"] == YINCHUAN_OFFICER
    assert receipt["In-Reply-To"] == "<one@units.example>"
    assert receipt["References"] == "<one@units.example>"
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert f"[{house.only().token}]" in receipt["Subject"]
    words = text_of(receipt)
    for told in (
        "2026-0001",
        YINCHUAN,
        "银川市全面推行不见面办理道路运输证照",
        AUTHOR,
        PHONE,
    ):
        assert told in words
    assert house.smtp.messages[0].tls
    assert [entry.state for entry in house.outbox()] == [OutboxState.SENT]


def test_an_address_of_the_roster_is_shown_where_its_unit_stands(house: House) -> None:
    (receipt,) = house.work(Mail(SUBJECT).raw)

    words = text_of(receipt)
    assert "【报送进度】" in words
    assert "已报1篇" in words


def test_a_stranger_who_names_a_unit_is_recorded_and_flagged_and_told_nothing_of_the_unit(
    house: House,
) -> None:
    (receipt,) = house.work(Mail(SUBJECT, sender=STRANGER).raw)

    assert house.only().state is SubmissionState.RECORDED
    assert house.only().unit_id == house.unit(YINCHUAN).id
    assert "address-unregistered" in house.only().flags
    assert receipt["To"] == STRANGER
    assert "【报送进度】" not in text_of(receipt)


def test_p09_a_second_poll_fetches_nothing_and_the_mailbox_is_only_ever_read(
    house: House,
) -> None:
    house.deliver(Mail(SUBJECT).raw)
    house.deliver(Mail("午饭", "今天中午一起吃饭？", STRANGER).raw, flags=["\\Flagged"])
    before = house.flags()

    first, second = house.poll(), house.poll()

    assert first.as_document() | {"seconds": 0} == {
        **dict.fromkeys(
            ("sealed", "oversize", "quarantined", "gone", "held", "seconds"), 0
        ),
        "seen": 2,
        "recorded": 1,
        "set_aside": 1,
    }
    assert second.tally.seen == 0
    assert house.flags() == before
    assert house.reconcile().sound


def test_what_is_no_report_is_set_aside_with_its_reason_and_never_answered(
    house: House,
) -> None:
    assert house.work(Mail("午饭", "今天中午一起吃饭？", STRANGER).raw) == []

    (letter,) = house.letters()
    assert (letter.state, letter.reason) == (
        MailboxEntryState.SET_ASIDE,
        "correspondence",
    )
    assert house.submissions() == ()


def test_before_answering_is_switched_on_the_receipt_is_shown_and_nobody_is_mailed(
    house: House,
) -> None:
    house.turn("answering", "off")

    assert house.work(Mail(SUBJECT).raw) == []

    (entry,) = house.outbox()
    assert entry.state is OutboxState.SHOWN
    assert YINCHUAN in text_of(parsed(house.bytes_of(entry.id) or b""))
    house.turn("answering", "on")
    assert house.dispatch().sent == 0


def came(
    house: House,
    result: str,
    needed: RequiredTrust,
    reporting: bytes,
    arrived: timedelta = timedelta(0),
) -> None:
    """A letter came `arrived` ago; our server says `result` of its sender, and the rule
    asks for `needed`.
    """
    found = f"Authentication-Results: mx.office.example; dmarc={result} header.from=units.example\r\n"
    raw = found.encode() + b"Reply-To: <thief@elsewhere.example>\r\n" + reporting
    house.deliver(raw, house.hands.now - arrived)
    context = house.service.poll_context()
    asked = context.intake.rule

    def rule(now: datetime) -> IntakeRule:
        return replace(asked(now), trust=needed)

    ids = frozenset({"mx.office.example"})
    poll(replace(context, intake=replace(context.intake, authserv_ids=ids, rule=rule)))
    house.dispatch()


@pytest.mark.parametrize("needed", list(RequiredTrust))
def test_p39_of_a_forged_letter_nobody_is_told_anything_whatever_the_rule_asks(
    house: House, needed: RequiredTrust
) -> None:
    came(house, "fail", needed, report())

    assert house.letters()[0].trust == "failed"
    held = {RequiredTrust.ANY: ""}.get(needed, "untrusted")
    assert (house.only().held_because or "") == held
    assert house.outbox() == ()
    assert house.received() == []


def test_p39_the_same_letter_from_its_true_sender_is_answered_at_from_alone(
    house: House,
) -> None:
    came(house, "pass", RequiredTrust.VERIFIED, report())

    assert house.only().state is SubmissionState.RECORDED
    (receipt,) = house.received()
    assert receipt["To"] == YINCHUAN_OFFICER
    assert "【报送进度】" in text_of(receipt)


def test_p39_a_forged_old_letter_draws_no_list_of_the_units_other_items(
    house: House,
) -> None:
    came(house, "pass", RequiredTrust.ANY, report(1))
    house.hands.now += timedelta(days=40)
    came(house, "fail", RequiredTrust.ANY, report(2), arrived=timedelta(days=39))

    assert [item.state for item in house.submissions()] == [
        SubmissionState.RECORDED
    ] * 2
    assert [(entry.kind, entry.to) for entry in house.outbox()] == [
        ("receipt", YINCHUAN_OFFICER)
    ]


@pytest.mark.parametrize(("result", "shown"), [("none", 1), ("fail", 0)])
def test_p39_accepting_a_forged_letter_tells_the_decision_and_not_where_the_unit_stands(
    shell: Shell, result: str, shown: int
) -> None:
    shell.house.hands.now = wall_clock()
    came(shell.house, result, RequiredTrust.VERIFIED, report())
    shell.house.new_mail()

    assert (
        shell(
            "submissions", "decide", "2026-0001", "--accept", "--because", "来电核实"
        )[0]
        == 0
    )
    shell.house.hands.now = wall_clock()
    shell.house.dispatch()

    (decided,) = shell.house.new_mail()
    assert decided["To"] == YINCHUAN_OFFICER
    assert text_of(decided).count("【报送进度】") == shown
