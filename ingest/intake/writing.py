"""How is a judged batch written?

In one short transaction: fence, originals, submissions, mailbox entries, notices (promises 6, 7). Everything
slow was done before; numbers are drawn here, so that a rollback leaves no gap. Who is told is `telling`'s
affair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, assert_never

from ingest.intake.arrival import Fence, IntakeContext
from ingest.intake.outcome import Gone, Judged, Oversize, Quarantined, Repeated, TakenMail
from ingest.intake.reader import Sealed
from ingest.intake.telling import tell
from ingest.letter import thread
from ingest.triage.reply import complete
from ingest.triage.verdict import Aside, Bounced, Completion, Copy, NewItem, Verdict
from ledger import leases, mailbox_entries, numbers, originals
from ledger.database import Connection
from ledger.entries.letters import (
    Answerable,
    LetterRole,
    MailboxEntry,
    MailboxEntryState,
    SetAside,
)
from ledger.entries.submissions import SubmissionWords
from ledger.journal import MACHINE, JournalEntry
from ledger.originals import Original
from ledger.outbox.bounces import apply_report
from ledger.periods import local_day
from ledger.submissions import changing, listing, recording

_TOKEN_BYTES = 5
_NOBODY = Answerable(may=False, to="", because="来件未能读出")
_SAME_BYTES = "与此前收到的来件逐字节相同"


class Batch(NamedTuple):
    """What is to be written together: mails, their packed originals, the reader's fence if there is one."""

    mails: Sequence[TakenMail]
    originals: Sequence[Original]
    fence: Fence | None = None


def batch_of(mails: Sequence[TakenMail], fence: Fence | None = None) -> Batch:
    """A batch, with the originals packed of what is recorded, set aside or quarantined.

    Packing takes time, and so comes before the transaction.
    """
    packed = []
    for mail in mails:
        if isinstance(mail.outcome, Judged | Quarantined) and mail.arrival.raw is not None:
            packed.append(originals.pack(mail.arrival.raw))
    return Batch(mails, packed, fence)


def write(conn: Connection, context: IntakeContext, batch: Batch, now: datetime) -> list[MailboxEntry]:
    """Writes the batch and gives its mailbox entries, in its order.

    Raises LeaseLostError when another reader took over, DataRefusedError when the database refuses a value.
    """
    if batch.fence is not None:
        leases.hold(conn, batch.fence.lease, batch.fence.until)
    if not batch.mails:
        return []
    serials = _draw_serials(conn, batch.mails)
    first = numbers.take(conn, numbers.MAILBOX_ENTRY, len(batch.mails))
    originals.store(conn, batch.originals)
    submissions = []
    entries: list[MailboxEntry] = []
    by_name: dict[str, MailboxEntry] = {}
    for number, mail in enumerate(batch.mails, start=first):
        entry = _entry(context, mail, number, serials, by_name)
        entries.append(entry)
        by_name[mail.name] = entry
        if isinstance(mail.outcome, Judged) and mail.new_item is not None:
            serial = serials[mail.name]
            token = thread.new_token(serial, context.random(_TOKEN_BYTES))
            item, letter = mail.new_item, mail.outcome.letter
            # What names an item of this batch by its provisional name now names it by its serial.
            draft = replace(item.draft, follows=serials.get(item.draft.follows or "", item.draft.follows))
            proposals = [p._replace(other=serials.get(p.other or "", p.other)) for p in item.proposals]
            submissions.append(
                recording.NewSubmission(
                    draft.numbered(serial, number, token),
                    SubmissionWords(letter.text, letter.manuscript),
                    tuple(proposals),
                    item.sketch,
                )
            )
    recording.add(conn, submissions, now)
    mailbox_entries.add(conn, entries, now)
    for mail, entry in zip(batch.mails, entries, strict=True):
        if isinstance(mail.outcome, Judged):
            _apply(conn, mail.outcome.verdict, now)
        tell(conn, context, mail, entry, now)
    return entries


