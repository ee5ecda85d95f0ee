"""Do titles of one template tell of one thing or of two?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.similar.differing import share_template, side_by_side, tell_apart

TITLES = st.text(alphabet="盐池县除雪保畅春运3月第十二批（）+ 的了", max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2月份治超工作情况", "3月份治超工作情况"),
        ("第一批农村公路完工", "第二批农村公路完工"),
        ("开展农村公路冬季养护专项行动", "开展农村公路夏季养护专项行动"),
        ("盐池县春运首日平稳有序", "灵武市春运首日平稳有序"),
        ("桥隧隐患排查见行见效", "职工技能竞赛见行见效"),
        ("G327线彭阳段恢复通行", "G344线彭阳段恢复通行"),
    ],
)
def test_another_number_place_season_or_matter_tells_of_another_thing(
    one: str, other: str
) -> None:
    assert tell_apart(one, other)
    assert share_template(one, other) or one[0] != other[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("盐池县昼夜奋战除雪保畅", "盐池县昼夜奋战除雪保畅通"),
        ("吴灵青城际公交首条快线开通", "吴灵青城际公交首条快线今日开通"),
        ("吴忠高铁站接驳公交实现无缝换乘", "吴忠高铁站接驳公交实现“无缝换乘”"),
        ("召开春运工作会议", "春运工作会议召开"),
        ("全力做好春运的保障", "全力做好了春运保障"),
        ("开展桥梁隐患排查", "利通区开展桥梁隐患排查"),
    ],
)
def test_what_is_added_or_turned_round_tells_of_the_same(one: str, other: str) -> None:
    assert not tell_apart(one, other)


@given(TITLES, TITLES)
def test_neither_title_is_the_first(one: str, other: str) -> None:
    assert tell_apart(one, other) == tell_apart(other, one)
    assert share_template(one, other) == share_template(other, one)


@given(st.text())
def test_no_title_tells_of_another_thing_than_itself(title: str) -> None:
    assert not tell_apart(title, title)


def test_side_by_side_only_the_changed_words_are_marked() -> None:
    found = side_by_side(
        "出动机械35台。昼夜奋战。", "出动机械38台。昼夜奋战。群众点赞。"
    )
    assert "".join(piece.text for piece in found.one if piece.differs) == "5"
    assert (
        "".join(piece.text for piece in found.other if piece.differs) == "8群众点赞。"
    )


@given(st.text(), st.text())
def test_side_by_side_nothing_of_either_text_is_lost(one: str, other: str) -> None:
    found = side_by_side(one, other)
    assert "".join(piece.text for piece in found.one) == one
    assert "".join(piece.text for piece in found.other) == other
    same = [
        "".join(piece.text for piece in side if not piece.differs) for side in found
    ]
    assert same[0] == same[1]


def test_long_texts_are_compared_at_once() -> None:
    one, other = "甲乙" * 10_000, "乙丙" * 10_000
    assert len(side_by_side(one, other).one) == 1
    assert side_by_side("句。" * 9_000, "语。" * 9_000)


def test_the_two_ends_of_a_line_in_either_order_are_no_other_matter() -> None:
    assert not tell_apart(
        "吴忠中卫跨市定制客运专线签约开行", "中卫至吴忠跨市定制客运专线签约开行"
    )
