"""Is any text fit to stand in a line, and are days and periods written as people say
them?
"""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.chinese import day, full_day, moment, period_name
from notify.lines import many_lines, one_line, shortened, without_ours

ANY = st.text(alphabet=st.characters(codec=None), max_size=300)


@given(ANY, st.integers(1, 100))
def test_p34_any_text_becomes_one_bounded_line(text: str, length: int) -> None:
    line = one_line(text, length)
    assert len(line) <= length
    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(one) for one in line} & {
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    }
    line.encode()


@given(ANY)
def test_lines_of_a_text_stay_and_nothing_else_breaks_them(text: str) -> None:
    kept = many_lines(text)
    assert (
        kept.count("\n")
        == len(kept.splitlines()) - (0 if not kept or kept.endswith("\n") else 1)
        or not kept
    )
    assert not {unicodedata.category(one) for one in kept} & {"Cf", "Cs"}


def test_ordinary_chinese_stays_as_it_is() -> None:
    text = "银川市交通运输局+“三项措施”——保障春运·出行（2026）㊣𠮷"
    assert one_line(text) == text


def test_a_text_is_shortened_with_an_ellipsis_within_the_length() -> None:
    assert shortened("春运保障", 4) == "春运保障"
    assert shortened("春运保障工作", 4) == "春运保…"


@pytest.mark.parametrize(
    "mark", ["", "（待核）", "（已核定）", "（已退回）", "（已补正）", "（登记有更正）"]
)
def test_a_subject_loses_everything_an_earlier_receipt_of_ours_added(mark: str) -> None:
    assert (
        without_ours(f"回复：自动回执：{mark}某局+春运保障 [2026-0123-k7f3q9xw]")
        == "某局+春运保障"
    )


def test_a_day_is_the_offices_day() -> None:
    late = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
    assert (day(late), full_day(late), moment(late)) == (
        "2月1日",
        "2026年2月1日",
        "2026年2月1日 00:00",
    )
    assert day(date(2026, 1, 31)) == "1月31日"


@pytest.mark.parametrize(
    "named",
    [
        ("2026-03", "2026年3月"),
        ("2026Q1", "2026年第一季度"),
        ("2026Q4", "2026年第四季度"),
        ("2026H1", "2026年上半年"),
        ("2026H2", "2026年下半年"),
        ("2026", "2026年"),
        ("2026-W07", "2026年第7周"),
        ("秋季学期", "秋季学期"),
    ],
)
def test_a_period_is_named_as_people_say_it(named: tuple[str, str]) -> None:
    assert period_name(named[0]) == named[1]
