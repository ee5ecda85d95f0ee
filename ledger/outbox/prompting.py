"""What are units told unprompted, and was it said before?

Each (unit, duty, period, stage) a reminder covers is a unique row, and so is each
(event, unit) of feedback, written together with the messages: four schedulers, a
restart or a changed wording say it once (P35, P36). Which stages are due is
`notify.reminders`' affair, who hears of an adoption, instruction or forwarding (Art.
3(4), 4(3)) that of `office.service.feedback`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.events import EVENT_TABLES
from ledger.notice import Notice, OutboxState, Reminder, ReminderStage
from ledger.outbox.queueing import Limits, NotQueued, Queued, queue, unprompted
from ledger.periods import day_start, local_day
from ledger.statements import in_chunks, insert_new
from ledger.tables.mail import fed_back, outbox, reminded

UNREACHED = "unreached"
"""The kind by which the office is told of units that nobody can write to."""
FEEDBACK, FEEDBACK_CORRECTED = "feedback", "feedback-corrected"
"""The kinds by which units hear of adoptions, 批示 and 上报, and that what they heard
is no longer so.
"""
_LEFT = frozenset({OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN})


class FeedbackEvent(NamedTuple):
    """One event by its name as evidence, such as adoption:12, the submission it is
    about, and its day.
    """

    name: str
    serial: str
    on: date


class News(NamedTuple):
    """One event as a unit's news."""

    event: str
    unit_id: int


class CorrectedNews(NamedTuple):
    """News that is so no more, and the name of the event that is instead, "" for
    none.
    """

    news: News
    event_now: str


# --- reminders ------------------------------------------------------------------------


def new_stages(conn: sa.Connection, reminder: Reminder) -> tuple[ReminderStage, ...]:
    """The stages of the reminder that the unit was not reminded of yet."""
    query = sa.select(reminded.c.duty, reminded.c.period, reminded.c.stage)
    rows = conn.execute(query.where(reminded.c.unit_id == reminder.unit_id))
    known = {ReminderStage(*row) for row in rows}
    return tuple(stage for stage in reminder.covers if stage not in known)


def overtaken(
    conn: sa.Connection, unit_id: int, covers: Collection[ReminderStage]
) -> frozenset[ReminderStage]:
    """Those of `covers`, whose message waited, of whose duty the unit was since
    reminded at a later stage.
    """
    # A stage is so many working days left: the lowest is the latest.
    query = (
        sa.select(reminded.c.duty, reminded.c.period, sa.func.min(reminded.c.stage))
        .where(reminded.c.unit_id == unit_id)
        .group_by(reminded.c.duty, reminded.c.period)
    )
    latest = {(duty, period): stage for duty, period, stage in conn.execute(query)}
    return frozenset(
        one
        for one in covers
        if latest.get((one.duty, one.period), one.stage) < one.stage
    )


