"""Do the worked cases of the rule come out, through the same `score` as everything
else?
"""

import tomllib
from fractions import Fraction

import pytest

from ledger.scoresheet import share_text
from tests.scoring.worlds import CASES, world_of


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.toml")))
def test_a_worked_case_gives_the_numbers_it_states(name: str) -> None:
    case = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    world = world_of(case)
    for period, units in case["expect"].items():
        for unit, expected in units.items():
            score = world.of(unit, period)
            assert score.total == Fraction(expected["total"]), [*score.lines]
            assert share_text(score.share) == expected.get(
                "share", share_text(score.share)
            )
            assert score.rank == expected.get("rank", score.rank)
            if "named" in expected:
                assert (
                    list(dict.fromkeys(entry.name for entry in score.named))
                    == expected["named"]
                )
            for list_name, because in expected.get("because", {}).items():
                assert [
                    entry.because for entry in score.named if entry.name == list_name
                ] == [because]
