"""Which tries were there to hand a message over, and what was said at each?

A try is opened in the transaction that goes to *sending* and closed with what the
server made of it. Whether one more may be opened at this moment is `pacing`'s affair; a
try that never reached the server is no try.
"""

from datetime import datetime
from typing import NamedTuple, assert_never

import sqlalchemy as sa

from ledger.leases import SKEW
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
from ledger.statements import count_rows, highest
from ledger.tables.mail import outbox, tries

UNDER_WAY = "sending"
_UNKNOWN = "unknown"
_THROTTLED = "throttled"


class Try(NamedTuple):
    """One try: when it began and ended, what became of it, what was said, and which
    worker made it.
    """

    number: int
    began_at: datetime
    ended_at: datetime | None
    state: str
    reply: str
    worker: str


def of(conn: sa.Connection, message: int) -> tuple[Try, ...]:
    """Every try to hand this message over, the first first."""
    columns = [tries.c[name] for name in Try._fields]
    query = (
        sa.select(*columns).where(tries.c.outbox_id == message).order_by(tries.c.number)
    )
    return tuple(Try(*row) for row in conn.execute(query))


def open_try(conn: sa.Connection, message: int, worker: str, now: datetime) -> None:
    """Notes that a worker is about to speak to the server."""
    row = {
        "outbox_id": message,
        "number": _latest_number(conn, message) + 1,
        "began_at": now,
        "state": UNDER_WAY,
        "worker": worker,
    }
    conn.execute(tries.insert().values(row))


def close_try(
    conn: sa.Connection, message: int, outcome: Outcome, now: datetime
) -> None:
    """Notes what became of the latest try; one whose server was never reached is taken
    back.
    """
    latest = (tries.c.outbox_id == message) & (
        tries.c.number == _latest_number(conn, message)
    )
    match outcome:
        case Accepted(said):
            state = "sent"
        case Refused(said):
            state = "refused"
        case TryLater(said):
            state = "later"
        case Throttled(said):
            state = _THROTTLED
        case Unknown(said):
            state = _UNKNOWN
        case Barred(said):
            state = "barred"
        case Away() | Unmade() | Moot():
            conn.execute(tries.delete().where(latest))
            return
        case _:
            assert_never(outcome)
    conn.execute(
        tries.update().where(latest).values(state=state, reply=said, ended_at=now)
    )


def abandon_tries(
    conn: sa.Connection, messages: sa.Select[tuple[int]], now: datetime
) -> None:
    """Ends the tries under way of these messages, whose worker has vanished."""
    under_way = tries.c.outbox_id.in_(messages) & (tries.c.state == UNDER_WAY)
    conn.execute(tries.update().where(under_way).values(state=_UNKNOWN, ended_at=now))


def count_since(conn: sa.Connection, since: datetime, now: datetime) -> int:
    """How many tries began at or after `since`, whatever the server answered: what
    pacing counts.

    Not those that a clock which ran ahead has dated in the future: they would slow all
    mail until then.
    """
    return count_rows(
        conn, tries, tries.c.began_at >= since, tries.c.began_at <= now + SKEW
    )


def begun_after(moment: datetime) -> sa.ColumnElement[bool]:
    """Whether the latest try of the message in question began after `moment`."""
    each = tries.alias()
    latest = (
        sa.select(sa.func.max(each.c.number))
        .where(each.c.outbox_id == outbox.c.id)
        .scalar_subquery()
    )
    mine = tries.c.outbox_id == outbox.c.id
    return sa.exists().where(mine, tries.c.number == latest, tries.c.began_at > moment)


def never_begun() -> sa.ColumnElement[bool]:
    """Whether the message in question was never tried."""
    return ~sa.exists().where(tries.c.outbox_id == outbox.c.id)


def count_throttled(conn: sa.Connection, message: int) -> int:
    """How many tries of this message were put off because the server wanted less mail
    of us.
    """
    return count_rows(
        conn, tries, tries.c.outbox_id == message, tries.c.state == _THROTTLED
    )


def _latest_number(conn: sa.Connection, message: int) -> int:
    """The number of the latest try of a message; 0 before the first."""
    return highest(conn, tries.c.number, tries.c.outbox_id == message)
