"""Does every row of "Which mail is what" (docs/architecture.md) hold?"""

from dataclasses import replace

import pytest

from ingest.screening.robots import Robot, RobotKind, find_robot
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge, judge_as_report
from ingest.triage.placing import Placement, place_letter
from ingest.triage.reading import interpret
from ingest.triage.verdict import (
    Aside,
    Bounced,
    Copy,
    Flag,
    HeldBecause,
    NewItem,
    Verdict,
)
from ledger.entries.letters import Answerable, Letter, Repair, Returned, SetAside
from ledger.entries.submissions import Author, SubmissionDraft, SubmissionState
from tests.ingest.roster import (
    FINANCE,
    HIGHWAYS,
    INTAKE,
    LAW,
    MAY,
    OFFICE,
    PUBLICITY,
    STORY,
    XINGQING,
    YANCHI,
    YINCHUAN,
    ZHONGNING,
    document,
    letter,
    unit_names,
)

KNOWN = JudgingFacts(
    unit_names(), INTAKE, own_addresses=frozenset({"info@office.example"})
)
CURRENT = "yinchuan@units.example"


def judged(given: Letter, known: JudgingFacts = KNOWN) -> Verdict:
    return judge(given, known, ScreeningResult(find_robot(given), None, MAY))


def new_item(given: Letter, known: JudgingFacts = KNOWN) -> NewItem:
    outcome = judged(given, known)
    assert isinstance(outcome, NewItem), outcome
    return outcome


def item(given: Letter, known: JudgingFacts = KNOWN) -> SubmissionDraft:
    return new_item(given, known).draft


# --- sender on the roster -------------------------------------------------------------


def test_a_roster_sender_naming_its_own_unit_is_recorded() -> None:
    found = item(
        letter(
            "银川市交通运输局+除雪保畅",
            CURRENT,
            f"{STORY}\n撰稿人:张三 0951-1234567\n签发人:李四",
        )
    )
    assert (found.state, found.unit_id, found.title) == (
        SubmissionState.RECORDED,
        YINCHUAN.id,
        "除雪保畅",
    )
    assert found.authors == (Author("张三", "0951-1234567"),)
    assert (found.signer, found.flags) == ("李四", ())


def test_an_officers_own_address_speaks_for_the_unit() -> None:
    found = item(letter("银川市局:除雪保畅", "mali@units.example"))
    assert (found.unit_id, found.state) == (YINCHUAN.id, SubmissionState.RECORDED)
    assert Flag.ON_BEHALF not in found.flags


def test_a_parent_reporting_for_its_child_is_recorded_to_the_named_unit() -> None:
    found = item(letter("兴庆区交通局+除雪保畅", CURRENT))
    assert (found.unit_id, found.state) == (XINGQING.id, SubmissionState.RECORDED)
    assert Flag.ON_BEHALF in found.flags


def test_a_child_reporting_for_its_parent_is_recorded_to_the_named_unit() -> None:
    found = item(letter("银川市交通局+除雪保畅", "xingqing@units.example"))
    assert (found.unit_id, found.state) == (YINCHUAN.id, SubmissionState.RECORDED)
    assert Flag.ON_BEHALF in found.flags


def test_a_roster_sender_naming_a_stranger_unit_is_held_for_the_named_unit() -> None:
    found = item(letter("盐池县交通局+除雪保畅", CURRENT))
    assert (found.state, found.held_because) == (
        SubmissionState.HELD,
        HeldBecause.NOT_KIN,
    )
    assert found.unit_id == YANCHI.id
    assert list(found.candidates) == [YANCHI.id, YINCHUAN.id]


def test_a_roster_sender_naming_no_unit_with_a_manuscript_is_recorded_and_flagged_incomplete() -> (
    None
):
    found = item(letter("除雪保畅见成效", CURRENT, "请查收", document()))
    assert (found.state, found.unit_id, found.title) == (
        SubmissionState.RECORDED,
        YINCHUAN.id,
        "除雪保畅见成效",
    )
    assert Flag.INCOMPLETE_SUBJECT in found.flags


def test_a_roster_sender_naming_no_unit_with_a_reports_text_is_recorded() -> None:
    assert item(letter("除雪保畅见成效", CURRENT)).unit_id == YINCHUAN.id


def test_a_roster_sender_naming_no_unit_without_a_manuscript_is_set_aside_with_one_hint() -> (
    None
):
    outcome = judged(letter("除雪保畅", CURRENT, "见附件，请查收"))
    assert isinstance(outcome, Aside)
    assert (outcome.reason, outcome.hint) == (SetAside.CORRESPONDENCE, True)


def test_an_enquiry_is_set_aside_and_its_sender_is_not_told_that_a_manuscript_is_missing() -> (
    None
):
    outcome = judged(letter("请教一个问题", CURRENT, "请问本月的信息什么时候截止?"))
    assert isinstance(outcome, Aside)
    assert (outcome.reason, outcome.hint) == (SetAside.CORRESPONDENCE, False)


def test_no_hint_is_given_where_no_answer_is_allowed() -> None:
    given = letter("除雪保畅", CURRENT, "见附件，请查收")
    outcome = judge(
        given,
        KNOWN,
        ScreeningResult(
            None, None, Answerable(may=False, to="", because="退信地址为空")
        ),
    )
    assert isinstance(outcome, Aside)
    assert not outcome.hint


