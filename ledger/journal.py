"""Who did what, when and why?

Every change a person makes by hand is an entry (D7); the machine writes one where a
later reader would ask. No mail text and no phone number is ever put into an entry; of a
number at most the last digits, by which two are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.statements import first_of, highest, in_chunks
from ledger.tables.office import journal

CHANGES = "changes"
"""The detail of an entry under which each field stands as it was and as it is."""
VERSION = "version"
"""The detail of an entry that says how often its subject had been changed after it."""
_LONG = 200
"""Characters."""
MACHINE = "yishiyibao"
"""Who did what no person did."""


class By(NamedTuple):
    """Who does something, when and, where it is asked, why."""

    who: str
    at: datetime
    because: str = ""


class JournalEntry(NamedTuple):
    """One line of the journal; `subject` names the thing changed, such as
    submission:2026-0123.
    """

    at: datetime
    who: str
    did: str
    subject: str
    because: str = ""
    details: Mapping[str, object] = {}


def write(conn: sa.Connection, *entries: JournalEntry) -> None:
    """Adds the entries."""
    if entries:
        rows = [entry._asdict() | {"details": dict(entry.details)} for entry in entries]
        conn.execute(journal.insert(), rows)


def about(conn: sa.Connection, subject: str) -> tuple[JournalEntry, ...]:
    """What was done to one subject, oldest first."""
    return _read(
        conn,
        sa.select(journal).where(journal.c.subject == subject).order_by(journal.c.id),
    )


def about_several(
    conn: sa.Connection, subjects: Iterable[str]
) -> tuple[JournalEntry, ...]:
    """What was done to these subjects, oldest first as far as one subject goes."""
    found: list[JournalEntry] = []
    for chunk in in_chunks(subjects):
        query = (
            sa.select(journal)
            .where(journal.c.subject.in_(chunk))
            .order_by(journal.c.id)
        )
        found.extend(_read(conn, query))
    return tuple(found)


def edited(
    before: Mapping[str, object], after: Mapping[str, object], version: int
) -> dict[str, object]:
    """The details of an edit of a draft: which fields, each before and after, and the
    version that it made.

    A long text is only named: it may hold what no entry repeats.
    """
    changed = [name for name, was in before.items() if was != after[name]]
    changes: dict[str, list[object]] = {}
    for name in changed:
        pair = [before[name], after[name]]
        if not any(map(is_long, pair)):
            changes[name] = [
                each.isoformat() if isinstance(each, date) else each for each in pair
            ]
    return {"changed": changed, CHANGES: changes, VERSION: version}


def is_long(value: object) -> bool:
    """Whether a value is a text that is read line by line, and that no entry
    repeats.
    """
    return isinstance(value, str) and ("\n" in value.strip() or len(value) > _LONG)


def later_than(
    conn: sa.Connection, subject: str, version: int
) -> tuple[JournalEntry, ...]:
    """What was done to a subject after it was of that version, oldest first."""
    later: list[JournalEntry] = []
    for entry in about(conn, subject):
        made = entry.details.get(VERSION)
        if (made if isinstance(made, int) else -1) > version:
            later.append(entry)
    return tuple(later)


def newest_about(conn: sa.Connection, subject: str) -> int:
    """The number of the newest entry about one subject; 0 where there is none."""
    return highest(conn, journal.c.id, journal.c.subject == subject)


def numbered(conn: sa.Connection, number: int) -> JournalEntry | None:
    """The entry with this number."""
    return first_of(_read(conn, sa.select(journal).where(journal.c.id == number)))


def latest(conn: sa.Connection, count: int) -> tuple[JournalEntry, ...]:
    """The `count` newest entries, newest first."""
    return _read(conn, sa.select(journal).order_by(journal.c.id.desc()).limit(count))


def alter(
    conn: sa.Connection, subjects: Iterable[str], altered: Callable[[Any], Any]
) -> None:
    """Puts reasons and details of these subjects' entries as `altered` leaves them:
    what was erased goes.
    """
    for chunk in in_chunks(subjects):
        query = sa.select(journal.c.id, journal.c.because, journal.c.details)
        for row in conn.execute(query.where(journal.c.subject.in_(chunk))).all():
            left = {"because": altered(row.because), "details": altered(row.details)}
            if left != {"because": row.because, "details": row.details}:
                conn.execute(
                    journal.update().where(journal.c.id == row.id).values(left)
                )


def strip_details(conn: sa.Connection, subject: str) -> None:
    """Leaves of one subject's entries who, when and what kind: values such as titles go
    (promise 13).
    """
    conn.execute(
        journal.update()
        .where(journal.c.subject == subject)
        .values(details={}, because="")
    )


def _read(
    conn: sa.Connection, query: sa.Select[tuple[object, ...]]
) -> tuple[JournalEntry, ...]:
    return tuple(
        JournalEntry(row.at, row.who, row.did, row.subject, row.because, row.details)
        for row in conn.execute(query)
    )
