"""Is every sentence of the rule read as settled, and does each open reading turn on one switch?

One test a row of the readings; the row's id is in the name.
"""

from datetime import date
from fractions import Fraction

import pytest

from ledger.entries import Exemption, SentBack, SubmissionState
from ledger.periods import Span, parse_period
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import share_text
from tests.scoring.worlds import World, at, ningxia

Q1 = ("2026-01", "2026-02", "2026-03")
Q2 = ("2026-04", "2026-05", "2026-06")


@pytest.fixture
def world() -> World:
    return World(甲="第一组")


@pytest.fixture
def met(world: World) -> World:
    """甲 has met the months of the first half-year by plain items: 15 a quarter."""
    world.month("甲", *Q1, *Q2)
    return world


# --- duties ---------------------------------------------------------------------------------------


def test_a1_one_of_two_earns_no_base_and_costs_nothing(world: World) -> None:
    world.sent("甲", "2026-01-05")
    assert world.total("甲", "2026-01") == 0
    assert world.lists("甲", "2026-01") == set()


def test_a2_a_silent_month_costs_five(world: World) -> None:
    assert world.total("甲", "2026-01") == -5
    assert world.lists("甲", "2026-01") == {"零报送"}


def test_a3_any_accepted_item_avoids_the_fine(world: World) -> None:
    world.sent("甲", "2026-01-05", "突发")
    assert world.total("甲", "2026-01") == 0
    assert world.total("甲", "2026-01", "A3") == -5


def test_a4_only_the_two_categories_fill_the_month(world: World) -> None:
    world.sent("甲", "2026-01-05", "其他")
    world.sent("甲", "2026-01-06", "综合")
    assert world.total("甲", "2026-01") == 0
    assert world.total("甲", "2026-01", "A4") == 5


def test_a5_research_does_not_fill_the_month(world: World) -> None:
    world.sent("甲", "2026-01-05", "调研")
    world.sent("甲", "2026-01-06")
    lines = world.of("甲", "2026-01").lines
    assert [line.points for line in lines if line.points] == [5]
    assert "调研" in next(line.because for line in lines if line.points)


@pytest.mark.parametrize("state", [SubmissionState.RETURNED, SubmissionState.SUPERSEDED])
def test_a8_what_is_not_accepted_does_not_avoid_the_fine(world: World, state: SubmissionState) -> None:
    world.sent("甲", "2026-01-05", state=state)
    assert world.total("甲", "2026-01") == -5


def test_a8_a_held_item_counts_for_nothing_and_keeps_off_the_fine(world: World) -> None:
    world.sent("甲", "2026-01-05", state=SubmissionState.HELD)
    assert world.total("甲", "2026-01") == 0
    assert world.lists("甲", "2026-01") == set()


def test_a8_an_item_returned_after_the_month_is_named_without_a_fine(world: World) -> None:
    serial = world.sent("甲", "2026-01-05", state=SubmissionState.RETURNED)
    world.sent_back.append(SentBack(serial, at(date(2026, 2, 3))))
    assert world.total("甲", "2026-01") == 0
    assert world.lists("甲", "2026-01") == {"零报送"}


def test_a8_an_item_returned_within_the_month_is_no_excuse(world: World) -> None:
    serial = world.sent("甲", "2026-01-05", state=SubmissionState.RETURNED)
    world.sent_back.append(SentBack(serial, at(date(2026, 1, 8))))
    assert world.total("甲", "2026-01") == -5


def test_a9_extras_are_not_carried_forward_but_explained(world: World) -> None:
    world.month("甲", "2026-01", times=4)
    assert world.total("甲", "2026Q1") == 5 - 5 - 5
    extras = [line for line in world.of("甲", "2026Q1").lines if "超额" in line.because]
    assert [line.points for line in extras] == [0, 0]


def test_a10_the_arrival_in_shanghai_decides_the_month_and_the_office_may_override(world: World) -> None:
    late = at(date(2026, 1, 31), 23)
    world.sent("甲", "2026-01-05")
    serial = world.sent("甲", "2026-01-31", arrived_at=late)
    assert world.total("甲", "2026-01") == 5
    world.change(serial, counts_on=date(2026, 2, 1))
    assert world.total("甲", "2026-01") == 0