def _draw_serials(conn: Connection, mails: Sequence[TakenMail]) -> dict[str, str]:
    """The serial of each new item, by its provisional name; numbered in the year of arrival."""
    by_year: dict[int, list[str]] = {}
    for mail in mails:
        if mail.new_item is not None:
            by_year.setdefault(local_day(mail.arrival.arrived_at).year, []).append(mail.name)
    drawn: dict[str, str] = {}
    for year, names in sorted(by_year.items()):
        drawn.update(zip(names, numbers.take_serials(conn, year, len(names)), strict=True))
    return drawn


def _entry(
    context: IntakeContext,
    mail: TakenMail,
    number: int,
    serials: Mapping[str, str],
    written: Mapping[str, MailboxEntry],
) -> MailboxEntry:
    """The mailbox entry of a mail; `written` are those of the batch so far, by name."""
    arrival, outcome = mail.arrival, mail.outcome
    entry = MailboxEntry(
        number,
        arrival.place,
        MailboxEntryState.QUARANTINED,
        arrival.arrived_at,
        from_address="",
        size=arrival.size,
        answerable=_NOBODY,
    )
    match outcome:
        case Gone():
            return replace(entry, state=MailboxEntryState.GONE, because="读取前已从邮箱中移除")
        case Quarantined():
            return replace(entry, from_address=outcome.sender, because=outcome.because, sha256=outcome.sha256)
        case Sealed():
            # Promise 13: nothing else of it is kept.
            return MailboxEntry(
                number,
                arrival.place,
                MailboxEntryState.SEALED,
                arrival.arrived_at,
                outcome.from_address,
                mark=outcome.mark.cls,
                keyed_hash=context.keyed_hash(arrival.fetched),
            )
        case Repeated():
            first = outcome.first if isinstance(outcome.first, MailboxEntry) else written[outcome.first.name]
            again = replace(first, id=number, place=arrival.place, arrived_at=arrival.arrived_at)
            if first.state is MailboxEntryState.SEALED:
                return again
            role = LetterRole.COPY if first.state is MailboxEntryState.RECORDED else None
            return replace(again, role=role, because=_SAME_BYTES)
        case Oversize():
            because = f"{arrival.size} 字节，超过上限"
            entry = replace(entry, state=MailboxEntryState.OVERSIZE, because=because)
        case Judged():
            entry = replace(entry, sha256=outcome.letter.sha256, trust=outcome.trust.value)
            entry = _of_verdict(entry, outcome.verdict, mail.name, serials)
        case _ as never:
            assert_never(never)
    letter = outcome.letter
    return replace(
        entry,
        from_address=letter.from_address,
        from_name=letter.from_name,
        subject=letter.subject,
        attachments=tuple(attachment.name for attachment in letter.attachments),
        message_id=letter.message_id,
        ancestors=letter.references or letter.in_reply_to[:1],
        answerable=outcome.answerable,
    )


def _of_verdict(entry: MailboxEntry, verdict: Verdict, name: str, serials: Mapping[str, str]) -> MailboxEntry:
    """The entry with what the verdict says: its state, and how it belongs to which submission."""
    recorded = replace(entry, state=MailboxEntryState.RECORDED)
    aside = replace(entry, state=MailboxEntryState.SET_ASIDE)
    match verdict:
        case NewItem():
            return replace(recorded, role=LetterRole.NEW, serial=serials[name])
        case Copy(serial=serial, because=because):
            return replace(
                recorded, role=LetterRole.COPY, serial=serials.get(serial, serial), because=because
            )
        case Completion(serial=serial, because=because):
            return replace(recorded, role=LetterRole.COMPLETION, serial=serial, because=because)
        case Aside(reason=reason, because=because):
            return replace(aside, reason=reason.value, because=because)
        case Bounced(because=because):
            return replace(aside, reason=SetAside.BOUNCE.value, because=because)
        case _ as never:
            assert_never(never)


def _apply(conn: Connection, verdict: Verdict, now: datetime) -> None:
    """What the letter changes besides being recorded."""
    match verdict:
        case Bounced(returned=report) if report is not None:
            apply_report(conn, report, now)
        case Completion():
            before = listing.one(conn, verdict.serial)
            if before is not None:
                entry = JournalEntry(now, MACHINE, "completed", "", verdict.because)
                changing.change(conn, before, complete(before, verdict), entry)
        case _:
            pass
