"""What does a slow second reader of articles 11 and 12 count, with pencil and paper?

Written from the text of the rule and the settled readings alone: it imports nothing of
the software, knows only `stories.py`, and goes through everything again for every
question. `turned` names the ambiguous sentences that are read the other way. Both units
belong to 第一组.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tests.scoring.stories import (
    Asked,
    Event,
    Quarter,
    Sent,
    Story,
    Used,
    Wrote,
    quarter_after,
    quarter_before,
    quarter_of,
)

MONTHLY = ("动态", "综合")
TABLE = {"宁夏交通信息": 2, "综合信息": 4, "情况交流": 6, "国务院办公厅": 10}
"""Of Art. 11(2)1–4, one of each tier."""
OWN = "宁夏交通信息"
LISTED = ("自治区领导", "交通运输部领导")


class Result(NamedTuple):
    """One unit's quarter."""

    total: Fraction
    share: Fraction
    rank: int
    named: frozenset[str]


def read(
    story: Story, quarter: Quarter, turned: frozenset[str] = frozenset()
) -> dict[str, Result]:
    """Every unit's quarter. Art. 12(1): 单位季度累计得分 × 5 ÷ 第一名."""
    totals = {unit: _total(story, unit, quarter, turned) for unit in story.units}
    compared = totals
    if "E1" in turned:  # 本年度截至本季度的累计得分
        to_date = [(quarter[0], number) for number in range(1, quarter[1] + 1)]
        compared = {
            unit: sum(
                (_total(story, unit, each, turned) for each in to_date), Fraction(0)
            )
            for unit in story.units
        }
    best = max(compared.values())
    return {
        unit: Result(
            totals[unit],
            _share(compared[unit], best),
            1 + sum(1 for other in story.units if compared[other] > compared[unit]),
            _named(story, unit, quarter, turned),
        )
        for unit in story.units
    }


def _share(total: Fraction, best: Fraction) -> Fraction:
    """E2: nobody has anything when the best is not above zero; E3: never below 0; E5:
    half-up, two places.
    """
    if best <= 0 or total < 0:
        return Fraction(0)
    hundredths = total * 5 / best * 100
    whole = hundredths.numerator // hundredths.denominator
    return Fraction(whole + (1 if hundredths - whole >= Fraction(1, 2) else 0), 100)


def _total(
    story: Story, unit: str, quarter: Quarter, turned: frozenset[str]
) -> Fraction:
    points = Fraction(0)
    for month in _months(quarter):
        if not _owes(story, month):
            continue
        if len(_for_the_month(story, unit, month, turned)) >= 2:
            points += 5  # 完成每月报送数量基础分计5分
        if not _breaks_the_silence(story, unit, month, turned):
            points -= 5  # 每月“零报送”扣5分
    points += 5 * _studies_paid(story, unit, quarter, turned)
    points += 5 * sum(
        1 for each in _asked_in(story, unit, quarter) if _in_time(story, each)
    )
    for item in story.sent:
        if unit in item.units:
            points += _earned(story, item, unit, quarter, turned)
    return points


# --- what is owed (Art. 11(1)) --------------------------------------------------------


def _months(quarter: Quarter) -> tuple[Quarter, ...]:
    year, number = quarter
    return tuple((year, 3 * number - 2 + step) for step in range(3))


def _owes(story: Story, month: Quarter) -> bool:
    """A13: nothing in a month in which the unit was not yet there on the first day."""
    return story.since <= date(month[0], month[1], 1)


def _in_month(item: Sent, month: Quarter) -> bool:
    return (item.on.year, item.on.month) == month


def _does_duty(item: Sent, unit: str, turned: frozenset[str]) -> bool:
    """D3: a joint item does each unit's duty, or only the lead's."""
    if unit not in item.units:
        return False
    return "D3" not in turned or item.units[0] == unit


def _for_the_month(
    story: Story, unit: str, month: Quarter, turned: frozenset[str]
) -> list[Sent]:
    kinds = (*MONTHLY, "突发", "其他") if "A4" in turned else MONTHLY
    return [
        item
        for item in story.sent
        if _in_month(item, month)
        and item.category in kinds
        and _does_duty(item, unit, turned)
        and (not item.asked or "B5" in turned)  # a 约稿 does not fill the month
    ]


def _breaks_the_silence(
    story: Story, unit: str, month: Quarter, turned: frozenset[str]
) -> bool:
    """A3: any category; a 约稿 too (B5)."""
    kinds = MONTHLY if "A3" in turned else (*MONTHLY, "调研", "突发", "其他")
    return any(
        _in_month(item, month)
        and item.category in kinds
        and _does_duty(item, unit, turned)
        for item in story.sent
    )


def _studies(
    story: Story, unit: str, quarters: tuple[Quarter, ...], turned: frozenset[str]
) -> list[Sent]:
    return [
        item
        for item in story.sent
        if item.category == "调研"
        and quarter_of(item.on) in quarters
        and _does_duty(item, unit, turned)
        and (not item.asked or "B5" in turned)
    ]


