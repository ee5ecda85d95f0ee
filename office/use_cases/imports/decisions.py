"""What did the office decide about many submissions at once?

A file whose columns are a submission (serial, or unit + title) and the names of the options of `submissions
decide`, with `-` or `_`. Since `unit` names the submission where its serial is missing, `to_unit` is the
unit decided on then.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from office.use_cases.decisions.decision import Action, Decision
from office.use_cases.imports.rows import Finder, TableRow, parsed
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
    """One row: the submission, what was decided, and the row it stands in."""

    serial: str
    decision: Decision
    row: int


def read_decisions(path: Path, finder: Finder) -> list[DecisionRow]:
    """The decisions of a file; raises TableError or BadRowsError."""
    return parsed(path, read_table(path, COLUMNS), lambda row: _ruling(row, finder))


def _ruling(row: TableRow, finder: Finder) -> DecisionRow:
    serial = finder.submission(row).serial
    # Beside a serial, `unit` has nothing to find and so is the option of that name.
    unit = row.text("to_unit") or (row.text("unit") if row.text("serial") else "")
    if unit:
        finder.unit(unit)
    action, other, parts = _action(row)
    decision = Decision(
        because=row.needed("because"),
        action=action,
        other=other,
        parts=parts,
        unit=unit or None,
        co_units=row.several("co_units") or None,
        lead=row.text("lead") or None,
        category=row.text("category") or None,
        author=row.text("author") or None,
        phone=row.text("phone") or None,
        commission=row.text("commission") or None,
        own_business=row.yes_no("own_business"),
        counts_on=row.day_or_none("counts_on"),
        quality=row.yes_no("quality"),
        waive_lateness=bool(row.yes_no("waive_lateness")),
    )
    return DecisionRow(serial, decision, row.number)


def _action(row: TableRow) -> tuple[Action, str | None, int | None]:
    asked: list[tuple[Action, str | None, int | None]] = []
    for column, action in (("accept", Action.ACCEPT), ("return", Action.RETURN), ("seal", Action.SEAL)):
        if row.yes_no(column):
            asked.append((action, None, None))
    for column, action in (("supersede_by", Action.SUPERSEDE), ("merge_into", Action.MERGE)):
        if row.text(column):
            asked.append((action, row.text(column), None))
    if row.text("split"):
        asked.append((Action.SPLIT, None, _count(row)))
    if len(asked) > 1:
        row.refuse(
            "", f"asks for {' and '.join(action.value for action, _, _ in asked)}; a row decides one of them"
        )
    return asked[0] if asked else (Action.KEEP, None, None)


def _count(row: TableRow) -> int:
    text = row.text("split")
    if not text.isascii() or not text.isdigit():
        row.refuse("split", f"{text!r} is no number of parts; write 2 or more")
    return int(text)
