"""Is the roster handed in whole or not at all, and out as it came in?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger import journal
from ledger.database import open_database
from tests.office.cli.conftest import Call, Said

HEAD = "name,short_names,group,addresses,principal,officer,officer_address,since\n"
ROSTER = f"""{HEAD}银川市交通运输局,银川局,第一组,a@units.example,王一,李二,l@units.example,2021-03-19
自治区交通宣传事务中心,,第二组,,,,,2021-03-19
"""


def held_letter(number: int) -> bytes:
    words = (
        "连日来，组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，保障群众出行安全。"
        * 3
        + "银川市交通运输局派员支援。"
    )
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
    assert (said.code, said.out.splitlines()[0]) == (
        0,
        "added 2, changed 0, unchanged 0",
    )
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
    said = call("units", "import", str(roster), "--check")
    assert said.out == (
        "added 2, changed 0, unchanged 0\n"
        "new: 银川市交通运输局（第一组，自2021-03-19）、自治区交通宣传事务中心（第二组，自2021-03-19）\n"
    )
    assert call("units", "list", "--json").json() == []


def test_one_bad_row_keeps_the_whole_roster_out(call: Call, roster: Path) -> None:
    roster.write_text(
        ROSTER + "银川市交通运输局,,第一组,,,,,2021-03-19\n", encoding="utf-8"
    )
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
    assert (
        call("units", "import", str(again)).out == "added 0, changed 0, unchanged 2\n"
    )
    roster.write_text(
        HEAD + "银川市交通运输局,银川局,第二组,,,,,2021-03-19\n", encoding="utf-8"
    )
    said = call("units", "import", str(roster))
    assert "added 0, changed 1, unchanged 0" in said.out
    assert "left as they are: 自治区交通宣传事务中心" in said.out


def test_the_offices_own_days_are_taken_in(call: Call, tmp_path: Path) -> None:
    days = tmp_path / "days.csv"
    days.write_text("day,works,note\n2040-01-02,no,元旦\n", encoding="utf-8")
    assert call("working-days", "import", str(days)).code == 0
    assert call("working-days", "import", str(days)).out == "1 days\n"
    # What another file said before is replaced, and that is said; one file does not say
    # a day twice.
    days.write_text("day,works,note\n2040-01-02,yes,补班\n", encoding="utf-8")
    said = "2040年1月2日：休息（元旦） → 上班（补班）\n1 days\n"
    assert call("working-days", "import", str(days)).out == said
    days.write_text("day,works,note\n2040-01-02,yes,\n2040/1/2,no,\n", encoding="utf-8")
    refused = call("working-days", "import", str(days))
    assert (
        refused.code,
        "row 3: day: 2040-01-02 stands in row 2 already" in refused.err,
    ) == (2, True)


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
        *(
            "submissions",
            "decide",
            "2026-0001",
            "--unit",
            "银川局",
            "--accept",
            "--because",
            "电话核实",
        )
    )
    assert "learnt alias: 凤城路政大队; undo it with `units forget`" in said.out
    assert "clear by that and recorded: 2026-0002" in said.out
    first, _ = office("units", "list", "--json").json()
    assert first["short_names"] == ["银川局"]
    assert {(each["kind"], each["what"]) for each in first["learnt"]} == {
        ("alias", "凤城路政大队"),
        ("address", "1@mail.example"),
    }
    assert all(
        each["by"] and each["at"].startswith("2026-04-02") for each in first["learnt"]
    )
    forget = (
        "units",
        "forget",
        "银川局",
        "--alias",
        "凤城路政大队",
        "--because",
        "不是该局的",
    )
    assert office(*forget).out == "银川市交通运输局: 凤城路政大队 forgotten\n"
    assert (
        office(
            "units",
            "forget",
            "银川局",
            "--address",
            "1@mail.example",
            "--because",
            "错",
        ).code
        == 0
    )
    assert office("units", "list", "--json").json()[0]["learnt"] == []
    assert office(*forget).code == 2


def test_forgetting_names_one_thing_that_was_learnt_and_a_reason(
    call: Call, roster: Path
) -> None:
    call("units", "import", str(roster))
    for options in (
        ("--because", "错"),
        ("--alias", "甲", "--address", "a@b.example", "--because", "错"),
    ):
        said = call("units", "forget", "银川局", *options)
        assert (said.code, "give one of --alias and --address" in said.err) == (2, True)
    said = call(
        "units", "forget", "银川局", "--address", "a@units.example", "--because", "错"
    )
    assert (said.code, "没有学到这个地址：a@units.example" in said.err) == (2, True)


def one(call: Call, name: str) -> dict[str, Any]:
    return next(
        unit for unit in call("units", "list", "--json").json() if unit["name"] == name
    )


def test_a_unit_in_another_group_is_in_it_from_the_running_quarter_on(
    rehearsal: Call, roster: Path
) -> None:
    def office(*arguments: str) -> Said:
        return rehearsal("--now", "2026-08-05T09:00", *arguments)

    office("units", "import", str(roster))
    roster.write_text(
        HEAD + "银川市交通运输局,银川局,第二组,a@units.example,,,,2021-03-19\n",
        encoding="utf-8",
    )
    told = "in another group from 2026-07-01 on: 银川市交通运输局; `units move` names another day"
    assert told in office("units", "import", str(roster), "--check").out
    assert told in office("units", "import", str(roster)).out
    assert one(rehearsal, "银川市交通运输局")["former_groups"] == [
        {"group": "第一组", "until": "2026-07-01"}
    ]
    assert "2026-07-01前在第一组" in office("units", "list").out.replace("\n", "")
    assert "changed 0, unchanged 1" in office("units", "import", str(roster)).out
    assert [each["group"] for each in office("quota", "2026-05", "--json").json()] == [
        "第一组",
        "第二组",
    ]
    assert [each["group"] for each in office("quota", "2026-08", "--json").json()] == [
        "第二组",
        "第二组",
    ]


def test_a_move_names_its_day_and_says_from_which_quarter_it_counts(
    call: Call, roster: Path
) -> None:
    call("units", "import", str(roster))
    move = ("units", "move", "银川局", "--because", "机构改革", "--group")
    said = call(*move, "第二组", "--from", "2026-08-15")
    assert said.out == (
        "银川市交通运输局: 第二组 from 2026-08-15 on; it counts from 2026Q4 on, earlier quarters stay\n"
    )
    assert one(call, "银川市交通运输局")["former_groups"] == [
        {"group": "第一组", "until": "2026-08-15"}
    ]
    assert call(*move, "第一组", "--from", "2026-08-15").code == 0
    assert one(call, "银川市交通运输局")["former_groups"] == []
    said = call(*move, "第三组", "--from", "2026-08-15")
    assert (said.code, "--group is one of 第一组, 第二组" in said.err) == (2, True)


def test_a_unit_is_exempt_until_a_day_and_fined_nothing(
    rehearsal: Call, roster: Path
) -> None:
    def office(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    office("units", "import", str(roster))
    exempt = (
        "units",
        "exempt",
        "银川局",
        "--from",
        "2026-02-01",
        "--because",
        "机构改革",
    )
    said = office(*exempt, "--until", "2026-03-01")
    assert said.out.startswith(
        "银川市交通运输局: exempt from 2026-02-01 until 2026-03-01; "
    )
    unit = office("explain", "银川局", "2026Q1", "--json").json()
    assert unit["total"] == "-10"
    assert any(
        "2月在免考核期间，不计月度报送" in line["because"] for line in unit["uncounted"]
    )
    assert office(*exempt).code == 0  # the same day again: it has no end now
    assert one(rehearsal, "银川市交通运输局")["exemptions"] == [
        {"since": "2026-02-01", "until": None, "because": "机构改革"}
    ]
    assert "2026-02-01起免考核：机构改革" in office("units", "list").out.replace(
        "\n", ""
    )
    assert office(*exempt, "--withdraw").code == 0
    assert one(rehearsal, "银川市交通运输局")["exemptions"] == []
    assert "no exemption of" in office(*exempt, "--withdraw").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("某局", "--from", "2026-02-01", "--because", "改革"),
        (
            "银川局",
            "--from",
            "2026-02-01",
            "--until",
            "2026-02-01",
            "--because",
            "改革",
        ),
        ("银川局", "--from", "二月", "--because", "改革"),
        ("银川局", "--from", "2026-02-01", "--because", " "),
    ],
)
def test_an_exemption_names_a_unit_days_and_a_reason(
    call: Call, roster: Path, arguments: tuple[str, ...]
) -> None:
    call("units", "import", str(roster))
    said = call("units", "exempt", *arguments)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert one(call, "银川市交通运输局")["exemptions"] == []


def test_what_is_dated_goes_out_and_in_with_the_roster(
    call: Call, roster: Path, tmp_path: Path
) -> None:
    call("units", "import", str(roster))
    call(
        "units",
        "move",
        "银川局",
        "--group",
        "第二组",
        "--from",
        "2026-07-01",
        "--because",
        "改革",
    )
    call(
        "units",
        "exempt",
        "银川局",
        "--from",
        "2026-02-01",
        "--because",
        "机构改革；人员未到位",
    )
    before, out = one(call, "银川市交通运输局"), tmp_path / "out.csv"
    assert call("units", "export", str(out)).code == 0
    assert "第一组..2026-07-01" in out.read_text(encoding="utf-8-sig")
    said = call("units", "import", str(out))
    assert said.out == (
        "added 0, changed 1, unchanged 1\nchanged: 银川市交通运输局: 免考核有改动\n"
    )  # one cell holds one reason: its sign is another
    assert one(call, "银川市交通运输局")["former_groups"] == before["former_groups"]
    assert (
        one(call, "银川市交通运输局")["exemptions"][0]["because"]
        == "机构改革，人员未到位"
    )
    for cell, fault in (
        ("2026-02-01 改革", "is no time and reason"),
        ("2026-02-01..2026-01-01 改革", "ends before it begins"),
        ("2026-02-01..", "is no time and reason"),
    ):
        roster.write_text(
            f"name,group,since,exemptions\n银川市交通运输局,第一组,2021-03-19,{cell}\n",
            "utf-8",
        )
        assert fault in call("units", "import", str(roster)).err


def office_list(path: Path, *rows: tuple[str, ...]) -> Path:
    """A list as an office keeps it: a title, Chinese headings, no mail address."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("信息员名册",),
        ("序号", "单位名称", "分组", "负责人", "信息员", "电话"),
        *rows,
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    book.save(path)
    return path


