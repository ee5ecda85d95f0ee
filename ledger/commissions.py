"""What has the office asked for, of whom, and by when?

约稿: each named unit owes one item of its own by the due day (B6), unless it was withdrawn: then it owes
nothing. Each has a token of its own by which its answer is known. Which submission answers one is a field of
the submission; writing to the units is `office.use_cases.commissioning`'s affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import numbers
from ledger.entries.events import Commission, OpenCommission
from ledger.entries.submissions import SubmissionState
from ledger.outbox import listing as outbox_listing
from ledger.periods import Period
from ledger.tables.outgoing import outbox, reminded
from ledger.tables.submissions import co_units, commission_units, commissions, submissions
from ledger.upsert import insert_new, upsert

KIND = "commission"
"""The kind of notice by which a commission is mailed; its key begins with the commission's id and /."""
_LIVING = (SubmissionState.RECORDED.value, SubmissionState.HELD.value)


class Request(NamedTuple):
    """One unit's part in a commission: its token once it was written, when it was mailed, or withdrawn."""

    commission: str
    unit_id: int
    token: str | None = None
    mailed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class CommissionRecord(NamedTuple):
    """What is kept of a commission beside what scores read: who wrote it, and when it was called off."""

    made_by: str
    closed_at: datetime | None


def save(conn: sa.Connection, new: Sequence[Commission]) -> None:
    """Writes commissions by id; a unit once asked stays asked, one withdrawn stays withdrawn.

    Another last day is reminded of anew.
    """
    for commission in new:
        _begin_anew(conn, commission.id, commission.due)
    upsert(conn, commissions, ("id",), [_row(commission) for commission in new])
    asked = [{"commission_id": c.id, "unit_id": unit_id} for c in new for unit_id in c.unit_ids]
    insert_new(conn, commission_units, asked)


def draw_id(conn: sa.Connection, year: int) -> str:
    """The next id of a year, such as YG2026-003; one that a file brought in is passed over."""
    while True:
        drawn = f"YG{year:04d}-{numbers.take(conn, f'commission/{year}'):03d}"
        if conn.scalar(sa.select(commissions.c.id).where(commissions.c.id == drawn)) is None:
            return drawn


def note_author(conn: sa.Connection, number: str, made_by: str) -> None:
    """Notes who wrote it."""
    conn.execute(commissions.update().where(commissions.c.id == number).values(made_by=made_by))


def record_of(conn: sa.Connection, number: str) -> CommissionRecord:
    """Who wrote it, and when it was called off; KeyError when there is none of this id."""
    row = conn.execute(sa.select(commissions).where(commissions.c.id == number)).one_or_none()
    if row is None:
        raise KeyError(number)
    return CommissionRecord(row.made_by, row.closed_at)


def everything(conn: sa.Connection) -> tuple[Commission, ...]:
    """Every commission, by due day."""
    return _read(conn, sa.true())


def touching(
    conn: sa.Connection, period: Period, unit_ids: Collection[int] | None = None
) -> tuple[Commission, ...]:
    """Commissions issued before the period's end and due since the year before; of these units, or of all.

    One that is due only later is owed already, and whoever answers it in the period is paid in it. B7 lets an
    old one be done late: one that is due still earlier is among them if an item of the period answers it.
    """
    of_period = (submissions.c.day >= period.first) & (submissions.c.day < period.past)
    answered = sa.exists().where(submissions.c.commission == commissions.c.id, of_period)
    lately = commissions.c.due >= period.first.replace(year=period.first.year - 1)
    where = (commissions.c.issued_on < period.past) & (lately | answered)
    if unit_ids is not None:
        asked = sa.select(commission_units.c.commission_id).where(commission_units.c.unit_id.in_(unit_ids))
        where &= commissions.c.id.in_(asked)
    return _read(conn, where)


def one(conn: sa.Connection, number: str) -> Commission | None:
    """The commission with this id."""
    return next(iter(_read(conn, commissions.c.id == number)), None)


def requests(conn: sa.Connection, number: str) -> tuple[Request, ...]:
    """Every unit's part in it, the withdrawn ones too."""
    return _requests(conn, commission_units.c.commission_id == number)


def requests_with(conn: sa.Connection, tokens: Iterable[str]) -> Mapping[str, Request]:
    """Token → whose it is, of those among `tokens` that are a commission's."""
    wanted = [token for token in tokens if token.lower().startswith("yg")]
    found = _requests(conn, commission_units.c.token.in_(wanted)) if wanted else ()
    return {each.token: each for each in found if each.token is not None}


def give_tokens(conn: sa.Connection, number: str, tokens: Mapping[int, str]) -> None:
    """Gives units the tokens by which their answers are known; one that has a token keeps it."""
    for unit_id, token in tokens.items():
        where = _part(number, unit_id) & commission_units.c.token.is_(None)
        conn.execute(commission_units.update().where(where).values(token=token))


def note_mailed(conn: sa.Connection, number: str, unit_id: int, now: datetime) -> None:
    """Notes when a unit was first written to."""
    where = _part(number, unit_id) & commission_units.c.mailed_at.is_(None)
    conn.execute(commission_units.update().where(where).values(mailed_at=now))


def withdraw(conn: sa.Connection, number: str, unit_ids: Collection[int], now: datetime) -> None:
    """These units owe nothing any more; a commission that asks nobody is closed."""
    where = (commission_units.c.commission_id == number) & commission_units.c.unit_id.in_(unit_ids)
    still = where & commission_units.c.withdrawn_at.is_(None)
    conn.execute(commission_units.update().where(still).values(withdrawn_at=now))
    if all(each.withdrawn_at is not None for each in requests(conn, number)):
        conn.execute(commissions.update().where(commissions.c.id == number).values(closed_at=now))


