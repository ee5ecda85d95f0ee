"""Is it known which published sheet rests on a remark, and which points are a number at all?"""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from ledger.entries.events import Remark
from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from office.use_cases.remarking import counted_in, kinds_on, parse_points, points_of_remark
from tests.fixtures.remarks import FALSE, HELP, rulebook

DAY = date(2026, 3, 20)
REMARK = Remark(12, 1, FALSE, DAY, datetime(2026, 3, 21, tzinfo=UTC), "数字有误", None, "2026-0001")


def sheet(*lines: Line) -> ScoreSheet:
    return ScoreSheet("2026Q1", "e", (GroupScore("第一组", (UnitScore(1, "甲局", lines),)),))


def line(points: int, because: str, *evidence: str, serial: str = "2026-0001") -> Line:
    return Line(1, Fraction(points), "11(2)6", because, DAY, serial, evidence)


def test_a_sheet_rests_on_a_remark_by_its_points_and_by_what_an_item_did_not_earn() -> None:
    given = sheet(line(-10, "信息失实：数字有误", "remark:12"))
    void = sheet(line(0, "《政务信息》采用；信息失实，本件不计分", "adoption:3"))
    assert counted_in([given], REMARK) == ("2026Q1",)
    assert counted_in([void, given], REMARK) == ("2026Q1",)


@pytest.mark.parametrize(
    "other",
    [
        line(-10, "信息失实：数字有误", "remark:123"),
        line(4, "《政务信息》采用", "adoption:3"),
        line(0, "《政务信息》采用；信息失实，本件不计分", "adoption:3", serial="2026-0002"),
        line(0, "《政务信息》采用；只记最高分，不重复计", "adoption:3"),
    ],
)
def test_lines_of_other_remarks_items_and_reasons_do_not(other: Line) -> None:
    assert counted_in([sheet(other)], REMARK) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-5", -5),
        ("2.5", Fraction(5, 2)),
        ("1/3", Fraction(1, 3)),
        ("+2", 2),
        ("−3", -3),
        ("２．５", Fraction(5, 2)),
    ],
)
def test_points_are_read_exactly(text: str, value: Fraction) -> None:
    assert parse_points(text) == value


@pytest.mark.parametrize("text", ["", "很多", "1e9", "nan", "1/0", "1,5", "--3", "9" * 40, "2分"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_points(text) is None


def test_a_remark_is_worth_its_own_points_or_those_of_its_kind() -> None:
    kinds = kinds_on(rulebook(), DAY)
    assert points_of_remark(kinds, REMARK) == -10
    assert points_of_remark(kinds, REMARK._replace(kind=HELP, points=Fraction(3))) == 3
    assert points_of_remark(kinds, REMARK._replace(kind=HELP)) is None
