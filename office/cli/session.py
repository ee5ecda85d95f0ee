"""What is every command given?

The settings, the database at this program's version, and the moment: the clock's, or `--now`, which on a
database that is no rehearsal only reads (promise 12).
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ledger.faults import ToldError
from office.service.clock import stopped_at, wall_clock

if TYPE_CHECKING:
    from ledger.database import Database
    from ledger.rulebook import Rulebook
    from office.service.parts import Service
    from office.settings.reading import Settings

# Rooms are imported where a command first needs them: help, and a child that reads letters, need none.
T = TypeVar("T")


class RefusedError(ToldError):
    """A command cannot be done as asked; the message says what, where, why and the way out."""


class NotPreparedError(RefusedError):
    """The database is not at this program's version."""

    def __init__(self, version: str, url: str) -> None:
        way = {
            "empty": "holds nothing yet; make it with `yishiyibao init`",
            "older": "is of an earlier version; bring it up with `yishiyibao migrate`",
            "newer": "is newer than this program; install the newer program",
        }
        super().__init__(f"database {_without_password(url)} {way[version]}")


class TimeTravelError(RefusedError):
    """`--now` was given to a command that writes, on a database that is no rehearsal."""

    def __init__(self) -> None:
        super().__init__(
            "--now only reads on a live database; rehearse on one made by `demo` or `init --rehearsal`"
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the program; `option` is --config, `now` is --now."""

    option: str | None = None
    now: datetime | None = None

    @property
    def path(self) -> Path:
        """Where the settings file is, or would be."""
        from office.settings.reading import locate  # noqa: PLC0415 - see above

        return locate(self.option)

    def settings(self) -> Settings:
        """The settings; raises SettingsError."""
        from office.settings.reading import load  # noqa: PLC0415 - see above

        return load(self.path)

    def moment(self) -> datetime:
        """The business moment for a command that only reads."""
        return self.now or wall_clock()

    def moment_to_write(self, database: Database) -> datetime:
        """The business moment for a command that writes; TimeTravelError (promise 12)."""
        if self.now is None:
            return wall_clock()
        from ledger import switches  # noqa: PLC0415 - see above

        with database.reading() as conn:
            if not switches.rehearsing(conn):
                raise TimeTravelError
        return self.now

    def rulebook(self, settings: Settings) -> Rulebook:
        """Every edition of the office's rule; raises PolicyError."""
        from scoring.language.editions import load_rulebook  # noqa: PLC0415 - see above

        return load_rulebook(settings.policy.office, settings.policy.folder)

    @contextmanager
    def service(self, *, writes: bool = True) -> Iterator[Service]:
        """The assembled service at this session's moment; TimeTravelError where it writes and may not."""
        from office.wiring import assembled  # noqa: PLC0415 - see above

        settings = self.settings()
        with self.database() as database:
            if writes:
                self.moment_to_write(database)
            clock = wall_clock if self.now is None else stopped_at(self.now)
            with assembled(settings, database, clock) as service:
                yield service

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database, which must be at this program's version; NotPreparedError otherwise."""
        from office.service.upgrade import Version, version_of  # noqa: PLC0415 - see above

        settings = self.settings()
        with opened(settings) as database:
            version = version_of(database)
            if version is not Version.CURRENT:
                raise NotPreparedError(version, settings.database.url)
            yield database


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database the settings name, whatever its version."""
    from ledger.database import open_database  # noqa: PLC0415 - see above

    database = open_database(settings.database.url, settings.database.pg_schema or None)
    try:
        yield database
    finally:
        database.close()


def person() -> str:
    """Who is at the shell, for the journal."""
    try:
        return f"{getpass.getuser()} (shell)"
    except (KeyError, OSError):  # a container whose user has no name
        return "shell"


def secret(prompt: str) -> str:
    """A password: asked twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def with_session(command: Callable[..., T]) -> Callable[..., T]:
    """Hands the `Session` to a command as its first argument."""
    return click.pass_obj(command)


def _without_password(url: str) -> str:
    scheme, found, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}{found}{login.partition(':')[0]}{at}{place}"
