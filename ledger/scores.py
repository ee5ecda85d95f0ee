"""What was scored, from which facts, and what of it is published?

A score is stored as a revision of its period. Once its circular is approved it is
published and never changed, only followed by a revision with a reason (promise 10).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import (
    commissions,
    journal,
    mailbox_entries,
    proposals,
    remarks,
    roster,
    switches,
)
from ledger.entries.events import (
    Commission,
    Facts,
    HistoryTotal,
    PublishedPeriod,
    SentBack,
    UnseenLetter,
)
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.events import EVENT_TABLES, Which, adoptions, forwardings, instructions
from ledger.periods import Period, Span, local_day, parse_period
from ledger.scoresheet import ScoreSheet, from_json
from ledger.statements import highest, upsert
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from ledger.tables.events import history, scores
from ledger.tables.submissions import submissions


class Revision(NamedTuple):
    """One stored score: its sheet as plain data; `facts_digest` tells from what it was
    made.
    """

    id: int
    period: str
    revision: int
    edition: str
    sheet: Mapping[str, Any]
    facts_digest: str
    because: str
    made_by: str
    made_at: datetime
    published_at: datetime | None = None


# --- the facts a score rests on -------------------------------------------------------


def facts_of(conn: sa.Connection, period: Period) -> Facts:
    """Everything the scores from the year's beginning to the period's end rest on."""
    year = _year_to_date(period)
    inside = listing.listed(conn, SubmissionFilter(period=year))
    return _facts_of_everyone(conn, year, inside, listing.several)


def outlined_facts_of(conn: sa.Connection, period: Period) -> Facts:
    """As `facts_of`, but submissions in outline: what points rest on, and no more."""
    year = _year_to_date(period)
    return _facts_of_everyone(
        conn, year, listing.outlined(conn, year), listing.several_outlined
    )


def outlined_facts_of_units(
    conn: sa.Connection,
    period: Period,
    units: Sequence[Unit],
    also: Collection[str] = (),
) -> Facts:
    """As `outlined_facts_of`, for a few units alone: enough to score them as if all
    were there.

    `also` are items of theirs that are asked about though nothing happened to them in
    the year.
    """
    year = _year_to_date(period)
    unit_ids = frozenset(unit.id for unit in units)
    asked = commissions.touching(conn, year, unit_ids)
    own = listing.serials_of(conn, unit_ids)
    touched = (_touched_in(conn, year, asked, own) | set(also)) & own
    inside = []
    others = []
    for submission in listing.several_outlined(conn, own):
        if submission.day in year:
            inside.append(submission)
        elif submission.serial in touched:
            others.append(submission)
    known = (*inside, *others)
    serials = {submission.serial for submission in known}
    touching = remarks.touching(conn, year, serials)
    of_units = [
        each for each in touching if each.unit_id in unit_ids or each.serial in serials
    ]
    return Facts(
        units=tuple(units),
        submissions=known,
        adoptions=adoptions.of(conn, serials, Which.SCORED),
        instructions=instructions.of(conn, serials, Which.SCORED),
        forwardings=forwardings.of(conn, serials, Which.SCORED),
        commissions=asked,
        history=earlier_totals(conn),
        published=published_periods(conn),
        sent_back=_sent_back(conn, inside),
        remarks=tuple(of_units),
        counted_once=proposals.counted_once(conn),
        unseen=unseen_letters(conn, units),
        beginning=switches.beginning(conn),
    )


def facts_beside_submissions(conn: sa.Connection, period: Period) -> Facts:
    """Of what points rest on, all that is no submission's: each is read whole, remarks
    of all days too.
    """
    units = roster.all_units(conn)
    return Facts(
        units=units,
        commissions=commissions.touching(conn, _year_to_date(period)),
        history=earlier_totals(conn),
        published=published_periods(conn),
        remarks=remarks.scored(conn),
        unseen=unseen_letters(conn, units),
        beginning=switches.beginning(conn),
    )


def duty_facts_of(conn: sa.Connection, units: Sequence[Unit], period: Period) -> Facts:
    """What one unit's standing rests on, without points: its items of the year and its
    commissions.

    `units` are the unit and then those that it goes on for.
    """
    year = _year_to_date(period)
    asked = commissions.touching(conn, year)
    inside = listing.listed(conn, SubmissionFilter(period=year, unit_id=units[0].id))
    answers = _answers_to(conn, asked) - {submission.serial for submission in inside}
    return Facts(
        units=tuple(units),
        submissions=(*inside, *listing.several(conn, answers)),
        commissions=asked,
        sent_back=_sent_back(conn, inside),
        counted_once=proposals.counted_once(conn),
        unseen=unseen_letters(conn, units),
        beginning=switches.beginning(conn),
    )


def unseen_letters(
    conn: sa.Connection, units: Iterable[Unit]
) -> tuple[UnseenLetter, ...]:
    """The letters of the addresses of `units` that wait for somebody to say whether
    they are reports.
    """
    letters = mailbox_entries.possible_reports(conn)
    if not letters:
        return ()
    owners: dict[str, list[int]] = {}
    for unit in units:
        for address in unit.registered_addresses:
            owners.setdefault(address, []).append(unit.id)
    return tuple(
        UnseenLetter(letter.id, unit_id, local_day(letter.arrived_at))
        for letter in letters
        for unit_id in owners.get(letter.from_address.casefold(), ())
    )


def _year_to_date(period: Period) -> Period:
    return Period(date(period.first.year, 1, 1), period.past, period.code, Span.NAMED)


def _facts_of_everyone(
    conn: sa.Connection,
    year: Period,
    inside: Sequence[Submission],
    several: Callable[[sa.Connection, Iterable[str]], Sequence[Submission]],
) -> Facts:
    """All facts, given the submissions of the year; `several` reads those of other days
    that count too.
    """
    asked = commissions.touching(conn, year)
    own_serials = {submission.serial for submission in inside}
    other_serials = _touched_in(conn, year, asked) - own_serials
    others = several(conn, other_serials)
    units = roster.all_units(conn)
    return Facts(
        units=units,
        submissions=(*inside, *others),
        adoptions=(
            *adoptions.of_days(conn, year),
            *adoptions.of(conn, other_serials, Which.SCORED),
        ),
        instructions=(
            *instructions.of_days(conn, year),
            *instructions.of(conn, other_serials, Which.SCORED),
        ),
        forwardings=(
            *forwardings.of_days(conn, year),
            *forwardings.of(conn, other_serials, Which.SCORED),
        ),
        commissions=asked,
        history=earlier_totals(conn),
        published=published_periods(conn),
        sent_back=_sent_back(conn, inside),
        remarks=remarks.touching(conn, year, own_serials | other_serials),
        counted_once=proposals.counted_once(conn),
        unseen=unseen_letters(conn, units),
        beginning=switches.beginning(conn),
    )


def _touched_in(
    conn: sa.Connection,
    year: Period,
    asked: Sequence[Commission],
    among: frozenset[str] | None = None,
) -> set[str]:
    """The submissions, of whatever day, to which something happened in the year, or
    that answer `asked`.

    `among` bounds the search for events; None: all are asked about.
    """
    found = _answers_to(conn, asked)
    found |= remarks.serials_for(conn, year)  # few enough to be asked about as a whole
    for events in EVENT_TABLES.values():
        found |= events.serials_for(conn, year, among)
    return found


def _answers_to(conn: sa.Connection, asked: Sequence[Commission]) -> set[str]:
    if not asked:
        return set()
    ids = [commission.id for commission in asked]
    return set(
        conn.scalars(
            sa.select(submissions.c.serial).where(submissions.c.commission.in_(ids))
        )
    )


def _sent_back(
    conn: sa.Connection, known: Sequence[Submission]
) -> tuple[SentBack, ...]:
    """When each returned submission was last returned, by the journal (A8)."""
    returned = [each.serial for each in known if each.state is SubmissionState.RETURNED]
    serials = {subject_of(serial): serial for serial in returned}
    latest: dict[str, datetime] = {}
    for entry in journal.about_several(conn, serials):
        if entry.details.get("state") == SubmissionState.RETURNED.value:
            serial = serials[entry.subject]
            # Entries come in the order of their ids, not of their moments.
            latest[serial] = max(entry.at, latest.get(serial, entry.at))
    return tuple(SentBack(serial, at) for serial, at in latest.items())


# --- revisions ------------------------------------------------------------------------


def store(conn: sa.Connection, revision: Revision) -> Revision:
    """Writes the next revision of a period; its id and number are ours, whatever the
    value says.
    """
    newest = highest(conn, scores.c.revision, scores.c.period == revision.period)
    numbered = revision._replace(revision=newest + 1)
    row = numbered._asdict()
    del row["id"]
    number: int = conn.execute(
        scores.insert().values(row).returning(scores.c.id)
    ).scalar_one()
    return numbered._replace(id=number)


def revisions(conn: sa.Connection, period: str) -> tuple[Revision, ...]:
    """Every revision of a period, oldest first."""
    query = (
        sa.select(scores).where(scores.c.period == period).order_by(scores.c.revision)
    )
    return tuple(Revision(**row._asdict()) for row in conn.execute(query))


def everything(conn: sa.Connection) -> tuple[Revision, ...]:
    """Every revision of every period."""
    query = sa.select(scores).order_by(scores.c.period, scores.c.revision)
    return tuple(Revision(**row._asdict()) for row in conn.execute(query))


def revision_with(conn: sa.Connection, number: int) -> Revision | None:
    """The revision with this id."""
    row = conn.execute(sa.select(scores).where(scores.c.id == number)).one_or_none()
    return None if row is None else Revision(**row._asdict())


def publish(conn: sa.Connection, number: int, at: datetime) -> None:
    """Freezes a revision: its circular has been approved."""
    unpublished = (scores.c.id == number) & scores.c.published_at.is_(None)
    conn.execute(scores.update().where(unpublished).values(published_at=at))


def published_periods(conn: sa.Connection) -> tuple[PublishedPeriod, ...]:
    """The published periods and since when each is."""
    first = sa.func.min(scores.c.published_at, type_=scores.c.published_at.type)
    query = sa.select(scores.c.period, first.label("at")).where(
        scores.c.published_at.is_not(None)
    )
    return tuple(
        PublishedPeriod(row.period, row.at)
        for row in conn.execute(query.group_by(scores.c.period))
    )


def printed_periods(conn: sa.Connection) -> list[Period]:
    """The periods that are published, in the order of their days."""
    periods = [parse_period(each.period) for each in published_periods(conn)]
    return sorted(periods, key=lambda period: (period.first, period.past, period.code))


def published_revisions(conn: sa.Connection) -> dict[str, int]:
    """The last published revision of each period, by its id."""
    query = sa.select(scores.c.period, scores.c.id).where(
        scores.c.published_at.is_not(None)
    )
    return {
        row.period: row.id for row in conn.execute(query.order_by(scores.c.revision))
    }


def printed_sheet(conn: sa.Connection, period: str) -> ScoreSheet | None:
    """The sheet of a period as it was last published; None while it is not."""
    number = published_revisions(conn).get(period)
    revision = None if number is None else revision_with(conn, number)
    return None if revision is None else from_json(revision.sheet)


# --- earlier totals -------------------------------------------------------------------


def save_history(conn: sa.Connection, totals: Sequence[HistoryTotal]) -> int:
    """Enters totals of quarters before this installation, by period and unit; returns
    how many.
    """
    rows = []
    for total in totals:
        row = total._asdict()
        row["total"] = str(total.total)
        row["share"] = None if total.share is None else str(total.share)
        rows.append(row)
    upsert(conn, history, ("period", "unit_id"), rows)
    return len(rows)


def earlier_totals(conn: sa.Connection) -> tuple[HistoryTotal, ...]:
    """The totals entered by `history import`."""
    query = sa.select(history).order_by(history.c.period, history.c.unit_id)
    return tuple(
        HistoryTotal(
            period=row.period,
            unit_id=row.unit_id,
            total=Decimal(row.total),
            share=None if row.share is None else Decimal(row.share),
            note=row.note,
        )
        for row in conn.execute(query)
    )
