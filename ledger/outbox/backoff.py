"""Does the mail server want to be left alone for a while?

Where it cannot be reached, bars us or wants less mail, no message is to blame: all of them wait, for every
worker, until a moment that is kept in one row. The same row is what workers queue up at before they begin
(`pacing`). A person who asks for mail to go out now lets mail go again.
"""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.tables.office import switches
from ledger.upsert import insert_new

_NAME = "smtp-back-off"
_LONGEST = timedelta(hours=2)
"""No back-off is set for longer: one that seems to be was set by another clock."""
_FIRST = timedelta(minutes=1)
_BARRED = timedelta(minutes=10)
_UNREACHED = timedelta(minutes=15)
"""A server that is away is looked for after 1, 2, 4 … minutes, and then this often."""


class BackOff(NamedTuple):
    """Until when nothing is handed over, and why; `times` it was set one after the other.

    `barred`: until a setting is changed.
    """

    until: datetime
    because: str
    times: int
    barred: bool = False


def held(conn: sa.Connection, now: datetime) -> BackOff | None:
    """The back-off, if there is one at this moment."""
    back_off = _read(conn.scalar(sa.select(switches.c.value).where(switches.c.name == _NAME)))
    return back_off if back_off is not None and now < back_off.until <= now + _LONGEST else None


def locked(conn: sa.Connection, now: datetime) -> BackOff | None:
    """As `held`, and until the transaction ends no other worker gets past here."""
    _make(conn, now)
    query = sa.select(switches.c.value).where(switches.c.name == _NAME).with_for_update()
    back_off = _read(conn.scalar(query))
    return back_off if back_off is not None and now < back_off.until <= now + _LONGEST else None


def hold(conn: sa.Connection, because: str, now: datetime, wait: timedelta | None = None) -> None:
    """Leave the server alone for `wait`, or, where nobody knows how long, for longer each time."""
    before = _before(conn, now)
    times = 1 if before is None else before.times + 1
    pause = min(_FIRST * 2 ** min(times - 1, 10), _UNREACHED) if wait is None else min(wait, _LONGEST)
    _put(conn, BackOff(now + pause, because, times), now)


def bar(conn: sa.Connection, because: str, now: datetime) -> None:
    """The server takes nothing of us before a setting is changed; it is asked again less and less often.

    Providers lock out whoever tries a wrong password again and again (P26).
    """
    before = _before(conn, now)
    times = before.times + 1 if before is not None and before.barred else 1
    pause = min(_BARRED * 2 ** min(times - 1, 10), _LONGEST)
    _put(conn, BackOff(now + pause, because, times, barred=True), now)


def release(conn: sa.Connection, now: datetime) -> None:
    """The server takes mail again, or a person wants to see whether it does."""
    _write(conn, "", now)


def _before(conn: sa.Connection, now: datetime) -> BackOff | None:
    _make(conn, now)
    return _read(conn.scalar(sa.select(switches.c.value).where(switches.c.name == _NAME)))


def _put(conn: sa.Connection, back_off: BackOff, now: datetime) -> None:
    kept = back_off._asdict() | {"until": back_off.until.isoformat()}
    _write(conn, json.dumps(kept, ensure_ascii=False), now)


def _make(conn: sa.Connection, now: datetime) -> None:
    insert_new(conn, switches, [{"name": _NAME, "value": "", "set_at": now, "set_by": journal.MACHINE}])


def _write(conn: sa.Connection, value: str, now: datetime) -> None:
    """A row of the machine's own: it comes and goes by itself and is no affair of the journal."""
    changed = (switches.c.name == _NAME) & (switches.c.value != value)
    conn.execute(switches.update().where(changed).values(value=value, set_at=now))


def _read(value: str | None) -> BackOff | None:
    if not value:
        return None
    kept = json.loads(value)
    return BackOff(**kept | {"until": datetime.fromisoformat(kept["until"])})
