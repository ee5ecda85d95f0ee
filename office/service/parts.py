"""What does the assembled service consist of, and what does each piece of work get from
it?

Use cases, pages, commands and jobs take a `Service` as their first argument. Putting
one together is `office.wiring`'s affair.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ingest.intake.arrival import IntakeContext
from ingest.intake.item_cache import ItemCache
from ingest.intake.reader import Reader
from ingest.letter import thread
from ingest.mailbox.account import Account, Security
from ingest.poll.context import PollContext
from ledger.database import Connection, Database
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.outcomes import Moot
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Limits, is_writable
from ledger.outbox.sending import Patience
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import IntakeRule, Rulebook
from ledger.scoresheet import ScoreSheet
from notify.compose import Composer
from notify.delivery.couriers import Couriers
from notify.delivery.dispatch import DispatchContext, NoticeFacts
from notify.delivery.smtp import Server, Timeouts
from notify.mime import Sender
from notify.reminders import Stages
from office.service.clock import Clock
from office.service.jobs import JobContext
from office.service.working_days import CalendarReader, WorkingDays
from office.settings.reading import Settings, secret_now
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.gaps import AddressHealth, known_health

_MIB = 2**20
_TOKEN_BYTES = 5
IDENTITY = (("name", "yishiyibao"),)
"""What IMAP servers are told of us unless the office says otherwise (RFC 2971)."""


@dataclass(frozen=True, slots=True)
class Service:
    """The assembled service: the parts that last, and makers of what is made anew for
    each piece of work.

    `sealing_key` keys the hashes of sealed letters; `owner` names this process in
    leases and claims; `score_sheet` gives a period's sheet as it stands now;
    `gather_facts` what a message is written from.
    """

    settings: Settings
    database: Database
    clock: Clock
    rulebook: Rulebook
    calendar_reader: CalendarReader
    reader: Reader
    composer: Composer
    sealing_key: bytes
    owner: str
    item_cache: ItemCache
    couriers: Couriers
    score_sheet: Callable[[Connection, Period, datetime], ScoreSheet]
    gather_facts: Callable[["Service", OutboxEntry], NoticeFacts | Moot]

    def read_calendar(self) -> WorkingDays:
        """The calendar as the office's own table stands now; asks the database now and
        then.
        """
        return self.calendar_reader.read()

    def works(self, day: date) -> bool:
        """Whether the office works on a day, by the calendar as it stands now."""
        return self.read_calendar().works(day)

    def doubts(self, today: date) -> tuple[int, ...]:
        """The years, next year from November on, whose holidays nobody has told us."""
        return self.read_calendar().doubts(today)

    @property
    def account(self) -> Account:
        """The mailbox that is read, with the secret as its file holds it now: one that
        is mended works.
        """
        mailbox = self.settings.mailbox
        return Account(
            host=mailbox.host,
            user=mailbox.user,
            secret=secret_now(mailbox),
            port=mailbox.port,
            security=Security(mailbox.security),
            ca_file=mailbox.ca_file,
            timeout=mailbox.timeout_seconds,
            identity=tuple(mailbox.client_id.items()) or IDENTITY,
            folders=mailbox.folders,
            junk=mailbox.junk,
            idle=mailbox.idle,
        )

    @property
    def own_addresses(self) -> frozenset[str]:
        """Addresses that are this service: never written to, never believed as senders
        (R09).
        """
        smtp = self.settings.smtp
        own = (self.settings.mailbox.user, smtp.sender, smtp.reply_to)
        return frozenset(address.casefold() for address in own if "@" in address)

    @property
    def sender_address(self) -> str:
        """What stands in From and MAIL FROM."""
        return self.settings.smtp.sender or self.settings.mailbox.user

    @property
    def has_sender(self) -> bool:
        """Whether anything can be sent from `sender_address`: a server's user may be
        no address.
        """
        return is_writable(self.sender_address)

    def address_health(self, conn: Connection) -> AddressHealth:
        """Where nothing is mailed, as the record and the settings say."""
        return known_health(conn, self.own_addresses)

    @property
    def limits(self) -> Limits:
        """What may be answered in a day."""
        intake = self.settings.intake
        return Limits(
            own_addresses=self.own_addresses,
            receipts=intake.receipts_per_day,
            answers=intake.answers_per_day,
            per_thread=intake.answers_per_thread,
        )

    @property
    def pace(self) -> Pace:
        """How many messages the mail server is given."""
        smtp = self.settings.smtp
        return Pace(smtp.per_minute, smtp.per_day, smtp.kept_per_day)

    @property
    def stages(self) -> Stages:
        """How many working days before the end of a duty units are reminded."""
        reminders = self.settings.reminders
        return Stages(
            month=reminders.month,
            longer=reminders.half_year,
            commission=reminders.commission,
        )

    def rule_at(self, moment: datetime) -> IntakeRule:
        """What the edition in force asks of letters."""
        return self.rulebook.for_period(period_of(local_day(moment), Span.MONTH)).intake

    def intake_context(self) -> IntakeContext:
        """What intake works with."""
        settings = self.settings
        return IntakeContext(
            database=self.database,
            read=self.reader.read,
            rule=self.rule_at,
            limits=self.limits,
            random=secrets.token_bytes,
            sealing_key=self.sealing_key,
            own_addresses=self.own_addresses,
            office_address=settings.office.address,
            tell_each=settings.office.confirm == "each",
            copy_to_principal=settings.intake.copy_to_principal,
            item_cache=self.item_cache,
            authserv_ids=frozenset(settings.mailbox.authserv_ids),
            copies_within=timedelta(days=settings.intake.copy_days),
            backlog_after=timedelta(days=settings.intake.late_days),
        )

    def poll_context(self, stop: Callable[[], bool] = lambda: False) -> PollContext:
        """What a poll works with; `stop` is asked before each batch."""
        return PollContext(
            self.intake_context(),
            self.account,
            self.owner,
            self.clock,
            letter_bytes=self.settings.intake.letter_mib * _MIB,
            stop=stop,
        )

    @contextmanager
    def unmarked_poll_context(self) -> Iterator[PollContext]:
        """What fetching a letter again that was sealed by mistake works with.

        A reading child of its own asks for no 密级 mark; it ends with the block.
        """
        with Reader(1, (), self.settings.intake.reader_mib * _MIB) as reader:
            context = self.poll_context()
            yield replace(context, intake=replace(context.intake, read=reader.read))

    def job_context(self) -> JobContext:
        """What the jobs of this process work with."""
        return JobContext(self.database, self.clock, self.works, self.owner)

    def dispatch_context(self) -> DispatchContext:
        """What sending works with; connections that nobody used for a while are closed
        on the way.
        """
        smtp = self.settings.smtp
        self.couriers.tidy()
        return DispatchContext(
            database=self.database,
            composer=self.composer,
            gather=self.gather,
            courier=self.couriers.lend,
            sender=self.sender_address,
            pace=self.pace,
            owner=self.owner,
            clock=self.clock,
            patience=Patience(
                tuple(timedelta(minutes=minutes) for minutes in smtp.retry_minutes),
                timedelta(days=smtp.give_up_days),
            ),
            connections=smtp.connections,
        )

    def decision_context(self, who: str, now: datetime) -> DecisionContext:
        """What a decision of this person at this moment works with."""
        return DecisionContext(
            who,
            now,
            self.limits,
            self.rule_at(now).categories,
            marks=self.rule_at(now).marks,
            new_token=lambda serial: thread.new_token(
                serial, secrets.token_bytes(_TOKEN_BYTES)
            ),
        )

    def gather(self, entry: OutboxEntry) -> NoticeFacts | Moot:
        """What a message is to be written from, as of this moment."""
        return self.gather_facts(self, entry)


def mail_server(settings: Settings) -> Server:
    """The server that sends, as the settings name it; its password as its file holds it
    now.
    """
    smtp = settings.smtp
    seconds = smtp.timeout_seconds
    return Server(
        host=smtp.host,
        port=smtp.port,
        user=smtp.user,
        password=secret_now(smtp),
        security=smtp.security,
        ca_file=smtp.ca_file,
        # The wait after the final dot stays as it is: cut short, it makes messages of
        # unknown fate (P33).
        timeouts=Timeouts(command=seconds, data=seconds, block=seconds),
    )


def composer_of(settings: Settings) -> Composer:
    """Who writes the messages, with the office's own templates first."""
    smtp = settings.smtp
    office = settings.office.name
    address = smtp.sender or settings.mailbox.user
    sender = Sender(
        office=office,
        name=smtp.sender_name or office,
        address=address,
        robot=smtp.reply_to or address,
        contact=settings.office.contact,
    )
    folder = settings.templates.folder
    return Composer(sender, () if folder is None else (folder,))
