"""What becomes of letters and receipts when the disk is full?

A worker finds less and less of the space that its work takes, until it has enough: on
SQLite no file of the process may grow further (RLIMIT_FSIZE), on PostgreSQL the tables
lie on a small disk of their own (tmpfs) that something else fills. After some seconds
there is room again. A worker that is still there, insisting, goes on by itself; where
it ended another one does the rest at once. Unknown may be what a dead worker was
sending.
"""

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ledger.notice import OutboxState
from office.service.clock import wall_clock
from tests.faults.doomed import Doom, begun
from tests.faults.findings import Expected, Finding, NotRunError, found_in
from tests.faults.grounds import Grounds
from tests.faults.killing import LATER
from tests.fixtures.imap import Account
from tests.fixtures.servers import servant
from tests.walks.conftest import begin

_LETTERS = 2
_STEP = 24 * 1024
_MOST_STEPS = 40
_FULL_FOR_SECONDS = 4.0
_PATIENCE_SECONDS = 60.0
_DISK_MIB = 96
_UNBOUNDED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """SQLite, then PostgreSQL; NotRunError without the right to mount a disk."""
    login = grounds.mailbox(_LETTERS)
    yield _ever_more_room("SQLite's files may grow no further", _sqlite(grounds, login))
    with _small_disk(grounds) as disk:
        worlds = _postgresql(grounds, login, disk)
        yield _ever_more_room("the disk of PostgreSQL's tables is full", worlds)


def _ever_more_room(case: str, worlds: Iterator[Finding]) -> Finding:
    total = Finding(case, runs=0)
    went_on = 0
    for found in worlds:
        total = total.and_also(found)
        went_on += found.note == _WENT_ON
    return replace(total, note=f"in {went_on} of them the worker itself went on")


_WENT_ON, _ENDED, _UNDISTURBED = "went on", "ended", "undisturbed"


def _sqlite(grounds: Grounds, login: Account) -> Iterator[Finding]:
    for step in range(_MOST_STEPS):
        url = grounds.url("sqlite")
        found = _full(grounds, url, login, Doom(most_bytes=step * _STEP), _lift)
        if found.note == _UNDISTURBED:
            return
        yield found


def _lift(worker: int) -> None:
    resource.prlimit(worker, resource.RLIMIT_FSIZE, _UNBOUNDED)


def _postgresql(grounds: Grounds, login: Account, disk: Path) -> Iterator[Finding]:
    cluster, ballast = grounds.cluster, disk / "ballast"
    for step in range(_MOST_STEPS):
        name = cluster.create(f"TEMPLATE {grounds.shared.name} TABLESPACE small")
        url = cluster.url(name)
        begin(url)
        with cluster.connected(name) as connection:
            connection.execute(b"CHECKPOINT")
        _fill(ballast, but=step * _STEP)
        found = _full(grounds, url, login, Doom(), lambda _: ballast.unlink())
        ballast.unlink(missing_ok=True)
        cluster.drop(name)
        if found.note == _UNDISTURBED:
            return
        yield found


def _fill(file: Path, but: int) -> None:
    """Takes all of the disk but so many bytes."""
    with file.open("wb") as filling:
        try:
            while True:
                filling.write(b"\0" * 65536)
                filling.flush()
        except OSError:
            pass
    size = file.stat().st_size
    with file.open("r+b") as filling:
        filling.truncate(max(0, size - but))


@contextmanager
def _small_disk(grounds: Grounds) -> Iterator[Path]:
    """A tablespace `small` on a disk of its own."""
    disk = grounds.cluster.folder / "small"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_MIB}m", "tmpfs", str(disk)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NotRunError(
            f"on PostgreSQL: no disk can be mounted: {mounted.stderr.strip()}"
        )
    try:
        place = disk / "tables"
        place.mkdir()
        servant("postgres").owns(place)
        with grounds.cluster.connected() as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
        yield disk
        with grounds.cluster.connected() as connection:
            connection.execute(b"DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def _full(
    grounds: Grounds,
    url: str,
    login: Account,
    doom: Doom,
    lift: Callable[[int], None],
) -> Finding:
    with grounds.house(url, login) as house:
        child = begun(house.settings_file, doom)
        child.join(_FULL_FOR_SECONDS)
        note = _UNDISTURBED if child.exitcode == 0 else _ENDED
        if child.exitcode is None:
            assert child.pid is not None
            lift(child.pid)
            note = _WENT_ON
            child.join(_PATIENCE_SECONDS)
        else:
            lift(0)
        under_way = [entry.state for entry in house.outbox()].count(OutboxState.SENDING)
        house.hands.now = wall_clock() + LATER
        house.poll()
        house.dispatch()
        found = found_in(house, Expected(_LETTERS, under_way), "")
    return replace(found, note=note)
