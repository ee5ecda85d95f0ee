"""Are the titles of a printed contents list found, without what stands round them?"""

from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.use_cases.contents_lists import (
    ContentsError,
    ListedTitle,
    read_contents,
    titles_in,
)

UNITS = ("银川市交通运输局", "银川局", "吴忠市交通运输局")
FORMS = ("单条", "简讯", "综合")


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (
            "1．银川：公交线网优化首周运行平稳……3",
            ListedTitle("公交线网优化首周运行平稳", "银川"),
        ),
        ("二、公交线网优化首周运行平稳", ListedTitle("公交线网优化首周运行平稳")),
        (
            "（三）公交线网优化首周运行平稳 (12)",
            ListedTitle("公交线网优化首周运行平稳"),
        ),
        (
            "• 公交线网优化首周运行平稳（银川市交通运输局）",
            ListedTitle("公交线网优化首周运行平稳", "银川市交通运输局"),
        ),
        (
            "【简讯】公交线网优化首周运行平稳",
            ListedTitle("公交线网优化首周运行平稳", "", "简讯"),
        ),
        ("《公交线网优化首周运行平稳》", ListedTitle("公交线网优化首周运行平稳")),
        (
            "聚焦民生：公交线网优化首周运行平稳",
            ListedTitle("聚焦民生：公交线网优化首周运行平稳"),
        ),
        (
            "公交线网优化首周运行平稳（试行）",
            ListedTitle("公交线网优化首周运行平稳（试行）"),
        ),
        ("2026年春运首日平稳", ListedTitle("2026年春运首日平稳")),
    ],
)
def test_what_stands_round_a_title_is_taken_off(line: str, entry: ListedTitle) -> None:
    assert list(titles_in(line, UNITS, FORMS)) == [entry]


@pytest.mark.parametrize(
    "line",
    [
        "目　录",
        "本期要目",
        "第3期（总第120期）",
        "2026年3月12日",
        "报：自治区党委办公厅",
        "— 2 —",
        "15",
        "",
    ],
)
def test_what_is_no_title_is_passed_over(line: str) -> None:
    assert list(titles_in(line, UNITS, FORMS)) == []


def test_a_line_that_is_a_form_holds_for_those_below_it() -> None:
    text = "农村公路养护显成效\n【简讯】\n春运首日平稳有序\n客运站改造完工"
    assert [entry.form for entry in titles_in(text, UNITS, FORMS)] == [
        "",
        "简讯",
        "简讯",
    ]


@given(st.text(max_size=400))
def test_any_text_gives_titles_of_bounded_length_or_nothing(text: str) -> None:
    assert all(4 <= len(entry.title) <= 200 for entry in titles_in(text, UNITS, FORMS))


def test_the_same_list_is_read_from_txt_docx_and_xlsx(tmp_path: Path) -> None:
    titles = ("公交线网优化首周运行平稳", "农村公路养护显成效")
    (tmp_path / "a.txt").write_bytes(
        "\r\n".join(f"{n}．{t}…{n}" for n, t in enumerate(titles, 1)).encode("gbk")
    )
    paper = docx.Document()
    for title in titles:
        paper.add_paragraph(title)
    paper.save(str(tmp_path / "a.docx"))
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("title", "unit"), *((title, "银川局") for title in titles)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    for name, unit in (("a.txt", ""), ("a.docx", ""), ("a.xlsx", "银川局")):
        found = read_contents(tmp_path / name, UNITS, FORMS)
        assert [(entry.title, entry.unit) for entry in found] == [
            (title, unit) for title in titles
        ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"\n\n"), ("a.docx", b"PK\x03\x04 broken"), ("a.png", b"\x89PNG\r\n")],
)
def test_a_file_without_a_list_is_refused_in_a_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ContentsError, match="nothing was written"):
        read_contents(tmp_path / name, UNITS, FORMS)
    with pytest.raises(ContentsError, match="cannot be read"):
        read_contents(tmp_path / "missing.txt", UNITS, FORMS)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"{\\rtf1 a}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_p14_what_only_calls_itself_a_text_is_never_opened(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(ContentsError, match=r"neither a text nor a \.docx"):
        read_contents(tmp_path / "a.txt", UNITS, FORMS)


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_p14_a_list_without_end_is_read_as_far_as_an_issue_can_go(
    tmp_path: Path, name: str
) -> None:
    lines = ["title", *(f"农村公路养护显成效之{number}" for number in range(3_000))]
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    assert 1_900 < len(read_contents(tmp_path / name, UNITS, FORMS)) <= 2_000
