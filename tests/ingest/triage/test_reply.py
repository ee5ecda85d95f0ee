"""What does a reply to a message of ours do?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.letter.thread import OurMessage
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.reply import complete
from ingest.triage.verdict import Aside, Completion, Flag, NewItem, Verdict
from ledger.entries.letters import Letter
from ledger.entries.submissions import Author, Submission, SubmissionState
from tests.ingest.roster import (
    INTAKE,
    MAY,
    STORY,
    YINCHUAN,
    document,
    letter,
    unit_names,
)

OURS = "回复:自动回执：银川市交通局+除雪 [2026-0123-k7f3q9xw]"
SENT = OurMessage(
    "2026-0123",
    "someone@mail.example",
    "receipt",
    unit_ids=(YINCHUAN.id,),
    attachments=frozenset({"a" * 64}),
    title="除雪",
)
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
KNOWN = JudgingFacts(
    unit_names(),
    INTAKE,
    sent={"2026-0123-k7f3q9xw": SENT, "receipt-1@office.example": SENT},
)


def judged(given: Letter) -> Verdict:
    return judge(given, KNOWN, ScreeningResult(None, None, MAY))


def test_the_address_it_went_to_completes_author_and_phone() -> None:
    outcome = judged(
        letter(OURS, "someone@mail.example", "撰稿人:张三 联系电话:0951-1234567")
    )
    assert isinstance(outcome, Completion)
    assert (outcome.serial, outcome.authors) == (
        "2026-0123",
        (Author("张三", "0951-1234567"),),
    )
    assert (outcome.title, outcome.signer) == (None, None)


def test_the_units_roster_completes_as_well() -> None:
    outcome = judged(letter(OURS, "mali@units.example", "张三 13900000000"))
    assert isinstance(outcome, Completion)
    assert outcome.authors == (Author("张三", "13900000000"),)


def test_a_number_alone_completes_the_number() -> None:
    outcome = judged(letter(OURS, "mali@units.example", "13900000000"))
    assert isinstance(outcome, Completion)
    assert outcome.authors == (Author("", "13900000000"),)


def test_a_title_is_mended() -> None:
    outcome = judged(
        letter(
            OURS, "mali@units.example", "您好,\n标题应改为:《除雪保畅显担当》。\n谢谢"
        )
    )
    assert isinstance(outcome, Completion)
    assert (outcome.title, outcome.authors) == ("除雪保畅显担当", None)


def test_a_reply_is_known_by_in_reply_to_without_the_token() -> None:
    given = replace(
        letter("回复:除雪", "mali@units.example", "签发人:王强"),
        in_reply_to=("<receipt-1@office.example>",),
    )
    outcome = judged(given)
    assert isinstance(outcome, Completion)
    assert outcome.signer == "王强"


def test_p31_the_token_alone_still_matches() -> None:
    given = replace(
        letter(OURS, "mali@units.example", "撰稿人:张三"),
        in_reply_to=("rewritten@provider.example",),
    )
    assert isinstance(judged(given), Completion)


def test_a_serial_alone_never_matches() -> None:
    outcome = judged(letter("回复:2026-0123", "mali@units.example", "撰稿人:张三"))
    assert isinstance(outcome, Aside)


def test_a_new_manuscript_is_a_new_letter_and_a_correction_is_proposed() -> None:
    first = judged(letter("银川市交通局+除雪", "mali@units.example"))
    assert isinstance(first, NewItem)
    given = letter(
        OURS, "mali@units.example", "重新报送,请查收", document(sha256="c" * 64)
    )
    known = KNOWN.with_item("2026-0123", first)
    outcome = judge(given, known, ScreeningResult(None, None, MAY))
    assert isinstance(outcome, NewItem)
    assert (outcome.draft.unit_id, outcome.draft.title) == (YINCHUAN.id, "除雪")
    assert [(p.kind, p.other) for p in outcome.proposals] == [
        ("correction", "2026-0123")
    ]


def test_the_items_own_file_sent_back_is_no_new_manuscript() -> None:
    outcome = judged(
        letter(
            OURS,
            "mali@units.example",
            "撰稿人:张三 13900000000",
            document(sha256="a" * 64),
        )
    )
    assert isinstance(outcome, Completion)


def test_thanks_are_set_aside_and_not_answered() -> None:
    outcome = judged(letter(OURS, "mali@units.example", "收到,谢谢!"))
    assert isinstance(outcome, Aside)
    assert not outcome.hint


def test_anyone_else_changes_nothing() -> None:
    outcome = judged(letter(OURS, "yanchi@units.example", "撰稿人:张三 13900000000"))
    assert isinstance(outcome, Aside)
    assert isinstance(judged(letter(OURS, "", "标题改为:新标题")), Aside)


def test_anyone_else_may_send_a_new_manuscript() -> None:
    outcome = judged(
        letter("回复:自动回执：银川市交通局+除雪 [2026-0123-k7f3q9xw]", "", STORY)
    )
    assert isinstance(outcome, NewItem)
    assert outcome.draft.unit_id == YINCHUAN.id


def test_p22_a_quoted_byline_mends_nothing() -> None:
    given = replace(
        letter(OURS, "mali@units.example", "好的"), quoted="撰稿人:张三 13900000000"
    )
    assert isinstance(judged(given), Aside)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        # The number that was kept without a name gets the name that was asked for.
        ([("", "139")], [("张三", "")], [("张三", "139")]),
        ([("", "139")], [("张三", ""), ("李四", "")], [("张三", "139"), ("李四", "")]),
        ([("张三", "")], [("", "139")], [("张三", "139")]),
        (
            [("张三", ""), ("李四", "")],
            [("", "139"), ("", "138")],
            [("张三", "139"), ("李四", "138")],
        ),
        (
            [("张三", ""), ("李四", "")],
            [("李四", "138")],
            [("张三", ""), ("李四", "138")],
        ),
        ([("张三", "139")], [("张山", "")], [("张山", "139")]),
        (
            [("张三", "139")],
            [("李四", ""), ("张三", "")],
            [("李四", ""), ("张三", "139")],
        ),
        (
            [("张三", "139"), ("王五", "")],
            [("张三", ""), ("李四", "")],
            [("张三", "139"), ("李四", "")],
        ),
        ([], [("张三", "139")], [("张三", "139")]),
    ],
)
def test_f1_a_reply_mends_each_author_by_name(
    before: list[tuple[str, str]],
    said: list[tuple[str, str]],
    after: list[tuple[str, str]],
) -> None:
    item = Submission(
        "2026-0123",
        NOON,
        "除雪",
        SubmissionState.RECORDED,
        authors=tuple(Author(*each) for each in before),
        flags=(Flag.UNSURE_AUTHOR.value,),
    )
    mended = complete(
        item, Completion("2026-0123", "", authors=tuple(Author(*each) for each in said))
    )
    assert [author[:2] for author in mended.authors] == after
    # Who was not understood is settled by a name, never by a number.
    assert bool(mended.flags) == (not any(name for name, _ in said))


def test_what_a_reply_leaves_over_of_its_authors_is_asked_about_again() -> None:
    outcome = judged(
        letter(OURS, "mali@units.example", "撰稿人:张三、小李 电话:13900000000")
    )
    assert isinstance(outcome, Completion)
    assert outcome.unsure == "“撰稿人”一栏中的“小李”没有读懂"
    item = Submission(
        "2026-0123",
        NOON,
        "除雪",
        SubmissionState.RECORDED,
        flags=(Flag.INCOMPLETE_AUTHOR,),
    )
    mended = complete(item, outcome)
    assert mended.flags == (Flag.UNSURE_AUTHOR,)
    assert mended.evidence == ("撰稿人没有读准：回复里“撰稿人”一栏中的“小李”没有读懂",)
    # And the next answer, if all of it is understood, settles it.
    again = judged(letter(OURS, "mali@units.example", "撰稿人:张三、李明"))
    assert isinstance(again, Completion)
    assert complete(mended, again).flags == ()


def test_a_reply_whose_authors_are_not_understood_at_all_is_answered_and_changes_no_author() -> (
    None
):
    outcome = judged(letter(OURS, "mali@units.example", "撰稿人:小李"))
    assert isinstance(outcome, Completion)
    assert (outcome.authors, bool(outcome.unsure)) == (None, True)


def test_a_reply_to_a_reminder_is_correspondence_or_a_new_item() -> None:
    known = replace(
        KNOWN,
        sent={
            "reminder-1@office.example": OurMessage(
                None, "yinchuan@units.example", "reminder"
            )
        },
    )
    thanks = replace(
        letter("回复:催报", "yinchuan@units.example", "收到"),
        in_reply_to=("reminder-1@office.example",),
    )
    assert isinstance(judge(thanks, known, ScreeningResult(None, None, MAY)), Aside)
    report = replace(thanks, subject="银川市交通局+除雪", text=STORY)
    assert isinstance(judge(report, known, ScreeningResult(None, None, MAY)), NewItem)


@pytest.mark.parametrize(
    "words",
    [
        "收到，谢谢",
        "收到，谢谢！\n\n银川市交通运输局 马丽\n2026年3月10日",
        "好的，已收悉，感谢老师指导。",
        "谢谢您的提醒，辛苦了！\n发自我的iPhone",
        "您好，回执收到，祝工作顺利！",
    ],
)
def test_thanks_of_a_registered_address_for_a_message_of_ours_ask_the_office_nothing(
    words: str,
) -> None:
    outcome = judged(letter(OURS, "mali@units.example", words))
    assert isinstance(outcome, Aside)
    assert outcome.possible == ""


@pytest.mark.parametrize(
    "words",
    [
        "收到，谢谢。请问这一条什么时候采用？",
        "收到，谢谢？",
        "收到，谢谢。还有一条明天报。",
        "谢谢，李静已调走，以后由张伟报送。",
        "收到，国道109线已抢通。",
        "",
    ],
)
def test_thanks_and_anything_else_stand_in_the_pile(words: str) -> None:
    outcome = judged(letter(OURS, "mali@units.example", words))
    assert isinstance(outcome, Aside)
    assert outcome.possible != ""


def test_thanks_with_a_file_or_for_a_mail_that_is_none_of_ours_stand_in_the_pile() -> (
    None
):
    files = [
        document(text=None, sha256="a" * 64),
        replace(document(text=None), type="image/png"),
    ]
    for given in (
        letter(OURS, "mali@units.example", "收到，谢谢", files[0]),
        letter(OURS, "mali@units.example", "收到，谢谢", files[1]),
        letter("回复：会议通知", "mali@units.example", "收到，谢谢"),
    ):
        outcome = judged(given)
        assert isinstance(outcome, Aside)
        assert outcome.possible != ""
