"""What did the machine notice that a person has still to decide, and for how long does
it ask?

A proposal waits as long as its item, and the one it points to, live. It lapses when the
circular of the quarter its item counts in is approved, or LAPSES_AFTER that quarter's
end: then nobody is asked any more, and it can still be decided. What a decision does is
left to `office.use_cases.decisions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.entries.submissions import CountedOnce, Proposal, SubmissionState
from ledger.periods import Period, Span, parse_period, period_of
from ledger.statements import count_rows, in_chunks
from ledger.tables.events import scores
from ledger.tables.submissions import proposals, submissions

LAPSES_AFTER = timedelta(days=60)
_LIVING = (SubmissionState.RECORDED.value, SubmissionState.HELD.value)
_item = submissions.alias("item")
_other = submissions.alias("other")


class OpenProposal(NamedTuple):
    """A proposal about the item `serial` that nobody has settled yet."""

    id: int
    serial: str
    proposal: Proposal
    made_at: datetime


# --- asked ----------------------------------------------------------------------------


def waiting(conn: sa.Connection, today: date) -> tuple[OpenProposal, ...]:
    """Those that wait for a person, oldest first."""
    return _read(conn, _alive() & ~_lapsed(conn, today))


def lapsed(conn: sa.Connection, today: date) -> tuple[OpenProposal, ...]:
    """Those that lapsed undecided, oldest first."""
    return _read(conn, _alive() & _lapsed(conn, today))


def count_items(conn: sa.Connection, today: date) -> int:
    """About how many items a proposal waits for a person."""
    return count_rows(conn, serials_waiting(conn, today).distinct().subquery())


def serials_waiting(conn: sa.Connection, today: date) -> sa.Select[Any]:
    """The statement that gives the serials of items about which a proposal waits."""
    return _joined(proposals.c.serial).where(_alive() & ~_lapsed(conn, today))


def about(conn: sa.Connection, serial: str) -> tuple[OpenProposal, ...]:
    """The open proposals about one submission, lapsed ones too."""
    return _read(conn, proposals.c.serial == serial)


def numbered(conn: sa.Connection, numbers: Iterable[int]) -> tuple[OpenProposal, ...]:
    """The open proposals with these ids; unknown and settled ones are left out."""
    found: list[OpenProposal] = []
    for chunk in in_chunks(numbers):
        found.extend(_read(conn, proposals.c.id.in_(chunk)))
    return tuple(found)


def of_period(conn: sa.Connection, period: Period) -> tuple[OpenProposal, ...]:
    """The open proposals about living submissions that count in the period, lapsed ones
    too.
    """
    return _read(
        conn, _alive() & (_item.c.day >= period.first) & (_item.c.day < period.past)
    )


def has_lapsed(
    conn: sa.Connection, found: Sequence[OpenProposal], today: date
) -> frozenset[int]:
    """Of these the ids of those that have lapsed."""
    ids = [each.id for each in found]
    query = _joined(proposals.c.id).where(
        proposals.c.id.in_(ids) & _lapsed(conn, today)
    )
    return frozenset(conn.scalars(query)) if ids else frozenset()


def counted_once(conn: sa.Connection) -> tuple[CountedOnce, ...]:
    """The undecided corrections that count together with what they correct (F7).

    Lapsed ones too: that nobody decided makes no second item of a correction.
    """
    query = _joined(proposals.c.serial, proposals.c.other)
    query = query.where(
        _alive(), proposals.c.counts_once, proposals.c.other.is_not(None)
    )
    return tuple(
        CountedOnce(row.serial, row.other)
        for row in conn.execute(query.order_by(proposals.c.id))
    )


# --- written --------------------------------------------------------------------------


def propose(
    conn: sa.Connection, proposed: Mapping[str, Sequence[Proposal]], now: datetime
) -> None:
    """Notes proposals for the office, by the serial they are about; they change no
    state by themselves.
    """
    rows = []
    for serial, found in proposed.items():
        for proposal in found:
            row = proposal._asdict() | {"unit_ids": list(proposal.unit_ids)}
            rows.append({"serial": serial, "made_at": now, **row})
    if rows:
        conn.execute(proposals.insert(), rows)


def settle(conn: sa.Connection, number: int, settled: str, now: datetime) -> None:
    """Closes a proposal as `accepted` or `dismissed`."""
    conn.execute(
        proposals.update()
        .where(proposals.c.id == number)
        .values(settled=settled, settled_at=now)
    )


# --- how they are found ---------------------------------------------------------------


def _joined(*columns: sa.Column[Any]) -> sa.Select[Any]:
    with_item = proposals.join(_item, proposals.c.serial == _item.c.serial)
    with_other = with_item.outerjoin(_other, proposals.c.other == _other.c.serial)
    return sa.select(*columns).select_from(with_other)


def _alive() -> sa.ColumnElement[bool]:
    """Nobody has settled it, and both items live: what is returned or superseded asks
    nothing.
    """
    has_other = proposals.c.other.is_(None) | _other.c.state.in_(_LIVING)
    return sa.and_(
        proposals.c.settled_at.is_(None), _item.c.state.in_(_LIVING), has_other
    )


def _lapsed(conn: sa.Connection, today: date) -> sa.ColumnElement[bool]:
    """The quarter its item counts in is printed, or over for LAPSES_AFTER."""
    quarter = period_of(today - LAPSES_AFTER, Span.QUARTER)
    over = [_item.c.day < quarter.first]
    published = (
        sa.select(scores.c.period).where(scores.c.published_at.is_not(None)).distinct()
    )
    for code in conn.scalars(published):
        printed = parse_period(code)
        if printed.span is Span.QUARTER:
            over.append((_item.c.day >= printed.first) & (_item.c.day < printed.past))
    return sa.or_(*over)


def _read(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[OpenProposal, ...]:
    query = (
        _joined(*proposals.c)
        .where(where, proposals.c.settled_at.is_(None))
        .order_by(proposals.c.id)
    )
    found = []
    for row in conn.execute(query):
        proposal = Proposal(
            row.kind,
            row.evidence,
            row.other,
            row.commission,
            row.counts_once,
            tuple(row.unit_ids),
        )
        found.append(OpenProposal(row.id, row.serial, proposal, row.made_at))
    return tuple(found)
