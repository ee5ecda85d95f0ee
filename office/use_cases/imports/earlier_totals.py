"""Which totals of quarters and months before this record does a file tell, and what is put on record of them?

A total that is on record already is replaced: the file that comes last holds. What it replaces is said before
and after, and kept in the journal.
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
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.records import read_history
from office.use_cases.imports.rows import Finder

SUBJECT = "history"
"""The journal's name for these totals."""


class ComparedTotal(NamedTuple):
    """A total of a file, the unit's name, and the total that is on record of the same; None where none is."""

    told: HistoryTotal
    unit: str
    before: HistoryTotal | None

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
        if before.total != self.told.total:
            said.append(f"得分 {before.total} → {self.told.total}")
        if before.share != self.told.share:
            said.append(f"效能得分 {_or_none(before.share)} → {_or_none(self.told.share)}")
        if before.note != self.told.note:
            said.append(f"备注 {before.note or '无'} → {self.told.note or '无'}")
        return "，".join(said)


def compared_totals(conn: Connection, path: Path) -> tuple[ComparedTotal, ...]:
    """The rows of a file beside what is on record, in its order; TableError or BadRowsError."""
    rows = read_history(path, Finder(roster.all_units(conn)), switches.beginning(conn))
    names = roster.unit_names(conn)
    known = {(each.period, each.unit_id): each for each in scores.earlier_totals(conn)}
    return tuple(ComparedTotal(row, names[row.unit_id], known.get((row.period, row.unit_id))) for row in rows)


def keep(conn: Connection, totals: Sequence[ComparedTotal], by: By) -> None:
    """Puts the totals on record with one entry of the journal; nothing where all of them are on it."""
    fresh = [each for each in totals if each.state is not RowState.KNOWN]
    if not fresh:
        return
    scores.save_history(conn, [each.told for each in fresh])
    new = sum(each.state is RowState.NEW for each in fresh)
    replaced = [f"{each.unit} {each.told.period}：{each.change}" for each in fresh if each.change]
    did = f"history import: {new} new of {len(totals)}"
    details = {"改动": replaced} if replaced else {}
    journal.write(conn, JournalEntry(by.at, by.who, did, SUBJECT, details=details))


def _or_none(share: Decimal | None) -> str:
    return "无" if share is None else str(share)
