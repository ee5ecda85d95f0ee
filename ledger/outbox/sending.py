"""Which message is sent next, by whom, and what became of it?

A row is claimed with a conditional UPDATE, its bytes are committed before MAIL FROM,
and what the server said is recorded after. A row left in `sending` becomes `unknown`
and is never sent again by the machine (promise 8, P33). Whether mail may go out at all
is asked in the very transaction that begins the sending (promise 11).
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple, assert_never

import sqlalchemy as sa

from ledger import switches
from ledger.leases import SKEW, has_ended
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
from ledger.outbox.pacing import Pace
from ledger.refusals import status_of_recipient
from ledger.statements import count_rows
from ledger.tables.mail import outbox

LEASE = timedelta(minutes=40)
"""Longer than every time limit from MAIL FROM to the answer to the final dot together
(R21).
"""
_STEADY = timedelta(minutes=15)
"""Where mail left within this time, the rest of a long queue is on its way."""
_ONCE_HELD = timedelta(hours=2)
"""A server that was away so lately explains why mail waits."""
_MENDED_IN = timedelta(minutes=10)
"""After how long a message that could not be made is tried again: a person may have
mended its template.
"""


class Patience(NamedTuple):
    """How long to wait after each temporary refusal, the last again and again until
    `give_up` (R20).

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
        waited = timedelta()
        for attempt in range(1, attempts):
            waited += self.pause(attempt)
        return None if waited >= self.give_up else self.pause(attempts)

    def pause(self, attempt: int) -> timedelta:
        """The wait after one try, whether or not it is the last."""
        return self.pauses[min(attempt, len(self.pauses)) - 1]


PATIENCE = Patience()

_NOBODYS = {"lease_owner": None, "lease_until": None}
"""The columns of a row that no worker has claimed."""


class Claim(NamedTuple):
    """A message and the worker that has it."""

    number: int
    owner: str


class Parcel(NamedTuple):
    """A composed message as it is stored: `message_id` without brackets, `facts` what
    it was made from.
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
    """Ids of the messages whose turn it is, in their order; none while mail is paused
    or the server away.
    """
    if switches.paused(conn) or pacing.current_back_off(conn, now) is not None:
        return ()
    query = (
        sa.select(outbox.c.id)
        .where(_claimable(now))
        .order_by(*pacing.in_turn())
        .limit(count)
    )
    return tuple(conn.scalars(query))


def waiting(conn: sa.Connection, now: datetime) -> int:
    """How many messages are due, whatever holds them back."""
    return count_rows(conn, outbox, _claimable(now))


def stalled_since(conn: sa.Connection, pace: Pace, now: datetime) -> datetime | None:
    """Since when some message could have left, and did not; None where nothing is
    amiss.

    Nothing is while mail is held back, by a person, the server or the pace, or while
    others leave. What goes before the message that waits longest, such as the alarm
    about it, says nothing of how long.
    """
    if not due(conn, now, 1) or tries.count_since(conn, now - _STEADY, now):
        return None
    waits = sa.select(outbox.c.kind, sa.func.min(outbox.c.due_at)).where(
        _claimable(now)
    )
    since: list[datetime] = []
    for kind, due_at in conn.execute(waits.group_by(outbox.c.kind)):
        if pacing.has_room(conn, kind, pace, now):
            since.append(due_at)
    if not since:
        return None
    could_leave = min(since)
    resumed = switches.changed_at(conn, switches.PAUSED)
    if resumed is not None:
        could_leave = max(could_leave, resumed)
    held = pacing.current_back_off(conn, now, lately=_ONCE_HELD)
    if held is not None:
        could_leave = max(could_leave, held.until)
    return could_leave


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


def may_leave(conn: sa.Connection, kind: str) -> bool:
    """Whether mail of this kind may leave the house at this moment."""
    return allowed(NOTICES[kind].audience, switches.answering(conn))


def claim(
    conn: sa.Connection, number: int, owner: str, now: datetime
) -> OutboxEntry | None:
    """The message, now leased to `owner`; None when it is not due, not queued, or
    another's.
    """
    if switches.paused(conn):
        return None
    # Of two workers that read the same list of due messages the later finds the row
    # taken.
    claimed = conn.execute(
        outbox.update()
        .where(outbox.c.id == number, _claimable(now))
        .values(lease_owner=owner, lease_until=now + LEASE),
    )
    return message(conn, number) if claimed.rowcount == 1 else None


def give_back(conn: sa.Connection, claimed: Claim) -> None:
    """Makes the message anybody's again, as if it had not been claimed."""
    mine = _held_by(claimed, OutboxState.QUEUED)
    conn.execute(outbox.update().where(mine).values(_NOBODYS))


