"""Does any importer let a word pass that no list knows?

Every column with a list or a kind of value behind it, of every file that is handed in,
with words that are none: the row is refused and the column named. What of a decision
only its record can tell, such as its category, is asked in
`tests/office/cli/test_items.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from office.use_cases.contents_lists import read_contents
from office.use_cases.imports.earlier_items import (
    EarlierItem,
    RegisterContext,
    read_register,
)
from office.use_cases.imports.records import (
    ADOPTIONS,
    COMMISSIONS,
    FORWARDINGS,
    HISTORY,
    INSTRUCTIONS,
    REMARKS,
    WORKING_DAYS,
    ImportContext,
    read_adoptions,
    read_commissions,
    read_decisions,
    read_forwardings,
    read_history,
    read_instructions,
    read_remarks,
    read_working_days,
)
from office.use_cases.imports.rows import BadRowsError, Finder
from office.use_cases.imports.tables import Columns, TableError
from office.use_cases.imports.units import read_roster
from tests.fixtures.remarks import HELP, rulebook

NOW = datetime(2026, 4, 1, tzinfo=UTC)
UNITS = (
    Unit(1, "银川市交通运输局", "第一组", date(2021, 3, 19), short_names=("银川局",)),
    Unit(2, "石嘴山市交通运输局", "第一组", date(2021, 3, 19)),
)
ITEMS = (Submission("2026-0001", NOW, "水毁抢通", SubmissionState.RECORDED, unit_id=1),)
FINDER = Finder(UNITS, ITEMS)
KNOWN = ImportContext(FINDER, rulebook(), NOW)
NAMES, GROUPS = tuple(unit.name for unit in UNITS), ("第一组", "第二组")
Read = Callable[[Path], Any]
Row = Mapping[str, str]


def rows_of_register(path: Path) -> tuple[EarlierItem, ...]:
    """The rows of an office's register; BadRowsError where one cannot be taken."""
    register = read_register(path, RegisterContext(KNOWN, None, frozenset()))
    if register.faults:
        raise BadRowsError(path, register.faults)
    return register.items


READERS: Mapping[str, Read] = {
    "adoptions": lambda path: read_adoptions(path, KNOWN),
    "instructions": lambda path: read_instructions(path, KNOWN),
    "forwardings": lambda path: read_forwardings(path, KNOWN),
    "remarks": lambda path: read_remarks(path, KNOWN, ()),
    "commissions": lambda path: read_commissions(path, FINDER),
    "history": lambda path: read_history(path, FINDER),
    "working-days": read_working_days,
    "decisions": lambda path: read_decisions(path, FINDER),
    "units": lambda path: read_roster(path, NAMES, GROUPS),
    "register": rows_of_register,
    "contents": lambda path: read_contents(path, NAMES, ("单条", "简讯", "综合")),
}


IMPORTED: Mapping[str, Columns] = {
    "adoptions": ADOPTIONS,
    "instructions": INSTRUCTIONS,
    "forwardings": FORWARDINGS,
    "remarks": REMARKS,
    "commissions": COMMISSIONS,
    "history": HISTORY,
    "working-days": WORKING_DAYS,
}
"""Whose columns have Chinese headings beside their own names."""
ITEM: Row = {"serial": "2026-0001", "on": "2026-03-09"}
NUMBERED: Row = {"编号": "2026-0001", "日期": "2026-03-09"}
REPORTED: Row = {"unit": "银川局", "category": "动态类", "arrived": "2026-02-03"}
SOUND: tuple[tuple[str, Row], ...] = (
    (
        "adoptions",
        {**ITEM, "publication": "综合信息", "form": "单条", "unscored": "否"},
    ),
    (
        "adoptions",
        {
            "单位": "银川局",
            "标题": "水毁抢通",
            "采用日期": "2026-03-09",
            "刊物": "综合信息",
        },
    ),
    (
        "adoptions",
        {
            **NUMBERED,
            "采用刊物": "《综合信息》",
            "采用形式（单条、简讯、综合）": "简讯",
            "不计分": "",
        },
    ),
    ("instructions", {**ITEM, "level": "区领导", "unscored": "否"}),
    ("instructions", {**NUMBERED, "批示级别*": "部领导", "不计分": ""}),
    ("forwardings", {**ITEM, "unscored": "否"}),
    ("forwardings", {**NUMBERED, "不计分": "no"}),
    ("remarks", {**ITEM, "unit": "银川局", "kind": HELP, "points": "2"}),
    ("remarks", {**NUMBERED, "单位": "银川局", "项目": HELP, "分值": "2"}),
    (
        "commissions",
        {"units": "银川局", "issued_on": "2026-03-01", "due": "2026-03-09"},
    ),
    (
        "commissions",
        {"约稿单位": "银川局", "约稿日期": "2026-03-01", "截止日": "2026-03-09"},
    ),
    (
        "history",
        {"period": "2025Q4", "unit": "银川局", "total": "12.5", "share": "3.1"},
    ),
    (
        "history",
        {"季度": "2025Q4", "单位": "银川局", "总分": "12.5", "效能得分": "3.1"},
    ),
    ("working-days", {"day": "2027-02-08", "works": "否"}),
    ("working-days", {"日期": "2027-02-08", "是否上班": "否"}),
    (
        "decisions",
        {
            "serial": "2026-0001",
            "to_unit": "银川局",
            "co_units": "石嘴山市交通运输局",
            "lead": "银川局",
            "own_business": "是",
            "counts_on": "2026-03-09",
        },
    ),
    (
        "decisions",
        {
            "serial": "2026-0001",
            "unit": "银川局",
            "quality": "是",
            "waive_lateness": "否",
        },
    ),
    (
        "decisions",
        {
            "unit": "银川局",
            "title": "水毁抢通",
            "accept": "是",
            "although_published": "否",
        },
    ),
    ("decisions", {"serial": "2026-0001", "split": "2", "seal": "否", "return": "否"}),
    (
        "units",
        {
            "group": "第一组",
            "parent": "银川市交通运输局",
            "own_business_only": "否",
            "since": "2026-01-01",
        },
    ),
    (
        "units",
        {
            "group": "第二组",
            "since": "2026-01-01",
            "until": "2027-01-01",
            "addresses": "zw@units.example",
        },
    ),
    (
        "units",
        {
            "group": "第二组",
            "since": "2026-01-01",
            "officer_address": "w1@units.example",
        },
    ),
    (
        "units",
        {
            "group": "第二组",
            "since": "2026-01-01",
            "former_groups": "第一组..2026-03-01",
        },
    ),
    (
        "units",
        {
            "group": "第二组",
            "since": "2026-01-01",
            "exemptions": "2026-03-01..2026-04-01 改革",
        },
    ),
    ("contents", {"title": "水毁抢通", "form": "单条"}),
    (
        "register",
        {
            "unit": "银川局",
            "co_units": "石嘴山市交通运输局",
            "category": "动态",
            "arrived": "2026-02-03",
        },
    ),
    (
        "register",
        {**REPORTED, "adoptions": "综合信息 单条 2026-02-06", "state": "已登记"},
    ),
    (
        "register",
        {
            **REPORTED,
            "adoptions": "综合信息",
            "form": "单条",
            "adopted_on": "2026-02-06",
        },
    ),
    (
        "register",
        {
            **REPORTED,
            "instructions": "自治区领导 2026-02-06",
            "counts_on": "2026-02-04",
        },
    ),
)
"""The kind of a file → the columns that are asked, in a row that can be taken."""
WRITTEN: Mapping[str, Row] = {
    "instructions": {"leader": "某副主席"},
    "forwardings": {"target": "自治区党委办公厅"},
    "remarks": {"because": "核实"},
    "commissions": {"id": "Y1", "title": "约稿"},
    "decisions": {"because": "核实"},
    "units": {"name": "中卫市交通运输局"},
    "register": {"title": "春运收官"},
}
"""Columns beside them that hold whatever the office writes."""
FREE = frozenset({("contents", "title")})
CALLED = {"register adopted_on": "adoptions", "register form": "adoptions"}
"""The column that a refusal names in place of another."""


