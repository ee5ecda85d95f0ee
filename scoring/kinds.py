"""What lines does each kind of rule give a unit?

`KINDS` is the closed table: kind of rule → small function → lines and entries of named lists. Each function sees one
unit of one case; how the lines become totals and ranks is `scoring.score`'s affair.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ledger.entries import Unit
from ledger.periods import Period, Span
from ledger.rulebook import Outcome, Per
from ledger.scoresheet import Line, Named, points_text
from scoring.casebook import Case, Item, assessed_in
from scoring.credit import Credit, Event, EventKind, credit
from scoring.quota import Answer, Tally, answers, does, tallies

NOTHING = Fraction(0)
Found = Line | Named


class Bench(NamedTuple):
    """What a rule is applied to: the case, one unit, and every item's events."""

    case: Case
    unit: Unit
    events: Mapping[str, tuple[Event, ...]]


# --- duties (Art. 11(1)) --------------------------------------------------------------------------


def duty_lines(bench: Bench) -> Iterator[Found]:
    """Base points of the duties met in the period, and what follows from those that ended in it unmet."""
    for tally in tallies(bench.case, bench.unit):
        if tally.met:
            yield from _met(bench, tally)
        elif tally.period.last in bench.case.period and bench.case.over(tally.period.last):
            yield from _unmet(bench, tally)
        yield from _beside(bench, tally)


def _met(bench: Bench, tally: Tally) -> Iterator[Found]:
    outcome, period = tally.quota.on_met, bench.case.period
    if outcome is None:
        return
    paid = tally.done if outcome.per is Per.ITEM else tally.done[tally.need - 1 : tally.need]
    for item in paid:
        if item.day in period:
            counted = (item,) if outcome.per is Per.ITEM else tally.done[: tally.need]
            because = f"{_when(tally.period)}{tally.quota.title}{len(counted)}篇,应报{tally.need}篇,完成"
            yield _line(bench, outcome, because, item.day, counted)
    for item in tally.done[tally.need :]:
        if item.day in period and item not in paid:
            yield _nothing(bench, tally.quota.article, f"{_when(tally.period)}{tally.quota.title}已完成,超额报送不加分", item)


def _unmet(bench: Bench, tally: Tally) -> Iterator[Found]:
    quota, when, last = tally.quota, _when(tally.period), tally.period.last
    outcome = quota.on_zero if quota.on_zero is not None and tally.silent else quota.on_short
    done = len(tally.done)
    short = f"{when}{quota.title}{done}篇,应报{tally.need}篇,未完成"
    if tally.excused:
        yield Line(bench.unit.id, NOTHING, quota.article, f"{when}在免考核期间,不计{quota.title}", last)
    elif tally.waiting:
        because = f"{short};另有{len(tally.waiting)}件待核,核定前不扣分、不点名"
        yield Line(bench.unit.id, NOTHING, quota.article, because, last, None, _evidence(tally.waiting))
    elif outcome is None:
        yield Line(bench.unit.id, NOTHING, quota.article, f"{short},不计基础分", last, None, _evidence(tally.done))
    else:
        because = f"{when}{outcome.named or short}"
        if outcome.named:
            yield Named(bench.unit.id, outcome.named, outcome.article, because)
        if tally.silent and tally.sent_back:  # A8
            because = f"{because};原有报送件于期后退回,只点名不扣分"
            yield Line(bench.unit.id, NOTHING, quota.article, because, last, None, _evidence(tally.sent_back))
        else:
            times = tally.need - done if outcome.per is Per.MISSING else 1
            line = Line(bench.unit.id, outcome.points * times, outcome.article, because, last)
            yield line._replace(evidence=_evidence(tally.done))


def _beside(bench: Bench, tally: Tally) -> Iterator[Found]:
    """Accepted items that do no duty of the unit at all, said once: by the first quota."""
    quotas = [quota for quota in bench.case.edition.quotas if bench.unit.group in quota.owed]
    if tally.quota is not quotas[0]:
        return
    for item in tally.others:
        if item.day in bench.case.period and not any(does(quota, item) for quota in quotas):
            what = "约稿按约稿计分" if item.submission.commission else f"{item.submission.category or '未分类'}类"
            yield _nothing(bench, tally.quota.article, f"{what},不计入报送篇数", item)


# --- commissions (Art. 11(1), B1-B7) --------------------------------------------------------------


def commission_lines(bench: Bench) -> Iterator[Found]:
    """Base points of commissions done in the period, and the named lists of those whose deadline lies in it."""
    rule = bench.case.edition.commission
    for answer in answers(bench.case, bench.unit):
        title = f"{rule.title}“{answer.commission.title}”"
        if answer.in_time and answer.item is not None:
            if answer.item.day in bench.case.period:
                waived = answer.item.day > answer.commission.due
                how = "逾期完成,厅办公室准予计分" if waived else "按时完成"
                yield _commission_line(bench, rule.on_met, f"{title}{how}", answer)
        elif answer.commission.due in bench.case.period and bench.case.over(answer.commission.due):
            yield from _failed(bench, answer, title)


def _failed(bench: Bench, answer: Answer, title: str) -> Iterator[Found]:
    rule = bench.case.edition.commission
    if answer.excused:
        yield _commission_line(bench, rule.on_missed._replace(points=NOTHING), f"{title}在免考核期间,不计", answer)
    elif answer.waiting:
        yield _commission_line(bench, rule.on_missed._replace(points=NOTHING), f"{title}来稿待核,暂不计", answer)
    else:
        late = answer.item is not None and not _published_before(bench.case, answer)
        outcome = rule.on_late if late else rule.on_missed
        because = f"{title}{outcome.named or '未按时限完成'}"
        if outcome.named:
            yield Named(bench.unit.id, outcome.named, outcome.article, because)
        yield _commission_line(bench, outcome, because, answer)


