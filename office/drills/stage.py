"""On what does a drill work?

On a copy of the record in a folder of its own, with the service over it as the office
has it set up, and embedded mail servers around that: nothing of the drill reaches the
record, the office's mailbox or anybody's. Its letters come from units that only the
copy knows, one letter from each, so that it is plain who was answered. The folder goes
with the drill.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

from ingest.intake.arrival import IntakeCounts
from ingest.poll.polling import poll
from ledger import copies, mailbox_entries, originals, roster, switches
from ledger.database import Database, NotOneFileError, open_database
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.people import Unit
from ledger.faults import ToldError
from ledger.journal import By
from ledger.notice import Answering, OutboxState
from ledger.outbox import listing, pacing, settling, withholding
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.settling import Settlement
from ledger.periods import Span, local_day, period_of
from ledger.switches import SwitchChange
from notify.delivery.dispatch import DispatchCounts
from office.demo.mail_servers import HOST, PASSWORD, ArrivingMail, DemoMailServers
from office.demo.rehearsal import RehearsalClock
from office.demo.sample_items import AUTHORS, DYNAMIC, phone_of, title_of
from office.demo.sample_mail import SampleMail, plain
from office.drills.relay import LyingRelay
from office.service.parts import Service
from office.service.upgrade import upgrade
from office.settings.reading import FILE_NAME, Settings, environment_without_settings
from office.settings.sections import (
    BackupSettings,
    LogSettings,
    MailboxSettings,
    StorageSettings,
    WebSettings,
)
from office.use_cases import older_record
from office.wiring import assembled

USER = "drill"
WHO = "drill"
UNITS = tuple(
    f"故障演练第{number}站"
    for number in [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
    ]
)
_FOLDER = "yishiyibao-drill-"
_COPIES = 4
"""How often the record must find room beside itself: the copy, a copy of that, what was
there before it was brought back, and what the drill writes.
"""
_SPARE = 64 * 2**20
_RECORD = "copy.sqlite"
_PROGRAM = "from office.cli.main import main; main()"
PATIENCE = 60.0
"""Seconds that anything in a drill is waited for."""


class NoDrillError(ToldError):
    """A drill cannot be held; nothing was done."""

    def __init__(self, because: str) -> None:
        super().__init__(f"drill: {because}; nothing was done")


class LetterFate(NamedTuple):
    """What became of one letter of the drill: the states of its entries, its serials,
    whether its original is kept as it came, and how many answers its unit got.
    """

    unit: str
    states: tuple[str, ...]
    serials: tuple[str, ...]
    intact: bool
    answers: int

    @property
    def well(self) -> bool:
        """Whether it was recorded once, whole, and answered once."""
        recorded = set(self.states) == {MailboxEntryState.RECORDED.value}
        return recorded and len(self.serials) == 1 and self.intact and self.answers == 1


@dataclass(frozen=True, slots=True)
class DrillStage:
    """The service over the copy, its clock, and the servers around it."""

    folder: Path
    service: Service
    clock: RehearsalClock
    servers: DemoMailServers
    relay: LyingRelay
    units: tuple[Unit, ...]
    letters: list[ArrivingMail]
    """Those that have arrived: letter n is of unit n."""

    @property
    def database(self) -> Database:
        """The copy."""
        return self.service.database

    def deliver(
        self, count: int, photo: bytes = b"", into: DemoMailServers | None = None
    ) -> None:
        """So many more letters arrive, each from the next unit, a minute apart, with a
        photo if there is one; in another mailbox, if one is given.
        """
        files = (("现场照片.jpg", photo),) if photo else ()
        coming: list[ArrivingMail] = []
        for number in range(len(self.letters), len(self.letters) + count):
            unit = self.units[number]
            topic = DYNAMIC[number % len(DYNAMIC)]
            signed = f"撰稿人：{AUTHORS[number]}  联系电话：{phone_of(number)}"
            text = f"{topic.body.format(place=unit.name)}\n\n{signed}"
            subject = f"{unit.name}+{title_of(number)}"
            mail = SampleMail(subject, text, unit.addresses[0], unit.name, files)
            at = self.clock.moment - timedelta(minutes=count + 1 - len(coming))
            coming.append(ArrivingMail(plain(mail, at, 9000 + number), at))
        (into or self.servers).deliver(coming)
        self.letters.extend(coming)

    def read(self) -> IntakeCounts:
        """What `yishiyibao poll` does."""
        return poll(self.service.poll_context()).tally

    def send(self) -> DispatchCounts:
        """What `yishiyibao dispatch` does."""
        return older_record.send_due(self.service)

    def later(self, **span: float) -> None:
        """Lets time go by."""
        self.clock.moment += timedelta(**span)

    def by(self) -> By:
        """Who decides in a drill, and now."""
        return By(WHO, self.clock.moment, "故障演练")

    def entries(self) -> tuple[MailboxEntry, ...]:
        """What the record holds of the drill's mailbox."""
        account = self.service.account.name
        found: list[MailboxEntry] = []
        with self.database.reading() as conn:
            for used in sorted(mailbox_entries.uidvalidities(conn, account, "INBOX")):
                place = Place(account, "INBOX", used, 0)
                for uid in sorted(mailbox_entries.states_in(conn, place)):
                    entry = mailbox_entries.at_place(conn, place._replace(uid=uid))
                    if entry is not None:
                        found.append(entry)
        return tuple(found)

    def answers(self) -> tuple[OutboxEntry, ...]:
        """The messages to the drill's units, the oldest first."""
        addresses = {unit.addresses[0] for unit in self.units}
        with self.database.reading() as conn:
            newest = listing.listed(conn)
        return tuple(each for each in reversed(newest) if each.to in addresses)

    def fates(self) -> tuple[LetterFate, ...]:
        """What became of each letter so far."""
        entries = self.entries()
        answered = Counter(each.to for each in self.servers.delivered)
        fates: list[LetterFate] = []
        for unit, letter in zip(self.units, self.letters, strict=False):
            address = unit.addresses[0]
            mine = [entry for entry in entries if entry.from_address == address]
            serials = sorted({entry.serial for entry in mine if entry.serial})
            kept = {entry.sha256: b"" for entry in mine if entry.sha256}
            with self.database.reading() as conn:
                for sha256 in kept:
                    kept[sha256] = originals.raw_of(conn, sha256) or b""
            fates.append(
                LetterFate(
                    unit.name,
                    tuple(entry.state.value for entry in mine),
                    tuple(serials),
                    intact=list(kept.values()) == [letter.raw],
                    answers=answered[address],
                )
            )
        return tuple(fates)

    @contextmanager
    def program(
        self, command: str, *, most_bytes: int | None = None
    ) -> Iterator["subprocess.Popen[str]"]:
        """A command of the program over the copy, in a process of its own; ended with
        the block, its children too.

        `most_bytes`: no file of it grows larger, as on a disk that is full.
        """
        program = _PROGRAM
        if most_bytes is not None:
            limit = f"resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes})"
            program = f"import resource; resource.setrlimit({limit}); {program}"
        arguments = ("--config", str(self.folder / FILE_NAME), command)
        child = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", program, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment_without_settings(),
            start_new_session=True,
        )
        try:
            yield child
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()


