"""Is a circular drafted, worded, looked at, approved, sent and corrected from a
shell?
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
石嘴山市交通运输局,,第一组,szs@units.example,2021-03-19
吴忠市交通运输局,,第一组,,2021-03-19
"""


@pytest.fixture
def drafted(rehearsal: Call, tmp_path: Path, settings_file: Path) -> Call:
    """The first quarter is closed and its circular drafted."""
    with settings_file.open("a", encoding="utf-8") as more:
        more.write(
            '\n[office]\nname = "示例厅办公室"\n\n[circular]\nprefix = "宁交办通报"\n'
        )
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str, now: str = "2026-04-02T09:00") -> Said:
        return rehearsal("--now", now, *arguments)

    for words in (
        ("units", "import", str(roster)),
        ("close", "2026Q1"),
        ("circular", "draft", "2026Q1"),
    ):
        said = call(*words)
        assert said.code == 0, said.err
    return call


def _paper(drafted: Call, folder: Path) -> list[str]:
    file = folder / "通报.docx"
    assert drafted("circular", "show", "2026Q1", "--docx", str(file)).code == 0
    return [one.text for one in docx.Document(io.BytesIO(file.read_bytes())).paragraphs]


def test_words_title_number_and_day_are_changed_and_stand_in_the_paper(
    drafted: Call, tmp_path: Path
) -> None:
    words = tmp_path / "正文.txt"
    words.write_text("\ufeff各有关单位：\n本办自己的话。\n", encoding="utf-8")
    told = (
        "--covering",
        str(words),
        "--title",
        "关于一季度政务信息的通报",
        "--number",
        "3",
    )
    assert (
        drafted("circular", "edit", "2026Q1", *told, "--dated", "2026-04-03").code == 0
    )
    shown = drafted("circular", "show", "2026Q1", "--json").json()
    assert (shown["title"], shown["number"]) == (
        "关于一季度政务信息的通报",
        "宁交办通报〔2026〕3号",
    )
    assert shown["covering"] == "各有关单位：\n本办自己的话。"
    said = _paper(drafted, tmp_path)
    assert said[:6] == [
        *(
            "宁交办通报〔2026〕3号",
            "关于一季度政务信息的通报",
            "各有关单位：",
            "本办自己的话。",
        ),
        *(
            "一、总体情况",
            "2026年第一季度，各单位共报送信息0篇；本厅采用0条，上级采用0条；领导批示0次。",
        ),
    ]
    assert said[-2:] == ["示例厅办公室", "2026年4月3日"]
    assert (
        drafted("circular", "edit", "2026Q1", "--number", "宁办〔2026〕7号").code == 0
    )
    assert (
        drafted("circular", "show", "2026Q1", "--json").json()["number"]
        == "宁办〔2026〕7号"
    )


def test_it_is_shown_as_text_page_and_workbook(drafted: Call, tmp_path: Path) -> None:
    said = drafted("circular", "show", "2026Q1").out
    assert said.startswith("关于2026年第一季度政务信息报送采用情况的通报\n")
    assert "【零报送】石嘴山市交通运输局（1月、2月、3月）" in said.replace(
        "银川市交通运输局（1月、2月、3月）、", ""
    )
    page, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    assert (
        drafted(
            "circular", "show", "2026Q1", "--html", str(page), "--xlsx", str(book)
        ).code
        == 0
    )
    assert "关于2026年第一季度政务信息报送采用情况的通报" in page.read_text(
        encoding="utf-8"
    )
    assert "第一组" in openpyxl.load_workbook(book).sheetnames


def test_it_is_approved_and_sent_at_once_and_who_has_no_address_is_named(
    drafted: Call,
) -> None:
    said = drafted("circular", "approve", "2026Q1", "--send")
    assert said.code == 0
    assert "2 messages queued" in said.out
    assert "吴忠市交通运输局" in said.out
    assert "0 messages queued" in drafted("circular", "send", "2026Q1").out
    again = drafted("circular", "approve", "2026Q1")
    assert (again.code, "sent already" in again.err) == (2, True)
    edited = drafted("circular", "edit", "2026Q1", "--number", "4")
    assert (edited.code, "nothing was changed" in edited.err) == (2, True)


