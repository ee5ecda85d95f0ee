"""How does a running service hear that it is to stop, and end in time?

On SIGTERM or SIGINT; whatever has not stopped by itself soon after is left to its
lease, which is as good as a power cut and as harmless (promises 6, 8, 9).
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from office.service.jobs import Stop

_PATIENCE = 3.0
"""Seconds that work under way is given to stop by itself, of the five that SIGTERM
promises.
"""


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; how they were handled before is restored.

    A handler runs within whatever the main thread was doing, taking a lock of `stop`
    for instance, and would wait for that lock for ever. So it only writes a byte, and a
    thread that reads it sets `stop`.
    """
    heard, said = os.pipe()
    signs = (signal.SIGTERM, signal.SIGINT)
    threading.Thread(
        target=_listen, args=(heard, stop), name="signals", daemon=True
    ).start()
    kept = {
        sign: signal.signal(sign, lambda *_: os.write(said, b".")) for sign in signs
    }
    try:
        yield
    finally:
        for sign, handler in kept.items():
            signal.signal(sign, handler)
        os.close(said)


@contextmanager
def interrupted() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as Ctrl-C does, so that what it made is cleared
    away; how they were handled before is restored.
    """
    kept = {
        sign: signal.signal(sign, signal.default_int_handler)
        for sign in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for sign, handler in kept.items():
            signal.signal(sign, handler)


def _listen(heard: int, stop: Stop) -> None:
    """Sets `stop` at the first byte; ends when nothing more can come."""
    while os.read(heard, 1):
        stop.set()
    os.close(heard)


def leave_in_time(stop: Stop) -> None:
    """Once told to stop, the process has `_PATIENCE` seconds to end by itself; then it
    ends at once.
    """

    def leave() -> None:
        stop.wait()
        time.sleep(_PATIENCE)
        os._exit(0)

    threading.Thread(target=leave, name="leave", daemon=True).start()
