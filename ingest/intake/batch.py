"""How is a batch of arrivals taken in?

Read and judged with no transaction open; then one short transaction. Only if the data
are refused is it redone letter by letter, and the letter that fails is quarantined. A
fault of network, database or disk leaves no state and is tried again (promise 6).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from ingest.intake import judging
from ingest.intake.arrival import (
    Arrival,
    Fence,
    IntakeContext,
    IntakeCounts,
    Quarantined,
    TakenMail,
)
from ingest.intake.judging import judge_batch
from ingest.intake.reader import Read
from ingest.intake.writing import batch_of, write
from ingest.letter.read import head_words
from ledger import mailbox_entries
from ledger.database import DataRefusedError
from ledger.entries.letters import Letter, MailboxEntry, MailboxEntryState
from ledger.entries.submissions import SubmissionState

_NOTHING_EARLY: Mapping[str, Read] = MappingProxyType({})


def read_early(context: IntakeContext, arrivals: Sequence[Arrival]) -> dict[str, Read]:
    """Content → what reading it comes to, as far as the record does not know it yet;
    decides nothing.

    For whoever has the next batch at hand while this one is being judged; `take_in`
    takes it as `early`.
    """
    contents = _contents(arrivals)
    return _read(context, contents, _seen(context, contents), _NOTHING_EARLY)


def take_in(
    context: IntakeContext,
    arrivals: Sequence[Arrival],
    now: datetime,
    fence: Fence | None = None,
    early: Mapping[str, Read] = _NOTHING_EARLY,
) -> IntakeCounts:
    """Takes a batch in and says what became of it.

    Raises LeaseLostError when another reader took over, DatabaseAwayError when nothing
    could be written; either way the batch has left no trace and may be handed in again.
    """
    try:
        counts = _write(context, _judge(context, arrivals, now, early), now, fence)
    except DataRefusedError:
        # Each letter in a transaction of its own; the one that the database refuses is
        # quarantined.
        counts = IntakeCounts()
        for arrival in arrivals:
            mails = _judge(context, [arrival], now, _NOTHING_EARLY)
            try:
                counts += _write(context, mails, now, fence)
            except DataRefusedError:
                with context.database.reading() as conn:
                    is_known = mailbox_entries.at_place(conn, arrival.place) is not None
                if not is_known:  # else another reader was quicker
                    refused = Quarantined(
                        "数据库拒绝写入", arrival.content, head_words(arrival.fetched)
                    )
                    counts += _write(
                        context, [TakenMail("#0", arrival, refused)], now, fence
                    )
    return replace(counts, skipped=len(arrivals) - counts.seen)


def _judge(
    context: IntakeContext,
    arrivals: Sequence[Arrival],
    now: datetime,
    early: Mapping[str, Read],
) -> list[TakenMail]:
    contents = _contents(arrivals)
    seen = _seen(context, contents)
    read = _read(context, contents, seen, early)
    letters = [found for found in read.values() if isinstance(found, Letter)]
    with context.database.reading() as conn:
        known = judging.gather_facts(conn, context, letters, now)
    return judge_batch(context, known, arrivals, read, seen)


def _contents(arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
    """Content → an arrival that has it; asked once, since every byte is hashed for
    it.
    """
    return {arrival.content: arrival for arrival in arrivals if not arrival.gone}


def _seen(context: IntakeContext, contents: Collection[str]) -> dict[str, MailboxEntry]:
    """Content → a letter of the record with the same bytes."""
    with context.database.reading() as conn:
        return mailbox_entries.by_content(conn, contents)


def _read(
    context: IntakeContext,
    contents: Mapping[str, Arrival],
    seen: Mapping[str, MailboxEntry],
    early: Mapping[str, Read],
) -> dict[str, Read]:
    """Content → what reading it comes to, of contents not in the record; `early` ones
    were read before.
    """
    found: dict[str, Read] = {}
    unread: dict[str, Arrival] = {}
    for content, arrival in contents.items():
        if content in early:
            found[content] = early[content]
        elif content not in seen:
            unread[content] = arrival
    if unread:
        read = context.read(
            [(arrival.fetched, arrival.arrived_at) for arrival in unread.values()]
        )
        found.update(zip(unread, read, strict=True))
    return found


def _write(
    context: IntakeContext,
    mails: Sequence[TakenMail],
    now: datetime,
    fence: Fence | None,
) -> IntakeCounts:
    batch = batch_of(mails, fence)
    with context.database.writing() as conn:
        entries = write(conn, context, batch, now)
    states = Counter(entry.state for entry in entries)
    items = [mail.new_item for mail in mails if mail.new_item is not None]
    return IntakeCounts(
        recorded=states[MailboxEntryState.RECORDED],
        set_aside=states[MailboxEntryState.SET_ASIDE],
        sealed=states[MailboxEntryState.SEALED],
        oversize=states[MailboxEntryState.OVERSIZE],
        quarantined=states[MailboxEntryState.QUARANTINED],
        gone=states[MailboxEntryState.GONE],
        held=sum(item.draft.state is SubmissionState.HELD for item in items),
    )
