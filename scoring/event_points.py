"""What do adoptions and instructions give a unit?

The lines of what `scoring.credit` counts for an item in the period: gained, displaced, halved for the
other units of a joint item, and those that add nothing (Art. 11(2)).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from ledger.scoresheet import Line, points_text
from scoring.credit import UNCHANGED, Credit, Event, EventKind, credit, credited_before
from scoring.facts import Item
from scoring.remarks import Void, voiding
from scoring.unit_context import NOTHING, Found, UnitContext, evidence

# --- adoptions and instructions (Art. 11(2)) ------------------------------------------------------


def credit_lines(context: UnitContext) -> Iterator[Found]:
    """What adoptions and 批示 add in the period, what a higher one displaces, and the other units' half."""
    for item in context.case.of(context.unit):
        events = context.events.get(item.serial)
        if events is None:
            continue
        void = voiding(context, item) if item.counts else None
        if void is not None:
            yield from _voided(context, item, events, void)
        elif item.counts:
            change = credit(context.case.edition, events, context.case.period)
            if change is not UNCHANGED:
                yield from _earned(context, item, change, list(_credited(context, item, change)))
        else:
            yield from _void(context, item, events, item.because)


def _earned(context: UnitContext, item: Item, change: Credit, lines: list[Line]) -> Iterator[Line]:
    """The lines of a change, the part of the other units of a joint item, and what adds nothing."""
    yield from lines
    yield from _shared(context, item, change)
    if not item.lead:
        fixed = context.case.edition.joint.each
        yield from _halved(context, item, [line for line in lines if not _is_fixed(line, change, fixed)])
    yield from (_idle(context, item, event, _why_idle(context, event)) for event in change.idle)


def _voided(context: UnitContext, item: Item, events: tuple[Event, ...], void: Void) -> Iterator[Line]:
    """An item that earns nothing because of a remark; what was printed stands till it is taken back."""
    edition, period = context.case.edition, context.case.period
    printed = [event for event in events if void.printed(event.lands_on)]
    until = void.taken_back_on(event.lands_on for event in printed)
    told: Collection[Event] = ()
    if until is not None and period.past <= until:
        change = credit(edition, printed, period)
        yield from _earned(context, item, change, list(_credited(context, item, change)))
        told = printed
    elif until is not None and until in period:
        change = Credit((), credited_before(edition, printed, period.first), ())
        yield from _earned(context, item, change, list(_taken_back(context, item, change, void)))
    for line in _void(context, item, (event for event in events if event not in told), _why_void(void)):
        yield line._replace(evidence=(*line.evidence, void.evidence))


def _taken_back(context: UnitContext, item: Item, change: Credit, void: Void) -> Iterator[Line]:
    for event in change.lost:
        because = f"{event.said}，此前已计{points_text(event.points)}分；{_why_void(void)}，本期冲回"
        line = _event_line(context, item, event, -event.points, because)
        proof = (*line.evidence, void.evidence)
        yield line._replace(article=void.article, on=void.remark.on, evidence=proof)


def _why_void(void: Void) -> str:
    return f"{void.remark.kind}，本件不计分"


def _void(context: UnitContext, item: Item, events: Iterable[Event], why: str) -> Iterator[Line]:
    """The events of an item that earns nothing."""
    for event in events:
        if event.lands_on in context.case.period:
            yield _idle(context, item, event, why)


def _credited(context: UnitContext, item: Item, change: Credit) -> Iterator[Line]:
    for event in change.gained:
        late = "" if event.on == event.lands_on else f"（{event.on:%Y-%m-%d}，计入本期）"
        yield _event_line(context, item, event, event.points, f"{event.said}{late}")
    for event in change.lost:
        counted = points_text(event.points)
        because = f"{event.said}，此前已计{counted}分；只记最高分，本期计差额"
        line = _event_line(context, item, event, -event.points, because)
        yield line._replace(article=context.case.edition.stacking.article)


def _shared(context: UnitContext, item: Item, change: Credit) -> Iterator[Line]:
    """What every unit of a joint item gets in place of the points of a form that the rule names."""
    joint = context.case.edition.joint
    if not item.submission.co_unit_ids:
        return
    for sign, events in ((1, change.gained), (-1, change.lost)):
        for event in events:
            if event.form in joint.each and event.kind is EventKind.ADOPTION:
                points = joint.each[event.form]
                because = f"多单位{event.form}，每个单位各计{points_text(points)}分"
                line = _event_line(context, item, event, sign * (points - event.points), because)
                yield line._replace(article=joint.article)


def _is_fixed(line: Line, change: Credit, fixed: Mapping[str, Fraction]) -> bool:
    """Whether a line is of an adoption of which every unit gets the same."""
    events = (*change.gained, *change.lost)
    return any(event.evidence in line.evidence and event.form in fixed for event in events)


def _halved(context: UnitContext, item: Item, lines: Iterable[Line]) -> Iterator[Line]:
    joint = context.case.edition.joint
    whole = sum((line.points for line in lines), NOTHING)
    if whole:
        because = f"联合报送，非主报或首报单位按{points_text(joint.others)}倍计分"
        on = max(line.on for line in lines)
        points = whole * (joint.others - 1)
        yield Line(context.unit.id, points, joint.article, because, on, item.serial, evidence((item,)))


def _why_idle(context: UnitContext, event: Event) -> str:
    if event.flaw:
        return event.flaw
    if event.kind is EventKind.INSTRUCTION and context.case.edition.instruction.needs_adoption:
        return "未被采用，批示暂不计分"
    return "只记最高分，不重复计" if event.kind is EventKind.ADOPTION else "同一条信息的批示不重复计"


def _event_line(context: UnitContext, item: Item, event: Event, points: Fraction, because: str) -> Line:
    proof = (event.evidence, *evidence((item,)))
    return Line(context.unit.id, points, event.article, because, event.on, item.serial, proof)


def _idle(context: UnitContext, item: Item, event: Event, why: str) -> Line:
    return _event_line(context, item, event, NOTHING, f"{event.said}；{why}")
