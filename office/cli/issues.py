"""How is an issue of the office's own publication composed from a shell: issues …?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger import issues as book
from ledger import journal, roster
from ledger.database import Connection
from ledger.issues import Issue
from ledger.journal import By
from notify.document.bulletin import bulletin
from office.cli import documents
from office.cli.output import json_option, say, show_list, show_one, write_file
from office.cli.session import (
    DAY,
    PAPER,
    RECORD_NUMBER,
    Session,
    as_read_option,
    person,
    refuse,
    with_session,
    words_of,
)
from office.cli.ways import tell, way_of, way_options
from office.use_cases import own_issues
from office.use_cases.events import named_publication
from office.use_cases.own_issues import ItemEdit, UnknownIssueError, issue_name

_NUMBER = click.argument("number", metavar="ID", type=RECORD_NUMBER)


@click.group()
def issues() -> None:
    """Issues of the office's own publication (Art. 4(2))."""


@issues.command("new")
@click.option("--on", "dated", type=DAY, required=True, help="The day it is published.")
@click.option(
    "--publication", default="", metavar="P", help="Else the first the policy names."
)
@click.option(
    "--number", type=click.IntRange(1), metavar="N", help="Else the next of the year."
)
@click.option(
    "--unscored", is_flag=True, help="不计分: the policy does not name the publication."
)
@with_session
def new_issue(
    session: Session, dated: date, publication: str, number: int | None, unscored: bool
) -> None:
    """Begins one; prints its id."""
    rulebook = session.rulebook(session.settings())
    outlet = own_issues.own_publication(rulebook, dated)
    if not publication and outlet is None:
        refuse(
            "issues new: the policy names no publication; give one with --publication"
        )
    written = publication or (outlet.name if outlet else "")
    with session.deciding() as (conn, context):
        name = named_publication(
            conn, rulebook, written, dated, context.now, unscored=unscored
        )
        made = own_issues.new(conn, name, dated, number, context)
    say(str(made.id))


@issues.command("list")
@json_option
@with_session
def list_issues(session: Session, as_json: bool) -> None:
    """Every issue, the newest first."""
    with session.reading() as conn:
        found = [
            (each, len(book.items(conn, each.id))) for each in book.everything(conn)
        ]
    show_list(
        (documents.issue(each) | {"items": count} for each, count in found),
        ("id", "期", "日期", "条数", "状态"),
        (
            (each.id, issue_name(each), each.dated, count, each.state.value)
            for each, count in found
        ),
        as_json=as_json,
    )


@issues.command("show")
@_NUMBER
@json_option
@with_session
def show_issue(session: Session, number: int, as_json: bool) -> None:
    """One issue in its order, and what was done about it."""
    with session.reading() as conn:
        issue = _found(conn, number)
        standing = [each._asdict() for each in book.items(conn, number)]
        history = documents.history(journal.about(conn, own_issues.subject_of(issue)))
    show_one(
        documents.issue(issue) | {"items": standing, "history": history},
        as_json=as_json,
    )


@issues.command("offer")
@_NUMBER
@json_option
@with_session
def offer_items(session: Session, number: int, as_json: bool) -> None:
    """Accepted items of the last three months that the publication has not used yet."""
    with session.reading() as conn:
        found = own_issues.offered(conn, _found(conn, number))
        names = roster.unit_names(conn)
    show_list(
        (documents.submission(each.item, names) for each in found),
        ("编号", "单位", "类别", "标题"),
        (
            (each.item.serial, each.units, each.item.category, each.item.title)
            for each in found
        ),
        as_json=as_json,
    )


@issues.command("add")
@_NUMBER
@click.argument("serials", nargs=-1, required=True, metavar="SERIAL…")
@click.option(
    "--form",
    default="",
    metavar="F",
    help="单条, 简讯 …; else the first the policy names.",
)
@with_session
def add_items(
    session: Session, number: int, serials: tuple[str, ...], form: str
) -> None:
    """Puts items at the end of an issue."""
    rulebook = session.rulebook(session.settings())
    with session.deciding() as (conn, context):
        issue = own_issues.place(
            conn, number, serials, own_issues.form_named(rulebook, form), context
        )
        count = len(book.items(conn, number))
    say(f"{issue_name(issue)}: {count} items")


@issues.command("move")
@_NUMBER
@click.argument("serial")
@click.option("--to", "position", type=click.IntRange(1), required=True, metavar="N")
@with_session
def move_item(session: Session, number: int, serial: str, position: int) -> None:
    """Puts an item at place N, counted from 1."""
    with session.deciding() as (conn, context):
        own_issues.move(conn, number, serial, position, context)
    say(f"{serial}: moved to {position}")


@issues.command("edit")
@_NUMBER
@click.argument("serial")
@click.option("--heading", metavar="T")
@click.option(
    "--text-file", type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option("--form", metavar="F")
@click.option("--out", is_flag=True, help="Takes the item out of the issue.")
@with_session
def edit_item(
    session: Session,
    number: int,
    serial: str,
    heading: str | None,
    text_file: Path | None,
    form: str | None,
    out: bool,
) -> None:
    """Changes heading, words or form of an item in the issue; the submission stays as
    it came.
    """
    rulebook = session.rulebook(session.settings())
    text = None if text_file is None else words_of(text_file)
    edit = ItemEdit(
        heading, text, own_issues.form_named(rulebook, form) if form else None
    )
    with session.deciding() as (conn, context):
        if out:
            own_issues.take_out(conn, number, serial, context)
        else:
            own_issues.edit(conn, number, serial, edit, context)
    say(f"{serial}: {'taken out' if out else 'changed'}")


@issues.command("export")
@_NUMBER
@click.argument("file", type=PAPER)
@with_session
def export_issue(session: Session, number: int, file: Path) -> None:
    """Writes it as .docx."""
    office = session.settings().office.name
    with session.reading() as conn:
        paper = bulletin(own_issues.bulletin_of(conn, number, office))
    write_file(file, paper)
    say(str(file))


@issues.command("publish")
@_NUMBER
@as_read_option
@with_session
def publish_issue(session: Session, number: int, as_read: int | None) -> None:
    """Puts its adoptions on record; again does nothing twice."""
    rulebook = session.rulebook(session.settings())
    with session.deciding() as (conn, context):
        count = own_issues.publish(conn, number, rulebook, context, as_read)
    say(f"{number}: published, {count} new adoptions")


@issues.command("withdraw")
@_NUMBER
@click.option("--because", required=True, metavar="TEXT")
@way_options
@with_session
def withdraw_issue(
    session: Session, number: int, because: str, correct: bool, carry: bool
) -> None:
    """Makes it a draft again and takes its adoptions back."""
    way = way_of(correct=correct, carry=carry)
    with session.service() as service, service.database.writing() as conn:
        by = By(person(), service.clock(), because)
        done = own_issues.withdraw(service, conn, number, way, by)
    say(f"{number}: a draft again, {done.rows} adoptions taken back")
    tell(done)


COMMANDS = (issues,)


def _found(conn: Connection, number: int) -> Issue:
    found = book.one(conn, number)
    if found is None:
        raise UnknownIssueError(number)
    return found
