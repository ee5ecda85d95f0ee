"""What do duties give a unit: base points, fines, places on named lists?

Returning quotas and commissions (Art. 11(1)). What was done, and how a commission was
answered, is `scoring.quota`'s affair.
"""

from collections.abc import Iterator

from ledger.periods import Span, period_of
from ledger.rulebook import Consequence, Per
from ledger.scoresheet import Line, NamedListEntry, points_text
from ledger.standing import WORDS
from scoring.facts import (
    ZERO,
    ItemStatus,
    RuleResult,
    ScoringFacts,
    UnitContext,
    in_account,
    item_evidence,
    outcome_line,
    period_name,
    zero_line,
)
from scoring.quota import (
    CommissionAnswer,
    Contribution,
    QuotaProgress,
    commission_answers,
    counted_by,
    progress_of_quotas,
)

# --- duties (Art. 11(1)) --------------------------------------------------------------


def duty_lines(context: UnitContext) -> Iterator[RuleResult]:
    """Base points of the duties met in the period, and what follows from those that
    ended in it unmet.
    """
    for progress in progress_of_quotas(context):
        results = _results_of_quota(context, progress)
        yield from in_account(results, f"quota.{progress.quota.code}")


def _results_of_quota(
    context: UnitContext, progress: QuotaProgress
) -> Iterator[RuleResult]:
    ends_here = progress.period.last in context.period
    if progress.met:
        yield from _lines_of_met_quota(context, progress)
        yield from _lines_of_surplus(context, progress)
    elif ends_here and context.facts.has_passed(progress.period.last):
        yield from _lines_of_unmet_quota(context, progress)
    yield from _lines_of_items_in_no_quota(context, progress)


def _lines_of_met_quota(
    context: UnitContext, progress: QuotaProgress
) -> Iterator[Line]:
    """What a met duty earns: for every item, or once, on the day on which enough was
    done.
    """
    outcome = progress.quota.on_met
    if outcome is None:
        return
    paid = [progress.enough]
    if outcome.per is Per.ITEM:
        paid = [(each,) for each in progress.work.contributions]
    for counted in paid:
        on = counted[-1].on
        if on in context.period:
            title = f"{period_name(progress.period)}{progress.quota.title}"
            because = f"{title}{_done_and_owed(progress, counted)}，完成"
            items = tuple(dict.fromkeys(each.item for each in counted))
            earned = outcome
            if progress.begun_before is not None and on < progress.begun_before.on:
                earned = outcome._replace(points=ZERO)
                because += f"；{progress.begun_before.said}，不计分"
            yield outcome_line(context, earned, because, on, items)


def _lines_of_surplus(context: UnitContext, progress: QuotaProgress) -> Iterator[Line]:
    """Where reaching the count was paid once, a zero for each item beyond it that says
    so.
    """
    quota = progress.quota
    title = f"{period_name(progress.period)}{quota.title}"
    if quota.on_met is None or quota.on_met.per is Per.ITEM:
        return  # each of them is paid, or none is
    for each in progress.work.contributions[len(progress.enough) :]:
        if each.on in context.period:
            yield zero_line(
                context, quota.article, f"{title}已完成，超额报送不加分", each.item
            )


def _lines_of_unmet_quota(
    context: UnitContext, progress: QuotaProgress
) -> Iterator[RuleResult]:
    """What follows when a quota's period has ended and too little was done."""
    quota, last, unit_id = progress.quota, progress.period.last, context.unit.id
    span = period_name(progress.period)
    short = f"{span}{quota.title}{_done_and_owed(progress, progress.work.contributions)}，未完成"
    begun_before = progress.begun_before
    if progress.excused and begun_before is not None:
        # What had ended by then is no duty at all.
        if last >= begun_before.on:
            because = (
                f"{span}{quota.title}在考核开始前已起算，{begun_before.said}，不计"
            )
            yield Line(unit_id, ZERO, quota.article, because, last)
        return
    if progress.excused:
        why = "在免考核期间"
        if context.unit.leaves_before(progress.period.past):
            why = "已与其他单位合并，由合并后的单位完成"
        yield Line(
            unit_id, ZERO, quota.article, f"{span}{why}，不计{quota.title}", last
        )
        return
    work = progress.work
    if work.undecided:
        because = f"{short}；另有{'、'.join(work.undecided)}，核定前不扣分、不点名"
        proof = item_evidence((*work.waiting, *work.together))
        yield Line(unit_id, ZERO, quota.article, because, last, None, proof)
        return
    outcome, because = quota.on_short, short
    if quota.on_zero is not None and progress.silent:
        outcome = quota.on_zero
        if outcome.named:
            because = f"{span}{outcome.named}"
    if outcome is None:
        because = f"{short}，不计基础分"
        yield Line(
            unit_id,
            ZERO,
            quota.article,
            because,
            last,
            None,
            item_evidence(progress.items),
        )
        return
    if outcome.named:
        yield NamedListEntry(unit_id, outcome.named, outcome.article, because)
    if progress.silent and work.sent_back:  # A8
        because = f"{because}；原有报送件于期后退回，只点名不扣分"
        proof = item_evidence(work.sent_back)
        yield Line(unit_id, ZERO, quota.article, because, last, None, proof)
        return
    points = outcome.points
    if outcome.per is Per.MISSING:
        points *= progress.need - work.amount
    yield Line(
        unit_id,
        points,
        outcome.article,
        because,
        last,
        None,
        item_evidence(progress.items),
    )


