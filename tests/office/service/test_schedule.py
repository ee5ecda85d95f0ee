"""Is a job asked for at once, at its cadence and on demand, and does the service leave
in time?
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ledger.database import open_database
from ledger.periods import OFFICE_ZONE
from ledger.postgres import WrongSchemaError
from office.service import schedule
from office.service.clock import stopped_at, wall_clock
from office.service.jobs import Every, Job, JobContext, JobTurn, run_if_due
from office.service.schedule import jobs_running, watch
from office.service.working_days import WorkingDays

NOW = datetime(2026, 3, 10, 9, tzinfo=OFFICE_ZONE)
RUN = "import sys; from office.cli.main import run; sys.exit(run(sys.argv[1:]))"


def await_true(happened: Callable[[], object], seconds: float = 20) -> None:
    ends_at = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.02)


def test_p37_every_job_of_the_table_is_rung_at_each_start_and_again_on_demand(
    migrated_sqlite: str,
) -> None:
    database = open_database(migrated_sqlite)
    rung: list[JobTurn] = []

    def work(turn: JobTurn) -> str:
        rung.append(turn)
        return "done"

    job = Job("poll", Every(timedelta(hours=1)), work, claimed=False)
    bell = JobContext(database, stopped_at(NOW), WorkingDays().works, "one")
    with jobs_running([job], bell, Event()) as ask:
        await_true(lambda: len(rung) == 1)
        ask("poll")
        await_true(lambda: len(rung) == 2)
    assert [turn.now for turn in rung] == [NOW, NOW]
    assert wall_clock() > NOW - timedelta(days=100_000)
    database.close()


def test_a_job_that_fails_rings_again_and_harms_no_other(migrated_sqlite: str) -> None:
    database = open_database(migrated_sqlite)
    tries: list[str] = []

    def fail(_turn: JobTurn) -> str:
        tries.append("failing")
        raise RuntimeError

    def succeed(_turn: JobTurn) -> str:
        tries.append("sound")
        return "done"

    often = Every(timedelta(seconds=0.2))
    jobs = [
        Job("a", often, fail, claimed=False),
        Job("b", often, succeed, claimed=False),
    ]
    with jobs_running(
        jobs, JobContext(database, stopped_at(NOW), WorkingDays().works, "one"), Event()
    ):
        await_true(lambda: tries.count("failing") > 1 and tries.count("sound") > 1)
    database.close()


def test_a_schema_that_is_away_while_a_dump_is_brought_back_ends_no_watch_and_is_logged_in_words(
    migrated_sqlite: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stop, tries = Event(), []

    def find_no_schema(*_: object) -> Any:  # noqa: ANN401 - it never returns
        tries.append("again")
        if len(tries) == 2:
            stop.set()
        raise WrongSchemaError("jiaotong", None)

    monkeypatch.setattr(schedule, "logged_in", find_no_schema)
    monkeypatch.setattr(schedule, "_REST_SECONDS", 0.0)
    watch(lambda: None, lambda: None, stop)  # type: ignore[arg-type, return-value]
    assert len(tries) == 2

    database = open_database(migrated_sqlite)
    job = Job("poll", Every(timedelta(hours=1)), find_no_schema, claimed=False)
    bell = JobContext(database, stopped_at(NOW), WorkingDays().works, "one")
    assert run_if_due(job, bell, Event()) is None
    database.close()
    assert "jiaotong is not there" in "".join(
        capsys.readouterr()
    )  # wherever an earlier test let logs go


def test_sigterm_ends_the_service_within_five_seconds(tmp_path: Path) -> None:
    settings = tmp_path / "yishiyibao.toml"
    settings.write_text("", encoding="utf-8")
    arguments = [sys.executable, "-c", RUN, "--config", str(settings)]
    subprocess.run([*arguments, "init"], check=True, capture_output=True)
    with subprocess.Popen(
        [*arguments, "run", "--only", "worker"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"worker: running\n"
        began = time.monotonic()
        service.send_signal(signal.SIGTERM)
        assert service.wait(10) == 0
        assert time.monotonic() - began < 5
