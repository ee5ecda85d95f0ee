"""Who is reminded in February 2026, when, and how often?

The Spring Festival (15 to 23 February) was made up for on the Saturdays 14 and 28
February, so eight working days before the month's last day is the 11th, three before it
the 25th, and the last day a Saturday at work.
"""

import threading
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from ledger import commissions, roster, switches
from ledger.entries.events import Commission
from ledger.entries.people import Role, Unit
from ledger.notice import OutboxState
from ledger.outbox import bounces
from office.service.duties import duties_of
from office.service.jobs import Job, JobContext, Times, jobs_of, run_if_due
from office.service.reminding import preview, remind
from tests.walks.house import OFFICE, House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report

UNITS = 51
TIMES = Times(timedelta(minutes=5), at(2, 1, 9).time(), at(2, 1, 17).time())


def remind_on(house: House, day: int) -> int:
    """Reminds at nine of a day in February; how many messages were queued."""
    before = len(house.outbox("reminder"))
    house.hands.now = at(2, day)
    remind(house.service, house.hands.now)
    return len(house.outbox("reminder")) - before


def _written_to_at(address: str, unit: Unit) -> Unit:
    """The unit, with another's officer for its own."""
    people = tuple(
        each._replace(address=address) if each.role is Role.OFFICER else each
        for each in unit.people
    )
    return replace(unit, people=people)


def bell_rung(house: House, moment: datetime, owner: str = "one") -> str | None:
    """The bell of the reminding job, rung by one worker."""
    house.hands.now = moment
    bell = JobContext(house.database, house.hands, house.service.works, owner)
    return run_if_due(reminding_job(house), bell, threading.Event())


def reminding_job(house: House) -> Job:
    return next(
        job for job in jobs_of(duties_of(house.service), TIMES) if job.name == "remind"
    )


def test_every_unit_that_is_short_gets_one_message_at_each_stage_with_made_up_days_counted(
    house: House,
) -> None:
    mailed = {
        day: remind_on(house, day) for day in (10, 11, 12, 14, 24, 25, 26, 27, 28)
    }

    both = 2 * UNITS  # on the last day the principals too
    assert {day: count for day, count in mailed.items() if count} == {
        11: UNITS,
        25: UNITS,
        28: both,
    }


def test_two_units_that_share_an_officer_are_both_reminded(house: House) -> None:
    house.assess_only(2)
    house.write(
        lambda conn: roster.save(
            conn, [_written_to_at(YINCHUAN_OFFICER, house.unit("兴庆区交通运输局"))]
        )
    )

    assert remind_on(house, 11) == 2
    house.dispatch()

    told = [
        message["Subject"]
        for message in house.new_mail()
        if message["To"] == YINCHUAN_OFFICER
    ]
    assert sorted(subject.split("：")[1].split("月度")[0] for subject in told) == [
        "兴庆区交通运输局",
        "银川市交通运输局",
    ]


def test_a_reminder_that_was_held_up_is_told_as_of_the_day_it_is_sent_and_never_after_its_last(
    house: House,
) -> None:
    house.assess_only(2)
    house.turn(switches.PAUSED, "yes")
    remind_on(house, 11)
    house.hands.now = at(2, 27)
    house.turn(switches.PAUSED, "no")
    house.dispatch()
    said = text_of(house.new_mail()[0])
    assert "截至2026年2月27日" in said
    assert "还有1个工作日，2月28日截止" in said

    house.turn(switches.PAUSED, "yes")
    remind_on(house, 28)
    house.hands.now = at(3, 1)
    house.turn(switches.PAUSED, "no")
    house.dispatch()
    assert house.new_mail() == []
    assert {entry.state for entry in house.outbox("reminder")[2:]} == {
        OutboxState.DROPPED
    }


def test_what_is_owed_later_stands_below_what_is_due_now(house: House) -> None:
    house.assess_only(1)
    remind_on(house, 11)
    house.dispatch()
    now, _, later = text_of(house.new_mail()[0]).partition("另有")
    assert "月度报送" in now
    assert "调研报送" not in now
    assert "6月30日截止" in later