@contextmanager
def on_a_copy(
    record: Database, settings: Settings, now: datetime
) -> Iterator[DrillStage]:
    """A drill's stage, over a copy of the record as it is now; NoDrillError."""
    with record.reading() as conn:
        if not switches.value(conn, switches.START_FROM):
            raise NoDrillError("the record has not begun; run `yishiyibao init` first")
    free = shutil.disk_usage(gettempdir()).free
    size = 0 if record.file is None else record.file.stat().st_size
    if free < _COPIES * size + _SPARE:
        needed, left = (_COPIES * size + _SPARE) >> 20, free >> 20
        raise NoDrillError(
            f"the copy needs {needed} MiB and {gettempdir()} has {left}; name a folder "
            "on another disk in TMPDIR"
        )
    with TemporaryDirectory(prefix=_FOLDER) as made:
        folder = Path(made)
        copy_of(record, settings, folder, now)
        with DemoMailServers(USER) as servers, LyingRelay(servers.imap_port) as relay:
            own = settings_over(settings, folder, relay.port, servers.smtp_port)
            (folder / FILE_NAME).write_text(as_toml(own), encoding="utf-8")
            clock = RehearsalClock(now)
            with (
                closing(open_database(own.database.url)) as database,
                assembled(own, database, clock) as service,
            ):
                units = _make_ready(service)
                yield DrillStage(folder, service, clock, servers, relay, units, [])


