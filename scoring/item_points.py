"""What does each item give a unit: as such, and by adoptions, 批示 and forwardings?

Of several adoptions the highest counts, of several instructions one a leader, as the
rule says; a later, higher one brings the difference (C11). The lines say what was
gained, displaced, halved for the other units of a joint item, and what adds nothing
(Art. 11(2)). A remark may void what an item earned (信息失实): in place while its
quarter is open, and else taken back in the quarter in which the remark counts, since a
published number stays (C10). So is an event that the office withdrew and chose to carry
(C13).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger.entries.events import Remark
from ledger.measures import is_within
from ledger.periods import Period
from ledger.rulebook import (
    Edition,
    Selection,
    SelectPer,
    SubmissionRule,
    Voids,
)
from ledger.scoresheet import Line, points_text, sum_of
from scoring.facts import (
    LEVEL_NOT_LISTED,
    NOT_LISTED,
    NOT_SENT_UP,
    ONLY_KEPT,
    ZERO,
    Event,
    EventKind,
    Item,
    UnitContext,
    event_day,
    item_evidence,
    published_quarters,
)

# --- which events of an item count ----------------------------------------------------


class CreditChange(NamedTuple):
    """What a period does to one item: events newly counted, earlier ones displaced,
    idle ones.
    """

    gained: tuple[Event, ...]
    lost: tuple[Event, ...]
    idle: tuple[Event, ...]


NO_CHANGE = CreditChange((), (), ())


def credit_change(
    edition: Edition, item: Item, events: Collection[Event], period: Period
) -> CreditChange:
    """What the period changes: what counts at its end against what counted at its
    beginning (C11).

    `events` are those of one item, in the order of their days. An event whose worth
    changes is both lost, at its former worth, and gained.
    """
    if not any(
        period.first <= event.counts_on < period.past or event.is_gone_in(period)
        for event in events
    ):
        return NO_CHANGE
    known = [event for event in events if event.counts_on < period.past]
    before = _counted(
        edition, item, [event for event in known if event.counts_at(period.first)]
    )
    at_end = [event for event in known if event.counts_at(period.past)]
    now = _counted(edition, item, at_end)
    valued: dict[str, Event] = {}
    if edition.worths:
        valued = {event.evidence: event for event in _valued(edition, item, at_end)}
    gained: list[Event] = []
    lost: list[Event] = []
    idle: list[Event] = []
    for event in known:
        counted, counted_before = now.get(event.evidence), before.get(event.evidence)
        if counted is None and event.counts_on >= period.first:
            idle.append(valued.get(event.evidence, event))
        if counted != counted_before:
            if counted is not None:
                gained.append(counted)
            if counted_before is not None:
                lost.append(counted_before)
    return CreditChange(tuple(gained), tuple(lost), tuple(idle))


def credited_before(
    edition: Edition, item: Item, events: Collection[Event], day: date
) -> tuple[Event, ...]:
    """What of an item's events counted before `day`, each with what it was then
    worth.
    """
    return tuple(
        _counted(
            edition, item, [event for event in events if event.counts_at(day)]
        ).values()
    )


def _counted(edition: Edition, item: Item, events: list[Event]) -> dict[str, Event]:
    """The events that count when `events` are all there are, each with what it is then
    worth.

    The keys are their names as evidence.
    """
    if not events:
        return {}
    if len(events) == 1 and not (edition.worths or edition.instruction.needs_adoption):
        # Most items have no other event; this is asked twice for each of them.
        return {events[0].evidence: events[0]} if events[0].points else {}
    counted = [event for event in _valued(edition, item, events) if event.points]
    used = any(event.kind is EventKind.ADOPTION for event in counted)
    if edition.instruction.needs_adoption and not used:  # C6
        counted = [
            event for event in counted if event.kind is not EventKind.INSTRUCTION
        ]
    for selection in edition.selections:
        counted = _selected(selection, counted)
    return {event.evidence: event for event in counted}


_FINAL_FLAWS = (NOT_LISTED, NOT_SENT_UP, ONLY_KEPT, LEVEL_NOT_LISTED)


def _valued(edition: Edition, item: Item, events: list[Event]) -> list[Event]:
    """The events, each with what it is worth beside the others.

    What the rule does not name, or gives nothing until the office sent it up, no worth
    makes worth more.
    """
    if not edition.worths:
        return events
    valued: list[Event] = []
    for event in events:
        worth_of = event
        for worth in edition.worths:
            applies = (
                event.flaw not in _FINAL_FLAWS
                and is_within(event.account, worth.of)
                and item.meets(worth.when)
                and event.meets(worth.when, events)
            )
            if applies:
                points = worth.of_points(worth_of.points)
                worth_of = worth_of._replace(
                    points=points,
                    article=worth.article,
                    said=f"{worth_of.said}（{worth.name}）",
                    flaw="" if points else f"{worth.name}，不计分",
                )
        valued.append(worth_of)
    return valued


def _selected(selection: Selection, events: list[Event]) -> list[Event]:
    """The events that a selection leaves: of its accounts the highest, step by step;
    all others (Art. 11(2)6).
    """
    left = [event for event in events if is_within(event.account, selection.of)]
    others = [event for event in events if not is_within(event.account, selection.of)]
    left.sort(key=_highest_first)
    for step in selection.keep:
        taken = Counter[str]()
        passed: list[Event] = []
        for event in left:
            pool = _pool(step.per, event)
            taken[pool] += 1
            if taken[pool] <= step.highest:
                passed.append(event)
        left = passed
    return [*others, *left]


def _pool(per: SelectPer, event: Event) -> str:
    """Among which events of its item this one is compared."""
    match per:
        case SelectPer.ITEM:
            return ""
        case SelectPer.LEVEL:
            return event.level
        case SelectPer.PUBLICATION:
            return event.outlet
        case SelectPer.FORM:
            return event.form
        case SelectPer.LEADER:
            return event.leader
        case _:
            assert_never(per)


def _highest_first(event: Event) -> tuple[Fraction, tuple[date, date, str, int]]:
    """Sorts the highest first; among equals the earliest, so that a repetition
    displaces nothing.
    """
    return -event.points, event.age()


# --- what a remark makes void ---------------------------------------------------------


class Void(NamedTuple):
    """A remark because of which an item earns nothing though it was accepted.

    `published` says since when each quarter is: what had been printed before the remark
    is taken back later.
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
        """Whether what counted on `day` had been published when the remark was
        entered.
        """
        return event_day(day, self.remark.entered_at, self.published) != day

    def taken_back_on(self, days: Iterable[date]) -> date | None:
        """The day on which what counted on `days` is taken back; None where none of it
        was printed.
        """
        printed = [day for day in days if self.was_printed(day)]
        if not printed:
            return None
        return event_day(
            max(self.remark.on, *printed), self.remark.entered_at, self.published
        )


