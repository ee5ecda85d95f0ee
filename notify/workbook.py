"""How does a circular look as a spreadsheet?

A sheet a group, the named lists, the annex of adopted items, every line of the score, and what else the
caller asks for. Whatever came from a mail is written as a string cell, so that no title can be a formula
(P40); what a clerk would add up is a live formula (`groupsheet`). What is shown is `circular`'s.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter

from ledger.scoresheet import ScoreSheet, points_text
from notify.chinese import full_day
from notify.circular import CircularContents, of_period
from notify.groupsheet import Details, Value, draw_group, number

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHANGES = ("组别", "单位", "原得分", "现得分", "原效能", "现效能", "原排名", "现排名", "原点名", "现点名")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
"""What Excel takes."""
_WIDE = {"标题": 48, "口径": 60, "事由": 60, "单位": 28, "采用或批示": 34, "说明": 60}
_NARROW = 14
_A4 = 9
"""Excel's number of the paper."""


class TableSheet(NamedTuple):
    """One more sheet: a table that the circular itself does not show."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[str | int | Decimal]]


def workbook(circular: CircularContents, score: ScoreSheet, *more: TableSheet) -> bytes:
    """The .xlsx file of a circular; `score` is the sheet it stands on, line by line."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    title = f"{of_period(circular.period)}政务信息报送采用情况"
    book.set_properties({"title": title, "comments": f"考核办法：{circular.edition}"})
    pen = Pen(book)
    # Sheets lie in the order they are added, but groups can be drawn only when what they refer to has a name.
    groups = [pen.sheet(group.group) for group in circular.groups]
    if circular.correction is not None:
        changes = [
            (one.group, one.unit, *one.total, *one.share, *one.rank, *one.named)
            for one in circular.correction.changes
        ]
        pen.list(TableSheet("更正对照", _CHANGES, changes))
    named: list[tuple[str, str, str]] = []
    for entry in circular.named:
        named.extend((entry.name, unit, because) for unit, because in entry.units)
    pen.list(TableSheet("点名", ("名单", "单位", "事由"), named))
    annex: list[tuple[str | Decimal, ...]] = []
    for item in circular.annex:
        annex.append((item.unit, item.title, item.what, full_day(item.on), number(item.points)))
    pen.list(TableSheet("采用和批示", ("单位", "标题", "采用或批示", "日期", "计分"), annex))
    details_name = pen.list(_details_of(score))
    constants_name = ""
    rule = circular.share_rule
    if rule is not None:
        # A formula names the cell it converts with, so that nobody need search for a 5.
        constants = [
            ("满分", number(rule.full), rule.article, "组内最高分换算成的效能得分"),
            ("小数位数", rule.decimals, rule.article, "四舍五入到几位"),
            ("年度", "各季平均", rule.year_article, "年度效能得分为各季效能得分的平均数"),
        ]
        constants_name = pen.list(TableSheet("换算", ("名称", "数值", "条款", "说明"), constants))
    lines: dict[str, list[Decimal | str]] = {}
    for unit in score.units:
        lines[unit.unit] = [number(points_text(line.points)) for line in unit.lines]
    for sheet, group in zip(groups, circular.groups, strict=True):
        draw_group(pen, sheet, circular, group, Details(title, details_name, constants_name, lines))
    readings = TableSheet("计分口径", ("编号", "口径"), [(one.id, one.text) for one in circular.readings])
    for table in (*more, readings):
        pen.list(table)
    book.close()
    return buffer.getvalue()


class Pen:
    """The open book and the formats its sheets share."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter ships no types
        self.book = book
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
        self.cell = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
        self.share = book.add_format({"border": 1, "valign": "vcenter", "num_format": "0.00"})
        self.sum = book.add_format({"border": 1, "bold": True, "valign": "vcenter"})

    def sheet(self, wanted: str) -> Any:  # noqa: ANN401 - as above
        """A new sheet under a name Excel takes: without []:*?, not too long, never used twice."""
        count = len(self.book.worksheets()) + 1
        name = _NOT_IN_NAMES.sub(" ", wanted).strip()[:_NAME_LENGTH] or f"第{count}表"
        if name.casefold() in {sheet.get_name().casefold() for sheet in self.book.worksheets()}:
            name = f"{name[: _NAME_LENGTH - 4]} {count}"
        return self.book.add_worksheet(name)

    def write(self, sheet: Any, line: int, column: int, value: Value) -> None:  # noqa: ANN401 - as above
        """One cell: a number as a number, a text always as a string, None empty."""
        if value is None:
            sheet.write_blank(line, column, None, self.cell)
        elif isinstance(value, str):
            sheet.write_string(line, column, value, self.cell)
        else:
            sheet.write_number(line, column, value, self.cell)

    def list(self, wanted: TableSheet) -> str:
        """Write a plain table on a sheet of its own and give its name; "" for a table without rows."""
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
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return str(sheet.get_name())


def _details_of(score: ScoreSheet) -> TableSheet:
    """Every line of the score: what the totals are the sums of."""
    rows: list[tuple[str | Decimal, ...]] = []
    for unit in score.units:
        for line in unit.lines:
            points = number(points_text(line.points))
            day = full_day(line.on)
            rows.append((unit.unit, points, line.article, line.because, day, line.serial or ""))
    return TableSheet("明细", ("单位", "分值", "条款", "事由", "日期", "编号"), rows)
