"""Is every point explained both ways, whatever happens, and does no move of a unit
reach back?
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.periods import Span, parse_period
from ledger.scoresheet import Line, ScoreSheet, UnitScore
from scoring.explain import explain_evidence, explain_unit, quarters_of
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.test_laws import NINGXIA, worlds
from tests.scoring.worlds import World

YEAR = tuple(parse_period("2026").split(Span.QUARTER))


def sheets(world: World) -> list[ScoreSheet]:
    return [score(NINGXIA, quarter, world.facts) for quarter in YEAR]


def lines(found: list[ScoreSheet]) -> Iterator[tuple[ScoreSheet, UnitScore, Line]]:
    for sheet in found:
        for unit in sheet.units:
            for line in unit.lines:
                yield sheet, unit, line


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_every_record_that_a_line_rests_on_leads_back_to_that_line(
    world: World,
) -> None:
    found = sheets(world)
    for sheet, unit, line in lines(found):
        for name in line.evidence:
            back = explain_evidence(found, name)
            assert (sheet.period, unit.unit, line) in {
                (each.period, each.unit, each.line) for each in back
            }


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_points_gained_rest_on_a_record_and_every_record_is_a_fact(
    world: World,
) -> None:
    known = {f"submission:{serial}" for serial in world.submissions}
    known |= {f"adoption:{one.id}" for one in world.adoptions}
    known |= {f"instruction:{one.id}" for one in world.instructions}
    for _, _, line in lines(sheets(world)):
        assert line.article in NINGXIA.citations
        assert line.because
        assert set(line.evidence) <= known
        assert line.evidence or line.points <= 0


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_every_accepted_item_and_every_adoption_is_spoken_of_where_it_belongs(
    world: World,
) -> None:
    found = {sheet.period: sheet for sheet in sheets(world)}
    for adoption in world.adoptions:
        unit_id = world.submissions[adoption.serial].unit_id
        assert unit_id is not None
        assert explain_evidence(list(found.values()), f"adoption:{adoption.id}"), (
            "counted, or said why not"
        )
    for serial in world.submissions:
        within = [
            found[quarter.code] for quarter in quarters_of(NINGXIA, world.facts, serial)
        ]
        everywhere = explain_evidence(list(found.values()), f"submission:{serial}")
        assert explain_evidence(within, f"submission:{serial}") == everywhere


@settings(max_examples=examples(40), deadline=None)
@given(worlds())
def test_what_counted_and_what_did_not_are_the_whole_of_a_unit(world: World) -> None:
    for sheet in sheets(world):
        for unit in sheet.units:
            told = explain_unit(sheet, unit.unit_id)
            assert told is not None
            assert (
                told.total
                == unit.total
                == sum((line.points for line in told.counted), Fraction(0))
            )
            assert sorted((*told.counted, *told.uncounted)) == sorted(unit.lines)


@settings(max_examples=examples(40), deadline=None)
@given(
    worlds(),
    st.sampled_from(("甲", "乙", "丙")),
    st.sampled_from(("第一组", "第二组")),
    st.dates(date(2026, 1, 2), date(2027, 1, 1)),
)
def test_a_move_changes_no_quarter_that_has_begun_before_it(
    world: World, unit: str, group: str, on: date
) -> None:
    before = sheets(world)
    world.units[unit] = world.units[unit].moved(group, on)
    for quarter, sheet in zip(YEAR, before, strict=True):
        after = score(NINGXIA, quarter, world.facts)
        if quarter.first < on:
            assert after == sheet
        else:
            of = next(
                each.group
                for each in after.groups
                if unit in {score.unit for score in each.units}
            )
            assert of == group