def test_an_outdated_draft_and_a_correction_without_a_reason_are_refused_with_the_way_out(
    drafted: Call, tmp_path: Path
) -> None:
    late = "2026-04-05T09:00"
    roster = tmp_path / "more.csv"
    roster.write_text(
        ROSTER + "固原市交通运输局,,第一组,gy@units.example,2021-03-19\n",
        encoding="utf-8",
    )
    assert drafted("units", "import", str(roster), now=late).code == 0
    assert drafted("close", "2026Q1", now=late).code == 0
    refused = drafted("circular", "approve", "2026Q1", now=late)
    assert (refused.code, "circular draft 2026Q1" in refused.err) == (2, True)
    assert drafted("circular", "draft", "2026Q1", now=late).code == 0
    assert drafted("circular", "approve", "2026Q1", "--send", now=late).code == 0

    added = (
        "submissions",
        "add",
        "--unit",
        "银川局",
        "--title",
        "补登",
        "--category",
        "动态",
    )
    assert (
        drafted(
            *added, "--arrived-at", "2026-03-05T10:00", "--because", "漏登", now=late
        ).code
        == 0
    )
    assert drafted("close", "2026Q1", "--because", "漏登一件", now=late).code == 0
    assert drafted("circular", "draft", "2026Q1", now=late).code == 0
    shown = drafted("circular", "show", "2026Q1", "--json", now=late).json()
    assert shown["title"].startswith("关于更正")
    assert shown["because"] == "漏登一件"
    assert "《关于2026年第一季度政务信息报送采用情况的通报》" in shown["corrects"]
    assert shown["changes"]
    assert drafted("circular", "edit", "2026Q1", "--because", "", now=late).code == 0
    refused = drafted("circular", "approve", "2026Q1", now=late)
    assert (refused.code, "--because TEXT" in refused.err) == (2, True)
    assert (
        drafted("circular", "edit", "2026Q1", "--because", "漏登一件", now=late).code
        == 0
    )
    assert drafted("circular", "approve", "2026Q1", now=late).code == 0


def test_approving_after_the_record_changed_lists_what_changed_and_settling_anew_is_the_way_on(
    drafted: Call,
) -> None:
    late = "2026-04-05T09:00"
    assert drafted("circular", "edit", "2026Q1", "--number", "3").code == 0
    added = (
        "submissions",
        "add",
        "--unit",
        "银川局",
        "--title",
        "补登",
        "--category",
        "动态",
    )
    assert (
        drafted(
            *added, "--arrived-at", "2026-03-05T10:00", "--because", "漏登", now=late
        ).code
        == 0
    )
    refused = drafted("circular", "approve", "2026Q1", "--send", now=late)
    assert (refused.code, "circular settle 2026Q1" in refused.err) == (2, True)
    assert "银川市交通运输局：报送 0 → 1，本季得分 -15 → -10" in refused.out
    assert "messages queued" not in refused.out
    settled = drafted("circular", "settle", "2026Q1", now=late)
    assert settled.code == 0
    assert "银川市交通运输局：报送 0 → 1" in settled.out
    shown = drafted("circular", "show", "2026Q1", "--json", now=late).json()
    assert shown["number"] == "宁交办通报〔2026〕3号"
    assert (
        "2 messages queued"
        in drafted("circular", "approve", "2026Q1", "--send", now=late).out
    )


def test_a_decision_about_a_published_quarter_is_made_knowingly_and_then_corrected(
    drafted: Call,
) -> None:
    late = "2026-04-05T09:00"
    added = (
        "submissions",
        "add",
        "--unit",
        "银川局",
        "--title",
        "补登",
        "--category",
        "动态",
    )
    assert (
        drafted(*added, "--arrived-at", "2026-03-05T10:00", "--because", "漏登").code
        == 0
    )
    for words in (("settle", "2026Q1"), ("approve", "2026Q1", "--send")):
        assert drafted("circular", *words).code == 0
    returning = ("submissions", "decide", "2026-0001", "--return", "--because", "失实")
    refused = drafted(*returning, now=late)
    assert (refused.code, "2026年第一季度的得分已经公布" in refused.err) == (2, True)
    assert "--although-published" in refused.err
    assert drafted(*returning, "--although-published", now=late).code == 0
    without = drafted("circular", "settle", "2026Q1", now=late)
    assert (without.code, "--because TEXT" in without.err) == (2, True)
    assert (
        drafted("circular", "settle", "2026Q1", "--because", "一件失实", now=late).code
        == 0
    )
    shown = drafted("circular", "show", "2026Q1", "--json", now=late).json()
    assert (shown["because"], shown["state"]) == ("一件失实", "draft")


def test_which_circulars_are_drafted_is_shown_and_chosen(drafted: Call) -> None:
    assert "month, quarter, year" in drafted("circular", "periods").out
    assert "each quarter, year" in drafted("circular", "periods", "quarter", "year").out
    assert "each quarter, year" in drafted("circular", "periods").out
    assert "none" in drafted("circular", "periods", "none").out
    refused = drafted("circular", "periods", "none", "month")
    assert (refused.code, "alone" in refused.err) == (2, True)
