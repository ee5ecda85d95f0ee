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

    def decision_row(row: TableRow) -> DecisionRow:
        serial = finder.submission(row).serial
        unit = row.text("to_unit")
        if not unit and row.text("serial"):
            # Beside a serial, `unit` has nothing to find and so is the option of that name.
            unit = row.text("unit")
        if unit:
            finder.unit(unit)
        options: dict[str, object] = {name: row.text(name) or None for name in _OPTIONS}
        options["because"] = row.needed("because")
        options["unit"] = unit or None
        options["co_units"] = row.several("co_units") or None
        options["counts_on"] = row.day_or_none("counts_on")
        for name in ("own_business", "quality", "waive_lateness", "accept", "return", "seal"):
            options[name] = row.yes_no(name)
        parts = row.text("split")
        if parts:
            if not parts.isascii() or not parts.isdigit():
                row.refuse("split", f"{parts!r} is no number of parts; write 2 or more")
            options["split"] = int(parts)
        try:
            decision = decision_of_options(options)
        except TwoActionsError as fault:
            row.refuse("", f"asks for {' and '.join(fault.actions)}; a row decides one of them")
        return DecisionRow(serial, decision, row.number)

    return parse_rows(path, read_table(path, COLUMNS), decision_row)