def extend(conn: sa.Connection, number: str, due: date) -> None:
    """Gives it another last day, which is reminded of anew."""
    _begin_anew(conn, number, due)
    conn.execute(commissions.update().where(commissions.c.id == number).values(due=due))


def mail_of(conn: sa.Connection, number: str) -> tuple[outbox_listing.OutboxEntry, ...]:
    """Every message by which units were told of it, oldest first."""
    named = (outbox.c.kind == KIND) & outbox.c.key.startswith(f"{number}/", autoescape=True)
    ids = conn.scalars(sa.select(outbox.c.id).where(named).order_by(outbox.c.id)).all()
    found = (outbox_listing.message(conn, each) for each in ids)
    return tuple(entry for entry in found if entry is not None)


def reminders_of(conn: sa.Connection, number: str) -> Mapping[int, datetime]:
    """Unit → when it was last reminded of the commission."""
    latest = sa.func.max(reminded.c.reminded_at, type_=reminded.c.reminded_at.type)
    former = reminded.c.period.startswith(_former(number), autoescape=True)
    where = (reminded.c.duty == KIND) & ((reminded.c.period == number) | former)
    query = sa.select(reminded.c.unit_id, latest.label("at")).where(where).group_by(reminded.c.unit_id)
    return {row.unit_id: row.at for row in conn.execute(query)}


def count_unmailed(conn: sa.Connection) -> int:
    """How many were written here and have gone to nobody yet; those of a file may have gone another way."""
    gone = sa.select(commission_units.c.commission_id).where(commission_units.c.mailed_at.is_not(None))
    waits = (commissions.c.made_by != "") & commissions.c.closed_at.is_(None)
    query = sa.select(sa.func.count()).select_from(commissions).where(waits, commissions.c.id.not_in(gone))
    return conn.scalar(query) or 0


def open_since(conn: sa.Connection, since: date) -> tuple[OpenCommission, ...]:
    """Commissions due since then that still ask somebody, and which of their units have answered well."""
    found = _read(conn, (commissions.c.due >= since) & commissions.c.closed_at.is_(None))
    answered = _answered(conn, [each.id for each in found])
    return tuple(OpenCommission(each, frozenset(answered[each.id])) for each in found if each.unit_ids)


def named(conn: sa.Connection, ids: Iterable[str]) -> tuple[OpenCommission, ...]:
    """The commissions with these ids, whenever they are due, and which of their units have answered well."""
    found = _read(conn, commissions.c.id.in_(sorted(set(ids))))
    answered = _answered(conn, [each.id for each in found])
    return tuple(OpenCommission(each, frozenset(answered[each.id])) for each in found)


def _answered(conn: sa.Connection, ids: Sequence[str]) -> defaultdict[str, set[int]]:
    """Commission → units with a living item for it that is not 不合格."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    good = submissions.c.commission.in_(ids) & submissions.c.quality & submissions.c.state.in_(_LIVING)
    lead = sa.select(submissions.c.commission, submissions.c.unit_id).where(good)
    joint = sa.select(submissions.c.commission, co_units.c.unit_id).join(co_units).where(good)
    for query in (lead, joint):
        for commission, unit_id in conn.execute(query):
            found[commission].add(unit_id)
    return found


def _requests(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Request, ...]:
    query = sa.select(commission_units).where(where).order_by(commission_units.c.unit_id)
    return tuple(
        Request(row.commission_id, row.unit_id, row.token, row.mailed_at, row.withdrawn_at)
        for row in conn.execute(query)
    )


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Commission, ...]:
    """Commissions with the units that owe them: who was withdrawn is not among them."""
    asked: defaultdict[str, list[int]] = defaultdict(list)
    query_of_units = sa.select(commission_units.c.commission_id, commission_units.c.unit_id).where(
        commission_units.c.commission_id.in_(sa.select(commissions.c.id).where(where)),
        commission_units.c.withdrawn_at.is_(None),
    )
    for commission, unit_id in conn.execute(query_of_units.order_by(commission_units.c.unit_id)):
        asked[commission].append(unit_id)
    query = sa.select(commissions).where(where).order_by(commissions.c.due, commissions.c.id)
    return tuple(
        Commission(row.id, row.title, row.issuer, tuple(asked[row.id]), row.issued_on, row.due, row.brief)
        for row in conn.execute(query)
    )


def _begin_anew(conn: sa.Connection, number: str, due: date) -> None:
    """Where the last day changes, the stages reminded of are set aside under the former one."""
    before = conn.scalar(sa.select(commissions.c.due).where(commissions.c.id == number))
    if before is None or before == due:
        return
    former = _former(number, before)
    conn.execute(reminded.delete().where(reminded.c.duty == KIND, reminded.c.period == former))
    of_term = (reminded.c.duty == KIND) & (reminded.c.period == number)
    conn.execute(reminded.update().where(of_term).values(period=former))


def _former(number: str, due: date | None = None) -> str:
    """Under what the stages of a former term are kept; | stands in no id of a commission."""
    return f"{number}|{due or ''}"


def _part(number: str, unit_id: int) -> sa.ColumnElement[bool]:
    return (commission_units.c.commission_id == number) & (commission_units.c.unit_id == unit_id)


def _row(commission: Commission) -> dict[str, Any]:
    row = commission._asdict()
    del row["unit_ids"]
    return row
