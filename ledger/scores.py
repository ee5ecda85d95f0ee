"""What was scored, from which facts, and what of it is published?

A score is stored as a revision of its period. Once its circular is approved it is published and never
changed, only followed by a revision with a reason (promise 10).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import commissions, journal, remarks, roster
from ledger.entries.events import Commission, Facts, HistoryTotal, Publication, SentBack
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions, forwardings, instructions
from ledger.periods import Period, Span
from ledger.submissions import listing
from ledger.submissions.changing import subject_of
from ledger.submissions.listing import SubmissionFilter
from ledger.submissions.recording import day_of
from ledger.tables.events import history, scores
from ledger.tables.submissions import submissions
from ledger.upsert import upsert

_Several = Callable[[sa.Connection, Iterable[str]], tuple[Submission, ...]]


class Revision(NamedTuple):
    """One stored score; `sheet` is the score sheet as plain data.

    `facts_digest` tells what it was made from.
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


def facts_of(conn: sa.Connection, period: Period) -> Facts:
    """Everything the scores from the year's beginning to the period's end rest on."""
    year = _year_to_date(period)
    return _of_everyone(conn, year, listing.listed(conn, SubmissionFilter(period=year)), listing.several)


def outlined_facts_of(conn: sa.Connection, period: Period) -> Facts:
    """As `facts_of`, but submissions in outline: what points rest on, and no more."""
    year = _year_to_date(period)
    return _of_everyone(conn, year, listing.outlined(conn, year), listing.several_outlined)


def outlined_facts_of_units(conn: sa.Connection, period: Period, units: Sequence[Unit]) -> Facts:
    """As `outlined_facts_of`, for a few units alone: enough to score them as if all were there."""
    year, unit_ids = _year_to_date(period), frozenset(unit.id for unit in units)
    asked = commissions.touching(conn, year, unit_ids)
    own = listing.serials_of(conn, unit_ids)
    beside = _beside(conn, year, asked, own)
    theirs = listing.several_outlined(conn, own)
    inside = tuple(submission for submission in theirs if day_of(submission) in year)
    others = (each for each in theirs if each.serial in beside and day_of(each) not in year)
    known = (*inside, *others)
    serials = {submission.serial for submission in known}
    return Facts(
        units=tuple(units),
        submissions=known,
        adoptions=adoptions.of(conn, serials),
        instructions=instructions.of(conn, serials),
        forwardings=forwardings.of(conn, serials),
        commissions=asked,
        history=earlier_totals(conn),
        published=publications(conn),
        sent_back=_sent_back(conn, inside),
        remarks=tuple(
            remark
            for remark in remarks.touching(conn, year, serials)
            if remark.unit_id in unit_ids or remark.serial in serials
        ),
    )


def facts_beside_submissions(conn: sa.Connection, period: Period) -> Facts:
    """Of what points rest on, all that is no submission's: each is read whole, remarks of all days too."""
    return Facts(
        units=roster.all_units(conn),
        commissions=commissions.touching(conn, _year_to_date(period)),
        history=earlier_totals(conn),
        published=publications(conn),
        remarks=tuple(each.remark for each in remarks.everything(conn) if each.withdrawn_at is None),
    )


def duty_facts_of(conn: sa.Connection, unit: Unit, period: Period) -> Facts:
    """What one unit's standing rests on, without points: its own items of the year and its commissions."""
    year = _year_to_date(period)
    asked = commissions.touching(conn, year)
    inside = listing.listed(conn, SubmissionFilter(period=year, unit_id=unit.id))
    known = {submission.serial for submission in inside}
    answers = _answering(conn, [commission.id for commission in asked]) - known
    return Facts(
        units=(unit,),
        submissions=(*inside, *listing.several(conn, answers)),
        commissions=asked,
        sent_back=_sent_back(conn, inside),
    )


def store(conn: sa.Connection, revision: Revision) -> Revision:
    """Writes the next revision of a period; its id and number are ours, whatever the value says."""
    last = (
        conn.scalar(sa.select(sa.func.max(scores.c.revision)).where(scores.c.period == revision.period)) or 0
    )
    numbered = revision._replace(revision=last + 1)
    row = numbered._asdict()
    del row["id"]
    number: int = conn.execute(scores.insert().values(row).returning(scores.c.id)).scalar_one()
    return numbered._replace(id=number)


def revisions(conn: sa.Connection, period: str) -> tuple[Revision, ...]:
    """Every revision of a period, oldest first."""
    query = sa.select(scores).where(scores.c.period == period).order_by(scores.c.revision)
    return tuple(Revision(**row._asdict()) for row in conn.execute(query))


