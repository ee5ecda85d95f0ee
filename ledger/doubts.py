"""Which letters did the server not give whole, and how often were they asked for?

A letter in doubt has no state: what a server says once is not believed. It is asked for
again at each poll; how often before a person must look is `ingest.poll`'s decision.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries.letters import Place
from ledger.statements import upsert
from ledger.tables.mail import doubted_letters


class Doubt(NamedTuple):
    """One letter in doubt: `because` is what was odd about the last answer
    (Chinese).
    """

    place: Place
    because: str
    tries: int


def in_folder(conn: sa.Connection, place: Place) -> dict[int, Doubt]:
    """UID → the doubt, of each letter in the folder and under the UIDVALIDITY of
    `place`.
    """
    query = (
        sa.select(doubted_letters).where(_beside(place)).order_by(doubted_letters.c.uid)
    )
    return {
        row.uid: Doubt(place._replace(uid=row.uid), row.because, row.tries)
        for row in conn.execute(query)
    }


def note(conn: sa.Connection, doubts: Sequence[Doubt], now: datetime) -> None:
    """Writes how often each was asked for by now."""
    rows = [
        {
            **doubt.place._asdict(),
            "because": doubt.because,
            "tries": doubt.tries,
            "tried_at": now,
        }
        for doubt in doubts
    ]
    upsert(conn, doubted_letters, ("account", "folder", "uidvalidity", "uid"), rows)


def settle(conn: sa.Connection, place: Place, uids: Collection[int]) -> None:
    """Forgets the doubts about these UIDs beside `place`: they have a state now."""
    if uids:
        conn.execute(
            doubted_letters.delete().where(
                _beside(place), doubted_letters.c.uid.in_(uids)
            )
        )


def _beside(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(
        doubted_letters.c.account == place.account,
        doubted_letters.c.folder == place.folder,
        doubted_letters.c.uidvalidity == place.uidvalidity,
    )
