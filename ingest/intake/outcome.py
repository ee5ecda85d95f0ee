"""What becomes of each mail that is handed to intake?

A closed union, matched where it is written down and where its sender is told. What a letter becomes that was
read is triage's verdict, carried here as it was given.
"""

from dataclasses import dataclass
from typing import NamedTuple

from ingest.intake.arrival import Arrival
from ingest.intake.reader import Sealed
from ingest.screening.trust import SenderTrust
from ingest.triage.verdict import NewItem, Verdict
from ledger.entries.letters import Answerable, Letter, MailboxEntry


@dataclass(frozen=True, slots=True)
class Gone:
    """Removed from the mailbox before it was read."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Not read, judged or written, so that a person must look; `because` says why (Chinese)."""

    because: str
    sha256: str
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Oversize:
    """Larger than allowed, so that its head alone was read (P16); `units`: whose roster holds the sender."""

    letter: Letter
    answerable: Answerable
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A letter that was read, and what triage made of it; `units`: whose roster holds the sender."""

    letter: Letter
    verdict: Verdict
    answerable: Answerable
    trust: SenderTrust
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same bytes as `first`, of the record or earlier in this batch, whose state it shares."""

    first: "MailboxEntry | TakenMail"


Outcome = Gone | Sealed | Quarantined | Oversize | Judged | Repeated


class TakenMail(NamedTuple):
    """One mail of a batch, and what is to be written down of it.

    Should it be a new item, its `name` stands for the serial until serials are drawn, also in what later
    verdicts of the batch say of it (`JudgingFacts.with_item`).
    """

    name: str
    arrival: Arrival
    outcome: Outcome

    @property
    def new_item(self) -> NewItem | None:
        """The new item that the mail is, or None."""
        if isinstance(self.outcome, Judged) and isinstance(self.outcome.verdict, NewItem):
            return self.outcome.verdict
        return None
