"""Does what was taken back after its quarter was printed come to what it should, over
all quarters?
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Facts, Withdrawal
from ledger.periods import parse_period
from ledger.rulebook import Edition
from scoring.score import score
from scoring.without import carried, name_of, without
from tests.fixtures.examples import examples
from tests.scoring.worlds import World, at, day, ningxia

OUTLETS = ("《宁夏交通信息》", "《综合信息》", "国务院办公厅", "某某内参")
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")


def credited(
    rule: Edition, facts: Facts, quarters: tuple[str, ...] = QUARTERS
) -> dict[int, Fraction]:
    """What items give each unit over the quarters."""
    points = dict.fromkeys((unit.id for unit in facts.units), Fraction(0))
    for code in quarters:
        for unit in score(rule, parse_period(code), facts).units:
            points[unit.unit_id] += sum(
                (line.points for line in unit.lines if line.serial), Fraction(0)
            )
    return points


@st.composite
def years(draw: st.DrawFn) -> tuple[Facts, str, Withdrawal]:
    """An item used and written on in two quarters, of which one thing is withdrawn once
    it is printed.
    """
    world = World(甲="第一组", 乙="第一组")
    serial = world.sent("甲", "2026-01-05", others=draw(st.sampled_from(((), ("乙",)))))
    days = st.integers(5, 170).map(
        lambda offset: date(2026, 1, 1) + timedelta(days=offset)
    )
    for _ in range(draw(st.integers(1, 4))):
        world.adopted(serial, draw(st.sampled_from(OUTLETS)), draw(days))
    for leader in draw(
        st.lists(st.sampled_from(("张", "李")), max_size=2, unique=True)
    ):
        world.instructed(serial, draw(days), leader)
    world.publish("2026Q1", "2026-04-10")
    world.publish("2026Q2", "2026-07-10")
    facts = world.facts
    names = [name_of(each) for each in facts.adoptions] + [
        name_of(each) for each in facts.instructions
    ]
    return (
        facts,
        draw(st.sampled_from(names)),
        Withdrawal(at(day("2026-07-20")), "张", "录错", carried=True),
    )


@settings(max_examples=examples(60), deadline=None)
@given(
    year=years(), otherwise=st.sampled_from(((), ("C1",), ("C3",), ("C4",), ("C10",)))
)
def test_c13_all_quarters_together_come_to_what_they_would_without_it(
    year: tuple[Facts, str, Withdrawal], otherwise: tuple[str, ...]
) -> None:
    facts, name, withdrawal = year
    rule = ningxia(*otherwise)
    after = carried(facts, {name}, withdrawal)
    assert credited(rule, after) == credited(rule, without(facts, {name}))
    # What is printed stays as it was, whenever it is scored again.
    for code in ("2026Q1", "2026Q2"):
        assert credited(rule, after, (code,)) == credited(rule, facts, (code,))
    half_year = parse_period("2026H1")
    assert score(rule, half_year, after) == score(rule, half_year, facts)


def test_c13_a_lower_one_that_had_been_displaced_counts_again() -> None:
    world = World(甲="第一组")
    serial = world.sent("甲", "2026-01-05")
    world.adopted(serial, "《综合信息》", "2026-02-01")
    world.adopted(serial, "国务院办公厅", "2026-03-01")
    world.publish("2026Q1", "2026-04-10")
    withdrawal = Withdrawal(at(day("2026-04-20")), "张", "录错", carried=True)
    gone = name_of(world.adoptions[1])
    facts = carried(world.facts, {gone}, withdrawal)
    sheet = score(ningxia(), parse_period("2026Q2"), facts)
    lines = {
        line.points: line
        for unit in sheet.units
        for line in unit.lines
        if line.points and line.serial
    }
    assert set(lines) == {Fraction(-10), Fraction(4)}
    assert lines[Fraction(-10)].on == date(2026, 4, 20)
    assert "经核实撤回（录错）" in lines[Fraction(-10)].because
    assert "此前因另有更高的未计" in lines[Fraction(4)].because


def test_c13_what_is_withdrawn_while_its_quarter_is_open_counts_nowhere() -> None:
    world = World(甲="第一组")
    serial = world.sent("甲", "2026-01-05")
    world.adopted(serial, "国务院办公厅", "2026-03-01")
    withdrawal = Withdrawal(at(day("2026-03-20")), "张", "录错", carried=True)
    facts = carried(world.facts, {name_of(world.adoptions[0])}, withdrawal)
    unit = score(ningxia(), parse_period("2026Q1"), replace(facts)).units[0]
    assert not [line for line in unit.lines if line.points and line.serial == serial]
    assert [entry.name for entry in unit.named if "采用" in entry.name]
