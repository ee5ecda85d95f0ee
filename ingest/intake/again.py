"""How is a letter that is in the record already judged again?

A quarantined letter may be read again after the cause was mended, and a set-aside one may be a report after
all because a person says so. The new judgement takes the place of the old in one transaction; what was
recorded is never judged again, since decisions and points rest on it.
"""

from datetime import datetime
from typing import NamedTuple

from ingest.intake import judging_facts, writing
from ingest.intake.arrival import Arrival, IntakeContext
from ingest.intake.judging import FILE_ACCOUNT, Judging, content_of
from ingest.intake.outcome import Judged, Outcome, outcome_of
from ingest.intake.writing import Batch
from ingest.screening import robots, trust
from ingest.triage.judge import as_report
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


def retry(context: IntakeContext, number: int, person: RejudgeRequest) -> MailboxEntry:
    """Reads a quarantined letter again and judges it as if it had just come; NotAgainError."""
    return judge_anew(context, number, _arrival(context, number, _RETRIED), person)


def judge_anew(context: IntakeContext, number: int, arrival: Arrival, person: RejudgeRequest) -> MailboxEntry:
    """Judges the letter as if it had just come, in place of what it was; NotAgainError."""
    read = context.read([(arrival.raw or b"", arrival.arrived_at)])[0]
    letters = [read] if isinstance(read, Letter) else []
    with context.database.reading() as conn:
        known = judging_facts.gather_facts(conn, context, letters, person.now)
    outcomes = Judging(context, known, {}, person.now).outcomes([arrival], {content_of(arrival): read})
    return _replaced(context, number, outcomes[0], person)


def take_as_report(context: IntakeContext, number: int, person: RejudgeRequest) -> MailboxEntry:
    """Makes a set-aside or quarantined letter a submission because a person says so; NotAgainError."""
    arrival = _arrival(context, number, _TAKEN)
    letter = context.read([(arrival.raw or b"", arrival.arrived_at)])[0]
    if not isinstance(letter, Letter):
        raise NotAgainError(number, "it cannot be read, or bears a 密级 mark")
    with context.database.reading() as conn:
        known = judging_facts.gather_facts(conn, context, [letter], person.now)
    may = robots.answerable(letter, context.own_addresses)
    trusted = trust.check_sender(letter, context.authserv_ids).verdict.value
    judged = Judged(arrival, letter, as_report(letter, known), may, trusted, known.units_of(letter))
    return _replaced(context, number, outcome_of(judged, "#0", context, person.now), person)


def _arrival(context: IntakeContext, number: int, allowed: frozenset[MailboxEntryState]) -> Arrival:
    with context.database.reading() as conn:
        seen = mailbox_entries.one(conn, number)
        if seen is None:
            raise NotAgainError(number, "there is no such letter")
        if seen.state not in allowed:
            raise NotAgainError(number, f"it is {seen.state.value}, which this does not change")
        raw = None if seen.sha256 is None else originals.raw_of(conn, seen.sha256)
    if raw is None:
        raise NotAgainError(number, "its original is not kept")
    answer = seen.place.account != FILE_ACCOUNT
    return Arrival(seen.place, seen.arrived_at, len(raw), raw, answer=answer)


def _replaced(context: IntakeContext, number: int, outcome: Outcome, person: RejudgeRequest) -> MailboxEntry:
    """Writes the new judgement in place of the old, and says what the letter is now."""
    sealed = outcome.state is MailboxEntryState.SEALED
    kept = [] if sealed else [originals.pack(outcome.arrival.raw or b"")]
    with context.database.writing() as conn:
        before = mailbox_entries.one(conn, number)
        if before is None or before.place != outcome.arrival.place:
            raise NotAgainError(number, "another person changed it just now")
        mailbox_entries.forget(conn, number)
        if sealed and before.sha256 is not None:
            originals.purge(conn, before.sha256)  # promise 13
        writing.write(conn, context, Batch([outcome], kept), person.now)
        now = mailbox_entries.at_place(conn, outcome.arrival.place)
        assert now is not None, "a row just written is there"  # noqa: S101
        did = f"judged again: {before.state.value} to {now.state.value}"
        journal.write(conn, JournalEntry(person.now, person.who, did, f"letter:{now.id}", person.because))
    return now
