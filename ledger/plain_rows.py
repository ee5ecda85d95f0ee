"""How does the whole record read as plain rows, so that it can be taken elsewhere?

Every table but those that are made from others or belong to a running process. What
signs people in and what keys our hashes stays; bytes - mails, messages, files of
circulars - are handed out by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import originals as originals_of
from ledger import switches as switches_of
from ledger.tables.complete import metadata
from ledger.tables.events import circular_files, circulars
from ledger.tables.mail import originals, outbox
from ledger.tables.office import switches

LEFT_OUT: Mapping[str, str] = {
    "leases": "which process is at work just now",
    "search_texts": "made from submissions and words",
    "sketches": "made from words",
}
"""Tables that are not handed out, and why."""
_WITHHELD = frozenset({"users.password_hash", "accounts.refused_secret"})
_AT_ONCE = 200
"""Rows fetched at a time: some hold whole score sheets."""


class KeptBytes(NamedTuple):
    """Bytes that make a file of their own, and how they are known."""

    name: str
    content: bytes


def table_names() -> tuple[str, ...]:
    """The tables that are handed out, those first that others refer to."""
    return tuple(
        table.name for table in metadata.sorted_tables if table.name not in LEFT_OUT
    )


def rows_of(conn: sa.Connection, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of its key, as JSON can hold them; without bytes
    and secrets.
    """
    table = metadata.tables[name]
    shown: list[sa.Column[Any]] = []
    for column in table.c:
        if f"{name}.{column.name}" not in _WITHHELD and not isinstance(
            column.type, sa.LargeBinary
        ):
            shown.append(column)
    query = sa.select(*shown).order_by(*table.primary_key)
    if table is switches:
        query = query.where(switches.c.name != switches_of.SEALING_KEY)
    for row in _streamed(conn, query):
        values: dict[str, Any] = {}
        for key, value in row._asdict().items():
            values[key] = (
                value.isoformat() if isinstance(value, date) else value
            )  # a moment is a date too
        yield values


def mails(conn: sa.Connection) -> Iterator[KeptBytes]:
    """Every mail whose bytes are kept, under its SHA-256."""
    for row in _streamed(
        conn,
        sa.select(originals.c.sha256, originals.c.zstd).order_by(originals.c.sha256),
    ):
        yield KeptBytes(row.sha256, originals_of.unpack(row.zstd))


def messages(conn: sa.Connection) -> Iterator[KeptBytes]:
    """Every message of ours whose bytes were made and are kept, under its id."""
    query = (
        sa.select(outbox.c.id, outbox.c.bytes)
        .where(outbox.c.bytes.is_not(None))
        .order_by(outbox.c.id)
    )
    for row in _streamed(conn, query):
        yield KeptBytes(str(row.id), row.bytes)


def circulars_as_approved(conn: sa.Connection) -> Iterator[KeptBytes]:
    """The files of every approved circular, under the circular's id and their own
    name.
    """
    joined = circular_files.join(
        circulars, circulars.c.id == circular_files.c.circular_id
    )
    query = (
        sa.select(circular_files)
        .select_from(joined)
        .order_by(*circular_files.primary_key)
    )
    for row in _streamed(conn, query):
        yield KeptBytes(f"{row.circular_id}-{row.name}", row.bytes)


def _streamed(conn: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    """The rows without holding all of them; the connection may be asked other things
    meanwhile.
    """
    yield from conn.execute(query.execution_options(yield_per=_AT_ONCE))