def let_go(conn: sa.Connection, owner: str, now: datetime) -> None:
    """Ends all claims of a worker that has nothing in hand any more: a round was cut
    short, or it is dead.

    What it had not begun is anybody's at once; what it was sending becomes `unknown`
    with the next `expire`.
    """
    mine = outbox.c.lease_owner == owner
    conn.execute(
        outbox.update()
        .where(mine, outbox.c.state == OutboxState.QUEUED)
        .values(_NOBODYS)
    )
    left = mine & (outbox.c.state == OutboxState.SENDING)
    conn.execute(outbox.update().where(left).values(lease_until=now))


def begin_sending(
    conn: sa.Connection,
    claimed: Claim,
    parcel: Parcel | None,
    now: datetime,
    pace: Pace,
) -> BeginResult:
    """Stores the message and goes to `sending`, unless mail of its kind is shut off;
    commit before MAIL FROM.

    `parcel` is None on a retry: the stored bytes are sent again as they are (R12). The
    place within the pace is taken in the same transaction. Done once more, as after a
    commit whose answer was lost, it changes nothing.
    """
    mine = _held_by(claimed, OutboxState.QUEUED, OutboxState.SENDING)
    found = conn.execute(
        sa.select(outbox.c.kind, outbox.c.state).where(mine)
    ).one_or_none()
    if found is None:
        return BeginResult.LOST
    if found.state == OutboxState.SENDING:
        return BeginResult.SENDING
    kind = found.kind

    changes: dict[str, Any] = {}
    if parcel is not None:
        changes = parcel._asdict()
        changes["bytes"] = changes.pop("content")
    if switches.paused(conn):
        result = BeginResult.PAUSED
        changes |= _NOBODYS
    elif not may_leave(conn, kind):
        result = BeginResult.SHOWN
        changes |= {"state": OutboxState.SHOWN, "settled_at": now, **_NOBODYS}
    elif not pacing.reserve(conn, kind, pace, now):
        result = BeginResult.TOO_FAST
        changes |= _NOBODYS
    else:
        result = BeginResult.SENDING
        changes |= {"state": OutboxState.SENDING, "lease_until": now + LEASE}
        tries.open_try(conn, claimed.number, claimed.owner, now)
    conn.execute(outbox.update().where(outbox.c.id == claimed.number).values(**changes))
    return result


