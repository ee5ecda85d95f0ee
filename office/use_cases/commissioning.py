"""How does the office ask units for an item?

约稿: written once, mailed to each unit's officers with a token of the unit's own, extended or called off with
a reason that is journalled and told. Which answer belongs to which commission is seen by `ingest.triage`;
how far each unit has come is told by `progress`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from ledger import commissions, journal, roster, scores
from ledger.commissions import KIND, Request
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.faults import ToldError
from ledger.journal import Entry
from ledger.notice import Notice
from ledger.outbox.listing import Entry as Message
from ledger.outbox.queueing import NotQueued, Queued, queue, unprompted
from ledger.periods import ONE_DAY, Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.gaps import addresses_of, known_health
from scoring.facts import scoring_facts
from scoring.quota import CommissionAnswer, commission_answers

ASKED, EXTENDED, WITHDRAWN = "", "extended", "withdrawn"
"""What a unit is told of a commission: the asking itself, or a change."""
_OURS = re.compile(r"YG\d{4}-\d{3,9}")
_TITLE, _BRIEF = 120, 4_000
_ALL_GONE = "已全部撤回"


class CommissionError(ToldError):
    """It cannot be done so; nothing was changed. Shell and console say it in the same Chinese."""

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"约稿 {named}：{what}" if named else f"约稿：{what}")


@dataclass(frozen=True, slots=True)
class CommissionDraft:
    """What a person writes: the matter, who asks, what is wanted, of whom, by when."""

    title: str
    issuer: str
    brief: str
    unit_ids: tuple[int, ...]
    due: date


class UnitMailing(NamedTuple):
    """One unit that was to be written to: the addresses mail was queued for, else why there is none."""

    unit_id: int
    addresses: tuple[str, ...]
    because: str = ""


def subject_of(number: str) -> str:
    """What the journal calls a commission."""
    return f"commission:{number}"


def add(conn: Connection, draft: CommissionDraft, context: DecisionContext) -> Commission:
    """Writes a commission under a number of its own; CommissionError when it says too little."""
    today = local_day(context.now)
    _check(draft, today)
    number = commissions.draw_id(conn, today.year)
    units = tuple(dict.fromkeys(draft.unit_ids))
    title, issuer = _one_line(draft.title), _one_line(draft.issuer)
    made = Commission(number, title, issuer, units, today, draft.due, draft.brief.strip())
    commissions.save(conn, [made])
    commissions.signed(conn, number, context.who)
    details = {"units": list(units), "due": draft.due.isoformat()}
    journal.write(conn, Entry(context.now, context.who, "commission: add", subject_of(number), "", details))
    return made


def send(conn: Connection, number: str, context: DecisionContext) -> tuple[UnitMailing, ...]:
    """Queues the asking for every unit that was not mailed yet; doing it again queues nothing twice."""
    asked = _found(conn, number)
    _give_tokens(conn, asked, context)
    waiting = [r for r in commissions.requests(conn, number) if not (r.mailed_at or r.withdrawn_at)]
    told = _tell(conn, asked, [r.unit_id for r in waiting], {"change": ASKED}, context)
    for each in told:
        if each.addresses:
            commissions.mailed(conn, number, each.unit_id, context.now)
    if told:
        reached = sum(bool(each.addresses) for each in told)
        did = Entry(context.now, context.who, "commission: send", subject_of(number), "", {"units": reached})
        journal.write(conn, did)
    return told


def withdraw(
    conn: Connection, number: str, unit_ids: Collection[int], because: str, context: DecisionContext
) -> tuple[UnitMailing, ...]:
    """Asks these units no more, or nobody if none is named; whoever was mailed is told.

    CommissionError for a unit that has answered: its points rest on what it was asked.
    """
    asked = _found(conn, number)
    _need(number, because)
    gone = tuple(unit_ids) or asked.unit_ids
    if strange := [unit_id for unit_id in gone if unit_id not in asked.unit_ids]:
        raise CommissionError(number, f"{_named(conn, strange)}不在约稿单位之列，或已经撤回")
    (known,) = commissions.named(conn, [number])
    if answered := [unit_id for unit_id in gone if unit_id in known.answered]:
        raise CommissionError(number, f"{_named(conn, answered)}已交稿，不能撤回；如不计分，请在报送件上核定")
    if not gone:
        raise CommissionError(number, _ALL_GONE)
    commissions.withdraw(conn, number, gone, context.now)
    did = Entry(
        context.now, context.who, "commission: withdraw", subject_of(number), because, {"units": list(gone)}
    )
    journal.write(conn, did)
    return _tell(conn, asked, _mailed_among(conn, number, gone), {"change": WITHDRAWN}, context)


def extend(
    conn: Connection, number: str, due: date, because: str, context: DecisionContext
) -> tuple[UnitMailing, ...]:
    """Gives a commission a later last day; whoever was mailed and has not answered is told."""
    asked = _found(conn, number)
    _need(number, because)
    if not asked.unit_ids:
        raise CommissionError(number, _ALL_GONE)
    if due <= asked.due:
        raise CommissionError(number, f"新的截止日 {due} 不晚于原定的 {asked.due}")
    if due < local_day(context.now):
        raise CommissionError(number, f"新的截止日 {due} 已经过去")
    commissions.extend(conn, number, due)
    change = {"due": [asked.due.isoformat(), due.isoformat()]}
    did = Entry(context.now, context.who, "commission: extend", subject_of(number), because, change)
    journal.write(conn, did)
    (known,) = commissions.named(conn, [number])
    owing = [unit_id for unit_id in asked.unit_ids if unit_id not in known.answered]
    about = {"change": EXTENDED, "due": due.isoformat(), "before": asked.due.isoformat()}
    return _tell(conn, asked, _mailed_among(conn, number, owing), about, context)


def _one_line(text: str) -> str:
    """Without line breaks and control characters: it stands in subjects."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def _check(draft: CommissionDraft, today: date) -> None:
    faults = (
        (not _one_line(draft.title), "请写明题目"),
        (len(draft.title) > _TITLE, f"题目超过 {_TITLE} 字"),
        (len(draft.brief) > _BRIEF, f"要求超过 {_BRIEF} 字"),
        (not draft.unit_ids, "请至少选一个单位"),
        (draft.due < today, f"截止日 {draft.due} 已经过去"),
    )
    for wrong, said in faults:
        if wrong:
            raise CommissionError(draft.title.strip(), said)


