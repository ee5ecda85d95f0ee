"""How is a period closed?

Facts out of the ledger, a sheet from `scoring.score`, a stored revision back. Refusals are values;
approving and sending is the circular's affair.
"""

import gc
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.events import Facts
from ledger.entries.submissions import SubmissionState
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.rulebook import Edition, Rulebook
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, as_json, from_json
from ledger.submissions import listing
from ledger.submissions.listing import OpenProposal, SubmissionFilter
from scoring.score import assess


class Order(NamedTuple):
    """Who closes, when, for what reason, and whether despite what speaks against it."""

    who: str
    now: datetime
    because: str = ""
    force: bool = False


class Closed(NamedTuple):
    """The revision that stands now, and the open proposals (F7); `fresh`: it was stored just now."""

    revision: Revision
    sheet: ScoreSheet
    proposals: tuple[OpenProposal, ...]
    fresh: bool


class ClosingObstacle(StrEnum):
    """What may speak against closing."""

    RUNNING = "still-running"
    HELD = "held"
    PUBLISHED = "published"


class NotClosed(NamedTuple):
    """Why the period was not closed; `serials` are the held submissions."""

    obstacle: ClosingObstacle
    period: str
    serials: tuple[str, ...] = ()


def scored(conn: Connection, rulebook: Rulebook, period: Period, now: datetime) -> ScoreSheet:
    """The period's sheet as of `now`; stores nothing. NoEditionError when no edition covers it."""
    with without_garbage_collection():
        return scored_from(conn, rulebook, period, scores.outlined_facts_of(conn, period), now)


def scored_from(
    conn: Connection, rulebook: Rulebook, period: Period, facts: Facts, now: datetime
) -> ScoreSheet:
    """As `scored`, of the units of `facts`, which are all or a few."""
    return assess(rulebook, period, facts, local_day(now), published_sheets(conn, facts, period))


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keeps the collector of cycles off: facts and lines hold none, and it would go through all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def what_if(conn: Connection, edition: Edition, period: Period, now: datetime) -> ScoreSheet:
    """The period's sheet as of `now`, were it scored under `edition`; stores nothing.

    A quarter before it that is published stays as printed; within a year, only if printed under `edition`.
    """
    facts = scores.outlined_facts_of(conn, period)
    printed = published_sheets(conn, facts, period)
    if period.span is Span.YEAR:
        printed = {code: sheet for code, sheet in printed.items() if _under(edition, sheet)}
    always = Rulebook((replace(edition, in_force_on=date.min, first_period=None),))
    return assess(always, period, facts, local_day(now), printed)


def _under(edition: Edition, sheet: ScoreSheet) -> bool:
    """Whether a sheet was made under the edition and each of its readings."""
    readings = {(reading.id, reading.text) for reading in edition.readings}
    return sheet.edition == edition.id and {(each.id, each.text) for each in sheet.readings} == readings


def close(conn: Connection, rulebook: Rulebook, period: Period, order: Order) -> Closed | NotClosed:
    """Stores the next revision of the period; the same facts again store nothing.

    Refused while the period runs or submissions of it are held, unless forced with a reason; and, once it
    is published, without a reason (promise 10).
    """
    obstacle = _obstacle(conn, period, order)
    if obstacle is not None:
        return obstacle
    facts = scores.facts_of(conn, period)
    sheet = assess(rulebook, period, facts, local_day(order.now), published_sheets(conn, facts, period))
    last = next(reversed(scores.revisions(conn, period.code)), None)
    proposals = listing.open_proposals(conn, period)
    if last is not None and last.sheet == as_json(sheet):
        return Closed(last, sheet, proposals, fresh=False)
    revision = Revision(
        id=0,
        period=period.code,
        revision=0,
        edition=sheet.edition,
        sheet=as_json(sheet),
        facts_digest=digest_of(facts),
        because=order.because,
        made_by=order.who,
        made_at=order.now,
    )
    return Closed(scores.store(conn, revision), sheet, proposals, fresh=True)


def published_sheets(conn: Connection, facts: Facts, period: Period) -> dict[str, ScoreSheet]:
    """The published sheets of the year's other quarters as they were printed, with the units of `facts`."""
    year, known = period_of(period.first, Span.YEAR), {unit.id for unit in facts.units}
    found: dict[str, ScoreSheet] = {}
    for code, number in scores.published_revisions(conn).items():
        if code != period.code and parse_period(code).first in year:
            revision = scores.revision_with(conn, number)
            assert revision is not None, "a printed revision is never deleted"  # noqa: S101
            found[code] = from_json(_of(known, revision.sheet))
    return found


def _of(unit_ids: Collection[int], sheet: Mapping[str, Any]) -> Mapping[str, Any]:
    """A sheet as plain data with these units alone on it."""
    groups = [
        {**group, "units": [unit for unit in group["units"] if unit["unit_id"] in unit_ids]}
        for group in sheet["groups"]
    ]
    return {**sheet, "groups": groups}


def digest_of(facts: Facts) -> str:
    """A SHA-256 over the facts that does not depend on their order."""
    plain: Mapping[str, list[object]] = asdict(facts)
    ordered = {
        kind: sorted(json.dumps(each, default=str, sort_keys=True) for each in rows)
        for kind, rows in plain.items()
    }
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()


def _obstacle(conn: Connection, period: Period, order: Order) -> NotClosed | None:
    if order.force and order.because:
        return None
    held = listing.listed(conn, SubmissionFilter(period=period, state=SubmissionState.HELD))
    if local_day(order.now) <= period.last:
        return NotClosed(ClosingObstacle.RUNNING, period.code)
    if held:
        return NotClosed(ClosingObstacle.HELD, period.code, tuple(each.serial for each in held))
    published = any(each.published_at for each in scores.revisions(conn, period.code))
    if published and not order.because:
        return NotClosed(ClosingObstacle.PUBLISHED, period.code)
    return None
