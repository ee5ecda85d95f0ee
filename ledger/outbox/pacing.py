"""Whose turn is it, and may one more message be handed over at this moment?

Alerts to the office go first, then answers, then reminders and the like, last what is sent to everybody at
once; of a day's messages some are kept for the first two, so that a circular holds no receipt back. What was
begun is counted over `tries`, by all workers together.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger.notice import NOTICES, Audience
from ledger.outbox import backoff, tries
from ledger.periods import day_start, local_day
from ledger.tables.outgoing import outbox

_MINUTE = timedelta(minutes=1)
_URGENT = frozenset({"sealed-alert", "health"})


class Rank(IntEnum):
    """Which kinds go before which."""

    ALERT = 0
    ANSWER = 1
    DUTY = 2
    BULK = 3


class Pace(NamedTuple):
    """How many messages the server is given in any minute and on one day of the office.

    `kept` of the day's are for alerts and answers only, though never more than half of them.
    """

    per_minute: int
    per_day: int
    kept: int = 0

    def a_day(self, rank: Rank) -> int:
        """How many may have gone out today before one of this rank."""
        return self.per_day if rank <= Rank.ANSWER else self.per_day - min(self.kept, self.per_day // 2)


def rank_of(kind: str) -> Rank:
    """The rank of a kind of notice; what a person wrote goes to many and has time."""
    told = NOTICES[kind]
    if kind in _URGENT:
        return Rank.ALERT
    if told.audience is Audience.SENDER:
        return Rank.ANSWER
    return Rank.DUTY if told.auto_submitted else Rank.BULK


def in_turn() -> tuple[sa.ColumnElement[int] | sa.Column[datetime] | sa.Column[int], ...]:
    """The order in which messages go out: by rank, then the longest waiting first."""
    ranks = {kind: int(rank_of(kind)) for kind in NOTICES}
    return sa.case(ranks, value=outbox.c.kind, else_=int(Rank.DUTY)), outbox.c.due_at, outbox.c.id


def free(conn: sa.Connection, kind: str, pace: Pace, now: datetime) -> bool:
    """Whether one of this kind may go now; several workers asking at once may all be told yes."""
    if tries.begun_since(conn, now - _MINUTE) >= pace.per_minute:
        return False
    return tries.begun_since(conn, day_start(local_day(now))) < pace.a_day(rank_of(kind))


def reserved(conn: sa.Connection, kind: str, pace: Pace, now: datetime) -> bool:
    """As `free`, for one worker at a time: whoever opens a try in this transaction has the place."""
    return backoff.locked(conn, now) is None and free(conn, kind, pace, now)
