"""On which days does the office work?

The State Council's yearly arrangement (放假调休) as the library knows it, under the
office's own table. Where a year is known to neither, Monday to Friday is the answer,
and `doubts` says in time that it is guessed. The office's table may be imported at any
time; `CalendarReader` sees it within moments, without a restart.
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

SUBJECT = "working-days"
"""What an import of the office's table is called in the journal."""
_SATURDAY = 5
_NOVEMBER = 11
"""From then on next year's arrangement is due; reminders of December already count days
of January.
"""
_WHOLE_YEAR = 10
"""A year's arrangement has more days off than this; fewer are an office's own
exceptions.
"""
_FRESH_SECONDS = 20.0
"""How long a calendar is taken for current before the journal is asked for an
import.
"""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of working days; `own` is the office's table, day → whether it is
    worked on.
    """

    own: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether `day` is a working day, 调休 respected."""
        if day in self.own:
            return self.own[day]
        if day.year in _years_known_to_the_library():
            return _is_workday(day)
        return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        """Whether holidays of `year` are known, from the library or from the office's
        own table.
        """
        if year in _years_known_to_the_library():
            return True
        days_off = [
            day for day, works in self.own.items() if day.year == year and not works
        ]
        return len(days_off) >= _WHOLE_YEAR

    def doubts(self, today: date) -> tuple[int, ...]:
        """The years, next year from November on, whose holidays nobody has told us."""
        years = [today.year]
        if today.month >= _NOVEMBER:
            years.append(today.year + 1)
        return tuple(year for year in years if not self.knows(year))


class CalendarReader:
    """Reads the calendar of one database; safe for several threads."""

    def __init__(
        self, database: Database, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._tick = tick
        self._lock = Lock()
        self._read_at = tick()
        with database.reading() as conn:
            self._newest_import = journal.newest_about(conn, SUBJECT)
            self._calendar = WorkingDays(working_days.everything(conn))

    def read(self) -> WorkingDays:
        """The calendar, no older than a few seconds."""
        if self._tick() - self._read_at >= _FRESH_SECONDS:
            with self._lock:
                self._read_at = self._tick()
                with self._database.reading() as conn:
                    newest_import = journal.newest_about(conn, SUBJECT)
                    if newest_import != self._newest_import:
                        self._newest_import = newest_import
                        self._calendar = WorkingDays(working_days.everything(conn))
        return self._calendar


@cache
def _is_workday(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


@cache
def _years_known_to_the_library() -> frozenset[int]:
    """Outside of these years the library would raise."""
    return frozenset(day.year for day in chinese_calendar.constants.holidays)
