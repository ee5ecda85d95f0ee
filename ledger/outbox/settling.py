"""What may a person decide about a message, and what is taken back?

*Unknown* leaves only by a person, a bounce or the late worker's own report; nothing here sends, a resend goes
back to the queue with its bytes and Message-ID unchanged (R12). Purging after a letter was sealed by hand is
promise 13's part here.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import journal, switches
from ledger.notice import NOTICES, OutboxState
from ledger.outbox.listing import Entry, about, message
from ledger.outbox.sending import allowed
from ledger.tables.outgoing import outbox


class How(StrEnum):
    """How a message may be settled by hand."""

    SENT = "sent"
    RESEND = "resend"
    DROP = "drop"


FROM = {
    How.SENT: frozenset({OutboxState.UNKNOWN}),
    How.RESEND: frozenset({OutboxState.UNKNOWN, OutboxState.REFUSED, OutboxState.SHOWN, OutboxState.DROPPED}),
    How.DROP: frozenset({OutboxState.QUEUED, OutboxState.UNKNOWN, OutboxState.REFUSED, OutboxState.SHOWN}),
}
"""From which states each way leads out."""


class Settled(NamedTuple):
    """The message as it stands now."""

    entry: Entry


class NotSettled(NamedTuple):
    """Nothing was changed, and why."""

    because: str


class TakenBack(NamedTuple):
    """Ids of what will not be mailed, and what cannot be reached any more because it went out."""

    dropped: tuple[int, ...]
    beyond_reach: tuple[Entry, ...]


class Decision(NamedTuple):
    """Who decided, when and why."""

    by: str
    at: datetime
    because: str = ""


def settle(conn: sa.Connection, number: int, how: How, decision: Decision) -> Settled | NotSettled:
    """Move one message by hand, journalled.

    Refused where its state, or the answering switch, does not allow it.
    """
    entry = message(conn, number)
    if entry is None:
        return NotSettled(f"outbox {number}: there is no such message; see `outbox list`")
    if entry.state not in FROM[how]:
        fit = ", ".join(sorted(FROM[how]))
        return NotSettled(f"outbox {number} is {entry.state}; {how} is for messages that are {fit}")
    if how is How.RESEND and not allowed(NOTICES[entry.kind].audience, switches.answering(conn)):
        return NotSettled(
            f"outbox {number}: answering is {switches.answering(conn)}; switch it on before resending"
        )
    conn.execute(
        outbox.update()
        .where(outbox.c.id == number)
        .values(lease_owner=None, lease_until=None, **_changes(how, decision)),
    )
    journal.write(
        conn,
        journal.Entry(decision.at, decision.by, f"outbox {how}", f"outbox:{number}", decision.because),
    )
    settled = message(conn, number)
    assert settled is not None  # noqa: S101 - rows of the outbox are never deleted
    return Settled(settled)


def drop_of(conn: sa.Connection, serial: str, now: datetime) -> TakenBack:
    """Take back what is still to be mailed about a submission and purge its words from every stored message.

    Messages about other things that quote the serial, such as digests, lose their stored words too.
    """
    entries = about(conn, serial)
    waiting = (OutboxState.QUEUED, OutboxState.UNKNOWN)
    dropped = tuple(entry.id for entry in entries if entry.state is OutboxState.QUEUED)
    changes = {"state": OutboxState.DROPPED, "settled_at": now, "outcome": "涉密处置，撤回"}
    conn.execute(
        outbox.update().where(outbox.c.id.in_(dropped)).values(**changes, lease_owner=None, lease_until=None)
    )
    quoting = (outbox.c.serial == serial) | sa.cast(outbox.c.facts, sa.Text).contains(f'"{serial}"')
    went_out = [*waiting[1:], OutboxState.SENT, OutboxState.SENDING, OutboxState.REFUSED]
    reached = tuple(
        conn.scalars(
            sa.select(outbox.c.id).where(quoting, outbox.c.state.in_(went_out)).order_by(outbox.c.id)
        )
    )
    conn.execute(outbox.update().where(quoting).values(bytes=None, facts=sa.null(), subject=None))
    beyond = tuple(entry for number in reached if (entry := message(conn, number)) is not None)
    return TakenBack(dropped, beyond)


def _changes(how: How, decision: Decision) -> dict[str, Any]:
    match how:
        case How.SENT:
            return {"state": OutboxState.SENT, "settled_at": decision.at}
        case How.DROP:
            return {"state": OutboxState.DROPPED, "settled_at": decision.at}
        case How.RESEND:
            return {"state": OutboxState.QUEUED, "due_at": decision.at, "settled_at": None, "attempts": 0}
