"""What does a person leaf through?

Pages of submissions and of letters, newest first, with how many there are in all. A page is found by its keys
and then read by the module that owns the rows.
"""

from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa

from ledger import mailbox_entries, proposals
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Submission
from ledger.search import grams_of
from ledger.statements import count_rows
from ledger.submissions import listing
from ledger.submissions.listing import EVERYTHING, SubmissionFilter, matching
from ledger.tables.mail import mailbox_entries as letters
from ledger.tables.submissions import grams, submissions

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
    """What a list of submissions is narrowed by; `text` is part of a title, or a serial."""

    wanted: SubmissionFilter = EVERYTHING
    text: str = ""
    asked_on: date | None = None
    """Only those about which a proposal waits on that day."""


def submissions_page(conn: sa.Connection, sought: SubmissionSearch, window: Window) -> Page[Submission]:
    """The submissions sought, newest arrival first."""
    where = [matching(sought.wanted)]
    pieces = grams_of(sought.text)
    if pieces:
        in_title: sa.ColumnElement[bool]
        if all(len(gram) > 1 for gram in pieces):
            found = sa.select(grams.c.serial).where(grams.c.gram.in_(pieces)).group_by(grams.c.serial)
            in_title = submissions.c.serial.in_(found.having(sa.func.count() == len(pieces)))
        else:  # a single character makes no pair of the index: titles themselves are searched
            in_title = submissions.c.title.icontains(sought.text.strip(), autoescape=True)
        where.append(in_title | (submissions.c.serial == sought.text.strip()))
    if sought.asked_on is not None:
        where.append(submissions.c.serial.in_(proposals.serials_waiting(conn, sought.asked_on)))
    newest_first = (submissions.c.arrived_at.desc(), submissions.c.serial.desc())
    query = sa.select(submissions.c.serial).where(*where).order_by(*newest_first)
    serials = list(conn.scalars(query.offset(window.first).limit(window.size)))
    oldest_first = listing.several(conn, serials)
    return Page(tuple(reversed(oldest_first)), _count(conn, query))


def letters_page(
    conn: sa.Connection, state: MailboxEntryState | None, text: str, window: Window
) -> Page[MailboxEntry]:
    """Mails seen, newest arrival first; `text` is part of a subject or of the sender's name or address."""
    query = sa.select(letters.c.id)
    if state is not None:
        query = query.where(letters.c.state == state.value)
    if text:
        columns = (letters.c.subject, letters.c.from_name, letters.c.from_address)
        query = query.where(sa.or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return _letters(conn, query, window)


def possible_reports_page(conn: sa.Connection, window: Window) -> Page[MailboxEntry]:
    """The letters set aside that may be reports and wait for a person, newest arrival first."""
    return _letters(conn, sa.select(letters.c.id).where(mailbox_entries.WAITS), window)


def letter_counts(conn: sa.Connection, since: datetime | None = None) -> dict[MailboxEntryState, int]:
    """How many mails ended in each state, of those that arrived at or after `since` if it is given."""
    query = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
    if since is not None:
        query = query.where(letters.c.arrived_at >= since)
    return {MailboxEntryState(row[0]): row[1] for row in conn.execute(query)}


def _letters(conn: sa.Connection, query: sa.Select[Any], window: Window) -> Page[MailboxEntry]:
    query = query.order_by(letters.c.arrived_at.desc(), letters.c.id.desc())
    numbers = list(conn.scalars(query.offset(window.first).limit(window.size)))
    by_id = {entry.id: entry for entry in mailbox_entries.several(conn, numbers)}
    return Page(tuple(by_id[number] for number in numbers), _count(conn, query))


def _count(conn: sa.Connection, query: sa.Select[Any]) -> int:
    """How many rows the query has in all."""
    return count_rows(conn, query.order_by(None).subquery())
