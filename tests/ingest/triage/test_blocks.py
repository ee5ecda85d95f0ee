"""Are several reports in one text told apart from the sections of one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.triage.manuscript import titles_in

SNOW = "近日，盐池县交通运输局出动除雪车十二台、人员六十名，对国道二百一十一线开展除雪，保障群众安全出行。"
BUS = "三月八日，城东客运站新增定制公交四条，覆盖学校、医院和产业园区，每日发车六十班，方便群众早晚出行。"
FIRST = f"除雪保畅显担当\n{SNOW}\n撰稿人：王小明 13900000000\n审核人：李四"
SECOND = f"定制公交新开四条\n{BUS}\n撰稿人：张华 13900000001"


def test_f2_blocks_with_a_title_and_a_byline_each_are_several_items() -> None:
    assert titles_in(f"{FIRST}\n\n{SECOND}") == ("除雪保畅显担当", "定制公交新开四条")
    numbered = f"您好，报送信息如下：\n一、{FIRST}\n二、{SECOND}"
    assert titles_in(numbered) == ("除雪保畅显担当", "定制公交新开四条")


def test_f2_bylines_may_stand_under_the_titles() -> None:
    above = f"除雪保畅显担当\n（撰稿人：王小明）\n{SNOW}\n定制公交新开四条\n（撰稿人：张华）\n{BUS}"
    assert titles_in(above) == ("除雪保畅显担当", "定制公交新开四条")


def test_f2_items_that_the_text_itself_numbers_need_no_byline_each() -> None:
    text = f"信息一：除雪保畅显担当\n{SNOW}\n信息二：\n定制公交新开四条\n{BUS}\n撰稿人：张华"
    assert titles_in(text) == ("除雪保畅显担当", "定制公交新开四条")


@pytest.mark.parametrize(
    "text",
    [
        f"春运保障情况\n一、除雪保畅\n{SNOW}\n二、公交优化\n{BUS}\n撰稿人：王小明",
        f"除雪保畅显担当\n撰稿人：王小明\n{SNOW}\n{BUS}\n撰稿人：王小明",
        f"{FIRST}\n\n{FIRST}",
        f"{FIRST}\n供稿：张华 李明",
        f"{SNOW}\n{BUS}",
        f"除雪保畅显担当\n{SNOW}\n撰稿人：王小明\n撰稿人：张华",
        "",
    ],
    ids=[
        "sections",
        "head-and-tail",
        "twice",
        "two-bylines",
        "no-byline",
        "two-authors",
        "empty",
    ],
)
def test_f2_sections_repetitions_and_several_authors_are_one_item(text: str) -> None:
    assert titles_in(text) == ()


@given(st.text(), st.text(alphabet="一二、信息：撰稿人王\n（）。公交", max_size=300))
def test_any_text_is_taken(one: str, other: str) -> None:
    assert len(titles_in(one + other)) != 1
