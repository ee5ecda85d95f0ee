"""Does another publication's contents list become adoptions, and only those that are
sure?
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
吴忠市交通运输局,,第一组,wz@units.example,2021-03-19
"""
TITLES = (
    "银川市公交线网优化首周运行平稳",
    "银川市三项措施保障春运出行",
    "多措并举做好汛期保通工作",
)
LIST = """目　录
1．银川：公交线网优化首周运行平稳……1
2．银川三项措施保障春运平安出行……2
3．固原多举措提升客运站服务……4
4．多措并举做好汛期保通工作……5
"""
MATCH = ("--publication", "综合信息", "--on", "2026-03-20", "--issue", "12")


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """Three items of 银川, one whose title 吴忠 has used as well, and a contents
    list.
    """
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-03-25T09:00", *arguments)

    assert call("units", "import", str(tmp_path / "units.csv")).code == 0
    for unit, title in (
        *(("银川局", title) for title in TITLES),
        ("吴忠市交通运输局", TITLES[2]),
    ):
        added = call(
            *(
                "submissions",
                "add",
                "--unit",
                unit,
                "--title",
                title,
                "--category",
                "动态",
            ),
            *("--arrived-at", "2026-03-05T10:00", "--because", "电话报送"),
        )
        assert added.code == 0, added.err
    return call


def matched(call: Call, folder: Path, *more: str) -> list[dict[str, Any]]:
    said = call("adoptions", "match", str(folder / "list.txt"), *MATCH, *more, "--json")
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = said.json()["lines"]
    return found


def adopted(call: Call) -> int:
    sheet = call("score", "2026Q1", "--json").json()
    lines = [line for g in sheet["groups"] for u in g["units"] for line in u["lines"]]
    return sum("《综合信息》" in line["because"] for line in lines)


def test_titles_are_matched_with_confidence_and_nothing_is_adopted_unasked(
    office: Call, tmp_path: Path
) -> None:
    first, second, third, fourth = matched(office, tmp_path)
    assert (first["serial"], first["unit"], first["settled"]) == (
        "2026-0001",
        "银川",
        "open",
    )
    assert first["confidence"] >= 0.95
    assert second["serial"] == "2026-0002"
    assert 0.6 <= second["confidence"] < 0.95
    assert (third["serial"], fourth["serial"]) == (None, None)
    assert fourth["confidence"] == 1.0
    assert adopted(office) == 0


def test_what_is_sure_enough_is_adopted_when_asked_and_once(
    office: Call, tmp_path: Path
) -> None:
    lines = matched(office, tmp_path, "--confirm", "0.95")
    assert [line["settled"] for line in lines] == ["confirmed", "open", "open", "open"]
    assert adopted(office) == 1
    again = matched(office, tmp_path, "--confirm", "0.6")
    assert [line["settled"] for line in again] == [
        "confirmed",
        "confirmed",
        "open",
        "open",
    ]
    assert adopted(office) == 2
    matched(office, tmp_path, "--confirm", "0.6")
    assert adopted(office) == 2


def test_the_publication_stands_under_the_name_the_rule_has_for_it(
    office: Call, tmp_path: Path
) -> None:
    matched(office, tmp_path, "--confirm", "0.95")
    explained = office("explain", "2026-0001", "--json")
    assert "《综合信息》" in explained.out


def test_a_file_without_a_list_writes_nothing(office: Call, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\n目录\n", encoding="utf-8")
    said = office("adoptions", "match", str(tmp_path / "list.txt"), *MATCH)
    assert said.code == 2
    assert "nothing was written" in said.err


def test_a_list_of_an_item_that_was_sealed_keeps_no_title(
    office: Call, tmp_path: Path
) -> None:
    matched(office, tmp_path)
    office("issues", "new", "--on", "2026-03-25")
    office("issues", "add", "1", "2026-0001")
    office("submissions", "decide", "2026-0001", "--seal", "--because", "涉密")
    assert office("issues", "show", "1", "--json").json()["items"] == []
    first = matched(office, tmp_path)[0]
    assert (first["serial"], first["title"]) == (None, "（已按涉密处置撤去）")
