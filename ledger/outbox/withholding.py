"""What may have been mailed already, by a record that is older than what was sent?

A copy that was brought back, or a standby that had fallen behind, does not know what
left the house after its last moment. Until the office says that all is settled,
whatever may have left already is not queued but withheld: it stands in the outbox, and
a person lets it go or says that it was sent (promise 8).
"""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger import switches
from ledger.journal import By
from ledger.leases import SKEW
from ledger.notice import Notice, OutboxState
from ledger.statements import count_rows
from ledger.switches import SwitchChange
from ledger.tables.mail import mailbox_entries, outbox
from ledger.tables.office import journal, runs

OLDER_RECORD = "older-record"
"""The switch that says what the record does not know of; empty where nothing is
missing.
"""
WITHHELD = "登记退回到了较早的时候，这一封可能已经寄过，先扣下"
"""The outcome of a withheld message."""
_OF_NOW = "health"
"""The kind that tells how things are at this moment; a person must hear of it."""
_CLOCKS_APART = timedelta(minutes=10)
"""A mail server's clock may be ahead of ours by so much, and a letter from before seem
to be from after.
"""


class OlderRecord(NamedTuple):
    """The record knows nothing of what was sent from `ends_at` until `until`; `why`
    tells how that came.
    """

    ends_at: datetime
    until: datetime
    why: str

    def brought_back_at(self, now: datetime) -> datetime:
        """The moment after which the record was in use again; where a clock that ran
        ahead wrote that, the copy's own: it holds nothing that is later.
        """
        return self.until if self.until <= now + SKEW else self.ends_at


def may_have_left(older: OlderRecord, notice: Notice) -> bool:
    """Whether the notice may have been mailed before: what it tells of came about
    before `until`.
    """
    if notice.kind == _OF_NOW:
        return False
    return notice.came_about is None or notice.came_about <= older.until + _CLOCKS_APART


def parsed(stored: str | None) -> OlderRecord | None:
    """What the switch says; None where nothing is missing."""
    if not stored:
        return None
    said = json.loads(stored)
    ends_at, until = (
        datetime.fromisoformat(said["ends_at"]),
        datetime.fromisoformat(said["until"]),
    )
    return OlderRecord(ends_at, until, said["why"])


def current(conn: sa.Connection) -> OlderRecord | None:
    """What the record does not know of; None where nothing is missing or all of it is
    settled.
    """
    return parsed(switches.value(conn, OLDER_RECORD))


def hold_back(conn: sa.Connection, older: OlderRecord, by: By) -> int:
    """Withholds what waits and may have left already, and what is queued from now on;
    how many waited.

    A message that was not due before `until` cannot have left.
    """
    before = current(conn)
    if before is not None:  # a copy that was itself brought back, and not settled yet
        older = older._replace(ends_at=min(older.ends_at, before.ends_at))
    said = {
        "ends_at": older.ends_at.isoformat(),
        "until": older.until.isoformat(),
        "why": older.why,
    }
    value = json.dumps(said, ensure_ascii=False)
    switches.set_switch(conn, SwitchChange(OLDER_RECORD, value, by.at, by.who))
    waits = (outbox.c.state == OutboxState.QUEUED) & (outbox.c.due_at <= older.until)
    held = (
        outbox.update()
        .where(waits)
        .values(
            state=OutboxState.WITHHELD,
            outcome=WITHHELD,
            lease_owner=None,
            lease_until=None,
        )
    )
    return int(conn.execute(held).rowcount)


def latest_moment(conn: sa.Connection) -> datetime | None:
    """The latest moment at which this record was worked with; None for one that holds
    nothing.
    """
    columns = (
        journal.c.at,
        outbox.c.queued_at,
        outbox.c.settled_at,
        mailbox_entries.c.seen_at,
    )
    moments = [
        conn.scalar(sa.select(sa.func.max(column)))
        for column in (*columns, runs.c.finished_at)
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def count(conn: sa.Connection) -> int:
    """How many messages are withheld."""
    return count_rows(conn, outbox, outbox.c.state == OutboxState.WITHHELD)


def end(conn: sa.Connection, by: By) -> None:
    """Says that all is settled: from now on messages are queued as ever."""
    switches.set_switch(conn, SwitchChange(OLDER_RECORD, "", by.at, by.who, by.because))
