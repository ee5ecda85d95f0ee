"""Does what came before the assessment began earn, owe and fine nothing, and everything
after it as ever?

Worked out by hand: 5 points for a month with two items (第一组), -5 for a month without
any, 2 for an adoption by 《宁夏交通信息》.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Beginning, Remark
from ledger.periods import parse_period
from ledger.scoresheet import ScoreSheet, UnitScore
from scoring.quota import standings
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.test_other_offices import edition_of
from tests.scoring.worlds import Q1, World, at, ningxia

MARCH = Beginning(date(2026, 3, 1))
BULLETIN = "《宁夏交通信息》"


@pytest.fixture
def world() -> World:
    """Assessed from March on. 甲 sent two items in February and two in March; 乙 one in
    January alone.
    """
    world = World(甲="第一组", 乙="第一组", 丙="第一组")
    world.beginning = MARCH
    in_february = [world.sent("甲", "2026-02-05"), world.sent("甲", "2026-02-27")]
    in_march = [world.sent("甲", "2026-03-01"), world.sent("甲", "2026-03-31")]
    world.adopted(in_february[1], BULLETIN, "2026-03-10")
    world.adopted(in_march[0], BULLETIN, "2026-03-20")
    world.instructed(in_february[1], "2026-03-12")
    world.sent("乙", "2026-01-20", category="调研")
    world.month("丙", "2026-03")
    return world


def said(score: UnitScore) -> list[str]:
    return [line.because for line in score.lines]


def test_a_quarter_counts_its_assessed_months_and_nothing_of_the_earlier_ones(
    world: World,
) -> None:
    # 甲: March met 5, its item of March adopted 2. The adoption and the 批示 of
    # February's item: nothing.
    assert world.total("甲", "2026Q1") == 7
    # 乙: March silent, -5; January and February are not fined.
    assert world.total("乙", "2026Q1") == -5
    assert [
        entry.because
        for entry in world.of("乙", "2026Q1").named
        if entry.name == "零报送"
    ] == ["3月零报送"]
    assert world.sheet("2026-01").units[0].total == 0


def test_an_earlier_item_is_on_the_sheet_with_the_reason_why_it_earns_nothing(
    world: World,
) -> None:
    lines = [line for line in world.of("甲", "2026Q1").lines if not line.points]
    assert {line.because for line in lines} >= {"考核前（自2026年3月1日起考核），不计"}
    assert any("批示" in line.because and "考核前" in line.because for line in lines)


def test_an_adoption_of_an_earlier_item_keeps_its_unit_off_the_list_of_those_without_any(
    world: World,
) -> None:
    assert "零采用" in world.lists("丙", "2026Q1")
    world.adopted(world.sent("丙", "2026-02-20"), BULLETIN, "2026-03-05")
    assert "零采用" not in world.lists("丙", "2026Q1")
    assert world.total("丙", "2026Q1") == 5


def test_a_half_years_duty_that_had_begun_is_owed_only_if_the_office_says_so(
    world: World,
) -> None:
    world.month("甲", "2026-04", "2026-05", "2026-06")
    assert "调研未完成" not in world.lists("甲", "2026Q2")
    assert "上半年调研报送在考核开始前已起算，自2026年3月1日起考核，不计" in "；".join(
        said(world.of("甲", "2026Q2"))
    )

    world.beginning = MARCH._replace(owes_begun=True)
    assert "调研未完成" in world.lists("甲", "2026Q2")
    # 乙 had done it in January: it is not named, and gets nothing for it.
    assert "调研未完成" not in world.lists("乙", "2026Q2")
    assert not any(line.points > 0 for line in world.of("乙", "2026Q1").lines)


def test_what_is_done_of_a_begun_duty_after_the_beginning_earns_as_ever(
    world: World,
) -> None:
    before = world.total("丙", "2026Q1")
    world.sent("丙", "2026-03-15", category="调研")
    assert world.total("丙", "2026Q1") == before + 5


def test_a_month_in_the_middle_of_which_it_begins_is_not_fined_and_pays_what_is_done(
    world: World,
) -> None:
    world.beginning = Beginning(date(2026, 2, 10))
    assert world.total("乙", "2026-02") == 0
    world.month("丙", "2026-02", times=0)
    for day in ("2026-02-11", "2026-02-12"):
        world.sent("丙", day)
    assert world.total("丙", "2026-02") == 5


def test_a_commission_due_before_it_is_owed_by_nobody_and_one_answered_before_it_is_done(
    world: World,
) -> None:
    world.asked("A", "2026-02-20", "甲", "乙")
    world.asked("B", "2026-03-10", "甲", "乙", issued="2026-02-10")
    world.sent("甲", "2026-02-25", commission="B")
    assert "约稿未完成" not in world.lists("甲", "2026Q1")
    assert [
        entry.because
        for entry in world.of("乙", "2026Q1").named
        if entry.name == "约稿未完成"
    ] == ["约稿“专题B”未完成"]
    assert world.total("甲", "2026Q1") == 7


def test_points_given_by_hand_for_an_earlier_day_are_shown_and_count_nothing() -> None:
    edition = edition_of("31-guangdong-work-safety", [])
    world = World(甲="各单位")
    item = world.sent("甲", "2022-03-05", "信息")
    remark = Remark(
        7,
        1,
        "信息失实",
        date(2022, 3, 10),
        at(date(2022, 3, 20)),
        "数据不实",
        None,
        item,
    )
    facts = replace(world.facts, remarks=(remark,))
    facts = replace(facts, beginning=Beginning(date(2022, 3, 15)))
    (scored,) = score(edition, parse_period("2022Q1"), facts).units
    assert scored.total == 0
    assert scored.named == ()
    (line,) = [line for line in scored.lines if line.evidence[0] == "remark:7"]
    assert line.because.endswith("自2022年3月15日起考核，此前的不计")


def test_nobody_stands_to_owe_a_month_before_it_and_the_standing_says_why(
    world: World,
) -> None:
    found = standings(
        ningxia(), world.facts, parse_period("2026-02"), date(2026, 2, 15)
    )
    assert {(each.exempt, each.exempt_because, each.duties) for each in found} == {
        (True, "自2026年3月1日起考核", ())
    }
    (first, *_) = standings(
        ningxia(), world.facts, parse_period("2026-03"), date(2026, 3, 15)
    )
    assert [duty.period for duty in first.duties] == ["2026-03"]


def test_a_quarter_before_it_ranks_nobody_and_is_no_part_of_the_years_share(
    world: World,
) -> None:
    world.beginning = Beginning(date(2026, 4, 1))
    world.month("甲", "2026-04", "2026-05", "2026-06")
    assert {(unit.share, unit.rank) for unit in world.sheet("2026Q1").units} == {
        (None, None)
    }
    year = world.of("甲", "2026", today=date(2026, 6, 30))
    assert year.share == 5
    assert year.total == 15


# --- laws -----------------------------------------------------------------------------

NINGXIA = ningxia()


def sheet_of(world: World, code: str) -> ScoreSheet:
    return score(NINGXIA, parse_period(code), world.facts)


DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    for _ in range(draw(st.integers(0, 12))):
        unit = draw(st.sampled_from(["甲", "乙", "丙"]))
        on = draw(DAYS)
        serial = world.sent(
            unit, on, category=draw(st.sampled_from(["动态", "调研", "其他"]))
        )
        if draw(st.booleans()):
            world.adopted(serial, BULLETIN, max(on, draw(DAYS)))
    return world


@settings(max_examples=examples(25), deadline=None)
@given(worlds(), st.integers(2, 6), st.sampled_from(["甲", "乙", "丙"]), DAYS)
def test_an_item_from_before_the_beginning_changes_no_total(
    world: World, month: int, unit: str, on: date
) -> None:
    world.beginning = Beginning(date(2026, month, 1))
    before = {each.unit: each.total for each in sheet_of(world, "2026H1").units}
    serial = world.sent(unit, min(on, world.beginning.on.replace(month=month - 1)))
    world.adopted(serial, BULLETIN, date(2026, 6, 30))
    assert {each.unit: each.total for each in sheet_of(world, "2026H1").units} == before


@settings(max_examples=examples(25), deadline=None)
@given(worlds(), st.integers(1, 3))
def test_a_quarter_comes_to_its_months_and_those_before_the_beginning_to_nothing(
    world: World, month: int
) -> None:
    world.beginning = Beginning(date(2026, month, 1))
    of_months = [
        {unit.unit: unit.total for unit in sheet_of(world, code).units} for code in Q1
    ]
    assert all(
        total == 0 for totals in of_months[: month - 1] for total in totals.values()
    )
    for unit in sheet_of(world, "2026Q1").units:
        assert unit.total == sum(totals[unit.unit] for totals in of_months)


@settings(max_examples=examples(25), deadline=None)
@given(worlds())
def test_a_year_that_is_assessed_from_its_first_day_on_is_scored_as_ever(
    world: World,
) -> None:
    before = sheet_of(world, "2026")
    world.beginning = Beginning(date(2026, 1, 1))
    assert sheet_of(world, "2026") == before


# --- a whole year ---------------------------------------------------------------------


def test_told_months_make_the_quarter_whole_in_which_it_begins_and_so_the_year(
    world: World,
) -> None:
    # Told: 甲 10 for January, 4.5 for February. March as above: 7. 乙 was told of
    # nothing.
    world.before("2026-01", "甲", "10")
    world.before("2026-02", "甲", "4.5")
    assert world.total("甲", "2026Q1") == Fraction("21.5")
    assert world.total("乙", "2026Q1") == -5
    assert world.total("甲", "2026-01") == 10
    assert world.of("甲", "2026-03").year_to_date == Fraction("21.5")
    year = world.of("甲", "2026", today=date(2026, 3, 31))
    assert sum(
        line.points for line in year.lines if line.on < date(2026, 4, 1)
    ) == Fraction("21.5")
    told = [line for line in year.lines if line.evidence == ("history:2026-01",)]
    assert [(str(line.points), line.because) for line in told] == [
        ("10", "2026-01结转")
    ]


def test_a_told_month_that_is_assessed_by_now_counts_by_its_items_alone(
    world: World,
) -> None:
    world.before("2026-02", "甲", "4.5")
    world.beginning = Beginning(date(2026, 2, 1))
    # February: two items 5, adoption of one 2, a 批示 on it 10; March: 5 and 2.
    assert world.total("甲", "2026Q1") == 24
    assert world.of("甲", "2026-03").year_to_date == 24


def test_a_whole_year_is_had_from_any_month_by_quarters_and_months_that_were_told(
    world: World,
) -> None:
    world.beginning = Beginning(date(2026, 5, 1))
    world.before("2026Q1", "甲", "15", "5.00")
    world.before("2026-04", "甲", "3")
    world.month("甲", "2026-05", "2026-06")
    assert world.total("甲", "2026Q2") == 13
    year = world.of("甲", "2026", today=date(2026, 6, 30))
    # 15 and 3 as told, May 5, June 5.
    assert year.year_to_date == 28
    assert year.share == 5
