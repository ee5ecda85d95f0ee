"""What does a unit owe, and what of it is done?

One value for receipts, reminders, the console and scores. Counting is `scoring.quota`'s affair; when to
remind is `notify.reminders`'.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Forecast(StrEnum):
    """How a duty will end, seen from a day."""

    DONE = "done"
    ON_COURSE = "on-course"
    SHORT = "short"
    """Behind the pace the period asks for, while there is still time."""
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a unit owes by the end of `due`: `done` of `need` items.

    `code` is monthly, research or commission; `period` is the code of the period it is owed in, of a
    commission its id; `late` tells a commission that was done after its deadline and is not excused.
    """

    code: str
    title: str
    period: str
    need: int
    done: int
    forecast: Forecast
    since: date
    due: date
    late: bool = False

    @property
    def left(self) -> int:
        """How many items are still missing."""
        return max(self.need - self.done, 0)

    @property
    def owing(self) -> bool:
        """Whether something is missing and there is still time for it."""
        return self.left > 0 and self.forecast is not Forecast.MISSED


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit stands: its duties, its silent months (零报送), and whether it is excused (A13)."""

    unit_id: int
    unit: str
    group: str
    duties: tuple[Duty, ...]
    zero_months: tuple[str, ...] = ()
    exempt: bool = False

    def as_json(self) -> dict[str, object]:
        """The shape of `quota PERIOD --json`."""
        duties = [
            {
                "code": duty.code,
                "period": duty.period,
                "need": duty.need,
                "done": duty.done,
                "left": duty.left,
                "forecast": duty.forecast.value,
                "due": duty.due.isoformat(),
                "title": duty.title,
            }
            for duty in self.duties
        ]
        return {
            "unit": self.unit,
            "group": self.group,
            "duties": duties,
            "zero_months": list(self.zero_months),
            "exempt": self.exempt,
        }
