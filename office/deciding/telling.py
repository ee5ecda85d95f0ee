"""What is the sender told of a decision?

The second receipt of an item that had been held, or that one was returned. When it goes out is left to the
outbox.
"""

from datetime import datetime

from ledger import sightings
from ledger.database import Connection
from ledger.entries.letters import Sighting
from ledger.entries.submissions import Submission, SubmissionState
from ledger.notice import Notice
from ledger.outbox.queueing import Limits, queue


def tell(conn: Connection, before: Submission, after: Submission, now: datetime, limits: Limits) -> None:
    """The second receipt of an item that had been held, or the news that one was returned."""
    letter = letter_of(conn, after)
    was_waiting = before.state is SubmissionState.HELD and after.state is SubmissionState.RECORDED
    was_returned = after.state is SubmissionState.RETURNED and before.state is not SubmissionState.RETURNED
    if letter is None or not (was_waiting or was_returned) or letter.place.account == "file":
        return
    about = {"serial": after.serial, "answers": str(letter.id)}
    key = f"{after.serial}/{after.state.value}"
    queue(conn, Notice("decided", letter.answerable.to, key, about), letter.answerable, now, limits)


def letter_of(conn: Connection, submission: Submission) -> Sighting | None:
    """The letter the item came with."""
    return None if submission.letter is None else sightings.one(conn, submission.letter)
