"""Is a roster taken whole or refused with every bad row?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger.entries.people import Person, Role
from office.use_cases.imports.rows import BadRowsError
from office.use_cases.imports.tables import TableError, to_csv
from office.use_cases.imports.units import HEADING, read_units, unit_rows

HEAD = ",".join(HEADING)
FULL = "银川市交通运输局,银川市交通局;银川交通局,第一组,市县(区)交通运输局,,,a@units.example,"
PEOPLE = "王一,p@units.example,,李二;张三,l@units.example;z@units.example,13900000001,2021-03-19,"
ROWS = f"""{FULL}{PEOPLE}
兴庆区交通运输局,,第一组,市县(区)交通运输局,银川市交通运输局,,b@units.example,,,,,,,2021-03-19,2026-01-01
自治区交通宣传事务中心,,第二组,厅属单位,,yes,C@Units.example,,,,,,,2021-03-19,
"""


def write(folder: Path, rows: str) -> Path:
    path = folder / "units.csv"
    path.write_text(f"{HEAD}\n{rows}", encoding="utf-8")
    return path


def test_a_roster_reads_with_its_people_parents_and_dates(tmp_path: Path) -> None:
    first, second, third = read_units(write(tmp_path, ROWS))
    assert first.short_names == ("银川市交通局", "银川交通局")
    assert first.people == (
        Person(Role.PRINCIPAL, "王一", "p@units.example", ""),
        Person(Role.OFFICER, "李二", "l@units.example", "13900000001"),
        Person(Role.OFFICER, "张三", "z@units.example", ""),
    )
    assert (second.parent, second.until) == ("银川市交通运输局", date(2026, 1, 1))
    assert third.own_business_only
    assert third.addresses == ("c@units.example",)


def test_what_is_exported_reads_back_the_same(tmp_path: Path) -> None:
    units = read_units(write(tmp_path, ROWS))
    path = tmp_path / "again.csv"
    path.write_bytes(to_csv(*unit_rows(units)))
    assert read_units(path) == units


def test_two_units_of_one_name_are_refused_with_both_rows(tmp_path: Path) -> None:
    twice = "".join(
        f"{name},,第一组,,,,,,,,,,,2021-03-19,\n" for name in ("甲局", "乙局", "甲局")
    )
    with pytest.raises(BadRowsError) as fault:
        read_units(write(tmp_path, twice))
    assert str(fault.value).endswith(
        "row 4: name: 甲局 stands in row 2 already; a unit has one row; nothing was imported"
    )


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",,第一组,,,,,,,,,,,2021-03-19,", "name: is empty"),
        ("甲局,,,,,,,,,,,,,2021-03-19,", "group: is empty"),
        ("甲局,,第一组,,无此局,,,,,,,,,2021-03-19,", "parent: 无此局 is no unit"),
        (
            "甲局,,第一组,,,,not an address,,,,,,,2021-03-19,",
            "addresses: 'not an address' is no mail address",
        ),
        (
            "甲局,,第一组,,,maybe,,,,,,,,2021-03-19,",
            "own_business_only: 'maybe' is neither yes nor no",
        ),
        ("甲局,,第一组,,,,,,,,,,,2021-03-19,2021-03-19", "until: is not after since"),
        ("甲局,,第一组,,,,,,,,,,,soon,", "since: 'soon' is no day"),
        (
            "甲局,乙局,第一组,,,,,,,,,,,2021-03-19,\n乙局,,第一组,,,,,,,,,,,2021-03-19,",
            "short_names: 乙局",
        ),
    ],
)
def test_a_bad_row_names_its_column_and_the_reason(
    tmp_path: Path, row: str, what: str
) -> None:
    with pytest.raises(BadRowsError) as fault:
        read_units(write(tmp_path, row + "\n"))
    assert what in str(fault.value)


def test_a_parent_may_stand_on_the_roster_instead_of_in_the_file(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path, "兴庆区交通运输局,,第一组,,银川市交通运输局,,,,,,,,,2021-03-19,\n"
    )
    assert read_units(path, known=["银川市交通运输局"])[0].parent == "银川市交通运输局"


def test_a_misspelt_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("name,groop,since\n", encoding="utf-8")
    with pytest.raises(TableError, match="unknown column groop"):
        read_units(path)
