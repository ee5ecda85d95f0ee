"""What does a verdict come to?

Pure: a letter and its verdict become a sighting, perhaps a submission, and the notices that tell of it
(DESIGN §3, "Answered"). Serials and ids are drawn later; until then an item has a provisional name.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, assert_never

from ingest.intake.arrival import Arrival, Desk
from ingest.triage.verdict import Aside, Bounced, Completion, Copy, NewItem, Verdict
from ingest.trust import Verdict as Trusted
from ledger.entries.letters import Answerable, Letter, LetterRole, Returned, SetAside, Sighting, SightingState
from ledger.entries.people import Unit
from ledger.entries.submissions import SubmissionState
from ledger.periods import local_day

NOBODY = Answerable(may=False, to="", because="来件未能读出")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be written for one arrival.

    `serial` is a real one, or the provisional name of an item of this batch. `tell` lists the kinds of
    notices to the sender that are due; whether each may go is the outbox' decision. `mark` is the class of a
    sealed letter. `repeats` is the sighting of the same bytes elsewhere, whose fate this one shares.
    """

    arrival: Arrival
    state: SightingState
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
    repeats: Sighting | None = None

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


def outcome_of(judged: Judged, provisional: str, desk: Desk, now: datetime) -> Outcome:
    """What the verdict comes to; `provisional` names the item, should it be a new one."""
    found = _base(judged)
    match judged.verdict:
        case NewItem() as item:
            tell = _told_of_item(judged, item, desk, now)
            return replace(found, role=LetterRole.NEW, serial=provisional, item=item, tell=tell)
        case Copy(serial=serial, because=because):
            return replace(found, role=LetterRole.COPY, serial=serial, because=because)
        case Completion(serial=serial, because=because) as mended:
            return replace(
                found,
                role=LetterRole.COMPLETION,
                serial=serial,
                because=because,
                completion=mended,
                tell=("completed",),
            )
        case Aside(reason=why, because=because, hint=hint):
            return replace(
                found,
                state=SightingState.SET_ASIDE,
                reason=why.value,
                because=because,
                tell=("hint",) * hint,
            )
        case Bounced(returned=returned, because=because):
            aside = replace(found, state=SightingState.SET_ASIDE, reason=SetAside.BOUNCE.value)
            return replace(aside, because=because, returned=returned)
        case _ as never:
            assert_never(never)


def _told_of_item(judged: Judged, item: NewItem, desk: Desk, now: datetime) -> tuple[str, ...]:
    """Which notice the sender of a new item gets.

    A held one only at a roster address; old ones in one list, which names the unit's other items and so goes
    to that unit's own roster alone; a forged one gets none (P39).
    """
    if judged.trust == Trusted.FAILED:
        return ()
    if item.state is SubmissionState.HELD:
        return ("receipt-held",) if judged.units else ()
    own = item.unit_id in {unit.id for unit in judged.units}
    if own and now - judged.arrival.arrived_at > desk.backlog_after:
        return ("backlog",)
    return ("receipt",)


def backlog_key(unit_id: int | None, now: datetime) -> str:
    """One list a unit and day."""
    return f"{unit_id}/{local_day(now).isoformat()}"


def _base(judged: Judged) -> Outcome:
    return Outcome(
        arrival=judged.arrival,
        state=SightingState.RECORDED,
        letter=judged.letter,
        sender=judged.letter.from_address,
        sha256=judged.letter.sha256,
        answerable=judged.answerable,
        trust=judged.trust,
    )