def test_a11_a_missed_research_is_named_in_the_second_and_fourth_quarter(met: World) -> None:
    met.unit("乙", "第二组")
    met.month("乙", *Q1, *Q2, times=1)
    assert "调研未完成" not in met.lists("甲", "2026Q1")
    assert "调研未完成" in met.lists("甲", "2026Q2")
    assert "调研未完成" not in met.lists("乙", "2026Q2")
    assert "调研未完成" in met.lists("乙", "2026Q4")


def test_a12_a_second_research_in_the_half_year_earns_nothing_more(met: World) -> None:
    met.sent("甲", "2026-02-10", "调研")
    met.sent("甲", "2026-03-10", "调研")
    met.sent("甲", "2026-05-10", "调研")
    assert met.total("甲", "2026Q1") == 20
    assert met.total("甲", "2026Q2") == 15
    assert met.total("甲", "2026Q1", "A12") == 25
    assert met.total("甲", "2026Q2", "A12") == 20


def test_a13_an_exempt_month_is_not_fined_and_an_exempt_quarter_not_ranked(world: World) -> None:
    away = (Exemption(date(2026, 1, 1), date(2026, 4, 1), "机构改革"),)
    world.unit("乙", exemptions=away)
    score = world.of("乙", "2026Q1")
    assert score.total == 0
    assert score.share is None
    assert score.rank is None
    assert not score.named
    assert world.total("乙", "2026-04") == -5


def test_a13_a_unit_owes_nothing_for_the_month_in_which_it_came(world: World) -> None:
    world.unit("乙", since=date(2026, 2, 10))
    assert world.total("乙", "2026Q1") == -5


# --- commissions ----------------------------------------------------------------------------------


def answered(world: World, on: str | None, due: str = "2026-02-20", **more: object) -> None:
    world.asked("约1", due, "甲", issued="2026-02-01")
    if on:
        world.sent("甲", on, "综合", commission="约1", **more)


def test_b1_a_missed_commission_is_named_without_points(met: World) -> None:
    answered(met, None)
    assert met.total("甲", "2026Q1") == 15
    assert "约稿未完成" in met.lists("甲", "2026Q1")


def test_b2_a_late_commission_is_named_and_earns_when_the_office_waives_it(met: World) -> None:
    answered(met, "2026-03-02")
    assert met.total("甲", "2026Q1") == 15
    assert "约稿逾期" in met.lists("甲", "2026Q1")
    serial = next(reversed(met.submissions))
    met.change(serial, lateness_waived=True)
    assert met.total("甲", "2026Q1") == 20
    assert "约稿逾期" not in met.lists("甲", "2026Q1")


def test_b3_a_commission_marked_poor_is_not_done(met: World) -> None:
    answered(met, "2026-02-19", quality=False)
    assert met.total("甲", "2026Q1") == 15
    assert "约稿未完成" in met.lists("甲", "2026Q1")


def test_b4_an_adopted_commission_earns_both(met: World) -> None:
    answered(met, "2026-02-19")
    met.adopted(next(reversed(met.submissions)), "宁夏交通信息", "2026-03-01")
    assert met.total("甲", "2026Q1") == 15 + 5 + 2


def test_b5_a_commission_does_no_other_duty_but_breaks_the_silence(world: World) -> None:
    world.sent("甲", "2026-02-03")
    answered(world, "2026-02-19")
    assert world.total("甲", "2026-02") == 5
    assert world.total("甲", "2026-02", "B5") == 10


def test_b5_a_commissioned_research_earns_once(met: World) -> None:
    met.asked("约1", "2026-02-20", "甲")
    met.sent("甲", "2026-02-19", "调研", commission="约1")
    assert met.total("甲", "2026Q1") == 20
    assert "调研未完成" in met.lists("甲", "2026Q2")
    assert met.total("甲", "2026Q1", "B5") == 25


