"""What happened to submissions, as the office's files tell it?

Adoptions, instructions and forwardings. A publication is written down under the name the rule has for it,
where it has one; one the rule does not name is kept as it was written and earns nothing until the office
maps it (C7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from ledger.entries.events import Adoption, Commission, Forwarding, HistoryTotal, Instruction, Remark
from ledger.periods import Span, UnknownPeriodError, local_day, parse_period
from ledger.rulebook import RemarkRule, Rulebook
from ledger.scoresheet import points_text
from ledger.working_days import WorkingDay
from office.use_cases.imports.rows import WHICH, BadRowsError, Fault, Finder, TableRow, parsed
from office.use_cases.imports.tables import Columns, read_table
from office.use_cases.remarking import fixed, kinds_on, points_of

ADOPTIONS = Columns(needed=("publication", "on"), allowed=(*WHICH, "form", "issue", "note"))
INSTRUCTIONS = Columns(needed=("leader", "level", "on"), allowed=(*WHICH, "note"))
FORWARDINGS = Columns(needed=("target", "on"), allowed=(*WHICH, "note"))


class ImportContext(NamedTuple):
    """What a row is read against: the record, the rule, and the moment of entry."""

    finder: Finder
    rulebook: Rulebook
    now: datetime


def read_adoptions(path: Path, known: ImportContext) -> list[Adoption]:
    """The adoptions of a file (Art. 11(2)); raises TableError or BadRowsError."""
    return parsed(path, read_table(path, ADOPTIONS), lambda row: _adoption(row, known))


def read_instructions(path: Path, known: ImportContext) -> list[Instruction]:
    """The instructions of a file; a level the rule does not name is kept, and earns what it says (C5)."""
    return parsed(path, read_table(path, INSTRUCTIONS), lambda row: _instruction(row, known))


def read_forwardings(path: Path, known: ImportContext) -> list[Forwarding]:
    """The forwardings of a file; raises TableError or BadRowsError."""
    return parsed(path, read_table(path, FORWARDINGS), lambda row: _forwarding(row, known))


def _adoption(row: TableRow, known: ImportContext) -> Adoption:
    written, form = row.needed("publication"), row.text("form")
    outlet = known.rulebook.publication(written)
    forms = dict.fromkeys(form.name for edition in known.rulebook.editions for form in edition.forms)
    if form and form not in forms:
        row.refuse("form", f"{form} is no form of adoption; allowed: {', '.join(forms)}")
    return Adoption(
        id=0,
        serial=known.finder.submission(row).serial,
        publication=outlet.name if outlet else written,
        form=form or next(iter(forms), ""),
        on=row.day("on"),
        entered_at=known.now,
        issue=row.text("issue"),
        note=row.text("note"),
    )


def _instruction(row: TableRow, known: ImportContext) -> Instruction:
    serial = known.finder.submission(row).serial
    leader, level = row.needed("leader"), row.needed("level")
    return Instruction(0, serial, leader, level, row.day("on"), known.now, row.text("note"))


def _forwarding(row: TableRow, known: ImportContext) -> Forwarding:
    serial = known.finder.submission(row).serial
    return Forwarding(0, serial, row.needed("target"), row.day("on"), known.now, row.text("note"))


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


def _commission(row: TableRow, finder: Finder) -> Commission:
    issued_on, due = row.day("issued_on"), row.day("due")
    if due < issued_on:
        row.refuse("due", "is before issued_on")
    row.needed("units")
    units = finder.units_named(row.several("units"), "units")
    number, title, brief = row.needed("id"), row.needed("title"), row.text("brief")
    if set(number) & _NOT_IN_ID:
        row.refuse("id", f"{number!r} holds / or |, which no address of a page can hold; write it otherwise")
    return Commission(number, title, row.text("issuer"), tuple(u.id for u in units), issued_on, due, brief)


def _total(row: TableRow, finder: Finder) -> HistoryTotal:
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


def _working_day(row: TableRow) -> WorkingDay:
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


REMARKS = Columns(needed=("kind", "on", "because"), allowed=(*WHICH, "points"))

_Said = tuple[int, str, object, str | None, str]


def read_remarks(path: Path, known: ImportContext, standing: Sequence[Remark]) -> list[Remark]:
    """The remarks of a file; raises TableError or BadRowsError.

    What stands already, or twice in the file, may be there again, but not with other points.
    """
    rows = read_table(path, REMARKS)
    found = parsed(path, rows, lambda row: _remark(row, known))
    worth: dict[_Said, Fraction | None] = {_said(remark): remark.points for remark in standing}
    faults = [
        Fault(row.number, f"points: the same remark stands with {_told(before)}; withdraw that one first")
        for row, remark in zip(rows, found, strict=True)
        if (before := worth.setdefault(_said(remark), remark.points)) != remark.points
    ]
    if faults:
        raise BadRowsError(path, faults)
    return found


def _remark(row: TableRow, known: ImportContext) -> Remark:
    unit_id, serial = _whom(row, known)
    on = row.day("on")
    if on > local_day(known.now):
        row.refuse("on", f"{on} has not come yet")
    rule = _rule(row, known)
    points = _points(row, rule)
    return Remark(0, unit_id, rule.name, on, known.now, row.needed("because"), points, serial)


def _whom(row: TableRow, known: ImportContext) -> tuple[int, str | None]:
    """The unit, and the item it is about, if any."""
    if not row.text("serial") and not row.text("title"):
        if not row.text("unit"):
            row.refuse("unit", "is empty, and so is serial; name the unit, or the item and so its unit")
        return known.finder.unit(row.text("unit")).id, None
    item = known.finder.submission(row)
    if not row.text("unit"):
        return item.unit_id or row.refuse(
            "serial", f"{item.serial} has no unit yet; decide it first"
        ), item.serial
    unit = known.finder.unit(row.text("unit"))
    if unit.id not in item.unit_ids:
        row.refuse("unit", f"{unit.name} is no unit of {item.serial}; leave the serial out if it is meant")
    return unit.id, item.serial


def _rule(row: TableRow, known: ImportContext) -> RemarkRule:
    name, kinds = row.needed("kind"), kinds_on(known.rulebook, row.day("on"))
    period = kinds.quarter.code
    if kinds.rules is None:
        row.refuse("on", f"no edition of the policy covers {period}")
    if not kinds.rules:
        row.refuse("kind", f"the policy of {period} names no remarks")
    names = ", ".join(rule.name for rule in kinds.rules)
    return kinds.named(name) or row.refuse(
        "kind", f"{name} is no remark of the policy of {period}; allowed: {names}"
    )


def _points(row: TableRow, rule: RemarkRule) -> Fraction | None:
    text = row.text("points")
    points = points_of(text)
    if text and points is None:
        row.refuse("points", f"{text!r} is no number; write -5, 2.5 or 1/3")
    if fixed(rule):
        if points is not None and points != rule.least:
            row.refuse("points", f"{rule.name} is {points_text(rule.least)}; write that or nothing")
        return None
    span = f"{points_text(rule.least)} to {points_text(rule.most)}"
    if points is None:
        row.refuse("points", f"is empty; {rule.name} takes {span}")
    if not rule.least <= points <= rule.most:
        row.refuse("points", f"{points_text(points)} is out of range; {rule.name} takes {span}")
    return points


def _said(remark: Remark) -> _Said:
    return remark.unit_id, remark.kind, remark.on, remark.serial, remark.because


def _told(points: Fraction | None) -> str:
    return "the value of its kind" if points is None else points_text(points)