def test_a_unit_that_left_the_roster_is_no_sender_and_is_not_named() -> None:
    found = item(letter("宁夏交通学校+开学", "xuexiao@units.example"))
    assert (found.state, found.unit_id) == (SubmissionState.HELD, None)


def test_an_address_shared_by_two_units_speaks_for_the_one_named() -> None:
    assert item(letter("法规处+普法进工地", "shared@units.example")).unit_id == LAW.id


def test_an_address_shared_by_two_units_naming_none_is_held_with_both() -> None:
    found = item(letter("普法进工地见成效", "shared@units.example"))
    assert found.held_because == HeldBecause.UNIT_UNCLEAR
    assert list(found.candidates) == [LAW.id, FINANCE.id]


# --- sender not on the roster ---------------------------------------------------------


def test_a_stranger_naming_one_unit_clearly_is_recorded_as_unregistered() -> None:
    found = item(letter("盐池县交通运输局——除雪保畅"))
    assert (found.state, found.unit_id) == (SubmissionState.RECORDED, YANCHI.id)
    assert Flag.ADDRESS_UNREGISTERED in found.flags


def test_a_stranger_naming_none_with_a_manuscript_is_held_with_the_units_it_mentions() -> (
    None
):
    found = item(
        letter("除雪保畅", "", "请查收", document("盐池县交通局除雪保畅.docx"))
    )
    assert (found.state, found.held_because, found.unit_id) == (
        SubmissionState.HELD,
        HeldBecause.UNIT_UNKNOWN,
        None,
    )
    assert list(found.candidates) == [YANCHI.id]


def test_a_stranger_naming_none_without_a_manuscript_is_set_aside_and_never_answered() -> (
    None
):
    outcome = judged(letter("发票已开具", "", "您好,发票见附件,请查收"))
    assert isinstance(outcome, Aside)
    assert (outcome.reason, outcome.hint) == (SetAside.CORRESPONDENCE, False)


def test_a_title_that_mentions_a_unit_does_not_name_it() -> None:
    found = item(letter("关于学习盐池县交通运输局除雪经验的报告", CURRENT))
    assert found.unit_id == YINCHUAN.id


# --- report or not (principle: what is in doubt is held or shown, never set aside in silence) ---


def test_one_sentence_with_an_author_is_a_report_of_a_known_sender() -> None:
    found = item(
        letter(
            "春运总结会",
            CURRENT,
            "3月10日，全市召开春运总结会。\n撰稿人：李娜 0951-6012345",
        )
    )
    assert (found.state, found.unit_id) == (SubmissionState.RECORDED, YINCHUAN.id)
    assert found.authors == (Author("李娜", "0951-6012345"),)


@pytest.mark.parametrize(
    "text", ["", "3月9日6时，S203线K45处山体滑坡，交通中断，无人员伤亡。"]
)
def test_an_emergencys_words_are_a_report_of_a_known_sender_at_any_length(
    text: str,
) -> None:
    found = item(letter("S203线发生山体滑坡", CURRENT, text))
    assert (found.state, found.unit_id) == (SubmissionState.RECORDED, YINCHUAN.id)


def test_one_sentence_that_nobody_signs_waits_whatever_its_subject_says() -> None:
    sentence = "3月10日，全市召开春运总结会。"
    for subject in ("春运总结会", "银川市交通运输局+春运总结会"):
        found = item(letter(subject, CURRENT, sentence))
        assert (found.state, found.held_because) == (
            SubmissionState.HELD,
            HeldBecause.MAYBE_CORRESPONDENCE,
        )
    reached = letter("春运总结会", CURRENT, f"{sentence}\n联系电话：0951-6012345")
    assert item(reached).authors == (Author("", "0951-6012345"),)
    two = letter(
        "银川市交通运输局+春运总结会", CURRENT, f"{sentence}会上表彰了12名客运驾驶员。"
    )
    assert item(two).state is SubmissionState.RECORDED
    signed = "银川市交通运输局+春运总结会（撰稿人：李娜 13995081234）"
    assert item(letter(signed, CURRENT, sentence)).state is SubmissionState.RECORDED


@pytest.mark.parametrize(
    "subject",
    ["本月稿件(银川市交通运输局)除雪保畅", "某月报送银川市交通运输局信息《除雪保畅》"],
)
def test_the_senders_own_name_anywhere_in_the_subject_counts(subject: str) -> None:
    found = item(letter(subject, CURRENT))
    assert (found.state, found.unit_id) == (SubmissionState.RECORDED, YINCHUAN.id)
    assert "银川市交通运输局" in found.evidence[0]


@pytest.mark.parametrize(
    "name", ["银川市建设和交通局", "银川交通服务中心", "银川运管处", "银川交运"]
)
def test_a_name_the_roster_does_not_know_is_held_for_the_senders_unit(
    name: str,
) -> None:
    for text in (STORY, "见附件", "3月10日，全市召开春运总结会。"):
        found = item(letter(f"{name}+春运总结会召开", CURRENT, text))
        assert (found.held_because, found.unit_id) == (
            HeldBecause.NAME_UNKNOWN,
            YINCHUAN.id,
        )
        assert found.candidates == (YINCHUAN.id,)


