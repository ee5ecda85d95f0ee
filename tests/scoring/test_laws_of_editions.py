"""Which laws hold of every office's rule, whatever shapes it is made of?"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.entries.events import Facts, Forwarding, PublishedPeriod, Remark
from ledger.entries.submissions import SubmissionState
from ledger.measures import ACCOUNTS, FigureOf, is_within
from ledger.periods import Span, parse_period
from ledger.rulebook import Edition, PointLimit
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.fixtures.examples import examples
from tests.scoring.test_other_offices import OFFICES, file_of
from tests.scoring.worlds import POLICY, World, at, ningxia

YEAR = 2026
RULES = [POLICY.stem, *OFFICES]
days = st.integers(0, 364).map(lambda offset: date(YEAR, 1, 1) + timedelta(days=offset))


@cache
def rule(name: str) -> Edition:
    """An edition by its file's name, in force in the year of these tests."""
    if name == POLICY.stem:
        return ningxia()
    file = file_of(name)
    edition = parse_edition(file.read_text(encoding="utf-8"), file.name)
    quotas = tuple(
        replace(
            quota,
            owed={
                group: replace(owed, units={"甲": 1})
                for group, owed in quota.owed.items()
            },
        )
        for quota in edition.quotas
    )
    measures = dict(edition.measures)
    for name_of_it, measure in edition.measures.items():
        if isinstance(measure.rule, FigureOf):
            figures = FigureOf({"甲": Fraction(3), "乙": Fraction(2)})
            measures[name_of_it] = measure._replace(rule=figures)
    return replace(edition, quotas=quotas, measures=measures)


@st.composite
def facts_under(draw: st.DrawFn, edition: Edition) -> Facts:
    """A year in which everything that the rule names happens by chance."""
    world = World(
        **{name: draw(st.sampled_from(edition.groups)) for name in ("甲", "乙")}
    )
    world.asked("约", draw(days), "甲", "乙", issued=date(YEAR, 1, 1))
    for _ in range(draw(st.integers(0, 10))):
        world.sent(
            draw(st.sampled_from(("甲", "乙"))),
            draw(days),
            draw(st.sampled_from(edition.intake.categories)),
            state=draw(
                st.sampled_from([SubmissionState.RECORDED] * 4 + [SubmissionState.HELD])
            ),
            commission=draw(st.sampled_from(("", "", "约"))),
            quality=draw(st.sampled_from((True, True, False))),
        )
    serials = sorted(world.submissions)
    for _ in range(draw(st.integers(0, 10)) if serials else 0):
        outlet = draw(st.sampled_from(edition.outlets))
        form = draw(st.sampled_from(edition.forms)).name
        world.adopted(draw(st.sampled_from(serials)), outlet.name, draw(days), form)
    for _ in range(draw(st.integers(0, 4)) if serials else 0):
        level = draw(st.sampled_from(sorted(edition.instruction.known) or ["某领导"]))
        world.instructed(
            draw(st.sampled_from(serials)),
            draw(days),
            draw(st.sampled_from("张李")),
            level,
        )
    return replace(
        world.facts,
        forwardings=draw(_sent_up(edition, serials)),
        remarks=draw(_remarks(edition, serials)),
    )


@st.composite
def _sent_up(
    draw: st.DrawFn, edition: Edition, serials: list[str]
) -> tuple[Forwarding, ...]:
    targets = [outlet.name for outlet in edition.forwardings] or ["上级办公室"]
    chosen = draw(st.sets(st.sampled_from(serials))) if serials else set()
    return tuple(
        Forwarding(
            number, serial, draw(st.sampled_from(targets)), on := draw(days), at(on, 16)
        )
        for number, serial in enumerate(sorted(chosen), 1)
    )


@st.composite
def _remarks(
    draw: st.DrawFn, edition: Edition, serials: list[str]
) -> tuple[Remark, ...]:
    kinds = (
        draw(st.lists(st.sampled_from(edition.remarks), max_size=3))
        if edition.remarks
        else []
    )
    return tuple(
        Remark(
            number,
            draw(st.integers(1, 2)),
            kind.name,
            on := draw(days),
            at(on, 16),
            "理由",
            kind.most,
            draw(st.sampled_from([None, *serials])),
        )
        for number, kind in enumerate(kinds, 1)
    )


