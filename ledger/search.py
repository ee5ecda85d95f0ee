"""By what can a submission be found?

An index of overlapping two-character grams over titles. SQLite's own full-text search finds no Chinese word
by its tokenizer unicode61, and none of two characters by trigram; one index serves both databases alike.
Asking it is left to `ledger.browsing`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa

from ledger.tables.submissions import grams
from ledger.upsert import insert_new


def grams_of(text: str) -> frozenset[str]:
    """The overlapping pairs of characters of a text, width and case folded.

    Blanks and punctuation left out.
    """
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    if len(folded) == 1:
        return frozenset({folded})
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def index(conn: sa.Connection, titled: Sequence[tuple[str, str]]) -> None:
    """Adds (serial, title) pairs to the index."""
    insert_new(
        conn,
        grams,
        [{"gram": gram, "serial": serial} for serial, title in titled for gram in sorted(grams_of(title))],
    )


def forget(conn: sa.Connection, serial: str) -> None:
    """Takes a submission out of the index."""
    conn.execute(grams.delete().where(grams.c.serial == serial))
