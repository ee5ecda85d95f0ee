"""Which number comes next?

Serials, mailbox entry ids and the running UIDs of `take` are counted in one row each,
inside the transaction that uses them, so that a number is never given twice and a
rollback leaves no gap.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.statements import insert_for
from ledger.tables.office import counters

MAILBOX_ENTRY = "mailbox-entry"
"""The counter of mailbox entries' ids: known before they are written, a batch goes in
with one statement.
"""


def take(conn: sa.Connection, name: str, count: int = 1) -> int:
    """Reserves `count` numbers of the counter `name` and returns the first; a counter
    begins at 1.
    """
    # One statement counts and reads: the row stays locked until the end of the
    # transaction, so that two writers never draw the same number.
    statement = insert_for(conn, counters).values(name=name, value=count)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"value": counters.c.value + statement.excluded.value},
    )
    last: int = conn.execute(statement.returning(counters.c.value)).scalar_one()
    return last - count + 1


def take_serials(conn: sa.Connection, year: int, count: int) -> tuple[str, ...]:
    """Reserves the next `count` serials of a year, such as 2026-0123."""
    if count == 0:
        return ()
    first = take(conn, f"serial/{year}", count)
    return tuple(f"{year:04d}-{number:04d}" for number in range(first, first + count))
