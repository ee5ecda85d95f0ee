"""What does a poll work with, and what does it say afterwards?

Values, put together once by `office.wiring`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from ingest.intake.arrival import Fence, IntakeContext, IntakeCounts
from ingest.mailbox.account import Account
from ingest.mailbox.faults import MailboxError
from ledger.doubts import Doubt
from ledger.leases import Lease

LEASE = timedelta(minutes=10)
_COUNTED = (
    "seen",
    "recorded",
    "set_aside",
    "sealed",
    "oversize",
    "quarantined",
    "gone",
    "held",
)


@dataclass(frozen=True, slots=True)
class PollContext:
    """What reading one mailbox needs.

    `owner` names this process among those that may read the mailbox. `clock` is read
    when a lease is taken or kept. A letter of more than `letter_bytes` is decided by
    its size. `stop` is asked before each batch.
    """

    intake: IntakeContext
    account: Account
    owner: str
    clock: Callable[[], datetime]
    letter_bytes: int = 25 * 1024 * 1024
    stop: Callable[[], bool] = lambda: False

    def fence(self, lease: Lease) -> Fence:
        """The lease, kept for another ten minutes from this moment on."""
        return Fence(lease, self.clock() + LEASE)


class MailFolder(NamedTuple):
    """A folder that is read; from the junk folder only letters of roster addresses are
    taken.
    """

    name: str
    junk: bool = False


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll did.

    `started` are (folder, UID) pairs where reading begins, told when a folder is read
    for the first time; `renumbered` (folder, reason) pairs; `busy` folders that another
    reader has in hand; `missing` junk folders that do not open.
    """

    tally: IntakeCounts = field(default_factory=IntakeCounts)
    seconds: float = 0.0
    started: tuple[tuple[str, int], ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    busy: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    doubted: tuple[Doubt, ...] = ()

    def as_document(self) -> dict[str, int | float]:
        """The counts under the keys that `poll` prints."""
        document: dict[str, int | float] = {
            name: getattr(self.tally, name) for name in _COUNTED
        }
        document["seconds"] = round(self.seconds, 3)
        return document


class GivenUpError(MailboxError):
    """The login was refused too often; no further try is made with this secret."""

    def __init__(self, account: Account, refusals: int, said: str) -> None:
        super().__init__(
            f"imap {account.name}: login refused {refusals} times ({said}), so no more tries are made; "
            "put a new password or authorization code into mailbox.password, and reading resumes by itself"
        )
