"""Which connections to the mail server stand, and who has which?

A connection is lent to one round at a time and kept for the next, since providers count
logins; one that stood unused for a minute is closed. Each new one asks how the server
is reached now, so that a password put right is used without a new start. What is said
on it is `smtp`'s affair.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

from notify.delivery.smtp import Server, SmtpSession

IDLE_SECONDS = 60.0
"""Shorter than the patience of any server seen, so that we take our leave first."""


class _Standing(NamedTuple):
    session: SmtpSession
    since: float


class Couriers:
    """The connections to one server, as `server` says it is reached; safe for several
    threads.
    """

    def __init__(
        self, server: Callable[[], Server], tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._server = server
        self._known = server()
        self._tick = tick
        self._standing: list[_Standing] = []
        self._lock = Lock()

    @contextmanager
    def lend(self) -> Iterator[SmtpSession]:
        """A connection nobody else has, the one used last first."""
        self.tidy()
        with self._lock:
            session = self._standing.pop().session if self._standing else None
        if session is None or not session.stands:
            session = SmtpSession(self._server())
        try:
            yield session
        finally:
            with self._lock:
                self._standing.append(_Standing(session, self._tick()))

    def reached_otherwise(self) -> bool:
        """Whether the server is reached in another way than when this was asked last: a
        new password.
        """
        before, self._known = self._known, self._server()
        return before != self._known

    def tidy(self) -> None:
        """Close what nobody has used for a while."""
        self._close_those_since(self._tick() - IDLE_SECONDS)

    def close(self) -> None:
        """Close everything that is not lent."""
        self._close_those_since(math.inf)

    def _close_those_since(self, moment: float) -> None:
        """Close what was given back at `moment` or before."""
        with self._lock:
            idle = [one for one in self._standing if one.since <= moment]
            self._standing = [one for one in self._standing if one.since > moment]
        for one in idle:
            one.session.close()