def test_one_message_lists_every_duty_and_a_duty_that_is_done_is_left_out(
    house: House,
) -> None:
    house.assess_only(3)
    house.hands.now = at(2, 2)
    for number in (1, 2):
        house.deliver(report(number))
    house.poll()
    house.dispatch()
    house.new_mail()
    asked = tuple(house.unit(name).id for name in (YINCHUAN, "兴庆区交通运输局"))
    brief = Commission(
        "YG-01", "春运保畅做法", "厅办公室", asked, date(2026, 1, 28), date(2026, 2, 14)
    )
    house.write(lambda conn: commissions.save(conn, [brief]))

    house.hands.now = at(2, 11)
    remind(house.service, house.hands.now)
    house.dispatch()

    mail = {str(message["To"]): message for message in house.new_mail()}
    assert len(mail) == len(house.outbox("reminder")) == 3
    done, both = text_of(mail[YINCHUAN_OFFICER]), text_of(mail["unit02@units.example"])
    assert "春运保畅做法：应报1篇，已报0篇，还差1篇；还有3个工作日，2月14日截止" in done
    assert "月度报送" not in done
    assert "月度报送" in both
    assert "春运保畅做法" in both
    assert "还差2篇；还有8个工作日，2月28日截止" in both
    assert mail["unit02@units.example"]["Auto-Submitted"] == "auto-generated"


def test_p35_asked_again_at_once_or_an_hour_later_nobody_is_reminded_twice(
    house: House,
) -> None:
    assert remind_on(house, 11) == UNITS

    assert remind_on(house, 11) == 0
    assert preview(house.service, at(2, 12)) == ()
    assert remind_on(house, 12) == 0


def test_p36_after_a_stop_over_two_stages_only_the_latest_is_made_up_and_once(
    house: House,
) -> None:
    assert bell_rung(house, at(2, 10)) == "units 0"

    assert (
        bell_rung(house, at(2, 26, 8)) == f"units {UNITS}"
    )  # the eighth and the third day before passed
    for moment in (at(2, 26, 8, 30), at(2, 26), at(2, 26, 10), at(2, 27)):
        assert bell_rung(house, moment) in {None, "units 0"}

    told = Counter(entry.to for entry in house.outbox("reminder"))
    assert set(told.values()) == {1}


def test_p36_a_service_that_slept_over_the_months_end_reminds_nobody_of_the_month_that_is_over(
    house: House,
) -> None:
    house.assess_only(3)
    assert bell_rung(house, at(3, 2, 10)) == "units 0"

    assert house.outbox() == ()


def test_p35_four_schedulers_on_one_record_remind_each_unit_once(house: House) -> None:
    house.hands.now = at(2, 11)
    start = threading.Barrier(4)

    def worker(number: int) -> None:
        start.wait()
        bell_rung(house, at(2, 11), f"worker {number}")

    crowd = [threading.Thread(target=worker, args=(number,)) for number in range(4)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert len(house.outbox("reminder")) == UNITS


def test_units_that_nobody_can_write_to_are_told_to_the_office_once_for_each_stage(
    house: House,
) -> None:
    house.assess_only(3)
    mute = house.unit("兴庆区交通运输局")
    house.write(
        lambda conn: roster.save(conn, [replace(mute, people=(), addresses=())])
    )

    assert remind_on(house, 11) == 2
    house.dispatch()
    (told,) = [message for message in house.new_mail() if message["To"] == OFFICE]
    assert "兴庆区交通运输局" in str(told["Subject"])
    assert "没有信息员，也没有登记邮箱。本次应提醒：月度报送还差2篇" in text_of(told)

    remind_on(house, 12)
    assert [entry.key for entry in house.outbox("unreached")] == ["2026-02-11"]
    house.write(
        lambda conn: roster.save(
            conn, [replace(mute, people=(), addresses=("jtj@units.example",))]
        )
    )
    assert remind_on(house, 13) == 1, (
        "mended, it is reminded of the stage that still stands"
    )
    assert remind_on(house, 25) == 3
    assert [entry.key for entry in house.outbox("unreached")] == ["2026-02-11"]


def test_an_address_that_was_given_up_leaves_the_units_next_one(house: House) -> None:
    house.assess_only(1)
    for _ in range(bounces.FAILURES):
        house.write(
            lambda conn: bounces.note_bounce(conn, YINCHUAN_OFFICER, "5.1.1", at(2, 1))
        )
    head = "head01@units.example"
    remind_on(house, 11)
    assert [entry.to for entry in house.outbox("reminder")] == [head]
    for _ in range(bounces.FAILURES):
        house.write(lambda conn: bounces.note_bounce(conn, head, "5.1.1", at(2, 12)))
    remind_on(house, 25)
    assert [(entry.kind, entry.key) for entry in house.outbox()[1:]] == [
        ("unreached", "2026-02-25")
    ]
