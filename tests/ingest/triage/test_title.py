"""Is an item called what its writer called it, wherever that stands (Art. 16)?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.subject import SubjectMark
from ingest.people.person_names import half_width
from ingest.people.phone_numbers import phones_in
from ingest.triage.reading import LetterReading, interpret
from ingest.triage.title import NO_TITLE, why_no_title
from tests.ingest.roster import STORY, YANCHI, document, letter, unit_names

NAMES = unit_names()
SENDER = "yanchi@units.example"


def called(
    subject: str, text: str = STORY, *, file: str = "", name: str = "稿件.docx"
) -> LetterReading:
    files = (document(name, file),) if file else ()
    return interpret(letter(subject, SENDER, text, *files), NAMES)


@pytest.mark.parametrize(
    "subject",
    [
        "盐池县交通运输局2026年3月政务信息（第2篇）",
        "盐池县交通运输局　马晓燕",
        "盐池县交通运输局简报",
        "稿件一篇",
        "盐池县交通运输局调研报告（下半年）",
        "报送政务信息一篇，请查收",
        "来自QQ邮箱的文件",
        "请查收",
        "（无主题）",
        "回复：关于报送3月份信息的通知",
    ],
)
def test_a_subject_that_says_nothing_of_the_matter_leaves_the_title_to_the_heading(
    subject: str,
) -> None:
    found = called(
        subject,
        "见附件",
        file=f"盐池县交通运输局\n交 通 信 息\n第3期\n除雪保畅连夜奋战\n{STORY}",
    )
    assert (found.title, found.on_convention) == ("除雪保畅连夜奋战", False)


@pytest.mark.parametrize(
    ("text", "name", "manuscript", "title"),
    [
        ("标题：除雪保畅连夜奋战\n见附件", "1.docx", STORY, "除雪保畅连夜奋战"),
        ("报送信息《除雪保畅连夜奋战》，请审核。", "1.docx", STORY, "除雪保畅连夜奋战"),
        (
            "见附件",
            "盐池县交通局+除雪保畅连夜奋战(20260309).docx",
            STORY,
            "除雪保畅连夜奋战",
        ),
        (
            "见附件",
            "1.docx",
            f"除雪保畅\n——盐池的做法\n{STORY}",
            "除雪保畅——盐池的做法",
        ),
        ("见附件", "1.docx", f"信息一：除雪保畅连夜奋战\n{STORY}", "除雪保畅连夜奋战"),
        ("见附件", "1.docx", f"【除雪保畅连夜奋战.docx】\n{STORY}", "除雪保畅连夜奋战"),
    ],
)
def test_the_note_the_heading_or_the_name_of_the_file_says_it(
    text: str, name: str, manuscript: str, title: str
) -> None:
    assert called("政务信息", text, file=manuscript, name=name).title == title


def test_a_subject_that_was_cut_short_is_completed_by_the_heading() -> None:
    found = called(
        "盐池县交通运输局+除雪保畅连夜...", "见附件", file=f"除雪保畅连夜奋战\n{STORY}"
    )
    assert (found.title, found.on_convention) == ("除雪保畅连夜奋战", True)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("盐池县交通运输局关于报送《除雪保畅》信息的报告", "除雪保畅"),
        ("盐池县交通运输局十闽宁镇站点投用", "闽宁镇站点投用"),
        ("盐池县交通运输局十五条措施保畅通", "十五条措施保畅通"),
        ("盐池县交通运输局﹕除雪保畅", "除雪保畅"),
        ("〔盐池县交通运输局〕除雪保畅", "除雪保畅"),
        ("【已审签】盐池县交通运输局+除雪保畅", "除雪保畅"),
        ("盐池县交通运输局（中宁县交通运输局代报）+除雪保畅", "除雪保畅"),
    ],
)
def test_what_surrounds_a_title_is_taken_off(subject: str, title: str) -> None:
    assert called(subject).title == title


@pytest.mark.parametrize(
    "subject",
    [
        "盐池县交通运输局政务信息3",
        "盐池县交通运输局3月份政务信息1",
        "盐池县交通运输局3月份信息2",
        "盐池县交通运输局信息二",
        "盐池县交通运输局（政务信息第3期）",
        "盐池县交通运输局2026年第5期",
        "盐池县交通运输局信息-0312",
        "盐池县交通运输局+本月信息稿件三篇，请审阅采用",
        "报送信息",
        "政务信息报送表",
        "关于报送我局信息的报告",
        "盐池公路信息3",
        "盐池县交通运输局 王海燕 13995671234",
        "Information from Yanchi Transport Bureau",
    ],
)
def test_a_label_a_name_or_another_language_is_no_title(subject: str) -> None:
    found = called(subject, "见附件", file=f"除雪保畅连夜奋战\n{STORY}")
    assert (found.title, found.title_unsure) == ("除雪保畅连夜奋战", "")


@pytest.mark.parametrize(
    "title",
    [
        "信息采用情况连续三月居前",
        "政务信息工作培训班开班",
        "审核签发流程实现全程网办",
        "宣传报道工作推进会召开",
        "附属设施第三期工程完工",
        "谢岗隧道照明改造完工",
    ],
)
def test_a_title_may_hold_the_words_of_a_label(title: str) -> None:
    assert called(f"盐池县交通运输局+{title}").title == title
    assert called("政务信息", "见附件", file=f"{title}\n{STORY}").title == title


@pytest.mark.parametrize(
    "around",
    [
        "{unit}2026年第8期信息：{title}",
        "{unit}第6期信息：{title}",
        "【政务信息〔2026〕第7期】{unit}+{title}",
        "（3月第3篇）{unit}+{title}",
        "报送政务信息：{unit}+{title}",
        "信息稿件：{unit}+{title}.docx",
        "报送{unit}信息《{title}》",
        "急！{unit}+{title}",
        "转发: 【转发】{unit}+{title}",
        "Fw: （请审）{unit}+{title}（定稿）",
        "{unit}+{title}（第2次修改稿）",
        "{unit}+{title}：终稿",
        "{unit}+{title}定稿",
        "{unit}+{title}（王海燕，0952-6012345）",
        "{unit}+{title}+李明+13895671008",
        "{unit}+{title} 撰稿人：李明 13895671008",
        "李明13895671008 {unit}+{title}",
        "{unit}-{title}-马晓燕",
        "{unit}+{title}，请审阅",
        "{unit}+{title}（附图3张）",
        "{unit}_{title}_王小明_20260310_终稿.docx",
        "王小明+{unit}+{title}",
        "3.10{unit}+{title}",
        "{unit}+{title}+3.10",
        "盐交信〔2026〕5号 {unit}+{title}",
        "{unit}+{title} wxm@yanchi.example",
    ],
)
def test_what_stands_around_a_title_comes_off_whatever_stands_before_it(
    around: str,
) -> None:
    subject = around.format(unit="盐池县交通运输局", title="除雪保畅连夜奋战")
    found = called(subject, "见附件", file=f"除雪保畅连夜奋战\n{STORY}")
    assert (found.title, found.title_unsure, found.on_convention) == (
        "除雪保畅连夜奋战",
        "",
        True,
    )
    assert [unit.unit_id for unit in found.naming.named] == [3]


@pytest.mark.parametrize(
    "title",
    [
        "马家滩：小站点 大服务",
        "路域环境整治（二期）完工",
        "治超周报（第14周）",
        "高考 公交 免费",
        "“党建+业务”双融双促",
        "学习贯彻《公路安全保护条例》",
        "修改《巡查制度》三项",
        "收到群众感谢信",
        "您好，出租车！",
        "交通执法·夜查超限超载",
        "12328热线一季度办结率100%",
        "G344线K1203+200处塌方抢通",
        "急群众之所急 解群众之所难",
        "关于公交调价的报告(试行)",
    ],
)
def test_what_belongs_to_a_title_stays(title: str) -> None:
    found = called(f"盐池县交通运输局+{title}")
    assert (found.title, found.title_unsure, found.subject.byline) == (title, "", "")
    assert called(f"盐池县交通运输局：{title}").title == title


@pytest.mark.parametrize(
    ("subject", "byline"),
    [
        ("盐池县交通运输局+除雪保畅（王海燕，0952-6012345）", "王海燕，0952-6012345"),
        ("盐池县交通运输局+除雪保畅+李明+13895671008", "李明 13895671008"),
        ("盐池县交通运输局+除雪保畅连夜奋战+洪涛 13895671008", "洪涛 13895671008"),
        (
            "盐池县交通运输局+除雪保畅（撰稿：洪涛、马丽；电话0951-6012345）",
            "撰稿：洪涛、马丽；电话0951-6012345",
        ),
        ("盐池县交通运输局+除雪保畅+张三", "（张三）"),
        ("盐池县交通运输局+开通0951-6012345热线", ""),
        ("盐池县交通运输局+除雪保畅+13895671008", "电话：13895671008"),
    ],
)
def test_the_byline_of_a_subject_is_handed_over_and_no_part_of_the_title(
    subject: str, byline: str
) -> None:
    found = called(subject)
    assert found.subject.byline == byline
    assert not phones_in(found.title)


@pytest.mark.parametrize(
    ("subject", "heading", "title", "said"),
    [
        (
            "盐池县交通局+除雪保畅",
            "全县公交线路优化惠及学生",
            "除雪保畅",
            "稿件标题写作“全县公交线路优化惠及学生”",
        ),
        (
            "盐池县交通局+边坡防护工程完工+禤涛",
            "",
            "边坡防护工程完工",
            "主题末尾的“禤涛”按撰稿人读取",
        ),
        (
            "盐池县交通局+边坡防护工程完工李明13895671008",
            "",
            "边坡防护工程完工",
            "主题中“边坡防护工程完工李明”连写，按“李明”是撰稿人读取",
        ),
        (
            "盐池县交通局+开通0951-6012345热线",
            "",
            "开通热线",
            "主题中的电话号码没有写入标题",
        ),
        ("请领导阅示我们的稿子", "除雪保畅连夜奋战", "除雪保畅连夜奋战", ""),
        (
            "我们单位这次的材料",
            "除雪保畅连夜奋战",
            "除雪保畅连夜奋战",
            "主题写作“我们单位这次的材料”",
        ),
    ],
)
def test_a_title_of_which_something_speaks_against_says_what(
    subject: str, heading: str, title: str, said: str
) -> None:
    found = called(subject, "见附件", file=f"{heading}\n{STORY}")
    assert (found.title, found.title_unsure) == (title, said)


@pytest.mark.parametrize(
    ("subject", "heading"),
    [
        ("盐池县交通局+除雪保畅", "盐池县打赢除雪保畅硬仗"),
        ("盐池县交通局+盐池县打赢除雪保畅硬仗", "除雪保畅"),
        ("盐池县交通局+边坡防护工程完工李明13895671008", "边坡防护工程完工"),
    ],
)
def test_a_heading_that_tells_the_same_bears_the_subject_out(
    subject: str, heading: str
) -> None:
    assert called(subject, "见附件", file=f"{heading}\n{STORY}").title_unsure == ""


@pytest.mark.parametrize(
    "manuscript",
    [
        "{title}\n{text}",
        "宁夏交通政务信息\n（第12期）\n盐池县交通运输局        2026年3月10日\n\n{title}\n{text}",
        "盐池县交通运输局办公室\n盐交办信〔2026〕12号\n{title}\n{text}",
        "密级：无\n紧急程度：平急\n{title}\n{text}",
        "签发人：李局长\n审核：王二\n{title}\n{text}",
        "王小明\n{title}\n{text}",
        "{title}\n王小明\n{text}",
        "{title}（王小明 13995081001）\n{text}",
        "{title}\t王小明 13995081001\n{text}",
        "{title} 撰稿人：王小明\n{text}",
        "（动态）{title}\n{text}",
        "《{title}》\n{text}",
        "【{title}】{text}",
        "题目：《{title}》\n{text}",
        "标题：{title} 王小明 13995081001\n{text}",
        "信息报送审批单\n信息标题：{title}\n正文：{text}",
        "您好！\n现将信息报上，请审阅\n{title}\n{text}",
    ],
)
def test_a_heading_is_found_among_what_stands_above_a_text(manuscript: str) -> None:
    text = manuscript.format(title="农村公路春季养护启动", text=STORY)
    for found in (called("政务信息", "见附件", file=text), called("政务信息", text)):
        assert (found.title, found.title_unsure) == ("农村公路春季养护启动", "")


def test_a_heading_whose_first_line_leads_on_is_one_heading() -> None:
    found = called("政务信息", "见附件", file=f"农村公路春季养护的\n盐池做法\n{STORY}")
    assert (found.title, found.title_unsure) == ("农村公路春季养护的盐池做法", "")


def test_a_heading_of_two_lines_is_doubtful() -> None:
    found = called(
        "政务信息", "见附件", file=f"农村公路春季养护\n盐池的老办法\n{STORY}"
    )
    assert found.title_unsure == "稿件标题下一行是“盐池的老办法”，可能同是标题"
    found = called(
        "政务信息", "见附件", file=f"农村公路春季养护\n盐池县交通运输局调研组\n{STORY}"
    )
    assert (found.title, found.title_unsure) == ("农村公路春季养护", "")


def test_what_a_heading_lacks_stays_in_the_title_if_it_is_more_than_a_word() -> None:
    found = called(
        "盐池县交通局+打好“组合拳”：多措并举治理超限",
        "见附件",
        file=f"打好“组合拳”\n{STORY}",
    )
    assert found.title == "打好“组合拳”：多措并举治理超限"


def test_a_signature_below_the_text_is_no_heading() -> None:
    note = f"厅办公室：\n现将《除雪保畅连夜奋战》报上，请审阅。\n\n{STORY}\n（海文娟 0951-5678123）"
    assert called("报送信息", note).title == "除雪保畅连夜奋战"
    assert called(
        "报送信息", f"{STORY}\n盐池县公路养护中心\n海文娟 0951-5678123"
    ).title.startswith("3月8日")


def test_what_nothing_calls_anything_has_no_title_and_says_so() -> None:
    found = called("政务信息3", "请查收", file="", name="")
    assert (found.title, found.title_unsure) == (NO_TITLE, "来件没有写标题")


@pytest.mark.parametrize(
    "subject",
    [
        "中宁县交通运输局代报：盐池县交通运输局+除雪保畅",
        "中宁县交通局（代盐池县交通局）+除雪保畅",
        "中宁县交通局（代盐池县交通局报送）+除雪保畅",
        "中宁县交通局代盐池县交通局报送：除雪保畅",
        "盐池县交通运输局（中宁县交通运输局代报）+除雪保畅",
        "代报：盐池县交通局+除雪保畅",
    ],
)
def test_what_one_unit_posts_for_another_is_the_others(subject: str) -> None:
    found = called(subject)
    assert ([unit.unit_id for unit in found.naming.named], found.title) == (
        [3],
        "除雪保畅",
    )


SECTIONS = f"一、召开例会\n{STORY}\n二、开展排查\n{STORY}"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("盐池县交通局+召开安全例会；开展隐患排查", SECTIONS),
        ("盐池县交通局+1.召开安全例会 2.开展隐患排查", STORY),
        ("盐池县交通局+信息两则", STORY),
        ("盐池县交通局政务信息", f"报送信息两篇，请审阅。\n{STORY}"),
        ("盐池县交通局政务信息", f"信息两则\n{STORY}"),
        (
            "盐池县交通局政务信息",
            f"信息一\n除雪保畅\n{STORY}\n信息二\n公交线路优化\n{STORY}",
        ),
        (
            "盐池县交通局政务信息",
            f"【信息一】除雪保畅\n{STORY}\n【信息二】公交线路优化\n{STORY}",
        ),
    ],
)
def test_f2_a_letter_that_says_it_brings_two_is_proposed_as_two(
    subject: str, text: str
) -> None:
    assert called(subject, text).several


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("盐池县交通局+强化组织领导；压实工作责任", SECTIONS),
        ("盐池县交通局+召开安全例会；开展隐患排查", STORY),
        ("盐池县交通局+除雪保畅", SECTIONS),
        ("盐池县交通局2026年3月政务信息（第2篇）", STORY),
        ("盐池县交通局+媒体采写稿件", f"三天采写稿件二十六篇、短视频四十一条。{STORY}"),
    ],
)
def test_f2_sections_measures_and_numbers_in_the_text_are_one_item(
    subject: str, text: str
) -> None:
    assert called(subject, text).several == ""


WORDS = st.sampled_from(
    [
        "盐池县交通局",
        "+",
        "：",
        "（",
        "）",
        "《",
        "》",
        " ",
        "\n",
        "政务信息",
        "第3期",
        "李明",
        "洪涛",
        "撰稿人：",
        "标题：",
        "除雪保畅",
        "召开会议",
        "13895671008",
        "0951-6012345",
        "（0951）6012345",
        "１３８９５６７１００８",
        "——",
        "。",
        "138 9567 1008",
    ]
)
LINES = st.lists(WORDS, max_size=14).map("".join)


@given(LINES, LINES, LINES, LINES)
def test_a_title_never_holds_a_telephone_number(
    subject: str, text: str, manuscript: str, name: str
) -> None:
    found = called(subject, text, file=f"{manuscript}\n{STORY}", name=f"{name}.docx")
    assert not phones_in(half_width(found.title)), found.title
    assert found.title == NO_TITLE or not why_no_title(found.title)


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_any_letter_has_a_title(subject: str, text: str, manuscript: str) -> None:
    assert called(subject, text, file=manuscript).title.strip()


@pytest.mark.parametrize(
    "subject",
    [
        "盐池交通局政务信息：盐池县交通运输局+盐池县交通运输局除雪",
        "【盐池县交通运输局】盐池县交通局：盐池县交通运输局除雪",
        "盐池县交通运输局信息+盐池县交通运输局-盐池县交通运输局除雪",
        "盐池县交通运输局+盐池县交通运输局除雪",
        "盐池县交通运输局+盐池县交通运输局（20261112）除雪",
    ],
)
def test_a_unit_that_a_subject_names_twice_is_named_once(subject: str) -> None:
    assert called(subject).title == "盐池县交通运输局除雪"


def test_a_unit_named_again_behind_a_title_is_no_part_of_it() -> None:
    subject = "盐池县交通局：采用六步法治理边坡+盐池县交通运输局"
    assert called(subject).title == "采用六步法治理边坡"


def test_a_heading_is_whole_where_a_word_goes_across_its_break() -> None:
    text = "我县开通跨省公交\n化班线\n　　3月8日，公交化班线开通。" + STORY
    found = called("信息一则", "见附件", file=text)
    assert (found.title, found.title_unsure) == ("我县开通跨省公交化班线", "")


def test_below_the_name_of_a_file_of_an_archive_stands_the_heading() -> None:
    assert (
        called(
            "信息一则", "见附件", file=f"【盐池0309.docx】\n除雪保畅连夜奋战\n{STORY}"
        ).title
        == "除雪保畅连夜奋战"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"除雪保畅\n{STORY}\n====\n另报一条：\n夜查超限\n路政人员夜查超限车辆。",
        f"除雪保畅\n{STORY}\n再报送信息一则\n夜查超限\n路政人员夜查超限车辆。",
        f"除雪保畅\n{STORY}\n夜查超限。\n以上两条信息均由张三撰稿",
        f"第一篇：除雪保畅\n{STORY}\n第二篇：夜查超限\n{STORY}",
        f"除雪保畅（外一则）\n{STORY}",
    ],
)
def test_f2_a_line_between_two_items_says_that_there_are_two(text: str) -> None:
    subject = "盐池县交通运输局+除雪保畅" + ("（外一则）" if "外一则" in text else "")
    assert called(subject, text).several


@pytest.mark.parametrize(
    "subject",
    [
        "政务信息2篇之一",
        "信息2篇中的第1篇",
        "政务信息（共2篇，第1篇）",
        "3月信息2篇之2",
    ],
)
def test_f2_one_of_two_is_one(subject: str) -> None:
    found = called(
        f"盐池县交通运输局+{subject}", "见附件", file=f"除雪保畅连夜奋战\n{STORY}"
    )
    assert (found.title, found.several) == ("除雪保畅连夜奋战", "")


def test_f2_two_short_documents_with_numbered_names_are_two_items() -> None:
    one = "3月8日，租用检测车对黄河大桥梁底、支座近距离检查，发现支座脱空3处，已安排更换。"
    two = "3月9日，客运站推出学生行李先行服务，提前一天托运到校，首周受理118件，每件五元。"
    files = (
        document("1.检测车首次上桥.docx", one),
        document("2.客运站推出行李先行.docx", two),
    )
    assert interpret(
        letter("盐池县交通运输局+3月信息", SENDER, "见附件", *files), NAMES
    ).several


def test_what_names_its_author_and_sends_a_file_brings_no_news() -> None:
    found = called(
        "盐池县交通运输局+除雪",
        "办公室：附件为我处6月政务信息，请编发。撰稿人汲长河，电话6076552。",
    )
    assert found.manuscript is None


@pytest.mark.parametrize("label", ["信息", "的信息", "简讯"])
def test_a_matter_before_a_label_is_the_title_where_nothing_else_says_one_and_is_asked_about(
    label: str,
) -> None:
    alone = called(f"盐池县交通运输局+除雪保畅连夜奋战{label}")
    assert (alone.title, bool(alone.title_unsure)) == ("除雪保畅连夜奋战", True)
    headed = called(
        f"盐池县交通运输局+除雪保畅连夜奋战{label}", f"除雪保畅连夜奋战\n{STORY}"
    )
    assert (headed.title, headed.title_unsure) == ("除雪保畅连夜奋战", "")


@pytest.mark.parametrize(
    "subject",
    ["报送关于除雪保畅连夜的信息", "关于报送除雪保畅连夜的信息", "除雪保畅连夜."],
)
def test_what_a_subject_hands_in_is_the_title(subject: str) -> None:
    assert called(f"盐池县交通运输局{subject}").title == "除雪保畅连夜"


@pytest.mark.parametrize(
    "manuscript",
    [
        f"★除雪保畅连夜奋战★\n{STORY}",
        f"◆ 除雪保畅连夜奋战\n{STORY}",
        f"除雪保畅连夜奋战    李晓梅\n{STORY}",
        f"除雪保畅连夜奋战\n一、提前部署\n{STORY}\n二、连夜奋战\n{STORY}",
        f"本期要目\n除雪保畅连夜奋战\n{STORY}",
        f"盐池县交通运输局文件\n盐交发〔2026〕12号\n除雪保畅连夜奋战\n{STORY}",
        f"除雪保畅连夜奋战\n（2026年3月9日）\n{STORY}",
    ],
)
def test_ornaments_a_name_a_table_of_contents_and_sections_are_no_part_of_a_heading(
    manuscript: str,
) -> None:
    found = called("政务信息", "见附件", file=manuscript)
    assert (found.title, found.title_unsure) == ("除雪保畅连夜奋战", "")


@pytest.mark.parametrize(
    "manuscript",
    [
        f"一、提前部署\n{STORY}\n二、连夜奋战\n{STORY}",
        f"盐池县交通运输局\n{STORY}",
        "3月8日，连续降雪造成境内公路\n积雪结冰。" + STORY,
    ],
)
def test_a_section_a_unit_and_a_broken_sentence_are_no_heading_and_the_unit_is_asked(
    manuscript: str,
) -> None:
    found = called("政务信息", "见附件", file=manuscript)
    assert found.title != "盐池县交通运输局"
    assert found.title_unsure


@pytest.mark.parametrize(
    "count", ["两篇信息", "等两篇", "3条信息", "等3则简讯", " 2条政务信息"]
)
def test_f2_how_many_a_subject_brings_is_no_part_of_the_title(count: str) -> None:
    found = called(f"盐池县交通运输局+除雪保畅、春运收官{count}")
    assert (found.title, bool(found.several)) == ("除雪保畅、春运收官", True)


BEFORE = (
    "",
    "转发：",
    "【急】",
    "再发：",
    "（请审）",
    "1.",
    "20260309",
    "【政务信息】",
    "来自",
)
BETWEEN = {
    "+": "",
    "：": "",
    "➕": "",
    "政务信息：": "",
    "2026年第8期信息：": "",
    "+（3月第3篇）": "",
    "+盐池县交通局：": "",
    "+本报讯：": "",
    "办公室王小明报送：": "王小明",
    "信息员王小明：": "王小明",
    "综合科 王小明 供稿：": "王小明",
    "（王小明）+": "王小明",
}
TITLES = (
    "除雪保畅连夜奋战",
    "“交通+旅游”融合发展",
    "G307线K12+300处除雪保畅",
    "追缴通行费13895671008元",
    "中宁县交通局联合多部门治超",
    "一、二季度公路建设提速",
    "“错误路牌”更正41块",
    "交通讲堂系列（4期）开讲",
)
BEHIND = {
    "": "",
    "（定稿）": "",
    "（请审）（第2次修改稿）": "",
    "20260309": "",
    "（2026.3.9）": "",
    "等两篇": "",
    "（外一则）": "",
    "（约320字）": "",
    "（张局已阅）": "",
    "+马晓燕": "马晓燕",
    "（通讯员 马晓燕）": "马晓燕",
    "-马晓燕13900000000": "马晓燕",
    ".docx": "",
}


@given(
    st.sampled_from(BEFORE),
    st.sampled_from(sorted(BETWEEN)),
    st.sampled_from(TITLES),
    st.sampled_from(sorted(BEHIND)),
)
def test_whatever_stands_around_a_title_comes_off_and_no_person_with_it(
    before: str, between: str, title: str, behind: str
) -> None:
    found = called(f"{before}盐池县交通运输局{between}{title}{behind}")
    assert found.title == title
    named = {name for name in (BETWEEN[between], BEHIND[behind]) if name}
    assert all(name in found.subject.byline for name in named)
    assert [unit.unit_id for unit in found.naming.named] == [YANCHI.id]


def test_what_only_a_unit_is_written_like_is_no_part_of_the_title() -> None:
    assert called("盐池县交通战备办公室+组织抢修钢桥演练").title == "组织抢修钢桥演练"
    assert called("盐池县交通运输局机关党委+支部认领微实事").title == "支部认领微实事"
    assert called("“交通+旅游”绘新景").title == "“交通+旅游”绘新景"


def test_a_place_a_day_and_a_number_are_no_title() -> None:
    assert (
        called("盐池20260309-2", "见附件", file=f"除雪保畅连夜奋战\n{STORY}").title
        == "除雪保畅连夜奋战"
    )


def test_a_numbered_item_of_a_letter_that_brings_several_has_its_title() -> None:
    text = f"现报送信息两则。\n一、除雪保畅连夜奋战\n{STORY}\n二、公交线路优化\n{STORY}"
    assert called("盐池县交通运输局+信息两则", text).title == "除雪保畅连夜奋战"


def test_a_heading_whose_second_line_goes_on_is_taken_whole_and_asked_about() -> None:
    found = called(
        "政务信息", "见附件", file=f"全县交通运输处罚裁量基准\n完成第三轮修订\n{STORY}"
    )
    assert (found.title, bool(found.title_unsure)) == (
        "全县交通运输处罚裁量基准完成第三轮修订",
        True,
    )


@pytest.mark.parametrize(
    "note",
    [
        "前一封把数字写错了，请以下文为准。",
        "全长应为6.8公里，特此更正。",
        "昨天那份稿子有误，请用附件这份。",
    ],
)
def test_f7_a_note_that_corrects_is_a_mark(note: str) -> None:
    assert (
        SubjectMark.CORRECTION
        in called("盐池县交通运输局+除雪保畅", f"{note}\n{STORY}").marks
    )


@pytest.mark.parametrize(
    ("subject", "byline"),
    [
        ("李晓梅（盐池县交通运输局）：组织开展隐患排查", "（李晓梅）"),
        ("李梅(盐池县交通局)组织开展隐患排查", "（李梅）"),
        ("欧阳晓梅、王强【盐池县交通运输局】+组织开展隐患排查", "（欧阳晓梅、王强）"),
        (
            "李晓梅（盐池县交通运输局 13900000000）：组织开展隐患排查",
            "李晓梅 13900000000",
        ),
        ("李晓梅-盐池县交通运输局-组织开展隐患排查", "（李晓梅）"),
    ],
)
def test_who_stands_before_the_unit_is_no_part_of_the_title(
    subject: str, byline: str
) -> None:
    found = called(subject)
    assert (found.title, found.title_unsure) == ("组织开展隐患排查", "")
    assert found.subject.byline == byline
    assert [unit.unit_id for unit in found.naming.named] == [YANCHI.id]


def test_a_thing_that_is_called_like_a_person_before_the_unit_is_asked_about() -> None:
    found = called(
        "连心桥（盐池县交通运输局）：群众出行有了新通道",
        f"{STORY}群众盼望已久的连心桥今天正式建成通车了。",
    )
    assert found.title_unsure == "主题开头的“连心桥”按撰稿人读取"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("盐池县交通运输局为农机开辟便道", "盐池县交通运输局为农机开辟便道"),
        ("盐池县交通运输局：为农机开辟便道", "为农机开辟便道"),
        ("【盐池县交通运输局】为农机开辟便道", "为农机开辟便道"),
    ],
)
def test_the_unit_with_which_a_headings_sentence_begins_is_a_part_of_it(
    heading: str, title: str
) -> None:
    assert called("附件", "见附件", file=f"{heading}\n{STORY}").title == title
