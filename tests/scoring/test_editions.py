"""Does last year give last year's numbers, whatever has changed since (E8)?"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.people import Exemption, Unit
from ledger.periods import parse_period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import Line, ScoreSheet, as_json
from ledger.standing import Duty
from scoring.language.edition import with_names_of, with_shared_names
from scoring.quota import standings
from scoring.score import assess
from tests.scoring.worlds import SINCE, World, ningxia

GROUPS = ("第一组", "第二组")
MOVED = date(2026, 7, 1)
LATER = date(2027, 3, 1)


@pytest.fixture
def year() -> World:
    """A year of two units, one of which is to move."""
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    for month in range(1, 13):
        world.month("甲", f"2026-{month:02d}", times=2 if month % 3 else 1)
        world.month("丙", f"2026-{month:02d}", times=1)
    serial = next(iter(world.submissions))
    world.adopted(serial, "宁夏交通信息", "2026-02-20")
    world.adopted(serial, "综合信息", "2026-08-20")
    world.instructed(serial, "2026-10-02")
    return world


def assessed(world: World, period: str, *editions: Edition) -> ScoreSheet:
    return assess(
        Rulebook(with_shared_names(editions or (ningxia(),))),
        parse_period(period),
        world.facts,
        LATER,
    )


def move(world: World, unit: str, group: str, on: date) -> None:
    world.units[unit] = world.units[unit].moved(group, on)


def next_year(**changes: object) -> Edition:
    """An edition of 2027; `changes` are fields of it."""
    return replace(
        ningxia(),
        id="ningxia-transport/2027-01-01",
        in_force_on=date(2027, 1, 1),
        **changes,  # type: ignore[arg-type]
    )


def group_of(sheet: ScoreSheet, unit: str) -> str:
    return next(
        group.group
        for group in sheet.groups
        if unit in {score.unit for score in group.units}
    )


def test_a_quarter_before_a_move_stays_to_the_cent(year: World) -> None:
    before = {
        code: as_json(assessed(year, code))
        for code in ("2026Q1", "2026Q2", "2026-05", "2026H1")
    }
    move(year, "甲", "第二组", MOVED)
    assert {code: as_json(assessed(year, code)) for code in before} == before


def test_from_the_move_on_a_unit_owes_and_is_ranked_as_its_new_group(
    year: World,
) -> None:
    move(year, "甲", "第二组", MOVED)
    quarter = assessed(year, "2026Q3")
    assert group_of(quarter, "甲") == "第二组"
    assert [
        line.points
        for line in quarter.units[-1].lines
        if "9月月度报送1篇，应报1篇" in line.because
    ] == [5]
    assert {
        duty.need for duty in _duties(year, "2026-09") if duty.code == "monthly"
    } == {1}
    assert {
        duty.need for duty in _duties(year, "2026-06") if duty.code == "monthly"
    } == {2}


def _duties(world: World, month: str) -> tuple[Duty, ...]:
    found = standings(ningxia(), world.facts, parse_period(month), LATER)
    return next(each for each in found if each.unit == "甲").duties


def test_e8_a_move_inside_a_quarter_counts_from_the_next_one(year: World) -> None:
    before = as_json(assessed(year, "2026Q3"))
    move(year, "甲", "第二组", date(2026, 8, 15))
    assert as_json(assessed(year, "2026Q3")) == before
    assert group_of(assessed(year, "2026Q4"), "甲") == "第二组"


def test_the_year_goes_by_the_last_group_and_keeps_every_printed_share(
    year: World,
) -> None:
    move(year, "甲", "第二组", MOVED)
    whole = assessed(year, "2026")
    assert group_of(whole, "甲") == "第二组"
    quarters = [assessed(year, f"2026Q{number}") for number in range(1, 5)]
    score = whole.of(year.units["甲"].id)
    assert score is not None
    shares = [
        found.share
        for sheet in quarters
        if (found := sheet.of(score.unit_id)) and found.share is not None
    ]
    assert score.share == round(sum(shares) / 4, 2)


@given(
    first=st.sampled_from(GROUPS),
    moves=st.lists(
        st.tuples(
            st.sampled_from(GROUPS), st.dates(date(2022, 1, 1), date(2027, 1, 1))
        ),
        max_size=5,
    ),
    seen=st.dates(date(2021, 3, 19), date(2027, 12, 31)),
)
def test_a_move_changes_the_days_from_it_on_and_no_other(
    first: str, moves: list[tuple[str, date]], seen: date
) -> None:
    unit = Unit(1, "甲", first, SINCE)
    for group, on in moves:
        moved = unit.moved(group, on)
        assert moved.group_on(seen) == (group if seen >= on else unit.group_on(seen))
        unit = moved


def test_a_renamed_publication_keeps_last_years_adoptions(year: World) -> None:
    before = as_json(assessed(year, "2026Q1"))
    renamed = tuple(
        replace(outlet, name="《宁夏交通要情》", aliases=("宁夏交通信息",))
        if "宁夏交通信息" in outlet.name
        else outlet
        for outlet in ningxia().outlets
    )
    editions = (ningxia(), next_year(outlets=renamed))
    assert as_json(assessed(year, "2026Q1", *editions)) == before
    late = year.sent("乙", "2026-03-02")
    year.adopted(
        late, "《宁夏交通要情》", "2026-03-20"
    )  # entered under the name of today
    (line,) = [
        line
        for line in _lines(assessed(year, "2026Q1", *editions), "乙")
        if line.points > 0
    ]
    assert (str(line.points), line.because) == ("2", "采用：《宁夏交通信息》，单条")
    year.adopted(year.sent("乙", "2027-01-05"), "宁夏交通信息", "2027-02-03")
    assert any(
        line.points == 2 for line in _lines(assessed(year, "2027Q1", *editions), "乙")
    )


def _lines(sheet: ScoreSheet, unit: str) -> tuple[Line, ...]:
    return next(score.lines for score in sheet.units if score.unit == unit)


def test_another_years_points_leave_last_year_as_it_was(year: World) -> None:
    before = {
        code: as_json(assessed(year, code)) for code in ("2026Q1", "2026Q4", "2026")
    }
    dearer = tuple(
        replace(outlet, points=outlet.points + 1) for outlet in ningxia().outlets
    )
    editions = (ningxia(), next_year(outlets=dearer))
    assert {code: as_json(assessed(year, code, *editions)) for code in before} == before


def test_an_exemption_of_this_year_leaves_last_year_as_it_was(year: World) -> None:
    before = as_json(assessed(year, "2026"))
    exemption = Exemption(date(2027, 1, 1), None, "机构改革")
    year.units["乙"] = replace(year.units["乙"], exemptions=(exemption,))
    assert as_json(assessed(year, "2026")) == before
    year.units["乙"] = replace(
        year.units["乙"], exemptions=(replace_since(exemption, date(2026, 2, 1)),)
    )
    fined = [line for line in _lines(assessed(year, "2026Q1"), "乙") if line.points < 0]
    assert [line.because for line in fined] == ["1月零报送"]


def replace_since(exemption: Exemption, since: date) -> Exemption:
    return exemption._replace(since=since)


def test_names_are_learnt_over_several_editions_and_never_taken_from_another() -> None:
    def named(year: int, *names: tuple[str, ...]) -> Edition:
        outlets = [
            replace(ningxia().outlets[0], name=name, office="", aliases=tuple(more))
            for name, *more in names
        ]
        return replace(
            ningxia(),
            id=str(year),
            in_force_on=date(year, 1, 1),
            outlets=tuple(outlets),
        )

    first, second, third = with_shared_names(
        [
            named(2025, ("旧刊",)),
            named(2026, ("新刊", "旧刊")),
            named(2027, ("《最新刊》", "新刊"), ("旧刊",)),
        ]
    )
    for edition in (first, second):
        assert all(
            edition.publication(name) is edition.outlets[0]
            for name in ("旧刊", "新刊", "最新刊")
        )
    assert third.publication("旧刊") is third.outlets[1]


def test_a_reading_turned_the_other_way_knows_the_same_names() -> None:
    newer = next_year(
        outlets=(
            replace(
                ningxia().outlets[0], name="《宁夏交通要情》", aliases=("宁夏交通信息",)
            ),
        )
    )
    turned = with_names_of(ningxia("A12"), [newer])
    assert turned.publication("宁夏交通要情") == turned.publication("宁夏交通信息")


@pytest.mark.parametrize("worth", [None, 1, 3, 4])
def test_c11_a_later_adoption_adds_its_difference_to_what_the_earlier_edition_credited(
    world: World, worth: int | None
) -> None:
    outlets = [
        outlet
        if "宁夏交通信息" not in outlet.name
        else replace(outlet, points=Fraction(worth or 0))
        for outlet in ningxia().outlets
        if worth is not None or "宁夏交通信息" not in outlet.name
    ]
    editions = (ningxia(), next_year(outlets=tuple(outlets)))
    serial = world.sent("甲", "2026-11-02")
    world.adopted(serial, "宁夏交通信息", "2026-11-20")
    world.adopted(serial, "国务院办公厅", "2027-02-20")
    points = {
        code: _credit(assessed(world, code, *editions), "甲")
        for code in ("2026Q4", "2027Q1")
    }
    assert points == {"2026Q4": 2, "2027Q1": 8}


def _credit(sheet: ScoreSheet, unit: str) -> Fraction:
    return sum(
        (
            line.points
            for line in _lines(sheet, unit)
            if line.article.startswith("11(2)")
        ),
        Fraction(0),
    )
