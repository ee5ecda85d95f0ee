"""What does the office itself say of single days?

Its own table for years that the library of holidays does not know yet, or for days on which it differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from ledger.statements import upsert
from ledger.tables.office import working_days


class WorkingDay(NamedTuple):
    """Whether one day is worked on, and why."""

    day: date
    works: bool
    note: str = ""


def everything(conn: sa.Connection) -> Mapping[date, bool]:
    """Day → whether it is worked on, for each day of the table."""
    return {row.day: row.works for row in conn.execute(sa.select(working_days))}


def save(conn: sa.Connection, days: list[WorkingDay]) -> None:
    """Writes days, in place of what was said of them before."""
    upsert(conn, working_days, ("day",), [day._asdict() for day in days])
