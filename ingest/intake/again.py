"""How is a letter that is in the record already judged again?

A quarantined letter may be read again after the cause was mended, and a set-aside one
may be a report after all because a person says so. The new judgement takes the place of
the old in one transaction; what was recorded is never judged again, since decisions and
points rest on it.
"""

from datetime import datetime
from typing import NamedTuple

from ingest.intake import judging
from ingest.intake.arrival import (
    FILE_ACCOUNT,
    Arrival,
    IntakeContext,
    Judged,
    TakenMail,
)
from ingest.intake.judging import judge_batch
from ingest.intake.reader import Read, Sealed
from ingest.intake.writing import batch_of, write
from ingest.screening import robots
from ingest.screening.near_seal import near_mark_of
from ingest.triage.judge import judge_as_report
from ledger import journal, mailbox_entries, originals
from ledger.entries.letters import Letter, MailboxEntry, MailboxEntryState
from ledger.faults import ToldError
from ledger.journal import JournalEntry

_RETRIED = frozenset({MailboxEntryState.QUARANTINED})
_TAKEN = frozenset({MailboxEntryState.QUARANTINED, MailboxEntryState.SET_ASIDE})


class RejudgeRequest(NamedTuple):
    """Who wants the letter judged again, when, and why."""

    who: str
    now: datetime
    because: str = ""


class NotAgainError(ToldError):
    """The letter cannot be judged again; nothing was changed."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"letter {number}: {why}; see `yishiyibao letters list`")


def reread(context: IntakeContext, number: int) -> Read:
    """What a set-aside or quarantined letter says, for a person to look at;
    NotAgainError.
    """
    arrival = _kept_letter(context, number, _TAKEN)
    return context.read([(arrival.fetched, arrival.arrived_at)])[0]


def retry(context: IntakeContext, number: int, request: RejudgeRequest) -> MailboxEntry:
    """Reads a quarantined letter again and judges it as if it had just come;
    NotAgainError.
    """
    return judge_anew(context, number, _kept_letter(context, number, _RETRIED), request)


def judge_anew(
    context: IntakeContext, number: int, arrival: Arrival, request: RejudgeRequest
) -> MailboxEntry:
    """Judges the letter as if it had just come, in place of what it was;
    NotAgainError.
    """
    read = context.read([(arrival.fetched, arrival.arrived_at)])[0]
    letters = [read] if isinstance(read, Letter) else []
    with context.database.reading() as conn:
        known = judging.gather_facts(conn, context, letters, request.now)
    (mail,) = judge_batch(context, known, [arrival], {arrival.content: read}, {})
    return _replace(context, number, mail, request)


def take_as_report(
    context: IntakeContext, number: int, request: RejudgeRequest
) -> MailboxEntry:
    """Makes a set-aside or quarantined letter a submission because a person says so;
    NotAgainError.
    """
    arrival = _kept_letter(context, number, _TAKEN)
    letter = context.read([(arrival.fetched, arrival.arrived_at)])[0]
    if not isinstance(letter, Letter):
        raise NotAgainError(number, "it cannot be read, or bears a 密级 mark")
    with context.database.reading() as conn:
        known = judging.gather_facts(conn, context, [letter], request.now)
    answerable = robots.answerable(letter, context.own_addresses)
    item = judge_as_report(letter, known)
    units = known.unit_ids_of(letter)
    near_sealed = near_mark_of(letter, known.intake.marks)
    judged = Judged(
        letter, item, answerable, known.sender_trust(letter), units, near_sealed
    )
    return _replace(context, number, TakenMail("#0", arrival, judged), request)


def _kept_letter(
    context: IntakeContext, number: int, allowed: frozenset[MailboxEntryState]
) -> Arrival:
    """The letter `number` of the record, with its original, as it arrived;
    NotAgainError.
    """
    with context.database.reading() as conn:
        entry = mailbox_entries.one(conn, number)
        if entry is None:
            raise NotAgainError(number, "there is no such letter")
        if entry.state not in allowed:
            raise NotAgainError(
                number, f"it is {entry.state.value}, which this does not change"
            )
        raw = None if entry.sha256 is None else originals.raw_of(conn, entry.sha256)
    if raw is None:
        raise NotAgainError(number, "its original is not kept")
    return Arrival(
        entry.place,
        entry.arrived_at,
        len(raw),
        raw,
        answer=entry.place.account != FILE_ACCOUNT,
    )


def _replace(
    context: IntakeContext, number: int, mail: TakenMail, request: RejudgeRequest
) -> MailboxEntry:
    """Writes the new judgement in place of the old, and says what the letter is now."""
    batch = batch_of([mail._replace(arrival=mail.arrival._replace(number=number))])
    with context.database.writing() as conn:
        before = mailbox_entries.one(conn, number)
        if before is None or before.place != mail.arrival.place:
            raise NotAgainError(number, "another person changed it just now")
        mailbox_entries.forget(conn, number)
        if isinstance(mail.outcome, Sealed) and before.sha256 is not None:
            originals.purge(conn, before.sha256)  # promise 13
        (after,) = write(conn, context, batch, request.now)
        did = f"judged again: {before.state.value} to {after.state.value}"
        journal.write(
            conn,
            JournalEntry(
                request.now, request.who, did, f"letter:{after.id}", request.because
            ),
        )
    return after
