"""What does one row of a file say, which unit or submission does it mean, and what is
wrong with it?

A cell becomes a value of a type or a `BadCellError`; `parse_rows` gathers every bad row
of a file into one refusal, so that a person mends them all at once. Whatever rows may
name is read once and looked up by `Finder`; a name is exact here, finding a unit in a
mail's words is `ingest.names.naming`'s affair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.faults import ToldError
from office.use_cases.closed_lists import near_units
from office.use_cases.imports.refusals import Refusal, Wrong, listed

T = TypeVar("T")
WHICH = ("serial", "unit", "title")
"""The columns that name a submission: its serial, or unit and title."""
_DEAD = frozenset({SubmissionState.RETURNED, SubmissionState.SUPERSEDED})
"""States in which no title means a submission any more; its serial still does."""
SEMICOLON = re.compile("[;\uff1b]")
_YES = frozenset({"yes", "y", "true", "1", "是"})
_NO = frozenset({"no", "n", "false", "0", "否"})


class BadCellError(ValueError):
    """A cell does not say what its column should say."""

    def __init__(self, column: str, refusal: Refusal, **values: object) -> None:
        self.wrong = Wrong(refusal, values, column)
        super().__init__(self.wrong.english)


class Fault(NamedTuple):
    """What is wrong with one row."""

    row: int
    wrong: Wrong

    @property
    def what(self) -> str:
        """What is wrong, as the command line says it."""
        return self.wrong.english


class BadRowsError(ToldError):
    """Some rows of a file cannot be taken, and so none was; one line a row.

    `good` are the values of the other rows, in their order, for whoever only looks at
    what a file says.
    """

    def __init__(
        self, path: Path, faults: Iterable[Fault], good: Sequence[object] = ()
    ) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.row, fault.what)))
        self.good = tuple(good)
        lines = [f"{path}: row {fault.row}: {fault.what}" for fault in self.faults]
        if len(lines) == 1:
            lines = [f"{lines[0]}; nothing was imported"]
        else:
            lines.append(f"{path}: {len(lines)} rows are wrong; nothing was imported")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number in the file, column → text; `surplus` are cells beyond the
    heading.

    `from_above` are the columns whose text stands in a merged cell that begins in a row
    above; `written` are all cells that hold something, in columns that mean nothing to
    us too.
    """

    path: Path
    number: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()
    from_above: frozenset[str] = frozenset()
    written: tuple[str, ...] = ()

    def refuse(self, column: str, refusal: Refusal, **values: object) -> NoReturn:
        """The row cannot be taken: raises BadCellError."""
        raise BadCellError(column, refusal, **values)

    def refuse_surplus(self) -> None:
        """BadCellError where something stands in a cell beyond the heading."""
        if any(self.surplus):
            self.refuse("", Refusal.SURPLUS, said=self.surplus[0])

    def text(self, column: str) -> str:
        """The cell's text; "" where the column is absent."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell's text, which may not be empty."""
        return self.text(column) or self.refuse(column, Refusal.EMPTY)

    def several(
        self, column: str, signs: re.Pattern[str] = SEMICOLON
    ) -> tuple[str, ...]:
        """The texts between such signs, empty ones left out."""
        return separated(self.text(column), signs)

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
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise BadCellError(column, Refusal.NO_NUMBER, said=text) from None


def separated(text: str, signs: re.Pattern[str] = SEMICOLON) -> tuple[str, ...]:
    """The texts between such signs, empty ones left out."""
    return tuple(filter(None, map(str.strip, signs.split(text))))


def parse_rows(
    path: Path, rows: Iterable[TableRow], parse: Callable[[TableRow], T]
) -> list[T]:
    """Every row through `parse`; BadRowsError lists all that it refused with
    BadCellError.
    """
    values: list[T] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            row.refuse_surplus()
            values.append(parse(row))
        except BadCellError as fault:
            faults.append(Fault(row.number, fault.wrong))
    if faults:
        raise BadRowsError(path, faults, values)
    return values


def parse_day(text: str, column: str = "") -> date:
    """2026-03-31, 2026/3/31 or 2026.3.31; BadCellError otherwise."""
    try:
        year, month, day = (
            int(part) for part in text.replace("/", "-").replace(".", "-").split("-")
        )
        return date(year, month, day)
    except ValueError:
        raise BadCellError(column, Refusal.NO_DAY, said=text) from None


def parse_yes_no(text: str, column: str = "") -> bool | None:
    """True, False, or None for the empty text; BadCellError otherwise."""
    folded = text.casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    if text:
        raise BadCellError(column, Refusal.NEITHER_YES_NOR_NO, said=text)
    return None


@dataclass(frozen=True, slots=True)
class Finder:
    """The units and submissions a file may speak of."""

    units: tuple[Unit, ...]
    submissions: tuple[Submission, ...] = ()

    def unit(self, name: str, column: str = "unit") -> Unit:
        """The unit of this official, short or former name; BadCellError where there is
        none, or several.
        """
        found = [unit for unit in self.units if unit.name == name]
        if not found:
            found = [unit for unit in self.units if name in unit.every_name]
        if not found:
            alike = near_units(name, self.units)
            if alike:
                hint = listed(alike, " or ")
                raise BadCellError(column, Refusal.NEAR_UNIT, name=name, near=hint)
            raise BadCellError(column, Refusal.NO_UNIT, name=name)
        if len(found) > 1:
            names = ", ".join(unit.name for unit in found)
            raise BadCellError(column, Refusal.SEVERAL_UNITS, name=name, names=names)
        return found[0]

    def submission(self, row: TableRow) -> Submission:
        """The submission a row names, by its serial or by unit and title;
        BadCellError.
        """
        serial, title = row.text("serial"), row.text("title")
        if serial:
            for item in self.submissions:
                if item.serial == serial:
                    return item
            row.refuse("serial", Refusal.NO_SERIAL, serial=serial)
        if "" in (row.text("unit"), title):
            row.refuse("serial", Refusal.NO_ITEM_NAMED)
        unit = self.unit(row.text("unit"))
        of_unit = (item for item in self.submissions if unit.id in item.unit_ids)
        found = [
            item for item in of_unit if item.title == title and item.state not in _DEAD
        ]
        if not found:
            row.refuse("title", Refusal.NO_SUCH_TITLE, unit=unit.name)
        if len(found) > 1:
            serials = ", ".join(item.serial for item in found)
            row.refuse(
                "title", Refusal.SEVERAL_OF_TITLE, unit=unit.name, serials=serials
            )
        return found[0]
