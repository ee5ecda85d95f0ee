"""Is the roster handed in whole or not at all, and out as it came in?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call

HEAD = "name,short_names,group,addresses,principal,officer,officer_address,since\n"
ROSTER = f"""{HEAD}银川市交通运输局,银川局,第一组,a@units.example,王一,李二,l@units.example,2021-03-19
自治区交通宣传事务中心,,第二组,,,,,2021-03-19
"""


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