def test_an_offices_own_list_goes_in_as_it_is_and_takes_nothing_away(
    rehearsal: Call, roster: Path, tmp_path: Path, migrated_url: str
) -> None:
    def office(*arguments: str) -> Said:
        return rehearsal("--now", "2026-08-05T09:00", *arguments)

    office("units", "import", str(roster))
    own = office_list(
        tmp_path / "名册.xlsx",
        ("1", "银川市交通运输局", "第二组", "王一", "李二、周六", "13900000001"),
        ("2", "自治区公路管理中心", "第二组", "", "吴七", ""),
    )
    told = office("units", "import", str(own), "--preview").out
    assert told == (
        "added 1, changed 1, unchanged 0\n"
        "new: 自治区公路管理中心（第二组，自2026-08-05）\n"
        "changed: 银川市交通运输局: 分组 第一组 → 第二组；信息员 增 周六；电话有改动\n"
        "in another group from 2026-07-01 on: 银川市交通运输局; `units move` names another day\n"
        "not in the file and left as they are: 自治区交通宣传事务中心\n"
        "columns passed over: 序号\n"
    )
    assert len(office("units", "list", "--json").json()) == 2
    assert office("units", "import", str(own)).out == told
    known = one(rehearsal, "银川市交通运输局")
    assert known["addresses"] == ["a@units.example"]
    assert [(each["name"], each["address"]) for each in known["people"]] == [
        ("王一", ""),
        ("李二", "l@units.example"),
        ("周六", ""),
    ]
    assert known["short_names"] == ["银川局"]
    assert office("units", "import", str(own)).out.startswith(
        "added 0, changed 0, unchanged 2\n"
    )
    database = open_database(migrated_url)
    with database.reading() as conn:
        entry = journal.about(conn, "roster")[1]
    database.close()
    assert entry.details["新增"] == ["自治区公路管理中心（第二组，自2026-08-05）"]
    assert "139" not in str(entry.details)


