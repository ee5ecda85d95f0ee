"""Does a register's table come to each unit's points, whoever shares an item and
whoever was merged?
"""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.events import Adoption, Beginning, Instruction
from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.periods import parse_period
from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from ledger.submissions.listing import SubmissionFilter
from office.use_cases.register import Register, RegisteredItem, RegisterQuery
from office.use_cases.register_tables import (
    ITEM_HEAD,
    register_file,
    sheet_of_items,
    sheet_of_publications,
    sheet_of_units,
)

NOW = datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
NAMES = {1: "甲局", 2: "乙局", 3: "丙局"}
Q1 = parse_period("2026Q1")
JOINT = Submission(
    "2026-0001",
    NOW,
    "=1+1",
    SubmissionState.RECORDED,
    unit_id=1,
    co_unit_ids=(2,),
    authors=(Author("马小云", "13900000000"), Author("丁一")),
)
USED = Adoption(
    7, "2026-0001", "《宁夏交通信息》", "单条", date(2026, 3, 6), NOW, issue="3"
)
WRITTEN = Instruction(
    8, "2026-0001", "某厅长", "厅领导", date(2026, 3, 9), NOW, unscored=True
)


def line(unit_id: int, points: Fraction, serial: str | None) -> Line:
    return Line(unit_id, points, "11(2)", "因由", date(2026, 3, 6), serial)


def register_of(
    items: list[RegisteredItem], lines: list[Line], query: RegisterQuery
) -> Register:
    """Unit 3 was merged into unit 2."""
    units = []
    for unit_id in (1, 2):
        own = tuple(each for each in lines if each.unit_id == unit_id)
        units.append(UnitScore(unit_id, NAMES[unit_id], own))
    sheet = ScoreSheet("2026Q1", "edition", (GroupScore("第一组", tuple(units)),))
    return Register(
        query,
        tuple(items),
        NAMES,
        {3: 2},
        sheet,
        printed=False,
        authors=(),
        beginning=None,
    )


def rows_of(found: Register) -> dict[str, dict[str, object]]:
    head, rows = sheet_of_units(found).head, sheet_of_units(found).rows
    return {str(row[0]): dict(zip(head, row, strict=True)) for row in rows}


def joint(points: int, co_points: int) -> RegisteredItem:
    shares = {2: Fraction(co_points)}
    return RegisteredItem(
        JOINT, (USED,), (WRITTEN,), (), Fraction(points), shares, earlier=False
    )


def test_a_joint_item_is_one_row_of_items_and_counts_in_the_row_of_each_unit() -> None:
    whole = RegisterQuery(Q1)
    found = register_of([joint(2, 1)], [line(1, Fraction(2), "2026-0001")], whole)
    (row,) = sheet_of_items(found).rows
    shown = dict(zip(ITEM_HEAD, row, strict=True))
    assert (shown["单位"], shown["联合单位"], shown["计分"], shown["联合单位计分"]) == (
        "甲局",
        "乙局",
        2,
        "乙局 1",
    )
    assert (shown["撰稿人"], shown["电话"]) == ("马小云、丁一", "13900000000；—")
    assert (shown["到达时间"], shown["计入日期"]) == ("2026-03-02 09:15", "2026-03-02")
    assert shown["采用"] == "《宁夏交通信息》第3期（单条） 2026-03-06"
    assert shown["批示"] == "厅领导 某厅长 2026-03-09（不计分）"
    assert [rows_of(found)[name]["报送"] for name in ("甲局", "乙局")] == [1, 1]
    assert list(sheet_of_publications(found).rows) == [
        ("宁夏交通信息", "单条", "3", "2026-03-06", "甲局", "=1+1", "2026-0001")
    ]


def test_an_item_of_a_unit_that_was_merged_stands_in_the_row_of_the_one_that_goes_on() -> (
    None
):
    item = replace(JOINT, unit_id=3, co_unit_ids=(), state=SubmissionState.RETURNED)
    each = RegisteredItem(item, (), (), (), Fraction(0), {}, earlier=False)
    row = rows_of(register_of([each], [], RegisterQuery(Q1)))["乙局"]
    assert (row["报送"], row["已登记"], row["退回或被替代"]) == (1, 0, 1)


def test_what_must_be_known_to_read_an_items_points_stands_beside_it() -> None:
    item = replace(JOINT, superseded_by="2026-0009", state=SubmissionState.SUPERSEDED)
    each = RegisteredItem(item, (), (), (), Fraction(0), {}, earlier=True)
    found = replace(
        register_of([each], [], RegisterQuery(Q1)),
        beginning=Beginning(date(2026, 4, 1), owes_begun=False),
    )
    assert found.notes_on(each) == ["考核前", "以前报送，本期计分", "由 2026-0009 替代"]


def test_p40_a_title_is_never_a_formula_and_a_part_of_a_register_claims_no_total() -> (
    None
):
    part = RegisterQuery(Q1, publication="宁夏交通信息")
    assert not part.is_whole
    assert RegisterQuery(Q1)._replace(sought=part.sought).is_whole
    found = register_of([joint(2, 1)], [line(1, Fraction(2), "2026-0001")], part)
    book = openpyxl.load_workbook(io.BytesIO(register_file(found, NOW)))
    (title,) = [cell for cell in book["台账"]["D"] if cell.value == "=1+1"]
    assert title.data_type == "s"
    assert "合计得分" not in [cell.value for cell in book["按单位"][1]]
    assert any("不能与通报的合计核对" in str(row) for row in book["说明"].values)


def test_a_register_of_one_state_is_not_the_whole() -> None:
    wanted = SubmissionFilter(state=SubmissionState.HELD)
    query = RegisterQuery(Q1)
    assert not query._replace(sought=query.sought._replace(wanted=wanted)).is_whole


POINTS = st.integers(-20, 20).map(lambda halves: Fraction(halves, 2))


@given(POINTS, POINTS, st.lists(POINTS, max_size=4))
def test_a_units_items_and_what_it_got_for_no_single_item_come_to_its_total(
    lead: Fraction, other: Fraction, duties: list[Fraction]
) -> None:
    lines = [line(1, lead, "2026-0001"), line(2, other, "2026-0001")]
    lines += [line(1, points, None) for points in duties]
    sheet = register_of([], lines, RegisterQuery(Q1)).sheet
    assert sheet is not None
    of_item = sheet.points_of_items().get("2026-0001", {})
    own, theirs = of_item.get(1, Fraction(0)), {2: of_item.get(2, Fraction(0))}
    item = RegisteredItem(JOINT, (), (), (), own, theirs, earlier=False)
    rows = rows_of(register_of([item], lines, RegisterQuery(Q1)))
    for name, own, rest in (
        ("甲局", lead, sum(duties, Fraction(0))),
        ("乙局", other, Fraction(0)),
    ):
        row = rows[name]
        assert [
            row[head] for head in ("各件计分", "不记在某一件上的得分", "合计得分")
        ] == [
            Decimal(points.numerator) / points.denominator
            for points in (own, rest, own + rest)
        ]
