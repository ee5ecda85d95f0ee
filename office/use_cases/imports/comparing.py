"""What of a file's rows is new, known, otherwise than on record, or refused?

Of adoptions, instructions, forwardings and remarks. A row that says of the same item,
day and publication (or leader) something else than what stands, or says again what was
put right, is *changed*: a file never changes what is on record, so it is said and left
to `withdrawing`. Two rows of one file that say so of each other are refused.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast

from ledger import remarks, roster
from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction, Remark
from ledger.events import EVENT_TABLES, Which
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from notify.chinese import full_day
from office.use_cases.closed_lists import printed_quarters
from office.use_cases.imports.records import ImportContext
from office.use_cases.imports.refusals import Refusal, Wrong
from office.use_cases.imports.rows import BadRowsError, Fault, Finder
from office.use_cases.imports.tables import Columns, read_table
from scoring.without import Recorded, name_of

T = TypeVar("T")


class RowState(StrEnum):
    """What a row is to the record."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    REFUSED = "refused"


class ComparedRow(NamedTuple):
    """One row: its number, what it is to the record, what it says, and what stands or
    why it is refused.

    `standing` is the name of what stands and says the same, or something else, of the
    same. Of a new row `because` says in Chinese that the same was on record and was
    withdrawn.
    """

    number: int
    state: RowState
    recorded: Recorded | None
    standing: str = ""
    because: str = ""


class ReadRows(NamedTuple, Generic[T]):
    """What the rows of a file that can be read say, with their numbers, and what is
    wrong with the others.
    """

    numbers: tuple[int, ...]
    values: tuple[T, ...]
    faults: tuple[Fault, ...]


def import_context(
    conn: Connection, rulebook: Rulebook, now: datetime
) -> ImportContext:
    """What the rows of a file of events or remarks, or of a register, are read
    against.
    """
    finder = Finder(roster.all_units(conn), listing.listed(conn))
    return ImportContext(finder, rulebook, now, printed_quarters(conn))


def read_or_refused(
    path: Path, columns: Columns, read: Callable[[], Sequence[T]]
) -> ReadRows[T]:
    """The rows as `read` reads them; what it refuses with BadRowsError is among the
    faults. TableError.
    """
    faults: tuple[Fault, ...] = ()
    try:
        values = tuple(read())
    except BadRowsError as fault:
        faults = fault.faults
        # What a reader has read of the other rows is of its own kind.
        values = cast("tuple[T, ...]", fault.good)
    bad = {fault.row for fault in faults}
    numbers = tuple(
        row.number for row in read_table(path, columns) if row.number not in bad
    )
    return ReadRows(numbers, values, faults)


def compared(
    conn: Connection,
    path: Path,
    columns: Columns,
    read: Callable[[], Sequence[Recorded]],
) -> tuple[ComparedRow, ...]:
    """Every row of a file beside the record, in its order; `read` reads its rows, or
    raises BadRowsError.
    """
    numbers, values, faults = read_or_refused(path, columns, read)
    found = [
        ComparedRow(fault.row, RowState.REFUSED, None, because=fault.what)
        for fault in faults
    ]
    # What is on record about the items that the rows name, the withdrawn too.
    recorded: list[Recorded] = []
    kinds = {name_of(each).partition(":")[0] for each in values}
    serials = {each.serial for each in values if each.serial}
    for kind in kinds:
        if kind == "remark":
            recorded += [each.remark for each in remarks.everything(conn)]
        else:
            recorded += EVENT_TABLES[kind].of(conn, serials, Which.ALL)
    on_record: defaultdict[tuple[object, ...], list[Recorded]] = defaultdict(list)
    for each in recorded:
        on_record[_key(each)].append(each)
    rows_said: dict[tuple[object, ...], tuple[int, Recorded]] = {}
    for number, value in zip(numbers, values, strict=True):
        key = _key(value)
        first = rows_said.setdefault(key, (number, value))
        if first[0] != number:
            state, said = RowState.REFUSED, "contradicts"
            if _says_the_same(first[1], value):
                state, said = RowState.KNOWN, "says the same as"
            found.append(
                ComparedRow(number, state, value, because=f"{said} row {first[0]}")
            )
            continue
        found.append(_beside(conn, number, value, on_record[key]))
    return tuple(sorted(found, key=lambda row: row.number))


def refuse_contradictions(path: Path, rows: Sequence[ComparedRow]) -> None:
    """BadRowsError where a row cannot be taken."""
    faults = [
        Fault(row.number, Wrong(Refusal.AS_SAID, {"said": row.because}))
        for row in rows
        if row.state is RowState.REFUSED
    ]
    if faults:
        raise BadRowsError(path, faults)


def _beside(
    conn: Connection, number: int, value: Recorded, alike: Sequence[Recorded]
) -> ComparedRow:
    """The row beside what is, or was, on record of the same; what says the same goes
    before what does not.
    """
    alike = sorted(alike, key=lambda each: not _says_the_same(each, value))
    for known in alike:
        if known.withdrawn is None:
            state = RowState.KNOWN if _says_the_same(known, value) else RowState.CHANGED
            return ComparedRow(number, state, value, name_of(known))
    because = ""
    for gone in alike:
        if gone.withdrawn is None or not _says_the_same(gone, value):
            continue
        now = _put_right(conn, gone)
        if now is not None:
            return ComparedRow(number, RowState.CHANGED, value, name_of(now))
        because = f"{full_day(gone.withdrawn.at)}撤回过（{gone.withdrawn.because}）"
    return ComparedRow(number, RowState.NEW, value, because=because)


def _put_right(conn: Connection, gone: Recorded) -> Recorded | None:
    """What stands in the place of something withdrawn, however often corrected; None
    where nothing.
    """
    if not isinstance(gone, Remark):
        now: Recorded | None = EVENT_TABLES[
            name_of(gone).partition(":")[0]
        ].standing_now(conn, gone)
        return now
    by_replaced = {one.remark.replaces: one.remark for one in remarks.everything(conn)}
    found: Remark | None = gone
    while found is not None and found.withdrawn is not None:
        found = by_replaced.get(found.id)
    return found


def _key(recorded: Recorded) -> tuple[object, ...]:
    """What two records have in common that speak of the same."""
    match recorded:
        case Adoption():
            return "adoption", recorded.serial, recorded.publication, recorded.on
        case Instruction():
            return "instruction", recorded.serial, recorded.leader, recorded.on
        case Forwarding():
            return "forwarding", recorded.serial, recorded.target, recorded.on
        case Remark():
            who = (recorded.unit_id, recorded.serial, recorded.kind)
            return "remark", *who, recorded.on, recorded.because


def _says_the_same(one: Recorded, other: Recorded) -> bool:
    """Whether two records of the same say the same of it; a note or an issue left out
    is no difference.
    """
    match one, other:
        case Adoption(), Adoption():
            issues = {one.issue, other.issue} - {""}
            return one.form == other.form and len(issues) < 2
        case Instruction(), Instruction():
            return one.level == other.level
        case Remark(), Remark():
            return one.points == other.points
        case _:
            return True
