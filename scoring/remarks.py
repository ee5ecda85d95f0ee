"""What did the office give or take by hand, and on which list does that put a unit?

Only kinds that the rule names, within the values it allows; the reason is part of the line. What an item
earned is void where a remark says so (信息失实): in place while its quarter is open, and else taken back in
the quarter in which the remark counts, since a published number stays (C10).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ledger.entries.events import Remark
from ledger.scoresheet import Line, NamedListEntry, points_text
from scoring.events import event_day, published_quarters
from scoring.facts import Item
from scoring.unit_context import ZERO, RuleResult, UnitContext


def remark_lines(context: UnitContext) -> Iterator[RuleResult]:
    """The points given and taken by hand in the period, and the lists they lead to."""
    published = published_quarters(context.facts.record)
    for remark in context.facts.record.remarks:
        if remark.unit_id != context.unit.id:
            continue
        if event_day(remark.on, remark.entered_at, published) not in context.period:
            continue
        article, points, because = "", ZERO, f"{remark.kind}：{remark.because}"
        rule = context.edition.remark(remark.kind)
        if rule is None:
            because = f"{remark.kind}：办法没有这一项，不计分；{remark.because}"
        else:
            article = rule.article
            if rule.named:
                yield NamedListEntry(context.unit.id, rule.named, article, because)
            given = remark.points
            if given is None and rule.least == rule.most:
                given = rule.least
            if given is None:
                because += "；未定分值，暂不计"
            elif rule.least <= given <= rule.most:
                points = given
            else:
                allowed = f"{points_text(rule.least)}至{points_text(rule.most)}分"
                because += f"；{points_text(given)}分不在办法的{allowed}之内，不计"
        proof: tuple[str, ...] = (f"remark:{remark.id}",)
        if remark.serial is not None:
            proof += (f"submission:{remark.serial}",)
        yield Line(context.unit.id, points, article, because, remark.on, remark.serial, proof)


class Void(NamedTuple):
    """A remark because of which an item earns nothing though it was accepted.

    `published` says since when each quarter is: what had been printed before the remark is taken back later.
    """

    remark: Remark
    article: str
    published: Mapping[str, datetime]

    @property
    def evidence(self) -> str:
        """The remark's name as evidence of a line."""
        return f"remark:{self.remark.id}"

    @property
    def because(self) -> str:
        """Why the item earns nothing, in Chinese."""
        return f"{self.remark.kind}，本件不计分"

    def was_printed(self, day: date) -> bool:
        """Whether what counted on `day` had been published when the remark was entered."""
        return event_day(day, self.remark.entered_at, self.published) != day

    def taken_back_on(self, days: Iterable[date]) -> date | None:
        """The day on which what counted on `days` is taken back; None where none of it was printed."""
        printed = [day for day in days if self.was_printed(day)]
        if not printed:
            return None
        return event_day(max(self.remark.on, *printed), self.remark.entered_at, self.published)


def void_of(context: UnitContext, item: Item) -> Void | None:
    """What makes an accepted item earn nothing, if anything does; of several remarks the first entered."""
    voiding: list[tuple[Remark, str]] = []
    for remark in context.facts.record.remarks:
        if remark.serial != item.serial:
            continue
        rule = context.edition.remark(remark.kind)
        if rule is not None and rule.voids:
            voiding.append((remark, rule.article))
    if not voiding:
        return None
    remark, article = min(voiding, key=lambda found: (found[0].entered_at, found[0].id))
    return Void(remark, article, published_quarters(context.facts.record))


def stands_at(context: UnitContext, item: Item, day: date) -> bool:
    """Whether what an item earned on `day` stands in its own period: nothing voids it, or it is printed."""
    void = void_of(context, item)
    return void is None or void.was_printed(day)
