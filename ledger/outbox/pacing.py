"""Whose turn is it, and may one more message be handed over at this moment?

Alerts to the office go first, then answers, then reminders and the like, last what is
sent to everybody at once; of a day's messages some are kept for the first two, so that
a circular holds no receipt back. What was begun is counted over `tries`, by all workers
together.

Where the mail server cannot be reached, bars us or wants less mail, no message is to
blame: all of them wait for the end of a back-off, which is kept in one row for every
worker. The same row is what workers queue up at before they begin. A person who asks
for mail to go out now ends it.
"""

import json
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.notice import NOTICES, Audience
from ledger.outbox import tries
from ledger.periods import day_start, local_day
from ledger.statements import insert_new
from ledger.tables.mail import outbox
from ledger.tables.office import switches

_MINUTE = timedelta(minutes=1)
_URGENT = frozenset({"sealed-alert", "health"})

_BACK_OFF = "smtp-back-off"
"""The row of `switches` that holds the back-off, as JSON; empty when there is none."""
_LONGEST = timedelta(hours=2)
"""No back-off is set for longer: one that seems to be was set by another clock."""
_FIRST = timedelta(minutes=1)
_UNREACHED = timedelta(minutes=15)
"""A server that is away is looked for after 1, 2, 4 … minutes, and then this often."""
_BARRED = timedelta(minutes=10)
"""The first wait when it lets us send nothing; then 20, 40 … minutes, up to the
longest.
"""
_MOST_DOUBLINGS = 10
"""Beyond this a doubled wait only grows out of bounds; the limits above were reached
long before.
"""


class Rank(IntEnum):
    """Which kinds go before which."""

    ALERT = 0
    ANSWER = 1
    DUTY = 2
    BULK = 3


