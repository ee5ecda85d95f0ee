"""Does somebody hear of it when the service stands still, also when mail is what stands
still (P38)?
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from ingest.poll.polling import reconcile
from ledger import runs
from ledger.database import DatabaseAwayError, OtherVersionError
from ledger.outbox import listing as outbox
from ledger.outbox import pacing, tries
from ledger.tables.mail import mailbox_entries
from office.service import alarm, health
from office.service.duties import duties_of
from office.service.jobs import LATEST, JobTurn
from office.web.app import create_app
from tests.walks.house import House
from tests.walks.letters import report


@pytest.fixture
def told(house: House, tmp_path: Path) -> Path:
    """The file into which the office's own program writes what it is told."""
    heard, program = tmp_path / "heard", tmp_path / "tell"
    program.write_text(
        f'#!/bin/sh\nprintf "%s|%s|%s\\n" "$1" "$2" "$HOME$SECRET" >> "{heard}"\n'
    )
    program.chmod(0o700)
    settings = house.service.settings
    office = settings.office.model_copy(update={"alarm_command": program})
    house.service = replace(
        house.service, settings=settings.model_copy(update={"office": office})
    )
    return heard


def at_work(house: House) -> None:
    """Every frequent job was done just now, and the mailbox is empty."""
    house.poll()
    for job in ("poll", "dispatch"):
        stood_still(house, job, timedelta())


def told_of(house: House) -> tuple[str, ...]:
    """Looks once, as the watch does; the codes that somebody is told of."""
    return alarm.report_troubles(house.service, health.troubles(house.service))


def stood_still(house: House, job: str, since: timedelta) -> None:
    """The job was last done so long ago; no scheduler is there to do it again."""
    last = house.hands.now - since
    house.write(
        lambda conn: runs.note_success(
            conn, runs.RunClaim(job, LATEST, "gone"), "done", last
        )
    )


def test_p38_a_job_that_stopped_turns_health_red_and_is_told_by_the_second_channel_once_a_day(
    house: House, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "not-for-others")
    client = create_app(house.service).test_client()
    at_work(house)
    stood_still(house, "poll", timedelta(minutes=10))
    assert (client.get("/health").status_code, client.get("/health").text) == (
        200,
        "ok\n",
    )
    assert told_of(house) == ()

    stood_still(house, "poll", timedelta(minutes=12))
    assert (client.get("/health").status_code, client.get("/health").text) == (
        503,
        "poll-late\n",
    )
    assert told_of(house) == ("poll-late",)
    assert told_of(house) == ()
    (line,) = told.read_text(encoding="utf-8").splitlines()
    code, sentence, environment = line.split("|")
    assert (code, environment) == ("poll-late", "")
    assert "收信已停" in sentence
    assert [entry.kind for entry in house.read(outbox.listed)] == ["health"]

    house.hands.now += timedelta(days=1)
    stood_still(house, "dispatch", timedelta())
    assert told_of(house) == ("poll-late", "queue")


def test_p38_a_trouble_that_could_not_be_told_is_told_as_soon_as_it_can_be(
    house: House, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(house)
    stood_still(house, "poll", timedelta(minutes=12))

    def away(*_given: object) -> None:
        raise DatabaseAwayError(ConnectionError())

    with monkeypatch.context() as patched:
        patched.setattr(alarm, "alert_office", away)
        with pytest.raises(DatabaseAwayError):
            told_of(house)
    house.hands.now += timedelta(minutes=6)
    stood_still(house, "dispatch", timedelta())
    assert told_of(house) == ("poll-late",)
    assert told.read_text(encoding="utf-8").startswith("poll-late|")


def test_a_long_round_from_which_mail_leaves_is_not_late(house: House) -> None:
    at_work(house)
    alarm.alert_office(house.service, health.POLL_LATE, house.hands.now)
    (queued,) = house.outbox()
    stood_still(house, "dispatch", timedelta(minutes=20))
    assert health.troubles(house.service) == (health.DISPATCH_LATE,)
    began = house.hands.now - timedelta(minutes=4)
    house.write(lambda conn: tries.open_try(conn, queued.id, "w1", began))
    assert health.troubles(house.service) == ()


def test_a_mail_server_that_is_away_for_half_an_hour_or_bars_us_is_told_by_the_second_channel(
    house: House, told: Path
) -> None:
    at_work(house)
    for _ in range(4):
        house.write(
            lambda conn: pacing.back_off(conn, "no route to host", house.hands.now)
        )
    assert health.troubles(house.service) == ()
    house.write(lambda conn: pacing.back_off(conn, "no route to host", house.hands.now))
    assert health.troubles(house.service) == (health.SMTP,)
    before = house.hands.now
    house.hands.now += timedelta(
        minutes=16
    )  # it is just asked again, and does not answer yet
    for job in ("poll", "dispatch"):
        stood_still(house, job, timedelta())
    assert health.troubles(house.service) == (health.SMTP,)
    house.hands.now = before
    for job in ("poll", "dispatch"):
        stood_still(house, job, timedelta())
    house.write(lambda conn: pacing.end_back_off(conn, house.hands.now))
    assert health.troubles(house.service) == ()
    house.write(lambda conn: pacing.bar(conn, "535 wrong", house.hands.now))
    assert told_of(house) == ("smtp",)
    assert told.read_text(encoding="utf-8").startswith("smtp|")


def test_p07_what_the_nightly_comparison_finds_is_told_until_it_is_mended(
    house: House, told: Path
) -> None:
    client = create_app(house.service).test_client()
    compare = duties_of(house.service).reconcile
    night = JobTurn(house.hands.now, "2026-03-11", Event())
    uid = house.deliver(report(1))
    at_work(house)
    assert compare(night) == "listed 1, differences 0, mended 0"
    assert client.get("/health").text == "ok\n"

    house.write(
        lambda conn: conn.execute(
            mailbox_entries.delete().where(mailbox_entries.c.uid == uid)
        )
    )
    assert compare(night) == "listed 1, differences 1, mended 0"
    assert (client.get("/health").status_code, client.get("/health").text) == (
        503,
        "reconcile\n",
    )
    assert told_of(house) == ("reconcile",)
    assert "reconcile --mend" in told.read_text(encoding="utf-8")

    assert reconcile(house.service.poll_context(), mend=True).mended.seen == 1
    assert client.get("/health").text == "ok\n"


def test_a_program_that_is_not_there_or_fails_stops_nothing(
    house: House, tmp_path: Path
) -> None:
    settings = house.service.settings
    for program in (tmp_path / "nowhere", Path("/bin/false")):
        office = settings.office.model_copy(update={"alarm_command": program})
        service = replace(
            house.service, settings=settings.model_copy(update={"office": office})
        )
        alarm.run_alarm_command(service, health.SMTP)


@pytest.mark.parametrize(
    ("fault", "code"),
    [(DatabaseAwayError, "database"), (OtherVersionError, "database-version")],
)
def test_a_database_that_is_away_is_told_though_nothing_can_be_remembered(
    house: House,
    told: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: type[DatabaseAwayError],
    code: str,
) -> None:
    def away(*_given: object) -> tuple[str, ...]:
        raise fault(ConnectionError())

    monkeypatch.setattr(health, "troubles", away)
    looks = iter(range(5))

    class Stop:
        def wait(self, _seconds: float) -> bool:
            return next(looks, None) is None

    alarm.keep_watch(house.service, Stop())  # type: ignore[arg-type]
    (line,) = told.read_text(encoding="utf-8").splitlines()
    assert line.startswith(f"{code}|")
