"""How long may one exchange with a server take in all?

A time limit on each wait is kept by a server that sends a byte now and then, for ever:
so the whole exchange has one too, and its line is ended when that is over. What that
means to whoever waits for the answer is left to them.
"""

import socket
import threading
from contextlib import suppress
from typing import Self


class Watch:
    """Ends the line it was given once the time of an exchange is over.

    The time runs within the `with` block; what comes after it is cut by nothing.
    """

    def __init__(self, seconds: float, line: socket.socket | None = None) -> None:
        self.is_over = False
        self._is_left = False
        self._seconds = seconds
        self._line = line
        # A timer that cannot be cancelled any more, since it has just fired, must not
        # end the line of the exchange that comes next.
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_left = True

    def over(self, line: socket.socket) -> None:
        """From now on `line` is the one to end."""
        with self._lock:
            self._line = line
            if self.is_over:  # it took all that time to be made
                self._shut()

    def too_late(self) -> TimeoutError:
        """What is to be raised where the time was over."""
        return TimeoutError(
            f"an answer was not complete after {self._seconds:g} seconds"
        )

    def _end(self) -> None:
        with self._lock:
            if not self._is_left:
                self.is_over = True
                self._shut()

    def _shut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                # Of the plain socket: whoever reads through TLS in another thread must
                # see its end.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)
