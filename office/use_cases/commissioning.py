"""How does the office ask units for an item, and how far has each unit come with it?

约稿: written once, mailed to each unit's officers with a token of the unit's own,
extended or called off with a reason that is journalled and told. How far a unit has
come is said as scores see it (B1-B7), with the items and the mail behind it. Which
answer belongs to which commission is seen by `ingest.triage`.
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
from ledger.journal import JournalEntry
from ledger.notice import Notice
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import ONE_DAY, Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from notify.chinese import moment
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.gaps import addresses_of, known_health
from scoring.facts import scoring_facts
from scoring.quota import commission_answers

ASKED, EXTENDED, WITHDRAWN = "", "extended", "withdrawn"
"""What a unit is told of a commission: the asking itself, or a change."""
_OUR_NUMBER = re.compile(r"YG\d{4}-\d{3,9}")
"""What `ledger.commissions.draw_id` gives; a file may bring any other number."""
_LONGEST_TITLE, _LONGEST_BRIEF = 120, 4_000
_ALL_GONE = "已全部撤回"
_UNKNOWN = "没有这个编号的约稿，可用 `commissions list` 查看"


class CommissionError(ToldError):
    """It cannot be done so; nothing was changed. Shell and console say it in the same
    Chinese.
    """

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"约稿 {named}：{what}" if named else f"约稿：{what}")


class CommissionChangedError(CommissionError):
    """Somebody has changed it since it was read; `deed` is what was done last."""

    def __init__(self, number: str, deed: JournalEntry) -> None:
        self.deed = deed
        did = f"{moment(deed.at)} {deed.who} 又办理过"
        super().__init__(
            number, f"您看过以后，{did}，什么也没有改；请先用 `commissions show` 看一看"
        )


@dataclass(frozen=True, slots=True)
class CommissionDraft:
    """What a person writes: the matter, who asks, what is wanted, of whom, by when."""

    title: str
    issuer: str
    brief: str
    unit_ids: tuple[int, ...]
    due: date


class UnitMailing(NamedTuple):
    """One unit that was to be written to: the addresses mail was queued for, else in
    Chinese why none.

    `withheld`: it may have been sent before, and waits for a person.
    """

    unit_id: int
    addresses: tuple[str, ...]
    because: str = ""
    withheld: bool = False


class UnitProgress(NamedTuple):
    """One unit of a commission: its part, how it stands, its answers, its mail, when it
    was last reminded.

    `state` is done, late, waiting, open, missed, excused, poor or withdrawn.
    """

    unit: Unit
    request: Request
    state: str
    items: tuple[Submission, ...]
    mail: tuple[OutboxEntry, ...]
    reminded_at: datetime | None = None


def subject_of(number: str) -> str:
    """What the journal calls a commission."""
    return f"commission:{number}"


def version_of(conn: Connection, number: str) -> int:
    """Up to what a commission was changed: whoever was shown another has read it as it
    was before.
    """
    return journal.newest_about(conn, subject_of(number))


def add(
    conn: Connection, draft: CommissionDraft, context: DecisionContext
) -> Commission:
    """Writes a commission under a number of its own; CommissionError when it says too
    little.
    """
    today = local_day(context.now)
    title = _one_line(draft.title)
    fault = ""
    if not title:
        fault = "请写明题目"
    elif len(draft.title) > _LONGEST_TITLE:
        fault = f"题目超过 {_LONGEST_TITLE} 字"
    elif len(draft.brief) > _LONGEST_BRIEF:
        fault = f"要求超过 {_LONGEST_BRIEF} 字"
    elif not draft.unit_ids:
        fault = "请至少选一个单位"
    elif draft.due < today:
        fault = f"截止日 {draft.due} 已经过去"
    if fault:
        raise CommissionError(draft.title.strip(), fault)

    number = commissions.draw_id(conn, today.year)
    units = tuple(dict.fromkeys(draft.unit_ids))
    issuer = _one_line(draft.issuer)
    made = Commission(
        number, title, issuer, units, today, draft.due, draft.brief.strip()
    )
    commissions.save(conn, [made])
    commissions.note_author(conn, number, context.who)
    _journal(
        conn,
        number,
        "add",
        context,
        {"units": list(units), "due": draft.due.isoformat()},
    )
    return made


def send(
    conn: Connection, number: str, context: DecisionContext
) -> tuple[UnitMailing, ...]:
    """Queues the asking for every unit that was not mailed yet; doing it again queues
    nothing twice.
    """
    asked = _commission(conn, number)
    requests = commissions.requests(conn, number)

    without_token = [request.unit_id for request in requests if request.token is None]
    if without_token:
        # A token begins with the commission's number; one that a file numbered
        # otherwise gets one of ours.
        is_ours = _OUR_NUMBER.fullmatch(asked.id) is not None
        ours = (
            asked.id
            if is_ours
            else commissions.draw_id(conn, local_day(context.now).year)
        )
        tokens = {unit_id: context.new_token(ours.lower()) for unit_id in without_token}
        commissions.give_tokens(conn, asked.id, tokens)

    waiting = [
        r.unit_id for r in requests if r.mailed_at is None and r.withdrawn_at is None
    ]
    mailings = _mail_units(conn, asked, waiting, {"change": ASKED}, context)
    reached = [mailing.unit_id for mailing in mailings if mailing.addresses]
    for unit_id in reached:
        commissions.note_mailed(conn, number, unit_id, context.now)
    if mailings:
        _journal(conn, number, "send", context, {"units": len(reached)})
    return mailings


def withdraw(
    conn: Connection,
    number: str,
    unit_ids: Collection[int],
    because: str,
    context: DecisionContext,
) -> tuple[UnitMailing, ...]:
    """Asks these units no more, or nobody if none is named; whoever was mailed is told.

    CommissionError for a unit that has answered: its points rest on what it was asked.
    """
    asked = _commission(conn, number)
    if not because.strip():
        raise CommissionError(number, "请写明理由")
    gone = tuple(unit_ids) or asked.unit_ids
    strangers = [unit_id for unit_id in gone if unit_id not in asked.unit_ids]
    if strangers:
        raise CommissionError(
            number, f"{_names(conn, strangers)}不在约稿单位之列，或已经撤回"
        )
    (known,) = commissions.named(conn, [number])
    answered = [unit_id for unit_id in gone if unit_id in known.answered]
    if answered:
        what = f"{_names(conn, answered)}已交稿，不能撤回；如不计分，请在报送件上核定"
        raise CommissionError(number, what)
    if not gone:
        raise CommissionError(number, _ALL_GONE)
    commissions.withdraw(conn, number, gone, context.now)
    _journal(conn, number, "withdraw", context, {"units": list(gone)}, because)
    return _mail_units(
        conn, asked, _mailed_among(conn, number, gone), {"change": WITHDRAWN}, context
    )


def extend(
    conn: Connection,
    number: str,
    due: date,
    because: str,
    context: DecisionContext,
    as_read: int | None = None,
) -> tuple[UnitMailing, ...]:
    """Gives a commission a later last day; whoever was mailed and has not answered is
    told.

    `as_read` is the version that was read; CommissionChangedError where somebody has
    changed it since.
    """
    asked = commissions.to_change(conn, number)
    if asked is None:
        raise CommissionError(number, _UNKNOWN)
    if as_read not in {None, version_of(conn, number)}:
        raise CommissionChangedError(
            number, journal.about(conn, subject_of(number))[-1]
        )
    if not because.strip():
        raise CommissionError(number, "请写明理由")
    if not asked.unit_ids:
        raise CommissionError(number, _ALL_GONE)
    if due <= asked.due:
        raise CommissionError(number, f"新的截止日 {due} 不晚于原定的 {asked.due}")
    if due < local_day(context.now):
        raise CommissionError(number, f"新的截止日 {due} 已经过去")
    commissions.extend(conn, number, due)
    _journal(
        conn,
        number,
        "extend",
        context,
        {"due": [asked.due.isoformat(), due.isoformat()]},
        because,
    )
    return tell_of_new_term(conn, asked, due, context)


def tell_of_new_term(
    conn: Connection, asked: Commission, due: date, context: DecisionContext
) -> tuple[UnitMailing, ...]:
    """Tells whoever was mailed and has not answered that it is due later; `asked` is as
    it was before.
    """
    (known,) = commissions.named(conn, [asked.id])
    owing = [unit_id for unit_id in asked.unit_ids if unit_id not in known.answered]
    about = {
        "change": EXTENDED,
        "due": due.isoformat(),
        "before": asked.due.isoformat(),
    }
    return _mail_units(
        conn, asked, _mailed_among(conn, asked.id, owing), about, context
    )


def progress_of_units(
    conn: Connection, rulebook: Rulebook, asked: Commission, now: datetime
) -> tuple[UnitProgress, ...]:
    """How far each unit of a commission has come, the withdrawn ones last."""
    states = answer_states(conn, rulebook, [asked], now)[asked.id]
    units = roster.units_by_id(conn)
    items = listing.of_commission(conn, asked.id)
    mail = commissions.mail_of(conn, asked.id)
    reminders = commissions.reminders_of(conn, asked.id)
    standing: list[UnitProgress] = []
    withdrawn: list[UnitProgress] = []
    for request in commissions.requests(conn, asked.id):
        unit_id = request.unit_id
        state = states.get(unit_id, WITHDRAWN)
        progress = UnitProgress(
            unit=units[unit_id],
            request=request,
            state=state,
            items=tuple(item for item in items if unit_id in item.unit_ids),
            mail=tuple(
                entry for entry in mail if entry.about.get("unit_id") == str(unit_id)
            ),
            reminded_at=reminders.get(unit_id),
        )
        (withdrawn if state == WITHDRAWN else standing).append(progress)
    return (*standing, *withdrawn)


def answer_states(
    conn: Connection, rulebook: Rulebook, asked: Sequence[Commission], now: datetime
) -> dict[str, dict[int, str]]:
    """Commission id → unit id → done, late, waiting, open, missed, excused or poor, as
    scores see it (B1-B7).

    A unit that was withdrawn is not in it.
    """
    if not asked:
        return {}
    today = local_day(now)
    first = min(commission.issued_on for commission in asked)
    last = max(commission.due for commission in asked)
    period = Period(first, max(last, today) + ONE_DAY, "commissions", Span.NAMED)
    edition = rulebook.for_period(period_of(today, Span.QUARTER))
    facts = scores.facts_of(conn, period)
    case = scoring_facts(edition, period, facts, today)

    # (commission, unit) that was answered with an item which the office found 不合格
    # (B3).
    poor: set[tuple[str, int]] = set()
    for item in facts.submissions:
        if (
            item.commission
            and not item.quality
            and item.state is SubmissionState.RECORDED
        ):
            poor.update((item.commission, unit_id) for unit_id in item.unit_ids)

    states = {
        commission.id: dict.fromkeys(commission.unit_ids, "open")
        for commission in asked
    }
    for unit in facts.units:
        for answer in commission_answers(case, unit):
            number = answer.commission.id
            if number not in states:
                continue
            if answer.item is not None:
                state = "done" if answer.in_time else "late"
            elif answer.waiting:
                state = "waiting"
            elif answer.excused:
                state = "excused"
            elif (number, unit.id) in poor:
                state = "poor"
            else:
                state = "missed" if answer.commission.due < today else "open"
            states[number][unit.id] = state
    return states


def _one_line(text: str) -> str:
    """Without line breaks and control characters: it stands in subjects."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def _commission(conn: Connection, number: str) -> Commission:
    found = commissions.one(conn, number)
    if found is None:
        raise CommissionError(number, _UNKNOWN)
    return found


