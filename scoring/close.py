"""How is a period closed?

Facts out of the ledger, a sheet from `scoring.score`, a stored revision back. Refusals
are values; approving and sending is the circular's affair.
"""

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ledger import mailbox_entries, proposals, roster, scores, switches
from ledger.database import Connection
from ledger.entries.events import Facts
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import SubmissionState
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.proposals import OpenProposal
from ledger.rulebook import Edition, Rulebook
from ledger.scores import Revision
from ledger.scoresheet import (
    BEGINNING,
    ScoreSheet,
    as_json,
    from_json,
    says_the_same,
)
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from scoring.score import assess


class Order(NamedTuple):
    """Who closes, when, for what reason, and whether despite what speaks against it."""

    who: str
    now: datetime
    because: str = ""
    force: bool = False


class Closed(NamedTuple):
    """The revision that stands now, its sheet, and what of the period is still open
    (F7).

    `possible` are letters of the period that were set aside and may be reports: they
    counted for nothing; of a unit's address there are some only where it was forced.
    `fresh` tells whether it was stored just now; else the same facts gave the revision
    that stood already.
    """

    revision: Revision
    sheet: ScoreSheet
    proposals: tuple[OpenProposal, ...]
    possible: tuple[MailboxEntry, ...]
    fresh: bool


class ClosingObstacle(StrEnum):
    """What may speak against closing."""

    EARLY = "before-the-beginning"
    RUNNING = "still-running"
    HELD = "held"
    UNSEEN = "possible-reports"
    PUBLISHED = "published"


class NotClosed(NamedTuple):
    """Why the period was not closed.

    `serials` are the held submissions and `letters` the ids of the undecided letters,
    where these are why.
    """

    obstacle: ClosingObstacle
    period: str
    serials: tuple[str, ...] = ()
    letters: tuple[int, ...] = ()


def scored(
    conn: Connection, rulebook: Rulebook, period: Period, now: datetime
) -> ScoreSheet:
    """The period's sheet as of `now`; stores nothing. NoEditionError when no edition
    covers it.
    """
    with without_garbage_collection():
        return scored_from(
            conn, rulebook, period, scores.outlined_facts_of(conn, period), now
        )


def scored_from(
    conn: Connection, rulebook: Rulebook, period: Period, facts: Facts, now: datetime
) -> ScoreSheet:
    """As `scored`, of the units of `facts`, which are all or a few."""
    return assess(
        rulebook, period, facts, local_day(now), published_sheets(conn, facts, period)
    )


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keeps Python's collector of cycles off meanwhile.

    Facts and lines hold no cycles, and it would go through all of them again and again
    as they are made.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def what_if(
    conn: Connection, edition: Edition, period: Period, now: datetime
) -> ScoreSheet:
    """The period's sheet as of `now`, were it scored under `edition`; stores nothing.

    A quarter before it that is published stays as printed; within a year, only if
    printed under `edition` and each of its readings.
    """
    facts = scores.outlined_facts_of(conn, period)
    printed = published_sheets(conn, facts, period)
    if period.span is Span.YEAR:
        readings = {(reading.id, reading.text) for reading in edition.readings}
        for code, sheet in tuple(printed.items()):
            printed_readings = {
                (used.id, used.text) for used in sheet.readings if used.id != BEGINNING
            }
            same_readings = printed_readings == readings
            if sheet.edition != edition.id or not same_readings:
                del printed[code]
    always = Rulebook((replace(edition, in_force_on=date.min, first_period=None),))
    return assess(always, period, facts, local_day(now), printed)


def close(
    conn: Connection, rulebook: Rulebook, period: Period, order: Order
) -> Closed | NotClosed:
    """Store the next revision of the period; the same facts again store nothing.

    Refused before the assessment begins, while the period runs, submissions of a unit
    are held or a letter of a unit's address waits that may be a report, unless forced
    with a reason; and, once it is published, without a reason (promise 10). What is
    held without a unit may be anybody's, also an advertisement, and is no unit's score:
    it stops nothing, nor does a stranger's letter.
    """
    if not (order.force and order.because):
        held = [
            each
            for each in listing.listed(
                conn, SubmissionFilter(period=period, state=SubmissionState.HELD)
            )
            if each.unit_id is not None
        ]
        beginning = switches.beginning(conn)
        if beginning is not None and period.past <= beginning.on:
            return NotClosed(ClosingObstacle.EARLY, period.code)
        if local_day(order.now) <= period.last:
            return NotClosed(ClosingObstacle.RUNNING, period.code)
        if held:
            return NotClosed(
                ClosingObstacle.HELD, period.code, tuple(each.serial for each in held)
            )
        waiting = scores.unseen_letters(conn, roster.all_units(conn))
        unseen = sorted({letter.number for letter in waiting if letter.on in period})
        if unseen:
            return NotClosed(ClosingObstacle.UNSEEN, period.code, letters=tuple(unseen))
        published = any(
            revision.published_at for revision in scores.revisions(conn, period.code)
        )
        if published and not order.because:
            return NotClosed(ClosingObstacle.PUBLISHED, period.code)
    facts = scores.facts_of(conn, period)
    sheet = assess(
        rulebook,
        period,
        facts,
        local_day(order.now),
        published_sheets(conn, facts, period),
    )
    revisions = scores.revisions(conn, period.code)
    open_ones = proposals.of_period(conn, period)
    possible = tuple(
        entry
        for entry in mailbox_entries.possible_reports(conn)
        if local_day(entry.arrived_at) in period
    )
    if revisions and says_the_same(from_json(revisions[-1].sheet), sheet):
        return Closed(revisions[-1], sheet, open_ones, possible, fresh=False)
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
    return Closed(scores.store(conn, revision), sheet, open_ones, possible, fresh=True)


def published_sheets(
    conn: Connection, facts: Facts, period: Period
) -> dict[str, ScoreSheet]:
    """The published sheets of the year's other quarters as they were printed, with the
    units of `facts`.
    """
    year = period_of(period.first, Span.YEAR)
    known = {unit.id for unit in facts.units}
    sheets: dict[str, ScoreSheet] = {}
    for code, number in scores.published_revisions(conn).items():
        if code == period.code or parse_period(code).first not in year:
            continue
        revision = scores.revision_with(conn, number)
        assert revision is not None, "a printed revision is never deleted"  # noqa: S101
        # Units are left out before the sheet is read: for a few units most of it need
        # not be.
        groups: list[dict[str, Any]] = []
        for group in revision.sheet["groups"]:
            groups.append(
                {
                    **group,
                    "units": [
                        unit for unit in group["units"] if unit["unit_id"] in known
                    ],
                }
            )
        sheets[code] = from_json({**revision.sheet, "groups": groups})
    return sheets


def digest_of(facts: Facts) -> str:
    """A SHA-256 over the facts that does not depend on their order."""
    ordered: dict[str, list[str]] = {}
    for kind, rows in asdict(facts).items():
        ordered[kind] = sorted(
            json.dumps(row, default=str, sort_keys=True) for row in rows or ()
        )
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()
