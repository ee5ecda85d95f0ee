"""What becomes of a file's rows that were corrected or withdrawn, or whose quarter is
printed, at a shell?
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said

YINCHUAN, XINGQING = "银川市交通运输局", "兴庆区交通运输局"
ROSTER = f"""name,group,addresses,since
{YINCHUAN},第一组,yc@units.example,2021-03-19
{XINGQING},第一组,xq@units.example,2021-03-19
"""
HEAD = "serial,publication,form,on\n"
ADOPTED = "2026-0001,宁夏交通信息,单条,2026-02-20\n"

Rows = Callable[..., str]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Writes a file of these lines; its path."""

    def write(name: str, *lines: str) -> str:
        path = tmp_path / name
        path.write_text("".join(lines), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def march(rehearsal: Call, rows: Rows) -> Call:
    """Two units and an item of each, seen from March."""

    def call(*arguments: str) -> Said:
        now = () if "--now" in arguments else ("--now", "2026-03-10T09:00")
        return rehearsal(*now, *arguments)

    assert call("units", "import", rows("units.csv", ROSTER)).code == 0
    for unit in (YINCHUAN, XINGQING):
        added = (
            "--title",
            "水毁抢通",
            "--category",
            "动态",
            "--arrived-at",
            "2026-02-05T10:00",
        )
        assert (
            call("submissions", "add", "--unit", unit, *added, "--because", "电话").code
            == 0
        )
    return call


def standing(call: Call) -> list[str]:
    """What stands of adoptions, in the order of their ids."""
    listed = sorted(
        call("adoptions", "list", "--json").json(), key=lambda each: int(each["id"])
    )
    return [
        f"{each['publication']} {each['on']}"
        for each in listed
        if each["withdrawn"] is None
    ]


def test_a_row_that_was_put_right_since_is_taken_back_with_its_file(
    march: Call, rows: Rows
) -> None:
    file = rows("adoptions.csv", HEAD, ADOPTED, "2026-0002,综合信息,单条,2026-02-21\n")
    assert "import 1" in march("adoptions", "import", file).out
    assert (
        march(
            "adoptions", "change", "1", "--on", "2026-02-19", "--because", "日期写错"
        ).code
        == 0
    )
    assert (
        march("imports", "take-back", "1", "--because", "导错了表").out
        == "import 1: 2 rows withdrawn\n"
    )
    assert standing(march) == []


def test_a_file_taken_in_again_does_not_bring_back_what_was_put_right(
    march: Call, rows: Rows
) -> None:
    file = rows("adoptions.csv", HEAD, ADOPTED)
    assert march("adoptions", "import", file).code == 0
    assert (
        march(
            "adoptions", "change", "1", "--on", "2026-02-19", "--because", "日期写错"
        ).code
        == 0
    )
    preview = march("adoptions", "import", file, "--preview")
    assert "与记录不同" in preview.out
    assert "adoption:2" in preview.out
    again = march("adoptions", "import", file)
    assert "1 rows, 0 of them new" in again.out
    assert "row 2: adoption:2 says otherwise and stays" in again.out
    assert standing(march) == ["《宁夏交通信息》 2026-02-19"]


def test_what_was_withdrawn_and_stands_in_a_file_again_is_taken_in_and_said(
    march: Call, rows: Rows
) -> None:
    file = rows("adoptions.csv", HEAD, ADOPTED)
    assert march("adoptions", "import", file).code == 0
    assert march("adoptions", "withdraw", "1", "--because", "没有这回事").code == 0
    why = "2026年3月10日撤回过（没有这回事）"
    assert why in march("adoptions", "import", file, "--preview").out
    again = march("adoptions", "import", file)
    assert "1 rows, 1 of them new" in again.out
    assert f"row 2: {why}" in again.out
    assert len(standing(march)) == 1


def test_two_forms_of_one_day_stand_beside_each_other_and_each_is_known_again(
    march: Call, rows: Rows
) -> None:
    for form in ("单条", "简讯"):
        file = rows(
            "adoptions.csv", HEAD, f"2026-0001,宁夏交通信息,{form},2026-02-20\n"
        )
        march(
            "adoptions",
            "add",
            "2026-0001",
            "--publication",
            "宁夏交通信息",
            "--form",
            form,
            "--on",
            "2026-02-20",
        )
        assert "已有" in march("adoptions", "import", file, "--preview").out


def test_a_file_that_brings_nothing_new_makes_no_import(
    march: Call, rows: Rows
) -> None:
    file = rows("adoptions.csv", HEAD, ADOPTED)
    assert march("adoptions", "import", file).code == 0
    assert (
        "0 of them new; nothing was imported" in march("adoptions", "import", file).out
    )
    assert [each["id"] for each in march("imports", "list", "--json").json()] == [1]
    assert march("imports", "take-back", "1", "--because", "导错了表").code == 0
    assert "没有带来新的" in march("imports", "take-back", "1", "--because", "再来").err


REGISTER = "单位,标题,类别,报送日期,采用\n"
TAKEN = f"{XINGQING},台账一件,动态,2026-02-06,《宁夏交通信息》 单条 2026-02-20\n"


@pytest.fixture
def printed(march: Call, rows: Rows) -> Call:
    """A register's item was adopted once more since, and the quarter is published; seen
    from April.
    """
    assert (
        "import 1"
        in march("submissions", "import", rows("register.csv", REGISTER, TAKEN)).out
    )
    adopted = ("--publication", "综合信息", "--on", "2026-03-01")
    assert march("adoptions", "add", "2026-0003", *adopted).code == 0

    def call(*arguments: str) -> Said:
        return march("--now", "2026-04-02T09:00", *arguments)

    for step in (("close",), ("circular", "draft"), ("circular", "approve")):
        assert call(*step, "2026Q1").code == 0
    return call


@pytest.mark.parametrize("way", [(), ("--carry",)])
def test_of_a_register_in_a_printed_quarter_one_sentence_says_that_it_is_corrected(
    printed: Call, way: tuple[str, ...]
) -> None:
    refused = printed("imports", "take-back", "1", "--because", "导错了表", *way)
    assert refused.code == 2
    assert "2026年第一季度已经通报" in refused.err
    assert "--correct" in refused.err
    assert "although-published" not in refused.err
    assert (
        printed("submissions", "show", "2026-0003", "--json").json()["state"]
        == "recorded"
    )


def test_a_register_is_taken_back_with_its_printed_quarter_and_what_was_added_since_is_named(
    printed: Call,
) -> None:
    done = printed("imports", "take-back", "1", "--because", "导错了表", "--correct")
    assert done.code == 0, done.err
    assert "import 1: 2 rows withdrawn" in done.out
    assert done.out.count("2026Q1: scored anew") == 1
    assert (
        "2026-0003已退回，导入以后另记的“《综合信息》采用 单条 2026年3月1日”没有一并撤回"
        in done.out
    )
    assert printed("circular", "approve", "2026Q1").code == 0
    shown = printed("score", "2026Q1", "--json").json()
    units = {unit["unit"]: unit for group in shown["groups"] for unit in group["units"]}
    assert {
        line["points"]
        for line in units[XINGQING]["lines"]
        if line["serial"] == "2026-0003"
    } <= {"0"}


def test_the_part_of_a_register_that_another_item_replaced_is_named(
    march: Call, rows: Rows
) -> None:
    assert (
        march("submissions", "import", rows("register.csv", REGISTER, TAKEN)).code == 0
    )
    merged = ("--merge-into", "2026-0002", "--because", "同一件")
    assert march("submissions", "decide", "2026-0003", *merged).code == 0
    done = march("imports", "take-back", "1", "--because", "导错了表")
    assert "2026-0003已被2026-0002替代，那一件没有收回" in done.out


def test_whoever_corrects_a_quarter_of_a_printed_year_is_told_that_the_year_follows(
    rehearsal: Call, printed: Call
) -> None:
    january = ("--now", "2027-01-05T09:00")
    for period in ("2026Q2", "2026Q3", "2026Q4", "2026"):
        for step in (("close",), ("circular", "draft"), ("circular", "approve")):
            assert rehearsal(*january, *step, period).code == 0
    done = rehearsal(
        *january, "adoptions", "withdraw", "2", "--because", "没有这回事", "--correct"
    )
    assert "2026年度的通报也已公布，季度的更正审定以后，请再起草它的更正" in done.out


def test_an_earlier_total_that_is_told_otherwise_is_replaced_and_that_is_said(
    march: Call, rows: Rows
) -> None:
    head = "period,unit,total,share\n"
    told = march(
        "history", "import", rows("a.csv", head, f"2025Q4,{YINCHUAN},30,4.5\n")
    )
    assert told.out.endswith("1 rows, 1 of them new, 0 replaced\n")
    again = rows("b.csv", head, f"2025Q4,{YINCHUAN},35,\n", f"2025Q4,{XINGQING},20,3\n")
    said = march("history", "import", again).out
    assert f"{YINCHUAN} 2025Q4：得分 30 → 35，效能得分 4.5 → 无\n" in said
    assert said.endswith("2 rows, 1 of them new, 1 replaced\n")
    assert march("history", "import", again).out.endswith(
        "2 rows, 0 of them new, 0 replaced\n"
    )
