"""Is an item asked for, followed, extended and called off from a shell?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger import scores
from ledger.database import open_database
from ledger.scores import Revision
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
    made = office(
        *ADD, "--unit", "银川局", "--unit", "宁夏交通学校", "--brief", "一千字以内"
    )
    assert (made.code, made.out) == (0, "YG2026-001\n"), made.err
    sent = office("commissions", "send", "YG2026-001")
    assert "银川市交通运输局: yc@units.example" in sent.out
    assert "宁夏交通学校: 名册上没有可用的邮箱" in sent.out
    shown = office("commissions", "show", "YG2026-001", "--json").json()
    assert (shown["title"], shown["brief"], shown["due"]) == (
        "冬季公路保畅做法",
        "一千字以内",
        "2026-04-20",
    )
    first, school = shown["units"]
    assert (first["state"], first["mailed_at"]) == ("open", "2026-04-02T09:00:00+08:00")
    assert [mail["to"] for mail in first["mail"]] == ["yc@units.example"]
    assert (school["mailed_at"], school["mail"]) == (None, [])
    assert [each["did"] for each in shown["history"]] == [
        "commission: add",
        "commission: send",
    ]


def test_a_whole_group_is_asked_and_mailed_at_once(office: Call) -> None:
    said = office(*ADD, "--group", "第一组", "--send")
    assert said.out.splitlines()[0] == "YG2026-001"
    (listed,) = office("commissions", "list", "--json").json()
    assert [unit["unit"] for unit in listed["units"]] == [
        "银川市交通运输局",
        "石嘴山市交通运输局",
    ]
    assert len(office("outbox", "list", "--json").json()) == 2


def test_a_unit_that_leaves_the_roster_later_belongs_to_its_group_till_then(
    office: Call, tmp_path: Path
) -> None:
    leaving = ROSTER.replace("since\n", "since,until\n").replace(
        "2021-03-19\n", "2021-03-19,2026-07-01\n", 1
    )
    (tmp_path / "later.csv").write_text(leaving, encoding="utf-8")
    assert office("units", "import", str(tmp_path / "later.csv")).code == 0
    office(*ADD, "--group", "第一组")
    (listed,) = office("commissions", "list", "--json").json()
    assert [unit["unit"] for unit in listed["units"]] == [
        "银川市交通运输局",
        "石嘴山市交通运输局",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_is_wanted_is_read_from_a_text_file_as_desks_save_it(
    office: Call, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "brief.txt").write_bytes("一千字以内，附数据。".encode(encoding))
    made = office(*ADD, "--unit", "银川局", "--brief-file", str(tmp_path / "brief.txt"))
    assert made.code == 0, made.err
    assert (
        office("commissions", "show", "YG2026-001", "--json").json()["brief"]
        == "一千字以内，附数据。"
    )


def test_what_is_no_text_is_refused_in_a_line(office: Call, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\xff\xfe")
    said = office(
        *ADD, "--unit", "银川局", "--brief-file", str(tmp_path / "brief.docx")
    )
    assert (said.code, said.out) == (2, "")
    assert "brief.docx: is no text file" in said.err


def test_a_deadline_is_extended_and_a_unit_withdrawn_with_a_reason(
    office: Call,
) -> None:
    office(*ADD, "--group", "第一组", "--send")
    read = office("commissions", "show", "YG2026-001", "--json").json()["version"]
    extend = (
        "commissions",
        "extend",
        "YG2026-001",
        "--due",
        "2026-04-28",
        "--because",
        "来文延后",
    )
    changed = office(*extend, "--version", str(read - 1))
    assert (changed.code, changed.err.count("\n")) == (2, 1)
    assert "又办理过，什么也没有改" in changed.err
    extended = office(*extend, "--version", str(read))
    assert "due 2026-04-28" in extended.out
    gone = office(
        "commissions",
        "withdraw",
        "YG2026-001",
        "--unit",
        "银川局",
        "--because",
        "已另行报送",
    )
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
        (
            ("commissions", "add", "--title", "题", "--due", "2026-04-20"),
            "请至少选一个单位",
        ),
        (
            (
                "commissions",
                "add",
                "--title",
                "题",
                "--due",
                "2026-04-01",
                "--unit",
                "银川局",
            ),
            "已经过去",
        ),
        ((*ADD, "--unit", "没有的局"), "is no unit of the roster"),
        ((*ADD, "--group", "第九组"), "groups: 第一组、第二组"),
        (("commissions", "send", "YG2026-009"), "没有这个编号的约稿"),
        (("commissions", "show", "YG2026-009"), "is unknown"),
        (
            (
                "commissions",
                "extend",
                "YG2026-009",
                "--due",
                "2026-04-28",
                "--because",
                "x",
            ),
            "没有这个编号的约稿",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    office: Call, arguments: tuple[str, ...], why: str
) -> None:
    said = office(*arguments)
    assert said.code == 2
    assert why in said.err
    assert office("commissions", "list", "--json").json() == []


def test_a_file_of_commissions_is_still_taken_and_can_be_mailed(
    office: Call, tmp_path: Path
) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(
        "id,title,issuer,units,issued_on,due\n宁交办约〔2026〕3号,年度综述,厅办公室,银川局,2026-04-01,2026-04-20\n",
        encoding="utf-8",
    )
    assert office("commissions", "import", str(file)).code == 0
    assert (
        "yc@units.example" in office("commissions", "send", "宁交办约〔2026〕3号").out
    )


ASKED = "宁交办约〔2026〕3号"
HEAD = "编号,题目,约稿人,约稿单位,约稿日期,截止日,要求\n"


def handed_in(office: Call, folder: Path, *rows: str, preview: bool = False) -> Said:
    file = folder / "约稿.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return office(
        "commissions", "import", str(file), *(["--preview"] if preview else [])
    )


def test_a_file_taken_in_again_says_what_it_changes_and_tells_those_who_were_mailed(
    office: Call, tmp_path: Path
) -> None:
    first = f"{ASKED},年度综述,厅办公室,银川局;石嘴山市交通运输局,2026-04-01,2026-04-20,一千字"
    other = "约2,季度小结,,宁夏交通学校,2026-04-01,2026-04-25,"
    preview = handed_in(office, tmp_path, first, other, preview=True).out
    assert preview.count("新增") == 2
    assert preview.endswith("2 rows, 2 of them new, 0 changed; nothing was imported\n")
    assert office("commissions", "list", "--json").json() == []
    assert handed_in(office, tmp_path, first, other).out.endswith(
        "2 rows, 2 of them new, 0 changed\n"
    )
    assert "; nothing was imported" in handed_in(office, tmp_path, first, other).out
    assert office("commissions", "send", ASKED).code == 0

    # A later last day and one more unit; the other, mailed to nobody, is put into other
    # words.
    later = f"{ASKED},年度综述,,银川局;宁夏交通学校,2026-04-01,2026-04-28,"
    reworded = "约2,半年小结,,宁夏交通学校,2026-04-02,2026-04-24,附数据"
    preview = handed_in(office, tmp_path, later, reworded, preview=True).out
    assert (
        "截止日 2026-04-20 → 2026-04-28；增加宁夏交通学校；表中没有石嘴山市交通运输局，照旧约着"
        in preview
    )
    assert "题目 季度小结 → 半年小结" in preview
    said = handed_in(office, tmp_path, later, reworded).out
    assert "银川市交通运输局: yc@units.example" in said
    assert "石嘴山市交通运输局: szs@units.example" in said
    assert f"mail those it asks now: `yishiyibao commissions send {ASKED}`" in said
    assert said.endswith("2 rows, 0 of them new, 2 changed\n")
    shown = office("commissions", "show", ASKED, "--json").json()
    assert (shown["due"], shown["issuer"], shown["brief"]) == (
        "2026-04-28",
        "厅办公室",
        "一千字",
    )
    assert [unit["unit"] for unit in shown["units"]] == [
        "银川市交通运输局",
        "石嘴山市交通运输局",
        "宁夏交通学校",
    ]
    assert shown["history"][-1]["details"] == {
        "changed": ["截止日 2026-04-20 → 2026-04-28", "增加宁夏交通学校"]
    }
    entries = office("commissions", "show", "约2", "--json").json()["history"]
    assert [(each["did"], len(each["details"]["changed"])) for each in entries] == [
        ("commissions import", 4)
    ]


def test_what_units_were_mailed_and_what_is_published_no_file_changes(
    office: Call, migrated_url: str, tmp_path: Path
) -> None:
    row = f"{ASKED},年度综述,厅办公室,银川局,2026-04-01,2026-04-20,"
    handed_in(office, tmp_path, row)
    assert office("commissions", "send", ASKED).code == 0
    for changed in (row.replace("年度综述", "半年综述"), row.replace("-20,", "-19,")):
        said = handed_in(office, tmp_path, changed)
        assert (
            said.code,
            f"row 2: id: {ASKED} was mailed, and units have it as it was" in said.err,
        ) == (
            2,
            True,
        )
        assert (
            "不能录入"
            in handed_in(
                office, tmp_path, changed, "约2,,,银川局,x,2026-04-20,", preview=True
            ).out
        )
    assert office("commissions", "withdraw", ASKED, "--because", "不约了").code == 0
    said = handed_in(office, tmp_path, row.replace("银川局", "宁夏交通学校"))
    assert (
        "was withdrawn from every unit; ask for it under an id of its own" in said.err
    )

    record, july = open_database(migrated_url), datetime(2026, 7, 2, tzinfo=UTC)
    with record.writing() as conn:
        made = scores.store(
            conn, Revision(0, "2026Q2", 0, "", {"groups": []}, "", "", "", july)
        )
        scores.publish(conn, made.id, july)
    record.close()
    late = "约9,补录,,银川局,2026-05-01,2026-06-20,"
    said = handed_in(office, tmp_path, late)
    assert (
        said.code,
        "约9 is due in 2026Q2, which is published and stays as printed" in said.err,
    ) == (
        2,
        True,
    )
    assert len(office("commissions", "list", "--json").json()) == 1


@pytest.mark.parametrize("number", ["约稿|3", "2026/3"])
def test_an_id_that_no_list_or_address_can_hold_is_refused(
    office: Call, tmp_path: Path, number: str
) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(
        f"id,title,units,issued_on,due\n{number},综述,银川局,2026-04-01,2026-04-20\n",
        "utf-8",
    )
    said = office("commissions", "import", str(file))
    assert said.code == 2
    assert "id" in said.err
