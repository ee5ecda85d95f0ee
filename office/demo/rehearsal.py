"""How is the service moved through time?

A rehearsal is the real service on a rehearsal database: settings, database, roster and switches as an office
would set them, the embedded servers in place of the provider's, and a clock that is set by hand.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

from ingest.intake.arrival import IntakeCounts
from ingest.poll.polling import poll
from ledger import roster, switches, users
from ledger.database import open_database
from ledger.entries.people import Unit
from ledger.journal import By
from ledger.notice import Answering
from ledger.switches import SwitchChange
from ledger.users import UserRole
from notify.delivery.dispatch import dispatch
from office.demo.mail_servers import HOST, PASSWORD, USER, Delivered, DemoMailServers
from office.demo.sample_mail import OFFICE
from office.service.parts import Service
from office.service.reminding import remind
from office.service.upgrade import upgrade
from office.settings import reading
from office.settings.reading import FILE_NAME, Settings
from office.use_cases.imports.units import read_units
from office.use_cases.passwords import hash_password
from office.wiring import assembled

OFFICE_NAME = "自治区交通运输厅办公室"
STAFF = "bangongshi@office.example"
"""Where people of the office read mail; never the polled mailbox."""
CLERK, CLERK_PASSWORD = "demo", "yishiyibao"
_DATABASE = "demo.sqlite"
_LETTER_MIB = 2


class RehearsalClock:
    """A clock that says what it was told last."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment it was told."""
        return self.moment


class NotOurFolderError(Exception):
    """The demo's folder holds something that the demo did not make."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: holds files that are not the demo's; name an empty folder with --folder")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The service, its clock, and the servers around it."""

    service: Service
    clock: RehearsalClock
    servers: DemoMailServers
    units: tuple[Unit, ...]

    def tick(self, now: datetime, letters: Sequence[tuple[bytes, datetime]]) -> IntakeCounts:
        """One moment: letters arrive, the mailbox is read, units are reminded, mail goes out."""
        self.clock.moment = now
        self.servers.deliver(letters)
        counts = poll(self.service.poll_context()).tally
        remind(self.service, now)
        dispatch(self.service.dispatch_context())
        return counts

    def message_to(self, address: str, subject: str) -> Delivered | None:
        """Return the newest message to an address whose subject holds `subject`."""
        for delivered in reversed(self.servers.delivered):
            if delivered.to == address and subject in str(delivered.message["Subject"]):
                return delivered
        return None


@contextmanager
def rehearsal(folder: Path, start: datetime) -> Iterator[Rehearsal]:
    """A service of its own in `folder`, begun at `start`; raises NotOurFolderError."""
    _empty(folder)
    clock = RehearsalClock(start)
    with DemoMailServers() as servers:
        settings = _settings(folder / FILE_NAME, servers)
        database = open_database(settings.database.url)
        try:
            upgrade(database)
            with assembled(settings, database, clock) as service:
                yield Rehearsal(service, clock, servers, _set_up_office(service, start))
        finally:
            database.close()


def _empty(folder: Path) -> None:
    """Make the folder, or empty it; only files of an earlier demo are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = {FILE_NAME, _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"}
    found = list(folder.iterdir())
    if any(path.name not in ours for path in found):
        raise NotOurFolderError(folder)
    for path in found:
        path.unlink()


def _settings(path: Path, servers: DemoMailServers) -> Settings:
    """Settings as an office would write them, for the servers inside this program."""
    path.write_text(
        f"""# Written by `yishiyibao demo`; the mail servers it names end with the demo.
[office]
name = "{OFFICE_NAME}"
address = "{STAFF}"

[database]
url = "sqlite:///{_DATABASE}"

[mailbox]
host = "{HOST}"
port = {servers.imap_port}
security = "none"
user = "{USER}"
password = "{PASSWORD}"

[smtp]
host = "{HOST}"
port = {servers.smtp_port}
security = "none"
sender = "{OFFICE}"
per_minute = 100000
per_day = 1000000

[intake]
letter_mib = {_LETTER_MIB}
""",
        encoding="utf-8",
    )
    return reading.load(path)


def _set_up_office(service: Service, start: datetime) -> tuple[Unit, ...]:
    """Do what `init`, `units import`, `users add` and `answering on` do, and return the units."""
    with resources.as_file(resources.files("office.demo") / "units.csv") as file:
        listed = read_units(file)
    settings = {
        switches.REHEARSAL: "yes",
        switches.STARTED_AT: start.isoformat(),
        switches.START_FROM: "all",
        switches.ANSWERING: Answering.ON.value,
    }
    with service.database.writing() as conn:
        for name, value in settings.items():
            switches.set_switch(conn, SwitchChange(name, value, start, "demo"))
        roster.save(conn, listed)
        users.add(conn, CLERK, UserRole.ADMIN, hash_password(CLERK_PASSWORD), By("demo", start))
        return roster.all_units(conn)
