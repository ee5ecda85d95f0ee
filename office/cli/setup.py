"""How is an installation begun, kept up and kept safe: init, migrate, backup, restore?

`init` asks nothing: it writes the settings file if there is none, makes or upgrades the
database, and notes from when on mail counts and from when on is assessed. From then on
nothing is mailed until the office switches answering on (promise 11). Copies are of
SQLite, where one file is the whole record; PostgreSQL has tools of its own. A record
that is brought back does not know what was mailed since its copy was made, so all mail
is paused until a person has looked.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger import mailbox_entries, switches
from ledger.database import Database
from ledger.journal import By
from ledger.periods import OFFICE_ZONE, Span, local_day, period_of
from ledger.switches import SwitchChange
from office.cli.output import say
from office.cli.session import DAY, Session, opened, person, refuse, with_session
from office.service.clock import wall_clock
from office.service.upgrade import upgrade
from office.settings.reading import example, load
from office.use_cases.beginning import ALL, NOW, note_first_day
from office.use_cases.copying import bring_back, note_brought_back, save_copy, told
from office.use_cases.imports.rows import BadCellError, parse_day


@click.command()
@click.option(
    "--from",
    "start",
    metavar="now|DATE|all",
    help="From when on mail counts; now by default.",
)
@click.option(
    "--begins",
    type=DAY,
    help="From when on is assessed; by default from the first whole month.",
)
@click.option(
    "--office",
    metavar="NAME",
    default="",
    help="The office's name, for a new settings file.",
)
@click.option(
    "--rehearsal",
    is_flag=True,
    help="A database that may be moved through time with --now.",
)
@with_session
def init(
    session: Session,
    start: str | None,
    begins: date | None,
    office: str,
    rehearsal: bool,
) -> None:
    """Writes the settings file if absent, makes or upgrades the database, notes the
    starting point.
    """
    wanted = start or NOW
    if wanted not in {NOW, ALL}:
        try:
            wanted = parse_day(wanted, "init --from").isoformat()
        except BadCellError as fault:
            refuse(f"{fault}, now or all")
    _write_example(session.path, office)
    settings = load(session.path)
    with opened(settings) as database:
        made = upgrade(database)
        say(f"database: {'made' if made else 'is up to date'}")
        began = _begin(database, session, wanted, begins, rehearsal=rehearsal)
        with database.reading() as conn:
            beginning = switches.beginning(conn)
        if start is not None and began != wanted:
            fixed = f"init --from: this installation starts from {began} already"
            refuse(f"{fixed}; mend gaps with `reconcile --mend`")
        if begins is not None and (beginning is None or beginning.on != begins):
            held = (
                "everything is assessed"
                if beginning is None
                else f"this is assessed from {beginning.on}"
            )
            refuse(
                f"init --begins: {held} already; move it with `begins {begins} --because TEXT`"
            )
    say(f"mail counts from: {began}")
    if beginning is not None:
        say(
            f"{beginning.said}; what came before is recorded, answered and listed as 考核前"
        )
    first = period_of(local_day(session.moment()), Span.QUARTER).first
    if began == NOW and local_day(session.moment()) != first:
        say(
            "what arrived earlier this quarter is not read; to count the whole quarter, run"
        )
        say(f"`yishiyibao init --from {first}` before the first poll")
    say(
        "nothing is mailed until `yishiyibao answering on`; next: the settings file, then `yishiyibao check`"
    )


@click.command()
@with_session
def migrate(session: Session) -> None:
    """Brings the database to this program's version."""
    settings = session.settings()
    with opened(settings) as database:
        changed = upgrade(database)
    say(
        "database: brought to this program's version"
        if changed
        else "database: is up to date"
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_session
def backup(session: Session, file: Path) -> None:
    """Writes a whole copy of the record to a new file, also while the service runs, and
    reads it again.
    """
    with session.database() as database:
        stamp = save_copy(database, session.settings(), file, session.moment())
    say(
        f"{file}: the whole record, {file.stat().st_size} bytes; read again: {stamp.rows} rows, all whole"
    )


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--replace", is_flag=True, help="Also a copy of another office's record.")
@click.option(
    "--in-place",
    is_flag=True,
    help="In place of FILE: it was brought back already, by pg_restore say.",
)
@with_session
def restore(session: Session, file: Path | None, replace: bool, in_place: bool) -> None:
    """Brings the record back to a copy; the present one is kept beside it, and all mail
    is paused.
    """
    if (file is None) != in_place:
        refuse(
            "restore: name a copy, or say --in-place where the record was brought back by other means"
        )
    by = By(person(), wall_clock())
    settings = session.settings()
    if file is None:
        with session.database() as database:
            noted = note_brought_back(database, settings, by)
        say("the record counts as brought back from an older copy")
    else:
        with opened(settings) as database:
            done = bring_back(database, settings, file, by, replace_other=replace)
        noted = done.noted
        say(
            f"restored from {file}: {told(done.copy)}; what was there before is in {done.before}"
        )
    if noted.erased:
        say(
            f"erased again, since the copy is from before: {noted.erased}; the copy itself still holds it"
        )
    say(
        f"it knows nothing of what was sent since {noted.ends_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    )
    say(
        f"withheld, since it may have left then: {noted.held}, and what comes up again about that time"
    )
    say(
        "all mail is paused; run `reconcile --mend`, settle what `outbox withheld` lists, then `resume`"
    )


COMMANDS = (init, migrate, backup, restore)


def _write_example(path: Path, office: str) -> None:
    """A new settings file, readable by its owner alone since passwords may be written
    into it.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(example(office))
    except FileExistsError:
        say(f"settings: {path} is kept as it is")
    except OSError as fault:
        refuse(f"{path}: cannot be written: {fault.strerror}")
    else:
        say(f"settings: {path} written")


def _begin(
    database: Database,
    session: Session,
    wanted: str,
    begins: date | None,
    *,
    rehearsal: bool,
) -> str:
    """Notes the starting point, which may be chosen anew until a mailbox was read; the
    one that holds.
    """
    with database.writing() as conn:
        known = switches.value(conn, switches.START_FROM)
        if known and (wanted in {NOW, known} or mailbox_entries.positions(conn)):
            return known
        if session.now is not None and not rehearsal:
            # A live installation does not begin at a made-up moment.
            refuse(
                "init --now: only a rehearsal begins at another moment; add --rehearsal"
            )
        now = session.moment()
        if rehearsal:
            switches.set_switch(
                conn, SwitchChange(switches.REHEARSAL, "yes", now, person())
            )
        if not known:
            switches.set_switch(
                conn, SwitchChange(switches.STARTED_AT, now.isoformat(), now, person())
            )
        switches.set_switch(
            conn, SwitchChange(switches.START_FROM, wanted, now, person())
        )
        note_first_day(conn, wanted, known, begins, By(person(), now))
    return wanted
