"""What else does the office hand in as files: commissions, totals of earlier quarters, working days?

Decisions about submissions have a file of their own kind in `decisions`.
"""

from __future__ import annotations

from pathlib import Path

from ledger.entries.events import Commission, HistoryTotal
from ledger.periods import Span, UnknownPeriodError, parse_period
from ledger.working_days import WorkingDay
from office.use_cases.imports.finding import Finder
from office.use_cases.imports.rows import BadRowsError, Fault, Row, parsed
from office.use_cases.imports.tables import Columns, read_table

COMMISSIONS = Columns(needed=("id", "title", "units", "issued_on", "due"), allowed=("issuer", "brief"))
HISTORY = Columns(needed=("period", "unit", "total"), allowed=("share", "note"))
_NOT_IN_ID = frozenset("/|\\?#%")
"""Signs that an address of a page, or a list of duties, takes for something else."""
WORKING_DAYS = Columns(needed=("day", "works"), allowed=("note",))


def read_commissions(path: Path, finder: Finder) -> list[Commission]:
    """The commissions (约稿) of a file; raises TableError or BadRowsError."""
    rows = read_table(path, COMMISSIONS)
    commissions = parsed(path, rows, lambda row: _commission(row, finder))
    _refuse_doubles(path, [(row.number, row.text("id")) for row in rows], "id")
    return commissions


def read_history(path: Path, finder: Finder) -> list[HistoryTotal]:
    """The totals of quarters before this installation; raises TableError or BadRowsError."""
    rows = read_table(path, HISTORY)
    totals = parsed(path, rows, lambda row: _total(row, finder))
    keys = [
        (row.number, f"{total.period} {row.text('unit')}") for row, total in zip(rows, totals, strict=True)
    ]
    _refuse_doubles(path, keys, "unit")
    return totals


def read_working_days(path: Path) -> list[WorkingDay]:
    """The office's own table of days; raises TableError or BadRowsError."""
    rows = read_table(path, WORKING_DAYS)
    days = parsed(path, rows, _working_day)
    _refuse_doubles(
        path, [(row.number, day.day.isoformat()) for row, day in zip(rows, days, strict=True)], "day"
    )
    return days


def _commission(row: Row, finder: Finder) -> Commission:
    issued_on, due = row.day("issued_on"), row.day("due")
    if due < issued_on:
        row.refuse("due", "is before issued_on")
    row.needed("units")
    units = finder.units_named(row.several("units"), "units")
    number, title, brief = row.needed("id"), row.needed("title"), row.text("brief")
    if set(number) & _NOT_IN_ID:
        row.refuse("id", f"{number!r} holds / or |, which no address of a page can hold; write it otherwise")
    return Commission(number, title, row.text("issuer"), tuple(u.id for u in units), issued_on, due, brief)


def _total(row: Row, finder: Finder) -> HistoryTotal:
    written = row.needed("period")
    try:
        period = parse_period(written)
    except UnknownPeriodError:
        row.refuse("period", f"{written!r} is no quarter; write 2026Q1")
    if period.span is not Span.QUARTER:
        row.refuse("period", f"{written} is no quarter; write 2026Q1")
    unit = finder.unit(row.needed("unit"))
    row.needed("total")
    total = row.number_or_none("total")
    if total is None or not total.is_finite():
        row.refuse("total", "is no number")
    return HistoryTotal(period.code, unit.id, total, row.number_or_none("share"), row.text("note"))


def _working_day(row: Row) -> WorkingDay:
    row.needed("works")
    return WorkingDay(row.day("day"), bool(row.yes_no("works")), row.text("note"))


def _refuse_doubles(path: Path, keys: list[tuple[int, str]], column: str) -> None:
    first: dict[str, int] = {}
    faults = [
        Fault(number, f"{column}: {key} stands in row {first[key]} already")
        for number, key in keys
        if first.setdefault(key, number) != number
    ]
    if faults:
        raise BadRowsError(path, faults)
