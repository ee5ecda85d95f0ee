"""What has a unit's year come to so far?

Items registered, how often they were adopted and instructed on, and the points that circulars have printed.
Told to nobody but the unit's own addresses.
"""

from datetime import date

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions, instructions
from ledger.periods import Period, Span, local_day, period_of
from ledger.scoresheet import from_json, points_text
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from notify.facts import YearSoFar
from office.use_cases.notice_facts.parts import FactContext, unit_of_reader


def year_for_reader(found: FactContext, item: Submission) -> YearSoFar | None:
    """The year of the item's unit, only for an address on that unit's own roster."""
    unit = unit_of_reader(found, item)
    return None if unit is None else year_of(found.conn, unit, local_day(found.now))


def year_of(conn: Connection, unit: Unit, day: date) -> YearSoFar:
    """The unit's year up to a day."""
    year = period_of(day, Span.YEAR)
    asked = SubmissionFilter(period=year, unit_id=unit.id, state=SubmissionState.RECORDED)
    serials = [item.serial for item in listing.listed(conn, asked)]
    return YearSoFar(
        year=day.year,
        sent=len(serials),
        adopted=len(adoptions.of(conn, serials)),
        instructed=len(instructions.of(conn, serials)),
        quarters=_printed(conn, unit, year),
    )


def _printed(conn: Connection, unit: Unit, year: Period) -> tuple[tuple[str, str], ...]:
    """The year's quarters whose circular is out; while there is none, the last one of the year before."""
    printed = scores.published_revisions(conn)
    wanted = [quarter.code for quarter in year.split(Span.QUARTER) if quarter.code in printed]
    before = period_of(year.first, Span.QUARTER).previous().code
    codes = wanted or [code for code in (before,) if code in printed]
    found = ((code, _points(conn, unit, printed[code])) for code in codes)
    return tuple((code, points) for code, points in found if points)


def _points(conn: Connection, unit: Unit, number: int) -> str:
    """What a printed sheet gave the unit; empty when it is not on it."""
    revision = scores.revision_with(conn, number)
    if revision is None:
        return ""
    mine = from_json(revision.sheet).of(unit.id)
    return "" if mine is None else points_text(mine.total)
