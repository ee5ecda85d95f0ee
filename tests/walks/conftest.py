"""Where does a walk begin? In a house of its own: migrated, its roster read, answering
on, no mail yet.
"""

import itertools
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import psycopg
import pytest

from ingest.intake.reader import Reader
from ledger import roster, switches
from ledger.database import open_database
from ledger.switches import SwitchChange
from office.use_cases.imports.units import read_units
from scoring.language.editions import load_rulebook
from tests.fixtures.databases import KEPT, PUT_BACK, Cluster, Shared, migrated_file
from tests.fixtures.imap import Account, Dovecot
from tests.fixtures.smtp import SmtpServer
from tests.walks.house import OFFICE, STARTED, House, opened_house
from tests.walks.shell import Shell

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
timeout_seconds = 60

[smtp]
host = "{smtp.host}"
port = {smtp.tls_port}
user = "{smtp.user}"
password = "{smtp.password}"
ca_file = "{smtp.ca_file}"
per_minute = 1000
per_day = 10000
timeout_seconds = 60
"""

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One pool of reading children for all walks: starting one takes longer than most
    walks.
    """
    rulebook = load_rulebook("ningxia-transport", None)
    marks = sorted(
        {mark for edition in rulebook.editions for mark in edition.intake.marks}
    )
    with Reader(1, marks) as pool:
        yield pool


@pytest.fixture(scope="session")
def begun_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as `begin` leaves it, copied for each walk."""
    path = tmp_path_factory.mktemp("begun") / "office.sqlite"
    path.write_bytes(migrated_file())
    begin(f"sqlite:///{path}")
    return path


@pytest.fixture
def begun_sqlite(begun_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "office.sqlite"
    shutil.copyfile(begun_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def begun_schema(cluster: Cluster, shared: Shared, emptying: psycopg.Connection) -> str:
    """A PostgreSQL schema with what `begin` writes, put back for each walk."""
    shared.empty(emptying)
    begin(cluster.url(shared.name))
    emptying.execute(KEPT.format(schema="begun").encode())
    return "begun"


@pytest.fixture
def begun_postgresql(
    begun_schema: str, migrated_postgresql: str, emptying: psycopg.Connection
) -> str:
    emptying.execute(PUT_BACK.format(schema=begun_schema).encode())
    return migrated_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def begun_url(request: pytest.FixtureRequest) -> str:
    """Walk it on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"begun_{request.param}")
    return url


@pytest.fixture
def login(dovecot: Dovecot) -> Account:
    """A mailbox of the walk's own, named by its address as providers do."""
    return dovecot.add_user(f"xxbs{next(_numbers)}@jtt.example", "shou-quan-ma-0123")


@pytest.fixture
def settings_file(
    tmp_path: Path,
    begun_url: str,
    dovecot: Dovecot,
    login: Account,
    smtp_server: SmtpServer,
) -> Path:
    """The settings of an installation whose servers are the walk's own."""
    path = tmp_path / "yishiyibao.toml"
    told = SETTINGS.format(
        office=OFFICE, url=begun_url, imap=dovecot, login=login, smtp=smtp_server
    )
    path.write_text(told, encoding="utf-8")
    return path


@pytest.fixture
def house(
    settings_file: Path,
    dovecot: Dovecot,
    login: Account,
    smtp_server: SmtpServer,
    reader: Reader,
) -> Iterator[House]:
    """An installation at work on the morning of 2 March 2026."""
    with opened_house(settings_file, login, dovecot, smtp_server, reader) as opened:
        yield opened


@pytest.fixture
def shell(house: House, capfd: pytest.CaptureFixture[str]) -> Shell:
    """The program as typed, in the house."""
    return Shell(house, capfd)


def begin(url: str) -> None:
    """Reads the sample roster into an empty record and lets it answer everybody."""
    turned = {
        switches.STARTED_AT: STARTED.isoformat(),
        switches.START_FROM: "all",
        switches.ANSWERING: "on",
    }
    database = open_database(url)
    with database.writing() as conn:
        with resources.as_file(resources.files("office.demo") / "units.csv") as sample:
            roster.save(conn, read_units(sample))
        for name, value in turned.items():
            switches.set_switch(conn, SwitchChange(name, value, STARTED, "walk"))
    database.close()
