"""Does a file say the same rows whoever saved it?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.use_cases.imports.rows import (
    BadCellError,
    BadRowsError,
    TableRow,
    parse_day,
    parse_rows,
    parse_yes_no,
)
from office.use_cases.imports.tables import Columns, TableError, read_table, to_csv

COLUMNS = Columns(needed=("name", "on"), allowed=("note",))
TEXT = "name,on,note\n银川市交通运输局,2026-03-01,镕\n\n石嘴山市交通运输局,2026/3/2,\n"


def cells(path: Path) -> list[tuple[int, str, date, str]]:
    return [
        (r.number, r.text("name"), r.day("on"), r.text("note"))
        for r in read_table(path, COLUMNS)
    ]


EXPECTED = [
    (2, "银川市交通运输局", date(2026, 3, 1), "镕"),
    (4, "石嘴山市交通运输局", date(2026, 3, 2), ""),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_reads_the_same_in_every_encoding_offices_save(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert cells(path) == EXPECTED


def test_a_workbook_reads_as_the_csv_does_with_real_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "on", "note"])
    sheet.append(["银川市交通运输局", date(2026, 3, 1), "镕"])
    sheet.append([])
    sheet.append(["石嘴山市交通运输局", "2026.3.2", None])
    book.save(tmp_path / "rows.xlsx")
    assert cells(tmp_path / "rows.xlsx") == EXPECTED


def test_p40_a_formula_stays_the_text_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "on", "note"])
    sheet.append(["=1+1", "2026-03-01", '=HYPERLINK("http://x.example")'])
    book.save(tmp_path / "rows.xlsx")
    row = read_table(tmp_path / "rows.xlsx", COLUMNS)[0]
    assert (row.text("name"), row.text("note")) == (
        "=1+1",
        '=HYPERLINK("http://x.example")',
    )


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1).map(str.strip).filter(bool), st.text().map(str.strip)
        ),
        max_size=5,
    )
)
def test_p40_what_is_written_reads_back_and_never_starts_a_formula(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    clean = [
        tuple("".join(c for c in cell if c.isprintable()) or "x" for cell in row)
        for row in rows
    ]
    path = tmp_path_factory.mktemp("round") / "rows.csv"
    path.write_bytes(to_csv(("name", "on"), clean))
    assert [(r.text("name"), r.text("on")) for r in read_table(path, COLUMNS)] == [
        tuple(cell.strip() for cell in row) for row in clean
    ]
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
        assert not line.startswith(("=", "@", "+", "-"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty; the first row names the columns: name, on, note"),
        ("name,no\nx,y\n", "unknown column no; allowed: name, on, note"),
        ("name\nx\n", "column on is missing"),
        ("name,on,on\nx,y,z\n", "column on appears twice"),
    ],
)
def test_a_wrong_heading_is_refused_with_the_right_one(
    tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as fault:
        read_table(path, COLUMNS)
    assert what in str(fault.value)
    assert str(path) in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_file_that_is_no_table_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    (tmp_path / "rows.doc").write_bytes(b"")
    for name, what in (
        ("broken.xlsx", "no .xlsx workbook"),
        ("rows.doc", "neither .csv nor .xlsx"),
        ("no.csv", "cannot be read"),
    ):
        with pytest.raises(TableError, match=what):
            read_table(tmp_path / name, COLUMNS)


def test_every_bad_row_is_listed_and_none_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "name,on\n甲,2026-02-30\n乙,2026-03-01\n丙,\n丁,2026-03-01,too,much\n",
        encoding="utf-8",
    )
    with pytest.raises(BadRowsError) as fault:
        parse_rows(path, read_table(path, COLUMNS), lambda row: row.day("on"))
    assert [bad.row for bad in fault.value.faults] == [2, 4, 5]
    lines = str(fault.value).splitlines()
    assert lines[0] == f"{path}: row 2: on: '2026-02-30' is no day; write 2026-03-31"
    assert lines[-1] == f"{path}: 3 rows are wrong; nothing was imported"


def test_one_bad_row_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("name,on\n甲,x\n", encoding="utf-8")
    with pytest.raises(BadRowsError) as fault:
        parse_rows(path, read_table(path, COLUMNS), lambda row: row.day("on"))
    assert (
        str(fault.value)
        == f"{path}: row 2: on: 'x' is no day; write 2026-03-31; nothing was imported"
    )


def test_several_names_are_separated_by_either_semicolon() -> None:
    row = TableRow(Path("x"), 2, {"units": "甲;乙\uff1b丙;"})
    assert row.several("units") == ("甲", "乙", "丙")


@given(st.text())
def test_a_day_or_an_answer_is_read_or_refused_never_more(text: str) -> None:
    for parse in (parse_day, parse_yes_no):
        try:
            parse(text)
        except BadCellError:
            continue


def _repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """A workbook whose part says something else."""
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, change(content) if name == part else content)


def _gap(sheet: bytes) -> bytes:
    return sheet.replace(b'row r="2"', b'row r="99999999"').replace(
        b'<dimension ref="A1:B2"/>', b""
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_gap, "cells"),
        (lambda sheet: sheet + b" " * (65 * 2**20), "unpacks to more than"),
    ],
)
def test_p14_a_small_workbook_that_claims_to_be_huge_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("name", "on"))
    sheet.append(("银川市交通运输局", date(2026, 3, 1)))
    path = tmp_path / "rows.xlsx"
    book.save(path)
    _repacked(path, "xl/worksheets/sheet1.xml", change)
    assert path.stat().st_size < 2**20
    with pytest.raises(TableError, match=said):
        read_table(path, COLUMNS)
