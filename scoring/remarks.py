"""What did the office give or take by hand, and on which list does that put a unit?

Only kinds that the rule names, within the values it allows; the reason is part of the line. What an item
earned is void where a remark says so (信息失实): in place while its quarter is open, and else taken back in
the quarter in which the remark counts, since a published number stays (C10).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from ledger.entries.events import Remark
from ledger.rulebook import RemarkRule
from ledger.scoresheet import Line, NamedListEntry, points_text
from scoring.event_period import lands_on, published_quarters
from scoring.facts import Item
from scoring.unit_context import NOTHING, Found, UnitContext


def remark_lines(context: UnitContext) -> Iterator[Found]:
    """The points given and taken by hand in the period, and the lists they lead to."""
    frozen = published_quarters(context.case.facts)
    for remark in context.case.facts.remarks:
        if remark.unit_id != context.unit.id:
            continue
        on = lands_on(remark.on, remark.entered_at, frozen)
        if on not in context.case.period:
            continue
        rule = context.case.edition.remark(remark.kind)
        if rule is None:
            yield _line(context, remark, NOTHING, f"{remark.kind}：办法没有这一项，不计分；{remark.because}")
            continue
        if rule.named:
            yield NamedListEntry(
                context.unit.id, rule.named, rule.article, f"{remark.kind}：{remark.because}"
            )
        yield _line(context, remark, *_worth(rule, remark))


class Void(NamedTuple):
    """A remark because of which an item earns nothing though it was accepted, and what was printed before."""

    remark: Remark
    article: str
    frozen: dict[str, datetime]

    @property
    def evidence(self) -> str:
        """The remark's name as evidence of a line."""
        return f"remark:{self.remark.id}"

    def printed(self, day: date) -> bool:
        """Whether what counted on `day` had been published when the remark was entered."""
        return lands_on(day, self.remark.entered_at, self.frozen) != day

    def taken_back_on(self, days: Iterable[date]) -> date | None:
        """The day on which what counted on `days` is taken back; None where none of it was printed."""
        printed = [day for day in days if self.printed(day)]
        if not printed:
            return None
        return lands_on(max(self.remark.on, *printed), self.remark.entered_at, self.frozen)


def voiding(context: UnitContext, item: Item) -> Void | None:
    """What makes an accepted item earn nothing, if anything does; of several remarks the first entered."""
    edition, found = context.case.edition, list[Void]()
    for remark in context.case.facts.remarks:
        rule = edition.remark(remark.kind)
        if remark.serial == item.serial and rule is not None and rule.voids:
            found.append(Void(remark, rule.article, published_quarters(context.case.facts)))
    return min(found, key=lambda void: (void.remark.entered_at, void.remark.id), default=None)


def stands_at(context: UnitContext, item: Item, day: date) -> bool:
    """Whether what an item earned on `day` stands in its own period: nothing voids it, or it is printed."""
    void = voiding(context, item)
    return void is None or void.printed(day)


def _worth(rule: RemarkRule, remark: Remark) -> tuple[Fraction, str]:
    said = f"{remark.kind}：{remark.because}"
    points = rule.least if remark.points is None and rule.least == rule.most else remark.points
    if points is None:
        return NOTHING, f"{said}；未定分值，暂不计"
    if not rule.least <= points <= rule.most:
        allowed = f"{points_text(rule.least)}至{points_text(rule.most)}分"
        return NOTHING, f"{said}；{points_text(points)}分不在办法的{allowed}之内，不计"
    return points, said


def _line(context: UnitContext, remark: Remark, points: Fraction, because: str) -> Line:
    rule = context.case.edition.remark(remark.kind)
    article = "" if rule is None else rule.article
    proof = (f"remark:{remark.id}", *(() if remark.serial is None else (f"submission:{remark.serial}",)))
    return Line(context.unit.id, points, article, because, remark.on, remark.serial, proof)
