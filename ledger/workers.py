"""Which workers say that they live, and what becomes of what a dead one had in hand?

Each counts its beats in a row of its own. No clock is compared with another's: who
looks on remembers the counts, and one that stands still while others are seen to grow
belongs to a worker that was killed, is frozen or is cut off. Ending its leases early is
as harmless as their end in time: whoever comes back late finds that it has lost them
(promise 9, P12), and a message that it was sending is unknown (promise 8, P33).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.database import mark_mail_due
from ledger.notice import OutboxState
from ledger.outbox import sending
from ledger.runs import RunState
from ledger.statements import insert_for
from ledger.tables.mail import outbox
from ledger.tables.office import leases, runs

_ROW = "worker/"
"""How the rows of `leases` begin that hold no right but a count of beats, as their
fence.
"""
_IN_HAND = (OutboxState.QUEUED, OutboxState.SENDING)


class Pulse(NamedTuple):
    """How often a worker has said that it lives."""

    owner: str
    beats: int


def beat(conn: sa.Connection, owner: str, now: datetime) -> None:
    """Says once more that the worker lives."""
    row = {"name": _ROW + owner, "owner": owner, "fence": 1, "until": now}
    statement = insert_for(conn, leases).values(row)
    again = {"fence": leases.c.fence + 1, "until": now}
    conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_=again))


def pulses(conn: sa.Connection) -> tuple[Pulse, ...]:
    """The workers that have neither left nor been given up."""
    query = sa.select(leases.c.owner, leases.c.fence).where(
        leases.c.name.startswith(_ROW, autoescape=True)
    )
    return tuple(Pulse(*row) for row in conn.execute(query))


def leave(conn: sa.Connection, owner: str, now: datetime) -> None:
    """Takes the worker off the list where it has nothing in hand; else its silence will
    be noticed.
    """
    right = leases.alias()
    beats = right.c.name.startswith(_ROW, autoescape=True)
    holds = sa.or_(
        sa.exists().where(right.c.owner == owner, ~beats, right.c.until > now),
        sa.exists().where(outbox.c.lease_owner == owner, outbox.c.state.in_(_IN_HAND)),
        sa.exists().where(
            runs.c.owner == owner, runs.c.state == RunState.RUNNING.value
        ),
    )
    conn.execute(leases.delete().where(leases.c.name == _ROW + owner, ~holds))


def give_up(conn: sa.Connection, dead: Pulse, now: datetime) -> bool:
    """Ends all that the worker holds; False where it has just said something, or
    another has done it.
    """
    silent = (leases.c.name == _ROW + dead.owner) & (leases.c.fence == dead.beats)
    if conn.execute(leases.delete().where(silent)).rowcount != 1:
        return False
    conn.execute(
        leases.update()
        .where(leases.c.owner == dead.owner, leases.c.until > now)
        .values(until=now)
    )
    under_way = (runs.c.owner == dead.owner) & (runs.c.state == RunState.RUNNING.value)
    conn.execute(runs.update().where(under_way).values(lease_until=now))
    sending.let_go(conn, dead.owner, now)
    mark_mail_due(conn)  # what it had claimed but not begun
    return True
