"""Which free circulars have been drafted, approved and sent?

报送要点, 征稿 and whatever else the office tells its units that rests on no score. What
was approved is what is sent; nothing goes out unapproved.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.circulars import CircularState, change_draft, mark_row_sent
from ledger.journal import By
from ledger.tables.events import announcements

ALL = "all"
"""Every unit of the roster."""


class AnnouncementText(NamedTuple):
    """What is announced; `dated` None: the day of approval."""

    title: str
    body: str
    number: str = ""
    dated: date | None = None


class Announcement(NamedTuple):
    """One announcement; `to` holds ALL, group:NAME and unit:ID, `template` is what it
    was begun with.

    `version` is how often the draft was changed.
    """

    id: int
    template: str
    title: str
    number: str
    dated: date | None
    body: str
    to: tuple[str, ...]
    state: CircularState
    drafted_by: str
    drafted_at: datetime
    edited_by: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    version: int = 0

    @property
    def text(self) -> AnnouncementText:
        """What is announced."""
        return AnnouncementText(self.title, self.body, self.number, self.dated)


def draft(
    conn: sa.Connection,
    template: str,
    to: Sequence[str],
    text: AnnouncementText,
    by: By,
) -> Announcement:
    """Makes a new draft."""
    row = text._asdict() | {
        "template": template,
        "to": list(to),
        "state": CircularState.DRAFT.value,
        "drafted_by": by.who,
        "drafted_at": by.at,
    }
    return _announcement(
        conn.execute(announcements.insert().values(row).returning(announcements)).one()
    )


def one(conn: sa.Connection, number: int) -> Announcement | None:
    """The announcement with this id."""
    row = conn.execute(
        sa.select(announcements).where(announcements.c.id == number)
    ).one_or_none()
    return None if row is None else _announcement(row)


def everything(conn: sa.Connection) -> tuple[Announcement, ...]:
    """Every announcement, newest first."""
    query = sa.select(announcements).order_by(announcements.c.id.desc())
    return tuple(map(_announcement, conn.execute(query)))


def edit(
    conn: sa.Connection,
    found: Announcement,
    text: AnnouncementText,
    to: Sequence[str],
    who: str,
) -> bool:
    """Changes a draft.

    False, and nothing is changed, once it is approved, or where somebody has changed it
    since it was read.
    """
    values = text._asdict() | {
        "to": list(to),
        "edited_by": who,
        "version": found.version + 1,
    }
    return change_draft(conn, announcements, found.id, found.version, values)


def approve(conn: sa.Connection, found: Announcement, dated: date, by: By) -> bool:
    """Approves a draft under its day; False when it is none any more, or not the one
    that was read.
    """
    values = {
        "state": CircularState.APPROVED.value,
        "approved_by": by.who,
        "approved_at": by.at,
        "dated": dated,
    }
    return change_draft(conn, announcements, found.id, found.version, values)


def mark_sent(conn: sa.Connection, found: Announcement, now: datetime) -> None:
    """Notes that its messages are in the outbox."""
    mark_row_sent(conn, announcements, found.id, now)


def _announcement(row: sa.Row[Any]) -> Announcement:
    return Announcement(
        **row._asdict() | {"state": CircularState(row.state), "to": tuple(row.to)}
    )
