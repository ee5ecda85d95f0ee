"""On which days does the office work?

The State Council's yearly arrangement (放假调休) as the library knows it, under the office's own table.
Where a year is known to neither, Monday to Friday is the answer, and `doubts` says in time that it is
guessed. That a running service hears of an import is `almanac`'s affair.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from threading import Lock

import chinese_calendar

from ledger import journal, working_days
from ledger.database import Database

_SATURDAY = 5
_NOVEMBER = 11
"""From then on next year's arrangement is due; reminders of December already count days of January."""
_WHOLE_YEAR = 10
"""A year's arrangement has more days off than this; fewer are an office's own exceptions."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of working days; `own` is the office's table, day → whether it is worked on."""

    own: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether `day` is a working day, 调休 respected."""
        if day in self.own:
            return self.own[day]
        if day.year in _years():
            return _worked(day)
        return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        """Whether holidays of `year` are known, from the library or from the office's own table."""
        off = sum(day.year == year and not works for day, works in self.own.items())
        return year in _years() or off >= _WHOLE_YEAR

    def doubts(self, today: date) -> tuple[int, ...]:
        """The years, next year from November on, whose holidays nobody has told us."""
        years = (today.year, today.year + 1) if today.month >= _NOVEMBER else (today.year,)
        return tuple(year for year in years if not self.knows(year))


@cache
def _worked(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


@cache
def _years() -> frozenset[int]:
    """The years the library knows; outside of them it would raise."""
    return frozenset(day.year for day in chinese_calendar.constants.holidays)


SUBJECT = "working-days"
"""What an import is called in the journal."""
_FRESH_SECONDS = 20.0


class CalendarReader:
    """The calendar of one database; safe for several threads."""

    def __init__(self, database: Database, tick: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._tick = tick
        self._lock = Lock()
        self._read_at = tick()
        self._import, self._calendar = self._read()

    def current(self) -> WorkingDays:
        """The calendar, no older than a few seconds."""
        if self._tick() - self._read_at >= _FRESH_SECONDS:
            with self._lock:
                self._refresh()
        return self._calendar

    def _refresh(self) -> None:
        self._read_at = self._tick()
        with self._database.reading() as conn:
            changed = journal.newest_about(conn, SUBJECT) != self._import
        if changed:
            self._import, self._calendar = self._read()

    def _read(self) -> tuple[int, WorkingDays]:
        with self._database.reading() as conn:
            return journal.newest_about(conn, SUBJECT), WorkingDays(working_days.everything(conn))
