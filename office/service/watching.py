"""Has new mail arrived just now?

A second session that only waits (RFC 2177, IDLE) and asks for a poll; a hint and nothing more:
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

_WAIT_SECONDS = 9 * 60.0
"""One wait; shorter than every provider's patience."""
_REST_SECONDS = 60.0


def watch(account: Account, on_news: Callable[[], None], stop: Stop) -> None:
    """Calls `on_news` whenever the server speaks of news in the first folder; ends where it cannot wait."""
    while not stop.is_set():
        try:
            with Mailbox(account) as box:
                if not box.can_wait():
                    return
                while not stop.is_set():
                    box.examine(account.folders[0])
                    if box.wait(_WAIT_SECONDS, stop.is_set):
                        on_news()
                        # The poll it asked for has its own session; give the server a moment meanwhile.
                        stop.wait(1.0)
        except AccessRefusedError:
            log.warning("watching ended", because="login refused")
            return
        except MailboxError as fault:
            log.info("watching interrupted", fault=type(fault).__name__)
            stop.wait(_REST_SECONDS)
