"""What of a person is kept, and how is it handed out or erased: people show, export,
erase, replay, …?
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from ledger.journal import By
from office.cli.output import (
    json_option,
    say,
    show_counts,
    show_json,
    show_one,
    write_file,
)
from office.cli.session import FileToWrite, Session, person, refuse, with_session
from office.use_cases import personal_data

BEYOND = (
    "what this program cannot reach: backups from before today, the mailbox itself, what was mailed, "
    "registers and exports; delete older backups and copies, and delete the letters in the mailbox"
)


@click.group()
def people() -> None:
    """What of a person is kept: by name, telephone number or mail address."""


@people.command("show")
@click.argument("who")
@click.option(
    "--unit", metavar="U", help="Of the persons of this name only the one of this unit."
)
@json_option
@with_session
def show_person(session: Session, who: str, unit: str | None, as_json: bool) -> None:
    """Shows all that is kept of a person."""
    with session.reading() as conn:
        held = personal_data.person(conn, who, unit)
        show_one(personal_data.document(conn, held), as_json=as_json)


@people.command("export")
@click.argument("who")
@click.argument("file", type=FileToWrite(".json"))
@click.option(
    "--unit", metavar="U", help="Of the persons of this name only the one of this unit."
)
@with_session
def export_person(session: Session, who: str, file: Path, unit: str | None) -> None:
    """Writes the same to a file (JSON), to be handed to the person."""
    with session.reading() as conn:
        held = personal_data.person(conn, who, unit)
        found = personal_data.document(conn, held)
    write_file(file, (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode())
    say(
        f"{file}: {len(held.items)} items, {len(held.letters)} letters; it is personal data, keep it safe"
    )


@people.command("erase")
@click.argument("who")
@click.option(
    "--unit", metavar="U", help="Of the persons of this name only the one of this unit."
)
@click.option("--because", required=True, metavar="TEXT")
@click.option("--preview", is_flag=True, help="Only says what would be erased.")
@json_option
@with_session
def erase_person(
    session: Session,
    who: str,
    unit: str | None,
    because: str,
    preview: bool,
    as_json: bool,
) -> None:
    """Blanks a person's telephone and addresses, and purges originals; items, names and
    points stay.
    """
    if not because.strip():
        refuse("people erase: say why: --because TEXT")
    with (
        session.service(writes=not preview) as service,
        service.database.writing() as conn,
    ):
        held = personal_data.person(conn, who, unit)
        if not held.is_one:
            units = "、".join(personal_data.units_of(conn, held))
            refuse(
                f"people erase: {held.who.said} stands with several units ({units}); say which: --unit U"
            )
        if preview:
            say(
                f"{held.who.said}: {len(held.items)} items, {len(held.roster)} lines of the roster, "
                f"{len(held.letters)} letters, {len(held.messages)} messages; nothing was changed"
            )
            return
        by = By(person(), service.clock(), because.strip())
        done = personal_data.erase(
            conn, held, by, service.settings.privacy.erasures_file
        )
    if as_json:
        show_json(done._asdict())
        return
    say(
        f"{held.who.said}: contact blanked in {done.items} items, {done.letters} letters and "
        f"{done.roster} lines of the roster; {done.originals} originals and {done.messages} messages purged"
    )
    if held.units_own:
        say(
            f"kept, since they are the unit's by the roster: {', '.join(sorted(held.units_own))}"
        )
    if done.beyond_reach:
        say(
            f"went out before, nobody can call them back: {', '.join(map(str, done.beyond_reach))}"
        )
    say(BEYOND)


@people.command("replay")
@with_session
def replay_erasures(session: Session) -> None:
    """Erases again whom the list names, after an older copy was restored; `restore`
    does it by itself.
    """
    with session.service() as service, service.database.writing() as conn:
        again = personal_data.replay(
            conn, service.settings.privacy.erasures_file, service.clock()
        )
    say(f"erased again: {again}")


@people.command("retention")
@click.option(
    "--apply",
    "now",
    is_flag=True,
    help="Forgets it now; the service does it each working day.",
)
@with_session
def show_retention(session: Session, now: bool) -> None:
    """Shows how long what is kept, and before which day it is forgotten."""
    with session.service(writes=now) as service:
        for name, day in personal_data.cut_offs(service, service.clock()).items():
            say(
                f"{name}: "
                + ("kept for good" if day is None else f"forgotten from before {day}")
            )
        if now:
            done = personal_data.forget(service, service.clock())
            show_counts(done._asdict(), as_json=False)


COMMANDS = (people,)
