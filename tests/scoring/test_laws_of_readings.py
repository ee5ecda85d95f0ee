"""Which laws hold however the ambiguous sentences are read, and of all kinds of
facts?
"""

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Facts, Forwarding, SentBack
from ledger.entries.submissions import SubmissionState
from ledger.periods import Period, parse_period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import as_json
from scoring.close import digest_of
from scoring.explain import compare_sheets
from scoring.score import assess, score
from tests.fixtures.examples import examples
from tests.scoring.test_laws import OUTLETS, UNITS, days, worlds
from tests.scoring.worlds import World, at, ningxia

READINGS = sorted(reading.id for reading in ningxia().readings)
PERIODS = ("2026-05", "2026Q1", "2026Q2", "2026H1", "2026")

readings = st.frozensets(st.sampled_from(READINGS), max_size=3)
periods = st.sampled_from(PERIODS).map(parse_period)
seen_on = st.none() | days


@cache
def read_with(turned: frozenset[str]) -> Edition:
    return ningxia(*sorted(turned))


@st.composite
def stories(draw: st.DrawFn) -> World:
    """A world in which units are also asked for items, and the office had scored
    before.
    """
    world: World = draw(worlds())
    for number in range(draw(st.integers(0, 2))):
        due = draw(days)
        asked = draw(st.sets(st.sampled_from(UNITS), min_size=1))
        world.asked(f"约{number}", due, *sorted(asked), issued=due - timedelta(days=20))
        for unit in sorted(asked):
            late = draw(st.integers(-15, 15) | st.none())
            if late is not None:
                more = {
                    "quality": draw(st.booleans()),
                    "lateness_waived": draw(st.booleans()),
                }
                category = draw(st.sampled_from(("综合", "调研")))
                on = max(date(2026, 1, 1), due + timedelta(days=late))
                world.sent(unit, on, category, commission=f"约{number}", **more)
    if draw(st.booleans()):
        for unit in UNITS:
            world.before("2026Q1", unit, "12.5", "4.50")
    world.sent_back += [
        SentBack(each.serial, at(draw(days)))
        for each in world.submissions.values()
        if each.state is SubmissionState.RETURNED
    ]
    return world


def all_of(world: World) -> Facts:
    sent = [
        Forwarding(n, serial, "国务院办公厅", each.arrived_at.date(), each.arrived_at)
        for n, (serial, each) in enumerate(world.submissions.items())
    ]
    return replace(world.facts, forwardings=tuple(sent))


def shuffled(facts: Facts, seed: int) -> Facts:
    """Every kind of fact in another order."""
    chance = random.Random(seed)
    rows = {
        field.name: getattr(facts, field.name)
        for field in fields(facts)
        if field.name != "beginning"
    }
    mixed: dict[str, Any] = {
        name: tuple(chance.sample(of, len(of))) for name, of in rows.items()
    }
    return replace(facts, **mixed)


@settings(max_examples=examples(60), deadline=None)
@given(stories(), st.integers(), readings, periods, seen_on)
def test_the_order_of_no_kind_of_fact_matters(
    world: World, seed: int, turned: frozenset[str], period: Period, today: date | None
) -> None:
    edition, facts = read_with(turned), all_of(world)
    mixed = shuffled(facts, seed)
    assert score(edition, period, mixed, today) == score(edition, period, facts, today)
    assert digest_of(mixed) == digest_of(facts)


@settings(max_examples=examples(60), deadline=None)
@given(stories(), readings, periods, seen_on)
def test_lines_sum_to_the_total_and_no_share_is_outside_zero_and_five(
    world: World, turned: frozenset[str], period: Period, today: date | None
) -> None:
    for group in as_json(score(read_with(turned), period, all_of(world), today))[
        "groups"
    ]:
        for unit in group["units"]:
            assert sum(Fraction(line["points"]) for line in unit["lines"]) == Fraction(
                unit["total"]
            )
            assert unit["share"] is None or 0 <= Fraction(unit["share"]) <= 5


@settings(max_examples=examples(60), deadline=None)
@given(stories(), readings, days, st.sampled_from(OUTLETS), st.data())
def test_an_adoption_never_lowers_a_total_of_the_year_nor_names_a_unit_as_not_adopted(
    world: World, turned: frozenset[str], on: date, outlet: str, data: st.DataObject
) -> None:
    if not world.submissions:
        return
    edition, year, quarter = (
        read_with(turned),
        parse_period("2026"),
        parse_period("2026Q2"),
    )
    before = {
        unit.unit_id: unit.total for unit in score(edition, year, world.facts).units
    }
    silent = {
        unit.unit_id for unit in score(edition, quarter, world.facts).named("零采用")
    }
    item = data.draw(st.sampled_from(sorted(world.submissions)))
    world.adopted(
        item, outlet, on, entered="2026-06-30"
    )  # what is entered now never enters a closed past
    after = {
        unit.unit_id: unit.total for unit in score(edition, year, world.facts).units
    }
    assert all(after[unit_id] >= total for unit_id, total in before.items())
    assert {
        unit.unit_id for unit in score(edition, quarter, world.facts).named("零采用")
    } <= silent


@settings(max_examples=examples(60), deadline=None)
@given(stories(), readings, periods, seen_on)
def test_what_if_of_the_same_edition_changes_nothing(
    world: World, turned: frozenset[str], period: Period, today: date | None
) -> None:
    facts = all_of(world)
    now = assess(Rulebook((read_with(turned),)), period, facts, today)
    then = score(ningxia(*sorted(turned, reverse=True)), period, facts, today)
    assert then == now
    assert all(
        change.now == change.then and not change.difference
        for change in compare_sheets(now, then)
    )
