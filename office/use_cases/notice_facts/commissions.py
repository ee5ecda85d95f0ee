"""What is a unit asked for, and of what is it still reminded?

A commission: the asking, a later last day, that it is called off, or that the answer is
not yet good enough. A reminder: what is still open on the day it is sent. What the unit
need not hear any more is moot.
"""

from datetime import date

from ledger import commissions, journal
from ledger.notice import OutboxState
from ledger.outbox.prompting import overtaken
from ledger.periods import Span, local_day, period_of, working_days_left
from ledger.standing import Duty
from ledger.submissions import listing
from notify.facts import CommissionFacts, Facts, ReminderFacts
from notify.reminders import open_on
from office.use_cases.notice_facts.parts import FactContext, standing_of


def commission(context: FactContext) -> Facts | None:
    """约稿: what is asked of the unit, as it stands when the message is written."""
    number, unit_id = context.about["commission"], int(context.about["unit_id"])
    change = context.about.get("change", "")
    asked = commissions.one(context.conn, number)
    requests = commissions.requests(context.conn, number)
    request = {each.unit_id: each for each in requests}.get(unit_id)
    if asked is None or request is None:
        return None
    is_withdrawn = request.withdrawn_at is not None
    if is_withdrawn != (change == "withdrawn"):
        return None
    if is_withdrawn:
        for message in commissions.mail_of(context.conn, number):
            to_unit = message.about["unit_id"] == str(unit_id)
            left = message.state not in {
                OutboxState.QUEUED,
                OutboxState.DROPPED,
                OutboxState.WITHHELD,
            }
            if to_unit and left and message.id < context.entry.id:
                break
        else:
            return None  # whoever was never written to need not forget it
    if change == "extended" and context.about.get("due") != asked.due.isoformat():
        return None  # put off once more since: that is told by a notice of its own
    # The token is kept in lower case; the subject shows it as the number of the
    # commission is written.
    token = (request.token or "").replace("yg", "YG", 1)
    before = context.about.get("before")
    serial = context.about.get("serial")
    answer = listing.one(context.conn, serial)
    today = local_day(context.now)
    return CommissionFacts(
        unit=context.units[unit_id].name,
        number=number,
        token=token,
        title=asked.title,
        issuer=asked.issuer,
        brief=tuple(filter(None, map(str.strip, asked.brief.splitlines()))),
        due=asked.due,
        days_left=working_days_left(today, asked.due, context.works),
        overdue=asked.due < today,
        change=change,
        before=None if before is None else date.fromisoformat(before),
        because=_reason_for(context, number, change),
        item="" if answer is None else answer.title,
    )


def reminder(context: FactContext) -> Facts | None:
    """催报: as of the day it is sent, whatever of it is still open; what else is owed
    stands below.

    A stage that waited until a later one of the same duty was reminded of is not told
    besides.
    """
    today = local_day(context.now)
    unit_id = int(context.about["unit_id"])
    standing = standing_of(context, unit_id, period_of(today, Span.MONTH))
    if standing is None or standing.exempt:
        return None
    still_open = open_on(context.about, today)
    fresh = still_open - overtaken(context.conn, unit_id, still_open)
    asked = {(stage.period, stage.duty) for stage in fresh}
    pressing: list[Duty] = []
    others: list[Duty] = []
    for duty in standing.duties:
        if not duty.left:
            continue
        if (duty.period, duty.code) in asked:
            pressing.append(duty)
        elif duty.owing or duty.code == "commission":
            others.append(duty)
    if not pressing:
        return None
    return ReminderFacts(standing.unit, today, tuple(pressing), tuple(others))


def _reason_for(context: FactContext, number: str, change: str) -> str:
    """The office's own reason for a change, the last one it gave."""
    if change == "poor":
        return context.about.get("because", "")
    did = {"extended": "commission: extend", "withdrawn": "commission: withdraw"}.get(
        change
    )
    reason = ""
    for entry in journal.about(context.conn, f"commission:{number}"):
        if entry.did == did:
            reason = entry.because
    return reason
