"""How is the record kept safe and brought back: backup, restore?

Of SQLite, where one file is the whole record; PostgreSQL has tools of its own. A record that is brought back
does not know what was mailed since its copy was made, so all mail is paused until a person has looked.
"""

from __future__ import annotations

from pathlib import Path

import click

from ledger import switches
from ledger.database import Database, NotCopiedError
from ledger.switches import SwitchChange
from office.cli.output import say
from office.cli.session import RefusedError, Session, opened, person, with_session
from office.service.clock import wall_clock
from office.service.upgrade import Version, upgrade, version_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_session
def backup(session: Session, file: Path) -> None:
    """Writes a consistent copy of the whole record to a new file, also while the service runs."""
    with session.database() as database:
        _save(database, file, "backup")
    say(f"{file}: the whole record, {file.stat().st_size} bytes")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_session
def restore(session: Session, file: Path) -> None:
    """Brings the record back to a copy; the present one is kept beside it, and all mail is paused."""
    settings = session.settings()
    before = file.with_name(f"{file.name}.before-restore")
    with opened(settings) as database:
        _save(database, before, "restore")
        try:
            database.fill_from(file)
        except NotCopiedError:
            before.unlink()
            raise
        if version_of(database) not in {Version.CURRENT, Version.OLDER}:
            database.fill_from(before)
            before.unlink()
            message = f"{file}: is no record this program can use; the present one was left as it is"
            raise RefusedError(message)
        upgrade(database, settings.database.pg_schema)
        with database.writing() as conn:
            switches.set_switch(conn, SwitchChange(switches.PAUSED, "yes", wall_clock(), person()))
    say(f"restored from {file}; what was there before is in {before}")
    say("all mail is paused; run `reconcile --mend`, look at `outbox list`, then `yishiyibao resume`")


COMMANDS = (backup, restore)


def _save(database: Database, file: Path, what: str) -> None:
    if file.exists():
        message = f"{what}: {file} is there already and is not overwritten; move it away or name another file"
        raise RefusedError(message)
    try:
        file.touch(0o600)
    except OSError as fault:
        message = f"{what}: {file}: cannot be written: {fault.strerror}"
        raise RefusedError(message) from None
    try:
        database.save_to(file)
    except BaseException:
        file.unlink()
        raise
