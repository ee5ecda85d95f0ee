"""Does a receipt leave because it is due, without the bell being rung?

The bells are hours apart, and nothing here measures time: what was only rung for would
never leave.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import NamedTuple

import pytest

from ingest.mailbox.reading import Mailbox
from ledger import runs, switches
from ledger.notice import Answering, OutboxState
from office.service import schedule
from office.service.duties import jobs_for
from office.service.jobs import LATEST, Every, JobTurn
from office.service.schedule import at_work
from tests.office.service.test_schedule import await_true
from tests.walks.house import House
from tests.walks.letters import report


class Working(NamedTuple):
    """A house at work, and for each round that is over who was waiting for a receipt
    when it began.
    """

    house: House
    rounds: list[set[str]]


def waiting(house: House) -> set[str]:
    return {
        entry.to
        for entry in house.outbox("receipt")
        if entry.state is OutboxState.QUEUED
    }


@pytest.fixture
def working(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Working]:
    """Worker and watch at work; the first poll and round are over, and IDLE has
    begun.
    """
    stop, waits, wait = Event(), Event(), Mailbox.wait

    def tell_and_wait(box: Mailbox, seconds: float, ends: Callable[[], bool]) -> bool:
        waits.set()
        return wait(box, seconds, ends)

    monkeypatch.setattr(Mailbox, "wait", tell_and_wait)
    monkeypatch.setattr(schedule, "_FETCHING_SECONDS", 0.1)
    rarely = Every(timedelta(hours=6))
    jobs = [
        job._replace(cadence=rarely)
        for job in jobs_for(house.service)
        if not job.claimed
    ]
    poll, dispatch = jobs
    rounds: list[set[str]] = []

    def note_round(turn: JobTurn) -> str:
        found = waiting(house)
        outcome = dispatch.work(turn)
        rounds.append(found)
        return outcome

    with at_work(house.service, (poll, dispatch._replace(work=note_round)), stop):
        await_true(
            lambda: (
                rounds and house.read(lambda conn: runs.one(conn, poll.name, LATEST))
            )
        )
        assert waits.wait(20)
        yield Working(house, rounds)
        stop.set()


def test_a_delivered_letter_is_answered_without_a_bell_and_what_is_held_back_stays_so(
    working: Working,
) -> None:
    house = working.house

    def sent() -> int:
        return [entry.state for entry in house.outbox("receipt")].count(
            OutboxState.SENT
        )

    for number in (1, 2, 3):
        house.deliver(report(number, sender=f"unit{number:02d}@units.example"))
    await_true(lambda: sent() == 3)

    # The console and the worker are one process here: what a person lets go wakes as
    # well.
    house.turn(switches.PAUSED, "yes")
    house.deliver(report(4, sender="unit04@units.example"))
    await_true(lambda: {"unit04@units.example"} in working.rounds)
    assert waiting(house) == {"unit04@units.example"}
    assert len(house.smtp.messages) == 3
    house.turn(switches.PAUSED, "no")
    await_true(lambda: sent() == 4)

    house.turn(switches.ANSWERING, Answering.OFF)
    house.deliver(report(5, sender="unit05@units.example"))
    await_true(lambda: {"unit05@units.example"} in working.rounds)
    assert house.outbox("receipt")[-1].state is OutboxState.SHOWN
    answered = sorted(str(message["To"]) for message in house.received())
    assert answered == [f"unit{number:02d}@units.example" for number in range(1, 5)]
