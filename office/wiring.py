"""How are the parts of the service put together?

Once, at the door, from settings, database and clock: nothing is assembled anywhere else and nothing happens
at import. What the assembled service does is said in the other rooms and the commands.
"""

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ingest.intake.arrival import IntakeContext
from ingest.intake.item_cache import ItemCache
from ingest.intake.reader import Reader
from ingest.letter import thread
from ingest.mailbox.account import Account, Security
from ingest.poll.context import PollContext
from ledger import roster, switches
from ledger.database import Connection, Database
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.outcomes import Moot
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Limits
from ledger.outbox.sending import Patience
from ledger.periods import Span, local_day, period_of
from ledger.rulebook import IntakeRule, Rulebook
from notify.compose import Composer
from notify.delivery.couriers import Couriers
from notify.delivery.dispatch import DispatchContext, NoticeFacts
from notify.delivery.smtp import Server, Timeouts
from notify.mime import Sender
from notify.reminders import Stages
from office.service.clock import Clock
from office.service.working_days import CalendarReader, WorkingDays
from office.settings.reading import Settings
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.gaps import Health, known_health
from office.use_cases.notice_facts.gathered import gathered
from office.use_cases.notice_facts.parts import FactContext
from office.use_cases.policies import load_rulebook
from office.use_cases.sheets import Sheets

_MIB = 2**20
_TOKEN_BYTES = 5
IDENTITY = (("name", "yishiyibao"),)
"""What IMAP servers are told of us unless the office says otherwise (RFC 2971)."""


@dataclass(frozen=True, slots=True)
class Service:
    """The assembled service: parts that last.

    And makers of those that are made anew for each piece of work.
    """

    settings: Settings
    database: Database
    clock: Clock
    rulebook: Rulebook
    almanac: CalendarReader
    reader: Reader
    composer: Composer
    sealing_key: bytes
    owner: str
    item_cache: ItemCache
    couriers: Couriers
    sheets: Sheets

    @property
    def calendar(self) -> WorkingDays:
        """The calendar as the office's own table stands now."""
        return self.almanac.current()

    def works(self, day: date) -> bool:
        """Whether the office works on a day."""
        return self.calendar.works(day)

    def doubts(self, today: date) -> tuple[int, ...]:
        """The years, next year from November on, whose holidays nobody has told us."""
        return self.calendar.doubts(today)

    @property
    def account(self) -> Account:
        """The mailbox that is read."""
        told = self.settings.mailbox
        return Account(
            host=told.host,
            user=told.user,
            secret=told.password,
            port=told.port,
            security=Security(told.security),
            ca_file=told.ca_file,
            timeout=told.timeout_seconds,
            identity=tuple(told.client_id.items()) or IDENTITY,
            folders=told.folders,
            junk=told.junk,
            idle=told.idle,
        )

    @property
    def own_addresses(self) -> frozenset[str]:
        """Addresses that are this service: never written to, never believed as senders (R09)."""
        told = self.settings
        own = (told.mailbox.user, told.smtp.sender, told.smtp.reply_to)
        return frozenset(address.casefold() for address in own if "@" in address)

    @property
    def sender_address(self) -> str:
        """What stands in From and MAIL FROM."""
        return self.settings.smtp.sender or self.settings.mailbox.user

    def health(self, conn: Connection) -> Health:
        """Where nothing is mailed, as the record and the settings say."""
        return known_health(conn, self.own_addresses)

    @property
    def limits(self) -> Limits:
        """What may be answered in a day."""
        told = self.settings.intake
        return Limits(
            self.own_addresses, told.receipts_per_day, told.answers_per_day, told.answers_per_thread
        )

    @property
    def stages(self) -> Stages:
        """When units are reminded."""
        told = self.settings.reminders
        return Stages(told.month, told.half_year, told.commission)

    def rule_at(self, moment: datetime) -> IntakeRule:
        """What the edition in force asks of letters."""
        return self.rulebook.for_period(period_of(local_day(moment), Span.MONTH)).intake

    def intake_context(self) -> IntakeContext:
        """What intake works with."""
        told = self.settings
        return IntakeContext(
            database=self.database,
            read=self.reader.read,
            rule=self.rule_at,
            limits=self.limits,
            random=secrets.token_bytes,
            sealing_key=self.sealing_key,
            own_addresses=self.own_addresses,
            office_address=told.office.address,
            tell_each=told.office.confirm == "each",
            copy_to_principal=told.intake.copy_to_principal,
            item_cache=self.item_cache,
            authserv_ids=frozenset(told.mailbox.authserv_ids),
            copies_within=timedelta(days=told.intake.copy_days),
            backlog_after=timedelta(days=told.intake.late_days),
        )

    def poll_context(self, stop: Callable[[], bool] = lambda: False) -> PollContext:
        """Who reads the mailbox; `stop` is asked before each batch."""
        bound = self.settings.intake.letter_mib * _MIB
        return PollContext(
            self.intake_context(), self.account, self.owner, self.clock, letter_bytes=bound, stop=stop
        )

    @contextmanager
    def unmarked_poll_context(self) -> Iterator[PollContext]:
        """Who fetches a letter again that was sealed by mistake: its own child asks for no mark."""
        with Reader(1, (), self.settings.intake.reader_mib * _MIB) as reader:
            context = self.poll_context()
            yield replace(context, intake=replace(context.intake, read=reader.read))

    def dispatch_context(self) -> DispatchContext:
        """What sending works with; connections that nobody used for a while are closed on the way."""
        told = self.settings.smtp
        self.couriers.tidy()
        return DispatchContext(
            database=self.database,
            composer=self.composer,
            gather=self.gather,
            courier=self.couriers.lend,
            sender=self.sender_address,
            pace=Pace(told.per_minute, told.per_day, told.kept_per_day),
            owner=self.owner,
            clock=self.clock,
            patience=Patience(
                tuple(timedelta(minutes=minutes) for minutes in told.retry_minutes),
                timedelta(days=told.give_up_days),
            ),
            connections=told.connections,
        )

    def decision_context(self, who: str, now: datetime) -> DecisionContext:
        """A person of the office about to decide."""
        categories = self.rule_at(now).categories
        return DecisionContext(who, now, self.limits, categories, _new_token)

    @property
    def server(self) -> Server:
        """The server that sends."""
        return _server(self.settings)

    def gather(self, entry: OutboxEntry) -> NoticeFacts | Moot:
        """What a message is to be written from, as of this moment."""
        with self.database.reading() as conn:
            units = {unit.id: unit for unit in roster.all_units(conn)}
            limit, office = self.settings.intake.letter_mib, self.settings.office.name
            return gathered(
                FactContext(
                    *(conn, entry, self.clock(), self.rulebook, self.works, limit, units, office),
                    own_addresses=self.own_addresses,
                    doubts=self.doubts,
                )
            )


