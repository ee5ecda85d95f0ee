"""How are adoptions, instructions, forwardings, commissions and earlier totals handed in?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import click

from ledger import adoptions, commissions, forwardings, instructions, journal, roster, scores
from ledger.database import Connection
from ledger.entries.events import Commission, HistoryTotal
from ledger.journal import Entry
from ledger.periods import ONE_DAY, Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from office.cli import shape
from office.cli.output import json_option, say, show_json, show_table
from office.cli.session import Session, person, with_session
from office.imports.events import Known, read_adoptions, read_forwardings, read_instructions
from office.imports.finding import Finder
from office.imports.others import read_commissions, read_history
from scoring.casebook import opened
from scoring.quota import Answer, answers

FILE = click.Path(path_type=Path, dir_okay=False)


class Kind(NamedTuple):
    """One kind of file: how it is read, and how it is written; `save` returns how many rows were new."""

    name: str
    read: Callable[[Path, Known], Sequence[object]]
    save: Callable[..., int]


def take_in(session: Session, kind: Kind, file: Path) -> None:
    """Takes one file in, all or nothing."""
    settings = session.settings()
    rulebook = session.rulebook(settings)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            rows = kind.read(file, Known(finder_of(conn), rulebook, now))
            new = kind.save(conn, rows)
            journal.write(
                conn, Entry(now, person(), f"{kind.name} import: {new} new of {len(rows)}", kind.name)
            )
    say(f"{file}: {len(rows)} rows, {new} of them new")


def finder_of(conn: Connection) -> Finder:
    """Everything rows of a file may name."""
    return Finder(roster.all_units(conn), listing.listed(conn))


@click.group("adoptions")
def adoptions_group() -> None:
    """Which publications used which items."""


@adoptions_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_adoptions(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), publication, form, on, issue, note."""
    take_in(session, Kind("adoptions", read_adoptions, adoptions.add), file)


@click.group("instructions")
def instructions_group() -> None:
    """Which leaders wrote on which items (批示)."""


@instructions_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_instructions(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), leader, level, on, note."""
    take_in(session, Kind("instructions", read_instructions, instructions.add), file)


@click.group("forwardings")
def forwardings_group() -> None:
    """What the office sent upward (上报)."""


@forwardings_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_forwardings(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), target, on, note."""
    take_in(session, Kind("forwardings", read_forwardings, forwardings.add), file)


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


@click.group("commissions")
def commissions_group() -> None:
    """What the office has asked units for (约稿)."""


@commissions_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_commissions(session: Session, file: Path) -> None:
    """Columns: id, title, issuer, brief, units, issued_on, due."""
    read = Kind("commissions", lambda path, known: read_commissions(path, known.finder), _save_commissions)
    take_in(session, read, file)


@commissions_group.command("list")
@json_option
@with_session
def list_commissions(session: Session, as_json: bool) -> None:
    """Shows each commission and where each of its units stands."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
        asked = commissions.everything(conn)
        states = answer_states(conn, rulebook, asked, session.moment())
    if as_json:
        show_json([shape.commission(each, names, states[each.id]) for each in asked])
        return
    rows = ((c.id, c.title, c.due, names[unit], states[c.id][unit]) for c in asked for unit in c.unit_ids)
    show_table(("id", "约稿", "截止", "单位", "状态"), rows)


COMMANDS = (adoptions_group, instructions_group, forwardings_group, commissions_group, history_group)


def answer_states(
    conn: Connection, rulebook: Rulebook, asked: Sequence[Commission], now: datetime
) -> dict[str, dict[int, str]]:
    """Commission id → unit id → done, late, waiting, open, missed or excused, as scores see it (B1-B7)."""
    if not asked:
        return {}
    today = local_day(now)
    first, last = min(each.issued_on for each in asked), max(each.due for each in asked)
    period = Period(first, max(last, today) + ONE_DAY, "commissions", Span.NAMED)
    edition = rulebook.for_period(period_of(today, Span.QUARTER))
    facts = scores.facts_of(conn, period)
    case = opened(edition, period, facts, today)
    states: dict[str, dict[int, str]] = {each.id: dict.fromkeys(each.unit_ids, "open") for each in asked}
    for unit in case.facts.units:
        for answer in answers(case, unit):
            states[answer.commission.id][unit.id] = _state(answer, today)
    return states


def _state(answer: Answer, today: date) -> str:
    if answer.item is not None:
        return "done" if answer.in_time else "late"
    if answer.waiting:
        return "waiting"
    if answer.excused:
        return "excused"
    return "missed" if answer.commission.due < today else "open"


def _save_history(conn: Connection, rows: Sequence[HistoryTotal]) -> int:
    scores.save_history(conn, rows)
    return len(rows)


def _save_commissions(conn: Connection, rows: Sequence[Commission]) -> int:
    known = {each.id for each in commissions.everything(conn)}
    commissions.save(conn, rows)
    return sum(each.id not in known for each in rows)
