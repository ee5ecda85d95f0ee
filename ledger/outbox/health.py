"""Can mail to this address arrive at all?

An address that is told not to exist, for several different messages, is written to no more until a person
says so; a full mailbox or a delay changes nothing (R26). What shows that it lives - a report of delivery, or
a letter from it long after the last failure - lets earlier failures be forgotten. Which message was returned
is `returning`'s affair.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.tables.outgoing import address_health
from ledger.upsert import insert_for

FAILURES = 3
QUIET = timedelta(days=7)
"""A letter forgives only failures older than this: From is a claim, and whoever writes daily from an address
that takes no mail would else be answered for ever."""
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.10"})  # RFC 3463 §3.2; 5.1.10 is RFC 7505's null MX


class Health(NamedTuple):
    """What is known of an address that returned mail; `alive_at` when it last showed that it lives."""

    address: str
    failures: int
    disabled: bool
    because: str
    last_at: datetime
    alive_at: datetime | None = None


def bounced(conn: sa.Connection, address: str, status: str, now: datetime) -> None:
    """One more message to `address` came back with this enhanced status code (RFC 3463)."""
    if status not in _NO_SUCH_ADDRESS:
        return
    because = f"邮件系统答复该地址不存在（{status}）"
    first = {"address": address, "failures": 1, "disabled": FAILURES <= 1, "because": because, "last_at": now}
    more = address_health.c.failures + 1
    again = {
        "failures": more,
        "disabled": address_health.c.disabled | (more >= FAILURES),
        "because": because,
        "last_at": now,
    }
    statement = insert_for(conn, address_health).values(first)
    conn.execute(statement.on_conflict_do_update(index_elements=["address"], set_=again))


def delivered(conn: sa.Connection, address: str, now: datetime) -> None:
    """A report says that a message reached `address`."""
    _alive(conn, address, now, failed_before=now)


def heard_from(conn: sa.Connection, address: str, now: datetime) -> None:
    """A letter came from `address`."""
    _alive(conn, address, now, failed_before=now - QUIET)


def ailing(conn: sa.Connection) -> tuple[Health, ...]:
    """Every address that returned mail and has not shown since that it lives, the latest first."""
    query = sa.select(*(address_health.c[name] for name in Health._fields))
    failing = query.where(address_health.c.failures > 0).order_by(address_health.c.last_at.desc())
    return tuple(Health(*row) for row in conn.execute(failing))


def given_up(conn: sa.Connection) -> int:
    """How many addresses are written to no more."""
    query = sa.select(sa.func.count()).select_from(address_health).where(address_health.c.disabled)
    return conn.scalar(query) or 0


def restore(conn: sa.Connection, address: str, by: str, at: datetime, because: str) -> bool:
    """A person says that the address works: its failures are forgotten; False where there are none."""
    known = address.strip().lower()
    gone = conn.execute(address_health.delete().where(address_health.c.address == known))
    if gone.rowcount == 0:
        return False
    journal.write(conn, journal.Entry(at, by, "address restored", f"address:{known}", because))
    return True


def _alive(conn: sa.Connection, address: str, now: datetime, failed_before: datetime) -> None:
    """Failures before that moment are forgotten, unless a person must say so; when it was is always noted."""
    here = address_health.c.address == address.strip().lower()
    forgiven = ~address_health.c.disabled & (address_health.c.last_at <= failed_before)
    failures = sa.case((forgiven, 0), else_=address_health.c.failures)
    conn.execute(address_health.update().where(here).values(failures=failures, alive_at=now))
