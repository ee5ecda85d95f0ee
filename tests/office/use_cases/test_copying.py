"""Which copies of the record are kept, as one after the other is made?"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office.use_cases.copying import days_to_keep

FIRST = date(2026, 1, 1)


def test_after_two_years_of_nights_there_are_the_last_days_then_one_of_each_week_and_of_each_month() -> None:
    kept: frozenset[date] = frozenset()
    for night in range(730):
        kept = days_to_keep({*kept, FIRST + timedelta(days=night)}, 7, 4, 12)
    newest_first = sorted(kept, reverse=True)
    assert newest_first[0] == date(2027, 12, 31)
    assert newest_first[:7] == [date(2027, 12, 31) - timedelta(days=back) for back in range(7)]
    assert newest_first[7:9] == [
        date(2027, 12, 19),
        date(2027, 12, 12),
    ]  # Sundays
    months = [date(2027, month, 1) - timedelta(days=1) for month in range(12, 1, -1)]
    assert newest_first[9:] == months


@given(st.sets(st.dates(FIRST, date(2028, 1, 1))), st.integers(1, 20), st.integers(0, 9), st.integers(0, 14))
def test_the_newest_is_always_kept_and_what_is_kept_stays_kept_until_a_newer_copy_comes(
    days: set[date], daily: int, weekly: int, monthly: int
) -> None:
    kept = days_to_keep(days, daily, weekly, monthly)
    assert kept <= days
    assert len(kept) <= daily + weekly + monthly
    assert not days or max(days) in kept
    assert days_to_keep(kept, daily, weekly, monthly) == kept
