"""What is known when a letter is judged?

Intake gathers it for a batch with a few queries; it grows while the batch is judged, so
that the second of two identical letters in one batch is seen as a copy. Where the
values come from is left to intake.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ingest.letter.thread import OurMessage
from ingest.names.unit_names import UnitNames
from ingest.screening import trust
from ingest.screening.robots import Robot
from ingest.similar.known_items import KnownItems
from ingest.triage.verdict import NewItem
from ledger.entries.events import OpenCommission
from ledger.entries.letters import Answerable, Letter, Returned
from ledger.entries.people import Unit
from ledger.entries.submissions import RecentSubmission
from ledger.periods import local_day
from ledger.rulebook import IntakeRule


class ScreeningResult(NamedTuple):
    """What screening found: the machine that wrote, what came back of ours, and whether
    it may be answered.

    `robot` and `returned` are None for a letter that a person wrote. `near_sealed` says
    why it may be secret though it bears no mark (`near_seal`), "" if nothing speaks for
    it.
    """

    robot: Robot | None
    returned: Returned | None
    answerable: Answerable
    near_sealed: str = ""


@dataclass(frozen=True, slots=True)
class JudgingFacts:
    """Everything a verdict may rest on besides the letter.

    `own_addresses` and `authserv_ids` are lower-case. `sent` maps each Message-ID
    (without <>) and each token of the messages we sent to what they were about;
    `thread.references_of` says which of them a letter may name. `items` holds the items
    that a letter may repeat or resemble (F7), `commissions` those that it may answer.
    """

    unit_names: UnitNames
    intake: IntakeRule
    own_addresses: frozenset[str] = frozenset()
    authserv_ids: frozenset[str] = frozenset()
    sent: Mapping[str, OurMessage] = field(default_factory=dict)
    items: KnownItems = field(default_factory=KnownItems)
    commissions: tuple[OpenCommission, ...] = ()

    def units_of(self, letter: Letter) -> tuple[Unit, ...]:
        """The units whose roster holds the sender's address on the day of arrival; none
        of a forged one.
        """
        if self.sender_trust(letter) is trust.SenderTrust.FAILED:
            return ()
        day = local_day(letter.arrived_at)
        owners = self.unit_names.by_address.get(letter.from_address.casefold(), ())
        return tuple(unit for unit in owners if unit.assessed_on(day))

    def unit_ids_of(self, letter: Letter) -> tuple[int, ...]:
        """The ids of `units_of`."""
        return tuple(unit.id for unit in self.units_of(letter))

    def sender_trust(self, letter: Letter) -> trust.SenderTrust:
        """What the mailbox's own server says of the sender (R36-R38)."""
        return trust.check_sender(letter, self.authserv_ids).verdict

    def unit(self, unit_id: int) -> Unit:
        """The unit with that id; KeyError if the roster has none."""
        return self.unit_names.unit(unit_id)

    def are_kin(self, one: int, other: int) -> bool:
        """Whether one of two units is the other's parent."""
        first, second = self.unit(one), self.unit(other)
        return first.parent == second.name or second.parent == first.name

    def with_item(self, serial: str, item: NewItem) -> "JudgingFacts":
        """What is known here, and `item` as well, so that later letters of the batch
        see it.

        `serial` may be a provisional name that intake replaces once the serial is
        drawn: a verdict that names it (`Copy.serial`, `Proposal.other`,
        `SubmissionDraft.follows`) then means the item of this batch.
        """
        draft = item.draft
        recent = RecentSubmission(
            serial,
            draft.unit_ids,
            draft.title,
            draft.category,
            draft.arrived_at,
            draft.fingerprint,
            draft.follows,
        )
        commissions = tuple(
            asked._replace(answered=asked.answered.union(draft.unit_ids))
            if asked.commission.id == draft.commission
            else asked
            for asked in self.commissions
        )
        return replace(
            self,
            items=self.items.with_item(recent, item.sketch),
            commissions=commissions,
        )
