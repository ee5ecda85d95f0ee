"""On which days does the office work?

The State Council's yearly arrangement (放假调休) as the library knows it, under the office's own table.
Where a year is known to neither, Monday to Friday is the answer and `knows` says that it is a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of working days; `own` is the office's table, day → whether it is worked on."""

    own: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether `day` is a working day, 调休 respected."""
        if day in self.own:
            return self.own[day]
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        """Whether holidays of `year` are known, from the library or from the office's own table."""
        if any(day.year == year for day in self.own):
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True
