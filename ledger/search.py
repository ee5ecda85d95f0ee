"""By what can a submission be found again: by words that it says, or by its likeness to
another?

Two indexes, kept beside the submissions and purged with them (promise 13). The *search
text* has a line each for serial, title, authors, words and manuscript, folded to
letters and digits: so a word is found that a mail program broke in two lines, or that
was typed in another width. SQLite's own full-text search finds no Chinese word by its
tokenizer unicode61, and none of two characters by trigram; an index of all pairs of
characters would be many times the texts. So the folded texts are gone through, on both
databases alike; docs/scale.md says how long that takes. *Sketches* are the hashes by
which two texts are known to be alike (`entries.sketch`). Asking is left to
`ledger.browsing` and `ledger.submissions.listing.resembling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from ledger.entries.submissions import Author
from ledger.statements import in_chunks, insert_new
from ledger.tables.submissions import search_texts, sketches, submissions, words
from ledger.width import nfkc

_AROUND = 14
"""Characters shown on either side of what was found."""
_TELEPHONE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d-\d\d-\d\d)\d(?:[- ]?\d){6,}")
"""Seven digits and more, but no day."""
_NO_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The letters and digits of a text, width and case folded, without blanks and
    punctuation.
    """
    return _NO_LETTER.sub("", nfkc(text).casefold())


def pieces_of(sought: str) -> tuple[str, ...]:
    """What a person looks for, parted at blanks and folded; each piece has to be
    found.
    """
    pieces = list(map(folded, sought.split()))
    return tuple(dict.fromkeys(filter(None, pieces)))


def where_said(pieces: Iterable[str], title: str, texts: Iterable[str]) -> str:
    """Where one of the texts says what the title does not show; "" where there is
    nothing to add.
    """
    known = folded(title)
    for piece in pieces:
        for text in () if piece in known else texts:
            found = excerpt(text, piece)
            if found:
                return found
    return ""


def excerpt(text: str, piece: str) -> str:
    """Where a text says a piece of `pieces_of`, with what stands around it; "" where it
    does not.

    Without telephone numbers: it is shown in lists, where none is.
    """
    plain = _TELEPHONE.sub("…", " ".join(nfkc(text).split()))
    found = re.search(r"[\W_]*".join(piece), plain, re.IGNORECASE)
    if found is None:
        return ""
    first, past = max(found.start() - _AROUND, 0), found.end() + _AROUND
    return (
        f"{'…' if first else ''}{plain[first:past]}{'…' if past < len(plain) else ''}"
    )


def index_words(conn: sa.Connection, serials: Iterable[str]) -> None:
    """Makes submissions findable by what they say now, in place of what they said
    before.
    """
    columns = (
        *(submissions.c.serial, submissions.c.title, submissions.c.authors),
        *(words.c.text, words.c.manuscript),
    )
    for chunk in in_chunks(serials):
        joined = submissions.outerjoin(words, words.c.serial == submissions.c.serial)
        query = (
            sa.select(*columns)
            .select_from(joined)
            .where(submissions.c.serial.in_(chunk))
        )
        rows: list[dict[str, str]] = []
        for serial, title, authors, text, manuscript in conn.execute(query):
            names = [Author(*author).name for author in authors]
            # Each on a line of its own: nothing is found that begins in one and ends in
            # the next.
            lines = list(
                map(folded, (serial, title, *names, text or "", manuscript or ""))
            )
            rows.append({"serial": serial, "said": "\n".join(lines)})
        conn.execute(search_texts.delete().where(search_texts.c.serial.in_(chunk)))
        if rows:
            conn.execute(search_texts.insert(), rows)


def says(conn: sa.Connection, piece: str) -> sa.ColumnElement[bool]:
    """The condition that a row of `search_texts` says a piece, as `pieces_of` gives
    it.
    """
    said = search_texts.c.said
    # Each database goes through the texts in the way that is quicker there.
    return (
        said.contains(piece)
        if conn.dialect.name == "sqlite"
        else sa.func.strpos(said, piece) > 0
    )


def add_sketches(conn: sa.Connection, sketched: Mapping[str, frozenset[int]]) -> None:
    """Makes submissions findable by what they say: their sketches, given by serial."""
    rows: list[dict[str, int | str]] = []
    for serial, sketch in sketched.items():
        rows.extend({"mark": mark, "serial": serial} for mark in sorted(sketch))
    insert_new(conn, sketches, rows)


def forget_sketch(conn: sa.Connection, serial: str) -> None:
    """Leaves no trace of what a submission said."""
    conn.execute(sketches.delete().where(sketches.c.serial == serial))
