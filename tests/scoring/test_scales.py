"""Do worths, measures, scales and tallies give what a rule's sentence says?"""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Remark
from ledger.entries.submissions import SubmissionState
from ledger.periods import parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import UnitScore
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.test_laws_of_editions import MONTHS, QUARTERS, YEAR, facts_under
from tests.scoring.test_laws_of_editions import totals as totals_of
from tests.scoring.worlds import World, at

PLAIN = """
id = "x/1"
office = "某办"
title = "考核办法"
category = [{ name = "信息", article = "1" }, { name = "调研", article = "1" }]
[groups]
article = "1"
names = ["甲组", "乙组"]
[forms]
article = "1"
count_as = { "单条" = 1, "综合" = 1 }
[publications]
article = "1"
table = [
    { name = "《市刊》", level = "市", points = 4 },
    { name = "《省刊》", level = "省", points = 10 },
]
[instruction]
article = "1"
levels = { "市领导" = 6 }
unlisted = 0
needs_adoption = false
[remark."名次"]
article = "2"
least = 1
most = 50
[force]
article = "1"
from = 2020-01-01
"""


def edition(tables: str) -> Edition:
    quoted = re.sub(r"^\[(\w+)\.([^\]]+)\]", r'[\1."\2"]', tables, flags=re.MULTILINE)
    return parse_edition(PLAIN + quoted.replace("ART", 'article = "3"'), "x.toml")


def of(world: World, rule: Edition, period: str, unit: str = "甲") -> UnitScore:
    found = score(rule, parse_period(period), world.facts).of(world.units[unit].id)
    assert found is not None
    return found


@pytest.fixture
def small() -> World:
    return World(甲="甲组", 乙="乙组")


def test_an_instruction_may_double_what_an_item_earns(small: World) -> None:
    rule = edition(
        "[worth.批示加倍]\nART\nof = ['adoption']\nwhen = { instructed = true }\ntimes = 2"
    )
    item = small.sent("甲", "2026-01-05", "信息")
    small.adopted(item, "《市刊》", "2026-01-10")
    small.instructed(item, "2026-04-02", level="市领导")
    assert of(small, rule, "2026Q1").total == 4
    later = of(small, rule, "2026Q2")
    assert later.total == 6 + 8 - 4
    assert any("批示加倍" in line.because for line in later.lines)
    assert of(small, rule, "2026").total == 8 + 6


def test_a_long_text_and_a_second_note_may_be_worth_something_of_their_own(
    small: World,
) -> None:
    rule = edition(
        "[worth.千字以上]\nART\nof = ['adoption.市']\n"
        "when = { characters = { least = 1000 } }\npoints = 7\n"
        "[worth.再次批示]\nART\nof = ['instruction']\nwhen = { nth = { least = 2 } }\npoints = 1"
    )
    long, short = (
        small.sent("甲", "2026-01-05", "信息", characters=number)
        for number in (1000, 999)
    )
    small.adopted(long, "《市刊》", "2026-01-10")
    small.adopted(short, "《市刊》", "2026-01-10")
    for on in ("2026-01-11", "2026-01-12", "2026-01-13"):
        small.instructed(short, on, level="市领导")
    assert of(small, rule, "2026Q1").total == 7 + 4 + 6 + 1 + 1


def test_of_a_joint_item_the_leader_and_the_others_may_share_three_to_two(
    small: World,
) -> None:
    rule = edition(
        "[worth.主报六成]\nART\nof = ['adoption']\nwhen = { joint = true, role = 'lead' }\ntimes = '3/5'\n"
        "[worth.协报四成]\nART\nof = ['adoption']\nwhen = { role = 'other' }\ntimes = '2/5'"
    )
    item = small.sent("甲", "2026-01-05", "信息", others=("乙",))
    small.adopted(item, "《省刊》", "2026-01-10")
    assert of(small, rule, "2026Q1").total == 6
    assert of(small, rule, "2026Q1", "乙").total == 4


STEPS = """
[measure.采用篇数]
ART
count = "used"
[measure.报送篇数]
ART
count = "accepted"
[measure.采用率]
ART
ratio = ["采用篇数", "报送篇数"]
[scale.采用率]
ART
of = "采用率"
per = "quarter"
groups = ["甲组"]
steps = [{ named = "采用率偏低" }, { least = 0.25 }, { least = 0.5, points = 5 }]
"""


