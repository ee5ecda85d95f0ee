"""Which job has run for which period?

A row per (job, period): claimed with a lease before the job begins, finished when it
has taken effect (promise 9). A worker that vanished leaves a lease that ends; whoever
comes next takes the run over and tries again. Which jobs there are and when they are
due is `office.service.jobs`' affair.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.leases import has_ended
from ledger.periods import OFFICE_ZONE
from ledger.statements import insert_for, upsert
from ledger.tables.mail import tries
from ledger.tables.office import accounts, runs

WAITS = "not yet: "
"""So begins what is noted of a run that failed only because something else must be done
first.
"""

# Built once: every job is asked for each minute.
_ONE = sa.select(runs).where(
    runs.c.job == sa.bindparam("job"), runs.c.period == sa.bindparam("period")
)


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FAILED = "failed"
    FINISHED = "finished"


class Run(NamedTuple):
    """One job for one period, and by whom it was last tried."""

    job: str
    period: str
    state: RunState
    owner: str
    lease_until: datetime | None
    attempts: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str


class RunClaim(NamedTuple):
    """That a worker, `owner`, does one job for one period."""

    job: str
    period: str
    owner: str


def claim(
    conn: sa.Connection, claimed: RunClaim, now: datetime, until: datetime
) -> bool:
    """Claims a run until a moment: True if it is new, or unfinished and its time has
    come again.
    """
    values = {
        "owner": claimed.owner,
        "state": RunState.RUNNING.value,
        "lease_until": until,
        "started_at": now,
    }
    statement = insert_for(conn, runs).values(
        job=claimed.job, period=claimed.period, attempts=1, **values
    )
    statement = statement.on_conflict_do_update(
        index_elements=["job", "period"],
        set_={**values, "attempts": runs.c.attempts + 1},
        where=(runs.c.state != RunState.FINISHED.value)
        & has_ended(runs.c.lease_until, now, until - now),
    )
    return conn.execute(statement.returning(runs.c.attempts)).scalar() is not None


def finish(conn: sa.Connection, claimed: RunClaim, outcome: str, now: datetime) -> None:
    """Notes that the run has taken effect, for it never to be claimed again; nothing if
    it is another's.
    """
    values = {
        "state": RunState.FINISHED.value,
        "outcome": outcome,
        "finished_at": now,
        "lease_until": None,
    }
    conn.execute(runs.update().where(_under_way(claimed)).values(**values))


def give_back(
    conn: sa.Connection, claimed: RunClaim, outcome: str, again_at: datetime
) -> None:
    """Notes that the run has failed, or was stopped half-way; it may be claimed again
    from `again_at` on.
    """
    values = {
        "state": RunState.FAILED.value,
        "outcome": outcome,
        "lease_until": again_at,
    }
    conn.execute(runs.update().where(_under_way(claimed)).values(**values))


def note_success(
    conn: sa.Connection, run: RunClaim, outcome: str, now: datetime
) -> None:
    """Notes that work which is never claimed has just succeeded (P38)."""
    row = {
        "job": run.job,
        "period": run.period,
        "owner": run.owner,
        "state": RunState.FINISHED.value,
        "started_at": now,
        "finished_at": now,
        "outcome": outcome,
    }
    upsert(conn, runs, ("job", "period"), [row])


def one(conn: sa.Connection, job: str, period: str) -> Run | None:
    """The run of a job for a period."""
    row = conn.execute(_ONE, {"job": job, "period": period}).one_or_none()
    return None if row is None else _run(row)


def failing(conn: sa.Connection, times: int, now: datetime) -> tuple[Run, ...]:
    """What was tried so often within a day and failed each time; not what only waits
    for something.
    """
    query = sa.select(runs).where(
        runs.c.state == RunState.FAILED.value,
        runs.c.attempts >= times,
        runs.c.started_at > now - timedelta(days=1),
        runs.c.outcome.not_like(f"{WAITS}%"),
    )
    return tuple(map(_run, conn.execute(query.order_by(runs.c.job, runs.c.period))))


def latest_work(conn: sa.Connection) -> datetime:
    """When a job last ended, a message was last tried or a mailbox last read, by
    whichever clock.
    """
    columns = (runs.c.finished_at, tries.c.began_at, accounts.c.last_good_poll_at)
    moments = [conn.scalar(sa.select(sa.func.max(column))) for column in columns]
    never = datetime.min.replace(tzinfo=OFFICE_ZONE)
    return max((moment for moment in moments if moment is not None), default=never)


def _run(row: sa.Row[Any]) -> Run:
    return Run(**row._asdict() | {"state": RunState(row.state)})


def _under_way(claimed: RunClaim) -> sa.ColumnElement[bool]:
    """The run, as long as the worker that claimed it has it."""
    return sa.and_(
        runs.c.job == claimed.job,
        runs.c.period == claimed.period,
        runs.c.owner == claimed.owner,
        runs.c.state == RunState.RUNNING.value,
    )
