"""Which submissions may say nearly what a new one says?

Few are looked at, whatever the number of those there are: for each hash of a sketch the newest that have it.
How alike they are, and what that means, is left to `ingest`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ledger.entries.sketch import SIZE
from ledger.entries.submissions import Sketched
from ledger.submissions import listing
from ledger.tables.submissions import sketches

_NEWEST = 40
"""Submissions looked at for one hash; one of a form that is filled in may be in thousands."""
_SHARED = 5
"""Hashes two texts share at least when they are worth being compared: a fifth of a sketch."""
_COMPARED = 20


def resembling(conn: sa.Connection, wanted: Iterable[frozenset[int]]) -> tuple[Sketched, ...]:
    """The living submissions that may say nearly what one of these sketches is of, newest first."""
    serials = {serial for sketch in wanted if sketch for serial in _candidates(conn, sorted(sketch))}
    if not serials:
        return ()
    kept: defaultdict[str, set[int]] = defaultdict(set)
    query = sa.select(sketches.c.serial, sketches.c.mark).where(sketches.c.serial.in_(sorted(serials)))
    for serial, mark in conn.execute(query):
        kept[serial].add(mark)
    living = listing.recent_of(conn, serials)
    return tuple(Sketched(item, frozenset(kept[item.serial])) for item in living)


def _candidates(conn: sa.Connection, marks: Sequence[int]) -> Sequence[str]:
    padded = (*marks, *(-1 for _ in range(SIZE - len(marks))))  # no hash is negative
    values = {f"mark{number}": mark for number, mark in enumerate(padded)}
    return conn.scalars(_SHARING, {**values, "least": min(_SHARED, len(marks))}).all()


def _sharing() -> sa.TextClause:
    """Who shares most of `SIZE` hashes, of the newest that have each; as text, since it never differs."""
    newest = "SELECT serial FROM sketches WHERE mark = :mark{0} ORDER BY serial DESC LIMIT {1}"
    part = f"SELECT serial FROM ({newest}) AS part{{0}}"  # noqa: S608 - of constants
    parts = " UNION ALL ".join(part.format(number, _NEWEST) for number in range(SIZE))
    most = f"HAVING count(*) >= :least ORDER BY count(*) DESC, serial DESC LIMIT {_COMPARED}"
    return sa.text(f"SELECT serial FROM ({parts}) AS held GROUP BY serial {most}")  # noqa: S608 - of constants


_SHARING = _sharing()