def void_of(context: UnitContext, item: Item) -> Void | None:
    """What makes an accepted item earn nothing, if anything does; of several remarks
    the first entered.
    """
    record = context.facts.record
    of_item = [remark for remark in record.remarks if remark.serial == item.serial]
    for remark in sorted(of_item, key=lambda remark: (remark.entered_at, remark.id)):
        rule = context.edition.remark(remark.kind)
        if rule is not None and rule.voids is Voids.ITEM:
            return Void(remark, rule.article, published_quarters(record))
    return None


def stands_at(context: UnitContext, item: Item, day: date) -> bool:
    """Whether what an item earned on `day` stands in its own period: nothing voids it,
    or it is printed.
    """
    void = void_of(context, item)
    return void is None or void.was_printed(day)


# --- the lines of events --------------------------------------------------------------


def event_lines(context: UnitContext) -> Iterator[Line]:
    """What the events of the unit's items add in the period, or displace, and those
    that add nothing.
    """
    for item in context.facts.items_of(context.unit):
        events = context.events.get(item.serial)
        if events is None:
            continue
        if not item.counts:
            for event in events:
                if event.counts_on in context.period:
                    yield _idle_line(context, item, event, item.because)
            continue
        void = void_of(context, item)
        if void is not None:
            yield from _lines_of_void_item(context, item, events, void)
            continue
        change = credit_change(context.edition, item, events, context.period)
        if change is not NO_CHANGE:
            yield from _lines_of_change(context, item, change)


