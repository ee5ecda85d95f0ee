"""Does the spreadsheet hold the circular's numbers, live where a clerk would check
them?
"""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from notify.circular import AnnexItem, CircularContents, QuarterShares
from notify.facts import CircularFacts
from notify.samples import SAMPLES
from notify.spreadsheet import TableSheet
from notify.workbook import workbook

ON = date(2026, 3, 12)
HOSTILE = ("=1+1", "@SUM(A1)", "+1", "{=1}", "http://x.cn", "-1", "<script>")


@pytest.fixture
def sample() -> CircularContents:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    return facts.circular


def score_of(circular: CircularContents) -> ScoreSheet:
    """A sheet whose lines make the circular's totals, two lines a unit."""
    groups = [
        GroupScore(
            group.group,
            tuple(
                UnitScore(
                    row.unit_id,
                    row.unit,
                    tuple(_line(row.unit_id, part) for part in _parts(row.total)),
                )
                for row in group.rows
            ),
        )
        for group in circular.groups
    ]
    return ScoreSheet(circular.period, circular.edition, tuple(groups))


def _parts(total: str) -> tuple[Fraction, Fraction]:
    return Fraction(total) - Fraction(5, 2), Fraction(5, 2)


def _line(unit_id: int, points: Fraction) -> Line:
    return Line(unit_id, points, "11(2)", "采用", ON, "2026-0001")


def _opened(circular: CircularContents, *more: TableSheet) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(workbook(circular, score_of(circular), *more))
    )


def test_there_is_a_sheet_for_each_group_and_list_the_lines_the_constants_and_the_readings(
    sample: CircularContents,
) -> None:
    assert _opened(sample).sheetnames == [
        *("第一组", "第二组", "点名", "采用和批示", "明细", "换算", "计分口径"),
    ]


def test_what_a_clerk_would_check_is_a_live_formula(sample: CircularContents) -> None:
    sheet = _opened(sample)["第一组"]
    assert [cell.value for cell in sheet[2]] == list(sample.head)
    assert [cell.value for cell in sheet[3]] == [
        *("银川市交通运输局", 7, 1, 1, 1),
        "=ROUND(SUMIFS('明细'!$B:$B,'明细'!$A:$A,A3),6)",
        "=F3",
        "=IF(MAX(F$3:F$5)<=0,0,ROUND(MAX(F3,0)*'换算'!$B$2/MAX(F$3:F$5),'换算'!$B$3))",
        "=RANK(F3,F$3:F$5)",
    ]
    assert [cell.value for cell in sheet[6]][:6] == [
        *(
            "合计",
            "=SUM(B3:B5)",
            "=SUM(C3:C5)",
            "=SUM(D3:D5)",
            "=SUM(E3:E5)",
            "=SUM(F3:F5)",
        ),
    ]


def test_the_constants_stand_in_cells_with_their_article(
    sample: CircularContents,
) -> None:
    rows = list(_opened(sample)["换算"].values)
    assert rows[1][:3] == ("满分", 5, "12(1)")
    assert rows[2][:3] == ("小数位数", 2, "12(1)")
    assert rows[3][2] == "12(2)"


def test_every_line_of_the_score_stands_on_the_sheet_of_details(
    sample: CircularContents,
) -> None:
    rows = list(_opened(sample)["明细"].values)
    assert rows[0] == ("单位", "分值", "条款", "事由", "日期", "编号")
    assert rows[1] == (
        "银川市交通运输局",
        27.5,
        "11(2)",
        "采用",
        "2026年3月12日",
        "2026-0001",
    )
    assert len(rows) == 1 + 2 * 4


def test_a_number_that_no_formula_gives_is_the_number(sample: CircularContents) -> None:
    first = sample.groups[0]
    other = (first.rows[0]._replace(share="4.00", rank=2), *first.rows[1:])
    sheet = _opened(replace(sample, groups=(first._replace(rows=other),)))["第一组"]
    assert (sheet["H3"].value, sheet["I3"].value) == (4, 2)


def test_a_unit_that_was_not_assessed_stands_last_and_outside_the_comparison(
    sample: CircularContents,
) -> None:
    first = sample.groups[0]
    apart = first.rows[0]._replace(
        unit="局外单位", unit_id=9, total="99", share=None, rank=None
    )
    sheet = _opened(
        replace(sample, groups=(first._replace(rows=(apart, *first.rows)),))
    )["第一组"]
    assert sheet["A6"].value == "局外单位"
    assert (sheet["H6"].value, sheet["I6"].value) == (None, None)
    assert sheet["I3"].value == "=RANK(F3,F$3:F$5)"