def test_a_person_who_says_that_it_is_a_report_vouches_for_what_was_in_doubt() -> None:
    unknown = letter("银川市建设和交通局+春运总结会召开", CURRENT)
    brief = letter("春运总结会", CURRENT, "3月10日，全市召开春运总结会。")
    for given in (unknown, brief):
        assert judge_as_report(given, KNOWN).draft.state is SubmissionState.RECORDED


@pytest.mark.parametrize("name", ["扫描件.pdf", "稿件.jpg"])
def test_a_scan_or_a_picture_as_manuscript_is_held_with_what_is_missing(
    name: str,
) -> None:
    found = item(
        letter("银川市交通运输局+除雪保畅", CURRENT, "请查收", document(name, None))
    )
    assert found.held_because == HeldBecause.MANUSCRIPT_MISSING
    assert name in found.evidence[0]


SENTENCE = "3月9日，银川市交通运输局更换公交站牌17块。"


@pytest.mark.parametrize(
    "words", ["见附件。撰稿人：李明 13900000000", "见附件\n\n李明\n13900000000"]
)
def test_a_sentence_in_a_document_is_a_report_where_the_mail_is_signed(
    words: str,
) -> None:
    scan = document("签字件.pdf", None)
    found = item(
        letter(
            "银川市交通运输局+更换站牌",
            CURRENT,
            words,
            scan,
            document("站牌.docx", SENTENCE),
        )
    )
    assert (found.state, found.held_because) == (SubmissionState.RECORDED, "")
    assert [author.name for author in found.authors] == ["李明"]


def test_a_sentence_in_a_document_that_nobody_signs_waits_but_is_not_missing() -> None:
    file = document("站牌.docx", SENTENCE)
    found = item(letter("银川市交通运输局+更换站牌", CURRENT, "见附件", file))
    assert found.held_because == HeldBecause.MAYBE_CORRESPONDENCE
    assert "站牌.docx" in found.evidence[0]


def test_how_an_office_is_reached_is_no_news_and_a_draft_for_its_chief_waits() -> None:
    note = letter(
        "银川市交通运输局关于电话停机的安排",
        CURRENT,
        "我局办公电话3月12日停用，请打6012345。",
    )
    assert isinstance(judged(note), Aside)
    draft = document("稿.docx", SENTENCE)
    found = item(letter("请李局过目", CURRENT, "李局：没问题我再报省厅。\n王芳", draft))
    assert found.held_because == HeldBecause.MAYBE_CORRESPONDENCE
    again = letter(
        "银川市交通运输局+更换站牌", CURRENT, "已修改后再次报送。撰稿人：王芳", draft
    )
    assert item(again).state is SubmissionState.RECORDED


def test_a_mail_that_a_unit_asks_about_is_not_its_report() -> None:
    offer = "发件人: 培训部 <a@b.example>\n主题: 写作班\n\n写作班为期三天，前20名报名。联系人：王婷 15800001111"
    asked = replace(
        letter("转发：写作班", CURRENT, "收到这个，不知是否真实？"), quoted=offer
    )
    found = judged(asked)
    assert isinstance(found, Aside)
    assert "转来别的邮件询问" in found.because


def test_what_takes_back_a_report_waits_and_who_is_proposed_for_an_honour_is_no_news() -> (
    None
):
    note = "我局报送的扶手信息数据需再核实，请暂不采用。\n青铜峡市交通运输局 严冬"
    found = item(letter("请撤下“健康监测扶手”一稿", CURRENT, note))
    assert found.state is SubmissionState.HELD
    assert "撤下" in found.evidence[0]
    report = "根据通知要求，经研究推荐一名同志为先进个人，请审。\n联系人：万晓丽 0955-5021904"
    named = judged(letter("关于推荐2026年度政务信息先进个人的报告", CURRENT, report))
    assert isinstance(named, Aside)
    assert "推荐" in named.because


def test_what_is_passed_on_to_be_read_waits_and_says_so() -> None:
    note = "主任好，看到这篇文章不错，转给厅办参阅，不是我局投稿。"
    passed = replace(
        letter("转发: 他山之石", CURRENT, note),
        quoted=f"------ 原文 ------\n{STORY}\n（来源：某报 记者：周子建）",
    )
    found = item(passed)
    assert found.state is SubmissionState.HELD
    assert "供阅看" in found.evidence[0]


def test_a_picture_under_a_title_waits_and_under_the_word_photographs_is_set_aside() -> (
    None
):
    picture = document("1.jpg", None)
    found = item(letter("农村公路除雪保畅见成效", CURRENT, "请查收", picture))
    assert found.held_because == HeldBecause.MANUSCRIPT_MISSING
    assert isinstance(
        judged(letter("3月8日除雪现场照片", CURRENT, "请查收", picture)), Aside
    )


