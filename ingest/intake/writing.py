"""How is a judged batch written?

In one short transaction: fence, originals, submissions, mailbox entries, notices (promises 6, 7). Everything
slow was done before; numbers are drawn here, so that a rollback leaves no gap. Who is told is `telling`'s
affair.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ingest.intake.arrival import Fence, IntakeContext
from ingest.intake.completing import complete
from ingest.intake.outcome import Outcome
from ingest.intake.telling import tell
from ingest.letter import thread
from ingest.triage.verdict import NewItem
from ledger import leases, mailbox_entries, numbers, originals
from ledger.database import Connection
from ledger.entries.letters import Letter, LetterRole, MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Submission, SubmissionWords
from ledger.journal import MACHINE, JournalEntry
from ledger.originals import Original
from ledger.outbox.bounces import apply_report
from ledger.periods import local_day
from ledger.submissions import changing, listing, recording

_TOKEN_BYTES = 5


class UnwrittenItemError(Exception):
    """An outcome was a new item but lacked the letter it was read from."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"mailbox entry {number}: a new item without its letter; this is a fault of the program"
        )


class Batch(NamedTuple):
    """What is to be written together: outcomes, the packed originals.

    And the reader's fence if there is one.
    """

    outcomes: Sequence[Outcome]
    originals: Sequence[Original]
    fence: Fence | None = None


def write(conn: Connection, context: IntakeContext, batch: Batch, now: datetime) -> None:
    """Writes the batch; raises LeaseLostError when the reader was taken over.

    DataRefusedError.
    """
    if batch.fence is not None:
        leases.hold(conn, batch.fence.lease, batch.fence.until)
    serials = _draw_serials(conn, batch.outcomes)
    first = numbers.take(conn, numbers.MAILBOX_ENTRY, len(batch.outcomes)) if batch.outcomes else 0
    numbered = [
        (first + index, replace(outcome, serial=serials.get(outcome.serial or "", outcome.serial)))
        for index, outcome in enumerate(batch.outcomes)
    ]
    originals.store(conn, batch.originals)
    new = [
        _new_submission(context, number, found, serials)
        for number, found in numbered
        if found.item is not None
    ]
    recording.add(conn, new, now)
    mailbox_entries.add(conn, [_mailbox_entry(context, number, found) for number, found in numbered], now)
    for number, found in numbered:
        _apply(conn, found, now)
        tell(conn, context, number, found, now)


def _draw_serials(conn: Connection, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Provisional name → serial, by the year of arrival."""
    by_year: dict[int, list[str]] = {}
    for outcome in outcomes:
        if outcome.item is not None and outcome.serial is not None:
            by_year.setdefault(local_day(outcome.arrival.arrived_at).year, []).append(outcome.serial)
    drawn: dict[str, str] = {}
    for year, names in sorted(by_year.items()):
        drawn.update(zip(names, numbers.take_serials(conn, year, len(names)), strict=True))
    return drawn


def _new_submission(
    context: IntakeContext, number: int, outcome: Outcome, serials: dict[str, str]
) -> recording.NewSubmission:
    item, letter, serial = outcome.item, outcome.letter, outcome.serial
    if item is None or letter is None or serial is None:
        raise UnwrittenItemError(number)
    submission = replace(
        _submission(item, letter, serial),
        letter=number,
        token=thread.new_token(serial, context.random(_TOKEN_BYTES)),
        follows=None if item.follows is None else serials.get(item.follows, item.follows),
    )
    proposals = tuple(p._replace(other=serials.get(p.other or "", p.other)) for p in item.proposals)
    return recording.NewSubmission(
        submission, SubmissionWords(letter.text, letter.manuscript), proposals, item.sketch
    )


def _submission(item: NewItem, letter: Letter, serial: str) -> Submission:
    return Submission(
        serial=serial,
        arrived_at=letter.arrived_at,
        title=item.title,
        state=item.state,
        unit_id=item.unit_id,
        co_unit_ids=item.co_unit_ids,
        category=item.category,
        category_because=item.category_because,
        authors=item.authors,
        signer=item.signer,
        characters=item.characters,
        flags=tuple(flag.value for flag in item.flags),
        fingerprint=item.fingerprint,
        commission=item.commission,
        attachments=letter.attachments,
        evidence=item.evidence,
        held_because="" if item.held_because is None else item.held_because.value,
        candidates=tuple(candidate.unit_id for candidate in item.candidates),
    )


def _mailbox_entry(context: IntakeContext, number: int, outcome: Outcome) -> MailboxEntry:
    arrival = outcome.arrival
    if outcome.repeats is not None:
        recorded = outcome.repeats.state is MailboxEntryState.RECORDED
        return replace(
            outcome.repeats,
            id=number,
            place=arrival.place,
            arrived_at=arrival.arrived_at,
            role=LetterRole.COPY if recorded else None,
            because=outcome.because,
        )
    base = MailboxEntry(number, arrival.place, outcome.state, arrival.arrived_at, outcome.sender)
    if outcome.state is MailboxEntryState.SEALED:
        return replace(base, mark=outcome.mark, keyed_hash=context.keyed_hash(arrival.raw or arrival.head))
    found = replace(
        base,
        role=outcome.role,
        reason=outcome.reason,
        because=outcome.because,
        sha256=outcome.sha256,
        serial=outcome.serial,
        size=arrival.size,
        answerable=outcome.answerable,
        trust=outcome.trust,
    )
    return found if outcome.letter is None else _with_head(found, outcome.letter)


def _with_head(found: MailboxEntry, letter: Letter) -> MailboxEntry:
    return replace(
        found,
        from_name=letter.from_name,
        subject=letter.subject,
        attachments=tuple(attachment.name for attachment in letter.attachments),
        message_id=letter.message_id,
        ancestors=letter.references or letter.in_reply_to[:1],
    )


def _apply(conn: Connection, outcome: Outcome, now: datetime) -> None:
    """What the letter changes besides being recorded."""
    if outcome.returned is not None:
        apply_report(conn, outcome.returned, now)
    if outcome.completion is not None and outcome.serial is not None:
        before = listing.one(conn, outcome.serial)
        if before is not None:
            entry = JournalEntry(now, MACHINE, "completed", "", outcome.completion.because)
            changing.change(conn, before, complete(before, outcome.completion), entry)
