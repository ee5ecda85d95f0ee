"""Is a mark of continuation known where one stands, and only there?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.similar.sequel import called, sequel_in, sequel_in_opening


@pytest.mark.parametrize(
    ("text", "name", "matter"),
    [
        (
            "盐池县交通运输局+国道109线塌方处置情况续报（一）",
            "续报（一）",
            "盐池县交通运输局+国道109线塌方",
        ),
        ("关于S203线塌方的续报（二）", "续报（二）", "关于S203线塌方"),
        ("S203线塌方终报", "终报", "S203线塌方"),
        ("S203线塌方情况（终报）", "终报", "S203线塌方"),
        ("续报：某局+团雾管制", "续报", "某局+团雾管制"),
        ("【续报三】某局+团雾管制", "续报（三）", "某局+团雾管制"),
        ("某局+团雾管制（续二）", "续报（二）", "某局+团雾管制"),
        ("某局+团雾管制情况第2次续报", "续报（二）", "某局+团雾管制"),
        ("某局+团雾管制（续报第十二号）", "续报（12）", "某局+团雾管制"),
    ],
)
def test_a_mark_at_the_head_at_the_end_or_in_brackets_is_known(
    text: str, name: str, matter: str
) -> None:
    found = sequel_in(text)
    assert found is not None
    assert (found.name, found.matter) == (name, matter)


@pytest.mark.parametrize(
    "text",
    [
        "某局+做好突发事件续报工作",
        "某局+规范突发信息续报",
        "某局+召开续报工作会议",
        "某局+除雪持续二十天",
        "某局+连续三年获奖",
        "某局+中央环保督察整改后续情况",
        "某局+2025年终报",
        "",
    ],
)
def test_the_same_words_within_a_title_are_no_mark(text: str) -> None:
    assert sequel_in(text) is None


def test_a_report_is_called_by_its_own_mark_else_by_its_place_in_the_chain() -> None:
    names = ["塌方", "塌方（续报）", "塌方（续报三）", "塌方终报"]
    assert [called(place, sequel_in(name)) for place, name in enumerate(names)] == [
        "首报",
        "续报（一）",
        "续报（三）",
        "终报",
    ]


@given(st.text())
def test_any_text_is_read_and_what_is_left_of_it_is_no_longer(text: str) -> None:
    found = sequel_in(text)
    assert found is None or len(found.matter) < len(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("国道109线塌方情况续报（二）\n截至19时，累计清运土石方。", "续报（二）"),
        ("续报：截至4月12日19时，恢复单幅放行。", "续报"),
        ("续报三：截至4月12日19时，恢复单幅放行。", "续报（三）"),
        ("终报：道路恢复双幅通行，抢险结束。", "终报"),
        ("续报4月12日国道109线塌方情况：经13小时抢险，半幅路面抢通。", "续报"),
        (
            "自治区交通运输厅：\n  现将国道109线塌方处置情况续报如下。\n截至19时，恢复单幅放行。",
            "续报",
        ),
        ("厅办公室：国道109线塌方\n关于塌方的情况终报如下：\n道路恢复通行。", "终报"),
    ],
)
def test_a_heading_and_a_word_before_the_text_are_marks(text: str, name: str) -> None:
    found = sequel_in_opening(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "4月12日5时40分发生塌方，预计20时抢通单幅，后续情况续报。",
        "4月12日5时40分发生塌方，后续情况续报" + "。" * 300,
        "塌方" * 148 + "，后续情况续报，再报。",
        "4月12日5时40分发生塌方，有关情况报告如下，进展及时续报。",
        "",
    ],
)
def test_a_first_report_that_promises_to_go_on_is_none(text: str) -> None:
    assert sequel_in_opening(text) is None


def test_what_a_text_continues_is_what_it_names() -> None:
    found = sequel_in_opening(
        "续报4月12日国道109线塌方情况：经13小时抢险，半幅路面抢通。"
    )
    assert found is not None
    assert found.matter == "4月12日国道109线塌方"
