"""What does a unit owe, and what of it is done?

One value for receipts, reminders, the console, circulars and the command line, which
all say how a duty will end in the words of `Duty.outlook`. Counting is
`scoring.quota`'s affair; when to remind `notify.reminders`'.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ledger.measures import Basis
from ledger.scoresheet import points_text


class Forecast(StrEnum):
    """How a duty will end, seen from a day."""

    DONE = "done"
    ON_COURSE = "on-course"
    SHORT = "short"
    """Behind the pace the period asks for, while there is still time."""
    MISSED = "missed"


class BasisWords(NamedTuple):
    """How one basis is spoken of in Chinese: what is owed, what is done, and the
    measure word.
    """

    owed: str
    done: str
    measure: str


WORDS = {
    Basis.ACCEPTED: BasisWords("应报", "已报", "篇"),
    Basis.GOOD: BasisWords("应报", "已报合格", "篇"),
    Basis.USED: BasisWords("应有", "已有", "篇被采用"),
    Basis.DAYS: BasisWords("应有", "已有", "天有报送"),
    Basis.ADOPTED: BasisWords("应被采用", "已被采用", "条"),
    Basis.POINTS: BasisWords("应得", "已得", "分"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a unit owes by the end of `due`: `done` of `need` items.

    `code` is monthly, research or commission; `period` is the code of the period it is
    owed in, of a commission its id; `late` tells a commission that was done after its
    deadline and is not excused. `days_left` are the working days left after the day
    from which it is seen, `due` among them; None where no calendar was at hand.
    """

    code: str
    title: str
    period: str
    need: int
    done: Fraction | int
    forecast: Forecast
    since: date
    due: date
    late: bool = False
    days_left: int | None = None
    basis: Basis = Basis.ACCEPTED
    together: int = 0
    """Corrections that nobody has decided about, each counted with what it corrects
    (F7).
    """

    @property
    def left(self) -> Fraction | int:
        """How much is still missing."""
        return max(self.need - self.done, 0)

    @property
    def owing(self) -> bool:
        """Whether something is missing and there is still time for it."""
        return self.left > 0 and self.forecast is not Forecast.MISSED

    @property
    def outlook(self) -> str:
        """How it stands and what is still to be done, in Chinese: the same words
        wherever it is told.
        """
        match self.forecast:
            case Forecast.DONE:
                return "已完成，逾期" if self.late else "已完成"
            case Forecast.MISSED:
                # A commission can still be answered late (B2); a period that is over
                # cannot be made up for.
                still = "请尽快补报" if self.code == "commission" else "未完成"
                return f"还差{self.missing}；已于{self.due.month}月{self.due.day}日到期，{still}"
            case Forecast.ON_COURSE:
                return f"还差{self.missing}；{self.deadline}，进度正常"
            case Forecast.SHORT:
                haste = "，请抓紧" if self.days_left == 0 else ""
                return f"还差{self.missing}；{self.deadline}{haste}"

    @property
    def missing(self) -> str:
        """How much is still missing, in Chinese: so many items, adoptions or points."""
        return f"{points_text(self.left)}{WORDS[self.basis].measure}"

    @property
    def progress(self) -> str:
        """How much is owed and how much is done, in Chinese."""
        words = WORDS[self.basis]
        done = f"{words.owed}{self.need}{words.measure}，{words.done}{points_text(self.done)}{words.measure}"
        return f"{done}（{self.counted_together}）" if self.together else done

    @property
    def counted_together(self) -> str:
        """Why corrections make it no more than it is, in Chinese; "" where there are
        none.
        """
        return (
            f"另有更正稿{self.together}篇，核定前与原件合计一篇"
            if self.together
            else ""
        )

    @property
    def deadline(self) -> str:
        """Until when there is time, and how many working days that are, in Chinese."""
        left = f"还有{self.days_left}个工作日，" if self.days_left else ""
        return f"{left}{self.due.month}月{self.due.day}日截止"

    def as_json(self) -> dict[str, object]:
        """The shape of a duty of `quota PERIOD --json`."""
        return {
            "code": self.code,
            "period": self.period,
            "need": self.need,
            "done": self.done,
            "left": self.left,
            "together": self.together,
            "forecast": self.forecast.value,
            "days_left": self.days_left,
            "outlook": self.outlook,
            "due": self.due.isoformat(),
            "title": self.title,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit stands: its duties, its silent months (零报送), whether it is
    excused and why (A13).
    """

    unit_id: int
    unit: str
    group: str
    duties: tuple[Duty, ...]
    zero_months: tuple[str, ...] = ()
    exempt: bool = False
    exempt_because: str = ""

    def as_json(self) -> dict[str, object]:
        """The shape of `quota PERIOD --json`."""
        return {
            "unit": self.unit,
            "group": self.group,
            "duties": [duty.as_json() for duty in self.duties],
            "zero_months": list(self.zero_months),
            "exempt": self.exempt,
        }
