"""How is a judged batch written, and who is told?

In one short transaction: fence, originals, submissions, mailbox entries, notices
(promises 6, 7). Everything slow was done before; numbers are drawn here, so that a
rollback leaves no gap. Told are the sender of a letter (at once, in the list of late
letters, or not at all), the office, and where the office wants it the unit's principal;
whether a notice may go out is the outbox' decision.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, assert_never

from ingest.intake.arrival import (
    FILE_ACCOUNT,
    Arrival,
    Fence,
    Gone,
    IntakeContext,
    Judged,
    Outcome,
    Oversize,
    Quarantined,
    Repeated,
    TakenMail,
)
from ingest.intake.reader import Sealed
from ingest.letter import thread
from ingest.screening.trust import SenderTrust
from ingest.triage.forwarding import words_as_read
from ingest.triage.reply import complete
from ingest.triage.verdict import Aside, Bounced, Completion, Copy, NewItem
from ledger import leases, mailbox_entries, numbers, originals, roster
from ledger.database import Connection
from ledger.entries.letters import (
    Answerable,
    Letter,
    LetterRole,
    MailboxEntry,
    MailboxEntryState,
    SetAside,
)
from ledger.entries.submissions import SubmissionState, SubmissionWords
from ledger.journal import MACHINE, JournalEntry
from ledger.notice import Notice
from ledger.originals import Original
from ledger.outbox import queueing
from ledger.outbox.bounces import apply_report
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import local_day
from ledger.submissions import listing, recording

_TOKEN_BYTES = 5
_LONGEST_OPENING = 200
"""Characters of a possible report shown beside it: enough to see what it is, few enough
to leaf through.
"""
_TELEPHONE = re.compile(r"\d{7,}")
_LONGEST_LOOKED_AT = 4_000
"""Characters; a letter may begin with a long run of blanks."""


class Batch(NamedTuple):
    """What is to be written together: mails, their packed originals, the reader's fence
    if there is one.
    """

    mails: Sequence[TakenMail]
    originals: Sequence[Original]
    fence: Fence | None = None


def batch_of(mails: Sequence[TakenMail], fence: Fence | None = None) -> Batch:
    """A batch, with the originals packed of what is recorded, set aside or quarantined.

    Packing takes time, and so comes before the transaction.
    """
    kept = [
        mail.arrival.raw
        for mail in mails
        if isinstance(mail.outcome, Judged | Quarantined)
    ]
    return Batch(mails, [originals.pack(raw) for raw in kept if raw is not None], fence)


def write(
    conn: Connection, context: IntakeContext, batch: Batch, now: datetime
) -> list[MailboxEntry]:
    """Writes the batch and gives its mailbox entries, in its order.

    Raises LeaseLostError when another reader took over, DataRefusedError when the
    database refuses a value.
    """
    if batch.fence is not None:
        leases.hold(conn, batch.fence.lease, batch.fence.until)
    if not batch.mails:
        return []
    serials = _draw_serials(conn, batch.mails)
    new = sum(not mail.arrival.number for mail in batch.mails)
    next_number = numbers.take(conn, numbers.MAILBOX_ENTRY, new) if new else 0
    originals.store(conn, batch.originals)
    submissions = []
    entries: list[MailboxEntry] = []
    by_name: dict[str, MailboxEntry] = {}
    for mail in batch.mails:
        number = mail.arrival.number
        if not number:
            number, next_number = next_number, next_number + 1
        entry = _entry(context, mail, number, serials, by_name)
        entries.append(entry)
        by_name[mail.name] = entry
        if isinstance(mail.outcome, Judged) and mail.new_item is not None:
            serial = serials[mail.name]
            token = thread.new_token(serial, context.random(_TOKEN_BYTES))
            item, letter = mail.new_item, mail.outcome.letter
            # What names an item of this batch by its provisional name now names it by
            # its serial.
            draft = replace(
                item.draft,
                follows=serials.get(item.draft.follows or "", item.draft.follows),
            )
            proposals = [
                p._replace(other=serials.get(p.other or "", p.other))
                for p in item.proposals
            ]
            submissions.append(
                recording.NewSubmission(
                    draft.numbered(serial, number, token),
                    SubmissionWords(
                        words_as_read(letter, context.own_addresses), letter.manuscript
                    ),
                    tuple(proposals),
                    item.sketch,
                )
            )
    recording.add(conn, submissions, now)
    mailbox_entries.add(conn, entries, now)
    for mail, entry in zip(batch.mails, entries, strict=True):
        # What the letter changes besides being recorded.
        match mail.outcome:
            case Judged(verdict=Bounced(returned=report)) if report is not None:
                apply_report(conn, report, now)
            case Judged(verdict=Completion() as mended):
                before = listing.to_change(conn, mended.serial)
                if before is not None:
                    journal_entry = JournalEntry(
                        now, MACHINE, "completed", "", mended.because
                    )
                    recording.change(
                        conn, before, complete(before, mended), journal_entry
                    )
            case _:
                pass
        tell(conn, context, mail, entry, now)
    return entries


def _draw_serials(conn: Connection, mails: Sequence[TakenMail]) -> dict[str, str]:
    """The serial of each new item, by its provisional name; numbered in the year of
    arrival.
    """
    by_year: dict[int, list[str]] = {}
    for mail in mails:
        if mail.new_item is not None:
            by_year.setdefault(local_day(mail.arrival.arrived_at).year, []).append(
                mail.name
            )
    drawn: dict[str, str] = {}
    for year, names in sorted(by_year.items()):
        drawn.update(
            zip(names, numbers.take_serials(conn, year, len(names)), strict=True)
        )
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
    not_read = MailboxEntry(
        number,
        arrival.place,
        MailboxEntryState.GONE,
        arrival.arrived_at,
        from_address="",
        size=arrival.size,
        answerable=Answerable(may=False, to="", because="来件未能读出"),
    )
    match outcome:
        case Gone():
            return replace(not_read, because="读取前已从邮箱中移除")
        case Quarantined():
            return replace(
                not_read,
                state=MailboxEntryState.QUARANTINED,
                from_address=outcome.head.from_address,
                from_name=outcome.head.from_name,
                subject=outcome.head.subject,
                reason=outcome.reason,
                because=outcome.because,
                sha256=outcome.sha256,
            )
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
            first = (
                outcome.first
                if isinstance(outcome.first, MailboxEntry)
                else written[outcome.first.name]
            )
            again = replace(
                first, id=number, place=arrival.place, arrived_at=arrival.arrived_at
            )
            if first.state is MailboxEntryState.SEALED:
                return again
            role = (
                LetterRole.COPY if first.state is MailboxEntryState.RECORDED else None
            )
            # Whether those bytes are a report is asked once, of the letter they were
            # first.
            asked = replace(again, possible="", opening="", dismissed_at=None)
            return replace(asked, role=role, because="与此前收到的来件逐字节相同")
        case Oversize() | Judged():
            return _letter_entry(number, arrival, outcome, mail.name, serials)
        case _ as never:
            assert_never(never)


def _letter_entry(
    number: int,
    arrival: Arrival,
    outcome: Oversize | Judged,
    name: str,
    serials: Mapping[str, str],
) -> MailboxEntry:
    """The mailbox entry of a letter that was read, or of which the head was."""
    letter = outcome.letter
    state = MailboxEntryState.RECORDED
    role: LetterRole | None = None
    serial: str | None = None
    reason = because = possible = ""
    match outcome.verdict if isinstance(outcome, Judged) else None:
        case None:
            state = MailboxEntryState.OVERSIZE
            because = f"{arrival.size} 字节，超过上限"
        case NewItem():
            role, serial = LetterRole.NEW, serials[name]
        case Copy() as copy:
            role, serial = LetterRole.COPY, serials.get(copy.serial, copy.serial)
            because = copy.because
        case Completion() as completion:
            role, serial = LetterRole.COMPLETION, completion.serial
            because = completion.because
        case Aside() as aside:
            state = MailboxEntryState.SET_ASIDE
            reason, because, possible = (
                aside.reason.value,
                aside.because,
                aside.possible,
            )
        case Bounced() as bounced:
            state = MailboxEntryState.SET_ASIDE
            reason, because = SetAside.BOUNCE.value, bounced.because
        case _ as never:
            assert_never(never)
    if said := _near_sealed(outcome):
        because = "；".join(filter(None, (because, f"信中{said}，请看是否涉密")))
    return MailboxEntry(
        id=number,
        place=arrival.place,
        state=state,
        arrived_at=arrival.arrived_at,
        from_address=letter.from_address,
        from_name=letter.from_name,
        subject=letter.subject,
        role=role,
        reason=reason,
        because=because,
        attachments=tuple(attachment.name for attachment in letter.attachments),
        sha256=letter.sha256 if isinstance(outcome, Judged) else None,
        message_id=letter.message_id,
        ancestors=letter.references or letter.in_reply_to[:1],
        serial=serial,
        size=arrival.size,
        answerable=outcome.answerable,
        trust=outcome.trust.value
        if isinstance(outcome, Judged)
        else SenderTrust.UNVERIFIED.value,
        possible=possible,
        opening=_opening(letter) if possible else "",
    )


def _opening(letter: Letter) -> str:
    """The first words of a letter in one line: its own, else those of its files, else
    what it passes on.
    """
    for words in (letter.text, letter.manuscript, letter.attached_mail, letter.quoted):
        # It stands in lists, which show no telephone number.
        line = _TELEPHONE.sub("…", " ".join(words[:_LONGEST_LOOKED_AT].split()))
        if line:
            return (
                line if len(line) <= _LONGEST_OPENING else f"{line[:_LONGEST_OPENING]}…"
            )
    return ""


def tell(
    conn: Connection,
    context: IntakeContext,
    mail: TakenMail,
    entry: MailboxEntry,
    now: datetime,
) -> None:
    """Queues what is due because of one letter, written down as `entry`."""
    outcome = mail.outcome
    about = {"answers": str(entry.id)}
    if entry.serial:
        about["serial"] = entry.serial
    kind = _answer_due(outcome) if mail.arrival.answer else ""
    answered_at_once = False
    if kind and isinstance(outcome, Judged | Oversize):
        key = entry.serial if kind in ("receipt", "receipt-held") else None
        notice = Notice(
            kind, outcome.answerable.to, key or str(entry.id), about, entry.arrived_at
        )
        answered_at_once = _answer(conn, context, mail, outcome, notice, now)

    def say(kind: str, to: str, key: str, told: Mapping[str, str] = about) -> None:
        notice = Notice(kind, to, key, told, entry.arrived_at)
        queue(conn, notice, unprompted(to), now, context.limits)

    office = context.office_address
    near_sealed = _near_sealed(outcome)
    if office and entry.state is MailboxEntryState.SEALED:
        say("sealed-alert", office, f"sealed/{entry.id}")
    if office and near_sealed:
        first = entry.id
        if entry.role is LetterRole.COPY and (
            item_copied := listing.one(conn, entry.serial or "")
        ):
            first = item_copied.letter or entry.id  # the office was told when that came
        told = {**about, "near_sealed": near_sealed}
        say("sealed-alert", office, f"near-sealed/{first}", told)
    item = mail.new_item
    if item is None or entry.serial is None:
        return
    if office and context.tell_each:
        say("office-item", office, entry.serial)
    # A copy for whoever answers for what the unit sends (Art. 9), unless they sent it
    # themselves; only of what is answered at once: nothing forged, held, late, or taken
    # in without an answer.
    unit_id = item.draft.unit_id
    if unit_id is None or kind != "receipt" or not answered_at_once:
        return
    if context.copy_to_principal:
        for to in roster.principals_of(conn, unit_id):
            if to.lower() != entry.from_address.lower():
                say("principal-copy", to, entry.serial)


def _near_sealed(outcome: Outcome) -> str:
    """What the office is told of a letter that is secret by its words, though it bears
    no mark (Art. 10).

    Of every item and of every other letter from the roster; a stranger's advertisement
    may say what it likes.
    """
    match outcome:
        case Judged(verdict=NewItem()):
            return outcome.near_sealed
        case Judged() if outcome.units:
            return outcome.near_sealed
        case _:
            return ""


def _answer_due(outcome: Outcome) -> str:
    """Which kind of notice the sender is due; "" for none.

    A held item is confirmed to a roster address only; a forged letter is told nothing
    (P39).
    """
    match outcome:
        case Oversize():
            return "oversize"
        case Judged(verdict=NewItem() as item):
            if outcome.trust is SenderTrust.FAILED:
                return ""
            if item.draft.state is SubmissionState.HELD:
                return "receipt-held" if outcome.units else ""
            return "receipt"
        case Judged(verdict=Completion()):
            return "completed"
        case Judged(verdict=Aside(hint=True)):
            return "hint"
        case _:
            return ""


def _answer(
    conn: Connection,
    context: IntakeContext,
    mail: TakenMail,
    outcome: Judged | Oversize,
    notice: Notice,
    now: datetime,
) -> bool:
    """Answers the sender of one letter; True if by a mail of its own, at once.

    A late letter's sender is not answered so: an address of the roster finds it in the
    list of the item's unit (if the address is that unit's own) or of its own first
    unit, a stranger is told nothing. A hint that comes weeks later helps nobody. A
    stranger's old letter that a person takes in and wants answered is.
    """
    by_hand = mail.arrival.place.account == FILE_ACCOUNT
    is_late = now - mail.arrival.arrived_at > context.backlog_after
    if is_late and notice.kind == "hint":
        return False
    if is_late and outcome.units:
        unit_id = None if mail.new_item is None else mail.new_item.draft.unit_id
        if unit_id not in outcome.units:
            unit_id = outcome.units[0]
        owed = queueing.LateAnswer(notice, outcome.answerable, at_once=by_hand)
        queueing.list_instead(conn, owed, unit_id, now, context.limits)
        return False
    if is_late and not by_hand:
        queueing.leave_untold(
            conn, queueing.LateAnswer(notice, outcome.answerable), now
        )
        return False
    queue(conn, notice, outcome.answerable, now, context.limits)
    return True
