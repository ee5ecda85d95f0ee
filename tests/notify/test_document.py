"""Does a paper hold the circular's tables and words, laid out as an official
document?
"""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.run import Run

from notify.circular import (
    AnnexItem,
    CircularContents,
    Correction,
    QuarterShares,
    UnitChange,
    corrected,
)
from notify.document.circular import document
from notify.document.paper import BODY, TITLE, Paper, PaperHead
from notify.facts import CircularFacts
from notify.samples import SAMPLES

HEAD = PaperHead(
    "关于一季度的通报",
    number="宁交办通报〔2026〕3号",
    signer="示例厅办公室",
    dated=date(2026, 4, 1),
)


@pytest.fixture
def sample() -> CircularContents:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    return facts.circular


def _read(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def _font(run: Run) -> str:
    element: Any = run._r  # noqa: SLF001 - the library knows Latin fonts only
    return str(element.rPr.rFonts.get(qn("w:eastAsia")))


def _text(paper: Document) -> list[str]:
    return [paragraph.text for paragraph in paper.paragraphs]


def test_the_paper_holds_the_same_tables_and_the_offices_words(
    sample: CircularContents,
) -> None:
    paper = _read(document(sample, "各单位：\n现予通报。", HEAD))
    text = _text(paper)
    order = [
        text.index(line) for line in (HEAD.number, HEAD.title, "各单位：", "现予通报。")
    ]
    assert order == sorted(order)
    assert "零报送：吴忠市交通运输局（1月、2月、3月）、宁夏交通学校（3月）。" in text
    assert [cell.text for cell in paper.tables[0].rows[0].cells] == list(sample.head)
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == [
        *("银川市交通运输局", "7", "1", "1", "1", "30", "30", "5.00", "1"),
    ]
    assert paper.tables[-1].rows[1].cells[2].text == "《宁夏交通信息》第3期（单条）"


def test_the_office_signs_once_with_the_day_below_and_before_the_annex(
    sample: CircularContents,
) -> None:
    text = _text(_read(document(sample, "各单位：\n现予通报。", HEAD)))
    assert text.count("示例厅办公室") == 1
    assert text[text.index("示例厅办公室") + 1] == "2026年4月1日"
    assert text.index("2026年4月1日") < text.index("附件")


def test_gb9704_the_page_is_a4_with_its_margins_grid_fonts_and_page_numbers(
    sample: CircularContents,
) -> None:
    content = document(sample, "各单位：\n现予通报。", HEAD)
    paper = _read(content)
    (section,) = paper.sections
    size = (section.page_width or 0, section.page_height or 0)
    assert [round(side / Mm(1)) for side in size] == [210, 297]
    margins = (
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
    )
    assert [round((margin or 0) / Mm(1)) for margin in margins] == [37, 26, 35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library knows no grid
    assert grid is not None
    assert grid.get(qn("w:linePitch")) == "579"
    fonts = {
        run.text: _font(run) for paragraph in paper.paragraphs for run in paragraph.runs
    }
    assert fonts[HEAD.title] == TITLE.name
    assert fonts["现予通报。"] == BODY.name
    assert fonts["一、总体情况"] == "黑体"
    assert fonts["（一）第一组"] == "楷体_GB2312"
    footer = section.footer.paragraphs[0]
    assert (footer.text, "PAGE" in footer._p.xml) == ("—  —", True)  # noqa: SLF001 - as above
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        table = parts.read("word/fontTable.xml").decode()
    assert "FZXiaoBiaoSong" in table
    assert "Noto Serif CJK SC" in table


def test_a_table_repeats_its_head_and_tears_no_row(sample: CircularContents) -> None:
    table = _read(document(sample, "", HEAD)).tables[0]
    heads = [row._tr.xml.count("w:tblHeader") for row in table.rows]  # noqa: SLF001 - as above
    assert heads == [1, 0, 0, 0]
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)  # noqa: SLF001 - as above


def test_a_wide_table_lies_across_and_what_follows_stands_upright() -> None:
    paper = Paper(HEAD)
    paper.words("各单位：\n见下表。")
    paper.table([f"第{number}列" for number in range(14)], [["1"] * 14], wide=True)
    paper.words("以上。")
    sections = _read(paper.bytes()).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert [
        (section.page_width or 0) > (section.page_height or 0) for section in sections
    ] == [
        *(False, True, False),
    ]


def test_a_correction_says_first_what_it_corrects_why_and_what_is_different(
    sample: CircularContents,
) -> None:
    change = UnitChange(
        "第一组",
        "银川市交通运输局",
        ("30", "32"),
        ("5.00", "5.00"),
        ("1", "1"),
        ("无", "无"),
    )
    shown = corrected(
        sample,
        Correction(
            "《关于一季度的通报》（宁交办通报〔2026〕3号）", "漏计一条", (change,)
        ),
    )
    paper = _read(document(shown, "各单位：\n经复核，更正如下。", HEAD))
    assert (
        "本通报更正《关于一季度的通报》（宁交办通报〔2026〕3号）。更正原因：漏计一条。"
        in _text(paper)
    )
    assert [cell.text for cell in paper.tables[0].rows[1].cells][2:5] == [
        "30 → 32",
        "5.00",
        "1",
    ]


def test_the_paper_takes_any_text_and_is_the_same_for_the_same_facts(
    sample: CircularContents,
) -> None:
    odd = replace(
        sample,
        annex=(AnnexItem("单位\x00", "a\x0bb\ud800", "x", date(2026, 3, 1), "2"),),
    )
    hostile = PaperHead("标\x00题", number="\ud800号", signer="办\x0b公室")
    assert _read(document(odd, "a\x00b", hostile)).tables
    paper = document(sample, "", HEAD)
    assert paper == document(sample, "", HEAD)
    with zipfile.ZipFile(io.BytesIO(paper)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {2000}, (
            "or they differ by the second"
        )


def test_a_paper_without_number_signer_or_day_has_none_of_them() -> None:
    text = _text(_read(Paper(PaperHead("关于报送要点的通知")).bytes()))
    assert [line for line in text if line] == ["关于报送要点的通知"]


def test_a_years_table_with_its_quarters_lies_across(sample: CircularContents) -> None:
    quarters = tuple(
        QuarterShares(f"2026Q{number}", ((1, "5.00"),)) for number in (1, 2, 3, 4)
    )
    paper = _read(document(replace(sample, period="2026", quarters=quarters), "", HEAD))
    assert len(paper.tables[0].columns) == 12
    assert len(paper.sections) == 3, "what stands over a wide table lies across with it"
    assert WD_ORIENT.LANDSCAPE in [section.orientation for section in paper.sections]
    assert paper.sections[-1].orientation is WD_ORIENT.PORTRAIT
