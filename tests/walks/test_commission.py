"""Is a commission followed from the office's words to the unit's answer, and into the
score?
"""

from datetime import date
from email.message import EmailMessage

import pytest

from ledger import commissions, proposals
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.submissions import SubmissionState, subject_of
from ledger.notice import OutboxState
from ledger.periods import Span, parse_period, period_of
from ledger.scores import facts_of
from office.service import reminding
from office.use_cases import commissioning
from office.use_cases.commissioning import CommissionDraft, CommissionError
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import NO_COMMISSION, Decision
from scoring.close import scored
from scoring.quota import standings
from tests.walks.house import House, at, text_of
from tests.walks.letters import BYLINE, STORY, YINCHUAN, Mail, bounce, reply
from tests.walks.remembered import walk_once

WUZHONG, WUZHONG_OFFICER = "吴忠市交通运输局", "unit12@units.example"
DUE = date(2026, 3, 18)
MANUSCRIPT = f"雪后保通纪实\n{STORY}\n\n{BYLINE}\n"


@pytest.fixture
def asked(house: House) -> Commission:
    """Two units are asked on 2 March and mailed."""
    walk_once(house, ask)
    (made,) = house.read(commissions.everything)
    return made


def ask(house: House) -> None:
    house.hands.now = at(3, 2)
    units = tuple(house.unit(name).id for name in (YINCHUAN, WUZHONG))
    draft = CommissionDraft(
        "冬季公路保畅做法", "厅办公室", "一千五百字以内。", units, DUE
    )
    context = house.service.decision_context("赵敏", house.hands.now)
    made = house.write(lambda conn: commissioning.add(conn, draft, context))
    house.write(lambda conn: commissioning.send(conn, made.id, context))
    house.dispatch()


def states(house: House, asked: Commission) -> list[str]:
    """How each unit stands, in the order of the roster."""
    found = house.read(
        lambda conn: commissioning.progress_of_units(
            conn, house.service.rulebook, now_of(conn, asked), house.hands.now
        )
    )
    return [line.state for line in found]


def now_of(conn: Connection, asked: Commission) -> Commission:
    """The commission as it stands now."""
    found = commissions.one(conn, asked.id)
    assert found is not None
    return found


def mail_to(house: House, address: str) -> EmailMessage:
    return next(message for message in house.received() if message["To"] == address)


def monthly(house: House, unit: str) -> int:
    """How many items fill the unit's month."""
    month = parse_period("2026-03")
    edition = house.service.rulebook.for_period(month)
    facts = house.read(lambda conn: facts_of(conn, month))
    (found,) = [
        s
        for s in standings(edition, facts, month, house.hands.now.date())
        if s.unit == unit
    ]
    return int(next(duty.done for duty in found.duties if duty.code == "monthly"))


def ruled(house: House, serial: str, decision: Decision) -> None:
    context = house.service.decision_context("赵敏", house.hands.now)
    house.write(lambda conn: decide(conn, serial, decision, context))


def test_the_commission_is_mailed_to_the_officers_of_each_unit_as_a_persons_letter(
    house: House, asked: Commission
) -> None:
    assert asked.id == "YG2026-001"
    message = mail_to(house, "unit01@units.example")
    assert "Auto-Submitted" not in message
    assert message["Subject"].startswith(
        "约稿：冬季公路保畅做法（3月18日截止） [YG2026-001-"
    )
    for said in (
        "厅办公室请贵单位报送一篇稿件",
        "2026年3月18日（星期三，含当日）",
        "一千五百字以内",
        "直接回复",
    ):
        assert said in text_of(message)
    assert mail_to(house, WUZHONG_OFFICER)["Subject"] != message["Subject"]
    assert states(house, asked) == ["open", "open"]


def test_mailing_it_again_mails_nobody_twice(house: House, asked: Commission) -> None:
    context = house.service.decision_context("赵敏", house.hands.now)
    assert house.write(lambda conn: commissioning.send(conn, asked.id, context)) == ()
    assert len(house.outbox("commission")) == len(
        {entry.to for entry in house.outbox("commission")}
    )


@pytest.mark.parametrize("threaded", [True, False])
def test_an_answer_is_registered_as_one_and_fills_no_months_quota(
    house: House, asked: Commission, *, threaded: bool
) -> None:
    house.new_mail()
    house.hands.now = at(3, 10)
    letter = reply(
        mail_to(house, "unit01@units.example"), MANUSCRIPT, threaded=threaded
    )
    (receipt,) = house.work(letter)
    item = house.only()
    assert (item.commission, item.state) == (asked.id, SubmissionState.RECORDED)
    assert "按约稿“冬季公路保畅做法”登记" in text_of(receipt)
    assert monthly(house, YINCHUAN) == 0
    assert states(house, asked) == ["done", "open"]


def test_an_answer_is_known_by_its_title_too(house: House, asked: Commission) -> None:
    house.hands.now = at(3, 10)
    house.work(Mail(f"{YINCHUAN}+银川市冬季公路保畅做法见成效").raw)
    assert house.only().commission == asked.id


