"""Which rows of text does a .csv or .xlsx file hold?

A .csv in UTF-8 (with or without byte order mark) or GB18030, whichever it is; of an
.xlsx the first sheet that has the columns. Titles above the heading are passed over. A
formula stays the text it is and is never computed (P40). What the cells mean is left to
`rows`.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ledger.faults import ToldError
from office.use_cases.imports.refusals import Both, Refusal, Wrong
from office.use_cases.imports.rows import TableRow

_UNPACKED = 64 * 2**20
"""Bytes of all members of a workbook: some hundred thousand rows."""
_CELLS = 5_000_000
"""Cells of a sheet, with those that a row of a high number leaves empty before it."""


_HEADING_WITHIN = 15
"""Rows of a sheet in which its heading is looked for: titles, a date and a note stand
above it.
"""
_HAN = re.compile("[\u4e00-\u9fff]")
_ASIDE = re.compile(r"[\s*＊:：]|[(（].*?[)）]")
"""What stands in a heading beside its word: a mark that the column is needed, a note in
brackets.
"""
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)


class _SheetLine(NamedTuple):
    """The number of a row as a person sees it in the file, and its cells."""

    number: int
    cells: list[str]


class _Merged(NamedTuple):
    """Cells of one column that are one: its place from 0, and their first and last
    row.
    """

    place: int
    first: int
    last: int


class _Sheet(NamedTuple):
    """One sheet of a workbook, or a .csv, which has no name."""

    name: str
    lines: list[_SheetLine]
    merged: tuple[_Merged, ...] = ()


class TableError(ToldError):
    """A file cannot be read as the table it should be."""

    def __init__(self, path: Path, refusal: Refusal, **values: object) -> None:
        self.wrong = Wrong(refusal, values)
        super().__init__(f"{path}: {self.wrong.english}; nothing was imported")


def as_written(heading: Sequence[str]) -> list[str]:
    """The columns that a heading names by their own names."""
    return [name.casefold() for name in heading]


def plain_heading(text: str) -> str:
    """The word of a heading: 采用日期（年月日）* is 采用日期."""
    return _ASIDE.sub("", text)


class Columns(NamedTuple):
    """Which columns a file must have, and which it may have.

    `meant` says which column each cell of a heading means; what it does not know it
    leaves as it is. A merged cell of the columns `spread` speaks for all of its rows.
    Chinese headings that mean none of our columns are passed over where `tolerant`: an
    office's own list has columns for its own ends. Of such a list a row is the heading
    only when it names two columns. `headings` are the Chinese words for columns, the
    first of which a refusal shows; a page shows that of `captions` instead where there
    is one.
    """

    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    meant: Callable[[Sequence[str]], list[str]] = as_written
    spread: frozenset[str] = frozenset()
    tolerant: bool = False
    headings: Mapping[str, tuple[str, ...]] = {}
    captions: Mapping[str, str] = {}

    def shown(self, names: Iterable[str]) -> Both:
        """Columns as a refusal lists them, in English with what they may be called in
        Chinese.
        """
        english: list[str] = []
        chinese = ""
        for name in names:
            headed = name in self.headings
            english.append(f"{name} ({self.headings[name][0]})" if headed else name)
            chinese += f"“{self.caption(name)}”"
        many = "这一栏" if len(english) == 1 else "这几栏"
        return Both(", ".join(english), f"{chinese}{many}")

    def caption(self, name: str) -> str:
        """What a page calls a column; its own name where it has no Chinese one."""
        return self.captions.get(name, self.headings.get(name, (name,))[0])

    @property
    def known(self) -> tuple[str, ...]:
        """All of them, the needed ones first."""
        return (*self.needed, *self.allowed)


def columns_called(
    headings: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    allowed: tuple[str, ...],
) -> Columns:
    """Columns each of which may stand under its own name or, if it has any, under a
    Chinese heading.
    """
    own = {name: headings[name] for name in (*needed, *allowed) if name in headings}
    by_heading = {heading: name for name, said in own.items() for heading in said}

    def meant(heading: Sequence[str]) -> list[str]:
        return [
            by_heading.get(plain_heading(text), text.casefold()) for text in heading
        ]

    return Columns(needed, allowed, meant, headings=own)


class BookSheet(NamedTuple):
    """A sheet to write; widths in characters, column by column."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


