"""How are the statements spelt that every query module needs?

INSERT … ON CONFLICT, on which SQLite and PostgreSQL agree but which SQLAlchemy spells
twice; lists of values that are too long for one statement; how many rows there are, and
the highest number among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T", int, str)
V = TypeVar("V")
Rows = Sequence[Mapping[str, Any]]

_AT_ONCE = 10_000
"""Values named in one statement: SQLite takes at most 32,766 parameters, PostgreSQL
65,535.
"""


def insert_for(
    conn: sa.Connection, table: sa.Table
) -> sqlite.Insert | postgresql.Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return (
        sqlite.insert(table)
        if conn.dialect.name == "sqlite"
        else postgresql.insert(table)
    )


def upsert(
    conn: sa.Connection, table: sa.Table, key: Sequence[str], rows: Rows
) -> None:
    """Inserts each row, or overwrites the one with the same `key` columns; all rows
    name the same columns.
    """
    if not rows:
        return
    statement = insert_for(conn, table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    conn.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=values),
        list(rows),
    )


def insert_new(conn: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Inserts the rows, leaving alone whichever is there already by any unique key."""
    if rows:
        conn.execute(insert_for(conn, table).on_conflict_do_nothing(), list(rows))


def in_chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values, each once and sorted, in lists short enough for one statement."""
    wanted = sorted(set(values))
    for at in range(0, len(wanted), _AT_ONCE):
        yield wanted[at : at + _AT_ONCE]


def count_rows(
    conn: sa.Connection, table: sa.FromClause, *where: sa.ColumnElement[bool]
) -> int:
    """How many rows of the table meet all the conditions."""
    return conn.execute(
        sa.select(sa.func.count()).select_from(table).where(*where)
    ).scalar_one()


def highest(
    conn: sa.Connection, column: sa.Column[int], *where: sa.ColumnElement[bool]
) -> int:
    """The highest number in the column among the rows that meet all the conditions; 0
    where there is none.
    """
    return conn.scalar(sa.select(sa.func.max(column)).where(*where)) or 0


def first_of(found: Sequence[V]) -> V | None:
    """The first of what was found, usually the only one; None where nothing was."""
    return found[0] if found else None
