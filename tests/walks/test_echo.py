"""Do two machines that answer each other ever stop (RFC 3834, P29)?"""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

from tests.walks.house import House, text_of
from tests.walks.letters import YINCHUAN_OFFICER, Mail, report

ROUNDS = 8


def echo(of: EmailMessage, number: int) -> bytes:
    """Our own message sent back by another such service, every header that tells of a
    machine stripped.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = YINCHUAN_OFFICER
    message["To"] = str(of["From"])
    message["Subject"] = str(of["Subject"])
    message["Message-ID"] = f"<echo-{number}@units.example>"
    message["In-Reply-To"] = str(of["Message-ID"])
    message.set_content(text_of(of), charset="utf-8", cte="base64")
    return message.as_bytes()


def test_p29_our_own_words_sent_back_without_a_robots_headers_soon_get_no_answer(
    house: House,
) -> None:
    answers = house.work(report())
    told = len(answers)

    for number in range(ROUNDS):
        answers = [mail for one in answers for mail in house.work(echo(one, number))]
        told += len(answers)

    assert told <= 3
    assert len(house.submissions()) == 1


def test_p29_a_correspondent_who_never_reports_gets_at_most_two_hints_a_day(
    house: House,
) -> None:
    for number in range(5):
        house.deliver(Mail("你好", f"第{number}封：收到，谢谢。").raw)
    house.poll()
    house.dispatch()

    assert len(house.new_mail()) <= 2
    assert house.submissions() == ()


def test_everything_recorded_is_answered_up_to_the_days_limit_and_the_rest_in_one_list(
    house: House,
) -> None:
    told = house.service.settings
    intake = told.intake.model_copy(update={"receipts_per_day": 3})
    house.service = replace(
        house.service, settings=told.model_copy(update={"intake": intake})
    )
    for number in range(1, 7):
        house.deliver(report(number))
    house.poll()
    house.dispatch()

    assert len(house.submissions()) == 6
    assert len(house.new_mail()) == 3
    (later,) = house.outbox("receipts-digest")
    house.hands.now = later.due_at
    house.dispatch()

    (digest,) = house.new_mail()
    named = [item.serial in text_of(digest) for item in house.submissions()]
    assert named == [False] * 3 + [True] * 3
