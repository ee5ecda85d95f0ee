"""How is the roster of units handed in, out, shown and unlearnt: units …; working-days import?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ledger import journal, learnt_names, roster, working_days
from ledger.entries.people import Person, Role, Unit
from ledger.journal import JournalEntry
from ledger.learnt_names import LearntKind, LearntName
from ledger.periods import Span, local_day, period_of
from ledger.roster import RosterChanges
from office.cli.options import FILE
from office.cli.output import json_option, say, show_json, show_table, write_file
from office.cli.session import RefusedError, Session, person, with_session
from office.cli.unit_changes import exempt_unit, move_unit
from office.service.working_days import SUBJECT
from office.use_cases.gaps import AddressHealth, gaps, known_health
from office.use_cases.imports.records import read_working_days
from office.use_cases.imports.tables import to_csv
from office.use_cases.imports.units import read_units, unit_rows


@click.group(commands=(move_unit, exempt_unit))
def units() -> None:
    """The roster of reporting units."""


@units.command("import")
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only says what would change.")
@with_session
def import_units(session: Session, file: Path, check: bool) -> None:
    """Takes a roster in, all or nothing; units it does not mention stay as they are.

    A unit in another group than before is in it from the running quarter on; `units move` names another day.
    """
    with session.database() as database:
        with database.reading() as conn:
            known = [unit.name for unit in roster.all_units(conn)]
        wanted = read_units(file, known)
        moved_on = period_of(local_day(session.moment()), Span.QUARTER).first
        if check:
            with database.reading() as conn:
                _tell(roster.preview(conn, wanted, moved_on), moved_on)
            return
        now = session.moment_to_write(database)
        with database.writing() as conn:
            saved = roster.save(conn, wanted, moved_on)
            journal.write(conn, JournalEntry(now, person(), f"units import: {len(wanted)} rows", "roster"))
    _tell(saved, moved_on)


@units.command("export")
@click.argument("file", type=FILE)
@with_session
def export_units(session: Session, file: Path) -> None:
    """Writes the roster as .csv, in the columns of `units import`."""
    if file.suffix.lower() != ".csv":
        message = f"{file}: units export writes .csv; name the file so"
        raise RefusedError(message)
    with session.database() as database, database.reading() as conn:
        heading, rows = unit_rows(roster.all_units(conn))
    write_file(file, to_csv(heading, rows))
    say(f"{file}: {len(rows)} units")


@units.command("list")
@json_option
@with_session
def list_units(session: Session, as_json: bool) -> None:
    """Shows the roster, and what it lacks (Art. 6: one 负责人, one or two 信息员)."""
    with session.database() as database, database.reading() as conn:
        everyone = roster.all_units(conn)
        learnt = learnt_names.everything(conn)
        health = known_health(conn, ())
    if as_json:
        show_json([_shape(unit, learnt, health) for unit in everyone])
        return
    headings = ("单位", "组别", "上级", "地址", "负责人", "信息员", "缺", "备注")
    show_table(headings, ([*_line(unit), "、".join(gaps(unit, health)), dated(unit)] for unit in everyone))


@units.command("forget")
@click.argument("name")
@click.option("--alias", metavar="A", help="A name that a decision taught.")
@click.option("--address", metavar="A", help="An address that a decision taught.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def forget_lesson(session: Session, name: str, alias: str | None, address: str | None, because: str) -> None:
    """Unlearns a wrong lesson: a name or address that a decision taught; what was recorded by it stays."""
    if (alias is None) == (address is None) or not because.strip():
        message = "units forget: give one of --alias and --address, and the reason"
        raise RefusedError(message)
    kind, what = (LearntKind.ALIAS, alias or "") if address is None else (LearntKind.ADDRESS, address)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            unit = roster.unit_named(conn, name)
            if unit is None or not learnt_names.forget(conn, unit.id, kind, what):
                message = f"units forget: {name} learnt no {kind.value} {what}; see `units list --json`"
                raise RefusedError(message)
            details = {"alias": what} if kind is LearntKind.ALIAS else {}
            did = f"forgot an {kind.value}"
            journal.write(conn, JournalEntry(now, person(), did, f"unit:{unit.id}", because, details))
    say(f"{unit.name}: {what} forgotten")


@click.group("working-days")
def days() -> None:
    """The office's own table of working days."""


@days.command("import")
@click.argument("file", type=FILE)
@with_session
def import_days(session: Session, file: Path) -> None:
    """Takes in days for years the library of holidays does not know: columns day, works, note."""
    wanted = read_working_days(file)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            working_days.save(conn, wanted)
            journal.write(
                conn, JournalEntry(now, person(), f"working-days import: {len(wanted)} days", SUBJECT)
            )
    say(f"{len(wanted)} days")


COMMANDS = (units, days)


def dated(unit: Unit) -> str:
    """What is peculiar to a time: former groups and exemptions, in the office's words."""
    moves = [f"{former.until}前在{former.group}" for former in unit.former_groups]
    excused = [
        f"{e.since}起{f'至{e.until}前' if e.until else ''}免考核：{e.because}" for e in unit.exemptions
    ]
    return "；".join((*moves, *excused))


def _tell(saved: RosterChanges, moved_on: date) -> None:
    say(f"added {len(saved.added)}, changed {len(saved.changed)}, unchanged {len(saved.unchanged)}")
    if saved.moved:
        names = "、".join(saved.moved)
        say(f"in another group from {moved_on} on: {names}; `units move` names another day")
    if saved.unmentioned:
        say(f"not in the file and left as they are: {'、'.join(saved.unmentioned)}")


def _line(unit: Unit) -> list[object]:
    people = {role: [each.name or each.address for each in unit.people if each.role is role] for role in Role}
    return [unit.name, unit.group, unit.parent, unit.addresses, people[Role.PRINCIPAL], people[Role.OFFICER]]


def _shape(unit: Unit, learnt: Sequence[LearntName], health: AddressHealth) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_names": unit.listed_names,
        "group": unit.group,
        "kind": unit.kind,
        "parent": unit.parent,
        "own_business_only": unit.own_business_only,
        "addresses": unit.addresses,
        "people": [_person(each) for each in unit.people],
        "since": unit.since,
        "until": unit.until,
        "former_groups": [each._asdict() for each in unit.former_groups],
        "exemptions": [each._asdict() for each in unit.exemptions],
        "learnt": [_lesson(each) for each in learnt if each.unit_id == unit.id],
        "gaps": gaps(unit, health),
    }


def _lesson(each: LearntName) -> dict[str, object]:
    return {"kind": each.kind.value, "what": each.what, "because": each.because, "by": each.by, "at": each.at}


def _person(each: Person) -> dict[str, str]:
    return {"role": each.role.value, "name": each.name, "address": each.address, "phone": each.phone}
