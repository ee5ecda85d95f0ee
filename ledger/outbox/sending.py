"""Which message is sent next, by whom, and what became of it?

A row is claimed with a conditional UPDATE, its bytes are committed before MAIL FROM, and what the server said
is recorded after. A row left in `sending` becomes `unknown` and is never sent again by the machine (promise
8, P33). Whether mail may go out at all is asked in the very transaction that begins the sending (promise 11).
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple, assert_never

import sqlalchemy as sa

from ledger import switches
from ledger.notice import NOTICES, Answering, Audience, OutboxState
from ledger.outbox import bounces, pacing, tries
from ledger.outbox.listing import OutboxEntry, message
from ledger.outbox.outcomes import (
    Accepted,
    Away,
    Barred,
    Moot,
    Outcome,
    Refused,
    Throttled,
    TryLater,
    Unknown,
    Unmade,
)
from ledger.outbox.pacing import Pace, in_turn
from ledger.refusals import status_of_recipient
from ledger.tables.outgoing import outbox

LEASE = timedelta(minutes=40)
"""Longer than every time limit from MAIL FROM to the answer to the final dot together (R21)."""
_MENDED_IN = timedelta(minutes=10)
"""When a message that could not be made is looked at again."""


class Patience(NamedTuple):
    """How long to wait after each temporary refusal, the last again and again until `give_up` (R20).

    The first is short for greylisting's sake.
    """

    pauses: tuple[timedelta, ...] = (
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=6),
    )
    give_up: timedelta = timedelta(days=3)

    def after(self, attempts: int) -> timedelta | None:
        """How long to wait after so many tries; None when it is time to give up."""
        spent = sum((self.pause(number) for number in range(1, attempts)), timedelta())
        return None if spent >= self.give_up else self.pause(attempts)

    def pause(self, attempt: int) -> timedelta:
        """The wait after one try, whether or not it is the last."""
        return self.pauses[min(attempt, len(self.pauses)) - 1]


PATIENCE = Patience()


class Claim(NamedTuple):
    """A message and the worker that has it."""

    number: int
    owner: str


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


class BeginResult(Enum):
    """What `begin_sending` found."""

    SENDING = "the row is in `sending`; hand it to the server now"
    SHOWN = "mail of this kind is not let out; the message is kept to be looked at"
    PAUSED = "all mail is stopped; the row is queued as before"
    TOO_FAST = "the pace, or the server, allows no more at the moment; the row is queued as before"
    LOST = "another worker has the row"


def due(conn: sa.Connection, now: datetime, count: int) -> tuple[int, ...]:
    """Ids of the messages whose turn it is, in their order; none while mail is paused or the server away."""
    if switches.paused(conn) or pacing.current_back_off(conn, now) is not None:
        return ()
    query = sa.select(outbox.c.id).where(*_claimable(now)).order_by(*in_turn()).limit(count)
    return tuple(conn.scalars(query))


def waiting(conn: sa.Connection, now: datetime) -> int:
    """How many messages are due, whatever holds them back."""
    return conn.scalar(sa.select(sa.func.count()).where(*_claimable(now))) or 0


def claim(conn: sa.Connection, number: int, owner: str, now: datetime) -> OutboxEntry | None:
    """The message, now leased to `owner`; None when it is not due, not queued, or another's."""
    if switches.paused(conn):
        return None
    claimed = conn.execute(
        outbox.update()
        .where(outbox.c.id == number, *_claimable(now))
        .values(lease_owner=owner, lease_until=now + LEASE),
    )
    return message(conn, number) if claimed.rowcount == 1 else None


def give_back(conn: sa.Connection, claimed: Claim) -> None:
    """The message is anybody's again, as if it had not been claimed."""
    mine = outbox.c.id == claimed.number, *_mine(claimed.owner, OutboxState.QUEUED)
    conn.execute(outbox.update().where(*mine).values(lease_owner=None, lease_until=None))


def may_leave(conn: sa.Connection, kind: str) -> bool:
    """Whether mail of this kind may leave the house at this moment."""
    return allowed(NOTICES[kind].audience, switches.answering(conn))


def begin_sending(
    conn: sa.Connection, claimed: Claim, parcel: Parcel | None, now: datetime, pace: Pace
) -> BeginResult:
    """Store the message and go to `sending`, unless mail of its kind is shut off; commit before MAIL FROM.

    `parcel` is None on a retry: the stored bytes are sent again as they are (R12). The place within the pace
    is taken in the same transaction.
    """
    mine = outbox.c.id == claimed.number, *_mine(claimed.owner, OutboxState.QUEUED)
    kind = conn.scalar(sa.select(outbox.c.kind).where(*mine))
    if kind is None:
        return BeginResult.LOST
    begun = _gate(conn, kind, now, pace)
    match begun:
        case BeginResult.PAUSED | BeginResult.TOO_FAST:
            values: dict[str, Any] = {"lease_owner": None, "lease_until": None}
        case BeginResult.SENDING:
            values = {"state": OutboxState.SENDING, "lease_until": now + LEASE}
            tries.open_try(conn, claimed.number, claimed.owner, now)
        case _:
            values = {
                "state": OutboxState.SHOWN,
                "settled_at": now,
                "lease_owner": None,
                "lease_until": None,
            }
    conn.execute(outbox.update().where(outbox.c.id == claimed.number).values(**_stored(parcel), **values))
    return begun


