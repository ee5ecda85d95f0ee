"""From when on does the office assess, and may that be moved?

`init` notes the day, a person moves it with a reason. What is published stays: the day
is moved neither into a published period nor past one; nor to where a total that was
told would be cut, or counted beside its items. What the day does to points and duties
is `scoring`'s affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger import scores, switches
from ledger.database import Connection
from ledger.entries.events import Beginning
from ledger.faults import ToldError
from ledger.journal import By
from ledger.periods import Period, Span, local_day, parse_period, period_of
from notify.chinese import full_day, period_name
from office.use_cases.stated import stated

NOW, ALL = "now", "all"
"""From when on mail counts, as `init --from` has it; else a day."""


class BeginningError(ToldError):
    """The beginning cannot be moved so; nothing was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"begins：{what}")


def usual_beginning(start: str, today: date) -> date:
    """The first day of the first whole month of which all mail is read; of the year
    where all mail is.
    """
    if start == ALL:
        return date(today.year, 1, 1)
    if start != NOW:
        return date.fromisoformat(start).replace(day=1)
    month = period_of(today, Span.MONTH)
    return month.first if month.first == today else month.past


def note_first_day(
    conn: Connection, start: str, start_before: str, said: date | None, by: By
) -> None:
    """Notes the beginning with the start of mail: the day that was said, else the usual
    one.

    A start that is chosen anew moves no day that somebody had said.
    """
    today, held = local_day(by.at), switches.beginning(conn)
    if said is None and held is not None and start_before:
        if held.on != usual_beginning(start_before, today):
            return
    begins = said or usual_beginning(start, today)
    switches.set_beginning(conn, Beginning(begins), by)


def move(
    conn: Connection, on: date | None, by: By, *, owes_begun: bool | None
) -> Beginning:
    """Moves the beginning, with an entry of the journal; what is None stays as it is.
    BeginningError.
    """
    before = switches.beginning(conn)
    if on is None and before is None:
        raise BeginningError(
            "还没有定考核起始日；请写明从哪天起，如 `begins 2026-03-01 --because 理由`"
        )
    wanted = before or Beginning(date.min)
    wanted = wanted._replace(**stated(on=on, owes_begun=owes_begun))
    if not by.because.strip():
        raise BeginningError("请写明理由（--because TEXT）")
    if before == wanted:
        raise BeginningError(f"已经是“{wanted.told}”，不用再改")
    published = scores.printed_periods(conn)
    touched = sorted(
        period_name(period.code) for period in changed_by(before, wanted, published)
    )
    if touched:
        raise BeginningError(
            f"{'、'.join(touched)}已经通报，考核起始日不能移到其中或其后，也不能改其中的任务；"
            "个别单位某段时间不考核，请用 `units exempt`；通报有误，请更正通报"
        )
    if before is None or before.on != wanted.on:
        _refuse_told(conn, wanted)
    switches.set_beginning(conn, wanted, by)
    return wanted


def _refuse_told(conn: Connection, wanted: Beginning) -> None:
    """BeginningError where totals were told of a quarter that would be cut, or of
    months then assessed.
    """
    told: dict[Period, bool] = {}
    for total in scores.earlier_totals(conn):
        period = parse_period(total.period)
        told[period] = told.get(period, False) or total.total != 0
    for period, earned in sorted(told.items(), key=lambda each: each[0].first):
        name, past = period_name(period.code), full_day(period.past)
        said = f"{name}的分已用 `history import` 录入"
        if period.span is Span.QUARTER and period.first < wanted.on < period.past:
            first = full_day(period.first)
            raise BeginningError(
                f"{said}，考核起始日不能落在当中；请从{past}起，或从{first}起"
            )
        if period.span is Span.MONTH and wanted.on < period.past and earned:
            raise BeginningError(
                f"{said}，从{full_day(wanted.on)}起考核就会算两遍；请从{past}起，或先把{name}的分改录为 0"
            )


def told_of_assessed(conn: Connection, beginning: Beginning) -> tuple[str, ...]:
    """The quarters whose totals were told, though assessed from this beginning: they
    stand as told.
    """
    periods = {total.period for total in scores.earlier_totals(conn) if total.total}
    return tuple(
        sorted(period for period in periods if parse_period(period).past > beginning.on)
    )


def changed_by(
    before: Beginning | None, after: Beginning, periods: Iterable[Period]
) -> tuple[Period, ...]:
    """Which of the periods would be scored otherwise from another beginning; before
    None, everything is.
    """
    before = before or Beginning(date.min)
    low, high = sorted((before.on, after.on))
    # A duty that had begun is told of where its term ends.
    ends: set[date] = set()
    for span in (Span.QUARTER, Span.HALF, Span.YEAR):
        for day in (low, high):
            term = period_of(day, span)
            if _is_owed(before, term) != _is_owed(after, term):
                ends.add(term.last)
    found: list[Period] = []
    for period in periods:
        overlaps = period.first < high and low < period.past
        if overlaps or any(last in period for last in ends):
            found.append(period)
    return tuple(found)


def _is_owed(beginning: Beginning, term: Period) -> bool:
    if beginning.on <= term.first:
        return True
    return beginning.owes_begun and beginning.on < term.past
