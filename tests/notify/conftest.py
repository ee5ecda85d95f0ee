"""A context to dispatch with, between a record on each database and a real server; its
clock stands still.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from ledger import switches
from ledger.database import Database, open_database
from ledger.entries.letters import Answerable
from ledger.notice import Answering, Notice
from ledger.outbox import listing
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import Limits, Queued, queue
from notify.compose import Composer
from notify.delivery.dispatch import DispatchContext, NoticeFacts
from notify.delivery.smtp import Server, SmtpSession, Timeouts
from notify.mime import MessageEnvelope
from notify.samples import ITEM, SAMPLES, SENDER
from tests.fixtures.smtp import SmtpServer

START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
UNIT = "jtj@yinchuan.example.cn"
LIMITS = Limits(
    own_addresses=frozenset({SENDER.address}), receipts=1000, answers=2, per_thread=2
)


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is put forward."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    with closing(open_database(migrated_url)) as opened:
        with opened.writing() as conn:
            switches.set_switch(
                conn,
                switches.SwitchChange(
                    switches.ANSWERING, Answering.ON, START, "王科长"
                ),
            )
        yield opened


def gathered(entry: OutboxEntry) -> NoticeFacts:
    return NoticeFacts(
        SAMPLES[entry.kind], MessageEnvelope(entry.to, "letter@unit.cn", (), ITEM.token)
    )


def server_of(at: SmtpServer) -> Server:
    return Server(
        at.host,
        at.tls_port,
        at.user,
        at.password,
        ca_file=at.ca_file,
        timeouts=Timeouts(60, 60, 60, 60),
    )


@pytest.fixture
def room(database: Database, smtp_server: SmtpServer, clock: Clock) -> DispatchContext:
    server = server_of(smtp_server)
    return DispatchContext(
        database=database,
        composer=Composer(SENDER),
        gather=gathered,
        courier=lambda: SmtpSession(server),
        sender=smtp_server.user,
        pace=Pace(1000, 1000),
        owner="w1",
        clock=clock,
    )


Put = Callable[..., int]


@pytest.fixture
def put(database: Database) -> Put:
    """Queue a receipt for the n-th item."""

    def queued(number: int = 1, kind: str = "receipt") -> int:
        serial = f"2026-{number:04}"
        verdict = Answerable(may=True, to=UNIT, because="")
        with database.writing() as conn:
            result = queue(
                conn,
                Notice(kind, UNIT, serial, {"serial": serial}),
                verdict,
                START,
                LIMITS,
            )
        assert isinstance(result, Queued)
        return result.id

    return queued


def entry_of(database: Database, number: int) -> OutboxEntry:
    with database.reading() as conn:
        entry = listing.message(conn, number)
    assert entry is not None
    return entry
