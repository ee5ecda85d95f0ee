"""Which files were taken in as a whole, by whom, and which were taken back?

Of adoptions, instructions, forwardings and remarks. Each row that a file brought names
the file's number; what a file says is read in `office.use_cases.imports`.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.statements import first_of
from ledger.tables.events import imports


class TakenImport(NamedTuple):
    """One file as it was taken in; `kind` is adoptions, instructions, forwardings or
    remarks.
    """

    id: int
    kind: str
    file: str
    entered_by: str
    entered_at: datetime
    taken_back_at: datetime | None = None


def add(
    conn: sa.Connection, kind: str, file: str, entered_by: str, now: datetime
) -> int:
    """Notes that a file is taken in; its number."""
    row = {"kind": kind, "file": file, "entered_by": entered_by, "entered_at": now}
    number: int = conn.execute(
        imports.insert().values(row).returning(imports.c.id)
    ).scalar_one()
    return number


def everything(conn: sa.Connection) -> tuple[TakenImport, ...]:
    """Every file, the newest first."""
    return tuple(
        TakenImport(*row)
        for row in conn.execute(sa.select(imports).order_by(imports.c.id.desc()))
    )


def one(conn: sa.Connection, number: int) -> TakenImport | None:
    """The file with this number."""
    rows = conn.execute(sa.select(imports).where(imports.c.id == number)).all()
    return first_of([TakenImport(*row) for row in rows])


def note_taken_back(conn: sa.Connection, number: int, now: datetime) -> None:
    """Notes that what the file brought was taken back."""
    conn.execute(
        imports.update().where(imports.c.id == number).values(taken_back_at=now)
    )


def subject_of(number: int) -> str:
    """The journal's name for a file."""
    return f"import:{number}"
