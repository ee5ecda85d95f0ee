"""How is a beginning that many walks share walked only once?

The first walk that asks goes the way, with every server; what stands on record then,
and what was mailed, is kept for the others of the same database. Each still has a
mailbox of its own, so that letters which come later are read as ever. Not for a walk
that asks the mailbox of the beginning again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledger import switches
from ledger.tables.complete import metadata
from tests.fixtures.databases import EMPTIED, KEPT, PUT_BACK
from tests.fixtures.smtp import Received
from tests.walks.house import House


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stood on record at its end, the mail sent, what of it was taken, the moment.

    Of a PostgreSQL the schema that keeps its rows, of a SQLite file the rows by table.
    """

    schema: str
    rows: dict[str, list[dict[str, Any]]]
    mail: tuple[Received, ...]
    taken: int
    now: datetime


_KEPT: dict[tuple[Callable[[House], None], str], Beginning] = {}


def walk_once(house: House, way: Callable[[House], None]) -> House:
    """The house as `way` leaves it: walked, or as it was left before."""
    place = (way, house.database.dialect)
    if place not in _KEPT:
        way(house)
        _KEPT[place] = _kept(house, f"kept_{len(_KEPT)}")
        return house
    kept = _KEPT[place]
    with house.database.writing() as conn:
        if house.database.dialect == "postgresql":
            conn.execute(sa.text(EMPTIED))
            conn.execute(sa.text(PUT_BACK.format(schema=kept.schema)))
        else:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
            for table in metadata.sorted_tables:
                if kept.rows[table.name]:
                    conn.execute(table.insert(), kept.rows[table.name])
        key = bytes.fromhex(switches.value(conn, switches.SEALING_KEY))
    house.service = replace(house.service, sealing_key=key)
    house.smtp.messages.extend(kept.mail)
    house.taken, house.hands.now = kept.taken, kept.now
    return house


def _kept(house: House, schema: str) -> Beginning:
    rows: dict[str, list[dict[str, Any]]] = {}
    with house.database.writing() as conn:
        if house.database.dialect == "postgresql":
            conn.execute(sa.text(KEPT.format(schema=schema)))
        else:
            for table in metadata.sorted_tables:
                rows[table.name] = [
                    dict(row) for row in conn.execute(sa.select(table)).mappings()
                ]
    mail = tuple(house.smtp.messages)
    return Beginning(schema, rows, mail, house.taken, house.hands.now)
