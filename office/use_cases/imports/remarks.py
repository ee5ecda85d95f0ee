"""Which points did the office give or take by hand, as a file tells it?

Of a kind that the rule names on that day, within the values it allows, and never without a reason. A row is
about a unit, or about an item and one of its units: the lead where it names none.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from ledger.entries.events import Remark
from ledger.periods import local_day
from ledger.rulebook import RemarkRule
from ledger.scoresheet import points_text
from office.use_cases.decisions.remarking import fixed, kinds_on, points_of
from office.use_cases.imports.events import Known
from office.use_cases.imports.finding import WHICH
from office.use_cases.imports.rows import BadRowsError, Fault, Row, parsed
from office.use_cases.imports.tables import Columns, read_table

REMARKS = Columns(needed=("kind", "on", "because"), allowed=(*WHICH, "points"))

_Said = tuple[int, str, object, str | None, str]


def read_remarks(path: Path, known: Known, standing: Sequence[Remark]) -> list[Remark]:
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


def _remark(row: Row, known: Known) -> Remark:
    unit_id, serial = _whom(row, known)
    on = row.day("on")
    if on > local_day(known.now):
        row.refuse("on", f"{on} has not come yet")
    rule = _rule(row, known)
    points = _points(row, rule)
    return Remark(0, unit_id, rule.name, on, known.now, row.needed("because"), points, serial)


def _whom(row: Row, known: Known) -> tuple[int, str | None]:
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


def _rule(row: Row, known: Known) -> RemarkRule:
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


def _points(row: Row, rule: RemarkRule) -> Fraction | None:
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
