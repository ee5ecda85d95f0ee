"""Can the office take out what is on record: a register of a period, and everything as
open files?
"""

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger import plain_rows, switches
from ledger.periods import parse_period
from ledger.tables.complete import metadata
from scoring.close import scored
from tests.walks.house import House, at
from tests.walks.letters import AUTHOR, PHONE, YINCHUAN, report
from tests.walks.shell import Shell

UNITS = 8
MARCH, APRIL = at(3, 9).isoformat(), at(4, 20).isoformat()
Row = dict[str, Any]


@pytest.fixture
def office(shell: Shell) -> Shell:
    """Yinchuan reported three items in March, of which one was adopted and written on
    in April.
    """
    house = shell.house
    house.assess_only(UNITS)
    for number in (1, 2, 3):
        house.deliver(report(number), at(3, 2))
    house.poll()
    house.dispatch()
    house.turn("rehearsal", "yes")
    used = ("--publication", "宁夏交通信息", "--form", "单条", "--issue", "3")
    assert (
        shell(
            "--now", MARCH, "adoptions", "add", "2026-0001", *used, "--on", "2026-03-06"
        )[0]
        == 0
    )
    leader = ("--leader", "某副主席", "--level", "自治区领导")
    house.hands.now = at(4, 10)
    written = ("instructions", "add", "2026-0002", *leader, "--on", "2026-04-09")
    assert shell("--now", at(4, 10).isoformat(), *written)[0] == 0
    return shell


def rows_of(file: Path, name: str) -> list[Row]:
    head, *rows = openpyxl.load_workbook(file)[name].values
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def total_of(house: House, code: str) -> Decimal:
    sheet = house.read(
        lambda conn: scored(conn, house.service.rulebook, parse_period(code), at(4, 20))
    )
    total = next(unit.total for unit in sheet.units if unit.unit == YINCHUAN)
    return Decimal(total.numerator) / total.denominator


