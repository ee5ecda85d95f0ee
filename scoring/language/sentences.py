"""What does each table of an edition say, in sentences that an office can check?

Each sentence stands under the article that its datum cites. A key that the format gains
gets its words here. How they are laid out beside the rule's text is `explained`'s
affair.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger.measures import (
    CountOf,
    FigureOf,
    Measure,
    RatioOf,
    Scale,
    Slope,
    StreakOf,
    SumOf,
    Worth,
    is_within,
)
from ledger.rulebook import (
    Consequence,
    Conversion,
    Edition,
    GroupQuota,
    LandsBy,
    Outlet,
    PointLimit,
    Quota,
    RemarkRule,
    RequiredTrust,
    Selection,
    SelectionStep,
    SelectPer,
    ShareOf,
    Voids,
)
from ledger.scoresheet import points_text
from scoring.language.clauses import OF_EVENTS, head_of
from scoring.language.spoken import (
    COUNTED,
    EVERY,
    Counting,
    accounts,
    bounds_said,
    condition_said,
    days_said,
    every,
    follows,
    gives,
    in_order,
    listed,
    portion,
    reach,
)


class SaidOfRule(NamedTuple):
    """One sentence, and the article that its datum cites; "" for what no table of the
    file says.
    """

    article: str
    text: str


def sentences(edition: Edition) -> Iterator[SaidOfRule]:
    """Every datum of the edition, in the order in which a rule speaks of them."""
    yield from _of_letters(edition)
    yield SaidOfRule(
        edition.cites["groups"], f"分{listed(edition.groups)}考核，组内排名次。"
    )
    for name, periods in edition.calendars.items():
        days = "、".join(map(days_said, periods))
        article = edition.cites[f"calendar.{name}"]
        yield SaidOfRule(article, f"“{name}”共{len(periods)}期：{days}。")
    for quota in edition.quotas:
        yield from _of_quota(edition, quota)
    yield from _of_commissions(edition)
    yield from _of_silence(edition)
    yield from _of_uses(edition)
    yield from _of_instructions(edition)
    for worth in edition.worths:
        yield SaidOfRule(worth.article, _worth(edition, worth))
    yield from _of_selections(edition)
    yield from _of_joint_items(edition)
    yield from _of_points_outright(edition)
    for limit in edition.limits:
        yield SaidOfRule(limit.article, _limit(edition, limit))
    for measure in edition.measures.values():
        yield SaidOfRule(
            measure.article, f"“{measure.name}”{_measure(edition, measure)}。"
        )
    for scale in edition.scales:
        yield SaidOfRule(scale.article, _scale(edition, scale))
    for tally in edition.tallies:
        of = accounts(edition, tally.of)
        said = f"“{tally.name}”：{of}单独合计，以{tally.unit}为单位，不计入总分。"
        yield SaidOfRule(tally.article, said)
    yield from _of_periods(edition)
    if edition.conversion is not None:
        yield from _of_conversion(edition.conversion)
    else:
        yield SaidOfRule("", "只按得分排名次，不换算考核分。")


# --- what is asked of a letter --------------------------------------------------------

_REQUIRED = {"author": "撰稿人姓名", "phone": "联系电话"}
_TRUSTED: Mapping[RequiredTrust, str] = {
    RequiredTrust.ANY: "不问发件人是否经邮件服务器认定，都直接收录",
    RequiredTrust.NOT_FAILED: "邮件服务器认定发件人系冒用的，待办公室核定后才计分；其余直接收录",
    RequiredTrust.VERIFIED: "邮件服务器没有认定发件人为真的，都待办公室核定后才计分",
}


def _of_letters(edition: Edition) -> Iterator[SaidOfRule]:
    intake, cites = edition.intake, edition.cites
    names_under: dict[str, list[str]] = {}
    for number, name in enumerate(intake.categories, 1):
        names_under.setdefault(cites[f"category[{number}]"], []).append(name)
    for article, names in names_under.items():
        yield SaidOfRule(article, f"报送件可归入的类别：{listed(names)}。")
    for number, (name, longest) in enumerate(intake.lengths.items(), 1):
        said = f"“{name}”类不超过{longest}字；超出的在回执里提醒，不退件。"
        yield SaidOfRule(cites[f"length[{number}]"], said)
    if "seal" in cites:
        said = f"标有{listed(intake.marks)}字样的来件一律封存，不留内容，不计分。"
        yield SaidOfRule(cites["seal"], said)
    if "contact" in cites:
        asked = "、".join(_REQUIRED[each] for each in intake.required) or "无"
        said = f"来件须注明：{asked}；缺的在回执里请单位补上。"
        yield SaidOfRule(cites["contact"], said)
    yield SaidOfRule(cites.get("trust", ""), f"{_TRUSTED[intake.trust]}。")


# --- duties ---------------------------------------------------------------------------


def _of_quota(edition: Edition, quota: Quota) -> Iterator[SaidOfRule]:
    counted = COUNTED[quota.basis]
    owed = "，".join(
        f"{group}{_owed(edition, rule, counted)}" for group, rule in quota.owed.items()
    )
    title = f"“{quota.title}”"
    yield SaidOfRule(quota.article, f"{title}：{owed}。")
    names = listed(in_order(quota.categories, edition.intake.categories))
    counts = counted.what.format(f"{names}类报送件")
    condition = condition_said(edition, quota.when)
    if condition:
        counts += f"，并且要{condition}"
    commissioned = "也" if quota.commissioned else "不"
    said = f"{title}计入的是{counts}；约稿{commissioned}抵这项任务。"
    yield SaidOfRule(quota.article, said)
    cases: list[tuple[str, Consequence | None]] = [
        ("按数完成的", quota.on_met),
        ("没有报足的", quota.on_short),
    ]
    for case, outcome in cases:
        if outcome is not None:
            said = f"{title}{case}，{follows(outcome, counted.unit)}。"
            yield SaidOfRule(outcome.article, said)
    if quota.on_zero is not None:
        kept = "收录任何一类都不算一件未报"
        if quota.on_zero.counts is not None:
            names = listed(in_order(quota.on_zero.counts, edition.intake.categories))
            kept = f"只有收录了{names}类，才不算一件未报"
        said = f"{title}一件未报的，{follows(quota.on_zero, counted.unit)}；{kept}。"
        yield SaidOfRule(quota.on_zero.article, said)


def _owed(edition: Edition, rule: GroupQuota, counted: Counting) -> str:
    unit = counted.unit
    said = f"{every(edition, rule.per, rule.calendar)}{counted.duty}{rule.count}{unit}"
    if rule.times is not None:
        names = [
            name
            for name, measure in edition.measures.items()
            if measure.rule == rule.times
        ]
        said += f"乘以本单位的“{names[0]}”"
    if rule.units:
        own = "、".join(f"{name}{count}{unit}" for name, count in rule.units.items())
        said += f"（其中另定：{own}）"
    return said


def _of_commissions(edition: Edition) -> Iterator[SaidOfRule]:
    rule = edition.commission
    if not rule.article:
        yield SaidOfRule("", "约稿做完与否都不加减分。")
        return
    said = f"各单位要完成办公室的约稿，记在“{rule.title}”一项。"
    yield SaidOfRule(rule.article, said)
    late, missed = "逾期才完成的，每次", "没有完成的，每次"
    if rule.least_late > 1:
        late = f"逾期才完成的，{_enough(rule.least_late)}"
    if rule.least_missed > 1:
        missed = f"没有完成的，{_enough(rule.least_missed)}"
    cases = [
        ("按要求和时限完成的，每次", rule.on_met),
        (late, rule.on_late),
        (missed, rule.on_missed),
    ]
    for case, outcome in cases:
        said = f"“{rule.title}”{case}{follows(outcome, '篇')}。"
        yield SaidOfRule(outcome.article, said)


def _enough(times: int) -> str:
    return f"一年内满{times}次才算；满了以后，连以前各次在内，每次"


def _of_silence(edition: Edition) -> Iterator[SaidOfRule]:
    rule = edition.silence
    if rule is None:
        return
    joint = "算" if rule.joint_counts else "不算"
    instructed = "算" if rule.instruction_counts else "不算"
    yield SaidOfRule(
        rule.article,
        f"{EVERY[rule.per]}没有一条采用的单位，列入“{rule.named}”名单；联合报送而非主报的采用{joint}采用，"
        f"计分的领导批示{instructed}采用。",
    )


# --- what becomes of an item ----------------------------------------------------------


def _of_uses(edition: Edition) -> Iterator[SaidOfRule]:
    forms_of: dict[Fraction, list[str]] = {}
    for form in edition.forms:
        forms_of.setdefault(form.count_as, []).append(form.name)
    for count, names in forms_of.items():
        each = f"每{count.denominator}条按{count.numerator}条"
        said = f"以{listed(names)}形式采用的，{each}计数。"
        yield SaidOfRule(edition.cites["forms"], said)
    said = f"采用计分的刊物和单位共{len(edition.outlets)}家，没有列明的不计分。"
    yield SaidOfRule(edition.cites["publications"], said)
    yield from _of_outlets(edition.outlets, "被{}采用的")
    if edition.forwardings:
        said = f"上报计分的去处共{len(edition.forwardings)}处，没有列明的不计分。"
        yield SaidOfRule(edition.cites["forwardings"], said)
    yield from _of_outlets(edition.forwardings, "经本办上报{}的")


def _of_outlets(outlets: tuple[Outlet, ...], done: str) -> Iterator[SaidOfRule]:
    """Those that give the same stand in one sentence."""
    alike: dict[SaidOfRule, list[Outlet]] = {}
    for outlet in outlets:
        said = f"每条{gives(outlet.points)}"
        forms_of: dict[Fraction, list[str]] = {}
        for form, points in outlet.forms.items():
            forms_of.setdefault(points, []).append(form)
        for points, names_of in forms_of.items():
            said += f"，{listed(names_of)}{gives(points)}"
        said += f"；归入“{outlet.level}”一级"
        if outlet.needs_forwarding:
            said += "；须经本办上报，自行投送的不计分"
        alike.setdefault(SaidOfRule(outlet.article, said), []).append(outlet)
    for same, of_it in alike.items():
        names, office = "", ""
        for outlet in of_it:
            begins = "" if outlet.name.startswith(outlet.office) else outlet.office
            together = office and begins == office and outlet.name.startswith("《")
            names += outlet.name if together else f"、{begins}{outlet.name}"
            if outlet.aliases:
                names += f"（也写作{listed(outlet.aliases)}）"
            office = begins
        text = f"{done.format(names[1:])}，{same.text}。"
        yield SaidOfRule(same.article, text)


def _of_instructions(edition: Edition) -> Iterator[SaidOfRule]:
    rule = edition.instruction
    if not rule.article:
        yield SaidOfRule("", "领导批示不计分。")
        return
    for level, points in rule.levels.items():
        also = listed(rule.aliases.get(level, ()))
        name = f"{level}（也写作{also}）" if also else level
        yield SaidOfRule(rule.article, f"{name}批示，每次{gives(points)}。")
    unlisted = f"每次{gives(rule.unlisted)}" if rule.unlisted else "只登记，不计分"
    used = (
        "只有被采用的信息，批示才计分"
        if rule.needs_adoption
        else "未被采用的信息，批示同样计分"
    )
    yield SaidOfRule(rule.article, f"没有列明的其他领导批示，{unlisted}。")
    yield SaidOfRule(rule.article, f"{used}。")


def _worth(edition: Edition, worth: Worth) -> str:
    condition = condition_said(edition, worth.when)
    which = f"凡{condition}的，" if condition else "一律"
    changes: list[str] = []
    if worth.points is not None:
        changes.append(f"改为每次{gives(worth.points)}")
    if worth.times != 1:
        changes.append(f"按{points_text(worth.times)}倍计")
    if worth.add:
        changes.append(f"每次再{gives(worth.add).replace('计', '加')}")
    return (
        f"“{worth.name}”：{accounts(edition, worth.of)}，{which}{'，'.join(changes)}。"
    )


_POOLS: Mapping[SelectPer, str] = {
    SelectPer.ITEM: "",
    SelectPer.LEVEL: "每个层级",
    SelectPer.PUBLICATION: "每种刊物",
    SelectPer.FORM: "每种采用形式",
    SelectPer.LEADER: "每位领导",
}


def _of_selections(edition: Edition) -> Iterator[SaidOfRule]:
    for selection in edition.selections:
        yield SaidOfRule(selection.article, _selection(edition, selection))
    all_count: list[str] = []
    for head in OF_EVENTS:
        under = [each for each in edition.accounts if head_of(each) == head]
        free = [each for each in under if not edition.article_selecting(each)]
        all_count += [head] if free and free == under else free
    if all_count:
        of = accounts(edition, all_count)
        yield SaidOfRule("", f"同一件信息的{of}，不论几次，全部累加。")


def _selection(edition: Edition, selection: Selection) -> str:
    together = "合在一起" if len(selection.of) > 1 else ""
    of = f"同一件信息的{accounts(edition, selection.of)}{together}"
    if not selection.keep:
        return f"{of}，不论几次，全部累加。"
    if len(selection.keep) == 1:
        return f"{of}，{_kept(selection.keep[0])}计分。"
    steps = "，再从留下的当中".join(map(_kept, selection.keep))
    return f"{of}，先{steps}；最后留下的才计分。"


def _kept(step: SelectionStep) -> str:
    return f"{_POOLS[step.per]}只取得分最高的{step.highest}次"


def _of_joint_items(edition: Edition) -> Iterator[SaidOfRule]:
    rule = edition.joint
    whose = "每个署名单位" if rule.duty_of_all else "主报或首报单位一家"
    said = f"几个单位联合报送的，主报或首报单位全计，其他单位{portion(rule.others)}。"
    yield SaidOfRule(rule.article, said)
    yield SaidOfRule(rule.article, f"联合报送的信息，报送任务算{whose}完成。")


# --- points outright, and what bounds them --------------------------------------------


def _of_points_outright(edition: Edition) -> Iterator[SaidOfRule]:
    rule = edition.submission
    if rule is not None:
        if rule.each:
            said = f"报送并收录的，每件{gives(rule.each)}，不论是否采用。"
            yield SaidOfRule(rule.article, said)
        if rule.unadopted:
            said = f"收录而没有被采用的，每件{gives(rule.unadopted)}；以后被采用的，这一笔收回。"
            yield SaidOfRule(rule.article, said)
    for remark in edition.remarks:
        yield SaidOfRule(remark.article, _remark(remark))
    if edition.start is not None:
        points, per = edition.start.points, EVERY[edition.start.per]
        said = f"{per}开始时，每个单位先有{points_text(points)}分。"
        yield SaidOfRule(edition.start.article, said)


def _remark(rule: RemarkRule) -> str:
    if rule.least == rule.most:
        points = gives(rule.most)
    elif rule.most <= 0:
        points = f"酌情扣{points_text(-rule.most)}分至{points_text(-rule.least)}分"
    else:
        points = f"酌情计{points_text(rule.least)}分至{points_text(rule.most)}分"
    said = f"“{rule.name}”由办公室认定并写明理由，每次{points}"
    if rule.named is not None:
        said += f"，{'' if rule.least or rule.most else '只'}列入“{rule.named}”名单"
    if rule.voids is Voids.ITEM:
        said += "；所涉信息的其他得分一律作废"
    elif rule.voids is Voids.MONTH:
        said += "；该单位当月信息的采用、批示、上报和报送得分一律作废"
    return f"{said}。"


def _limit(edition: Edition, limit: PointLimit) -> str:
    per = "每件信息" if limit.per is None else EVERY[limit.per]
    said: list[str] = []
    if limit.at_most is not None:
        said.append(f"至多计{limit.at_most}件，取得分高的")
    if limit.most is not None:
        said.append(f"至多{points_text(limit.most)}分，超出的不计")
    if limit.least is not None:
        said.append(f"至少{points_text(limit.least)}分，不足的补到这个数")
    return f"{accounts(edition, limit.of)}{per}合计{'；'.join(said)}。"


# --- measures and scales --------------------------------------------------------------


def _measure(edition: Edition, measure: Measure) -> str:
    rule = measure.rule
    match rule:
        case CountOf(basis, when):
            condition = condition_said(edition, when)
            which = f"，只数{condition}的" if condition else ""
            counted = COUNTED[basis]
            return f"：数{counted.what.format('报送件')}，以{counted.unit}计{which}"
        case SumOf(of):
            return f"：{_sum(edition, of)}的合计分数"
        case RatioOf(over, under):
            return f"＝“{over}”÷“{under}”"
        case StreakOf(of, within):
            return f"：“{of}”{bounds_said(within, '')}，到本期为止在本年内连续了几期"
        case FigureOf(units):
            figures = (f"{name}{points_text(units[name])}" for name in units)
            return f"由办法给定：{'、'.join(figures) or '没有列出单位'}"
        case _:
            assert_never(rule)


def _sum(edition: Edition, of: tuple[str, ...]) -> str:
    apart = [name for tally in edition.tallies for name in tally.of]
    in_total = [
        each
        for each in edition.accounts
        if not is_within(each, ("scale",)) and not is_within(each, apart)
    ]
    if list(of) == in_total:
        return "计入总分的各项（按数计分的除外）"
    return accounts(edition, of)


def _scale(edition: Edition, scale: Scale) -> str:
    whose = f"{'、'.join(scale.groups)}各单位" if scale.groups else "各单位"
    per = every(edition, scale.per, scale.calendar)
    if scale.slope is not None:
        return (
            f"“{scale.name}”：{per}末，看{whose}的“{scale.of}”，{_slope(scale.slope)}。"
        )
    steps: list[str] = []
    ends = [*(step.least for step in scale.steps[1:]), None]
    for step, end in zip(scale.steps, ends, strict=True):
        outcome = Consequence(scale.article, step.points, named=step.named)
        steps.append(f"{reach(step.least, end)}的{follows(outcome, '')}")
    return f"“{scale.name}”：{per}末，看{whose}的“{scale.of}”，{'；'.join(steps)}。"


def _slope(slope: Slope) -> str:
    one = "1（不足1的不算）" if slope.whole else "1"
    said = (
        f"以{points_text(slope.norm)}为准，每多{one}{gives(slope.points)}，"
        f"每少{one}{gives(-slope.points)}"
    )
    if slope.least is not None:
        said += f"；最低到{points_text(slope.least)}分为止"
    if slope.most is not None:
        said += f"；最高到{points_text(slope.most)}分为止"
    return said


# --- periods and shares ---------------------------------------------------------------


def _of_periods(edition: Edition) -> Iterator[SaidOfRule]:
    by = "报送" if edition.lands_by is LandsBy.ITEM else "刊发、批示或上报"
    yield SaidOfRule(
        edition.cites.get("landing", ""),
        f"采用、批示和上报，按{by}的日期计入所在的一期；该期已经通报的，计入其后最早未通报的一期。",
    )
    day = edition.in_force_on
    said = f"自{day.year}年{day.month}月{day.day}日起施行"
    code = edition.first_period
    if code is not None:
        said += f"，{code[:4]}年第{code[-1]}季度就按此计分"
    yield SaidOfRule(edition.cites["force"], f"{said}。")


def _of_conversion(rule: Conversion) -> Iterator[SaidOfRule]:
    full = points_text(rule.full)
    if rule.tiers:
        ends = [*(tier.least for tier in rule.tiers[1:]), None]
        steps = [
            f"{reach(tier.least, end, '分')}的得{points_text(tier.share)}分"
            for tier, end in zip(rule.tiers, ends, strict=True)
        ]
        way = "；".join(steps)
    elif rule.per_place is not None:
        off = points_text(rule.per_place)
        way = f"组内第一名得满分，名次每低一名少{off}分"
    else:
        way = f"组内第一名得满分，其他单位按“得分×{full}÷第一名得分”换算"
    of = "本期得分" if rule.of is ShareOf.PERIOD else "本年截至当期的累计得分"
    yield SaidOfRule(
        rule.article,
        f"{EVERY[rule.per]}把{of}换算成考核分，满分{full}分：{way}；保留{rule.decimals}位小数。",
    )
    yield SaidOfRule(rule.year_article, "全年的考核分，取各期考核分的平均值。")
