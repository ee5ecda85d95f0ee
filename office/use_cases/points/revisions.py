"""Which scores of a period were stored, who made and who approved each, and what differs from the one before?

A published sheet is frozen with the digest of what it was made from; what comes after it is a revision with a
reason and an approver (promise 10). Storing is `scoring.close`'s affair, approving that of the circular.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ledger import circulars, scores
from ledger.database import Connection
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from scoring.comparison import UnitComparison, compare_sheets


class Revised(NamedTuple):
    """One stored score, its approval if any, and the units that stand differently than in the one before."""

    revision: Revision
    approved_by: str
    approved_at: datetime | None
    changes: tuple[UnitComparison, ...]


def history(conn: Connection, period: str) -> tuple[Revised, ...]:
    """Every stored score of a period, oldest first; the first differs from nothing."""
    approved = {each.score_id: each for each in circulars.everything(conn) if each.approved_at is not None}
    found: list[Revised] = []
    before: ScoreSheet | None = None
    for revision in scores.revisions(conn, period):
        sheet = from_json(revision.sheet)
        circular = approved.get(revision.id)
        found.append(
            Revised(
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
