"""What has the office asked for, of whom, and by when?

约稿: each named unit owes one item of its own by the due day (B6). Which submission answers one is a field of
the submission.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Commission
from ledger.periods import Period
from ledger.tables.submissions import commission_units, commissions, submissions
from ledger.upsert import insert_new, upsert


def save(conn: sa.Connection, new: Sequence[Commission]) -> None:
    """Writes commissions by id; a unit once asked stays asked."""
    upsert(conn, commissions, ("id",), [_row(commission) for commission in new])
    asked = [{"commission_id": c.id, "unit_id": unit_id} for c in new for unit_id in c.unit_ids]
    insert_new(conn, commission_units, asked)


def everything(conn: sa.Connection) -> tuple[Commission, ...]:
    """Every commission, by due day."""
    return _read(conn, sa.true())


def touching(
    conn: sa.Connection, period: Period, unit_ids: Collection[int] | None = None
) -> tuple[Commission, ...]:
    """Commissions issued before the period's end and due in it or the year before; of these units, or of all.

    B7 lets an old one be done late: one that is due still earlier is among them if an item of the period
    answers it.
    """
    of_period = (submissions.c.day >= period.first) & (submissions.c.day < period.past)
    answered = sa.select(submissions.c.commission).where(of_period, submissions.c.commission.is_not(None))
    lately = commissions.c.due >= period.first.replace(year=period.first.year - 1)
    known = (commissions.c.issued_on < period.past) & (commissions.c.due < period.past)
    where = known & (lately | commissions.c.id.in_(answered))
    if unit_ids is not None:
        asked = sa.select(commission_units.c.commission_id).where(commission_units.c.unit_id.in_(unit_ids))
        where &= commissions.c.id.in_(asked)
    return _read(conn, where)


def one(conn: sa.Connection, number: str) -> Commission | None:
    """The commission with this id."""
    return next(iter(_read(conn, commissions.c.id == number)), None)


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Commission, ...]:
    asked: defaultdict[str, list[int]] = defaultdict(list)
    named = sa.select(commission_units.c.commission_id, commission_units.c.unit_id).where(
        commission_units.c.commission_id.in_(sa.select(commissions.c.id).where(where))
    )
    for commission, unit_id in conn.execute(named.order_by(commission_units.c.unit_id)):
        asked[commission].append(unit_id)
    query = sa.select(commissions).where(where).order_by(commissions.c.due, commissions.c.id)
    return tuple(
        Commission(row.id, row.title, row.issuer, tuple(asked[row.id]), row.issued_on, row.due, row.brief)
        for row in conn.execute(query)
    )


def _row(commission: Commission) -> dict[str, Any]:
    row = commission._asdict()
    del row["unit_ids"]
    return row
