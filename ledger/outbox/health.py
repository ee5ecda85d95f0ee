"""Can mail to this address arrive at all?

An address that is told not to exist, for several different messages, is written to no more until a person
says so; a full mailbox or a delay changes nothing (R26). Which message was returned is `returning`'s affair.
"""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.tables.outgoing import address_health
from ledger.upsert import insert_for

FAILURES = 3
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.10"})  # RFC 3463 §3.2; 5.1.10 is RFC 7505's null MX


class Health(NamedTuple):
    """What is known of an address that returned mail."""

    address: str
    failures: int
    disabled: bool
    because: str
    last_at: datetime


def bounced(conn: sa.Connection, address: str, status: str, now: datetime) -> None:
    """One more message to `address` came back with this enhanced status code (RFC 3463)."""
    if status not in _NO_SUCH_ADDRESS:
        return
    because = f"邮件系统答复该地址不存在（{status}）"
    first = {"address": address, "failures": 1, "disabled": FAILURES <= 1, "because": because, "last_at": now}
    more = address_health.c.failures + 1
    again = {"failures": more, "disabled": more >= FAILURES, "because": because, "last_at": now}
    statement = insert_for(conn, address_health).values(first)
    conn.execute(statement.on_conflict_do_update(index_elements=["address"], set_=again))


def ailing(conn: sa.Connection) -> tuple[Health, ...]:
    """Every address that returned mail, the latest first."""
    query = sa.select(address_health).order_by(address_health.c.last_at.desc())
    return tuple(Health(r.address, r.failures, r.disabled, r.because, r.last_at) for r in conn.execute(query))


def restore(conn: sa.Connection, address: str) -> None:
    """A person says that the address works; its failures are forgotten."""
    conn.execute(address_health.delete().where(address_health.c.address == address.strip().lower()))