def column_of(kind: str, heading: str) -> str:
    """The column that a refusal names for a heading."""
    columns = IMPORTED.get(kind)
    name = heading if columns is None else columns.meant([heading])[0]
    return CALLED.get(f"{kind} {name}", name)


WITHOUT_POINTS = ("adoptions", "instructions", "forwardings")
LOOSE = frozenset(
    {
        "addresses",
        "officer_address",
        "exemptions",
        "arrived",
        "counts_on",
        "adopted_on",
        "instructions",
    }
)
"""Columns in which a further sign may be meant."""


def handed_in(folder: Path, kind: str, row: Row) -> Path:
    row = {**WRITTEN.get(kind, {}), **row}
    path = folder / "facts.csv"
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", IMPORTED)
def test_every_column_stands_under_each_of_its_chinese_headings_and_no_other(
    tmp_path: Path, kind: str
) -> None:
    columns = IMPORTED[kind]
    spoken = [heading for name in columns.known for heading in columns.headings[name]]
    assert len(set(spoken)) == len(spoken)
    for name in columns.known:
        assert set(
            columns.meant(
                [
                    *columns.headings[name],
                    name.upper(),
                    f"{columns.headings[name][0]}（必填）",
                ]
            )
        ) == {name}
    (tmp_path / "facts.csv").write_text(
        f"{','.join(columns.known)},没有的栏\n", encoding="utf-8"
    )
    with pytest.raises(
        TableError, match="unknown column 没有的栏; allowed: "
    ) as refusal:
        READERS[kind](tmp_path / "facts.csv")
    assert all(
        f"{name} ({columns.headings[name][0]})" in str(refusal.value)
        for name in columns.known
    )


@pytest.mark.parametrize(("kind", "sound"), SOUND)
def test_no_importer_lets_a_word_pass_that_no_list_knows(
    tmp_path: Path, kind: str, sound: Row
) -> None:
    read = READERS[kind]
    assert read(handed_in(tmp_path, kind, sound))
    for column, word in sound.items():
        if (kind, column) in FREE:
            continue
        unknown_words = (
            ["没有的词"] if column in LOOSE else ["没有的词", f"{word}某", f"某{word}"]
        )
        for unknown in unknown_words:
            with pytest.raises(BadRowsError) as refusal:
                read(handed_in(tmp_path, kind, {**sound, column: unknown}))
            said = str(refusal.value)
            assert f"row 2: {column_of(kind, column)}: " in said, (
                f"{column} {unknown}: {said}"
            )
            assert said.endswith("nothing was imported")


@pytest.mark.parametrize(
    ("kind", "sound"), [each for each in SOUND if each[0] in WITHOUT_POINTS]
)
def test_without_points_only_what_the_rule_lists_may_be_unknown(
    tmp_path: Path, kind: str, sound: Row
) -> None:
    kept = {
        name: word
        for name, word in sound.items()
        if column_of(kind, name) != "unscored"
    }
    kept["不计分"] = "不计分"
    for column in kept:
        row = {**kept, column: "没有的词"}
        if column_of(kind, column) in ("publication", "form", "level", "target"):
            (event,) = READERS[kind](handed_in(tmp_path, kind, row))
            assert event.unscored
        else:
            with pytest.raises(BadRowsError):
                READERS[kind](handed_in(tmp_path, kind, row))
