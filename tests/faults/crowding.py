"""What do several workers on one PostgreSQL lose, or do twice, when one freezes, their
connections are cut, or the server is restarted?

Four times `yishiyibao run --only worker`, each a process of its own, on one mailbox
into which letters come all the while. Frozen is (SIGSTOP) the one that has a message at
the mail server, until the others have given it up and done the rest; then it goes on.
Unknown may be that message, as long as its worker has not come back.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace

import sqlalchemy as sa

from ledger.database import DatabaseAwayError
from ledger.notice import OutboxState
from ledger.tables.mail import outbox
from tests.faults.findings import Expected, Finding, found_in, receipts_of
from tests.faults.grounds import Grounds
from tests.walks.house import House
from tests.walks.test_killed import worker

QUIETLY = {"log": 'level = "error"'}
"""What else a worker is told whose words nobody reads."""
_WORKERS, _LETTERS = 4, 16
_PATIENCE_SECONDS = 240.0
_CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_UNDER_WAY = {OutboxState.QUEUED, OutboxState.SENDING}
Trouble = Callable[[Grounds, House], str]
"""Does its worst while letters come; says how often."""


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """One world for each trouble."""
    yield _troubled(grounds, "one worker frozen and given up, then let go on", _freeze)
    yield _troubled(grounds, "every connection cut, again and again", _cut)
    yield _troubled(grounds, "the server killed and started, again and again", _restart)


def _troubled(grounds: Grounds, case: str, trouble: Trouble) -> Finding:
    login = grounds.mailbox(0)
    note = ""
    with (
        grounds.house(grounds.url("postgresql"), login, QUIETLY) as house,
        ExitStack() as workers,
    ):
        for _ in range(_WORKERS):
            workers.enter_context(worker(house))
        for number in range(1, _LETTERS + 1):
            grounds.deliver(login, number)
            if number == 1:  # all are at work, and what the day began with is sent
                await_true(lambda: settled(house, 1))
            if number == _LETTERS // 2:
                note = trouble(grounds, house)
        await_true(lambda: settled(house, _LETTERS))
        found = found_in(house, Expected(_LETTERS), case)
    return replace(found, note=note)


def settled(house: House, letters: int, but: int = 0) -> bool:
    """Whether so many receipts are on record, and none but so many under way."""
    receipts = receipts_of(house)
    waiting = [entry for entry in receipts if entry.state in _UNDER_WAY]
    return len(receipts) >= letters and len(waiting) <= but


def await_true(comes: Callable[[], bool]) -> None:
    """Waits until something has come about, or for as long as anybody would."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(DatabaseAwayError):
            if comes():
                return
        time.sleep(0.2)


def _freeze(grounds: Grounds, house: House) -> str:
    grounds.smtp.delay("DOT", 3)

    def senders() -> list[str]:
        sending = sa.select(outbox.c.lease_owner).where(
            outbox.c.state == OutboxState.SENDING
        )
        return house.read(lambda conn: list(conn.scalars(sending)))

    await_true(lambda: len(senders()) > 0)
    owner = senders()[0]
    frozen = int(owner.split("/")[1])
    os.kill(frozen, signal.SIGSTOP)
    began = time.monotonic()
    try:
        await_true(lambda: _given_up(house) > 0)
        seconds = time.monotonic() - began
        unknown = _given_up(house)
    finally:
        os.kill(frozen, signal.SIGCONT)
    await_true(lambda: _given_up(house) == 0)
    return f"given up after {seconds:.0f} s, {unknown} unknown until it was back"


def _given_up(house: House) -> int:
    states = [entry.state for entry in house.outbox()]
    return states.count(OutboxState.UNKNOWN)


def _cut(grounds: Grounds, _house: House) -> str:
    cut = 0
    for _ in range(8):
        with grounds.cluster.connected(grounds.shared.name) as connection:
            row = connection.execute(_CUT.encode()).fetchone()
            cut += 0 if row is None else int(row[0])
        time.sleep(0.7)
    return f"{cut} connections cut"


def _restart(grounds: Grounds, _house: House) -> str:
    for _ in range(3):
        grounds.cluster.crash()
        time.sleep(1)
        grounds.cluster.start()
        time.sleep(2)
    return "three times"
