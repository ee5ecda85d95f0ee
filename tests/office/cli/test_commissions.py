"""Is an item asked for, followed, extended and called off from a shell?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
石嘴山市交通运输局,,第一组,szs@units.example,2021-03-19
宁夏交通学校,,第二组,,2021-03-19
"""
ADD = ("commissions", "add", "--title", "冬季公路保畅做法", "--due", "2026-04-20")


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal with three units, one of which has no address, seen from April."""
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert call("units", "import", str(tmp_path / "units.csv")).code == 0
    return call


def test_a_commission_is_written_numbered_and_mailed(office: Call) -> None:
    made = office(*ADD, "--unit", "银川局", "--unit", "宁夏交通学校", "--brief", "一千字以内")
    assert (made.code, made.out) == (0, "YG2026-001\n"), made.err
    sent = office("commissions", "send", "YG2026-001")
    assert "银川市交通运输局: yc@units.example" in sent.out
    assert "宁夏交通学校: 名册上没有可用的邮箱" in sent.out
    shown = office("commissions", "show", "YG2026-001", "--json").json()
    assert (shown["title"], shown["brief"], shown["due"]) == ("冬季公路保畅做法", "一千字以内", "2026-04-20")
    first, school = shown["units"]
    assert (first["state"], first["mailed_at"]) == ("open", "2026-04-02T09:00:00+08:00")
    assert [mail["to"] for mail in first["mail"]] == ["yc@units.example"]
    assert (school["mailed_at"], school["mail"]) == (None, [])
    assert [each["did"] for each in shown["history"]] == ["commission: add", "commission: send"]


def test_a_whole_group_is_asked_and_mailed_at_once(office: Call) -> None:
    said = office(*ADD, "--group", "第一组", "--send")
    assert said.out.splitlines()[0] == "YG2026-001"
    (listed,) = office("commissions", "list", "--json").json()
    assert [unit["unit"] for unit in listed["units"]] == ["银川市交通运输局", "石嘴山市交通运输局"]
    assert len(office("outbox", "list", "--json").json()) == 2


def test_a_unit_that_leaves_the_roster_later_belongs_to_its_group_till_then(
    office: Call, tmp_path: Path
) -> None:
    leaving = ROSTER.replace("since\n", "since,until\n").replace("2021-03-19\n", "2021-03-19,2026-07-01\n", 1)
    (tmp_path / "later.csv").write_text(leaving, encoding="utf-8")
    assert office("units", "import", str(tmp_path / "later.csv")).code == 0
    office(*ADD, "--group", "第一组")
    (listed,) = office("commissions", "list", "--json").json()
    assert [unit["unit"] for unit in listed["units"]] == ["银川市交通运输局", "石嘴山市交通运输局"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_is_wanted_is_read_from_a_text_file_as_desks_save_it(
    office: Call, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "brief.txt").write_bytes("一千字以内，附数据。".encode(encoding))
    made = office(*ADD, "--unit", "银川局", "--brief-file", str(tmp_path / "brief.txt"))
    assert made.code == 0, made.err
    assert office("commissions", "show", "YG2026-001", "--json").json()["brief"] == "一千字以内，附数据。"


def test_what_is_no_text_is_refused_in_a_line(office: Call, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\xff\xfe")
    said = office(*ADD, "--unit", "银川局", "--brief-file", str(tmp_path / "brief.docx"))
    assert (said.code, said.out) == (2, "")
    assert "brief.docx: is no text file" in said.err


def test_a_deadline_is_extended_and_a_unit_withdrawn_with_a_reason(office: Call) -> None:
    office(*ADD, "--group", "第一组", "--send")
    read = office("commissions", "show", "YG2026-001", "--json").json()["version"]
    extend = ("commissions", "extend", "YG2026-001", "--due", "2026-04-28", "--because", "来文延后")
    changed = office(*extend, "--version", str(read - 1))
    assert (changed.code, changed.err.count("\n")) == (2, 1)
    assert "又办理过，什么也没有改" in changed.err
    extended = office(*extend, "--version", str(read))
    assert "due 2026-04-28" in extended.out
    gone = office("commissions", "withdraw", "YG2026-001", "--unit", "银川局", "--because", "已另行报送")
    assert (gone.code, gone.err) == (0, "")
    shown = office("commissions", "show", "YG2026-001", "--json").json()
    assert {unit["unit"]: unit["state"] for unit in shown["units"]} == {
        "石嘴山市交通运输局": "open",
        "银川市交通运输局": "withdrawn",
    }
    assert shown["history"][-2]["details"] == {"due": ["2026-04-20", "2026-04-28"]}
    assert shown["history"][-1]["because"] == "已另行报送"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("commissions", "add", "--title", "题", "--due", "2026-04-20"), "请至少选一个单位"),
        (("commissions", "add", "--title", "题", "--due", "2026-04-01", "--unit", "银川局"), "已经过去"),
        ((*ADD, "--unit", "没有的局"), "is no unit of the roster"),
        ((*ADD, "--group", "第九组"), "groups: 第一组、第二组"),
        (("commissions", "send", "YG2026-009"), "没有这个编号的约稿"),
        (("commissions", "show", "YG2026-009"), "is unknown"),
        (
            ("commissions", "extend", "YG2026-009", "--due", "2026-04-28", "--because", "x"),
            "没有这个编号的约稿",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(office: Call, arguments: tuple[str, ...], why: str) -> None:
    said = office(*arguments)
    assert said.code == 2
    assert why in said.err
    assert office("commissions", "list", "--json").json() == []


def test_a_file_of_commissions_is_still_taken_and_can_be_mailed(office: Call, tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(
        "id,title,issuer,units,issued_on,due\n宁交办约〔2026〕3号,年度综述,厅办公室,银川局,2026-04-01,2026-04-20\n",
        encoding="utf-8",
    )
    assert office("commissions", "import", str(file)).code == 0
    assert "yc@units.example" in office("commissions", "send", "宁交办约〔2026〕3号").out


@pytest.mark.parametrize("number", ["约稿|3", "2026/3"])
def test_an_id_that_no_list_or_address_can_hold_is_refused(office: Call, tmp_path: Path, number: str) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(f"id,title,units,issued_on,due\n{number},综述,银川局,2026-04-01,2026-04-20\n", "utf-8")
    said = office("commissions", "import", str(file))
    assert said.code == 2
    assert "id" in said.err