def _published_before(case: Case, answer: Answer) -> bool:
    """Whether the list was already published when the late answer came: then it is not renamed (B7)."""
    item = answer.item
    return item is not None and any(
        publication.period == case.period.code and publication.at <= item.submission.arrived_at
        for publication in case.facts.published
    )


def _commission_line(bench: Bench, outcome: Outcome, because: str, answer: Answer) -> Line:
    item = answer.item
    on = answer.commission.due if item is None else item.day
    evidence = (f"commission:{answer.commission.id}", *(() if item is None else _evidence((item,))))
    serial = None if item is None else item.serial
    return Line(bench.unit.id, outcome.points, outcome.article, because, on, serial, evidence)


# --- adoptions and instructions (Art. 11(2)) ------------------------------------------------------


def credit_lines(bench: Bench) -> Iterator[Found]:
    """What adoptions and 批示 add in the period, what a higher one displaces, and the other units' half."""
    for item in bench.case.of(bench.unit):
        events = bench.events.get(item.serial, ())
        change = credit(bench.case.edition, events, bench.case.period)
        if not item.counts:
            landed = [event for event in events if event.lands_on in bench.case.period]
            yield from (_idle(bench, item, event, item.because) for event in landed)
            continue
        lines = list(_credited(bench, item, change))
        yield from lines
        if not item.lead:
            yield from _halved(bench, item, lines)
        yield from (_idle(bench, item, event, _why_idle(bench, event)) for event in change.idle)


def _credited(bench: Bench, item: Item, change: Credit) -> Iterator[Line]:
    for event in change.gained:
        late = "" if event.on == event.lands_on else f"({event.on:%Y-%m-%d},计入本期)"
        yield _event_line(bench, item, event, event.points, f"{event.said}{late}")
    for event in change.lost:
        counted = points_text(event.points)
        because = f"{event.said},此前已计{counted}分;只记最高分,本期计差额"
        line = _event_line(bench, item, event, -event.points, because)
        yield line._replace(article=bench.case.edition.stacking.article)


def _halved(bench: Bench, item: Item, lines: Iterable[Line]) -> Iterator[Line]:
    joint = bench.case.edition.joint
    whole = sum((line.points for line in lines), NOTHING)
    if whole:
        because = f"联合报送,非主报或首报单位按{points_text(joint.others)}计分"
        on = max(line.on for line in lines)
        evidence = _evidence((item,))
        yield Line(bench.unit.id, whole * (joint.others - 1), joint.article, because, on, item.serial, evidence)


def _why_idle(bench: Bench, event: Event) -> str:
    if event.flaw:
        return event.flaw
    if event.kind is EventKind.INSTRUCTION and bench.case.edition.instruction.needs_adoption:
        return "未被采用,批示暂不计分"
    return "只记最高分,不重复计" if event.kind is EventKind.ADOPTION else "同一条信息的批示不重复计"


def _event_line(bench: Bench, item: Item, event: Event, points: Fraction, because: str) -> Line:
    evidence = (event.evidence, *_evidence((item,)))
    return Line(bench.unit.id, points, event.article, because, event.on, item.serial, evidence)


def _idle(bench: Bench, item: Item, event: Event, why: str) -> Line:
    return _event_line(bench, item, event, NOTHING, f"{event.said};{why}")


# --- named lists and explanations -----------------------------------------------------------------


def silence(bench: Bench) -> Iterator[Found]:
    """零采用: nothing adopted in the period that the rule lets count (C12)."""
    rule, period = bench.case.edition.silence, bench.case.period
    if period.span is not rule.per or not bench.case.over(period.last) or not assessed_in(bench.unit, period):
        return
    for item in bench.case.of(bench.unit):
        for event in bench.events.get(item.serial, ()):
            fits = event.kind is EventKind.ADOPTION or rule.instruction_counts
            if fits and event.points and event.lands_on in period and item.counts and (item.lead or rule.joint_counts):
                return
    yield Named(bench.unit.id, rule.named, rule.article, f"{_when(period)}无采用")


def left_out(bench: Bench) -> Iterator[Found]:
    """Items of the period that count for nothing, and why."""
    article = bench.case.edition.commission.article
    for item in bench.case.of(bench.unit):
        if item.day in bench.case.period and not item.counts:
            yield _nothing(bench, article, item.because, item)


KINDS: Mapping[str, Callable[[Bench], Iterator[Found]]] = {
    "duty": duty_lines,
    "commission": commission_lines,
    "credit": credit_lines,
    "silence": silence,
    "left-out": left_out,
}


# --- words ----------------------------------------------------------------------------------------


def _line(bench: Bench, outcome: Outcome, because: str, on: date, items: tuple[Item, ...]) -> Line:
    serial = items[0].serial if len(items) == 1 else None
    return Line(bench.unit.id, outcome.points, outcome.article, because, on, serial, _evidence(items))


def _nothing(bench: Bench, article: str, because: str, item: Item) -> Line:
    return Line(bench.unit.id, NOTHING, article, because, item.day, item.serial, _evidence((item,)))


def _evidence(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(f"submission:{item.serial}" for item in items)


def _when(period: Period) -> str:
    """The period in the office's words: 3月, 第一季度, 上半年, 2026年."""
    month = period.first.month
    match period.span:
        case Span.MONTH:
            return f"{month}月"
        case Span.QUARTER:
            return f"第{'一二三四'[(month - 1) // len('一二三')]}季度"
        case Span.HALF:
            return "上半年" if month == 1 else "下半年"
        case Span.YEAR:
            return f"{period.first.year}年"
        case Span.WEEK | Span.NAMED:
            return f"{period.code} "