def copy_of(record: Database, settings: Settings, folder: Path, now: datetime) -> None:
    """Copies the record into the folder: SQLite as `backup` does, PostgreSQL row by
    row; and the list of erasures.
    """
    file = folder / _RECORD
    try:
        copies.write_copy(record, file, settings.office.name, now)
    except NotOneFileError:
        file.unlink(missing_ok=True)
        with closing(open_database(f"sqlite:///{file}")) as empty:
            upgrade(empty)
            copies.fill_with_rows(empty, record)
    # Else the copy would count as a record that was brought back (`notice_copy`).
    with closing(open_database(f"sqlite:///{file}")) as copy, copy.writing() as conn:
        switches.forget(conn, copies.STAMP)
    erasures = settings.privacy.erasures_file
    if erasures.exists():
        shutil.copyfile(erasures, folder / erasures.name)


def settings_over(
    settings: Settings, folder: Path, imap_port: int, smtp_port: int
) -> Settings:
    """The office's settings, with nothing left in them that leads to its record, its
    servers or its people.
    """
    sender = settings.smtp.sender or settings.mailbox.user
    smtp = settings.smtp.model_copy(
        update={
            "host": HOST,
            "port": smtp_port,
            "security": "none",
            "user": "",
            "password": "",
            "password_file": None,
            "ca_file": None,
            "sender": sender if "@" in sender else "drill@office.example",
            # One after the other: what is at the server when a drill stops it is one
            # message. And as many as there are.
            "connections": 1,
            "per_minute": 100_000,
            "per_day": 1_000_000,
        }
    )
    mailbox = MailboxSettings(
        host=HOST,
        port=imap_port,
        security="none",
        user=USER,
        password=PASSWORD,
        junk="",
        timeout_seconds=10,
    )
    erasures = folder / settings.privacy.erasures_file.name
    return settings.model_copy(
        update={
            # Only the letters are answered, each at once, however soon this office calls
            # a letter late.
            "office": settings.office.model_copy(
                update={"alarm_command": None, "confirm": "off"}
            ),
            "intake": settings.intake.model_copy(
                update={"late_days": 30, "receipts_per_day": 30}
            ),
            "database": StorageSettings(url=f"sqlite:///{folder / _RECORD}"),
            "mailbox": mailbox,
            "smtp": smtp,
            "web": WebSettings(),
            "privacy": settings.privacy.model_copy(update={"erasures_file": erasures}),
            "backup": BackupSettings(),
            "log": LogSettings(level="error"),
        }
    )


def as_toml(settings: Settings) -> str:
    """The settings as a file of them; its values are such as JSON and TOML write
    alike.
    """
    lines: list[str] = []
    said = settings.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name, section in said.items():
        lines.append(f"[{name}]")
        for key, value in section.items():
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _make_ready(service: Service) -> tuple[Unit, ...]:
    """Has the copy answer, and only the drill's letters; its units, which it learns
    of.
    """
    now = service.clock()
    by = By(WHO, now, "故障演练")
    since = local_day(now)
    edition = service.rulebook.for_period(period_of(since, Span.MONTH))
    group = edition.groups[0]
    wanted = []
    for number, name in enumerate(UNITS, 1):
        address = f"drill{number:02d}@units.example"
        wanted.append(Unit(0, name, group, since, addresses=(address,)))
    said = {
        switches.ANSWERING: Answering.ON.value,
        switches.PAUSED: "no",
        switches.START_FROM: "all",
    }
    with service.database.writing() as conn:
        # Nothing from before the beginning is answered, and it may have been just now.
        began = switches.moment(conn, switches.STARTED_AT) or now
        said[switches.STARTED_AT] = min(began, now - timedelta(days=1)).isoformat()
        for name, value in said.items():
            switches.set_switch(conn, SwitchChange(name, value, now, WHO))
        roster.save(conn, wanted)
        pacing.end_back_off(conn, now)
        for state in (OutboxState.QUEUED, OutboxState.WITHHELD):
            for waiting in listing.listed(conn, state, None):
                settling.settle(conn, waiting.id, Settlement.DROP, by)
        if withholding.current(conn) is not None:
            withholding.end(conn, by)
        known = {unit.name: unit for unit in roster.all_units(conn)}
    return tuple(known[name] for name in UNITS)
