"""Which contents lists of publications were handed in, and what was settled of each
line?

A line names a submission once it was matched, with how sure that was; a person settles
it. Matching is `office.use_cases.issues`' affair, the adoptions that follow are on
record in `ledger.events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger.statements import count_rows
from ledger.tables.events import contents, contents_lines


class LineState(StrEnum):
    """What a person said of a line."""

    OPEN = ""
    CONFIRMED = "confirmed"
    NONE = "none"


class Contents(NamedTuple):
    """One list: the publication, its issue and day, the file it came as."""

    id: int
    publication: str
    issue: str
    dated: date
    source: str
    entered_by: str
    entered_at: datetime


class ContentsLine(NamedTuple):
    """One line; `serial` is what it was matched to, or what a person said."""

    line: int
    title: str
    unit: str
    form: str
    serial: str | None = None
    confidence: float = 0.0
    settled: LineState = LineState.OPEN


def add(conn: sa.Connection, new: Contents, lines: Sequence[ContentsLine]) -> Contents:
    """Writes a list (its id is ours) and its lines."""
    row = new._asdict()
    del row["id"]
    number: int = conn.execute(
        contents.insert().returning(contents.c.id), row
    ).scalar_one()
    rows = [
        {"contents_id": number, **line._asdict(), "settled": line.settled.value}
        for line in lines
    ]
    conn.execute(contents_lines.insert(), rows)
    return new._replace(id=number)


def find_same(conn: sa.Connection, sought: Contents) -> Contents | None:
    """The list of this publication, issue, day and file that was handed in before."""
    query = sa.select(contents).where(
        contents.c.publication == sought.publication,
        contents.c.issue == sought.issue,
        contents.c.dated == sought.dated,
        contents.c.source == sought.source,
    )
    row = conn.execute(query.order_by(contents.c.id).limit(1)).one_or_none()
    return None if row is None else Contents(**row._asdict())


def everything(conn: sa.Connection) -> tuple[Contents, ...]:
    """Every list, the newest first."""
    query = sa.select(contents).order_by(contents.c.dated.desc(), contents.c.id.desc())
    return tuple(Contents(**row._asdict()) for row in conn.execute(query))


def one(conn: sa.Connection, number: int) -> Contents | None:
    """The list with this id."""
    row = conn.execute(sa.select(contents).where(contents.c.id == number)).one_or_none()
    return None if row is None else Contents(**row._asdict())


def lines(conn: sa.Connection, number: int) -> tuple[ContentsLine, ...]:
    """The lines of a list."""
    columns = [contents_lines.c[name] for name in ContentsLine._fields]
    query = sa.select(*columns).where(contents_lines.c.contents_id == number)
    return tuple(
        ContentsLine(**row._asdict() | {"settled": LineState(row.settled)})
        for row in conn.execute(query.order_by(contents_lines.c.line))
    )


def change(conn: sa.Connection, number: int, line: ContentsLine) -> None:
    """Writes a line anew: what it means, how sure that is, what was settled."""
    where = (contents_lines.c.contents_id == number) & (
        contents_lines.c.line == line.line
    )
    values = {
        "serial": line.serial,
        "confidence": line.confidence,
        "settled": line.settled.value,
    }
    conn.execute(contents_lines.update().where(where).values(values))


def open_count(conn: sa.Connection) -> int:
    """How many lines with a likely submission wait for a person."""
    waits = (
        contents_lines.c.settled == LineState.OPEN.value
    ) & contents_lines.c.serial.is_not(None)
    return count_rows(conn, contents_lines, waits)


def purge_of(conn: sa.Connection, serial: str, left: str) -> None:
    """Puts `left` in place of the titles of lines that mean a submission that is sealed
    (promise 13).
    """
    where = contents_lines.c.serial == serial
    conn.execute(
        contents_lines.update()
        .where(where)
        .values(title=left, serial=None, confidence=0)
    )
