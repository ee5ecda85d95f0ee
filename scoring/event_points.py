"""What do adoptions, 批示 and forwardings give a unit?

The lines of what `scoring.credit` counts for an item in the period: gained, displaced, halved for the other
units of a joint item, taken back because of a remark, and those that add nothing (Art. 11(2)).
"""

from collections.abc import Iterator
from fractions import Fraction

from ledger.scoresheet import Line, points_text
from scoring.credit import NO_CHANGE, CreditChange, credit_change, credited_before
from scoring.events import Event, EventKind
from scoring.facts import Item
from scoring.remarks import Void, void_of
from scoring.unit_context import ZERO, UnitContext, item_evidence


def event_lines(context: UnitContext) -> Iterator[Line]:
    """What the events of the unit's items add in the period, or displace, and those that add nothing."""
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
        change = credit_change(context.edition, events, context.period)
        if change is not NO_CHANGE:
            yield from _lines_of_change(context, item, change)


def _lines_of_void_item(
    context: UnitContext, item: Item, events: tuple[Event, ...], void: Void
) -> Iterator[Line]:
    """An item that earns nothing because of a remark; what was printed stands till it is taken back."""
    printed = [event for event in events if void.was_printed(event.counts_on)]
    taken_back_on = void.taken_back_on([event.counts_on for event in printed])
    stands = taken_back_on is not None and context.period.past <= taken_back_on
    if stands:
        yield from _lines_of_change(context, item, credit_change(context.edition, printed, context.period))
    elif taken_back_on is not None and taken_back_on in context.period:
        credited = credited_before(context.edition, printed, context.period.first)
        yield from _lines_of_change(context, item, CreditChange((), credited, ()), void)
    for event in events:
        if event.counts_on in context.period and not (stands and event in printed):
            line = _idle_line(context, item, event, void.because)
            yield line._replace(evidence=(*line.evidence, void.evidence))


def _lines_of_change(
    context: UnitContext, item: Item, change: CreditChange, void: Void | None = None
) -> Iterator[Line]:
    """The lines of a change, what a joint item's other units get of it, and what adds nothing.

    `void` is the remark because of which what was credited is taken back; without one, what is lost was
    displaced by something higher.
    """
    lines: list[tuple[Event, Line]] = []
    for event in change.gained:
        late = "" if event.on == event.counts_on else f"（{event.on:%Y-%m-%d}，计入本期）"
        lines.append((event, _event_line(context, item, event, event.points, f"{event.said}{late}")))
    for event in change.lost:
        counted = f"{event.said}，此前已计{points_text(event.points)}分"
        if void is None:
            line = _event_line(
                context, item, event, -event.points, f"{counted}；只记最高分，本期计差额"
            )._replace(article=context.edition.stacking.article)
        else:
            line = _event_line(context, item, event, -event.points, f"{counted}；{void.because}，本期冲回")
            line = line._replace(
                article=void.article, on=void.remark.on, evidence=(*line.evidence, void.evidence)
            )
        lines.append((event, line))
    yield from (line for _, line in lines)

    joint = context.edition.joint
    halved = ZERO
    for event, line in lines:
        if event.form not in joint.each:
            halved += line.points
        elif item.submission.co_unit_ids:
            # Of such a form every unit of a joint item gets the same, in place of the event's own points.
            equal = joint.each[event.form]
            because = f"多单位{event.form}，每个单位各计{points_text(equal)}分"
            change_of_points = (equal if line.points > 0 else -equal) - line.points
            part = _event_line(context, item, event, change_of_points, because)
            yield part._replace(article=joint.article)
    if halved and not item.lead:
        because = f"联合报送，非主报或首报单位按{points_text(joint.others)}倍计分"
        on = max(line.on for event, line in lines if event.form not in joint.each)
        proof = item_evidence((item,))
        yield Line(
            context.unit.id, halved * (joint.others - 1), joint.article, because, on, item.serial, proof
        )

    for event in change.idle:
        if event.flaw:
            why = event.flaw
        elif event.kind is EventKind.ADOPTION:
            why = "只记最高分，不重复计"
        elif event.kind is EventKind.INSTRUCTION and context.edition.instruction.needs_adoption:
            why = "未被采用，批示暂不计分"
        else:
            why = "同一条信息的批示不重复计"
        yield _idle_line(context, item, event, why)


def _event_line(context: UnitContext, item: Item, event: Event, points: Fraction, because: str) -> Line:
    proof = (event.evidence, *item_evidence((item,)))
    return Line(context.unit.id, points, event.article, because, event.on, item.serial, proof)


def _idle_line(context: UnitContext, item: Item, event: Event, why: str) -> Line:
    return _event_line(context, item, event, ZERO, f"{event.said}；{why}")
