"""Are shares, years and editions read as settled?

One test a row of the readings; the row's id is in the name.
"""

from datetime import date
from fractions import Fraction

import pytest

from ledger.periods import Span, parse_period
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import share_text
from tests.scoring.worlds import Q1, Q2, World, ningxia


def test_e1_the_quarter_is_converted_and_the_year_so_far_stands_beside_it(
    met: World,
) -> None:
    met.unit("乙")
    met.month("乙", *Q2)
    assert met.of("乙", "2026Q2").year_to_date == 0
    assert share_text(met.of("乙", "2026Q2").share) == "5.00"
    assert share_text(met.of("乙", "2026Q2", "E1").share) == "0.00"


def test_e2_a_group_without_a_positive_total_has_no_shares_and_says_so(
    world: World,
) -> None:
    world.unit("乙")
    sheet = world.sheet("2026Q1")
    assert [share_text(unit.share) for unit in sheet.units] == ["0.00", "0.00"]
    assert sheet.groups[0].note == "本组无正分"


def test_e3_a_unit_below_zero_keeps_its_raw_total(met: World) -> None:
    met.unit("乙")
    score = met.of("乙", "2026Q1")
    assert score.total == -15
    assert score.share == 0


def test_e4_a_tie_at_the_top_gives_all_of_them_the_full_share(met: World) -> None:
    met.unit("乙")
    met.unit("丙")
    met.month("乙", *Q1)
    shares = {
        unit.unit: (share_text(unit.share), unit.rank)
        for unit in met.sheet("2026Q1").units
    }
    assert shares == {"甲": ("5.00", 1), "乙": ("5.00", 1), "丙": ("0.00", 3)}


def test_e6_the_year_is_the_mean_of_the_printed_shares_of_the_quarters_assessed(
    met: World,
) -> None:
    met.unit("乙", since=date(2026, 4, 1))
    met.month("乙", "2026-04")
    met.sent("甲", "2026-01-25")
    quarters = [met.of("乙", code).share for code in ("2026Q2", "2026Q3", "2026Q4")]
    year = met.of("乙", "2026")
    assert year.share == Fraction(
        round(sum(q or 0 for q in quarters) * 100 / 3 + Fraction(1, 10**9)), 100
    )
    assert year.total == sum(
        met.total("乙", code) for code in ("2026Q2", "2026Q3", "2026Q4")
    )


def test_e6_quarters_from_before_the_installation_count_with_their_printed_shares(
    met: World,
) -> None:
    met.before("2026Q1", "甲", "12.5", "3.33")
    year = met.of("甲", "2026", today=date(2026, 6, 30))
    assert share_text(year.share) == "4.17"
    assert (
        year.total
        == Fraction("12.5") + met.of("甲", "2026Q2", today=date(2026, 6, 30)).total
    )
    assert met.of("甲", "2026Q2").year_to_date == Fraction("12.5") + 15


def test_e7_the_year_is_ranked_by_raw_points(met: World) -> None:
    met.unit("乙")
    met.month("乙", *Q1)
    ranks = {unit.unit: unit.rank for unit in met.sheet("2026").units}
    assert ranks == {"甲": 1, "乙": 2}


def test_e8_a_quarter_falls_under_the_edition_of_its_first_day() -> None:
    rulebook = Rulebook((ningxia(),))
    with pytest.raises(NoEditionError, match="2021Q1"):
        rulebook.for_period(parse_period("2021Q1"))
    assert rulebook.for_period(parse_period("2021Q2")) == ningxia()
    assert rulebook.for_period(parse_period("2021")) == ningxia()
    assert parse_period("2021Q2").span is Span.QUARTER


def test_every_open_reading_has_exactly_one_switch_and_both_texts() -> None:
    asked = {
        "A3",
        "A4",
        "A12",
        "B5",
        "C1",
        "C3",
        "C4",
        "C5",
        "C6",
        "C10",
        "C12",
        "D3",
        "E1",
    }
    readings = {reading.id: reading for reading in ningxia().readings}
    assert set(readings) == asked
    for key, reading in readings.items():
        turned = next(each for each in ningxia(key).readings if each.id == key)
        assert (turned.text, turned.other) == (reading.other, reading.text)
