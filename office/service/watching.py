"""Has new mail arrived just now?

A second session that only waits (RFC 2177, IDLE) and rings the bell for a poll; a hint and nothing more:
without it, and whenever it ends, the next poll finds the same (P27). A refused login is not tried again
here, since the poll counts those (P26).
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from ingest.mailbox.account import Account
from ingest.mailbox.faults import AccessRefusedError, MailboxError
from ingest.mailbox.reading import Mailbox
from office.service.jobs import Stop

log = structlog.get_logger(__name__)

_WAIT = 9 * 60.0
"""Seconds of one wait; shorter than every provider's patience."""
_REST = 60.0


def watch(account: Account, ring: Callable[[], None], stop: Stop) -> None:
    """Rings whenever the server speaks of news in the first folder; ends where it cannot wait."""
    while not stop.is_set():
        try:
            if not _watch_once(account, ring, stop):
                return
        except AccessRefusedError:
            log.warning("watching ended", because="login refused")
            return
        except MailboxError as fault:
            log.info("watching interrupted", fault=type(fault).__name__)
            stop.wait(_REST)


def _watch_once(account: Account, ring: Callable[[], None], stop: Stop) -> bool:
    """One session's worth of waiting; False when this server offers no IDLE."""
    with Mailbox(account) as box:
        if not box.can_wait():
            return False
        while not stop.is_set():
            box.examine(account.folders[0])
            if box.wait(_WAIT, stop.is_set):
                ring()
                # The poll it rang for has its own session; give the server a moment before asking again.
                stop.wait(1.0)
    return True
