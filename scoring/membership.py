"""In which group is each unit for a period?

One group a quarter, as one edition a quarter (E8): that of its first day. A half-year and a year go by their
last quarter. Moves between groups are kept by `ledger.roster`.
"""

from collections.abc import Iterable
from datetime import date

from ledger.entries.people import Unit
from ledger.periods import Period, Span, period_of


def as_in(units: Iterable[Unit], period: Period) -> tuple[Unit, ...]:
    """The units, each with the group it is in for the period."""
    day = decided_on(period)
    return tuple(unit.as_on(day) for unit in units)


def decided_on(period: Period) -> date:
    """The day whose group counts for the whole period."""
    return period_of(period.last, Span.QUARTER).first
