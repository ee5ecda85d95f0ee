"""Which work does the service do by itself, and when is it due?

JOBS is the table: name, cadence, what is done. Work of a day or a quarter is claimed as
(job, period) before it begins, tried again until it is finished, and after a pause made
up for the latest period only (promise 9, P35, P36). Frequent work guards itself -
mailboxes by a lease, messages by a claim each - and is only noted. Asking regularly is
left to `schedule`, the work itself to whoever fills `Duties`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import structlog

from ingest.mailbox.faults import MailboxError
from ledger import runs, switches
from ledger.copies import CopyRefusedError
from ledger.database import (
    Connection,
    Database,
    DatabaseAwayError,
    NotCopiedError,
    NotOneFileError,
)
from ledger.faults import ToldError
from ledger.leases import SKEW
from ledger.periods import OFFICE_ZONE, ONE_DAY, Period, Span, local_day, period_of
from ledger.postgres import WrongSchemaError
from office.service.clock import Clock

log = structlog.get_logger(__name__)

CLAIM = timedelta(minutes=30)
"""How long a claim holds before another worker may take the run over."""
AGAIN = timedelta(minutes=10)
"""How long a failed run rests before it is tried again."""
DISPATCH_EVERY = timedelta(seconds=20)
_LEAST_PATIENCE = timedelta(minutes=5)
"""What runs every few seconds may take so long over a slow server before it counts as
stopped.
"""
_RECONCILE_AT = time(2, 30)
"""When the mailbox is compared with the record: nobody writes or deletes then."""
LATEST = "latest"
"""The period under which frequent work is noted."""


class NotYetError(ToldError):
    """The work cannot be finished before something else is; it is asked again after a
    while.
    """

    def __init__(self, because: str) -> None:
        super().__init__(f"{runs.WAITS}{because}")


_FAULTS_IN_OUR_WORDS = (
    MailboxError,
    DatabaseAwayError,
    WrongSchemaError,
    NotYetError,
    CopyRefusedError,
    NotCopiedError,
    NotOneFileError,
)
Works = Callable[[date], bool]
Stop = threading.Event


class JobTurn(NamedTuple):
    """One piece of work: the business moment, the period it is for, and the sign to
    stop half-way.
    """

    now: datetime
    period: str
    stop: Stop


Work = Callable[[JobTurn], str]
"""Does the work and says in a few words what came of it."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What the jobs do, filled by `duties.duties_of`."""

    poll: Work
    dispatch: Work
    remind: Work
    digest: Work
    close: Work
    close_month: Work
    close_year: Work
    overview: Work
    feedback: Work
    forget: Work
    reconcile: Work
    backup: Work


