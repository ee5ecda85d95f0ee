"""Is the line of an exchange ended when its time is over, and only then?"""

import socket
import threading
from collections.abc import Callable

import pytest

from ledger.time_limit import Watch


class LateTimer:
    """A timer that was cancelled when it had fired already: it still does what it was
    to do, whenever `fire` is called.
    """

    def __init__(self, _seconds: float, what: Callable[[], None]) -> None:
        self.fire = what
        self.daemon = True

    def start(self) -> None: ...

    def cancel(self) -> None: ...


def test_a_timer_that_fires_late_cuts_nothing_of_the_exchange_that_comes_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    timers: list[LateTimer] = []

    def made(seconds: float, what: Callable[[], None]) -> LateTimer:
        timers.append(LateTimer(seconds, what))
        return timers[-1]

    monkeypatch.setattr(threading, "Timer", made)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with Watch(1, ours) as done:
            pass
        with Watch(1, ours) as going_on:
            timers[0].fire()
            ours.send(b"x")
            assert theirs.recv(1) == b"x"
            assert not done.is_over
            assert not going_on.is_over
            timers[1].fire()
            assert theirs.recv(1) == b""
            assert going_on.is_over
