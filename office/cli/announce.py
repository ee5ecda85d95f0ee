"""How does the office tell its units something: announce, and its list, edit, show, approve, send?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger import announcements
from ledger.announcements import Announcement, AnnouncementText
from ledger.database import Connection
from ledger.journal import By
from office.cli.options import DAY, FILE, READABLE, words_of
from office.cli.outgoing import tell_sent
from office.cli.output import json_option, say, show_json, show_table, told, write_file
from office.cli.session import RefusedError, Session, person, with_session
from office.use_cases.notice_facts.circulars import announcement_for, announcement_paper
from office.use_cases.publishing import announcing
from office.use_cases.publishing.announcing import AnnouncementError
from office.use_cases.publishing.circulating import Mailing, Objection


class AnnouncementObjectedError(RefusedError):
    """Something speaks against approving or sending an announcement."""

    def __init__(self, found: Announcement, objection: Objection) -> None:
        reasons = {
            Objection.NOT_A_DRAFT: f"it is {found.state.value} already; nothing was changed",
            Objection.UNFINISHED: "its words are not finished; replace what stands in 【】: "
            f"`announce edit {found.id} --body FILE`",
            Objection.SAME_PERSON: "a second person approves (circular.second_person): you drafted or edited "
            "it last; ask a colleague",
            Objection.NOT_APPROVED: f"it is not approved yet; `announce approve {found.id}` does it",
        }
        super().__init__(f"announcement {found.id}: {reasons.get(objection, objection.value)}")


@click.group(invoke_without_command=True)
@click.option("--to", multiple=True, metavar="GROUP|UNIT|all", help="Whom it is for; may be repeated.")
@click.option("--template", metavar="NAME", help="What it begins with: 报送要点, 征稿, or one of your own.")
@click.pass_context
@with_session
def announce(session: Session, ctx: click.Context, to: tuple[str, ...], template: str | None) -> None:
    """Drafts a free circular with a template's first words; nothing is mailed unapproved."""
    if ctx.invoked_subcommand is not None:
        return
    if not to or template is None:
        message = (
            "announce: say whom it is for (--to GROUP|UNIT|all) and what it begins with (--template NAME)"
        )
        raise RefusedError(message)
    with session.service() as service, service.database.writing() as conn:
        found = announcing.draft(service, conn, template, to, By(person(), service.clock()))
    say(f"announcement {found.id}: draft; next: `announce show {found.id}`, `announce edit {found.id}`")


@announce.command("list")
@json_option
@with_session
def listed(session: Session, as_json: bool) -> None:
    """Every announcement, newest first."""
    with session.database() as database, database.reading() as conn:
        rows = [(each, announcing.said_to(conn, each)) for each in announcements.everything(conn)]
    if as_json:
        show_json([_shape(each, to) for each, to in rows])
        return
    show_table(
        ("编号", "标题", "对象", "状态", "起草", "审定"),
        (
            (one.id, one.title, "、".join(to), one.state.value, one.drafted_by, one.approved_by)
            for one, to in rows
        ),
    )


@announce.command()
@click.argument("number", type=int)
@click.option("--docx", type=FILE, help="As a paper to print and file.")
@click.option("--html", type=FILE, help="As units will see it.")
@json_option
@with_session
def show(session: Session, number: int, docx: Path | None, html: Path | None, as_json: bool) -> None:
    """Shows an announcement as text, or writes it as files."""
    with session.service(writes=False) as service:
        with service.database.reading() as conn:
            found = _found(conn, number)
            to = announcing.said_to(conn, found)
        words = service.composer.words("announcement", announcement_for(found, "各单位"))
        office = service.settings.office.name
    if docx is not None:
        write_file(docx, announcement_paper(found, office).content)
    if html is not None:
        write_file(html, words.html.encode())
    if as_json:
        show_json(_shape(found, to) | {"body": found.body})
    elif not (docx or html):
        say(words.text)


@announce.command()
@click.argument("number", type=int)
@click.option("--body", type=READABLE, help="A file (UTF-8) with the words.")
@click.option("--title", metavar="TEXT")
@click.option("--number", "code", metavar="TEXT", help="The 发文字号; a bare number gets prefix and year.")
@click.option("--dated", type=DAY, help="The day below the signature; else the day of approval.")
@click.option("--to", multiple=True, metavar="GROUP|UNIT|all", help="Whom it is for, in place of before.")
@with_session
def edit(
    session: Session,
    number: int,
    body: Path | None,
    title: str | None,
    code: str | None,
    dated: date | None,
    to: tuple[str, ...],
) -> None:
    """Changes a draft; what is not named stays."""
    words = None if body is None else words_of(body).strip()
    with session.service() as service, service.database.writing() as conn:
        found = _found(conn, number)
        text = AnnouncementText(
            title=found.title if title is None else title,
            body=found.body if words is None else words,
            number=found.number if code is None else code,
            dated=found.dated if dated is None else dated,
        )
        whom = announcing.audience(conn, to) if to else found.to
        if not announcing.edit(service, conn, found, text, whom, By(person(), service.clock())):
            raise AnnouncementObjectedError(found, Objection.NOT_A_DRAFT)
    say(f"announcement {number}: saved; next: `announce show {number}`")


@announce.command()
@click.argument("number", type=int)
@click.option("--send", "at_once", is_flag=True, help="Sends it at once, as the console does.")
@with_session
def approve(session: Session, number: int, at_once: bool) -> None:
    """Approves the draft: it is never changed again."""
    with session.service() as service, service.database.writing() as conn:
        found = _found(conn, number)
        done = announcing.release if at_once else announcing.approve
        match done(service, conn, found, By(person(), service.clock())):
            case Objection() as objection:
                raise AnnouncementObjectedError(found, objection)
            case Mailing() as sent:
                tell_sent(f"announcement {number}", sent)
            case Announcement():
                say(f"announcement {number}: approved; mail it with `yishiyibao announce send {number}`")


@announce.command()
@click.argument("number", type=int)
@with_session
def send(session: Session, number: int) -> None:
    """Queues the approved announcement, a message for each unit; sending it again queues nothing."""
    with session.service() as service, service.database.writing() as conn:
        found = _found(conn, number)
        match announcing.send(service, conn, found, service.clock()):
            case Objection() as objection:
                raise AnnouncementObjectedError(found, objection)
            case Mailing() as sent:
                tell_sent(f"announcement {number}", sent)


COMMANDS = (announce,)


def _found(conn: Connection, number: int) -> Announcement:
    found = announcements.one(conn, number)
    if found is None:
        message = f"announcement {number}: there is none of this number; `announce list` shows them"
        raise AnnouncementError(message)
    return found


def _shape(found: Announcement, to: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": found.id,
        "template": found.template,
        "title": found.title,
        "number": found.number or None,
        "dated": found.dated.isoformat() if found.dated else None,
        "to": to,
        "state": found.state.value,
        "drafted_by": found.drafted_by,
        "drafted_at": told(found.drafted_at),
        "edited_by": found.edited_by or None,
        "approved_by": found.approved_by or None,
        "approved_at": told(found.approved_at),
        "sent_at": told(found.sent_at),
    }
