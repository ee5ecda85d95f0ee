"""How does what is due get sent?

Each message is claimed, its facts gathered, composed once, its bytes committed, then
handed to the server and the answer recorded at once (P32); a few connections work side
by side. Nothing here decides what may be told (`ledger.outbox.queueing`), in which
order and how fast (`ledger.outbox.pacing`) or in which words (`compose`). A message
that cannot be written waits and does not stop its neighbours; a server that bars us,
cannot be reached or wants less mail ends the round.
"""

import math
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
_WHILE_THE_SERVER_WAITS = timedelta(minutes=1)
"""How long a greeted mail server is kept waiting for a database that is away."""
_TO_PUT_ON_RECORD = timedelta(minutes=30)
"""How long what the mail server said is kept for a database that is away; less than
`sending.LEASE`.
"""
_ROUND = 20
"""So few at a time that an answer queued meanwhile need not wait for a whole
circular.
"""
_FOR_EACH = 4
"""Another connection is worth its login for so many messages more."""


class NoticeFacts(NamedTuple):
    """What a message is written from: the facts of its kind, and its envelope."""

    facts: Facts
    envelope: MessageEnvelope


class Courier(Protocol):
    """What `notify.delivery.smtp.SmtpSession` can do."""

    def greet(self) -> OwnAnswer | None:
        """Be ready for a message, or say why not; never raises for what a server
        does.
        """

    def send(self, envelope: SmtpEnvelope, content: bytes) -> Answer:
        """Hand over one message; never raises for what a server does."""


@dataclass(frozen=True, slots=True)
class DispatchContext:
    """Everything sending needs: `owner` names this worker, `sender` is the envelope's
    MAIL FROM (R14).

    `gather` is given an outbox entry and returns what it is to be written from, or
    Moot; it opens its own reading transaction. `courier` lends a connection for one
    round; at most `connections` are asked for at a time. `clock` gives the moment, each
    time it is asked.
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

    `barred` and `away` say why the round ended early: until a setting is changed, or
    for a while.
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
        return {
            "sent": self.sent,
            "later": self.later,
            "refused": self.refused,
            "unknown": self.unknown,
        }


Step = Outcome | BeginResult
"""What became of one message: the server's answer, or why it was not handed over."""


def never() -> bool:
    """Say that nobody wants the round to end."""
    return False


def dispatch(
    context: DispatchContext, stop: Callable[[], bool] = never
) -> DispatchCounts:
    """Send what is due, within the pace, until nothing is or `stop` says so; one round
    of an owner at a time.

    Raises DatabaseAwayError where it stays away; a message in hand then ends as
    *unknown* by its lease.
    """
    with context.database.writing() as conn:
        now = context.clock()
        sending.let_go(
            conn, context.owner, now
        )  # from a round that the database cut short
        sending.expire(conn, now)
        sending.bring_forward(conn, now)
    round_ = _Round(context, stop)
    while not round_.ended:
        with context.database.reading() as conn:
            numbers = sending.due(conn, context.clock(), _ROUND)
        if not numbers:
            break
        round_.work_off(numbers)
    with context.database.reading() as conn:
        waiting = sending.waiting(conn, context.clock())
    counts: Counter[str] = Counter(later=waiting)
    barred = away = ""
    for step in round_.steps:
        match step:
            case Accepted():
                counts["sent"] += 1
            case TryLater() | Unmade():
                counts["later"] += 1
            case Throttled():
                counts["later"] += 1
                away = away or step.reply
            case Away():
                away = away or step.because
            case Barred():
                barred = barred or step.because
            case Refused():
                counts["refused"] += 1
            case Unknown():
                counts["unknown"] += 1
            case Moot():
                counts["dropped"] += 1
            case BeginResult():
                counts["shown"] += step is BeginResult.SHOWN
    return DispatchCounts(**counts, barred=barred, away=away)