def revision_with(conn: sa.Connection, number: int) -> Revision | None:
    """The revision with this id."""
    row = conn.execute(sa.select(scores).where(scores.c.id == number)).one_or_none()
    return None if row is None else Revision(**row._asdict())


def publish(conn: sa.Connection, number: int, at: datetime) -> None:
    """Freezes a revision: its circular has been approved."""
    conn.execute(
        scores.update().where(scores.c.id == number, scores.c.published_at.is_(None)).values(published_at=at)
    )


def publications(conn: sa.Connection) -> tuple[Publication, ...]:
    """The published periods and since when each is."""
    first = sa.func.min(scores.c.published_at, type_=scores.c.published_at.type)
    query = sa.select(scores.c.period, first.label("at")).where(scores.c.published_at.is_not(None))
    return tuple(Publication(row.period, row.at) for row in conn.execute(query.group_by(scores.c.period)))


def published_revisions(conn: sa.Connection) -> dict[str, int]:
    """The last published revision of each period, by its id."""
    query = sa.select(scores.c.period, scores.c.id).where(scores.c.published_at.is_not(None))
    return {row.period: row.id for row in conn.execute(query.order_by(scores.c.revision))}


def save_history(conn: sa.Connection, totals: Sequence[HistoryTotal]) -> None:
    """Enters totals of quarters before this installation, by period and unit."""
    rows = [
        total._asdict()
        | {"total": str(total.total), "share": None if total.share is None else str(total.share)}
        for total in totals
    ]
    upsert(conn, history, ("period", "unit_id"), rows)


def earlier_totals(conn: sa.Connection) -> tuple[HistoryTotal, ...]:
    """The totals entered by `history import`."""
    query = sa.select(history).order_by(history.c.period, history.c.unit_id)
    return tuple(
        HistoryTotal(
            r.period, r.unit_id, Decimal(r.total), None if r.share is None else Decimal(r.share), r.note
        )
        for r in conn.execute(query)
    )


def _sent_back(conn: sa.Connection, known: Sequence[Submission]) -> tuple[SentBack, ...]:
    """When each returned submission was last returned, by the journal (A8)."""
    subjects = {
        subject_of(each.serial): each.serial for each in known if each.state is SubmissionState.RETURNED
    }
    returns = (
        entry
        for entry in journal.about_several(conn, subjects)
        if entry.details.get("state") == SubmissionState.RETURNED.value
    )
    last: dict[str, datetime] = {}
    for entry in returns:
        serial = subjects[entry.subject]
        last[serial] = max(entry.at, last.get(serial, entry.at))
    return tuple(SentBack(serial, at) for serial, at in last.items())


def _year_to_date(period: Period) -> Period:
    return Period(date(period.first.year, 1, 1), period.past, period.code, Span.NAMED)


def _of_everyone(
    conn: sa.Connection, year: Period, inside: tuple[Submission, ...], several: _Several
) -> Facts:
    """All facts, where `inside` are the submissions of the year and `several` reads others."""
    asked = commissions.touching(conn, year)
    known = {submission.serial for submission in inside}
    others = _beside(conn, year, asked) - known
    return Facts(
        units=roster.all_units(conn),
        submissions=(*inside, *several(conn, others)),
        adoptions=(*adoptions.of_days(conn, year), *adoptions.of(conn, others)),
        instructions=(*instructions.of_days(conn, year), *instructions.of(conn, others)),
        forwardings=(*forwardings.of_days(conn, year), *forwardings.of(conn, others)),
        commissions=asked,
        history=earlier_totals(conn),
        published=publications(conn),
        sent_back=_sent_back(conn, inside),
        remarks=remarks.touching(conn, year, known | others),
    )


def _beside(
    conn: sa.Connection, year: Period, asked: Sequence[Commission], among: frozenset[str] | None = None
) -> set[str]:
    """The submissions, of whatever day, to which something happened in the year, or that answer `asked`."""
    found = _answering(conn, [commission.id for commission in asked])
    found |= remarks.serials_for(conn, year)
    for table in (adoptions, instructions, forwardings):
        found |= table.serials_for(conn, year, among)
    return found if among is None else found & among


def _answering(conn: sa.Connection, ids: Sequence[str]) -> set[str]:
    query = sa.select(submissions.c.serial).where(submissions.c.commission.in_(ids))
    return set(conn.scalars(query)) if ids else set()