def test_a_subject_that_names_its_unit_and_nothing_else_is_held_with_what_is_missing() -> (
    None
):
    found = item(letter("银川市交通运输局+除雪保畅", CURRENT, "见附件，请查收"))
    assert found.held_because == HeldBecause.MANUSCRIPT_MISSING
    assert "没有看到正文" in found.evidence[0]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "银川市交通运输局关于申请增加信息员邮箱的函",
            "我局申请增加邮箱，请予登记。联系人：郝艳 0951-7068123",
        ),
        ("银川市交通运输局+信息员备案表", "见附件"),
        ("银川市交通运输局+参会回执", "我局马丽同志参加。联系人：马丽 0951-7068123"),
        ("银川市交通运输局+2月份统计报表", "请查收"),
        ("银川市交通运输局关于召开座谈会的通知", "定于3月12日召开座谈会，请准时参加。"),
        ("银川市交通运输局+对考核办法的反馈意见", "我局认真研究，无意见。"),
        ("银川市交通运输局+请问截止时间", "请问本月信息什么时候截止？"),
    ],
)
def test_correspondence_that_names_its_unit_is_set_aside_and_shown(
    subject: str, text: str
) -> None:
    outcome = judged(letter(subject, CURRENT, text))
    assert isinstance(outcome, Aside)
    assert (outcome.reason, outcome.hint) == (SetAside.CORRESPONDENCE, False)
    assert "银川市交通运输局" in outcome.possible


def test_what_looks_like_a_letter_and_names_an_author_waits_for_the_office() -> None:
    found = item(
        letter(
            "银川市交通局关于除雪保畅的通知",
            CURRENT,
            f"{STORY}\n撰稿人：张三 13900000000",
        )
    )
    assert found.held_because == HeldBecause.MAYBE_CORRESPONDENCE
    assert found.authors == (Author("张三", "13900000000"),)


def test_whom_a_doubtful_letter_names_is_no_author() -> None:
    found = item(
        letter(
            "银川市交通局+春运保障",
            CURRENT,
            f"{STORY}请予协助。\n联系人：张三 13900000000",
        )
    )
    assert found.held_because == HeldBecause.MAYBE_CORRESPONDENCE
    assert found.authors == ()


def test_every_letter_of_a_registered_address_that_is_set_aside_is_shown() -> None:
    for subject, text in [
        ("回复：通知", "收到，谢谢"),
        ("除雪", "见附件"),
        ("请教一个问题", "请问几号截止？"),
    ]:
        outcome = judged(letter(subject, CURRENT, text))
        assert isinstance(outcome, Aside)
        assert "银川市交通运输局" in outcome.possible


@pytest.mark.parametrize(
    ("subject", "text", "shown"),
    [
        ("会议通知", "各单位：定于3月12日召开会议。", False),
        ("某镇中心+道路通车", "3月12日道路通车。", True),
        ("道路通车", f"{STORY}\n撰稿人：张三", True),
        ("致盐池县交通局", "盐池县交通局：请予支持。", True),
    ],
)
def test_a_strangers_letter_is_shown_if_it_looks_like_a_report(
    subject: str,
    text: str,
    shown: bool,  # noqa: FBT001
) -> None:
    outcome = judged(letter(subject, "", text))
    assert isinstance(outcome, Aside)
    assert bool(outcome.possible) is shown


def test_a_strangers_text_that_mentions_no_unit_is_set_aside() -> None:
    assert isinstance(judged(letter("除雪保畅", "", STORY)), Aside)
    assert isinstance(judged(letter("除雪保畅", "", "请查收", document())), Aside)


def test_a_strangers_report_is_held_if_it_mentions_a_unit_anywhere_or_a_document_is_signed() -> (
    None
):
    for given in (
        letter("除雪保畅", "", f"{STORY}供稿单位为盐池县交通局。"),
        letter(
            "除雪保畅",
            "",
            "请查收",
            document(text=f"{STORY}\n撰稿人：张三 13900000000"),
        ),
    ):
        assert item(given).held_because == HeldBecause.UNIT_UNKNOWN


def test_a_strangers_advertisement_is_set_aside_though_it_is_long() -> None:
    text = "尊敬的客户：我公司承接简报印刷，现推出优惠，欢迎洽谈选购。" * 5
    outcome = judged(letter("印刷报价", "", text))
    assert isinstance(outcome, Aside)
    assert (outcome.possible, "广告" in outcome.because) == ("", True)
    named = judged(letter("印刷报价", "", f"盐池县交通局：{text}"))
    assert isinstance(named, Aside)
    assert "盐池县交通运输局" in named.possible


def test_a_forwarded_mail_that_is_itself_the_report_is_read_as_one() -> None:
    given = replace(
        letter("转发：除雪", CURRENT, "请查收"),
        quoted="---------- 转发邮件信息 ----------\n发件人：兴庆 <xingqing@units.example>\n日期：2026-03-09\n"
        f"主题：兴庆区交通运输局+除雪保畅\n\n{STORY}\n撰稿人：王强 13900000000",
    )
    found = item(given)
    assert (found.state, found.unit_id, found.title) == (
        SubmissionState.RECORDED,
        XINGQING.id,
        "除雪保畅",
    )
    assert found.authors == (Author("王强", "13900000000"),)
    assert Flag.ON_BEHALF in found.flags


def test_an_answer_passes_a_report_on_only_if_it_says_so() -> None:
    quoted = f"> {STORY}\n> 撰稿人：王强 13900000000"
    for text, kind in {
        "报送信息一条，引用如下：": NewItem,
        "收到，谢谢": Aside,
    }.items():
        given = replace(
            letter("Re: Fwd: 银川市交通局+除雪保畅", CURRENT, text), quoted=quoted
        )
        assert isinstance(judged(given), kind)


