"""What stands in the outbox, and what did we send under which name?

Frozen values for the console, the commands, the office's daily digest and
`ingest.letter.thread`. Nothing is changed here; the bytes of a message are handed out
only to who asks for them by id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.notice import OutboxState
from ledger.statements import count_rows, first_of
from ledger.tables.mail import outbox

IN_DIGEST = "digest"
"""The word of `about` under which a receipt beyond the day's limit names the digest
that tells it instead.
"""
UNTOLD = "来件已久，且发件邮箱未登记，未再回执"
"""The outcome of an answer to a late letter of a stranger: nobody is told."""

_SETTLED = (OutboxState.SENT, OutboxState.REFUSED, OutboxState.UNKNOWN)
_WENT_OUT = (OutboxState.SENDING, *_SETTLED)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One row of the outbox, without its bytes; `answers` is the id of the mailbox
    entry it answers.
    """

    id: int
    kind: str
    to: str
    key: str
    about: Mapping[str, str]
    state: OutboxState
    queued_at: datetime
    due_at: datetime
    serial: str | None = None
    answers: int | None = None
    attempts: int = 0
    message_id: str | None = None
    token: str | None = None
    subject: str | None = None
    template: str | None = None
    facts: Mapping[str, Any] | None = None
    settled_at: datetime | None = None
    outcome: str = ""


class SentMessage(NamedTuple):
    """A message of ours that may come back as a reply or a bounce; `message_id` is
    without angle brackets.
    """

    id: int
    message_id: str
    token: str | None
    serial: str | None
    to: str
    kind: str


class TimeRange(NamedTuple):
    """The moments [since, until)."""

    since: datetime
    until: datetime


# Everything of a row but its bytes and its lease.
_COLUMNS = [
    column
    for column in outbox.c
    if column.name not in {"bytes", "lease_owner", "lease_until"}
]


# --- single messages ------------------------------------------------------------------


def listed(
    conn: sa.Connection, state: OutboxState | None = None, count: int | None = 1000
) -> tuple[OutboxEntry, ...]:
    """The newest `count` messages, or all, newest first; of one state only, if it is
    given.
    """
    query = sa.select(*_COLUMNS).order_by(outbox.c.id.desc()).limit(count)
    if state is not None:
        query = query.where(outbox.c.state == state)
    return tuple(map(_entry, conn.execute(query)))


def about(conn: sa.Connection, serial: str) -> tuple[OutboxEntry, ...]:
    """Everything told about one submission, oldest first."""
    return _read(conn, outbox.c.serial == serial)


def deferred_of(conn: sa.Connection, digest: OutboxEntry) -> tuple[OutboxEntry, ...]:
    """The receipts that a digest tells in their place, oldest first (P29)."""
    told_by_it = outbox.c.about[IN_DIGEST].as_string() == str(digest.id)
    return _read(conn, outbox.c.recipient == digest.to, told_by_it)


def answering(conn: sa.Connection, letter: int) -> tuple[OutboxEntry, ...]:
    """Everything that answers one letter, whether or not it became a submission, oldest
    first.
    """
    return _read(conn, outbox.c.answers == letter)


def message(conn: sa.Connection, number: int) -> OutboxEntry | None:
    """One message; None when there is none of that id."""
    return first_of(_read(conn, outbox.c.id == number))


def bytes_of(conn: sa.Connection, number: int) -> bytes | None:
    """A message as it was, or would be, handed to the server; None while uncomposed, or
    when purged.
    """
    return conn.scalar(sa.select(outbox.c.bytes).where(outbox.c.id == number))


def sent_by(
    conn: sa.Connection, message_ids: Iterable[str], tokens: Iterable[str]
) -> tuple[SentMessage, ...]:
    """What we sent under any of these Message-IDs (with or without brackets) or tokens,
    oldest first (P31).

    Only what was begun counts: a message that was merely shown went to nobody.
    """
    ids = [name.strip("<> \t") for name in message_ids]
    columns = (
        outbox.c.id,
        outbox.c.message_id,
        outbox.c.token,
        outbox.c.serial,
        outbox.c.recipient,
        outbox.c.kind,
    )
    query = (
        sa.select(*columns)
        .where(outbox.c.message_id.in_(ids) | outbox.c.token.in_(list(tokens)))
        .where(outbox.c.message_id.is_not(None), outbox.c.state.in_(_WENT_OUT))
        .order_by(outbox.c.id)
    )
    return tuple(SentMessage(*row) for row in conn.execute(query))


# --- how many -------------------------------------------------------------------------


def counts_by_state(conn: sa.Connection) -> dict[str, int]:
    """How many messages are in each state; states without any are left out."""
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in conn.execute(query)}


def settled_counts(conn: sa.Connection, during: TimeRange) -> dict[str, int]:
    """How many messages were then sent, refused or left unknown, by state; no state
    without any.
    """
    query = (
        sa.select(outbox.c.state, sa.func.count())
        .where(outbox.c.state.in_(_SETTLED), _within(outbox.c.settled_at, during))
        .group_by(outbox.c.state)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def count_waiting(conn: sa.Connection, beside: OutboxEntry) -> int:
    """How many messages wait to be sent, `beside` itself left out."""
    return count_rows(
        conn, outbox, outbox.c.state == OutboxState.QUEUED, outbox.c.id != beside.id
    )


def count_untold(conn: sa.Connection, during: TimeRange) -> int:
    """How many late letters of strangers were recorded then without an answer."""
    untold = (outbox.c.outcome == UNTOLD) & (outbox.c.state == OutboxState.DROPPED)
    return count_rows(conn, outbox, untold, _within(outbox.c.queued_at, during))


def previous_queued_at(conn: sa.Connection, entry: OutboxEntry) -> datetime | None:
    """When the message of the same kind to the same address before this one was
    queued.
    """
    same = (
        (outbox.c.kind == entry.kind)
        & (outbox.c.recipient == entry.to)
        & (outbox.c.id < entry.id)
    )
    query = (
        sa.select(outbox.c.queued_at).where(same).order_by(outbox.c.id.desc()).limit(1)
    )
    return conn.scalar(query)


def _within(column: sa.Column[datetime], during: TimeRange) -> sa.ColumnElement[bool]:
    return sa.and_(column >= during.since, column < during.until)


def _read(
    conn: sa.Connection, *where: sa.ColumnElement[bool]
) -> tuple[OutboxEntry, ...]:
    query = sa.select(*_COLUMNS).where(*where).order_by(outbox.c.id)
    return tuple(map(_entry, conn.execute(query)))


def _entry(row: sa.Row[Any]) -> OutboxEntry:
    stored = row._asdict()
    stored["to"] = stored.pop("recipient")
    stored["state"] = OutboxState(row.state)
    return OutboxEntry(**stored)
