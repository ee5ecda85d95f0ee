"""Which units can nobody write to, and what else does the roster lack?

名册缺项 (Art. 6), those that cannot be reached first. The roster itself is kept by `units import`.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from ledger import roster
from ledger.periods import local_day
from office.use_cases.gaps import known_health, lacks
from office.web.console import Console, Route


def gaps(console: Console) -> ResponseReturnValue:
    """The page."""
    today = local_day(console.clock())
    with console.database.reading() as conn:
        health = known_health(conn, console.own_addresses)
        found = lacks(roster.all_units(conn), health, today)
    return render_template("roster.html", rows=found, years=console.doubts(today))


ROUTES = (Route("/roster", "roster", gaps),)
"""The addresses of this group."""