def test_a_speech_waits_for_the_office() -> None:
    found = item(
        letter(
            "银川市交通局+局长在养护会上的讲话", CURRENT, "请看看能否采用", document()
        )
    )
    assert found.held_because == HeldBecause.MAYBE_CORRESPONDENCE


def test_a_mail_of_our_own_that_is_passed_on_is_no_report() -> None:
    given = replace(
        letter("转发：情况通报", CURRENT, "请各科室阅"),
        quoted="---- 原始邮件 ----\n发件人：厅办公室 <info@office.example>\n主题：通报\n日期：2026-03-09\n"
        f"{STORY}",
    )
    assert isinstance(judged(given), Aside)


def test_a_recall_says_which_item_it_means() -> None:
    known = KNOWN.with_item(
        "2026-0001", new_item(letter("银川市交通局+除雪保畅显担当", CURRENT))
    )
    outcome = judged(
        letter("发信方已撤回邮件：银川市交通局+除雪保畅显担当", CURRENT, ""), known
    )
    assert isinstance(outcome, Aside)
    assert outcome.reason is SetAside.ROBOT
    assert "除雪保畅显担当" in outcome.because
    assert "2026-0001" in outcome.because
    assert outcome.possible == ""


# --- several units (D1) ---------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "银川市交通局、公路管理中心+联合除雪",
        "银川市交通局和公路管理中心联合除雪",
        "银川市交通局联合公路管理中心开展除雪",
        "银川市交通局/公路管理中心:联合除雪",
        "银川市交通局+公路管理中心+联合除雪",
    ],
)
def test_several_units_are_recorded_to_the_first_and_the_others_are_co_units(
    subject: str,
) -> None:
    found = new_item(letter(subject, CURRENT))
    assert (found.draft.state, found.draft.unit_id, found.draft.co_unit_ids) == (
        SubmissionState.RECORDED,
        YINCHUAN.id,
        (HIGHWAYS.id,),
    )
    assert found.proposals == ()


def test_the_unit_called_the_lead_leads() -> None:
    found = item(letter("银川市交通局、公路管理中心(主报)+联合除雪", CURRENT))
    assert (found.unit_id, found.co_unit_ids) == (HIGHWAYS.id, (YINCHUAN.id,))
    assert found.title == "联合除雪"


def test_a_joint_item_from_a_stranger_is_recorded_as_unregistered() -> None:
    found = item(letter("银川市交通局、公路管理中心+联合除雪"))
    assert found.state is SubmissionState.RECORDED
    assert Flag.ADDRESS_UNREGISTERED in found.flags


def test_a_joint_item_from_a_parent_of_one_is_recorded() -> None:
    found = item(letter("兴庆区交通局、公路管理中心+联合除雪", CURRENT))
    assert (found.state, found.unit_id) == (SubmissionState.RECORDED, XINGQING.id)
    assert Flag.ON_BEHALF in found.flags


def test_a_joint_item_from_a_unit_that_has_no_part_in_it_is_held() -> None:
    found = item(letter("盐池县交通局、中宁县交通局+联合除雪", CURRENT))
    assert (found.state, found.held_because) == (
        SubmissionState.HELD,
        HeldBecause.NOT_KIN,
    )
    assert (found.unit_id, found.co_unit_ids) == (YANCHI.id, (ZHONGNING.id,))


def test_units_that_sign_one_manuscript_are_proposed_as_joint() -> None:
    yanchi = "yanchi@units.example"
    signed = letter(
        "盐池县交通局+打通断头路",
        yanchi,
        f"{STORY}\n盐池县交通运输局　中宁县交通运输局",
    )
    (found,) = new_item(signed).proposals
    assert (found.kind, found.other, found.unit_ids) == ("joint", None, (ZHONGNING.id,))
    assert (
        found.evidence
        == "稿件由“盐池县交通运输局”“中宁县交通运输局”共同署名，可能是联合报送"
    )
    named = letter(
        "盐池县交通局、中宁县交通局+打通断头路",
        yanchi,
        f"{STORY}\n盐池县交通局、中宁县交通局",
    )
    assert new_item(named).proposals == ()


@pytest.mark.parametrize(
    "subject",
    [
        "塌方情况续报（一）",
        "关于塌方的续报（二）",
        "塌方终报",
        "塌方（续报三）",
        "塌方第2次续报",
    ],
)
def test_every_mark_of_continuation_makes_an_emergency(subject: str) -> None:
    assert item(letter(f"银川市交通局+国道109线{subject}", CURRENT)).category == "突发"


# --- unclear names --------------------------------------------------------------------


def test_a_shared_short_name_with_the_senders_own_among_its_units_is_inferred() -> None:
    found = item(letter("县交通运输局:除雪保畅", "yanchi@units.example"))
    assert (found.state, found.unit_id, found.title) == (
        SubmissionState.RECORDED,
        YANCHI.id,
        "除雪保畅",
    )
    assert Flag.UNIT_INFERRED in found.flags


