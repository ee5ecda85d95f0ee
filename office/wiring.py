"""How are the parts of the service put together?

Once, at the door, from settings, database and clock: nothing is assembled anywhere else
and nothing happens at import. What the assembled service does is said in the other
rooms and the commands.
"""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from ingest.intake.item_cache import ItemCache
from ingest.intake.reader import Reader
from ledger import roster, switches
from ledger.database import Database
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.outcomes import Moot
from notify.delivery.couriers import Couriers
from notify.delivery.dispatch import NoticeFacts
from office.service.clock import Clock
from office.service.parts import Service, composer_of, mail_server
from office.service.working_days import CalendarReader
from office.settings.reading import Settings
from office.use_cases import older_record
from office.use_cases.notice_facts.gatherers import gather_facts
from office.use_cases.notice_facts.parts import FactContext
from office.use_cases.sheets import Sheets
from scoring.language.editions import load_rulebook

_MIB = 2**20


@contextmanager
def assembled(
    settings: Settings, database: Database, clock: Clock
) -> Iterator[Service]:
    """The service, ready for work; its reading children are stopped at the end.

    Raises PolicyError when the rule cannot be read.
    """
    rulebook = load_rulebook(settings.policy.office, settings.policy.folder)
    # Reading children are told the marks once, at their start: one that any edition
    # names seals a letter.
    marks = sorted(
        {mark for edition in rulebook.editions for mark in edition.intake.marks}
    )
    with database.writing() as conn:  # the key is made at the first start
        sealing_key = switches.get_or_make_secret(
            conn, switches.SEALING_KEY, secrets.token_hex(32), clock()
        )
        older_record.notice_copy(conn, clock())
    children = Reader(settings.intake.readers, marks, settings.intake.reader_mib * _MIB)
    with (
        children as reader,
        closing(Couriers(partial(mail_server, settings))) as couriers,
    ):
        yield Service(
            settings=settings,
            database=database,
            clock=clock,
            rulebook=rulebook,
            calendar_reader=CalendarReader(database),
            reader=reader,
            composer=composer_of(settings),
            sealing_key=bytes.fromhex(sealing_key),
            owner=f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}",
            item_cache=ItemCache(),
            couriers=couriers,
            score_sheet=Sheets(rulebook).sheet,
            gather_facts=_gather,
        )


def _gather(service: Service, entry: OutboxEntry) -> NoticeFacts | Moot:
    with service.database.reading() as conn:
        return gather_facts(
            FactContext(
                conn=conn,
                entry=entry,
                now=service.clock(),
                rulebook=service.rulebook,
                works=service.works,
                letter_limit=service.settings.intake.letter_mib,
                units=roster.units_by_id(conn),
                office=service.settings.office.name,
                own_addresses=service.own_addresses,
                doubts=service.doubts,
            )
        )