class Pace(NamedTuple):
    """How many messages the server is given in any minute and on one day of the office.

    `kept` of the day's are for alerts and answers only, though never more than half of
    them.
    """

    per_minute: int
    per_day: int
    kept: int = 0

    def allowed_a_day(self, rank: Rank) -> int:
        """The day's limit: one of this rank goes only while fewer messages of any rank
        went out today.
        """
        if rank <= Rank.ANSWER:
            return self.per_day
        return self.per_day - min(self.kept, self.per_day // 2)


class BackOff(NamedTuple):
    """Until when nothing is handed over, and why; `times` it was set one after the
    other.

    `barred`: until a setting is changed. `secret` is by what the refused login is known
    again, "" where nobody said.
    """

    until: datetime
    because: str
    times: int
    barred: bool = False
    secret: str = ""


# --- whose turn -----------------------------------------------------------------------


def rank_of(kind: str) -> Rank:
    """The rank of a kind of notice; what a person wrote goes to many and has time."""
    if kind in _URGENT:
        return Rank.ALERT
    if NOTICES[kind].audience is Audience.SENDER:
        return Rank.ANSWER
    if NOTICES[kind].auto_submitted:
        return Rank.DUTY
    return Rank.BULK


def in_turn() -> tuple[
    sa.ColumnElement[int] | sa.Column[datetime] | sa.Column[int], ...
]:
    """The order in which messages go out: by rank, then the longest waiting first."""
    ranks = {kind: int(rank_of(kind)) for kind in NOTICES}
    return (
        sa.case(ranks, value=outbox.c.kind, else_=int(Rank.DUTY)),
        outbox.c.due_at,
        outbox.c.id,
    )


def has_room(conn: sa.Connection, kind: str, pace: Pace, now: datetime) -> bool:
    """Whether one of this kind may go now; several workers asking at once may all be
    told yes.
    """
    if tries.count_since(conn, now - _MINUTE, now) >= pace.per_minute:
        return False
    return tries.count_since(conn, day_start(local_day(now)), now) < pace.allowed_a_day(
        rank_of(kind)
    )


def reserve(conn: sa.Connection, kind: str, pace: Pace, now: datetime) -> bool:
    """Keeps a place for one message of this kind, if it may go now; False if it may
    not.

    Until the transaction ends no other worker gets past here, so that whoever opens a
    try in it has the place.
    """
    _make_row(conn, now)
    found = _stored(conn, lock=True)
    away = found is not None and _is_on(found, now)
    return not away and has_room(conn, kind, pace, now)


# --- back-off -------------------------------------------------------------------------


def current_back_off(
    conn: sa.Connection, now: datetime, lately: timedelta = timedelta()
) -> BackOff | None:
    """The back-off, if there is one at this moment, or one ran out within `lately` and
    no mail left since.
    """
    found = _stored(conn)
    return (
        found
        if found is not None and now - lately < found.until <= now + _LONGEST
        else None
    )


def back_off(
    conn: sa.Connection, because: str, now: datetime, wait: timedelta | None = None
) -> None:
    """Leaves the server alone for `wait` or, where nobody knows how long, for longer
    each time.
    """
    _make_row(conn, now)
    before = _stored(conn)
    times = 1 if before is None else before.times + 1
    pause = (
        min(_doubled(_FIRST, times), _UNREACHED)
        if wait is None
        else min(wait, _LONGEST)
    )
    _store(conn, BackOff(now + pause, because, times), now)


def bar(conn: sa.Connection, because: str, now: datetime) -> None:
    """Leaves a server alone that takes nothing before a setting is changed; it is asked
    less and less often.

    Providers lock out whoever tries a wrong password again and again (P26).
    """
    _make_row(conn, now)
    before = _stored(conn)
    times, secret = 1, ""
    if before is not None and before.barred:
        times, secret = before.times + 1, before.secret
    pause = min(_doubled(_BARRED, times), _LONGEST)
    _store(conn, BackOff(now + pause, because, times, barred=True, secret=secret), now)


def count_refused_login(
    conn: sa.Connection, because: str, now: datetime, secret: str
) -> None:
    """Counts a login that a person tried in vain with those of the service, of which
    nobody said with which secret; it holds nothing back.
    """
    _make_row(conn, now)
    before = _stored(conn)
    until, times = now, 1
    if before is not None:
        until = before.until
        if before.barred and before.secret in ("", secret):
            times = before.times + 1
    _store(conn, BackOff(until, because, times, barred=True, secret=secret), now)


def refused_logins(conn: sa.Connection, secret: str) -> int:
    """How often in a row we were barred with this login, as far as anybody said with
    which one.
    """
    found = _stored(conn)
    same = found is not None and found.barred and found.secret == secret
    return found.times if found is not None and same else 0


def end_back_off(conn: sa.Connection, now: datetime) -> None:
    """Lets mail go again: the server takes it, or a person wants to see whether it
    does.
    """
    _store(conn, None, now)


def _is_on(back_off: BackOff, now: datetime) -> bool:
    return now < back_off.until <= now + _LONGEST


def _doubled(first: timedelta, times: int) -> timedelta:
    doublings = min(times - 1, _MOST_DOUBLINGS)
    return first * int(2**doublings)


def _make_row(conn: sa.Connection, now: datetime) -> None:
    insert_new(
        conn,
        switches,
        [{"name": _BACK_OFF, "value": "", "set_at": now, "set_by": journal.MACHINE}],
    )


def _stored(conn: sa.Connection, *, lock: bool = False) -> BackOff | None:
    query = sa.select(switches.c.value).where(switches.c.name == _BACK_OFF)
    # SQLite knows no lock of a row and needs none: whoever writes has the whole
    # database (BEGIN IMMEDIATE).
    value = conn.scalar(query.with_for_update() if lock else query)
    if not value:
        return None
    stored = json.loads(value)
    stored["until"] = datetime.fromisoformat(stored["until"])
    return BackOff(**stored)


def _store(conn: sa.Connection, back_off: BackOff | None, now: datetime) -> None:
    """Writes the row, which comes and goes by itself and is no affair of the
    journal.
    """
    value = ""
    if back_off is not None:
        value = json.dumps(
            {**back_off._asdict(), "until": back_off.until.isoformat()},
            ensure_ascii=False,
        )
    differs = (switches.c.name == _BACK_OFF) & (switches.c.value != value)
    conn.execute(switches.update().where(differs).values(value=value, set_at=now))
