"""What happens when a unit answers the receipt to mend what was missing?"""

from email.message import EmailMessage

import pytest

from ledger.entries.letters import LetterRole, MailboxEntryState
from tests.walks.house import House, text_of
from tests.walks.letters import STORY, YINCHUAN, YINCHUAN_OFFICER, Mail, reply

SUBJECT = f"{YINCHUAN}+银川市全面推行不见面办理道路运输证照"
MENDED = "撰稿人：李娜，联系电话：0951-6011111"


@pytest.fixture
def receipt(house: House) -> EmailMessage:
    """The receipt for a report that names no author."""
    (message,) = house.work(Mail(SUBJECT, STORY, message_id="<bare@units.example>").raw)
    return message


def test_a_report_without_an_author_is_recorded_and_its_receipt_asks_for_one(
    house: House, receipt: EmailMessage
) -> None:
    assert {"incomplete-author", "incomplete-phone"} <= set(house.only().flags)
    assert "【还缺两样】撰稿人姓名、撰稿人的联系电话" in text_of(receipt)


def test_the_unit_answers_with_author_and_phone_and_the_same_submission_is_completed(
    house: House, receipt: EmailMessage
) -> None:
    (second,) = house.work(reply(receipt, MENDED))

    item = house.only()
    assert [(one.name, one.phone) for one in item.authors] == [("李娜", "0951-6011111")]
    assert not {"incomplete-author", "incomplete-phone"} & set(item.flags)
    assert [letter.role for letter in house.letters()] == [
        LetterRole.NEW,
        LetterRole.COMPLETION,
    ]
    assert "completed" in house.journal(f"submission:{item.serial}")
    assert "撰稿人" in text_of(second)
    assert len(text_of(second)) < len(text_of(receipt))
    assert f"[{item.token}]" in second["Subject"]


def test_p31_with_message_id_rewritten_and_references_dropped_the_token_alone_still_matches(
    house: House, receipt: EmailMessage
) -> None:
    house.work(reply(receipt, MENDED, threaded=False))

    assert [one.name for one in house.only().authors] == ["李娜"]


def test_the_words_we_wrote_and_the_unit_quotes_mend_nothing(
    house: House, receipt: EmailMessage
) -> None:
    quoted = "\n".join(f"> {line}" for line in text_of(receipt).splitlines())

    assert house.work(reply(receipt, f"收到，谢谢。\n\n{quoted}\n")) == []

    assert house.only().authors == ()
    assert house.letters()[-1].state is MailboxEntryState.SET_ASIDE


@pytest.mark.parametrize("threaded", [True, False])
def test_a_reply_from_a_stranger_changes_nothing_and_is_not_answered(
    house: House, receipt: EmailMessage, *, threaded: bool
) -> None:
    answers = house.work(
        reply(receipt, MENDED, "somebody@elsewhere.example", threaded=threaded)
    )

    assert answers == []
    assert house.only().authors == ()
    assert house.letters()[-1].state is MailboxEntryState.SET_ASIDE


def test_a_colleague_on_the_units_roster_may_answer_as_well(
    house: House, receipt: EmailMessage
) -> None:
    house.work(reply(receipt, MENDED, "head01@units.example"))

    assert [one.name for one in house.only().authors] == ["李娜"]


def test_a_new_manuscript_in_a_reply_is_a_new_item_and_the_old_one_stays_as_it_was(
    house: House, receipt: EmailMessage
) -> None:
    mail = Mail(
        f"{YINCHUAN}+银川市公交线网优化首周运行平稳",
        f"{STORY}另有公交线网调整情况一并报告，首周客流平稳，投诉减少三成。\n\n{MENDED}\n",
        YINCHUAN_OFFICER,
        headers={"In-Reply-To": str(receipt["Message-ID"])},
    )

    house.work(mail.raw)

    first, second = house.submissions()
    assert first.authors == ()
    assert second.title == "银川市公交线网优化首周运行平稳"
