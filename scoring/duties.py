"""What do duties give a unit: base points, fines, places on named lists?

Returning quotas and commissions (Art. 11(1)). What was done is counted by `scoring.quota`.
"""

from collections.abc import Iterator
from fractions import Fraction

from ledger.dues import Consequence, Per, Quota
from ledger.periods import Span, period_of
from ledger.scoresheet import Line, NamedListEntry, points_text
from ledger.standing import WORDS
from scoring.facts import ScoringFacts
from scoring.progress import Contribution, QuotaProgress, does, tallies
from scoring.quota import CommissionAnswer, commission_answers
from scoring.unit_context import NOTHING, Found, UnitContext, evidence, line_of, nothing, when

# --- duties (Art. 11(1)) --------------------------------------------------------------------------


def duty_lines(context: UnitContext) -> Iterator[Found]:
    """Base points of the duties met in the period, and what follows from those that ended in it unmet."""
    for tally in tallies(context):
        if tally.met:
            yield from _met(context, tally)
        elif tally.period.last in context.case.period and context.case.over(tally.period.last):
            yield from _unmet(context, tally)
        yield from _by_head(context, tally)
        yield from _beside(context, tally)


def _met(context: UnitContext, tally: QuotaProgress) -> Iterator[Found]:
    outcome, period = tally.quota.on_met, context.case.period
    if outcome is not None:
        for counted in _paid(tally, outcome):
            if counted[-1].on in period:
                items = tuple(dict.fromkeys(part.item for part in counted))
                because = f"{when(tally.period)}{tally.quota.title}{_said(tally, counted)}，完成"
                yield line_of(context, outcome, because, counted[-1].on, items)
    yield from _over(context, tally)


def _paid(tally: QuotaProgress, outcome: Consequence) -> Iterator[tuple[Contribution, ...]]:
    """What each line of a met duty rests on: every part by itself, or those that were enough."""
    yield from ((part,) for part in tally.parts) if outcome.per is Per.ITEM else (tally.enough,)


