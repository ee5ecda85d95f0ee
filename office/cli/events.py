"""How are adoptions, contents lists, 批示, 上报, earlier totals and remarks handed
in?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from ledger import contents, roster, switches
from ledger import remarks as book
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.events import EventTable, adoptions, forwardings, instructions
from ledger.journal import By, JournalEntry
from ledger.scoresheet import points_text
from office.cli import documents
from office.cli.output import json_option, say, show_json, show_list, show_table
from office.cli.session import DAY, FILE, Session, person, with_session
from office.use_cases.contents_lists import (
    ListHead,
    confirm_all,
    read_contents,
    take_in,
)
from office.use_cases.events import (
    EventType,
    NewEvent,
    enter,
    forms_of,
    named_publication,
)
from office.use_cases.imports import taking_back
from office.use_cases.imports.comparing import (
    RowState,
    compared,
    import_context,
    refuse_contradictions,
)
from office.use_cases.imports.earlier_totals import (
    compared_totals,
    keep,
    printed_and_changed,
)
from office.use_cases.imports.records import (
    ADOPTIONS,
    FORWARDINGS,
    INSTRUCTIONS,
    REMARKS,
    ImportContext,
    read_adoptions,
    read_forwardings,
    read_instructions,
    read_remarks,
)
from office.use_cases.imports.tables import Columns
from office.use_cases.remarking import kinds_on, points_of_remark
from office.use_cases.withdrawing import words_of
from scoring.without import Recorded


def enter_event(session: Session, given: NewEvent) -> None:
    """Puts one event on record and says what to mind."""
    rulebook = session.rulebook(session.settings())
    with session.writing() as (conn, now):
        done = enter(
            conn, rulebook, given, JournalEntry(now, person(), "", "", given.note)
        )
    say(
        f"{given.serial}: {'entered' if done.is_new else 'was entered before, nothing changed'}"
    )
    for doubt in done.doubts:
        say(doubt)


class ImportKind(NamedTuple):
    """One kind of file that can be taken back: its name, its columns, and how its rows
    are read and kept.

    `save` enters rows under the number of the import and gives how many were new.
    """

    name: str
    columns: Columns
    read: Callable[[Connection, Path, ImportContext], Sequence[Recorded]]
    save: Callable[[Connection, list[Any], int, By], int]


def _events(
    name: str, columns: Columns, read: Callable[..., Any], table: EventTable[Any]
) -> ImportKind:
    """A kind of file with one event a row."""
    return ImportKind(
        name,
        columns,
        lambda _, file, context: read(file, context),
        lambda conn, rows, number, _: table.add(conn, rows, number),
    )


def _read_remarks(
    conn: Connection, file: Path, context: ImportContext
) -> Sequence[Recorded]:
    standing = [
        each.remark for each in book.everything(conn) if each.withdrawn_at is None
    ]
    return read_remarks(file, context, standing)


def _save_remarks(conn: Connection, rows: list[Any], number: int, by: By) -> int:
    return len(
        book.add(conn, rows, JournalEntry(by.at, by.who, "remarks import", ""), number)
    )


_PREVIEW = click.option(
    "--preview", is_flag=True, help="Only says what each row would be to the record."
)
ROW_STATES = {
    RowState.NEW: "新增",
    RowState.KNOWN: "已有",
    RowState.CHANGED: "与记录不同",
    RowState.REFUSED: "不能录入",
}


def import_file(
    session: Session, kind: ImportKind, file: Path, *, preview: bool
) -> None:
    """Takes one file in, all or nothing, under a number of its own; or says what it
    would come to.
    """
    rulebook = session.rulebook(session.settings())
    if preview:
        with session.reading() as conn:
            context = import_context(conn, rulebook, session.moment())
            found = compared(
                conn, file, kind.columns, partial(kind.read, conn, file, context)
            )
        shown = []
        for row in found:
            serial: str | None = ""
            words = ""
            if row.recorded is not None:
                serial, words = row.recorded.serial, words_of(rulebook, row.recorded)
            shown.append(
                (
                    row.number,
                    ROW_STATES[row.state],
                    serial,
                    words,
                    row.standing or row.because,
                )
            )
        show_table(("行", "结果", "编号", "内容", "说明"), shown)
        counts = Counter(row.state for row in found)
        said = ", ".join(
            f"{counts[state]} {state}" for state in RowState if counts[state]
        )
        say(f"{said or 'no rows'}; nothing was imported")
        return
    with session.writing() as (conn, now):
        context = import_context(conn, rulebook, now)
        rows = kind.read(conn, file, context)
        found = compared(conn, file, kind.columns, lambda: rows)
        refuse_contradictions(file, found)
        by = By(person(), now)
        fresh = [row.recorded for row in found if row.state is RowState.NEW]
        new, done = 0, "nothing was imported"
        if fresh:
            number = taking_back.begin(conn, kind.name, file.name, by)
            new = kind.save(conn, fresh, number, by)
            taking_back.note(conn, number, kind.name, by, len(rows), new)
            done = f"import {number}"
        beginning = switches.beginning(conn)
    say(f"{file}: {len(rows)} rows, {new} of them new; {done}")
    entered = [each for each in fresh if each and not isinstance(each, Remark)]
    kept = sum(each.unscored for each in entered)
    if kept:
        say(f"{kept} without points (不计分); see `yishiyibao unscored list`")
    if beginning is not None:
        before = {
            item.serial
            for item in context.finder.submissions
            if item.day < beginning.on
        }
        early = sum(each.serial in before for each in entered)
        if early:
            say(
                f"{early} are of items from before {beginning.on} (考核前) and earn nothing"
            )
    for row in found:
        if row.state is RowState.CHANGED:
            group, _, key = row.standing.partition(":")
            way = f"`yishiyibao {group}s change {key}`"
            say(
                f"row {row.number}: {row.standing} says otherwise and stays as it is; put it right with {way}"
            )
        elif row.state is RowState.NEW and row.because:
            say(f"row {row.number}: {row.because}, and is on record again")


_UNSCORED = click.option(
    "--unscored",
    is_flag=True,
    help="不计分: the rule does not name it; keeps it without points.",
)


@click.group("adoptions")
def adoptions_group() -> None:
    """Which publications used which items."""


@adoptions_group.command("import")
@click.argument("file", type=FILE)
@_PREVIEW
@with_session
def import_adoptions(session: Session, file: Path, preview: bool) -> None:
    """Columns: serial (or unit, title), publication, form, on, issue, note, unscored.

    Or in Chinese: 编号 (or 单位, 标题), 刊物, 采用形式, 采用日期, 期号, 备注, 不计分.

    What the policy does not name is refused, unless the row says 是 under 不计分.
    """
    kind = _events("adoptions", ADOPTIONS, read_adoptions, adoptions)
    import_file(session, kind, file, preview=preview)


@adoptions_group.command("add")
@click.argument("serial")
@click.option(
    "--publication", required=True, help="Its name or an alias; 《》 optional."
)
@click.option(
    "--form",
    default="",
    help="As the edition names them; the first of them unless told.",
)
@click.option("--on", type=DAY, required=True, help="The day of the issue.")
@click.option("--issue", default="", help="Its number.")
@click.option("--note", default="")
@_UNSCORED
@with_session
def add_adoption(
    session: Session, serial: str, on: date, unscored: bool, **said: str
) -> None:
    """Puts one adoption on record."""
    given = NewEvent(
        kind=EventType.ADOPTION,
        serial=serial,
        on=on,
        what=said["publication"],
        how=said["form"],
        issue=said["issue"],
        note=said["note"],
        unscored=unscored,
    )
    enter_event(session, given)


@adoptions_group.command("match")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--publication", required=True, metavar="P")
@click.option("--on", "dated", type=DAY, required=True, help="The day of the issue.")
@click.option("--issue", default="", metavar="N")
@click.option(
    "--confirm",
    type=click.FloatRange(0.6, 1.0),
    metavar="0.95",
    help="Adopts what is so sure.",
)
@_UNSCORED
@json_option
@with_session
def match_contents(
    session: Session,
    file: Path,
    publication: str,
    dated: date,
    issue: str,
    confirm: float | None,
    unscored: bool,
    as_json: bool,
) -> None:
    """Matches a contents list (.txt, .docx, .xlsx, .csv) to submissions by title; the
    office confirms.
    """
    with session.service() as service:
        rulebook = service.rulebook
        context = service.decision_context(person(), service.clock())
        with service.database.reading() as conn:
            name = named_publication(
                conn, rulebook, publication, dated, context.now, unscored=unscored
            )
            units = roster.all_units(conn)
        where = ListHead(name, dated, issue, file.name)
        names = [name for unit in units for name in unit.every_name]
        entries = read_contents(file, names, forms_of(rulebook))
        with service.database.writing() as conn:
            listed = take_in(conn, where, entries, context)
            if confirm is not None:
                confirm_all(conn, listed.id, confirm, rulebook, context)
            lines = contents.lines(conn, listed.id)
    if as_json:
        shown = [
            line._asdict() | {"settled": line.settled.value or "open"} for line in lines
        ]
        show_json({"id": listed.id, "lines": shown})
        return
    rows = (
        (each.line, each.title, each.unit, each.serial, each.confidence, each.settled)
        for each in lines
    )
    show_table(("行", "标题", "单位", "编号", "把握", "处理"), rows)


@click.group("instructions")
def instructions_group() -> None:
    """Which leaders wrote on which items (批示)."""


@instructions_group.command("import")
@click.argument("file", type=FILE)
@_PREVIEW
@with_session
def import_instructions(session: Session, file: Path, preview: bool) -> None:
    """Columns: serial (or unit, title), leader, level, on, note, unscored.

    Or in Chinese: 编号 (or 单位, 标题), 领导, 级别, 批示日期, 备注, 不计分.

    A level that the policy does not name is refused, unless the row says 是 under
    不计分.
    """
    kind = _events("instructions", INSTRUCTIONS, read_instructions, instructions)
    import_file(session, kind, file, preview=preview)


@instructions_group.command("add")
@click.argument("serial")
@click.option("--leader", required=True, help="Who wrote on it.")
@click.option(
    "--level",
    default="",
    help="As the edition names them, or an alias; see --unscored.",
)
@click.option("--on", type=DAY, required=True, help="When.")
@click.option("--note", default="")
@_UNSCORED
@with_session
def add_instruction(
    session: Session, serial: str, on: date, unscored: bool, **said: str
) -> None:
    """Puts one 批示 on record."""
    leader, level, note = said["leader"], said["level"], said["note"]
    given = NewEvent(
        EventType.INSTRUCTION, serial, on, leader, level, note=note, unscored=unscored
    )
    enter_event(session, given)


@click.group("forwardings")
def forwardings_group() -> None:
    """What the office sent upward (上报)."""


@forwardings_group.command("import")
@click.argument("file", type=FILE)
@_PREVIEW
@with_session
def import_forwardings(session: Session, file: Path, preview: bool) -> None:
    """Columns: serial (or unit, title), target, on, note, unscored.

    Or in Chinese: 编号 (or 单位, 标题), 上报去向, 上报日期, 备注, 不计分.

    Where the policy names targets, another is refused, unless the row says 是 under
    不计分.
    """
    kind = _events("forwardings", FORWARDINGS, read_forwardings, forwardings)
    import_file(session, kind, file, preview=preview)


@forwardings_group.command("add")
@click.argument("serial")
@click.option("--target", required=True, help="Where it was sent.")
@click.option("--on", type=DAY, required=True, help="When.")
@click.option("--note", default="")
@_UNSCORED
@with_session
def add_forwarding(
    session: Session, serial: str, on: date, target: str, note: str, unscored: bool
) -> None:
    """Puts on record that the office sent an item upward."""
    given = NewEvent(
        EventType.FORWARDING, serial, on, target, note=note, unscored=unscored
    )
    enter_event(session, given)


@click.group("history")
def history_group() -> None:
    """Totals of quarters before this installation, and of months before the assessment
    began.
    """


@history_group.command("import")
@click.argument("file", type=FILE)
@with_session
def import_history(session: Session, file: Path) -> None:
    """Columns: period, unit, total, share, note, or 季度, 单位, 得分, 效能得分, 备注.

    A total on record already is replaced, which is said.
    """
    with session.writing() as (conn, now):
        totals = compared_totals(conn, file)
        keep(conn, totals, By(person(), now))
    replaced = [each for each in totals if each.state is RowState.CHANGED]
    for each in replaced:
        say(f"{each.unit} {each.told.period}：{each.change}")
    new = sum(each.state is RowState.NEW for each in totals)
    say(f"{file}: {len(totals)} rows, {new} of them new, {len(replaced)} replaced")
    for quarter in printed_and_changed(totals):
        say(
            f"{quarter} is published and stays as printed; correct it with `circular settle {quarter}`"
        )


@click.group()
def remarks() -> None:
    """Points that the office gives or takes by hand, of the kinds that the policy
    names.
    """


@remarks.command("import")
@click.argument("file", type=FILE)
@_PREVIEW
@with_session
def import_remarks(session: Session, file: Path, preview: bool) -> None:
    """Columns: unit, or serial (or unit, title), kind, points, on, because.

    Or in Chinese: 单位, 编号 (or 单位, 标题), 项目, 分值, 日期, 理由.
    """
    kind = ImportKind("remarks", REMARKS, _read_remarks, _save_remarks)
    import_file(session, kind, file, preview=preview)


@remarks.command("list")
@json_option
@with_session
def list_remarks(session: Session, as_json: bool) -> None:
    """Lists remarks in the order of days, the withdrawn ones too."""
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        names = roster.unit_names(conn)
        found = [
            (each, points_of_remark(kinds_on(rulebook, each.remark.on), each.remark))
            for each in book.everything(conn)
        ]
    rows = []
    for each, points in found:
        remark, shown = each.remark, "" if points is None else points_text(points)
        given = (remark.id, remark.on, names[remark.unit_id], remark.kind, shown)
        rows.append((*given, remark.serial, remark.because, each.withdrawn_at))
    show_list(
        (documents.remark(each, names, points) for each, points in found),
        ("id", "日期", "单位", "项目", "分", "编号", "理由", "撤回"),
        rows,
        as_json=as_json,
    )


COMMANDS = (
    adoptions_group,
    instructions_group,
    forwardings_group,
    history_group,
    remarks,
)
