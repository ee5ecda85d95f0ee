"""Which submissions are there?

Each function is one question; answers come in the order of arrival, without their words (`words_of`), and
in outline where only points are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.entries.submissions import Proposal, Recent, Submission, SubmissionState, SubmissionWords
from ledger.periods import Period
from ledger.submissions.recording import attachment_of, author_of
from ledger.tables.submissions import co_units, proposals, submissions, words

_CHUNK = 10_000
_AT_ONCE = 1_000
_LIVING = (SubmissionState.RECORDED.value, SubmissionState.HELD.value)
_ALIVE = submissions.c.state.in_(_LIVING)
_ALIVE_OF_FEW = submissions.c.state.concat("").in_(_LIVING)
"""The same where serials are named: SQLite would take the index of states and go through all the living."""


class SubmissionFilter(NamedTuple):
    """What `listed` narrows by; None means all."""

    period: Period | None = None
    unit_id: int | None = None
    state: SubmissionState | None = None


class OpenProposal(NamedTuple):
    """A proposal that nobody has settled yet."""

    id: int
    serial: str
    proposal: Proposal


def listed(conn: sa.Connection, asked: SubmissionFilter = SubmissionFilter()) -> tuple[Submission, ...]:  # noqa: B008 - frozen
    """The submissions of a period (by the day they count on), of a unit (lead or co-unit), in a state."""
    where: list[sa.ColumnElement[bool]] = [sa.true()]
    if asked.period is not None:
        where.append(_within(asked.period))
    if asked.state is not None:
        where.append(submissions.c.state == asked.state.value)
    if asked.unit_id is not None:
        joint = sa.select(co_units.c.serial).where(co_units.c.unit_id == asked.unit_id)
        where.append((submissions.c.unit_id == asked.unit_id) | submissions.c.serial.in_(joint))
    return _read(conn, sa.and_(*where))


def outlined(conn: sa.Connection, period: Period) -> tuple[Submission, ...]:
    """As `listed`, with no more of each than points rest on: no title, author, paper or note; in no order."""
    return _read(conn, _within(period), _OUTLINE)


def several_outlined(conn: sa.Connection, serials: Iterable[str]) -> tuple[Submission, ...]:
    """As `several`, in outline."""
    return _several(conn, serials, _OUTLINE)


def serials_of(conn: sa.Connection, unit_ids: Collection[int]) -> frozenset[str]:
    """The submissions of these units (lead or co-unit), of any day and state, and all linked to them."""
    lead = sa.select(submissions.c.serial).where(submissions.c.unit_id.in_(unit_ids))
    joint = sa.select(co_units.c.serial).where(co_units.c.unit_id.in_(unit_ids))
    return linked(conn, [*conn.scalars(lead), *conn.scalars(joint)])


def linked(conn: sa.Connection, serials: Iterable[str]) -> frozenset[str]:
    """These, all that they replaced or were replaced by, and so on."""
    found = fresh = set(serials)
    query = sa.select(submissions.c.serial, submissions.c.superseded_by)
    replaced = conn.execute(query.where(submissions.c.state == SubmissionState.SUPERSEDED.value)).all()
    while fresh:
        fresh = {other for pair in replaced if not fresh.isdisjoint(pair) for other in pair if other} - found
        found = found | fresh
    return frozenset(found)


def one(conn: sa.Connection, serial: str) -> Submission | None:
    """The submission with this serial."""
    return next(iter(_read(conn, submissions.c.serial == serial)), None)


def several(conn: sa.Connection, serials: Iterable[str]) -> tuple[Submission, ...]:
    """The submissions with these serials; unknown ones are left out."""
    return _several(conn, serials, _WHOLE)


def titled(conn: sa.Connection, unit_id: int, title: str) -> tuple[Submission, ...]:
    """The unit's submissions with exactly this title, superseded and returned ones left out."""
    return _read(conn, (submissions.c.unit_id == unit_id) & (submissions.c.title == title) & _ALIVE)


def of_commission(conn: sa.Connection, commission: str) -> tuple[Submission, ...]:
    """The submissions tied to a commission, superseded and returned ones too."""
    return _read(conn, submissions.c.commission == commission)


def words_of(conn: sa.Connection, serial: str) -> SubmissionWords:
    """What the submission says; empty when it has been purged."""
    row = conn.execute(sa.select(words).where(words.c.serial == serial)).one_or_none()
    return SubmissionWords("", "") if row is None else SubmissionWords(row.text, row.manuscript)


def recent(conn: sa.Connection, since: datetime) -> tuple[Recent, ...]:
    """Living submissions that arrived since then, the latest first, as far as likeness needs them."""
    return _recent(conn, (submissions.c.arrived_at >= since) & _ALIVE)


