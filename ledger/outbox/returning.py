"""What does a bounce change?

Only the message it names by a Message-ID, envelope id or token of ours, and the health of the address that
message went to (R25, R26, R28): a forged report can neither create nor score anything. Nothing is ever mailed
because of one (P28).
"""

from datetime import datetime

import sqlalchemy as sa

from ledger.entries.letters import Recipient, Returned
from ledger.notice import OutboxState
from ledger.outbox import health
from ledger.outbox.listing import SentMessage, sent_by
from ledger.tables.outgoing import outbox

_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_MAY_MOVE = (OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN)


def returned(conn: sa.Connection, report: Returned, now: datetime) -> tuple[int, ...]:
    """Apply a delivery report; the ids of the messages whose state it changed.

    None when it names none of ours.
    """
    names = report.message_ids + ((report.envelope_id,) if report.envelope_id else ())
    found = sent_by(conn, names, report.tokens)
    return tuple(sent.id for sent in found if _apply(conn, sent, _concerning(report, sent, found), now))


def _concerning(report: Returned, sent: SentMessage, found: tuple[SentMessage, ...]) -> tuple[Recipient, ...]:
    """The report's recipients that this message went to.

    A forwarded address appears under its new name: then all recipients are meant, if one message alone is
    named.
    """
    own = tuple(one for one in report.recipients if one.address.strip("<> ").lower() == sent.to)
    return own or (report.recipients if len(found) == 1 else ())


def _apply(conn: sa.Connection, sent: SentMessage, recipients: tuple[Recipient, ...], now: datetime) -> bool:
    failed = next((one for one in recipients if _is_final_failure(one)), None)
    if failed is not None:
        said = f"被退回：{failed.status} {failed.action}"
        if not _move(conn, sent.id, _MAY_MOVE, (OutboxState.REFUSED, said, now)):
            return False  # told before: the address is not blamed twice
        health.bounced(conn, sent.to, failed.status.split()[0] if failed.status else "", now)
        return True
    if any(one.action.lower() in _ARRIVED for one in recipients):
        if any(one.action.lower() == "delivered" for one in recipients):
            health.delivered(conn, sent.to, now)
        return _move(conn, sent.id, (OutboxState.UNKNOWN,), (OutboxState.SENT, "对方邮件系统告知已送达", now))
    return False  # delayed: nothing final (R26)


def _is_final_failure(recipient: Recipient) -> bool:
    return recipient.action.lower() == "failed" and not recipient.status.startswith("4")


def _move(
    conn: sa.Connection, number: int, states: tuple[OutboxState, ...], to: tuple[OutboxState, str, datetime]
) -> bool:
    state, said, now = to
    moved = conn.execute(
        outbox.update()
        .where(outbox.c.id == number, outbox.c.state.in_(states))
        .values(state=state, outcome=said, settled_at=now, lease_owner=None, lease_until=None),
    )
    return int(moved.rowcount) == 1
