"""Is a roster taken as offices keep it: Chinese headings, titles, merged cells, one
sheet of several?
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ledger.entries.people import Person, Role, Unit
from office.use_cases.imports.rows import BadRowsError
from office.use_cases.imports.tables import BookSheet, TableError, to_csv, to_workbook
from office.use_cases.imports.units import (
    RosterFile,
    read_roster,
    spoken_heading,
    unit_rows,
)

GROUPS = ("第一组", "第二组")
BEGINS = date(2026, 1, 1)
HEADING = (
    "序号",
    "单位名称",
    "简称",
    "分组",
    "邮箱",
    "负责人",
    "信息员",
    "电话",
    "备注",
)


def book(path: Path, *sheets: Callable[[Worksheet], None]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for fill in sheets:
        fill(made.create_sheet())
    made.save(path)
    return path


def rows_of(rows: Sequence[Sequence[object]]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


def read(path: Path, sheet: str = "") -> RosterFile:
    return read_roster(path, groups=GROUPS, begins=BEGINS, sheet=sheet)


def test_an_offices_own_list_is_read_with_its_title_numbers_and_notes(
    tmp_path: Path,
) -> None:
    rows = (
        ("2026年信息员名册",),
        ("填报单位：办公室", None, None, "2026年1月"),
        HEADING,
        (
            1,
            "银川市\n交通运输局",
            "银川局、市局",
            "第一组",
            "a@units.example",
            "王一",
            "李二、张三",
            9515060001,
        ),
        (
            2,
            "盐池县交通运输局",
            None,
            "二组",
            None,
            None,
            "赵四 13900000004",
            None,
            "新任",
        ),
        (None, None, None, None),
        ("注：如有变动请及时告知。",),
    )
    listed = read(book(tmp_path / "名册.xlsx", rows_of(rows)))
    first, second = listed.units
    assert (first.name, first.group, first.since) == (
        "银川市交通运输局",
        "第一组",
        BEGINS,
    )
    assert first.short_names == ("银川局", "市局")
    assert first.addresses == ("a@units.example",)
    assert first.people == (
        Person(Role.PRINCIPAL, "王一", "", ""),
        Person(Role.OFFICER, "李二", "", "9515060001"),
        Person(Role.OFFICER, "张三", "", ""),
    )
    assert second.group == "第二组"  # as the rule calls 二组
    assert second.people == (Person(Role.OFFICER, "赵四", "", "13900000004"),)
    assert listed.passed_over == ("序号", "备注")


def test_merged_groups_speak_for_all_their_rows_and_merged_names_for_several_people(
    tmp_path: Path,
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("信息员名册",))
        sheet.append(("分组", "单位名称", "信息员", "电话", "邮箱"))
        sheet.append(("第一组", "甲局", "李二", "1390001", "a@units.example"))
        sheet.append((None, None, "张三", "1390002", "b@units.example"))
        sheet.append((None, "乙局", "赵四", "", ""))
        sheet.append(("第二组", "丙中心", "钱五", "", ""))
        for merged in ("A1:E1", "A3:A5", "B3:B4"):
            sheet.merge_cells(merged)

    first, second, third = read(book(tmp_path / "名册.xlsx", fill)).units
    assert [unit.group for unit in (first, second, third)] == [
        "第一组",
        "第一组",
        "第二组",
    ]
    assert first.people == (
        Person(Role.OFFICER, "李二", "a@units.example", "1390001"),
        Person(Role.OFFICER, "张三", "b@units.example", "1390002"),
    )


def test_a_line_with_a_groups_name_stands_for_the_units_below_it(
    tmp_path: Path,
) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ("单位", "信息员"),
            ("第一组（市县局）",),
            ("甲局", "李二"),
            ("二组",),
            ("乙局", "王一"),
        ):
            sheet.append(list(row))
        sheet.merge_cells("A2:B2")

    assert [
        unit.group for unit in read(book(tmp_path / "名册.xlsx", fill)).units
    ] == list(GROUPS)


def test_of_several_sheets_the_one_with_the_columns_is_read(tmp_path: Path) -> None:
    notes = rows_of([("填写说明",), ("单位", "请填全称")])
    units = rows_of([("单位名称", "分组"), ("甲局", "第一组")])
    path = book(tmp_path / "名册.xlsx", notes, units)
    listed = read(path)
    assert [unit.name for unit in listed.units] == ["甲局"]
    assert (listed.sheet, listed.other_sheets) == ("Sheet1", ("Sheet",))
    path = book(tmp_path / "两份.xlsx", units, units)
    with pytest.raises(
        TableError, match="Sheet、Sheet1 all hold a roster; name one with --sheet"
    ):
        read(path)
    assert [unit.name for unit in read(path, "Sheet1").units] == ["甲局"]
    with pytest.raises(TableError, match="has no sheet 三; its sheets: Sheet, Sheet1"):
        read(path, "三")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (
            ("甲局", "第五组", ""),
            "row 2: group: 第五组 is no group of the rule; write 第一组 or 第二组",
        ),
        (("甲局", "", ""), "row 2: group: is empty"),
        (("", "第一组", "李二"), "row 2: name: is empty"),
        (
            ("甲局", "第一组", "不是邮箱"),
            "row 2: officer_address: '不是邮箱' is no mail address",
        ),
    ],
)
def test_a_row_of_such_a_list_that_cannot_be_taken_is_named(
    tmp_path: Path, row: Sequence[str], what: str
) -> None:
    path = book(
        tmp_path / "名册.xlsx", rows_of([("单位名称", "分组", "信息员邮箱"), row])
    )
    with pytest.raises(BadRowsError) as fault:
        read(path)
    assert what in str(fault.value)


def test_a_merged_range_of_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("分组", "单位名称"))
        sheet.append(("第一组", "甲局"))
        sheet.append(("", "乙局"))
        sheet.merged_cells.add("A2:XFD1048576")

    assert [unit.group for unit in read(book(tmp_path / "名册.xlsx", fill)).units] == [
        "第一组",
        "第一组",
    ]


WORDS = st.text("甲乙丙丁交通运输局路政", min_size=1, max_size=6)
PEOPLE = st.builds(
    Person,
    st.sampled_from(Role),
    WORDS,
    st.sampled_from(("", "a@units.example", "b@units.example")),
    st.sampled_from(("", "0951-5060001", "13900000001")),
)


@st.composite
def rosters(draw: st.DrawFn) -> list[Unit]:
    """Units of different names; people sorted by what they do, as a file has them."""
    units: list[Unit] = []
    for name in draw(st.lists(WORDS, min_size=1, max_size=5, unique=True)):
        people = sorted(
            draw(st.lists(PEOPLE, max_size=3)),
            key=lambda person: person.role != Role.PRINCIPAL,
        )
        units.append(
            Unit(
                id=0,
                name=name,
                group=draw(st.sampled_from(GROUPS)),
                since=draw(st.dates(date(2020, 1, 1), date(2026, 1, 1))),
                own_business_only=draw(st.booleans()),
                people=tuple(people),
            )
        )
    return units


@given(rosters())
def test_a_filled_template_reads_back_as_the_roster_it_was_made_from(
    tmp_path_factory: pytest.TempPathFactory, units: list[Unit]
) -> None:
    heading, rows = unit_rows(units)
    folder = tmp_path_factory.mktemp("template")
    (folder / "a.csv").write_bytes(to_csv(spoken_heading(heading), rows))
    (folder / "b.xlsx").write_bytes(
        to_workbook([BookSheet("名册", spoken_heading(heading), rows)])
    )
    assert list(read(folder / "a.csv").units) == units
    assert list(read(folder / "b.xlsx").units) == units
