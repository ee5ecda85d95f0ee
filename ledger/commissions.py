"""What has the office asked for, of whom, and by when?

约稿: each named unit owes one item of its own by the due day (B6). Which submission answers one is a field of
the submission.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Commission
from ledger.periods import Period
from ledger.tables.submissions import commission_units, commissions
from ledger.upsert import insert_new, upsert


def save(conn: sa.Connection, new: Sequence[Commission]) -> None:
    """Writes commissions by id; a unit once asked stays asked."""
    upsert(conn, commissions, ("id",), [_row(commission) for commission in new])
    asked = [{"commission_id": c.id, "unit_id": unit_id} for c in new for unit_id in c.unit_ids]
    insert_new(conn, commission_units, asked)


def everything(conn: sa.Connection) -> tuple[Commission, ...]:
    """Every commission, by due day."""
    return _read(conn, sa.true())


def touching(conn: sa.Connection, period: Period) -> tuple[Commission, ...]:
    """Commissions issued before the period's end and due in it or earlier.

    B7 lets an old one be done late.
    """
    return _read(conn, (commissions.c.issued_on < period.past) & (commissions.c.due < period.past))


def one(conn: sa.Connection, number: str) -> Commission | None:
    """The commission with this id."""
    return next(iter(_read(conn, commissions.c.id == number)), None)


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Commission, ...]:
    asked: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
    for row in conn.execute(sa.select(commission_units).order_by(commission_units.c.unit_id)):
        asked[row.commission_id] += (row.unit_id,)
    query = sa.select(commissions).where(where).order_by(commissions.c.due, commissions.c.id)
    return tuple(
        Commission(row.id, row.title, row.issuer, asked[row.id], row.issued_on, row.due, row.brief)
        for row in conn.execute(query)
    )


def _row(commission: Commission) -> dict[str, Any]:
    row = commission._asdict()
    del row["unit_ids"]
    return row
