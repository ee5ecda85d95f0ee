"""How far has each unit come with what it was asked for?

On time, late, waiting, missing, poor, excused or withdrawn, as scores see it (B1-B7), with the items and the
mail behind it. Asking is `asking`'s affair.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ledger import commissions, roster, scores
from ledger.commissions import Request
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.outbox.listing import OutboxEntry as Message
from ledger.periods import ONE_DAY, Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from scoring.facts import opened
from scoring.quota import Answer, answers

WITHDRAWN = "withdrawn"


class UnitLine(NamedTuple):
    """One unit of a commission: its part, how it stands, its answers, its mail, when it was last reminded.

    `state` is done, late, waiting, open, missed, excused, poor or withdrawn.
    """

    unit: Unit
    request: Request
    state: str
    items: tuple[Submission, ...]
    mail: tuple[Message, ...]
    reminded_at: datetime | None = None


def lines_of(conn: Connection, rulebook: Rulebook, asked: Commission, now: datetime) -> tuple[UnitLine, ...]:
    """Every unit of a commission, the withdrawn ones last."""
    states = answer_states(conn, rulebook, [asked], now)[asked.id]
    units = {unit.id: unit for unit in roster.all_units(conn)}
    items = listing.of_commission(conn, asked.id)
    mail = commissions.mail_of(conn, asked.id)
    reminders = commissions.reminders_of(conn, asked.id)
    lines = [
        UnitLine(
            units[part.unit_id],
            part,
            states.get(part.unit_id, WITHDRAWN),
            tuple(item for item in items if part.unit_id in item.unit_ids),
            tuple(entry for entry in mail if entry.about.get("unit_id") == str(part.unit_id)),
            reminders.get(part.unit_id),
        )
        for part in commissions.requests(conn, asked.id)
    ]
    return tuple(sorted(lines, key=lambda line: line.state == WITHDRAWN))


def answer_states(
    conn: Connection, rulebook: Rulebook, asked: Sequence[Commission], now: datetime
) -> dict[str, dict[int, str]]:
    """Commission id → unit id → done, late, waiting, open, missed, excused or poor, as scores see it (B1-B7).

    A unit that was withdrawn is not in it.
    """
    if not asked:
        return {}
    today = local_day(now)
    first, last = min(each.issued_on for each in asked), max(each.due for each in asked)
    period = Period(first, max(last, today) + ONE_DAY, "commissions", Span.NAMED)
    edition = rulebook.for_period(period_of(today, Span.QUARTER))
    facts = scores.facts_of(conn, period)
    case = opened(edition, period, facts, today)
    states: dict[str, dict[int, str]] = {each.id: dict.fromkeys(each.unit_ids, "open") for each in asked}
    poor = _poor(facts.submissions)
    for unit in case.facts.units:
        for answer in answers(case, unit):
            if answer.commission.id in states:
                failed = (answer.commission.id, unit.id) in poor
                states[answer.commission.id][unit.id] = _state(answer, today, failed=failed)
    return states


def _state(answer: Answer, today: date, *, failed: bool) -> str:
    if answer.item is not None:
        return "done" if answer.in_time else "late"
    if answer.waiting:
        return "waiting"
    if answer.excused:
        return "excused"
    if failed:
        return "poor"
    return "missed" if answer.commission.due < today else "open"


def _poor(items: Iterable[Submission]) -> frozenset[tuple[str, int]]:
    """(commission, unit) answered with an item that the office found 不合格 (B3)."""
    failed = (i for i in items if i.commission and not i.quality and i.state is SubmissionState.RECORDED)
    return frozenset((item.commission or "", unit_id) for item in failed for unit_id in item.unit_ids)
