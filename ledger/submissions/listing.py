"""Which submissions are there, and which may say nearly what a new one says?

Each function is one question; answers come in the order of arrival, without their words
(`words_of`), and in outline where only points are asked for. Of those that may say
nearly the same few are looked at, whatever their number: for each hash of a sketch the
newest that have it. How alike they are is left to `ingest`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries.letters import Attachment
from ledger.entries.sketch import SIZE
from ledger.entries.submissions import (
    Author,
    RecentSubmission,
    SketchedSubmission,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.periods import Period
from ledger.statements import first_of, in_chunks
from ledger.tables.office import mergers
from ledger.tables.submissions import co_units, sketches, submissions, words

_AT_ONCE = 1_000
"""Rows fetched and made into submissions before the next: those of a whole year are
many.
"""
_NEWEST = 40
"""Submissions looked at for one hash; one of a form that is filled in may be in
thousands.
"""
_SHARED = 5
"""Hashes two texts share at least when they are worth being compared: a fifth of a
sketch.
"""
_COMPARED = 20
"""Submissions compared with one text, those first that share most with it."""
_NO_HASH = -1
"""Fills up a sketch of fewer than SIZE hashes: those are never negative."""
_LIVING = (SubmissionState.RECORDED.value, SubmissionState.HELD.value)
_IS_LIVING = submissions.c.state.in_(_LIVING)
_IS_LIVING_OF_FEW = submissions.c.state.concat("").in_(_LIVING)
"""The same where serials are named: SQLite would take the index of states and go
through all the living.
"""

_WHOLE = [column for column in submissions.c if column.name != "day"]
_OUTLINE = (
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
    submissions.c.characters,
)


class SubmissionFilter(NamedTuple):
    """What a list of submissions is narrowed by; None means all."""

    period: Period | None = None
    unit_id: int | None = None
    state: SubmissionState | None = None


EVERYTHING = SubmissionFilter()


# --- whole submissions ----------------------------------------------------------------


def listed(
    conn: sa.Connection, wanted: SubmissionFilter = EVERYTHING
) -> tuple[Submission, ...]:
    """The submissions of a period (by the day they count on), of a unit (lead or
    co-unit), in a state.
    """
    return _read(conn, matching(wanted))


def matching(wanted: SubmissionFilter) -> sa.ColumnElement[bool]:
    """The condition that a submission passes the filter."""
    where: list[sa.ColumnElement[bool]] = [sa.true()]
    if wanted.period is not None:
        where.append(_within(wanted.period))
    if wanted.state is not None:
        where.append(submissions.c.state == wanted.state.value)
    if wanted.unit_id is not None:
        # With the unit come those that it goes on for, and those that these went on
        # for.
        one = sa.select(sa.literal(wanted.unit_id, sa.BigInteger).label("id")).cte(
            recursive=True
        )
        absorbed = sa.select(mergers.c.unit_id).join(one, mergers.c.into_id == one.c.id)
        unit_ids = sa.select(one.union(absorbed).c.id)
        joint = sa.select(co_units.c.serial).where(co_units.c.unit_id.in_(unit_ids))
        where.append(
            submissions.c.unit_id.in_(unit_ids) | submissions.c.serial.in_(joint)
        )
    return sa.and_(*where)


def one(conn: sa.Connection, serial: str | None) -> Submission | None:
    """The submission with this serial; None has none."""
    return first_of(_read(conn, submissions.c.serial == serial))


def to_change(conn: sa.Connection, serial: str) -> Submission | None:
    """As `one`; nobody else can change it before the transaction has ended, which alone
    makes it sure.

    SQLite has one writer at a time as it is.
    """
    mine = submissions.c.serial == serial
    conn.execute(sa.select(submissions.c.serial).where(mine).with_for_update())
    return one(conn, serial)


def several(conn: sa.Connection, serials: Iterable[str]) -> tuple[Submission, ...]:
    """The submissions with these serials; unknown ones are left out."""
    found: list[Submission] = []
    for chunk in in_chunks(serials):
        found.extend(_read(conn, submissions.c.serial.in_(chunk)))
    return tuple(found)


def by_serial(
    conn: sa.Connection, serials: Iterable[str | None]
) -> dict[str | None, Submission]:
    """Serial → the submission with it; unknown ones, and None, are left out."""
    known = {serial for serial in serials if serial is not None}
    return {item.serial: item for item in several(conn, known)}


def titled(conn: sa.Connection, unit_id: int, title: str) -> tuple[Submission, ...]:
    """The unit's submissions with exactly this title, superseded and returned ones left
    out.
    """
    return _read(
        conn,
        (submissions.c.unit_id == unit_id)
        & (submissions.c.title == title)
        & _IS_LIVING,
    )


def of_commission(conn: sa.Connection, commission: str) -> tuple[Submission, ...]:
    """The submissions tied to a commission, superseded and returned ones too."""
    return _read(conn, submissions.c.commission == commission)


def chain_of(conn: sa.Connection, item: Submission) -> tuple[Submission, ...]:
    """The reports of the item's event in the order of arrival; empty where it is the
    only one.
    """
    first = item.first_report
    found = _read(
        conn, (submissions.c.serial == first) | (submissions.c.follows == first)
    )
    return found if len(found) > 1 else ()


def words_of(conn: sa.Connection, serial: str) -> SubmissionWords:
    """What the submission says; empty when it has been purged."""
    row = conn.execute(sa.select(words).where(words.c.serial == serial)).one_or_none()
    return (
        SubmissionWords("", "")
        if row is None
        else SubmissionWords(row.text, row.manuscript)
    )


def words_of_several(
    conn: sa.Connection, serials: Iterable[str]
) -> dict[str, SubmissionWords]:
    """Serial → what the submission says, as `words_of`; all at once, so give no more
    than memory holds.
    """
    wanted = tuple(serials)
    found = dict.fromkeys(wanted, SubmissionWords("", ""))
    for chunk in in_chunks(wanted):
        for row in conn.execute(sa.select(words).where(words.c.serial.in_(chunk))):
            found[row.serial] = SubmissionWords(row.text, row.manuscript)
    return found


# --- in outline -----------------------------------------------------------------------


def outlined(conn: sa.Connection, period: Period) -> tuple[Submission, ...]:
    """As `listed`, with no more of each than points rest on: no title, author, paper or
    note; in no order.
    """
    return _read_outlines(conn, _within(period))


def several_outlined(
    conn: sa.Connection, serials: Iterable[str]
) -> tuple[Submission, ...]:
    """As `several`, in outline."""
    found: list[Submission] = []
    for chunk in in_chunks(serials):
        found.extend(_read_outlines(conn, submissions.c.serial.in_(chunk)))
    return tuple(found)


def recent(conn: sa.Connection, since: datetime) -> tuple[RecentSubmission, ...]:
    """Living submissions that arrived since then, the latest first, as far as likeness
    needs them.
    """
    return _read_recent(conn, (submissions.c.arrived_at >= since) & _IS_LIVING)


def recent_of(
    conn: sa.Connection, serials: Iterable[str]
) -> tuple[RecentSubmission, ...]:
    """Those of `serials` that are living submissions, the latest first."""
    return _read_recent(
        conn, submissions.c.serial.in_(sorted(serials)) & _IS_LIVING_OF_FEW
    )


# --- nearly the same words ------------------------------------------------------------


def resembling(
    conn: sa.Connection, wanted: Iterable[frozenset[int]]
) -> tuple[SketchedSubmission, ...]:
    """The living submissions that may say nearly what one of these sketches is of,
    newest first.
    """
    serials: set[str] = set()
    for sketch in wanted:
        if sketch:
            parameters = {f"mark{number}": _NO_HASH for number in range(SIZE)}
            for number, mark in enumerate(sorted(sketch)):
                parameters[f"mark{number}"] = mark
            parameters["least"] = min(_SHARED, len(sketch))
            serials.update(conn.scalars(_SHARING_MOST, parameters).all())
    if not serials:
        return ()
    marks: defaultdict[str, set[int]] = defaultdict(set)
    query = sa.select(sketches.c.serial, sketches.c.mark).where(
        sketches.c.serial.in_(sorted(serials))
    )
    for serial, mark in conn.execute(query):
        marks[serial].add(mark)
    living = recent_of(conn, serials)
    return tuple(
        SketchedSubmission(item, frozenset(marks[item.serial])) for item in living
    )


def _sharing_most_query() -> sa.TextClause:
    # ruff takes statements put together from text for a door to injection; these are
    # made of constants.
    parts = []
    for number in range(SIZE):
        newest = f"SELECT serial FROM sketches WHERE mark = :mark{number} ORDER BY serial DESC"  # noqa: S608
        parts.append(f"SELECT serial FROM ({newest} LIMIT {_NEWEST}) AS part{number}")  # noqa: S608
    united = " UNION ALL ".join(parts)
    most = f"HAVING count(*) >= :least ORDER BY count(*) DESC, serial DESC LIMIT {_COMPARED}"
    return sa.text(f"SELECT serial FROM ({united}) AS held GROUP BY serial {most}")  # noqa: S608


# Written as text and made once, since it never differs: a batch asks it for every
# letter.
_SHARING_MOST = _sharing_most_query()


# --- serials --------------------------------------------------------------------------


def serials_of(conn: sa.Connection, unit_ids: Collection[int]) -> frozenset[str]:
    """The submissions of these units (lead or co-unit), of any day and state, and all
    linked to them.
    """
    lead = sa.select(submissions.c.serial).where(submissions.c.unit_id.in_(unit_ids))
    joint = sa.select(co_units.c.serial).where(co_units.c.unit_id.in_(unit_ids))
    return linked(conn, [*conn.scalars(lead), *conn.scalars(joint)])


def replaced_by(conn: sa.Connection, serial: str) -> tuple[Submission, ...]:
    """The items in whose place this one stands."""
    is_replaced = submissions.c.state == SubmissionState.SUPERSEDED.value
    return _read(conn, is_replaced & (submissions.c.superseded_by == serial))


def linked(conn: sa.Connection, serials: Iterable[str]) -> frozenset[str]:
    """These, all that they replaced or were replaced by, and so on."""
    query = sa.select(submissions.c.serial, submissions.c.superseded_by)
    superseded = submissions.c.state == SubmissionState.SUPERSEDED.value
    replacements = conn.execute(
        query.where(superseded, submissions.c.superseded_by.is_not(None))
    ).all()
    found = set(serials)
    fresh = found
    while fresh:
        reached: set[str] = set()
        for old, new in replacements:
            if old in fresh or new in fresh:
                reached.update((old, new))
        fresh = reached - found
        found = found | fresh
    return frozenset(found)


# --- how rows become values -----------------------------------------------------------


def _within(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(submissions.c.day >= period.first, submissions.c.day < period.past)


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Submission, ...]:
    query = (
        sa.select(*_WHOLE)
        .where(where)
        .order_by(submissions.c.arrived_at, submissions.c.serial)
    )
    joint = _co_units_of(conn, where)
    found = []
    for rows in conn.execute(query).partitions(_AT_ONCE):
        for row in rows:
            stored = row._asdict()
            stored["state"] = SubmissionState(row.state)
            stored["co_unit_ids"] = tuple(joint.get(row.serial, ()))
            stored["authors"] = tuple(Author(*author) for author in row.authors)
            stored["attachments"] = tuple(
                Attachment(
                    one["name"],
                    one["type"],
                    one["bytes"],
                    one["sha256"],
                    unread=one["unread"],
                )
                for one in row.attachments
            )
            stored["flags"] = tuple(row.flags)
            stored["evidence"] = tuple(row.evidence)
            stored["candidates"] = tuple(row.candidates)
            found.append(Submission(**stored))
    return tuple(found)


def _read_outlines(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[Submission, ...]:
    query = sa.select(*_OUTLINE).where(where).order_by(submissions.c.unit_id)
    joint = _co_units_of(conn, where)
    found = []
    for rows in conn.execute(query).partitions(_AT_ONCE):
        for row in rows:
            # A year has tens of thousands: by place is faster than by name.
            (
                serial,
                arrived_at,
                state,
                unit_id,
                category,
                day,
                own,
                quality,
                waived,
                commission,
                replaced,
                characters,
            ) = row
            found.append(
                Submission(
                    serial,
                    arrived_at,
                    "",
                    SubmissionState(state),
                    unit_id,
                    tuple(joint.get(serial, ())),
                    category,
                    characters=characters,
                    counts_on=day,
                    own_business=own,
                    quality=quality,
                    lateness_waived=waived,
                    commission=commission,
                    superseded_by=replaced,
                )
            )
    return tuple(found)


def _read_recent(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[RecentSubmission, ...]:
    columns = (
        submissions.c.serial,
        submissions.c.unit_id,
        submissions.c.title,
        submissions.c.category,
        submissions.c.arrived_at,
        submissions.c.fingerprint,
        submissions.c.follows,
    )
    newest_first = (submissions.c.arrived_at.desc(), submissions.c.serial.desc())
    joint = _co_units_of(conn, where)
    found = []
    for row in conn.execute(sa.select(*columns).where(where).order_by(*newest_first)):
        serial, lead, title, category, arrived_at, fingerprint, follows = row
        unit_ids = tuple(joint.get(serial, ()))
        if lead is not None:
            unit_ids = (lead, *unit_ids)
        found.append(
            RecentSubmission(
                serial, unit_ids, title, category, arrived_at, fingerprint, follows
            )
        )
    return tuple(found)


def _co_units_of(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> dict[str, list[int]]:
    """Serial → the other units of a joint item, for the submissions that meet the
    condition.
    """
    among = sa.select(submissions.c.serial).where(where)
    query = (
        sa.select(co_units)
        .where(co_units.c.serial.in_(among))
        .order_by(co_units.c.position)
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.serial].append(row.unit_id)
    return found