class Due(NamedTuple):
    """A period whose work is due, and since when."""

    period: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again; nothing is made up for."""

    interval: timedelta

    def latest(self, now: datetime, works: Works) -> Due:  # noqa: ARG002 - the cadences are asked alike
        """Always due."""
        return Due(LATEST, now)

    @property
    def ask_every(self) -> timedelta:
        """How often it is worth asking."""
        return self.interval


@dataclass(frozen=True, slots=True)
class Daily:
    """Once on each working day, from a time of day on."""

    at: time

    def latest(self, now: datetime, works: Works) -> Due:
        """The latest working day whose hour has come."""
        day = local_day(now)
        if now < _at(day, self.at):
            day -= ONE_DAY
        while not works(day):
            day -= ONE_DAY
        return Due(day.isoformat(), _at(day, self.at))

    @property
    def ask_every(self) -> timedelta:
        """Often enough that the hour is met and a failed run tried again."""
        return timedelta(minutes=1)


class Nightly(Daily):
    """Once each night, whatever day follows, from a time of day on."""

    def latest(self, now: datetime, works: Works) -> Due:  # noqa: ARG002 - the cadences are asked alike
        """The latest night whose hour has come."""
        return super().latest(now, lambda _: True)


@dataclass(frozen=True, slots=True)
class AfterEach:
    """Once for each period that has ended, from a time of the first working day after
    it.
    """

    span: Span
    at: time

    def latest(self, now: datetime, works: Works) -> Due:
        """The latest period that has ended, if its hour has come, else the one
        before.
        """
        period = period_of(local_day(now), self.span).previous()
        if now < self._since(period, works):
            period = period.previous()
        return Due(period.code, self._since(period, works))

    @property
    def ask_every(self) -> timedelta:
        """As for daily work."""
        return timedelta(minutes=1)

    def _since(self, period: Period, works: Works) -> datetime:
        day = period.past
        while not works(day):
            day += ONE_DAY
        return _at(day, self.at)


class Job(NamedTuple):
    """One row of the table; `claimed` work takes effect once for each period, however
    many the workers.
    """

    name: str
    cadence: Every | Daily | AfterEach
    work: Work
    claimed: bool = True


class Times(NamedTuple):
    """When the office wants things done."""

    poll_every: timedelta
    remind_at: time
    digest_at: time
    backup_at: time = time(1, 30)


def jobs_of(duties: Duties, times: Times) -> tuple[Job, ...]:
    """JOBS: everything the service does by itself."""
    return (
        Job("poll", Every(times.poll_every), duties.poll, claimed=False),
        Job("dispatch", Every(DISPATCH_EVERY), duties.dispatch, claimed=False),
        Job("remind", Daily(times.remind_at), duties.remind),
        Job("digest", Daily(times.digest_at), duties.digest),
        Job("feedback", Daily(times.digest_at), duties.feedback),
        Job("forget", Daily(times.digest_at), duties.forget),
        Job("reconcile", Nightly(_RECONCILE_AT), duties.reconcile),
        Job("backup", Nightly(times.backup_at), duties.backup),
        Job("close_month", AfterEach(Span.MONTH, times.remind_at), duties.close_month),
        Job("close", AfterEach(Span.QUARTER, times.remind_at), duties.close),
        Job("close_year", AfterEach(Span.YEAR, times.remind_at), duties.close_year),
        Job("overview", AfterEach(Span.MONTH, times.remind_at), duties.overview),
    )


@dataclass(frozen=True, slots=True)
class JobContext:
    """What every job works with: the record, the clock, the calendar, and the name of
    this worker.
    """

    database: Database
    clock: Clock
    works: Works
    owner: str


def run_if_due(job: Job, context: JobContext, stop: Stop) -> str | None:
    """Does the job if it is due and nobody has done it; what came of it, or None when
    nothing was to do.

    Never raises: a failed run is noted, logged by the kind of its fault, and tried
    again later.
    """
    now = context.clock()
    due = job.cadence.latest(now, context.works)
    run = runs.RunClaim(job.name, due.period, context.owner)
    try:
        if stop.is_set() or (job.claimed and not _claim(run, due, context, now)):
            return None
        outcome = job.work(JobTurn(now, due.period, stop))
        finished_at = context.clock()
        with context.database.writing() as conn:
            if job.claimed:
                runs.finish(conn, run, outcome, finished_at)
            else:
                runs.note_success(conn, run, outcome, finished_at)
    except NotYetError as wait:
        log.info("job waits", job=job.name, period=due.period, because=str(wait))
        _give_back(job, run, context, str(wait))
        return None
    except Exception as fault:  # noqa: BLE001 - one job's fault must not end the worker (P38)
        words = type(
            fault
        ).__name__  # not its message, which may be words of a mail (promise 14)
        if isinstance(fault, _FAULTS_IN_OUR_WORDS):
            words = str(fault)
        log.error("job failed", job=job.name, period=due.period, fault=words)  # noqa: TRY400
        _give_back(job, run, context, words)
        return None
    tell = log.info if job.claimed else log.debug
    tell("job done", job=job.name, period=due.period, outcome=outcome)
    return outcome


def late_jobs(
    conn: Connection,
    intervals: Mapping[str, timedelta],
    begun: datetime | None,
    now: datetime,
) -> list[str]:
    """The names of frequent jobs that have not succeeded for more than two of their
    intervals (P38).

    `intervals`: name → interval. A job that never ran is late as long after the
    installation was `begun`.
    """
    late: list[str] = []
    for name, interval in intervals.items():
        run = runs.one(conn, name, LATEST)
        patience = max(2 * interval + timedelta(minutes=1), _LEAST_PATIENCE)
        since = begun if run is None else run.finished_at
        # A success that a clock which ran ahead has dated in the future is none.
        if since is not None and not -SKEW <= now - since <= patience:
            late.append(name)
    return late


def _claim(run: runs.RunClaim, due: Due, context: JobContext, now: datetime) -> bool:
    """Whether this worker has the run (job, period, owner) from now on."""
    with context.database.reading() as conn:
        started_at = switches.moment(conn, switches.STARTED_AT)
        before = runs.one(conn, run.job, run.period)
    if started_at is None or due.since < started_at:
        return False  # what was due before the installation began is nobody's duty
    if before is not None and before.state is runs.RunState.FINISHED:
        return False
    with context.database.writing() as conn:
        return runs.claim(conn, run, now, now + CLAIM)


def _give_back(job: Job, run: runs.RunClaim, context: JobContext, because: str) -> None:
    """Notes the failure; if even that fails the claim simply ends with its lease."""
    if not job.claimed:
        return
    try:
        with context.database.writing() as conn:
            runs.give_back(conn, run, because, context.clock() + AGAIN)
    except Exception as again:  # noqa: BLE001 - as above
        log.error("job failure not noted", job=job.name, fault=type(again).__name__)  # noqa: TRY400 - as above


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, OFFICE_ZONE)
