"""How does a page module say which pages it has?

In a table of `Route`s at its end, which `office.web.app` turns into addresses.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask.typing import ResponseReturnValue

from ledger.users import UserRole


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
