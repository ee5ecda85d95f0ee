"""What happened to mail between two moments?

For the office's daily digest: what went out, what was left untold, and when the digest before it was written.
"""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.notice import OutboxState
from ledger.outbox.late import UNTOLD
from ledger.outbox.listing import Entry
from ledger.tables.outgoing import outbox

_WENT = (OutboxState.SENT, OutboxState.REFUSED, OutboxState.UNKNOWN)


class Stretch(NamedTuple):
    """The moments [since, until)."""

    since: datetime
    until: datetime


def queued_before(conn: sa.Connection, entry: Entry) -> datetime | None:
    """When the message of the same kind to the same address before this one was queued."""
    same = (outbox.c.kind == entry.kind) & (outbox.c.recipient == entry.to) & (outbox.c.id < entry.id)
    query = sa.select(outbox.c.queued_at).where(same).order_by(outbox.c.id.desc()).limit(1)
    return next(iter(conn.scalars(query)), None)


def went(conn: sa.Connection, stretch: Stretch) -> dict[str, int]:
    """How many messages were settled in the stretch, by state; states without any are left out."""
    query = (
        sa.select(outbox.c.state, sa.func.count())
        .where(outbox.c.state.in_(_WENT), _within(outbox.c.settled_at, stretch))
        .group_by(outbox.c.state)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def waiting_beside(conn: sa.Connection, entry: Entry) -> int:
    """How many messages wait to be sent, this one apart."""
    query = sa.select(sa.func.count()).select_from(outbox)
    return conn.scalar(query.where(outbox.c.state == OutboxState.QUEUED, outbox.c.id != entry.id)) or 0


def untold(conn: sa.Connection, stretch: Stretch) -> int:
    """How many late letters of strangers were recorded without an answer."""
    left = (outbox.c.outcome == UNTOLD) & (outbox.c.state == OutboxState.DROPPED)
    query = sa.select(sa.func.count()).select_from(outbox)
    return conn.scalar(query.where(left, _within(outbox.c.queued_at, stretch))) or 0


def _within(column: sa.Column[datetime], stretch: Stretch) -> sa.ColumnElement[bool]:
    return sa.and_(column >= stretch.since, column < stretch.until)