def test_b6_each_unit_has_a_completion_of_its_own(met: World) -> None:
    met.unit("乙")
    met.month("乙", *Q1)
    met.asked("约1", "2026-02-20", "甲", "乙")
    met.sent("乙", "2026-02-19", "综合", commission="约1")
    assert met.lists("甲", "2026Q1") == {"约稿未完成", "零采用"}
    assert met.total("乙", "2026Q1") == 20


def test_b7_sent_after_the_quarter_is_late_before_publication_and_missing_after_it(met: World) -> None:
    answered(met, "2026-04-08", due="2026-03-31")
    assert "约稿逾期" in met.lists("甲", "2026Q1")
    met.publish("2026Q1", "2026-04-05")
    assert "约稿未完成" in met.lists("甲", "2026Q1")
    assert met.total("甲", "2026Q2") == 15
    met.change(next(reversed(met.submissions)), lateness_waived=True)
    assert met.total("甲", "2026Q2") == 20


# --- adoptions and instructions -------------------------------------------------------------------


def first(world: World) -> str:
    return next(iter(world.submissions))


def test_c1_four_is_all_there_is(met: World) -> None:
    met.adopted(first(met), "宁夏交通信息", "2026-01-20")
    met.adopted(first(met), "综合信息", "2026-02-20")
    assert met.total("甲", "2026Q1") == 19
    assert met.total("甲", "2026Q1", "C1") == 21


def test_c2_only_the_highest_publication_counts_and_the_others_are_explained(met: World) -> None:
    for name in ("《政务信息》", "《要情汇报》", "《交通简报》"):
        met.adopted(first(met), name, "2026-02-20")
    lines = met.of("甲", "2026Q1").lines
    assert met.total("甲", "2026Q1") == 21
    assert len([line for line in lines if "只记最高分" in line.because and not line.points]) == 2


def test_c3_an_instruction_comes_on_top(met: World) -> None:
    met.adopted(first(met), "综合信息", "2026-02-20")
    met.instructed(first(met), "2026-02-22")
    assert met.total("甲", "2026Q1") == 29
    assert met.total("甲", "2026Q1", "C3") == 25


def test_c4_each_leader_counts_once_per_item(met: World) -> None:
    met.instructed(first(met), "2026-02-22", "张")
    met.instructed(first(met), "2026-02-23", "张")
    met.instructed(first(met), "2026-02-23", "李", "交通运输部领导")
    assert met.total("甲", "2026Q1") == 35
    assert met.total("甲", "2026Q1", "C4") == 25


def test_c5_a_leader_the_rule_does_not_list_earns_nothing(met: World) -> None:
    met.instructed(first(met), "2026-02-22", level="市领导")
    assert met.total("甲", "2026Q1") == 15
    assert met.total("甲", "2026Q1", "C5") == 25


def test_c6_an_instruction_needs_no_adoption(met: World) -> None:
    met.instructed(first(met), "2026-02-22")
    assert met.total("甲", "2026Q1") == 25
    assert met.total("甲", "2026Q1", "C6") == 15
    met.adopted(first(met), "宁夏交通信息", "2026-05-01")
    assert met.total("甲", "2026Q2", "C6") == 15 + 2 + 10


def test_c7_an_unknown_publication_earns_nothing_and_says_so(met: World) -> None:
    met.adopted(first(met), "《交通周刊》", "2026-02-20")
    assert met.total("甲", "2026Q1") == 15
    assert any("未列入计分表" in line.because for line in met.of("甲", "2026Q1").lines)


def test_c8_adoption_by_the_state_council_office_replaces_the_forwarding(met: World) -> None:
    met.adopted(first(met), "选报国务院办公厅", "2026-02-20")
    assert met.total("甲", "2026Q1") == 21
    met.adopted(first(met), "国办", "2026-03-20")
    assert met.total("甲", "2026Q1") == 25


def test_c10_an_event_entered_after_publication_lands_in_the_next_open_quarter(met: World) -> None:
    met.publish("2026Q1", "2026-04-10")
    met.adopted(first(met), "宁夏交通信息", "2026-03-20", entered="2026-04-12")
    assert met.total("甲", "2026Q1") == 15
    assert met.total("甲", "2026Q2") == 17
    assert met.total("甲", "2026-04") == 7


