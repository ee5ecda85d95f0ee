"""How is a row written that may be there already?

The one statement on which SQLite and PostgreSQL agree but SQLAlchemy spells twice: INSERT … ON CONFLICT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


def insert_for(conn: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def upsert(conn: sa.Connection, table: sa.Table, key: Sequence[str], rows: Rows) -> None:
    """Inserts each row, or overwrites the one with the same `key` columns; all rows name the same columns."""
    if not rows:
        return
    statement = insert_for(conn, table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    conn.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values), list(rows))


def insert_new(conn: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Inserts the rows, leaving alone whichever is there already by any unique key."""
    if rows:
        conn.execute(insert_for(conn, table).on_conflict_do_nothing(), list(rows))
