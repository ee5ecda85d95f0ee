"""How is a batch of arrivals taken in?

Read and judged with no transaction open; then one short transaction. Only if the data are refused is it
redone letter by letter, and the letter that fails is quarantined. A fault of network, database or disk leaves
no state and is tried again (promise 6).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from ingest.intake import judging_facts, writing
from ingest.intake.arrival import Arrival, Fence, IntakeContext, IntakeCounts, Read
from ingest.intake.judging import Judging, content_of
from ingest.intake.outcome import Outcome
from ingest.intake.writing import Batch
from ledger import mailbox_entries, originals
from ledger.database import DataRefusedError
from ledger.entries.letters import Letter, MailboxEntry, MailboxEntryState
from ledger.originals import Original

_KEPT = frozenset(
    {MailboxEntryState.RECORDED, MailboxEntryState.SET_ASIDE, MailboxEntryState.QUARANTINED},
)


def read_early(context: IntakeContext, arrivals: Sequence[Arrival]) -> dict[str, Read]:
    """Content → what reading it comes to, as far as the record does not know it yet; decides nothing.

    For whoever has the next batch at hand while this one is being judged; `take_in` takes it as `early`.
    """
    contents = _contents(arrivals)
    with context.database.reading() as conn:
        seen = mailbox_entries.by_content(conn, contents)
    return _read(context, contents, seen, {})


def take_in(
    context: IntakeContext,
    arrivals: Sequence[Arrival],
    now: datetime,
    fence: Fence | None = None,
    early: Mapping[str, Read] = MappingProxyType({}),
) -> IntakeCounts:
    """Takes a batch in and says what became of it.

    Raises LeaseLostError when another reader took over, DatabaseAwayError when nothing could be written;
    either way the batch has left no trace and may be handed in again.
    """
    try:
        outcomes = _write(context, _judge(context, arrivals, now, early), now, fence)
    except DataRefusedError:
        outcomes = _one_by_one(context, arrivals, now, fence)
    return _tally(outcomes, skipped=len(arrivals) - len(outcomes))


def _contents(arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
    return {content_of(arrival): arrival for arrival in arrivals if not arrival.gone}


def _judge(
    context: IntakeContext,
    arrivals: Sequence[Arrival],
    now: datetime,
    early: Mapping[str, Read] = MappingProxyType({}),
) -> list[Outcome]:
    contents = _contents(arrivals)
    with context.database.reading() as conn:
        seen = mailbox_entries.by_content(conn, contents)
    read = _read(context, contents, seen, early)
    letters = [found for found in read.values() if isinstance(found, Letter)]
    with context.database.reading() as conn:
        known = judging_facts.gather_facts(conn, context, letters, now)
    return Judging(context, known, seen, now).outcomes(arrivals, read)


def _read(
    context: IntakeContext,
    contents: Mapping[str, Arrival],
    seen: Mapping[str, MailboxEntry],
    early: Mapping[str, Read],
) -> dict[str, Read]:
    """Content → what reading it comes to, of contents not in the record yet and not read `early`."""
    known = {content: read for content, read in early.items() if content in contents}
    unread = [content for content in contents if content not in seen and content not in known]
    pairs = [
        (contents[c].head if (raw := contents[c].raw) is None else raw, contents[c].arrived_at)
        for c in unread
    ]
    return known | (dict(zip(unread, context.read(pairs), strict=True)) if unread else {})


def _one_by_one(
    context: IntakeContext, arrivals: Sequence[Arrival], now: datetime, fence: Fence | None
) -> list[Outcome]:
    """Each letter in a transaction of its own; the one that the database refuses is quarantined."""
    written: list[Outcome] = []
    for arrival in arrivals:
        outcomes = _judge(context, [arrival], now)
        try:
            written += _write(context, outcomes, now, fence)
        except DataRefusedError:
            if not _is_known(context, arrival):
                written += _write(context, [_refused(arrival)], now, fence)
    return written


def _write(
    context: IntakeContext, outcomes: list[Outcome], now: datetime, fence: Fence | None
) -> list[Outcome]:
    batch = Batch(outcomes, [_pack(outcome) for outcome in outcomes if _is_kept(outcome)], fence)
    with context.database.writing() as conn:
        writing.write(conn, context, batch, now)
    return outcomes


def _is_known(context: IntakeContext, arrival: Arrival) -> bool:
    """Whether the place has its mailbox entry already: another reader was quicker."""
    with context.database.reading() as conn:
        return mailbox_entries.at_place(conn, arrival.place) is not None


def _refused(arrival: Arrival) -> Outcome:
    return Outcome(
        arrival, MailboxEntryState.QUARANTINED, because="数据库拒绝写入", sha256=content_of(arrival)
    )


def _is_kept(outcome: Outcome) -> bool:
    return outcome.state in _KEPT and outcome.arrival.raw is not None and outcome.repeats is None


def _pack(outcome: Outcome) -> Original:
    return originals.pack(outcome.arrival.raw or b"")


def _tally(outcomes: Sequence[Outcome], skipped: int) -> IntakeCounts:
    states = Counter(outcome.state for outcome in outcomes)
    return IntakeCounts(
        recorded=states[MailboxEntryState.RECORDED],
        set_aside=states[MailboxEntryState.SET_ASIDE],
        sealed=states[MailboxEntryState.SEALED],
        oversize=states[MailboxEntryState.OVERSIZE],
        quarantined=states[MailboxEntryState.QUARANTINED],
        gone=states[MailboxEntryState.GONE],
        held=sum(outcome.held for outcome in outcomes),
        skipped=skipped,
    )
