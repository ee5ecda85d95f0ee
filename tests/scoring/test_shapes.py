"""Can the file say what other offices' rules say, without a change of code?"""

from dataclasses import replace
from fractions import Fraction

from ledger.periods import parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import UnitScore
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.scoring.worlds import POLICY, Q1, World, ningxia

HIGHEST = 'keep = [{ highest = 1, per = "item" }]'
TEXT = POLICY.read_text(encoding="utf-8")


def altered(*changes: tuple[str, str]) -> Edition:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_edition(text, "another office")


def of(world: World, edition: Edition, period: str, unit: str = "甲") -> UnitScore:
    found = score(edition, parse_period(period), world.facts).of(world.units[unit].id)
    assert found is not None
    return found


def test_repeated_adoptions_may_add_up(met: World) -> None:
    edition = altered((HIGHEST, "keep = []"))
    for name in ("宁夏交通信息", "综合信息", "国办"):
        met.adopted(next(iter(met.submissions)), name, "2026-02-20")
    assert of(met, edition, "2026Q1").total == 15 + 2 + 4 + 10


def test_the_two_highest_adoptions_may_add_up(met: World) -> None:
    edition = altered((HIGHEST, HIGHEST.replace("1", "2")))
    serial = next(iter(met.submissions))
    for name in ("宁夏交通信息", "综合信息"):
        met.adopted(serial, name, "2026-02-20")
    met.adopted(serial, "国办", "2026-05-20")
    assert of(met, edition, "2026Q1").total == 15 + 2 + 4
    assert of(met, edition, "2026Q2").total == 15 + 10 - 2


def test_each_missing_item_may_cost_and_a_shortfall_be_named(world: World) -> None:
    edition = altered(
        ("count = 2", "count = 8"),
        (
            "on_met = { points = 5 }",
            'on_met = { points = 5 }\non_short = { points = -2, per = "missing", named = "未达数" }',
        ),
    )
    world.month("甲", "2026-01", times=5)
    score_of = of(world, edition, "2026-01")
    assert score_of.total == -6
    assert [entry.name for entry in score_of.named] == ["未达数"]


def test_each_submission_may_earn_and_a_quota_run_by_weeks(world: World) -> None:
    edition = altered(
        ('count = 2, per = "month"', 'count = 1, per = "week"'),
        ("on_met = { points = 5 }", 'on_met = { points = 0.5, per = "item" }'),
        ("points = -5", "points = 0"),
    )
    world.month("甲", "2026-01", times=3)
    assert of(world, edition, "2026-01").total == Fraction("1.5")


def test_joint_items_may_count_in_full_for_every_unit(met: World) -> None:
    edition = altered(('others = "1/2"', "others = 1"))
    met.unit("乙")
    joint = met.sent("甲", "2026-01-25", others=("乙",))
    met.adopted(joint, "情况交流", "2026-01-26")
    assert (
        sum(
            line.points
            for line in of(met, edition, "2026Q1", "乙").lines
            if line.serial == joint
        )
        == 6
    )


def test_thirds_stay_exact(met: World) -> None:
    edition = altered(('others = "1/2"', 'others = "1/3"'))
    for name in ("乙", "丙"):
        met.unit(name)
    joint = met.sent("甲", "2026-01-25", others=("乙", "丙"))
    met.adopted(joint, "综合信息", "2026-01-26")
    halves = [
        line.points
        for line in of(met, edition, "2026Q1", "乙").lines
        if line.serial == joint
    ]
    assert sum(halves) == Fraction(4, 3)


def test_an_excess_may_earn_by_the_whole_item_and_a_target_be_one_of_points(
    met: World,
) -> None:
    edition = altered(
        (
            "[force]",
            """[measure."篇数"]
article = "11(1)"
count = "accepted"
when = { category = ["动态", "综合"], commissioned = false }
[scale."超出"]
article = "11(1)"
of = "篇数"
per = "month"
norm = 2
points = 0.5
whole = true
least = 0
[force]""",
        ),
        (
            "[commission]",
            """[quota.points]
article = "11(1)"
title = "分数任务"
owed = { "第一组" = { count = 6, per = "quarter" } }
categories = ["动态"]
basis = "points"
commissioned = true
on_met = { points = 3 }
on_short = { points = -1, per = "missing", named = "分数任务未完成" }

[commission]""",
        ),
    )
    extra = met.sent("甲", "2026-03-20")
    assert of(met, edition, "2026Q1").total == 15 + Fraction("0.5") - 6
    met.adopted(extra, "综合信息", "2026-03-25")
    short = of(met, edition, "2026Q1")
    assert short.total == 15 + Fraction("0.5") + 4 - 2
    assert "分数任务未完成" in [entry.name for entry in short.named]
    assert any("分数任务4分，应得6分，未完成" in line.because for line in short.lines)
    met.adopted(next(iter(met.submissions)), "宁夏交通信息", "2026-03-26")
    done = of(met, edition, "2026Q1")
    assert done.total == 15 + Fraction("0.5") + 6 + 3
    assert "分数任务未完成" not in [entry.name for entry in done.named]


def test_a_share_may_come_by_tiers_or_by_places(met: World) -> None:
    for name, times in (("乙", 1), ("丙", 0)):
        met.unit(name)
        met.month(name, *Q1, times=times)
    rows = (
        "least = -100, share = 1",
        "least = 0, share = 2.5",
        "least = 15, share = 5",
    )
    steps = f"tiers = [{', '.join(f'{{ {row} }}' for row in rows)}]"
    tiers = altered(('year_article = "12(2)"', f'year_article = "12(2)"\n{steps}'))
    places = altered(
        ('year_article = "12(2)"', 'year_article = "12(2)"\nper_place = "0.05"')
    )
    assert [of(met, tiers, "2026Q1", name).share for name in "甲乙丙"] == [
        5,
        Fraction("2.5"),
        1,
    ]
    assert [of(met, places, "2026Q1", name).share for name in "甲乙丙"] == [
        5,
        Fraction("4.95"),
        Fraction("4.9"),
    ]


def test_a_rule_that_converts_nothing_still_has_places_in_every_period(
    met: World,
) -> None:
    met.unit("乙")
    month = score(
        replace(ningxia(), conversion=None), parse_period("2026-01"), met.facts
    )
    assert [(unit.unit, unit.rank, unit.share) for unit in month.units] == [
        ("甲", 1, None),
        ("乙", 2, None),
    ]
