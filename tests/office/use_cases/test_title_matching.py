"""Is the submission found that a contents list means, and is nothing claimed where two
come close?
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.use_cases.contents_lists import (
    APART,
    LEAST,
    KnownTitle,
    ListedTitle,
    TitleMatch,
    fold_title,
    match_title,
    rate,
)

YINCHUAN, WUZHONG = ("银川市交通运输局", "银川局"), ("吴忠市交通运输局",)
BUS = KnownTitle("2026-0001", "银川市公交线网优化首周运行平稳", YINCHUAN)
ROAD = KnownTitle("2026-0002", "吴忠市农村公路养护“三项做法”显成效", WUZHONG)
SNOW = KnownTitle("2026-0003", "银川市三项措施保障春运出行", YINCHUAN)
KNOWN = (BUS, ROAD, SNOW)


@pytest.mark.parametrize(
    ("title", "serial"),
    [
        ("银川市公交线网优化首周运行平稳", "2026-0001"),
        ("吴忠市农村公路养护 三项做法 显成效", "2026-0002"),
        ("公交线网优化首周运行平稳", "2026-0001"),
        ("银川市公交线网优化首周运行平稳有序", "2026-0001"),
        ("银川三项措施保障春运平安出行", "2026-0003"),
        ("固原市多举措推进客运站提升", None),
        ("", None),
    ],
)
def test_a_title_is_known_though_an_editor_has_mended_it(
    title: str, serial: str | None
) -> None:
    assert match_title(ListedTitle(title), KNOWN).serial == serial


def test_the_same_but_for_blanks_and_marks_is_certain() -> None:
    assert match_title(
        ListedTitle("吴忠市 农村公路养护三项做法，显成效"), KNOWN
    ) == TitleMatch("2026-0002", 1.0, ("2026-0002",))


def test_two_that_come_close_are_none_until_the_unit_tells_them_apart() -> None:
    twins = (
        KnownTitle("2026-0005", "多措并举做好汛期保通工作", YINCHUAN),
        KnownTitle("2026-0006", "多措并举做好汛期保通工作", WUZHONG),
    )
    undecided = match_title(ListedTitle("多措并举做好汛期保通工作"), twins)
    assert (undecided.serial, undecided.confidence) == (None, 1.0)
    assert undecided.candidates == ("2026-0005", "2026-0006")
    assert (
        match_title(ListedTitle("多措并举做好汛期保通工作", "吴忠"), twins).serial
        == "2026-0006"
    )


def test_the_very_same_title_outdoes_one_that_is_nearly_so() -> None:
    nearly = KnownTitle("2026-0009", "银川市公交线网优化首周运行平隐", YINCHUAN)
    assert match_title(ListedTitle(BUS.title), (BUS, nearly)).serial == BUS.serial
    assert match_title(ListedTitle(BUS.title[:-1]), (BUS, nearly)).serial is None


def test_a_named_unit_raises_its_own_and_lowers_the_others() -> None:
    entry = ListedTitle("公交线网优化运行平稳")
    assert (
        rate(entry._replace(unit="银川局"), BUS)
        > rate(entry, BUS)
        > rate(entry._replace(unit="固原"), BUS)
    )


WORDS = st.text("银川吴忠公路公交养护春运平稳做法，“”三 ", max_size=14)
UNITS = st.sampled_from(["", "银川", "吴忠市交通运输局", "固原"])
SHELVES = st.lists(
    st.tuples(WORDS, st.sampled_from([YINCHUAN, WUZHONG])), max_size=6
).map(
    lambda found: [
        KnownTitle(f"2026-{at:04d}", title, units)
        for at, (title, units) in enumerate(found, 1)
    ]
)


@given(WORDS, UNITS, SHELVES)
def test_whatever_is_asked_a_match_is_sure_enough_and_alone(
    title: str, unit: str, shelf: list[KnownTitle]
) -> None:
    entry = ListedTitle(title, unit)
    found = match_title(entry, shelf)
    rates = {each.serial: rate(entry, each) for each in shelf}
    assert all(0.0 <= each <= 1.0 for each in rates.values())
    assert found.confidence == round(max(rates.values(), default=0.0), 3)
    if found.serial is not None:
        best = rates.pop(found.serial)
        assert best >= LEAST
        assert all(
            best - each >= APART or (best == 1 and each < 1) for each in rates.values()
        )


@given(WORDS, UNITS, SHELVES, st.randoms(use_true_random=False))
def test_the_order_of_the_shelf_means_nothing(
    title: str, unit: str, shelf: list[KnownTitle], chance: object
) -> None:
    shuffled = list(shelf)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_title(ListedTitle(title, unit), shuffled) == match_title(
        ListedTitle(title, unit), shelf
    )


@given(WORDS.filter(lambda title: bool(fold_title(title))), SHELVES)
def test_a_title_that_stands_alone_on_the_shelf_is_found_with_certainty(
    title: str, shelf: list[KnownTitle]
) -> None:
    others = [each for each in shelf if rate(ListedTitle(title), each) < 1]
    mine = KnownTitle("2026-9999", f"“{title} ”", YINCHUAN)
    assert match_title(ListedTitle(title), [*others, mine])[:2] == ("2026-9999", 1.0)
