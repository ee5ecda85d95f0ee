"""Does the sheet for 效能考核 hold what was printed, on one page, with how it was
converted?
"""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from notify.circular import CircularContents, NamedList
from notify.efficiency import Filing, efficiency_sheet
from notify.facts import CircularFacts
from notify.samples import SAMPLES

FILING = Filing(
    "自治区交通运输厅办公室", date(2026, 4, 2), "依据：宁交办通报〔2026〕12号"
)


@pytest.fixture
def sample() -> CircularContents:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    return facts.circular


def opened(shown: CircularContents) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(efficiency_sheet(shown, FILING)))
    sheet = book["效能考核"]
    assert isinstance(sheet, Worksheet)
    return sheet


def words_of(sheet: Worksheet) -> list[str]:
    return [str(row[0]) for row in sheet.values if row[0] is not None]


def test_each_group_stands_under_its_head_best_first_with_what_a_unit_is_named_for(
    sample: CircularContents,
) -> None:
    first, second = sample.groups
    apart = first.rows[0]._replace(
        unit="=局外单位", unit_id=9, total="1/3", share=None, rank=None
    )
    named = (NamedList("零报送", (("=局外单位", "1月"),)),)
    shown = replace(
        sample,
        groups=(first._replace(rows=(apart, *reversed(first.rows))), second),
        named=named,
    )
    sheet = opened(shown)
    rows = list(sheet.values)
    assert rows[0][0] == "2026年第一季度政务信息效能考核得分表"
    assert (
        rows[1][0]
        == f"填报单位：{FILING.office}　　填报日期：2026年4月2日　　{FILING.basis}"
    )
    assert (rows[2][0], rows[3]) == ("（一）第一组", ("序号", *sample.head, "备注"))
    units = [row[1] for row in rows[4 : 4 + len(first.rows)]]
    assert units == [row.unit for row in first.rows]
    last = dict(zip(rows[3], rows[4 + len(first.rows)], strict=True))
    assert (last["单位"], last["本季得分"], last["效能得分"], last["排名"]) == (
        "=局外单位",
        "1/3",
        "—",
        "—",
    )
    assert last["备注"] == "零报送（1月）"
    assert {cell.data_type for cell in sheet["B"]} <= {"s", "n"}
    assert any(words.startswith("（二）第二组") for words in words_of(sheet))
    assert sheet.page_setup.orientation == "landscape"


def test_how_points_became_shares_stands_below_with_the_article_and_the_readings(
    sample: CircularContents,
) -> None:
    below = "\n".join(words_of(opened(sample)))
    assert (
        "组内第一名得满分5分，其他单位为本季得分×5÷第一名的本季得分，保留2位小数（12(1)）"
        in below
    )
    assert all(f"口径：{reading.text}" in below for reading in sample.readings)
    assert "负责人（签字）" in below
    year = replace(sample, period="2026")  # no quarter is stored yet
    assert "各季效能得分的平均数，保留2位小数（12(2)）" in "\n".join(
        words_of(opened(year))
    )
