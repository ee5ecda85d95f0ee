"""Which submissions may say nearly what a new one says?

Few are looked at, whatever the number of those there are: for each hash of a sketch the newest that have it.
How alike they are, and what that means, is left to `ingest`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ledger.entries.sketch import SIZE
from ledger.entries.submissions import SketchedSubmission
from ledger.submissions import listing
from ledger.tables.submissions import sketches

_NEWEST = 40
"""Submissions looked at for one hash; one of a form that is filled in may be in thousands."""
_SHARED = 5
"""Hashes two texts share at least when they are worth being compared: a fifth of a sketch."""
_COMPARED = 20
"""Submissions compared with one text, those first that share most with it."""
_NO_HASH = -1
"""Fills up a sketch of fewer than SIZE hashes: those are never negative."""


def resembling(conn: sa.Connection, wanted: Iterable[frozenset[int]]) -> tuple[SketchedSubmission, ...]:
    """The living submissions that may say nearly what one of these sketches is of, newest first."""
    serials: set[str] = set()
    for sketch in wanted:
        if sketch:
            serials.update(_sharing_most(conn, sketch))
    if not serials:
        return ()
    marks: defaultdict[str, set[int]] = defaultdict(set)
    query = sa.select(sketches.c.serial, sketches.c.mark).where(sketches.c.serial.in_(sorted(serials)))
    for serial, mark in conn.execute(query):
        marks[serial].add(mark)
    living = listing.recent_of(conn, serials)
    return tuple(SketchedSubmission(item, frozenset(marks[item.serial])) for item in living)


def _sharing_most(conn: sa.Connection, sketch: frozenset[int]) -> Sequence[str]:
    """The serials that share most hashes with a sketch, of the newest that have each."""
    parameters = {f"mark{number}": _NO_HASH for number in range(SIZE)}
    for number, mark in enumerate(sorted(sketch)):
        parameters[f"mark{number}"] = mark
    parameters["least"] = min(_SHARED, len(sketch))
    return conn.scalars(_SHARING_MOST, parameters).all()


def _sharing_most_query() -> sa.TextClause:
    # ruff takes statements put together from text for a door to injection; these are made of constants.
    parts = []
    for number in range(SIZE):
        newest = f"SELECT serial FROM sketches WHERE mark = :mark{number} ORDER BY serial DESC"  # noqa: S608
        parts.append(f"SELECT serial FROM ({newest} LIMIT {_NEWEST}) AS part{number}")  # noqa: S608
    united = " UNION ALL ".join(parts)
    most = f"HAVING count(*) >= :least ORDER BY count(*) DESC, serial DESC LIMIT {_COMPARED}"
    return sa.text(f"SELECT serial FROM ({united}) AS held GROUP BY serial {most}")  # noqa: S608


# Written as text and made once, since it never differs: a batch asks it for every letter.
_SHARING_MOST = _sharing_most_query()
