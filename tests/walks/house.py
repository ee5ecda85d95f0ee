"""What does a walk hold in its hands? One installation of the service, and the verbs of
a day.

Everything is real: a mailbox on Dovecot, a mail server that keeps what it is given, a
migrated database. Only the clock is set by hand. What a letter looks like is left to
`letters`.
"""

import email
import email.policy
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

from ingest.intake.reader import Reader
from ingest.poll.context import Polled
from ingest.poll.polling import Reconciled, poll, reconcile
from ledger import journal, mailbox_entries, roster, switches
from ledger.database import Connection, Database, open_database
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox import listing as outbox
from ledger.outbox.listing import OutboxEntry
from ledger.periods import OFFICE_ZONE
from ledger.submissions import listing
from ledger.switches import SwitchChange
from notify.delivery.dispatch import DispatchCounts
from office.service.parts import Service
from office.settings.reading import load
from office.use_cases.older_record import send_due
from office.wiring import assembled
from tests.fixtures.imap import Account, Dovecot
from tests.fixtures.smtp import SmtpServer

OFFICE = "zwxx@jtt.example"
"""Whom the service tells what the office must know."""

T = TypeVar("T")


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026 in the office's zone."""
    return datetime(2026, month, day, hour, minute, tzinfo=OFFICE_ZONE)


STARTED = at(1, 1, 8)


@dataclass(slots=True)
class Hands:
    """The hands of the clock, turned by the walk."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class House:
    """One installation: its settings file, its service, the servers it talks to."""

    service: Service
    hands: Hands
    settings_file: Path
    login: Account
    imap: Dovecot
    smtp: SmtpServer
    taken: int = field(default=0)

    @property
    def database(self) -> Database:
        return self.service.database

    # --- what a day brings

    def deliver(
        self, raw: bytes, arrived_at: datetime | None = None, flags: Iterable[str] = ()
    ) -> int:
        """A letter arrives; its UID."""
        moment = arrived_at or self.hands.now
        return self.imap.deliver(
            self.login.name, raw, internal_date=moment, flags=tuple(flags)
        )

    def poll(self) -> Polled:
        return poll(self.service.poll_context())

    def dispatch(self) -> DispatchCounts:
        return send_due(self.service)

    def work(self, raw: bytes) -> list[EmailMessage]:
        """One letter arrives, is taken and answered; the new messages."""
        self.deliver(raw)
        self.poll()
        self.dispatch()
        return self.new_mail()

    def reconcile(self) -> Reconciled:
        return reconcile(self.service.poll_context())

    # --- what can be seen afterwards

    def received(self) -> list[EmailMessage]:
        """Every message the mail server has taken, as its readers see it."""
        return [parsed(message.content) for message in self.smtp.messages]

    def new_mail(self) -> list[EmailMessage]:
        """The messages since this was asked last."""
        fresh = self.smtp.messages[self.taken :]
        self.taken += len(fresh)
        return [parsed(message.content) for message in fresh]

    def read(self, question: Callable[[Connection], T]) -> T:
        with self.database.reading() as conn:
            return question(conn)

    def write(self, deed: Callable[[Connection], T]) -> T:
        with self.database.writing() as conn:
            return deed(conn)

    def turn(self, name: str, value: str) -> None:
        """Turns a switch, as the office would."""
        self.write(
            lambda conn: switches.set_switch(
                conn, SwitchChange(name, value, self.hands.now, "walk")
            )
        )

    def assess_only(self, count: int) -> None:
        """Only the first units of the roster are still assessed."""
        gone = date(2021, 4, 1)

        def shrink(conn: Connection) -> None:
            roster.save(
                conn,
                [replace(unit, until=gone) for unit in roster.all_units(conn)[count:]],
            )

        self.write(shrink)

    def submissions(self) -> tuple[Submission, ...]:
        return self.read(listing.listed)

    def only(self) -> Submission:
        """The one submission there is."""
        (one,) = self.submissions()
        return one

    def letters(self) -> tuple[MailboxEntry, ...]:
        return self.read(mailbox_entries.listed)

    def outbox(self, kind: str = "") -> tuple[OutboxEntry, ...]:
        """What stands in the outbox, oldest first; of one kind only, if it is named."""
        entries = self.read(outbox.listed)[::-1]
        return tuple(entry for entry in entries if kind in ("", entry.kind))

    def bytes_of(self, number: int) -> bytes | None:
        return self.read(lambda conn: outbox.bytes_of(conn, number))

    def journal(self, about: str) -> list[str]:
        """What was done about something, oldest first."""
        return [
            entry.did for entry in self.read(lambda conn: journal.about(conn, about))
        ]

    def unit(self, name: str) -> Unit:
        found = self.read(lambda conn: roster.unit_named(conn, name))
        assert found is not None
        return found

    def flags(self) -> dict[int, frozenset[bytes]]:
        """UID → flags on the server, the server's own Recent left out."""
        seen = self.imap.look(self.login.name)
        return {uid: one.flags - {b"\\Recent"} for uid, one in seen.items()}


@contextmanager
def opened_house(
    settings_file: Path,
    login: Account,
    imap: Dovecot,
    smtp: SmtpServer,
    reader: Reader,
) -> Iterator[House]:
    """An installation at work on the morning of 2 March 2026; its letters are read by
    `reader`.
    """
    hands, settings = Hands(at(3, 2)), load(settings_file)
    database = open_database(settings.database.url)
    with assembled(settings, database, hands) as service:
        told = replace(service, reader=reader)
        yield House(told, hands, settings_file, login, imap, smtp)
    database.close()


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(message: EmailMessage) -> str:
    """The plain text of a message."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