def record(
    conn: sa.Connection,
    claimed: Claim,
    outcome: Outcome,
    now: datetime,
    patience: Patience = PATIENCE,
) -> bool:
    """Notes what became of a message this owner claimed; False when another has taken
    it over.

    A late worker's own report still moves what was given up as unknown. What was said
    of us and not of the message makes every message wait (`pacing`).
    """
    mine = _held_by(
        claimed, OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN
    )
    columns = (outbox.c.state, outbox.c.attempts, outbox.c.recipient, outbox.c.due_at)
    row = conn.execute(sa.select(*columns).where(mine)).one_or_none()
    if row is None:
        return False
    if row.state != OutboxState.QUEUED:  # a message still queued has no try under way
        tries.close_try(conn, claimed.number, outcome, now)

    match outcome:
        case Accepted(reply):
            changes = _settled(OutboxState.SENT, reply, now)
        case Refused(reply):
            changes = _settled(OutboxState.REFUSED, reply, now)
        case Unknown(because):
            changes = _settled(OutboxState.UNKNOWN, because, now)
            changes["attempts"] = row.attempts + 1
        case Moot(because):
            changes = _settled(OutboxState.DROPPED, because, now)
        case TryLater(reply):
            pause = patience.after(row.attempts + 1)
            if pause is None:
                changes = _settled(
                    OutboxState.REFUSED, f"多次暂时拒收，不再重试：{reply}", now
                )
            else:
                changes = _queued_again(reply, now + pause)
                changes["attempts"] = row.attempts + 1
        case Throttled(reply, wait):
            # No attempt of the message's; but it steps back, lest one alone keep the
            # server angry for ever.
            put_off = tries.count_throttled(conn, claimed.number)
            changes = _queued_again(
                reply, now + max(wait, patience.pause(max(put_off, 1)))
            )
        case Away(because) | Barred(because):
            changes = _queued_again(because, row.due_at)
        case Unmade(because):
            changes = _queued_again(because, now + _MENDED_IN)
        case _:
            assert_never(outcome)
    conn.execute(outbox.update().where(outbox.c.id == claimed.number).values(**changes))

    # What the answer tells of the address, and of the server.
    match outcome:
        case Refused(reply):
            bounces.note_bounce(conn, row.recipient, status_of_recipient(reply), now)
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
    return True


def expire(conn: sa.Connection, now: datetime) -> int:
    """Turns what a vanished worker left in `sending` into `unknown`; how many there
    were (P33).
    """
    left = (outbox.c.state == OutboxState.SENDING) & has_ended(
        outbox.c.lease_until, now, LEASE
    )
    tries.abandon_tries(conn, sa.select(outbox.c.id).where(left), now)
    expired = conn.execute(
        outbox.update()
        .where(left)
        .values(
            state=OutboxState.UNKNOWN,
            settled_at=now,
            outcome="发送途中中断，不知对方是否收到",
        ),
    )
    return int(expired.rowcount)


def bring_forward(conn: sa.Connection, now: datetime) -> int:
    """Makes due at once what waits because a clock that ran ahead queued or tried it;
    how many there were.

    What was tried since waits as long as any other: else a greylisted message were
    given up in minutes.
    """
    ahead = now + SKEW
    # One that cannot be made was never begun either: that it waits is no clock's doing.
    never_tried = sa.and_(
        outbox.c.queued_at > ahead,
        outbox.c.due_at > now + _MENDED_IN,
        tries.never_begun(),
    )
    by_that_clock = tries.begun_after(ahead) | never_tried
    put_off = sa.and_(
        outbox.c.state == OutboxState.QUEUED, outbox.c.due_at > ahead, by_that_clock
    )
    return int(conn.execute(outbox.update().where(put_off).values(due_at=now)).rowcount)


def _claimable(now: datetime) -> sa.ColumnElement[bool]:
    free = outbox.c.lease_until.is_(None) | has_ended(outbox.c.lease_until, now, LEASE)
    return sa.and_(outbox.c.state == OutboxState.QUEUED, outbox.c.due_at <= now, free)


def _held_by(claimed: Claim, *states: OutboxState) -> sa.ColumnElement[bool]:
    """The claimed row, while it is in one of these states and still the claiming
    worker's.
    """
    return sa.and_(
        outbox.c.id == claimed.number,
        outbox.c.lease_owner == claimed.owner,
        outbox.c.state.in_(states),
    )


def _settled(state: OutboxState, said: str, now: datetime) -> dict[str, Any]:
    changes = {"state": state, "outcome": said, "settled_at": now, "lease_until": None}
    # An unknown row keeps its owner, whose late report may still move it.
    if state is not OutboxState.UNKNOWN:
        changes["lease_owner"] = None
    return changes


def _queued_again(said: str, due_at: datetime) -> dict[str, Any]:
    changes = {
        "state": OutboxState.QUEUED,
        "outcome": said,
        "due_at": due_at,
        "settled_at": None,
    }
    return changes | _NOBODYS
