"""How are the numbers, lengths, accounts and conditions of a rule said in Chinese?

The words of which `sentences` are made: as an office writes them, and without a key of
the file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ledger.measures import Basis, Bounds, Condition, JointRole
from ledger.periods import ONE_DAY, Period, Span
from ledger.rulebook import Consequence, Edition, Per
from ledger.scoresheet import points_text

EVERY: Mapping[Span, str] = {
    Span.WEEK: "每周",
    Span.MONTH: "每月",
    Span.QUARTER: "每季度",
    Span.HALF: "每半年",
    Span.YEAR: "每年",
}


class Counting(NamedTuple):
    """How a basis is said: what is counted of which items ({}), the verb of a duty, and
    the measure word.
    """

    what: str
    duty: str
    unit: str


COUNTED: Mapping[Basis, Counting] = {
    Basis.ACCEPTED: Counting("收录的{}", "应报", "篇"),
    Basis.GOOD: Counting("收录且质量合格的{}", "应报", "篇"),
    Basis.USED: Counting("有刊物采用的{}", "应被采用", "篇"),
    Basis.DAYS: Counting("报来{}的日子（同一天只算1天）", "应有报送", "天"),
    Basis.ADOPTED: Counting("{}的采用（按采用形式折算条数）", "应被采用", "条"),
    Basis.POINTS: Counting("{}所得的分", "应得", "分"),
}


# --- numbers and lengths --------------------------------------------------------------


def gives(points: Fraction) -> str:
    """What so many points do: 计5分, 扣5分, 不计分."""
    if not points:
        return "不计分"
    return f"{'计' if points > 0 else '扣'}{points_text(abs(points))}分"


def follows(outcome: Consequence, unit: str) -> str:
    """What follows in a case of a duty that is counted in `unit`."""
    each = {Per.PERIOD: "", Per.ITEM: f"每1{unit}", Per.MISSING: f"每少1{unit}"}
    said = f"{each[outcome.per]}{gives(outcome.points)}"
    if outcome.named is None:
        return said
    return f"{said}，{'' if outcome.points else '只'}列入“{outcome.named}”名单"


def portion(factor: Fraction) -> str:
    """What a factor leaves of points: 减半计分."""
    named = {Fraction(0): "不计分", Fraction(1, 2): "减半计分", Fraction(1): "同样全计"}
    return named.get(factor, f"按全分的{points_text(factor)}计分")


def reach(least: Fraction | None, next_least: Fraction | None, unit: str = "") -> str:
    """The numbers of one step, which ends where the next begins."""
    return _between(least, next_least, unit) or "不论多少"


def bounds_said(bounds: Bounds, unit: str) -> str:
    """The numbers within bounds: 满1000字、不足2000字."""
    return _between(bounds.least, bounds.below, unit)


def _between(least: Fraction | None, below: Fraction | None, unit: str) -> str:
    ends: list[str] = []
    if least is not None:
        ends.append(f"满{points_text(least)}{unit}")
    if below is not None:
        ends.append(f"不足{points_text(below)}{unit}")
    return "、".join(ends)


def every(edition: Edition, per: Span, calendar: tuple[Period, ...]) -> str:
    """How often: each period of a length, or of a calendar of the office's own."""
    if per is not Span.NAMED:
        return EVERY[per]
    names = [name for name, own in edition.calendars.items() if own == calendar]
    return f"“{names[0]}”每期"


def days_said(period: Period) -> str:
    """A period of the office's own, with its first and last day."""
    last = period.past - ONE_DAY
    days = [f"{day.year}年{day.month}月{day.day}日" for day in (period.first, last)]
    return f"{period.code}（{'至'.join(days)}）"


# --- names ----------------------------------------------------------------------------


def listed(names: Collection[str]) -> str:
    """Names one after the other, each in quotation marks of some kind."""
    return "".join(name if name.startswith("《") else f"“{name}”" for name in names)


def in_order(names: Collection[str], declared: Sequence[str]) -> list[str]:
    """The names in the order in which the file declares them."""
    return sorted(names, key=lambda name: (declared.index(name), name))


def accounts(edition: Edition, of: Sequence[str]) -> str:
    """The accounts by the office's words: 采用、市领导批示."""
    return "、".join(map(edition.name_of_account, of))


# --- conditions -----------------------------------------------------------------------


def condition_said(edition: Edition, when: Condition) -> str:
    """Of what a condition holds; nothing where there is none."""
    parts = [*_of_item(edition, when), *_of_event(edition, when)]
    return "，且".join(parts)


def _of_item(edition: Edition, when: Condition) -> Iterator[str]:
    if when.category is not None:
        names = in_order(when.category, edition.intake.categories)
        yield f"类别是{listed(names)}"
    if when.characters is not None:
        yield f"篇幅{bounds_said(when.characters, '字')}"
    if when.commissioned is not None:
        yield "是约稿" if when.commissioned else "不是约稿"
    if when.joint is not None:
        yield "由几个单位联合报送" if when.joint else "由一个单位独自报送"
    if when.role is not None:
        lead = when.role is JointRole.LEAD
        yield f"本单位是{'主报或首报' if lead else '主报或首报以外的署名'}单位"


def _of_event(edition: Edition, when: Condition) -> Iterator[str]:
    if when.level is not None:
        yield f"层级是{listed(sorted(when.level))}"
    if when.publication is not None:
        names = in_order(when.publication, [each.name for each in edition.outlets])
        yield f"刊物是{listed(names)}"
    if when.form is not None:
        names = in_order(when.form, [form.name for form in edition.forms])
        yield f"采用形式是{listed(names)}"
    if when.leader is not None:
        yield f"批示的领导是{listed(sorted(when.leader))}"
    if when.nth is not None:
        since, until = when.nth
        ends: list[str] = []
        if since is not None:
            ends.append(f"第{points_text(since)}次及以后")
        if until is not None:
            ends.append(f"第{points_text(until)}次以前")
        yield f"是这一件同类得分的{'、'.join(ends)}"
    if when.adopted is not None:
        yield "这一件有刊物采用" if when.adopted else "这一件没有刊物采用"
    if when.instructed is not None:
        yield "这一件有领导批示" if when.instructed else "这一件没有领导批示"
