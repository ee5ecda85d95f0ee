"""How does an office begin within a year: from when on is assessed, and what was
reported before?

`begins` shows and moves the day; `submissions import` takes in the earlier items of the
office's own register, all or nothing and after a look (`--preview`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger import journal, roster, switches
from ledger.journal import By
from office.cli import documents
from office.cli.events import ROW_STATES
from office.cli.items import decisions, submissions
from office.cli.output import json_option, say, show_json, show_table, visible
from office.cli.session import DAY, FILE, YES_NO, Session, person, with_session
from office.use_cases.beginning import move, told_of_assessed
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.earlier_items import (
    read_register,
    register_context,
    take_in,
)


@click.command("begins")
@click.argument("day", metavar="[DATE]", type=DAY, required=False)
@click.option(
    "--begun-duties",
    type=YES_NO,
    help="Whether half-year and year duties begun before are owed.",
)
@click.option("--because", metavar="TEXT", default="")
@json_option
@with_session
def show_or_move_beginning(
    session: Session,
    day: date | None,
    begun_duties: bool | None,
    because: str,
    as_json: bool,
) -> None:
    """Shows from when on is assessed, or moves it."""
    told: tuple[str, ...] = ()
    if day is None and begun_duties is None:
        with session.reading() as conn:
            beginning = switches.beginning(conn)
            moved = journal.about(conn, f"switch:{switches.BEGINS}")
    else:
        moved = ()
        with session.writing() as (conn, now):
            beginning = move(
                conn, day, By(person(), now, because), owes_begun=begun_duties
            )
            told = told_of_assessed(conn, beginning)
    if as_json:
        on = None if beginning is None else beginning.on.isoformat()
        owed = beginning is not None and beginning.owes_begun
        show_json(
            {"begins": on, "begun_duties": owed, "history": documents.history(moved)}
        )
    else:
        say("未定考核起始日：收到的都考核" if beginning is None else beginning.told)
        for entry in moved:
            because = f"（{entry.because}）" if entry.because else ""
            say(f"{visible(entry.at)} {entry.who}：{entry.did}{because}")
    if told:
        said = f"totals of {', '.join(told)} were told by `history import` and stand as told"
        click.echo(
            f"{said}; what their items earned is in them, look at `score`", err=True
        )


@submissions.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--preview", is_flag=True, help="Only says what each row would be to the record."
)
@click.option(
    "--sheet",
    default="",
    metavar="NAME",
    help="Which sheet, where several hold a register.",
)
@with_session
def import_items(session: Session, file: Path, preview: bool, sheet: str) -> None:
    """Takes in earlier items from the office's own register (台账); its headings are
    Chinese.

    What is on record already stays as it is; `imports take-back` takes all of it back.
    """
    with session.service(writes=not preview) as service:
        now = service.clock()
        transaction = service.database.reading if preview else service.database.writing
        done = "nothing was imported"
        with transaction() as conn:
            names = roster.unit_names(conn)
            against = register_context(conn, service.rulebook, now)
            found = read_register(file, against, sheet)
            if not preview:
                new_token = service.decision_context(person(), now).new_token
                number = take_in(conn, file, found, new_token, By(person(), now))
                if number is not None:
                    done = f"import {number}"
    if preview:
        rows: dict[int, tuple[object, ...]] = {}
        for each in found.items:
            item = each.item
            said = (
                names[item.unit_id or 0],
                item.title,
                item.category,
                item.day,
                len(each.events),
            )
            because = each.because or ("考核前" if each.early else "")
            rows[each.row] = (each.row, ROW_STATES[each.state], *said, because)
        for fault in found.faults:
            rows[fault.row] = (
                fault.row,
                ROW_STATES[RowState.REFUSED],
                "",
                "",
                "",
                "",
                "",
                fault.what,
            )
        heading = ("行", "结果", "单位", "标题", "类别", "计入", "采用等", "说明")
        show_table(heading, [cells for _, cells in sorted(rows.items())])
    known = len(found.items) - len(found.new)
    say(
        f"{file}: {len(found.new)} new, {known} known or left out, {len(found.faults)} refused; {done}"
    )
    if found.passed_over:
        say(f"columns not read: {', '.join(found.passed_over)}")
    early = sum(1 for each in found.new if each.early)
    if early and against.beginning is not None:
        first_day = against.beginning.on
        say(
            f"{early} are from before {first_day} (考核前) and earn nothing; `begins` moves the day"
        )


COMMANDS = (show_or_move_beginning, submissions, decisions)
