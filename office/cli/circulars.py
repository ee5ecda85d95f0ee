"""How is a period closed and told: close, circular draft, edit, show, approve, send?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger.circulars import Circular, Wording
from ledger.journal import By
from ledger.periods import parse_period
from notify.circular import CircularContents
from notify.facts import CircularFacts
from office.cli.options import DAY, FILE, READABLE, words_of
from office.cli.outgoing import tell_sent
from office.cli.output import json_option, say, show_json, told, write_file
from office.cli.session import RefusedError, Session, person, with_session
from office.use_cases.notice_facts import circulars as context
from office.use_cases.publishing import circulating
from office.use_cases.publishing.circulating import Mailing, Objection
from scoring.close import Closed, ClosingObstacle, NotClosed, Order
from scoring.close import close as close_period


class NotClosedError(RefusedError):
    """Something speaks against closing the period."""

    def __init__(self, refusal: NotClosed) -> None:
        waiting = ", ".join(refusal.serials)
        reasons = {
            ClosingObstacle.RUNNING: "it has not ended yet; wait, or close it with --force --because TEXT",
            ClosingObstacle.HELD: f"{waiting} wait for a decision; decide them with `submissions decide`, "
            "or close with --force --because TEXT",
            ClosingObstacle.PUBLISHED: "its circular is published; a revision needs a reason: --because TEXT",
        }
        super().__init__(f"close {refusal.period}: {reasons[refusal.obstacle]}")


class CircularObjectedError(RefusedError):
    """Something speaks against approving or sending a circular."""

    def __init__(self, circular: Circular, objection: Objection) -> None:
        period = circular.period
        reasons = {
            Objection.NOT_A_DRAFT: f"it is {circular.state.value} already; nothing was changed",
            Objection.OUTDATED: "the period has been closed again since; move the draft on with "
            f"`circular draft {period}` and read it again",
            Objection.SAME_PERSON: "a second person approves (circular.second_person): you drafted or edited "
            "it last; ask a colleague",
            Objection.NO_REASON: f"a correction needs a reason: `circular edit {period} --because TEXT`",
            Objection.UNFINISHED: "its words are not finished",
            Objection.NOT_APPROVED: f"it is not approved yet; `yishiyibao circular approve {period}` does it",
        }
        super().__init__(f"circular {period}: {reasons[objection]}")


@click.command()
@click.argument("period")
@click.option("--force", is_flag=True, help="Although something speaks against it; needs a reason.")
@click.option("--because", metavar="TEXT", default="")
@json_option
@with_session
def close(session: Session, period: str, force: bool, because: str, as_json: bool) -> None:
    """Scores a period and stores the result as its next revision; lists open proposals."""
    asked = parse_period(period)
    if force and not because.strip():
        message = f"close {asked.code}: --force needs a reason: --because TEXT"
        raise RefusedError(message)
    with session.service() as service:
        order = Order(person(), service.clock(), because.strip(), force)
        with service.database.writing() as conn:
            closed = close_period(conn, service.rulebook, asked, order)
    match closed:
        case NotClosed():
            raise NotClosedError(closed)
        case Closed():
            _tell(closed, as_json=as_json)


@click.group()
def circular() -> None:
    """The circular of a closed period; nothing is mailed unapproved."""


@circular.command()
@click.argument("period")
@with_session
def draft(session: Session, period: str) -> None:
    """Drafts the circular of the period's newest revision; after one was approved, a correction of it."""
    with session.service() as service, service.database.writing() as conn:
        drafted = circulating.draft(service, conn, parse_period(period), service.clock(), person())
    say(f"circular {drafted.period}: {drafted.state.value}; next: `circular show {drafted.period}`")


