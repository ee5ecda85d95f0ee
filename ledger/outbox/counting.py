"""What is known of an address, a key and a thread before a notice goes in?

One question to the database for each notice, since a batch of letters asks it a hundred times; what follows
from the answer is `queueing`'s affair. A day is a day of the office's zone, dropped notices left out.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.notice import NOTICES, Audience, Limit, Notice, OutboxState
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.tables.columns import Instant
from ledger.tables.outgoing import address_health, outbox

UNBIDDEN = frozenset({"receipts-digest", "decided"})
"""Kinds to a sender that a letter does not set off: a person or the day's end does."""


class Known(NamedTuple):
    """`disabled` says why the address is given up, `row` is the id of the same notice.

    `failures` are those of the address; the rest counts the day's notices: answers in the thread, receipts
    and other answers to the address.
    """

    disabled: str | None
    row: int | None
    in_thread: int
    receipts: int
    others: int
    failures: int | None = None


def known(conn: sa.Connection, notice: Notice, to: str, now: datetime) -> Known:
    """What the record says about telling `notice` to the address `to`, lower-case, at this moment."""
    first = day_start(local_day(now))
    asked = {
        "to": to,
        "kind": notice.kind,
        "key": notice.key,
        "serial": notice.about.get("serial"),
        "first": first,
        "past": first + ONE_DAY,
    }
    return Known(*conn.execute(_question(), asked).one())


def is_answer(kind: str) -> bool:
    """Whether a letter sets off notices of this kind."""
    return NOTICES[kind].audience is Audience.SENDER and kind not in UNBIDDEN


@cache
def _question() -> sa.Select[Any]:
    to, text = sa.bindparam("to", type_=sa.Text), sa.Text
    given_up = sa.select(address_health.c.because).where(
        address_health.c.address == to, address_health.c.disabled
    )
    failures = sa.select(address_health.c.failures).where(address_health.c.address == to)
    same = sa.select(outbox.c.id).where(
        outbox.c.kind == sa.bindparam("kind", type_=text),
        outbox.c.recipient == to,
        outbox.c.key == sa.bindparam("key", type_=text),
    )
    thread = outbox.c.serial == sa.bindparam("serial", type_=text)
    return sa.select(
        given_up.scalar_subquery(),
        same.scalar_subquery(),
        _count(thread, (kind for kind in NOTICES if is_answer(kind))),
        _count(outbox.c.recipient == to, _under(Limit.RECORDED)),
        _count(outbox.c.recipient == to, _under(Limit.OTHER)),
        failures.scalar_subquery(),
    )


def _under(limit: Limit) -> Iterable[str]:
    return (name for name, kind in NOTICES.items() if kind.limit is limit)


def _count(which: sa.ColumnElement[bool], kinds: Iterable[str]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).where(
        which,
        outbox.c.kind.in_([sa.literal_column(f"'{kind}'") for kind in kinds]),  # names of ours, no parameters
        outbox.c.queued_at >= sa.bindparam("first", type_=Instant),
        outbox.c.queued_at < sa.bindparam("past", type_=Instant),
        outbox.c.state != sa.literal_column(f"'{OutboxState.DROPPED}'"),
    )
    return counted.select_from(outbox).scalar_subquery()
