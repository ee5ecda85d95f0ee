"""Does the office's calendar know holidays and shifted working days?"""

from __future__ import annotations

from datetime import date, timedelta

from ledger.periods import working_days_before, working_days_left
from office.service.working_days import WorkingDays

CALENDAR = WorkingDays()


def test_national_day_is_free_and_the_sunday_that_pays_for_it_is_worked() -> None:
    assert not CALENDAR.works(date(2025, 10, 1))
    assert CALENDAR.works(date(2025, 9, 28))


def test_an_ordinary_week_has_five_working_days() -> None:
    assert [CALENDAR.works(date(2025, 3, day)) for day in range(3, 10)] == [
        True
    ] * 5 + [False] * 2


def test_the_offices_own_table_is_stronger_than_the_library() -> None:
    own = WorkingDays({date(2025, 10, 1): True, date(2025, 3, 3): False})
    assert own.works(date(2025, 10, 1))
    assert not own.works(date(2025, 3, 3))


def test_a_year_nobody_knows_falls_back_to_weekdays_and_says_so() -> None:
    assert not CALENDAR.knows(2080)
    assert CALENDAR.works(date(2080, 1, 1)) == (date(2080, 1, 1).weekday() < 5)


def test_one_day_of_the_offices_own_does_not_make_a_year_known() -> None:
    first = date(2080, 1, 1)
    assert not WorkingDays({first: False}).knows(2080)
    assert not WorkingDays({first + timedelta(days=n): True for n in range(30)}).knows(
        2080
    )
    assert WorkingDays({first + timedelta(days=n): False for n in range(15)}).knows(
        2080
    )


def test_next_years_holidays_are_asked_for_from_november_on() -> None:
    assert CALENDAR.doubts(date(2080, 10, 31)) == (2080,)
    assert CALENDAR.doubts(date(2080, 11, 1)) == (2080, 2081)
    known = WorkingDays(
        {date(2080, 1, 1) + timedelta(days=n): False for n in range(15)}
    )
    assert known.doubts(date(2080, 12, 31)) == (2081,)
    assert CALENDAR.doubts(date(2025, 6, 1)) == ()


def test_stages_of_a_month_are_counted_in_working_days() -> None:
    last = date(2025, 9, 30)
    eight_before = working_days_before(last, 8, CALENDAR.works)
    assert working_days_left(eight_before, last, CALENDAR.works) == 8
    assert eight_before == date(2025, 9, 19)
