"""Is every official 密级 mark seen, and no ordinary prose taken for one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.seal import SecrecyMark, mark_in

MARKS = ("绝密", "机密", "秘密")


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("机密★10年", "机密"),
        ("绝密★", "绝密"),
        ("秘密★长期", "秘密"),
        ("秘密 ★ 1 年", "秘密"),
        ("机　密★５年", "机密"),
        ("機密☆10年", "机密"),
        ("000123\n机密★1年\n特急\n宁夏回族自治区交通运输厅文件", "机密"),
        ("这是正文的中间，附件标为秘密★6个月，请注意", "秘密"),
        ("秘密*10年", "秘密"),
        ("【机密】关于某事的报告", "机密"),
        ("[秘密]银川局春运信息", "秘密"),
        ("回复：[秘密] 银川局春运信息", "秘密"),
        ("转发: Fw: （绝密）报告", "绝密"),
        ("〔机密〕", "机密"),
        ("关于某事的报告（秘密）", "秘密"),
        ("关于某事的报告（机密）.docx", "机密"),
        ("（秘密★3年）关于某事的报告.doc", "秘密"),
        ("机密\n关于某事的报告\n正文", "机密"),
        ("关于某事的报告\n\n秘　密\n正文", "秘密"),
        ("密级：秘密", "秘密"),
        ("报告\n密级:机密 特急\n", "机密"),
        ("机密  特急", "机密"),
        ("特急  机密", "机密"),
        ("秘密 5年", "秘密"),
        ("机密：关于某事的报告", "机密"),
        ("机密-关于某事的报告.docx", "机密"),
        ("秘密_银川局.wps", "秘密"),
        ("机密10年关于某事的报告", "机密"),
        ("秘密 第000012号", "秘密"),
        ("银川市交通运输局+【机密】应急物资储备情况", "机密"),
        ("银川市交通运输局【机密】应急物资储备情况", "机密"),
        ("银川市交通运输局＋机密：应急物资储备情况", "机密"),
        ("银川市交通运输局—秘密—应急物资储备情况", "秘密"),
        ("银川市交通运输局 [秘密★3年] 应急物资储备情况", "秘密"),
        ("《机密★启用前》", "机密"),
        ("“机密★启用前”\n二〇二六年技能考试试卷", "机密"),
        ("关于某事的报告\n《秘密》\n正文", "秘密"),
        ("银川市交通运输局+《机密★10年》应急物资储备情况", "机密"),
        ("《机密★10年关于某事的报告》", "机密"),
    ],
)
def test_an_official_mark_seals(text: str, cls: str) -> None:
    mark = mark_in([text], MARKS)
    assert mark is not None
    assert mark.cls == cls


@pytest.mark.parametrize(
    "text",
    [
        "银川局保密工作开展情况",
        "商业秘密保护培训顺利举行",
        "执法支队秘密调查非法营运车辆",
        "机密性要求较高的系统已完成等级保护测评",
        "秘密警察的历史",
        "组织学习《中华人民共和国保守国家秘密法》",
        "会议强调，涉密文件一律按照机密、秘密、绝密分类管理。",
        "机密文件管理制度",
        "秘密武器：养护中心的除雪新工艺",
        "严禁泄露工作秘密",
        "签订保密承诺书，严守党和国家秘密\n\n一、提高认识",
        "保密工作★★★★★",
        "绝密行动",
        "银川市交通运输局+机密文件管理制度修订完成",
        "银川市交通运输局+秘密调查非法营运车辆见成效",
        "正文首行\n各单位应当区分【秘密】与【机密】两类文件，妥善管理",
        "按照规定，此类文件应当标注（秘密）并登记造册，各单位在起草、印发、保管、销毁等各个环节均须严格执行相关要求和规定，不得违反，此类材料（秘密）亦同，特此说明，各单位务必遵照执行并于月底前上报执行情况",
        "保密局来我厅检查（机密件管理）情况",
        "试卷密封袋上印有“机密★启用前”字样，由专人押运。",
        "记者看到，一份《机密★启用前》的试卷被送入保密室",
        "会上展示了标有「秘密★6个月」的样张，讲解定密要求。",
        "“机密★启用前”的试卷送到了\n正文",
        "读者推荐的书目：《秘密》《机密》",
        "关于开展国家秘密定密培训的通知",
        "",
    ],
)
def test_ordinary_prose_does_not_seal(text: str) -> None:
    assert mark_in([text], MARKS) is None


def test_a_line_of_its_own_far_below_the_head_is_prose() -> None:
    assert mark_in(["\n".join(["一行正文"] * 200 + ["秘密"])], MARKS) is None


def test_every_text_is_asked_and_the_form_is_named() -> None:
    assert mark_in(["春运信息", "正文", "机密★10年"], MARKS) == SecrecyMark(
        "机密", "star"
    )
    assert mark_in(["秘密"], MARKS) == SecrecyMark("秘密", "line")


def test_the_marks_are_data() -> None:
    assert mark_in(["【内部】简报"], MARKS) is None
    assert mark_in(["【内部】简报"], (*MARKS, "内部")) == SecrecyMark("内部", "bracket")
    assert mark_in(["机密★10年"], ()) is None


@pytest.mark.parametrize(
    "piece", ["机", "机密 ", "【机密", "回复:", "密级：", " \t", "★", "(机密 "]
)
@pytest.mark.timeout(60)  # were it quadratic, it would take hours
def test_p14_hostile_text_is_asked_in_linear_time(piece: str) -> None:
    found = mark_in([piece * (500_000 // len(piece))], MARKS)
    assert found is None or found.cls in MARKS


@given(st.text())
def test_any_text_is_asked_without_harm(text: str) -> None:
    mark = mark_in([text], MARKS)
    assert mark is None or mark.cls in MARKS