@circular.command()
@click.argument("period")
@click.option("--covering", type=READABLE, help="A file (UTF-8) with the words above the tables.")
@click.option("--title", metavar="TEXT")
@click.option(
    "--number", metavar="TEXT", help="The 发文字号; a bare number gets circular.prefix and the year."
)
@click.option("--dated", type=DAY, help="The day below the signature; else the day of approval.")
@click.option("--because", metavar="TEXT", help="Why a correction is made.")
@with_session
def edit(
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
        found = circulating.current(conn, parse_period(period))
        now = found.wording
        wording = Wording(
            covering=now.covering if words is None else words,
            title=now.title if title is None else title,
            number=now.number if number is None else number,
            dated=now.dated if dated is None else dated,
            because=now.because if because is None else because,
        )
        if not circulating.edit(service, conn, found, wording, By(person(), service.clock())):
            raise CircularObjectedError(found, Objection.NOT_A_DRAFT)
    say(f"circular {found.period}: saved; next: `circular show {found.period}`")


@circular.command()
@click.argument("period")
@click.option("--docx", type=FILE, help="As a paper to print and file.")
@click.option("--html", type=FILE, help="As units will see it.")
@click.option("--xlsx", type=FILE, help="As a workbook whose sums can be checked.")
@json_option
@with_session
def show(
    session: Session, period: str, docx: Path | None, html: Path | None, xlsx: Path | None, as_json: bool
) -> None:
    """Shows the newest circular of a period as text, or writes it as files."""
    with session.service(writes=False) as service:
        with service.database.reading() as conn:
            found = circulating.current(conn, parse_period(period))
            contents = context.contents(conn, found, service.rulebook)
            files = context.files(conn, found, contents, service.settings.office.name)
        title = context.title_of(found, contents)
        facts = CircularFacts("各单位", found.covering, contents, title=title, number=found.number)
        words = service.composer.words("circular", facts)
    for wanted, ending in ((docx, ".docx"), (xlsx, ".xlsx")):
        if wanted is not None:
            write_file(wanted, next(file.content for file in files if file.name.endswith(ending)))
    if html is not None:
        write_file(html, words.html.encode())
    if as_json:
        show_json(_shape(found, contents))
    elif not (docx or html or xlsx):
        say(words.subject)
        say("")
        say(words.text)


@circular.command()
@click.argument("period")
@click.option("--send", "at_once", is_flag=True, help="Sends it at once, as the console does.")
@with_session
def approve(session: Session, period: str, at_once: bool) -> None:
    """Approves the draft: its score is published, and neither it nor what it says is ever changed again."""
    with session.service() as service, service.database.writing() as conn:
        found = circulating.current(conn, parse_period(period))
        done = circulating.release if at_once else circulating.approve
        match done(service, conn, found, By(person(), service.clock())):
            case Objection() as objection:
                raise CircularObjectedError(found, objection)
            case Mailing() as sent:
                tell_sent(f"circular {found.period}", sent)
            case Circular():
                way = f"`yishiyibao circular send {found.period}`"
                say(f"circular {found.period}: approved; mail it with {way}")


@circular.command()
@click.argument("period")
@with_session
def send(session: Session, period: str) -> None:
    """Queues the approved circular, a message for each unit; sending it again queues nothing."""
    with session.service() as service, service.database.writing() as conn:
        found = circulating.current(conn, parse_period(period))
        match circulating.send(service, conn, found, service.clock()):
            case Objection() as objection:
                raise CircularObjectedError(found, objection)
            case Mailing() as sent:
                tell_sent(f"circular {found.period}", sent)


COMMANDS = (close, circular)


def _tell(closed: Closed, *, as_json: bool) -> None:
    revision = closed.revision
    if as_json:
        show_json(
            {
                "period": revision.period,
                "revision": revision.revision,
                "edition": revision.edition,
                "made_at": told(revision.made_at),
                "fresh": closed.fresh,
                "proposals": [{"serial": p.serial, **p.proposal._asdict()} for p in closed.proposals],
            }
        )
        return
    state = "stored" if closed.fresh else "stands; nothing has changed since"
    say(f"{revision.period}: revision {revision.revision} {state}")
    for found in closed.proposals:
        say(f"open proposal: {found.serial} {found.proposal.kind} {found.proposal.other or ''}")


def _shape(found: Circular, contents: CircularContents) -> dict[str, object]:
    return {
        "period": found.period,
        "state": found.state.value,
        "title": context.title_of(found, contents),
        "number": found.number or None,
        "dated": found.dated.isoformat() if found.dated else None,
        "corrects": None if contents.correction is None else contents.correction.of,
        "because": found.because or None,
        "covering": found.covering,
        "drafted_at": told(found.drafted_at),
        "drafted_by": found.drafted_by or None,
        "edited_by": found.edited_by or None,
        "approved_at": told(found.approved_at),
        "approved_by": found.approved_by or None,
        "sent_at": told(found.sent_at),
        "edition": contents.edition,
        "levels": contents.levels,
        "overall": contents.overall._asdict(),
        "groups": [
            {"group": g.group, "note": g.note, "units": [row._asdict() for row in g.rows]}
            for g in contents.groups
        ],
        "named": [{"name": each.name, "units": each.units} for each in contents.named],
        "annex": [item._asdict() | {"on": item.on.isoformat()} for item in contents.annex],
        "readings": [reading._asdict() for reading in contents.readings],
        "changes": [] if contents.correction is None else [c._asdict() for c in contents.correction.changes],
    }
