"""Is what the service tells in a whole year what an independently written oracle says
it should?

Covered: receipts, their digests and lists of late letters, reminders, feedback, units
out of reach, the office's digest and monthly overview with its numbers, drafts of
circulars - each as (kind, to whom, which unit, what of it, on which day), with days on
which nothing runs, pauses, and changes of the roster. Held items, mailed 约稿 and
approved circulars are other tests'.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.year.oracle import Oracle, Told
from tests.year.run import run
from tests.year.world import world


@pytest.mark.long
@pytest.mark.timeout(
    600
)  # 35 seconds of processor time, on a machine that may have other things to do
@pytest.mark.parametrize("seed", [1])
def test_p35_p36_a_years_messages_are_those_of_the_oracle(
    seed: int, tmp_path: Path
) -> None:
    year = world(seed)
    expected, told = Counter(Oracle(year).told()), Counter(run(year, tmp_path))
    assert _ordered(told - expected) == [], "told, and should not have been"
    assert _ordered(expected - told) == [], "should have been told, and was not"
    assert {one.kind for one in told} >= {
        "receipts-digest",
        "backlog",
        "unreached",
        "circular-draft",
        "feedback",
    }
    assert sum(one.kind == "reminder" for one in told) > 150


def _ordered(some: Counter[Told]) -> list[Told]:
    return sorted(some.elements(), key=lambda one: (one.on, one.kind, one.to, one.unit))
