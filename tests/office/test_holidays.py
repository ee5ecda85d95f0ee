"""Does the office's calendar know holidays and shifted working days?"""

from __future__ import annotations

from datetime import date

from ledger.periods import working_days_before, working_days_left
from office.holidays import WorkingDays

CALENDAR = WorkingDays()


def test_national_day_is_free_and_the_sunday_that_pays_for_it_is_worked() -> None:
    assert not CALENDAR.works(date(2025, 10, 1))
    assert CALENDAR.works(date(2025, 9, 28))


def test_an_ordinary_week_has_five_working_days() -> None:
    assert [CALENDAR.works(date(2025, 3, day)) for day in range(3, 10)] == [True] * 5 + [False] * 2


def test_the_offices_own_table_is_stronger_than_the_library() -> None:
    own = WorkingDays({date(2025, 10, 1): True, date(2025, 3, 3): False})
    assert own.works(date(2025, 10, 1))
    assert not own.works(date(2025, 3, 3))


def test_a_year_nobody_knows_falls_back_to_weekdays_and_says_so() -> None:
    assert not CALENDAR.knows(2080)
    assert CALENDAR.works(date(2080, 1, 1)) == (date(2080, 1, 1).weekday() < 5)
    assert WorkingDays({date(2080, 1, 1): False}).knows(2080)


def test_stages_of_a_month_are_counted_in_working_days() -> None:
    last = date(2025, 9, 30)
    eight_before = working_days_before(last, 8, CALENDAR.works)
    assert working_days_left(eight_before, last, CALENDAR.works) == 8
    assert eight_before == date(2025, 9, 19)