def test_what_a_unit_had_before_the_period_is_added_in_the_open(
    sample: CircularContents,
) -> None:
    first = sample.groups[0]
    rows = (
        first.rows[0]._replace(year_to_date="42.5"),
        first.rows[1]._replace(year_to_date="10"),
    )
    sheet = _opened(
        replace(sample, period="2026Q2", groups=(first._replace(rows=rows),))
    )["第一组"]
    assert (sheet["G3"].value, sheet["G4"].value) == ("=F3+12.5", "=F4-7.5")


def test_a_years_share_is_the_mean_of_its_quarters(sample: CircularContents) -> None:
    first = sample.groups[0]
    rows = (first.rows[0]._replace(share="4.25"), first.rows[1]._replace(share="3.00"))
    year = replace(
        sample,
        period="2026",
        groups=(first._replace(rows=rows),),
        quarters=(
            QuarterShares("2026Q1", ((1, "5.00"), (2, "3.00"))),
            QuarterShares("2026Q2", ((1, "3.50"),)),
        ),
    )
    sheet = _opened(year)["第一组"]
    assert [cell.value for cell in sheet[2]][5:] == [
        *("全年得分", "一季度效能", "二季度效能", "效能得分", "排名"),
    ]
    assert sheet["I3"].value == "=ROUND(AVERAGE(G3:H3),'换算'!$B$3)"
    assert (sheet["G4"].value, sheet["H4"].value) == (3, None)


def test_a_years_share_without_its_quarters_beside_it_is_a_number(
    sample: CircularContents,
) -> None:
    sheet = _opened(replace(sample, period="2026"))["第一组"]
    heads = [cell.value for cell in sheet[2]]
    shares = [sheet.cell(row, heads.index("效能得分") + 1).value for row in (3, 4)]
    assert all(isinstance(share, int | float) for share in shares), shares


def test_there_is_a_chart_of_the_points_of_each_group(sample: CircularContents) -> None:
    book = workbook(sample, score_of(sample))
    assert book.count(b"xl/charts/chart1.xml") > 0
    assert book.count(b"xl/charts/chart2.xml") > 0


def test_p40_no_text_is_a_formula_in_the_spreadsheet(sample: CircularContents) -> None:
    annex = tuple(AnnexItem("=A1", title, "=B1", ON, "2") for title in HOSTILE)
    book = _opened(
        replace(sample, annex=annex),
        TableSheet("撰稿人", ("姓名",), [(title,) for title in HOSTILE]),
    )
    rows = list(book["采用和批示"].iter_rows(min_row=2))
    assert [row[1].value for row in rows] == list(HOSTILE)
    assert {cell.data_type for row in rows for cell in row[:4]} == {"s"}
    assert {len(row) for row in rows} == {5}
    assert not any(cell.hyperlink for row in rows for cell in row)
    assert {row[0].data_type for row in book["撰稿人"].iter_rows(min_row=2)} == {"s"}


@pytest.mark.parametrize("name", ["=1+1", "*", "甲?局", ">0"])
def test_p40_a_unit_of_any_name_gets_its_own_lines_and_no_others(
    sample: CircularContents, name: str
) -> None:
    first = sample.groups[0]
    rows = (first.rows[0]._replace(unit=name), *first.rows[1:])
    book = _opened(replace(sample, groups=(first._replace(rows=rows),)))
    assert book["第一组"]["A3"].data_type == "s"
    assert book["第一组"]["F3"].value == "=ROUND(SUM('明细'!B2:B3),6)"


@pytest.mark.parametrize(
    "names", [("第一组", "第一组"), ("a/b:c*?[]'" * 9, ""), ("组" * 40, "组" * 40)]
)
def test_any_name_of_a_group_becomes_a_sheet(
    sample: CircularContents, names: tuple[str, str]
) -> None:
    groups = tuple(
        group._replace(group=name)
        for group, name in zip(sample.groups, names, strict=True)
    )
    assert len(_opened(replace(sample, groups=groups)).sheetnames) == 7


def test_points_that_no_decimal_says_stay_as_they_are(sample: CircularContents) -> None:
    group = sample.groups[0]
    third = group._replace(
        rows=(group.rows[0]._replace(total="1/3", year_to_date="1/3"),)
    )
    sheet = _opened(replace(sample, groups=(third,)))["第一组"]
    assert sheet["F3"].value == "1/3"
