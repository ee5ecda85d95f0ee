"""Is a label known for one, and nothing else taken for it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.label_words import is_label, label_tail, says_nothing

LABELS = [
    "政务信息",
    "信息稿件",
    "报送",
    "第3期",
    "3月份",
    "2026年",
    "请审阅",
    "定稿",
    "一篇",
    "（",
    "）",
    "：",
    "-",
    "（2）",
]


@pytest.mark.parametrize(
    "label",
    [
        "政务信息3",
        "3月份信息2",
        "信息二",
        "2026年第5期",
        "信息-0312",
        "（政务信息第3期）",
        "报送信息一篇，请查收",
        "急",
        "政务信息〔2026〕第7期",
        "3月第3篇",
        "第2稿",
        "信息稿件",
        "总第128期",
    ],
)
def test_a_label_is_known(label: str) -> None:
    assert is_label(label)


@pytest.mark.parametrize(
    "words",
    [
        "信息化",
        "信息员培训",
        "工作站",
        "第3期工程",
        "报告会",
        "审核关",
        "3条公交线路",
        "转型",
        "除雪",
        "",
        "急救",
    ],
)
def test_one_word_more_makes_it_more_than_a_label(words: str) -> None:
    assert not is_label(words)


def test_a_month_or_a_number_alone_is_no_label_but_says_nothing() -> None:
    assert (is_label("3月"), says_nothing("3月")) == (False, True)
    assert (is_label("工作"), says_nothing("工作动态")) == (False, True)
    assert says_nothing("")


def test_whose_series_it_is_may_stand_before_a_label() -> None:
    assert label_tail("彭阳公路信息3", within=9) == "信息3"
    assert label_tail("发布一季度公路工程材料价格信息", within=9) == ""
    assert label_tail("彭阳公路信息化", within=9) == ""


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=12).map("".join))
def test_labels_one_after_the_other_say_nothing_together(phrase: str) -> None:
    assert says_nothing(phrase) or len(phrase) > 80
    assert not says_nothing(f"{phrase}除雪")
    assert not is_label(f"除雪{phrase}")


@given(st.text(max_size=200))
def test_any_text_is_asked(text: str) -> None:
    assert not is_label(text) or says_nothing(text)


def test_a_hostile_text_costs_little() -> None:
    assert not is_label("信息稿件" * 100_000 + "除")
