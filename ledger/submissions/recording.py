"""How does a submission enter the record, and how is it altered?

It enters in one go with its words, sketch, co-units, proposals and search index;
serials come from `numbers`. Every statement is an executemany, because a batch of a
hundred letters is one short transaction (measured: a commit for each letter takes some
twelve times as long). It is altered by a new value in place of the old, with a journal
entry that says who, why and each field before and after; nothing is altered silently
(D7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import journal, proposals, roster, search
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import Proposal, Submission, SubmissionWords, subject_of
from ledger.journal import JournalEntry
from ledger.tables.submissions import co_units, submissions, words

CHANGES = journal.CHANGES
"""The detail of an entry under which each field stands as it was and as it is."""
_TOLD = (
    *(
        "title",
        "unit_id",
        "co_unit_ids",
        "category",
        "authors",
        "signer",
        "counts_on",
        "state",
        "flags",
    ),
    *(
        "own_business",
        "quality",
        "lateness_waived",
        "commission",
        "follows",
        "superseded_by",
    ),
    *("held_because", "candidates"),
)
"""The fields that are told before and after; the others are the machine's own notes."""
_PERSONAL = frozenset({"authors", "signer"})
"""Fields that are told under `CHANGES` alone, without a telephone number (promise
14).
"""


class NewSubmission(NamedTuple):
    """A submission with all that is stored beside it."""

    submission: Submission
    words: SubmissionWords
    proposals: tuple[Proposal, ...] = ()
    sketch: frozenset[int] | None = None
    """That of the words, where it was made already."""


def add(conn: sa.Connection, items: Sequence[NewSubmission], now: datetime) -> None:
    """Writes the submissions."""
    if not items:
        return
    submission_rows = []
    words_rows = []
    joint_rows = []
    sketched = {}
    proposed = {}
    # Rows are gathered first: one statement a table, however many items.
    for item in items:
        serial = item.submission.serial
        submission_rows.append(row_of(item.submission))
        words_rows.append(
            {
                "serial": serial,
                "text": item.words.text,
                "manuscript": item.words.manuscript,
            }
        )
        joint_rows.extend(_co_unit_rows(item.submission))
        sketched[serial] = (
            sketch_of(*item.words) if item.sketch is None else item.sketch
        )
        proposed[serial] = item.proposals
    conn.execute(submissions.insert(), submission_rows)
    conn.execute(words.insert(), words_rows)
    search.add_sketches(conn, sketched)
    if joint_rows:
        conn.execute(co_units.insert(), joint_rows)
    proposals.propose(conn, proposed, now)
    search.index_words(conn, sketched)


def set_co_units(conn: sa.Connection, submission: Submission) -> None:
    """Replaces the co-units of a joint item."""
    conn.execute(co_units.delete().where(co_units.c.serial == submission.serial))
    rows = _co_unit_rows(submission)
    if rows:
        conn.execute(co_units.insert(), rows)


def change(
    conn: sa.Connection, before: Submission, after: Submission, entry: JournalEntry
) -> None:
    """Writes `after` over `before` (same serial) and journals what differs; nothing
    where nothing does.
    """
    differing = changed_fields(before, after)
    if not differing:
        return
    row = row_of(after) | {"version": submissions.c.version + 1}
    conn.execute(
        submissions.update().where(submissions.c.serial == after.serial).values(row)
    )
    if "co_unit_ids" in differing:
        set_co_units(conn, after)
    if "title" in differing or "authors" in differing:
        search.index_words(conn, [after.serial])
    details: dict[str, object] = {}
    for name in differing:
        details[name] = "changed" if name in _PERSONAL else str(getattr(after, name))
    units_differ = not {"unit_id", "co_unit_ids", "candidates"}.isdisjoint(differing)
    details[CHANGES] = told_changes(
        before, after, roster.unit_names(conn) if units_differ else {}
    )
    details[journal.VERSION] = before.version + 1
    journal.write(
        conn, entry._replace(subject=subject_of(after.serial), details=details)
    )


def told_changes(
    before: Submission, after: Submission, unit_names: Mapping[int, str]
) -> dict[str, list[object]]:
    """Each field that differs, as it was and as it is, as plain data that can be read
    years later.

    Units stand by name, codes as they are, authors without their numbers.
    """
    found: dict[str, list[object]] = {}
    for name in _TOLD:
        if getattr(before, name) != getattr(after, name):
            found[name] = [
                _told(before, name, unit_names),
                _told(after, name, unit_names),
            ]
    return found


def _told(item: Submission, name: str, unit_names: Mapping[int, str]) -> object:
    value = getattr(item, name)
    match name:
        case "unit_id":
            return unit_names.get(value)
        case "co_unit_ids" | "candidates":
            return [unit_names[unit_id] for unit_id in value]
        case "authors":
            return [author.by_tails for author in value]
        case "counts_on":
            return value and value.isoformat()
        case "flags":
            return list(value)
        case _:
            return value


def changes_since(
    conn: sa.Connection, item: Submission, version: int
) -> tuple[JournalEntry, ...]:
    """Who changed the item after it was of that version, and what, oldest first."""
    subject = subject_of(item.serial)
    if "sealed" in item.flags:
        return journal.about(conn, subject)[
            -1:
        ]  # of what was done before nothing is told any more
    return journal.later_than(conn, subject, version)


def changed_fields(before: Submission, after: Submission) -> tuple[str, ...]:
    """The names of the fields in which two values differ, their versions aside."""
    names = [field.name for field in fields(Submission) if field.compare]
    return tuple(
        name for name in names if getattr(before, name) != getattr(after, name)
    )


def row_of(submission: Submission) -> dict[str, Any]:
    """A submission as a row; the other units of a joint item have rows of their own."""
    attachments = [
        {
            "name": one.name,
            "type": one.type,
            "bytes": one.size,
            "sha256": one.sha256,
            "unread": one.unread,
        }
        for one in submission.attachments
    ]
    return {
        "serial": submission.serial,
        "token": submission.token,
        "letter": submission.letter,
        "unit_id": submission.unit_id,
        "title": submission.title,
        "category": submission.category,
        "category_because": submission.category_because,
        "authors": list(map(list, submission.authors)),
        "signer": submission.signer,
        "arrived_at": submission.arrived_at,
        "counts_on": submission.counts_on,
        "day": submission.day,
        "characters": submission.characters,
        "state": submission.state.value,
        "flags": list(submission.flags),
        "own_business": submission.own_business,
        "quality": submission.quality,
        "lateness_waived": submission.lateness_waived,
        "commission": submission.commission,
        "follows": submission.follows,
        "superseded_by": submission.superseded_by,
        "fingerprint": submission.fingerprint,
        "attachments": attachments,
        "evidence": list(submission.evidence),
        "held_because": submission.held_because,
        "candidates": list(submission.candidates),
    }


def _co_unit_rows(submission: Submission) -> list[dict[str, Any]]:
    return [
        {"serial": submission.serial, "unit_id": unit_id, "position": position}
        for position, unit_id in enumerate(submission.co_unit_ids)
    ]