class Table(NamedTuple):
    """The rows of a file, the columns its heading names, and what was passed over."""

    rows: list[TableRow]
    columns: tuple[str, ...]
    spoken: bool
    """Whether the heading is in Chinese."""
    passed_over: tuple[str, ...] = ()
    """Headings that mean nothing to us."""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    """Other sheets that have the columns too."""


def read_table(path: Path, columns: Columns) -> list[TableRow]:
    """The rows under the heading, empty ones left out; TableError: what is wrong with
    file or heading.
    """
    return open_table(path, columns).rows


def open_table(path: Path, columns: Columns, sheet: str = "") -> Table:
    """The table of a file, on `sheet` if that is given; TableError: what is wrong with
    file or heading.
    """
    sheets = _sheets(path)
    if sheet:
        named = [each for each in sheets if each.name == sheet]
        if not named:
            names = ", ".join(each.name for each in sheets if each.name)
            said = Both(names, names)
            if not names:
                said = Both("none: a .csv has one table", "没有，.csv 只有一张表")
            raise TableError(path, Refusal.NO_SHEET, name=sheet, names=said)
        sheets = named
    fitting: dict[str, tuple[_Sheet, int]] = {}
    nearest: tuple[_Sheet, int] | None = None
    most = -1
    for each in sheets:
        for place, line in enumerate(each.lines[:_HEADING_WITHIN]):
            named_columns = set(columns.meant(line.cells))
            hits = len(named_columns & set(columns.known))
            if set(columns.needed) <= named_columns and hits > columns.tolerant:
                fitting.setdefault(each.name, (each, place))
                break
            # Where no row names all that is needed, the one that comes nearest is told
            # what it lacks.
            if hits > most:
                nearest, most = (each, place), hits
    chosen = next(iter(fitting.values()), nearest)
    if chosen is None:
        known = columns.shown(columns.known)
        raise TableError(path, Refusal.EMPTY_FILE, known=known)
    found, place = chosen
    table = _table(path, columns, found, place)
    fitting.pop(found.name, None)
    rivals = tuple(fitting)
    others = tuple(
        each.name for each in sheets if each.name not in (*rivals, found.name)
    )
    return table._replace(sheet=found.name, other_sheets=others, rivals=rivals)


def _table(path: Path, columns: Columns, sheet: _Sheet, place: int) -> Table:
    """The rows below the heading, which is the line at `place`; TableError."""
    heading = sheet.lines[place].cells
    names = columns.meant(heading)
    known = columns.known
    passed_over: list[str] = []
    strange: list[str] = []
    for text, name in zip(heading, names, strict=True):
        if not text or name in known:
            continue
        if columns.tolerant and _HAN.search(text):
            passed_over.append(text)
        else:
            strange.append(text.casefold())
    missing = [name for name in columns.needed if name not in names]
    if strange:
        names_said, allowed = ", ".join(strange), columns.shown(known)
        raise TableError(path, Refusal.UNKNOWN_COLUMNS, names=names_said, known=allowed)
    if missing:
        said = columns.shown(missing)
        raise TableError(path, Refusal.MISSING_COLUMNS, columns=said)
    ours = [name for name in names if name in known]
    doubled = sorted(name for name in set(ours) if ours.count(name) > 1)
    if doubled:
        said = columns.shown(doubled)
        raise TableError(path, Refusal.DOUBLED_COLUMNS, columns=said)

    merged: defaultdict[str, list[_Merged]] = defaultdict(list)
    for each in sorted(sheet.merged, key=lambda each: each.first):
        is_below = each.first > sheet.lines[place].number
        if is_below and each.place < len(names) and names[each.place] in columns.spread:
            merged[names[each.place]].append(each)
    said_by = {line.number: line.cells for line in sheet.lines}

    rows: list[TableRow] = []
    for number, cells in sheet.lines[place + 1 :]:
        by_name = dict(zip(names, cells, strict=False))
        values = {name: by_name.get(name, "") for name in ours}
        surplus = tuple(cells[len(names) :])
        # Of an office's own list a row counts that says something in any column.
        told = cells if columns.tolerant else (*values.values(), *surplus)
        if not any(told):
            continue
        from_above: set[str] = set()
        for name, ranges in merged.items():
            before = bisect_right(ranges, number, key=lambda each: each.first)
            range_above = ranges[before - 1]
            if before and range_above.first < number <= range_above.last:
                above = dict(
                    zip(names, said_by.get(range_above.first, ()), strict=False)
                )
                values[name] = above.get(name, "")
                from_above.add(name)
        written = tuple(filter(None, cells))
        rows.append(
            TableRow(path, number, values, surplus, frozenset(from_above), written)
        )
    spoken = names != as_written(heading)
    return Table(rows, tuple(ours), spoken, tuple(passed_over))