def test_a_shared_short_name_from_anybody_else_is_held_with_ranked_candidates() -> None:
    given = letter("中心:除雪保畅", CURRENT)
    found = item(given)
    assert (found.state, found.held_because) == (
        SubmissionState.HELD,
        HeldBecause.UNIT_UNCLEAR,
    )
    assert set(found.candidates) == {HIGHWAYS.id, PUBLICITY.id, YINCHUAN.id}
    placed = place_letter(given, interpret(given, KNOWN.unit_names), KNOWN)
    assert isinstance(placed, Placement)
    assert list(placed.candidates) == sorted(
        placed.candidates, key=lambda c: -c.confidence
    )
    assert tuple(c.unit_id for c in placed.candidates) == found.candidates


def test_a_name_misspelt_too_much_is_held_unless_the_sender_is_that_unit() -> None:
    assert (
        item(letter("监池县交通运输局+除雪")).held_because == HeldBecause.UNIT_UNCLEAR
    )
    assert (
        item(letter("监池县交通运输局+除雪", "yanchi@units.example")).unit_id
        == YANCHI.id
    )


def test_every_unit_has_an_office_of_its_own() -> None:
    assert item(letter("办公室+除雪保畅", CURRENT)).unit_id == YINCHUAN.id
    assert item(letter("办公室+除雪保畅", "bgs@units.example")).unit_id == OFFICE.id
    assert item(letter("办公室+除雪保畅")).state is SubmissionState.HELD


# --- asked before the rows ------------------------------------------------------------


def test_an_automatic_reply_is_set_aside_though_it_quotes_a_good_subject() -> None:
    outcome = judged(letter("自动回复:银川市交通运输局+除雪", CURRENT))
    assert isinstance(outcome, Aside)
    assert outcome.reason is SetAside.ROBOT


def test_p28_a_bounce_is_never_a_submission() -> None:
    returned = Returned(recipients=())
    given = letter("银川市交通运输局+除雪", CURRENT)
    assert judge(given, KNOWN, ScreeningResult(None, returned, MAY)) == Bounced(
        returned, "是退信"
    )
    robot = Robot(RobotKind.BOUNCE, "主题为退信用语")
    assert judge(given, KNOWN, ScreeningResult(robot, None, MAY)) == Bounced(
        None, "主题为退信用语"
    )


def test_r03_a_report_that_comes_by_a_list_is_recorded_and_a_newsletter_is_not() -> (
    None
):
    by_list = ScreeningResult(Robot(RobotKind.LIST, "来自邮件列表"), None, MAY)
    assert isinstance(
        judge(letter("银川市交通运输局+除雪", CURRENT), KNOWN, by_list), NewItem
    )
    assert isinstance(judge(letter("本周要闻"), KNOWN, by_list), Aside)


def test_p31_our_own_mail_is_never_a_submission() -> None:
    outcome = judged(letter("银川市交通运输局+除雪", "info@office.example"))
    assert isinstance(outcome, Aside)
    assert outcome.reason is SetAside.OWN


def test_a_reply_to_somebody_elses_mail_is_set_aside_unless_it_brings_a_manuscript() -> (
    None
):
    assert isinstance(
        judged(letter("回复:关于会议的通知", CURRENT, "收到,谢谢")), Aside
    )
    assert isinstance(
        judged(letter("回复:银川市交通局+旧标题", CURRENT, "收到,谢谢")), Aside
    )
    assert isinstance(
        judged(letter("回复:银川市交通局+除雪", CURRENT, "请查收", document())), NewItem
    )


def test_a_forwarded_report_is_a_report() -> None:
    found = item(
        letter("转发:盐池县交通局+除雪保畅", "yanchi@units.example", "", document())
    )
    assert (found.unit_id, found.title) == (YANCHI.id, "除雪保畅")


def test_p22_a_contact_in_what_is_quoted_is_nobodys_author_where_the_letter_brings_its_own_report() -> (
    None
):
    given = letter("转发:盐池县交通局+除雪保畅", "yanchi@units.example")
    found = item(replace(given, quoted=f"{STORY}\n撰稿人:王强 13900000000"))
    assert found.authors == ()
    assert Flag.INCOMPLETE_AUTHOR in found.flags


# --- readings of the rule -------------------------------------------------------------


def test_d6_an_item_of_a_unit_that_counts_own_business_only_is_held_for_the_tick() -> (
    None
):
    found = item(letter("交通宣传事务中心+短视频上线", "xuanchuan@units.example"))
    assert (found.state, found.unit_id, found.held_because) == (
        SubmissionState.HELD,
        PUBLICITY.id,
        HeldBecause.OWN_BUSINESS,
    )


def test_f1_what_is_missing_is_flagged_and_asked_for() -> None:
    found = item(letter("银川市交通运输局+除雪保畅", CURRENT))
    assert {Flag.INCOMPLETE_AUTHOR, Flag.INCOMPLETE_PHONE, Flag.NO_SIGNER} <= set(
        found.flags
    )
    assert Flag.INCOMPLETE_SUBJECT not in found.flags


