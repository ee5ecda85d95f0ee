"""What does the office itself say of single days?

Its own table for years that the library of holidays does not know yet, or for days on
which it differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from ledger.statements import first_of, upsert
from ledger.tables.office import working_days

_ALL = sa.select(working_days.c.day, working_days.c.works, working_days.c.note)


class WorkingDay(NamedTuple):
    """Whether one day is worked on, and why."""

    day: date
    works: bool
    note: str = ""


def everything(conn: sa.Connection) -> Mapping[date, bool]:
    """Day → whether it is worked on, for each day of the table."""
    return {row.day: row.works for row in conn.execute(sa.select(working_days))}


def listed(conn: sa.Connection) -> tuple[WorkingDay, ...]:
    """The days of the table with their notes, in their order."""
    return tuple(
        WorkingDay(*row) for row in conn.execute(_ALL.order_by(working_days.c.day))
    )


def one(conn: sa.Connection, day: date) -> WorkingDay | None:
    """What the table says of a day; None where it says nothing."""
    return first_of(
        [
            WorkingDay(*row)
            for row in conn.execute(_ALL.where(working_days.c.day == day))
        ]
    )


def remove(conn: sa.Connection, day: date) -> None:
    """Takes a day out of the table."""
    conn.execute(working_days.delete().where(working_days.c.day == day))


def save(conn: sa.Connection, days: Sequence[WorkingDay]) -> None:
    """Writes days, in place of what was said of them before."""
    upsert(conn, working_days, ("day",), [day._asdict() for day in days])
