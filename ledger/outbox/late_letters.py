"""What is told of a letter that was found long after it came?

Its sender no longer waits for an answer of its own, and forty days of backlog must not become a thousand
mails: a unit's own addresses get one list a day, which goes out the next morning, when no further letter of
that day can join it - at once where a person handed the letters in. The answer that would have been due
stands in the outbox as a row dropped from the first, naming the list (`listing.deferred_of`) or saying that
nobody is told. Which letters are late is `ingest.intake`'s affair.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries.letters import Answerable
from ledger.notice import Notice, OutboxState
from ledger.outbox.listing import IN_DIGEST, UNTOLD
from ledger.outbox.queueing import DIGEST_DELAY, Limits, NotQueued, Queued, queue, row_of, unprompted
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.statements import insert_new
from ledger.tables.mail import outbox

LISTED = "来件已久，列入补录清单，不另回执"


class LateAnswer(NamedTuple):
    """The answer that would have been due, and the verdict stored with the letter.

    `at_once`: a person handed the letter in and waits for what comes of it.
    """

    notice: Notice
    answerable: Answerable
    at_once: bool = False


def list_instead(
    conn: sa.Connection, answer: LateAnswer, unit_id: int, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """Lets the unit's list of the day tell what the answer would have told."""
    notice = answer.notice
    if not answer.answerable.may:
        return NotQueued(answer.answerable.because)
    queued = _queue_list(conn, notice.to, unit_id, now, limits)
    if isinstance(queued, NotQueued):
        return queued
    if queued.fresh and not answer.at_once:
        morning = day_start(local_day(now) + ONE_DAY) + DIGEST_DELAY
        conn.execute(outbox.update().where(outbox.c.id == queued.id).values(due_at=morning))
    named = replace(notice, about={**notice.about, IN_DIGEST: str(queued.id)})
    _insert_dropped(conn, named, LISTED, now)
    return queued


def leave_untold(conn: sa.Connection, answer: LateAnswer, now: datetime) -> None:
    """Tells nobody; the outbox says so, and the office's digest counts it."""
    if answer.answerable.may:
        _insert_dropped(conn, answer.notice, UNTOLD, now)


def _queue_list(
    conn: sa.Connection, to: str, unit_id: int, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """The list of the day that still waits, or a further one where the last has left already."""
    day = local_day(now)
    about = {"unit_id": str(unit_id), "on": day.isoformat()}
    number = 1
    while True:
        key = f"{unit_id}/{day}" if number == 1 else f"{unit_id}/{day}/{number}"
        queued = queue(conn, Notice("backlog", to, key, about), unprompted(to), now, limits)
        if isinstance(queued, NotQueued) or queued.fresh:
            return queued
        # It was there before: a letter may join it as long as no worker has it in hand.
        waits = (outbox.c.state == OutboxState.QUEUED) & outbox.c.lease_owner.is_(None)
        if conn.scalar(sa.select(outbox.c.id).where(outbox.c.id == queued.id, waits)) is not None:
            return queued
        number += 1


def _insert_dropped(conn: sa.Connection, notice: Notice, outcome: str, now: datetime) -> None:
    row = row_of(notice, OutboxState.DROPPED, now)
    row["settled_at"] = now
    row["outcome"] = outcome
    insert_new(conn, outbox, [row])
