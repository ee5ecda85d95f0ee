"""What is a unit told of a commission?

The asking, a later last day, that it is called off, or that the answer is not yet good enough. What the unit
need not hear any more is moot.
"""

from datetime import date

from ledger import commissions, journal
from ledger.notice import OutboxState
from ledger.periods import local_day, working_days_left
from ledger.submissions import listing
from notify.facts import CommissionFacts, Facts
from office.use_cases.notice_facts.parts import FactContext


def commission(found: FactContext) -> Facts | None:
    """约稿: what is asked of the unit, as it stands when the message is written."""
    number, unit_id = found.about["commission"], int(found.about["unit_id"])
    change, today = found.about.get("change", ""), local_day(found.now)
    asked = commissions.one(found.conn, number)
    part = next((p for p in commissions.requests(found.conn, number) if p.unit_id == unit_id), None)
    if asked is None or part is None or _moot(found, change, asked.due, gone=part.withdrawn_at is not None):
        return None
    if change == "withdrawn" and not _asked(found, number, unit_id):
        return None
    return CommissionFacts(
        unit=found.units[unit_id].name,
        number=number,
        token=(part.token or "").replace("yg", "YG", 1),
        title=asked.title,
        issuer=asked.issuer,
        brief=tuple(line.strip() for line in asked.brief.splitlines() if line.strip()),
        due=asked.due,
        days_left=working_days_left(today, asked.due, found.works),
        overdue=asked.due < today,
        change=change,
        before=date.fromisoformat(found.about["before"]) if "before" in found.about else None,
        because=_because(found, number, change),
        item=_item(found),
    )


def _moot(found: FactContext, change: str, due: date, *, gone: bool) -> bool:
    if gone or change == "withdrawn":
        return not gone or change != "withdrawn"
    return change == "extended" and found.about.get("due") != due.isoformat()


def _asked(found: FactContext, number: str, unit_id: int) -> bool:
    """Whether the unit may have heard of it at all: whoever was not written to need not forget."""
    mail = [one for one in commissions.mail_of(found.conn, number) if one.about["unit_id"] == str(unit_id)]
    unheard = {OutboxState.QUEUED, OutboxState.DROPPED}
    return any(one.state not in unheard for one in mail if one.id < found.entry.id)


def _because(found: FactContext, number: str, change: str) -> str:
    """The office's own reason for a change."""
    if change == "poor":
        return found.about.get("because", "")
    did = {"extended": "commission: extend", "withdrawn": "commission: withdraw"}.get(change)
    entries = [e for e in journal.about(found.conn, f"commission:{number}") if e.did == did]
    return entries[-1].because if entries else ""


def _item(found: FactContext) -> str:
    """The title of the answer that is spoken of."""
    item = listing.one(found.conn, found.about["serial"]) if "serial" in found.about else None
    return "" if item is None else item.title
