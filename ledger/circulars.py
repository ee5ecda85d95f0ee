"""Which circulars have been drafted, approved and sent?

A circular stands on one stored score. A draft keeps what it says as it was made, so
that what has changed on record since can be told. Approving it publishes the score and
keeps what the circular says and its files as they were approved: whatever is decided
afterwards, they stay. Nothing goes out unapproved.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import scores, switches
from ledger.entries.events import Beginning
from ledger.journal import By
from ledger.periods import Span, UnknownPeriodError, parse_period, period_of
from ledger.tables.events import circular_files, circulars

LAPSES_AFTER = timedelta(days=60)
"""How long after its month a draft that nobody approved still waits."""


class CircularState(StrEnum):
    """How far a circular is."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class Wording(NamedTuple):
    """What the office says itself: words above the tables, title, 发文字号, day, reason
    of a correction.

    `dated` None: the day of approval.
    """

    covering: str
    title: str = ""
    number: str = ""
    dated: date | None = None
    because: str = ""


class Circular(NamedTuple):
    """One circular; `corrects` is the id of the one that it corrects.

    `drafted_by` and `edited_by` are who did so last; `version` is how often the draft
    was changed.
    """

    id: int
    period: str
    score_id: int
    state: CircularState
    covering: str
    drafted_at: datetime
    approved_at: datetime | None = None
    approved_by: str = ""
    sent_at: datetime | None = None
    title: str = ""
    number: str = ""
    dated: date | None = None
    corrects: int | None = None
    because: str = ""
    drafted_by: str = ""
    edited_by: str = ""
    version: int = 0

    @property
    def wording(self) -> Wording:
        """What the office says itself."""
        return Wording(self.covering, self.title, self.number, self.dated, self.because)


class CircularFile(NamedTuple):
    """A file that goes with a circular, as approved."""

    name: str
    type: str
    content: bytes


class ApprovedContents(NamedTuple):
    """What is kept at approval: the contents as plain data, and the files made of
    them.
    """

    contents: Mapping[str, Any]
    files: Sequence[CircularFile]


_COLUMNS = tuple(circulars.c[name] for name in Circular._fields)
"""Everything but what it says, which may be large."""


def draft(
    conn: sa.Connection,
    revision: scores.Revision,
    wording: Wording,
    by: By,
    corrects: int | None = None,
) -> Circular:
    """Drafts the circular of a revision; the one that is there already is returned as
    it is.

    A draft of an earlier revision of the period moves on to this one and keeps the
    office's words.
    """
    found = _newest(conn, circulars.c.score_id == revision.id)
    if found is not None:
        return found
    row: dict[str, Any] = {
        "score_id": revision.id,
        "drafted_at": by.at,
        "drafted_by": by.who,
        "corrects": corrects,
        "contents": sa.null(),  # what it said of the earlier revision
        "version": circulars.c.version + 1,
    }
    is_draft = circulars.c.state == CircularState.DRAFT.value
    earlier = _newest(conn, circulars.c.period == revision.period, is_draft)
    statement: sa.Insert | sa.Update
    if earlier is None:
        row |= {
            **wording._asdict(),
            "period": revision.period,
            "state": CircularState.DRAFT.value,
            "version": 0,
        }
        statement = circulars.insert().values(row)
    else:
        row["because"] = wording.because or earlier.because
        statement = circulars.update().where(circulars.c.id == earlier.id).values(row)
    return _circular(conn.execute(statement.returning(*_COLUMNS)).one())


def keep_as_drafted(
    conn: sa.Connection, circular: Circular, contents: Mapping[str, Any], by: By
) -> Circular:
    """Keeps what a draft says now, as the contents it was made from; one that is
    approved stays as it is.
    """
    values = {
        "contents": dict(contents),
        "drafted_at": by.at,
        "drafted_by": by.who,
        "version": circular.version + 1,
    }
    change_draft(conn, circulars, circular.id, circular.version, values)
    kept = one(conn, circular.id)
    return circular if kept is None else kept


def one(conn: sa.Connection, number: int | None) -> Circular | None:
    """The circular with this id; None has none."""
    return _newest(conn, circulars.c.id == number)


def latest(conn: sa.Connection, period: str) -> Circular | None:
    """The newest circular of a period."""
    return _newest(conn, circulars.c.period == period)


def published(conn: sa.Connection, period: str) -> Circular | None:
    """The newest circular of a period that was approved."""
    return _newest(
        conn,
        circulars.c.period == period,
        circulars.c.state != CircularState.DRAFT.value,
    )


def everything(conn: sa.Connection) -> tuple[Circular, ...]:
    """Every circular, newest first."""
    query = sa.select(*_COLUMNS).order_by(circulars.c.id.desc())
    return tuple(map(_circular, conn.execute(query)))


def lapsed(
    circular: Circular,
    published: Collection[str],
    today: date,
    beginning: Beginning | None,
) -> bool:
    """Whether nobody is asked about this draft any more.

    A month's, whose quarter is published or long over; and any whose period is over
    before the assessment begins, where that was moved past it. `published` are the
    codes of the periods that are published. A lapsed draft is not gone: it may still be
    opened.
    """
    try:
        month = parse_period(circular.period)
    except UnknownPeriodError:  # a period of an edition's own
        return False
    if circular.state is not CircularState.DRAFT:
        return False
    if beginning is not None and month.past <= beginning.on:
        return True
    if month.span is not Span.MONTH:
        return False
    quarter = period_of(month.first, Span.QUARTER)
    return quarter.code in published or today > month.past + LAPSES_AFTER