def _studies_paid(
    story: Story, unit: str, quarter: Quarter, turned: frozenset[str]
) -> int:
    """A12: one a half-year, paid in the quarter of the first; or each."""
    here = len(_studies(story, unit, (quarter,), turned))
    if "A12" in turned:
        return here
    year, number = quarter
    before = (
        _studies(story, unit, ((year, number - 1),), turned) if number in (2, 4) else []
    )
    return 1 if here and not before else 0


def _asked_in(story: Story, unit: str, quarter: Quarter) -> list[Asked]:
    """The 约稿 that fall due in the quarter."""
    return [
        each
        for each in story.asked
        if each.unit == unit and quarter_of(each.due) == quarter
    ]


def _answers(story: Story, asked: Asked) -> list[Sent]:
    return [
        item
        for item in story.sent
        if item.asked == asked.name and asked.unit == item.units[0]
    ]


def _in_time(story: Story, asked: Asked) -> bool:
    return any(item.on <= asked.due for item in _answers(story, asked))


# --- what is earned (Art. 11(2)) ------------------------------------------------------


def _earned(
    story: Story, item: Sent, unit: str, quarter: Quarter, turned: frozenset[str]
) -> Fraction:
    """C11: what the item is worth up to this quarter, less what it was worth before."""
    now = _worth(_events(story, item, quarter, turned), turned)
    before = _worth(_events(story, item, quarter_before(quarter), turned), turned)
    lead = item.units[0] == unit
    return Fraction(now - before) * (1 if lead else Fraction(1, 2))  # 其他单位减半计分


def _events(
    story: Story, item: Sent, until: Quarter, turned: frozenset[str]
) -> list[Event]:
    every: tuple[Event, ...] = (*story.used, *story.wrote)
    return [
        event
        for event in every
        if event.key == item.key and _lands(story, item, event, turned) <= until
    ]


def _lands(story: Story, item: Sent, event: Event, turned: frozenset[str]) -> Quarter:
    """C10: the quarter of its date (or of the item's), or else the earliest that was
    still open.
    """
    quarter = quarter_of(item.on if "C10" in turned else event.on)
    while any(each == quarter and on <= event.entered for each, on in story.closed):
        quarter = quarter_after(quarter)
    return quarter


def _worth(events: list[Event], turned: frozenset[str]) -> int:
    adoptions = [each for each in events if isinstance(each, Used)]
    wrote = [each for each in events if isinstance(each, Wrote)]
    if "C6" in turned and not any(_tier(each) for each in adoptions):
        wrote = []
    own = max((_tier(each) for each in adoptions if each.by == OWN), default=0)
    upper = max((_tier(each) for each in adoptions if each.by != OWN), default=0)
    adopted = own + upper if "C1" in turned else max(own, upper)  # 只记最高分
    instructed = _instructed(wrote, turned)
    if "C3" in turned:
        best_of_one = max((_levels(each, turned) for each in wrote), default=0)
        return max(adopted, best_of_one)
    return adopted + instructed


def _tier(used: Used) -> int:
    if used.by == OWN and used.form == "简讯":
        return 1
    return TABLE.get(used.by, 0)


def _levels(wrote: Wrote, turned: frozenset[str]) -> int:
    return 10 if wrote.level in LISTED or "C5" in turned else 0


def _instructed(wrote: list[Wrote], turned: frozenset[str]) -> int:
    """C4: each leader once; or the item once."""
    by_leader: dict[str, int] = {}
    for each in wrote:
        by_leader[each.leader] = max(
            by_leader.get(each.leader, 0), _levels(each, turned)
        )
    if "C4" in turned:
        return max(by_leader.values(), default=0)
    return sum(by_leader.values())


# --- who is named ---------------------------------------------------------------------


def _named(
    story: Story, unit: str, quarter: Quarter, turned: frozenset[str]
) -> frozenset[str]:
    names = set()
    if any(
        _owes(story, month) and not _breaks_the_silence(story, unit, month, turned)
        for month in _months(quarter)
    ):
        names.add("零报送")
    if not _was_adopted(story, unit, quarter, turned):
        names.add("零采用")
    if quarter[1] in (2, 4):  # A11
        half = ((quarter[0], quarter[1] - 1), quarter)
        if not _studies(story, unit, half, turned):
            names.add("调研未完成")
    for asked in _asked_in(story, unit, quarter):
        if not _in_time(story, asked):
            names.add("约稿逾期" if _answers(story, asked) else "约稿未完成")
    return frozenset(names)


def _was_adopted(
    story: Story, unit: str, quarter: Quarter, turned: frozenset[str]
) -> bool:
    """C12: a half share and a 批示 that scores are adoptions too; what never has points
    is none.
    """
    for item in story.sent:
        if unit not in item.units:
            continue
        if "C12" in turned and item.units[0] != unit:
            continue
        events = _events(story, item, quarter, turned)
        here = [each for each in events if _lands(story, item, each, turned) == quarter]
        if any(isinstance(each, Used) and _tier(each) for each in here):
            return True
        if "C12" not in turned and any(
            isinstance(each, Wrote) and _levels(each, turned) and _worth(events, turned)
            for each in here
        ):
            return True
    return False
