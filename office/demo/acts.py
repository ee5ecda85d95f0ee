"""What does the office of the story do by hand, and what do units answer?

Each act is one thing a person does: answering a receipt, a bounce coming back, deciding
what was held, asking for an item, entering adoptions and instructions.
"""

from datetime import date, datetime, timedelta

from ledger import mailbox_entries, proposals
from ledger.entries.events import Adoption, Commission, Instruction
from ledger.entries.people import Unit
from ledger.entries.submissions import SubmissionState
from ledger.events import adoptions, instructions
from ledger.journal import By
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.demo.mail_servers import Delivered
from office.demo.rehearsal import Rehearsal
from office.demo.sample_items import phone_of
from office.demo.sample_mail import SampleMail, bounce_of, plain
from office.use_cases import commissioning
from office.use_cases.commissioning import CommissionDraft
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import Action, Decision
from office.use_cases.possible_reports import dismiss_all

_WHO = "demo"
_INCOMPLETE = "泾源县交通运输局"
_ASKED = ("厅综合规划处", "厅运输服务处", "厅科技处")
_ANSWERING = "厅运输服务处"


def reply_to_receipt(stage: Rehearsal, at: datetime) -> bytes | None:
    """A unit answers its receipt with the author and telephone that were missing."""
    unit = _unit(stage, _INCOMPLETE)
    receipt = stage.message_to(unit.addresses[0], "自动回执")
    if receipt is None:
        return None
    text = f"撰稿人：马玉兰\n联系电话：{phone_of(60)}\n"
    return _reply(receipt, unit, text, at, 900)


def bounced_reminder(stage: Rehearsal, at: datetime) -> bytes | None:
    """The newest reminder to one unit comes back: its address is not there any more."""
    for unit in stage.units:
        reminder = stage.message_to(unit.addresses[0], "报送提醒")
        if reminder is not None:
            return bounce_of(reminder.raw, unit.addresses[0], at, 901)
    return None


def ask(stage: Rehearsal, issued_on: date) -> Commission:
    """A commission to three units, due in eleven days (Art. 11(1))."""
    numbers = {unit.name: unit.id for unit in stage.units}
    draft = CommissionDraft(
        "十五五综合立体交通网规划思路",
        "交通运输部办公厅",
        "结合本处室职责写思路和建议，一千五百字以内。",
        tuple(numbers[name] for name in _ASKED),
        issued_on + timedelta(days=11),
    )
    with stage.service.database.writing() as conn:
        context = stage.service.decision_context(_WHO, stage.clock.moment)
        asked = commissioning.add(conn, draft, context)
        commissioning.send(conn, asked.id, context)
    return asked


def answer_commission(stage: Rehearsal, at: datetime) -> bytes | None:
    """One of the units answers the commission's own mail with its manuscript."""
    unit = _unit(stage, _ANSWERING)
    text = (
        "运输服务一体化发展的几点思路\n"
        "结合职责，我处围绕客运枢纽衔接、货运“一单制”和出行服务平台三个方面提出思路：补齐县级枢纽短板，"
        "推动公铁联运提质，建设全区统一的出行信息服务平台，力争五年内实现主要枢纽换乘时间压缩三成。\n"
        f"撰稿人：丁建国\n联系电话：{phone_of(61)}\n"
    )
    for address in unit.addresses:
        commission = stage.message_to(address, "约稿：")
        if commission is not None:
            return _reply(commission, unit, text, at, 902)
    return None


def _unit(stage: Rehearsal, name: str) -> Unit:
    return next(unit for unit in stage.units if unit.name == name)


def _reply(to: Delivered, unit: Unit, text: str, at: datetime, number: int) -> bytes:
    """A mail of the unit that answers a message of ours, as any client writes it."""
    mail = SampleMail(
        f"回复：{to.message['Subject']}", text, unit.addresses[0], unit.name
    )
    answered = str(to.message["Message-ID"])
    return plain(mail, at, number, {"In-Reply-To": answered, "References": answered})


def decide_what_waits(stage: Rehearsal) -> int:
    """Decide whatever waits, and count it: held items, corrections, answers to
    commissions.
    """
    with stage.service.database.writing() as conn:
        context = stage.service.decision_context(_WHO, stage.clock.moment)
        held = listing.listed(conn, SubmissionFilter(state=SubmissionState.HELD))
        for place, item in enumerate(held):
            if item.held_because != "own-business":
                because = "电话核实，来自公路管理中心养护站"
                decision = Decision(
                    because, action=Action.ACCEPT, unit="宁夏公路管理中心"
                )
            elif place % 2 == 0:
                decision = Decision("与单位核实", own_business=True)
            else:
                decision = Decision("属转载作品，非本单位业务", own_business=False)
            decide(conn, item.serial, decision, context)
        # What the machine proposed: that an item corrects another (F7), that it answers
        # a commission.
        accepted = 0
        for item in listing.listed(
            conn, SubmissionFilter(state=SubmissionState.RECORDED)
        ):
            for found in proposals.about(conn, item.serial):
                proposal = found.proposal
                if proposal.kind == "correction" and proposal.other:
                    decision = Decision(
                        "以更正稿为准", action=Action.SUPERSEDE, other=item.serial
                    )
                    decide(conn, proposal.other, decision, context)
                    accepted += 1
                elif proposal.kind == "commission":
                    decide(
                        conn,
                        item.serial,
                        Decision("应约稿报送", commission=proposal.commission),
                        context,
                    )
                    accepted += 1
        return len(held) + accepted


def look_through_the_pile(stage: Rehearsal) -> int:
    """Say of the letters that might be reports that they are none, as they are not
    here, and count them.
    """
    by = By(_WHO, stage.clock.moment, "看过正文，不是报送件")
    with stage.service.database.writing() as conn:
        waiting = [entry.id for entry in mailbox_entries.possible_reports(conn)]
        dismiss_all(conn, waiting, by)
    return len(waiting)


def enter_adoptions(stage: Rehearsal, until: date) -> int:
    """Enter the month's publications and instructions, and count them.

    宁夏交通信息 used every fifth item, publications further up every seventeenth; two
    leaders wrote.
    """
    now = stage.clock.moment
    upward = (
        "综合信息",
        "政务信息",
        "交通简报",
        "情况交流",
        "要情汇报",
        "国务院办公厅",
    )
    with stage.service.database.writing() as conn:
        recorded = listing.listed(
            conn, SubmissionFilter(state=SubmissionState.RECORDED)
        )
        items = [
            item
            for item in recorded
            if until.replace(day=1) <= local_day(item.arrived_at) < until
        ]
        adopted = []
        for place, item in enumerate(items[::5]):
            form = "简讯" if place % 3 else "单条"
            adopted.append(
                Adoption(
                    0, item.serial, "宁夏交通信息", form, until, now, str(until.month)
                )
            )
        for place, item in enumerate(items[::17]):
            adopted.append(
                Adoption(
                    0, item.serial, upward[place % len(upward)], "单条", until, now
                )
            )
        entered = adoptions.add(conn, adopted)
        written = []
        for adoption, leader in zip(
            adopted[-2:], ("分管领导", "主要领导"), strict=True
        ):
            written.append(
                Instruction(0, adoption.serial, leader, "自治区领导", until, now)
            )
        return entered + instructions.add(conn, written)