def recent_of(conn: sa.Connection, serials: Iterable[str]) -> tuple[Recent, ...]:
    """Those of `serials` that are living submissions, the latest first."""
    return _recent(conn, submissions.c.serial.in_(sorted(serials)) & _ALIVE_OF_FEW)


def _recent(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Recent, ...]:
    columns = submissions.c
    query = (
        sa.select(
            columns.serial,
            columns.unit_id,
            columns.title,
            columns.category,
            columns.arrived_at,
            columns.fingerprint,
        )
        .where(where)
        .order_by(columns.arrived_at.desc(), columns.serial.desc())
    )
    joint = _co_units_of(conn, where)
    return tuple(
        Recent(serial, (() if unit is None else (unit,)) + tuple(joint.get(serial, ())), *rest)
        for serial, unit, *rest in conn.execute(query)
    )


def proposals_of(conn: sa.Connection, serial: str) -> tuple[OpenProposal, ...]:
    """The open proposals about one submission."""
    return _proposals(conn, proposals.c.serial == serial)


def open_proposals(conn: sa.Connection, period: Period) -> tuple[OpenProposal, ...]:
    """The open proposals about submissions that count in the period."""
    inside = sa.select(submissions.c.serial).where(_within(period))
    return _proposals(conn, proposals.c.serial.in_(inside))


def _within(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(submissions.c.day >= period.first, submissions.c.day < period.past)


def _proposals(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[OpenProposal, ...]:
    query = sa.select(proposals).where(where, proposals.c.settled_at.is_(None)).order_by(proposals.c.id)
    return tuple(
        OpenProposal(row.id, row.serial, Proposal(row.kind, row.evidence, row.other, row.commission))
        for row in conn.execute(query)
    )


def _several(conn: sa.Connection, serials: Iterable[str], how: _How) -> tuple[Submission, ...]:
    wanted = sorted(set(serials))
    chunks = (wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK))
    return tuple(found for chunk in chunks for found in _read(conn, submissions.c.serial.in_(chunk), how))


def _read(
    conn: sa.Connection, where: sa.ColumnElement[bool], how: _How | None = None
) -> tuple[Submission, ...]:
    columns, made = how or _WHOLE
    order = (submissions.c.unit_id,) if how is _OUTLINE else (submissions.c.arrived_at, submissions.c.serial)
    query = sa.select(*columns).where(where).order_by(*order)
    joint = _co_units_of(conn, where)
    pages = conn.execute(query).partitions(_AT_ONCE)
    return tuple(made(row, tuple(joint.get(row[0], ()))) for page in pages for row in page)


def _co_units_of(conn: sa.Connection, where: sa.ColumnElement[bool]) -> dict[str, list[int]]:
    asked = sa.select(submissions.c.serial).where(where)
    query = sa.select(co_units).where(co_units.c.serial.in_(asked)).order_by(co_units.c.position)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.serial].append(row.unit_id)
    return found


def _whole(row: sa.Row[Any], joint: tuple[int, ...]) -> Submission:
    stored = row._asdict()
    stored["state"] = SubmissionState(row.state)
    stored["authors"] = tuple(author_of(author) for author in row.authors)
    stored["flags"] = tuple(row.flags)
    stored["attachments"] = tuple(attachment_of(attachment) for attachment in row.attachments)
    stored["evidence"] = tuple(row.evidence)
    stored["candidates"] = tuple(row.candidates)
    return Submission(**stored, co_unit_ids=joint)


def _outline(row: Sequence[Any], joint: tuple[int, ...]) -> Submission:
    serial, arrived_at, state, unit_id, category, day, own, quality, waived, commission, replaced = row
    return Submission(
        serial,
        arrived_at,
        "",
        SubmissionState(state),
        unit_id,
        joint,
        category,
        counts_on=day,
        own_business=own,
        quality=quality,
        lateness_waived=waived,
        commission=commission,
        superseded_by=replaced,
    )


class _How(NamedTuple):
    """Which columns are read, and how a row of them becomes a submission."""

    columns: Sequence[sa.ColumnElement[Any]]
    made: Callable[[Any, tuple[int, ...]], Submission]


_WHOLE = _How([column for column in submissions.c if column.name != "day"], _whole)
_OUTLINE = _How(
    [
        submissions.c.serial,
        submissions.c.arrived_at,
        submissions.c.state,
        submissions.c.unit_id,
        submissions.c.category,
        submissions.c.counts_on,
        submissions.c.own_business,
        submissions.c.quality,
        submissions.c.lateness_waived,
        submissions.c.commission,
        submissions.c.superseded_by,
    ],
    _outline,
)
