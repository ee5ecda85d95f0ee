"""Which units can nobody write to, and what else does the roster lack?

名册缺项 (Art. 6), those that cannot be reached first. The roster itself is kept by `units import`.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from ledger import roster
from ledger.periods import local_day
from office.service.parts import Service
from office.use_cases.gaps import units_with_gaps
from office.web.pages import Route


def show_gaps(service: Service) -> ResponseReturnValue:
    """Every unit with a gap, and the years whose holidays nobody has told us."""
    today = local_day(service.clock())
    with service.database.reading() as conn:
        found = units_with_gaps(roster.all_units(conn), service.address_health(conn), today)
    return render_template("roster.html", rows=found, years=service.doubts(today))


ROUTES = (Route("/roster", "roster", show_gaps),)
"""The addresses of this group."""
