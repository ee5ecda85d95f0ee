"""What is every command given?

The settings, the database at this program's version, and the moment: the clock's, or
`--now`, which on a database that is no rehearsal only reads (promise 12). Also what may
stand behind an option, and how a command refuses what it cannot do.
"""

from __future__ import annotations

import codecs
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from ledger.database import MOST_NUMBER
from ledger.faults import ToldError
from office.service.clock import BadMomentError, parse_moment, stopped_at, wall_clock
from office.use_cases.imports.rows import BadCellError, parse_day, parse_yes_no

if TYPE_CHECKING:
    from ledger.database import Connection, Database
    from ledger.rulebook import Rulebook
    from office.service.parts import Service
    from office.settings.reading import Settings
    from office.use_cases.decisions.decision import DecisionContext

# Rooms are imported where a command first needs them: help, and a child that reads
# letters, need none.
T = TypeVar("T")


class RefusedError(ToldError):
    """A command cannot be done as asked; the message says what, where, why and the way
    out.
    """


def refuse(message: str) -> NoReturn:
    """Ends the command; the message says what, where, why and the way out."""
    raise RefusedError(message)


def or_refuse(value: T | None, message: str) -> T:
    """The value; where there is none, the command ends with the message, as of
    `refuse`.
    """
    if value is None:
        refuse(message)
    return value


class Said(click.ParamType[Any]):
    """A text that `parse` turns into a value, or refuses."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """The value, or a usage error that says what would be right."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except (BadMomentError, BadCellError) as fault:
            self.fail(str(fault), param, ctx)


MOMENT = Said("ISO-8601", parse_moment)
DAY = Said("DATE", parse_day)
YES_NO = Said("yes|no", parse_yes_no)


class StateWord(click.ParamType[Any]):
    """One of a list of states, by its code or by the word that the office reads for
    it.
    """

    name = "state"

    def __init__(self, states: type[StrEnum]) -> None:
        self._states = states

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's own
        """Every code with its word, for the help."""
        return "|".join(f"{code} {word}" for word, code in self._by_word().items())

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """The state, or a usage error that says what may be written."""
        by_word = self._by_word()
        state = by_word.get(str(value), str(value))
        if state in by_word.values():
            return self._states(state)
        allowed = "、".join(f"{word} ({code})" for word, code in by_word.items())
        return self.fail(f"{value} is no state; allowed: {allowed}", param, ctx)

    def _by_word(self) -> dict[str, str]:
        from office.web.labels import STATES  # noqa: PLC0415 - see above

        return {STATES[state]: state.value for state in self._states}


class FileToWrite(click.Path):
    """A file that is written, whose name ends as what is written into it."""

    def __init__(self, *endings: str) -> None:
        super().__init__(path_type=Path, dir_okay=False)
        self._endings = endings

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """The path, or a usage error that says how it must end."""
        path = Path(str(super().convert(value, param, ctx)))
        if path.suffix.lower() not in self._endings:
            better = path.with_suffix(self._endings[0]).name
            self.fail(
                f"{path}: what is written is {self._endings[0]}; name it {better}",
                param,
                ctx,
            )
        return path


WORKBOOK, PAPER, WEB_PAGE = (
    FileToWrite(".xlsx"),
    FileToWrite(".docx"),
    FileToWrite(".html", ".htm"),
)
FILE = click.Path(path_type=Path, dir_okay=False)
"""A file that is written, or read by whoever says what is wrong with it."""
RECORD_NUMBER = click.IntRange(max=MOST_NUMBER)
"""The number of a record, as the lists show it."""
as_read_option = click.option(
    "--version",
    "as_read",
    type=RECORD_NUMBER,
    metavar="VERSION",
    help="The version that you read, as `show --json` says it; refused if it was changed since.",
)
READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)


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
        """The business moment for a command that writes; RefusedError on a live
        database (promise 12).
        """
        if self.now is None:
            return wall_clock()
        from ledger import switches  # noqa: PLC0415 - see above

        with database.reading() as conn:
            if not switches.rehearsing(conn):
                way = "rehearse on one made by `demo` or `init --rehearsal`"
                refuse(f"--now only reads on a live database; {way}")
        return self.now

    def rulebook(self, settings: Settings) -> Rulebook:
        """Every edition of the office's rule; raises PolicyError."""
        from scoring.language.editions import load_rulebook  # noqa: PLC0415 - see above

        return load_rulebook(settings.policy.office, settings.policy.folder)

    @contextmanager
    def service(self, *, writes: bool = True) -> Iterator[Service]:
        """The assembled service at this session's moment; RefusedError where it writes
        and may not.
        """
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
        """The database, which must be at this program's version; RefusedError
        otherwise.
        """
        from office.service.upgrade import Version, version_of  # noqa: PLC0415 - see above

        settings = self.settings()
        with opened(settings) as database:
            version = version_of(database)
            if version is not Version.CURRENT:
                scheme, found, rest = settings.database.url.partition("://")
                login, at, place = rest.rpartition("@")
                without_password = (
                    f"{scheme}{found}{login.partition(':')[0]}{at}{place}"
                )
                way = {
                    Version.EMPTY: "holds nothing yet; make it with `yishiyibao init`",
                    Version.OLDER: "is of an earlier version; bring it up with `yishiyibao migrate`",
                    Version.NEWER: "is newer than this program; install the newer program",
                }
                refuse(f"database {without_password} {way[version]}")
            yield database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.database() as database, database.reading() as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, datetime]]:
        """A transaction that writes, and the business moment it writes at; RefusedError
        where it may not.
        """
        with self.database() as database:
            now = self.moment_to_write(database)
            with database.writing() as conn:
                yield conn, now

    @contextmanager
    def deciding(self) -> Iterator[tuple[Connection, DecisionContext]]:
        """A transaction in which the person at the shell decides, and what a decision
        works with.
        """
        with self.service() as service:
            context = service.decision_context(person(), service.clock())
            with service.database.writing() as conn:
                yield conn, context


def refuse_unbegun(service: Service) -> None:
    """Ends a command that reads mail where nobody has said yet from when on mail
    counts; RefusedError.

    A database made by `migrate` alone has no starting point: an old mailbox would be
    read as if it were new.
    """
    from ledger import switches  # noqa: PLC0415 - see above

    with service.database.reading() as conn:
        if not switches.value(conn, switches.START_FROM):
            way = "say so with `yishiyibao init`, or `yishiyibao init --from DATE`; nothing was read"
            refuse(
                f"the database has no starting point yet, from which on mail counts: {way}"
            )


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database the settings name, whatever its version."""
    from ledger.database import open_database  # noqa: PLC0415 - see above
    from ledger.postgres import ServerLimits  # noqa: PLC0415 - see above

    storage = settings.database
    limits = ServerLimits(
        lock=timedelta(seconds=storage.lock_seconds),
        statement=timedelta(seconds=storage.statement_seconds),
        prepared_statements=storage.prepared_statements,
    )
    database = open_database(storage.url, storage.pg_schema, limits)
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
        return str(
            click.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True)
        )
    return sys.stdin.readline().rstrip("\r\n")


def with_session(command: Callable[..., T]) -> Callable[..., T]:
    """Hands the `Session` to a command as its first argument."""
    return click.pass_obj(command)


def words_of(file: Path) -> str:
    """What a person wrote in a text file, as Chinese desks save them; RefusedError
    where it is no text.
    """
    raw = file.read_bytes()
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if "\0" not in text:
                return text
    refuse(
        f"{file}: is no text file in UTF-8 or GB18030; save the words as .txt, then try again"
    )