def test_f1_an_author_named_in_the_subject_is_read() -> None:
    found = item(letter("银川市交通局+除雪保畅(撰稿人:张三 13900000000)", CURRENT))
    assert (found.title, found.authors) == (
        "除雪保畅",
        (Author("张三", "13900000000"),),
    )
    assert not {
        Flag.INCOMPLETE_AUTHOR,
        Flag.INCOMPLETE_PHONE,
        Flag.INCOMPLETE_SUBJECT,
    }.intersection(found.flags)


def test_f1_a_subject_without_a_title_takes_the_manuscripts_heading() -> None:
    found = item(
        letter(
            "银川市交通运输局", CURRENT, "", document(text=f"除雪保畅显担当\n{STORY}")
        )
    )
    assert found.title == "除雪保畅显担当"
    assert Flag.INCOMPLETE_SUBJECT in found.flags


def test_f1_a_letter_without_a_subject_takes_its_title_from_what_it_brings() -> None:
    named = document("农村公路除雪保畅.docx")
    assert (
        item(letter("", CURRENT, "", document(text=f"除雪保畅显担当\n{STORY}"))).title
        == "除雪保畅显担当"
    )
    assert item(letter("", CURRENT, "", named)).title == "农村公路除雪保畅"
    assert (
        item(letter("", CURRENT, "", document("稿件.docx"))).title
        == "3月8日，连续降雪造成境内多条农村公路积雪结冰"
    )
    assert (
        item(letter("(无主题)", CURRENT, "", document(text=f"除雪保畅\n{STORY}"))).title
        == "除雪保畅"
    )


def test_f2_two_manuscripts_in_one_letter_are_one_item_with_a_proposal_to_split() -> (
    None
):
    other = (
        "3月9日，全市召开安全生产工作会议，安排部署节后复工复产、隐患排查治理、应急值守等重点任务。"
        * 3
    )
    second = document("安全生产.docx", other, sha256="b" * 64)
    found = new_item(letter("银川市交通局+两篇信息", CURRENT, "", document(), second))
    assert Flag.TWO_ITEMS in found.draft.flags
    assert [p.kind for p in found.proposals] == ["second-item"]


def test_f2_one_text_in_two_formats_is_one_item() -> None:
    found = item(
        letter(
            "银川市交通局+除雪",
            CURRENT,
            "",
            document(),
            document("稿件.pdf", sha256="b" * 64),
        )
    )
    assert Flag.TWO_ITEMS not in found.flags


def test_f6_a_long_report_is_warned_of_and_recorded() -> None:
    found = item(letter("银川市交通局+除雪", CURRENT, STORY * 6))
    assert found.characters > 500
    assert (found.state, Flag.OVER_LENGTH in found.flags) == (
        SubmissionState.RECORDED,
        True,
    )


def test_f7_an_identical_resend_is_a_copy_even_within_one_batch() -> None:
    given = letter("银川市交通局+除雪", CURRENT)
    known = KNOWN.with_item("batch:1", new_item(given))
    again = letter("银川市交通运输局：除雪", CURRENT)
    assert judged(again, known) == Copy(
        "batch:1", "同一单位已报送过标题、正文和附件都相同的信息"
    )


def test_f7_the_same_words_from_another_unit_are_no_copy() -> None:
    given = letter("银川市交通局+除雪", CURRENT)
    known = KNOWN.with_item("2026-0001", new_item(given))
    assert (
        item(letter("盐池县交通局+除雪", "yanchi@units.example"), known).unit_id
        == YANCHI.id
    )


def test_f7_a_correction_is_a_proposal_and_both_count() -> None:
    given = letter("银川市交通局+除雪保畅显担当", CURRENT)
    known = KNOWN.with_item("2026-0001", new_item(given))
    found = new_item(
        letter("【更正】银川市交通局+除雪保畅显担当", CURRENT, STORY + "改"), known
    )
    assert found.draft.state is SubmissionState.RECORDED
    assert [(p.kind, p.other) for p in found.proposals] == [("correction", "2026-0001")]


def test_f7_a_later_report_follows_the_first() -> None:
    given = letter("银川市交通局+国道109线塌方抢险", CURRENT)
    known = KNOWN.with_item("2026-0001", new_item(given))
    assert (
        item(
            letter("银川市交通局+续报:国道109线塌方抢险", CURRENT, STORY + "续"), known
        ).follows
        == "2026-0001"
    )


def test_p19_a_guessed_text_is_flagged() -> None:
    given = replace(letter("银川市交通局+除雪", CURRENT), sure=False)
    assert Flag.LOW_CONFIDENCE_TEXT in item(given).flags


def test_p21_an_unread_document_makes_an_item_that_waits_with_what_is_missing() -> None:
    found = item(letter("除雪保畅见成效", CURRENT, "", document("winmail.dat", None)))
    assert (found.state, found.unit_id) == (SubmissionState.HELD, YINCHUAN.id)
    assert found.held_because == HeldBecause.MANUSCRIPT_MISSING
    assert "winmail.dat" in found.evidence[0]
    assert Flag.UNREAD_ATTACHMENT in found.flags


def test_p19_what_was_mended_while_reading_is_kept_as_evidence_in_the_offices_words() -> (
    None
):
    mended = (
        Repair("subject", "乱码已还原"),
        Repair("attachment 2", "未标明字符集，按GB18030读出"),
    )
    found = item(replace(letter("银川市交通运输局+除雪保畅", CURRENT), repairs=mended))
    assert found.evidence[-2:] == (
        "读取主题时：乱码已还原",
        "读取附件2时：未标明字符集，按GB18030读出",
    )


