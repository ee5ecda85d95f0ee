"""How is a submission forgotten that should never have come by mail?

Sealing by hand (promise 13): original, words, sketch, titles - those of circulars,
issues and lists too -, index, the reasons of remarks and events, and messages not yet
sent are purged; what was sent already is listed, because nobody can call it back.
Backups are beyond our reach and the caller says so.
"""

from dataclasses import replace

import sqlalchemy as sa

from ledger import (
    circulars,
    contents,
    events,
    issues,
    journal,
    mailbox_entries,
    originals,
    remarks,
    search,
)
from ledger.database import mark_purge
from ledger.entries.letters import Answerable, MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.journal import JournalEntry
from ledger.outbox.settling import purge_of
from ledger.submissions.recording import row_of
from ledger.tables.submissions import proposals, submissions, words

_LEFT = "（已按涉密处置撤去）"
"""What stands where a title stood."""


def seal(
    conn: sa.Connection, submission: Submission, mark: str, entry: JournalEntry
) -> tuple[int, ...]:
    """Purges a submission and its letters; the serial stays, as returned, so that no
    number is missing.

    Gives what it could not reach: ids of messages that have left, or may have left, the
    house.
    """
    mark_purge(conn)
    for mailbox_entry in mailbox_entries.of_submission(conn, submission.serial):
        seal_mailbox_entry(conn, mailbox_entry, mark)
    # What is left: that there was such a number, when its letter came and from which
    # unit.
    bare = Submission(
        serial=submission.serial,
        arrived_at=submission.arrived_at,
        title="",
        state=SubmissionState.RETURNED,
        unit_id=submission.unit_id,
        token=submission.token,
        letter=submission.letter,
        flags=("sealed",),
    )
    raised = {"version": submissions.c.version + 1}
    conn.execute(
        submissions.update()
        .where(submissions.c.serial == bare.serial)
        .values(row_of(bare) | raised)
    )
    conn.execute(words.delete().where(words.c.serial == bare.serial))
    conn.execute(
        proposals.delete().where(
            (proposals.c.serial == bare.serial) | (proposals.c.other == bare.serial)
        )
    )
    journal.strip_details(conn, subject_of(bare.serial))
    remarks.strip_reasons(conn, bare.serial, mark)
    events.strip_reasons(conn, bare.serial)
    search.index_words(conn, [bare.serial])
    search.forget_sketch(conn, bare.serial)
    circulars.purge_of(conn, bare.serial, _LEFT)
    contents.purge_of(conn, bare.serial, _LEFT)
    issues.purge_of(conn, bare.serial)
    beyond_reach = purge_of(conn, bare.serial, entry.at).beyond_reach
    journal.write(conn, entry._replace(subject=subject_of(bare.serial)))
    return beyond_reach


def seal_mailbox_entry(
    conn: sa.Connection, mailbox_entry: MailboxEntry, mark: str
) -> None:
    """Leaves of a letter only where it lay, when it came, from whom, and the mark's
    class.
    """
    if mailbox_entry.sha256 is not None:
        originals.purge(conn, mailbox_entry.sha256)
    bare = replace(
        mailbox_entry,
        state=MailboxEntryState.SEALED,
        role=None,
        reason="",
        because="",
        from_name="",
        subject="",
        attachments=(),
        sha256=None,
        message_id=None,
        ancestors=(),
        serial=None,
        size=0,
        mark=mark,
        answerable=Answerable(may=False, to="", because="sealed"),
        possible="",
        opening="",
        dismissed_at=None,
    )
    mailbox_entries.change(conn, bare)
