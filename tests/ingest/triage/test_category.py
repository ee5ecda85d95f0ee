"""Is a category proposed with its reason, and is length counted as a word processor
counts?
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.triage.category import FOLLOW_UP, characters, propose
from tests.ingest.roster import INTAKE, STORY

ITEMS = Path(__file__).parents[2] / "letters" / "categories"


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("农村公路高质量发展调研报告", "调研"),
        ("关于农村客运的调研", "调研"),
        ("国道109线发生塌方交通中断", "突发"),
        ("一辆货车侧翻致道路中断", "突发"),
        ("突发事件：六盘山段团雾管制", "突发"),
        ("【紧急】六盘山段团雾交通管制", "突发"),
        ("突发事件应急预案演练举行", "动态"),
        ("紧急救援队伍成立", "动态"),
        ("举行突发事件应急演练", "动态"),
        ("强化措施遏制事故", "动态"),
        ("剖析一起隧道坍塌事故教训", "动态"),
        ("从三起吊车倾覆事故看拆装管理", "动态"),
        ("学习贯彻全会精神", "综合"),
        ("农村公路养护的经验做法", "综合"),
        ("春运首日平稳有序", "动态"),
    ],
)
def test_art_7_a_title_speaks_for_its_category(title: str, category: str) -> None:
    assert propose(title, STORY, INTAKE).category == category


def test_how_fast_a_mail_is_to_be_read_is_no_category_and_is_asked_about() -> None:
    urged = propose("推行差旅报销无纸化", STORY, INTAKE, ["紧急"])
    assert urged.category == "动态"
    assert "突发" in urged.unsure


def test_what_the_letter_says_itself_comes_first() -> None:
    assert propose("春运首日", "", INTAKE, ["综合信息"]).category == "综合"
    assert propose("六盘山段团雾管制情况", "", INTAKE, [FOLLOW_UP]).category == "突发"
    assert propose("国道塌方", "信息类别:其他\n正文", INTAKE).category == "其他"
    assert propose("春运首日", "【调研报告】\n正文", INTAKE).category == "调研"


@pytest.mark.parametrize(
    "text",
    [
        "突发事件：六盘山段因团雾管制。",
        "  紧急报告:团雾管制。",
        "续报：团雾消散。",
        "【续报2】:团雾消散。",
    ],
)
def test_art_7_4_a_text_that_begins_as_an_emergency_is_one(text: str) -> None:
    assert propose("六盘山段团雾管制情况", text, INTAKE).category == "突发"


@pytest.mark.parametrize(
    ("title", "text", "category"),
    [
        (
            "到我县调研公路建设",
            "市局局长一行到我县调研，召开座谈会，提出工作建议。",
            "动态",
        ),
        (
            "召开专题会议传达学习全区安全生产会议精神",
            "会议传达学习了会议精神，研究措施。",
            "综合",
        ),
        (
            "县道塌方抢险应急演练",
            "演练模拟山体滑坡致道路中断、两人被困，预计两小时恢复通行。",
            "动态",
        ),
        (
            "清水河便桥情况",
            "今日5时许，便桥被洪水冲毁，交通中断，无人员伤亡，预计明日恢复通行。",
            "突发",
        ),
        (
            "公交线网",
            "调研发现，客流下降。究其原因，线路重复。为此建议：优化线网。",
            "调研",
        ),
    ],
)
def test_art_7_signs_of_title_and_text_add_up(
    title: str, text: str, category: str
) -> None:
    assert propose(title, text, INTAKE).category == category


def test_a_tag_names_a_category_only_if_nothing_else_follows() -> None:
    assert propose("春运首日", "", INTAKE, ["综合执法"]).category == "动态"
    assert propose("春运首日", "", INTAKE, ["突发事件信息"]).category == "突发"


def test_where_two_categories_are_near_the_proposal_names_the_other() -> None:
    between = propose(
        "“三抓三促”推动营商环境向好", "形成三条做法：抓流程，抓下沉，抓监管。", INTAKE
    )
    assert "动态类" in between.unsure
    assert propose("春运首日平稳有序", STORY, INTAKE).unsure == ""


def test_a_letter_that_calls_itself_two_things_is_taken_at_its_first_word_and_shown() -> (
    None
):
    torn = propose("农村客运", "类别：调研\n正文", INTAKE, ["综合信息"])
    assert torn.category == "综合"
    assert torn.unsure == "也可能是调研类（正文注明类别为“调研”）"


def test_hardly_one_of_many_items_is_read_wrongly_and_few_are_left_to_the_office() -> (
    None
):
    items = []
    for path in ITEMS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            items += list(csv.DictReader(file))
    assert len(items) >= 250
    proposed = [
        (propose(item["title"], item["text"], INTAKE), item["category"])
        for item in items
    ]
    wrong = [
        found
        for found, category in proposed
        if found.category != category and not found.unsure
    ]
    shown = [found for found, _ in proposed if found.unsure]
    assert len(wrong) <= 0.01 * len(items)
    assert len(shown) <= 0.05 * len(items)


@pytest.mark.parametrize(
    "piece", ["发生", "预计", "传达", "\n", "一是", "“", "坚持", "类别:", " "]
)
@pytest.mark.timeout(60)  # were it quadratic, it would take hours
def test_p14_hostile_text_is_weighed_in_linear_time(piece: str) -> None:
    hostile = piece * (500_000 // len(piece))
    assert (
        propose(hostile[:2_000], hostile, INTAKE, note=hostile[::-1]).category
        in INTAKE.categories
    )


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
def test_art_8_length_is_counted_as_a_word_processor_does(
    text: str, count: int
) -> None:
    assert characters(text) == count


@given(st.text(), st.text())
def test_any_title_and_text_have_a_category_of_the_rule_and_a_length(
    title: str, text: str
) -> None:
    proposed = propose(title, text, INTAKE)
    assert proposed.category in INTAKE.categories
    assert proposed.because
    assert f"也可能是{proposed.category}类" not in proposed.unsure
    assert 0 <= characters(text) <= len(text)
