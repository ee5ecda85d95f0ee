"""Can other offices' rules be said in the same language, and do their worked cases come
out?

Each edition of tests/policies has a file of cases beside it, taken from the office's
own published rule.
"""

import tomllib
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ledger.entries.events import Facts, Forwarding, Remark
from ledger.periods import UnknownPeriodError, parse_period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import UnitScore
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.scoring.worlds import World, at, day, world_of

POLICIES = Path(__file__).parents[1] / "policies"
SHIPPED = Path(__file__).parents[2] / "scoring" / "policy"
OFFICES = sorted(
    path.name.removesuffix(".cases.toml") for path in POLICIES.glob("*.cases.toml")
)


def file_of(office: str) -> Path:
    """The policy file; that of a shipped sample lies in the package."""
    own = POLICIES / f"{office}.toml"
    return own if own.exists() else SHIPPED / office / "2026-01-01.toml"


def edition_of(office: str, otherwise: list[str]) -> Edition:
    file = file_of(office)
    return parse_edition(
        file.read_text(encoding="utf-8"), file.name, otherwise=otherwise
    )


def cases_of(office: str) -> list[dict[str, Any]]:
    return list(
        tomllib.loads((POLICIES / f"{office}.cases.toml").read_text(encoding="utf-8"))[
            "case"
        ]
    )


def facts_of_case(world: World, case: dict[str, Any]) -> Facts:
    """The facts of a case, with what only other offices' rules ask for."""
    remarks = tuple(
        Remark(
            number,
            world.units[row["unit"]].id,
            row["kind"],
            row["on"],
            at(row["on"], 16),
            row["because"],
            None if "points" not in row else Fraction(str(row["points"])),
            world.keys.get(row.get("item", "")),
        )
        for number, row in enumerate(case.get("remarks", []), 1)
    )
    forwardings = tuple(
        Forwarding(
            number,
            world.keys[row["item"]],
            row["target"],
            day(row["on"]),
            at(row["on"], 16),
        )
        for number, row in enumerate(case.get("forwarded", []), 1)
    )
    return replace(world.facts, remarks=remarks, forwardings=forwardings)


@pytest.mark.parametrize(
    ("office", "number"),
    [(office, n) for office in OFFICES for n in range(len(cases_of(office)))],
)
def test_a_worked_case_of_another_office_gives_the_numbers_it_states(
    office: str, number: int
) -> None:
    case = cases_of(office)[number]
    edition = edition_of(office, case.get("otherwise", []))
    world = world_of(case)
    facts = facts_of_case(world, case)
    for period, units in case["expect"].items():
        sheet = score(edition, parse_period(period), facts)
        for unit, expected in units.items():
            found = sheet.of(world.units[unit].id)
            assert found is not None
            _holds(found, expected)


def _holds(found: UnitScore, expected: dict[str, Any]) -> None:
    assert found.total == Fraction(str(expected["total"])), [*found.lines]
    if "year_to_date" in expected:
        assert found.year_to_date == Fraction(str(expected["year_to_date"]))
    if "named" in expected:
        assert (
            list(dict.fromkeys(entry.name for entry in found.named))
            == expected["named"]
        )
    assert sum((line.points for line in found.lines), Fraction(0)) == found.total


def test_a_period_of_an_offices_own_is_scored_by_its_name() -> None:
    edition = edition_of("21-wuhai", [])
    half_month = Rulebook((edition,)).period("2024年4月上半月")
    world = World(甲系="各部门")
    world.sent("甲系", "2024-04-03", "信息")
    world.sent("甲系", "2024-04-16", "信息")
    found = score(edition, half_month, world.facts).of(world.units["甲系"].id)
    assert found is not None
    assert found.total == 1
    assert not found.named
    assert (half_month.first, half_month.last) == (date(2024, 4, 1), date(2024, 4, 15))
    with pytest.raises(UnknownPeriodError, match="2024年4月下半月"):
        Rulebook((edition,)).period("四月上旬")


def test_what_a_remark_made_void_names_the_remark() -> None:
    edition = edition_of("31-guangdong-work-safety", [])
    world = World(甲="各单位")
    item = world.sent("甲", "2020-03-05", "信息")
    world.adopted(item, "《广东安监简报》", "2020-03-10", "信息")
    false = Remark(
        7,
        world.units["甲"].id,
        "信息失实",
        date(2020, 3, 20),
        at(date(2020, 3, 20)),
        "数据不实",
        None,
        item,
    )
    found = score(
        edition, parse_period("2020Q1"), replace(world.facts, remarks=(false,))
    ).units[0]
    void = [line for line in found.lines if "本件不计分" in line.because]
    assert [line.evidence[-1] for line in void] == ["remark:7"]
    assert sum(line.points for line in void) == 0
