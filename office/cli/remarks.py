"""How are points given and taken by hand handed in, shown and withdrawn: remarks …?"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import assert_never

import click

from ledger import remarks as book
from ledger import roster
from ledger.entries.events import Remark
from ledger.journal import JournalEntry
from ledger.scoresheet import points_text
from office.cli import documents
from office.cli.events import finder_of
from office.cli.options import FILE
from office.cli.output import json_option, say, show_json, show_table
from office.cli.session import RefusedError, Session, person, with_session
from office.use_cases.imports.records import ImportContext, read_remarks
from office.use_cases.remarking import RemarkStays, WithdrawalObstacle, kinds_on, withdraw, worth


class NotWithdrawnError(RefusedError):
    """A remark cannot be withdrawn."""

    def __init__(self, number: int, refusal: RemarkStays) -> None:
        super().__init__(f"remarks withdraw {number}: {_why(refusal)}")


class NoReasonError(RefusedError):
    """Nobody takes points back without saying why (D7)."""

    def __init__(self) -> None:
        super().__init__("remarks withdraw: the reason is empty; write --because TEXT")


@click.group()
def remarks() -> None:
    """Points that the office gives or takes by hand, of the kinds that the policy names."""


@remarks.command("import")
@click.argument("file", type=FILE)
@with_session
def import_remarks(session: Session, file: Path) -> None:
    """Columns: unit, or serial (or unit, title), kind, points, on, because."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            standing = [each.remark for each in book.everything(conn) if each.withdrawn_at is None]
            rows = read_remarks(file, ImportContext(finder_of(conn), rulebook, now), standing)
            new = book.add(conn, rows, JournalEntry(now, person(), "remarks import", ""))
    say(f"{file}: {len(rows)} rows, {len(new)} of them new")


@remarks.command("list")
@json_option
@with_session
def list_remarks(session: Session, as_json: bool) -> None:
    """Lists remarks in the order of days, the withdrawn ones too."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
        found = [
            (each, worth(kinds_on(rulebook, each.remark.on), each.remark)) for each in book.everything(conn)
        ]
    if as_json:
        show_json([documents.remark(each, names, points) for each, points in found])
        return
    rows = (
        (r.id, r.on, names[r.unit_id], r.kind, _points(points), r.serial, r.because, gone)
        for (r, gone), points in found
    )
    show_table(("id", "日期", "单位", "项目", "分", "编号", "理由", "撤回"), rows)


@remarks.command("withdraw")
@click.argument("number", metavar="ID", type=int)
@click.option("--because", required=True, metavar="TEXT")
@with_session
def withdraw_remark(session: Session, number: int, because: str) -> None:
    """Takes a wrong remark back; refused once a published quarter has counted it."""
    if not because.strip():
        raise NoReasonError
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            done = withdraw(
                conn, number, JournalEntry(now, person(), "remarks withdraw", "", because.strip())
            )
    match done:
        case RemarkStays():
            raise NotWithdrawnError(number, done)
        case Remark():
            say(f"{number}: {done.kind} of {done.on} is withdrawn and counts no more")
        case _:
            assert_never(done)


COMMANDS = (remarks,)


def _why(refusal: RemarkStays) -> str:
    match refusal.obstacle:
        case WithdrawalObstacle.UNKNOWN:
            return "there is no such remark; see `yishiyibao remarks list`"
        case WithdrawalObstacle.WITHDRAWN:
            return "it is withdrawn already; see `yishiyibao remarks list`"
        case WithdrawalObstacle.PUBLISHED:
            counted = ", ".join(refusal.quarters)
            return f"{counted} has counted it and is published; set it right by a remark in an open quarter"
        case _:
            assert_never(refusal.obstacle)


def _points(points: Fraction | None) -> str:
    return "" if points is None else points_text(points)