def test_a_category_between_two_is_shown_to_the_office_with_its_reason_and_holds_nothing() -> (
    None
):
    torn = item(
        letter(
            "银川市交通运输局+农村客运",
            CURRENT,
            f"【综合信息】\n信息类别：调研\n{STORY}",
        )
    )
    assert torn.state is SubmissionState.RECORDED
    assert Flag.UNSURE_CATEGORY in torn.flags
    assert [said for said in torn.evidence if said.startswith("类别请核定：暂按")]


# --- several units report together ----------------------------------------------------

_THREE = (YANCHI.name, ZHONGNING.name, HIGHWAYS.name)


@pytest.mark.parametrize(
    "together",
    [
        "三家单位联合报送：",
        "三家联合报送+",
        "3个部门联合上报——",
        "三方：",
        "共同报送：",
    ],
)
@pytest.mark.parametrize("joiners", ["++", "、、", "、及", "与和"])
def test_each_unit_of_a_joint_item_is_read_whatever_joins_and_counts_them(
    together: str, joiners: str
) -> None:
    units = f"{_THREE[0]}{joiners[0]}{_THREE[1]}{joiners[1]}{_THREE[2]}"
    found = item(letter(f"{units}{together}联合整治超限超载", "yanchi@units.example"))
    assert (found.unit_id, found.co_unit_ids) == (
        YANCHI.id,
        (ZHONGNING.id, HIGHWAYS.id),
    )
    assert (found.title, found.state) == ("联合整治超限超载", SubmissionState.RECORDED)


@pytest.mark.parametrize(
    "subject",
    [
        "联合整治超限超载（{}、{}、{}联合报送）",
        "联合整治超限超载——{}、{}、{}三家单位联合报送",
        "{}（{}、{}联合报送）：联合整治超限超载",
        "{}、{}、{}（三家单位联合报送）：联合整治超限超载",
        "{}、{}、{}联合报送联合整治超限超载",
    ],
)
def test_units_that_report_together_may_stand_behind_the_title_or_in_brackets(
    subject: str,
) -> None:
    found = item(letter(subject.format(*_THREE), "yanchi@units.example"))
    assert (found.unit_id, found.co_unit_ids) == (
        YANCHI.id,
        (ZHONGNING.id, HIGHWAYS.id),
    )
    assert found.title == "联合整治超限超载"


@pytest.mark.parametrize(
    ("units", "asked_of"),
    [
        (f"{YANCHI.name}等三家单位", "等三家单位联合报送"),
        (f"{YANCHI.name}、{ZHONGNING.name}四个部门", "四个部门联合报送"),
        (f"{YANCHI.name}+{ZHONGNING.name}+中宁路政三家单位", "中宁路政"),
        (f"{YANCHI.name}、中心两家单位", "中心"),
    ],
)
def test_a_unit_of_a_joint_item_that_is_not_understood_is_asked_for(
    units: str, asked_of: str
) -> None:
    found = item(letter(f"{units}联合报送：联合整治超限超载", "yanchi@units.example"))
    assert (found.state, found.held_because) == (
        SubmissionState.HELD,
        HeldBecause.UNIT_UNCLEAR,
    )
    assert f"“{asked_of}”还有哪家单位没有认出" in found.evidence[0]


def test_a_body_that_is_not_on_the_roster_leaves_nothing_to_ask() -> None:
    found = item(
        letter(
            f"{YANCHI.name}、海原县水务局两家单位联合报送：巡查河道",
            "yanchi@units.example",
        )
    )
    assert (found.title, found.co_unit_ids, found.state) == (
        "巡查河道",
        (),
        SubmissionState.RECORDED,
    )
    misspelt = item(
        letter(
            f"{YANCHI.name}、宁夏公路管里中心联合报送：巡查河道", "yanchi@units.example"
        )
    )
    assert misspelt.co_unit_ids == (HIGHWAYS.id,)


@pytest.mark.parametrize(
    "title",
    [
        "三家单位联合执法见成效",
        "四个部门联合开展演练",
        "联合上报隐患二十处",
        "三部门联合整治超限超载",
    ],
)
def test_a_title_that_tells_of_several_units_is_one_units(title: str) -> None:
    found = item(letter(f"{YANCHI.name}+{title}", "yanchi@units.example"))
    assert (found.title, found.co_unit_ids, found.state) == (
        title,
        (),
        SubmissionState.RECORDED,
    )


@pytest.mark.parametrize(
    "subject",
    [
        "{}+联合整治超限超载（与{}、{}联合报送）",
        "{}+联合整治超限超载（会同{}和{}三家单位共同上报）",
        "关于{}、{}、{}三家单位联合报送联合整治超限超载的信息",
    ],
)
def test_partners_whom_a_subject_names_behind_the_title_are_proposed(
    subject: str,
) -> None:
    (proposal,) = new_item(
        letter(subject.format(*_THREE), "yanchi@units.example")
    ).proposals
    assert (proposal.kind, proposal.unit_ids) == ("joint", (ZHONGNING.id, HIGHWAYS.id))