def _lines_of_void_item(
    context: UnitContext, item: Item, events: tuple[Event, ...], void: Void
) -> Iterator[Line]:
    """An item that earns nothing because of a remark; what was printed stands till it
    is taken back.
    """
    printed = [event for event in events if void.was_printed(event.counts_on)]
    taken_back_on = void.taken_back_on([event.counts_on for event in printed])
    stands = taken_back_on is not None and context.period.past <= taken_back_on
    if stands:
        yield from _lines_of_change(
            context, item, credit_change(context.edition, item, printed, context.period)
        )
    elif taken_back_on is not None and taken_back_on in context.period:
        credited = credited_before(context.edition, item, printed, context.period.first)
        yield from _lines_of_change(context, item, CreditChange((), credited, ()), void)
    for event in events:
        if event.counts_on in context.period and not (stands and event in printed):
            line = _idle_line(context, item, event, void.because)
            yield line._replace(evidence=(*line.evidence, void.evidence))


def _lines_of_change(
    context: UnitContext, item: Item, change: CreditChange, void: Void | None = None
) -> Iterator[Line]:
    """The lines of a change, what a joint item's other units get of it, and what adds
    nothing.

    `void` is the remark because of which what was credited is taken back; without one,
    what is lost was displaced by something higher.
    """
    lines: list[Line] = []
    for event in change.gained:
        late = (
            "" if event.on == event.counts_on else f"（{event.on:%Y-%m-%d}，计入本期）"
        )
        if event.counts_on < context.period.first:
            late = "（此前因另有更高的未计，现计入本期）"
        because = f"{event.said}{late}"
        lines.append(_event_line(context, item, event, event.points, because))
    for event in change.lost:
        counted = f"{event.said}，此前已计{points_text(event.points)}分"
        line = _event_line(context, item, event, -event.points, counted)
        if void is not None:
            line = line._replace(
                because=f"{counted}；{void.because}，本期冲回",
                article=void.article,
                on=void.remark.on,
                evidence=(*line.evidence, void.evidence),
            )
        elif event.gone_on is not None and event.is_gone_in(context.period):
            line = line._replace(
                because=f"{counted}；{_gone(event)}，已通报的不改，本期冲回",
                on=event.gone_on,
            )
        else:
            article = context.edition.article_selecting(event.account)
            line = line._replace(
                because=f"{counted}；只记最高分，本期计差额",
                article=article or event.article,
            )
        lines.append(line)
    yield from lines

    if not item.lead:
        yield from _lines_of_joint_share(context, item, lines)

    for event in change.idle:
        if event.is_gone_in(context.period):
            why = _gone(event)
        elif event.flaw:
            why = event.flaw
        elif event.kind is EventKind.ADOPTION:
            why = "只记最高分，不重复计"
        elif (
            event.kind is EventKind.INSTRUCTION
            and context.edition.instruction.needs_adoption
        ):
            why = "未被采用，批示暂不计分"
        else:
            why = "同一条信息的批示不重复计"
        yield _idle_line(context, item, event, why)


