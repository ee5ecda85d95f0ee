"""On which servers do the campaigns stand, and how is a new world begun?

The servers of the tests, one of each for all campaigns; a world is a house of the walks
with a record of its own. Mailboxes are only read by the service, so that many worlds
may share one.
"""

import itertools
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import trustme

from ingest.intake.reader import Reader
from ledger import switches
from office.service.clock import wall_clock
from scoring.language.editions import load_rulebook
from tests.fixtures.authority import HOST
from tests.fixtures.databases import (
    Cluster,
    Shared,
    migrated_file,
    migrated_in,
    running_cluster,
)
from tests.fixtures.imap import Account, Dovecot, running
from tests.fixtures.smtp import SmtpServer, serving
from tests.walks.conftest import SETTINGS, begin
from tests.walks.house import OFFICE, House, opened_house
from tests.walks.letters import report

BOTH = ("sqlite", "postgresql")
"""The databases of which each campaign asks the same."""


@dataclass(slots=True)
class Grounds:
    """The servers, and a folder for what a campaign leaves; `told` has a line of the
    settings for the section that it names.
    """

    folder: Path
    imap: Dovecot
    smtp: SmtpServer
    cluster: Cluster
    shared: Shared
    reader: Reader
    serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    begun: bytes = b""
    told: Mapping[str, str] = field(default_factory=dict)

    def mailbox(self, letters: int, arrived_at: datetime | None = None) -> Account:
        """A new mailbox with the letters 1 to `letters`, each from its own sender."""
        name = f"xxbs{next(self.serial)}@jtt.example"
        login = self.imap.add_user(name, "shou-quan-ma-0123")
        for number in range(1, letters + 1):
            self.deliver(login, number, arrived_at)
        return login

    def deliver(
        self, login: Account, number: int, arrived_at: datetime | None = None
    ) -> None:
        """One more letter arrives."""
        raw = report(number, sender=f"unit{number:02d}@units.example")
        self.imap.deliver(login.name, raw, internal_date=arrived_at or wall_clock())

    def url(self, database: str) -> str:
        """An empty record that has begun, on `sqlite` or on `postgresql`."""
        if database == "postgresql":
            with self.cluster.connected(self.shared.name) as connection:
                self.shared.empty(connection)
            url = self.cluster.url(self.shared.name)
            begin(url)
            return url
        if not self.begun:
            first = self.folder / "begun.sqlite"
            first.write_bytes(migrated_file())
            begin(f"sqlite:///{first}")
            self.begun = first.read_bytes()
        path = self.place() / "office.sqlite"
        path.write_bytes(self.begun)
        return f"sqlite:///{path}"

    def place(self) -> Path:
        """A new folder."""
        path = self.folder / str(next(self.serial))
        path.mkdir()
        return path

    def settings(
        self, url: str, login: Account, more: Mapping[str, str] = MappingProxyType({})
    ) -> Path:
        """A settings file for that record and mailbox; `more` is as `told`."""
        path = self.place() / "yishiyibao.toml"
        told = SETTINGS.format(
            office=OFFICE, url=url, imap=self.imap, login=login, smtp=self.smtp
        )
        for section, line in {**self.told, **more}.items():
            head = f"[{section}]\n"
            if head not in told:
                told += f"\n{head}"
            told = told.replace(head, f"{head}{line}\n")
        path.write_text(told, encoding="utf-8")
        return path

    @contextmanager
    def house(
        self, url: str, login: Account, more: Mapping[str, str] = MappingProxyType({})
    ) -> Iterator[House]:
        """A house at this very moment, which counts mail since yesterday; what the
        mail server took for another is forgotten.
        """
        self.smtp.messages.clear()
        settings_file = self.settings(url, login, more)
        with opened_house(
            settings_file, login, self.imap, self.smtp, self.reader
        ) as opened:
            opened.hands.now = wall_clock()
            began = opened.hands.now - timedelta(days=1)
            opened.turn(switches.STARTED_AT, began.isoformat())
            yield opened


@contextmanager
def prepared() -> Iterator[Grounds]:
    """The servers, started, and gone at the end."""
    authority = trustme.CA(organization_name="yishiyibao faults")
    certificate = authority.issue_cert(HOST, "localhost")
    rulebook = load_rulebook("ningxia-transport", None)
    marks = {mark for edition in rulebook.editions for mark in edition.intake.marks}
    with tempfile.TemporaryDirectory(prefix="yishiyibao-faults-") as temporary:
        folder = Path(temporary)
        ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(ca_file)
        with (
            running(certificate, ca_file) as imap,
            serving(certificate, ca_file) as smtp,
            # A server that is killed in a campaign keeps what it has committed.
            running_cluster("synchronous_commit=on") as cluster,
            Reader(1, sorted(marks)) as reader,
        ):
            shared = migrated_in(cluster)
            yield Grounds(folder, imap, smtp, cluster, shared, reader)
