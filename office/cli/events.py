"""How are adoptions, instructions, forwardings and earlier totals handed in?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from ledger import journal, roster, scores
from ledger.database import Connection
from ledger.entries.events import HistoryTotal
from ledger.events import adoptions, forwardings, instructions
from ledger.journal import JournalEntry
from ledger.submissions import listing
from office.cli.contents import match_contents
from office.cli.options import DAY, FILE
from office.cli.output import say
from office.cli.session import Session, person, with_session
from office.use_cases.events import EventType, NewEvent, enter
from office.use_cases.imports.records import (
    ImportContext,
    read_adoptions,
    read_forwardings,
    read_history,
    read_instructions,
)
from office.use_cases.imports.rows import Finder


def put(session: Session, given: NewEvent) -> None:
    """Puts one event on record and says what to mind."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            done = enter(conn, rulebook, given, JournalEntry(now, person(), "", "", given.note))
    say(f"{given.serial}: {'entered' if done.is_new else 'was entered before, nothing changed'}")
    for doubt in done.doubts:
        say(doubt)


class Kind(NamedTuple):
    """One kind of file: how it is read, and how it is written; `save` returns how many rows were new."""

    name: str
    read: Callable[[Path, ImportContext], Sequence[object]]
    save: Callable[..., int]


def take_in(session: Session, kind: Kind, file: Path) -> None:
    """Takes one file in, all or nothing."""
    settings = session.settings()
    rulebook = session.rulebook(settings)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            rows = kind.read(file, ImportContext(finder_of(conn), rulebook, now))
            new = kind.save(conn, rows)
            journal.write(
                conn, JournalEntry(now, person(), f"{kind.name} import: {new} new of {len(rows)}", kind.name)
            )
    say(f"{file}: {len(rows)} rows, {new} of them new")


def finder_of(conn: Connection) -> Finder:
    """Everything rows of a file may name."""
    return Finder(roster.all_units(conn), listing.listed(conn))


@click.group("adoptions", commands={"match": match_contents})
def adoptions_group() -> None:
    """Which publications used which items."""


@adoptions_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_adoptions(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), publication, form, on, issue, note."""
    take_in(session, Kind("adoptions", read_adoptions, adoptions.add), file)


@adoptions_group.command("add")
@click.argument("serial")
@click.option("--publication", required=True, help="Its name or an alias; 《》 optional.")
@click.option("--form", default="", help="As the edition names them; the first of them unless told.")
@click.option("--on", type=DAY, required=True, help="The day of the issue.")
@click.option("--issue", default="", help="Its number.")
@click.option("--note", default="")
@with_session
def add_adoption(session: Session, serial: str, on: date, **said: str) -> None:
    """Puts one adoption on record."""
    given = NewEvent(
        EventType.ADOPTION, serial, on, said["publication"], said["form"], said["issue"], said["note"]
    )
    put(session, given)


@click.group("instructions")
def instructions_group() -> None:
    """Which leaders wrote on which items (批示)."""


@instructions_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_instructions(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), leader, level, on, note."""
    take_in(session, Kind("instructions", read_instructions, instructions.add), file)


@instructions_group.command("add")
@click.argument("serial")
@click.option("--leader", required=True, help="Who wrote on it.")
@click.option("--level", default="", help="As the edition names them.")
@click.option("--on", type=DAY, required=True, help="When.")
@click.option("--note", default="")
@with_session
def add_instruction(session: Session, serial: str, on: date, **said: str) -> None:
    """Puts one 批示 on record."""
    put(
        session,
        NewEvent(EventType.INSTRUCTION, serial, on, said["leader"], said["level"], note=said["note"]),
    )


@click.group("forwardings")
def forwardings_group() -> None:
    """What the office sent upward (上报)."""


@forwardings_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_forwardings(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), target, on, note."""
    take_in(session, Kind("forwardings", read_forwardings, forwardings.add), file)


@forwardings_group.command("add")
@click.argument("serial")
@click.option("--target", required=True, help="Where it was sent.")
@click.option("--on", type=DAY, required=True, help="When.")
@click.option("--note", default="")
@with_session
def add_forwarding(session: Session, serial: str, on: date, target: str, note: str) -> None:
    """Puts on record that the office sent an item upward."""
    put(session, NewEvent(EventType.FORWARDING, serial, on, target, note=note))


@click.group("history")
def history_group() -> None:
    """Totals of quarters before this installation began."""


@history_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_history(session: Session, file: Path) -> None:
    """Columns: period, unit, total, share, note."""
    take_in(
        session, Kind("history", lambda path, known: read_history(path, known.finder), _save_history), file
    )


COMMANDS = (adoptions_group, instructions_group, forwardings_group, history_group)


def _save_history(conn: Connection, rows: Sequence[HistoryTotal]) -> int:
    scores.save_history(conn, rows)
    return len(rows)
