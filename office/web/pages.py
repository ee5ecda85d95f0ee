"""What is a page of the console, and what do pages of every group need?

Each group ends in a table of `Route`s, which `office.web.app` turns into addresses. Beside it stands what is
the same everywhere: what answers where something is not there, and a field of text.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from wtforms import StringField

from ledger.periods import Period, UnknownPeriodError, parse_period
from ledger.users import UserRole

T = TypeVar("T")


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
