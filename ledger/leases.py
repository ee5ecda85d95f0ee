"""Who may do this work right now?

A lease is a row with an owner, an end and a fence that grows with each new holder.
Whoever lost it finds out with the first statement of the next transaction (promise 9,
P12): losing a race never extends another's lease. An end that lies further off than any
lease is long was written by a clock that ran ahead: such a lease is over, lest the work
stand still until that moment comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger.faults import ToldError
from ledger.statements import insert_for
from ledger.tables.office import leases

SKEW = timedelta(minutes=5)
"""How far the clocks of two machines may lie apart before what one of them wrote counts
as out of time.
"""


class Lease(NamedTuple):
    """The right to do the work called `name`, held by `owner` under one fence."""

    name: str
    owner: str
    fence: int


class LeaseLostError(ToldError):
    """Another worker took over in the meantime; what this one did must not be
    written.
    """

    def __init__(self, lease: Lease) -> None:
        super().__init__(
            f"lease {lease.name!r}: another worker took over from {lease.owner}; nothing was written"
        )


def take(
    conn: sa.Connection, name: str, owner: str, now: datetime, until: datetime
) -> Lease | None:
    """Takes the lease called `name` for `owner` if it is free, has ended, or is the
    owner's own already.

    None when another holds it.
    """
    row = {"name": name, "owner": owner, "fence": 1, "until": until}
    statement = insert_for(conn, leases).values(row)
    # The fence grows with each new holder: by it a former one that comes back late is
    # told apart.
    next_fence = leases.c.fence + sa.case((leases.c.owner == owner, 0), else_=1)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": owner, "until": until, "fence": next_fence},
        where=has_ended(leases.c.until, now, until - now) | (leases.c.owner == owner),
    )
    fence = conn.execute(statement.returning(leases.c.fence)).scalar()
    return None if fence is None else Lease(name, owner, fence)


def has_ended(
    end: sa.ColumnElement[datetime], now: datetime, longest: timedelta
) -> sa.ColumnElement[bool]:
    """Whether the lease that lasts until `end` is over, of those that last `longest` at
    most.
    """
    return (end <= now) | (end > now + longest + SKEW)


def hold(conn: sa.Connection, lease: Lease, until: datetime) -> None:
    """Fences the transaction and keeps the lease until `until`; LeaseLostError when
    another worker has it.
    """
    # An UPDATE and no question: until the transaction ends nobody else can take the row
    # over.
    held = conn.execute(
        leases.update()
        .where(
            leases.c.name == lease.name,
            leases.c.owner == lease.owner,
            leases.c.fence == lease.fence,
        )
        .values(until=until),
    )
    if held.rowcount != 1:
        raise LeaseLostError(lease)


def release(conn: sa.Connection, lease: Lease, now: datetime) -> None:
    """Ends the lease at once; harmless when it was lost."""
    conn.execute(
        leases.update()
        .where(leases.c.name == lease.name, leases.c.fence == lease.fence)
        .values(until=now),
    )
