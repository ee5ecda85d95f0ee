"""How far has the record come, and which submissions has anything touched since?

For whoever keeps what was worked out from the record and would work out only the touched part again. What is
no submission's - roster, commissions, remarks, earlier totals - is read whole and compared by its keeper.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from ledger.submissions import listing
from ledger.submissions.listing import Change
from ledger.tables.events import adoptions, forwardings, instructions

_EVENTS = (adoptions, instructions, forwardings)
"""They are only ever added, so that their ids tell which are new."""


class Mark(NamedTuple):
    """A moment in the record: how far submissions had come, and the newest event of each kind."""

    change: Change
    events: tuple[int, ...]


def mark_of(conn: sa.Connection) -> Mark:
    """How far the record has come."""
    newest = (conn.scalar(sa.select(sa.func.max(table.c.id))) or 0 for table in _EVENTS)
    return Mark(listing.latest_change(conn), tuple(newest))


def touched_since(conn: sa.Connection, mark: Mark) -> frozenset[str]:
    """The submissions added, altered or with a new event beyond `mark`, perhaps a few from before it too."""
    found = set(listing.changed_since(conn, mark.change))
    for table, newest in zip(_EVENTS, mark.events, strict=True):
        found.update(conn.scalars(sa.select(table.c.serial).where(table.c.id > listing.surely(conn, newest))))
    return frozenset(found)
