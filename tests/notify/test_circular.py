"""Does a circular show exactly what was scored, on screen, on paper and in the spreadsheet?"""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import docx
import openpyxl
import pytest

from ledger.entries.events import Adoption, Facts, Instruction
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import parse_period
from ledger.scoresheet import GroupScore, Line, Named, ReadingUsed, ScoreSheet, UnitScore
from notify.circular import AnnexItem, Circular, Row, circular
from notify.document import document
from notify.samples import SAMPLES
from notify.workbook import workbook

Q1 = parse_period("2026Q1")
AT = datetime(2026, 3, 10, tzinfo=UTC)
ITEM = Submission("2026-0001", AT, "春运保障", SubmissionState.RECORDED, unit_id=1, co_unit_ids=(2,))


def _facts(*items: Submission) -> Facts:
    on = date(2026, 3, 12)
    return Facts(
        submissions=items,
        adoptions=(Adoption(5, "2026-0001", "宁夏交通信息", "单条", on, AT, "3"),),
        instructions=(Instruction(6, "2026-0001", "某领导", "自治区", on, AT),),
    )


def _sheet() -> ScoreSheet:
    on, evidence = date(2026, 3, 12), ("adoption:5", "submission:2026-0001")
    lines = (
        Line(1, Fraction(15), "11(1)", "月度报送完成", on),
        Line(1, Fraction(2), "11(2)1", "采用", on, "2026-0001", evidence),
        Line(1, Fraction(10), "11(2)2", "批示", on, "2026-0001", ("instruction:6", "submission:2026-0001")),
        Line(1, Fraction(0), "11(2)3", "不重复计分", on, "2026-0001", ("adoption:9",)),
    )
    first = UnitScore(1, "银川市交通运输局", lines, (), Fraction(27), Fraction(5), 1)
    silent = Named(2, "零报送", "11(1)", "3月")
    second = UnitScore(2, "石嘴山市交通运输局", (), (silent,), Fraction(0), Fraction(0), 2)
    return ScoreSheet(
        "2026Q1", "2021", (GroupScore("第一组", (first, second)),), (ReadingUsed("A3", "任何类别"),)
    )


@pytest.fixture
def sample() -> Circular:
    return circular(_sheet(), Q1, _facts(ITEM))


def test_a_row_counts_what_was_sent_adopted_and_written_on(sample: Circular) -> None:
    assert sample.row_of(1) == Row(1, "银川市交通运输局", 1, 1, 1, "27", "27", "5.00", 1)
    assert sample.row_of(2) == Row(2, "石嘴山市交通运输局", 1, 0, 0, "0", "0", "0.00", 2)
    assert sample.row_of(3) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(ITEM, state=SubmissionState.HELD),
        replace(ITEM, state=SubmissionState.RETURNED),
        replace(ITEM, own_business=False),
        replace(ITEM, counts_on=date(2026, 4, 1)),
        replace(ITEM, arrived_at=datetime(2026, 3, 31, 16, 0, tzinfo=UTC)),
    ],
)
def test_a8_what_does_not_count_is_not_counted_as_sent(other: Submission) -> None:
    row = circular(_sheet(), Q1, _facts(other)).row_of(1)
    assert row is not None
    assert row.submitted == 0


def test_lists_annex_and_readings_are_those_of_the_sheet(sample: Circular) -> None:
    assert [(one.name, one.units) for one in sample.named] == [("零报送", (("石嘴山市交通运输局", "3月"),))]
    assert [(one.title, one.what, one.points) for one in sample.annex] == [
        ("春运保障", "《宁夏交通信息》第3期（单条）", "2"),
        ("春运保障", "某领导批示", "10"),
    ]
    assert sample.readings == (ReadingUsed("A3", "任何类别"),)


def test_the_spreadsheet_holds_numbers_that_add_up_by_live_formulas(sample: Circular) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sample)))
    assert book.sheetnames == ["第一组", "点名", "采用和批示", "计分口径"]
    sheet = book["第一组"]
    assert [cell.value for cell in sheet[3]] == [1, "银川市交通运输局", 1, 1, 1, 27, 27, 5]
    assert sheet["F5"].value == "=SUM(F3:F4)"


def test_p40_no_title_is_a_formula_in_the_spreadsheet(sample: Circular) -> None:
    titles = ("=1+1", "@SUM(A1)", "+1", "{=1}", "http://x.cn", "-1", "<script>")
    annex = tuple(AnnexItem("=A1", title, "=B1", date(2026, 3, 1), "2") for title in titles)
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(sample, annex=annex))))
    rows = list(book["采用和批示"].iter_rows(min_row=2))
    assert [row[1].value for row in rows] == list(titles)
    assert {cell.data_type for row in rows for cell in row[:4]} == {"s"}
    assert {len(row) for row in rows} == {5}
    assert not any(cell.hyperlink for row in rows for cell in row)


@pytest.mark.parametrize("names", [("第一组", "第一组"), ("a/b:c*?[]'" * 9, ""), ("组" * 40, "组" * 40)])
def test_any_name_of_a_group_becomes_a_sheet(sample: Circular, names: tuple[str, str]) -> None:
    groups = tuple(
        replaced._replace(group=name) for replaced, name in zip(sample.groups * 2, names, strict=True)
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(sample, groups=groups))))
    assert len(book.sheetnames) == 5


def test_points_that_no_decimal_says_stay_as_they_are(sample: Circular) -> None:
    group = sample.groups[0]
    third = group._replace(rows=(group.rows[0]._replace(total="1/3"),))
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(sample, groups=(third,)))))
    assert book["第一组"]["F3"].value == "1/3"
    assert Decimal(str(book["第一组"]["G3"].value)) == 27


def test_the_paper_holds_the_same_tables_and_the_offices_words(sample: Circular) -> None:
    paper = docx.Document(io.BytesIO(document(sample, "各单位：\n现予通报。", "示例厅办公室")))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "关于2026年第一季度政务信息报送采用情况的通报" in text
    assert "现予通报。" in text
    assert "零报送：石嘴山市交通运输局（3月）" in text
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == [
        *("1", "银川市交通运输局", "1", "1", "1", "27", "27", "5.00"),
    ]


def test_the_paper_takes_any_text_and_is_the_same_for_the_same_facts(sample: Circular) -> None:
    odd = replace(sample, annex=(AnnexItem("单位\x00", "a\x0bb\ud800", "x", date(2026, 3, 1), "2"),))
    assert document(odd, "a\x00b", "办公室")
    assert document(sample, "", "办公室") == document(sample, "", "办公室")
    assert SAMPLES["circular"] is not None