def totals(edition: Edition, codes: list[str], facts: Facts) -> dict[int, Fraction]:
    """Each unit's points of several periods together."""
    found: dict[int, Fraction] = {}
    for code in codes:
        for unit in score(edition, parse_period(code), facts).units:
            assert sum((line.points for line in unit.lines), Fraction(0)) == unit.total
            found[unit.unit_id] = found.get(unit.unit_id, Fraction(0)) + unit.total
    return found


MONTHS = [f"{YEAR}-{number:02d}" for number in range(1, 13)]
QUARTERS = [f"{YEAR}Q{number}" for number in range(1, 5)]


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=examples(10), deadline=None)
@given(data=st.data())
def test_a_year_is_its_months_and_its_quarters(name: str, data: st.DataObject) -> None:
    edition = rule(name)
    facts = data.draw(facts_under(edition))
    year = totals(edition, [str(YEAR)], facts)
    assert totals(edition, MONTHS, facts) == year
    assert totals(edition, QUARTERS, facts) == year


@settings(max_examples=examples(40), deadline=None)
@given(
    data=st.data(),
    of=st.sets(st.sampled_from(["adoption", "instruction", "quota", "remark"])),
    per=st.sampled_from([None, Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR]),
    most=st.integers(0, 12),
    at_most=st.sampled_from([None, 1, 2]),
)
def test_a_limit_of_any_length_takes_month_by_month_what_it_takes_in_all(
    data: st.DataObject, of: set[str], per: Span | None, most: int, at_most: int | None
) -> None:
    names = tuple(sorted(of - {"quota", "remark"} if per is None else of))
    bound = PointLimit("1", names, per, Fraction(most), Fraction(-5), at_most)
    inner = PointLimit("1", names[:1], Span.QUARTER, Fraction(3))
    limits = (inner, bound) if names[1:] else (bound,)
    edition = replace(rule("13-district"), limits=limits)
    facts = data.draw(facts_under(edition))
    assert totals(edition, MONTHS, facts) == totals(edition, [str(YEAR)], facts)


@settings(max_examples=examples(30), deadline=None)
@given(data=st.data(), most=st.integers(0, 12), least=st.integers(-9, 0))
def test_a_limit_is_a_line_and_what_it_bounds_is_the_sum_of_its_accounts(
    data: st.DataObject, most: int, least: int
) -> None:
    bare = rule("13-district")
    of = ("adoption", "remark")
    bound = PointLimit("1", of, Span.QUARTER, Fraction(most), Fraction(least))
    facts = data.draw(facts_under(bare))
    first = parse_period(QUARTERS[0])
    limited = score(replace(bare, limits=(bound,)), first, facts)
    for unit in score(bare, first, facts).units:
        with_limit = limited.of(unit.unit_id)
        assert with_limit is not None
        own = [line for line in with_limit.lines if line.account != "limit.1"]
        assert own == [*unit.lines]
        weighed = sum(line.points for line in own if is_within(line.account, of))
        change = sum(
            line.points for line in with_limit.lines if line.account == "limit.1"
        )
        assert weighed + change == min(max(weighed, least), most)


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=examples(7), deadline=None)
@given(data=st.data())
def test_every_line_belongs_to_an_account_that_its_edition_has(
    name: str, data: st.DataObject
) -> None:
    edition = rule(name)
    facts = data.draw(facts_under(edition))
    for unit in score(edition, parse_period(str(YEAR)), facts).units:
        for line in unit.lines:
            # What the rule does not name, such as another leader, is of the head alone.
            apart = [f"tally.{tally.name}" for tally in edition.tallies]
            known = (*edition.accounts, *ACCOUNTS, *apart, "limit.1")
            assert line.account in known, line


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=examples(10), deadline=None)
@given(data=st.data())
def test_a_remark_entered_after_a_quarter_was_published_changes_nothing_there_and_no_sum(
    name: str, data: st.DataObject
) -> None:
    edition = rule(name)
    facts = data.draw(facts_under(edition))
    printed = replace(
        facts, published=(PublishedPeriod(QUARTERS[0], at(date(YEAR, 4, 10))),)
    )
    early = tuple(
        each for each in printed.remarks if each.entered_at < at(date(YEAR, 4, 10))
    )
    first = parse_period(QUARTERS[0])
    before = score(edition, first, replace(printed, remarks=early))
    assert score(edition, first, printed) == before
    year = totals(edition, [str(YEAR)], printed)
    assert totals(edition, MONTHS, printed) == year
    assert totals(edition, QUARTERS, printed) == year
