"""What has the office asked for, of whom, and by when?

约稿: each named unit owes one item of its own by the due day (B6), unless it was
withdrawn: then it owes nothing. Each has a token of its own by which its answer is
known. Which submission answers one is a field of the submission; writing to the units
is `office.use_cases.commissioning`'s affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger import numbers
from ledger.entries.events import Commission, OpenCommission
from ledger.entries.submissions import SubmissionState
from ledger.outbox.listing import OutboxEntry, message
from ledger.periods import Period
from ledger.statements import count_rows, first_of, insert_new, upsert
from ledger.tables.mail import outbox, reminded
from ledger.tables.submissions import (
    co_units,
    commission_units,
    commissions,
    submissions,
)

KIND = "commission"
"""The kind of notice by which a commission is mailed; its key begins with the
commission's id and /.
"""
_LIVING = (SubmissionState.RECORDED.value, SubmissionState.HELD.value)


class Request(NamedTuple):
    """One unit's part in a commission: its token once it was written, when it was
    mailed, or withdrawn.
    """

    commission: str
    unit_id: int
    token: str | None = None
    mailed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class CommissionRecord(NamedTuple):
    """What the record has of a commission beside what scores read: who wrote it, when
    it was called off.
    """

    made_by: str
    closed_at: datetime | None


def save(conn: sa.Connection, new: Sequence[Commission]) -> int:
    """Writes commissions by id, and returns how many ids were new.

    A unit once asked stays asked, one withdrawn stays withdrawn; another last day is
    reminded of anew.
    """
    before = count_rows(conn, commissions)
    rows = []
    asked: list[dict[str, object]] = []
    for commission in new:
        _begin_term_anew(conn, commission.id, commission.due)
        row = commission._asdict()
        unit_ids = row.pop("unit_ids")
        rows.append(row)
        asked.extend(
            {"commission_id": commission.id, "unit_id": unit_id} for unit_id in unit_ids
        )
    upsert(conn, commissions, ("id",), rows)
    insert_new(conn, commission_units, asked)
    return count_rows(conn, commissions) - before


def draw_id(conn: sa.Connection, year: int) -> str:
    """The next id of a year, such as YG2026-003; one that a file brought in is passed
    over.
    """
    while True:  # the counter knows nothing of ids that came with a file
        drawn = f"YG{year:04d}-{numbers.take(conn, f'commission/{year}'):03d}"
        if (
            conn.scalar(sa.select(commissions.c.id).where(commissions.c.id == drawn))
            is None
        ):
            return drawn


def note_author(conn: sa.Connection, number: str, made_by: str) -> None:
    """Notes who wrote a commission."""
    conn.execute(
        commissions.update().where(commissions.c.id == number).values(made_by=made_by)
    )


def record_of(conn: sa.Connection, number: str) -> CommissionRecord:
    """Who wrote it, and when it was called off; KeyError when there is none of this
    id.
    """
    row = conn.execute(
        sa.select(commissions).where(commissions.c.id == number)
    ).one_or_none()
    if row is None:
        raise KeyError(number)
    return CommissionRecord(row.made_by, row.closed_at)


def everything(conn: sa.Connection) -> tuple[Commission, ...]:
    """Every commission, by due day."""
    return _read(conn, sa.true())


def touching(
    conn: sa.Connection, period: Period, unit_ids: Collection[int] | None = None
) -> tuple[Commission, ...]:
    """Commissions issued before the period's end and due since the year before; of
    these units, or of all.

    One that is due only later is owed already, and whoever answers it in the period is
    paid in it. B7 lets an old one be done late: one that is due still earlier is among
    them if an item of the period answers it.
    """
    of_period = (submissions.c.day >= period.first) & (submissions.c.day < period.past)
    answered = sa.exists().where(
        submissions.c.commission == commissions.c.id, of_period
    )
    lately = commissions.c.due >= period.first.replace(year=period.first.year - 1)
    where = (commissions.c.issued_on < period.past) & (lately | answered)
    if unit_ids is not None:
        asked = sa.select(commission_units.c.commission_id).where(
            commission_units.c.unit_id.in_(unit_ids)
        )
        where &= commissions.c.id.in_(asked)
    return _read(conn, where)


def one(conn: sa.Connection, number: str | None) -> Commission | None:
    """The commission with this id; None has none."""
    return first_of(_read(conn, commissions.c.id == number))


def to_change(conn: sa.Connection, number: str) -> Commission | None:
    """As `one`; nobody else can change it before the transaction has ended.

    SQLite has one writer at a time as it is.
    """
    conn.execute(
        sa.select(commissions.c.id).where(commissions.c.id == number).with_for_update()
    )
    return one(conn, number)


def requests(conn: sa.Connection, number: str) -> tuple[Request, ...]:
    """Every unit's part in it, the withdrawn ones too."""
    return _read_requests(conn, commission_units.c.commission_id == number)


