"""How does the sheet look that the office files for the efficiency assessment
(效能考核, Art. 12)?

One page to print, sign and hand on: group after group what was sent, adopted and
written on, the points, the place and the 效能得分, with how it is converted below. The
numbers are those that were printed; as formulas they stand in the circular's own
workbook.
"""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.periods import Span
from notify.chinese import full_day
from notify.circular import SHARE, CircularContents, of_period
from notify.spreadsheet import Pen, Value, number

_NUMERALS = "一二三四五六七八九十"
_NUMBER, _REMARK = "序号", "备注"
_WIDTHS = {_NUMBER: 6, "单位": 30, _REMARK: 34}
_WIDTH, _HEIGHT = 11, 22
_IN_REMARK, _ACROSS = 17, 80
"""Characters on a line of a remark, and of words over the whole breadth: no row grows
by itself.
"""
_GAP = "　" * 8
_SIGNED = f"制表人：{_GAP}审核人：{_GAP}负责人（签字）：{_GAP}（盖章）"


class Filing(NamedTuple):
    """Who files the sheet, when, and what it rests on: a published circular, or the
    record as it stands.
    """

    office: str
    on: date
    basis: str


def efficiency_sheet(shown: CircularContents, filing: Filing) -> bytes:
    """The .xlsx file of a period that has shares."""
    title = f"{of_period(shown.period)}政务信息效能考核得分表"
    pen = Pen(title, f"考核办法：{shown.edition}")
    sheet = pen.sheet("效能考核")
    head = (_NUMBER, *shown.head, _REMARK)
    sheet.set_default_row(_HEIGHT)
    for column, name in enumerate(head):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
    last = len(head) - 1
    with_places = {name for name in head if name.endswith("效能")} | {SHARE}
    line = _across(pen, sheet, 0, last, title)
    filed = f"填报单位：{filing.office}　　填报日期：{full_day(filing.on)}　　{filing.basis}"
    line = _across(pen, sheet, line, last, filed)
    for place, group in enumerate(shown.groups):
        mark = f"（{_NUMERALS[place]}）" if place < len(_NUMERALS) else ""
        note = f"（{group.note}）" if group.note else ""
        line = _across(pen, sheet, line, last, f"{mark}{group.group}{note}")
        for column, name in enumerate(head):
            sheet.write_string(line, column, name, pen.head)
        # Those with a place first, by place; who was not assessed last.
        rows = sorted(group.rows, key=lambda row: (row.rank is None, row.rank or 0))
        for order, row in enumerate(rows, start=1):
            line += 1
            unit, *numbers = shown.cells(row)
            remark = shown.lists_of(unit)
            cells: list[Value] = [order, unit, *map(number, numbers), remark]
            sheet.set_row(line, _HEIGHT * (1 + len(remark) // _IN_REMARK))
            for column, value in enumerate(cells):
                if head[column] in with_places and isinstance(value, Decimal):
                    sheet.write_number(line, column, value, pen.share)
                else:
                    pen.write(sheet, line, column, value)
        line += 1
    # How points become shares, and in which reading of the rule.
    notes: list[str] = []
    rule = shown.share_rule
    if rule is not None and shown.span is Span.YEAR:
        notes.append(
            f"效能得分：各季效能得分的平均数，保留{rule.decimals}位小数（{rule.year_article}）。"
        )
    elif rule is not None:
        points = "累计得分" if rule.of_year_to_date else shown.own
        notes.append(
            f"效能得分：组内第一名得满分{rule.full}分，其他单位为{points}×{rule.full}÷第一名的{points}，"
            f"保留{rule.decimals}位小数（{rule.article}）。"
        )
    notes.extend(f"口径：{reading.text}" for reading in shown.readings)
    for note in notes:
        line = _across(pen, sheet, line, last, note)
    _across(pen, sheet, line + 1, last, _SIGNED)
    pen.lay_out(sheet, head=0)
    return pen.finish()


def _across(pen: Pen, sheet: Any, line: int, last: int, text: str) -> int:  # noqa: ANN401 - XlsxWriter ships no types
    """A line of words over the whole breadth; the next line."""
    sheet.set_row(line, _HEIGHT * (1 + len(text) // _ACROSS))
    sheet.merge_range(line, 0, line, last, "", pen.headline if line == 0 else pen.words)
    sheet.write_string(line, 0, text, pen.headline if line == 0 else pen.words)
    return line + 1
