"""Which circulars have been drafted, approved and sent?

A circular stands on one stored score. Approving it publishes that score; nothing goes out unapproved.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import scores
from ledger.tables.events import circulars


class CircularState(StrEnum):
    """How far a circular is."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class Circular(NamedTuple):
    """One circular; `covering` are the office's own words above the tables."""

    id: int
    period: str
    score_id: int
    state: CircularState
    covering: str
    drafted_at: datetime
    approved_at: datetime | None = None
    approved_by: str = ""
    sent_at: datetime | None = None


def draft(conn: sa.Connection, revision: scores.Revision, covering: str, now: datetime) -> Circular:
    """Drafts the circular of a revision; the one that is there already is returned as it is."""
    found = _read(conn, circulars.c.score_id == revision.id)
    if found is None:
        row = {
            "period": revision.period,
            "score_id": revision.id,
            "state": CircularState.DRAFT.value,
            "covering": covering,
            "drafted_at": now,
        }
        conn.execute(circulars.insert().values(row))
        found = _read(conn, circulars.c.score_id == revision.id)
    assert found is not None, "a row just written is there"  # noqa: S101
    return found


def latest(conn: sa.Connection, period: str) -> Circular | None:
    """The newest circular of a period."""
    return _read(conn, circulars.c.period == period)


def everything(conn: sa.Connection) -> tuple[Circular, ...]:
    """Every circular, newest first."""
    query = sa.select(circulars).order_by(circulars.c.id.desc())
    return tuple(_circular(row) for row in conn.execute(query))


def edit(conn: sa.Connection, circular: Circular, covering: str) -> None:
    """Changes the covering words of a draft; an approved one stays as it was approved."""
    still_draft = circulars.c.state == CircularState.DRAFT.value
    conn.execute(
        circulars.update().where(circulars.c.id == circular.id, still_draft).values(covering=covering)
    )


def approve(conn: sa.Connection, circular: Circular, who: str, now: datetime) -> None:
    """Approves a draft and publishes its score (C10)."""
    still_draft = circulars.c.state == CircularState.DRAFT.value
    done = conn.execute(
        circulars.update()
        .where(circulars.c.id == circular.id, still_draft)
        .values(state=CircularState.APPROVED.value, approved_at=now, approved_by=who),
    )
    if done.rowcount:
        scores.publish(conn, circular.score_id, now)


def mark_sent(conn: sa.Connection, circular: Circular, now: datetime) -> None:
    """Notes that the messages of an approved circular are in the outbox."""
    conn.execute(
        circulars.update()
        .where(circulars.c.id == circular.id, circulars.c.state == CircularState.APPROVED.value)
        .values(state=CircularState.SENT.value, sent_at=now),
    )


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> Circular | None:
    row = conn.execute(
        sa.select(circulars).where(where).order_by(circulars.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _circular(row)


def _circular(row: sa.Row[Any]) -> Circular:
    stored = {name: value for name, value in row._asdict().items() if name in Circular._fields}
    return Circular(**stored | {"state": CircularState(row.state)})
