"""Which version has the database, and how does it come to this program's?

Alembic finds the steps by name in the package `migrations` and runs them over the
connection handed to it, in the one transaction of `ledger.database`: a step that fails
leaves the database as it was.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.database import Database
from ledger.faults import ToldError
from ledger.postgres import WrongSchemaError


class Version(StrEnum):
    """How a database stands to this program."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


class NewerDatabaseError(ToldError):
    """The database was written by a later program than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"database: its version {revision} is newer than this program; install the newer program",
        )


def version_of(database: Database) -> Version:
    """Whether the database is empty, older, current or newer than this program."""
    return _judge(_revision(database))


def upgrade(database: Database) -> bool:
    """Brings the database to this program's version; False if it was there already.

    Raises NewerDatabaseError. Two programs doing this at once wait for each other.
    """
    revision = _revision(database)
    found = _judge(revision)
    if found is Version.NEWER:
        raise NewerDatabaseError(str(revision))
    if found is Version.CURRENT:
        return False
    config = _config()
    database.make_schema()
    with database.writing(unhurried=True) as connection:
        config.attributes.update(connection=connection)
        command.upgrade(config, "head")
    return True


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations:")
    return config


def _revision(database: Database) -> str | None:
    try:
        with database.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except WrongSchemaError as fault:
        if fault.missing:  # no schema yet, and so no tables
            return None
        raise


@cache
def _steps() -> ScriptDirectory:
    """Which steps there are. To know that, alembic runs every file of them: once in a
    process is enough.
    """
    return ScriptDirectory.from_config(_config())


def _judge(revision: str | None) -> Version:
    if revision is None:
        return Version.EMPTY
    steps = _steps()
    if revision == steps.get_current_head():
        return Version.CURRENT
    known = {step.revision for step in steps.walk_revisions()}
    return Version.OLDER if revision in known else Version.NEWER
