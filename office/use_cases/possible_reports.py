"""What does the office say of letters that were set aside and may be reports?

Each is a report after all, or none; several may be decided together. Making one a
report is ingest's affair (`ingest.intake.again`), in a transaction for each, since the
bytes are read anew in between.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.intake.arrival import IntakeContext
from ledger import journal, mailbox_entries
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry


class NotWaitingError(ToldError):
    """Letters that nobody was asked about, or of which somebody has decided; nothing
    was changed.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        named = ", ".join(str(number) for number in numbers)
        super().__init__(
            f"letters: {named}: not among the possible reports, or decided already; nothing was changed; "
            "see `yishiyibao letters list --possible`"
        )


class Taken(NamedTuple):
    """What became of letters that a person called reports: `entries` as they are now,
    `left` as they were.
    """

    entries: tuple[MailboxEntry, ...]
    left: tuple[int, ...]


def subject_of(number: int) -> str:
    """What the journal calls a letter."""
    return f"letter:{number}"


def dismiss(conn: Connection, numbers: Iterable[int], by: By) -> tuple[int, ...]:
    """Notes of each letter that it is no report, and gives those of which that was
    still to be said.
    """
    done = [
        number
        for number in dict.fromkeys(numbers)
        if mailbox_entries.dismiss(conn, number, by.at)
    ]
    journal.write(
        conn,
        *(
            JournalEntry(
                by.at, by.who, mailbox_entries.DISMISSED, subject_of(number), by.because
            )
            for number in done
        ),
    )
    return tuple(done)


def dismiss_all(conn: Connection, numbers: Iterable[int], by: By) -> None:
    """Notes of each letter that it is no report; NotWaitingError, whereupon the caller
    takes it all back.
    """
    asked = tuple(dict.fromkeys(numbers))
    done = dismiss(conn, asked, by)
    if done != asked:
        raise NotWaitingError(number for number in asked if number not in done)


def take_as_reports(
    context: IntakeContext, numbers: Iterable[int], request: RejudgeRequest
) -> Taken:
    """Makes each letter a submission; one that cannot be read, or was decided
    meanwhile, stays as it is.
    """
    entries = []
    left = []
    for number in dict.fromkeys(numbers):
        try:
            entries.append(again.take_as_report(context, number, request))
        except again.NotAgainError:
            left.append(number)
    return Taken(tuple(entries), tuple(left))
