"""How does what is due get sent?

Each message is claimed, its facts gathered, composed once, its bytes committed, then handed to the server
and the answer recorded at once (P32); a few connections work side by side. Nothing here decides what may be
told (`ledger.outbox.queueing`), in which order and how fast (`ledger.outbox.pacing`) or in which words
(`compose`). A message that cannot be written waits and does not stop its neighbours; a server that bars us,
cannot be reached or wants less mail ends the round.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog

from ledger.database import Database, DatabaseAwayError
from ledger.notice import NOTICES, Audience
from ledger.outbox import listing, pacing, sending
from ledger.outbox.listing import OutboxEntry
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
from ledger.outbox.sending import PATIENCE, BeginResult, Claim, Parcel, Patience
from notify.compose import Composer, ComposingError
from notify.delivery.replies import Answer, OwnAnswer
from notify.delivery.smtp import SmtpEnvelope
from notify.facts import Facts
from notify.mime import MessageEnvelope

_LOG = structlog.get_logger(__name__)
_ROUND = 20
"""So few at a time that an answer queued meanwhile need not wait for a whole circular."""
_FOR_EACH = 4
"""Another connection is worth its login for so many messages more."""


class NoticeFacts(NamedTuple):
    """What a message is written from: the facts of its kind, and its envelope."""

    facts: Facts
    envelope: MessageEnvelope


class Courier(Protocol):
    """What `notify.delivery.smtp.SmtpSession` can do."""

    def greet(self) -> OwnAnswer | None:
        """Be ready for a message, or say why not; never raises for what a server does."""

    def send(self, envelope: SmtpEnvelope, content: bytes) -> Answer:
        """Hand over one message; never raises for what a server does."""


@dataclass(frozen=True, slots=True)
class DispatchContext:
    """Everything sending needs: `owner` names this worker, `sender` is the envelope's MAIL FROM (R14).

    `gather` is given an outbox entry and returns what it is to be written from, or Moot; it opens its own
    reading transaction. `courier` lends a connection for one round; at most `connections` are asked for at a
    time. `clock` gives the moment, each time it is asked.
    """

    database: Database
    composer: Composer
    gather: Callable[[OutboxEntry], NoticeFacts | Moot]
    courier: Callable[[], AbstractContextManager[Courier]]
    sender: str
    pace: Pace
    owner: str
    clock: Callable[[], datetime]
    patience: Patience = PATIENCE
    connections: int = 1


@dataclass(frozen=True, slots=True)
class DispatchCounts:
    """What became of one round; `later` are those tried in vain or held back.

    `barred` and `away` say why the round ended early: until a setting is changed, or for a while.
    """

    sent: int = 0
    later: int = 0
    refused: int = 0
    unknown: int = 0
    shown: int = 0
    dropped: int = 0
    barred: str = ""
    away: str = ""

    def as_json(self) -> dict[str, int]:
        """The shape of `dispatch --json`."""
        return {"sent": self.sent, "later": self.later, "refused": self.refused, "unknown": self.unknown}


Step = Outcome | BeginResult
"""What became of one message: the server's answer, or why it was not handed over."""


def never() -> bool:
    """Say that nobody wants the round to end."""
    return False


def dispatch(room: DispatchContext, stop: Callable[[], bool] = never) -> DispatchCounts:
    """Send what is due, within the pace, until nothing is or `stop` says so.

    Raises DatabaseAwayError; a message in hand then ends as *unknown* by its lease.
    """
    with room.database.writing() as conn:
        sending.expire(conn, room.clock())
    round_ = _Round(room, stop)
    while not round_.ended and (numbers := _due(room, _ROUND)):
        round_.work_off(numbers)
    return _tally(room, round_.steps)