def test_the_score_pays_the_prompt_and_names_the_late_and_the_missing(
    house: House, asked: Commission
) -> None:
    house.hands.now = at(3, 20)
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    assert states(house, asked) == ["late", "missed"]
    house.hands.now = at(4, 1)
    sheet = house.read(
        lambda conn: scored(
            conn,
            house.service.rulebook,
            period_of(date(2026, 3, 1), Span.QUARTER),
            house.hands.now,
        )
    )
    named = {
        unit.unit: {n.name for n in unit.named}
        for group in sheet.groups
        for unit in group.units
    }
    assert "约稿逾期" in named[YINCHUAN]
    assert "约稿未完成" in named[WUZHONG]


def test_a_poor_answer_opens_it_again_and_the_unit_is_told_why(
    house: House, asked: Commission
) -> None:
    house.hands.now = at(3, 10)
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    ruled(house, house.only().serial, Decision("缺少数据和事例", quality=False))
    house.dispatch()
    (told,) = [m for m in house.new_mail() if "请修改重报" in m["Subject"]]
    assert told["To"] == "unit01@units.example"
    assert "缺少数据和事例" in text_of(told)
    assert states(house, asked) == ["poor", "open"]
    house.work(
        reply(
            told,
            f"雪后保通纪实（修改稿）\n另附数据：除雪三百公里。{STORY}\n\n{BYLINE}\n",
        )
    )
    assert states(house, asked) == ["done", "open"]


def test_a_second_answer_waits_for_a_person(house: House, asked: Commission) -> None:
    house.hands.now = at(3, 10)
    message = mail_to(house, "unit01@units.example")
    house.work(reply(message, MANUSCRIPT))
    house.work(
        reply(
            message,
            f"冬季养护机械化作业见闻\n本年购置抛雪机十台。{STORY}\n\n{BYLINE}\n",
        )
    )
    second = house.submissions()[1]
    assert second.commission is None
    found = house.read(lambda conn: proposals.about(conn, second.serial))
    assert ("commission", asked.id) in [
        (p.proposal.kind, p.proposal.commission) for p in found
    ]
    ruled(house, second.serial, Decision("两篇都算约稿", commission=asked.id))
    assert not [
        p
        for p in house.read(lambda conn: proposals.about(conn, second.serial))
        if p.proposal.kind == "commission"
    ]
    ruled(house, second.serial, Decision("并非约稿", commission=NO_COMMISSION))
    assert house.submissions()[1].commission is None


def test_a_withdrawn_unit_owes_nothing_and_is_told(
    house: House, asked: Commission
) -> None:
    context = house.service.decision_context("赵敏", house.hands.now)
    unit = house.unit(WUZHONG).id
    house.write(
        lambda conn: commissioning.withdraw(
            conn, asked.id, [unit], "部里已取消", context
        )
    )
    house.dispatch()
    assert "不必再报" in house.new_mail()[-1]["Subject"]
    house.hands.now = at(3, 30)
    assert states(house, asked) == ["missed", "withdrawn"]
    assert house.journal(f"commission:{asked.id}")[-1] == "commission: withdraw"


def test_a_unit_that_has_answered_is_not_withdrawn(
    house: House, asked: Commission
) -> None:
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    context = house.service.decision_context("赵敏", house.hands.now)
    with pytest.raises(CommissionError, match="已交稿"):
        house.write(
            lambda conn: commissioning.withdraw(conn, asked.id, (), "取消", context)
        )
    assert states(house, asked) == ["done", "open"]


def test_an_extended_deadline_is_journalled_told_to_those_who_owe_it_and_kept_to(
    house: House, asked: Commission
) -> None:
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    house.new_mail()
    context = house.service.decision_context("赵敏", house.hands.now)
    house.write(
        lambda conn: commissioning.extend(
            conn, asked.id, date(2026, 3, 27), "来文延后", context
        )
    )
    house.dispatch()
    told = house.new_mail()
    assert {message["To"] for message in told} == {WUZHONG_OFFICER}
    assert "截止日期由3月18日延后" in text_of(told[0])
    house.hands.now = at(3, 25)
    house.work(reply(told[0], MANUSCRIPT, WUZHONG_OFFICER))
    assert states(house, asked) == ["done", "done"]
    assert house.journal(f"commission:{asked.id}")[-1] == "commission: extend"


def test_a_bounce_is_seen_on_the_commissions_own_list(
    house: House, asked: Commission
) -> None:
    house.deliver(bounce(mail_to(house, WUZHONG_OFFICER)))
    house.poll()
    found = house.read(
        lambda conn: commissioning.progress_of_units(
            conn, house.service.rulebook, asked, house.hands.now
        )
    )
    assert [entry.state for entry in found[1].mail] == [OutboxState.REFUSED]
    assert "退回" in found[1].mail[0].outcome


def test_a_unit_that_still_owes_it_is_reminded_and_the_list_says_when(
    house: House, asked: Commission
) -> None:
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    house.hands.now = at(3, 18)
    reminding.remind(house.service, house.hands.now)
    lines = house.read(
        lambda conn: commissioning.progress_of_units(
            conn, house.service.rulebook, asked, house.hands.now
        )
    )
    assert [line.reminded_at for line in lines] == [None, at(3, 18)]


