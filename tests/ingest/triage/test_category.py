"""Is a category proposed with its reason, and is length counted as a word processor counts?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.triage.category import FOLLOW_UP, characters, propose
from tests.ingest.roster import INTAKE, STORY


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("农村公路高质量发展调研报告", "调研"),
        ("关于农村客运的调研", "调研"),
        ("国道109线发生塌方交通中断", "突发"),
        ("一辆货车侧翻致道路中断", "突发"),
        ("突发事件：六盘山段团雾管制", "突发"),
        ("【紧急】六盘山段团雾管制", "突发"),
        ("突发事件应急预案演练举行", "动态"),
        ("紧急救援队伍成立", "动态"),
        ("举行突发事件应急演练", "动态"),
        ("强化措施遏制事故", "动态"),
        ("学习贯彻全会精神", "综合"),
        ("农村公路养护的经验做法", "综合"),
        ("春运首日平稳有序", "动态"),
    ],
)
def test_art_7_a_title_speaks_for_its_category(title: str, category: str) -> None:
    assert propose(title, STORY, INTAKE).category == category


def test_what_the_letter_says_itself_comes_first() -> None:
    assert propose("春运首日", "", INTAKE, ["综合信息"]).category == "综合"
    assert propose("六盘山段团雾管制情况", "", INTAKE, [FOLLOW_UP]).category == "突发"
    assert propose("国道塌方", "信息类别:其他\n正文", INTAKE).category == "其他"
    assert propose("春运首日", "【调研报告】\n正文", INTAKE).category == "调研"


@pytest.mark.parametrize(
    "text",
    ["突发事件：六盘山段因团雾管制。", "  紧急报告:团雾管制。", "续报：团雾消散。", "【续报2】:团雾消散。"],
)
def test_art_7_4_a_text_that_begins_as_an_emergency_is_one(text: str) -> None:
    assert propose("六盘山段团雾管制情况", text, INTAKE).category == "突发"


def test_the_reason_is_given() -> None:
    assert propose("农村公路调研报告", "", INTAKE).because == "标题中有“调研报告”"
    assert "没有其他类别" in propose("春运首日", "", INTAKE).because


def test_only_categories_of_the_rule_are_proposed() -> None:
    other = replace(INTAKE, categories=("工作信息", "问题建议"))
    assert propose("农村公路调研报告", "", other).category == "工作信息"
    assert propose("春运首日", "类别:问题建议", other).category == "问题建议"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\u3000\t", 0),
        ("春运首日,平稳", 7),
        ("春运首日，平稳。", 8),
        ("Hello world", 2),
        ("增长3.5%。", 4),
        ("“四好农村路”——", 9),
        ("G109线", 2),
        ("𠮷祥", 2),
    ],
)
def test_art_8_length_is_counted_as_a_word_processor_does(text: str, count: int) -> None:
    assert characters(text) == count


@given(st.text(), st.text())
def test_any_title_and_text_have_a_category_of_the_rule_and_a_length(title: str, text: str) -> None:
    assert propose(title, text, INTAKE).category in INTAKE.categories
    assert 0 <= characters(text) <= len(text)
