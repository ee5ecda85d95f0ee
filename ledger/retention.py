"""What has been kept as long as the office wants it kept, and is forgotten now?

Telephones and addresses of authors, the bytes of letters, the bytes of what we mailed:
each for a while of its own. Items, words, points, and that something came or went stay.
What somebody still has to decide keeps its letter.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal, search
from ledger.database import mark_purge
from ledger.entries.contact import (
    Contact,
    phones_of,
    value_without,
    without,
    without_tails,
)
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import Author, SubmissionState, subject_of
from ledger.journal import JournalEntry
from ledger.notice import OutboxState
from ledger.statements import in_chunks
from ledger.tables.mail import mailbox_entries, originals, outbox
from ledger.tables.submissions import submissions, words

_AT_ONCE = 500
"""Rows purged in one transaction."""
_SETTLED = tuple(
    state.value
    for state in (
        OutboxState.SENT,
        OutboxState.REFUSED,
        OutboxState.DROPPED,
        OutboxState.SHOWN,
    )
)


class Forgotten(NamedTuple):
    """How many items lost their authors' contact, and of how many letters and messages
    the bytes went.
    """

    authors: int = 0
    originals: int = 0
    messages: int = 0

    def __bool__(self) -> bool:
        """Whether anything was forgotten."""
        return any(self)


def with_contact(conn: sa.Connection, before: date) -> tuple[str, ...]:
    """The serials of items of days before that still hold a telephone or an address of
    an author.
    """
    query = sa.select(submissions.c.serial, submissions.c.authors).where(
        submissions.c.day < before
    )
    found: list[str] = []
    for serial, authors in conn.execute(query.order_by(submissions.c.serial)):
        known = [Author(*fields) for fields in authors]
        if any(author.phone or author.email for author in known):
            found.append(serial)
    return tuple(found)


def forget_contact(
    conn: sa.Connection, serials: Iterable[str], entry: JournalEntry
) -> int:
    """Blanks telephone and address of these items' authors, in the words of an item
    too; how many items.

    `entry` is journalled about each, so that whoever has its form open is told who
    changed it.
    """
    mark_purge(conn)
    done = 0
    for chunk in in_chunks(serials):
        columns = (submissions.c.serial, submissions.c.authors, submissions.c.version)
        entries: list[JournalEntry] = []
        for serial, fields, version in conn.execute(
            sa.select(*columns).where(submissions.c.serial.in_(chunk))
        ).all():
            authors = [Author(*author) for author in fields]
            left = [list(author._replace(phone="", email="")) for author in authors]
            mine = submissions.c.serial == serial
            conn.execute(
                submissions.update()
                .where(mine)
                .values(authors=left, version=version + 1)
            )
            details = {"authors": "changed", journal.VERSION: version + 1}
            entries.append(entry._replace(subject=subject_of(serial), details=details))
            phones: frozenset[str] = frozenset().union(
                *(phones_of(author.phone) for author in authors)
            )
            own = frozenset(
                author.email.casefold() for author in authors if author.email
            )
            contact = Contact(phones, own)
            said = conn.execute(
                sa.select(words).where(words.c.serial == serial)
            ).one_or_none()
            if said is not None and contact:
                text, manuscript = (
                    without(said.text, contact),
                    without(said.manuscript, contact),
                )
                if (text, manuscript) != (said.text, said.manuscript):
                    values = {"text": text, "manuscript": manuscript}
                    conn.execute(
                        words.update().where(words.c.serial == serial).values(values)
                    )
            done += 1
        subjects = [each.subject for each in entries]
        journal.alter(conn, subjects, lambda value: value_without(value, without_tails))
        journal.write(conn, *entries)
        search.index_words(conn, chunk)
    return done


def forget_originals(conn: sa.Connection, before: datetime) -> int:
    """Purges the bytes of letters that arrived before; how many, at most a batch.

    Not of those that wait for a person: unread ones, possible reports, letters of items
    that are held.
    """
    mark_purge(conn)
    entries = mailbox_entries.c
    held = sa.select(submissions.c.serial).where(
        submissions.c.state == SubmissionState.HELD.value
    )
    waits = (entries.state == MailboxEntryState.QUARANTINED.value) | entries.serial.in_(
        held
    )
    waits |= (entries.possible != "") & entries.dismissed_at.is_(None)
    needed = sa.select(entries.sha256).where(
        entries.sha256.is_not(None),
        (entries.arrived_at >= before) | sa.func.coalesce(waits, sa.false()),
    )
    old = sa.select(entries.sha256).where(
        entries.sha256.is_not(None), entries.arrived_at < before
    )
    query = sa.select(originals.c.sha256).where(
        originals.c.sha256.in_(old), originals.c.sha256.not_in(needed)
    )
    found = list(conn.scalars(query.order_by(originals.c.sha256).limit(_AT_ONCE)))
    conn.execute(originals.delete().where(originals.c.sha256.in_(found)))
    return len(found)


def forget_messages(conn: sa.Connection, before: datetime) -> int:
    """Purges the bytes and facts of messages that were settled before; how many, at
    most a batch.
    """
    mark_purge(conn)
    query = sa.select(outbox.c.id).where(
        outbox.c.state.in_(_SETTLED),
        outbox.c.settled_at < before,
        outbox.c.bytes.is_not(None),
    )
    found = list(conn.scalars(query.order_by(outbox.c.id).limit(_AT_ONCE)))
    conn.execute(
        outbox.update()
        .where(outbox.c.id.in_(found))
        .values(bytes=None, facts=sa.null())
    )
    return len(found)