def test_one_that_is_due_in_the_next_quarter_is_reminded_of_and_paid_in_this(
    house: House,
) -> None:
    house.assess_only(1)
    house.hands.now = at(3, 16)
    context = house.service.decision_context("赵敏", house.hands.now)
    draft = CommissionDraft(
        "清明假期保畅做法", "厅办公室", "", (house.unit(YINCHUAN).id,), date(2026, 4, 2)
    )
    made = house.write(lambda conn: commissioning.add(conn, draft, context))
    house.write(lambda conn: commissioning.send(conn, made.id, context))
    house.dispatch()
    house.hands.now = at(3, 26)
    (reminded,) = reminding.remind(house.service, house.hands.now)
    assert ("commission", made.id, 5) in reminded.covers
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    assert house.only().commission == made.id
    quarter = period_of(date(2026, 3, 1), Span.QUARTER)
    sheet = house.read(
        lambda conn: scored(conn, house.service.rulebook, quarter, at(4, 1))
    )
    lines = [
        line for group in sheet.groups for unit in group.units for line in unit.lines
    ]
    assert [line.points > 0 for line in lines if "按时完成" in line.because] == [True]


def test_thanks_for_a_commission_are_no_answer(house: House, asked: Commission) -> None:
    house.new_mail()
    assert (
        house.work(
            reply(mail_to(house, "unit01@units.example"), "收到，我们抓紧准备。")
        )
        == []
    )
    assert house.submissions() == ()
    assert states(house, asked) == ["open", "open"]


@pytest.mark.parametrize("threaded", [True, False])
def test_an_answers_receipt_is_replied_to_like_any_other(
    house: House, asked: Commission, *, threaded: bool
) -> None:
    house.new_mail()
    (receipt,) = house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    house.work(reply(receipt, "撰稿人：李四 联系电话：13900000002", threaded=threaded))
    assert [author.name for author in house.only().authors] == ["李四"]


def test_an_extended_term_is_reminded_of_at_its_own_stages(
    house: House, asked: Commission
) -> None:
    house.assess_only(1)
    for day in (11, 17, 18):
        house.hands.now = at(3, day)
        reminding.remind(house.service, house.hands.now)
    context = house.service.decision_context("赵敏", at(3, 18, 15))
    house.write(
        lambda conn: commissioning.extend(
            conn, asked.id, date(2026, 4, 15), "来文延后", context
        )
    )
    reminded = []
    for day in range(1, 17):
        house.hands.now = at(4, day)
        found = reminding.remind(house.service, house.hands.now)
        reminded += [
            day for each in found for one in each.covers if one[0] == "commission"
        ]
        lines = house.read(
            lambda conn: commissioning.progress_of_units(
                conn, house.service.rulebook, now_of(conn, asked), house.hands.now
            )
        )
        assert lines[0].reminded_at == (at(4, reminded[-1]) if reminded else at(3, 18))
    assert reminded == [8, 14, 15, 16]
    house.dispatch()
    told = [
        m
        for m in house.new_mail()
        if m["To"] == "unit01@units.example" and "还差" in m["Subject"]
    ]
    assert told


def test_who_was_not_written_to_yet_is_not_told_that_it_is_called_off(
    house: House,
) -> None:
    house.hands.now = at(3, 2)
    context = house.service.decision_context("赵敏", house.hands.now)
    draft = CommissionDraft(
        "冬季公路保畅做法", "厅办公室", "", (house.unit(YINCHUAN).id,), DUE
    )
    made = house.write(lambda conn: commissioning.add(conn, draft, context))
    house.write(lambda conn: commissioning.send(conn, made.id, context))
    house.write(
        lambda conn: commissioning.withdraw(conn, made.id, (), "写错了", context)
    )
    house.dispatch()
    assert house.new_mail() == []


def test_a_commission_that_asks_nobody_any_more_is_not_extended(
    house: House, asked: Commission
) -> None:
    context = house.service.decision_context("赵敏", house.hands.now)
    house.write(
        lambda conn: commissioning.withdraw(conn, asked.id, (), "取消", context)
    )
    with pytest.raises(CommissionError, match="已全部撤回"):
        house.write(
            lambda conn: commissioning.extend(
                conn, asked.id, date(2026, 3, 27), "延后", context
            )
        )


def test_a_title_is_one_line(house: House) -> None:
    context = house.service.decision_context("赵敏", house.hands.now)
    draft = CommissionDraft(
        "冬季\n公路\x07保畅", "厅\r\n办公室", "", (house.unit(YINCHUAN).id,), DUE
    )
    made = house.write(lambda conn: commissioning.add(conn, draft, context))
    assert (made.title, made.issuer) == ("冬季 公路 保畅", "厅 办公室")


def test_what_was_done_stands_in_the_items_own_history(
    house: House, asked: Commission
) -> None:
    house.work(reply(mail_to(house, "unit01@units.example"), MANUSCRIPT))
    item = house.only()
    assert any(
        "按约稿“冬季公路保畅做法”（YG2026-001）登记" in line for line in item.evidence
    )
    assert house.journal(subject_of(item.serial)) == []