def _lines_of_joint_share(
    context: UnitContext, item: Item, lines: Sequence[Line]
) -> Iterator[Line]:
    """What the other units of a joint item do not get of these lines, by accounts, so
    that a limit of one of them weighs what was left of it.
    """
    joint = context.edition.joint
    shared: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        shared[line.account].append(line)
    for account, of_account in shared.items():
        points = sum_of(line.points for line in of_account)
        if points:
            yield Line(
                unit_id=context.unit.id,
                points=points * (joint.others - 1),
                article=joint.article,
                because=f"联合报送，非主报或首报单位按{points_text(joint.others)}倍计分",
                on=max(line.on for line in of_account),
                serial=item.serial,
                evidence=item_evidence((item,)),
                account=account,
            )


def _event_line(
    context: UnitContext, item: Item, event: Event, points: Fraction, because: str
) -> Line:
    proof = (event.evidence, *item_evidence((item,)))
    return Line(
        unit_id=context.unit.id,
        points=points,
        article=event.article,
        because=because,
        on=event.on,
        serial=item.serial,
        evidence=proof,
        account=event.account,
    )


def _gone(event: Event) -> str:
    """Why a withdrawn event counts no more, in Chinese; the office's reason with it."""
    return f"经核实撤回（{event.gone_because}）"


def _idle_line(context: UnitContext, item: Item, event: Event, why: str) -> Line:
    return _event_line(context, item, event, ZERO, f"{event.said}；{why}")


# --- the lines of items as such -------------------------------------------------------


def submission_lines(context: UnitContext) -> Iterator[Line]:
    """Points for items as such: for each one (每报送1条), or while nobody used it
    (符合要求未被采用的).
    """
    rule, period = context.edition.submission, context.period
    if rule is None:
        return
    for item in context.facts.items_of(context.unit):
        if not item.counts or item.day >= period.past:
            continue
        if item.together_with:  # F7: it is paid with what it corrects
            continue
        events = context.events.get(item.serial, ())
        void = void_of(context, item)
        if void is not None:
            taken_back_on = void.taken_back_on([item.day])
            if (
                taken_back_on is not None
                and taken_back_on in period
                and item.day < period.first
            ):
                yield from _lines_taken_back(context, item, rule, void)
            if taken_back_on is None or taken_back_on < period.past:
                continue
        unused = not _used_before(events, period.past)
        if item.day in period:
            if rule.each:
                yield _line(context, item, rule.each, rule.article, "报送1条")
            if rule.unadopted and unused:
                yield _line(
                    context, item, rule.unadopted, rule.article, "符合要求，未被采用"
                )
        elif rule.unadopted and not unused and not _used_before(events, period.first):
            because = "已被采用，原按未采用所计的分冲回"
            yield _line(context, item, -rule.unadopted, rule.article, because)
        elif rule.unadopted and unused and _used_before(events, period.first):
            because = "采用已撤回，仍按未被采用计"
            yield _line(context, item, rule.unadopted, rule.article, because)


def _lines_taken_back(
    context: UnitContext, item: Item, rule: SubmissionRule, void: Void
) -> Iterator[Line]:
    """What was printed for an item as such, taken back because of the remark."""
    events = context.events.get(item.serial, ())
    printed = [event for event in events if void.was_printed(event.counts_on)]
    points = rule.each
    if not _used_before(printed, context.period.first):
        points += rule.unadopted
    if points:
        because = f"报送此前已计{points_text(points)}分；{void.because}，本期冲回"
        line = _line(context, item, -points, void.article, because)
        yield line._replace(on=void.remark.on, evidence=(*line.evidence, void.evidence))


def _used_before(events: Iterable[Event], day: date) -> bool:
    """Whether a publication that counts has used the item before `day`, and that was
    not taken back.
    """
    adoptions = (
        event for event in events if event.kind is EventKind.ADOPTION and event.points
    )
    return any(adoption.counts_at(day) for adoption in adoptions)


def _line(
    context: UnitContext, item: Item, points: Fraction, article: str, because: str
) -> Line:
    on = max(item.day, context.period.first)
    return Line(
        context.unit.id,
        points,
        article,
        because,
        on,
        item.serial,
        item_evidence((item,)),
    )
