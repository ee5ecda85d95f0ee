"""Is what a unit sends under its name a report, or does it only promise, thank, ask or
send a plan?
"""

import pytest

from ingest.letter.subject import SubjectMark
from ingest.screening.robots import find_robot
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.reading import interpret
from ingest.triage.verdict import Aside, Flag, HeldBecause, NewItem
from ledger.entries.letters import Attachment, Letter
from ledger.entries.submissions import SubmissionDraft, SubmissionState
from tests.ingest.roster import (
    INTAKE,
    MAY,
    STORY,
    YINCHUAN,
    document,
    letter,
    unit_names,
)

KNOWN = JudgingFacts(unit_names(), INTAKE)
SENDER = "yinchuan@units.example"
SUBJECT = "银川市交通运输局+文昌路重新施划标线"
PICTURE = document("IMG_1.png", None)
PLAN = """一、工作目标
到年底，重点车辆动态监控上线率达到98%以上，危化品运输企业主体责任全面落实，停车秩序明显好转。
二、时间安排
4月动员，5月至10月整治，11月验收。
三、工作要求
加强领导，压实责任，严格考核。"""


def judged(given: Letter) -> NewItem | Aside:
    found = judge(given, KNOWN, ScreeningResult(find_robot(given), None, MAY))
    assert isinstance(found, (NewItem, Aside)), found
    return found


def item(given: Letter) -> SubmissionDraft:
    found = judged(given)
    assert isinstance(found, NewItem), found
    return found.draft


@pytest.mark.parametrize("files", [(), (PICTURE,)])
@pytest.mark.parametrize(
    "text",
    [
        "您好，本周政务信息见附件，撰稿人及电话在稿件末尾，请查收！",
        "附件为我局5月份政务信息，请查收！\n银川市交通运输局办公室",
        "稿件已随信附上，撰稿人和电话都写在里面了，麻烦老师看看。",
        "我局信息一篇附后。",
        "正文在压缩包里，密码是局里电话。",
        "老师，稿子发您了，内容比较长，放在word里了。",
        "老师好，这是我们这周的信息，文档在附件里，有问题随时联系我。",
    ],
)
def test_a_text_that_only_promises_its_report_is_held_as_missing(
    text: str, files: tuple[Attachment, ...]
) -> None:
    for subject in (SUBJECT, "银川市交通运输局+河川路水毁路段抢通纪实"):
        found = item(letter(subject, SENDER, text, *files))
        assert (found.state, found.held_because) == (
            SubmissionState.HELD,
            HeldBecause.MANUSCRIPT_MISSING,
        )


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，我局对文昌路重新施划标线11公里，照片见附件。\n撰稿人：张三 13995081234",
        "文昌路重新施划了标线。车道由四条增加到六条，现场照片附后。",
        "文昌路标线昨天施划完成，审批表见附件。\n撰稿人：张三 13995081234",
        f"{STORY}附件：现场照片",
    ],
)
def test_a_text_that_tells_of_it_may_promise_pictures(text: str) -> None:
    assert (
        item(letter(SUBJECT, SENDER, text, PICTURE)).state is SubmissionState.RECORDED
    )


@pytest.mark.parametrize(
    "thanks",
    ["感谢", "谢谢老师", "致谢", "衷心感谢", "谢谢您的指导", "中秋快乐", "祝节日快乐"],
)
def test_thanks_and_wishes_under_a_units_name_are_no_report(thanks: str) -> None:
    text = "上午那篇稿子您改得太好了，标题一换精神多了，我们领导也很满意。\n小郇"
    found = judged(letter(f"银川市交通运输局+{thanks}", SENDER, text))
    assert isinstance(found, Aside)
    assert found.possible


def test_a_report_of_thanks_is_one() -> None:
    found = item(letter("银川市交通运输局+群众送来感谢信", SENDER, STORY))
    assert found.state is SubmissionState.RECORDED


