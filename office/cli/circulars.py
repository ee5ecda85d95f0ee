"""How is a period closed, and how do the office's papers go out: close, circular …,
announce …?

A circular tells a closed period, an announcement whatever the office wants to say.
Either is drafted, edited, shown, approved and only then sent.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from ledger import announcements
from ledger.announcements import Announcement, AnnouncementText
from ledger.circulars import Circular
from ledger.database import Connection
from ledger.journal import By
from ledger.periods import parse_period
from notify.facts import CircularFacts
from office.cli import documents
from office.cli.output import json_option, say, show_json, show_list, write_file
from office.cli.session import (
    DAY,
    PAPER,
    READABLE,
    RECORD_NUMBER,
    WEB_PAGE,
    WORKBOOK,
    Session,
    as_read_option,
    or_refuse,
    person,
    refuse,
    with_session,
    words_of,
)
from office.use_cases.notice_facts import circulars as context
from office.use_cases.notice_facts.circulars import announcement_for, announcement_paper
from office.use_cases.publishing import announcing, circulating, drafting
from office.use_cases.publishing.circulating import Mailing, Objection
from office.use_cases.publishing.staleness import drift, words_of_drift
from office.use_cases.stated import stated
from scoring.close import ClosingObstacle, NotClosed, Order
from scoring.close import close as close_period


@click.command()
@click.argument("period")
@click.option(
    "--force",
    is_flag=True,
    help="Although something speaks against it; needs a reason.",
)
@click.option("--because", metavar="TEXT", default="")
@json_option
@with_session
def close(
    session: Session, period: str, force: bool, because: str, as_json: bool
) -> None:
    """Scores a period and stores the result as its next revision; lists open
    proposals.
    """
    asked = parse_period(period)
    if force and not because.strip():
        refuse(f"close {asked.code}: --force needs a reason: --because TEXT")
    with session.service() as service:
        order = Order(person(), service.clock(), because.strip(), force)
        with service.database.writing() as conn:
            closed = close_period(conn, service.rulebook, asked, order)
    if isinstance(closed, NotClosed):
        _refuse_to_close(closed)
    if as_json:
        show_json(documents.closed(closed))
        return
    revision = closed.revision
    state = "stored" if closed.fresh else "stands; nothing has changed since"
    say(f"{revision.period}: revision {revision.revision} {state}")
    for found in closed.proposals:
        say(
            f"open proposal: {found.serial} {found.proposal.kind} {found.proposal.other or ''}"
        )
    for letter in closed.possible:
        say(
            f"possible report: letter {letter.id} {letter.from_address} {letter.subject}"
        )


@click.group()
def circular() -> None:
    """The circular of a closed period; nothing is mailed unapproved."""


@circular.command("draft")
@click.argument("period")
@with_session
def draft_circular(session: Session, period: str) -> None:
    """Drafts the circular of the period's newest revision; after one was approved, a
    correction of it.
    """
    with session.service() as service, service.database.writing() as conn:
        drafted = drafting.draft(
            service, conn, parse_period(period), service.clock(), person()
        )
    say(
        f"circular {drafted.period}: {drafted.state.value}; next: `circular show {drafted.period}`"
    )


@circular.command("settle")
@click.argument("period")
@click.option(
    "--force",
    is_flag=True,
    help="Although something speaks against closing; needs a reason.",
)
@click.option(
    "--because",
    metavar="TEXT",
    default="",
    help="Why; a correction of what is sent needs it.",
)
@as_read_option
@with_session
def settle_circular(
    session: Session, period: str, force: bool, because: str, as_read: int | None
) -> None:
    """Closes the period as it is on record now and drafts its circular anew; your words
    in a draft stay.
    """
    if force and not because.strip():
        refuse(f"circular settle {period}: --force needs a reason: --because TEXT")
    with session.service() as service, service.database.writing() as conn:
        found = drafting.current(conn, parse_period(period))
        now = service.clock()
        changes = words_of_drift(drift(service, conn, found, now, anew=True))
        order = Order(person(), now, because.strip(), force)
        settled = circulating.settle_anew(service, conn, found, order, as_read)
    if isinstance(settled, Objection):
        _refuse_for(found, settled)
    if isinstance(settled, NotClosed):
        _refuse_to_close(settled)
    for line in changes:
        say(line)
    if not changes:
        say(f"circular {settled.period}: the record says the same as before")
    say(
        f"circular {settled.period}: {settled.state.value}; next: `circular show {settled.period}`"
    )


@circular.command("periods")
@click.argument(
    "chosen",
    nargs=-1,
    type=click.Choice([*(span.value for span in drafting.SPANS), "none"]),
)
@with_session
def choose_periods(session: Session, chosen: tuple[str, ...]) -> None:
    """After which periods one is drafted by itself: shows it, or sets it (month,
    quarter, year, or none).
    """
    if "none" in chosen and len(chosen) > 1:
        refuse("circular periods: say none alone, or the periods alone")
    with (
        session.service(writes=bool(chosen)) as service,
        service.database.writing() as conn,
    ):
        if chosen:
            spans = [span for span in drafting.SPANS if span.value in chosen]
            drafting.choose_spans(conn, spans, By(person(), service.clock()))
        drafted = drafting.drafted_spans(service, conn)
    say(
        f"circulars are drafted after each {', '.join(drafted)}"
        if drafted
        else "none is drafted by itself"
    )


@circular.command("edit")
@click.argument("period")
@click.option(
    "--covering", type=READABLE, help="A file (UTF-8) with the words above the tables."
)
@click.option("--title", metavar="TEXT")
@click.option(
    "--number",
    metavar="TEXT",
    help="The 发文字号; a bare number gets circular.prefix and the year.",
)
@click.option(
    "--dated", type=DAY, help="The day below the signature; else the day of approval."
)
@click.option("--because", metavar="TEXT", help="Why a correction is made.")
@with_session
def edit_circular(
    session: Session,
    period: str,
    covering: Path | None,
    title: str | None,
    number: str | None,
    dated: date | None,
    because: str | None,
) -> None:
    """Changes the office's own words of a draft; what is not named stays."""
    words = None if covering is None else words_of(covering).strip()
    with session.service() as service, service.database.writing() as conn:
        found = drafting.current(conn, parse_period(period))
        said = stated(
            covering=words, title=title, number=number, dated=dated, because=because
        )
        wording = found.wording._replace(**said)
        if not circulating.edit(
            service, conn, found, wording, By(person(), service.clock())
        ):
            _refuse_for(found, Objection.NOT_A_DRAFT)
    say(f"circular {found.period}: saved; next: `circular show {found.period}`")