def not_yet_told(conn: sa.Connection, missed: Sequence[str]) -> frozenset[str]:
    """Of reminders that reached nobody, by their keys: those the office's last
    `unreached` did not name.
    """
    query = (
        sa.select(outbox.c.about)
        .where(outbox.c.kind == UNREACHED)
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    about = conn.scalar(query) or {}
    return frozenset(missed).difference(about.get("missed", "").split("\n"))


def remind(
    conn: sa.Connection,
    reminder: Reminder,
    addresses: Sequence[str],
    now: datetime,
    limits: Limits,
) -> tuple[Queued | NotQueued, ...]:
    """Queues one notice an address if any stage is new; empty when none is.

    The stages count as reminded once at least one address could be queued.
    """
    fresh = new_stages(conn, reminder)
    if not fresh:
        return ()
    came_on = [reminder.came_on[stage] for stage in fresh if stage in reminder.came_on]
    came_about = day_start(max(came_on)) if came_on else None
    results = []
    for address in addresses:
        notice = Notice("reminder", address, reminder.key, reminder.about, came_about)
        results.append(queue(conn, notice, unprompted(address), now, limits))
    if any(isinstance(result, Queued) for result in results):
        rows = [
            stage._asdict() | {"unit_id": reminder.unit_id, "reminded_at": now}
            for stage in fresh
        ]
        insert_new(conn, reminded, rows)
    return tuple(results)


# --- feedback -------------------------------------------------------------------------


def events_since(
    conn: sa.Connection, first: date, entered: datetime
) -> tuple[FeedbackEvent, ...]:
    """What happened on `first` or later and was entered at `entered` or later, in the
    order of days.

    What is older is nobody's news: an import of past quarters tells nobody.
    """
    found: list[tuple[date, FeedbackEvent]] = []
    for kind, events in EVENT_TABLES.items():
        columns = events.table.c
        query = sa.select(columns.id, columns.serial, columns.happened_on)
        query = query.where(columns.happened_on >= first, columns.entered_at >= entered)
        query = query.where(columns.withdrawn_at.is_(None))
        for row in conn.execute(query):
            found.append(
                (
                    row.happened_on,
                    FeedbackEvent(f"{kind}:{row.id}", row.serial, row.happened_on),
                )
            )
    return tuple(event for _, event in sorted(found))


def serials_of(conn: sa.Connection, names: Iterable[str]) -> dict[str, str]:
    """Event → the submission it is about; events that were withdrawn are left out."""
    numbers: dict[str, list[int]] = {}
    for name in names:
        kind, _, number = name.partition(":")
        numbers.setdefault(kind, []).append(int(number))
    found: dict[str, str] = {}
    for kind, wanted in numbers.items():
        for event in EVENT_TABLES[kind].numbered(conn, wanted):
            if event.withdrawn is None:
                found[f"{kind}:{event.id}"] = event.serial
    return found


def already_told(conn: sa.Connection, names: Iterable[str]) -> frozenset[News]:
    """Which of these events units were told of, and which units."""
    found: set[News] = set()
    for chunk in in_chunks(names):
        for row in conn.execute(sa.select(fed_back).where(fed_back.c.event.in_(chunk))):
            found.add(News(row.event, row.unit_id))
    return frozenset(found)


def queue_feedback(
    conn: sa.Connection,
    to: str,
    news: Sequence[News],
    first_on: date,
    now: datetime,
    limits: Limits,
) -> bool:
    """Queues one message a day and address; False where nothing new could be queued.

    `first_on` is the day of the earliest of the news.
    """
    day = local_day(now).isoformat()
    about = {"day": day, "news": " ".join(f"{one.event}@{one.unit_id}" for one in news)}
    notice = Notice(FEEDBACK, to, day, about, day_start(first_on))
    queued = queue(conn, notice, unprompted(to), now, limits)
    return isinstance(queued, Queued) and queued.fresh


def news_in(about: str) -> tuple[News, ...]:
    """What a message of `queue_feedback` tells, read from the word `news` of its
    `about`.
    """
    found = []
    for one in about.split():
        event, _, unit_id = one.partition("@")
        found.append(News(event, int(unit_id)))
    return tuple(found)


def corrections_in(about: Mapping[str, str]) -> tuple[CorrectedNews, ...]:
    """What a message tells to be so no more, and what is instead, read from its
    `about`.
    """
    news = news_in(about["news"])
    names = about.get("new", "").split()
    if len(names) < len(
        news
    ):  # one name is that of all of them, none says that nothing is instead
        names = [*names, ""][:1] * len(news)
    return tuple(
        CorrectedNews(one, name) for one, name in zip(news, names, strict=True)
    )


def mark_told(conn: sa.Connection, news: Iterable[News], now: datetime) -> None:
    """Notes that these are told, or nobody's news."""
    rows = [
        {"event": one.event, "unit_id": one.unit_id, "told_at": now}
        for one in dict.fromkeys(news)
    ]
    insert_new(conn, fed_back, rows)


def take_back_news(
    conn: sa.Connection, events: Collection[str], now: datetime
) -> Mapping[str, list[News]]:
    """Holds back what still waits in the house about these events; address → what of
    them it was told.

    A message that was not composed yet leaves them out by itself, or is moot. One that
    was composed, or is being composed now, is dropped, and what else it told is news
    again.
    """
    told: defaultdict[str, list[News]] = defaultdict(list)
    columns = (
        outbox.c.id,
        outbox.c.kind,
        outbox.c.recipient,
        outbox.c.state,
        outbox.c.about,
    )
    made = (outbox.c.bytes.is_not(None) | outbox.c.lease_owner.is_not(None)).label(
        "made"
    )
    query = sa.select(*columns, made).where(
        outbox.c.kind.in_((FEEDBACK, FEEDBACK_CORRECTED))
    )
    waits_or_left = outbox.c.state.in_(
        (OutboxState.QUEUED, OutboxState.WITHHELD, *_LEFT)
    )
    for row in conn.execute(query.where(waits_or_left).order_by(outbox.c.id)).all():
        if row.kind == FEEDBACK:
            news = list(news_in(row.about["news"]))
        else:
            corrections = corrections_in(row.about)
            news = [
                each.news._replace(event=each.event_now)
                for each in corrections
                if each.event_now
            ]
        concerned = [one for one in news if one.event in events]
        if not concerned:
            continue
        if row.state in _LEFT:
            told[row.recipient] += concerned
        elif row.kind == FEEDBACK:
            others = [one for one in news if one.event not in events]
            if row.made or not serials_of(conn, [one.event for one in others]):
                changes = {
                    "state": OutboxState.DROPPED,
                    "settled_at": now,
                    "outcome": "所告知的事项已撤回",
                }
                dropped = outbox.update().where(outbox.c.id == row.id)
                conn.execute(
                    dropped.values(**changes, lease_owner=None, lease_until=None)
                )
                for other in others:
                    where = (fed_back.c.event == other.event) & (
                        fed_back.c.unit_id == other.unit_id
                    )
                    conn.execute(fed_back.delete().where(where))
    return {address: list(dict.fromkeys(news)) for address, news in told.items()}
