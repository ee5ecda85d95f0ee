"""On which page of a long list is the reader, and where do the neighbouring ones lie?

Only numbers and addresses; the rows come from `ledger.browsing`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flask import url_for

from ledger.browsing import Window

ROWS = 50
"""Rows on a page."""
_PAGE = re.compile(r"[0-9]{1,6}")
"""Nobody leafs further, and a number of any length would overflow the database's OFFSET."""


class Paging(NamedTuple):
    """One page of a list: rows [first, past) of `total`, and the addresses of its neighbours."""

    first: int
    past: int
    total: int
    newer: str | None
    older: str | None


def window_of(query: Mapping[str, str]) -> Window:
    """The part of a list that `page` (from 1) of an address asks for; the first where it is no number."""
    text = query.get("page", "")
    number = int(text) if _PAGE.fullmatch(text) else 1
    return Window((max(number, 1) - 1) * ROWS, ROWS)


def paging(endpoint: str, query: Mapping[str, str], total: int) -> Paging:
    """Where the reader is; the neighbours keep everything else the address asks for."""
    window = window_of(query)
    page = window.first // ROWS + 1
    past = min(window.first + ROWS, total)
    others = {name: value for name, value in query.items() if name != "page" and value}

    def link(number: int) -> str:
        return url_for(endpoint, **others, page=number)  # type: ignore[arg-type]

    newer = link(page - 1) if page > 1 else None
    older = link(page + 1) if past < total else None
    # An address may ask for a page beyond the end.
    return Paging(min(window.first, total), past, total, newer, older)
