"""What becomes of a question to the mailbox that goes wrong, or takes too long in all?

It leaves as one of `faults`' three. Waiting for news is no exchange, and has limits of
its own.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.mailbox.account import Account
from ingest.mailbox.faults import MailboxError, TryLaterError, mailbox_errors
from ledger.time_limit import Watch


@contextmanager
def exchange(account: Account, line: socket.socket | None = None) -> Iterator[Watch]:
    """One question and its answer over `line`; raises MailboxError.

    A line that is only made in the block is named by `Watch.over`.
    """
    watch = Watch(account.exchange_seconds, line)
    try:
        with watch, mailbox_errors(account):
            yield watch
    except MailboxError:
        if not watch.is_over:
            raise
        late = watch.too_late()
        raise TryLaterError(account, str(late)) from late