def _need(number: str, because: str) -> None:
    if not because.strip():
        raise CommissionError(number, "请写明理由")


def _found(conn: Connection, number: str) -> Commission:
    found = commissions.one(conn, number)
    if found is None:
        raise CommissionError(number, "没有这个编号的约稿，可用 `commissions list` 查看")
    return found


def _named(conn: Connection, unit_ids: Iterable[int]) -> str:
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    return "、".join(names.get(unit_id, str(unit_id)) for unit_id in unit_ids)


def _give_tokens(conn: Connection, asked: Commission, context: DecisionContext) -> None:
    """A token begins with the commission's number; one that a file numbered otherwise gets one of ours."""
    lacking = [r.unit_id for r in commissions.requests(conn, asked.id) if r.token is None]
    if not lacking:
        return
    ours = asked.id if _OURS.fullmatch(asked.id) else commissions.draw_id(conn, local_day(context.now).year)
    tokens = {unit_id: context.new_token(ours.lower()) for unit_id in lacking}
    commissions.give_tokens(conn, asked.id, tokens)


def _mailed_among(conn: Connection, number: str, unit_ids: Collection[int]) -> list[int]:
    parts = commissions.requests(conn, number)
    return [part.unit_id for part in parts if part.unit_id in unit_ids and part.mailed_at is not None]


def _tell(
    conn: Connection,
    asked: Commission,
    unit_ids: Iterable[int],
    about: Mapping[str, str],
    context: DecisionContext,
) -> tuple[UnitMailing, ...]:
    units = {unit.id: unit for unit in roster.all_units(conn)}
    health = known_health(conn, context.limits.own_addresses)
    told: list[UnitMailing] = []
    for unit_id in unit_ids:
        key = "/".join((asked.id, str(unit_id), about["change"] or "asked", about.get("due", "")))
        named = {"commission": asked.id, "unit_id": str(unit_id), **about}
        results = {
            address: queue(
                conn, Notice(KIND, address, key, named), unprompted(address), context.now, context.limits
            )
            for address in addresses_of(units[unit_id], health)
        }
        reached = tuple(address for address, result in results.items() if isinstance(result, Queued))
        refused = next((r.because for r in results.values() if isinstance(r, NotQueued)), "")
        told.append(UnitMailing(unit_id, reached, "" if reached else refused or "名册上没有可用的邮箱"))
    return tuple(told)


WITHDRAWN = "withdrawn"


class UnitProgress(NamedTuple):
    """One unit of a commission: its part, how it stands, its answers, its mail, when it was last reminded.

    `state` is done, late, waiting, open, missed, excused, poor or withdrawn.
    """

    unit: Unit
    request: Request
    state: str
    items: tuple[Submission, ...]
    mail: tuple[Message, ...]
    reminded_at: datetime | None = None


def lines_of(
    conn: Connection, rulebook: Rulebook, asked: Commission, now: datetime
) -> tuple[UnitProgress, ...]:
    """Every unit of a commission, the withdrawn ones last."""
    states = answer_states(conn, rulebook, [asked], now)[asked.id]
    units = {unit.id: unit for unit in roster.all_units(conn)}
    items = listing.answering(conn, asked.id)
    mail = commissions.mail_of(conn, asked.id)
    reminders = commissions.reminders_of(conn, asked.id)
    lines = [
        UnitProgress(
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
    case = scoring_facts(edition, period, facts, today)
    states: dict[str, dict[int, str]] = {each.id: dict.fromkeys(each.unit_ids, "open") for each in asked}
    poor = _poor(facts.submissions)
    for unit in facts.units:
        for answer in commission_answers(case, unit):
            if answer.commission.id in states:
                failed = (answer.commission.id, unit.id) in poor
                states[answer.commission.id][unit.id] = _state(answer, today, failed=failed)
    return states


def _state(answer: CommissionAnswer, today: date, *, failed: bool) -> str:
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
