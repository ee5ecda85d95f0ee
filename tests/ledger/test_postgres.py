"""Do offices stay apart on one server, and is one that falls silent or is succeeded by
another left?
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ledger import postgres, switches
from ledger.database import CommitUnansweredError, DatabaseAwayError, open_database
from ledger.journal import MACHINE
from ledger.postgres import ServerLimits, UnusableServersError, WrongSchemaError
from ledger.switches import SwitchChange
from office.service.upgrade import Version, upgrade, version_of
from tests.fixtures.databases import POOLED, Cluster

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
OFFICES = ("jiaotong", "shuili", "nongye")
HASTY = ServerLimits(lock=timedelta(seconds=0.2), statement=timedelta(seconds=0.5))


def backend(conn: sa.Connection) -> int:
    """Return the number of the server's process that we speak with."""
    return int(conn.execute(sa.select(sa.func.pg_backend_pid())).scalar_one())


@pytest.fixture
def pooled_name(cluster: Cluster, pooler: int) -> Iterator[str]:
    """A database in which a plain role may use three schemas that an administrator
    made, and make none.
    """
    assert pooler
    name = cluster.create()
    with cluster.connected(name) as connection:
        for office in OFFICES:
            connection.execute(
                f"CREATE SCHEMA {office} AUTHORIZATION {POOLED}".encode()
            )
    yield name
    cluster.drop(name)


def test_three_offices_of_a_plain_role_never_mix_behind_a_pooler_that_drops_what_a_session_is_told(
    cluster: Cluster, pooler: int, pooled_name: str
) -> None:
    url = f"postgresql://{POOLED}@/{pooled_name}?host={cluster.folder}&port={pooler}"

    for office in OFFICES:
        with closing(open_database(url, office)) as database:
            assert upgrade(database)

    def work(office: str) -> str:
        with closing(open_database(url, office)) as database:
            for round_ in range(20):
                with database.writing() as conn:
                    before = switches.value(conn, "office")
                    assert before in {"", f"{office} {round_ - 1}"}
                    switches.set_switch(
                        conn, SwitchChange("office", f"{office} {round_}", NOW, MACHINE)
                    )
            with database.reading() as conn:
                return switches.value(conn, "office")

    with ThreadPoolExecutor(len(OFFICES)) as offices:
        assert list(offices.map(work, OFFICES)) == [
            f"{office} 19" for office in OFFICES
        ]
    with cluster.connected(pooled_name) as connection:
        tables = connection.execute(
            b"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
    assert tables == (0,)


def test_a_schema_that_is_missing_or_closed_to_the_role_is_refused_with_the_way_out(
    cluster: Cluster, pooler: int, pooled_name: str
) -> None:
    url = f"postgresql://{POOLED}@/{pooled_name}?host={cluster.folder}&port={pooler}"
    with closing(open_database(url, "shuiwu")) as database:
        assert version_of(database) is Version.EMPTY
        with (
            pytest.raises(
                WrongSchemaError, match=r"shuiwu is not there.*`yishiyibao init`"
            ),
            database.writing(),
        ):
            pass
        with pytest.raises(DatabaseAwayError, match="permission denied for database"):
            upgrade(database)


def test_an_accepted_message_is_put_on_record_when_a_lock_lasts_longer_than_the_server_waits(
    migrated_postgresql: str,
) -> None:
    with closing(open_database(migrated_postgresql, limits=HASTY)) as database:
        locked, tries = threading.Event(), []

        def hold_it() -> None:
            with database.writing() as conn:
                conn.execute(sa.text("LOCK TABLE switches"))
                locked.set()
                time.sleep(0.6)

        holder = threading.Thread(target=hold_it)
        holder.start()
        locked.wait()

        def note(conn: sa.Connection) -> None:
            tries.append(conn)
            switches.set_switch(conn, SwitchChange("accepted", "yes", NOW, MACHINE))

        database.insist(note, timedelta(seconds=30))
        holder.join()
        assert len(tries) > 1
        with database.reading() as conn:
            assert switches.value(conn, "accepted") == "yes"


def test_a_server_that_is_frozen_is_given_up_and_the_next_transaction_goes_to_another_connection(
    migrated_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_AFTER_THE_SERVER", timedelta(seconds=0.1))
    with closing(open_database(migrated_postgresql, limits=HASTY)) as database:
        frozen: list[int] = []

        def freeze_half_way() -> None:
            with database.reading() as conn:
                frozen.append(backend(conn))
                os.kill(frozen[0], signal.SIGSTOP)
                conn.execute(sa.select(1))

        try:
            with pytest.raises(
                DatabaseAwayError, match=r"has said nothing for 0\.6 seconds"
            ):
                freeze_half_way()
            with database.reading() as conn:
                assert backend(conn) not in frozen
        finally:
            os.kill(frozen[0], signal.SIGCONT)


def test_where_only_the_answer_to_a_commit_is_lost_nobody_says_that_nothing_was_written(
    migrated_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_AFTER_THE_SERVER", timedelta(seconds=0.1))
    frozen: list[int] = []
    with closing(open_database(migrated_postgresql, limits=HASTY)) as database:

        def freeze_at_the_end() -> None:
            with database.writing() as conn:
                switches.set_switch(conn, SwitchChange("kept", "yes", NOW, MACHINE))
                frozen.append(backend(conn))
                os.kill(frozen[0], signal.SIGSTOP)

        try:
            with pytest.raises(CommitUnansweredError, match="nobody can say") as lost:
                freeze_at_the_end()
        finally:
            os.kill(frozen[0], signal.SIGCONT)
        assert "nothing was written" not in str(lost.value)
        with database.writing() as conn:  # which waits for the other to be over
            conn.execute(sa.text("LOCK TABLE switches"))
            assert switches.value(conn, "kept") == "yes"


def test_of_several_servers_the_one_that_takes_what_is_written_is_used(
    cluster: Cluster, migrated_postgresql: str
) -> None:
    folder = str(cluster.folder).replace("/", "%2F")
    name = migrated_postgresql.partition("@/")[2].partition("?")[0]
    with closing(
        open_database(f"postgresql://tests@127.0.0.1:1,{folder}:5432/{name}")
    ) as database:
        left: list[int] = []

        def write_where_one_may_only_read() -> None:
            with database.writing() as conn:
                left.append(backend(conn))
                conn.execute(sa.text("SET TRANSACTION READ ONLY"))
                conn.execute(sa.text("DELETE FROM switches"))

        with pytest.raises(DatabaseAwayError, match="read-only transaction"):
            write_where_one_may_only_read()
        with database.reading() as conn:
            assert backend(conn) not in left


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://u:geheim@h/db?sslmod=require", "invalid URI query parameter"),
        ("postgresql://u:ge%zzheim@h/db", "percent-encoded"),
        (
            "postgresql://u:geheim@/db?host=h1:5432&host=h2:5432",
            "host=h1:5432 would be taken for a name",
        ),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_in_words_and_quotes_no_password(
    url: str, said: str
) -> None:
    with pytest.raises(UnusableServersError, match=said) as refused:
        open_database(url)
    assert "heim" not in str(refused.value)