class _Round:
    """The messages of one round, on as many connections as they are worth."""

    def __init__(self, room: DispatchContext, stop: Callable[[], bool]) -> None:
        self.steps: list[Step] = []
        self.ended = False
        self._room = room
        self._stop = stop

    def work_off(self, numbers: Sequence[int]) -> None:
        """Send these, or as many as the pace, the server and `stop` allow."""
        waiting = deque(numbers)
        couriers = min(self._room.connections, -(-len(numbers) // _FOR_EACH))
        if couriers <= 1:
            self._drain(waiting)
            return
        with ThreadPoolExecutor(couriers, thread_name_prefix="courier") as pool:
            for courier in [pool.submit(self._drain, waiting) for _ in range(couriers)]:
                courier.result()

    def _drain(self, waiting: deque[int]) -> None:
        """One connection takes message after message; what ends it ends the round for all of them."""
        try:
            with self._room.courier() as courier:
                while not self.ended and (number := _next(waiting)) is not None:
                    if self._stop():
                        self.ended = True
                        return
                    step = send_one(self._room, courier, number)
                    self.steps.append(step)
                    if _ends(step):
                        self.ended = True
        except BaseException:
            self.ended = True
            raise


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _ends(step: Step) -> bool:
    return isinstance(step, Barred | Away | Throttled) or step in {BeginResult.PAUSED, BeginResult.TOO_FAST}


def send_one(room: DispatchContext, courier: Courier, number: int) -> Step:
    """Claim, compose, greet the server, store, send and record one message."""
    claimed = Claim(number, room.owner)
    with room.database.writing() as conn:
        entry = sending.claim(conn, number, room.owner, room.clock())
        if entry is None:
            return BeginResult.LOST
        goes_out = sending.may_leave(conn, entry.kind)
        if goes_out and not pacing.has_room(conn, entry.kind, room.pace, room.clock()):
            sending.give_back(conn, claimed)
            return BeginResult.TOO_FAST
        content = listing.bytes_of(conn, number)
    parcel = None
    if content is None:
        made = _compose(room, entry)
        if not isinstance(made, Parcel):
            return _record(room, entry, made)
        parcel, content = made, made.content
    if goes_out and (refused := courier.greet()) is not None:
        return _record(room, entry, refused)
    with room.database.writing() as conn:
        begun = sending.begin_sending(conn, claimed, parcel, room.clock(), room.pace)
    if begun is not BeginResult.SENDING:
        _LOG.info("message-not-sent", id=number, kind=entry.kind, because=begun.name)
        return begun
    message_id = entry.message_id if parcel is None else parcel.message_id
    report = NOTICES[entry.kind].audience is not Audience.SENDER  # R18
    envelope = SmtpEnvelope(room.sender, entry.to, message_id or "", report)
    return _record(room, entry, courier.send(envelope, content))


def _compose(room: DispatchContext, entry: OutboxEntry) -> Parcel | Moot | Unmade:
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


def _record(room: DispatchContext, entry: OutboxEntry, outcome: Outcome) -> Outcome:
    with room.database.writing() as conn:
        claimed = Claim(entry.id, room.owner)
        kept = sending.record(conn, claimed, outcome, room.clock(), room.patience)
    _LOG.info("message-tried", id=entry.id, kind=entry.kind, outcome=type(outcome).__name__, recorded=kept)
    return outcome


def _due(room: DispatchContext, count: int) -> tuple[int, ...]:
    with room.database.reading() as conn:
        return sending.due(conn, room.clock(), count)


def _tally(room: DispatchContext, steps: Sequence[Step]) -> DispatchCounts:
    with room.database.reading() as conn:
        waiting = sending.waiting(conn, room.clock())
    return DispatchCounts(
        sent=sum(isinstance(step, Accepted) for step in steps),
        later=sum(isinstance(step, TryLater | Throttled | Unmade) for step in steps) + waiting,
        refused=sum(isinstance(step, Refused) for step in steps),
        unknown=sum(isinstance(step, Unknown) for step in steps),
        shown=sum(step is BeginResult.SHOWN for step in steps),
        dropped=sum(isinstance(step, Moot) for step in steps),
        barred=next((step.because for step in steps if isinstance(step, Barred)), ""),
        away=next((step[0] for step in steps if isinstance(step, Away | Throttled)), ""),
    )
