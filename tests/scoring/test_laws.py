"""Which laws hold whatever happens?"""

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Facts
from ledger.entries.submissions import SubmissionState
from ledger.periods import parse_period
from ledger.scoresheet import as_json, from_json, sum_of
from scoring.explain import unit_differences
from scoring.layout import ranks, rounded, shares, year_mean
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.worlds import World, ningxia

NINGXIA = ningxia()
CONVERSION = NINGXIA.conversion or pytest.fail("the Ningxia rule converts")
UNITS = ("甲", "乙", "丙")
OUTLETS = ("宁夏交通信息", "综合信息", "情况交流", "国务院办公厅", "交通周刊")
Q2 = parse_period("2026Q2")

days = st.integers(0, 180).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
totals = st.dictionaries(
    st.integers(1, 60),
    st.fractions(min_value=-50, max_value=500, max_denominator=4),
    min_size=1,
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    for _ in range(draw(st.integers(0, 12))):
        unit = draw(st.sampled_from(UNITS))
        others = tuple(draw(st.sets(st.sampled_from(UNITS), max_size=2)) - {unit})
        category = draw(st.sampled_from(NINGXIA.intake.categories))
        state = draw(
            st.sampled_from([SubmissionState.RECORDED] * 4 + list(SubmissionState))
        )
        world.sent(unit, draw(days), category, others=others, state=state)
    serials = list(world.submissions)
    for _ in range(draw(st.integers(0, 8)) if serials else 0):
        serial, on = draw(st.sampled_from(serials)), draw(days)
        entered = on + timedelta(days=draw(st.integers(0, 60)))
        world.adopted(
            serial,
            draw(st.sampled_from(OUTLETS)),
            on,
            draw(st.sampled_from(("单条", "简讯"))),
            entered,
        )
    for _ in range(draw(st.integers(0, 3)) if serials else 0):
        world.instructed(
            draw(st.sampled_from(serials)), draw(days), draw(st.sampled_from("张李"))
        )
    if draw(st.booleans()):
        world.publish("2026Q1", "2026-04-10")
    return world


def shuffled(facts: Facts, seed: int) -> Facts:
    chance = random.Random(seed)
    return replace(
        facts,
        units=tuple(chance.sample(facts.units, len(facts.units))),
        submissions=tuple(chance.sample(facts.submissions, len(facts.submissions))),
        adoptions=tuple(chance.sample(facts.adoptions, len(facts.adoptions))),
        instructions=tuple(chance.sample(facts.instructions, len(facts.instructions))),
    )


@settings(max_examples=examples(40), deadline=None)
@given(worlds(), st.integers())
def test_the_order_of_facts_never_matters(world: World, seed: int) -> None:
    assert score(NINGXIA, Q2, shuffled(world.facts, seed)) == score(
        NINGXIA, Q2, world.facts
    )


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_a_sheet_survives_being_stored_and_its_lines_sum_to_its_totals(
    world: World,
) -> None:
    sheet = score(NINGXIA, Q2, world.facts)
    data = as_json(sheet)
    assert from_json(data) == sheet
    for group in data["groups"]:
        for unit in group["units"]:
            assert sum(Fraction(line["points"]) for line in unit["lines"]) == Fraction(
                unit["total"]
            )
            assert 0 <= Fraction(unit["share"]) <= 5


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_every_line_cites_an_article_of_the_rule_and_gives_a_reason(
    world: World,
) -> None:
    places = {article.number for article in NINGXIA.articles}
    for unit in score(NINGXIA, Q2, world.facts).units:
        for line in unit.lines:
            assert line.article in places
            assert line.because
            assert line.evidence or line.serial is None


@settings(max_examples=examples(40), deadline=None)
@given(worlds(), days, st.sampled_from(OUTLETS), st.data())
def test_under_highest_only_an_adoption_never_lowers_a_total_of_the_year(
    world: World, on: date, outlet: str, data: st.DataObject
) -> None:
    if not world.submissions:
        return
    year = parse_period("2026")
    before = {
        unit.unit_id: unit.total for unit in score(NINGXIA, year, world.facts).units
    }
    world.adopted(data.draw(st.sampled_from(sorted(world.submissions))), outlet, on)
    after = {
        unit.unit_id: unit.total for unit in score(NINGXIA, year, world.facts).units
    }
    assert all(after[unit_id] >= before[unit_id] for unit_id in before)


@settings(max_examples=examples(25), deadline=None)
@given(worlds())
def test_the_months_of_a_quarter_sum_to_the_quarter(world: World) -> None:
    quarter = score(NINGXIA, Q2, world.facts)
    months = [
        score(NINGXIA, parse_period(f"2026-0{number}"), world.facts)
        for number in (4, 5, 6)
    ]
    for unit in quarter.units:
        parts = [found.total for month in months if (found := month.of(unit.unit_id))]
        assert sum(parts, Fraction(0)) == unit.total
        last = months[-1].of(unit.unit_id)
        assert last is not None
        assert last.year_to_date == unit.year_to_date


@given(totals)
def test_no_share_is_outside_zero_and_five_and_the_first_has_five(
    of_group: dict[int, Fraction],
) -> None:
    found = shares(of_group, CONVERSION)
    assert all(0 <= share <= 5 for share in found.values())
    if max(of_group.values()) > 0:
        assert max(found.values()) == 5


@given(totals)
def test_ranks_follow_totals_and_equal_totals_share_a_rank(
    of_group: dict[int, Fraction],
) -> None:
    found = ranks(of_group)
    for unit_id, total in of_group.items():
        assert found[unit_id] == 1 + sum(
            1 for other in of_group.values() if other > total
        )


def test_a_half_is_rounded_up_and_a_year_without_quarters_has_no_mean() -> None:
    assert rounded(Fraction("0.125"), 2) == Fraction("0.13")
    assert rounded(Fraction("0.875"), 2) == Fraction("0.88")
    assert year_mean([], CONVERSION) is None


@settings(max_examples=examples(40))
@given(worlds(), worlds())
def test_the_lines_that_differ_account_for_every_point_of_the_difference(
    one: World, other: World
) -> None:
    before, after = one.sheet("2026Q1"), other.sheet("2026Q1")
    differing = {each.change.unit_id: each for each in unit_differences(before, after)}
    for unit in differing.values():
        gained = sum_of(line.points for line in unit.new) - sum_of(
            line.points for line in unit.gone
        )
        assert gained == unit.change.difference
        assert not set(unit.gone) & set(unit.new)
    for score_before in before.units:
        if score_before.unit_id not in differing:
            assert after.of(score_before.unit_id) == score_before


@settings(max_examples=examples(20))
@given(worlds())
def test_a_sheet_differs_in_nothing_from_itself_and_from_what_was_stored_of_it(
    world: World,
) -> None:
    sheet = world.sheet("2026Q1")
    assert unit_differences(sheet, sheet) == ()
    assert unit_differences(from_json(as_json(sheet)), sheet) == ()
