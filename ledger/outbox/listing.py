"""What stands in the outbox, and what did we send under which name?

Frozen values for the console, the commands and `ingest.letter.thread`. Nothing is changed here; the bytes of
a message are handed out only to who asks for them by id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.notice import OutboxState
from ledger.tables.outgoing import outbox

IN_DIGEST = "digest"
"""The word of `about` under which a receipt beyond the day's limit names the digest that tells it instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the outbox, without its bytes; `answers` is the id of the mailbox entry it answers."""

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
    """A message of ours that may come back as a reply or a bounce; `message_id` is without angle brackets."""

    id: int
    message_id: str
    token: str | None
    serial: str | None
    to: str
    kind: str


_COLUMNS = tuple(
    outbox.c[name]
    for name in (
        *("id", "kind", "recipient", "key", "about", "state", "queued_at", "due_at", "serial", "answers"),
        *("attempts", "message_id", "token", "subject", "template", "facts", "settled_at", "outcome"),
    )
)


def listed(conn: sa.Connection, state: OutboxState | None = None, count: int = 1000) -> tuple[Entry, ...]:
    """The newest `count` messages, newest first; of one state only, if it is given."""
    query = sa.select(*_COLUMNS).order_by(outbox.c.id.desc()).limit(count)
    if state is not None:
        query = query.where(outbox.c.state == state)
    return tuple(_entry(row) for row in conn.execute(query))


def about(conn: sa.Connection, serial: str) -> tuple[Entry, ...]:
    """Everything told about one submission, oldest first."""
    query = sa.select(*_COLUMNS).where(outbox.c.serial == serial).order_by(outbox.c.id)
    return tuple(_entry(row) for row in conn.execute(query))


def deferred_of(conn: sa.Connection, digest: Entry) -> tuple[Entry, ...]:
    """The receipts that a digest tells in their place, oldest first (P29)."""
    into = outbox.c.about[IN_DIGEST].as_string() == str(digest.id)
    query = sa.select(*_COLUMNS).where(outbox.c.recipient == digest.to, into).order_by(outbox.c.id)
    return tuple(_entry(row) for row in conn.execute(query))


def answering(conn: sa.Connection, letter: int) -> tuple[Entry, ...]:
    """Everything that answers one letter, whether or not it became a submission, oldest first."""
    query = sa.select(*_COLUMNS).where(outbox.c.answers == letter).order_by(outbox.c.id)
    return tuple(_entry(row) for row in conn.execute(query))


def message(conn: sa.Connection, number: int) -> Entry | None:
    """One message; None when there is none of that id."""
    row = conn.execute(sa.select(*_COLUMNS).where(outbox.c.id == number)).one_or_none()
    return None if row is None else _entry(row)


def bytes_of(conn: sa.Connection, number: int) -> bytes | None:
    """The message as it was, or would be, handed to the server.

    None while it is not composed, or was purged.
    """
    return conn.scalar(sa.select(outbox.c.bytes).where(outbox.c.id == number))


def counted(conn: sa.Connection) -> dict[str, int]:
    """How many messages are in each state; states without any are left out."""
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in conn.execute(query)}


def sent_by(
    conn: sa.Connection, message_ids: Iterable[str], tokens: Iterable[str]
) -> tuple[SentMessage, ...]:
    """What we sent under any of these Message-IDs (with or without brackets) or tokens, oldest first (P31).

    Only what was begun counts: a message that was merely shown went to nobody.
    """
    ids = [name.strip("<> \t") for name in message_ids]
    found = outbox.c.message_id.in_(ids) | outbox.c.token.in_(list(tokens))
    query = (
        sa.select(*(outbox.c[name] for name in ("id", "message_id", "token", "serial", "recipient", "kind")))
        .where(found, outbox.c.message_id.is_not(None), outbox.c.state.in_(_WENT_OUT))
        .order_by(outbox.c.id)
    )
    return tuple(SentMessage(*row) for row in conn.execute(query))


_WENT_OUT = (OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.REFUSED)


def _entry(row: sa.Row[Any]) -> Entry:
    fields = row._asdict()
    return Entry(to=fields.pop("recipient"), state=OutboxState(fields.pop("state")), **fields)
