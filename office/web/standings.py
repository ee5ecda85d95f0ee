"""Where does every unit stand this month?

单位完成情况: duties of the month and those that touch it (调研, 约稿), group by
group. Counting is not done here.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from ledger.periods import Period, Span, UnknownPeriodError, local_day, parse_period, period_of
from ledger.standing import Duty, Forecast, Standing
from office.web.console import Console, Route, Unscored

_BEHIND = frozenset({Forecast.SHORT, Forecast.MISSED})


class Row(NamedTuple):
    """One unit: the month's own duties, those that merely touch it; `behind`: the month asks for haste."""

    standing: Standing
    monthly: tuple[Duty, ...]
    others: tuple[Duty, ...]
    owes: bool
    behind: bool


class Group(NamedTuple):
    """One group of units, those that owe the most first, and how many have done the month's duty."""

    name: str
    rows: tuple[Row, ...]
    done: int
    owed: int


def this_month(console: Console) -> ResponseReturnValue:
    """The month that runs."""
    return _page(console, period_of(local_day(console.clock()), Span.MONTH))


def of_month(console: Console, code: str) -> ResponseReturnValue:
    """Any month."""
    try:
        month = parse_period(code)
    except UnknownPeriodError:
        abort(404)
    if month.span is not Span.MONTH:
        abort(404)
    return _page(console, month)


def grouped(found: Sequence[Standing], month: Period) -> tuple[Group, ...]:
    """The standings group by group, in the order the groups come."""
    groups = dict.fromkeys(standing.group for standing in found)
    return tuple(_group(name, [s for s in found if s.group == name], month) for name in groups)


def _group(name: str, found: Sequence[Standing], month: Period) -> Group:
    rows = [_row(standing, month) for standing in found]
    owed = [row for row in rows if row.monthly and not row.standing.exempt]
    done = sum(all(duty.forecast is Forecast.DONE for duty in row.monthly) for row in owed)
    return Group(name, tuple(sorted(rows, key=_left, reverse=True)), done, len(owed))


def _row(standing: Standing, month: Period) -> Row:
    monthly = tuple(duty for duty in standing.duties if duty.period == month.code)
    others = tuple(duty for duty in standing.duties if duty.period != month.code)
    owes = not standing.exempt and any(duty.left > 0 for duty in monthly)
    return Row(standing, monthly, others, owes, owes and any(duty.forecast in _BEHIND for duty in monthly))


def _left(row: Row) -> Fraction | int:
    return sum(duty.left for duty in row.monthly) if row.owes else 0


def deadline(found: Sequence[Standing], month: str) -> str | None:
    """Until when what is owed in the month itself may still come; None once that has passed."""
    owing = (duty for each in found for duty in each.duties if duty.period == month and duty.owing)
    return next((duty.deadline for duty in owing), None)


def _page(console: Console, month: Period) -> str:
    today: date = local_day(console.clock())
    with console.database.reading() as conn:
        found = console.standings(conn, month, today)
    return render_template(
        "standings.html",
        month=month,
        today=today,
        deadline=None if isinstance(found, Unscored) else deadline(found, month.code),
        groups=() if isinstance(found, Unscored) else grouped(found, month),
        unscored=found if isinstance(found, Unscored) else None,
    )


ROUTES = (
    Route("/standings", "standings", this_month),
    Route("/standings/<code>", "standings_of", of_month),
)
"""The addresses of this group."""