def requests_with(conn: sa.Connection, tokens: Iterable[str]) -> Mapping[str, Request]:
    """Token → whose it is, of those among `tokens` that are a commission's."""
    wanted = [token for token in tokens if token.lower().startswith("yg")]
    if not wanted:
        return {}
    found = _read_requests(conn, commission_units.c.token.in_(wanted))
    return {request.token: request for request in found if request.token is not None}


def give_tokens(conn: sa.Connection, number: str, tokens: Mapping[int, str]) -> None:
    """Gives units the tokens by which their answers are known; one that has a token
    keeps it.
    """
    for unit_id, token in tokens.items():
        # A token that was mailed already must go on being known.
        where = _part(number, unit_id) & commission_units.c.token.is_(None)
        conn.execute(commission_units.update().where(where).values(token=token))


def note_mailed(conn: sa.Connection, number: str, unit_id: int, now: datetime) -> None:
    """Notes when a unit was first written to."""
    where = _part(number, unit_id) & commission_units.c.mailed_at.is_(None)
    conn.execute(commission_units.update().where(where).values(mailed_at=now))


def withdraw(
    conn: sa.Connection, number: str, unit_ids: Collection[int], now: datetime
) -> None:
    """Withdraws a commission from units, which owe nothing any more; one that asks
    nobody is closed.
    """
    where = (
        commission_units.c.commission_id == number
    ) & commission_units.c.unit_id.in_(unit_ids)
    still = where & commission_units.c.withdrawn_at.is_(None)
    conn.execute(commission_units.update().where(still).values(withdrawn_at=now))
    if all(each.withdrawn_at is not None for each in requests(conn, number)):
        conn.execute(
            commissions.update().where(commissions.c.id == number).values(closed_at=now)
        )


def extend(conn: sa.Connection, number: str, due: date) -> None:
    """Gives it another last day, which is reminded of anew."""
    _begin_term_anew(conn, number, due)
    conn.execute(commissions.update().where(commissions.c.id == number).values(due=due))


def mail_of(conn: sa.Connection, number: str) -> tuple[OutboxEntry, ...]:
    """Every message by which units were told of it, oldest first."""
    named = (outbox.c.kind == KIND) & outbox.c.key.startswith(
        f"{number}/", autoescape=True
    )
    ids = conn.scalars(sa.select(outbox.c.id).where(named).order_by(outbox.c.id)).all()
    return tuple(filter(None, (message(conn, message_id) for message_id in ids)))


def reminders_of(conn: sa.Connection, number: str) -> Mapping[int, datetime]:
    """Unit → when it was last reminded of the commission."""
    of_former_term = reminded.c.period.startswith(_former_term(number), autoescape=True)
    where = (reminded.c.duty == KIND) & ((reminded.c.period == number) | of_former_term)
    latest = sa.func.max(reminded.c.reminded_at, type_=reminded.c.reminded_at.type)
    query = (
        sa.select(reminded.c.unit_id, latest.label("at"))
        .where(where)
        .group_by(reminded.c.unit_id)
    )
    return {row.unit_id: row.at for row in conn.execute(query)}


