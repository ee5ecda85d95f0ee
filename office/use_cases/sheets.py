"""What is a period's score sheet now, and which ones were stored, by whom, and what
differs between them?

`Sheets` keeps the last sheets with what they rest on. Asked again, it scores the units
that something has touched since, and sets them out with the others; when anything else
is different, all are scored. A sheet is stored only by closing (`scoring.close`). A
published one is frozen with the digest of what it was made from; what comes after it is
a revision with a reason and an approver (promise 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from ledger import circulars, record_changes, scores
from ledger.database import Connection
from ledger.entries.events import Facts
from ledger.entries.people import families_of
from ledger.periods import Period, Span, local_day
from ledger.record_changes import Checkpoint
from ledger.rulebook import Rulebook
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, from_json
from ledger.submissions import listing
from scoring.close import scored, scored_from, without_garbage_collection
from scoring.explain import UnitComparison, changed_units
from scoring.layout import set_out
from scoring.renewal import touched_between, units_by_submission, with_units_replaced

_FEW_UNITS = 50
"""How many units are scored apart; when more are touched, all are."""
_KEPT_SHEETS = 4


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet and what it rests on.

    `today` is the day it is seen from, `beside` the facts beside submissions,
    `published` the revisions on which earlier quarters stand, `checkpoint` how far the
    record had come; `units_by_submission` says which units each submission concerns.
    """

    sheet: ScoreSheet
    today: date
    beside: Facts
    published: Mapping[str, int]
    checkpoint: Checkpoint
    units_by_submission: Mapping[str, tuple[int, ...]] = field(repr=False)


class Sheets:
    """The sheets of one rulebook as they stand now; months, quarters and halves are
    kept.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._kept: dict[str, KeptSheet] = {}

    def sheet(self, conn: Connection, period: Period, now: datetime) -> ScoreSheet:
        """The same as `scored`. NoEditionError when no edition covers the period."""
        if period.span is Span.YEAR:
            return scored(conn, self._rulebook, period, now)
        before = self._kept.pop(period.code, None)
        kept = (
            None
            if before is None
            else self._bring_up_to_date(conn, period, now, before)
        )
        if kept is None:
            with without_garbage_collection():
                facts = scores.outlined_facts_of(conn, period)
                sheet = scored_from(conn, self._rulebook, period, facts, now)
            kept = KeptSheet(
                sheet=sheet,
                today=local_day(now),
                beside=scores.facts_beside_submissions(conn, period),
                published=scores.published_revisions(conn),
                checkpoint=record_changes.checkpoint(conn),
                units_by_submission=units_by_submission(facts.submissions),
            )
        # Threads of the console share this: a new dict instead of a deletion that two
        # might try at once. The first in it are those that nobody asked for longest.
        self._kept = dict([*self._kept.items(), (period.code, kept)][-_KEPT_SHEETS:])
        return kept.sheet

    def _bring_up_to_date(
        self, conn: Connection, period: Period, now: datetime, before: KeptSheet
    ) -> KeptSheet | None:
        """What was kept, brought up to date; None when it takes scoring everybody."""
        beside = scores.facts_beside_submissions(conn, period)
        published = scores.published_revisions(conn)
        rests_on = (local_day(now), published, beside.history, beside.beginning)
        was = before.beside
        if rests_on != (before.today, before.published, was.history, was.beginning):
            return None

        # Which units has anything touched: directly, or through a submission of theirs,
        # now or before?
        checkpoint = record_changes.checkpoint(conn)
        touched = touched_between(before.beside, beside)
        serials = (
            record_changes.touched_since(conn, before.checkpoint) | touched.serials
        )
        linked = listing.several_outlined(conn, listing.linked(conn, serials))
        units_of_linked = units_by_submission(linked)
        unit_ids = set(touched.unit_ids)
        for serial in serials:
            unit_ids.update(before.units_by_submission.get(serial, ()))
            unit_ids.update(units_of_linked.get(serial, ()))
        # Units that are one by now share a row.
        unit_ids = families_of(beside.units, unit_ids)
        units = [unit for unit in beside.units if unit.id in unit_ids]
        if len(units) > _FEW_UNITS:
            return None

        sheet = before.sheet
        if units:
            facts = scores.outlined_facts_of_units(conn, period, units)
            anew = scored_from(conn, self._rulebook, period, facts, now)
            edition = self._rulebook.for_period(period)
            replaced = with_units_replaced(before.sheet, anew, unit_ids)
            sheet = set_out(edition, period, beside, replaced)
        return replace(
            before,
            sheet=sheet,
            beside=beside,
            checkpoint=checkpoint,
            units_by_submission={**before.units_by_submission, **units_of_linked},
        )


class StoredScore(NamedTuple):
    """One stored score, its approval if any, and the units that stand differently than
    in the one before.
    """

    revision: Revision
    approved_by: str
    approved_at: datetime | None
    changes: tuple[UnitComparison, ...]


def stored_scores(conn: Connection, period: str) -> tuple[StoredScore, ...]:
    """Every stored score of a period, oldest first; the first differs from nothing."""
    approved = {
        each.score_id: each
        for each in circulars.everything(conn)
        if each.approved_at is not None
    }
    found: list[StoredScore] = []
    before: ScoreSheet | None = None
    for revision in scores.revisions(conn, period):
        sheet = from_json(revision.sheet)
        changes = () if before is None else changed_units(before, sheet)
        circular = approved.get(revision.id)
        who, when = (
            ("", None)
            if circular is None
            else (circular.approved_by, circular.approved_at)
        )
        found.append(StoredScore(revision, who, when, changes))
        before = sheet
    return tuple(found)
