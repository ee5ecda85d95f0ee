"""Do points, duties and shares go on when a unit is renamed, merged or dissolved?

The living year is worked out by hand in the comments: 5 points for a month with two
items (第一组) or one (第二组), -5 for a month without any, 0 between; the adoptions as
the rule has them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.events import Beginning, Withdrawal
from ledger.entries.submissions import Author
from ledger.periods import parse_period
from ledger.scoresheet import ScoreSheet, share_text
from scoring.people import candidates, people_of
from scoring.score import score
from scoring.without import carried, name_of
from tests.scoring.worlds import Q1, Q2, World, at, ningxia

JUNE = date(2026, 6, 15)
SEPTEMBER = date(2026, 9, 10)


@pytest.fixture
def living() -> World:
    """甲 is renamed in June and goes on for 乙 from 10 September; 丙 changes its group
    in July.
    """
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    world.month("甲", *Q1, *Q2, "2026-07", "2026-08", "2026-10", "2026-12")
    world.sent("甲", "2026-09-20")
    world.sent("甲", "2026-11-20")
    world.month("乙", *Q1, "2026-04", "2026-05", "2026-08")  # nothing in June and July
    in_may = world.sent("乙", "2026-05-28")
    in_august = world.sent("乙", "2026-08-28")
    world.sent(
        "乙", "2026-09-03"
    )  # with 甲's of the 20th the September of the merged unit
    world.sent("乙", "2026-11-05")  # still in its name, after the merger
    world.adopted(in_august, "《宁夏交通信息》", "2026-09-05")  # 2
    world.adopted(in_may, "《宁夏信息》", "2026-10-20")  # 6
    for month in range(1, 13):
        world.sent("丙", date(2026, month, 8))
    world.units["甲"] = world.units["甲"].renamed("新甲", JUNE)
    world.units["乙"] = world.units["乙"].merged(world.units["甲"].id, SEPTEMBER)
    world.units["丙"] = world.units["丙"].moved("第一组", date(2026, 7, 15))
    return world


def rows(sheet: ScoreSheet) -> dict[str, tuple[str, str | None]]:
    return {
        unit.unit: (str(unit.total), share_text(unit.share)) for unit in sheet.units
    }


def test_e9_a_living_year_comes_to_what_was_worked_out_by_hand(living: World) -> None:
    # Three met months each.
    assert rows(living.sheet("2026Q1")) == {
        "甲": ("15", "5.00"),
        "乙": ("15", "5.00"),
        "丙": ("15", "5.00"),
    }
    # 乙: 5 + 5 - 5 for June; 5 ÷ 15 × 5 = 1.67. The table calls a unit as it was called
    # at the quarter's end.
    assert rows(living.sheet("2026Q2")) == {
        "新甲": ("15", "5.00"),
        "乙": ("5", "1.67"),
        "丙": ("15", "5.00"),
    }
    # 15 of its own months, September with an item of each; of 乙 July -5, August 5 and
    # the adoption 2.
    assert rows(living.sheet("2026Q3")) == {
        "新甲": ("17", "5.00"),
        "丙": ("15", "5.00"),
    }
    # 15, November with an item in the name of 乙, and 6 for 乙's item of May. 丙 owes
    # two a month now: 0.
    assert rows(living.sheet("2026Q4")) == {"新甲": ("21", "5.00"), "丙": ("0", "0.00")}
    # 15 + 15 + 17 + 21 and 乙's 15 + 5; shares (5 + 5) ÷ 2, (5 + 1.67) ÷ 2, 5 and 5:
    # 4.58.
    assert rows(living.sheet("2026")) == {"新甲": ("88", "4.58"), "丙": ("45", "3.75")}


def test_the_same_year_begun_in_mid_quarter_with_a_wrong_note_comes_to_what_was_worked_out_by_hand(
    living: World,
) -> None:
    """Assessed from February on; in the printed first quarter 甲 had a 批示 that May
    takes back.
    """
    living.beginning = Beginning(date(2026, 2, 1))
    living.before("2026-01", "丙", "3")
    february = next(
        serial
        for serial, item in living.submissions.items()
        if item.day == date(2026, 2, 5)
    )
    living.instructed(february, "2026-03-20")
    living.publish("2026Q1", "2026-04-10")
    wrong = Withdrawal(at(date(2026, 5, 6)), "张", "录错", carried=True)
    facts = carried(living.facts, {name_of(living.instructions[0])}, wrong)

    def sheet(code: str) -> ScoreSheet:
        return score(ningxia(), parse_period(code), facts)

    # Two met months each; the 批示 10; of 丙 January was told, 3. 10 ÷ 20 × 5 = 2.50,
    # 13 ÷ 13 × 5.
    assert rows(sheet("2026Q1")) == {
        "甲": ("20", "5.00"),
        "乙": ("10", "2.50"),
        "丙": ("13", "5.00"),
    }
    # 15 less the 10 that are taken back; 乙 as before; nobody owes the half-year's
    # 调研.
    assert rows(sheet("2026Q2")) == {
        "新甲": ("5", "5.00"),
        "乙": ("5", "5.00"),
        "丙": ("15", "5.00"),
    }
    assert not any(
        entry.name == "调研未完成"
        for unit in sheet("2026Q2").units
        for entry in unit.named
    )
    assert rows(sheet("2026Q3")) == rows(living.sheet("2026Q3"))
    # 新甲: 20 + 5 + 17 + 21 and 乙's 10 + 5; shares (5 + 2.5) ÷ 2, (5 + 5) ÷ 2, 5 and 5,
    # which is 4.69 on average; 丙: 13 + 15 + 15.
    assert rows(sheet("2026")) == {"新甲": ("78", "4.69"), "丙": ("43", "3.75")}


def test_the_year_so_far_holds_what_both_units_had(living: World) -> None:
    so_far = [
        unit.year_to_date
        for code in ("2026Q3", "2026Q4")
        for unit in living.sheet(code).units
    ]
    assert so_far == [67, 45, 88, 45]


def test_what_came_of_the_unit_that_is_no_more_says_so(living: World) -> None:
    score = living.sheet("2026Q3").of(1)
    assert score is not None
    said = [line.because for line in score.lines if line.because.startswith("原乙：")]
    assert any("7月零报送" in because for because in said)
    assert any("《宁夏交通信息》" in because for because in said)
    assert [entry.because for entry in score.named if entry.name == "零报送"] == [
        "原乙：7月零报送"
    ]
    assert all(line.unit_id == 1 for line in score.lines)


def test_a_month_before_the_merger_shows_both_and_the_merged_month_one(
    living: World,
) -> None:
    assert set(rows(living.sheet("2026-08"))) == {"新甲", "乙", "丙"}
    assert set(rows(living.sheet("2026-09"))) == {"新甲", "丙"}


def test_a_dissolved_unit_keeps_its_points_in_the_year_and_owes_nothing_more() -> None:
    world = World(甲="第一组", 乙="第一组")
    world.month("乙", *Q1, *Q2)
    world.units["乙"] = replace(world.units["乙"], until=date(2026, 7, 1))
    assert "乙" not in rows(world.sheet("2026Q3"))
    assert rows(world.sheet("2026"))["乙"] == ("30", "5.00")
    # A13: what it sends on and after its last day, and what becomes of that, earns
    # nothing.
    world.month("乙", "2026-02")
    world.units["乙"] = replace(world.units["乙"], until=date(2026, 2, 5))
    late = world.sent("乙", "2026-03-20")
    world.adopted(late, "《宁夏交通信息》", "2026-03-25")
    (left,) = [unit for unit in world.sheet("2026Q1").units if unit.unit == "乙"]
    assert left.total == 5
    assert "乙自2026年2月5日起不再在册，不计" in [
        line.because for line in left.lines if line.serial == late
    ]


def test_who_went_into_one_that_went_on_itself_stands_with_the_last(
    living: World,
) -> None:
    living.units["甲"] = living.units["甲"].merged(
        living.units["丙"].id, date(2026, 12, 1)
    )
    year = living.sheet("2026")
    assert list(rows(year)) == ["丙"]
    quarters = [living.sheet(code) for code in ("2026Q1", "2026Q2", "2026Q3", "2026Q4")]
    assert sum_of_all([year]) == sum_of_all(quarters)


def sum_of_all(sheets: list[ScoreSheet]) -> Fraction:
    return sum((unit.total for sheet in sheets for unit in sheet.units), Fraction(0))


DAYS = st.dates(date(2026, 1, 2), date(2026, 12, 31))
ITEMS = st.lists(st.tuples(st.sampled_from("甲乙丙"), DAYS), max_size=20)


def world_of(items: list[tuple[str, date]]) -> World:
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    for unit, on in items:
        serial = world.sent(unit, on)
        later = min(on + timedelta(days=70), date(2026, 12, 31))
        if on.day % 2:
            world.adopted(serial, "《宁夏信息》", later)
    return world


def numbers(
    sheet: ScoreSheet,
) -> Mapping[int, tuple[Fraction, Fraction | None, int | None]]:
    return {unit.unit_id: (unit.total, unit.share, unit.rank) for unit in sheet.units}


PERIODS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026")


@given(ITEMS, DAYS)
def test_a_renaming_changes_no_number_whatever_its_day(
    items: list[tuple[str, date]], on: date
) -> None:
    before, after = world_of(items), world_of(items)
    after.units["甲"] = after.units["甲"].renamed("新甲", on)
    for period in PERIODS:
        assert numbers(before.sheet(period)) == numbers(after.sheet(period))


@given(ITEMS, DAYS)
def test_a_merger_touches_neither_the_quarters_before_it_nor_anybody_elses_points(
    items: list[tuple[str, date]], on: date
) -> None:
    before, after = world_of(items), world_of(items)
    after.units["乙"] = after.units["乙"].merged(after.units["甲"].id, on)
    for period in PERIODS[:4]:
        one, other = before.sheet(period), after.sheet(period)
        if on > date(2026, int(period[-1]) * 3, 30):
            continue
        assert 2 not in numbers(other)
        assert numbers(one)[3][0] == numbers(other)[3][0]
    quarters = [after.sheet(period) for period in PERIODS[:4]]
    year = after.sheet("2026")
    assert [unit.unit_id for unit in year.units].count(1) == 1
    assert sum_of_all(quarters) == sum_of_all([year])


@given(ITEMS, st.dates(date(2026, 4, 1), date(2026, 12, 31)))
def test_what_is_scored_before_a_merger_is_as_if_there_were_none(
    items: list[tuple[str, date]], on: date
) -> None:
    before, after = world_of(items), world_of(items)
    after.units["乙"] = after.units["乙"].merged(after.units["甲"].id, on)
    assert before.sheet("2026Q1") == after.sheet("2026Q1")


def test_a_commission_to_both_is_answered_by_one_of_them_before_or_after_the_merger() -> (
    None
):
    for sender, on in (
        ("乙", "2026-09-03"),
        ("乙", "2026-09-12"),
        ("甲", "2026-09-12"),
    ):
        world = World(甲="第一组", 乙="第一组")
        world.asked("Y1", "2026-09-15", "乙")
        world.sent(sender, on, commission="Y1")
        world.units["乙"] = world.units["乙"].merged(1, SEPTEMBER)
        said = [
            line.because
            for line in world.of("甲", "2026Q3").lines
            if "约稿" in line.because
        ]
        assert any("按时完成" in because for because in said), (sender, on)
        assert not world.lists("甲", "2026Q3") & {"约稿未完成"}


def test_authors_of_both_stand_under_the_unit_that_goes_on(living: World) -> None:
    serial = living.sent("乙", "2026-04-20", authors=(Author("王小明", "13900000000"),))
    living.adopted(serial, "国务院办公厅", "2026-10-08")
    record, year = living.facts, parse_period("2026")
    found = people_of(living.sheet("2026"), year, record, ningxia().publication)
    assert [(each.unit, each.name, each.points > 0) for each in found.persons] == [
        ("新甲", "王小明", True)
    ]
    listed = candidates(living.sheet("2026"), found)
    assert [unit.unit for unit in listed.units] == ["新甲", "丙"]
