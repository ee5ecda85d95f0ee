"""Are units told what rests on no score: drafted from a template, finished, approved,
sent once?
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
石嘴山市交通运输局,,第一组,szs@units.example,2021-03-19
宁夏交通学校,,第二组,xx@units.example,2021-03-19
"""
WORDS = "各单位：\n现将4月报送要点印发给你们。\n一、重点内容\n春季公路养护。"


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path, settings_file: Path) -> Call:
    """An office with three units in two groups and a template of its own."""
    own = tmp_path / "mine" / "_drafts"
    own.mkdir(parents=True)
    (own / "会议.txt").write_text(
        "关于{{ month | period }}例会的通知\n{{ addresses }}\n", encoding="utf-8"
    )
    (own / "休假.txt").write_text(
        "关于休假的通知\n{{ addressees }}：\n放假。\n", encoding="utf-8"
    )
    with settings_file.open("a", encoding="utf-8") as more:
        more.write(
            f'\n[office]\nname = "示例厅办公室"\n\n[templates]\nfolder = "{tmp_path}/mine"\n'
        )
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert call("units", "import", str(roster)).code == 0
    return call


@pytest.fixture
def words(tmp_path: Path) -> str:
    file = tmp_path / "正文.txt"
    file.write_text(WORDS, encoding="utf-8")
    return str(file)


def _receivers(office: Call) -> set[str]:
    return {
        row["to"]
        for row in office("outbox", "list", "--json").json()
        if row["kind"] == "announcement"
    }


def test_a_draft_begins_with_the_templates_words_and_is_not_sent_before_it_is_finished_and_approved(
    office: Call, words: str
) -> None:
    assert office("announce", "--to", "第一组", "--template", "报送要点").code == 0
    (row,) = office("announce", "list", "--json").json()
    assert (row["title"], row["to"], row["state"]) == (
        "2026年4月政务信息报送要点",
        ["第一组"],
        "draft",
    )
    refused = office("announce", "approve", "1", "--send")
    assert (refused.code, "【】" in refused.err) == (2, True)
    assert office("announce", "edit", "1", "--body", words).code == 0
    early = office("announce", "send", "1")
    assert (early.code, "not approved yet" in early.err) == (2, True)
    assert _receivers(office) == set()

    assert "2 messages queued" in office("announce", "approve", "1", "--send").out
    assert "0 messages queued" in office("announce", "send", "1").out
    assert _receivers(office) == {"yc@units.example", "szs@units.example"}
    late = office("announce", "edit", "1", "--title", "另一个题目")
    assert (late.code, "nothing was changed" in late.err) == (2, True)


@pytest.mark.parametrize(
    ("to", "count"),
    [
        (["all"], 3),
        (["第二组"], 1),
        (["银川局"], 1),
        (["银川局", "第一组"], 2),
        (["银川局", "第二组"], 2),
    ],
)
def test_it_goes_to_all_to_groups_and_to_units_and_to_each_once(
    office: Call, to: list[str], count: int
) -> None:
    whom = [word for name in to for word in ("--to", name)]
    assert office("announce", *whom, "--template", "休假").code == 0
    assert (
        f"{count} messages queued" in office("announce", "approve", "1", "--send").out
    )


def test_it_is_shown_as_text_page_and_paper(
    office: Call, words: str, tmp_path: Path
) -> None:
    office("announce", "--to", "all", "--template", "报送要点")
    office(
        "announce",
        "edit",
        "1",
        "--body",
        words,
        "--number",
        "示办〔2026〕8号",
        "--dated",
        "2026-04-03",
    )
    assert "春季公路养护。" in office("announce", "show", "1").out
    page, paper = tmp_path / "a.html", tmp_path / "a.docx"
    assert (
        office("announce", "show", "1", "--html", str(page), "--docx", str(paper)).code
        == 0
    )
    assert "示办〔2026〕8号" in page.read_text(encoding="utf-8")
    said = [
        one.text for one in docx.Document(io.BytesIO(paper.read_bytes())).paragraphs
    ]
    assert said == [
        *("示办〔2026〕8号", "2026年4月政务信息报送要点", *WORDS.splitlines()),
        *("示例厅办公室", "2026年4月3日"),
    ]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (
            ("--to", "无此局", "--template", "征稿"),
            "no group (第一组、第二组) and no unit",
        ),
        (("--to", "all", "--template", "无此样"), "known: 休假、会议、征稿、报送要点"),
        (("--to", "all", "--template", "会议"), "_drafts/会议.txt"),
        (("--to", "all"), "--template NAME"),
        (("--template", "征稿"), "--to GROUP|UNIT|all"),
        (("show", "7"), "there is none of this number"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_drafted(
    office: Call, arguments: tuple[str, ...], what: str
) -> None:
    said = office("announce", *arguments)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert what in said.err
    assert office("announce", "list", "--json").json() == []


def test_templates_check_names_a_first_words_template_that_cannot_be_rendered(
    office: Call,
) -> None:
    said = office("templates", "check")
    assert (said.code, "_drafts/会议.txt" in said.out) == (1, True)
    assert "休假" not in said.out
