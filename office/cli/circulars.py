"""How is a period closed and told: close, circular draft, show, approve, send?"""

from __future__ import annotations

from pathlib import Path

import click

from ledger.circulars import Circular
from ledger.periods import parse_period
from notify.circular import Circular as Contents
from notify.circular import GroupTable
from notify.document import document
from notify.facts import CircularFacts
from notify.workbook import workbook
from office import circulating
from office.cli.output import json_option, say, show_json, told, write_file
from office.cli.session import RefusedError, Session, person, with_session
from scoring.close import Closed, NotClosed, Obstacle, Order
from scoring.close import close as close_period

FILE = click.Path(path_type=Path, dir_okay=False)


class NotClosedError(RefusedError):
    """Something speaks against closing the period."""

    def __init__(self, refusal: NotClosed) -> None:
        waiting = ", ".join(refusal.serials)
        reasons = {
            Obstacle.RUNNING: "it has not ended yet; wait, or close it with --force --because TEXT",
            Obstacle.HELD: f"{waiting} wait for a decision; decide them with `submissions decide`, or close "
            "with --force --because TEXT",
            Obstacle.PUBLISHED: "its circular is published; a revision needs a reason: --because TEXT",
        }
        super().__init__(f"close {refusal.period}: {reasons[refusal.obstacle]}")


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
    """Drafts the circular of the period's newest revision."""
    with session.service() as service, service.database.writing() as conn:
        drafted = circulating.draft(service, conn, parse_period(period), service.clock())
    say(f"circular {drafted.period}: {drafted.state.value}; next: `circular show {drafted.period}`")


@circular.command()
@click.argument("period")
@click.option("--docx", type=FILE, help="As a paper to print and file.")
@click.option("--html", type=FILE, help="As units will see it.")
@click.option("--xlsx", type=FILE, help="As a workbook whose sums can be checked.")
@json_option
@with_session
def show(  # noqa: PLR0917 - click hands its options over by name
    session: Session, period: str, docx: Path | None, html: Path | None, xlsx: Path | None, as_json: bool
) -> None:
    """Shows the newest circular of a period as text, or writes it as files."""
    with session.service(writes=False) as service:
        with service.database.reading() as conn:
            found = circulating.current(conn, parse_period(period))
            contents = circulating.contents(conn, found)
        words = service.composer.words("circular", CircularFacts("各单位", found.covering, contents))
        office = service.settings.office.name
    if docx is not None:
        write_file(docx, document(contents, found.covering, office))
    if html is not None:
        write_file(html, words.html.encode())
    if xlsx is not None:
        write_file(xlsx, workbook(contents))
    if as_json:
        show_json(_shape(found, contents))
    elif not (docx or html or xlsx):
        say(words.text)


@circular.command()
@click.argument("period")
@with_session
def approve(session: Session, period: str) -> None:
    """Approves the draft: its score is published and never changed again."""
    with session.service() as service, service.database.writing() as conn:
        approved = circulating.approve(conn, parse_period(period), person(), service.clock())
    say(f"circular {approved.period}: approved; mail it with `yishiyibao circular send {approved.period}`")


@circular.command()
@click.argument("period")
@with_session
def send(session: Session, period: str) -> None:
    """Queues the approved circular, a message for each unit; sending it again queues nothing."""
    with session.service() as service, service.database.writing() as conn:
        queued = circulating.send(service, conn, parse_period(period), service.clock())
    say(f"circular {period}: {queued} messages queued")


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


def _shape(found: Circular, contents: Contents) -> dict[str, object]:
    return {
        "period": found.period,
        "state": found.state.value,
        "covering": found.covering,
        "drafted_at": told(found.drafted_at),
        "approved_at": told(found.approved_at),
        "approved_by": found.approved_by or None,
        "sent_at": told(found.sent_at),
        "edition": contents.edition,
        "groups": [
            {"group": g.group, "note": g.note, "units": [row._asdict() for row in g.rows]}
            for g in contents.groups
        ],
        "named": [{"name": each.name, "units": each.units} for each in contents.named],
        "annex": [item._asdict() for item in contents.annex],
        "readings": [reading._asdict() for reading in contents.readings],
    }


def _table(group: GroupTable) -> dict[str, object]:
    return {"group": group.group, "note": group.note, "units": [row._asdict() for row in group.rows]}