def count_unmailed(conn: sa.Connection) -> int:
    """How many open commissions written here went to nobody yet; a file's may have gone
    another way.
    """
    gone = sa.select(commission_units.c.commission_id).where(
        commission_units.c.mailed_at.is_not(None)
    )
    waits = (commissions.c.made_by != "") & commissions.c.closed_at.is_(None)
    return count_rows(conn, commissions, waits, commissions.c.id.not_in(gone))


def open_since(conn: sa.Connection, since: date) -> tuple[OpenCommission, ...]:
    """Commissions due since then that still ask somebody, and which of their units have
    answered well.
    """
    found = _with_answers(
        conn, (commissions.c.due >= since) & commissions.c.closed_at.is_(None)
    )
    return tuple(each for each in found if each.commission.unit_ids)


def named(conn: sa.Connection, ids: Iterable[str]) -> tuple[OpenCommission, ...]:
    """The commissions with these ids, whenever they are due, and which of their units
    have answered well.
    """
    return _with_answers(conn, commissions.c.id.in_(sorted(set(ids))))


def _with_answers(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[OpenCommission, ...]:
    """Commissions, and which of their units have a living item for it that is not
    不合格.
    """
    found = _read(conn, where)
    answered: defaultdict[str, set[int]] = defaultdict(set)
    good = (
        submissions.c.commission.in_([commission.id for commission in found])
        & submissions.c.quality
        & submissions.c.state.in_(_LIVING)
    )
    lead = sa.select(submissions.c.commission, submissions.c.unit_id).where(good)
    joint = (
        sa.select(submissions.c.commission, co_units.c.unit_id)
        .join(co_units)
        .where(good)
    )
    for commission, unit_id in conn.execute(sa.union_all(lead, joint)):
        answered[commission].add(unit_id)
    return tuple(OpenCommission(each, frozenset(answered[each.id])) for each in found)


def _read_requests(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[Request, ...]:
    query = (
        sa.select(commission_units).where(where).order_by(commission_units.c.unit_id)
    )
    return tuple(
        Request(
            row.commission_id, row.unit_id, row.token, row.mailed_at, row.withdrawn_at
        )
        for row in conn.execute(query)
    )


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Commission, ...]:
    """Commissions with the units that owe them: who was withdrawn is not among them."""
    owing: defaultdict[str, list[int]] = defaultdict(list)
    query = sa.select(
        commission_units.c.commission_id, commission_units.c.unit_id
    ).where(
        commission_units.c.commission_id.in_(sa.select(commissions.c.id).where(where)),
        commission_units.c.withdrawn_at.is_(None),
    )
    for commission, unit_id in conn.execute(query.order_by(commission_units.c.unit_id)):
        owing[commission].append(unit_id)
    in_order = (
        sa.select(commissions)
        .where(where)
        .order_by(commissions.c.due, commissions.c.id)
    )
    return tuple(
        Commission(
            row.id,
            row.title,
            row.issuer,
            tuple(owing[row.id]),
            row.issued_on,
            row.due,
            row.brief,
        )
        for row in conn.execute(in_order)
    )


def _begin_term_anew(conn: sa.Connection, number: str, due: date) -> None:
    """Where the last day changes, sets the stages reminded of aside under the former
    term.
    """
    before = conn.scalar(sa.select(commissions.c.due).where(commissions.c.id == number))
    if before is None or before == due:
        return
    former = _former_term(number, before)
    conn.execute(
        reminded.delete().where(reminded.c.duty == KIND, reminded.c.period == former)
    )
    of_this_term = (reminded.c.duty == KIND) & (reminded.c.period == number)
    conn.execute(reminded.update().where(of_this_term).values(period=former))


def _former_term(number: str, due: date | None = None) -> str:
    """What the stages of a former term are kept under, or with what it begins; no id of
    ours contains |.
    """
    return f"{number}|{due or ''}"


def _part(number: str, unit_id: int) -> sa.ColumnElement[bool]:
    return (commission_units.c.commission_id == number) & (
        commission_units.c.unit_id == unit_id
    )
