"""What is the sender told of a decision?

The second receipt of an item that had been held or returned, that one was returned, and what an item is
registered as now where its receipt said otherwise. Each decision is told once, by the number of its journal
entry; when it goes out is left to the outbox.
"""

from datetime import datetime

from ledger import journal, mailbox_entries
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import Submission, SubmissionState
from ledger.notice import Notice, OutboxState
from ledger.outbox import listing as outbox
from ledger.outbox.queueing import Limits, queue
from ledger.submissions.changing import subject_of

_TOLD_BY = frozenset({"receipt", "decided", "completed"})
"""Kinds that say how an item is registered."""
_WENT_OUT = frozenset({OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN})
_REGISTERED_AS = ("unit_id", "co_unit_ids", "category")
_SETTLED = frozenset({SubmissionState.HELD, SubmissionState.RETURNED})


def tell(conn: Connection, before: Submission, after: Submission, now: datetime, limits: Limits) -> None:
    """Queues what the sender of the item must hear of the decision that made `after` of `before`."""
    letter = letter_of(conn, after)
    if letter is None or letter.place.account == "file":
        return
    changed = _changed(before, after)
    if not _is_news(before, after) and not (changed and _was_told(conn, after.serial)):
        return
    entry = journal.newest_about(conn, subject_of(after.serial))
    about = {
        "serial": after.serial,
        "answers": str(letter.id),
        "entry": str(entry),
        "was": before.state.value,
        "changed": "|".join(changed),
    }
    notice = Notice("decided", letter.answerable.to, f"{after.serial}/{entry}", about)
    queue(conn, notice, letter.answerable, now, limits)


def letter_of(conn: Connection, submission: Submission) -> MailboxEntry | None:
    """The letter the item came with."""
    return None if submission.letter is None else mailbox_entries.one(conn, submission.letter)


def _is_news(before: Submission, after: Submission) -> bool:
    """Whether the item was settled one way or the other."""
    if after.state is SubmissionState.RECORDED:
        return before.state in _SETTLED
    return after.state is SubmissionState.RETURNED and before.state is not SubmissionState.RETURNED


def _changed(before: Submission, after: Submission) -> tuple[str, ...]:
    """What a recorded item is registered as otherwise than before."""
    if not after.state is before.state is SubmissionState.RECORDED:
        return ()
    return tuple(name for name in _REGISTERED_AS if getattr(before, name) != getattr(after, name))


def _was_told(conn: Connection, serial: str) -> bool:
    """Whether a message that says how the item is registered has left the house."""
    return any(one.kind in _TOLD_BY and one.state in _WENT_OUT for one in outbox.about(conn, serial))