def _over(context: UnitContext, tally: QuotaProgress) -> Iterator[Found]:
    """What is done beyond the count: nothing, or for each whole item what the rule says."""
    quota, outcome = tally.quota, tally.quota.on_over
    if outcome is None:
        paid_each = quota.on_met is None or quota.on_met.per is Per.ITEM
        for part in () if paid_each else tally.parts[len(tally.enough) :]:
            if part.on in context.case.period:
                because = f"{when(tally.period)}{quota.title}已完成，超额报送不加分"
                yield nothing(context, quota.article, because, part.item)
        return
    over, beyond = 0, Fraction(-tally.need)
    for part in tally.parts:
        beyond += part.amount
        more, over = max(beyond // 1, 0) - over, max(beyond // 1, 0)
        if more and part.on in context.case.period:
            because = f"{when(tally.period)}{quota.title}超出应数{over}{_measure(quota)}"
            worth = outcome._replace(points=outcome.points * more)
            yield line_of(context, worth, because, part.on, (part.item,))


def _by_head(context: UnitContext, tally: QuotaProgress) -> Iterator[Line]:
    """So many points for each item a head above or below the norm, once the period is over."""
    rule, last = tally.quota.per_head, tally.period.last
    heads = context.case.edition.heads.get(context.unit.name)
    if rule is None or heads is None or tally.excused:
        return
    if last in context.case.period and context.case.over(last):
        rate = tally.amount / Fraction(heads)
        beyond = "高于" if rate >= rule.norm else "低于"
        because = (
            f"{when(tally.period)}{tally.quota.title}{points_text(tally.amount)}{_measure(tally.quota)}，"
            f"{heads}人，人均{points_text(rate)}，{beyond}{points_text(rule.norm)}"
        )
        points = rule.points * (rate - rule.norm)
        yield Line(context.unit.id, points, rule.article, because, last, None, evidence(tally.done))


def _said(tally: QuotaProgress, counted: tuple[Contribution, ...]) -> str:
    """How much was counted, and how much is owed."""
    owed, _, measure = WORDS[tally.quota.basis]
    done = sum(part.amount for part in counted)
    return f"{points_text(done)}{measure}，{owed}{tally.need}{measure}"


def _measure(quota: Quota) -> str:
    return WORDS[quota.basis][2]


def _unmet(context: UnitContext, tally: QuotaProgress) -> Iterator[Found]:
    quota, span, last = tally.quota, when(tally.period), tally.period.last
    outcome = quota.on_zero if quota.on_zero is not None and tally.silent else quota.on_short
    short = f"{span}{quota.title}{_said(tally, tally.parts)}，未完成"
    if tally.excused:
        yield Line(context.unit.id, NOTHING, quota.article, f"{span}在免考核期间，不计{quota.title}", last)
    elif tally.waiting:
        because = f"{short}；另有{len(tally.waiting)}件待核，核定前不扣分、不点名"
        yield Line(context.unit.id, NOTHING, quota.article, because, last, None, evidence(tally.waiting))
    elif outcome is None:
        yield Line(
            context.unit.id, NOTHING, quota.article, f"{short}，不计基础分", last, None, evidence(tally.done)
        )
    else:
        because = f"{span}{outcome.named}" if outcome is quota.on_zero and outcome.named else short
        if outcome.named:
            yield NamedListEntry(context.unit.id, outcome.named, outcome.article, because)
        if tally.silent and tally.sent_back:  # A8
            because = f"{because}；原有报送件于期后退回，只点名不扣分"
            yield Line(
                context.unit.id, NOTHING, quota.article, because, last, None, evidence(tally.sent_back)
            )
        else:
            times = tally.need - tally.amount if outcome.per is Per.MISSING else 1
            line = Line(context.unit.id, outcome.points * times, outcome.article, because, last)
            yield line._replace(evidence=evidence(tally.done))


def _beside(context: UnitContext, tally: QuotaProgress) -> Iterator[Found]:
    """Accepted items that do no duty of the unit at all, said once: by the first quota."""
    quotas = [quota for quota in context.case.edition.quotas if context.unit.group in quota.owed]
    if tally.quota is not quotas[0]:
        return
    for item in tally.others:
        if item.day in context.case.period and not any(does(quota, item) for quota in quotas):
            category = item.submission.category or "未分类"
            what = "约稿按约稿计分" if item.submission.commission else f"{category}类"
            yield nothing(context, tally.quota.article, f"{what}，不计入报送篇数", item)


# --- commissions (Art. 11(1), B1-B7) --------------------------------------------------------------


def commission_lines(context: UnitContext) -> Iterator[Found]:
    """Base points of commissions done in the period, named lists of those due in it."""
    rule = context.case.edition.commission
    for answer in commission_answers(context.case, context.unit):
        title = f"{rule.title}“{answer.commission.title}”"
        if answer.in_time and answer.item is not None:
            if answer.item.day in context.case.period:
                waived = answer.item.day > answer.commission.due
                how = "逾期完成，经本办准予计分" if waived else "按时完成"
                yield _commission_line(context, rule.on_met, f"{title}{how}", answer)
        elif answer.commission.due in context.case.period and context.case.over(answer.commission.due):
            yield from _failed(context, answer, title)


def _failed(context: UnitContext, answer: CommissionAnswer, title: str) -> Iterator[Found]:
    rule = context.case.edition.commission
    if answer.excused:
        yield _commission_line(
            context, rule.on_missed._replace(points=NOTHING), f"{title}在免考核期间，不计", answer
        )
    elif answer.waiting:
        yield _commission_line(
            context, rule.on_missed._replace(points=NOTHING), f"{title}来稿待核，暂不计", answer
        )
    else:
        late = _is_late(context, answer)
        outcome = rule.on_late if late else rule.on_missed
        outcome, earlier = _once_enough(
            context, outcome, answer, least=rule.least_late if late else rule.least_missed
        )
        yield from earlier
        named = (outcome.named or "未按时限完成").removeprefix(rule.title)
        because = f"{title}{named}"
        if outcome.named:
            yield NamedListEntry(context.unit.id, outcome.named, outcome.article, because)
        yield _commission_line(context, outcome, because, answer)


def _is_late(context: UnitContext, answer: CommissionAnswer) -> bool:
    """Whether it came after its deadline; else it is missing as far as this period is concerned (B7)."""
    return answer.item is not None and not _published_before(context.case, answer)


def _once_enough(
    context: UnitContext, outcome: Consequence, answer: CommissionAnswer, *, least: int
) -> tuple[Consequence, tuple[Line, ...]]:
    """What one more failure costs where only so many a year cost anything, and what earlier ones now cost.

    Late and missing ones are counted apart, in the order of their deadlines.
    """
    if least == 1:
        return outcome, ()
    year = period_of(answer.commission.due, Span.YEAR)
    late = _is_late(context, answer)
    alike = [
        each
        for each in commission_answers(context.case, context.unit)
        if each.commission.due in year
        and not (each.in_time or each.excused or each.waiting)
        and _is_late(context, each) == late
    ]
    place = alike.index(answer) + 1
    if place < least:
        return outcome._replace(points=NOTHING, named=None), ()
    title = context.case.edition.commission.title
    because = f"{title}“{{}}”：本年已满{least}次，补计"
    earlier = alike[: place - 1] if place == least else []
    return outcome, tuple(
        _commission_line(context, outcome, because.format(each.commission.title), each) for each in earlier
    )


def _published_before(case: ScoringFacts, answer: CommissionAnswer) -> bool:
    """Whether the list was already published when the late answer came: then it is not renamed (B7).

    The list is that of the deadline's quarter; a month's sheet says what the quarter's says.
    """
    item, lists = answer.item, (case.period.code, period_of(answer.commission.due, Span.QUARTER).code)
    return item is not None and any(
        publication.period in lists and publication.at <= item.submission.arrived_at
        for publication in case.facts.published
    )


def _commission_line(
    context: UnitContext, outcome: Consequence, because: str, answer: CommissionAnswer
) -> Line:
    item = answer.item
    on = answer.commission.due if item is None else item.day
    proof = (f"commission:{answer.commission.id}", *(() if item is None else evidence((item,))))
    serial = None if item is None else item.serial
    return Line(context.unit.id, outcome.points, outcome.article, because, on, serial, proof)
