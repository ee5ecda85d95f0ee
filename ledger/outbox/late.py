"""What is told of a letter that was found long after it came?

Its sender no longer waits for an answer of its own, and forty days of backlog must not become a thousand
mails: a unit's own addresses get one list a day, which goes out the next morning, when no further letter of
that day can join it - at once where a person handed the letters in. The answer that would have been due
stands in the outbox as a row dropped from the first, naming the list (`listing.deferred_of`) or saying that
nobody is told. Which letters are late is `ingest.intake`'s affair.
"""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries.letters import Answerable
from ledger.notice import Notice, OutboxState
from ledger.outbox.listing import IN_DIGEST
from ledger.outbox.queueing import DIGEST_DELAY, Limits, NotQueued, Queued, queue, row_of, unprompted
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.tables.outgoing import outbox
from ledger.upsert import insert_new

LISTED = "来件已久，列入补录清单，不另回执"
UNTOLD = "来件已久，且发件邮箱未登记，未再回执"


class Owed(NamedTuple):
    """The answer that would have been due, and the verdict stored with the letter.

    `at_once`: a person handed the letter in and waits for what comes of it.
    """

    notice: Notice
    answerable: Answerable
    at_once: bool = False


def list_instead(
    conn: sa.Connection, owed: Owed, unit_id: int, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """Let the unit's list of the day tell what the answer would have told."""
    notice = owed.notice
    if not owed.answerable.may:
        return NotQueued(owed.answerable.because)
    told = _list_of(conn, notice.to, unit_id, now, limits)
    if isinstance(told, NotQueued):
        return told
    if told.fresh and not owed.at_once:
        morning = day_start(local_day(now) + ONE_DAY) + DIGEST_DELAY
        conn.execute(outbox.update().where(outbox.c.id == told.id).values(due_at=morning))
    named = replace(notice, about={**notice.about, IN_DIGEST: str(told.id)})
    _keep(conn, named, LISTED, now)
    return told


def _list_of(conn: sa.Connection, to: str, unit_id: int, now: datetime, limits: Limits) -> Queued | NotQueued:
    """The list that still waits; a further one where the day's last has left already."""
    day = local_day(now)
    about = {"unit_id": str(unit_id), "on": day.isoformat()}
    told: Queued | NotQueued = NotQueued("")
    for number in count(1):
        key = f"{unit_id}/{day}" if number == 1 else f"{unit_id}/{day}/{number}"
        told = queue(conn, Notice("backlog", to, key, about), unprompted(to), now, limits)
        if isinstance(told, NotQueued) or told.fresh or _waits(conn, told.id):
            break
    return told


def _waits(conn: sa.Connection, number: int) -> bool:
    """Whether a message is queued and in nobody's hands."""
    free = (outbox.c.state == OutboxState.QUEUED) & outbox.c.lease_owner.is_(None)
    query = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.id == number, free)
    return bool(conn.scalar(query))


def leave_untold(conn: sa.Connection, owed: Owed, now: datetime) -> None:
    """Nobody is told; the outbox says so, and the office's digest counts it."""
    if owed.answerable.may:
        _keep(conn, owed.notice, UNTOLD, now)


def _keep(conn: sa.Connection, notice: Notice, outcome: str, now: datetime) -> None:
    row = row_of(notice, OutboxState.DROPPED, now) | {"settled_at": now, "outcome": outcome}
    insert_new(conn, outbox, [row])
