"""How do tables become sheets of a spreadsheet?

Whatever came from a mail is written as a string cell, so that no title can be a formula
(P40). What the sheets say is the caller's: the circular's are drawn by `workbook`, the
one that is filed by `efficiency`.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import xlsxwriter

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
"""What Excel takes."""
_WIDE = {"标题": 48, "口径": 60, "事由": 60, "单位": 28, "采用或批示": 34, "说明": 60}
_NARROW = 14
_A4 = 9
"""Excel's number of the paper."""
Value = str | int | Decimal | None


class TableSheet(NamedTuple):
    """A plain table on a sheet of its own."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


class Pen:
    """An open book and the formats its sheets share; `finish` gives the file."""

    def __init__(self, title: str, comments: str = "") -> None:
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        self.book: Any = xlsxwriter.Workbook(self._buffer, options)
        self.book.set_properties({"title": title, "comments": comments})
        book = self.book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#EEEEEE",
            }
        )
        self.headline = book.add_format(
            {"bold": True, "font_size": 16, "align": "center"}
        )
        self.words = book.add_format({"valign": "vcenter", "text_wrap": True})
        self.cell = book.add_format(
            {"border": 1, "valign": "vcenter", "text_wrap": True}
        )
        self.share = book.add_format(
            {"border": 1, "valign": "vcenter", "num_format": "0.00"}
        )
        self.sum = book.add_format({"border": 1, "bold": True, "valign": "vcenter"})

    def sheet(self, wanted: str) -> Any:  # noqa: ANN401 - XlsxWriter ships no types
        """A new sheet under a name Excel takes: without []:*?, not too long, never used
        twice.
        """
        count = len(self.book.worksheets()) + 1
        name = _NOT_IN_NAMES.sub(" ", wanted).strip()[:_NAME_LENGTH] or f"第{count}表"
        if name.casefold() in {
            sheet.get_name().casefold() for sheet in self.book.worksheets()
        }:
            name = f"{name[: _NAME_LENGTH - 4]} {count}"
        return self.book.add_worksheet(name)

    def finish(self) -> bytes:
        """The .xlsx file; nothing can be written afterwards."""
        self.book.close()
        return self._buffer.getvalue()

    def write(self, sheet: Any, line: int, column: int, value: Value) -> None:  # noqa: ANN401 - as above
        """One cell: a number as a number, a text always as a string, None empty."""
        if value is None:
            sheet.write_blank(line, column, None, self.cell)
        elif isinstance(value, str):
            sheet.write_string(line, column, value, self.cell)
        else:
            sheet.write_number(line, column, value, self.cell)

    def list(self, wanted: TableSheet) -> str:
        """Write a plain table on a sheet of its own and give its name; "" for a table
        without rows.
        """
        if not wanted.rows:
            return ""
        sheet = self.sheet(wanted.name)
        for column, title in enumerate(wanted.head):
            sheet.write_string(0, column, title, self.head)
            sheet.set_column(column, column, _WIDE.get(title, _NARROW))
        for line, row in enumerate(wanted.rows, start=1):
            for column, value in enumerate(row):
                self.write(sheet, line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(wanted.rows), len(wanted.head) - 1)
        self.lay_out(sheet, head=0)
        return str(sheet.get_name())

    @staticmethod
    def lay_out(sheet: Any, head: int) -> None:  # noqa: ANN401 - as above
        """How it is printed: as wide as the page, the line of heads on each page."""
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)


def plain_workbook(title: str, tables: Sequence[TableSheet]) -> bytes:
    """The .xlsx file of plain tables, each on a sheet of its own; those without rows
    are left out.
    """
    pen = Pen(title)
    for table in tables:
        pen.list(table)
    return pen.finish()


def number(text: str) -> Decimal | str:
    """Points as a number; a fraction that no decimal says stays a text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
