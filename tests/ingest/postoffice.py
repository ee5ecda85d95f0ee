"""What do the tests of polling work with?

An office on a real database, a clock that is set by hand, letters in number. Letters
are read in this process; the pool of children has tests of its own.
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from ingest.intake.arrival import IntakeContext
from ingest.intake.reader import Read, read_one
from ingest.mailbox.account import Account, Security
from ingest.poll.context import PollContext, Polled
from ingest.poll.polling import poll
from ledger import roster, switches
from ledger.database import Database, open_database
from ledger.entries.people import Unit
from ledger.outbox.queueing import Limits
from ledger.rulebook import IntakeRule
from ledger.switches import SwitchChange
from ledger.tables.mail import mailbox_entries, outbox
from ledger.tables.submissions import submissions
from tests.fixtures.databases import migrated_file
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import HOST, Held

UNIT = "银川市交通运输局"
SENDER = "yinchuan@units.example"
STARTED = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
INTAKE = IntakeRule(
    ("动态", "综合", "调研", "突发", "其他"),
    {"动态": 500},
    ("绝密", "机密", "秘密"),
    ("author", "phone"),
)


def report(number: int, sender: str = SENDER) -> bytes:
    """A complete report, unlike every other number's."""
    words = f"三月{number}日，全市第{number}批公路养护工程开工。" * 6
    return (
        f"From: <{sender}>\r\nTo: <office@jtt.example>\r\nMessage-ID: <{number}@units.example>\r\n"
        f"Subject: {UNIT}+第{number}批养护工程开工{'甲乙丙丁戊'[number % 5] * (number % 7 + 1)}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n撰稿人：王小明 联系电话：13900000000\r\n"
    ).encode()


def stamp(moment: datetime) -> str:
    """INTERNALDATE as a server writes it."""
    return moment.strftime("%d-%b-%Y %H:%M:%S +0000")


def held(number: int, at: datetime = NOW, sender: str = SENDER) -> Held:
    """A report lying on the scripted server since `at`."""
    return Held(report(number, sender), stamp(at))


@dataclass(slots=True)
class Clock:
    """A clock set by hand; it may be told to blow up when asked the n-th time."""

    now: datetime = NOW
    asked: int = 0
    fails_at: int | None = None
    fatal: bool = False

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == self.fails_at:
            if self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt
        return self.now


@dataclass(slots=True)
class Office:
    """One installation: its database, and how it reads."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    batches: list[int] = field(default_factory=list)
    before_reading: Callable[[], None] | None = None

    @property
    def intake_context(self) -> IntakeContext:
        return IntakeContext(
            database=self.database,
            read=self._read,
            rule=lambda _: INTAKE,
            limits=Limits(frozenset({"office@jtt.example"}), 1000, 1000, 1000),
            random=lambda count: self.clock.asked.to_bytes(count, "big"),
            sealing_key=b"0" * 32,
            own_addresses=frozenset({"office@jtt.example"}),
        )

    def _read(self, pairs: Sequence[tuple[bytes, datetime]]) -> list[Read]:
        if self.before_reading is not None:
            self.before_reading()
        self.batches.append(len(pairs))
        return [read_one(raw, at, INTAKE.marks) for raw, at in pairs]

    def poll_context(
        self, account: Account, owner: str = "one", **changes: object
    ) -> PollContext:
        context = PollContext(self.intake_context, account, owner, self.clock)
        return replace(context, **changes)  # type: ignore[arg-type]

    def poll(self, account: Account, owner: str = "one") -> Polled:
        return poll(self.poll_context(account, owner))

    # --- what stands in the record

    def count(self, kind: str = "receipt") -> int:
        with self.database.reading() as conn:
            where = outbox.c.kind == kind
            return (
                conn.scalar(sa.select(sa.func.count()).select_from(outbox).where(where))
                or 0
            )

    @property
    def submissions(self) -> int:
        with self.database.reading() as conn:
            return conn.scalar(sa.select(sa.func.count()).select_from(submissions)) or 0

    @property
    def states(self) -> dict[tuple[str, int], str]:
        """(folder, UID) → state of the present record, whatever the numbering."""
        with self.database.reading() as conn:
            rows = conn.execute(
                sa.select(
                    mailbox_entries.c.folder,
                    mailbox_entries.c.uid,
                    mailbox_entries.c.state,
                )
            )
            return {(row.folder, row.uid): row.state for row in rows}

    def forget(self, uid: int) -> None:
        """Lose a row, as no part of the service ever would."""
        with self.database.writing() as conn:
            conn.execute(mailbox_entries.delete().where(mailbox_entries.c.uid == uid))


@contextmanager
def opened(url: str, start: str = "all") -> Iterator[Office]:
    """An installation made on the first of January, with one unit, in a database that
    has its tables.
    """
    database = open_database(url)
    with database.writing() as conn:
        switches.set_switch(
            conn,
            SwitchChange(switches.STARTED_AT, STARTED.isoformat(), STARTED, "test"),
        )
        switches.set_switch(
            conn, SwitchChange(switches.START_FROM, start, STARTED, "test")
        )
        roster.save(
            conn, [Unit(0, UNIT, "第一组", date(2021, 3, 19), addresses=(SENDER,))]
        )
    try:
        yield Office(database)
    finally:
        database.close()


@contextmanager
def fresh(folder: Path, start: str = "all") -> Iterator[Office]:
    """The same on a SQLite file of its own."""
    path = folder / "office.sqlite"
    path.write_bytes(migrated_file())
    with opened(f"sqlite:///{path}", start) as office:
        yield office


def odd(port: int, **changes: object) -> Account:
    """The mailbox on the scripted server."""
    settings: dict[str, object] = {
        "port": port,
        "security": Security.NONE,
        "timeout": 10.0,
    } | changes
    return Account(HOST, "office", "shou-quan-ma", **settings)  # type: ignore[arg-type]


def real(server: Dovecot, login: Login) -> Account:
    """The mailbox on Dovecot."""
    return Account(
        server.host, login.name, login.password, server.port, ca_file=server.ca_file
    )


def poll_and_die(url: str, account: Account, step: int) -> None:
    """One poll in a process of its own, killed when the clock is asked for the
    `step`-th time.
    """
    database = open_database(url)
    Office(database, Clock(fails_at=step, fatal=True)).poll(account, owner="doomed")


LATER = timedelta(hours=1)
