"""Which totals of quarters and months before this record does a file tell, and what is
put on record of them?

A total that is on record already is replaced: the file that comes last holds. What it
replaces is said before and after, and kept in the journal. A quarter of ours that is
published is told by nobody; where a month of it is, what is printed stays until it is
corrected, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ledger import journal, roster, scores, switches
from ledger.database import Connection
from ledger.entries.events import HistoryTotal
from ledger.journal import By, JournalEntry
from ledger.periods import Span, parse_period, period_of
from office.use_cases.imports.comparing import RowState, read_or_refused
from office.use_cases.imports.records import HISTORY, read_history
from office.use_cases.imports.refusals import Refusal, Wrong
from office.use_cases.imports.rows import BadRowsError, Fault, Finder

SUBJECT = "history"
"""The journal's name for these totals."""


class ComparedTotal(NamedTuple):
    """A total of a file, the unit's name, and the total that is on record of the same;
    None where none is.

    `printed` is the code of the published quarter that has counted it, or would; ""
    where none has.
    """

    told: HistoryTotal
    unit: str
    before: HistoryTotal | None
    printed: str = ""

    @property
    def state(self) -> RowState:
        """What it is to the record."""
        if self.before is None:
            return RowState.NEW
        return RowState.KNOWN if self.before == self.told else RowState.CHANGED

    @property
    def change(self) -> str:
        """What of it becomes another, in Chinese; "" for a new one and for the same."""
        before = self.before
        if before is None:
            return ""
        said: list[str] = []
        for caption, old, new in (
            ("得分", before.total, self.told.total),
            ("效能得分", before.share, self.told.share),
            ("备注", before.note, self.told.note),
        ):
            if old != new:
                said.append(f"{caption} {_or_none(old)} → {_or_none(new)}")
        return "，".join(said)


def compared_totals(conn: Connection, path: Path) -> tuple[ComparedTotal, ...]:
    """The rows of a file beside what is on record, in its order; TableError or
    BadRowsError.
    """
    finder, beginning = Finder(roster.all_units(conn)), switches.beginning(conn)
    read = read_or_refused(path, HISTORY, lambda: read_history(path, finder, beginning))
    names = roster.unit_names(conn)
    published = scores.published_revisions(conn)
    known = {(each.period, each.unit_id): each for each in scores.earlier_totals(conn)}
    found: list[ComparedTotal] = []
    faults = list(read.faults)
    for number, told in zip(read.numbers, read.values, strict=True):
        quarter = period_of(parse_period(told.period).first, Span.QUARTER).code
        printed = quarter if quarter in published else ""
        each = ComparedTotal(
            told, names[told.unit_id], known.get((told.period, told.unit_id)), printed
        )
        if printed == told.period and each.state is not RowState.KNOWN:
            wrong = Wrong(Refusal.TOTAL_PUBLISHED, {"quarter": printed}, "period")
            faults.append(Fault(number, wrong))
        found.append(each)
    if faults:
        raise BadRowsError(path, faults)
    return tuple(found)


def printed_and_changed(totals: Sequence[ComparedTotal]) -> tuple[str, ...]:
    """The published quarters that these totals change, unless they are on record
    already.
    """
    return tuple(
        sorted(
            {each.printed for each in totals if each.state is not RowState.KNOWN} - {""}
        )
    )


def keep(conn: Connection, totals: Sequence[ComparedTotal], by: By) -> None:
    """Puts the totals on record with one entry of the journal; nothing where all of
    them are on it.
    """
    fresh = [each for each in totals if each.state is not RowState.KNOWN]
    if not fresh:
        return
    scores.save_history(conn, [each.told for each in fresh])
    new = sum(each.state is RowState.NEW for each in fresh)
    replaced = [
        f"{each.unit} {each.told.period}：{each.change}"
        for each in fresh
        if each.change
    ]
    did = f"history import: {new} new of {len(totals)}"
    details = {"改动": replaced} if replaced else {}
    journal.write(conn, JournalEntry(by.at, by.who, did, SUBJECT, details=details))


def _or_none(value: Decimal | str | None) -> str:
    return "无" if value in {None, ""} else str(value)
