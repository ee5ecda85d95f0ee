"""What is each letter of a batch, one after the other?

No transaction is open. What is known grows with each new item, so that the second of two identical letters in
one batch is seen as a copy; the same bytes twice are one letter, wherever they lie (P08).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import assert_never

import structlog

from ingest.intake.arrival import Arrival, IntakeContext, Read
from ingest.intake.outcome import BY_HAND, Judged, Outcome, outcome_of, told
from ingest.intake.reader import Sealed, Unreadable
from ingest.letter.thread import numbered_elsewhere
from ingest.screening import robots, trust
from ingest.screening.returned import read_returned
from ingest.triage.facts import Automatic, JudgingFacts
from ingest.triage.judge import judge
from ingest.triage.verdict import NewItem
from ledger.entries.letters import Answerable, Letter, LetterRole, MailboxEntry, MailboxEntryState

FILE_ACCOUNT = BY_HAND
_LOG = structlog.get_logger(__name__)
_SAME_BYTES = "与此前收到的来件逐字节相同"


class Judging:
    """One batch being judged, letter by letter; `seen` are letters of the record with the same bytes."""

    def __init__(
        self, context: IntakeContext, known: JudgingFacts, seen: Mapping[str, MailboxEntry], now: datetime
    ) -> None:
        self._desk = context
        self._known = known
        self._seen = seen
        self._now = now
        self._done: dict[str, Outcome] = {}

    def outcomes(self, arrivals: Sequence[Arrival], read: Mapping[str, Read]) -> list[Outcome]:
        """What becomes of each arrival; a file taken before makes no outcome at all."""
        found = (self._one(arrival, read) for arrival in arrivals)
        return [outcome for outcome in found if outcome is not None]

    def _one(self, arrival: Arrival, read: Mapping[str, Read]) -> Outcome | None:
        if arrival.gone:
            return Outcome(arrival, MailboxEntryState.GONE, because="读取前已从邮箱中移除")
        content = content_of(arrival)
        if arrival.raw is not None:
            again = self._again(arrival, content)
            if again is not None:
                return None if arrival.place.account == FILE_ACCOUNT else again
        outcome = self._read(arrival, read[content], content)
        if arrival.raw is not None:
            self._done[content] = outcome
        return outcome

    def _again(self, arrival: Arrival, content: str) -> Outcome | None:
        """The fate of bytes that were there before, in the record or in this batch."""
        if content in self._seen:
            first = self._seen[content]
            return Outcome(arrival, first.state, because=_SAME_BYTES, repeats=first, sha256=content)
        earlier = self._done.get(content)
        if earlier is None:
            return None
        role = LetterRole.COPY if earlier.state is MailboxEntryState.RECORDED else None
        again = replace(earlier, arrival=arrival, role=role, because=_SAME_BYTES, tell=())
        return replace(again, item=None, completion=None, returned=None)

    def _read(self, arrival: Arrival, found: Read, content: str) -> Outcome:
        match found:
            case Sealed():
                return Outcome(
                    arrival, MailboxEntryState.SEALED, mark=found.mark.cls, sender=found.from_address
                )
            case Unreadable():
                return Outcome(arrival, MailboxEntryState.QUARANTINED, because=found.reason, sha256=content)
            case Letter():
                return (
                    self._oversize(arrival, found) if arrival.raw is None else self._guarded(arrival, found)
                )
            case _ as never:
                assert_never(never)

    def _guarded(self, arrival: Arrival, letter: Letter) -> Outcome:
        """The verdict, or quarantine: a letter on which judging itself fails must not stop the next (P14)."""
        try:
            return self._judged(arrival, letter)
        except Exception as fault:  # noqa: BLE001 - any fault of ours, whatever the letter did to cause it
            _LOG.error("letter-not-judged", sha256=letter.sha256, fault=type(fault).__name__)
            because = f"判定时程序出错（{type(fault).__name__}）"
            return Outcome(
                arrival,
                MailboxEntryState.QUARANTINED,
                because=because,
                sender=letter.from_address,
                sha256=letter.sha256,
            )

    def _judged(self, arrival: Arrival, letter: Letter) -> Outcome:
        may, robot = (
            self._answerable(letter),
            robots.find_robot(letter, numbered_elsewhere=self._foreign(letter)),
        )
        verdict = judge(letter, self._known, Automatic(robot, read_returned(letter), may))
        provisional = f"#{len(self._done)}"
        if isinstance(verdict, NewItem):
            self._known = self._known.with_item(provisional, verdict, letter.arrived_at)
        trusted = trust.check_sender(letter, self._desk.authserv_ids).verdict.value
        judged = Judged(arrival, letter, verdict, may, trusted, self._known.units_of(letter))
        return outcome_of(judged, provisional, self._desk, self._now)

    def _answerable(self, letter: Letter) -> Answerable:
        own = self._desk.own_addresses
        return robots.answerable(letter, own, numbered_elsewhere=self._foreign(letter))

    def _foreign(self, letter: Letter) -> bool:
        return numbered_elsewhere(letter, self._known.sent)

    def _oversize(self, arrival: Arrival, letter: Letter) -> Outcome:
        """Decided by its size, from its head alone (P16)."""
        found = Outcome(
            arrival,
            MailboxEntryState.OVERSIZE,
            letter=letter,
            because=f"{arrival.size} 字节，超过上限",
            sender=letter.from_address,
            answerable=self._answerable(letter),
        )
        return told("oversize", found, self._known.units_of(letter), self._desk, self._now)


def content_of(arrival: Arrival) -> str:
    """The SHA-256 of what was fetched."""
    return sha256(arrival.head if arrival.raw is None else arrival.raw).hexdigest()
