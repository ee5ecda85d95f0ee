"""How is the roster handed in and out, shown, changed and unlearnt: units …; working-days import?

A unit is put into another group, or excused for a time, from a day on: what was published before stays as it
was printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from ledger import journal, roster, working_days
from ledger.database import Connection
from ledger.entries.people import Exemption, Person, Role, Unit
from ledger.journal import JournalEntry
from ledger.periods import Span, local_day, period_of
from ledger.roster import LearntKind, LearntName, RosterChanges
from office.cli.options import DAY, FILE
from office.cli.output import json_option, say, show_json, show_table, write_file
from office.cli.session import RefusedError, Session, person, with_session
from office.service.working_days import SUBJECT
from office.use_cases.gaps import AddressHealth, gaps, known_health
from office.use_cases.imports.records import read_working_days
from office.use_cases.imports.tables import to_csv
from office.use_cases.imports.units import read_units, unit_rows


@click.group()
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
        learnt = roster.learnt_names(conn)
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
            if unit is None or not roster.forget_learnt(conn, unit.id, kind, what):
                message = f"units forget: {name} learnt no {kind.value} {what}; see `units list --json`"
                raise RefusedError(message)
            details = {"alias": what} if kind is LearntKind.ALIAS else {}
            did = f"forgot an {kind.value}"
            journal.write(conn, JournalEntry(now, person(), did, f"unit:{unit.id}", because, details))
    say(f"{unit.name}: {what} forgotten")


@units.command("move")
@click.argument("name")
@click.option("--group", required=True, metavar="G", help="As the edition names it.")
@click.option("--from", "on", required=True, type=DAY, help="The first day in the new group.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def move_unit(session: Session, name: str, group: str, on: date, because: str) -> None:
    """Puts a unit into another group from a day on; earlier quarters keep the group they had."""
    editions = session.rulebook(session.settings()).editions
    groups = dict.fromkeys(group for edition in editions for group in edition.groups)
    if group not in groups or not because.strip():
        message = f"units move: --group is one of {', '.join(groups)}, and --because says why"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            unit = _unit_named(conn, "move", name)
            roster.move(conn, unit, group, on)
            about = {"group": group, "from": on.isoformat()}
            journal.write(conn, _unit_entry(now, "moved to another group", unit, because, about))
    quarter = period_of(on, Span.QUARTER)
    first = quarter if on == quarter.first else quarter.next()
    say(f"{unit.name}: {group} from {on} on; it counts from {first.code} on, earlier quarters stay")


@units.command("exempt")
@click.argument("name")
@click.option("--from", "since", required=True, type=DAY, help="The first day it owes nothing.")
@click.option("--until", type=DAY, help="The first day it owes again; without it no end is known yet.")
@click.option("--withdraw", is_flag=True, help="Takes back the exemption that begins on that day.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def exempt_unit(
    session: Session, name: str, since: date, until: date | None, withdraw: bool, because: str
) -> None:
    """Excuses a unit: a month that an exemption touches asks nothing of it and fines nothing (A13)."""
    if not because.strip() or (until is not None and until <= since):
        message = "units exempt: --until lies after --from, and --because says why"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            unit = _unit_named(conn, "exempt", name)
            known = roster.withdraw_exemption(conn, unit.id, since)
            if withdraw and not known:
                message = f"units exempt: no exemption of {unit.name} begins on {since}; see `units list`"
                raise RefusedError(message)
            if not withdraw:
                roster.excuse(conn, unit.id, Exemption(since, until, because.strip()))
            about = {"from": since.isoformat(), "until": "" if until is None else until.isoformat()}
            did = "exemption withdrawn" if withdraw else "exempt"
            journal.write(conn, _unit_entry(now, did, unit, because, about))
    end = "on" if until is None else f"until {until}"
    told = "the exemption is withdrawn" if withdraw else f"exempt from {since} {end}"
    say(f"{unit.name}: {told}; published quarters stay as they were printed")


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


def _unit_entry(now: datetime, did: str, unit: Unit, because: str, about: dict[str, str]) -> JournalEntry:
    return JournalEntry(now, person(), did, f"unit:{unit.id}", because, about)


def _unit_named(conn: Connection, command: str, name: str) -> Unit:
    unit = roster.unit_named(conn, name)
    if unit is None:
        message = f"units {command}: {name} is no unit of the roster; see `yishiyibao units list`"
        raise RefusedError(message)
    return unit
