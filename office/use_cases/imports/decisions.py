"""What did the office decide about many submissions at once?

A file whose columns are a submission (serial, or unit + title) and the names of the options of `submissions
decide`, with `-` or `_`. Since `unit` names the submission where its serial is missing, `to_unit` is the
unit decided on then.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from office.use_cases.decisions.decision import Decision, TwoActionsError, decision_of_options
from office.use_cases.imports.rows import Finder, TableRow, parse_rows
from office.use_cases.imports.tables import Columns, read_table

_OPTIONS = (
    "to_unit",
    "co_units",
    "lead",
    "category",
    "author",
    "phone",
    "commission",
    "own_business",
    "counts_on",
    "quality",
    "waive_lateness",
    "accept",
    "return",
    "supersede_by",
    "merge_into",
    "split",
    "seal",
)
COLUMNS = Columns(needed=("because",), allowed=("serial", "unit", "title", *_OPTIONS))


class DecisionRow(NamedTuple):
    """A submission, what was decided about it, and the number of the row that says so."""

    serial: str
    decision: Decision
    row: int


def read_decisions(path: Path, finder: Finder) -> list[DecisionRow]:
    """The decisions of a file; raises TableError or BadRowsError."""
    return parse_rows(path, read_table(path, COLUMNS), lambda row: _decision_row(row, finder))


def _decision_row(row: TableRow, finder: Finder) -> DecisionRow:
    serial = finder.submission(row).serial
    unit = row.text("to_unit")
    if not unit and row.text("serial"):
        # Beside a serial, `unit` has nothing to find and so is the option of that name.
        unit = row.text("unit")
    if unit:
        finder.unit(unit)
    # `accept`, `return`, `seal` and their like are the columns of the same names.
    options: dict[str, object] = {name: row.text(name) or None for name in _OPTIONS}
    options["because"] = row.needed("because")
    options["unit"] = unit or None
    options["co_units"] = row.several("co_units") or None
    for name in ("own_business", "quality", "waive_lateness", "accept", "return", "seal"):
        options[name] = row.yes_no(name)
    options["counts_on"] = row.day_or_none("counts_on")
    options["split"] = _parts(row)
    try:
        return DecisionRow(serial, decision_of_options(options), row.number)
    except TwoActionsError as fault:
        row.refuse("", f"asks for {' and '.join(fault.actions)}; a row decides one of them")


def _parts(row: TableRow) -> int | None:
    text = row.text("split")
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        row.refuse("split", f"{text!r} is no number of parts; write 2 or more")
    return int(text)