@contextmanager
def assembled(settings: Settings, database: Database, clock: Clock) -> Iterator[Service]:
    """The service, ready for work; its reading children are stopped at the end.

    Raises PolicyError when the rule cannot be read.
    """
    rulebook = load_rulebook(settings.policy.office, settings.policy.folder)
    marks = sorted({mark for edition in rulebook.editions for mark in edition.intake.marks})
    told = settings.intake
    reading = Reader(told.readers, marks, told.reader_mib * _MIB)
    with reading as reader, closing(Couriers(_server(settings))) as couriers:
        yield Service(
            settings=settings,
            database=database,
            clock=clock,
            rulebook=rulebook,
            almanac=CalendarReader(database),
            reader=reader,
            composer=composer_of(settings),
            sealing_key=_sealing_key(database, clock()),
            owner=f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}",
            item_cache=ItemCache(),
            couriers=couriers,
            sheets=Sheets(rulebook),
        )


def composer_of(settings: Settings) -> Composer:
    """Who writes the messages, with the office's own templates first."""
    told = settings.smtp
    office = settings.office.name
    address = told.sender or settings.mailbox.user
    sender = Sender(
        office=office,
        name=told.sender_name or office,
        address=address,
        robot=told.reply_to or address,
        contact=settings.office.contact,
    )
    folder = settings.templates.folder
    return Composer(sender, () if folder is None else (folder,))


def _server(settings: Settings) -> Server:
    told = settings.smtp
    patience = Timeouts(told.timeout_seconds, told.timeout_seconds, told.timeout_seconds)
    return Server(told.host, told.port, told.user, told.password, told.security, told.ca_file, patience)


def _sealing_key(database: Database, now: datetime) -> bytes:
    """The key of what is left of sealed letters, made at the first start."""
    with database.writing() as conn:
        return bytes.fromhex(switches.get_or_make_secret(conn, "sealing-key", secrets.token_hex(32), now))


def _new_token(serial: str) -> str:
    return thread.new_token(serial, secrets.token_bytes(_TOKEN_BYTES))
