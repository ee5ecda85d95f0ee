"""How long may one exchange with a mail server take in all?

A time limit on each wait is kept by a server that sends a byte now and then, for ever:
so the whole exchange has one too, and its line is ended when that is over. What goes
wrong leaves as one of `faults`' three. Waiting for news is no exchange, and has limits
of its own.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ingest.mailbox.account import Account
from ingest.mailbox.faults import MailboxError, TryLaterError, mailbox_errors


class Watch:
    """Ends the line it was given once the time of an exchange is over."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def over(self, line: socket.socket) -> None:
        """From now on `line` is the one to end."""
        self._line = line
        if self.is_over:  # it took all that time to be made
            self._end()

    def begin(self) -> None:
        """The time runs from now on."""
        self._timer.start()

    def leave(self) -> None:
        """The exchange is done."""
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        if self._line is not None:
            with suppress(OSError):
                # Of the plain socket: whoever reads through TLS in another thread must
                # see its end.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


@contextmanager
def exchange(account: Account, line: socket.socket | None = None) -> Iterator[Watch]:
    """One question and its answer over `line`; raises MailboxError.

    A line that is only made in the block is named by `Watch.over`.
    """
    seconds = account.exchange_seconds
    watch = Watch(seconds)
    if line is not None:
        watch.over(line)
    watch.begin()
    try:
        with mailbox_errors(account):
            yield watch
    except MailboxError:
        if not watch.is_over:
            raise
        late = f"an answer was not complete after {seconds:g} seconds"
        raise TryLaterError(account, late) from TimeoutError(late)
    finally:
        watch.leave()
