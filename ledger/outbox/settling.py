"""What may a person decide about a message, and what is taken back?

*Unknown* leaves only by a person, a bounce or the late worker's own report; nothing
here sends, a resend goes back to the queue with its bytes and Message-ID unchanged
(R12). Purging after a letter was sealed by hand is promise 13's part here.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import journal, switches
from ledger.database import mark_mail_due
from ledger.journal import By
from ledger.notice import NOTICES, OutboxState
from ledger.outbox.listing import OutboxEntry, about, message
from ledger.outbox.sending import allowed
from ledger.tables.mail import outbox


class Settlement(StrEnum):
    """How a message may be settled by hand."""

    SENT = "sent"
    RESEND = "resend"
    DROP = "drop"


FROM = {
    Settlement.SENT: frozenset({OutboxState.UNKNOWN, OutboxState.WITHHELD}),
    Settlement.RESEND: frozenset(
        {
            OutboxState.UNKNOWN,
            OutboxState.REFUSED,
            OutboxState.SHOWN,
            OutboxState.DROPPED,
            OutboxState.WITHHELD,
        }
    ),
    Settlement.DROP: frozenset(
        {
            OutboxState.QUEUED,
            OutboxState.UNKNOWN,
            OutboxState.REFUSED,
            OutboxState.SHOWN,
            OutboxState.WITHHELD,
        }
    ),
}
"""From which states each way leads out."""


_WAITS = (OutboxState.QUEUED, OutboxState.WITHHELD)
_AT_HOME = (*_WAITS, OutboxState.SHOWN)
_LEFT = (
    OutboxState.SENDING,
    OutboxState.SENT,
    OutboxState.UNKNOWN,
    OutboxState.REFUSED,
    OutboxState.WITHHELD,
)
"""States of a message that left the house, or may have: a refusal too came from
elsewhere, with the words.
"""


class NotSettled(NamedTuple):
    """Nothing was changed, and why."""

    because: str


class TakenBack(NamedTuple):
    """Ids of what will not be mailed, and of what nobody can reach any more because it
    went out.

    A message that was withheld is among both: it goes no more, and may have gone.
    """

    dropped: tuple[int, ...]
    beyond_reach: tuple[int, ...]


def settle(
    conn: sa.Connection, number: int, how: Settlement, by: By
) -> OutboxEntry | NotSettled:
    """Moves one message by hand, journalled, and gives it as it stands now.

    NotSettled where its state or the answering switch forbids it.
    """
    entry = message(conn, number)
    if entry is None:
        return NotSettled(
            f"outbox {number}: there is no such message; see `outbox list`"
        )
    if entry.state not in FROM[how]:
        fit = ", ".join(sorted(FROM[how]))
        return NotSettled(
            f"outbox {number} is {entry.state}; {how} is for messages that are {fit}"
        )

    changes: dict[str, Any] = {"lease_owner": None, "lease_until": None}
    match how:
        case Settlement.SENT:
            changes |= {"state": OutboxState.SENT, "settled_at": by.at}
        case Settlement.DROP:
            changes |= {"state": OutboxState.DROPPED, "settled_at": by.at}
        case Settlement.RESEND:
            answering = switches.answering(conn)
            if not allowed(NOTICES[entry.kind].audience, answering):
                return NotSettled(
                    f"outbox {number}: answering is {answering}; switch it on before resending"
                )
            changes |= {
                "state": OutboxState.QUEUED,
                "due_at": by.at,
                "settled_at": None,
                "attempts": 0,
            }
            mark_mail_due(conn)
    conn.execute(outbox.update().where(outbox.c.id == number).values(**changes))
    journal.write(
        conn,
        journal.JournalEntry(
            by.at, by.who, f"outbox {how}", f"outbox:{number}", by.because
        ),
    )
    settled = message(conn, number)
    assert settled is not None  # noqa: S101 - rows of the outbox are never deleted
    return settled


def take_back(
    conn: sa.Connection, serial: str, now: datetime, because: str
) -> tuple[int, ...]:
    """Drops what still waits about a submission; ids of what will not be mailed."""
    queued = [entry.id for entry in about(conn, serial) if entry.state in _WAITS]
    _drop(conn, queued, now, because)
    return tuple(queued)


def purge_of(conn: sa.Connection, serial: str, now: datetime) -> TakenBack:
    """Drops what did not leave the house about a submission, and purges its words from
    every stored message.

    Messages about other things that quote the serial, such as digests, lose their
    stored words too.
    """
    quoting = (outbox.c.serial == serial) | sa.cast(outbox.c.facts, sa.Text).contains(
        f'"{serial}"'
    )
    query = (
        sa.select(outbox.c.id)
        .where(quoting, outbox.c.state.in_(_LEFT))
        .order_by(outbox.c.id)
    )
    beyond_reach = tuple(conn.scalars(query))
    at_home = [entry.id for entry in about(conn, serial) if entry.state in _AT_HOME]
    _drop(conn, at_home, now, "涉密处置，撤回")
    conn.execute(
        outbox.update().where(quoting).values(bytes=None, facts=sa.null(), subject=None)
    )
    return TakenBack(tuple(at_home), beyond_reach)


def _drop(
    conn: sa.Connection, numbers: Sequence[int], now: datetime, because: str
) -> None:
    changes = {"state": OutboxState.DROPPED, "settled_at": now, "outcome": because}
    dropped = outbox.update().where(outbox.c.id.in_(numbers))
    conn.execute(dropped.values(**changes, lease_owner=None, lease_until=None))
