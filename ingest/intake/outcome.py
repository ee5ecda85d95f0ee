"""What does a verdict come to?

Pure: a letter and its verdict become a mailbox entry, perhaps a submission, and the notices that tell of it
(docs/architecture.md, "Which mail is what"). Serials and ids are drawn later; until then an item has a
provisional name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, assert_never

from ingest.intake.arrival import Arrival, IntakeContext
from ingest.screening.trust import SenderTrust as Trusted
from ingest.triage.verdict import Aside, Bounced, Completion, Copy, NewItem, Verdict
from ledger.entries.letters import (
    Answerable,
    Letter,
    LetterRole,
    MailboxEntry,
    MailboxEntryState,
    Returned,
    SetAside,
)
from ledger.entries.people import Unit
from ledger.entries.submissions import SubmissionState

BY_HAND = "file"
"""The account of letters that `take` was given."""
NOBODY = Answerable(may=False, to="", because="来件未能读出")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be written for one arrival.

    `serial` is a real one, or the provisional name of an item of this batch. `tell` lists the kinds of
    notices to the sender that are due; whether each may go is the outbox' decision. Of a late letter they are
    told in the list of the unit `listed_for`, or to nobody where it is `untold`. `mark` is the class of a
    sealed letter. `repeats` is the mailbox entry of the same bytes elsewhere, whose fate this one shares.
    """

    arrival: Arrival
    state: MailboxEntryState
    letter: Letter | None = None
    role: LetterRole | None = None
    reason: str = ""
    because: str = ""
    serial: str | None = None
    item: NewItem | None = None
    completion: Completion | None = None
    returned: Returned | None = None
    mark: str | None = None
    sender: str = ""
    sha256: str | None = None
    answerable: Answerable = NOBODY
    trust: str = "unverified"
    tell: tuple[str, ...] = ()
    listed_for: int | None = None
    untold: bool = False
    repeats: MailboxEntry | None = None

    @property
    def held(self) -> bool:
        """Whether this is a new submission that waits for the office."""
        return self.item is not None and self.item.state is SubmissionState.HELD


class Judged(NamedTuple):
    """A letter with everything that was found out about it.

    `units` are those whose roster holds its sender.
    """

    arrival: Arrival
    letter: Letter
    verdict: Verdict
    answerable: Answerable
    trust: str
    units: tuple[Unit, ...]


def outcome_of(judged: Judged, provisional: str, context: IntakeContext, now: datetime) -> Outcome:
    """What the verdict comes to; `provisional` names the item, should it be a new one."""
    found = _base(judged)
    match judged.verdict:
        case NewItem() as item:
            new = replace(found, role=LetterRole.NEW, serial=provisional, item=item)
            return told(_kind_for_item(judged, item), new, judged.units, context, now)
        case Copy(serial=serial, because=because):
            return replace(found, role=LetterRole.COPY, serial=serial, because=because)
        case Completion(serial=serial, because=because) as mended:
            role = LetterRole.COMPLETION
            done = replace(found, role=role, serial=serial, because=because, completion=mended)
            return told("completed", done, judged.units, context, now)
        case Aside(reason=why, because=because, hint=hint):
            aside = replace(found, state=MailboxEntryState.SET_ASIDE, reason=why.value, because=because)
            return told("hint" if hint else "", aside, judged.units, context, now)
        case Bounced(returned=returned, because=because):
            aside = replace(found, state=MailboxEntryState.SET_ASIDE, reason=SetAside.BOUNCE.value)
            return replace(aside, because=because, returned=returned)
        case _ as never:
            assert_never(never)


def told(kind: str, found: Outcome, units: Sequence[Unit], context: IntakeContext, now: datetime) -> Outcome:
    """The outcome with what its sender is told, in a notice of `kind` ("": nothing).

    A late letter's sender is not answered: an address of the roster finds it in the list of the item's unit
    (if the address is that unit's own) or of its own first unit, a stranger is told nothing. A hint that
    comes weeks later helps nobody. A stranger's old letter that a person takes in and wants answered is.
    """
    if not kind:
        return found
    if now - found.arrival.arrived_at <= context.backlog_after:
        return replace(found, tell=(kind,))
    if kind == "hint":
        return found
    if not units:
        asked = found.arrival.place.account == BY_HAND
        return replace(found, tell=(kind,), untold=not asked)
    its = None if found.item is None else found.item.unit_id
    numbers = [unit.id for unit in units]
    return replace(found, tell=(kind,), listed_for=its if its in numbers else numbers[0])


def _kind_for_item(judged: Judged, item: NewItem) -> str:
    """Which notice the sender of a new item gets.

    A held one only at a roster address; a forged one gets none (P39).
    """
    if judged.trust == Trusted.FAILED:
        return ""
    if item.state is SubmissionState.HELD:
        return "receipt-held" if judged.units else ""
    return "receipt"


def _base(judged: Judged) -> Outcome:
    return Outcome(
        arrival=judged.arrival,
        state=MailboxEntryState.RECORDED,
        letter=judged.letter,
        sender=judged.letter.from_address,
        sha256=judged.letter.sha256,
        answerable=judged.answerable,
        trust=judged.trust,
    )
