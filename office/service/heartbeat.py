"""Does this worker live, and which others do not?

A thread of its own says so every few seconds, and looks whether the others do. A worker
whose beats stood still at several looks in a row is given up: what it had in hand is
taken over within a minute, where its leases would have lasted ten to forty.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import structlog

from ledger import workers
from ledger.database import DatabaseAwayError
from ledger.workers import Pulse
from office.service.jobs import Stop
from office.service.parts import Service

log = structlog.get_logger(__name__)

_EVERY_SECONDS = 10.0
LOOKS = 4
"""A count that did not change from one look to the next, so often, is a dead
worker's.
"""


class Onlooker:
    """What one worker has seen of the others, at looks that follow each other in a
    steady rhythm.
    """

    def __init__(self) -> None:
        self._still: dict[Pulse, int] = {}

    def look(self, pulses: Iterable[Pulse]) -> tuple[Pulse, ...]:
        """Those whose count has stood still for too long."""
        self._still = {pulse: self._still.get(pulse, -1) + 1 for pulse in pulses}
        return tuple(pulse for pulse, looks in self._still.items() if looks >= LOOKS)

    def look_away(self) -> None:
        """Forgets all: while nothing could be seen, nobody could be seen to live."""
        self._still = {}


@contextmanager
def alive(
    service: Service, on_death: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Says while the block runs that this worker lives, and lets go of what dead ones
    had in hand; then calls `on_death`.
    """
    stop = threading.Event()
    beating = threading.Thread(
        target=_beat, args=(service, stop, on_death), name="heartbeat", daemon=True
    )
    beating.start()
    try:
        yield
    finally:
        stop.set()
        beating.join()
        # Where the database is away the others find out by themselves.
        with suppress(DatabaseAwayError), service.database.writing() as conn:
            workers.leave(conn, service.owner, service.clock())


def _beat(service: Service, stop: Stop, on_death: Callable[[], None]) -> None:
    onlooker = Onlooker()
    while True:
        try:
            if beat_once(service, onlooker):
                on_death()
        except DatabaseAwayError:
            onlooker.look_away()
        except Exception as fault:  # noqa: BLE001 - who falls silent here loses what it has in hand
            log.error("heartbeat failed", fault=type(fault).__name__)  # noqa: TRY400 - as in `jobs`
            onlooker.look_away()
        if stop.wait(_EVERY_SECONDS):
            return


def beat_once(service: Service, onlooker: Onlooker) -> bool:
    """Says that this worker lives, and gives up whom the onlooker has seen silent for
    too long; whether there was any.
    """
    found = False
    with service.database.writing() as conn:
        workers.beat(conn, service.owner, service.clock())
        seen = workers.pulses(conn)
    for dead in onlooker.look(seen):
        with service.database.writing() as conn:
            given_up = workers.give_up(conn, dead, service.clock())
        if given_up:
            found = True
            log.warning("worker given up", owner=dead.owner)
    return found
