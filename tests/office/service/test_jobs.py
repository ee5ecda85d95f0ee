"""Does each job take effect once a period, however many workers there are and however
long they were down?
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from threading import Barrier, Event

import pytest

from ledger import runs, switches
from ledger.database import Database, open_database
from ledger.periods import OFFICE_ZONE, Span
from ledger.runs import RunState
from ledger.switches import SwitchChange as Switched
from office.service.clock import stopped_at
from office.service.jobs import (
    AGAIN,
    CLAIM,
    LATEST,
    AfterEach,
    Daily,
    Duties,
    Every,
    Job,
    JobContext,
    JobTurn,
    Nightly,
    NotYetError,
    Times,
    jobs_of,
    late_jobs,
    run_if_due,
)
from office.service.working_days import WorkingDays

WORKS = WorkingDays().works


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=OFFICE_ZONE)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url)
    with opened.writing() as conn:
        started = at(1, 1)
        switches.set_switch(
            conn, Switched(switches.STARTED_AT, started.isoformat(), started, "test")
        )
    yield opened
    opened.close()


@pytest.fixture
def bell(database: Database) -> JobContext:
    return JobContext(database, stopped_at(at(3, 10, 9, 30)), WORKS, "one")


def counted(done: list[JobTurn], *, fail: bool = False) -> Job:
    def work(turn: JobTurn) -> str:
        done.append(turn)
        if fail:
            message = "words of a mail"
            raise ValueError(message)
        return "done"

    return Job("remind", Daily(time(9)), work)


def test_promise_9_a_daily_job_is_done_once_however_often_the_bell_rings(
    bell: JobContext,
) -> None:
    done: list[JobTurn] = []
    assert run_if_due(counted(done), bell, Event()) == "done"
    assert run_if_due(counted(done), bell, Event()) is None
    assert [turn.period for turn in done] == ["2026-03-10"]


def test_p35_four_workers_at_once_do_it_once(bell: JobContext) -> None:
    done: list[JobTurn] = []
    together = Barrier(4)

    def worker(number: int) -> None:
        together.wait()
        run_if_due(counted(done), replace(bell, owner=f"worker {number}"), Event())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, range(4)))
    assert len(done) == 1


def test_p36_after_a_pause_the_latest_missed_period_is_made_up_once(
    bell: JobContext,
) -> None:
    done: list[JobTurn] = []
    run_if_due(counted(done), replace(bell, clock=stopped_at(at(3, 30, 9))), Event())
    after = replace(bell, clock=stopped_at(at(4, 2, 8)))
    run_if_due(counted(done), after, Event())
    run_if_due(counted(done), after, Event())
    assert [turn.period for turn in done] == ["2026-03-30", "2026-04-01"]


def test_what_was_due_before_the_installation_began_is_nobodys_duty(
    bell: JobContext,
) -> None:
    done: list[JobTurn] = []
    assert (
        run_if_due(
            counted(done), replace(bell, clock=stopped_at(at(1, 1, 10))), Event()
        )
        is None
    )
    assert done == []


def test_a_failed_run_is_tried_again_after_a_rest_and_its_words_are_not_kept(
    bell: JobContext,
) -> None:
    done: list[JobTurn] = []
    assert run_if_due(counted(done, fail=True), bell, Event()) is None
    assert run_if_due(counted(done), bell, Event()) is None
    with bell.database.reading() as conn:
        run = runs.one(conn, "remind", "2026-03-10")
    assert run is not None
    assert (run.state, run.outcome) == (RunState.FAILED, "ValueError")
    later = replace(bell, clock=stopped_at(bell.clock() + AGAIN))
    assert run_if_due(counted(done), later, Event()) == "done"


def test_p12_a_vanished_workers_run_is_taken_over_when_its_claim_ends(
    bell: JobContext,
) -> None:
    done: list[JobTurn] = []
    now = bell.clock()
    with bell.database.writing() as conn:
        assert runs.claim(
            conn, runs.RunClaim("remind", "2026-03-10", "gone"), now, now + CLAIM
        )
    assert run_if_due(counted(done), bell, Event()) is None
    assert (
        run_if_due(counted(done), replace(bell, clock=stopped_at(now + CLAIM)), Event())
        == "done"
    )


def test_a_worker_told_to_stop_begins_nothing(bell: JobContext) -> None:
    done: list[JobTurn] = []
    stop = Event()
    stop.set()
    assert run_if_due(counted(done), bell, stop) is None
    assert done == []


def test_p38_frequent_work_is_noted_each_time_and_missed_when_it_stays_away(
    bell: JobContext,
) -> None:
    job = Job(
        "poll", Every(timedelta(minutes=5)), lambda turn: turn.period, claimed=False
    )
    assert run_if_due(job, bell, Event()) == LATEST
    assert run_if_due(job, bell, Event()) == LATEST
    asked, now = {"poll": timedelta(minutes=5)}, bell.clock()
    with bell.database.reading() as conn:
        assert late_jobs(conn, asked, None, now) == []
        assert late_jobs(conn, asked, None, now + timedelta(minutes=12)) == ["poll"]
        assert late_jobs(conn, asked, None, now - timedelta(days=1)) == ["poll"]


def test_p38_work_that_never_ran_is_missed_from_the_beginning_of_the_installation_on(
    bell: JobContext,
) -> None:
    asked, begun = {"poll": timedelta(minutes=5)}, bell.clock()
    with bell.database.reading() as conn:
        assert late_jobs(conn, asked, None, begun) == []
        assert late_jobs(conn, asked, begun, begun + timedelta(minutes=11)) == []
        assert late_jobs(conn, asked, begun, begun + timedelta(minutes=12)) == ["poll"]


def test_p38_what_runs_every_few_seconds_may_take_minutes_over_a_slow_server(
    bell: JobContext,
) -> None:
    job = Job(
        "dispatch",
        Every(timedelta(seconds=20)),
        lambda turn: turn.period,
        claimed=False,
    )
    run_if_due(job, bell, Event())
    asked, now = {"dispatch": timedelta(seconds=20)}, bell.clock()
    with bell.database.reading() as conn:
        assert late_jobs(conn, asked, None, now + timedelta(minutes=5)) == []
        assert late_jobs(conn, asked, None, now + timedelta(minutes=6)) == ["dispatch"]


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (at(3, 10, 8, 59), "2026-03-09"),
        (at(3, 10, 9), "2026-03-10"),
        (at(3, 14, 12), "2026-03-13"),  # a Saturday
        (at(3, 16, 8), "2026-03-13"),
        (at(2, 14, 9), "2026-02-14"),  # a Saturday worked for the spring festival
    ],
)
def test_a_daily_job_is_due_on_working_days_from_its_hour_on(
    now: datetime, period: str
) -> None:
    assert Daily(time(9)).latest(now, WORKS).period == period


def test_a_nightly_job_is_due_on_holidays_too() -> None:
    saturday = at(3, 14, 3)
    assert Nightly(time(2, 30)).latest(saturday, WORKS).period == "2026-03-14"
    assert Nightly(time(2, 30)).latest(at(3, 14, 2), WORKS).period == "2026-03-13"


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (at(4, 1, 8), "2025Q4"),
        (at(4, 1, 9), "2026Q1"),
        (at(1, 4, 8), "2025Q3"),
        (at(1, 4, 9), "2025Q4"),  # the Sunday worked after new year's holidays
        (at(6, 30, 23), "2026Q1"),
    ],
)
def test_a_quarter_is_closed_on_the_first_working_day_after_it(
    now: datetime, period: str
) -> None:
    assert AfterEach(Span.QUARTER, time(9)).latest(now, WORKS).period == period


def test_the_table_names_every_duty_once() -> None:
    def nothing(_turn: JobTurn) -> str:
        return ""

    duties = [each.name for each in fields(Duties)]
    jobs = jobs_of(
        Duties(*[nothing] * len(duties)), Times(timedelta(minutes=5), time(9), time(17))
    )
    assert sorted(job.name for job in jobs) == sorted(duties)
    assert all(job.claimed != isinstance(job.cadence, Every) for job in jobs)
    assert WORKS(date(2026, 1, 4))


def test_work_that_must_wait_for_a_person_is_asked_again_and_then_done_once(
    bell: JobContext,
) -> None:
    answers = iter(["held", ""])

    def work(_: JobTurn) -> str:
        because = next(answers)
        if because:
            raise NotYetError(because)
        return "closed"

    job = Job("close", AfterEach(Span.QUARTER, time(9)), work)
    assert run_if_due(job, bell, Event()) is None
    assert run_if_due(job, bell, Event()) is None
    later = replace(bell, clock=stopped_at(bell.clock() + AGAIN))
    assert run_if_due(job, later, Event()) == "closed"
    assert run_if_due(job, later, Event()) is None
