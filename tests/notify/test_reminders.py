"""Is each unit reminded of what it owes, at the latest stage, and of nothing that is
past?
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.notice import ReminderStage
from ledger.standing import Duty, Forecast, Standing
from notify.reminders import Stages, Timetable, due, open_on, stage_day, stage_of

STAGES = Stages(month=(8, 3, 0), longer=(20, 8, 3, 0), commission=(5, 1, 0, -1))
HOLIDAYS = {date(2026, 4, day) for day in (4, 5, 6)}

MONTHLY = Duty(
    "monthly",
    "月度报送",
    "2026-03",
    2,
    1,
    Forecast.SHORT,
    date(2026, 3, 1),
    date(2026, 3, 31),
)
RESEARCH = Duty(
    "research",
    "调研报送",
    "2026H1",
    1,
    0,
    Forecast.SHORT,
    date(2026, 1, 1),
    date(2026, 6, 30),
)
ASKED = Duty(
    "commission",
    "冬季保畅",
    "Y-7",
    1,
    0,
    Forecast.SHORT,
    date(2026, 3, 20),
    date(2026, 4, 3),
)
UNIT = Standing(7, "银川市交通运输局", "第一组", (MONTHLY,))


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def behind(_duty: Duty, _day: date) -> Forecast:
    return Forecast.SHORT


def on_course(_duty: Duty, _day: date) -> Forecast:
    return Forecast.ON_COURSE


LATE = Timetable(STAGES, works, behind)
PUNCTUAL = Timetable(STAGES, works, on_course)


def _covered(today: date, *duties: Duty) -> tuple[ReminderStage, ...]:
    reminders = due([replace(UNIT, duties=duties)], LATE, today)
    return reminders[0].covers if reminders else ()


@pytest.mark.parametrize(
    "case",
    [
        (date(2026, 3, 18), None),
        (date(2026, 3, 19), 8),
        (date(2026, 3, 25), 8),
        (date(2026, 3, 26), 3),
        (date(2026, 3, 30), 3),
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), None),
    ],
)
def test_p36_only_the_latest_stage_that_has_come_is_due_and_none_after_the_last(
    case: tuple[date, int | None],
) -> None:
    today, stage = case
    assert stage_of(MONTHLY, LATE, today) == stage


def test_a_commission_is_reminded_of_once_more_on_the_working_day_after_its_deadline() -> (
    None
):
    assert stage_day(ASKED.due, -1, works) == date(2026, 4, 7), (
        "after the three days of 清明"
    )
    assert stage_of(ASKED, LATE, date(2026, 4, 3)) == 0
    assert stage_of(ASKED, LATE, date(2026, 4, 7)) == -1
    assert stage_of(ASKED, LATE, date(2026, 4, 8)) is None


def test_a_stage_that_falls_on_a_holiday_comes_early() -> None:
    sunday_end = replace(
        MONTHLY, period="2026-05", since=date(2026, 5, 1), due=date(2026, 5, 31)
    )
    assert stage_of(sunday_end, LATE, date(2026, 5, 29)) == 0
    assert stage_of(sunday_end, LATE, date(2026, 5, 30)) is None


def test_one_reminder_for_each_unit_lists_every_duty_that_is_due() -> None:
    half_end = replace(
        RESEARCH, period="2026H1", due=date(2026, 3, 31), since=date(2025, 10, 1)
    )
    (reminder,) = due(
        [replace(UNIT, duties=(MONTHLY, half_end))], LATE, date(2026, 3, 19)
    )
    assert reminder.covers == (
        ReminderStage("monthly", "2026-03", 8),
        ReminderStage("research", "2026H1", 8),
    )
    assert reminder.key == "7/2026-03/monthly/8|2026H1/research/8"
    assert reminder.about["unit_id"] == "7"


def test_what_is_done_and_who_is_excused_is_not_reminded_of() -> None:
    today = date(2026, 3, 31)
    assert _covered(today, replace(MONTHLY, done=2)) == ()
    assert due([replace(UNIT, exempt=True)], LATE, today) == ()


def test_a_long_duty_has_its_own_stages() -> None:
    assert _covered(date(2026, 6, 2), RESEARCH) == (
        ReminderStage("research", "2026H1", 20),
    )
    assert _covered(date(2026, 6, 1), RESEARCH) == ()


@given(st.dates(date(2026, 3, 1), date(2026, 4, 30)), st.integers(0, 20))
def test_p36_after_any_stop_at_most_one_stage_is_made_up(
    start: date, stopped: int
) -> None:
    reminded: set[int] = set()
    for offset in range(40):
        today = start + timedelta(days=offset)
        if offset == 0 or offset > stopped:
            stage = stage_of(MONTHLY, LATE, today)
            assert stage is None or today <= MONTHLY.due
            reminded |= set() if stage is None else {stage}
    assert reminded <= {8, 3, 0}


def test_two_units_that_share_an_address_have_keys_of_their_own() -> None:
    first, second = due(
        [UNIT, replace(UNIT, unit_id=8, unit="银川市公路中心")], LATE, date(2026, 3, 19)
    )
    assert first.covers == second.covers
    assert first.key != second.key


@pytest.mark.parametrize(
    "case",
    [
        (date(2026, 3, 19), None),
        (date(2026, 3, 25), None),
        (date(2026, 3, 26), None),
        (date(2026, 3, 31), 0),
    ],
)
def test_a_unit_on_course_is_spared_until_the_last_day_warns_whoever_still_owes(
    case: tuple[date, int | None],
) -> None:
    today, stage = case
    assert stage_of(MONTHLY, PUNCTUAL, today) == stage


def test_who_was_on_course_as_the_stage_came_is_not_told_of_it_some_days_later() -> (
    None
):
    slower = Timetable(
        STAGES,
        works,
        lambda _, day: behind(_, day) if day > date(2026, 3, 19) else on_course(_, day),
    )
    assert stage_of(MONTHLY, slower, date(2026, 3, 25)) is None, (
        "the stage of the 19th was spared"
    )
    assert stage_of(MONTHLY, slower, date(2026, 3, 26)) == 3


def test_who_has_sent_nothing_is_not_on_course_however_early_the_stage() -> None:
    assert stage_of(replace(MONTHLY, done=0), PUNCTUAL, date(2026, 3, 19)) == 8
    assert stage_of(ASKED, PUNCTUAL, date(2026, 3, 27)) is None, (
        "the first half of a commission's time"
    )


def test_a_commission_is_not_reminded_of_on_its_first_day() -> None:
    brief = replace(ASKED, since=date(2026, 3, 30), due=date(2026, 3, 31))
    assert stage_of(brief, LATE, date(2026, 3, 30)) is None
    assert stage_of(brief, LATE, date(2026, 3, 31)) == 0


def test_the_last_stage_and_what_follows_it_are_closing() -> None:
    def closing(today: date, *duties: Duty) -> frozenset[ReminderStage]:
        (reminder,) = due([replace(UNIT, duties=duties)], LATE, today)
        return reminder.closing

    assert closing(date(2026, 3, 26), MONTHLY) == frozenset()
    assert closing(date(2026, 3, 31), MONTHLY, RESEARCH) == {
        ReminderStage("monthly", "2026-03", 0)
    }
    assert closing(date(2026, 4, 3), ASKED) == {ReminderStage("commission", "Y-7", 0)}
    assert closing(date(2026, 4, 7), ASKED) == {ReminderStage("commission", "Y-7", -1)}
    early = replace(LATE, stages=replace(STAGES, month=(8, 3)))
    (reminder,) = due([UNIT], early, date(2026, 3, 26))
    assert reminder.closing == {ReminderStage("monthly", "2026-03", 3)}


def test_a_reminder_that_waits_speaks_of_nothing_whose_last_stage_has_passed() -> None:
    slashed = replace(
        ASKED, period="厅办|2026/7", due=date(2026, 3, 30), since=date(2026, 3, 2)
    )
    (reminder,) = due(
        [replace(UNIT, duties=(MONTHLY, slashed))], LATE, date(2026, 3, 30)
    )
    both = set(reminder.covers)
    assert {one.period for one in both} == {"2026-03", "厅办|2026/7"}
    assert open_on(reminder.about, date(2026, 3, 30)) == both
    assert open_on(reminder.about, date(2026, 3, 31)) == both, (
        "the day after a commission's deadline"
    )
    assert open_on(reminder.about, date(2026, 4, 1)) == frozenset()
