"""In what office is it measured?

An installation as `init` and `units import` leave it, answering everybody, copied for
each measurement so that every one begins with an empty record. The service opened over
it is the real one; only its clock stands still.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

from ledger import roster, switches
from ledger.database import open_database
from ledger.switches import SwitchChange
from office.cli.session import opened
from office.service.clock import stopped_at
from office.service.parts import Service
from office.service.upgrade import upgrade
from office.settings.reading import load
from office.use_cases.imports.units import read_units
from office.wiring import assembled
from tests.bench.letters import ARRIVED

NOW = ARRIVED + timedelta(days=1)
STARTED = datetime.fromisoformat("2026-01-01T08:00:00+08:00")
SETTINGS = "yishiyibao.toml"
OWN = "xxbs@jtt.example"
"""The office's own address, unless a measurement logs in under another."""
_DATABASE = "office.sqlite"
_PLENTY = 1_000_000

Told = Mapping[str, Mapping[str, str | int]]
"""Settings by section and name."""


def prepared(folder: Path) -> Path:
    """A new office's folder with its database."""
    folder.mkdir(parents=True)
    database = open_database(f"sqlite:///{folder / _DATABASE}")
    upgrade(database)
    with database.writing() as conn, resources.as_file(_sample_roster()) as sample:
        roster.save(conn, read_units(sample))
        turned = {
            switches.STARTED_AT: STARTED.isoformat(),
            switches.START_FROM: "all",
            switches.ANSWERING: "on",
            switches.REHEARSAL: "yes",
        }
        for name, value in turned.items():
            switches.set_switch(conn, SwitchChange(name, value, STARTED, "bench"))
    database.close()
    return folder


def copied(office: Path, folder: Path, told: Told | None = None) -> Path:
    """A copy of `office` with a settings file of its own; returns that file."""
    shutil.copytree(office, folder)
    sections: dict[str, Mapping[str, str | int]] = {
        "database": {"url": f"sqlite:///{folder / _DATABASE}"},
        "mailbox": {"user": OWN},
        "smtp": {"per_minute": _PLENTY, "per_day": _PLENTY},
    }
    for section, values in (told or {}).items():
        sections[section] = {**sections.get(section, {}), **values}
    path = folder / SETTINGS
    path.write_text(
        "\n".join(_section(name, values) for name, values in sections.items()),
        encoding="utf-8",
    )
    return path


@contextmanager
def at_work(settings_file: Path) -> Iterator[Service]:
    """The service of an office, its clock standing a day after the first letter
    arrived.
    """
    settings = load(settings_file)
    with (
        opened(settings) as database,
        assembled(settings, database, stopped_at(NOW)) as service,
    ):
        yield service


def _sample_roster() -> resources.abc.Traversable:
    return resources.files("office.demo") / "units.csv"


def _section(name: str, values: Mapping[str, str | int]) -> str:
    lines = (
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
        for key, value in values.items()
    )
    return "\n".join((f"[{name}]", *lines, ""))