def _gate(conn: sa.Connection, kind: str, now: datetime, pace: Pace) -> BeginResult:
    if switches.paused(conn):
        return BeginResult.PAUSED
    if not may_leave(conn, kind):
        return BeginResult.SHOWN
    return BeginResult.SENDING if pacing.reserve(conn, kind, pace, now) else BeginResult.TOO_FAST


def _stored(parcel: Parcel | None) -> dict[str, Any]:
    if parcel is None:
        return {}
    stored = parcel._asdict()
    stored["bytes"] = stored.pop("content")
    return stored


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


def record(
    conn: sa.Connection, claimed: Claim, outcome: Outcome, now: datetime, patience: Patience = PATIENCE
) -> bool:
    """What became of a message this owner claimed; False when another has taken it over.

    A late worker's own report still moves what was given up as unknown. What was said of us and not of the
    message makes every message wait (`backoff`).
    """
    states = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
    mine = outbox.c.id == claimed.number, *_mine(claimed.owner, *states)
    query = sa.select(outbox.c.state, outbox.c.attempts, outbox.c.recipient, outbox.c.due_at)
    row = conn.execute(query.where(*mine)).one_or_none()
    if row is None:
        return False
    if row.state != OutboxState.QUEUED:
        tries.close_try(conn, claimed.number, outcome, now)
    put_off = tries.count_throttled(conn, claimed.number) if isinstance(outcome, Throttled) else 0
    tried = _Tried(row.attempts, put_off, row.due_at)
    changes = _changes(outcome, tried, now, patience)
    conn.execute(outbox.update().where(outbox.c.id == claimed.number).values(**changes))
    _spread(conn, row.recipient, outcome, now)
    return True


def _spread(conn: sa.Connection, recipient: str, outcome: Outcome, now: datetime) -> None:
    """What the answer tells of the address, and of the server."""
    match outcome:
        case Refused(reply):
            bounces.note_bounce(conn, recipient, status_of_recipient(reply), now)
        case Accepted():
            pacing.end_back_off(conn, now)
        case Away(because):
            pacing.back_off(conn, because, now)
        case Throttled(reply, wait):
            pacing.back_off(conn, reply, now, wait)
        case Barred(because):
            pacing.bar(conn, because, now)
        case _:
            pass


def expire(conn: sa.Connection, now: datetime) -> int:
    """Turn what a vanished worker left in `sending` into `unknown`; how many there were (P33)."""
    left = outbox.c.state == OutboxState.SENDING, outbox.c.lease_until <= now
    tries.abandon_tries(conn, sa.select(outbox.c.id).where(*left), now)
    expired = conn.execute(
        outbox.update()
        .where(*left)
        .values(state=OutboxState.UNKNOWN, settled_at=now, outcome="发送途中中断，不知对方是否收到"),
    )
    return int(expired.rowcount)


class _Tried(NamedTuple):
    attempts: int
    put_off: int
    due_at: datetime


def _claimable(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now)
    return outbox.c.state == OutboxState.QUEUED, outbox.c.due_at <= now, free


def _mine(owner: str, *states: OutboxState) -> tuple[sa.ColumnElement[bool], ...]:
    return outbox.c.lease_owner == owner, outbox.c.state.in_(states)


def _changes(outcome: Outcome, tried: _Tried, now: datetime, patience: Patience) -> dict[str, Any]:
    match outcome:
        case Accepted(reply):
            return _settled(OutboxState.SENT, reply, now)
        case Refused(reply):
            return _settled(OutboxState.REFUSED, reply, now)
        case Unknown(because):
            return _settled(OutboxState.UNKNOWN, because, now) | {"attempts": tried.attempts + 1}
        case Moot(because):
            return _settled(OutboxState.DROPPED, because, now)
        case TryLater(reply):
            pause = patience.after(tried.attempts + 1)
            if pause is None:
                return _settled(OutboxState.REFUSED, f"多次暂时拒收，不再重试：{reply}", now)
            return _again(reply, now + pause) | {"attempts": tried.attempts + 1}
        case Throttled(reply, wait):
            # Nobody's attempt; but the message steps back, lest one alone keep the server angry for ever.
            return _again(reply, now + max(wait, patience.pause(max(tried.put_off, 1))))
        case Away(because) | Barred(because):
            return _again(because, tried.due_at)
        case Unmade(because):
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
