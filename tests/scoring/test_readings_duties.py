"""Are quotas and commissions read as settled, and does each open reading turn on one
switch?

One test a row of the readings; the row's id is in the name.
"""

from datetime import date

import pytest

from ledger.entries.events import SentBack, UnseenLetter
from ledger.entries.people import Exemption
from ledger.entries.submissions import SubmissionState
from tests.scoring.worlds import Q1, Q2, World, at


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


@pytest.mark.parametrize(
    "state", [SubmissionState.RETURNED, SubmissionState.SUPERSEDED]
)
def test_a8_what_is_not_accepted_does_not_avoid_the_fine(
    world: World, state: SubmissionState
) -> None:
    world.sent("甲", "2026-01-05", state=state)
    assert world.total("甲", "2026-01") == -5


def test_a8_a_held_item_counts_for_nothing_and_keeps_off_the_fine(world: World) -> None:
    world.sent("甲", "2026-01-05", state=SubmissionState.HELD)
    assert world.total("甲", "2026-01") == 0
    assert world.lists("甲", "2026-01") == set()


def test_a8_a_letter_nobody_has_looked_at_keeps_its_unit_off_the_fine_of_its_month(
    world: World,
) -> None:
    letter = UnseenLetter(7, world.units["甲"].id, date(2026, 1, 31))
    world.unseen.append(letter)
    assert world.total("甲", "2026-01") == 0
    assert world.lists("甲", "2026-01") == set()
    assert world.total("甲", "2026-02") == -5
    (line,) = world.of("甲", "2026-01").lines
    assert "另有1封来件还没有认定是不是报送件，核定前不扣分、不点名" in line.because
    world.unseen.remove(letter)  # dismissed
    assert world.total("甲", "2026-01") == -5


def test_a8_an_item_returned_after_the_month_is_named_without_a_fine(
    world: World,
) -> None:
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


def test_a10_the_arrival_in_shanghai_decides_the_month_and_the_office_may_override(
    world: World,
) -> None:
    late = at(date(2026, 1, 31), 23)
    world.sent("甲", "2026-01-05")
    serial = world.sent("甲", "2026-01-31", arrived_at=late)
    assert world.total("甲", "2026-01") == 5
    world.change(serial, counts_on=date(2026, 2, 1))
    assert world.total("甲", "2026-01") == 0


def test_a11_a_missed_research_is_named_in_the_second_and_fourth_quarter(
    met: World,
) -> None:
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


def test_a13_an_exempt_month_is_not_fined_and_an_exempt_quarter_not_ranked(
    world: World,
) -> None:
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


# --- commissions ----------------------------------------------------------------------


def answered(
    world: World, on: str | None, due: str = "2026-02-20", **more: object
) -> None:
    world.asked("约1", due, "甲", issued="2026-02-01")
    if on:
        world.sent("甲", on, "综合", commission="约1", **more)


def test_b1_a_missed_commission_is_named_without_points(met: World) -> None:
    answered(met, None)
    assert met.total("甲", "2026Q1") == 15
    assert "约稿未完成" in met.lists("甲", "2026Q1")


def test_b2_a_late_commission_is_named_and_earns_when_the_office_waives_it(
    met: World,
) -> None:
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


def test_b5_a_commission_does_no_other_duty_but_breaks_the_silence(
    world: World,
) -> None:
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


def test_b7_sent_after_the_quarter_is_late_before_publication_and_missing_after_it(
    met: World,
) -> None:
    answered(met, "2026-04-08", due="2026-03-31")
    assert "约稿逾期" in met.lists("甲", "2026Q1")
    met.publish("2026Q1", "2026-04-05")
    assert "约稿未完成" in met.lists("甲", "2026Q1")
    assert met.total("甲", "2026Q2") == 15
    met.change(next(reversed(met.submissions)), lateness_waived=True)
    assert met.total("甲", "2026Q2") == 20
