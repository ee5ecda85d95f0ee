"""Which points did the office give or take by hand, and which of them stand?

A remark of a kind the rule names, with its reason. One that was wrong is withdrawn: the row stays, with the
moment, and counts no more. Whether a kind or a value is right, and whether a remark may still be withdrawn,
is `office.use_cases.remarking`'s affair.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.entries.events import Remark
from ledger.journal import JournalEntry
from ledger.periods import Period, day_start
from ledger.scoresheet import ScoreSheet, from_json, points_text
from ledger.tables.events import remarks, scores
from ledger.upsert import insert_for

_QUARTER = "____Q_"
"""Codes such as 2026Q1; an office's own periods have names of any shape."""
_STANDS = remarks.c.withdrawn_at.is_(None)


class Entered(NamedTuple):
    """A remark as entered; `withdrawn_at` None while it stands."""

    remark: Remark
    withdrawn_at: datetime | None


def add(conn: sa.Connection, new: Sequence[Remark], entry: JournalEntry) -> tuple[Remark, ...]:
    """Enters remarks (their ids are ours) and journals each; those that stand already are left alone.

    Returns the new ones. The same is what says the same of a unit, a day and an item, for the same reason.
    """
    added: list[Remark] = []
    for remark in new:
        statement = insert_for(conn, remarks).values(_row(remark)).on_conflict_do_nothing()
        number = conn.execute(statement.returning(remarks.c.id)).scalar_one_or_none()
        if number is not None:
            added.append(remark._replace(id=number))
    journal.write(conn, *(_told(entry._replace(because=each.because), each) for each in added))
    return tuple(added)


def withdraw(conn: sa.Connection, remark: Remark, entry: JournalEntry) -> None:
    """The remark counts no more, and may be entered anew."""
    gone = remarks.update().where(remarks.c.id == remark.id, _STANDS)
    conn.execute(gone.values(withdrawn_at=entry.at, fingerprint=None))
    journal.write(conn, _told(entry, remark))


def strip_reasons(conn: sa.Connection, serial: str, left: str) -> None:
    """Of remarks about a submission that is sealed the reasons go, and `left` stands there (promise 13)."""
    numbers = tuple(conn.scalars(sa.select(remarks.c.id).where(remarks.c.serial == serial)))
    conn.execute(remarks.update().where(remarks.c.serial == serial).values(because=left, fingerprint=None))
    for number in numbers:
        journal.strip_details(conn, subject_of(number))


def touching(conn: sa.Connection, period: Period, serials: Iterable[str]) -> tuple[Remark, ...]:
    """What stands of a day in the period, belated or about one of the submissions, in the order of days.

    Belated: of a day before it, but entered since, so that it may land in the period (C10).
    """
    wanted = frozenset(serials)
    lands = {row.id: row for row in conn.execute(sa.select(remarks).where(_lands_in(period) & _STANDS))}
    about = conn.execute(sa.select(remarks).where(remarks.c.serial.is_not(None) & _STANDS))
    found = lands | {row.id: row for row in about if row.serial in wanted}
    return tuple(_remark(found[number]) for number in sorted(found, key=lambda n: (found[n].happened_on, n)))


def serials_for(conn: sa.Connection, period: Period) -> frozenset[str]:
    """Submissions with a remark that may land in the period."""
    named = remarks.c.serial.is_not(None) & _STANDS & _lands_in(period)
    return frozenset(conn.scalars(sa.select(remarks.c.serial).where(named)))


def everything(conn: sa.Connection) -> tuple[Entered, ...]:
    """Every remark, the withdrawn ones too, in the order of days."""
    return _entered(conn, sa.true())


def about(conn: sa.Connection, serial: str) -> tuple[Entered, ...]:
    """Every remark about a submission, in the order of days."""
    return _entered(conn, remarks.c.serial == serial)


def one(conn: sa.Connection, number: int) -> Entered | None:
    """The remark with this id."""
    return next(iter(_entered(conn, remarks.c.id == number)), None)


def published_sheets(conn: sa.Connection) -> tuple[ScoreSheet, ...]:
    """The published sheets of quarters: what they counted is frozen (promise 10)."""
    published = scores.c.published_at.is_not(None) & scores.c.period.like(_QUARTER)
    return tuple(from_json(sheet) for sheet in conn.scalars(sa.select(scores.c.sheet).where(published)))


def subject_of(number: int) -> str:
    """The journal's name for a remark, and the evidence of its line."""
    return f"remark:{number}"


def _entered(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Entered, ...]:
    query = sa.select(remarks).where(where).order_by(remarks.c.happened_on, remarks.c.id)
    return tuple(Entered(_remark(row), row.withdrawn_at) for row in conn.execute(query))


def _lands_in(period: Period) -> sa.ColumnElement[bool]:
    columns = remarks.c
    inside = (columns.happened_on >= period.first) & (columns.happened_on < period.past)
    return inside | ((columns.happened_on < period.first) & (columns.entered_at >= day_start(period.first)))


def _told(entry: JournalEntry, remark: Remark) -> JournalEntry:
    worth = "" if remark.points is None else points_text(remark.points)
    told = {"remark": remark.kind, "points": worth, "on": remark.on.isoformat(), "serial": remark.serial}
    return entry._replace(subject=subject_of(remark.id), details=told)


def _row(remark: Remark) -> dict[str, Any]:
    row = remark._asdict()
    del row["id"]
    row["happened_on"] = row.pop("on")
    row["points"] = None if remark.points is None else points_text(remark.points)
    return row | {"fingerprint": _fingerprint(remark)}


def _remark(row: sa.Row[Any]) -> Remark:
    points = None if row.points is None else Fraction(row.points)
    return Remark(
        row.id, row.unit_id, row.kind, row.happened_on, row.entered_at, row.because, points, row.serial
    )


def _fingerprint(remark: Remark) -> str:
    said = (str(remark.unit_id), remark.kind, remark.on.isoformat(), remark.serial or "", remark.because)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()
