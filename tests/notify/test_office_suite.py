"""Does an office suite open our papers, and does it come to our numbers?"""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest

from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from notify.circular import CircularContents, GroupTable, QuarterShares, UnitRow
from notify.document.circular import document
from notify.document.paper import Paper, PaperHead
from notify.facts import CircularFacts
from notify.samples import SAMPLES
from notify.workbook import workbook
from scoring.language.editions import bundled
from scoring.layout import ranks, shares, year_mean
from tests.fixtures.office_suite import pages, recalculated, texts

CONVERSION = bundled().editions[0].conversion
TOTALS = ("41.25", "17.35", "17.35", "3.3", "0", "-15")
HEAD = PaperHead(
    "关于2026年第一季度政务信息报送采用情况的通报",
    "宁交办通报〔2026〕3号",
    "示例厅办公室",
    date(2026, 4, 1),
)
WHITE = 120
"""A page of a few lines is mostly white: its picture in so many kilobytes would be a
page of garbage.
"""


@pytest.fixture
def sample() -> CircularContents:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    return facts.circular


def _scored(sample: CircularContents) -> tuple[CircularContents, ScoreSheet]:
    """Six units by the rule's own arithmetic, each total of three lines that no binary
    fraction says.
    """
    assert CONVERSION is not None
    totals = {number: Fraction(total) for number, total in enumerate(TOTALS, start=1)}
    share, place = shares(totals, CONVERSION), ranks(totals)
    rows = tuple(
        UnitRow(
            number,
            f"第{number}单位",
            number,
            (number, 1),
            1,
            TOTALS[number - 1],
            str(float(totals[number] + Fraction("1.1"))),
            f"{float(share[number]):.2f}",
            place[number],
        )
        for number in totals
    )
    units = tuple(
        UnitScore(number, f"第{number}单位", tuple(_lines(number, total)))
        for number, total in totals.items()
    )
    shown = replace(sample, groups=(GroupTable("第一组", rows),))
    return shown, ScoreSheet("2026Q1", sample.edition, (GroupScore("第一组", units),))


def _lines(unit_id: int, total: Fraction) -> list[Line]:
    parts = (Fraction("0.1"), Fraction("0.7"), total - Fraction("0.8"))
    return [
        Line(unit_id, part, "11(2)", "采用", date(2026, 3, 12), "2026-0001")
        for part in parts
    ]


def test_a_recalculated_workbook_comes_to_our_numbers(sample: CircularContents) -> None:
    shown, score = _scored(sample)
    book = openpyxl.load_workbook(
        io.BytesIO(recalculated(workbook(shown, score))), data_only=True
    )
    sheet = book["第一组"]
    for line, row in enumerate(shown.groups[0].rows, start=3):
        said = [cell.value for cell in sheet[line]]
        assert said[0] == row.unit
        assert said[5:7] == pytest.approx([float(row.total), float(row.year_to_date)])
        assert f"{said[7]:.2f}" == row.share
        assert said[8] == row.rank
    sums = [cell.value for cell in sheet[9]][:6]
    assert sums == ["合计", 21, 21, 6, 6, pytest.approx(sum(map(float, TOTALS)))]


def test_a_recalculated_year_is_the_mean_of_its_quarters(
    sample: CircularContents,
) -> None:
    assert CONVERSION is not None
    shown, score = _scored(sample)
    told = {
        1: ("4.25", "5.00", "3.10"),
        2: ("1.05", "1.00"),
        3: ("2.01", "2.02", "2.02", "2.02"),
    }
    quarters = tuple(
        QuarterShares(
            f"2026Q{at + 1}",
            tuple((unit, each[at]) for unit, each in told.items() if at < len(each)),
        )
        for at in range(4)
    )
    means = {
        unit: year_mean([Fraction(share) for share in each], CONVERSION)
        for unit, each in told.items()
    }
    rows = tuple(
        row._replace(share=f"{float(means[row.unit_id] or 0):.2f}")
        for row in shown.groups[0].rows[:3]
    )
    year = replace(
        shown, period="2026", groups=(GroupTable("第一组", rows),), quarters=quarters
    )
    content = workbook(year, score)
    formulas = openpyxl.load_workbook(io.BytesIO(content))["第一组"]
    sheet = openpyxl.load_workbook(io.BytesIO(recalculated(content)), data_only=True)[
        "第一组"
    ]
    for line, row in enumerate(rows, start=3):
        assert str(formulas.cell(line, 11).value).startswith("=ROUND(AVERAGE(")
        assert f"{sheet.cell(line, 11).value:.2f}" == row.share


def test_a_paper_opens_with_its_title_tables_signature_and_page_numbers(
    sample: CircularContents,
) -> None:
    rows = tuple(sample.groups[0].rows[number % 3] for number in range(40))
    long = replace(sample, groups=(sample.groups[0]._replace(rows=rows),))
    paper = document(long, "各单位：\n现予通报。", HEAD)
    said = ["".join(page.split()) for page in texts(paper)]
    assert "".join(HEAD.title.split()) in said[0]
    assert "宁交办通报〔2026〕3号" in said[0]
    assert "—1—" in said[0]
    assert "单位报送" in said[1], "the head of the table is repeated"
    signed = next(page for page in said if "示例厅办公室" in page)
    assert "2026年4月1日" in signed
    assert "附件" in said[-1]
    assert f"—{len(said)}—" in said[-1]


def test_gb9704_a_full_page_holds_22_lines_of_28_characters() -> None:
    paper = Paper(PaperHead("试"))
    paper.words("字" * 28 * 60)
    lines = [
        line.strip() for line in texts(paper.bytes())[1].splitlines() if "字" in line
    ]
    assert [len(line) for line in lines] == [28] * 22


def test_a_page_can_be_looked_at(sample: CircularContents) -> None:
    first = pages(document(sample, "各单位：\n现予通报。", HEAD), "docx", scale=0.5)[0]
    assert first.startswith(b"\x89PNG")
    assert len(first) < WHITE * 1024
