"""How does a circular look as a spreadsheet?

A sheet a group, the named lists, the annex of adopted items, and what else the caller asks for. Whatever
came from a mail is written as a string cell, so that no title can be a formula (P40); sums are live formulas,
so that a clerk can check them. What is shown is `circular`'s.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import xlsxwriter

from notify.chinese import full_day, period_name
from notify.circular import Circular, GroupTable, Row

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = ("名次", "单位", "报送", "采用", "批示", "本期得分", "累计得分", "效能得分")
_WIDTHS = (6, 34, 8, 8, 8, 10, 10, 10)
_FIRST = 2
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31


class Sheet(NamedTuple):
    """One more sheet: a table that the circular itself does not show."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[str | int | Decimal]]


def workbook(circular: Circular, *more: Sheet) -> bytes:
    """The .xlsx file of a circular."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": _title(circular), "comments": f"考核办法：{circular.edition}"})
    pen = _Pen(book)
    for group in circular.groups:
        _group_sheet(pen, group, _title(circular))
    _list_sheet(
        pen,
        "点名",
        ("名单", "单位", "事由"),
        [(entry.name, unit, because) for entry in circular.named for unit, because in entry.units],
    )
    _list_sheet(
        pen,
        "采用和批示",
        ("单位", "标题", "采用或批示", "日期", "计分"),
        [
            (item.unit, item.title, item.what, full_day(item.on), number(item.points))
            for item in circular.annex
        ],
    )
    for sheet in more:
        _list_sheet(pen, sheet.name, sheet.head, sheet.rows)
    _list_sheet(pen, "计分口径", ("编号", "口径"), [(one.id, one.text) for one in circular.readings])
    book.close()
    return buffer.getvalue()


class _Pen:
    """The open book and the formats its sheets share."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter ships no types
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#EEEEEE"})
        self.cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        self.sum = book.add_format({"border": 1, "bold": True})

    def sheet(self, wanted: str) -> Any:  # noqa: ANN401 - as above
        """A new sheet under a name Excel takes: without []:*?, not too long, never used twice."""
        number = len(self.book.worksheets()) + 1
        name = _NOT_IN_NAMES.sub(" ", wanted).strip()[:_NAME_LENGTH] or f"第{number}表"
        if name.casefold() in {sheet.get_name().casefold() for sheet in self.book.worksheets()}:
            name = f"{name[: _NAME_LENGTH - 4]} {number}"
        return self.book.add_worksheet(name)

    def write(self, sheet: Any, at: tuple[int, int], value: str | int | Decimal | None) -> None:  # noqa: ANN401 - as above
        """One cell: a number as a number, a text always as a string, None empty."""
        if value is None:
            sheet.write_blank(*at, None, self.cell)
        elif isinstance(value, str):
            sheet.write_string(*at, value, self.cell)
        else:
            sheet.write_number(*at, value, self.cell)


def _group_sheet(pen: _Pen, group: GroupTable, title: str) -> None:
    sheet = pen.sheet(group.group)
    sheet.write_string(0, 0, f"{title}　{group.group}{f'（{group.note}）' if group.note else ''}", pen.title)
    for column, (name, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.write_string(_FIRST - 1, column, name, pen.head)
        sheet.set_column(column, column, width)
    for line, row in enumerate(group.rows, start=_FIRST):
        for column, value in enumerate(_cells(row)):
            pen.write(sheet, (line, column), value)
    last = _FIRST + len(group.rows)
    if group.rows:
        sheet.write_string(last, 1, "合计", pen.sum)
        for column, letter in enumerate("CDEF", start=2):
            sheet.write_formula(
                last, column, f"=SUM({letter}{_FIRST + 1}:{letter}{last})", pen.sum, _sum(group, column)
            )
    sheet.freeze_panes(_FIRST, 2)
    sheet.fit_to_pages(1, 0)


def _cells(row: Row) -> tuple[str | int | Decimal | None, ...]:
    return (
        row.rank,
        row.unit,
        row.submitted,
        row.adopted,
        row.instructions,
        number(row.total),
        number(row.year_to_date),
        None if row.share is None else number(row.share),
    )


def _sum(group: GroupTable, column: int) -> int | Decimal:
    """What the formula gives, for programs that do not compute when they open a file."""
    values = [_cells(row)[column] for row in group.rows]
    return sum((value for value in values if isinstance(value, int | Decimal)), 0)


def _list_sheet(
    pen: _Pen, name: str, head: Sequence[str], rows: Sequence[Sequence[str | int | Decimal]]
) -> None:
    if not rows:
        return
    sheet = pen.sheet(name)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, pen.head)
        sheet.set_column(column, column, 40 if title in {"标题", "口径"} else 24)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            pen.write(sheet, (line, column), value)
    sheet.freeze_panes(1, 0)


def _title(circular: Circular) -> str:
    return f"{period_name(circular.period)}政务信息报送采用情况"


def number(text: str) -> Decimal | str:
    """Points as a number a clerk can add; a fraction that no decimal says stays a text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
