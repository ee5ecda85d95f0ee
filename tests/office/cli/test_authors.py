"""Can a clerk see what each author brought, and who might be put forward?"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = "name,group,since\n银川市交通运输局,第一组,2021-03-19\n宁夏交通学校,第二组,2021-03-19\n"
ADOPTED = "serial,publication,form,on\n2026-0001,综合信息,单条,2026-01-20\n2026-0003,宁夏交通信息,简讯,2026-02-03\n"
ITEMS = (
    ("银川市交通运输局", "2026-01-05", "马文", "13909510001"),
    ("银川市交通运输局", "2026-01-06", "马文", ""),
    ("宁夏交通学校", "2026-01-07", "马文", "13909510001"),
    ("宁夏交通学校", "2026-02-07", "", ""),
)


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal at the year's end in which two persons of one name and number wrote
    for two units.
    """

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-12-31T23:00", *arguments)

    for name, text, command in (
        ("units.csv", ROSTER, "units"),
        ("adopted.csv", ADOPTED, "adoptions"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        if command == "adoptions":
            for number, (unit, on, author, phone) in enumerate(ITEMS, start=1):
                told = (
                    "--unit",
                    unit,
                    "--title",
                    f"第{number}件",
                    "--category",
                    "动态",
                    "--because",
                    "电话",
                )
                known = (
                    "--arrived-at",
                    f"{on}T10:00",
                    "--author",
                    author,
                    "--phone",
                    phone,
                )
                assert call("submissions", "add", *told, *known).code == 0
        assert call(command, "import", str(path)).code == 0
    return call


def test_authors_are_shown_with_what_the_lines_of_their_items_give_the_unit(
    office: Call,
) -> None:
    said = office("score", "2026Q1", "--people", "--json").json()
    assert (said["period"], said["unsigned"]) == ("2026Q1", ["2026-0004"])
    first, second = said["people"]
    assert (first["unit"], first["name"], first["phone"]) == (
        "银川市交通运输局",
        "马文",
        "13909510001",
    )
    assert (first["points"], first["together"], first["items"]) == (
        "9",
        "0",
        ["2026-0001", "2026-0002"],
    )
    assert [line["article"] for line in first["lines"]] == ["11(1)", "11(2)2"]
    assert sum(first["adoptions"].values()) == 1
    assert (second["unit"], second["points"]) == ("宁夏交通学校", "6")
    assert [(each["rank"], each["rank_in_unit"]) for each in (first, second)] == [
        (1, 1),
        (2, 1),
    ]


def test_the_table_of_authors_says_how_many_items_name_none(office: Call) -> None:
    said = office("score", "2026Q1", "--people")
    assert "其中合作" in said.out
    assert "1 items name no author, the first 2026-0004" in said.out


def test_the_candidates_of_a_year_are_ranked_with_their_evidence_and_nothing_is_awarded(
    office: Call,
) -> None:
    found = office("candidates", "2026", "--json").json()
    assert set(found) == {"year", "edition", "units", "people", "unsigned"}
    best, last = found["units"]
    assert (best["unit"], best["rank"], best["rank_in_group"]) == ("宁夏交通学校", 1, 1)
    assert (last["unit"], last["rank"], last["rank_in_group"]) == (
        "银川市交通运输局",
        2,
        1,
    )
    assert last["by_article"]["11(2)2"] == "4"
    assert {"零报送", "零采用"} <= {entry["name"] for entry in last["named"]}
    assert [person["unit"] for person in found["people"]] == [
        "银川市交通运输局",
        "宁夏交通学校",
    ]
    table = office("candidates", "2026").out
    assert "零报送×" in table
    assert "nothing is awarded here" in table


def test_candidates_are_of_a_year(office: Call) -> None:
    said = office("candidates", "2026Q1")
    assert said.code == 2
    assert "write `candidates 2026`, or `score 2026Q1 --people`" in said.err


def test_the_years_workbook_has_a_sheet_of_authors_with_numbers_as_numbers(
    office: Call, tmp_path: Path
) -> None:
    path = tmp_path / "year.xlsx"
    assert office("score", "2026", "--xlsx", str(path)).code == 0
    rows = list(openpyxl.load_workbook(path)["撰稿人"].iter_rows(values_only=True))
    assert rows[0][3:5] == ("撰稿人", "电话")
    assert rows[1] == (
        1,
        "银川市交通运输局",
        1,
        "马文",
        "13909510001",
        2,
        rows[1][6],
        0,
        9,
        0,
    )
    quarter = tmp_path / "quarter.xlsx"
    assert office("score", "2026Q1", "--xlsx", str(quarter)).code == 0
    assert "撰稿人" not in openpyxl.load_workbook(quarter).sheetnames
