"""What does returned mail change, and can an address be written to at all?

A delivery report moves only the message that it names by a Message-ID, envelope id or
token of ours, and touches the health of the address that message went to (R25, R26,
R28): a forged report can neither create nor score anything, and nothing is ever mailed
because of one (P28).

An address that is told not to exist, for several different messages, is written to no
more until a person says so; a full mailbox or a delay changes nothing (R26). What shows
that it lives - a report of delivery, or a letter from it long after the last failure -
lets earlier failures be forgotten.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.entries.letters import Recipient, Returned
from ledger.notice import OutboxState
from ledger.outbox.listing import SentMessage, sent_by
from ledger.statements import count_rows, insert_for
from ledger.tables.mail import address_health, outbox

FAILURES = 3
"""So many messages must come back before an address is given up."""
QUIET = timedelta(days=7)
"""A letter forgives only failures older than this: From is a claim, and whoever writes
daily from an address that takes no mail would else be answered for ever.
"""
_NO_SUCH_ADDRESS = frozenset(
    {"5.1.1", "5.1.2", "5.1.10"}
)  # RFC 3463 §3.2; 5.1.10 is RFC 7505's null MX
_ARRIVED = frozenset(
    {"delivered", "relayed", "expanded"}
)  # RFC 3464 §2.3.3: the actions that end well


class Health(NamedTuple):
    """What is known of an address that returned mail; `alive_at` when it last showed
    that it lives.
    """

    address: str
    failures: int
    disabled: bool
    because: str
    last_at: datetime
    alive_at: datetime | None = None


# --- messages -------------------------------------------------------------------------


def apply_report(
    conn: sa.Connection, report: Returned, now: datetime
) -> tuple[int, ...]:
    """Applies a delivery report; the ids of the messages whose state it changed, if it
    names any of ours.
    """
    names = list(report.message_ids)
    if report.envelope_id:
        names.append(report.envelope_id)
    named = sent_by(conn, names, report.tokens)
    changed = []
    for message in named:
        about_it = [
            each
            for each in report.recipients
            if each.address.strip("<> ").lower() == message.to
        ]
        if not about_it and len(named) == 1:
            # A forwarded address is reported under its new name; with one message, none
            # other can be meant.
            about_it = list(report.recipients)
        if _apply_to(conn, message, about_it, now):
            changed.append(message.id)
    return tuple(changed)


def _apply_to(
    conn: sa.Connection,
    message: SentMessage,
    recipients: Sequence[Recipient],
    now: datetime,
) -> bool:
    """Whether what the report says of these recipients has changed the message's
    state.
    """
    for recipient in recipients:
        if recipient.action.lower() == "failed" and not recipient.status.startswith(
            "4"
        ):
            values = {
                "state": OutboxState.REFUSED,
                "outcome": f"被退回：{recipient.status} {recipient.action}",
            }
            may_move = (OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN)
            if not _move(conn, message.id, may_move, values, now):
                return False  # reported before: the address is not blamed twice
            # The status may go on in words, as "5.1.1 (bad destination mailbox
            # address)" does.
            status = recipient.status.split()[0] if recipient.status else ""
            note_bounce(conn, message.to, status, now)
            return True
    actions = {recipient.action.lower() for recipient in recipients}
    if actions.isdisjoint(_ARRIVED):
        return False  # delayed: nothing final (R26)
    if "delivered" in actions:
        note_delivery(conn, message.to, now)
    values = {"state": OutboxState.SENT, "outcome": "对方邮件系统告知已送达"}
    return _move(conn, message.id, (OutboxState.UNKNOWN,), values, now)


def _move(
    conn: sa.Connection,
    number: int,
    states: Sequence[OutboxState],
    values: dict[str, str],
    now: datetime,
) -> bool:
    """Settles a message that is in one of these states; False when it is in another."""
    moved = conn.execute(
        outbox.update()
        .where(outbox.c.id == number, outbox.c.state.in_(states))
        .values(**values, settled_at=now, lease_owner=None, lease_until=None),
    )
    return int(moved.rowcount) == 1


# --- addresses ------------------------------------------------------------------------


def note_bounce(conn: sa.Connection, address: str, status: str, now: datetime) -> None:
    """Counts one more message that `address` returned, if the status (RFC 3463) says it
    does not exist.
    """
    if status not in _NO_SUCH_ADDRESS:
        return
    because = f"邮件系统答复该地址不存在（{status}）"
    first = {
        "address": address,
        "failures": 1,
        "disabled": FAILURES <= 1,
        "because": because,
        "last_at": now,
    }
    failures = address_health.c.failures + 1
    again = {
        "failures": failures,
        "disabled": address_health.c.disabled | (failures >= FAILURES),
        "because": because,
        "last_at": now,
    }
    statement = insert_for(conn, address_health).values(first)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["address"], set_=again)
    )


def note_delivery(conn: sa.Connection, address: str, now: datetime) -> None:
    """Notes that a message reached `address`, as a report says."""
    _note_life(conn, address, now, failed_before=now)


def note_letter(conn: sa.Connection, address: str, now: datetime) -> None:
    """Notes that a letter came from `address`."""
    _note_life(conn, address, now, failed_before=now - QUIET)


def _note_life(
    conn: sa.Connection, address: str, now: datetime, failed_before: datetime
) -> None:
    """Forgets failures from before that moment, unless a person must say so; always
    notes that it lives.
    """
    here = address_health.c.address == address.strip().lower()
    forgiven = ~address_health.c.disabled & (address_health.c.last_at <= failed_before)
    failures = sa.case((forgiven, 0), else_=address_health.c.failures)
    conn.execute(
        address_health.update().where(here).values(failures=failures, alive_at=now)
    )


def failing_addresses(conn: sa.Connection) -> tuple[Health, ...]:
    """Every address that returned mail and has not shown since that it lives, the
    latest first.
    """
    columns = [address_health.c[name] for name in Health._fields]
    failing = sa.select(*columns).where(address_health.c.failures > 0)
    rows = conn.execute(failing.order_by(address_health.c.last_at.desc()))
    return tuple(Health(*row) for row in rows)


def disabled_addresses(conn: sa.Connection) -> tuple[str, ...]:
    """Those that are written to no more, the latest first."""
    return tuple(one.address for one in failing_addresses(conn) if one.disabled)


def count_disabled(conn: sa.Connection) -> int:
    """How many addresses are written to no more."""
    return count_rows(conn, address_health, address_health.c.disabled)


def restore(
    conn: sa.Connection, address: str, by: str, at: datetime, because: str
) -> bool:
    """Forgets an address's failures, since a person says that it works; False where
    there are none.
    """
    known = address.strip().lower()
    gone = conn.execute(
        address_health.delete().where(address_health.c.address == known)
    )
    if gone.rowcount == 0:
        return False
    journal.write(
        conn,
        journal.JournalEntry(at, by, "address restored", f"address:{known}", because),
    )
    return True
