"""What does an edition say, in sentences that the office can hold against its rule?

`policy explain` prints them article by article. Each is made of the data alone, so that
what was meant and was not written, or was written otherwise, is seen before it counts.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger.measures import (
    Basis,
    Bounds,
    Condition,
    CountOf,
    FigureOf,
    JointRole,
    Measure,
    RatioOf,
    Scale,
    StreakOf,
    SumOf,
    Worth,
)
from ledger.periods import Period, Span
from ledger.rulebook import (
    Consequence,
    Conversion,
    Edition,
    LandsBy,
    Outlet,
    Per,
    PointLimit,
    Quota,
    RemarkRule,
    Selection,
    SelectPer,
    ShareOf,
)
from ledger.scoresheet import points_text
from ledger.standing import WORDS
from scoring.language.citation import order_of


class Saying(NamedTuple):
    """One sentence, and the article for which it stands."""

    article: str
    text: str


_PER = {
    Span.WEEK: "每周",
    Span.MONTH: "每月",
    Span.QUARTER: "每季度",
    Span.HALF: "每半年",
    Span.YEAR: "每年",
}
_AMONG = {
    SelectPer.ITEM: "一共",
    SelectPer.LEVEL: "每个层级",
    SelectPer.PUBLICATION: "每家刊物",
    SelectPer.FORM: "每种形式",
    SelectPer.LEADER: "每位领导",
}
_COUNTED = {
    Basis.ACCEPTED: "收录的篇数",
    Basis.GOOD: "收录且合格的篇数",
    Basis.USED: "有采用的篇数",
    Basis.DAYS: "有报送的天数",
    Basis.ADOPTED: "采用条数（按采用形式折算）",
    Basis.POINTS: "所得的分",
}


def retold(edition: Edition) -> tuple[Saying, ...]:
    """Every sentence, by articles in the order of the rule."""
    said = [*_duties(edition), *_events(edition), *_sums(edition), *_ends(edition)]
    # Where citations are words, such as 计分, the order of the file is that of the rule.
    return tuple(sorted(said, key=lambda saying: order_of(saying.article)))


# --- duties ---------------------------------------------------------------------------


def _duties(edition: Edition) -> Iterator[Saying]:
    for quota in edition.quotas:
        yield Saying(quota.article, _quota(quota))
        cases = (
            ("完成的", quota.on_met),
            ("一条也没有的", quota.on_zero),
            ("没有完成的", quota.on_short),
        )
        for case, outcome in cases:
            if outcome is None:
                continue
            said = f"{quota.title}{case}，{_outcome(outcome)}。"
            if outcome.counts is not None:
                said += f"收录了{_list(outcome.counts)}的不算“一条也没有”。"
            yield Saying(outcome.article, said)
    rule = edition.commission
    if rule.article:
        for case, outcome, least in (
            ("按时完成的", rule.on_met, 1),
            ("逾期完成的", rule.on_late, rule.least_late),
            ("没有完成的", rule.on_missed, rule.least_missed),
        ):
            from_on = f"，一年满{least}次起" if least > 1 else ""
            said = f"{rule.title}{case}{from_on}，{_outcome(outcome)}。"
            yield Saying(outcome.article, said)
    silence = edition.silence
    if silence is not None:
        also = (
            "联合报送而非主报的采用也算" if silence.joint_counts else "只算主报的采用"
        )
        if silence.instruction_counts:
            also += "，计分的批示也算"
        said = f"{_PER[silence.per]}没有采用的单位，列入“{silence.named}”（{also}）。"
        yield Saying(silence.article, said)


def _quota(quota: Quota) -> str:
    owed, _, measure = WORDS[quota.basis]
    groups = []
    for group, rule in quota.owed.items():
        each = f"{group}{_span(rule.per, rule.calendar)}{owed}{rule.count}{measure}"
        if rule.times is not None:
            each += "（按单位的数相乘）"
        if rule.units:
            own = "、".join(f"{unit}{count}" for unit, count in rule.units.items())
            each += f"（其中{own}）"
        groups.append(each)
    said = f"{quota.title}：{'；'.join(groups)}。计入的是{_list(quota.categories)}"
    said += "，约稿也算" if quota.commissioned else "，约稿不算"
    return f"{said}{_when(quota.when, '，限')}。"


def _span(per: Span, calendar: tuple[Period, ...]) -> str:
    if calendar:
        return f"每期（{calendar[0].code}至{calendar[-1].code}）"
    return _PER[per]


def _outcome(outcome: Consequence) -> str:
    parts: list[str] = []
    if outcome.points:
        each = {Per.PERIOD: "", Per.ITEM: "每条", Per.MISSING: "每缺一条"}[outcome.per]
        parts.append(f"{each}{_points(outcome.points)}")
    if outcome.named:
        parts.append(f"列入“{outcome.named}”")
    return "，".join(parts) or "不加分也不扣分"


# --- what becomes of items ------------------------------------------------------------


def _events(edition: Edition) -> Iterator[Saying]:
    counts = [form for form in edition.forms if form.count_as != 1]
    if counts:
        said = "、".join(
            f"{form.name}{points_text(form.count_as)}条" for form in counts
        )
        yield Saying(
            counts[0].article, f"按条数计时，一条折算为：{said}；其余每条算1条。"
        )
    for outlet in edition.outlets:
        yield Saying(outlet.article, _outlet(outlet, "采用"))
    for outlet in edition.forwardings:
        yield Saying(outlet.article, _outlet(outlet, "上报"))
    rule = edition.instruction
    if rule.article:
        levels = "、".join(
            f"{level}{points_text(points)}分" for level, points in rule.levels.items()
        )
        said = f"批示每次：{levels}；其他领导"
        said += f"{points_text(rule.unlisted)}分。" if rule.unlisted else "不计分。"
        said += "没有采用的，批示不计分。" if rule.needs_adoption else ""
        yield Saying(rule.article, said)
    for worth in edition.worths:
        yield Saying(worth.article, _worth(edition, worth))
    for selection in edition.selections:
        yield Saying(selection.article, _selection(edition, selection))
    joint = edition.joint
    if joint.article:
        said = f"联合报送：主报或首报以外的单位得{points_text(joint.others)}倍的分"
        said += "，" + ("抵每个署名单位" if joint.duty_of_all else "只抵主报单位")
        yield Saying(joint.article, f"{said}的报送任务。")
    submission = edition.submission
    if submission is not None:
        if submission.each:
            said = f"收录一条即{_points(submission.each)}。"
            yield Saying(submission.article, said)
        if submission.unadopted:
            said = (
                f"收录而没有采用的，每条{_points(submission.unadopted)}；采用后收回。"
            )
            yield Saying(submission.article, said)


def _outlet(outlet: Outlet, what: str) -> str:
    said_already = not outlet.office or outlet.name.startswith(outlet.office)
    office = "" if said_already else f"{outlet.office}，"
    said = f"{outlet.name}（{office}{outlet.level}）{what}，每条{points_text(outlet.points)}分"
    for form, points in outlet.forms.items():
        said += f"，{form}{points_text(points)}分"
    if outlet.needs_forwarding:
        said += "；须经本办上报"
    return f"{said}。"


def _worth(edition: Edition, worth: Worth) -> str:
    said = f"{worth.name}：{_accounts(edition, worth.of)}{_when(worth.when, '，')}"
    if worth.points is not None:
        said += f"，改为{points_text(worth.points)}分"
    if worth.times != 1:
        said += f"，乘以{points_text(worth.times)}"
    if worth.add:
        said += f"，另{_points(worth.add)}"
    return f"{said}。"


def _selection(edition: Edition, selection: Selection) -> str:
    said = f"同一条信息的{_accounts(edition, selection.of)}"
    if not selection.keep:
        return f"{said}全部累加。"
    steps = [f"{_AMONG[step.per]}取最高的{step.highest}次" for step in selection.keep]
    return f"{said}放在一起，{'，再'.join(steps)}。"


# --- by hand, sums and scales ---------------------------------------------------------


def _sums(edition: Edition) -> Iterator[Saying]:
    for rule in edition.remarks:
        yield Saying(rule.article, _remark(rule))
    if edition.start is not None:
        start = edition.start
        said = f"{_PER[start.per]}起始分{points_text(start.points)}分。"
        yield Saying(start.article, said)
    for limit in edition.limits:
        yield Saying(limit.article, _limit(edition, limit))
    for tally in edition.tallies:
        said = f"{_accounts(edition, tally.of)}按{tally.unit}另计为“{tally.name}”，不入总分。"
        yield Saying(tally.article, said)
    for measure in edition.measures.values():
        yield Saying(measure.article, _measure(edition, measure))
    for scale in edition.scales:
        yield Saying(scale.article, _scale(scale))


def _remark(rule: RemarkRule) -> str:
    said = f"{rule.name}（由本办认定）："
    if rule.least == rule.most:
        said += "不加分也不扣分" if not rule.least else _points(rule.least)
    else:
        said += f"{points_text(rule.least)}至{points_text(rule.most)}分之间酌定"
    if rule.named:
        said += f"，列入“{rule.named}”"
    return f"{said}{'，所涉信息不再得其他分' if rule.voids else ''}。"


def _limit(edition: Edition, limit: PointLimit) -> str:
    per = "每件" if limit.per is None else _PER[limit.per]
    said = f"{_accounts(edition, limit.of)}{per}合计"
    if limit.at_most is not None:
        said += f"，最多计得分最高的{limit.at_most}件"
    if limit.most is not None:
        said += f"，最多计{points_text(limit.most)}分"
    if limit.least is not None:
        said += f"，最少计{points_text(limit.least)}分"
    return f"{said}。"


def _measure(edition: Edition, measure: Measure) -> str:
    rule = measure.rule
    match rule:
        case CountOf(basis, when):
            said = f"{_COUNTED[basis]}{_when(when, '，限')}"
        case SumOf(of):
            said = f"{_accounts(edition, of)}的得分之和"
        case RatioOf(over, under):
            said = f"“{over}”除以“{under}”"
        case StreakOf(of, within):
            said = f"“{of}”连续{_bounds(within)}的期数，从年初算起"
        case FigureOf(units):
            said = _figures(units)
        case _:
            assert_never(rule)
    return f"“{measure.name}”是{said}。"


def _figures(units: Mapping[str, Fraction]) -> str:
    return "、".join(f"{unit}{points_text(number)}" for unit, number in units.items())


def _scale(scale: Scale) -> str:
    groups = f"{'、'.join(scale.groups)}的" if scale.groups else ""
    said = f"{scale.name}：{_span(scale.per, scale.calendar)}末看{groups}“{scale.of}”"
    if scale.slope is not None:
        slope = scale.slope
        whole = "满" if slope.whole else ""
        said += (
            f"，以{points_text(slope.norm)}为准，每多{whole}1{_points(slope.points)}"
        )
        said += "，少的按同样的数扣" if slope.least is None else ""
        for word, bound in (("最少", slope.least), ("最多", slope.most)):
            said += "" if bound is None else f"，{word}{points_text(bound)}分"
        return f"{said}。"
    steps: list[str] = []
    for number, step in enumerate(scale.steps):
        following = scale.steps[number + 1 :]
        below = following[0].least if following else None
        lies = _bounds(Bounds(step.least, below)) or "不论多少"
        given = [_points(step.points)] if step.points else []
        given += [f"列入“{step.named}”"] if step.named else []
        steps.append(f"{lies}的{'、'.join(given) or '不计'}")
    return f"{said}，{'；'.join(steps)}。"


# --- the end of a period --------------------------------------------------------------


def _ends(edition: Edition) -> Iterator[Saying]:
    rule = edition.conversion
    if rule is not None:
        yield Saying(rule.article, _conversion(rule))
        said = "年度取各期考核分的平均值。"
        yield Saying(rule.year_article, said)
    if edition.lands_by is LandsBy.ITEM:
        said = "采用和批示计入报送日期所在的期间。"
    else:
        said = "采用和批示计入刊发（批示）日期所在的期间。"
    for reading in edition.readings:
        said_twice = (
            f"〔{reading.id}〕现按“{reading.text}”；另一种读法是“{reading.other}”。"
        )
        yield Saying(reading.article, said_twice)
    yield Saying("", said)


def _conversion(rule: Conversion) -> str:
    what = "本年累计得分" if rule.of is ShareOf.YEAR_TO_DATE else "本期得分"
    said = f"{_PER[rule.per]}把{what}换算为考核分，满分{points_text(rule.full)}分："
    if rule.tiers:
        steps = "、".join(
            f"{points_text(tier.least)}分起{points_text(tier.share)}分"
            for tier in rule.tiers
        )
        return f"{said}{steps}。"
    if rule.per_place is not None:
        return f"{said}第一名满分，每退后一名减{points_text(rule.per_place)}分。"
    return f"{said}第一名满分，其余按与第一名的比例，保留{rule.decimals}位小数。"


# --- words ----------------------------------------------------------------------------


def _points(points: Fraction) -> str:
    word = "扣" if points < 0 else "加"
    return f"{word}{points_text(abs(points))}分"


def _list(names: frozenset[str]) -> str:
    return "、".join(sorted(names))


def _accounts(edition: Edition, of: tuple[str, ...]) -> str:
    if len(of) > len(edition.accounts) // 2 > 3:
        return "各项得分"
    return "、".join(map(edition.name_of_account, of))


def _bounds(within: Bounds) -> str:
    said = "" if within.least is None else f"{points_text(within.least)}以上"
    if within.below is not None:
        said += f"不到{points_text(within.below)}"
    return said


def _when(when: Condition, before: str) -> str:
    """The condition, after some words; nothing where there is none."""
    parts: list[str] = []
    lists = (
        ("类别为", when.category),
        ("层级为", when.level),
        ("刊物为", when.publication),
        ("形式为", when.form),
        ("领导为", when.leader),
    )
    for word, names in lists:
        if names is not None:
            parts.append(f"{word}{_list(names)}")
    flags = (
        ("约稿", when.commissioned),
        ("联合报送", when.joint),
        ("有采用", when.adopted),
        ("有批示", when.instructed),
    )
    for word, flag in flags:
        if flag is not None:
            parts.append(word if flag else f"不是{word}".replace("不是有", "没有"))
    if when.role is not None:
        lead = when.role is JointRole.LEAD
        parts.append("主报或首报单位" if lead else "其他署名单位")
    if when.characters is not None:
        parts.append(f"字数{_bounds(when.characters)}")
    if when.nth is not None:
        parts.append(f"该条第{_bounds(when.nth)}次".replace("以上次", "次起"))
    return f"{before}{'、'.join(parts)}的" if parts else ""
