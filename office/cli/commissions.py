"""What has the office asked units for: commissions add, show, send, withdraw, extend,
list, import?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ledger import commissions as book
from ledger import journal, roster
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.periods import local_day
from office.cli import documents
from office.cli.events import ROW_STATES
from office.cli.output import json_option, say, show_list, show_one, show_table
from office.cli.session import (
    DAY,
    FILE,
    Session,
    as_read_option,
    or_refuse,
    person,
    refuse,
    with_session,
    words_of,
)
from office.use_cases.commissioning import (
    CommissionDraft,
    UnitMailing,
    add,
    answer_states,
    extend,
    progress_of_units,
    send,
    subject_of,
    version_of,
    withdraw,
)
from office.use_cases.imports.commissions import compared_commissions, take_in
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.rows import BadCellError, Finder

_UNITS = click.option(
    "--unit", "units", multiple=True, metavar="U", help="A unit; may be given again."
)
_ROW_STATES = {**ROW_STATES, RowState.CHANGED: "改动"}
_BECAUSE = click.option("--because", required=True, metavar="TEXT")


@click.group()
def commissions() -> None:
    """What the office has asked units for (约稿)."""


@commissions.command("add")
@click.option("--title", required=True, metavar="T")
@click.option(
    "--issuer", default="", metavar="WHO", help="Who asks; else the office itself."
)
@click.option("--brief", default="", metavar="TEXT", help="What is wanted.")
@click.option(
    "--brief-file", type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@_UNITS
@click.option(
    "--group", "groups", multiple=True, metavar="G", help="Every unit of a group."
)
@click.option("--due", type=DAY, required=True, help="The last day, itself included.")
@click.option("--send", "at_once", is_flag=True, help="Mail it at once.")
@with_session
def add_commission(
    session: Session,
    title: str,
    issuer: str,
    brief: str,
    brief_file: Path | None,
    units: tuple[str, ...],
    groups: tuple[str, ...],
    due: date,
    at_once: bool,
) -> None:
    """Writes one; prints its id."""
    if brief_file is not None:
        brief = words_of(brief_file)
    with session.service() as service:
        context = service.decision_context(person(), service.clock())
        with service.database.writing() as conn:
            asked = _asked(conn, units, groups, local_day(context.now))
            named = issuer or service.settings.office.name
            made = add(conn, CommissionDraft(title, named, brief, asked, due), context)
            mailed = send(conn, made.id, context) if at_once else ()
            names = roster.unit_names(conn)
    say(made.id)
    _tell(mailed, names)


@commissions.command("send")
@click.argument("number", metavar="ID")
@with_session
def send_commission(session: Session, number: str) -> None:
    """Mails it to the officers of every unit that was not mailed yet."""
    with session.deciding() as (conn, context):
        mailed, names = send(conn, number, context), roster.unit_names(conn)
    if not mailed:
        say(f"{number}: every unit was mailed before")
    _tell(mailed, names)


@commissions.command("withdraw")
@click.argument("number", metavar="ID")
@_UNITS
@_BECAUSE
@with_session
def withdraw_commission(
    session: Session, number: str, units: tuple[str, ...], because: str
) -> None:
    """Asks these units no more, or nobody if none is named; they owe nothing then."""
    with session.deciding() as (conn, context):
        gone = _asked(conn, units, (), local_day(context.now))
        mailed, names = (
            withdraw(conn, number, gone, because, context),
            roster.unit_names(conn),
        )
    say(f"{number}: withdrawn")
    _tell(mailed, names)


@commissions.command("extend")
@click.argument("number", metavar="ID")
@click.option("--due", type=DAY, required=True)
@_BECAUSE
@as_read_option
@with_session
def extend_commission(
    session: Session, number: str, due: date, because: str, as_read: int | None
) -> None:
    """Gives it a later last day; the units that still owe it are told."""
    with session.deciding() as (conn, context):
        mailed, names = (
            extend(conn, number, due, because, context, as_read),
            roster.unit_names(conn),
        )
    say(f"{number}: due {due}")
    _tell(mailed, names)


@commissions.command("show")
@click.argument("number", metavar="ID")
@json_option
@with_session
def show_commission(session: Session, number: str, as_json: bool) -> None:
    """One commission: each unit's state, answer and mail, and what was done about
    it.
    """
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        asked = or_refuse(
            book.one(conn, number),
            f"commissions: {number} is unknown; see `yishiyibao commissions list`",
        )
        lines = progress_of_units(conn, rulebook, asked, session.moment())
        beside = {
            "history": documents.history(journal.about(conn, subject_of(number))),
            "version": version_of(conn, number),
        }
    show_one(documents.commission_in_full(asked, lines) | beside, as_json=as_json)


@commissions.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--preview", is_flag=True, help="Only says what each row would be to the record."
)
@with_session
def import_commissions(session: Session, file: Path, preview: bool) -> None:
    """Columns: id, title, issuer, brief, units, issued_on, due.

    Or in Chinese: 编号, 题目, 约稿人, 要求, 单位, 约稿日期, 截止日.

    A known id is changed: its words while nobody was mailed; then only a later last
    day, of which those mailed are told, and more units.
    """
    with session.service(writes=not preview) as service:
        context = service.decision_context(person(), service.clock())
        transaction = service.database.reading if preview else service.database.writing
        with transaction() as conn:
            rows, told = (compared_commissions if preview else take_in)(
                conn, file, context
            )
            names = roster.unit_names(conn)
    if preview:
        shown: list[tuple[object, ...]] = []
        for row in rows:
            asked = ("", "")
            if row.commission is not None:
                asked = (row.commission.id, row.commission.title)
            because = "；".join(filter(None, (*row.changes, row.because)))
            shown.append((row.number, _ROW_STATES[row.state], *asked, because))
        show_table(("行", "结果", "编号", "题目", "说明"), shown)
    counts = Counter(row.state for row in rows)
    for row in rows:
        if not preview and row.commission is not None and row.state is RowState.CHANGED:
            say(f"{row.commission.id}: {'；'.join(row.changes)}")
            if row.added:
                say(
                    f"  mail those it asks now: `yishiyibao commissions send {row.commission.id}`"
                )
    _tell(told, names)
    said = f"{file}: {len(rows)} rows, {counts[RowState.NEW]} of them new, {counts[RowState.CHANGED]} changed"
    if counts[RowState.REFUSED]:
        said += f", {counts[RowState.REFUSED]} refused"
    nothing = preview or not (counts[RowState.NEW] or counts[RowState.CHANGED])
    say(f"{said}; nothing was imported" if nothing else said)


@commissions.command("list")
@json_option
@with_session
def list_commissions(session: Session, as_json: bool) -> None:
    """Shows each commission and where each of its units stands."""
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        names = roster.unit_names(conn)
        asked = book.everything(conn)
        states = answer_states(conn, rulebook, asked, session.moment())
    show_list(
        (documents.commission(each, names, states[each.id]) for each in asked),
        ("id", "约稿", "截止", "单位", "状态"),
        (
            (c.id, c.title, c.due, names[unit], states[c.id][unit])
            for c in asked
            for unit in c.unit_ids
        ),
        as_json=as_json,
    )


COMMANDS = (commissions,)


def _asked(
    conn: Connection, units: Sequence[str], groups: Sequence[str], today: date
) -> tuple[int, ...]:
    """The ids of the units named and of those in the groups today; RefusedError."""
    everyone = roster.all_units(conn)
    finder = Finder(everyone)
    try:
        named = [finder.unit(name, "--unit") for name in units]
    except BadCellError as fault:
        refuse(str(fault))
    grouped: list[Unit] = []
    for group in groups:
        found = [
            unit for unit in everyone if unit.group == group and unit.assessed_on(today)
        ]
        if not found:
            known = "、".join(dict.fromkeys(unit.group for unit in everyone))
            refuse(f"--group: no unit is in {group}; groups: {known}")
        grouped += found
    return tuple(dict.fromkeys(unit.id for unit in (*named, *grouped)))


def _tell(mailed: Sequence[UnitMailing], names: documents.Names) -> None:
    for each in mailed:
        waits = (
            "; may have been sent before, see `yishiyibao outbox withheld`"
            if each.withheld
            else ""
        )
        say(
            f"  {names[each.unit_id]}: {', '.join(each.addresses) or each.because}{waits}"
        )