def _journal(
    conn: Connection,
    number: str,
    did: str,
    context: DecisionContext,
    details: dict[str, object],
    because: str = "",
) -> None:
    subject = subject_of(number)
    journal.write(
        conn,
        JournalEntry(
            context.now, context.who, f"commission: {did}", subject, because, details
        ),
    )


def _names(conn: Connection, unit_ids: Iterable[int]) -> str:
    names = roster.unit_names(conn)
    return "、".join(names.get(unit_id, str(unit_id)) for unit_id in unit_ids)


def _mailed_among(
    conn: Connection, number: str, unit_ids: Collection[int]
) -> list[int]:
    parts = commissions.requests(conn, number)
    return [
        part.unit_id
        for part in parts
        if part.unit_id in unit_ids and part.mailed_at is not None
    ]


def _mail_units(
    conn: Connection,
    asked: Commission,
    unit_ids: Iterable[int],
    about: Mapping[str, str],
    context: DecisionContext,
) -> tuple[UnitMailing, ...]:
    """Queues one message for each address of each unit; `about` says what is told of
    the commission.
    """
    units = roster.units_by_id(conn)
    health = known_health(conn, context.limits.own_addresses)
    mailings: list[UnitMailing] = []
    for unit_id in unit_ids:
        key = "/".join(
            (asked.id, str(unit_id), about["change"] or "asked", about.get("due", ""))
        )
        named = {"commission": asked.id, "unit_id": str(unit_id), **about}
        reached: list[str] = []
        refusals: list[str] = []
        withheld = False
        for address in addresses_of(units[unit_id], health):
            # Of when it is, nobody can say: one that is entered again after a restore
            # has a new day.
            notice = Notice(KIND, address, key, named)
            result = queue(
                conn, notice, unprompted(address), context.now, context.limits
            )
            if isinstance(result, Queued):
                reached.append(address)
                withheld |= result.withheld
            else:
                refusals.append(result.because)
        because = "" if reached else (*refusals, "名册上没有可用的邮箱")[0]
        mailings.append(UnitMailing(unit_id, tuple(reached), because, withheld))
    return tuple(mailings)
