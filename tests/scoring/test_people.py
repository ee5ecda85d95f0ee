"""Is every author shown what the items gave the unit, and nobody's namesake mixed
in?
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.submissions import SEVERAL_PHONES, Author, SubmissionState
from ledger.periods import parse_period
from ledger.scoresheet import ScoreSheet, points_text
from scoring.people import (
    UNMAPPED,
    AuthorScore,
    Candidates,
    People,
    candidates,
    people_of,
)
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.worlds import Q1, World, ningxia

NINGXIA = ningxia()
MA = Author("马文", "13909510001")
LI = Author("李娜", "0951-6123456")


def sheet_of(world: World, period: str) -> ScoreSheet:
    return score(NINGXIA, parse_period(period), world.facts)


def people(
    world: World, period: str = "2026Q1", sheet: ScoreSheet | None = None
) -> People:
    scored = sheet or sheet_of(world, period)
    return people_of(scored, parse_period(period), world.facts, NINGXIA.publication)


def only(world: World, name: str, period: str = "2026Q1") -> AuthorScore:
    found = [person for person in people(world, period).persons if person.name == name]
    assert len(found) == 1
    return found[0]


def points(person: AuthorScore) -> tuple[str, str]:
    return points_text(person.points), points_text(person.together)


def by(world: World, *authors: Author, on: str = "2026-01-05", unit: str = "甲") -> str:
    return world.sent(unit, on, authors=authors)


# --- points ---------------------------------------------------------------------------


def test_an_author_is_shown_what_the_items_gave_the_unit(world: World) -> None:
    first, second = by(world, MA), by(world, MA, on="2026-01-06")
    world.adopted(first, "宁夏交通信息", "2026-01-20")
    world.adopted(second, "综合信息", "2026-01-21")
    world.instructed(second, "2026-01-22")
    person = only(world, "马文", "2026-01")
    assert (person.unit, person.phone, person.items) == (
        "甲",
        "13909510001",
        (first, second),
    )
    assert person.points == 5 + 2 + 4 + 10 == world.total("甲", "2026-01")
    assert person.together == 0
    assert (sum(person.adoptions.values()), person.instructions) == (2, 1)


def test_an_item_of_two_authors_is_shown_whole_to_both_and_marked(world: World) -> None:
    world.adopted(by(world, MA, LI), "综合信息", "2026-01-20")
    for name in ("马文", "李娜"):
        person = only(world, name)
        assert points(person) == ("4", "4")


def test_a_months_duty_done_by_two_persons_is_shown_to_both_and_marked(
    world: World,
) -> None:
    by(world, MA)
    by(world, LI)
    assert [points(each) for each in people(world, "2026-01").persons] == [
        ("5", "5"),
        ("5", "5"),
    ]


def test_a_duty_done_together_with_an_unsigned_item_is_not_one_persons_alone(
    world: World,
) -> None:
    by(world, MA)
    unsigned = by(world)
    assert points(only(world, "马文", "2026-01")) == ("5", "5")
    assert people(world, "2026-01").unsigned == (unsigned,)


def test_a_silent_month_is_no_authors_fault(world: World) -> None:
    by(world, MA)
    assert world.total("甲", "2026Q1") == -10
    assert only(world, "马文").points == 0


def test_what_a_higher_adoption_displaced_is_taken_from_its_author_too(
    world: World,
) -> None:
    serial = by(world, MA)
    world.adopted(serial, "宁夏交通信息", "2026-01-20")
    world.adopted(serial, "国务院办公厅", "2026-05-20")
    assert only(world, "马文", "2026Q1").points == 2
    assert only(world, "马文", "2026Q2").points == 8
    assert only(world, "马文", "2026").points == 10
    assert sum(only(world, "马文", "2026Q2").adoptions.values()) == 1
    assert sum(only(world, "马文", "2026").adoptions.values()) == 2


def test_an_author_belongs_to_the_unit_in_whose_name_the_item_came(
    world: World,
) -> None:
    world.unit("乙")
    joint = world.sent("甲", "2026-01-05", others=("乙",), authors=(MA,))
    world.adopted(joint, "情况交流", "2026-01-20")
    assert world.total("乙", "2026-01") == 3
    assert [
        (each.unit, *points(each)) for each in people(world, "2026-01").persons
    ] == [("甲", "6", "0")]


def test_adoptions_are_counted_by_level_also_those_that_earned_nothing(
    world: World,
) -> None:
    serial = by(world, MA)
    world.adopted(serial, "综合信息", "2026-01-20")
    world.adopted(serial, "宁夏交通信息", "2026-01-21")
    world.adopted(serial, "交通周刊", "2026-01-22")
    found = only(world, "马文").adoptions
    levels = {outlet.level for outlet in NINGXIA.outlets if outlet.points in (2, 4)}
    assert sum(found.values()) == 3
    assert found[UNMAPPED] == 1
    assert set(found) <= {*levels, UNMAPPED}


@pytest.mark.parametrize("state", [SubmissionState.HELD, SubmissionState.RETURNED])
def test_what_is_not_accepted_is_nobodys(world: World, state: SubmissionState) -> None:
    world.adopted(
        world.sent("甲", "2026-01-05", authors=(MA,), state=state),
        "综合信息",
        "2026-01-20",
    )
    assert people(world).persons == ()


def test_what_an_item_earned_before_it_was_superseded_is_its_successors_authors(
    world: World,
) -> None:
    old, new = by(world, MA), by(world, LI, on="2026-01-06")
    world.adopted(old, "综合信息", "2026-01-20")
    world.change(old, state=SubmissionState.SUPERSEDED, superseded_by=new)
    assert [(each.name, *points(each)) for each in people(world).persons] == [
        ("李娜", "4", "0")
    ]


# --- one person or two ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Author("马文", "13909510001"), Author("马文")),
        (Author("马文", "139 0951 0001"), Author("马文", "+86-13909510001")),
        (Author("马文", "0951-6123456"), Author("马 文", "6123456")),
        (Author("马文", "010-61234567"), Author("马文", "(010)61234567")),
        (Author("马文"), Author("马　文")),
    ],
)
def test_one_name_in_one_unit_is_one_person(
    world: World, one: Author, other: Author
) -> None:
    by(world, one)
    by(world, other, on="2026-02-05")
    assert len(only(world, "马文").items) == 2


@pytest.mark.parametrize("other", ["13909510002", "0951-6123456", "8612345"])
def test_one_name_with_two_numbers_is_two_persons(world: World, other: str) -> None:
    by(world, MA)
    by(world, Author("马文", other))
    assert [(each.name, len(each.items)) for each in people(world).persons] == [
        ("马文", 1),
        ("马文", 1),
    ]


def test_of_two_namesakes_an_item_without_a_number_is_given_to_neither(
    world: World,
) -> None:
    by(world, Author("马文", "13909510001"))
    by(world, Author("马文", "13909510002"))
    by(world, Author("马文"))
    found = [(each.phone, len(each.items)) for each in people(world).persons]
    assert sorted(found) == [("", 1), ("13909510001", 1), ("13909510002", 1)]


def test_one_name_and_number_in_two_units_is_two_persons(world: World) -> None:
    world.unit("乙")
    by(world, MA)
    by(world, MA, unit="乙")
    assert [each.unit for each in people(world).persons] == ["甲", "乙"]


def test_a_person_named_twice_on_one_item_wrote_it_alone(world: World) -> None:
    world.adopted(by(world, MA, Author("马文")), "综合信息", "2026-01-20")
    assert points(only(world, "马文")) == ("4", "0")


def test_the_fullest_writing_of_a_number_is_shown(world: World) -> None:
    by(world, Author("马文", "6123456"))
    by(world, Author("马文", "0951-6123456"))
    assert only(world, "马文").phone == "0951-6123456"


# --- candidates -----------------------------------------------------------------------


def year(world: World) -> Candidates:
    sheet = sheet_of(world, "2026")
    return candidates(sheet, people(world, "2026", sheet))


def test_units_are_ranked_by_raw_points_within_their_group_and_overall(
    world: World,
) -> None:
    world.unit("乙", "第二组")
    world.unit("丙", "第二组")
    for number in range(1, 13):
        world.month("乙", f"2026-{number:02d}", times=1)
    world.month("丙", *Q1, times=1)
    found = year(world)
    places = [
        (each.unit, points_text(each.points), each.rank, each.rank_in_group)
        for each in found.units
    ]
    assert places == [("乙", "60", 1, 1), ("丙", "-30", 2, 2), ("甲", "-60", 3, 1)]
    assert found.units[1].by_article == {"11(1)": -30}


def test_the_named_lists_stand_beside_a_candidate(world: World) -> None:
    world.month("甲", *Q1)
    unit = year(world).units[0]
    assert unit.lists["零报送"] == 9
    assert unit.lists["零采用"] == 4
    assert {"4月零报送", "第一季度无采用"} <= {entry.because for entry in unit.named}


def test_a_unit_that_was_not_assessed_has_no_place(world: World) -> None:
    world.unit("乙", since=date(2027, 1, 1))
    world.unit("丙", since=date(2026, 12, 30))
    assert [(each.unit, each.rank) for each in year(world).units] == [
        ("甲", 1),
        ("丙", None),
    ]


def test_persons_are_ranked_within_and_across_units_and_equal_points_share_a_place(
    world: World,
) -> None:
    world.unit("乙")
    for author, unit, outlet, month in (
        (MA, "甲", "综合信息", 1),
        (LI, "甲", "情况交流", 2),
        (MA, "乙", "情况交流", 1),
        (Author("王五"), "甲", "交通周刊", 3),
    ):
        serial = by(world, author, unit=unit, on=f"2026-{month:02d}-05")
        world.adopted(serial, outlet, "2026-04-20")
    found = [
        (each.unit, each.name, each.rank, each.rank_in_unit)
        for each in year(world).persons
    ]
    assert found == [
        ("甲", "李娜", 1, 1),
        ("乙", "马文", 1, 1),
        ("甲", "马文", 3, 2),
        ("甲", "王五", 4, 3),
    ]


def test_who_gave_two_numbers_once_is_the_same_person_who_gave_the_first_again(
    world: World,
) -> None:
    by(world, Author("马文", f"0951-6123456{SEVERAL_PHONES}13909510001"))
    by(world, Author("马文", "6123456"))
    assert len(only(world, "马文").items) == 2


def test_a_year_before_this_installation_names_no_authors(world: World) -> None:
    world.before("2026Q1", "甲", "40", "5.00")
    found = year(world)
    assert found.persons == ()
    assert found.units[0].by_article["12(2)"] == 40


# --- laws -----------------------------------------------------------------------------

UNITS = ("甲", "乙", "丙")
authors = st.lists(
    st.builds(
        Author,
        st.sampled_from(("马文", "李娜", "")),
        st.sampled_from(("", "6123456", "13909510001")),
    ),
    max_size=3,
).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    days = st.integers(0, 180).map(
        lambda offset: date(2026, 1, 1) + timedelta(days=offset)
    )
    for _ in range(draw(st.integers(1, 14))):
        unit = draw(st.sampled_from(UNITS))
        others = tuple(
            sorted(draw(st.sets(st.sampled_from(UNITS), max_size=2)) - {unit})
        )
        state = draw(
            st.sampled_from([SubmissionState.RECORDED] * 5 + list(SubmissionState))
        )
        category = draw(st.sampled_from(("动态", "综合", "调研")))
        world.sent(
            unit,
            draw(days),
            category,
            others=others,
            state=state,
            authors=draw(authors),
        )
    for _ in range(draw(st.integers(0, 10))):
        serial, on = draw(st.sampled_from(sorted(world.submissions))), draw(days)
        world.adopted(
            serial, draw(st.sampled_from(("宁夏交通信息", "情况交流", "交通周刊"))), on
        )
    for _ in range(draw(st.integers(0, 3))):
        world.instructed(draw(st.sampled_from(sorted(world.submissions))), draw(days))
    return world


@settings(max_examples=examples(60), deadline=None)
@given(worlds(), st.randoms(use_true_random=False), st.sampled_from(("2026Q2", "2026")))
def test_the_order_of_facts_never_matters(
    world: World, chance: Random, period: str
) -> None:
    facts, sheet = world.facts, sheet_of(world, period)
    mixed = replace(
        facts,
        submissions=tuple(chance.sample(facts.submissions, len(facts.submissions))),
        adoptions=tuple(chance.sample(facts.adoptions, len(facts.adoptions))),
        units=facts.units[::-1],
    )
    asked = parse_period(period)
    assert people_of(sheet, asked, mixed, NINGXIA.publication) == people_of(
        sheet, asked, facts, NINGXIA.publication
    )


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_over_a_units_items_of_one_author_the_persons_sum_to_the_lines(
    world: World,
) -> None:
    found = people(world, "2026")
    for unit in sheet_of(world, "2026").units:
        alone = {
            serial
            for serial, item in world.submissions.items()
            if len(item.authors) == 1
            and item.authors[0].name
            and item.unit_id == unit.unit_id
        }
        shown = [
            share.line
            for person in found.persons
            for share in person.shares
            if person.unit_id == unit.unit_id and share.line.serial in alone
        ]
        lines = [line for line in unit.lines if line.serial in alone]
        assert sum((line.points for line in shown), Fraction(0)) == sum(
            line.points for line in lines
        )


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_what_is_not_marked_is_shown_to_one_person_and_all_that_is_shown_is_the_units(
    world: World,
) -> None:
    found = people(world, "2026")
    for unit in sheet_of(world, "2026").units:
        own = [person for person in found.persons if person.unit_id == unit.unit_id]
        single = [
            share.line
            for person in own
            for share in person.shares
            if not share.together
        ]
        assert len(single) == len(set(single))
        assert all(
            share.line in unit.lines for person in own for share in person.shares
        )


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_a_person_is_one_unit_name_and_number(world: World) -> None:
    found = people(world, "2026").persons
    keys = [(person.unit_id, person.name, person.phone) for person in found]
    assert len(keys) == len(set(keys))
    assert all(person.name for person in found)
