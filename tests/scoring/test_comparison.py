"""Are two sheets set side by side unit by unit, and does the same edition change
nothing?
"""

from fractions import Fraction

import pytest

from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from scoring.explain import UnitComparison, UnitResult, compare_sheets
from tests.scoring.worlds import Q1, World, day


@pytest.fixture
def two(world: World) -> World:
    """甲 met its months and wrote two studies; 乙 met its months, and one of its items
    is adopted.
    """
    world.unit("乙")
    for unit in ("甲", "乙"):
        world.month(unit, *Q1)
    for on in ("2026-02-10", "2026-03-10"):
        world.sent("甲", on, "调研")
    world.adopted("2026-0007", "情况交流", "2026-03-20")
    return world


def test_another_reading_shows_who_gains_and_whose_share_shrinks(two: World) -> None:
    first, second = compare_sheets(two.sheet("2026Q1"), two.sheet("2026Q1", "A12"))
    assert (first.unit, first.now.rank, first.then.rank) == ("乙", 1, 2)
    assert second.unit == "甲"
    assert [second.now.total, second.then.total, second.difference] == [20, 25, 5]
    assert [first.now.share, first.then.share] == [5, Fraction("4.2")]
    assert [second.now.share, second.then.share] == [Fraction("4.76"), 5]


def test_a_reading_that_only_changes_who_is_named_is_seen_too(two: World) -> None:
    joint = two.sent("乙", "2026-03-25", "综合", others=("甲",))
    two.adopted(joint, "综合信息", "2026-03-28")
    (of_first,) = [
        each
        for each in compare_sheets(two.sheet("2026Q1"), two.sheet("2026Q1", "C12"))
        if each.unit == "甲"
    ]
    assert of_first.difference == 0
    assert [of_first.now.named, of_first.then.named] == [(), ("零采用",)]


def test_a_unit_on_one_sheet_only_stands_with_nothing_on_the_other() -> None:
    line = Line(7, Fraction(5), "11(1)", "月度报送", day("2026-01-05"))
    unit = UnitScore(7, "甲", (line,), rank=1, share=Fraction(5))
    empty = ScoreSheet("2026Q1", "a", ())
    sheet = ScoreSheet("2026Q1", "b", (GroupScore("第一组", (unit,)),))
    there = UnitResult(Fraction(5), 1, Fraction(5))
    assert compare_sheets(empty, sheet) == (
        UnitComparison("第一组", 7, "甲", UnitResult(), there),
    )
    assert compare_sheets(sheet, empty) == (
        UnitComparison("第一组", 7, "甲", there, UnitResult()),
    )
    assert [each.difference for each in compare_sheets(sheet, empty)] == [-5]
