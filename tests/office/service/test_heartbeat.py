"""Is a worker that falls silent given up, and no other?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import workers
from ledger.database import Database, open_database
from ledger.workers import Pulse
from office.service import heartbeat
from office.service.heartbeat import LOOKS, Onlooker, alive

BEATS = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 3)), max_size=30
)


def looks_at(onlooker: Onlooker, counts: Mapping[str, int]) -> set[str]:
    return {
        dead.owner for dead in onlooker.look(Pulse(*each) for each in counts.items())
    }


def test_a_worker_is_given_up_when_its_count_has_stood_still_for_so_many_looks() -> (
    None
):
    onlooker = Onlooker()
    given_up = [
        looks_at(onlooker, {"dead": 7, "alive": look}) for look in range(LOOKS + 2)
    ]
    assert given_up == [set()] * LOOKS + [{"dead"}] * 2


def test_after_a_time_in_which_nobody_could_be_seen_all_are_looked_at_anew() -> None:
    onlooker = Onlooker()
    for _ in range(LOOKS):
        looks_at(onlooker, {"waits as we did": 7})
    onlooker.look_away()
    assert looks_at(onlooker, {"waits as we did": 7}) == set()


@given(BEATS)
def test_whoever_was_seen_to_say_something_in_the_last_looks_is_alive(
    seen: list[dict[str, int]],
) -> None:
    onlooker = Onlooker()
    for at, counts in enumerate(seen):
        still = {
            owner
            for owner in counts
            if at >= LOOKS
            and all(
                one.get(owner) == other.get(owner)
                for one, other in pairwise(seen[at - LOOKS : at + 1])
            )
        }
        assert looks_at(onlooker, counts) == still


def test_what_a_dead_worker_was_reading_is_asked_for_as_soon_as_it_is_given_up(
    migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass(frozen=True, slots=True)
    class Heir:
        database: Database
        owner: str = "heir"

        def clock(self) -> datetime:
            return datetime(2026, 3, 10, 1, tzinfo=UTC)

    monkeypatch.setattr(heartbeat, "_EVERY_SECONDS", 0.01)
    heir: Any = Heir(open_database(migrated_sqlite))
    with heir.database.writing() as conn:
        workers.beat(conn, "dead", heir.clock())
    asked = Event()
    with alive(heir, asked.set):
        assert asked.wait(20)
    heir.database.close()
