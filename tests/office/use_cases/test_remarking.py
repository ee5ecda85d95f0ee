"""Is it known what a remark is worth, and which points are a number at all?"""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from ledger.entries.events import Remark
from office.use_cases.remarking import kinds_on, parse_points, points_of_remark
from tests.fixtures.remarks import FALSE, HELP, rulebook

DAY = date(2026, 3, 20)
REMARK = Remark(
    12, 1, FALSE, DAY, datetime(2026, 3, 21, tzinfo=UTC), "数字有误", None, "2026-0001"
)


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


@pytest.mark.parametrize(
    "text", ["", "很多", "1e9", "nan", "1/0", "1,5", "--3", "9" * 40, "2分"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_points(text) is None


def test_a_remark_is_worth_its_own_points_or_those_of_its_kind() -> None:
    kinds = kinds_on(rulebook(), DAY)
    assert points_of_remark(kinds, REMARK) == -10
    assert points_of_remark(kinds, REMARK._replace(kind=HELP, points=Fraction(3))) == 3
    assert points_of_remark(kinds, REMARK._replace(kind=HELP)) is None