def to_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as .csv that spreadsheets open in UTF-8; a text that looks like a formula
    is disarmed (P40).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    for row in rows:
        writer.writerow([_disarm(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def to_workbook(sheets: Iterable[BookSheet]) -> bytes:
    """A workbook of texts, each sheet with its heading in bold; no cell is a formula
    (P40).
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, texts in enumerate((sheet.heading, *sheet.rows), start=1):
            for place, text in enumerate(texts, start=1):
                cell = page.cell(number, place)
                cell.value = text
                cell.data_type = "s"
                cell.number_format = "@"  # a telephone number keeps its first 0
                cell.font = Font(bold=number == 1)
        for place, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        page.freeze_panes = "B2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheets(path: Path) -> list[_Sheet]:
    try:
        if path.suffix.lower() == ".xlsx":
            return _workbook_sheets(path)
        if path.suffix.lower() == ".csv":
            return [_Sheet("", [line for line in _csv_lines(path) if any(line.cells)])]
    except OSError as fault:
        detail = fault.strerror or fault
        raise TableError(path, Refusal.UNREADABLE, detail=detail) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as fault:
        raise TableError(path, Refusal.NO_WORKBOOK, detail=fault) from None
    except csv.Error as fault:
        raise TableError(path, Refusal.NO_CSV, detail=fault) from None
    raise TableError(path, Refusal.NO_TABLE)


def _csv_lines(path: Path) -> list[_SheetLine]:
    raw = path.read_bytes()
    content = None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if content is None:
        raise TableError(path, Refusal.NO_ENCODING)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    lines: list[_SheetLine] = []
    number = 1
    for cells in reader:
        texts: list[str] = []
        for cell in cells:
            text = cell.strip()
            if text.startswith("'") and _disarm(text[1:]) == text:
                text = text[1:]  # `to_csv` had disarmed it
            texts.append(text)
        lines.append(_SheetLine(number, texts))
        number = (
            reader.line_num + 1
        )  # a cell in quotes may go over several lines of the file
    return lines


def _workbook_sheets(path: Path) -> list[_Sheet]:
    # A workbook of a few bytes may unpack to very many (P14); zipfile holds it to what
    # it says.
    with ZipFile(path) as packed:
        size = sum(member.file_size for member in packed.infolist())
    if size > _UNPACKED:
        raise TableError(path, Refusal.TOO_LARGE, limit=_UNPACKED // 2**20)
    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    sheets: list[_Sheet] = []
    cells_left = _CELLS
    with closing(book):
        for sheet in book.worksheets:
            lines: list[_SheetLine] = []
            with closing(sheet.iter_rows(values_only=True)) as rows:
                for number, cells in enumerate(rows, start=1):
                    cells_left -= len(cells) + 1
                    if cells_left < 0:
                        raise TableError(path, Refusal.TOO_MANY_CELLS, limit=_CELLS)
                    if any(cell is not None for cell in cells):
                        lines.append(
                            _SheetLine(number, [_as_text(cell) for cell in cells])
                        )
            if lines:
                # Read without merged cells, for a range of all rows would be made in
                # memory cell by cell.
                part = sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
                with ZipFile(path) as packed:
                    content = packed.read(part)
                # Cells that are one down a column; what a range holds to the right is
                # empty anyway.
                merged: list[_Merged] = []
                for letters, first, _, last in _MERGED.findall(content):
                    column = column_index_from_string(letters.decode()) - 1
                    merged.append(_Merged(column, int(first), int(last)))
                sheets.append(_Sheet(sheet.title, lines, tuple(merged)))
    return sheets


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