def test_a_rate_gives_points_or_a_name_at_the_end_of_its_period(small: World) -> None:
    items = [small.sent("甲", f"2026-01-0{day}", "信息") for day in range(1, 5)]
    rule = edition(STEPS)
    low = of(small, rule, "2026Q1")
    assert [entry.name for entry in low.named] == ["采用率偏低"]
    small.adopted(items[0], "《市刊》", "2026-02-01")
    assert of(small, rule, "2026Q1").named == ()
    small.adopted(items[1], "《市刊》", "2026-02-01")
    small.adopted(items[1], "《省刊》", "2026-02-01")
    assert of(small, rule, "2026Q1").total == 4 + 4 + 10 + 5
    assert of(small, rule, "2026-01").named == ()
    assert of(small, rule, "2026Q1", "乙").lines == ()
    unknown = of(small, rule, "2026Q2").lines
    assert ["无从计算" in line.because for line in unknown] == [True]


def test_a_scale_takes_nothing_while_reports_of_its_period_wait(small: World) -> None:
    small.sent("甲", "2026-01-05", "信息")
    small.sent("甲", "2026-01-06", "信息", state=SubmissionState.HELD)
    found = of(small, edition(STEPS), "2026Q1")
    assert found.named == ()
    assert any("1件待核，核定前不扣分、不点名" in line.because for line in found.lines)


def test_three_months_on_end_are_counted_from_the_years_beginning(small: World) -> None:
    rule = edition(
        "[measure.篇数]\nART\ncount = 'accepted'\n"
        "[measure.连续]\nART\nstreak = '篇数'\nwithin = { below = 1 }\n"
        "[scale.连续三月零报送]\nART\nof = '连续'\nper = 'month'\n"
        "steps = [{}, { least = 3, points = -5, named = '约谈' }, { least = 4 }]"
    )
    small.sent("甲", "2026-01-06", "信息")
    assert of(small, rule, "2026-03").total == 0
    april = of(small, rule, "2026-04")
    assert april.total == -5
    assert [entry.name for entry in april.named] == ["约谈"]
    assert of(small, rule, "2026").total == -5


def test_a_total_may_be_weighed_by_each_units_own_target_and_give_a_name(
    small: World,
) -> None:
    rule = edition(
        "[measure.总分]\nART\nsum = ['total']\n"
        "[measure.目标]\nART\nunits = { '甲' = 8, '乙' = 4 }\n"
        "[measure.完成]\nART\nratio = ['总分', '目标']\n"
        "[scale.超额]\nART\nof = '完成'\nper = 'year'\nnorm = 1\npoints = 10\nleast = 0\nmost = 5\n"
        "[scale.等次]\nART\nof = '完成'\nper = 'year'\n"
        "steps = [{ named = '未完成' }, { least = 1, named = '完成' }]"
    )
    for unit in "甲乙":
        small.adopted(small.sent(unit, "2026-01-05", "信息"), "《省刊》", "2026-01-10")
    assert of(small, rule, "2026").total == 10 + Fraction("2.5")
    assert of(small, rule, "2026", "乙").total == 10 + 5
    assert [entry.name for entry in of(small, rule, "2026").named] == ["完成"]


def test_what_is_tallied_apart_is_shown_and_not_in_the_total(small: World) -> None:
    rule = edition("[tally.考评名次]\nART\nof = ['remark.名次']\nunit = '名'")
    on = date(2026, 3, 1)
    told = Remark(1, 1, "名次", on, at(on), "省厅通报", Fraction(3), None)
    small.adopted(small.sent("甲", "2026-01-05", "信息"), "《市刊》", "2026-01-10")
    facts = replace(small.facts, remarks=(told,))
    found = score(rule, parse_period("2026Q1"), facts).units[0]
    assert found.total == 4
    (apart,) = [line for line in found.lines if line.account == "tally.考评名次"]
    assert apart.because == "考评名次合计3名，另计，不入总分"


@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_what_scales_and_worths_give_in_a_year_is_what_its_months_give(
    data: st.DataObject,
) -> None:
    rule = edition(
        STEPS
        + "[worth.批示加倍]\nART\nof = ['adoption']\nwhen = { instructed = true }\ntimes = 2\n"
        "[measure.总分]\nART\nsum = ['total']\n"
        "[scale.每十分]\nART\nof = '总分'\nper = 'month'\nnorm = 0\npoints = '1/10'\n"
        "[selection.最高]\nART\nof = ['adoption', 'instruction']\n"
        "keep = [{ highest = 1, per = 'level' }, { highest = 2, per = 'item' }]\n"
        "[[limit]]\nART\nof = ['scale', 'adoption']\nper = 'quarter'\nmost = 9"
    )
    facts = data.draw(facts_under(rule))
    year = totals_of(rule, [str(YEAR)], facts)
    assert totals_of(rule, MONTHS, facts) == year
    assert totals_of(rule, QUARTERS, facts) == year
