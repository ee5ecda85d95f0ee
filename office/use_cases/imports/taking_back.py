"""How is a whole file taken in as one act, and taken back as one?

Adoptions, instructions, forwardings, remarks, and registers of earlier items: one entry
of the journal, under a number that every row names. Taken back is what still stands of
it, as `office.use_cases.withdrawing` takes back a single one; items of a register are
returned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger import imports, journal, remarks
from ledger.database import Connection
from ledger.entries.submissions import SubmissionState
from ledger.events import EVENT_TABLES
from ledger.imports import TakenImport
from ledger.journal import By, JournalEntry
from ledger.periods import Span, parse_period
from ledger.submissions import listing
from notify.chinese import period_name
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.decisions import deciding
from office.use_cases.decisions.decision import Action, Decision
from office.use_cases.decisions.published import published_touched
from office.use_cases.imports import earlier_items
from office.use_cases.withdrawing import Way, WithdrawalError, Withdrawn
from scoring.without import name_of

KINDS = {
    "adoptions": ("adoption",),
    "instructions": ("instruction",),
    "forwardings": ("forwarding",),
    earlier_items.KIND: tuple(EVENT_TABLES),
    "remarks": (),
}
"""The kind of a file → the words with which evidence names the events that it brings."""


class Brought(NamedTuple):
    """What stands of a file: serials of items, and the names of events and remarks."""

    serials: list[str]
    events: list[str]


def begin(conn: Connection, kind: str, file: str, by: By) -> int:
    """Notes that a file is taken in; its number, which its rows are to name."""
    return imports.add(conn, kind, file, by.who, by.at)


def note(conn: Connection, number: int, kind: str, by: By, rows: int, new: int) -> None:
    """Writes the one entry of the journal that a file makes."""
    details = {"rows": rows, "new": new}
    entry = JournalEntry(
        by.at, by.who, f"{kind} import: {new} new of {rows}", imports.subject_of(number)
    )
    journal.write(conn, entry._replace(details=details))


def standing_of(conn: Connection, taken: TakenImport) -> Brought:
    """What a file brought and that stands; events by their names, such as
    adoption:12.
    """
    found = Brought([], [])
    for kind in KINDS[taken.kind]:
        events = EVENT_TABLES[kind].of_import(conn, taken.id)
        found.events.extend(map(name_of, events))
    if taken.kind == "remarks":
        found.events.extend(map(name_of, remarks.of_import(conn, taken.id)))
    if taken.kind == earlier_items.KIND:
        for item in listing.several(conn, earlier_items.serials_of(conn, taken.id)):
            if item.state is SubmissionState.RECORDED:
                found.serials.append(item.serial)
    return found


def take_back(
    service: Service, conn: Connection, number: int, way: Way | None, by: By
) -> Withdrawn:
    """Takes back what still stands of a file.

    WithdrawalError where it is unknown or nothing of it stands, and where a published
    quarter has counted an item of it that is not to be corrected: what an item did for
    a duty cannot be carried.
    """
    taken = imports.one(conn, number)
    named = f"第{number}次导入"
    if taken is None:
        raise WithdrawalError(named, "没有这一次，可用 `imports list` 查看")
    serials, events = standing_of(conn, taken)
    rows = len(serials) + len(events)
    if not rows:
        raise WithdrawalError(named, "没有带来新的，或带来的都已撤回，没有可收回的")
    printed = quarters_that_counted(conn, serials)
    if printed and way is not Way.CORRECT:
        quarters = "、".join(map(period_name, printed))
        way_out = "收回只能连同已通报的得分一起更正，请写明 --correct"
        raise WithdrawalError(named, f"{quarters}已经通报，算过其中的报送件，{way_out}")
    done = withdrawing.withdraw(service, conn, events, way, by)
    returned = Decision(by.because, Action.RETURN, although_published=True)
    for serial in serials:
        deciding.decide(conn, serial, returned, service.decision_context(by.who, by.at))
    years = withdrawing.score_anew(service, conn, printed, by)
    imports.note_taken_back(conn, number, by.at)
    entry = JournalEntry(
        by.at, by.who, "import: take back", imports.subject_of(number), by.because
    )
    journal.write(conn, entry._replace(details={"rows": rows}))
    return done._replace(
        rows=rows,
        drafted=tuple(dict.fromkeys((*done.drafted, *printed))),
        doubts=tuple(
            dict.fromkeys((*done.doubts, *years, *_left(service, conn, number)))
        ),
    )


def quarters_that_counted(conn: Connection, serials: Sequence[str]) -> list[str]:
    """The published quarters that have counted one of these items."""
    quarters: set[str] = set()
    for item in listing.several(conn, serials):
        after = replace(item, state=SubmissionState.RETURNED)
        quarters.update(published_touched(conn, item, after, Action.RETURN))
    return sorted(code for code in quarters if parse_period(code).span is Span.QUARTER)


def _left(service: Service, conn: Connection, number: int) -> Iterator[str]:
    """What of a register, or about its items, was not taken back: it was put on record
    since.
    """
    serials = earlier_items.serials_of(conn, number)
    for item in listing.several(conn, serials):
        if item.state is SubmissionState.SUPERSEDED:
            yield f"{item.serial}已被{item.superseded_by}替代，那一件没有收回，请另行办理"
    for table in EVENT_TABLES.values():
        for event in table.of(conn, serials):
            words = withdrawing.words_of(service.rulebook, event)
            yield f"{event.serial}已退回，导入以后另记的“{words}”没有一并撤回，请看是否要撤回"
