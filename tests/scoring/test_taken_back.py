"""What is taken back when it has been printed already, and what do two limits come to
together?
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ledger.entries.events import Remark, Withdrawal
from ledger.periods import parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import UnitScore
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.scoring.worlds import World, at, day

POLICIES = Path(__file__).parents[1] / "policies"
SAFETY = (POLICIES / "31-guangdong-work-safety.toml").read_text(encoding="utf-8")
COLLEGE = (POLICIES / "21-wuhai.toml").read_text(encoding="utf-8")
DISTRICT = (POLICIES / "13-district.toml").read_text(encoding="utf-8")
BUREAU = (POLICIES / "52-hrss-bureau.toml").read_text(encoding="utf-8")
FALSE = "信息失实"


@pytest.fixture
def world() -> World:
    return World(甲="各单位", 乙="各单位")


@pytest.fixture
def hr_world() -> World:
    return World(甲="科室和县局")


def edition(text: str) -> Edition:
    return parse_edition(text, "another office")


def false(world: World, serial: str, on: str, entered: str, unit: str = "甲") -> Remark:
    return Remark(
        77,
        world.units[unit].id,
        FALSE,
        day(on),
        at(day(entered)),
        "造成严重后果",
        None,
        serial,
    )


def of(
    world: World, rule: Edition, period: str, *remarks: Remark, unit: str = "甲"
) -> UnitScore:
    facts = replace(world.facts, remarks=remarks)
    found = score(rule, parse_period(period), facts).of(world.units[unit].id)
    assert found is not None
    return found


def points_about(found: UnitScore, serial: str) -> list[Fraction]:
    return [
        line.points
        for line in found.lines
        if line.serial == serial and line.article and line.points
    ]


def test_a_void_found_before_its_quarter_is_printed_leaves_no_points_there(
    world: World,
) -> None:
    serial = world.sent("甲", "2022-03-05", "信息")
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    remark = false(world, serial, "2022-04-02", "2022-04-02")
    assert of(world, edition(SAFETY), "2022Q1", remark).total == 0
    assert of(world, edition(SAFETY), "2022Q2", remark).total == -30


def test_a_void_found_after_its_quarter_is_printed_takes_the_points_back_in_the_next(
    world: World,
) -> None:
    serial = world.sent("甲", "2022-03-05", "信息")
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    world.instructed(serial, "2022-03-12", level="局领导")
    world.publish("2022Q1", "2022-04-10")
    printed = of(world, edition(SAFETY), "2022Q1").total
    remark = false(world, serial, "2022-04-20", "2022-04-20")
    assert of(world, edition(SAFETY), "2022Q1", remark).total == printed > 0
    after = of(world, edition(SAFETY), "2022Q2", remark)
    assert after.total == -30 - printed
    taken = [line for line in after.lines if line.points < 0 and line.points != -30]
    assert all(FALSE in line.because and "remark:77" in line.evidence for line in taken)
    assert of(world, edition(SAFETY), "2022-04", remark).total == -30 - printed
    assert of(world, edition(SAFETY), "2022Q3", remark).total == 0


def test_what_happens_to_a_voided_item_later_earns_nothing(world: World) -> None:
    serial = world.sent("甲", "2022-03-05", "信息")
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    world.publish("2022Q1", "2022-04-10")
    remark = false(world, serial, "2022-04-20", "2022-04-20")
    world.adopted(serial, "省府办", "2022-05-10", "信息")
    world.adopted(serial, "省府办", "2022-08-10", "信息")
    year = sum(
        of(world, edition(SAFETY), f"2022Q{number}", remark).total
        for number in range(1, 5)
    )
    assert year == -30
    assert of(world, edition(SAFETY), "2022Q3", remark).total == 0


def test_points_for_an_unused_item_that_were_printed_are_taken_back_with_a_void(
    world: World,
) -> None:
    serial = world.sent("甲", "2022-03-05", "信息")
    world.publish("2022Q1", "2022-04-10")
    remark = false(world, serial, "2022-04-20", "2022-04-20")
    assert of(world, edition(SAFETY), "2022Q1", remark).total == 5
    assert of(world, edition(SAFETY), "2022Q2", remark).total == -35
    assert of(world, edition(SAFETY), "2022H1", remark).total == -30


def test_the_other_unit_of_a_voided_joint_item_loses_its_half_again(
    world: World,
) -> None:
    rule = edition(
        SAFETY + '\n[joint]\narticle = "15"\nothers = "1/2"\nduty_of_all = true\n'
    )
    serial = world.sent("甲", "2022-03-05", "信息", others=("乙",))
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    world.publish("2022Q1", "2022-04-10")
    printed = of(world, rule, "2022Q1", unit="乙").total
    remark = false(world, serial, "2022-04-20", "2022-04-20")
    assert printed > 0
    assert of(world, rule, "2022Q2", remark, unit="乙").total == -printed


def test_a_displaced_adoption_with_a_worth_of_its_own_takes_back_that_value() -> None:
    world = World(甲="各单位", 乙="各单位")
    text = SAFETY.replace("[joint]", "[jo]") + (
        '\n[worth.joint]\narticle = "15"\nof = ["adoption"]\nwhen = { joint = true }\npoints = 3\n'
    )
    serial = world.sent("甲", "2022-03-05", "信息", others=("乙",))
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    world.adopted(serial, "省府办", "2022-05-10", "信息")
    rule = edition(text)
    for unit in ("甲", "乙"):
        assert of(world, rule, "2022Q1", unit=unit).total == 3
        assert of(world, rule, "2022Q2", unit=unit).total == 0


def test_a_limit_of_the_year_weighs_what_the_limits_of_its_months_left() -> None:
    world = World(甲="各部门")
    rule = edition(
        COLLEGE
        + '\n[[limit]]\narticle = "1"\nof = ["submission"]\nper = "year"\nmost = 12\n'
    )
    for month in (3, 4, 5):
        for number in range(8):
            world.sent("甲", f"2024-{month:02d}-{number + 1:02d}", "信息")
    found = of(world, rule, "2024H1")
    assert found.total == 100 + 12
    parts = [of(world, rule, f"2024-{month:02d}").total for month in range(1, 7)]
    assert parts == [100, 0, 5, 5, 2, 0]


def test_a_month_names_a_late_answer_as_its_printed_quarter_does(world: World) -> None:
    world.asked("一", "2022-01-20", "甲", issued="2022-01-01")
    world.publish("2022Q1", "2022-04-10")
    world.sent("甲", "2022-04-15", "信息", commission="一")
    assert (
        of(world, edition(SAFETY), "2022Q1").total
        == of(world, edition(SAFETY), "2022-01").total
        == -10
    )


def test_a_limit_says_what_it_bounds_and_how_much_there_was() -> None:
    world = World(甲="各部门")
    for number in range(8):
        world.sent("甲", f"2024-03-{number + 1:02d}", "信息")
    beyond = [
        line for line in of(world, edition(COLLEGE), "2024-03").lines if line.points < 0
    ]
    assert [line.because for line in beyond] == ["3月报送合计8分，最多计5分"]


def test_a_void_adoption_does_not_keep_a_unit_from_the_list_of_those_without_one(
    world: World,
) -> None:
    silence = '[silence]\narticle = "15"\nnamed = "零采用"\nper = "quarter"\n'
    rule = edition(
        f"{SAFETY}\n{silence}joint_counts = true\ninstruction_counts = true\n"
    )
    serial = world.sent("甲", "2022-03-05", "信息")
    world.adopted(serial, "《广东安监简报》", "2022-03-10", "信息")
    remark = false(world, serial, "2022-03-20", "2022-03-20")
    assert "零采用" in {entry.name for entry in of(world, rule, "2022Q1", remark).named}
    world.publish("2022Q1", "2022-03-15")
    assert "零采用" not in {
        entry.name for entry in of(world, rule, "2022Q1", remark).named
    }


# --- a month that a remark makes void -------------------------------------------------


def bad_report(
    world: World, number: int, on: str, entered: str, **more: object
) -> Remark:
    return Remark(
        number,
        world.units["甲"].id,
        "负面报道",
        day(on),
        at(day(entered)),
        "出现负面报道",
        **more,  # type: ignore[arg-type]  # fields of the value made
    )


def used_twice(world: World) -> str:
    """Two items of March, 4 and 20 points; the serial of the second."""
    world.adopted(
        world.sent("甲", "2022-03-05", "信息"), "市级主流媒体", "2022-03-10", "一般"
    )
    second = world.sent("甲", "2022-03-06", "信息")
    world.adopted(second, "国家级主流媒体", "2022-03-11", "一般")
    return second


def void_points(found: UnitScore) -> list[Fraction]:
    return [line.points for line in found.lines if "作废" in line.because]


def test_a_month_is_made_void_once_however_many_remarks_say_so_and_no_other_month_is(
    hr_world: World,
) -> None:
    used_twice(hr_world)
    hr_world.adopted(
        hr_world.sent("甲", "2022-02-05", "信息"), "省级主流媒体", "2022-02-10", "一般"
    )
    remarks = [
        bad_report(hr_world, 1, "2022-03-20", "2022-03-20"),
        bad_report(hr_world, 2, "2022-03-25", "2022-03-25"),
    ]
    quarter = of(hr_world, edition(BUREAU), "2022Q1", *remarks)
    assert void_points(quarter) == [-24]
    months = [
        of(hr_world, edition(BUREAU), f"2022-0{number}", *remarks).total
        for number in (1, 2, 3)
    ]
    assert months == [-12, 6, -20 - 12]
    assert quarter.total == sum(months)


def test_a_month_that_was_printed_is_taken_back_in_the_next_quarter_and_no_item_twice(
    hr_world: World,
) -> None:
    second = used_twice(hr_world)
    hr_world.publish("2022Q1", "2022-04-10")
    untrue = Remark(
        3,
        hr_world.units["甲"].id,
        "材料不实",
        day("2022-04-15"),
        at(day("2022-04-15")),
        "查明不实",
        None,
        second,
    )
    remark = bad_report(hr_world, 1, "2022-03-20", "2022-04-20")
    printed = of(hr_world, edition(BUREAU), "2022Q1").total
    assert of(hr_world, edition(BUREAU), "2022Q1", remark).total == printed
    alone = of(hr_world, edition(BUREAU), "2022Q2", remark)
    assert void_points(alone) == [-24]
    assert alone.total == -24 - 10 - 3 * 12
    both = of(hr_world, edition(BUREAU), "2022Q2", untrue, remark)
    assert void_points(both) == [-4]
    assert points_about(both, second) == [-20, -5]
    again = bad_report(hr_world, 2, "2022-03-21", "2022-07-20")
    hr_world.publish("2022Q2", "2022-07-10")
    assert void_points(of(hr_world, edition(BUREAU), "2022Q3", remark, again)) == []


def test_a_remark_that_is_withdrawn_gives_the_month_back(hr_world: World) -> None:
    used_twice(hr_world)
    hr_world.publish("2022Q1", "2022-04-10")
    withdrawn = Withdrawal(at(day("2022-05-06")), "王主任", "查无此事", carried=True)
    remark = bad_report(hr_world, 1, "2022-03-20", "2022-03-20", withdrawn=withdrawn)
    assert void_points(of(hr_world, edition(BUREAU), "2022Q1", remark)) == [-24]
    assert void_points(of(hr_world, edition(BUREAU), "2022Q2", remark)) == [24]
