"""Is the office told of what is secret by its words, and left alone over prose about
secrecy?
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.near_seal import near_mark_in
from ingest.screening.seal import mark_in

MARKS = ("绝密", "机密", "秘密")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("附件为秘密级文件", "写明附件或文件为“秘密级”"),
        ("领导好，附件应急地图系机密级文件，请妥善保管。", "写明附件或文件为“机密级”"),
        ("报送图纸三份，图纸不全，文件属秘密级。", "写明附件或文件为“秘密级”"),
        ("附件含有涉密内容，请专人查收", "写明附件或文件为“涉密”"),
        ("附件标有“秘密★6个月”，请注意。", "写明附件或文件为“秘密”"),
        ("春运简况\n内部资料　注意保存\n正文", "写有“内部资料 注意保存”"),
        ("内部资料，注意保存。", "写有“内部资料，注意保存”"),
        ("材料见附件，请勿外传，谢谢！", "写有“请勿外传”"),
        ("【内部】应急物资情况", "写有“【内部】”"),
        ("材料仅供领导参阅", "写有“仅供领导参阅”"),
        ("情况报告\n阅后销毁", "写有“阅后销毁”"),
        ("本件涉密，严禁上网", "写有“本件涉密严禁上网”"),
    ],
)
def test_what_is_secret_by_its_words_is_told_and_not_sealed(
    text: str, said: str
) -> None:
    assert near_mark_in(["春运信息", text], MARKS) == said
    assert mark_in([text], MARKS) is None


@pytest.mark.parametrize(
    "text",
    [
        "附件不涉密",
        "经审查，附件不涉及国家秘密，可以公开。",
        "是否涉密：否",
        "附件为涉密文件管理制度",
        "附件涉及商业秘密保护培训",
        "加强内部资料管理，防止外传",
        "完善内部控制，规范单位内部使用车辆管理",
        "签订保密承诺书，严禁泄露工作秘密",
        "命题材料不得外传，违者追责",
        "试卷密封袋上印有“机密★启用前”字样，由专人押运。",
        "附件是秘密武器除雪车的照片",
        "开展保密宣传教育月活动",
        "",
    ],
)
def test_prose_about_secrecy_is_left_alone(text: str) -> None:
    assert near_mark_in([text], MARKS) == ""


def test_the_classes_are_data() -> None:
    assert near_mark_in(["附件为核心级文件"], MARKS) == ""
    assert (
        near_mark_in(["附件为核心级文件"], (*MARKS, "核心"))
        == "写明附件或文件为“核心级”"
    )
    assert near_mark_in(["附件为秘密级文件，请勿外传"], ()) == "写有“请勿外传”"


@given(st.text(alphabet="附件为秘密级文件，请勿外传内部资料\n某县路桥"))
def test_what_is_told_repeats_no_word_of_the_matter(text: str) -> None:
    assert set("某县路桥").isdisjoint(near_mark_in([text], MARKS))


@pytest.mark.parametrize(
    "piece", ["附件", "附件为", "内部", "请勿", "内部 ", "涉密\n", "附件为秘密级管"]
)
@pytest.mark.timeout(60)  # were it quadratic, it would take hours
def test_p14_hostile_text_is_asked_in_linear_time(piece: str) -> None:
    near_mark_in([piece * (500_000 // len(piece))], MARKS)