def test_the_register_of_a_period_holds_every_item_and_comes_to_the_points_of_the_score(
    office: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "台账.xlsx"
    code, said, fault = office("--now", APRIL, "register", "2026Q1", str(file))
    assert (code, fault) == (0, "")
    assert (
        said
        == f"{file}: 3 items; it holds telephone numbers, keep it within the office\n"
    )
    first, second, third = rows_of(file, "台账")
    assert (first["编号"], first["单位"], first["撰稿人"], first["电话"]) == (
        "2026-0001",
        YINCHUAN,
        AUTHOR,
        PHONE,
    )
    assert (first["计入日期"], first["状态"], first["计分"]) == (
        "2026-03-02",
        "已登记",
        2,
    )
    assert first["采用"] == "《宁夏交通信息》第3期（单条） 2026-03-06"
    assert second["批示"] == "自治区领导 某副主席 2026-04-09"
    assert (second["计分"], third["计分"]) == (0, 0)
    (unit,) = [row for row in rows_of(file, "按单位") if row["单位"] == YINCHUAN]
    assert (unit["报送"], unit["已登记"], unit["采用"], unit["批示"]) == (3, 3, 1, 1)
    assert (
        unit["各件计分"] + unit["不记在某一件上的得分"]
        == unit["合计得分"]
        == total_of(office.house, "2026Q1")
    )
    assert [row["撰稿人"] for row in rows_of(file, "撰稿人")] == [AUTHOR]
    assert [(row["刊物"], row["编号"]) for row in rows_of(file, "按刊物")] == [
        ("宁夏交通信息", "2026-0001")
    ]

    # Whoever takes it in again finds everything on record.
    said = office("--now", APRIL, "submissions", "import", str(file), "--preview")[1]
    assert "0 new, 3 known or left out, 0 refused" in said

    # What was written on in April counts then: the item of March stands in that
    # quarter's register too.
    office("--now", APRIL, "register", "2026Q2", str(file))
    (again,) = rows_of(file, "台账")
    assert (again["编号"], again["计分"], again["备注"]) == (
        "2026-0002",
        10,
        "以前报送，本期计分",
    )

    # The sheet that is filed for 效能考核 says the same, and that it is not published
    # yet.
    filed = tmp_path / "效能.xlsx"
    assert office("--now", APRIL, "efficiency", "2026Q1", str(filed))[0] == 0
    lines: list[list[Any]] = [
        list(row) for row in openpyxl.load_workbook(filed)["效能考核"].values
    ]
    title, about, group, head, best = lines[:5]
    assert title[0] == "2026年第一季度政务信息效能考核得分表"
    assert about[0].endswith(
        "填报日期：2026年4月20日　　尚未公布，按填报当天的记录试算，仅供核对"
    )
    row = dict(zip(head, best, strict=True))
    # January and February passed in silence, so that nobody has more than nothing yet.
    assert (group[0], row["单位"]) == ("（一）第一组（本组无正分）", YINCHUAN)
    assert (row["排名"], row["效能得分"]) == (1, 0)
    assert row["本季得分"] == unit["合计得分"]
    said = office.refused("efficiency", "2026-03", str(tmp_path / "none.xlsx"))
    assert "name a quarter or a year" in said

    # Narrowed, it does not pretend to come to totals; where nothing fits, nothing is
    # written.
    for narrowed, found in (
        (("--publication", "《宁夏交通信息》"), ["2026-0001"]),
        (("--author", "王小", "--text", "第2批"), ["2026-0002"]),
        (
            ("--unit", YINCHUAN, "--state", "已登记"),
            ["2026-0001", "2026-0002", "2026-0003"],
        ),
    ):
        assert (
            office("--now", APRIL, "register", "2026-03", str(file), *narrowed)[0] == 0
        )
        assert [row["编号"] for row in rows_of(file, "台账")] == found
        assert "合计得分" not in rows_of(file, "按单位")[0]
    for command in ("register", "efficiency"):
        said = office.refused(command, "2026Q1", str(tmp_path / "nothing.csv"))
        assert "what is written is .xlsx; name it nothing.xlsx" in said
    said = office.refused("register", "2026-02", str(tmp_path / "nothing.xlsx"))
    assert "no item of it fits, nothing was written" in said
    assert not (tmp_path / "nothing.xlsx").exists()


def test_everything_comes_out_as_open_files_with_a_manifest_and_without_a_secret(
    office: Shell, tmp_path: Path
) -> None:
    house, folder = office.house, tmp_path / "全部"
    for arguments in (
        ("close", "2026Q1"),
        ("circular", "draft", "2026Q1"),
        ("circular", "approve", "2026Q1"),
    ):
        assert office("--now", APRIL, *arguments)[0] == 0
    code, said, fault = office("--now", APRIL, "export", str(folder), "--json")
    assert (code, fault) == (0, "")
    counts = json.loads(said)
    assert (counts["originals"], counts["items"], counts["messages"] > 0) == (
        3,
        3,
        True,
    )

    # Every file is in the manifest as it is, and nothing else is there.
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {
        file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]
    }
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            content = path.read_bytes()
            found[path.relative_to(folder).as_posix()] = (
                len(content),
                hashlib.sha256(content).hexdigest(),
            )
    assert found == listed
    assert counts["files"] == len(listed)
    assert folder.stat().st_mode & 0o077 == 0

    # The mails as they came, the items as texts, the circular's files and the year's
    # register as they are.
    for letter in house.letters():
        assert (
            hashlib.sha256(report_of(folder, letter.sha256 or "")).hexdigest()
            == letter.sha256
        )
    words = (folder / "items" / "2026-0001.txt").read_text(encoding="utf-8")
    assert f"单位：{YINCHUAN}" in words
    assert f"撰稿人：{AUTHOR} {PHONE}" in words
    sheets = sorted(path.name for path in (folder / "sheets").iterdir())
    assert sheets == [
        *("1-政务信息通报2026Q1.docx", "1-政务信息通报2026Q1.xlsx"),
        *("score-2026Q1-1.json", "政务信息台账2026.xlsx"),
    ]

    # Every row of the record, but what is made from others; no secret.
    assert {path.stem for path in (folder / "record").iterdir()} == set(
        plain_rows.table_names()
    )
    assert set(plain_rows.table_names()) | set(plain_rows.LEFT_OUT) == set(
        metadata.tables
    )
    rows = (
        (folder / "record" / "submissions.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    assert [json.loads(row)["serial"] for row in rows] == [
        "2026-0001",
        "2026-0002",
        "2026-0003",
    ]
    secret = house.read(lambda conn: switches.value(conn, switches.SEALING_KEY))
    everything = b"".join(path.read_bytes() for path in (folder / "record").iterdir())
    assert secret.encode() not in everything
    assert b"password_hash" not in everything

    # A second one does not touch the first.
    assert "nothing in it is overwritten" in office.refused("export", str(folder))
    (tmp_path / "other.part").mkdir()
    assert "delete it and try again" in office.refused(
        "export", str(tmp_path / "other")
    )
    assert "cannot be made" in office.refused("export", str(tmp_path / "none" / "here"))


def report_of(folder: Path, sha256: str) -> bytes:
    return (folder / "originals" / sha256[:2] / f"{sha256}.eml").read_bytes()
