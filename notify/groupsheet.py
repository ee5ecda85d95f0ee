"""How does the table of a group lie in a spreadsheet, and which of its numbers can be checked there?

Points are the sum of the lines on the sheet of details, a share is worked out from the group's first and the
constants' cells, a place is a RANK, a year's share the mean of its quarters: live formulas, so that a clerk
sees where a number comes from. A formula is written only where it gives the number that was printed;
anything else - a unit that was not assessed, a share by tiers - is the number itself.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from ledger.periods import Span
from notify.circular import CircularContents, GroupTable, UnitRow

Value = str | int | Decimal | None
_FIRST = 2
"""The first line of units, counted from 0: above it the title and the head."""
_PLACES = 6
"""Decimals to which sums are rounded, since spreadsheets add binary numbers."""
_UNIT_WIDTH, _WIDTH = 30, 11
_CHART_ROWS = 24
"""Pixels of the chart for each unit."""
_WILD = frozenset("*?~<>=\"'")
"""Characters that SUMIFS takes for wildcards or comparisons, so that it would find other units or none."""


class Details(NamedTuple):
    """What formulas refer to, and the book's title.

    `sheet` and `constants` are names of sheets, empty where there is none; `lines` are each unit's points as
    they stand on the sheet of details.
    """

    title: str
    sheet: str
    constants: str
    lines: Mapping[str, Sequence[Decimal | str]]


class _Writes(Protocol):
    """What is needed of the pen."""

    book: Any
    title: Any
    head: Any
    cell: Any
    share: Any
    sum: Any

    def write(self, sheet: Any, line: int, column: int, value: Value) -> None:  # noqa: ANN401 - XlsxWriter ships no types
        """One cell."""


class _Columns:
    """Where the columns of the table are, counted from 0; None where there is none."""

    def __init__(self, circular: CircularContents) -> None:
        self.total = len(("单位", "报送", "批示")) + len(circular.adoption_heads)
        at = self.total + 1
        self.year_to_date: int | None = None
        if circular.has_year_to_date:
            self.year_to_date = at
            at += 1
        self.quarters = tuple(range(at, at + len(circular.quarters)))
        at += len(self.quarters)
        self.share: int | None = None
        if circular.has_shares:
            self.share = at
            at += 1
        self.rank = at if circular.has_ranks else None


def draw_group(
    pen: _Writes,
    sheet: Any,  # noqa: ANN401 - XlsxWriter ships no types
    circular: CircularContents,
    group: GroupTable,
    details: Details,
) -> None:
    """Draws one group's table, its sums and its chart."""
    note = f"（{group.note}）" if group.note else ""
    sheet.write_string(0, 0, f"{details.title}　{group.group}{note}", pen.title)
    table = _Table(pen, sheet, circular, group, details)
    for column, name in enumerate(table.head):
        sheet.write_string(_FIRST - 1, column, name, pen.head)
        sheet.set_column(column, column, _WIDTH if column else _UNIT_WIDTH)
    for line, row in enumerate(table.rows, start=_FIRST):
        table.draw(line, row)
    if table.rows:
        table.draw_sums()
        table.draw_chart()
    sheet.set_default_row(20)
    sheet.freeze_panes(_FIRST, 1)
    sheet.repeat_rows(_FIRST - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


class _Table:
    """The table of a group, its units that were assessed first."""

    def __init__(
        self,
        pen: _Writes,
        sheet: Any,  # noqa: ANN401 - as above
        circular: CircularContents,
        group: GroupTable,
        details: Details,
    ) -> None:
        self._pen, self._sheet, self._circular, self._details = pen, sheet, circular, details
        self.rows = sorted(group.rows, key=lambda row: row.rank is None)
        self._ranked = [row for row in self.rows if row.rank is not None]
        self.head = circular.head
        self._at = _Columns(circular)

    def draw(self, line: int, row: UnitRow) -> None:
        """One unit on a line, counted from 0."""
        pen, sheet, at = self._pen, self._sheet, self._at
        pen.write(sheet, line, 0, row.unit)
        for column, count in enumerate((row.submitted, *row.adopted, row.instructions), start=1):
            pen.write(sheet, line, column, count)
        self._put(line, at.total, self._total_formula(row), number(row.total))
        if at.year_to_date is not None:
            self._put(line, at.year_to_date, self._year_formula(line, row), number(row.year_to_date))
        for column, quarter in zip(at.quarters, self._circular.quarters, strict=True):
            share = dict(quarter.shares).get(row.unit_id)
            pen.write(sheet, line, column, None if share is None else Decimal(share))
        if at.share is not None:
            formula = self._share_formula(line, row)
            if row.share is None:
                pen.write(sheet, line, at.share, None)
            elif formula:
                sheet.write_formula(line, at.share, formula, pen.share, float(row.share))
            else:
                sheet.write_number(line, at.share, float(row.share), pen.share)
        if at.rank is not None:
            better = [each for each in self._ranked if Fraction(each.total) > Fraction(row.total)]
            formula = ""
            if row.rank == 1 + len(better):
                formula = f"=RANK({_cell(line, at.total)},{self._ranked_cells(at.total)})"
            self._put(line, at.rank, formula, row.rank)

    def draw_sums(self) -> None:
        """合计 below the table: what was sent, adopted, written on, and the points."""
        last = _FIRST + len(self.rows)
        self._sheet.write_string(last, 0, "合计", self._pen.sum)
        counts = [(row.submitted, *row.adopted, row.instructions) for row in self.rows]
        sums: list[int | float] = [sum(column) for column in zip(*counts, strict=True)]
        sums.append(float(sum(Fraction(row.total) for row in self.rows)))
        for column, value in enumerate(sums, start=1):
            letter = _letter(column)
            formula = f"=SUM({letter}{_FIRST + 1}:{letter}{last})"
            self._sheet.write_formula(last, column, formula, self._pen.sum, value)

    def draw_chart(self) -> None:
        """A bar for the points of each unit, the first on top."""
        chart = self._pen.book.add_chart({"type": "bar"})
        last, name = _FIRST + len(self.rows) - 1, self._sheet.get_name()
        chart.add_series(
            {
                "name": [name, _FIRST - 1, self._at.total],
                "categories": [name, _FIRST, 0, last, 0],
                "values": [name, _FIRST, self._at.total, last, self._at.total],
                "data_labels": {"value": True},
                "fill": {"color": "#2F6DB5"},
                "gap": 60,
            }
        )
        chart.set_title({"name": self._circular.own, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "label_position": "low"})
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_size({"width": 620, "height": max(240, _CHART_ROWS * len(self.rows) + 90)})
        self._sheet.insert_chart(last + 3, 0, chart)

    def _put(self, line: int, column: int, formula: str, value: Value) -> None:
        """A formula with what it gives, or where there is none the number."""
        if formula:
            given = float(Fraction(value)) if isinstance(value, str) else value
            self._sheet.write_formula(line, column, formula, self._pen.cell, given)
        else:
            self._pen.write(self._sheet, line, column, value)

    def _total_formula(self, row: UnitRow) -> str:
        """The sum over the sheet of details; empty where it is not the printed number."""
        lines = self._details.lines.get(row.unit, ())
        if not self._details.sheet or any(isinstance(points, str) for points in lines):
            return ""
        if sum(map(Fraction, lines)) != Fraction(row.total):
            return ""
        sheet = f"'{self._details.sheet}'!"
        if not _WILD & set(row.unit):
            unit = _cell(_FIRST + self.rows.index(row), 0)
            return f"=ROUND(SUMIFS({sheet}$B:$B,{sheet}$A:$A,{unit}),{_PLACES})"
        first = 2
        for unit, points in self._details.lines.items():
            if unit == row.unit:
                break
            first += len(points)
        last = first + max(len(lines), 1) - 1
        return f"=ROUND(SUM({sheet}B{first}:B{last}),{_PLACES})"

    def _year_formula(self, line: int, row: UnitRow) -> str:
        """The period's points and those before it, such as =F3+12.5; empty where no decimal says them."""
        before = Fraction(row.year_to_date) - Fraction(row.total)
        rest = before.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest != 1:
            return ""
        formula = f"={_cell(line, self._at.total)}"
        if before == 0:
            return formula
        earlier = format(Decimal(before.numerator) / Decimal(before.denominator), "f")
        return f"{formula}+{earlier}" if before > 0 else f"{formula}{earlier}"

    def _share_formula(self, line: int, row: UnitRow) -> str:
        """Art. 12: total × full ÷ the first's, or the mean of the quarters; empty where it is neither."""
        rule = self._circular.share_rule
        if rule is None or not self._details.constants or row.share is None:
            return ""
        printed = Fraction(row.share)
        full, places = f"'{self._details.constants}'!$B$2", f"'{self._details.constants}'!$B$3"
        if self._at.quarters:
            shares = [dict(quarter.shares).get(row.unit_id) for quarter in self._circular.quarters]
            known = [Fraction(share) for share in shares if share is not None]
            if not known or _rounded(sum(known, Fraction(0)) / len(known), rule.decimals) != printed:
                return ""
            first, last = self._at.quarters[0], self._at.quarters[-1]
            return f"=ROUND(AVERAGE({_cell(line, first)}:{_cell(line, last)}),{places})"
        if self._circular.span is Span.YEAR:  # a mean of what is not on the sheet
            return ""
        column = self._at.year_to_date if rule.of_year_to_date else self._at.total
        if column is None or row not in self._ranked:
            return ""
        points = [
            Fraction(each.year_to_date if rule.of_year_to_date else each.total) for each in self._ranked
        ]
        top = max(points)
        mine = max(points[self._ranked.index(row)], Fraction(0))
        worth = _rounded(mine * Fraction(rule.full) / top, rule.decimals) if top > 0 else Fraction(0)
        if worth != printed:
            return ""
        cells = self._ranked_cells(column)
        share = f"ROUND(MAX({_cell(line, column)},0)*{full}/MAX({cells}),{places})"
        return f"=IF(MAX({cells})<=0,0,{share})"

    def _ranked_cells(self, column: int) -> str:
        """The cells of a column that belong to units with a place."""
        letter = _letter(column)
        return f"{letter}${_FIRST + 1}:{letter}${_FIRST + len(self._ranked)}"


def number(text: str) -> Decimal | str:
    """Points as a number; a fraction that no decimal says stays a text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _rounded(value: Fraction, decimals: int) -> Fraction:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _cell(line: int, column: int) -> str:
    return f"{_letter(column)}{line + 1}"


def _letter(column: int) -> str:
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)
