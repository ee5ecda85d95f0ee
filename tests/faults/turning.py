"""What stands still after a clock ran a day ahead and was put right, and what does a
lock of forty seconds cost?

A worker whose clock is a day ahead, or behind, dies at steps spread over all its work,
or hears from the mail server that it should come again; then another one goes on by the
right clock, at once and once more a quarter of an hour later. What is not done then
counts as lost. The lock is taken in the moment in which the mail server has a message
whole: what it accepted must stand on record as sent, not as unknown.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from ledger.database import open_database
from ledger.notice import OutboxState
from office.service.clock import wall_clock
from tests.faults.doomed import Doom
from tests.faults.findings import Expected, Finding, found_in
from tests.faults.grounds import BOTH, Grounds
from tests.faults.killing import run
from tests.fixtures.imap import Account

_LETTERS = 2
_STEPS = range(5, 140, 15)
_DAY = timedelta(days=1)
_SOON = timedelta(minutes=15)
_LOCKED_SECONDS = 40.0


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Clocks, then the lock, each on both databases."""
    login = grounds.mailbox(_LETTERS)
    for database in BOTH:
        for ahead, name in ((_DAY, "a day ahead"), (-_DAY, "a day behind")):
            total = Finding(f"the clock {name} until a worker died, {database}", runs=0)
            for last in _STEPS:
                found = _put_right(grounds, database, login, Doom(last, ahead))
                total = total.and_also(found)
            yield total
            grounds.smtp.reply("RCPT", "450 4.2.0 come again", times=_LETTERS)
            found = _put_right(grounds, database, login, Doom(ahead=ahead))
            yield replace(
                found, case=f"the clock {name} while mail was put off, {database}"
            )
    for database in BOTH:
        yield _locked(grounds, database, login)


def _put_right(grounds: Grounds, database: str, login: Account, doom: Doom) -> Finding:
    with grounds.house(grounds.url(database), login) as house:
        run(house.settings_file, doom)
        under_way = [entry.state for entry in house.outbox()].count(OutboxState.SENDING)
        for wait in (timedelta(), _SOON):
            house.hands.now = wall_clock() + wait
            house.poll()
            house.dispatch()
        found = found_in(house, Expected(_LETTERS, under_way), "")
    return found


def _locked(grounds: Grounds, database: str, login: Account) -> Finding:
    url = grounds.url(database)
    with grounds.house(url, login) as house:
        house.poll()
        house.hands.now = wall_clock()
        grounds.smtp.delay("DOT", 2)
        sender = threading.Thread(target=house.dispatch)
        began = time.monotonic()
        sender.start()
        while not house.smtp.messages:
            time.sleep(0.01)
        _hold(url)
        sender.join()
        seconds = time.monotonic() - began
        found = found_in(house, Expected(_LETTERS), "")
    return replace(
        found,
        case=f"the outbox locked for {_LOCKED_SECONDS:.0f} s, {database}",
        note=f"on record after {seconds:.0f} s",
    )


def _hold(url: str) -> None:
    """Locks others out of the outbox."""
    with (
        closing(open_database(url)) as database,
        database.writing(unhurried=True) as conn,
    ):
        if database.dialect == "postgresql":  # on SQLite it begins with a lock
            conn.execute(sa.text("LOCK TABLE outbox"))
        time.sleep(_LOCKED_SECONDS)
