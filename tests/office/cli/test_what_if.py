"""Does `score --what-if` show unit by unit who would gain or lose, and store
nothing?
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,group,addresses,since
甲局,第一组,jia@units.example,2021-03-19
乙局,第一组,yi@units.example,2021-03-19
"""


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """甲局 met its months and wrote two studies, 乙局 met its months; seen from
    April.
    """
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    def add(unit: str, category: str, month: int, title: str) -> None:
        told = (
            "--unit",
            unit,
            "--category",
            category,
            "--title",
            title,
            "--because",
            "电话",
        )
        said = call(
            "submissions", "add", *told, "--arrived-at", f"2026-{month:02d}-05T10:00"
        )
        assert said.code == 0, said.err

    assert call("units", "import", str(roster)).code == 0
    for unit in ("甲局", "乙局"):
        for month in (1, 2, 3):
            for number in (1, 2):
                add(unit, "动态", month, f"{unit}{month}月第{number}件")
    for month in (2, 3):
        add("甲局", "调研", month, f"{month}月调研")
    return call


def test_every_unit_is_shown_as_it_stands_and_as_it_would(office: Call) -> None:
    found = office("score", "2026Q1", "--what-if", "A12", "--json").json()
    (group,) = found["groups"]
    assert [
        (
            unit["unit"],
            unit["now"]["total"],
            unit["total"],
            unit["difference"],
            unit["now"]["share"],
            unit["share"],
        )
        for unit in group["units"]
    ] == [
        ("甲局", "20", "25", "5", "5.00", "5.00"),
        ("乙局", "15", "15", "0", "3.75", "3.00"),
    ]
    assert [(unit["now"]["rank"], unit["rank"]) for unit in group["units"]] == [
        (1, 1),
        (2, 2),
    ]
    (now,) = [each["text"] for each in found["now"]["readings"] if each["id"] == "A12"]
    (then,) = [each["text"] for each in found["readings"] if each["id"] == "A12"]
    assert now != then
    assert (
        office("score", "2026Q1", "--json").json()["groups"][0]["units"][0]["total"]
        == "20"
    )


def test_the_table_says_what_is_tried_and_what_each_unit_gains(office: Call) -> None:
    said = office("score", "2026Q1", "--what-if", "A12")
    assert said.code == 0
    assert said.out.startswith("试算 A12：每完成1篇调研类政务信息")
    rows = [line.split() for line in said.out.splitlines()]
    assert ["第一组", "甲局", "20", "25", "+5", "1", "1", "5.00", "5.00"] in rows
    assert ["第一组", "乙局", "15", "15", "0", "2", "2", "3.75", "3.00"] in rows


@pytest.mark.parametrize("period", ["2026-03", "2026Q1", "2026"])
def test_what_if_of_the_same_edition_changes_nothing(office: Call, period: str) -> None:
    plain = office("score", period, "--json").json()
    same = office("score", period, "--what-if", plain["edition"], "--json").json()
    assert same.pop("now") == {
        "edition": plain["edition"],
        "readings": plain["readings"],
    }
    for group in same["groups"]:
        for unit in group["units"]:
            assert unit.pop("difference") == "0"
            assert unit.pop("now") == {
                key: unit[key] for key in ("total", "share", "rank", "named")
            }
    assert same == plain
    assert "即现用版本" in office("score", period, "--what-if", plain["edition"]).out


def test_an_unknown_reading_is_refused_with_those_there_are(office: Call) -> None:
    said = office("score", "2026Q1", "--what-if", "Z9")
    assert (said.code, "no reading (A12, A3," in said.err) == (2, True)
