"""Can the file say what other offices' rules say, without a change of code?"""

from fractions import Fraction

from ledger.periods import parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import UnitScore
from scoring.edition import parse_edition
from scoring.score import score
from tests.scoring.worlds import POLICY, World

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
    edition = altered(("keep = 1", 'keep = "any"'))
    for name in ("宁夏交通信息", "综合信息", "国办"):
        met.adopted(next(iter(met.submissions)), name, "2026-02-20")
    assert of(met, edition, "2026Q1").total == 15 + 2 + 4 + 10


def test_the_two_highest_adoptions_may_add_up(met: World) -> None:
    edition = altered(("keep = 1", "keep = 2"))
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
    assert sum(line.points for line in of(met, edition, "2026Q1", "乙").lines if line.serial == joint) == 6


def test_thirds_stay_exact(met: World) -> None:
    edition = altered(('others = "1/2"', 'others = "1/3"'))
    for name in ("乙", "丙"):
        met.unit(name)
    joint = met.sent("甲", "2026-01-25", others=("乙", "丙"))
    met.adopted(joint, "综合信息", "2026-01-26")
    halves = [line.points for line in of(met, edition, "2026Q1", "乙").lines if line.serial == joint]
    assert sum(halves) == Fraction(4, 3)
