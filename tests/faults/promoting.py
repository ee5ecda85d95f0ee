"""What is lost or doubled when the database's server dies in mid-work and its standby is
promoted?

Two PostgreSQL with streaming replication, both named in `database.url`; two workers
take in and answer what comes. The first server is killed and the standby promoted while
they are at it. Once every commit waits for the standby, and the service is told so;
once the standby was cut off some letters before, so that it lacks what was written
since, and the service must withhold what may have left. Withheld receipts wait for a
person; they are neither lost nor unknown.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import NamedTuple

from ledger.database import open_database
from ledger.notice import OutboxState
from office.service.upgrade import upgrade
from tests.faults.crowding import QUIETLY, await_true, settled
from tests.faults.findings import Expected, Finding, found_in, receipts_of
from tests.faults.grounds import Grounds
from tests.fixtures.databases import Cluster, running_cluster, server_program
from tests.fixtures.servers import await_ready, private_folder, servant, start
from tests.walks.conftest import begin
from tests.walks.test_killed import worker

_WORKERS, _LETTERS = 2, 18
_CUT_OFF_AT, _DIES_AT = 6, 12
_IN_STEP = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Synchronous, then lagging."""
    for lagging in (False, True):
        yield _promoted(grounds, lagging=lagging)


class _Pair(NamedTuple):
    """A server and its standby."""

    first: Cluster
    standby: Cluster

    def url(self, name: str) -> str:
        """Both servers in one address."""
        hosts = [str(each.folder).replace("/", "%2F") + ":5432" for each in self]
        return f"postgresql://tests@{','.join(hosts)}/{name}"


@contextmanager
def _pair() -> Iterator[_Pair]:
    owner = servant("postgres")
    with (
        running_cluster("synchronous_commit=on") as first,
        private_folder("pg", owner) as folder,
    ):
        log = folder / "log"
        where = ["-h", str(first.folder), "-U", "tests", "-D", str(folder / "data")]
        command = [server_program("pg_basebackup"), *where, "-R", "-c", "fast"]
        copying = start(command, log, owner)
        await_ready("pg_basebackup", copying, log, lambda: copying.poll() == 0)
        standby = Cluster(folder, ("synchronous_commit=on",))
        standby.start()
        try:
            yield _Pair(first, standby)
        finally:
            standby.stop()


def _tell(cluster: Cluster, *statements: str) -> None:
    with cluster.connected() as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _in_step(cluster: Cluster) -> bool:
    with cluster.connected() as connection:
        row = connection.execute(_IN_STEP.encode()).fetchone()
    return row == (1,)


def _promoted(grounds: Grounds, *, lagging: bool) -> Finding:
    login = grounds.mailbox(0)
    with _pair() as pair, ExitStack() as workers:
        name = pair.first.create()
        _upgrade_and_begin(pair.first.url(name))
        told = dict(QUIETLY)
        if not lagging:
            told["database"] = "synchronous_standby = true"
            said = "ALTER SYSTEM SET synchronous_standby_names = '*'"
            _tell(pair.first, said, "SELECT pg_reload_conf()")
            await_true(lambda: _in_step(pair.first))
        house = workers.enter_context(grounds.house(pair.url(name), login, told))
        for _ in range(_WORKERS):
            workers.enter_context(worker(house))
        for number in range(1, _LETTERS + 1):
            grounds.deliver(login, number)
            if lagging and number == _CUT_OFF_AT:
                await_true(lambda: settled(house, _CUT_OFF_AT))
                said = "ALTER SYSTEM SET primary_conninfo = ''"
                _tell(pair.standby, said, "SELECT pg_reload_conf()")
            if number == _DIES_AT:
                # Letters of just now are still under way.
                await_true(lambda: settled(house, _DIES_AT - 2, but=_LETTERS))
                pair.first.crash()
                _tell(pair.standby, "SELECT pg_promote(true, 60)")
        await_true(lambda: settled(house, _LETTERS))
        found = found_in(house, Expected(_LETTERS), "")
        states = [entry.state for entry in receipts_of(house)]
    case = "lagging by some letters" if lagging else "synchronous"
    note = f"{states.count(OutboxState.WITHHELD)} withheld"
    return replace(found, case=f"a standby promoted, {case}", note=note)


def _upgrade_and_begin(url: str) -> None:
    """An office's record with its roster, in an empty database."""
    database = open_database(url)
    upgrade(database)
    database.close()
    begin(url)
