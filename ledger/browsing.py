"""What does a person leaf through?

Pages of submissions and of letters, newest first, with how many there are in all. A
page is found by its keys and then read by the module that owns the rows.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa

from ledger import mailbox_entries, proposals, roster
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Submission
from ledger.search import folded, pieces_of, says
from ledger.statements import count_rows, in_chunks
from ledger.submissions import listing
from ledger.submissions.listing import EVERYTHING, SubmissionFilter, matching
from ledger.tables.events import adoptions
from ledger.tables.mail import mailbox_entries as letters
from ledger.tables.submissions import co_units, search_texts, submissions

_STANDS = adoptions.c.withdrawn_at.is_(None)
T = TypeVar("T", Submission, MailboxEntry)


class Window(NamedTuple):
    """Which part of a long list: `size` rows from number `first` on, counted from 0."""

    first: int
    size: int


class Page(NamedTuple, Generic[T]):
    """One page of a list that has `total` rows."""

    rows: tuple[T, ...]
    total: int


class SubmissionSearch(NamedTuple):
    """What a list of submissions is narrowed by.

    `text` are pieces parted by blanks, each of which has to be found: in what the item
    says, among its authors, in its serial, or in a name of one of its units.
    """

    wanted: SubmissionFilter = EVERYTHING
    text: str = ""
    asked_on: date | None = None
    """Only those about which a proposal waits on that day."""
    publication: str = ""
    """Only those that it used, by the name under which that was entered."""


def submissions_page(
    conn: sa.Connection, sought: SubmissionSearch, window: Window
) -> Page[Submission]:
    """The submissions sought, newest arrival first."""
    newest_first = (submissions.c.arrived_at.desc(), submissions.c.serial.desc())
    query = _passing(conn, sought).order_by(*newest_first)
    if sought.text:
        # All texts are gone through once, not again to count what was found.
        found = conn.scalars(query).all()
        serials, total = found[window.first : window.first + window.size], len(found)
    else:
        serials = conn.scalars(query.offset(window.first).limit(window.size)).all()
        total = _count(conn, query)
    oldest_first = listing.several(conn, serials)
    return Page(tuple(reversed(oldest_first)), total)


def submissions_found(
    conn: sa.Connection, sought: SubmissionSearch, among: Iterable[str] | None = None
) -> tuple[Submission, ...]:
    """All that are sought, those of `among` only where it is given; in no order."""
    query = _passing(conn, sought)
    if among is None:
        return listing.several(conn, conn.scalars(query).all())
    serials: list[str] = []
    for chunk in in_chunks(among):
        serials.extend(conn.scalars(query.where(submissions.c.serial.in_(chunk))))
    return listing.several(conn, serials)


def _passing(conn: sa.Connection, sought: SubmissionSearch) -> sa.Select[Any]:
    """The serials of what is sought."""
    query = sa.select(submissions.c.serial).where(matching(sought.wanted))
    if sought.asked_on is not None:
        query = query.where(
            submissions.c.serial.in_(proposals.serials_waiting(conn, sought.asked_on))
        )
    if sought.publication:
        used = sa.select(adoptions.c.serial).where(
            adoptions.c.publication == sought.publication, _STANDS
        )
        query = query.where(submissions.c.serial.in_(used))
    if not sought.text:
        return query
    pieces = pieces_of(sought.text)
    if not pieces:
        return query.where(sa.false())
    query = query.join(search_texts, search_texts.c.serial == submissions.c.serial)
    units = roster.all_units(conn)
    for piece in pieces:
        unit_ids: set[int] = set()
        for unit in units:
            if any(piece in folded(name) for name in unit.every_name):
                unit_ids.add(unit.id)
        joint = sa.select(co_units.c.serial).where(co_units.c.unit_id.in_(unit_ids))
        of_units = submissions.c.unit_id.in_(unit_ids) | submissions.c.serial.in_(joint)
        query = query.where(says(conn, piece) | of_units)
    return query


def publications_used(conn: sa.Connection) -> tuple[str, ...]:
    """The names of all publications that used an item, as they were entered."""
    query = sa.select(adoptions.c.publication).distinct().where(_STANDS)
    return tuple(conn.scalars(query.order_by(adoptions.c.publication)))


def letters_page(
    conn: sa.Connection, state: MailboxEntryState | None, text: str, window: Window
) -> Page[MailboxEntry]:
    """Mails seen, newest arrival first; `text` is part of a subject or of the sender's
    name or address.
    """
    query = sa.select(letters.c.id)
    if state is not None:
        query = query.where(letters.c.state == state.value)
    if text:
        columns = (letters.c.subject, letters.c.from_name, letters.c.from_address)
        query = query.where(
            sa.or_(*(column.icontains(text, autoescape=True) for column in columns))
        )
    return _letters(conn, query, window)


def possible_reports_page(conn: sa.Connection, window: Window) -> Page[MailboxEntry]:
    """The letters set aside that may be reports and wait for a person, newest arrival
    first.
    """
    return _letters(conn, sa.select(letters.c.id).where(mailbox_entries.WAITS), window)


def letter_counts(
    conn: sa.Connection, since: datetime | None = None
) -> dict[MailboxEntryState, int]:
    """How many mails ended in each state, of those that arrived at or after `since` if
    it is given.
    """
    query = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
    if since is not None:
        query = query.where(letters.c.arrived_at >= since)
    return {MailboxEntryState(row[0]): row[1] for row in conn.execute(query)}


def _letters(
    conn: sa.Connection, query: sa.Select[Any], window: Window
) -> Page[MailboxEntry]:
    query = query.order_by(letters.c.arrived_at.desc(), letters.c.id.desc())
    numbers = list(conn.scalars(query.offset(window.first).limit(window.size)))
    by_id = {entry.id: entry for entry in mailbox_entries.several(conn, numbers)}
    return Page(tuple(by_id[number] for number in numbers), _count(conn, query))


def _count(conn: sa.Connection, query: sa.Select[Any]) -> int:
    """How many rows the query has in all."""
    return count_rows(conn, query.order_by(None).subquery())
