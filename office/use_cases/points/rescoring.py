"""What is a period's sheet now, when little has happened since it was last asked for?

Keeps the last sheets with what they rest on. Asked again, it scores the units that something has touched
since, and sets them out with the others; when anything else is different, all are scored. What is kept is
worked out, never the record: a sheet is stored only by closing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ledger import changes, scores
from ledger.changes import Checkpoint
from ledger.database import Connection
from ledger.entries.events import Facts
from ledger.periods import Period, Span, local_day
from ledger.rulebook import Rulebook
from ledger.scoresheet import ScoreSheet
from ledger.submissions import listing
from scoring.close import scored, scored_from, unswept
from scoring.layout import set_out
from scoring.renewal import apart, concerned, exchanged

_FEW = 50
"""How many units are scored apart; when more are touched, all are."""
_SHEETS = 4


@dataclass(frozen=True, slots=True)
class Kept:
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
        self._kept: dict[str, Kept] = {}

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

    def _whole(self, conn: Connection, period: Period, now: datetime) -> Kept:
        with unswept():
            facts = scores.outlined_facts_of(conn, period)
            sheet = scored_from(conn, self._rulebook, period, facts, now)
        return Kept(
            sheet=sheet,
            today=local_day(now),
            beside=scores.facts_beside_submissions(conn, period),
            printed=scores.published_revisions(conn),
            mark=changes.checkpoint(conn),
            whose=concerned(facts.submissions),
        )

    def _renewed(self, conn: Connection, period: Period, now: datetime, before: Kept) -> Kept | None:
        """What was kept, brought up to date; None when it takes scoring everybody."""
        beside, printed = scores.facts_beside_submissions(conn, period), scores.published_revisions(conn)
        same = beside.history == before.beside.history and printed == before.printed
        if not same or local_day(now) != before.today:
            return None
        mark, told = changes.checkpoint(conn), apart(before.beside, beside)
        serials = changes.touched_since(conn, before.mark) | told.serials
        whose = concerned(listing.several_outlined(conn, listing.linked(conn, serials)))
        ids = told.unit_ids.union(*(known.get(s, ()) for known in (before.whose, whose) for s in serials))
        units = [unit for unit in beside.units if unit.id in ids]
        if len(units) > _FEW:
            return None
        sheet = before.sheet
        if units:
            part = scores.outlined_facts_of_units(conn, period, units)
            anew = scored_from(conn, self._rulebook, period, part, now)
            edition = self._rulebook.for_period(period)
            sheet = set_out(edition, period, beside.units, exchanged(before.sheet, anew, ids))
        return replace(before, sheet=sheet, beside=beside, mark=mark, whose={**before.whose, **whose})
