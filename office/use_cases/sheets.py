"""What is a period's sheet now, when little has happened since it was last asked for?

Keeps the last sheets with what they rest on. Asked again, it scores the units that something has touched
since, and sets them out with the others; when anything else is different, all are scored. What is kept is
worked out, never the record: a sheet is stored only by closing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from ledger import circulars, record_changes, scores
from ledger.database import Connection
from ledger.entries.events import Facts
from ledger.periods import Period, Span, local_day
from ledger.record_changes import Checkpoint
from ledger.rulebook import Rulebook
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from ledger.submissions import listing
from scoring.close import scored, scored_from, without_garbage_collection
from scoring.comparison import UnitComparison, compare_sheets
from scoring.layout import set_out
from scoring.renewal import touched_between, units_by_submission, with_units_replaced

_FEW = 50
"""How many units are scored apart; when more are touched, all are."""
_SHEETS = 4


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet and what it rests on: the day it is seen from, the facts beside items, how far those had come.

    `whose` names the units that each item concerns; `printed` the sheets on which earlier quarters stand.
    """

    sheet: ScoreSheet
    today: date
    beside: Facts
    printed: Mapping[str, int]
    mark: Checkpoint
    whose: Mapping[str, tuple[int, ...]] = field(repr=False)


class Sheets:
    """The sheets of one rulebook as they stand now; months, quarters and halves are kept."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._kept: dict[str, KeptSheet] = {}

    def sheet(self, conn: Connection, period: Period, now: datetime) -> ScoreSheet:
        """The same as `scored`. NoEditionError when no edition covers the period."""
        if period.span is Span.YEAR:
            return scored(conn, self._rulebook, period, now)
        before = self._kept.pop(period.code, None)
        kept = None if before is None else self._renewed(conn, period, now, before)
        if kept is None:
            kept = self._whole(conn, period, now)
        self._kept = dict([*self._kept.items(), (period.code, kept)][-_SHEETS:])
        return kept.sheet

    def _whole(self, conn: Connection, period: Period, now: datetime) -> KeptSheet:
        with without_garbage_collection():
            facts = scores.outlined_facts_of(conn, period)
            sheet = scored_from(conn, self._rulebook, period, facts, now)
        return KeptSheet(
            sheet=sheet,
            today=local_day(now),
            beside=scores.facts_beside_submissions(conn, period),
            printed=scores.published_revisions(conn),
            mark=record_changes.checkpoint(conn),
            whose=units_by_submission(facts.submissions),
        )

    def _renewed(
        self, conn: Connection, period: Period, now: datetime, before: KeptSheet
    ) -> KeptSheet | None:
        """What was kept, brought up to date; None when it takes scoring everybody."""
        beside, printed = scores.facts_beside_submissions(conn, period), scores.published_revisions(conn)
        same = beside.history == before.beside.history and printed == before.printed
        if not same or local_day(now) != before.today:
            return None
        mark, told = record_changes.checkpoint(conn), touched_between(before.beside, beside)
        serials = record_changes.touched_since(conn, before.mark) | told.serials
        whose = units_by_submission(listing.several_outlined(conn, listing.linked(conn, serials)))
        ids = told.unit_ids.union(*(known.get(s, ()) for known in (before.whose, whose) for s in serials))
        units = [unit for unit in beside.units if unit.id in ids]
        if len(units) > _FEW:
            return None
        sheet = before.sheet
        if units:
            part = scores.outlined_facts_of_units(conn, period, units)
            anew = scored_from(conn, self._rulebook, period, part, now)
            edition = self._rulebook.for_period(period)
            sheet = set_out(edition, period, beside.units, with_units_replaced(before.sheet, anew, ids))
        return replace(before, sheet=sheet, beside=beside, mark=mark, whose={**before.whose, **whose})


class StoredScore(NamedTuple):
    """One stored score, its approval if any, and the units that stand differently than in the one before."""

    revision: Revision
    approved_by: str
    approved_at: datetime | None
    changes: tuple[UnitComparison, ...]


def history(conn: Connection, period: str) -> tuple[StoredScore, ...]:
    """Every stored score of a period, oldest first; the first differs from nothing."""
    approved = {each.score_id: each for each in circulars.everything(conn) if each.approved_at is not None}
    found: list[StoredScore] = []
    before: ScoreSheet | None = None
    for revision in scores.revisions(conn, period):
        sheet = from_json(revision.sheet)
        circular = approved.get(revision.id)
        found.append(
            StoredScore(
                revision,
                "" if circular is None else circular.approved_by,
                None if circular is None else circular.approved_at,
                () if before is None else changes(before, sheet),
            )
        )
        before = sheet
    return tuple(found)


def changes(before: ScoreSheet, after: ScoreSheet) -> tuple[UnitComparison, ...]:
    """The units whose points, place, share or named lists differ."""
    return tuple(change for change in compare_sheets(before, after) if change.now != change.then)


def said(found: Sequence[UnitComparison]) -> tuple[str, ...]:
    """The changes in the office's words: points, share and lists unit by unit, mere places counted."""
    told = [words for change in found if (words := _words(change))]
    moved = len(found) - len(told)
    return (*told, f"另有{moved}个单位只是名次变动") if moved else tuple(told)


def _words(change: UnitComparison) -> str:
    now, then = change.now, change.then
    parts = []
    if now.total != then.total:
        parts.append(f"{points_text(now.total)} → {points_text(then.total)} 分")
    if now.share != then.share:
        parts.append(f"效能 {share_text(now.share) or '—'} → {share_text(then.share) or '—'}")
    if now.named != then.named:
        parts.append(f"点名 {'、'.join(now.named) or '无'} → {'、'.join(then.named) or '无'}")
    return f"{change.unit}：{'，'.join(parts)}" if parts else ""
