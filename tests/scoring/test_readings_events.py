"""Are adoptions, instructions and joint items read as settled, and each open reading by
one switch?

One test a row of the readings; the row's id is in the name.
"""

from fractions import Fraction

from ledger.entries.submissions import SubmissionState
from tests.scoring.worlds import Q1, World


def first(world: World) -> str:
    return next(iter(world.submissions))


def test_c1_four_is_all_there_is(met: World) -> None:
    met.adopted(first(met), "宁夏交通信息", "2026-01-20")
    met.adopted(first(met), "综合信息", "2026-02-20")
    assert met.total("甲", "2026Q1") == 19
    assert met.total("甲", "2026Q1", "C1") == 21


def test_c2_only_the_highest_publication_counts_and_the_others_are_explained(
    met: World,
) -> None:
    for name in ("《政务信息》", "《要情汇报》", "《交通简报》"):
        met.adopted(first(met), name, "2026-02-20")
    lines = met.of("甲", "2026Q1").lines
    assert met.total("甲", "2026Q1") == 21
    assert (
        len(
            [line for line in lines if "只记最高分" in line.because and not line.points]
        )
        == 2
    )


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


def test_c5_c7_what_was_chosen_to_be_without_points_stays_so_whatever_the_rule_names(
    met: World,
) -> None:
    met.adopted(first(met), "综合信息", "2026-02-20")
    met.adoptions[-1] = met.adoptions[-1]._replace(unscored=True)
    met.instructed(first(met), "2026-02-22", level="区领导")
    met.instructions[-1] = met.instructions[-1]._replace(unscored=True)
    assert met.total("甲", "2026Q1") == 15
    because = [line.because for line in met.of("甲", "2026Q1").lines]
    assert "采用：综合信息，单条；未列入计分表，只登记，不计分" in because
    # Turned the other way, the reading pays whatever leader it was.
    assert met.total("甲", "2026Q1", "C5") == 25


def test_c5_an_alias_of_the_edition_is_its_level(met: World) -> None:
    met.instructed(first(met), "2026-02-22", level="部领导")
    assert met.total("甲", "2026Q1") == 25


def test_c8_adoption_by_the_state_council_office_replaces_the_forwarding(
    met: World,
) -> None:
    met.adopted(first(met), "选报国务院办公厅", "2026-02-20")
    assert met.total("甲", "2026Q1") == 21
    met.adopted(first(met), "国办", "2026-03-20")
    assert met.total("甲", "2026Q1") == 25


def test_c10_an_event_entered_after_publication_lands_in_the_next_open_quarter(
    met: World,
) -> None:
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


def test_c11_a_later_higher_adoption_brings_the_difference_as_a_line(
    met: World,
) -> None:
    met.adopted(first(met), "宁夏交通信息", "2026-01-20")
    met.adopted(first(met), "国务院办公厅", "2026-05-20")
    lines = [line for line in met.of("甲", "2026Q2").lines if line.serial == first(met)]
    assert sorted(line.points for line in lines) == [-2, 10]


def test_c11_halves_of_a_joint_item_follow_the_difference(met: World) -> None:
    met.unit("乙")
    joint = met.sent("甲", "2026-01-25", others=("乙",))
    met.adopted(joint, "宁夏交通信息", "2026-01-26")
    met.adopted(joint, "国务院办公厅", "2026-05-20")
    of_joint = [
        line.points for line in met.of("乙", "2026Q2").lines if line.serial == joint
    ]
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
        assert (
            sum(
                line.points
                for line in world.of(name, "2026-01").lines
                if line.serial == joint
            )
            == 3
        )


def test_d6_an_unticked_item_waits_and_an_item_ticked_no_is_as_if_never_sent(
    world: World,
) -> None:
    world.unit("宣传中心", "第二组", own_business_only=True)
    serial = world.sent("宣传中心", "2026-01-05", state=SubmissionState.HELD)
    assert world.total("宣传中心", "2026-01") == 0
    world.change(serial, state=SubmissionState.RECORDED, own_business=False)
    assert world.total("宣传中心", "2026-01") == -5
    assert world.lists("宣传中心", "2026-01") == {"零报送"}
    world.change(serial, own_business=True)
    assert world.total("宣传中心", "2026-01") == 5
