"""Is the sheet the same, whether a change makes everybody be scored again or only the
units it touches?
"""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.submissions import SubmissionState
from ledger.periods import parse_period
from ledger.rulebook import Edition
from scoring.layout import set_out
from scoring.renewal import touched_between, units_by_submission, with_units_replaced
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.test_laws import NINGXIA, OUTLETS, UNITS, days, worlds
from tests.scoring.worlds import World, ningxia

YEAR_TO_DATE = ningxia("E1")


@settings(max_examples=examples(60), deadline=None)
@given(
    worlds(),
    st.data(),
    st.sampled_from(("2026Q1", "2026Q2", "2026-05")),
    st.sampled_from((NINGXIA, YEAR_TO_DATE)),
)
def test_scoring_the_touched_units_alone_gives_the_whole_sheet(
    world: World, data: st.DataObject, code: str, edition: Edition
) -> None:
    period, earlier = parse_period(code), world.facts
    before = score(edition, period, earlier)
    _something_happens(world, data)
    now = world.facts
    told = touched_between(earlier, now)
    then, after = (
        units_by_submission(earlier.submissions),
        units_by_submission(now.submissions),
    )
    changed = {each.serial for each in {*earlier.submissions} ^ {*now.submissions}}
    changed |= {each.serial for each in {*earlier.adoptions} ^ {*now.adoptions}}
    ids = told.unit_ids.union(
        *(known.get(s, ()) for known in (then, after) for s in changed | told.serials)
    )
    few = replace(now, units=tuple(unit for unit in now.units if unit.id in ids))
    renewed = with_units_replaced(before, score(edition, period, few), ids)
    assert set_out(edition, period, now, renewed) == score(edition, period, now)


def _something_happens(world: World, data: st.DataObject) -> None:
    serials = sorted(world.submissions)
    unit, on = data.draw(st.sampled_from(UNITS)), data.draw(days)
    what = data.draw(
        st.sampled_from(
            ("sent", "asked", "excused", "moved", "adopted", "turned", "replaced")
        )
    )
    if what == "asked":
        world.asked("A", on, unit)
    elif what == "excused":
        world.units[unit] = replace(world.units[unit], until=on)
    elif what == "moved":
        world.units[unit] = replace(
            world.units[unit], group="第一组", own_business_only=True
        )
    elif what == "sent" or not serials:
        world.sent(unit, on)
    elif what == "adopted":
        world.adopted(
            data.draw(st.sampled_from(serials)), data.draw(st.sampled_from(OUTLETS)), on
        )
    elif what == "turned":
        state = data.draw(st.sampled_from(SubmissionState))
        other = world.units[unit].id
        world.change(
            data.draw(st.sampled_from(serials)),
            state=state,
            unit_id=other,
            co_unit_ids=(),
            counts_on=on,
        )
    else:
        one, by = (
            data.draw(st.sampled_from(serials)),
            data.draw(st.sampled_from(serials)),
        )
        world.change(one, state=SubmissionState.SUPERSEDED, superseded_by=by)


def test_a_submission_concerns_the_units_of_all_it_is_linked_to() -> None:
    world = World(甲="第一组", 乙="第一组", 丙="第二组")
    first, second, third = (
        world.sent(unit, date(2026, 4, 2)) for unit in ("甲", "乙", "丙")
    )
    world.change(first, state=SubmissionState.SUPERSEDED, superseded_by=second)
    found = units_by_submission(world.submissions.values())
    assert (set(found[first]), set(found[second]), set(found[third])) == (
        {1, 2},
        {1, 2},
        {3},
    )
