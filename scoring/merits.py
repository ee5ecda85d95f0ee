"""What do adoptions and instructions give a unit?

The lines of what `scoring.credit` counts for an item in the period: gained, displaced, halved for the
other units of a joint item, and those that add nothing (Art. 11(2)).
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ledger.entries.events import Remark
from ledger.scoresheet import Line, points_text
from scoring.bench import NOTHING, Bench, Found, evidence
from scoring.casebook import Item
from scoring.credit import UNCHANGED, Credit, Event, EventKind, credit
from scoring.remarks import voiding

# --- adoptions and instructions (Art. 11(2)) ------------------------------------------------------


def credit_lines(bench: Bench) -> Iterator[Found]:
    """What adoptions and 批示 add in the period, what a higher one displaces, and the other units' half."""
    for item in bench.case.of(bench.unit):
        events = bench.events.get(item.serial)
        if events is None:
            continue
        change = credit(bench.case.edition, events, bench.case.period)
        if change is UNCHANGED:
            continue
        remark = voiding(bench, item) if item.counts else None
        if remark is not None or not item.counts:
            yield from _void(bench, item, events, remark)
            continue
        lines = list(_credited(bench, item, change))
        yield from lines
        yield from _shared(bench, item, change)
        if not item.lead:
            fixed = bench.case.edition.joint.each
            yield from _halved(bench, item, [line for line in lines if not _is_fixed(line, change, fixed)])
        yield from (_idle(bench, item, event, _why_idle(bench, event)) for event in change.idle)


def _void(bench: Bench, item: Item, events: Iterable[Event], remark: Remark | None) -> Iterator[Line]:
    """The events of an item that earns nothing: it does not count, or a remark says so."""
    why = item.because if remark is None else f"{remark.kind}，本件不计分"
    proof = () if remark is None else (f"remark:{remark.id}",)
    for event in events:
        if event.lands_on in bench.case.period:
            line = _idle(bench, item, event, why)
            yield line._replace(evidence=(*line.evidence, *proof))


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
    for event in change.gained:
        if event.form in joint.each and event.kind is EventKind.ADOPTION:
            points = joint.each[event.form]
            because = f"多单位{event.form}，每个单位各计{points_text(points)}分"
            line = _event_line(bench, item, event, points - event.points, because)
            yield line._replace(article=joint.article)


def _is_fixed(line: Line, change: Credit, fixed: Mapping[str, Fraction]) -> bool:
    """Whether a line is of an adoption of which every unit gets the same."""
    return any(event.evidence in line.evidence and event.form in fixed for event in change.gained)


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
