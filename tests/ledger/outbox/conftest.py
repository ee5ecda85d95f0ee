"""An empty record on both databases, and the moments the tests speak of."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from ledger import switches
from ledger.database import Database
from ledger.entries.letters import Answerable
from ledger.notice import Answering, Notice
from ledger.outbox.queueing import Limits, NotQueued, Queued, queue

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
UNIT = "jtj@yinchuan.example.cn"
LIMITS = Limits(
    own_addresses=frozenset({"office@example.gov.cn"}),
    receipts=30,
    answers=2,
    per_thread=2,
)
ASK = Answerable(may=True, to=UNIT, because="")

Say = Callable[..., Queued | NotQueued]


@pytest.fixture
def conn(database: Database) -> Iterator[sa.Connection]:
    with database.writing() as connection:
        yield connection


@pytest.fixture
def answering(conn: sa.Connection) -> None:
    switches.set_switch(
        conn, switches.SwitchChange(switches.ANSWERING, Answering.ON, NOW, "王科长")
    )


@pytest.fixture
def say(conn: sa.Connection) -> Say:
    """Queue a notice in answer to a letter of UNIT, the n-th of its kind unless a key
    is given.
    """

    def queued(
        kind: str, key: str, serial: str | None = None, now: datetime = NOW
    ) -> Queued | NotQueued:
        about = {} if serial is None else {"serial": serial}
        return queue(conn, Notice(kind, UNIT, key, about), ASK, now, LIMITS)

    return queued
