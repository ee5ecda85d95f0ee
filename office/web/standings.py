"""Where does every unit stand this month?

单位完成情况: the duties of the month and those that touch it (调研, 约稿), group by
group. What is owed and what counts is `scoring.quota`'s affair.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from ledger import switches
from ledger.database import Connection
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import NoEditionError
from ledger.scores import facts_of
from ledger.standing import Duty, Forecast, Standing
from office.service.parts import Service
from office.web.pages import Route, period_or_404
from scoring.quota import standings

NO_EDITION = "这一时期没有适用的考核办法"
_BEHIND = frozenset({Forecast.SHORT, Forecast.MISSED})


class StandingRow(NamedTuple):
    """One unit in its group's table, and the code of the month that the table is
    about.
    """

    standing: Standing
    month: str

    @property
    def monthly(self) -> list[Duty]:
        """The duties of the month itself."""
        return [duty for duty in self.standing.duties if duty.period == self.month]

    @property
    def others(self) -> list[Duty]:
        """Duties of longer periods that touch the month."""
        return [duty for duty in self.standing.duties if duty.period != self.month]

    @property
    def left(self) -> Fraction | int:
        """How many items of the month itself are still owed; 0 for an exempt unit."""
        return 0 if self.standing.exempt else sum(duty.left for duty in self.monthly)

    @property
    def behind(self) -> bool:
        """Whether it owes items and is short of the pace or has missed the month: the
        page marks it.
        """
        return self.left > 0 and any(duty.forecast in _BEHIND for duty in self.monthly)

    @property
    def done(self) -> bool:
        """Whether every duty of the month is done."""
        return all(duty.forecast is Forecast.DONE for duty in self.monthly)


class GroupStandings(NamedTuple):
    """One group of units, those that owe the most first."""

    name: str
    rows: tuple[StandingRow, ...]
    done: int
    """How many units have done the month's duties."""
    owed: int
    """How many units have such duties."""


def show_this_month(service: Service) -> ResponseReturnValue:
    """The standings of the month that runs."""
    return _page(service, period_of(local_day(service.clock()), Span.MONTH))


def show_month(service: Service, code: str) -> ResponseReturnValue:
    """The standings of any month."""
    month = period_or_404(code)
    if month.span is not Span.MONTH:
        abort(404)
    return _page(service, month)


def standings_on(
    service: Service, conn: Connection, period: Period, today: date
) -> tuple[Standing, ...] | None:
    """The standing of every unit in a period, seen from a day; None where no edition
    covers the period.
    """
    try:
        edition = service.rulebook.for_period(period)
    except NoEditionError:
        return None
    return standings(edition, facts_of(conn, period), period, today, service.works)


def deadline(found: Sequence[Standing], month: str) -> str | None:
    """Until when what is owed in the month itself may still come; None once that has
    passed.
    """
    for standing in found:
        for duty in standing.duties:
            if duty.period == month and duty.owing:
                return duty.deadline
    return None


def _page(service: Service, month: Period) -> str:
    today = local_day(service.clock())
    with service.database.reading() as conn:
        found = standings_on(service, conn, month, today)
        beginning = switches.beginning(conn)
    rows = found or ()
    by_group: dict[str, list[StandingRow]] = {}
    for standing in rows:
        by_group.setdefault(standing.group, []).append(
            StandingRow(standing, month.code)
        )
    groups = []
    # An exempt unit stands in its group's table, but is not counted in the head of it.
    for group, of_group in by_group.items():
        owed = [row for row in of_group if row.monthly and not row.standing.exempt]
        done = [row for row in owed if row.done]
        of_group.sort(key=lambda row: row.left, reverse=True)
        groups.append(GroupStandings(group, tuple(of_group), len(done), len(owed)))
    return render_template(
        "standings.html",
        month=month,
        today=today,
        beginning=beginning,
        deadline=deadline(rows, month.code),
        groups=groups,
        unscored=NO_EDITION if found is None else "",
    )


ROUTES = (
    Route("/standings", "standings", show_this_month),
    Route("/standings/<code>", "standings_of", show_month),
)
