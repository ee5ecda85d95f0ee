"""What does a decision teach the roster?

The sender's address speaks for the unit from now on, and the unknown name at the subject's head means it
(F3), each kept with who taught it, when and from which item. Judging again what is held is left to
`rejudging`.
"""

from typing import NamedTuple

from ingest.names.unit_names import unit_names_of
from ingest.screening.trust import Verdict
from ingest.triage.alias import offered
from ledger import journal, learnt_names, roster
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.journal import JournalEntry
from ledger.learnt_names import LearntKind, LearntName


class Confirmed(NamedTuple):
    """An item before and after a person confirmed its unit, with the letter it came with and who did it."""

    before: Submission
    after: Submission
    letter: MailboxEntry
    entry: JournalEntry


def teach(conn: Connection, confirmed: Confirmed) -> tuple[LearntName, ...]:
    """Writes down what is to be learnt; nothing of an item that is not recorded."""
    after, entry = confirmed.after, confirmed.entry
    if after.unit_id is None or after.state is not SubmissionState.RECORDED:
        return ()
    units = roster.all_units(conn)
    found = {
        LearntKind.ALIAS: _alias(confirmed, after.unit_id, units),
        LearntKind.ADDRESS: _address(confirmed, units),
    }
    because = f"{entry.who} 核定 {after.serial}"
    wanted = (
        LearntName(after.unit_id, kind, what, because, entry.who, entry.at)
        for kind, what in found.items()
        if what
    )
    learnt = tuple(lesson for lesson in wanted if learnt_names.learn(conn, lesson))
    for lesson in learnt:
        # An address is a person's and stays out of the journal (promise 14); a name is a unit's.
        details = {"alias": lesson.what} if lesson.kind is LearntKind.ALIAS else {}
        did = f"learnt an {lesson.kind.value}"
        journal.write(conn, JournalEntry(entry.at, entry.who, did, f"unit:{after.unit_id}", because, details))
    return learnt


def _alias(confirmed: Confirmed, unit_id: int, units: tuple[Unit, ...]) -> str:
    """Never from a joint item: who of several is meant is not said."""
    if confirmed.after.co_unit_ids:
        return ""
    return offered(confirmed.letter.subject, unit_id, unit_names_of(units))


def _address(confirmed: Confirmed, units: tuple[Unit, ...]) -> str:
    """Never one that writes for a unit already, nor one that somebody else wrote under (P39)."""
    address, before = confirmed.letter.from_address, confirmed.before
    unknown = "address-unregistered" in before.flags or before.unit_id is None
    spoken_for = any(unit.owns_address(address) for unit in units)
    forged = confirmed.letter.trust == Verdict.FAILED
    return address if unknown and not spoken_for and not forged else ""