def _lines_of_items_in_no_quota(
    context: UnitContext, progress: QuotaProgress
) -> Iterator[Line]:
    """A line of 0 points, with its reason, for each accepted item that fills none of
    the unit's quotas.

    It may answer a commission. Given with the unit's first quota only, so that each is
    said once.
    """
    quotas = [
        quota for quota in context.edition.quotas if context.unit.group in quota.owed
    ]
    if progress.quota is not quotas[0]:
        return
    counted = [counted_by(quota) for quota in quotas]
    for item in progress.work.others:
        if item.day not in context.period or any(each.fits(item) for each in counted):
            continue
        if item.submission.commission:
            what = "约稿按约稿计分"
        else:
            what = f"{item.submission.category or '未分类'}类"
        yield zero_line(
            context, progress.quota.article, f"{what}，不计入报送篇数", item
        )


def _done_and_owed(progress: QuotaProgress, counted: tuple[Contribution, ...]) -> str:
    """How much was counted, and how much is owed, in Chinese."""
    owed, _, measure = WORDS[progress.quota.basis]
    done = sum(each.amount for each in counted)
    return f"{points_text(done)}{measure}，{owed}{progress.need}{measure}"


# --- commissions (Art. 11(1), B1-B7) --------------------------------------------------


def commission_lines(context: UnitContext) -> Iterator[RuleResult]:
    """Base points of commissions done in the period, fines and named lists of those due
    in it.
    """
    rule = context.edition.commission
    for answer in commission_answers(context.facts, context.unit):
        commission, item = answer.commission, answer.item
        title = f"{rule.title}“{commission.title}”"
        if answer.in_time and item is not None:
            if item.day in context.period:
                waived = item.day > commission.due
                how = "逾期完成，经本办准予计分" if waived else "按时完成"
                met = rule.on_met
                if item.status is ItemStatus.EARLY:
                    met, how = met._replace(points=ZERO), f"按时完成；{item.because}"
                yield _commission_line(context, met, f"{title}{how}", answer)
        elif commission.due in context.period and context.facts.has_passed(
            commission.due
        ):
            if answer.excused or answer.waiting:
                why = "在免考核期间，不计" if answer.excused else "来稿待核，暂不计"
                beginning = context.facts.record.beginning
                if beginning is not None and commission.due < beginning.on:
                    why = f"{beginning.said}，不计"
                free = rule.on_missed._replace(points=ZERO)
                yield _commission_line(context, free, f"{title}{why}", answer)
            else:
                yield from _lines_of_failure(context, answer, title)


def _lines_of_failure(
    context: UnitContext, answer: CommissionAnswer, title: str
) -> Iterator[RuleResult]:
    """What a late or missing answer costs.

    Some rules punish only from so many failures a year on, late and missing ones
    counted apart in the order of their deadlines; the one with which it is enough then
    brings what the earlier ones cost, too.
    """
    rule = context.edition.commission
    late = _is_late(context.facts, answer)
    outcome = rule.on_late if late else rule.on_missed
    enough = rule.least_late if late else rule.least_missed
    if enough > 1:
        year = period_of(answer.commission.due, Span.YEAR)
        alike: list[CommissionAnswer] = []
        for each in commission_answers(context.facts, context.unit):
            failed = not (each.in_time or each.excused or each.waiting)
            if (
                failed
                and each.commission.due in year
                and _is_late(context.facts, each) == late
            ):
                alike.append(each)
        number = alike.index(answer) + 1
        if number == enough:
            for earlier in alike[: number - 1]:
                because = f"{rule.title}“{earlier.commission.title}”：本年已满{enough}次，补计"
                yield _commission_line(context, outcome, because, earlier)
        elif number < enough:
            outcome = outcome._replace(points=ZERO, named=None)
    named = (outcome.named or "未按时限完成").removeprefix(rule.title)
    because = f"{title}{named}"
    if outcome.named:
        yield NamedListEntry(context.unit.id, outcome.named, outcome.article, because)
    yield _commission_line(context, outcome, because, answer)


def _is_late(facts: ScoringFacts, answer: CommissionAnswer) -> bool:
    """Whether an answer came after its deadline; else it is missing as far as this
    period is concerned.

    It stays missing when the list was already published as it came (B7): that of the
    deadline's quarter, or this period's own, since a month's sheet says what the
    quarter's says.
    """
    item = answer.item
    if item is None:
        return False
    lists = (facts.period.code, period_of(answer.commission.due, Span.QUARTER).code)
    for publication in facts.record.published:
        if publication.period in lists and publication.at <= item.submission.arrived_at:
            return False
    return True


def _commission_line(
    context: UnitContext, outcome: Consequence, because: str, answer: CommissionAnswer
) -> Line:
    on, serial = answer.commission.due, None
    proof: tuple[str, ...] = (f"commission:{answer.commission.id}",)
    if answer.item is not None:
        on, serial = answer.item.day, answer.item.serial
        proof += item_evidence((answer.item,))
    return Line(
        context.unit.id, outcome.points, outcome.article, because, on, serial, proof
    )
