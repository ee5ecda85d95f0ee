"""What do adoptions and instructions give a unit?

The lines of what `scoring.credit` counts for an item in the period: gained, displaced, halved for the
other units of a joint item, and those that add nothing (Art. 11(2)).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from ledger.scoresheet import Line, points_text
from scoring.bench import NOTHING, Bench, Found, evidence
from scoring.casebook import Item
from scoring.credit import UNCHANGED, Credit, Event, EventKind, credit, credited_before
from scoring.remarks import Void, voiding

# --- adoptions and instructions (Art. 11(2)) ------------------------------------------------------


def credit_lines(bench: Bench) -> Iterator[Found]:
    """What adoptions and 批示 add in the period, what a higher one displaces, and the other units' half."""
    for item in bench.case.of(bench.unit):
        events = bench.events.get(item.serial)
        if events is None:
            continue
        void = voiding(bench, item) if item.counts else None
        if void is not None:
            yield from _voided(bench, item, events, void)
        elif item.counts:
            change = credit(bench.case.edition, events, bench.case.period)
            if change is not UNCHANGED:
                yield from _earned(bench, item, change, list(_credited(bench, item, change)))
        else:
            yield from _void(bench, item, events, item.because)


def _earned(bench: Bench, item: Item, change: Credit, lines: list[Line]) -> Iterator[Line]:
    """The lines of a change, the part of the other units of a joint item, and what adds nothing."""
    yield from lines
    yield from _shared(bench, item, change)
    if not item.lead:
        fixed = bench.case.edition.joint.each
        yield from _halved(bench, item, [line for line in lines if not _is_fixed(line, change, fixed)])
    yield from (_idle(bench, item, event, _why_idle(bench, event)) for event in change.idle)


def _voided(bench: Bench, item: Item, events: tuple[Event, ...], void: Void) -> Iterator[Line]:
    """An item that earns nothing because of a remark; what was printed stands till it is taken back."""
    edition, period = bench.case.edition, bench.case.period
    printed = [event for event in events if void.printed(event.lands_on)]
    until = void.taken_back_on(event.lands_on for event in printed)
    told: Collection[Event] = ()
    if until is not None and period.past <= until:
        change = credit(edition, printed, period)
        yield from _earned(bench, item, change, list(_credited(bench, item, change)))
        told = printed
    elif until is not None and until in period:
        change = Credit((), credited_before(edition, printed, period.first), ())
        yield from _earned(bench, item, change, list(_taken_back(bench, item, change, void)))
    for line in _void(bench, item, (event for event in events if event not in told), _why_void(void)):
        yield line._replace(evidence=(*line.evidence, void.evidence))


def _taken_back(bench: Bench, item: Item, change: Credit, void: Void) -> Iterator[Line]:
    for event in change.lost:
        because = f"{event.said}，此前已计{points_text(event.points)}分；{_why_void(void)}，本期冲回"
        line = _event_line(bench, item, event, -event.points, because)
        proof = (*line.evidence, void.evidence)
        yield line._replace(article=void.article, on=void.remark.on, evidence=proof)


def _why_void(void: Void) -> str:
    return f"{void.remark.kind}，本件不计分"


def _void(bench: Bench, item: Item, events: Iterable[Event], why: str) -> Iterator[Line]:
    """The events of an item that earns nothing."""
    for event in events:
        if event.lands_on in bench.case.period:
            yield _idle(bench, item, event, why)


def _credited(bench: Bench, item: Item, change: Credit) -> Iterator[Line]:
    for event in change.gained:
        late = "" if event.on == event.lands_on else f"（{event.on:%Y-%m-%d}，计入本期）"
        yield _event_line(bench, item, event, event.points, f"{event.said}{late}")
    for event in change.lost:
        counted = points_text(event.points)
        because = f"{event.said}，此前已计{counted}分；只记最高分，本期计差额"
        line = _event_line(bench, item, event, -event.points, because)
        yield line._replace(article=bench.case.edition.stacking.article)


def _shared(bench: Bench, item: Item, change: Credit) -> Iterator[Line]:
    """What every unit of a joint item gets in place of the points of a form that the rule names."""
    joint = bench.case.edition.joint
    if not item.submission.co_unit_ids:
        return
    for sign, events in ((1, change.gained), (-1, change.lost)):
        for event in events:
            if event.form in joint.each and event.kind is EventKind.ADOPTION:
                points = joint.each[event.form]
                because = f"多单位{event.form}，每个单位各计{points_text(points)}分"
                line = _event_line(bench, item, event, sign * (points - event.points), because)
                yield line._replace(article=joint.article)


def _is_fixed(line: Line, change: Credit, fixed: Mapping[str, Fraction]) -> bool:
    """Whether a line is of an adoption of which every unit gets the same."""
    events = (*change.gained, *change.lost)
    return any(event.evidence in line.evidence and event.form in fixed for event in events)


def _halved(bench: Bench, item: Item, lines: Iterable[Line]) -> Iterator[Line]:
    joint = bench.case.edition.joint
    whole = sum((line.points for line in lines), NOTHING)
    if whole:
        because = f"联合报送，非主报或首报单位按{points_text(joint.others)}倍计分"
        on = max(line.on for line in lines)
        points = whole * (joint.others - 1)
        yield Line(bench.unit.id, points, joint.article, because, on, item.serial, evidence((item,)))


def _why_idle(bench: Bench, event: Event) -> str:
    if event.flaw:
        return event.flaw
    if event.kind is EventKind.INSTRUCTION and bench.case.edition.instruction.needs_adoption:
        return "未被采用，批示暂不计分"
    return "只记最高分，不重复计" if event.kind is EventKind.ADOPTION else "同一条信息的批示不重复计"


def _event_line(bench: Bench, item: Item, event: Event, points: Fraction, because: str) -> Line:
    proof = (event.evidence, *evidence((item,)))
    return Line(bench.unit.id, points, event.article, because, event.on, item.serial, proof)


def _idle(bench: Bench, item: Item, event: Event, why: str) -> Line:
    return _event_line(bench, item, event, NOTHING, f"{event.said}；{why}")
