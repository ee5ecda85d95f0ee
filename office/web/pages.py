"""What is a page of the console, and what do pages of every group need?

Each group ends in a table of `Route`s, which `office.web.app` turns into addresses. Beside it stands what is
the same everywhere: the way to a page with word of what was done, what answers where something is not there,
a field of text, and the pages of a long list.
"""

import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from ledger.browsing import Window
from ledger.periods import Period, UnknownPeriodError, parse_period
from ledger.users import UserRole
from office.web.kept import words_of_request

T = TypeVar("T")

ROWS = 50
"""Rows on a page of a long list."""
COUNT_ONLY = Window(0, 0)
"""Of a list only its length is asked."""
_PAGE = re.compile(r"[0-9]{1,6}")
"""Nobody leafs further, and a number of any length would overflow the database's OFFSET."""


class Route(NamedTuple):
    """One page: its address, its name for `url_for`, the function that answers, and who may open it."""

    rule: str
    """The address as Flask writes it, such as /letters/<int:number>."""
    name: str
    view: Callable[..., ResponseReturnValue]
    """Called with the assembled service first, then by keyword with what stands in the address."""
    least: UserRole | None = UserRole.VIEWER
    """The least role that may open it; None: anybody, signed in or not."""
    method: str = "GET"


class TextField(StringField):
    """A field of a form that holds text, "" where the browser sent none."""

    data: str

    def process(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever the form gives
        """As of every field; called by the form."""
        super().process(*given, **named)
        self.data = self.data or ""


def done(said: str, endpoint: str, **address: Any) -> ResponseReturnValue:  # noqa: ANN401 - as `url_for` takes it
    """To a page, where it is said that what was asked for is done."""
    flash(said, "good")
    return redirect(url_for(endpoint, **address))


def refused(said: str, endpoint: str, **address: Any) -> ResponseReturnValue:  # noqa: ANN401 - as above
    """To the page of a form, where it is said why it was not done, and its words stand in it again."""
    flash(said, "bad")
    return redirect(url_for(endpoint, **(address | words_of_request())))


def faults_of(form: FlaskForm) -> str:
    """What is wrong with a form that was sent in, field after field."""
    return "；".join(chain.from_iterable(form.errors.values()))


def or_404(value: T | None) -> T:
    """The value; where there is none, the request ends here and the page says so."""
    if value is None:
        abort(404)
    return value


def period_or_404(code: str) -> Period:
    """The period that a code of an address means, such as 2026Q1; the request ends where it means none."""
    try:
        return parse_period(code)
    except UnknownPeriodError:
        abort(404)


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
