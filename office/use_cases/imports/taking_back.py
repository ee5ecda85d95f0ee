"""How is a whole file taken in as one act, and taken back as one?

Adoptions, instructions, forwardings, remarks, and registers of earlier items: one entry of the journal, under
a number that every row names. Taken back is what still stands of it, as `office.use_cases.withdrawing` takes
back a single one; items of a register are returned.
"""

from __future__ import annotations

from ledger import imports, journal, remarks
from ledger.database import Connection
from ledger.entries.submissions import SubmissionState
from ledger.events import EVENT_TABLES
from ledger.imports import TakenImport
from ledger.journal import By, JournalEntry
from ledger.submissions import listing
from ledger.submissions.recording import subject_of
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.decisions import deciding
from office.use_cases.decisions.decision import Action, Decision
from office.use_cases.imports import earlier_items
from office.use_cases.withdrawing import Way, WithdrawalError, Withdrawn
from scoring.without import name_of

KINDS = {"adoptions": "adoption", "instructions": "instruction", "forwardings": "forwarding"}
"""The kind of a file → the word with which evidence names its rows; remarks are no events."""


def begin(conn: Connection, kind: str, file: str, by: By) -> int:
    """Notes that a file is taken in; its number, which its rows are to name."""
    return imports.add(conn, kind, file, by.who, by.at)


def note(conn: Connection, number: int, kind: str, by: By, rows: int, new: int) -> None:
    """Writes the one entry of the journal that a file makes."""
    details = {"rows": rows, "new": new}
    entry = JournalEntry(by.at, by.who, f"{kind} import: {new} new of {rows}", imports.subject_of(number))
    journal.write(conn, entry._replace(details=details))


def standing_of(conn: Connection, taken: TakenImport) -> tuple[str, ...]:
    """The names of what a file brought and that stands, such as adoption:12."""
    if taken.kind == "remarks":
        return tuple(name_of(each) for each in remarks.of_import(conn, taken.id))
    if taken.kind == earlier_items.KIND:
        found = [name_of(each) for table in EVENT_TABLES.values() for each in table.of_import(conn, taken.id)]
        for item in listing.several(conn, earlier_items.serials_of(conn, taken.id)):
            if item.state is SubmissionState.RECORDED:
                found.append(subject_of(item.serial))
        return tuple(found)
    table = EVENT_TABLES[KINDS[taken.kind]]
    return tuple(name_of(each) for each in table.of_import(conn, taken.id))


def take_back(service: Service, conn: Connection, number: int, way: Way | None, by: By) -> Withdrawn:
    """Takes back what still stands of a file; WithdrawalError where it is unknown or nothing of it stands."""
    taken = imports.one(conn, number)
    named = f"第{number}次导入"
    if taken is None:
        raise WithdrawalError(named, "没有这一次，可用 `imports list` 查看")
    names = standing_of(conn, taken)
    if not names:
        raise WithdrawalError(named, "带来的都已撤回，没有可收回的")
    items = [name for name in names if name.startswith(subject_of(""))]
    events = [name for name in names if name not in items]
    done = withdrawing.withdraw(service, conn, events, way, by) if events else Withdrawn(0)
    returned = Decision(by.because, Action.RETURN)
    for name in items:
        context = service.decision_context(by.who, by.at)
        deciding.decide(conn, name.removeprefix(subject_of("")), returned, context)
    done = done._replace(rows=len(names))
    imports.note_taken_back(conn, number, by.at)
    entry = JournalEntry(by.at, by.who, "import: take back", imports.subject_of(number), by.because)
    journal.write(conn, entry._replace(details={"rows": done.rows}))
    return done
