"""What is left when a worker is killed (`kill -9`) at any of its steps?

First an undisturbed poll and round of sending is counted: each statement that writes,
each commit and the moment after it, and each connect, handshake, send and receive on
the sockets of the mailbox and of the mail server. Then one world dies before each of
these steps, and another worker goes on when the dead one's leases have run out. Unknown
may be what the dead one was sending.
"""

import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from ledger.notice import OutboxState
from office.service.clock import wall_clock
from tests.faults.doomed import Doom, begun
from tests.faults.findings import Expected, Finding, found_in
from tests.faults.grounds import BOTH, Grounds
from tests.fixtures.imap import Account

_LETTERS = 2
_PATIENCE_SECONDS = 120
LATER = timedelta(minutes=41)
"""When whatever a dead worker held has run out."""
LEDGER = "writes into the record"
_GROUP_OF = {"imap": "calls to the mailbox", "smtp": "calls to the mail server"}
_GROUPS = (LEDGER, *_GROUP_OF.values())
_LOG = structlog.get_logger(__name__)


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Both databases; first the steps are counted, then one world dies at each."""
    login = grounds.mailbox(_LETTERS)
    for database in BOTH:
        steps = counted(grounds, database, login)
        totals = {name: Finding(f"{name}, {database}", runs=0) for name in _GROUPS}
        kinds: dict[str, set[str]] = {name: set() for name in _GROUPS}
        for last, step in enumerate(steps, start=1):
            name = _GROUP_OF.get(step.partition(" ")[0], LEDGER)
            found = killed_at(grounds, database, login, last)
            if not found.holds:
                _LOG.error("fault", at=last, step=step, found=found.in_words)
            totals[name] = totals[name].and_also(found)
            kinds[name].add(step)
        for name, total in totals.items():
            yield replace(total, note=f"{len(kinds[name])} kinds of steps")


def counted(grounds: Grounds, database: str, login: Account) -> list[str]:
    """The steps of an undisturbed poll and round, over a mailbox with two letters."""
    trace = grounds.place() / "steps"
    with grounds.house(grounds.url(database), login) as house:
        assert run(house.settings_file, Doom(trace=trace)) == 0
        assert found_in(house, Expected(_LETTERS), "undisturbed").holds
    steps: list[str] = json.loads(trace.read_text(encoding="utf-8"))
    return steps


def killed_at(grounds: Grounds, database: str, login: Account, last: int) -> Finding:
    with grounds.house(grounds.url(database), login) as house:
        # Where TLS comes in fewer records than before it may end before that step.
        assert run(house.settings_file, Doom(last)) in {-signal.SIGKILL, 0}
        under_way = [entry.state for entry in house.outbox()].count(OutboxState.SENDING)
        house.hands.now = wall_clock() + LATER
        house.poll()
        house.dispatch()
        found = found_in(house, Expected(_LETTERS, under_way), "")
        if not house.reconcile().sound:
            found = found.and_also(Finding("", runs=0, lost=1))
    return found


def run(settings_file: Path, doom: Doom) -> int | None:
    """The exit code of a worker whom that befalls."""
    child = begun(settings_file, doom)
    child.join(_PATIENCE_SECONDS)
    return child.exitcode
