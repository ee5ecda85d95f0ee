"""What counts as a manuscript or a report's text?"""

import pytest

from ingest.triage.manuscript import manuscript_in
from ingest.triage.report_text import ManuscriptKind, han, report_words
from ledger.entries.letters import Attachment
from tests.ingest.roster import STORY, document, letter


def brings(text: str, *attachments: Attachment) -> bool:
    return manuscript_in(letter("主题", "", text, *attachments), text) is not None


def test_a_document_with_text_is_a_manuscript() -> None:
    found = manuscript_in(letter("主题", "", "请查收", document()), "请查收")
    assert found is not None
    assert (found.text, found.documents) == (STORY, ("稿件.docx",))


def test_a_document_that_could_not_be_read_may_be_one() -> None:
    assert brings("请查收", document(text=None))


def test_a_nearly_empty_document_is_none() -> None:
    assert not brings("请查收", document(text="参会回执"))


def test_own_words_of_a_report_are_a_manuscript() -> None:
    assert brings(STORY)


@pytest.mark.parametrize(
    "name",
    [
        "照片.jpg",
        "统计表.xlsx",
        "附件1.docx",
        "稿件审批表.docx",
        "人员名单（定稿）.docx",
        "录像.mp4",
    ],
)
def test_pictures_tables_and_forms_are_no_manuscript(name: str) -> None:
    assert not brings("请查收", document(name, None))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "收到,谢谢!",
        "您好,现将我局3月份政务信息报送给您,请查收。如有问题请联系我。祝您工作顺利,身体健康!"
        * 3,
        "请问本月信息什么时候截止?调研类信息能否下月再报?联合报送的信息怎么计分?" * 3,
        "撰稿人:张三\n联系电话:0951-1234567\n审核人:李四\n签发人:王五\n" * 6,
    ],
)
def test_cover_notes_thanks_and_questions_are_no_report(text: str) -> None:
    assert not brings(text)


def test_a_cover_note_before_a_report_does_not_hide_it() -> None:
    assert brings(f"您好,请查收。\n{STORY}\n谢谢!")


@pytest.mark.parametrize(
    "text",
    [
        "我局本月信息还在审签，周五前一定补报。",
        "因网络原因，先传签发稿照片，电子版稍后补。",
        "利通区局稿件，我局已审，现转报。",
        "麻烦老师帮忙看一下这篇写得行不行",
        "各科室负责同志：",
    ],
)
def test_what_speaks_to_the_reader_or_of_the_mail_itself_tells_nothing(
    text: str,
) -> None:
    assert not brings(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (STORY, ManuscriptKind.FULL),
        (
            "3月10日，全县召开春运总结会。\n撰稿人：李娜 0953-6012345",
            ManuscriptKind.BRIEF,
        ),
        ("3月9日8时，G344线一辆货车侧翻，造成1人轻伤。", ManuscriptKind.BRIEF),
        ("3月10日，全县召开春运总结会。", ManuscriptKind.SENTENCE),
        (
            "3月10日，全县召开春运总结会。会上表彰了12名客运驾驶员。",
            ManuscriptKind.STATEMENT,
        ),
        ("3月9日8时，G344线发生塌方，双向中断，未发生人员伤亡。", ManuscriptKind.BRIEF),
        ("3月10日，全县开展山体滑坡抢险演练。", ManuscriptKind.SENTENCE),
        ("3月10日，全县召开会议通报近期发生的追尾事故。", ManuscriptKind.SENTENCE),
    ],
)
def test_how_much_there_is_of_a_manuscript(text: str, kind: ManuscriptKind) -> None:
    found = manuscript_in(letter("主题", "", text), text)
    assert found is not None
    assert found.kind is kind


def test_a_document_without_a_word_outweighs_one_sentence_but_no_emergency() -> None:
    unread = document(text=None)
    signed = "3月10日，全县召开春运总结会。\n撰稿人：李娜 0953-6012345"
    urgent = "3月9日8时，G344线一辆货车侧翻，造成1人轻伤。"
    found = [
        manuscript_in(letter("主题", "", text, unread), text)
        for text in (signed, urgent)
    ]
    assert [each and each.kind for each in found] == [
        ManuscriptKind.UNREAD,
        ManuscriptKind.BRIEF,
    ]


def test_a_title_that_mentions_invoices_is_no_invoice() -> None:
    found = manuscript_in(
        letter("主题", "", "请查收", document("发票服务系统完成改造.docx")), "请查收"
    )
    assert found is not None
    assert found.documents == ("发票服务系统完成改造.docx",)


def test_what_the_subject_is_called_after_lies_beside_nothing() -> None:
    name = "公布首批农村公路养护红榜名单"
    told = f"某局+{name}"
    news = document(f"{name}.docx", f"{STORY}{STORY}")
    found = manuscript_in(letter(told, "", "请查收", news), "请查收")
    assert found is not None
    assert found.documents == (f"{name}.docx",)
    assert manuscript_in(letter("某局+另一件事", "", "", news), "") is None
    names = document(f"{name}.docx", "张三\n李四\n" * 40)
    assert manuscript_in(letter(told, "", "请查收", names), "请查收") is None


def test_what_is_called_an_annex_is_the_manuscript_where_there_is_no_other() -> None:
    annex = document("附件1 全文.docx", f"{STORY}{STORY}", sha256="b" * 64)
    alone = manuscript_in(letter("主题", "", "请查收", annex), "请查收")
    assert alone is not None
    assert alone.documents == ("附件1 全文.docx",)
    beside = manuscript_in(letter("主题", "", "请查收", annex, document()), "请查收")
    assert beside is not None
    assert beside.documents == ("稿件.docx",)
    names = document("附件1 名单.docx", "张三\n李四\n" * 40)
    assert manuscript_in(letter("主题", "", "请查收", names), "请查收") is None


def test_a_long_sentence_may_mention_a_photograph_or_what_was_received() -> None:
    assert brings(
        "全市开展“错误路牌随手拍”活动，市民通过小程序上传照片即可反映错字、错译、错指向，十分方便。"
        "4月1日开通以来收到有效线索96条，核实后更正指路标志41块、更换破损标志29块，奖励市民话费券1980元。"
    )


def test_a_note_whose_author_stands_in_the_running_text_tells_nothing() -> None:
    assert not brings(
        "附件为我处6月政务信息，已经处长审签，请编发。撰稿人汲长河，电话6076552。"
    )


def test_a_file_that_is_known_already_is_nothing_new() -> None:
    given = letter("主题", "", "请查收", document(sha256="a" * 64))
    assert manuscript_in(given, "请查收", frozenset({"a" * 64})) is None


def test_courtesies_and_labelled_lines_are_not_a_reports_words() -> None:
    assert (
        report_words("您好。\n道路恢复通行。\n撰稿人:张三").strip() == "道路恢复通行。"
    )
    assert han("道路G109恢复") == 4