def test_c10_an_event_entered_before_publication_stays(met: World) -> None:
    met.publish("2026Q1", "2026-04-10")
    met.adopted(first(met), "宁夏交通信息", "2026-03-20", entered="2026-04-09")
    assert met.total("甲", "2026Q1") == 17
    assert met.total("甲", "2026Q2") == 15


def test_c10_the_other_reading_goes_by_the_day_the_item_was_sent(met: World) -> None:
    met.adopted(first(met), "宁夏交通信息", "2026-04-20")
    assert met.total("甲", "2026Q2") == 17
    assert met.total("甲", "2026Q1", "C10") == 17


def test_c10_a_quarter_scored_before_this_installation_is_closed(met: World) -> None:
    met.before("2026Q1", "甲", "12", "3.00")
    met.adopted(first(met), "宁夏交通信息", "2026-03-20", entered="2026-04-09")
    assert met.total("甲", "2026Q2") == 17


def test_c11_a_later_higher_adoption_brings_the_difference_as_a_line(met: World) -> None:
    met.adopted(first(met), "宁夏交通信息", "2026-01-20")
    met.adopted(first(met), "国务院办公厅", "2026-05-20")
    lines = [line for line in met.of("甲", "2026Q2").lines if line.serial == first(met)]
    assert sorted(line.points for line in lines) == [-2, 10]


def test_c11_halves_of_a_joint_item_follow_the_difference(met: World) -> None:
    met.unit("乙")
    joint = met.sent("甲", "2026-01-25", others=("乙",))
    met.adopted(joint, "宁夏交通信息", "2026-01-26")
    met.adopted(joint, "国务院办公厅", "2026-05-20")
    of_joint = [line.points for line in met.of("乙", "2026Q2").lines if line.serial == joint]
    assert sum(of_joint) == Fraction(10 - 2, 2)


def test_c12_what_scores_is_not_silence_and_what_does_not_is(met: World) -> None:
    met.unit("乙")
    joint = met.sent("甲", "2026-01-25", others=("乙",))
    met.adopted(joint, "宁夏交通信息", "2026-01-26")
    assert "零采用" not in met.lists("乙", "2026Q1")
    assert "零采用" in met.lists("乙", "2026Q1", "C12")
    met.adopted(first(met), "《交通周刊》", "2026-05-01")
    assert "零采用" in met.lists("甲", "2026Q2")
    met.instructed(first(met), "2026-05-02")
    assert "零采用" not in met.lists("甲", "2026Q2")
    assert "零采用" in met.lists("甲", "2026Q2", "C12")


# --- joint items, own business --------------------------------------------------------------------


def test_d2_halves_touch_adoption_and_instruction_only(met: World) -> None:
    met.unit("乙")
    met.month("乙", *Q1)
    joint = met.sent("甲", "2026-01-25", others=("乙",))
    met.adopted(joint, "综合信息", "2026-01-26")
    met.instructed(joint, "2026-01-27")
    assert met.total("乙", "2026Q1") == 15 + 2 + 5


def test_d3_a_joint_item_does_the_duty_of_every_unit(world: World) -> None:
    world.unit("乙")
    world.sent("甲", "2026-01-05", others=("乙",))
    world.sent("甲", "2026-01-06", "综合", others=("乙",))
    assert world.total("乙", "2026-01") == 5
    assert world.total("乙", "2026-01", "D3") == -5


def test_d4_each_other_unit_of_three_gets_a_half(world: World) -> None:
    world.unit("乙")
    world.unit("丙")
    joint = world.sent("甲", "2026-01-05", others=("乙", "丙"))
    world.adopted(joint, "情况交流", "2026-01-26")
    for name in ("乙", "丙"):
        assert sum(line.points for line in world.of(name, "2026-01").lines if line.serial == joint) == 3


def test_d6_an_unticked_item_waits_and_an_item_ticked_no_is_as_if_never_sent(world: World) -> None:
    world.unit("宣传中心", "第二组", own_business_only=True)
    serial = world.sent("宣传中心", "2026-01-05", state=SubmissionState.HELD)
    assert world.total("宣传中心", "2026-01") == 0
    world.change(serial, state=SubmissionState.RECORDED, own_business=False)
    assert world.total("宣传中心", "2026-01") == -5
    assert world.lists("宣传中心", "2026-01") == {"零报送"}
    world.change(serial, own_business=True)
    assert world.total("宣传中心", "2026-01") == 5


