"""Is the sender woken when mail has become due, once for a burst, and from other
processes too?
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa

from ledger import switches
from ledger.database import Database, open_database
from ledger.journal import By
from ledger.notice import Answering, Notice
from ledger.outbox import settling, withholding
from ledger.outbox.queueing import Limits, Queued, queue, unprompted
from ledger.outbox.settling import Settlement
from ledger.outbox.withholding import OlderRecord
from ledger.postgres import CHANNEL
from ledger.switches import SwitchChange
from office.service import waking
from office.service.waking import woken
from tests.fixtures.databases import POOLED, Cluster
from tests.office.service.test_schedule import await_true

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
TO = "jtj@yinchuan.example.cn"
LIMITS = Limits(own_addresses=frozenset(), receipts=30, answers=2, per_thread=2)


class UndoneError(Exception):
    """Something went wrong before the commit."""


def queue_one(conn: sa.Connection, key: str) -> int:
    queued = queue(
        conn, Notice("reminder", TO, key, {}, NOW), unprompted(TO), NOW, LIMITS
    )
    assert isinstance(queued, Queued)
    return queued.id


def commit_one(database: Database, key: str) -> None:
    with database.writing() as conn:
        queue_one(conn, key)


@pytest.fixture
def office(migrated_sqlite: str) -> Iterator[Database]:
    with closing(open_database(migrated_sqlite)) as database:
        yield database


@pytest.fixture
def server_office(migrated_postgresql: str) -> Iterator[Database]:
    with closing(open_database(migrated_postgresql)) as database:
        yield database


def test_what_is_rolled_back_said_before_or_withheld_wakes_nobody(
    office: Database,
) -> None:
    def undo() -> None:
        with office.writing() as conn:
            queue_one(conn, "1")
            raise UndoneError

    with pytest.raises(UndoneError):
        undo()
    with office.writing() as conn:
        switches.set_switch(conn, SwitchChange(switches.PAUSED, "yes", NOW, "王科长"))
    assert not office.mail_due.is_set()

    commit_one(office, "1")
    assert office.mail_due.is_set()
    office.mail_due.clear()
    commit_one(office, "1")  # it stands there already
    with office.writing() as conn:
        withholding.hold_back(
            conn, OlderRecord(NOW, NOW, "restored"), By("王科长", NOW)
        )
    commit_one(office, "2")  # withheld
    assert not office.mail_due.is_set()


def test_what_a_person_lets_go_wakes(office: Database) -> None:
    with office.writing() as conn:
        switches.set_switch(
            conn, SwitchChange(switches.ANSWERING, Answering.ON, NOW, "王科长")
        )
        number = queue_one(conn, "1")
        settling.settle(conn, number, Settlement.DROP, By("王科长", NOW))
    office.mail_due.clear()
    with office.writing() as conn:
        settling.settle(conn, number, Settlement.RESEND, By("王科长", NOW))
    assert office.mail_due.is_set()
    office.mail_due.clear()
    with office.writing() as conn:
        switches.set_switch(conn, SwitchChange(switches.PAUSED, "no", NOW, "王科长"))
    assert office.mail_due.is_set()


def test_a_burst_wakes_once_and_what_comes_while_the_sender_is_woken_wakes_once_more(
    office: Database,
) -> None:
    rounds = threading.Semaphore(0)
    woken_up: list[int] = []

    def wake() -> None:
        woken_up.append(len(woken_up))
        rounds.acquire()

    with woken(office, wake):
        commit_one(office, "first")
        await_true(lambda: len(woken_up) == 1)
        for number in range(20):
            commit_one(office, str(number))
        rounds.release(2)
        await_true(lambda: len(woken_up) == 2 and not office.mail_due.is_set())
    assert len(woken_up) == 2


def test_another_process_wakes_by_its_commit_alone_and_an_office_hears_only_its_own(
    server_office: Database, cluster: Cluster
) -> None:
    url = str(cluster.url(name_of(server_office)))
    with (
        cluster.connected(name_of(server_office)) as ear,
        closing(open_database(url)) as other,
    ):
        ear.execute(f"LISTEN {CHANNEL}".encode())
        with server_office.hearing() as heard:
            assert heard is not None
            assert not heard(0)

            def undo() -> None:
                with other.writing() as conn:
                    queue_one(conn, "1")
                    raise UndoneError

            with pytest.raises(UndoneError):
                undo()
            ear.execute(f"SELECT pg_notify('{CHANNEL}', 'shuili/0123')".encode())
            commit_one(server_office, "1")  # which knows by itself
            ear.execute(b"SELECT 1")
            assert not heard(0)
            with other.writing() as conn:
                for number in range(2, 22):
                    queue_one(conn, str(number))
            assert heard(20)
        said = [each.payload for each in ear.notifies(timeout=20, stop_after=3)]
    assert said[0] == "shuili/0123"
    assert [each.partition("/")[0] for each in said[1:]] == ["", ""]
    assert len(set(said)) == 3


def test_a_listener_whose_line_is_cut_listens_again_and_has_missed_nothing(
    server_office: Database, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "_REST_SECONDS", 0.0)
    name = name_of(server_office)
    listening = b"SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    woken_up: list[int] = []
    with (
        cluster.connected(name) as connection,
        closing(open_database(cluster.url(name))) as other,
        woken(server_office, lambda: woken_up.append(1)),
    ):

        def listener() -> tuple[int] | None:
            return connection.execute(listening).fetchone()

        await_true(
            lambda: listener() and woken_up
        )  # what was due before anybody listened
        for round_ in range(2):
            woken_up.clear()
            commit_one(other, str(round_))
            await_true(lambda: woken_up)
            cut = listener()
            connection.execute("SELECT pg_terminate_backend(%s)", cut)
            await_true(partial(is_another, listener, cut))


def test_behind_a_pooler_nobody_listens_and_no_server_connection_is_left_listening(
    server_office: Database, cluster: Cluster, pooler: int
) -> None:
    name = name_of(server_office)
    url = f"postgresql://{POOLED}@/{name}?host={cluster.folder}&port={pooler}"
    with closing(open_database(url)) as pooled:
        with pooled.hearing() as heard:
            assert heard is None
        waking.hear_others(pooled, threading.Event())  # and so it ends
        with pooled.reading() as conn:
            assert conn.execute(sa.select(sa.func.pg_listening_channels())).all() == []
        assert not pooled.mail_due.is_set()


def is_another(
    listener: Callable[[], tuple[int] | None], than: tuple[int] | None
) -> bool:
    return listener() not in {None, than}


def name_of(database: Database) -> str:
    with database.reading() as conn:
        return str(conn.scalar(sa.select(sa.func.current_database())))
