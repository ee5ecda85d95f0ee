"""What is left behind by a worker that is killed, or told to stop, in the middle of its
work (P02)?

The real program in a process of its own, at the wall clock's time.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest

from ledger import switches
from ledger.entries.letters import MailboxEntryState
from ledger.notice import OutboxState
from office.service.clock import wall_clock
from tests.walks.house import House
from tests.walks.letters import report

LETTERS, RECORDED = 12, 4
PATIENCE = 60.0
PROMISED = 5.0
PROGRAM = (sys.executable, "-c", "from office.cli.main import main; main()")


@contextmanager
def worker(house: House) -> Iterator[Popen[bytes]]:
    """`yishiyibao run --only worker` on the house's own settings."""
    command = [
        *PROGRAM,
        "--config",
        str(house.settings_file),
        "run",
        "--only",
        "worker",
    ]
    child = Popen(command, stdout=DEVNULL, stderr=PIPE, start_new_session=True)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def until(child: Popen[bytes], comes: Callable[[], bool]) -> None:
    """Waits until something has come about while the child works."""
    deadline = time.monotonic() + PATIENCE
    while not comes():
        assert child.poll() is None, child.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def family(child: Popen[bytes]) -> list[int]:
    """The processes of the child's session that are still there, reading children
    included.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == child.pid and fields[0] != "Z":
                    found.append(int(entry.name))
    return found


@pytest.fixture
def busy(house: House) -> House:
    """An installation of this very moment: messages wait for a silent server, letters
    for a reader.
    """
    house.hands.now = wall_clock()
    house.turn(
        switches.STARTED_AT, (house.hands.now - timedelta(minutes=1)).isoformat()
    )
    for number in range(1, LETTERS + 1):
        if number == RECORDED + 1:
            house.poll()
        house.deliver(report(number, sender=f"unit{number:02d}@units.example"))
    house.smtp.hang("DOT")
    return house


def in_the_middle(house: House, child: Popen[bytes]) -> None:
    """Waits until a message is at the server and the reading children have started."""
    until(child, lambda: len(house.smtp.messages) == 1 and len(family(child)) > 1)


def holds(house: House) -> None:
    """Another worker does the rest; then every letter has one state, and nobody was
    answered twice.
    """
    house.hands.now = wall_clock() + timedelta(
        minutes=41
    )  # whatever a dead worker held has run out
    house.poll()
    house.dispatch()
    assert [letter.state for letter in house.letters()] == [
        MailboxEntryState.RECORDED
    ] * LETTERS
    assert len(house.submissions()) == LETTERS
    assert house.reconcile().sound
    told = Counter(str(message["To"]) for message in house.received())
    assert told == Counter(
        f"unit{number:02d}@units.example" for number in range(1, LETTERS + 1)
    )
    states = Counter(entry.state for entry in house.outbox())
    assert states == {OutboxState.UNKNOWN: 1, OutboxState.SENT: LETTERS - 1}


def test_p02_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    busy: House,
) -> None:
    before = busy.flags()
    with worker(busy) as child:
        in_the_middle(busy, child)
        child.kill()
        child.wait()
        assert [entry.state for entry in busy.outbox()].count(OutboxState.SENDING) == 1
        until_gone(child, time.monotonic() + PROMISED)

    holds(busy)
    assert busy.flags() == before


def test_told_to_stop_in_the_middle_a_worker_is_gone_within_five_seconds_and_nothing_is_lost(
    busy: House,
) -> None:
    with worker(busy) as child:
        in_the_middle(busy, child)
        told = time.monotonic()
        child.terminate()
        assert child.wait(PATIENCE) == 0
        assert time.monotonic() - told < PROMISED
        until_gone(child, time.monotonic() + PROMISED)

    holds(busy)


def until_gone(child: Popen[bytes], deadline: float) -> None:
    """No reading child outlives its parent by long."""
    while family(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)