@pytest.mark.parametrize(
    "subject", ["信息采用情况咨询", "请教一个问题", "积分查询", "咨询约稿事宜"]
)
def test_an_enquiry_under_a_units_name_is_none_though_somebody_signs(
    subject: str,
) -> None:
    text = "老师好：\n想问一下我局报的《铺筑》有没有被采用？季度计分表里好像没看到。\n张三 13909549216"
    assert isinstance(
        judged(letter(f"银川市交通运输局+{subject}", SENDER, text)), Aside
    )


@pytest.mark.parametrize(
    "title",
    [
        "危化品运输整治工作方案",
        "农村公路养护管理办法",
        "2026年工作要点",
        "防汛应急预案",
        "信息报送制度",
        "在全市会议上的讲话",
    ],
)
def test_a_plan_a_rule_or_a_speech_waits_for_the_office(title: str) -> None:
    for subject in ("材料", title):
        given = letter(
            f"银川市交通运输局+{subject}",
            SENDER,
            "按要求报上。",
            document(text=f"{title}\n{PLAN}"),
        )
        found = item(given)
        assert (found.title, found.held_because) == (
            title,
            HeldBecause.MAYBE_CORRESPONDENCE,
        )


@pytest.mark.parametrize(
    "title", ["以闭环管理推出危化品整治新办法", "印发危化品运输整治工作方案"]
)
def test_news_of_a_plan_is_recorded(title: str) -> None:
    assert (
        item(letter(f"银川市交通运输局+{title}", SENDER, STORY)).state
        is SubmissionState.RECORDED
    )


@pytest.mark.parametrize(
    "part",
    [
        "银川市交通运输综合执法支队",
        "银川市农村公路管理站",
        "银川市公路养护所",
        "银川市交通战备办公室",
        "市综合执法大队",
    ],
)
def test_a_part_of_the_senders_unit_named_by_its_place_reports_for_it(
    part: str,
) -> None:
    for subject in (
        f"{part}+开展夜查",
        f"{part}：开展夜查行动",
        f"【{part}】开展夜查行动",
    ):
        found = item(letter(subject, SENDER))
        assert (found.state, found.unit_id) == (SubmissionState.RECORDED, YINCHUAN.id)
        assert Flag.UNIT_INFERRED in found.flags
        assert found.title.startswith("开展夜查")


@pytest.mark.parametrize(
    "name",
    ["银川市交通运输和城市管理局", "银川市公安局交警大队", "石嘴山市交通战备办公室"],
)
def test_what_may_be_another_unit_is_held(name: str) -> None:
    found = item(letter(f"{name}+开展夜查行动", SENDER))
    assert (found.held_because, found.title) == (
        HeldBecause.NAME_UNKNOWN,
        "开展夜查行动",
    )


@pytest.mark.parametrize(
    "told",
    [
        "前一封把数字写错了，全长应为6.8公里，特此更正。",
        "对不起，请以下文为准。",
        "昨天那篇信息里数字有误。",
        "请以本次为准",
        "现更正如下：",
        "以这封为准，谢谢",
    ],
)
def test_a_correction_that_only_the_text_tells_of_is_one(told: str) -> None:
    found = interpret(letter(SUBJECT, SENDER, f"{told}\n\n{STORY}"), unit_names())
    assert SubjectMark.CORRECTION in found.marks


@pytest.mark.parametrize(
    "heads", [("信息一：", "信息二："), ("", ""), ("一、", "二、")]
)
def test_of_two_items_in_one_text_the_first_ones_author_is_read(
    heads: tuple[str, str],
) -> None:
    text = (
        f"{heads[0]}渠口乡交邮驿站代办社保认证\n{STORY}\n（撰稿：张三 0951-6095512）\n\n"
        f"{heads[1]}灵沙乡拆除非标广告牌53块\n6月14日至18日，路政人员在灵沙乡拆除国省干线两侧非标广告牌53块，"
        "清理堆物占道11处，劝离占道摊点26个，恢复公路标志牌9块。\n（撰稿：李四 0951-3990116）"
    )
    found = judged(letter("银川市交通运输局信息两条", SENDER, text))
    assert isinstance(found, NewItem)
    assert [author.name for author in found.draft.authors] == ["张三"]
    assert "second-item" in {proposal.kind for proposal in found.proposals}
