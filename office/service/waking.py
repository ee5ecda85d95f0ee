"""How does the sender hear at once that mail is due?

A transaction that makes mail due wakes it as soon as it is committed: in this process
by an event, from others by PostgreSQL's word (NOTIFY). Only a hint, as the bell is:
what is due stands in the database, whose turn it is and how fast is settled there, and
where a hint is lost the bell finds the same (promise 9).
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from ledger.database import Database, DatabaseAwayError
from office.service.jobs import Stop

log = structlog.get_logger(__name__)

_TOGETHER_SECONDS = 0.1
"""What is committed within so short a time wakes once."""
_GLANCE_SECONDS = 0.25
"""How long a listener may take to see that it is to stop."""
_LEAVING_SECONDS = 1.0
"""So long it is waited for; while it waits for a server it is left behind."""
_REST_SECONDS = 1.0
_LONGEST_REST_SECONDS = 60.0


@contextmanager
def woken(database: Database, wake: Callable[[], None]) -> Iterator[None]:
    """Calls `wake` soon after mail has become due, once for a burst, until the block
    ends.
    """
    stop = threading.Event()
    waking = threading.Thread(
        target=_pass_on, args=(database.mail_due, wake, stop), name="wake", daemon=True
    )
    waking.start()
    listening = threading.Thread(
        target=hear_others, args=(database, stop), name="listen", daemon=True
    )
    listening.start()
    try:
        yield
    finally:
        stop.set()
        database.mail_due.set()
        waking.join()
        listening.join(_LEAVING_SECONDS)


def _pass_on(mail_due: threading.Event, wake: Callable[[], None], stop: Stop) -> None:
    while True:
        mail_due.wait()
        stop.wait(_TOGETHER_SECONDS)
        # Before it is passed on: what becomes due from now on may be too late for the
        # round, and asks again.
        mail_due.clear()
        if stop.is_set():
            return
        wake()


def hear_others(database: Database, stop: Stop) -> None:
    """Sets `mail_due` whenever another process has made mail due; ends where nobody can
    be heard.

    A connection that is lost is made anew, later each time.
    """
    rest = _REST_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        try:
            with database.hearing() as others_made_due:
                if others_made_due is None:
                    log.info(
                        "other processes are not heard", because="SQLite, or a pooler"
                    )
                    return
                database.mail_due.set()  # what was said while nobody listened
                while not stop.is_set():
                    if others_made_due(_GLANCE_SECONDS):
                        database.mail_due.set()
        except DatabaseAwayError as fault:
            log.info("listening interrupted", fault=str(fault))
            if time.monotonic() - began > _LONGEST_REST_SECONDS:
                rest = _REST_SECONDS
            stop.wait(rest)
            rest = min(2 * rest, _LONGEST_REST_SECONDS)
