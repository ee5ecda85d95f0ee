"""Was this stage of this duty reminded of before?

Each (unit, duty, period, stage) a reminder covers is a unique row, written together with the messages, so
that four schedulers, a restart or a changed wording remind once (P35, P36). Which stages are due is
`notify.reminders`' affair.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from ledger.notice import Notice, Reminder, ReminderStage
from ledger.outbox.queueing import Limits, NotQueued, Queued, queue, unprompted
from ledger.statements import insert_new
from ledger.tables.mail import outbox, reminded

UNREACHED = "unreached"
"""The kind by which the office is told of units that nobody can write to."""


def new_stages(conn: sa.Connection, reminder: Reminder) -> tuple[ReminderStage, ...]:
    """The stages of the reminder that the unit was not reminded of yet."""
    query = sa.select(reminded.c.duty, reminded.c.period, reminded.c.stage)
    rows = conn.execute(query.where(reminded.c.unit_id == reminder.unit_id))
    known = {ReminderStage(*row) for row in rows}
    return tuple(stage for stage in reminder.covers if stage not in known)


def overtaken(
    conn: sa.Connection, unit_id: int, covers: Collection[ReminderStage]
) -> frozenset[ReminderStage]:
    """Of stages whose message waited: those of whose duty a later stage was reminded of since."""
    # A stage is so many working days left: the lowest is the latest.
    query = (
        sa.select(reminded.c.duty, reminded.c.period, sa.func.min(reminded.c.stage))
        .where(reminded.c.unit_id == unit_id)
        .group_by(reminded.c.duty, reminded.c.period)
    )
    latest = {(duty, period): stage for duty, period, stage in conn.execute(query)}
    return frozenset(one for one in covers if latest.get((one.duty, one.period), one.stage) < one.stage)


def not_yet_told(conn: sa.Connection, missed: Sequence[str]) -> frozenset[str]:
    """Of reminders that reached nobody, by their keys: those the office's last `unreached` did not name."""
    query = sa.select(outbox.c.about).where(outbox.c.kind == UNREACHED).order_by(outbox.c.id.desc()).limit(1)
    about = conn.scalar(query) or {}
    return frozenset(missed).difference(about.get("missed", "").split("\n"))


def remind(
    conn: sa.Connection, reminder: Reminder, addresses: Sequence[str], now: datetime, limits: Limits
) -> tuple[Queued | NotQueued, ...]:
    """Queues one notice an address if any stage is new; empty when none is.

    The stages count as reminded once at least one address could be queued.
    """
    fresh = new_stages(conn, reminder)
    if not fresh:
        return ()
    results = []
    for address in addresses:
        notice = Notice("reminder", address, reminder.key, reminder.about)
        results.append(queue(conn, notice, unprompted(address), now, limits))
    if any(isinstance(result, Queued) for result in results):
        rows = [stage._asdict() | {"unit_id": reminder.unit_id, "reminded_at": now} for stage in fresh]
        insert_new(conn, reminded, rows)
    return tuple(results)
