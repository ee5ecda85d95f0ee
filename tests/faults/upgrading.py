"""What does an upgrade lose that is killed in any of its steps?

The record of each release, with rows in every table, is brought up step by step; what a
step added gets a row too, as far as one can be made up. The upgrade to each step is
killed in its middle, before its commit and right after it. The record must be as it
was, or, after the commit, as the step leaves it; and once `migrate` has brought that
up, each row must be found again. What is counted are rows.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.database import Connection, Database, DataRefusedError, open_database
from office.service.clock import wall_clock
from office.service.upgrade import upgrade
from tests.faults.doomed import WRITES, Steps
from tests.faults.findings import Finding
from tests.faults.grounds import BOTH, Grounds
from tests.migrations.test_releases import RELEASES, lost_rows, restore, whole_record

_PATIENCE_SECONDS = 120
Record = dict[str, list[dict[str, object]]]


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Each release on both databases, a line for each step since."""
    for release in RELEASES:
        for database in BOTH:
            place = _Place(grounds, database)
            restore(place.url, release)
            for step in _steps_since(place.url):
                made_up = _make_up_rows(place.url)
                found = _killed_in(place, step)
                note = f"{found.note}; rows made up in {made_up} tables"
                name = f"{release.name} to step {step}, {database}"
                yield replace(found, case=name, note=note)
                _upgrade_to(place.url, step)


class _Place:
    """A database that can be copied, to spoil the copy."""

    def __init__(self, grounds: Grounds, database: str) -> None:
        self._grounds = grounds
        self.folder = grounds.place()
        self._name = ""
        if database == "postgresql":
            self._name = grounds.cluster.create()
            self.url = grounds.cluster.url(self._name)
        else:
            self.url = f"sqlite:///{self.folder / 'office.sqlite'}"

    def copy(self) -> str:
        """The address of a copy."""
        if self._name:
            name = self._grounds.cluster.create(f"TEMPLATE {self._name}")
            return self._grounds.cluster.url(name)
        copied = self._grounds.place() / "copy.sqlite"
        with closing(open_database(self.url)) as database:
            database.save_to(copied)
        return f"sqlite:///{copied}"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations:")
    return config


def _steps_since(url: str) -> list[str]:
    with closing(open_database(url)) as database, database.reading() as conn:
        now = MigrationContext.configure(conn).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    walked = script.iterate_revisions("head", now)
    return [step.revision for step in walked][::-1]


def _upgrade_to(url: str, step: str, last: int = 0, trace: Path | None = None) -> None:
    """One step; in a process of its own it dies before its statement number `last`."""
    steps = Steps({}, last, kinds=(*WRITES, "CREATE", "ALTER", "DROP"))
    if last or trace:
        steps.watch()
    config = _config()
    with closing(open_database(url)) as database:
        with database.writing(unhurried=True) as connection:
            config.attributes.update(connection=connection)
            command.upgrade(config, step)
    if trace is not None:
        trace.write_text(str(len(steps.done)), encoding="utf-8")


def _apart(url: str, step: str, last: int, trace: Path | None = None) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.__main__"])
    child = context.Process(target=_upgrade_to, args=(url, step, last, trace))
    child.start()
    child.join(_PATIENCE_SECONDS)


def _record(url: str) -> Record:
    with closing(open_database(url)) as database:
        return whole_record(database)


def _killed_in(place: _Place, step: str) -> Finding:
    undisturbed, trace = place.copy(), place.folder / step
    _apart(undisturbed, step, 0, trace)
    count = int(trace.read_text(encoding="utf-8"))
    before, after = _record(place.url), _record(undisturbed)
    rows = sum(len(each) for each in before.values())
    deaths = sorted({count // 2, count - 1, count} - {0})
    wrong, url = 0, place.url
    for last in deaths:
        url = place.copy()
        _apart(url, step, last)
        wrong += _record(url) != (after if last == count else before)
    # The one that died right after its commit goes on from there.
    with closing(open_database(url)) as database:
        upgrade(database)
    amiss = lost_rows(before, _record(url))
    doubled = sum(1 for line in amiss if "came from nowhere" in line)
    return Finding(
        "",
        runs=len(deaths),
        letters=rows,
        lost=wrong + len(amiss) - doubled,
        doubled=doubled,
        note=f"{count} steps",
    )


def _make_up_rows(url: str) -> int:
    """A row in each table that has none, as far as one can be made up; in how many."""
    made = 0
    with closing(open_database(url)) as database:
        with database.reading() as conn:
            names = sa.inspect(conn).get_table_names()
        for name in sorted(names):
            made += _make_up_row(database, name)
    return made


def _make_up_row(database: Database, name: str) -> bool:
    with suppress(DataRefusedError), database.writing() as conn:
        table = sa.Table(name, sa.MetaData(), autoload_with=conn)
        if conn.execute(sa.select(table).limit(1)).first() is not None:
            return False
        conn.execute(table.insert().values(_made_up(conn, table)))
        return True
    return False  # a rule of the table that nobody can guess


def _made_up(conn: Connection, table: sa.Table) -> dict[str, object]:
    """A value for each column that must have one: of the row it points to, or plain."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.foreign_keys:
            (key, *_) = column.foreign_keys
            row[column.name] = conn.scalar(sa.select(key.column).limit(1))
        elif not column.nullable and column.server_default is None:
            row[column.name] = _plain(column.type)
    return row


def _plain(kind: sa.types.TypeEngine[object]) -> object:
    match kind:
        case sa.Boolean():
            return True
        case sa.Integer() | sa.Numeric():
            return 1
        case sa.DateTime():
            return wall_clock()
        case sa.Date():
            return wall_clock().date()
        case sa.LargeBinary():
            return b"x"
        case sa.JSON():
            return {}
        case _:
            return "x"
