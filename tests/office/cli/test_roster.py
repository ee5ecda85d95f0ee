"""Is the roster handed in whole or not at all, and out as it came in?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said

HEAD = "name,short_names,group,addresses,principal,officer,officer_address,since\n"
ROSTER = f"""{HEAD}银川市交通运输局,银川局,第一组,a@units.example,王一,李二,l@units.example,2021-03-19
自治区交通宣传事务中心,,第二组,,,,,2021-03-19
"""


def held_letter(number: int) -> bytes:
    words = "连日来，组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，保障群众出行安全。" * 3
    return (
        f"From: <{number}@mail.example>\r\nTo: <box@office.example>\r\n"
        f"Subject: 凤城路政大队：第{number}批养护工程开工\r\nDate: Tue, 10 Mar 2026 10:00:00 +0800\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}第{number}处。\r\n撰稿人：张三\r\n"
    ).encode()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_roster_goes_in_and_is_listed_with_its_gaps(call: Call, roster: Path) -> None:
    said = call("units", "import", str(roster))
    assert (said.code, said.out) == (0, "added 2, changed 0, unchanged 0\n")
    first, second = call("units", "list", "--json").json()
    assert (first["name"], first["gaps"]) == ("银川市交通运输局", [])
    assert first["people"][1] == {
        "role": "officer",
        "name": "李二",
        "address": "l@units.example",
        "phone": "",
    }
    assert second["gaps"] == ["负责人", "信息员", "邮箱地址"]
    assert "银川市交通运输局" in call("units", "list").out


def test_a_check_only_tells_what_would_change(call: Call, roster: Path) -> None:
    assert call("units", "import", str(roster), "--check").out == "added 2, changed 0, unchanged 0\n"
    assert call("units", "list", "--json").json() == []


def test_one_bad_row_keeps_the_whole_roster_out(call: Call, roster: Path) -> None:
    roster.write_text(ROSTER + "银川市交通运输局,,第一组,,,,,2021-03-19\n", encoding="utf-8")
    said = call("units", "import", str(roster))
    assert said.code == 2
    assert "row 4: name: 银川市交通运输局 stands in row 2 already" in said.err
    assert call("units", "list", "--json").json() == []


def test_an_export_imports_without_change_and_a_missing_unit_is_named(
    call: Call, roster: Path, tmp_path: Path
) -> None:
    call("units", "import", str(roster))
    again = tmp_path / "again.csv"
    assert call("units", "export", str(again)).code == 0
    assert call("units", "import", str(again)).out == "added 0, changed 0, unchanged 2\n"
    roster.write_text(HEAD + "银川市交通运输局,银川局,第二组,,,,,2021-03-19\n", encoding="utf-8")
    said = call("units", "import", str(roster))
    assert "added 0, changed 1, unchanged 0" in said.out
    assert "left as they are: 自治区交通宣传事务中心" in said.out


def test_the_offices_own_days_are_taken_in(call: Call, tmp_path: Path) -> None:
    days = tmp_path / "days.csv"
    days.write_text("day,works,note\n2040-01-02,no,元旦\n", encoding="utf-8")
    assert call("working-days", "import", str(days)).code == 0
    assert call("working-days", "import", str(days)).out == "1 days\n"


def test_a_name_that_a_decision_taught_is_listed_apart_told_and_forgotten(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    def office(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    office("units", "import", str(roster))
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(held_letter(number))
        assert office("take", str(tmp_path / f"{number}.eml")).code == 0
    said = office(
        *("submissions", "decide", "2026-0001", "--unit", "银川局", "--accept", "--because", "电话核实")
    )
    assert "learnt alias: 凤城路政大队; undo it with `units forget`" in said.out
    assert "clear by that and recorded: 2026-0002" in said.out
    first, _ = office("units", "list", "--json").json()
    assert first["short_names"] == ["银川局"]
    assert {(each["kind"], each["what"]) for each in first["learnt"]} == {
        ("alias", "凤城路政大队"),
        ("address", "1@mail.example"),
    }
    assert all(each["by"] and each["at"].startswith("2026-04-02") for each in first["learnt"])
    forget = ("units", "forget", "银川局", "--alias", "凤城路政大队", "--because", "不是该局的")
    assert office(*forget).out == "银川市交通运输局: 凤城路政大队 forgotten\n"
    assert office("units", "forget", "银川局", "--address", "1@mail.example", "--because", "错").code == 0
    assert office("units", "list", "--json").json()[0]["learnt"] == []
    assert office(*forget).code == 2


def test_forgetting_names_one_thing_that_was_learnt_and_a_reason(call: Call, roster: Path) -> None:
    call("units", "import", str(roster))
    for options in (("--because", "错"), ("--alias", "甲", "--address", "a@b.example", "--because", "错")):
        said = call("units", "forget", "银川局", *options)
        assert (said.code, "give one of --alias and --address" in said.err) == (2, True)
    said = call("units", "forget", "银川局", "--address", "a@units.example", "--because", "错")
    assert (said.code, "learnt no address a@units.example" in said.err) == (2, True)