class _Round:
    """The messages of one round, on as many connections as they are worth."""

    def __init__(self, context: DispatchContext, stop: Callable[[], bool]) -> None:
        self.steps: list[Step] = []
        self.ended = False
        self._context = context
        self._stop = stop

    def work_off(self, numbers: Sequence[int]) -> None:
        """Send these, or as many as the pace, the server and `stop` allow."""
        waiting = deque(numbers)
        couriers = min(self._context.connections, math.ceil(len(numbers) / _FOR_EACH))
        if couriers <= 1:
            self._send_on_one_connection(waiting)
            return
        with ThreadPoolExecutor(couriers, thread_name_prefix="courier") as pool:
            running = [
                pool.submit(self._send_on_one_connection, waiting)
                for _ in range(couriers)
            ]
            for courier in running:
                courier.result()

    def _send_on_one_connection(self, waiting: deque[int]) -> None:
        """Take message after message; what ends this connection's work ends the round
        for all of them.
        """
        try:
            with self._context.courier() as courier:
                while not self.ended:
                    try:
                        number = waiting.popleft()
                    except IndexError:  # another connection took the last one
                        return
                    if self._stop():
                        self.ended = True
                        return
                    step = send_one(self._context, courier, number)
                    self.steps.append(step)
                    if isinstance(step, Barred | Away | Throttled):
                        self.ended = True
                    elif step in {BeginResult.PAUSED, BeginResult.TOO_FAST}:
                        self.ended = True
        except BaseException:
            self.ended = True
            raise


def send_one(context: DispatchContext, courier: Courier, number: int) -> Step:
    """Claim, compose, greet the server, store, send and record one message."""
    claimed = Claim(number, context.owner)
    with context.database.writing() as conn:
        entry = sending.claim(conn, number, context.owner, context.clock())
        if entry is None:
            return BeginResult.LOST
        goes_out = sending.may_leave(conn, entry.kind)
        if goes_out and not pacing.has_room(
            conn, entry.kind, context.pace, context.clock()
        ):
            sending.give_back(conn, claimed)
            return BeginResult.TOO_FAST
        content = listing.bytes_of(conn, number)
    # A try after the first one sends the very bytes that were stored then.
    parcel = None
    if content is None:
        made = _compose(context, entry)
        if not isinstance(made, Parcel):
            return _record(context, entry, made)
        parcel, content = made, made.content
    if goes_out:
        # Before the row says `sending`: a server that is away is nobody's attempt.
        refused = courier.greet()
        if refused is not None:
            return _record(context, entry, refused)
    begun = context.database.insist(
        lambda conn: sending.begin_sending(
            conn, claimed, parcel, context.clock(), context.pace
        ),
        _WHILE_THE_SERVER_WAITS,
    )
    if begun is not BeginResult.SENDING:
        _LOG.info("message-not-sent", id=number, kind=entry.kind, because=begun.name)
        return begun
    message_id = entry.message_id if parcel is None else parcel.message_id
    report = NOTICES[entry.kind].audience is not Audience.SENDER  # R18
    envelope = SmtpEnvelope(context.sender, entry.to, message_id or "", report)
    return _record(context, entry, courier.send(envelope, content))


def _compose(context: DispatchContext, entry: OutboxEntry) -> Parcel | Moot | Unmade:
    try:
        gathered = context.gather(entry)
        if isinstance(gathered, Moot):
            return gathered
        return context.composer.compose(
            entry.kind, gathered.facts, gathered.envelope, context.clock()
        )
    except DatabaseAwayError:
        raise
    except ComposingError as fault:
        return Unmade(str(fault))
    except Exception as fault:  # noqa: BLE001 - one notice whose facts are at fault must not stop its neighbours
        _LOG.error(
            "message-not-made", id=entry.id, kind=entry.kind, fault=type(fault).__name__
        )
        return Unmade(
            f"{entry.kind}: gathering its facts failed with {type(fault).__name__}"
        )


def _record(context: DispatchContext, entry: OutboxEntry, outcome: Outcome) -> Outcome:
    claimed = Claim(entry.id, context.owner)
    kept = context.database.insist(
        lambda conn: sending.record(
            conn, claimed, outcome, context.clock(), context.patience
        ),
        _TO_PUT_ON_RECORD,
    )
    _LOG.info(
        "message-tried",
        id=entry.id,
        kind=entry.kind,
        outcome=type(outcome).__name__,
        recorded=kept,
    )
    return outcome
