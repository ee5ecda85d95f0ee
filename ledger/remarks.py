"""Which points did the office give or take by hand, and which of them stand?

A remark of a kind the rule names, with its reason. One that was wrong is withdrawn: the
row stays, with the moment, who and why, and counts no more, unless it is carried (C13).
Whether a kind or a value is right is `office.use_cases.remarking`'s affair, whether a
remark may be withdrawn `office.use_cases.withdrawing`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.entries.events import Remark, Withdrawal
from ledger.journal import JournalEntry
from ledger.periods import Period
from ledger.scoresheet import points_text
from ledger.statements import first_of, insert_for
from ledger.tables.events import remarks
from ledger.withdrawn import (
    brought_by,
    columns_of,
    counts_in,
    is_scored,
    stands,
    withdrawal_in,
)

_STANDS = stands(remarks)
_IS_SCORED = is_scored(remarks)


class RecordedRemark(NamedTuple):
    """A remark as entered; `withdrawn_at` None while it stands."""

    remark: Remark
    withdrawn_at: datetime | None


def add(
    conn: sa.Connection,
    new: Sequence[Remark],
    entry: JournalEntry,
    import_id: int | None = None,
    known_at: datetime | None = None,
) -> tuple[Remark, ...]:
    """Enters remarks (their ids are ours) and journals each; those that stand already
    are left alone.

    Returns the new ones. The same is what says the same of a unit, a day and an item,
    for the same reason. `known_at` decides in which quarter it counts in place of the
    moment of entry, as that of a correction, which belongs to the file of what it
    corrects.
    """
    added: list[Remark] = []
    for remark in new:
        # By these the same remark is known when it is entered again; its points are not
        # among them.
        said = (
            str(remark.unit_id),
            remark.kind,
            remark.on.isoformat(),
            remark.serial or "",
            remark.because,
        )
        row = {
            "unit_id": remark.unit_id,
            "kind": remark.kind,
            "points": None if remark.points is None else points_text(remark.points),
            "serial": remark.serial,
            "happened_on": remark.on,
            "because": remark.because,
            "entered_at": remark.entered_at,
            "fingerprint": hashlib.sha256("\0".join(said).encode()).hexdigest(),
            "replaces": remark.replaces,
            "import_id": import_id,
            "known_at": known_at,
        }
        if remark.replaces is not None:
            row["import_id"] = brought_by(remarks, remark.replaces)
        statement = insert_for(conn, remarks).values(row).on_conflict_do_nothing()
        number = conn.execute(statement.returning(remarks.c.id)).scalar_one_or_none()
        if number is not None:
            added.append(remark._replace(id=number))
    for remark in added:
        journal.write(conn, _journalled(entry._replace(because=remark.because), remark))
    return tuple(added)


def withdraw(
    conn: sa.Connection, remark: Remark, entry: JournalEntry, *, carried: bool = False
) -> None:
    """Withdraws a remark, journalled: it counts no more, and may be entered anew."""
    values = columns_of(Withdrawal(entry.at, entry.who, entry.because, carried)) | {
        "fingerprint": None
    }
    conn.execute(
        remarks.update().where(remarks.c.id == remark.id, _STANDS).values(values)
    )
    journal.write(conn, _journalled(entry, remark))


def strip_reasons(conn: sa.Connection, serial: str, left: str) -> None:
    """Puts `left` in place of the reasons of remarks about a submission that is sealed
    (promise 13).
    """
    numbers = conn.scalars(
        sa.select(remarks.c.id).where(remarks.c.serial == serial)
    ).all()
    bare = {"because": left, "withdrawn_because": "", "fingerprint": None}
    conn.execute(remarks.update().where(remarks.c.serial == serial).values(bare))
    for number in numbers:
        journal.strip_details(conn, subject_of(number))


def touching(
    conn: sa.Connection, period: Period, serials: Iterable[str]
) -> tuple[Remark, ...]:
    """What scores of the period rest on: of a day in it, belated or about one of the
    submissions.

    In the order of days.

    Belated: of a day before it, but entered since, so that it may count in the period
    (C10).
    """
    wanted = frozenset(serials)
    counting = conn.execute(
        sa.select(remarks).where(_IS_SCORED, counts_in(remarks, period))
    )
    found = {row.id: row for row in counting}
    of_items = conn.execute(
        sa.select(remarks).where(_IS_SCORED, remarks.c.serial.is_not(None))
    )
    found |= {row.id: row for row in of_items if row.serial in wanted}
    # Both questions may find the same remark, which counts once.
    in_order = sorted(found.values(), key=lambda row: (row.happened_on, row.id))
    return tuple(map(_remark, in_order))


def serials_for(conn: sa.Connection, period: Period) -> frozenset[str]:
    """Submissions with a remark that may count in the period."""
    named = remarks.c.serial.is_not(None) & _IS_SCORED & counts_in(remarks, period)
    return frozenset(conn.scalars(sa.select(remarks.c.serial).where(named)))


def scored(conn: sa.Connection) -> tuple[Remark, ...]:
    """Every remark that scores rest on, in the order of days: what stands, and what is
    carried (C13).
    """
    return tuple(each.remark for each in _read(conn, _IS_SCORED))


def of_import(conn: sa.Connection, import_id: int) -> tuple[Remark, ...]:
    """What a file brought that still stands, in the order of days."""
    return tuple(
        each.remark
        for each in _read(conn, _STANDS & (remarks.c.import_id == import_id))
    )


def everything(conn: sa.Connection) -> tuple[RecordedRemark, ...]:
    """Every remark, the withdrawn ones too, in the order of days."""
    return _read(conn, sa.true())


def about(conn: sa.Connection, serial: str) -> tuple[RecordedRemark, ...]:
    """Every remark about a submission, in the order of days."""
    return _read(conn, remarks.c.serial == serial)


def one(conn: sa.Connection, number: int) -> RecordedRemark | None:
    """The remark with this id."""
    return first_of(_read(conn, remarks.c.id == number))


def subject_of(number: int) -> str:
    """The journal's name for a remark, and the evidence of its line."""
    return f"remark:{number}"


def _read(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[RecordedRemark, ...]:
    query = (
        sa.select(remarks).where(where).order_by(remarks.c.happened_on, remarks.c.id)
    )
    return tuple(
        RecordedRemark(_remark(row), row.withdrawn_at) for row in conn.execute(query)
    )


def _remark(row: sa.Row[Any]) -> Remark:
    said = (row.withdrawn_at, row.withdrawn_by, row.withdrawn_because, row.carried)
    return Remark(
        id=row.id,
        unit_id=row.unit_id,
        kind=row.kind,
        on=row.happened_on,
        entered_at=row.known_at or row.entered_at,
        because=row.because,
        points=None if row.points is None else Fraction(row.points),
        serial=row.serial,
        withdrawn=withdrawal_in(said),
        replaces=row.replaces,
    )


def _journalled(entry: JournalEntry, remark: Remark) -> JournalEntry:
    details = {
        "remark": remark.kind,
        "points": "" if remark.points is None else points_text(remark.points),
        "on": remark.on.isoformat(),
        "serial": remark.serial,
    }
    return entry._replace(subject=subject_of(remark.id), details=details)
