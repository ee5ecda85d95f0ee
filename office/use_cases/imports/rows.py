"""What does one row of a file say, and what is wrong with it?

A cell becomes a value of a type or a `BadCellError`; `parsed` gathers every bad row of a file into one
refusal, so that a person mends them all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from ledger.faults import ToldError
from ledger.periods import OFFICE_ZONE

T = TypeVar("T")
_YES = frozenset({"yes", "y", "true", "1", "是"})
_NO = frozenset({"no", "n", "false", "0", "否"})


class BadCellError(ValueError):
    """A cell does not say what its column should say."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(f"{column}: {what}" if column else what)


class Fault(NamedTuple):
    """What is wrong with one row."""

    row: int
    what: str


class BadRowsError(ToldError):
    """Some rows of a file cannot be taken, and so none was; one line a row."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        lines = [f"{path}: row {fault.row}: {fault.what}" for fault in self.faults]
        if len(lines) == 1:
            lines = [f"{lines[0]}; nothing was imported"]
        else:
            lines.append(f"{path}: {len(lines)} rows are wrong; nothing was imported")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, column → text; `surplus` are cells beyond the heading."""

    path: Path
    number: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()

    def refuse(self, column: str, what: str) -> NoReturn:
        """The row cannot be taken: raises BadCellError."""
        raise BadCellError(column, what)

    def text(self, column: str) -> str:
        """The cell's text; "" where the column is absent."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell's text, which may not be empty."""
        return self.text(column) or self.refuse(column, "is empty")

    def several(self, column: str) -> tuple[str, ...]:
        """The texts that `;` (or its full-width form) separates, empty ones left out."""
        parts = (part.strip() for part in self.text(column).replace("\uff1b", ";").split(";"))
        return tuple(part for part in parts if part)

    def day(self, column: str) -> date:
        """A day, which may not be empty."""
        return parse_day(self.needed(column), column)

    def day_or_none(self, column: str) -> date | None:
        """A day, or None where the cell is empty."""
        return self.day(column) if self.text(column) else None

    def yes_no(self, column: str) -> bool | None:
        """True, False, or None where the cell is empty."""
        return parse_yes_no(self.text(column), column)

    def number_or_none(self, column: str) -> Decimal | None:
        """An exact number, or None where the cell is empty."""
        text = self.text(column)
        try:
            return Decimal(text) if text else None
        except InvalidOperation:
            raise BadCellError(column, f"{text!r} is no number") from None


def parsed(path: Path, rows: Iterable[Row], parse: Callable[[Row], T]) -> list[T]:
    """Every row through `parse`; BadRowsError lists all that it refused with BadCellError."""
    values: list[T] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            if any(row.surplus):
                row.refuse("", f"has more cells than the heading: {row.surplus[0]!r}")
            values.append(parse(row))
        except BadCellError as fault:
            faults.append(Fault(row.number, str(fault)))
    if faults:
        raise BadRowsError(path, faults)
    return values


def parse_day(text: str, column: str = "") -> date:
    """2026-03-31, 2026/3/31 or 2026.3.31; BadCellError otherwise."""
    try:
        year, month, day = (int(part) for part in text.replace("/", "-").replace(".", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        raise BadCellError(column, f"{text!r} is no day; write 2026-03-31") from None


def parse_moment(text: str, column: str = "") -> datetime:
    """An ISO-8601 moment, in the office's zone where it names none; BadCellError otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadCellError(column, f"{text!r} is no moment; write 2026-03-31T17:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)


def parse_yes_no(text: str, column: str = "") -> bool | None:
    """True, False, or None for the empty text; BadCellError otherwise."""
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    if text:
        raise BadCellError(column, f"{text!r} is neither yes nor no")
    return None