@circular.command("show")
@click.argument("period")
@click.option("--docx", type=PAPER, help="As a paper to print and file.")
@click.option("--html", type=WEB_PAGE, help="As units will see it.")
@click.option("--xlsx", type=WORKBOOK, help="As a workbook whose sums can be checked.")
@json_option
@with_session
def show_circular(
    session: Session,
    period: str,
    docx: Path | None,
    html: Path | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Shows the newest circular of a period as text, or writes it as files."""
    with session.service(writes=False) as service:
        with service.database.reading() as conn:
            found = drafting.current(conn, parse_period(period))
            contents = context.contents(conn, found, service.rulebook)
            files = context.files(conn, found, contents, service.settings.office.name)
        title = context.title_of(found, contents)
        facts = CircularFacts(
            "各单位", found.covering, contents, title=title, number=found.number
        )
        words = service.composer.words("circular", facts)
    for file in files:
        wanted = docx if file.name.endswith(".docx") else xlsx
        if wanted is not None:
            write_file(wanted, file.content)
    if html is not None:
        write_file(html, words.html.encode())
    if as_json:
        show_json(documents.circular(found, contents, title))
    elif not (docx or html or xlsx):
        say(f"{words.subject}\n\n{words.text}")


@circular.command("approve")
@click.argument("period")
@click.option(
    "--send", "at_once", is_flag=True, help="Sends it at once, as the console does."
)
@as_read_option
@with_session
def approve_circular(
    session: Session, period: str, at_once: bool, as_read: int | None
) -> None:
    """Approves the draft: its score is published, and neither it nor what it says is
    ever changed again.
    """
    with session.service() as service, service.database.writing() as conn:
        found = drafting.current(conn, parse_period(period))
        by = By(person(), service.clock())
        approve = circulating.release if at_once else circulating.approve
        outcome = approve(service, conn, found, by, as_read)
        if outcome is Objection.STALE:
            for line in words_of_drift(drift(service, conn, found, by.at, anew=True)):
                say(line)
        _tell_release(found, outcome)


@circular.command("send")
@click.argument("period")
@with_session
def send_circular(session: Session, period: str) -> None:
    """Queues the approved circular, a message for each unit; sending it again queues
    nothing.
    """
    with session.service() as service, service.database.writing() as conn:
        found = drafting.current(conn, parse_period(period))
        _tell_release(found, circulating.send(service, conn, found, service.clock()))


@click.group(invoke_without_command=True)
@click.option(
    "--to",
    multiple=True,
    metavar="GROUP|UNIT|all",
    help="Whom it is for; may be repeated.",
)
@click.option(
    "--template",
    metavar="NAME",
    help="What it begins with: 报送要点, 征稿, or one of your own.",
)
@click.pass_context
@with_session
def announce(
    session: Session, ctx: click.Context, to: tuple[str, ...], template: str | None
) -> None:
    """Drafts a free circular with a template's first words; nothing is mailed
    unapproved.
    """
    if ctx.invoked_subcommand is not None:
        return
    if not to or template is None:
        refuse(
            "announce: say whom it is for (--to GROUP|UNIT|all) and what it begins with (--template NAME)"
        )
    with session.service() as service, service.database.writing() as conn:
        found = announcing.draft(
            service, conn, template, to, By(person(), service.clock())
        )
    say(
        f"announcement {found.id}: draft; next: `announce show {found.id}`, `announce edit {found.id}`"
    )


@announce.command("list")
@json_option
@with_session
def list_announcements(session: Session, as_json: bool) -> None:
    """Every announcement, newest first."""
    with session.reading() as conn:
        found = [
            (each, announcing.said_to(conn, each))
            for each in announcements.everything(conn)
        ]
    show_list(
        (documents.announcement(each, to) for each, to in found),
        ("编号", "标题", "对象", "状态", "起草", "审定"),
        (
            (
                each.id,
                each.title,
                "、".join(to),
                each.state.value,
                each.drafted_by,
                each.approved_by,
            )
            for each, to in found
        ),
        as_json=as_json,
    )


@announce.command("show")
@click.argument("number", type=RECORD_NUMBER)
@click.option("--docx", type=PAPER, help="As a paper to print and file.")
@click.option("--html", type=WEB_PAGE, help="As units will see it.")
@json_option
@with_session
def show_announcement(
    session: Session, number: int, docx: Path | None, html: Path | None, as_json: bool
) -> None:
    """Shows an announcement as text, or writes it as files."""
    with session.service(writes=False) as service:
        with service.database.reading() as conn:
            found = _announcement(conn, number)
            to = announcing.said_to(conn, found)
        words = service.composer.words(
            "announcement", announcement_for(found, "各单位")
        )
        office = service.settings.office.name
    if docx is not None:
        write_file(docx, announcement_paper(found, office).content)
    if html is not None:
        write_file(html, words.html.encode())
    if as_json:
        show_json(documents.announcement(found, to) | {"body": found.body})
    elif not (docx or html):
        say(words.text)


@announce.command("edit")
@click.argument("number", type=RECORD_NUMBER)
@click.option("--body", type=READABLE, help="A file (UTF-8) with the words.")
@click.option("--title", metavar="TEXT")
@click.option(
    "--number",
    "code",
    metavar="TEXT",
    help="The 发文字号; a bare number gets prefix and year.",
)
@click.option(
    "--dated", type=DAY, help="The day below the signature; else the day of approval."
)
@click.option(
    "--to",
    multiple=True,
    metavar="GROUP|UNIT|all",
    help="Whom it is for, in place of before.",
)
@with_session
def edit_announcement(
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
        found = _announcement(conn, number)
        text = AnnouncementText(found.title, found.body, found.number, found.dated)
        text = text._replace(
            **stated(title=title, body=words, number=code, dated=dated)
        )
        whom = announcing.audience(conn, to) if to else found.to
        if not announcing.edit(
            service, conn, found, text, whom, By(person(), service.clock())
        ):
            _refuse_for(found, Objection.NOT_A_DRAFT)
    say(f"announcement {number}: saved; next: `announce show {number}`")


@announce.command("approve")
@click.argument("number", type=RECORD_NUMBER)
@click.option(
    "--send", "at_once", is_flag=True, help="Sends it at once, as the console does."
)
@as_read_option
@with_session
def approve_announcement(
    session: Session, number: int, at_once: bool, as_read: int | None
) -> None:
    """Approves the draft: it is never changed again."""
    with session.service() as service, service.database.writing() as conn:
        found = _announcement(conn, number)
        done = announcing.release if at_once else announcing.approve
        _tell_release(
            found, done(service, conn, found, By(person(), service.clock()), as_read)
        )


@announce.command("send")
@click.argument("number", type=RECORD_NUMBER)
@with_session
def send_announcement(session: Session, number: int) -> None:
    """Queues the approved announcement, a message for each unit; sending it again
    queues nothing.
    """
    with session.service() as service, service.database.writing() as conn:
        found = _announcement(conn, number)
        _tell_release(found, announcing.send(service, conn, found, service.clock()))


def _refuse_to_close(obstacle: NotClosed) -> NoReturn:
    """Something speaks against closing a period: says what, and the way out."""
    waiting = ", ".join(obstacle.serials)
    letters = ", ".join(map(str, obstacle.letters))
    reasons = {
        ClosingObstacle.EARLY: "it was over before the assessment began (`begins` shows and moves the day); "
        "earlier totals come by `history import`",
        ClosingObstacle.RUNNING: "it has not ended yet; wait, or close it with --force --because TEXT",
        ClosingObstacle.HELD: f"{waiting} wait for a decision; decide them with `submissions decide`, "
        "or close with --force --because TEXT",
        ClosingObstacle.UNSEEN: f"letters {letters} of registered addresses wait, which may be reports; "
        "`letters list --possible` shows them: `letters take-as-report ID` or `letters dismiss ID`, "
        "or close with --force --because TEXT",
        ClosingObstacle.PUBLISHED: "its circular is published; a revision needs a reason: --because TEXT",
    }
    refuse(f"close {obstacle.period}: {reasons[obstacle.obstacle]}")


def _name_of(paper: Circular | Announcement) -> str:
    return (
        f"circular {paper.period}"
        if isinstance(paper, Circular)
        else f"announcement {paper.id}"
    )


def _refuse_for(paper: Circular | Announcement, objection: Objection) -> NoReturn:
    """Something speaks against changing, approving or sending a paper: says what, and
    the way out.
    """
    reasons = {
        Objection.NOT_A_DRAFT: f"it is {paper.state.value} already; nothing was changed",
        Objection.CHANGED: "somebody has changed it since the version that you name; read it again and name "
        "the version that `show --json` says now",
        Objection.SAME_PERSON: "a second person approves (circular.second_person): you drafted or edited "
        "it last; ask a colleague",
    }
    if isinstance(paper, Circular):
        period = paper.period
        reasons |= {
            Objection.OUTDATED: "the period has been closed again since; move the draft on with "
            f"`circular draft {period}` and read it again",
            Objection.STALE: "the record has changed since it was drafted, as listed above; settle it anew "
            f"with `circular settle {period}` and read it again",
            Objection.NO_REASON: f"a correction needs a reason: `circular edit {period} --because TEXT`",
            Objection.UNFINISHED: "its words are not finished",
            Objection.NOT_APPROVED: f"it is not approved yet; `yishiyibao circular approve {period}` does it",
        }
    else:
        reasons |= {
            Objection.UNFINISHED: "its words are not finished; replace what stands in 【】: "
            f"`announce edit {paper.id} --body FILE`",
            Objection.NOT_APPROVED: f"it is not approved yet; `announce approve {paper.id}` does it",
        }
    refuse(f"{_name_of(paper)}: {reasons.get(objection, objection.value)}")


def _tell_release(
    paper: Circular | Announcement, done: Circular | Announcement | Mailing | Objection
) -> None:
    """Says that a paper is approved, or how many messages wait and which units must be
    told otherwise.
    """
    match done:
        case Objection():
            _refuse_for(paper, done)
        case Mailing():
            say(f"{_name_of(paper)}: {done.queued} messages queued")
            if done.withheld:
                say(
                    f"{done.withheld} of them may have been sent before: see `yishiyibao outbox withheld`"
                )
            if done.unreached:
                say(
                    f"no address that works, tell them otherwise: {'、'.join(done.unreached)}"
                )
        case Circular():
            say(
                f"{_name_of(paper)}: approved; mail it with `yishiyibao circular send {done.period}`"
            )
        case Announcement():
            say(
                f"{_name_of(paper)}: approved; mail it with `yishiyibao announce send {done.id}`"
            )


def _announcement(conn: Connection, number: int) -> Announcement:
    message = f"announcement {number}: there is none of this number; `announce list` shows them"
    return or_refuse(announcements.one(conn, number), message)


COMMANDS = (close, circular, announce)
