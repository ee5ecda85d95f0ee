"""Which rows of text does a .csv or .xlsx file hold?

A .csv in UTF-8 (with or without byte order mark) or GB18030, whichever it is; of an .xlsx the first sheet.
A formula stays the text it is and is never computed (P40). What the cells mean is left to `rows`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
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


class _Line(NamedTuple):
    """The number of a row as a person sees it in the file, and its cells."""

    number: int
    cells: list[str]


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
    lines = _lines(path)
    names = [name.casefold() for name in lines[0].cells] if lines else []
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

    rows: list[TableRow] = []
    for number, cells in lines[1:]:
        texts = dict.fromkeys((name for name in names if name), "")
        for name, cell in zip(names, cells, strict=False):
            if name:
                texts[name] = cell
        row = TableRow(path, number, texts, surplus=tuple(cells[len(names) :]))
        if any(row.cells.values()) or any(row.surplus):
            rows.append(row)
    return rows


def to_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as .csv that spreadsheets open in UTF-8; a text that looks like a formula is disarmed (P40)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    for row in rows:
        writer.writerow([_disarm(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _lines(path: Path) -> list[_Line]:
    try:
        if path.suffix.lower() == ".xlsx":
            return _workbook_lines(path)
        if path.suffix.lower() == ".csv":
            return _csv_lines(path)
    except OSError as fault:
        raise TableError(path, f"cannot be read: {fault.strerror or fault}") from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as fault:
        raise TableError(path, f"is no .xlsx workbook: {fault}") from None
    except csv.Error as fault:
        raise TableError(path, f"is no .csv: {fault}") from None
    raise TableError(path, "is neither .csv nor .xlsx; save it as one of these")


def _csv_lines(path: Path) -> list[_Line]:
    raw = path.read_bytes()
    content = None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if content is None:
        raise TableError(path, "is neither UTF-8 nor GB18030; save it again as UTF-8")
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    lines: list[_Line] = []
    number = 1
    for cells in reader:
        texts: list[str] = []
        for cell in cells:
            text = cell.strip()
            if text.startswith("'") and _disarm(text[1:]) == text:
                text = text[1:]  # `to_csv` had disarmed it
            texts.append(text)
        lines.append(_Line(number, texts))
        number = reader.line_num + 1  # a cell in quotes may go over several lines of the file
    return lines


def _workbook_lines(path: Path) -> list[_Line]:
    # A workbook of a few bytes may unpack to very many (P14); zipfile holds it to what it says.
    with ZipFile(path) as packed:
        size = sum(member.file_size for member in packed.infolist())
    if size > _UNPACKED:
        raise TableError(path, f"unpacks to more than {_UNPACKED // 2**20} MiB")
    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    lines: list[_Line] = []
    cells_left = _CELLS
    with closing(book), closing(book.worksheets[0].iter_rows(values_only=True)) as rows:
        for number, cells in enumerate(rows, start=1):
            cells_left -= len(cells) + 1
            if cells_left < 0:
                raise TableError(path, f"has more than {_CELLS} cells; take out what is empty")
            if number == 1 or any(cell is not None for cell in cells):
                lines.append(_Line(number, [_as_text(cell) for cell in cells]))
    return lines


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


def _disarm(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