def waiting(conn: sa.Connection, today: date) -> tuple[Circular, ...]:
    """The drafts that wait for approval, newest first."""
    published = scores.published_revisions(conn)
    drafts = [each for each in everything(conn) if each.state is CircularState.DRAFT]
    beginning = switches.beginning(conn)
    return tuple(
        each for each in drafts if not lapsed(each, published, today, beginning)
    )


def edit(conn: sa.Connection, circular: Circular, wording: Wording, who: str) -> bool:
    """Changes the office's words of a draft.

    False, and nothing is changed, once it is approved, or where somebody has changed it
    since `circular` was read.
    """
    values = wording._asdict() | {"edited_by": who, "version": circular.version + 1}
    return change_draft(conn, circulars, circular.id, circular.version, values)


def approve(
    conn: sa.Connection, circular: Circular, frozen: ApprovedContents, by: By
) -> bool:
    """Approves a draft, keeps what it says and publishes its score (C10).

    False when it is no draft, or not the one that was read: somebody has changed it
    since.
    """
    values = {
        "state": CircularState.APPROVED.value,
        "approved_at": by.at,
        "approved_by": by.who,
        "dated": circular.dated,
        "contents": dict(frozen.contents),
    }
    if not change_draft(conn, circulars, circular.id, circular.version, values):
        return False
    rows = [
        {
            "circular_id": circular.id,
            "name": file.name,
            "type": file.type,
            "bytes": file.content,
        }
        for file in frozen.files
    ]
    if rows:
        conn.execute(circular_files.insert(), rows)
    scores.publish(conn, circular.score_id, by.at)
    return True


def mark_sent(conn: sa.Connection, circular: Circular, now: datetime) -> None:
    """Notes that the messages of an approved circular are in the outbox."""
    mark_row_sent(conn, circulars, circular.id, now)


def mark_row_sent(
    conn: sa.Connection, table: sa.Table, number: int, now: datetime
) -> None:
    """Notes that what was approved is in the outbox, in a table whose rows are drafted,
    approved and sent.
    """
    approved = (table.c.id == number) & (table.c.state == CircularState.APPROVED.value)
    conn.execute(
        table.update()
        .where(approved)
        .values(state=CircularState.SENT.value, sent_at=now)
    )


def change_draft(
    conn: sa.Connection,
    table: sa.Table,
    number: int,
    version: int,
    values: Mapping[str, Any],
) -> bool:
    """Changes a row of such a table while it is a draft of that version, the very one
    that was read; False, and nothing is changed, where it is not.
    """
    is_draft = table.c.state == CircularState.DRAFT.value
    as_read = (table.c.id == number) & is_draft & (table.c.version == version)
    return bool(conn.execute(table.update().where(as_read).values(values)).rowcount)


def contents_of(conn: sa.Connection, number: int) -> Mapping[str, Any] | None:
    """What a circular says, as drafted or approved; None where an older version drafted
    or approved it.
    """
    return conn.execute(
        sa.select(circulars.c.contents).where(circulars.c.id == number)
    ).scalar()


def files_of(conn: sa.Connection, number: int) -> tuple[CircularFile, ...]:
    """The files of a circular, as approved."""
    columns = circular_files.c
    query = sa.select(columns.name, columns.type, columns.bytes).where(
        columns.circular_id == number
    )
    rows = conn.execute(query.order_by(columns.name))
    return tuple(CircularFile(row.name, row.type, bytes(row.bytes)) for row in rows)


def purge_of(conn: sa.Connection, serial: str, left: str) -> tuple[int, ...]:
    """Takes the title of a sealed item out of what circulars say, and their files away
    (promise 13).

    `left` stands where the title stood. Ids of the circulars that named it: as far as
    they have left the house, nobody can call them back.
    """
    # The serial stands between quotation marks in the JSON, so that 2026-0001 does not
    # find 2026-00012.
    quoting = sa.cast(circulars.c.contents, sa.Text).contains(f'"{serial}"')
    found = conn.execute(
        sa.select(circulars.c.id, circulars.c.contents).where(quoting)
    ).all()
    for row in found:
        contents = _without_title(row.contents, serial, left)
        conn.execute(
            circulars.update().where(circulars.c.id == row.id).values(contents=contents)
        )
        conn.execute(
            circular_files.delete().where(circular_files.c.circular_id == row.id)
        )
    return tuple(row.id for row in found)


def _without_title(value: Any, serial: str, left: str) -> Any:  # noqa: ANN401 - plain data of any depth
    """The same data with `left` for the title of every entry that names `serial`."""
    if isinstance(value, list):
        return [_without_title(each, serial, left) for each in value]
    if not isinstance(value, Mapping):
        return value
    inside = {key: _without_title(each, serial, left) for key, each in value.items()}
    if value.get("serial") == serial and "title" in value:
        inside["title"] = left
    return inside


def _newest(conn: sa.Connection, *where: sa.ColumnElement[bool]) -> Circular | None:
    query = sa.select(*_COLUMNS).where(*where).order_by(circulars.c.id.desc()).limit(1)
    row = conn.execute(query).one_or_none()
    return None if row is None else _circular(row)


def _circular(row: sa.Row[Any]) -> Circular:
    return Circular(**row._asdict() | {"state": CircularState(row.state)})
