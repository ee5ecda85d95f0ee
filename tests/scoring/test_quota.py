"""Does a unit's standing say what is owed, done, left, and how it will end?"""

from datetime import date

import pytest

from ledger.entries.people import Exemption
from ledger.entries.submissions import SubmissionState
from ledger.periods import parse_period
from ledger.standing import Duty, Forecast, Standing
from scoring.quota import standings
from tests.scoring.worlds import World, ningxia


def standing(world: World, unit: str, period: str, today: date) -> Standing:
    found = standings(ningxia(), world.facts, parse_period(period), today)
    return next(each for each in found if each.unit == unit)


def duty(world: World, code: str, today: date, period: str = "2026-03", unit: str = "甲") -> Duty:
    return next(each for each in standing(world, unit, period, today).duties if each.code == code)


@pytest.fixture
def world() -> World:
    return World(甲="第一组", 乙="第二组")


def test_the_first_group_owes_two_a_month_and_one_research_a_half_year(world: World) -> None:
    duties = {each.code: each for each in standing(world, "甲", "2026-03", date(2026, 3, 10)).duties}
    assert (duties["monthly"].need, duties["monthly"].period, duties["monthly"].left) == (2, "2026-03", 2)
    assert (duties["research"].need, duties["research"].period) == (1, "2026H1")
    assert duties["research"].due == date(2026, 6, 30)


def test_the_second_group_owes_one_a_month_and_one_research_a_year(world: World) -> None:
    duties = {each.code: each for each in standing(world, "乙", "2026-03", date(2026, 3, 10)).duties}
    assert duties["monthly"].need == 1
    assert duties["research"].period == "2026"


@pytest.mark.parametrize(
    ("sent", "today", "expected"),
    [
        (2, date(2026, 3, 6), Forecast.DONE),
        (0, date(2026, 3, 3), Forecast.ON_COURSE),
        (0, date(2026, 3, 12), Forecast.SHORT),
        (1, date(2026, 3, 12), Forecast.ON_COURSE),
        (1, date(2026, 3, 27), Forecast.SHORT),
        (1, date(2026, 3, 31), Forecast.SHORT),
        (1, date(2026, 4, 1), Forecast.MISSED),
    ],
)
def test_the_forecast_follows_the_pace(world: World, sent: int, today: date, expected: Forecast) -> None:
    for number in range(sent):
        world.sent("甲", date(2026, 3, 2 + number))
    found = duty(world, "monthly", today)
    assert found.forecast is expected
    assert found.left == 2 - sent
    assert found.owing is (expected in (Forecast.SHORT, Forecast.ON_COURSE))


def test_one_function_gives_the_month_of_a_receipt_and_the_months_of_a_quarter(world: World) -> None:
    world.month("甲", "2026-01", "2026-03")
    quarter = standing(world, "甲", "2026Q1", date(2026, 4, 2))
    assert [(each.period, each.left) for each in quarter.duties if each.code == "monthly"] == [
        ("2026-01", 0),
        ("2026-02", 2),
        ("2026-03", 0),
    ]
    assert quarter.zero_months == ("2026-02",)


def test_a_month_that_still_runs_is_no_zero_month(world: World) -> None:
    assert standing(world, "甲", "2026-03", date(2026, 3, 31)).zero_months == ()
    assert standing(world, "甲", "2026-03", date(2026, 4, 1)).zero_months == ("2026-03",)


def test_a8_a_held_item_keeps_a_month_from_being_a_zero_month(world: World) -> None:
    world.sent("甲", "2026-03-05", state=SubmissionState.HELD)
    assert standing(world, "甲", "2026-03", date(2026, 4, 1)).zero_months == ()


def test_a13_an_exempt_unit_owes_no_month(world: World) -> None:
    world.unit("丙", exemptions=(Exemption(date(2026, 3, 1), date(2026, 4, 1), "机构改革"),))
    found = standing(world, "丙", "2026-03", date(2026, 4, 1))
    assert found.exempt
    assert [each.code for each in found.duties] == ["research"]
    assert found.zero_months == ()


def test_b6_a_commission_is_a_duty_of_each_unit_until_its_deadline_and_a_month_after(world: World) -> None:
    world.asked("约1", "2026-03-20", "甲", "乙")
    world.sent("乙", "2026-03-10", "综合", commission="约1")
    open_one = duty(world, "commission", date(2026, 3, 15))
    assert (open_one.period, open_one.need, open_one.done, open_one.due) == ("约1", 1, 0, date(2026, 3, 20))
    assert duty(world, "commission", date(2026, 3, 15), unit="乙").forecast is Forecast.DONE
    assert duty(world, "commission", date(2026, 3, 21)).forecast is Forecast.MISSED
    assert duty(world, "commission", date(2026, 4, 1), "2026-04").forecast is Forecast.MISSED
    assert all(
        each.code != "commission" for each in standing(world, "乙", "2026-04", date(2026, 4, 1)).duties
    )


def test_b2_a_late_answer_is_done_and_late(world: World) -> None:
    world.asked("约1", "2026-03-20", "甲")
    world.sent("甲", "2026-03-25", "综合", commission="约1")
    assert duty(world, "commission", date(2026, 3, 26)).late


def test_the_json_of_a_standing_has_the_keys_of_the_command(world: World) -> None:
    data = standing(world, "甲", "2026-03", date(2026, 3, 10)).as_json()
    assert set(data) == {"unit", "group", "duties", "zero_months", "exempt"}
    duties = data["duties"]
    assert isinstance(duties, list)
    assert {"code", "period", "need", "done", "left", "forecast"} <= set(duties[0])
