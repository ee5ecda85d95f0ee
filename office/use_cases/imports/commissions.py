"""What does a file of commissions (约稿) change, and how is it taken in?

A row of an id that is on record changes it: its words, its last day, further units.
What units were mailed already is changed no further than an extension would, and they
are told; what a published period has counted is not changed by a file at all. Units
that a file leaves out stay asked, those withdrawn stay withdrawn.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from ledger import commissions, journal, roster, scores
from ledger.commissions import Request
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.journal import JournalEntry
from ledger.periods import local_day
from office.use_cases import commissioning
from office.use_cases.commissioning import UnitMailing
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.imports.comparing import RowState, read_or_refused
from office.use_cases.imports.records import COMMISSIONS, read_commissions
from office.use_cases.imports.refusals import Refusal, Wrong
from office.use_cases.imports.rows import BadRowsError, Fault, Finder

IMPORTED = "commissions import"
"""What the journal says of a file of them, and of each that it changed."""


class ComparedCommission(NamedTuple):
    """One row: its number, what it is to the record, and the commission as it would be
    kept.

    `changes` say before → after, `because` why it is refused or what of it stays as it
    is. `added` are units that are asked only from now on.
    """

    number: int
    state: RowState
    commission: Commission | None
    changes: tuple[str, ...] = ()
    because: str = ""
    added: tuple[int, ...] = ()


class TakenCommissions(NamedTuple):
    """What a file of commissions came to: its rows, and the units that were told of a
    later last day.
    """

    rows: tuple[ComparedCommission, ...]
    told: tuple[UnitMailing, ...] = ()


def compared_commissions(
    conn: Connection, path: Path, context: DecisionContext
) -> TakenCommissions:
    """Every row of a file beside the record, in its order; nobody is told.
    TableError.
    """
    finder = Finder(roster.all_units(conn))
    read = read_or_refused(path, COMMISSIONS, lambda: read_commissions(path, finder))
    found = [
        ComparedCommission(fault.row, RowState.REFUSED, None, because=fault.what)
        for fault in read.faults
    ]
    published = scores.printed_periods(conn)
    for number, wanted in zip(read.numbers, read.values, strict=True):
        row = _beside(conn, number, wanted, context)
        known = commissions.one(conn, wanted.id)
        due_before = wanted.due if known is None else known.due
        printed = [
            period.code
            for period in published
            if wanted.due in period or due_before in period
        ]
        if row.state in {RowState.NEW, RowState.CHANGED} and printed:
            what = f"due: {wanted.id} is due in {', '.join(printed)}, which is published and stays as printed"
            way = "leave the row out, or ask for it anew with a later last day"
            row = row._replace(state=RowState.REFUSED, because=f"{what}; {way}")
        found.append(row)
    return TakenCommissions(tuple(sorted(found, key=lambda row: row.number)))


def take_in(conn: Connection, path: Path, context: DecisionContext) -> TakenCommissions:
    """Keeps what a file says as one act, and tells who was mailed of a later last day.

    BadRowsError where a row is refused; nothing is written where all of it is on
    record.
    """
    rows = compared_commissions(conn, path, context).rows
    faults = [
        Fault(row.number, Wrong(Refusal.AS_SAID, {"said": row.because}))
        for row in rows
        if row.state is RowState.REFUSED
    ]
    if faults:
        raise BadRowsError(path, faults)
    new: list[Commission] = []
    changed: list[str] = []
    told: list[UnitMailing] = []
    for row in rows:
        if row.commission is None or row.state is RowState.KNOWN:
            continue
        known = commissions.one(conn, row.commission.id)
        commissions.save(conn, [row.commission])
        if known is None:
            new.append(row.commission)
            continue
        changed.append(known.id)
        # Whoever has it open on a page is told by this entry that it is another now.
        entry = JournalEntry(
            context.now, context.who, IMPORTED, commissioning.subject_of(known.id)
        )
        journal.write(conn, entry._replace(details={"changed": list(row.changes)}))
        if row.commission.due > known.due:
            told += commissioning.tell_of_new_term(
                conn, known, row.commission.due, context
            )
    if new or changed:
        details = {
            "rows": len(rows),
            "new": [each.id for each in new],
            "changed": changed,
        }
        entry = JournalEntry(context.now, context.who, IMPORTED, "commissions")
        journal.write(conn, entry._replace(details=details))
    return TakenCommissions(rows, tuple(told))


def _beside(
    conn: Connection, number: int, wanted: Commission, context: DecisionContext
) -> ComparedCommission:
    """A row beside the commission of its id; an issuer or a brief left out is no
    difference.
    """
    known = commissions.one(conn, wanted.id)
    if known is None:
        return ComparedCommission(number, RowState.NEW, wanted, added=wanted.unit_ids)
    names = roster.unit_names(conn)
    requests = commissions.requests(conn, wanted.id)
    asked = {each.unit_id for each in requests}
    added = tuple(unit_id for unit_id in wanted.unit_ids if unit_id not in asked)
    withdrawn = [
        each.unit_id
        for each in requests
        if each.withdrawn_at and each.unit_id in wanted.unit_ids
    ]
    left_out = [unit_id for unit_id in known.unit_ids if unit_id not in wanted.unit_ids]
    after = wanted._replace(
        issuer=wanted.issuer or known.issuer,
        brief=wanted.brief or known.brief,
        unit_ids=(*known.unit_ids, *added),
    )
    changes = list(_changes(known, after))
    stays = f"表中没有{_named(names, left_out)}，照旧约着；" if left_out else ""
    stays += f"{_named(names, withdrawn)}已经撤回，照旧不约；" if withdrawn else ""
    if added:
        changes.append(f"增加{_named(names, added)}")
    if not changes:
        return ComparedCommission(
            number, RowState.KNOWN, known, because=stays.rstrip("；")
        )
    refused = _why_not(known, after, requests, context)
    if (
        not refused
        and added
        and commissions.record_of(conn, known.id).closed_at is not None
    ):
        refused = f"units: {known.id} was withdrawn from every unit; ask for it under an id of its own"
    state = RowState.REFUSED if refused else RowState.CHANGED
    return ComparedCommission(
        number, state, after, tuple(changes), refused or stays.rstrip("；"), added
    )


def _changes(before: Commission, after: Commission) -> list[str]:
    """What of the words and days is another than before, in the office's words."""
    found: list[str] = []
    for caption, old, new in (
        ("题目", before.title, after.title),
        ("约稿人", before.issuer, after.issuer),
        ("约稿日期", before.issued_on, after.issued_on),
        ("截止日", before.due, after.due),
    ):
        if old != new:
            found.append(f"{caption} {old or '（空）'} → {new}")
    if before.brief != after.brief:
        found.append("要求有改动")
    return found


def _why_not(
    before: Commission,
    after: Commission,
    requests: Sequence[Request],
    context: DecisionContext,
) -> str:
    """Why a commission that units were mailed cannot be changed so; "" if it can, or
    nobody was mailed.
    """
    if not any(
        each.mailed_at is not None and each.withdrawn_at is None for each in requests
    ):
        return ""
    is_extended_at_most = (
        before._replace(due=after.due, unit_ids=after.unit_ids) == after
    )
    if not is_extended_at_most or after.due < before.due:
        return (
            f"id: {before.id} was mailed, and units have it as it was; a file can put it off or ask more "
            f"units; else withdraw it (`commissions withdraw {before.id}`) and ask under another id"
        )
    if after.due != before.due and after.due < local_day(context.now):
        return f"due: {after.due} is past; units that were mailed are told of a day that is still to come"
    return ""


def _named(names: dict[int, str], unit_ids: Collection[int]) -> str:
    return "、".join(names[unit_id] for unit_id in unit_ids)
