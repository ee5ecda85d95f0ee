"""Which rows of text does a .csv or .xlsx file hold?

A .csv in UTF-8 (with or without byte order mark) or GB18030, whichever it is; of an .xlsx the first sheet.
A formula stays the text it is and is never computed (P40). What the cells mean is left to the other modules
of this room.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ledger.faults import ToldError
from office.use_cases.imports.rows import TableRow

_UNPACKED = 64 * 2**20
"""Bytes of all members of a workbook: some hundred thousand rows."""
_CELLS = 5_000_000
"""Cells of a sheet, with those that a row of a high number leaves empty before it."""

Cells = tuple[int, list[str]]
"""The number of a row as a person sees it in the file, and its cells."""


class TableError(ToldError):
    """A file cannot be read as the table it should be."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}; nothing was imported")


class Columns(NamedTuple):
    """Which columns a file must have, and which it may have."""

    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()


def read_table(path: Path, columns: Columns) -> list[TableRow]:
    """The rows under the heading, empty ones left out; TableError: what is wrong with file or heading."""
    lines = iter(_lines(path))
    _, heading = next(lines, (1, []))
    names = [name.casefold() for name in heading]
    _check_heading(path, names, columns)
    rows = [
        TableRow(path, number, _cells(names, cells), tuple(cells[len(names) :])) for number, cells in lines
    ]
    return [row for row in rows if any(row.cells.values()) or any(row.surplus)]


def to_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as .csv that spreadsheets open in UTF-8; a text that looks like a formula is disarmed (P40)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([_disarmed(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _check_heading(path: Path, names: list[str], columns: Columns) -> None:
    known = (*columns.needed, *columns.allowed)
    if not any(names):
        raise TableError(path, f"is empty; the first row names the columns: {', '.join(known)}")
    strange = [name for name in names if name and name not in known]
    if strange:
        raise TableError(path, f"unknown column {', '.join(strange)}; allowed: {', '.join(known)}")
    missing = [name for name in columns.needed if name not in names]
    if missing:
        raise TableError(path, f"column {', '.join(missing)} is missing; the first row names the columns")
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise TableError(path, f"column {', '.join(doubled)} appears twice")


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    filled = cells + [""] * (len(names) - len(cells))
    return {name: cell for name, cell in zip(names, filled, strict=False) if name}


def _lines(path: Path) -> list[Cells]:
    try:
        if path.suffix.lower() == ".xlsx":
            return list(_of_workbook(path))
        if path.suffix.lower() == ".csv":
            return list(_of_csv(_text(path)))
    except OSError as fault:
        raise TableError(path, f"cannot be read: {fault.strerror or fault}") from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as fault:
        raise TableError(path, f"is no .xlsx workbook: {fault}") from None
    except csv.Error as fault:
        raise TableError(path, f"is no .csv: {fault}") from None
    raise TableError(path, "is neither .csv nor .xlsx; save it as one of these")


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(path, "is neither UTF-8 nor GB18030; save it again as UTF-8")


def _of_csv(text: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    for cells in reader:
        yield start, [_armed(cell.strip()) for cell in cells]
        start = reader.line_num + 1


def _of_workbook(path: Path) -> Iterator[Cells]:
    _check_unpacked(path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    left = _CELLS
    with closing(book), closing(book.worksheets[0].iter_rows(values_only=True)) as rows:
        for number, cells in enumerate(rows, start=1):
            left -= len(cells) + 1
            if left < 0:
                raise TableError(path, f"has more than {_CELLS} cells; take out what is empty")
            if number == 1 or any(cell is not None for cell in cells):
                yield number, [_as_text(cell) for cell in cells]


def _check_unpacked(path: Path) -> None:
    """Refuses a workbook of a few bytes that unpacks to very many (P14); zipfile holds it to what it says."""
    with ZipFile(path) as packed:
        size = sum(member.file_size for member in packed.infolist())
    if size > _UNPACKED:
        raise TableError(path, f"unpacks to more than {_UNPACKED // 2**20} MiB")


def _as_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _armed(cell: str) -> str:
    """What `_disarmed` made, back again."""
    return cell[1:] if cell.startswith("'") and _disarmed(cell[1:]) == cell else cell
