"""By what can a submission be found again: by a piece of its title, or by what it says?

Two indexes, kept beside the submissions and purged with them (promise 13). *Grams* are the overlapping
two-character pieces of titles: SQLite's own full-text search finds no Chinese word by its tokenizer
unicode61, and none of two characters by trigram; one index serves both databases alike. *Sketches* are the
hashes by which two texts are known to be alike (`entries.sketch`). Asking is left to `ledger.browsing` and
`ledger.submissions.listing.resembling`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import sqlalchemy as sa

from ledger.statements import insert_new
from ledger.tables.submissions import grams, sketches


def grams_of(text: str) -> frozenset[str]:
    """The overlapping pairs of characters of a text: width and case folded, no blanks, no punctuation."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    if len(folded) == 1:
        return frozenset({folded})
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def add_titles(conn: sa.Connection, titles: Mapping[str, str]) -> None:
    """Makes submissions findable by their titles, given by serial."""
    rows: list[dict[str, str]] = []
    for serial, title in titles.items():
        rows.extend({"gram": gram, "serial": serial} for gram in sorted(grams_of(title)))
    insert_new(conn, grams, rows)


def add_sketches(conn: sa.Connection, sketched: Mapping[str, frozenset[int]]) -> None:
    """Makes submissions findable by what they say: their sketches, given by serial."""
    rows: list[dict[str, int | str]] = []
    for serial, sketch in sketched.items():
        rows.extend({"mark": mark, "serial": serial} for mark in sorted(sketch))
    insert_new(conn, sketches, rows)


def forget_title(conn: sa.Connection, serial: str) -> None:
    """Takes a submission out of the index of titles."""
    conn.execute(grams.delete().where(grams.c.serial == serial))


def forget_sketch(conn: sa.Connection, serial: str) -> None:
    """Leaves no trace of what a submission said."""
    conn.execute(sketches.delete().where(sketches.c.serial == serial))