# --- conversion -----------------------------------------------------------------------------------


def test_e1_the_quarter_is_converted_and_the_year_so_far_stands_beside_it(met: World) -> None:
    met.unit("乙")
    met.month("乙", *Q2)
    assert met.of("乙", "2026Q2").year_to_date == 0
    assert share_text(met.of("乙", "2026Q2").share) == "5.00"
    assert share_text(met.of("乙", "2026Q2", "E1").share) == "0.00"


def test_e2_a_group_without_a_positive_total_has_no_shares_and_says_so(world: World) -> None:
    world.unit("乙")
    sheet = world.sheet("2026Q1")
    assert [share_text(unit.share) for unit in sheet.units] == ["0.00", "0.00"]
    assert sheet.groups[0].note == "本组无正分"


def test_e3_a_unit_below_zero_keeps_its_raw_total(met: World) -> None:
    met.unit("乙")
    score = met.of("乙", "2026Q1")
    assert score.total == -15
    assert score.share == 0


def test_e4_a_tie_at_the_top_gives_all_of_them_the_full_share(met: World) -> None:
    met.unit("乙")
    met.unit("丙")
    met.month("乙", *Q1)
    shares = {unit.unit: (share_text(unit.share), unit.rank) for unit in met.sheet("2026Q1").units}
    assert shares == {"甲": ("5.00", 1), "乙": ("5.00", 1), "丙": ("0.00", 3)}


def test_e6_the_year_is_the_mean_of_the_printed_shares_of_the_quarters_assessed(met: World) -> None:
    met.unit("乙", since=date(2026, 4, 1))
    met.month("乙", "2026-04")
    met.sent("甲", "2026-01-25")
    quarters = [met.of("乙", code).share for code in ("2026Q2", "2026Q3", "2026Q4")]
    year = met.of("乙", "2026")
    assert year.share == Fraction(round(sum(q or 0 for q in quarters) * 100 / 3 + Fraction(1, 10**9)), 100)
    assert year.total == sum(met.total("乙", code) for code in ("2026Q2", "2026Q3", "2026Q4"))


def test_e6_quarters_from_before_the_installation_count_with_their_printed_shares(met: World) -> None:
    met.before("2026Q1", "甲", "12.5", "3.33")
    year = met.of("甲", "2026", today=date(2026, 6, 30))
    assert share_text(year.share) == "4.17"
    assert year.total == Fraction("12.5") + met.of("甲", "2026Q2", today=date(2026, 6, 30)).total
    assert met.of("甲", "2026Q2").year_to_date == Fraction("12.5") + 15


def test_e7_the_year_is_ranked_by_raw_points(met: World) -> None:
    met.unit("乙")
    met.month("乙", *Q1)
    ranks = {unit.unit: unit.rank for unit in met.sheet("2026").units}
    assert ranks == {"甲": 1, "乙": 2}


def test_e8_a_quarter_falls_under_the_edition_of_its_first_day() -> None:
    rulebook = Rulebook((ningxia(),))
    with pytest.raises(NoEditionError, match="2021Q1"):
        rulebook.for_period(parse_period("2021Q1"))
    assert rulebook.for_period(parse_period("2021Q2")) == ningxia()
    assert rulebook.for_period(parse_period("2021")) == ningxia()
    assert parse_period("2021Q2").span is Span.QUARTER


def test_every_open_reading_has_exactly_one_switch_and_both_texts() -> None:
    asked = {"A3", "A4", "A12", "B5", "C1", "C3", "C4", "C5", "C6", "C10", "C12", "D3", "E1"}
    readings = {reading.id: reading for reading in ningxia().readings}
    assert set(readings) == asked
    for key, reading in readings.items():
        turned = next(each for each in ningxia(key).readings if each.id == key)
        assert (turned.text, turned.other) == (reading.other, reading.text)