def test_a_new_unit_that_may_be_an_old_one_renamed_is_told_before(
    call: Call, roster: Path, tmp_path: Path
) -> None:
    call("units", "import", str(roster))
    renamed = tmp_path / "new.csv"
    renamed.write_text(
        HEAD + "银川市交通局,银川局,第一组,,,,,2021-03-19\n", encoding="utf-8"
    )
    said = call("units", "import", str(renamed), "--preview")
    assert (
        "perhaps renamed: 银川市交通运输局 → 银川市交通局（同一简称 银川局）"
        in said.out
    )
    refused = call("units", "import", str(renamed))
    assert (
        refused.code,
        "or say with --none-renamed that it is a unit of its own" in refused.err,
    ) == (
        2,
        True,
    )
    assert len(call("units", "list", "--json").json()) == 2
    assert call("units", "import", str(renamed), "--none-renamed").code == 0
    assert len(call("units", "list", "--json").json()) == 3


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_the_template_is_the_roster_to_fill_in(
    call: Call, roster: Path, tmp_path: Path, name: str
) -> None:
    said = call("units", "template", str(tmp_path / "空.xlsx"))
    assert (said.code, "0 units; fill it in" in said.out) == (0, True)
    call("units", "import", str(roster))
    path = tmp_path / name
    assert call("units", "template", str(path)).code == 0
    assert call("units", "import", str(path)).out.startswith(
        "added 0, changed 0, unchanged 2\n"
    )
    assert (
        "writes .xlsx or .csv"
        in call("units", "template", str(tmp_path / "名册.docx")).err
    )


