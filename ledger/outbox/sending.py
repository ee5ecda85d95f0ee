"""Which message is sent next, by whom, and what became of it?

A row is claimed with a conditional UPDATE, its bytes are committed before MAIL FROM, and what the server said
is recorded after. A row left in `sending` becomes `unknown` and is never sent again by the machine (promise
8, P33). Whether mail may go out at all is asked in the very transaction that begins the sending (promise 11).
"""

import re
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple, assert_never

import sqlalchemy as sa

from ledger import switches
from ledger.notice import NOTICES, Answering, Audience, OutboxState
from ledger.outbox import health
from ledger.outbox.listing import Entry, message
from ledger.outbox.outcomes import Barred, Moot, Outcome, Refused, Sent, TryLater, Unknown, Unmade
from ledger.tables.outgoing import outbox

LEASE = timedelta(minutes=40)
"""Longer than every time limit of one SMTP dialogue together (R21)."""

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""The first is short for greylisting's sake; the last repeats until GIVE_UP is reached (R20)."""
GIVE_UP = timedelta(days=3)
_MENDED_IN = timedelta(minutes=10)
"""When a message that could not be made, or a server that bars us, is looked at again."""


class Parcel(NamedTuple):
    """A composed message as it is stored.

    `message_id` without brackets, `facts` what the words were made from.
    """

    content: bytes
    message_id: str
    token: str | None
    subject: str
    template: str
    facts: dict[str, Any]


class Begun(Enum):
    """What `begin_sending` found."""

    SENDING = "the row is in `sending`; hand it to the server now"
    SHOWN = "mail of this kind is not let out; the message is kept to be looked at"
    PAUSED = "all mail is stopped; the row is queued as before"
    LOST = "another worker has the row"


def due(conn: sa.Connection, now: datetime, count: int) -> tuple[int, ...]:
    """Ids of the messages whose turn it is, the longest waiting first; none while mail is paused."""
    if switches.paused(conn):
        return ()
    query = sa.select(outbox.c.id).where(*_claimable(now)).order_by(outbox.c.due_at, outbox.c.id).limit(count)
    return tuple(conn.scalars(query))


def claim(conn: sa.Connection, number: int, owner: str, now: datetime) -> Entry | None:
    """The message, now leased to `owner`; None when it is not due, not queued, or another's."""
    if switches.paused(conn):
        return None
    claimed = conn.execute(
        outbox.update()
        .where(outbox.c.id == number, *_claimable(now))
        .values(lease_owner=owner, lease_until=now + LEASE),
    )
    return message(conn, number) if claimed.rowcount == 1 else None


def begin_sending(
    conn: sa.Connection, number: int, owner: str, parcel: Parcel | None, now: datetime
) -> Begun:
    """Store the message and go to `sending`, unless mail of its kind is shut off; commit before MAIL FROM.

    `parcel` is None on a retry: the stored bytes are sent again as they are (R12).
    """
    kind = conn.scalar(
        sa.select(outbox.c.kind).where(outbox.c.id == number, *_mine(owner, OutboxState.QUEUED))
    )
    if kind is None:
        return Begun.LOST
    stored: dict[str, Any] = {}
    if parcel is not None:
        stored = parcel._asdict()
        stored["bytes"] = stored.pop("content")
    if switches.paused(conn):
        values: dict[str, Any] = {"lease_owner": None, "lease_until": None}
        begun = Begun.PAUSED
    elif allowed(NOTICES[kind].audience, switches.answering(conn)):
        values = {"state": OutboxState.SENDING, "lease_until": now + LEASE}
        begun = Begun.SENDING
    else:
        values = {"state": OutboxState.SHOWN, "settled_at": now, "lease_owner": None, "lease_until": None}
        begun = Begun.SHOWN
    conn.execute(outbox.update().where(outbox.c.id == number).values(**stored, **values))
    return begun


