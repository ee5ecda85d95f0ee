"""Is a unit assessed in a period, and in which group is it?

A unit is in one group a quarter, as there is one edition a quarter (E8): that of the quarter's first day. A
half-year and a year go by their last quarter. Moves between groups are kept by `ledger.roster`.
"""

from collections.abc import Iterable

from ledger.entries.people import Unit
from ledger.periods import Period, Span, period_of


def units_in(units: Iterable[Unit], period: Period) -> tuple[Unit, ...]:
    """The units, each with the group it is in for the period."""
    day = period_of(period.last, Span.QUARTER).first
    return tuple(unit.as_on(day) for unit in units)


def on_roster(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster on some day of the period."""
    return unit.since < period.past and (unit.until is None or period.first < unit.until)


def assessed_in(unit: Unit, period: Period) -> bool:
    """Whether the unit is on the roster, and not excused, for at least a part of the period."""
    return on_roster(unit, period) and not excused(unit, period)


def excused(unit: Unit, period: Period) -> bool:
    """Whether the unit owes nothing in the period (A13).

    A month or week is excused when the unit is exempt, or off the roster, on any of its days; anything
    longer when all its months are.
    """
    # Most units were there before and have no exemption; this is asked for every quota of every month.
    if not unit.exemptions and unit.since <= period.first and unit.until is None:
        return False
    if period.span not in (Span.WEEK, Span.MONTH, Span.NAMED):
        return all(excused(unit, month) for month in period.split(Span.MONTH))
    if period.first < unit.since:
        return True
    if unit.until is not None and unit.until < period.past:
        return True
    return bool(exemptions_in(unit, period))


def exemptions_in(unit: Unit, period: Period) -> list[str]:
    """Why the unit is exempt on some day of the period, each reason once; empty when it is not (A13)."""
    reasons: list[str] = []
    for exemption in unit.exemptions:
        begun = exemption.since < period.past
        ended = exemption.until is not None and exemption.until <= period.first
        if begun and not ended and exemption.because not in reasons:
            reasons.append(exemption.because)
    return reasons
