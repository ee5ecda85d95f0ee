"""Does a unit's standing say what is owed, done, left, and how it will end?"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.people import Exemption
from ledger.entries.submissions import SubmissionState
from ledger.measures import Basis
from ledger.periods import Period, Span, parse_period, working_days_left
from ledger.scoresheet import points_text
from ledger.standing import Duty, Forecast, Standing
from scoring.quota import course_of, forecast, standings
from tests.scoring.worlds import World, ningxia


def standing(world: World, unit: str, period: str, today: date) -> Standing:
    found = standings(ningxia(), world.facts, parse_period(period), today)
    return next(each for each in found if each.unit == unit)


def duty(
    world: World, code: str, today: date, period: str = "2026-03", unit: str = "甲"
) -> Duty:
    return next(
        each
        for each in standing(world, unit, period, today).duties
        if each.code == code
    )


@pytest.fixture
def world() -> World:
    return World(甲="第一组", 乙="第二组")


def test_the_first_group_owes_two_a_month_and_one_research_a_half_year(
    world: World,
) -> None:
    duties = {
        each.code: each
        for each in standing(world, "甲", "2026-03", date(2026, 3, 10)).duties
    }
    assert (
        duties["monthly"].need,
        duties["monthly"].period,
        duties["monthly"].left,
    ) == (2, "2026-03", 2)
    assert (duties["research"].need, duties["research"].period) == (1, "2026H1")
    assert duties["research"].due == date(2026, 6, 30)


def test_the_second_group_owes_one_a_month_and_one_research_a_year(
    world: World,
) -> None:
    duties = {
        each.code: each
        for each in standing(world, "乙", "2026-03", date(2026, 3, 10)).duties
    }
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
def test_the_forecast_follows_the_pace(
    world: World, sent: int, today: date, expected: Forecast
) -> None:
    for number in range(sent):
        world.sent("甲", date(2026, 3, 2 + number))
    found = duty(world, "monthly", today)
    assert found.forecast is expected
    assert found.left == 2 - sent
    assert found.owing is (expected in (Forecast.SHORT, Forecast.ON_COURSE))


def test_one_function_gives_the_month_of_a_receipt_and_the_months_of_a_quarter(
    world: World,
) -> None:
    world.month("甲", "2026-01", "2026-03")
    quarter = standing(world, "甲", "2026Q1", date(2026, 4, 2))
    assert [
        (each.period, each.left) for each in quarter.duties if each.code == "monthly"
    ] == [
        ("2026-01", 0),
        ("2026-02", 2),
        ("2026-03", 0),
    ]
    assert quarter.zero_months == ("2026-02",)


def test_a_month_that_still_runs_is_no_zero_month(world: World) -> None:
    assert standing(world, "甲", "2026-03", date(2026, 3, 31)).zero_months == ()
    assert standing(world, "甲", "2026-03", date(2026, 4, 1)).zero_months == (
        "2026-03",
    )


def test_a8_a_held_item_keeps_a_month_from_being_a_zero_month(world: World) -> None:
    world.sent("甲", "2026-03-05", state=SubmissionState.HELD)
    assert standing(world, "甲", "2026-03", date(2026, 4, 1)).zero_months == ()


def test_f7_a_correction_counts_once_with_what_it_corrects_and_the_standing_says_why(
    world: World,
) -> None:
    first = world.sent("甲", "2026-03-05")
    world.corrects(world.sent("甲", "2026-03-06"), first)
    found = duty(world, "monthly", date(2026, 3, 10))
    assert (found.done, found.left, found.together) == (1, 1, 1)
    assert found.progress == "应报2篇，已报1篇（另有更正稿1篇，核定前与原件合计一篇）"
    assert standing(world, "甲", "2026-03", date(2026, 4, 1)).zero_months == ()


def test_f7_a_correction_of_a_correction_counts_once_with_both(world: World) -> None:
    first = world.sent("甲", "2026-03-05")
    second = world.sent("甲", "2026-03-06")
    world.corrects(second, first)
    world.corrects(world.sent("甲", "2026-03-07"), second)
    assert duty(world, "monthly", date(2026, 3, 10)).done == 1


@pytest.mark.parametrize(
    "state",
    [SubmissionState.HELD, SubmissionState.RETURNED, SubmissionState.SUPERSEDED],
)
def test_f7_a_correction_of_what_does_not_count_counts_by_itself(
    world: World, state: SubmissionState
) -> None:
    first = world.sent("甲", "2026-03-05", state=state)
    world.corrects(world.sent("甲", "2026-03-06"), first)
    assert duty(world, "monthly", date(2026, 3, 10)).done == 1


def test_f7_a_month_with_nothing_but_an_undecided_correction_is_no_zero_month(
    world: World,
) -> None:
    first = world.sent("甲", "2026-02-26")
    world.corrects(world.sent("甲", "2026-03-02"), first)
    found = standing(world, "甲", "2026Q1", date(2026, 4, 2))
    assert found.zero_months == ("2026-01",)


def test_a13_an_exempt_unit_owes_no_month(world: World) -> None:
    world.unit(
        "丙", exemptions=(Exemption(date(2026, 3, 1), date(2026, 4, 1), "机构改革"),)
    )
    found = standing(world, "丙", "2026-03", date(2026, 4, 1))
    assert found.exempt
    assert [each.code for each in found.duties] == ["research"]
    assert found.zero_months == ()


def test_b6_a_commission_is_a_duty_of_each_unit_until_its_deadline_and_a_month_after(
    world: World,
) -> None:
    world.asked("约1", "2026-03-20", "甲", "乙")
    world.sent("乙", "2026-03-10", "综合", commission="约1")
    open_one = duty(world, "commission", date(2026, 3, 15))
    assert (open_one.period, open_one.need, open_one.done, open_one.due) == (
        "约1",
        1,
        0,
        date(2026, 3, 20),
    )
    assert (
        duty(world, "commission", date(2026, 3, 15), unit="乙").forecast
        is Forecast.DONE
    )
    assert duty(world, "commission", date(2026, 3, 21)).forecast is Forecast.MISSED
    assert (
        duty(world, "commission", date(2026, 4, 1), "2026-04").forecast
        is Forecast.MISSED
    )
    assert all(
        each.code != "commission"
        for each in standing(world, "乙", "2026-04", date(2026, 4, 1)).duties
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


def works(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("sent", "today", "expected"),
    [
        (2, date(2026, 3, 6), "已完成"),
        (0, date(2026, 3, 3), "还差2篇；还有20个工作日，3月31日截止，进度正常"),
        (1, date(2026, 3, 12), "还差1篇；还有13个工作日，3月31日截止，进度正常"),
        (0, date(2026, 3, 23), "还差2篇；还有6个工作日，3月31日截止"),
        (1, date(2026, 3, 27), "还差1篇；还有2个工作日，3月31日截止"),
        (1, date(2026, 3, 31), "还差1篇；3月31日截止，请抓紧"),
        (1, date(2026, 4, 1), "还差1篇；已于3月31日到期，未完成"),
    ],
)
def test_the_outlook_says_what_is_needed_in_how_many_working_days(
    world: World, sent: int, today: date, expected: str
) -> None:
    for number in range(sent):
        world.sent("甲", date(2026, 3, 2 + number))
    found = standings(ningxia(), world.facts, parse_period("2026-03"), today, works)
    monthly = next(duty for duty in found[0].duties if duty.code == "monthly")
    assert monthly.outlook == expected


def festival(day: date) -> bool:
    """February 2026: the Spring Festival from the 15th to the 23rd, made up for on the
    14th and 28th.
    """
    if day in {date(2026, 2, 14), date(2026, 2, 28)}:
        return True
    return day.weekday() < 5 and not date(2026, 2, 15) <= day <= date(2026, 2, 23)


def test_before_a_long_holiday_the_pace_is_that_of_the_days_worked(
    world: World,
) -> None:
    february, before = parse_period("2026-02"), date(2026, 2, 13)
    assert forecast(1, 0, course_of(february, before)) is Forecast.ON_COURSE
    assert forecast(1, 0, course_of(february, before, festival)) is Forecast.SHORT
    assert (
        forecast(1, 0, course_of(february, date(2026, 2, 11), festival))
        is Forecast.ON_COURSE
    )
    found = standings(ningxia(), world.facts, february, before, festival)
    assert {duty.forecast for duty in found[0].duties if duty.code == "monthly"} == {
        Forecast.SHORT
    }


def test_a_term_without_a_day_worked_is_paced_by_its_days() -> None:
    term = Period(date(2026, 2, 17), date(2026, 2, 21), "约1", Span.NAMED)
    assert (
        forecast(1, 0, course_of(term, date(2026, 2, 18), festival))
        is Forecast.ON_COURSE
    )
    assert (
        forecast(1, 0, course_of(term, date(2026, 2, 19), festival)) is Forecast.SHORT
    )


def test_without_a_calendar_the_outlook_names_the_day_alone(world: World) -> None:
    assert duty(world, "monthly", date(2026, 3, 23)).outlook == "还差2篇；3月31日截止"


def test_an_outlook_urges_on_a_late_commission_and_says_when_it_came_late(
    world: World,
) -> None:
    world.asked("约1", "2026-03-20", "甲", "乙")
    world.sent("乙", "2026-03-25", "综合", commission="约1")
    seen = date(2026, 3, 26)
    assert (
        duty(world, "commission", seen).outlook
        == "还差1篇；已于3月20日到期，请尽快补报"
    )
    assert duty(world, "commission", seen, unit="乙").outlook == "已完成，逾期"


@given(
    need=st.integers(1, 4),
    done=st.integers(0, 5),
    today=st.dates(date(2025, 12, 20), date(2026, 4, 10)),
    by=st.sampled_from(["2026-02", "2026Q1", "2026-W07"]),
)
def test_an_outlook_never_asks_for_more_or_less_than_is_left(
    need: int, done: int, today: date, by: str
) -> None:
    period = parse_period(by)
    how = forecast(need, done, course_of(period, today))
    left = working_days_left(today, period.last, works)
    seen = Duty(
        "monthly",
        "月度报送",
        by,
        need,
        done,
        how,
        period.first,
        period.last,
        days_left=left,
    )
    assert (f"还差{need - done}篇" in seen.outlook) is (done < need)
    assert ("截止" in seen.outlook) is (done < need and today <= period.last)
    assert (f"还有{left}个工作日" in seen.outlook) is (done < need and left > 0)


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis.ACCEPTED, "应报2篇，已报1篇"),
        (Basis.GOOD, "应报2篇，已报合格1篇"),
        (Basis.ADOPTED, "应被采用2条，已被采用1.25条"),
        (Basis.POINTS, "应得2分，已得1.25分"),
    ],
)
def test_progress_is_told_in_what_the_rule_counts(basis: Basis, said: str) -> None:
    done = Fraction("1.25") if basis.of_events else 1
    day = date(2026, 3, 31)
    duty = Duty(
        "yearly", "任务", "2026", 2, done, Forecast.SHORT, day, day, basis=basis
    )
    assert duty.progress == said
    assert duty.missing == f"{points_text(2 - done)}{said[-1]}"
