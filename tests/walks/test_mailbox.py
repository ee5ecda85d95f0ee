"""Is every letter of a real mailbox taken once, whatever happens to the mailbox?"""

import json
import re
import sys
from dataclasses import replace
from datetime import timedelta
from subprocess import PIPE, Popen

from ingest.poll.polling import DifferenceKind, poll, reconcile
from ledger.entries.letters import LetterRole, MailboxEntryState
from ledger.tables.mail import mailbox_entries
from office.service.clock import wall_clock
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN_OFFICER, report

MANY = 20
SERIAL = re.compile(r"· (\d{4}-\d{4})")
PROGRAM = [sys.executable, "-c", "from office.cli.main import main; main()"]


def test_p01_after_a_renumbering_old_letters_are_known_again_and_only_new_ones_answered(
    house: House,
) -> None:
    for number in range(1, MANY + 1):
        house.deliver(report(number, sender=f"unit{number:02d}@units.example"))
    house.poll()
    house.dispatch()
    before = house.new_mail()

    house.hands.now = at(3, 2, 10)
    house.imap.renumber(house.login.name)
    for number in range(MANY + 1, MANY + 4):
        house.deliver(report(number))
    polled = house.poll()
    house.dispatch()

    assert [folder for folder, _ in polled.renumbered] == ["INBOX"]
    assert house.journal(f"mailbox:{house.service.account.name}/INBOX") == [
        "renumbered"
    ]
    assert (len(before), len(house.new_mail())) == (MANY, 3)
    assert len(house.submissions()) == MANY + 3
    again = [letter for letter in house.letters() if letter.role is LetterRole.COPY]
    assert len(again) == MANY
    assert house.reconcile().sound


def test_p04_letters_a_colleague_read_answered_or_flagged_first_are_recorded_all_the_same(
    house: House,
) -> None:
    marks = (
        ["\\Seen"],
        ["\\Answered", "\\Seen"],
        ["\\Flagged"],
        ["\\Deleted"],
        ["$Forwarded"],
    )
    for number, flags in enumerate(marks, start=1):
        house.deliver(report(number), flags=flags)
    before = house.flags()

    house.poll()

    assert len(house.submissions()) == len(marks)
    assert house.flags() == before


def test_a_letter_deleted_before_it_was_read_leaves_a_trace_and_hides_no_other(
    house: House,
) -> None:
    first, *_ = [house.deliver(report(number)) for number in (1, 2, 3)]
    house.imap.expunge(house.login.name, first)

    house.poll()

    assert len(house.submissions()) == 2
    assert house.reconcile().sound


def test_p08_the_same_bytes_under_two_uids_are_one_item_and_one_receipt(
    house: House,
) -> None:
    house.deliver(report(1))
    house.deliver(report(1))

    house.poll()
    house.dispatch()

    assert [letter.state for letter in house.letters()] == [
        MailboxEntryState.RECORDED
    ] * 2
    assert len(house.submissions()) == 1
    assert len(house.new_mail()) == 1


def test_p05_after_a_stop_of_forty_days_everything_is_taken_and_told_in_one_list(
    house: House,
) -> None:
    house.deliver(report(1), at(3, 2))
    house.poll()
    house.dispatch()
    house.new_mail()
    for number in range(2, 12):
        house.deliver(report(number), at(3, 2) + timedelta(days=3 * number))

    house.hands.now = at(4, 11)
    house.poll()
    house.deliver(report(12), at(3, 20))  # the next batch of the same morning
    house.poll()
    house.dispatch()
    assert house.new_mail() == []  # a further one might still come today
    house.hands.now = at(4, 12, 8)
    house.dispatch()

    assert len(house.submissions()) == 12
    by_arrival = [
        item.serial for item in house.submissions() if item.serial != "2026-0012"
    ]
    assert by_arrival == [f"2026-{n:04d}" for n in range(1, 12)]
    (told,) = house.new_mail()
    assert told["To"] == YINCHUAN_OFFICER
    assert SERIAL.findall(text_of(told)) == [
        f"2026-{n:04d}" for n in range(2, 13)
    ]  # the first had its receipt weeks ago


def test_p07_a_letter_whose_row_was_lost_is_named_and_taken_in_on_request(
    house: House,
) -> None:
    uids = [house.deliver(report(number)) for number in (1, 2, 3)]
    house.poll()
    house.write(
        lambda conn: conn.execute(
            mailbox_entries.delete().where(mailbox_entries.c.uid == uids[1])
        )
    )

    (difference,) = house.reconcile().differences
    assert (difference.place.uid, difference.kind) == (uids[1], DifferenceKind.MISSING)

    reconcile(house.service.poll_context(), mend=True)
    assert house.reconcile().sound


def test_p11_two_pollers_started_at_once_in_two_processes_take_each_letter_once(
    house: House,
) -> None:
    house.hands.now = wall_clock()
    for number in range(1, MANY + 1):
        house.deliver(report(number, sender=f"unit{number:02d}@units.example"))

    command = [*PROGRAM, "--config", str(house.settings_file), "poll", "--json"]
    pollers = [Popen(command, stdout=PIPE, stderr=PIPE) for _ in range(2)]
    said = [poller.communicate(timeout=60) for poller in pollers]

    house.hands.now = wall_clock()
    assert [poller.returncode for poller in pollers] == [0, 0], said
    assert sum(json.loads(out)["recorded"] for out, _ in said) == MANY
    assert len(house.submissions()) == MANY
    assert len(house.outbox()) == MANY
    assert house.reconcile().sound


def test_p12_a_reader_that_holds_the_mailbox_keeps_others_out_until_its_lease_ends(
    house: House,
) -> None:
    house.deliver(report(1))
    dead = replace(house.service, owner="a worker that died")
    context = replace(dead.poll_context(), stop=lambda: True)
    poll(context)  # stops before its first batch
    assert house.submissions() == ()

    house.poll()

    assert len(house.submissions()) == 1
