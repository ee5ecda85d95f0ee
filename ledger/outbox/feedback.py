"""Which adoptions, instructions and forwardings has a unit not been told of yet?

Each (event, unit) is told once: a unique row, written together with the messages (Art. 3(4), 4(3)). Events
that happened, or were entered, longer ago than the caller asks for are nobody's news: an import of past
quarters tells nobody. Who is written to is `office.service.feedback`'s affair.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.notice import Notice
from ledger.outbox.queueing import Limits, Queued, queue, unprompted
from ledger.periods import local_day
from ledger.tables.events import adoptions, forwardings, instructions
from ledger.tables.outgoing import fed_back
from ledger.upsert import insert_new

KIND = "feedback"
_CHUNK = 10_000
_TABLES = {"adoption": adoptions, "instruction": instructions, "forwarding": forwardings}


class Event(NamedTuple):
    """One event by its name as evidence, such as adoption:12, and the submission it is about."""

    name: str
    serial: str


class News(NamedTuple):
    """One event as a unit's news."""

    event: str
    unit_id: int


def events_since(conn: sa.Connection, first: date, entered: datetime) -> tuple[Event, ...]:
    """What happened on `first` or later and was entered at `entered` or later, in the order of days."""
    found: list[tuple[date, Event]] = []
    for kind, table in _TABLES.items():
        query = sa.select(table.c.id, table.c.serial, table.c.happened_on)
        lately = (table.c.happened_on >= first) & (table.c.entered_at >= entered)
        rows = conn.execute(query.where(lately))
        found.extend((row.happened_on, Event(f"{kind}:{row.id}", row.serial)) for row in rows)
    return tuple(event for _, event in sorted(found))


def serials_of(conn: sa.Connection, names: Iterable[str]) -> dict[str, str]:
    """Event → the submission it is about; events that were withdrawn are left out."""
    wanted: dict[str, list[int]] = {}
    for name in names:
        kind, _, number = name.partition(":")
        wanted.setdefault(kind, []).append(int(number))
    found: dict[str, str] = {}
    for kind, numbers in wanted.items():
        table = _TABLES[kind]
        rows = conn.execute(sa.select(table.c.id, table.c.serial).where(table.c.id.in_(numbers)))
        found.update({f"{kind}:{row.id}": row.serial for row in rows})
    return found


def told(conn: sa.Connection, names: Iterable[str]) -> frozenset[News]:
    """Which of these events units were told of, and which units."""
    wanted = sorted(set(names))
    chunks = (wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK))
    asked = (sa.select(fed_back).where(fed_back.c.event.in_(chunk)) for chunk in chunks)
    return frozenset(News(row.event, row.unit_id) for query in asked for row in conn.execute(query))


def tell(conn: sa.Connection, to: str, news: Sequence[News], now: datetime, limits: Limits) -> bool:
    """Queue one message a day and address; False where nothing new could be queued."""
    day = local_day(now).isoformat()
    about = {"day": day, "news": " ".join(f"{one.event}@{one.unit_id}" for one in news)}
    queued = queue(conn, Notice(KIND, to, day, about), unprompted(to), now, limits)
    return isinstance(queued, Queued) and queued.fresh


def told_in(about: str) -> tuple[News, ...]:
    """What a message of `tell` tells."""
    pairs = (one.partition("@") for one in about.split())
    return tuple(News(event, int(unit)) for event, _, unit in pairs)


def mark(conn: sa.Connection, news: Iterable[News], now: datetime) -> None:
    """These are told, or nobody's news."""
    rows = [{"event": one.event, "unit_id": one.unit_id, "told_at": now} for one in dict.fromkeys(news)]
    insert_new(conn, fed_back, rows)