def seen_from(rehearsal: Call, day: str) -> Call:
    """The program on a day."""
    return lambda *arguments: rehearsal("--now", f"{day}T09:00", *arguments)


def test_a_renamed_unit_keeps_everything_and_its_old_name_is_still_read(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    office = seen_from(rehearsal, "2026-06-20")
    office("units", "import", str(roster))
    said = office(
        *(
            "units",
            "rename",
            "银川局",
            "银川市交通局",
            "--from",
            "2026-06-15",
            "--because",
            "机构改革",
        )
    )
    assert said.out == (
        "银川市交通运输局: 银川市交通局 from 2026-06-15 on; letters with either name are its own\n"
    )
    unit = one(rehearsal, "银川市交通局")
    assert unit["former_names"] == [{"name": "银川市交通运输局", "until": "2026-06-15"}]
    assert [each["name"] for each in unit["people"]] == ["王一", "李二"]
    assert "2026-06-15前叫银川市交通运输局" in office("units", "list").out.replace(
        "\n", ""
    )
    for number, name in enumerate(("银川市交通运输局", "银川市交通局"), 1):
        letter = held_letter(number).decode().replace("凤城路政大队", name)
        letter = letter.replace("10 Mar 2026", "22 Jun 2026").replace(
            "养护工程", f"{number}号养护工程"
        )
        (tmp_path / f"{number}.eml").write_text(letter, encoding="utf-8", newline="")
        assert office("take", str(tmp_path / f"{number}.eml")).code == 0
    units = [each["unit"] for each in office("submissions", "list", "--json").json()]
    assert units == ["银川市交通局", "银川市交通局"]
    names = {
        period: [
            each["unit"]
            for group in office("score", period, "--json").json()["groups"]
            for each in group["units"]
        ]
        for period in ("2026Q1", "2026Q2", "2026")
    }
    assert "银川市交通运输局" in names["2026Q1"]
    for period in ("2026Q2", "2026"):
        assert "银川市交通局" in names[period]
        assert "银川市交通运输局" not in names[period]
    # The office's old list finds it, and changes no name back.
    said = office("units", "import", str(roster))
    assert (
        "called as before in the file: 银川市交通运输局 → 银川市交通局（2026-06-15起改名）"
        in said.out
    )
    assert said.out.startswith("added 0, changed 0, unchanged 2\n")


def test_a_list_with_the_former_name_renames_the_unit(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    office = seen_from(rehearsal, "2026-06-20")
    office("units", "import", str(roster))
    path = tmp_path / "名册.csv"
    path.write_text(
        "单位名称,分组,曾用名\n银川市交通局,第一组,银川市交通运输局\n", encoding="utf-8"
    )
    told = "renamed: 银川市交通运输局 → 银川市交通局 from 2026-06-20 on"
    assert told in office("units", "import", str(path), "--preview").out
    assert one(rehearsal, "银川市交通运输局")
    assert told in office("units", "import", str(path)).out
    unit = one(rehearsal, "银川市交通局")
    assert unit["former_names"] == [{"name": "银川市交通运输局", "until": "2026-06-20"}]
    assert unit["short_names"] == ["银川局"]
    assert office("units", "import", str(path)).out.startswith(
        "added 0, changed 0, unchanged 1\n"
    )
    again = tmp_path / "again.csv"
    office("units", "export", str(again))
    assert (
        office("units", "import", str(again)).out == "added 0, changed 0, unchanged 2\n"
    )


def test_units_become_one_and_what_both_have_goes_on(
    rehearsal: Call, roster: Path
) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    office("units", "import", str(roster))
    said = office(
        *(
            "units",
            "merge",
            "自治区交通宣传事务中心",
            "--into",
            "银川局",
            "--name",
            "银川市交通融媒体局",
        ),
        *("--from", "2026-09-01", "--because", "机构改革"),
    )
    assert (
        said.code,
        "自治区交通宣传事务中心 → 银川市交通融媒体局 from 2026-09-01 on" in said.out,
    ) == (
        0,
        True,
    )
    gone = one(rehearsal, "自治区交通宣传事务中心")
    assert (gone["until"], gone["merged_into"]) == ("2026-09-01", "银川市交通融媒体局")
    assert "2026-09-01起并入银川市交通融媒体局" in office("units", "list").out.replace(
        "\n", ""
    )
    assert [each["unit"] for each in office("quota", "2026-09", "--json").json()] == [
        "银川市交通融媒体局"
    ]
    rows = {
        period: [
            each["unit"]
            for group in office("score", period, "--json").json()["groups"]
            for each in group["units"]
        ]
        for period in ("2026Q2", "2026Q3", "2026")
    }
    assert rows == {
        "2026Q2": ["银川市交通运输局", "自治区交通宣传事务中心"],
        "2026Q3": ["银川市交通融媒体局"],
        "2026": ["银川市交通融媒体局"],
    }
    explained = office("explain", "自治区交通宣传事务中心", "2026Q3", "--json").json()
    assert explained["unit"] == "银川市交通融媒体局"
    assert any(
        line["because"].startswith("原自治区交通宣传事务中心：")
        for line in explained["lines"]
    )
    again = office(
        "units", "end", "自治区交通宣传事务中心", "--withdraw", "--because", "误录"
    )
    assert (again.code, one(rehearsal, "自治区交通宣传事务中心")["merged_into"]) == (
        0,
        None,
    )


def test_in_the_years_sheet_the_quarters_of_units_that_became_one_are_the_mean_of_theirs(
    rehearsal: Call, tmp_path: Path
) -> None:
    listed = "name,group,since\n甲局,第一组,2021-03-19\n乙局,第一组,2021-03-19\n"
    (tmp_path / "units.csv").write_text(listed, encoding="utf-8")
    march = seen_from(rehearsal, "2026-03-20")
    march("units", "import", str(tmp_path / "units.csv"))
    item = (
        "--category",
        "动态",
        "--arrived-at",
        "2026-03-05T09:00",
        "--because",
        "电话",
    )
    march("submissions", "add", "--unit", "乙局", "--title", "一件", *item)
    adopted = ("--publication", "国务院办公厅", "--on", "2026-03-10")
    march("adoptions", "add", "2026-0001", *adopted)
    march(
        "instructions",
        "add",
        "2026-0001",
        "--leader",
        "某",
        "--level",
        "自治区",
        "--on",
        "2026-03-11",
    )
    office = seen_from(rehearsal, "2026-04-02")
    assert office("close", "2026Q1").code == 0
    office(
        "units",
        "merge",
        "乙局",
        "--into",
        "甲局",
        "--from",
        "2026-04-01",
        "--because",
        "机构改革",
    )
    file = tmp_path / "年度.xlsx"
    assert office("efficiency", "2026", str(file)).code == 0
    cells = openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True)
    rows = [["" if cell is None else str(cell) for cell in row] for row in cells]
    (head,) = [row for row in rows if "一季度效能" in row]
    (unit,) = [row for row in rows if "甲局" in row]
    of_quarters = [
        unit[place] for place, name in enumerate(head) if name.endswith("季度效能")
    ]
    assert (
        unit[head.index("报送")] == "1"
    )  # what the other had sent is the one row's too
    assert of_quarters == ["2.5"]  # 0 of one, 5 of the other


def test_new_units_come_out_of_one_which_goes_on(rehearsal: Call, roster: Path) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    office("units", "import", str(roster))
    said = office(
        *(
            "units",
            "split",
            "银川局",
            "--into",
            "银川市公路中心:第二组",
            "--into",
            "银川局路政队",
        ),
        *("--from", "2026-09-01", "--because", "机构改革"),
    )
    assert (
        "银川市交通运输局 goes on; new from 2026-09-01 on: 银川市公路中心（第二组）、银川局路政队（第一组）"
        in said.out
    )
    assert one(rehearsal, "银川市公路中心")["since"] == "2026-09-01"
    assert len(office("quota", "2026-09", "--json").json()) == 4
    assert len(office("quota", "2026-08", "--json").json()) == 2


def test_a_dissolved_unit_owes_nothing_more_and_an_end_in_error_is_taken_back(
    rehearsal: Call, roster: Path
) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    office("units", "import", str(roster))
    end = ("units", "end", "银川局", "--because", "撤销")
    item = (
        "--unit",
        "银川局",
        "--title",
        "一件",
        "--category",
        "动态",
        "--because",
        "电话",
    )
    for day in ("2026-08-31", "2026-09-01"):
        assert (
            office("submissions", "add", *item, "--arrived-at", f"{day}T09:00").code
            == 0
        )
    said = office(*end, "--from", "2026-09-01").out
    assert "2026-09-01 is the first day it is not assessed" in said
    assert "its items from then on earn nothing: 2026-0002; " in said
    assert [each["unit"] for each in office("quota", "2026-09", "--json").json()] == [
        "自治区交通宣传事务中心"
    ]
    assert "has ended on 2026-09-01" in office(*end, "--from", "2026-10-01").err
    assert office(*end, "--withdraw").code == 0
    assert len(office("quota", "2026-09", "--json").json()) == 2
    assert "has not ended" in office(*end, "--withdraw").err
    assert "give --from DATE, or --withdraw" in office(*end).err


def test_a_unit_is_put_under_another_and_never_under_itself(
    rehearsal: Call, roster: Path
) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    office("units", "import", str(roster))
    day = ("--from", "2026-09-01", "--because", "机构改革")
    move = ("units", "move", "自治区交通宣传事务中心")
    assert (
        "2026-09-01 is noted, and it holds for"
        in office(*move, "--parent", "银川局", *day).out
    )
    assert one(rehearsal, "自治区交通宣传事务中心")["parent"] == "银川市交通运输局"
    office("units", "rename", "银川局", "银川市交通局", *day)
    assert one(rehearsal, "自治区交通宣传事务中心")["parent"] == "银川市交通局"
    said = office("units", "move", "银川局", "--parent", "自治区交通宣传事务中心", *day)
    assert "name a unit that is not below it" in said.err
    assert office(*move, "--parent", "", *day).code == 0
    assert one(rehearsal, "自治区交通宣传事务中心")["parent"] is None


DAY_AND_REASON = ("--from", "2026-09-01", "--because", "机构改革")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("rename", "银川局", "自治区交通宣传事务中心", *DAY_AND_REASON),
            "give another name, or merge the two",
        ),
        (
            ("rename", "银川局", " ", *DAY_AND_REASON),
            "the name is empty; give the unit's full name",
        ),
        (
            ("rename", "银川局", "银川市交通运输局", *DAY_AND_REASON),
            "is called so on 2026-09-01 already",
        ),
        (("rename", "无此局", "某局", *DAY_AND_REASON), "is no unit of the roster"),
        (
            ("rename", "银川局", "某局", "--from", "2026-09-01", "--because", " "),
            "--because says why",
        ),
        (
            ("rename", "银川局", "某局", "--from", "2026-10-01", "--because", "改革"),
            "is still to come",
        ),
        (
            ("merge", "银川局", "--into", "银川局", *DAY_AND_REASON),
            "cannot go into itself",
        ),
        (
            ("merge", "银川局", "--into", "老局", *DAY_AND_REASON),
            "老局 went into 新局 on 2026-08-01; name 新局 instead",
        ),
        (
            ("merge", "老局", "--into", "银川局", *DAY_AND_REASON),
            "老局 went into 新局 on 2026-08-01",
        ),
        (
            (
                "merge",
                "银川局",
                "--into",
                "新局",
                "--from",
                "2021-01-01",
                "--because",
                "改革",
            ),
            "give that --from or a later one",
        ),
        (
            ("split", "银川局", "--into", "新局", *DAY_AND_REASON),
            "新局 is on the roster already; give another name",
        ),
        (
            ("split", "银川局", "--into", "甲", "--into", "甲", *DAY_AND_REASON),
            "two parts have one name",
        ),
        (
            ("split", "银川局", "--into", "甲:第九组", *DAY_AND_REASON),
            "is one of 第一组, 第二组",
        ),
        (
            ("split", "银川局", "--into", "银川市交通运输局", *DAY_AND_REASON),
            "is the unit itself",
        ),
        (
            ("end", "银川局", "--from", "2021-01-01", "--because", "撤销"),
            "only since 2021-03-19",
        ),
        (("move", "银川局", *DAY_AND_REASON), "give one of --group and --parent"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(
    rehearsal: Call, roster: Path, arguments: tuple[str, ...], said: str
) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    roster.write_text(
        f"{ROSTER}老局,,第一组,,,,,2021-03-19\n新局,,第一组,,,,,2021-03-19\n",
        encoding="utf-8",
    )
    office("units", "import", str(roster))
    office(
        "units",
        "merge",
        "老局",
        "--into",
        "新局",
        "--from",
        "2026-08-01",
        "--because",
        "改革",
    )
    before = office("units", "list", "--json").out
    refused = office("units", *arguments)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert said in refused.err
    assert office("units", "list", "--json").out == before


def test_a_unit_entered_in_error_never_was(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    office = seen_from(rehearsal, "2026-09-20")
    roster.write_text(f"{ROSTER}写错的局,,第一组,,,,,2021-03-19\n", encoding="utf-8")
    office("units", "import", str(roster))
    assert (
        office(
            "units", "end", "写错的局", "--from", "2021-03-19", "--because", "误录"
        ).code
        == 0
    )
    for period in ("2026Q1", "2026Q3", "2026"):
        assert "写错的局" not in office("score", period).out
    assert len(office("quota", "2026-09", "--json").json()) == 2
    office("units", "export", str(tmp_path / "again.csv"))
    assert "unchanged 2" in office("units", "import", str(tmp_path / "again.csv")).out
    # Nothing may be put down to it that would count nowhere.
    item = (
        "--title",
        "一件",
        "--category",
        "动态",
        "--arrived-at",
        "2026-09-01T09:00",
        "--because",
        "电话",
    )
    refused = office("submissions", "add", "--unit", "写错的局", *item)
    assert (
        "写错的局2021年3月19日起不再在册，而本件计入2026年9月1日；请选那一天在册的单位"
        in refused.err
    )


def test_a_renaming_by_list_into_a_printed_quarter_is_refused_by_the_preview_too(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    office = seen_from(rehearsal, "2026-04-03")
    office("units", "import", str(roster))
    path = tmp_path / "名册.csv"
    path.write_text(
        "单位名称,分组,曾用名\n银川市交通局,第一组,银川市交通运输局..2026-05-01\n",
        encoding="utf-8",
    )
    # A day that is still to come is that of the import.
    assert "from 2026-04-03 on" in office("units", "import", str(path), "--preview").out
    path.write_text(
        "单位名称,分组,曾用名\n银川市交通局,第一组,银川市交通运输局..2026-02-01\n",
        encoding="utf-8",
    )
    assert "from 2026-02-01 on" in office("units", "import", str(path), "--preview").out
    assert office("close", "2026Q1").code == 0
    assert office("circular", "draft", "2026Q1").code == 0
    assert office("circular", "approve", "2026Q1").code == 0
    for options in (("--preview",), ()):
        assert (
            "which is published" in office("units", "import", str(path), *options).err
        )
    assert one(rehearsal, "银川市交通运输局")["former_names"] == []


def test_a_list_may_call_a_superior_unit_as_it_was_called_before(
    rehearsal: Call, roster: Path, tmp_path: Path
) -> None:
    office = seen_from(rehearsal, "2026-06-20")
    office("units", "import", str(roster))
    path = tmp_path / "名册.csv"
    path.write_text(
        "单位名称,分组,上级单位,曾用名\n银川市交通局,第一组,,银川市交通运输局\n"
        "自治区交通宣传事务中心,第二组,银川市交通运输局,\n",
        encoding="utf-8",
    )
    assert office("units", "import", str(path)).code == 0
    assert one(rehearsal, "自治区交通宣传事务中心")["parent"] == "银川市交通局"
    said = office("units", "import", str(path))
    assert said.out.startswith("added 0, changed 0, unchanged 2\n")
    path.write_text(
        "单位名称,分组,上级单位\n自治区交通宣传事务中心,第二组,无此局\n",
        encoding="utf-8",
    )
    assert (
        "row 2: parent: 无此局 is no unit of this file or of the roster"
        in office("units", "import", str(path)).err
    )
