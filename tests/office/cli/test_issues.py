"""Is an issue composed, exported, published and withdrawn from a shell, and are its
adoptions counted?
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
"""
TITLES = ("水毁公路抢通纪实", "公交线网优化首周平稳", "农村公路养护三项做法")
NAME = "《宁夏交通信息》"


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal with three accepted items, seen from the middle of March."""
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-03-12T09:00", *arguments)

    assert call("units", "import", str(tmp_path / "units.csv")).code == 0
    for title in TITLES:
        manuscript = tmp_path / "paper.txt"
        byline = "撰稿人：王小明\n（撰稿人：王小明 联系电话：0951-6000001）\n王小明 13900000000\n"
        manuscript.write_text(f"{title}\n近日，{title}。\n{byline}", encoding="utf-8")
        added = call(
            *(
                "submissions",
                "add",
                "--unit",
                "银川局",
                "--title",
                title,
                "--category",
                "动态",
            ),
            *(
                "--arrived-at",
                "2026-03-05T10:00",
                "--because",
                "电话报送",
                "--file",
                str(manuscript),
            ),
        )
        assert added.code == 0, added.err
    return call


@pytest.fixture
def composed(office: Call) -> Call:
    """An issue with all three, the last a 简讯."""
    assert office("issues", "new", "--on", "2026-03-12").out == "1\n"
    assert office("issues", "add", "1", "2026-0001", "2026-0002").code == 0
    assert office("issues", "add", "1", "2026-0003", "--form", "简讯").code == 0
    return office


def serials(call: Call) -> list[str]:
    return [
        item["serial"] for item in call("issues", "show", "1", "--json").json()["items"]
    ]


def test_an_issue_takes_the_offices_own_publication_and_the_next_number(
    office: Call,
) -> None:
    office("issues", "new", "--on", "2026-03-12")
    office("issues", "new", "--on", "2026-03-26")
    assert [
        (each["publication"], each["number"], each["state"]) for each in _listed(office)
    ] == [
        (NAME, 2, "draft"),
        (NAME, 1, "draft"),
    ]
    assert (
        "已经有了" in office("issues", "new", "--on", "2026-03-26", "--number", "2").err
    )


def _listed(call: Call) -> list[dict[str, object]]:
    found: list[dict[str, object]] = call("issues", "list", "--json").json()
    return found


def test_items_are_offered_placed_moved_edited_and_taken_out(
    office: Call, tmp_path: Path
) -> None:
    office("issues", "new", "--on", "2026-03-12")
    assert len(office("issues", "offer", "1", "--json").json()) == 3
    office("issues", "add", "1", "2026-0001", "2026-0002", "2026-0003")
    assert office("issues", "offer", "1", "--json").json() == []
    office("issues", "move", "1", "2026-0003", "--to", "1")
    assert serials(office) == ["2026-0003", "2026-0001", "2026-0002"]
    office(
        "issues",
        "edit",
        "1",
        "2026-0001",
        "--heading",
        "水毁公路两日抢通",
        "--form",
        "简讯",
    )
    office("issues", "edit", "1", "2026-0002", "--out")
    first, second = office("issues", "show", "1", "--json").json()["items"]
    assert first["text"] == "近日，农村公路养护三项做法。"
    assert (second["heading"], second["form"]) == ("水毁公路两日抢通", "简讯")
    item = office("submissions", "show", "2026-0001", "--json").json()
    assert item["title"] == TITLES[0]


def test_the_paper_has_red_head_number_contents_items_and_who_sent_them(
    composed: Call, tmp_path: Path
) -> None:
    file = tmp_path / "issue.docx"
    assert composed("issues", "export", "1", str(file)).code == 0
    text = [p.text for p in docx.Document(io.BytesIO(file.read_bytes())).paragraphs]
    assert text[0] == "宁夏交通信息"
    assert "2026年第1期" in text[1]
    assert "2026年3月12日" in text[1]
    assert "1．水毁公路抢通纪实（银川市交通运输局）" in text
    assert "3．【简讯】农村公路养护三项做法（银川市交通运输局）" in text
    assert "2．公交线网优化首周平稳" in text
    assert "（供稿：银川市交通运输局）" in text
    assert (
        "【农村公路养护三项做法】近日，农村公路养护三项做法。（银川市交通运输局）"
        in text
    )
    assert not any(
        word in line for line in text for word in ("撰稿人", "1390000", "0951")
    )


def test_publishing_puts_the_adoptions_on_record_once(composed: Call) -> None:
    assert "3 new adoptions" in composed("issues", "publish", "1").out
    assert "0 new adoptions" in composed("issues", "publish", "1").out
    sheet = composed("score", "2026Q1", "--json").json()
    unit = next(
        u
        for g in sheet["groups"]
        for u in g["units"]
        if u["unit"] == "银川市交通运输局"
    )
    adopted = [
        line["points"]
        for line in unit["lines"]
        if "《宁夏交通信息》" in line["because"]
    ]
    assert sorted(adopted) == ["1", "2", "2"]
    assert (
        "已经编发，不能再改"
        in composed("issues", "edit", "1", "2026-0001", "--out").err
    )


def test_a_published_issue_is_withdrawn_and_its_adoptions_with_it(
    composed: Call,
) -> None:
    composed("issues", "publish", "1")
    said = composed("issues", "withdraw", "1", "--because", "标题有误")
    assert "3 adoptions taken back" in said.out
    sheet = composed("score", "2026Q1", "--json").json()
    assert not [
        line
        for g in sheet["groups"]
        for u in g["units"]
        for line in u["lines"]
        if "《宁夏交通信息》" in line["because"]
    ]
    assert (
        composed("issues", "edit", "1", "2026-0001", "--heading", "更正后的标题").code
        == 0
    )
    assert "3 new adoptions" in composed("issues", "publish", "1").out


def test_an_issue_that_a_published_quarter_counts_is_withdrawn_by_one_of_two_ways(
    composed: Call, rehearsal: Call
) -> None:
    composed("issues", "publish", "1")

    def in_april(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert in_april("close", "2026Q1").code == 0
    assert in_april("circular", "draft", "2026Q1").code == 0
    approved = in_april("circular", "approve", "2026Q1")
    assert approved.code == 0, approved.err
    refused = in_april("issues", "withdraw", "1", "--because", "标题有误")
    assert refused.code == 2
    assert "2026年第一季度已经通报" in refused.err
    done = in_april("issues", "withdraw", "1", "--because", "标题有误", "--correct")
    assert "2026Q1: scored anew" in done.out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("issues", "add", "1", "2026-0099"), "没有这个编号"),
        (("issues", "add", "1", "2026-0001"), "已在"),
        (("issues", "add", "1", "2026-0002", "--form", "长篇"), "可选：单条"),
        (("issues", "move", "1", "2026-0002", "--to", "1"), "不在"),
        (("issues", "edit", "1", "2026-0001", "--heading", " "), "标题不能为空"),
        (("issues", "show", "9"), "没有这一期"),
        (("issues", "publish", "2"), "还没有编入"),
        (("issues", "withdraw", "1", "--because", "x"), "还没有编发"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    office: Call, arguments: tuple[str, ...], why: str
) -> None:
    office("issues", "new", "--on", "2026-03-12")
    office("issues", "new", "--on", "2026-03-12")
    office("issues", "add", "1", "2026-0001")
    said = office(*arguments)
    assert said.code == 2
    assert why in said.err
    assert serials(office) == ["2026-0001"]


def test_an_item_that_was_returned_meanwhile_keeps_the_issue_back(
    composed: Call,
) -> None:
    composed("submissions", "decide", "2026-0002", "--return", "--because", "内容失实")
    assert "2026-0002 已退回或被替代" in composed("issues", "publish", "1").err
