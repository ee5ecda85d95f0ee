"""Which days make a period, and which of them are working days?

A period is half-open: [first, past). The calendar of working days is passed in as a
function; where holidays come from is `office.service.working_days`'s affair, and
periods with names of their own are declared by an edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from ledger.faults import ToldError

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone in which months and deadlines are decided (A10, P20)."""

ONE_DAY = timedelta(days=1)


class Span(StrEnum):
    """The lengths a period may have."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    NAMED = "named"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<month>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12]))?",
)

_YEARS = range(1900, 9999)


class UnknownPeriodError(ToldError, ValueError):
    """A text is not the code of a period."""

    def __init__(self, text: str, named: Iterable[str] = ()) -> None:
        own = "".join(f", {name}" for name in named)
        super().__init__(
            f"{text!r} is not a period; write 2026-03, 2026Q1, 2026H1, 2026 or 2026-W07{own}"
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days [first, past) under one code, such as 2026-03, 2026Q1, 2026H1, 2026 or
    2026-W07.
    """

    first: date
    past: date
    code: str
    span: Span

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.past - ONE_DAY

    def __contains__(self, day: object) -> bool:
        """Whether a date lies in the period."""
        return isinstance(day, date) and self.first <= day < self.past

    def split(self, span: Span) -> tuple[Period, ...]:
        """The calendar periods of `span` that begin inside this one, in order."""
        found = []
        period = period_of(self.first, span)
        if period.first < self.first:
            period = period.next()
        while period.first < self.past:
            found.append(period)
            period = period.next()
        return tuple(found)

    def next(self) -> Period:
        """The period of the same span that follows."""
        return period_of(self.past, self.span)

    def previous(self) -> Period:
        """The period of the same span that comes before."""
        return period_of(self.first - ONE_DAY, self.span)


def parse_period(text: str) -> Period:
    """Read a period's code; UnknownPeriodError when it is none."""
    found = _CODE.fullmatch(text.strip())
    # Of every period those before and after it are asked for: none at the ends of time.
    if found is None or int(found["year"]) not in _YEARS:
        raise UnknownPeriodError(text)
    year = int(found["year"])
    try:
        if found["week"]:
            return period_of(
                date.fromisocalendar(year, int(found["week"]), 1), Span.WEEK
            )
        if found["month"]:
            return period_of(date(year, int(found["month"]), 1), Span.MONTH)
        if found["quarter"]:
            # Any day of the quarter, or of the half-year, will do: here the first of
            # its last month.
            return period_of(date(year, 3 * int(found["quarter"]), 1), Span.QUARTER)
        if found["half"]:
            return period_of(date(year, 6 * int(found["half"]), 1), Span.HALF)
        return period_of(date(year, 1, 1), Span.YEAR)
    except ValueError:  # the form is right, but there is no such month or week
        raise UnknownPeriodError(text) from None


def period_of(day: date, span: Span) -> Period:
    """The calendar period of `span` that holds `day`."""
    if span is Span.WEEK:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Period(first, first + timedelta(days=7), f"{year}-W{week:02d}", span)
    return _part_of_year(day.year, (day.month - 1) // _MONTHS[span], span)


def local_day(moment: datetime) -> date:
    """The day of an aware moment in the office's zone (P20)."""
    return moment.astimezone(OFFICE_ZONE).date()


def day_start(day: date) -> datetime:
    """The aware moment at which `day` begins in the office's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE_ZONE)


def working_days_left(today: date, last: date, works: Callable[[date], bool]) -> int:
    """How many working days lie in (today, last]: 0 on the last working day and after
    it.
    """
    return sum(map(works, days_between(today + ONE_DAY, last + ONE_DAY)))


def working_days_before(last: date, count: int, works: Callable[[date], bool]) -> date:
    """The latest working day from which `count` working days are left until `last`.

    With count 0 it is the last working day not after `last`, so that a stage falling on
    a holiday comes early.
    """
    day = last
    while not works(day):
        day -= ONE_DAY
    for _ in range(count):
        day -= ONE_DAY
        while not works(day):
            day -= ONE_DAY
    return day


def days_between(first: date, past: date) -> Iterator[date]:
    """Each day of [first, past)."""
    for offset in range((past - first).days):
        yield first + timedelta(days=offset)


def periods_between(first: date, last: date, span: Span) -> Iterator[Period]:
    """The calendar periods from that of `first` to that of `last`, in order."""
    period = period_of(first, span)
    while period.first <= last:
        yield period
        period = period.next()


@lru_cache(maxsize=1024)
def _part_of_year(year: int, index: int, span: Span) -> Period:
    """The month, quarter, half or year with this place in its year; made once, asked
    for by the thousand.
    """
    months = _MONTHS[span]
    first = date(year, index * months + 1, 1)
    months_before_next = (index + 1) * months
    past = date(year + months_before_next // 12, months_before_next % 12 + 1, 1)
    match span:
        case Span.MONTH:
            code = f"{year:04d}-{index + 1:02d}"
        case Span.QUARTER:
            code = f"{year:04d}Q{index + 1}"
        case Span.HALF:
            code = f"{year:04d}H{index + 1}"
        case _:
            code = f"{year:04d}"
    return Period(first, past, code, span)
