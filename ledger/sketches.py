"""Where are the sketches of what submissions say?

Beside the submission, and purged with it (promise 13). Which submissions come near one is left to
`submissions.resembling`.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ledger.tables.sketches import sketches
from ledger.upsert import insert_new


def store(conn: sa.Connection, said: Iterable[tuple[str, frozenset[int]]]) -> None:
    """Keeps the sketches of submissions, as (serial, sketch) pairs."""
    rows = [{"mark": mark, "serial": serial} for serial, sketch in said for mark in sorted(sketch)]
    insert_new(conn, sketches, rows)


def forget(conn: sa.Connection, serial: str) -> None:
    """Leaves no trace of what a submission said."""
    conn.execute(sketches.delete().where(sketches.c.serial == serial))
