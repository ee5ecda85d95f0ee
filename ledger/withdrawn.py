"""What that the office put on record stands, what do scores still rest on, and where
may it count?

Events and remarks are rows that nobody deletes: the same columns of each say when, by
whom and why it was taken back, and whether it is carried (C13).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Withdrawal
from ledger.periods import Period, day_start


def stands(table: sa.Table) -> sa.ColumnElement[bool]:
    """The condition that nobody has taken a row back."""
    return table.c.withdrawn_at.is_(None)


def is_scored(table: sa.Table) -> sa.ColumnElement[bool]:
    """The condition that scores rest on a row: it stands, or the quarters that counted
    it still do.
    """
    return stands(table) | table.c.carried


def counts_in(table: sa.Table, period: Period) -> sa.ColumnElement[bool]:
    """The condition that a row may count in the period.

    It is of one of its days, or of an earlier one but was entered since (C10) or is
    carried (C13).
    """
    columns = table.c
    inside = (columns.happened_on >= period.first) & (columns.happened_on < period.past)
    known_at = sa.func.coalesce(
        columns.known_at, columns.entered_at, type_=columns.entered_at.type
    )
    late = (known_at >= day_start(period.first)) | columns.carried
    belated = (columns.happened_on < period.first) & late
    return inside | belated


def columns_of(withdrawal: Withdrawal) -> dict[str, Any]:
    """What a row's columns say once it is taken back."""
    return {
        "withdrawn_at": withdrawal.at,
        "withdrawn_by": withdrawal.by,
        "withdrawn_because": withdrawal.because,
        "carried": withdrawal.carried,
    }


def withdrawal_in(columns: Sequence[Any]) -> Withdrawal | None:
    """What a row's columns from `withdrawn_at` on say of its being taken back; None
    while it stands.
    """
    if columns[0] is None:
        return None
    return Withdrawal(*columns[:4])


def brought_by(table: sa.Table, number: int) -> sa.ScalarSelect[Any]:
    """The import that brought the row with this id, for a statement."""
    return sa.select(table.c.import_id).where(table.c.id == number).scalar_subquery()
