"""When is it asked whether a job is due, and has new mail arrived just now?

APScheduler, with everything in memory, only asks: `jobs.run_if_due` finds in the
database whether work is due, done or to be made up for (P36). What could not be asked
in time is asked once, late (its default would drop it after a second). Beside it a
session with the mail server only waits (RFC 2177, IDLE) and asks for a poll, and mail
that has become due asks for a dispatch; hints and nothing more: without them, and
whenever they end, the next poll and the next dispatch find the same (P27).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from ingest.poll.context import PollContext
from ingest.poll.polling import logged_in
from ledger.faults import ToldError
from ledger.periods import OFFICE_ZONE
from office.service.clock import wall_clock
from office.service.heartbeat import alive
from office.service.jobs import Job, JobContext, Stop, run_if_due
from office.service.parts import Service
from office.service.waking import woken

log = structlog.get_logger(__name__)

_SOON = timedelta(seconds=1)
_APART = timedelta(milliseconds=200)
"""Between the first runs of two jobs: not all of them open the database at the same
instant.
"""
_WAIT_SECONDS = 9 * 60.0
"""One wait; shorter than every provider's patience."""
_REST_SECONDS = 60.0
_FETCHING_SECONDS = 1.0
"""So long the poll that was asked for has the server to itself; it has its own
session.
"""


@contextmanager
def at_work(service: Service, jobs: Sequence[Job], stop: Stop) -> Iterator[None]:
    """Does the jobs until the block ends, each when it is due; polls and sends at once
    when there is news.

    A folder that a dead worker was reading is read on as soon as that one is given up.
    """
    with (
        jobs_running(jobs, service.job_context(), stop) as ask,
        alive(service, partial(ask, "poll")),
    ):
        if service.account.host and service.account.idle:
            heard = (service.poll_context, partial(ask, "poll"), stop)
            threading.Thread(
                target=watch, args=heard, name="watch", daemon=True
            ).start()
        with woken(service.database, partial(ask, "dispatch")):
            yield


@contextmanager
def jobs_running(
    jobs: Sequence[Job], context: JobContext, stop: Stop
) -> Iterator[Callable[[str], None]]:
    """Asks for every job at once and then at its cadence, each in a thread of its own,
    until the block ends.

    Yields a function that asks for one job, by its name, at once. Leaving the block
    does not wait for work under way; `stop` tells it to end.
    """
    # `run_if_due` logs what matters, without arguments.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        executors={
            "default": ThreadPoolExecutor(len(jobs), {"thread_name_prefix": "job"})
        },
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=OFFICE_ZONE,
    )
    first = wall_clock()
    for place, job in enumerate(jobs):
        scheduler.add_job(
            run_if_due,
            IntervalTrigger(
                seconds=job.cadence.ask_every.total_seconds(), timezone=OFFICE_ZONE
            ),
            args=(job, context, stop),
            id=job.name,
            next_run_time=first + place * _APART,
        )

    def ask_in(name: str, wait: timedelta) -> None:
        scheduler.modify_job(name, next_run_time=wall_clock() + wait)

    # Asked for while it is still at work: ask again when it may be done, lest this be
    # lost.
    scheduler.add_listener(
        lambda event: ask_in(event.job_id, _SOON), EVENT_JOB_MAX_INSTANCES
    )
    scheduler.start()
    try:
        yield lambda name: ask_in(name, timedelta())
    finally:
        scheduler.shutdown(wait=False)


def watch(
    context: Callable[[], PollContext], on_news: Callable[[], None], stop: Stop
) -> None:
    """Calls `on_news` whenever the server speaks of news in the first folder; ends
    where it cannot wait.

    Its logins are counted with those of the poll (P26): after a few refusals none is
    made until the secret changes, and then it waits again.
    """
    while not stop.is_set():
        told = context()
        try:
            with logged_in(told) as box:
                if not box.can_wait():
                    return
                box.examine(
                    told.account.folders[0]
                )  # once: what came since would be hidden by a newer count
                while not stop.is_set():
                    if box.wait(_WAIT_SECONDS, stop.is_set):
                        on_news()
                        stop.wait(_FETCHING_SECONDS)
        except ToldError as fault:  # of the mailbox, or of the database
            log.info("watching interrupted", fault=type(fault).__name__)
            stop.wait(_REST_SECONDS)
