"""How does the table of a group lie in a spreadsheet, and which of its numbers can be checked there?

Points are the sum of the lines on the sheet of details, a share is worked out from the group's first and the
constants' cells, a place is a RANK, a year's share the mean of its quarters: live formulas, so that a clerk
sees where a number comes from. A formula is written only where it gives the number that was printed;
anything else - a unit that was not assessed, a share by tiers - is the number itself.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
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
_NOT_PLAIN = frozenset("*?~<>=\"'")


class Details(NamedTuple):
    """What formulas refer to: the book's title, the sheets of details and constants ("" where there is none).

    `lines` are the points of each unit, line by line, as they stand on the sheet of details.
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

    def write(self, sheet: Any, at: tuple[int, int], value: Value) -> None:  # noqa: ANN401 - XlsxWriter ships no types
        """One cell."""


class _Columns(NamedTuple):
    """Where the columns of the table are; None where there is none."""

    instructions: int
    total: int
    year_to_date: int | None
    quarters: tuple[int, ...]
    share: int | None
    rank: int | None


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
        self._at = _columns(circular)

    def draw(self, line: int, row: UnitRow) -> None:
        """One unit."""
        pen, sheet, at = self._pen, self._sheet, self._at
        pen.write(sheet, (line, 0), row.unit)
        for column, count in enumerate((row.submitted, *row.adopted, row.instructions), start=1):
            pen.write(sheet, (line, column), count)
        self._put((line, at.total), self._total(row), number_of(row.total))
        if at.year_to_date is not None:
            before = Fraction(row.year_to_date) - Fraction(row.total)
            plus = f"+{_text(before)}" if before >= 0 else _text(before)
            formula = f"={_cell(line, at.total)}{plus if before else ''}"
            exact = _is_decimal(before)
            self._put((line, at.year_to_date), formula if exact else "", number_of(row.year_to_date))
        for column, quarter in zip(at.quarters, self._circular.quarters, strict=True):
            share = dict(quarter.shares).get(row.unit_id)
            pen.write(sheet, (line, column), None if share is None else Decimal(share))
        if at.share is not None:
            self._put_share(line, row, at.share)
        if at.rank is not None:
            fits = row.rank is not None and row.rank == self._place(row)
            formula = f"=RANK({_cell(line, at.total)},{self._span(at.total)})" if fits else ""
            self._put((line, at.rank), formula, row.rank)

    def draw_sums(self) -> None:
        """合计 below the table: what was sent, adopted, written on, and the points."""
        last = _FIRST + len(self.rows)
        self._sheet.write_string(last, 0, "合计", self._pen.sum)
        counts = [(row.submitted, *row.adopted, row.instructions) for row in self.rows]
        sums: list[Any] = [sum(column) for column in zip(*counts, strict=True)]
        sums.append(float(sum((Fraction(row.total) for row in self.rows), Fraction(0))))
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

    def _put(self, at: tuple[int, int], formula: str, value: Value) -> None:
        """A formula with what it gives, or where there is none the number."""
        if formula:
            given = float(Fraction(value)) if isinstance(value, str) else value
            self._sheet.write_formula(*at, formula, self._pen.cell, given)
        else:
            self._pen.write(self._sheet, at, value)

    def _total(self, row: UnitRow) -> str:
        """The sum over the sheet of details."""
        lines = self._details.lines.get(row.unit, ())
        exact = all(not isinstance(points, str) for points in lines)
        if not self._details.sheet or not exact or sum(map(Fraction, lines)) != Fraction(row.total):
            return ""
        name = f"'{self._details.sheet}'!"
        if not _NOT_PLAIN & set(row.unit):
            unit = _cell(_FIRST + self.rows.index(row), 0)
            return f"=ROUND(SUMIFS({name}$B:$B,{name}$A:$A,{unit}),{_PLACES})"
        first = 2
        for unit, points in self._details.lines.items():
            if unit == row.unit:
                break
            first += len(points)
        return f"=ROUND(SUM({name}B{first}:B{first + max(len(lines), 1) - 1}),{_PLACES})"

    def _put_share(self, line: int, row: UnitRow, column: int) -> None:
        if row.share is None:
            self._pen.write(self._sheet, (line, column), None)
            return
        formula = self._share(line, row)
        if formula:
            self._sheet.write_formula(line, column, formula, self._pen.share, float(row.share))
        else:
            self._sheet.write_number(line, column, float(row.share), self._pen.share)

    def _share(self, line: int, row: UnitRow) -> str:
        """Art. 12: total × full ÷ the group's first, or the mean of the quarters."""
        rule = self._circular.share_rule
        if rule is None or not self._details.constants:
            return ""
        name = f"'{self._details.constants}'!"
        places = f"{name}$B$3"
        if self._at.quarters:
            shares = [dict(quarter.shares).get(row.unit_id) for quarter in self._circular.quarters]
            known = [Fraction(share) for share in shares if share is not None]
            mean = _rounded(sum(known, Fraction(0)) / max(len(known), 1), rule.decimals)
            if not known or mean != Fraction(str(row.share)):
                return ""
            first, last = self._at.quarters[0], self._at.quarters[-1]
            return f"=ROUND(AVERAGE({_cell(line, first)}:{_cell(line, last)}),{places})"
        if self._circular.span is Span.YEAR:  # a mean of what is not on the sheet
            return ""
        base = self._at.year_to_date if rule.of_year_to_date else self._at.total
        points = {each.unit_id: Fraction(_base(each, rule.of_year_to_date)) for each in self._ranked}
        if base is None or row.unit_id not in points:
            return ""
        top = max(points.values())
        mine = max(points[row.unit_id], Fraction(0))
        worth = _rounded(mine * Fraction(rule.full) / top, rule.decimals) if top > 0 else Fraction(0)
        if worth != Fraction(str(row.share)):
            return ""
        span = self._span(base)
        return f"=IF(MAX({span})<=0,0,ROUND(MAX({_cell(line, base)},0)*{name}$B$2/MAX({span}),{places}))"

    def _place(self, row: UnitRow) -> int:
        return 1 + sum(Fraction(each.total) > Fraction(row.total) for each in self._ranked)

    def _span(self, column: int) -> str:
        """The cells of a column that belong to units with a place."""
        letter = _letter(column)
        return f"{letter}${_FIRST + 1}:{letter}${_FIRST + len(self._ranked)}"


def _columns(circular: CircularContents) -> _Columns:
    instructions = 2 + len(circular.levels)
    at = instructions + 1
    total, at = at, at + 1
    year_to_date = at if circular.has_year_to_date else None
    at += circular.has_year_to_date
    quarters = tuple(range(at, at + len(circular.quarters)))
    at += len(quarters)
    share = at if circular.has_shares else None
    at += circular.has_shares
    return _Columns(instructions, total, year_to_date, quarters, share, at if circular.has_ranks else None)


def number_of(points: str) -> Decimal | str:
    """Points as a number; a fraction that no decimal says stays a text."""
    return points if "/" in points else Decimal(points)


def _base(row: UnitRow, year_to_date: bool) -> str:  # noqa: FBT001 - a column or the other
    return row.year_to_date if year_to_date else row.total


def _rounded(value: Fraction, decimals: int) -> Fraction:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _text(value: Fraction) -> str:
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def _cell(line: int, column: int) -> str:
    return f"{_letter(column)}{line + 1}"


def _letter(column: int) -> str:
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)
