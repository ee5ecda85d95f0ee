"""Where does a walk begin? In a house of its own: migrated, its roster read, answering on, no mail yet."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from ingest.reader import Reader
from ledger import roster, switches
from ledger.database import Connection, Database, open_database
from ledger.switches import Turn
from office.imports.units import read_units
from office.policies import load_rulebook
from office.settings.reading import load
from office.upgrade import upgrade
from office.wiring import assembled
from tests.fixtures.imap import Account, Dovecot
from tests.fixtures.smtp import SmtpServer
from tests.walks.house import OFFICE, STARTED, Hands, House, at

SETTINGS = """\
[office]
name = "自治区交通运输厅办公室"
address = "{office}"

[database]
url = "{url}"

[mailbox]
host = "{imap.host}"
port = {imap.port}
user = "{login.name}"
password = "{login.password}"
ca_file = "{imap.ca_file}"
timeout_seconds = 20

[smtp]
host = "{smtp.host}"
port = {smtp.tls_port}
user = "{smtp.user}"
password = "{smtp.password}"
ca_file = "{smtp.ca_file}"
per_minute = 1000
per_day = 10000
timeout_seconds = 5
"""

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One pool of reading children for all walks: starting one takes longer than most walks."""
    rulebook = load_rulebook("ningxia-transport", None)
    marks = sorted({mark for edition in rulebook.editions for mark in edition.intake.marks})
    with Reader(1, marks) as pool:
        yield pool


@pytest.fixture
def login(dovecot: Dovecot) -> Account:
    """A mailbox of the walk's own, named by its address as providers do."""
    return dovecot.add_user(f"xxbs{next(_numbers)}@jtt.example", "shou-quan-ma-0123")


@pytest.fixture
def settings_file(
    tmp_path: Path, engine_url: str, dovecot: Dovecot, login: Account, smtp_server: SmtpServer
) -> Path:
    """The settings of an installation whose servers are the walk's own."""
    path = tmp_path / "yishiyibao.toml"
    told = SETTINGS.format(office=OFFICE, url=engine_url, imap=dovecot, login=login, smtp=smtp_server)
    path.write_text(told, encoding="utf-8")
    return path


@pytest.fixture
def house(
    settings_file: Path, dovecot: Dovecot, login: Account, smtp_server: SmtpServer, reader: Reader
) -> Iterator[House]:
    """An installation at work on the morning of 2 March 2026."""
    hands = Hands(at(3, 2))
    with prepared(settings_file) as database, assembled(load(settings_file), database, hands) as service:
        yield House(replace(service, reader=reader), hands, settings_file, login, dovecot, smtp_server)


@contextmanager
def prepared(settings_file: Path) -> Iterator[Database]:
    """The database of the settings, migrated, with the sample roster, answering everybody."""
    database = open_database(load(settings_file).database.url)
    try:
        upgrade(database)
        with database.writing() as conn:
            _begin(conn)
        yield database
    finally:
        database.close()


def _begin(conn: Connection) -> None:
    with resources.as_file(resources.files("office.samples") / "units.csv") as sample:
        roster.save(conn, read_units(sample))
    for name, value in (
        (switches.STARTED_AT, STARTED.isoformat()),
        (switches.START_FROM, "all"),
        (switches.ANSWERING, "on"),
    ):
        switches.turn(conn, Turn(name, value, STARTED, "walk"))
