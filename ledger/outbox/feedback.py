"""Which adoptions, instructions and forwardings has a unit not been told of yet?

Each (event, unit) is told once: a unique row, written together with the messages (Art. 3(4), 4(3)). Events
that happened, or were entered, longer ago than the caller asks for are nobody's news: an import of past
quarters tells nobody. Who is written to is `office.service.feedback`'s affair.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.events import EVENT_TABLES
from ledger.notice import Notice
from ledger.outbox.queueing import Limits, Queued, queue, unprompted
from ledger.periods import local_day
from ledger.statements import in_chunks, insert_new
from ledger.tables.mail import fed_back

KIND = "feedback"


class FeedbackEvent(NamedTuple):
    """One event by its name as evidence, such as adoption:12, and the submission it is about."""

    name: str
    serial: str


class News(NamedTuple):
    """One event as a unit's news."""

    event: str
    unit_id: int


def events_since(conn: sa.Connection, first: date, entered: datetime) -> tuple[FeedbackEvent, ...]:
    """What happened on `first` or later and was entered at `entered` or later, in the order of days."""
    found: list[tuple[date, FeedbackEvent]] = []
    for kind, events in EVENT_TABLES.items():
        columns = events.table.c
        query = sa.select(columns.id, columns.serial, columns.happened_on)
        query = query.where(columns.happened_on >= first, columns.entered_at >= entered)
        for row in conn.execute(query):
            found.append((row.happened_on, FeedbackEvent(f"{kind}:{row.id}", row.serial)))
    return tuple(event for _, event in sorted(found))


def serials_of(conn: sa.Connection, names: Iterable[str]) -> dict[str, str]:
    """Event → the submission it is about; events that were withdrawn are left out."""
    numbers: dict[str, list[int]] = {}
    for name in names:
        kind, _, number = name.partition(":")
        numbers.setdefault(kind, []).append(int(number))
    found: dict[str, str] = {}
    for kind, wanted in numbers.items():
        columns = EVENT_TABLES[kind].table.c
        for row in conn.execute(sa.select(columns.id, columns.serial).where(columns.id.in_(wanted))):
            found[f"{kind}:{row.id}"] = row.serial
    return found


def already_told(conn: sa.Connection, names: Iterable[str]) -> frozenset[News]:
    """Which of these events units were told of, and which units."""
    found: set[News] = set()
    for chunk in in_chunks(names):
        for row in conn.execute(sa.select(fed_back).where(fed_back.c.event.in_(chunk))):
            found.add(News(row.event, row.unit_id))
    return frozenset(found)


def queue_feedback(conn: sa.Connection, to: str, news: Sequence[News], now: datetime, limits: Limits) -> bool:
    """Queues one message a day and address; False where nothing new could be queued."""
    day = local_day(now).isoformat()
    about = {"day": day, "news": " ".join(f"{one.event}@{one.unit_id}" for one in news)}
    queued = queue(conn, Notice(KIND, to, day, about), unprompted(to), now, limits)
    return isinstance(queued, Queued) and queued.fresh


def news_in(about: str) -> tuple[News, ...]:
    """What a message of `queue_feedback` tells, read from the word `news` of its `about`."""
    found = []
    for one in about.split():
        event, _, unit_id = one.partition("@")
        found.append(News(event, int(unit_id)))
    return tuple(found)


def mark_told(conn: sa.Connection, news: Iterable[News], now: datetime) -> None:
    """Notes that these are told, or nobody's news."""
    rows = [{"event": one.event, "unit_id": one.unit_id, "told_at": now} for one in dict.fromkeys(news)]
    insert_new(conn, fed_back, rows)