def allowed(audience: Audience, answering: Answering) -> bool:
    """Whether mail for this audience is let out."""
    match answering:
        case Answering.OFF:
            return False
        case Answering.OFFICE:
            return audience is Audience.OFFICE
        case Answering.ON:
            return True
        case _:
            assert_never(answering)


def record(conn: sa.Connection, number: int, owner: str, outcome: Outcome, now: datetime) -> bool:
    """What became of a message this owner claimed; False when another has taken it over.

    A late worker's own report still moves what was given up as unknown.
    """
    states = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
    query = sa.select(outbox.c.attempts, outbox.c.recipient)
    row = conn.execute(query.where(outbox.c.id == number, *_mine(owner, *states))).one_or_none()
    if row is None:
        return False
    conn.execute(outbox.update().where(outbox.c.id == number).values(**_changes(outcome, row.attempts, now)))
    if isinstance(outcome, Refused) and (status := _STATUS.search(outcome.reply)):
        health.bounced(conn, row.recipient, status[0], now)
    return True


def expire(conn: sa.Connection, now: datetime) -> int:
    """Turn what a vanished worker left in `sending` into `unknown`; how many there were (DESIGN §3)."""
    left = outbox.c.lease_until <= now
    expired = conn.execute(
        outbox.update()
        .where(outbox.c.state == OutboxState.SENDING, left)
        .values(state=OutboxState.UNKNOWN, settled_at=now, outcome="发送途中中断，不知对方是否收到"),
    )
    return int(expired.rowcount)


def handed_over(conn: sa.Connection, since: datetime) -> int:
    """How many messages a server was given at or after `since`, whatever it answered: what pacing counts."""
    at = (OutboxState.SENT, OutboxState.REFUSED, OutboxState.UNKNOWN)
    settled = outbox.c.state.in_(at) & (outbox.c.settled_at >= since)
    query = sa.select(sa.func.count()).where(settled | (outbox.c.state == OutboxState.SENDING))
    return conn.scalar(query) or 0


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when it is time to give up (R20)."""
    spent = sum((_pause(number) for number in range(1, attempts)), timedelta())
    return None if spent >= GIVE_UP else _pause(attempts)


_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")


def _pause(attempt: int) -> timedelta:
    return RETRIES[min(attempt, len(RETRIES)) - 1]


def _claimable(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now)
    return outbox.c.state == OutboxState.QUEUED, outbox.c.due_at <= now, free


def _mine(owner: str, *states: OutboxState) -> tuple[sa.ColumnElement[bool], ...]:
    return outbox.c.lease_owner == owner, outbox.c.state.in_(states)


def _changes(outcome: Outcome, attempts: int, now: datetime) -> dict[str, Any]:
    match outcome:
        case Sent(reply):
            return _settled(OutboxState.SENT, reply, now)
        case Refused(reply):
            return _settled(OutboxState.REFUSED, reply, now)
        case Unknown(because):
            return _settled(OutboxState.UNKNOWN, because, now) | {"attempts": attempts + 1}
        case Moot(because):
            return _settled(OutboxState.DROPPED, because, now)
        case TryLater(reply):
            pause = next_try(attempts + 1)
            if pause is None:
                return _settled(OutboxState.REFUSED, f"多次暂时拒收，不再重试：{reply}", now)
            return _again(reply, now + pause) | {"attempts": attempts + 1}
        case Barred(because) | Unmade(because):
            return _again(because, now + _MENDED_IN)
        case _:
            assert_never(outcome)


def _settled(state: OutboxState, said: str, now: datetime) -> dict[str, Any]:
    # An unknown row keeps its owner, whose late report may still move it.
    lease = {} if state is OutboxState.UNKNOWN else {"lease_owner": None}
    return {"state": state, "outcome": said, "settled_at": now, "lease_until": None, **lease}


def _again(said: str, due_at: datetime) -> dict[str, Any]:
    return {
        "state": OutboxState.QUEUED,
        "outcome": said,
        "due_at": due_at,
        "settled_at": None,
        "lease_owner": None,
        "lease_until": None,
    }
