"""Which job has run for which period?

A row per (job, period): claimed with a lease before the job begins, finished when it has taken effect
(promise 9). A worker that vanished leaves a lease that ends; whoever comes next takes the run over and
tries again. Which jobs there are and when they are due is `office.service.jobs`' affair.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger.tables.service import runs
from ledger.upsert import insert_for, upsert


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


def claim(conn: sa.Connection, wanted: tuple[str, str, str], now: datetime, until: datetime) -> bool:
    """Claims the run (job, period, owner): True if it is new, or unfinished and its time has come again."""
    job, period, owner = wanted
    statement = insert_for(conn, runs).values(
        job=job,
        period=period,
        owner=owner,
        state=RunState.RUNNING.value,
        lease_until=until,
        attempts=1,
        started_at=now,
    )
    free = (runs.c.state != RunState.FINISHED.value) & (runs.c.lease_until <= now)
    statement = statement.on_conflict_do_update(
        index_elements=["job", "period"],
        set_={
            "owner": owner,
            "state": RunState.RUNNING.value,
            "lease_until": until,
            "attempts": runs.c.attempts + 1,
            "started_at": now,
        },
        where=free,
    )
    return conn.execute(statement.returning(runs.c.attempts)).scalar() is not None


def hold(conn: sa.Connection, wanted: tuple[str, str, str], until: datetime) -> bool:
    """Keeps the claim until `until`; False when another worker has taken the run over."""
    job, period, owner = wanted
    return conn.execute(_own(job, period, owner).values(lease_until=until)).rowcount == 1


def finish(conn: sa.Connection, wanted: tuple[str, str, str], outcome: str, now: datetime) -> None:
    """The run has taken effect and is never claimed again; nothing happens when another worker has it."""
    job, period, owner = wanted
    values = {"state": RunState.FINISHED.value, "outcome": outcome, "finished_at": now, "lease_until": None}
    conn.execute(_own(job, period, owner).values(**values))


def give_back(conn: sa.Connection, wanted: tuple[str, str, str], outcome: str, again_at: datetime) -> None:
    """The run has failed, or was stopped half-way, and may be claimed again from `again_at` on."""
    job, period, owner = wanted
    values = {"state": RunState.FAILED.value, "outcome": outcome, "lease_until": again_at}
    conn.execute(_own(job, period, owner).values(**values))


def note_success(conn: sa.Connection, wanted: tuple[str, str, str], outcome: str, now: datetime) -> None:
    """Notes that work which is never claimed has just succeeded (P38)."""
    job, period, owner = wanted
    row = {
        "job": job,
        "period": period,
        "owner": owner,
        "state": RunState.FINISHED.value,
        "started_at": now,
        "finished_at": now,
        "outcome": outcome,
    }
    upsert(conn, runs, ("job", "period"), [row])


def one(conn: sa.Connection, job: str, period: str) -> Run | None:
    """The run of a job for a period."""
    query = sa.select(runs).where(runs.c.job == job, runs.c.period == period)
    row = conn.execute(query).one_or_none()
    return None if row is None else _run(row)


def _own(job: str, period: str, owner: str) -> sa.Update:
    mine = (runs.c.job == job) & (runs.c.period == period) & (runs.c.owner == owner)
    return runs.update().where(mine, runs.c.state == RunState.RUNNING.value)


def _run(row: sa.Row[tuple[object, ...]]) -> Run:
    stored = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Run(**stored | {"state": RunState(row.state)})
