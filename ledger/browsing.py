"""What does a person leaf through?

Pages of submissions and of letters, newest first, with how many there are in all. A page is found by its keys
and then read by the module that owns the rows.
"""

from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa

from ledger import mailbox_entries
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Submission
from ledger.search import grams_of
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from ledger.tables.letters import mailbox_entries as letters
from ledger.tables.submissions import co_units, grams, proposals, submissions

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

    asked: SubmissionFilter = SubmissionFilter()
    text: str = ""
    proposed: bool = False
    """Only those about which a proposal is open."""


def submissions_page(conn: sa.Connection, sought: SubmissionSearch, window: Window) -> Page[Submission]:
    """The submissions sought, newest arrival first."""
    where = sa.and_(sa.true(), *_asked(sought.asked), *_text(sought.text), *_proposed(sought))
    order = (submissions.c.arrived_at.desc(), submissions.c.serial.desc())
    serials, total = _keys(conn, sa.select(submissions.c.serial).where(where).order_by(*order), window)
    return Page(tuple(reversed(listing.several(conn, serials))), total)


def letters_page(
    conn: sa.Connection, state: MailboxEntryState | None, text: str, window: Window
) -> Page[MailboxEntry]:
    """Mails seen, newest arrival first; `text` is part of a subject or of the sender's name or address."""
    where: list[sa.ColumnElement[bool]] = [sa.true()]
    if state is not None:
        where.append(letters.c.state == state.value)
    if text:
        columns = (letters.c.subject, letters.c.from_name, letters.c.from_address)
        where.append(sa.or_(*(column.icontains(text, autoescape=True) for column in columns)))
    order = (letters.c.arrived_at.desc(), letters.c.id.desc())
    numbers, total = _keys(conn, sa.select(letters.c.id).where(*where).order_by(*order), window)
    found = {mailbox_entry.id: mailbox_entry for mailbox_entry in mailbox_entries.several(conn, numbers)}
    return Page(tuple(found[number] for number in numbers), total)


def letter_counts(conn: sa.Connection, since: datetime | None = None) -> dict[MailboxEntryState, int]:
    """How many mails ended in each state, of those that arrived at or after `since` if it is given."""
    query = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
    if since is not None:
        query = query.where(letters.c.arrived_at >= since)
    return {MailboxEntryState(row[0]): row[1] for row in conn.execute(query)}


def _keys(conn: sa.Connection, query: sa.Select[Any], window: Window) -> tuple[list[Any], int]:
    total = conn.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    return list(conn.scalars(query.offset(window.first).limit(window.size))), total


def _asked(asked: SubmissionFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if asked.period is not None:
        where += [submissions.c.day >= asked.period.first, submissions.c.day < asked.period.past]
    if asked.state is not None:
        where.append(submissions.c.state == asked.state.value)
    if asked.unit_id is not None:
        joint = sa.select(co_units.c.serial).where(co_units.c.unit_id == asked.unit_id)
        where.append((submissions.c.unit_id == asked.unit_id) | submissions.c.serial.in_(joint))
    return where


def _text(text: str) -> list[sa.ColumnElement[bool]]:
    """A serial, or pairs of characters through the index; a single character has no pair and is searched."""
    wanted = grams_of(text)
    if not wanted:
        return []
    titled: sa.ColumnElement[bool] = submissions.c.title.icontains(text.strip(), autoescape=True)
    if all(len(gram) > 1 for gram in wanted):
        found = sa.select(grams.c.serial).where(grams.c.gram.in_(wanted)).group_by(grams.c.serial)
        titled = submissions.c.serial.in_(found.having(sa.func.count() == len(wanted)))
    return [titled | (submissions.c.serial == text.strip())]


def _proposed(sought: SubmissionSearch) -> list[sa.ColumnElement[bool]]:
    if not sought.proposed:
        return []
    still_open = sa.select(proposals.c.serial).where(proposals.c.settled_at.is_(None))
    return [submissions.c.serial.in_(still_open)]
