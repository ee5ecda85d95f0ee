"""How does a circular look as a spreadsheet?

A sheet a group, the named lists, the annex of adopted items, every line of the score,
and what else the caller asks for. What is shown is `circular`'s, how a cell is written
`spreadsheet`'s.

What a clerk would check is a live formula: points are the sum of the lines on the sheet
of details, a share is worked out from the group's first and the cells of constants, a
place is a RANK, a year's share the mean of its quarters. A formula is written only
where it gives the number that was printed; anything else - a unit that was not
assessed, a share by tiers - is the number itself.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ledger.periods import Span
from ledger.scoresheet import BEGINNING, ScoreSheet, points_text
from notify.chinese import full_day
from notify.circular import (
    RANK,
    SHARE,
    YEAR_TO_DATE,
    CircularContents,
    GroupTable,
    ShareRule,
    UnitRow,
    of_period,
)
from notify.spreadsheet import Pen, TableSheet, Value, number

_CHANGES = (
    "组别",
    "单位",
    "原得分",
    "现得分",
    "原效能",
    "现效能",
    "原排名",
    "现排名",
    "原点名",
    "现点名",
)
_FIRST = 2
"""The first line of units in a group's table, counted from 0: above it the title and
the head.
"""
_PLACES = 6
"""Decimals to which sums are rounded, since spreadsheets add binary numbers."""
_UNIT_WIDTH, _WIDTH = 30, 11
_CHART_ROWS = 24
"""Pixels of the chart for each unit."""
_WILD = frozenset("*?~<>=\"'")
"""Characters that SUMIFS takes for wildcards or comparisons, so that it would find
other units or none.
"""


def workbook(circular: CircularContents, score: ScoreSheet, *more: TableSheet) -> bytes:
    """The .xlsx file of a circular; `score` is the sheet it stands on, line by line."""
    title = f"{of_period(circular.period)}政务信息报送采用情况"
    pen = Pen(title, f"考核办法：{circular.edition}")
    # Sheets lie in the order they are added, but groups can be drawn only when what
    # they refer to has a name.
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
    annex = [
        (item.unit, item.title, item.what, full_day(item.on), number(item.points))
        for item in circular.annex
    ]
    pen.list(
        TableSheet("采用和批示", ("单位", "标题", "采用或批示", "日期", "计分"), annex)
    )
    # Every line of the score: what the totals are the sums of.
    details: list[tuple[str | Decimal, ...]] = []
    for unit in score.units:
        for line in unit.lines:
            points = number(points_text(line.points))
            day = full_day(line.on)
            details.append(
                (unit.unit, points, line.article, line.because, day, line.serial or "")
            )
    details_name = pen.list(
        TableSheet("明细", ("单位", "分值", "条款", "事由", "日期", "编号"), details)
    )
    constants_name = ""
    rule = circular.share_rule
    if rule is not None:
        # A formula names the cell it converts with, so that nobody need search for a 5.
        constants = [
            ("满分", number(rule.full), rule.article, "组内最高分换算成的效能得分"),
            ("小数位数", rule.decimals, rule.article, "四舍五入到几位"),
            (
                "年度",
                "各季平均",
                rule.year_article,
                "年度效能得分为各季效能得分的平均数",
            ),
        ]
        constants_name = pen.list(
            TableSheet("换算", ("名称", "数值", "条款", "说明"), constants)
        )
    lines: dict[str, list[Decimal | str]] = {}
    for unit in score.units:
        lines[unit.unit] = [number(points_text(line.points)) for line in unit.lines]
    for sheet, group in zip(groups, circular.groups, strict=True):
        _Table(
            pen,
            sheet,
            circular,
            group,
            _Details(title, details_name, constants_name, lines),
        ).draw()
    told = [
        ("" if one.id == BEGINNING else one.id, one.text) for one in circular.readings
    ]
    readings = TableSheet("计分口径", ("编号", "口径"), told)
    for table in (*more, readings):
        pen.list(table)
    return pen.finish()


class _Details(NamedTuple):
    """What formulas refer to, and the book's title.

    `sheet` and `constants` are names of sheets, empty where there is none; `lines` are
    each unit's points as they stand on the sheet of details.
    """

    title: str
    sheet: str
    constants: str
    lines: Mapping[str, Sequence[Decimal | str]]


class _Table:
    """The table of a group on its sheet, the units that were assessed first."""

    def __init__(
        self,
        pen: Pen,
        sheet: Any,  # noqa: ANN401 - XlsxWriter ships no types
        circular: CircularContents,
        group: GroupTable,
        details: _Details,
    ) -> None:
        self._pen, self._sheet, self._circular, self._details = (
            pen,
            sheet,
            circular,
            details,
        )
        self._group = group
        self._rows = sorted(group.rows, key=lambda row: row.rank is None)
        self._ranked = [row for row in self._rows if row.rank is not None]
        self._columns = {name: column for column, name in enumerate(circular.head)}
        self._total = self._columns[circular.own]
        # The quarters of a year stand between its points and its share.
        first = self._total + 1 + circular.has_year_to_date
        self._quarters = range(first, first + len(circular.quarters))

    def draw(self) -> None:
        """The title, a line for each unit, their sums and a chart."""
        pen, sheet, group = self._pen, self._sheet, self._group
        note = f"（{group.note}）" if group.note else ""
        sheet.write_string(
            0, 0, f"{self._details.title}　{group.group}{note}", pen.title
        )
        for name, column in self._columns.items():
            sheet.write_string(_FIRST - 1, column, name, pen.head)
            sheet.set_column(column, column, _WIDTH if column else _UNIT_WIDTH)
        for line, row in enumerate(self._rows, start=_FIRST):
            self.draw_unit(line, row)
        if self._rows:
            self.draw_sums()
            self.draw_chart()
        sheet.set_default_row(20)
        sheet.freeze_panes(_FIRST, 1)
        pen.lay_out(sheet, head=_FIRST - 1)

    def draw_unit(self, line: int, row: UnitRow) -> None:
        """One unit on a line, counted from 0."""
        pen, sheet, columns = self._pen, self._sheet, self._columns
        pen.write(sheet, line, 0, row.unit)
        for column, count in enumerate(
            (row.submitted, *row.adopted, row.instructions), start=1
        ):
            pen.write(sheet, line, column, count)
        self._put(line, self._total, self._total_formula(row), number(row.total))
        if self._circular.has_year_to_date:
            self._put(
                line,
                columns[YEAR_TO_DATE],
                self._year_formula(line, row),
                number(row.year_to_date),
            )
        for column, share in zip(
            self._quarters, self._shares_of_quarters(row), strict=True
        ):
            pen.write(sheet, line, column, share)
        if row.share is not None:
            formula = self._share_formula(line, row)
            if formula:
                sheet.write_formula(
                    line, columns[SHARE], formula, pen.share, float(row.share)
                )
            else:
                sheet.write_number(line, columns[SHARE], float(row.share), pen.share)
        elif self._circular.has_shares:
            pen.write(sheet, line, columns[SHARE], None)
        if self._circular.has_ranks:
            better = [
                each
                for each in self._ranked
                if Fraction(each.total) > Fraction(row.total)
            ]
            formula = ""
            if row.rank == 1 + len(better):
                formula = f"=RANK({_cell(line, self._total)},{self._ranked_cells(self._total)})"
            self._put(line, columns[RANK], formula, row.rank)

    def draw_sums(self) -> None:
        """合计 below the table: what was sent, adopted, written on, and the points."""
        last = _FIRST + len(self._rows)
        self._sheet.write_string(last, 0, "合计", self._pen.sum)
        counts = [(row.submitted, *row.adopted, row.instructions) for row in self._rows]
        sums: list[int | float] = list(map(sum, zip(*counts, strict=True)))
        sums.append(float(sum(Fraction(row.total) for row in self._rows)))
        for column, value in enumerate(sums, start=1):
            letter = _letter(column)
            formula = f"=SUM({letter}{_FIRST + 1}:{letter}{last})"
            self._sheet.write_formula(last, column, formula, self._pen.sum, value)

    def draw_chart(self) -> None:
        """A bar for the points of each unit, the first on top."""
        chart = self._pen.book.add_chart({"type": "bar"})
        last, name = _FIRST + len(self._rows) - 1, self._sheet.get_name()
        chart.add_series(
            {
                "name": [name, _FIRST - 1, self._total],
                "categories": [name, _FIRST, 0, last, 0],
                "values": [name, _FIRST, self._total, last, self._total],
                "data_labels": {"value": True},
                "fill": {"color": "#2F6DB5"},
                "gap": 60,
            }
        )
        chart.set_title({"name": self._circular.own, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {"reverse": True, "num_font": {"size": 9}, "label_position": "low"}
        )
        chart.set_x_axis(
            {"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
        )
        chart.set_size(
            {"width": 620, "height": max(240, _CHART_ROWS * len(self._rows) + 90)}
        )
        self._sheet.insert_chart(last + 3, 0, chart)

    def _put(self, line: int, column: int, formula: str, value: Value) -> None:
        """A formula with what it gives, or where there is none the number."""
        if formula:
            given = float(Fraction(value)) if isinstance(value, str) else value
            self._sheet.write_formula(line, column, formula, self._pen.cell, given)
        else:
            self._pen.write(self._sheet, line, column, value)

    def _total_formula(self, row: UnitRow) -> str:
        """The sum over the sheet of details; empty where it is not the printed
        number.
        """
        lines = self._details.lines.get(row.unit, ())
        if not self._details.sheet or any(isinstance(points, str) for points in lines):
            return ""
        if sum(map(Fraction, lines)) != Fraction(row.total):
            return ""
        sheet = f"'{self._details.sheet}'!"
        if not _WILD & set(row.unit):
            unit = _cell(_FIRST + self._rows.index(row), 0)
            return f"=ROUND(SUMIFS({sheet}$B:$B,{sheet}$A:$A,{unit}),{_PLACES})"
        first = 2
        for unit, points in self._details.lines.items():
            if unit == row.unit:
                break
            first += len(points)
        last = first + max(len(lines), 1) - 1
        return f"=ROUND(SUM({sheet}B{first}:B{last}),{_PLACES})"

    def _year_formula(self, line: int, row: UnitRow) -> str:
        """The period's points and those before it, such as =F3+12.5; empty where no
        decimal says them.
        """
        formula = f"={_cell(line, self._total)}"
        before = Fraction(row.year_to_date) - Fraction(row.total)
        if before == 0:
            return formula
        earlier = Decimal(before.numerator) / Decimal(before.denominator)
        if Fraction(earlier) != before:
            return ""
        return f"{formula}{'+' if before > 0 else ''}{earlier:f}"

    def _share_formula(self, line: int, row: UnitRow) -> str:
        """Art. 12: total × full ÷ the first's, or the mean of the quarters; empty where
        it is neither.
        """
        rule, constants = self._circular.share_rule, self._details.constants
        if rule is None or not constants or row.share is None:
            return ""
        places = f"'{constants}'!$B$3"
        if self._quarters:
            known = [
                Fraction(share)
                for share in self._shares_of_quarters(row)
                if share is not None
            ]
            if not known:
                return ""
            exact = sum(known, Fraction(0)) / len(known)
            first, last = self._quarters[0], self._quarters[-1]
            formula = (
                f"=ROUND(AVERAGE({_cell(line, first)}:{_cell(line, last)}),{places})"
            )
        elif self._circular.span is Span.YEAR or row.rank is None:
            return ""  # a year's share is a mean of what is not on the sheet
        else:
            points = [self._points_to_convert(each, rule) for each in self._ranked]
            mine, top = (
                max(self._points_to_convert(row, rule), Fraction(0)),
                max(points),
            )
            exact = mine * Fraction(rule.full) / top if top > 0 else Fraction(0)
            column = (
                self._columns[YEAR_TO_DATE] if rule.of_year_to_date else self._total
            )
            highest = f"MAX({self._ranked_cells(column)})"
            share = f"MAX({_cell(line, column)},0)*'{constants}'!$B$2/{highest}"
            formula = f"=IF({highest}<=0,0,ROUND({share},{places}))"
        rounded = Decimal(exact.numerator) / Decimal(exact.denominator)
        rounded = rounded.quantize(Decimal(1).scaleb(-rule.decimals), ROUND_HALF_UP)
        return formula if Fraction(rounded) == Fraction(row.share) else ""

    @staticmethod
    def _points_to_convert(row: UnitRow, rule: ShareRule) -> Fraction:
        return Fraction(row.year_to_date if rule.of_year_to_date else row.total)

    def _shares_of_quarters(self, row: UnitRow) -> list[Decimal | None]:
        """The unit's share of each quarter; None for one it was not assessed in."""
        shares = [
            dict(quarter.shares).get(row.unit_id) for quarter in self._circular.quarters
        ]
        return [None if share is None else Decimal(share) for share in shares]

    def _ranked_cells(self, column: int) -> str:
        """The cells of a column that belong to units with a place."""
        letter = _letter(column)
        return f"{letter}${_FIRST + 1}:{letter}${_FIRST + len(self._ranked)}"


def _cell(line: int, column: int) -> str:
    return f"{_letter(column)}{line + 1}"


def _letter(column: int) -> str:
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)
