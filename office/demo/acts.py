"""What does the office of the story do by hand, and what do units answer?

Each act is one thing a person does: answering a receipt, a bounce coming back, deciding what was held, asking
for an item, entering adoptions and instructions.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ledger.database import Connection
from ledger.entries.events import Adoption, Commission, Instruction
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions, instructions
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.demo.bank import phone_of
from office.demo.envelope import Sheet, bounce_of, plain
from office.demo.rehearsal import Rehearsal
from office.use_cases import commissioning
from office.use_cases.commissioning import CommissionDraft
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import Action, Decision, DecisionContext

_WHO = "demo"
_INCOMPLETE = "泾源县交通运输局"
_ASKED = ("厅综合规划处", "厅运输服务处", "厅科技处")
_ANSWERING = "厅运输服务处"


def reply_to_receipt(stage: Rehearsal, at: datetime) -> tuple[bytes, datetime] | None:
    """A unit answers its receipt with the author and telephone that were missing."""
    address = next(unit.addresses[0] for unit in stage.units if unit.name == _INCOMPLETE)
    found = stage.message_to(address, "自动回执")
    if found is None:
        return None
    message = found[1]
    text = f"撰稿人：马玉兰\n联系电话：{phone_of(60)}\n"
    sheet = Sheet(f"回复：{message['Subject']}", text, address, _INCOMPLETE)
    thread = (("In-Reply-To", str(message["Message-ID"])), ("References", str(message["Message-ID"])))
    return plain(sheet, at, 900, thread), at


def bounced_reminder(stage: Rehearsal, at: datetime) -> tuple[bytes, datetime] | None:
    """The newest reminder to one unit comes back: its address is not there any more."""
    for unit in stage.units:
        found = stage.message_to(unit.addresses[0], "报送提醒")
        if found is not None:
            return bounce_of(found[0].raw, unit.addresses[0], at, 901), at
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


def answer_commission(stage: Rehearsal, at: datetime) -> tuple[bytes, datetime] | None:
    """One of the units answers the commission's own mail with its manuscript."""
    unit = next(unit for unit in stage.units if unit.name == _ANSWERING)
    found = next((f for each in unit.addresses if (f := stage.message_to(each, "约稿：")) is not None), None)
    if found is None:
        return None
    message = found[1]
    text = (
        "运输服务一体化发展的几点思路\n"
        "结合职责，我处围绕客运枢纽衔接、货运“一单制”和出行服务平台三个方面提出思路：补齐县级枢纽短板，"
        "推动公铁联运提质，建设全区统一的出行信息服务平台，力争五年内实现主要枢纽换乘时间压缩三成。\n"
        f"撰稿人：丁建国\n联系电话：{phone_of(61)}\n"
    )
    sheet = Sheet(f"回复：{message['Subject']}", text, unit.addresses[0], _ANSWERING)
    thread = (("In-Reply-To", str(message["Message-ID"])), ("References", str(message["Message-ID"])))
    return plain(sheet, at, 902, thread), at


def clear_the_desk(stage: Rehearsal) -> int:
    """The office decides whatever waits: own business, unknown units, corrections, answers to commissions."""
    now = stage.clock.moment
    with stage.service.database.writing() as conn:
        context = stage.service.decision_context(_WHO, now)
        held = listing.listed(conn, SubmissionFilter(state=SubmissionState.HELD))
        for place, item in enumerate(held):
            decide(conn, item.serial, _decision(item, place), context)
        return len(held) + _corrected(conn, context) + _answered(conn, context)


def enter_adoptions(stage: Rehearsal, until: date) -> int:
    """Publications of the month: every fifth item in 宁夏交通信息, a few further up; two leaders write."""
    now = stage.clock.moment
    with stage.service.database.writing() as conn:
        items = [
            item
            for item in listing.listed(conn, SubmissionFilter(state=SubmissionState.RECORDED))
            if until.replace(day=1) <= local_day(item.arrived_at) < until
        ]
        found = _adopted(items, until, now)
        entered = adoptions.add(conn, found)
        leaders = [
            Instruction(0, one.serial, leader, "自治区领导", until, now)
            for one, leader in zip(found[-2:], ("分管领导", "主要领导"), strict=True)
        ]
        return entered + instructions.add(conn, leaders)


def _adopted(items: Sequence[Submission], day: date, now: datetime) -> list[Adoption]:
    found = [
        Adoption(0, item.serial, "宁夏交通信息", "简讯" if place % 3 else "单条", day, now, str(day.month))
        for place, item in enumerate(items[::5])
    ]
    upward = ("综合信息", "政务信息", "交通简报", "情况交流", "要情汇报", "国务院办公厅")
    found += [
        Adoption(0, item.serial, upward[place % len(upward)], "单条", day, now)
        for place, item in enumerate(items[::17])
    ]
    return found


def _decision(item: Submission, place: int) -> Decision:
    if item.held_because == "own-business":
        own = place % 2 == 0
        return Decision("与单位核实" if own else "属转载作品，非本单位业务", own_business=own)
    return Decision("电话核实，来自公路管理中心养护站", action=Action.ACCEPT, unit="宁夏公路管理中心")


def _corrected(conn: Connection, context: DecisionContext) -> int:
    """A correction takes the place of what it corrects (F7)."""
    done = 0
    for item in listing.listed(conn, SubmissionFilter(state=SubmissionState.RECORDED)):
        for found in listing.proposals_of(conn, item.serial):
            if found.proposal.kind == "correction" and found.proposal.other:
                older = found.proposal.other
                decision = Decision("以更正稿为准", action=Action.SUPERSEDE, other=item.serial)
                decide(conn, older, decision, context)
                done += 1
    return done


def _answered(conn: Connection, context: DecisionContext) -> int:
    """What the machine thinks may answer a commission is tied to it."""
    done = 0
    for item in listing.listed(conn, SubmissionFilter(state=SubmissionState.RECORDED)):
        for found in listing.proposals_of(conn, item.serial):
            if found.proposal.kind == "commission":
                decide(
                    conn, item.serial, Decision("应约稿报送", commission=found.proposal.commission), context
                )
                done += 1
    return done
