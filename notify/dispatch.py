"""How does what is due get sent?

One message at a time: claimed, its facts gathered, composed once, its bytes committed, then handed to the
server and the answer recorded at once (P32). Nothing here decides what may be told (`ledger.outbox.queueing`)
or in which words (`compose`). A message that cannot be written waits and does not stop its neighbours; a
server that bars us ends the round.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

import structlog

from ledger.database import Database, DatabaseAwayError
from ledger.notice import NOTICES, Audience
from ledger.outbox import listing, sending
from ledger.outbox.listing import Entry
from ledger.outbox.outcomes import Barred, Moot, Outcome, Refused, Sent, TryLater, Unknown, Unmade
from ledger.outbox.sending import Begun, Parcel
from ledger.periods import day_start, local_day
from notify.compose import Composer, ComposingError
from notify.facts import Facts
from notify.mime import Envelope
from notify.replies import Answer
from notify.smtp import Envelope as SmtpEnvelope

_LOG = structlog.get_logger(__name__)
_ROUND = 50


class Gathered(NamedTuple):
    """What a message is written from: the facts of its kind, and its envelope."""

    facts: Facts
    envelope: Envelope


class Courier(Protocol):
    """What `notify.smtp.Session` can do."""

    def send(self, envelope: SmtpEnvelope, content: bytes) -> Answer:
        """Hand over one message; never raises for what a server does."""


class Pace(NamedTuple):
    """How many messages the server is given in any minute and on one day of the office."""

    per_minute: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Mailroom:
    """Everything sending needs: `owner` names this worker, `sender` is the envelope's MAIL FROM (R14).

    `gather` is given an outbox entry and returns what it is to be written from, or Moot; it opens its own
    reading transaction. `courier` opens a connection that lasts for one round. `clock` gives the moment, each
    time it is asked.
    """

    database: Database
    composer: Composer
    gather: Callable[[Entry], Gathered | Moot]
    courier: Callable[[], AbstractContextManager[Courier]]
    sender: str
    pace: Pace
    owner: str
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one round; `later` are those tried in vain or held back.

    `barred` why the round ended early.
    """

    sent: int = 0
    later: int = 0
    refused: int = 0
    unknown: int = 0
    shown: int = 0
    dropped: int = 0
    barred: str = ""

    def as_json(self) -> dict[str, int]:
        """The shape of `dispatch --json`."""
        return {"sent": self.sent, "later": self.later, "refused": self.refused, "unknown": self.unknown}


Step = Outcome | Begun
"""What became of one message: the server's answer, or why it was not handed over."""


def never() -> bool:
    """Say that nobody wants the round to end."""
    return False


def dispatch(room: Mailroom, stop: Callable[[], bool] = never) -> Tally:
    """Send what is due, within the pace, until nothing is or `stop` says so.

    Raises DatabaseAwayError; a message in hand then ends as *unknown* by its lease.
    """
    with room.database.writing() as conn:
        sending.expire(conn, room.clock())
    steps: list[Step] = []
    with room.courier() as courier:
        while numbers := _due(room, _ROUND):
            for number in numbers:
                if stop() or not _within_pace(room):
                    return _tally(room, steps)
                step = send_one(room, courier, number)
                steps.append(step)
                if isinstance(step, Barred) or step is Begun.PAUSED:
                    return _tally(room, steps)
    return _tally(room, steps)


def send_one(room: Mailroom, courier: Courier, number: int) -> Step:
    """Claim, compose, store, send and record one message."""
    with room.database.writing() as conn:
        entry = sending.claim(conn, number, room.owner, room.clock())
        content = None if entry is None else listing.bytes_of(conn, number)
    if entry is None:
        return Begun.LOST
    parcel = None
    if content is None:
        made = _compose(room, entry)
        if not isinstance(made, Parcel):
            return _record(room, entry, made)
        parcel, content = made, made.content
    with room.database.writing() as conn:
        begun = sending.begin_sending(conn, number, room.owner, parcel, room.clock())
    if begun is not Begun.SENDING:
        _LOG.info("message-not-sent", id=number, kind=entry.kind, because=begun.name)
        return begun
    message_id = entry.message_id if parcel is None else parcel.message_id
    report = NOTICES[entry.kind].audience is not Audience.SENDER  # R18
    envelope = SmtpEnvelope(room.sender, entry.to, message_id or "", report)
    return _record(room, entry, courier.send(envelope, content))


def _compose(room: Mailroom, entry: Entry) -> Parcel | Moot | Unmade:
    try:
        gathered = room.gather(entry)
        if isinstance(gathered, Moot):
            return gathered
        return room.composer.compose(entry.kind, gathered.facts, gathered.envelope, room.clock())
    except DatabaseAwayError:
        raise
    except ComposingError as fault:
        return Unmade(str(fault))
    except Exception as fault:  # noqa: BLE001 - one notice whose facts are at fault must not stop its neighbours
        _LOG.error("message-not-made", id=entry.id, kind=entry.kind, fault=type(fault).__name__)
        return Unmade(f"{entry.kind}: gathering its facts failed with {type(fault).__name__}")


def _record(room: Mailroom, entry: Entry, outcome: Outcome) -> Outcome:
    with room.database.writing() as conn:
        kept = sending.record(conn, entry.id, room.owner, outcome, room.clock())
    _LOG.info("message-tried", id=entry.id, kind=entry.kind, outcome=type(outcome).__name__, recorded=kept)
    return outcome


def _due(room: Mailroom, count: int) -> tuple[int, ...]:
    with room.database.reading() as conn:
        return sending.due(conn, room.clock(), count)


def _within_pace(room: Mailroom) -> bool:
    now = room.clock()
    with room.database.reading() as conn:
        if sending.handed_over(conn, now - timedelta(minutes=1)) >= room.pace.per_minute:
            return False
        return sending.handed_over(conn, day_start(local_day(now))) < room.pace.per_day


def _tally(room: Mailroom, steps: list[Step]) -> Tally:
    waiting = len(_due(room, 10_000))
    return Tally(
        sent=sum(isinstance(step, Sent) for step in steps),
        later=sum(isinstance(step, TryLater | Unmade | Barred) for step in steps) + waiting,
        refused=sum(isinstance(step, Refused) for step in steps),
        unknown=sum(isinstance(step, Unknown) for step in steps),
        shown=sum(step is Begun.SHOWN for step in steps),
        dropped=sum(isinstance(step, Moot) for step in steps),
        barred=next((step.because for step in steps if isinstance(step, Barred)), ""),
    )
