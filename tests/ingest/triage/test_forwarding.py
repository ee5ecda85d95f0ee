"""Is a mail that a letter passes on read as the report that it is?"""

from dataclasses import replace

import pytest

from ingest.letter.quotation import split_quotation
from ingest.triage.forwarding import as_read
from ingest.triage.reading import LetterReading, interpret
from tests.ingest.roster import STORY, letter, unit_names

NAMES = unit_names()
OWN = frozenset({"xinxi@office.example"})
RULE = "---------- 转发邮件信息 ----------"
BARE = "---- 转发的原邮件 ----\n发件人 小马<ma@mail.example>\n日期 2026年3月9日\n收件人 <y@x.example>\n主题 {}\n"
HEAD = (
    "发件人：小马 <ma@mail.example>\n发送时间：2026年3月9日\n收件人：盐池\n主题：{}\n"
)
REPORT = f"除雪保畅连夜奋战\n{STORY}\n撰稿人：马晓燕 13900000000"


def read(subject: str, text: str, attached: str = "") -> LetterReading:
    own, quoted = split_quotation(text)
    passing = replace(
        letter(subject, "yanchi@units.example", own),
        quoted=quoted,
        attached_mail=attached,
    )
    known, passed = as_read(passing, NAMES, OWN)
    return interpret(known, NAMES, passed=passed)


def angled(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "转发：盐池县交通运输局+除雪保畅连夜奋战",
            f"请查收\n{RULE}\n{HEAD.format('除雪')}\n{REPORT}",
        ),
        (
            "Fw: 这条可以报厅里",
            f"老张：这条写得实。\n{RULE}\n{HEAD.format('除雪保畅连夜奋战')}\n{STORY}",
        ),
        ("转发：信息", f"请登记。\n\n{BARE.format('稿子')}\n{REPORT}"),
        (
            "Fw: Fw: 除雪保畅连夜奋战",
            f"可以报了\n{BARE.format('Fw: 除雪')}\n改了两处\n{BARE.format('除雪')}\n{REPORT}",
        ),
        (
            "盐池县交通运输局+转发信息一条",
            f"见下\n{HEAD.format('除雪保畅连夜奋战')}\n{STORY}",
        ),
        ("盐池县交通运输局+转发信息一条", f"见下\n{angled(REPORT)}"),
        ("转发", f"见下\n{angled('主题: 除雪保畅连夜奋战')}\n{angled(STORY)}"),
        (
            "Re: Fwd: 盐池县交通运输局+除雪保畅连夜奋战",
            f"报送信息一条，引用如下：\n\n{angled(STORY)}",
        ),
        ("转发：回复：盐池县交通运输局+除雪保畅连夜奋战", f"{angled(STORY)}"),
    ],
)
def test_the_title_of_what_is_passed_on_is_the_title(subject: str, text: str) -> None:
    found = read(subject, text)
    assert (found.title, found.title_unsure) == ("除雪保畅连夜奋战", "")


def test_an_attached_mails_subject_says_what_a_remark_does_not() -> None:
    attached = f"{HEAD.format('盐池县交通运输局+除雪保畅连夜奋战')}\n{STORY}"
    found = read("转交一条信息", "同事昨天发我邮箱的信息，请登记。", attached)
    assert (found.title, len(found.naming.named)) == ("除雪保畅连夜奋战", 1)


def test_of_two_mails_passed_on_the_report_is_the_manuscript_and_the_notes_are_none_of_it() -> (
    None
):
    found = read(
        "转发：信息",
        f"可以报了\n{BARE.format('Fw: 除雪')}\n改了两处\n{BARE.format('除雪')}\n{REPORT}",
    )
    assert found.manuscript is not None
    assert found.manuscript.text == REPORT


@pytest.mark.parametrize(
    "note",
    [
        "马主任：已核过数字，可报。\n运输股 柴扉 0953-5098800",
        "数字已经核对过了，请按程序报送。\n养护股 柴扉 13900000001",
        "稿子改过两处，其余没有变动，请马主任定。\n联系人：柴扉 0953-5098800",
        "办公室：此稿股里看过，可以上报。\n柴扉\n0953-5098800",
        "请办公室一并报厅里，谢谢您。\n撰稿人写在文末了。\n综合股 柴扉 0953-5098800",
    ],
)
def test_a_signed_note_on_the_way_is_not_the_report_that_stands_below_it(
    note: str,
) -> None:
    subject = "盐池县交通运输局+除雪保畅连夜奋战"
    found = read(
        f"转发：Fw：{subject}",
        f"{BARE.format('Fw: ' + subject)}\n{note}\n{BARE.format(subject)}\n{REPORT}",
    )
    assert found.manuscript is not None
    assert found.manuscript.text == REPORT


def test_a_forwarder_who_names_the_matter_himself_is_believed() -> None:
    found = read(
        "转发：除雪保畅连夜奋战", f"见下\n{HEAD.format('除雪的稿子请领导看')}\n{STORY}"
    )
    assert found.title == "除雪保畅连夜奋战"


@pytest.mark.parametrize(
    "answer", ["收到，我局将按要求组织报送，谢谢。", "已按要求修改，请审核", "好的"]
)
def test_an_answer_passes_nothing_on(answer: str) -> None:
    found = read(
        "回复：关于征集防汛信息的通知",
        f"{answer}\n{HEAD.format('关于征集防汛信息的通知')}\n{STORY}",
    )
    assert found.manuscript is None


def test_what_our_own_office_wrote_is_nobodys_report() -> None:
    head = HEAD.replace("ma@mail.example", "xinxi@office.example").format("除雪")
    assert read("转发：信息", f"请看\n{RULE}\n{head}\n{STORY}").manuscript is None
