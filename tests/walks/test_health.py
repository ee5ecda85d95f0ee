"""Does nothing say that it is well while it is not: `check`, `/health`, `/ready`, the
first page, the alarm?

The manual's table of states is walked row by row, so that it cannot say what is not so.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ledger import leases, mailbox_entries, runs, switches, users
from ledger.database import Connection, OtherVersionError
from ledger.journal import By
from ledger.mailbox_entries import ReadPosition
from ledger.notice import Notice
from ledger.outbox import pacing, withholding
from ledger.outbox.queueing import queue, unprompted
from ledger.outbox.withholding import OLDER_RECORD, OlderRecord
from ledger.tables.mail import outbox
from ledger.tables.office import runs as all_runs
from ledger.users import UserRole
from office.cli import checking
from office.service import alarm, health
from office.service.health import TROUBLES, KnownTrouble, Reach
from office.service.jobs import LATEST
from office.service.parts import Service
from office.use_cases.passwords import hash_password
from office.web.app import create_app
from office.web.health import RoomForHealth
from tests.house.source import ROOT
from tests.walks.house import OFFICE, House

NAME, PASSWORD = "王科长", "one-two-three-4"
Spoil = Callable[[House], Service | None]
"""Brings a state about; the service to ask, where it is not the house's own."""


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


def at_work(house: House) -> None:
    """Nothing is wrong: the mailbox was read and every frequent job done just now, and
    nothing waits.
    """
    account, folder = house.service.account.name, house.service.account.folders[0]
    with house.database.writing() as conn:
        conn.execute(all_runs.delete())
        conn.execute(outbox.delete())
        mailbox_entries.save_position(
            conn, ReadPosition(account, folder, last_good_poll_at=house.hands.now)
        )
        pacing.end_back_off(conn, house.hands.now)
    house.turn(switches.START_FROM, "all")
    house.turn(OLDER_RECORD, "")
    for job in ("poll", "dispatch"):
        noted(house, job)


def noted(house: House, job: str, since: timedelta = timedelta()) -> None:
    """The job was last done so long ago."""
    last = house.hands.now - since
    house.write(
        lambda conn: runs.note_success(
            conn, runs.RunClaim(job, LATEST, "w1"), "done", last
        )
    )


def with_settings(house: House, section: str, **changes: object) -> Service:
    settings = house.service.settings
    changed = getattr(settings, section).model_copy(update=changes)
    return replace(
        house.service, settings=settings.model_copy(update={section: changed})
    )


def change_position(house: House, **changes: Any) -> None:  # noqa: ANN401 - fields of any kind
    def change(conn: Connection) -> None:
        (position,) = mailbox_entries.positions(conn)
        mailbox_entries.save_position(conn, replace(position, **changes))

    house.write(change)


def fail(house: House) -> None:
    """A daily job was tried six times within the hour, in vain."""
    claimed = runs.RunClaim("remind", "2026-03-02", "w1")
    for tries in range(6):
        now = house.hands.now - timedelta(hours=1) + timedelta(minutes=10 * tries)
        with house.database.writing() as conn:
            assert runs.claim(conn, claimed, now, now + timedelta(minutes=30))
            runs.give_back(conn, claimed, "OSError", now)


def wait(house: House) -> None:
    """A message has waited for two hours."""
    long_ago = house.hands.now - timedelta(hours=2)
    notice = Notice(
        "office-digest", OFFICE, "2026-03-01", {"on": "2026-03-01"}, long_ago
    )
    house.write(
        lambda conn: queue(
            conn, notice, unprompted(OFFICE), long_ago, house.service.limits
        )
    )


def withhold(house: House) -> None:
    """A message may have left before an older copy was brought back."""
    wait(house)
    older = OlderRecord(house.hands.now - timedelta(hours=3), house.hands.now, "walk")
    house.write(
        lambda conn: withholding.hold_back(conn, older, By("walk", house.hands.now))
    )


def back_off(house: House) -> None:
    """The mail server has been away for half an hour."""
    for _ in range(5):
        house.write(
            lambda conn: pacing.back_off(conn, "no route to host", house.hands.now)
        )


def silent(*_given: object) -> tuple[KnownTrouble, ...]:
    raise TimeoutError


def changed(*_given: object) -> tuple[KnownTrouble, ...]:
    raise OtherVersionError(LookupError("no such table"))


def broken(*_given: object) -> tuple[KnownTrouble, ...]:
    raise RuntimeError


SPOILT: dict[str, Spoil] = {
    "not-begun": lambda house: house.turn(switches.START_FROM, ""),
    "mailbox": lambda house: change_position(
        house, refusals=1, refused_because="NO login"
    ),
    "poll-late": lambda house: noted(house, "poll", timedelta(minutes=12)),
    "reconcile": lambda house: change_position(house, unaccounted=1),
    "smtp": back_off,
    "dispatch-late": lambda house: noted(house, "dispatch", timedelta(minutes=6)),
    "queue": wait,
    "job-failing": fail,
    "withheld": withhold,
    "clock": lambda house: noted(house, "remind", -timedelta(days=1)),
    "mailbox-unset": lambda house: with_settings(house, "mailbox", host=""),
    "unread": lambda house: change_position(house, last_good_poll_at=None),
    "smtp-unset": lambda house: with_settings(house, "smtp", host=""),
    "sender-unset": lambda house: with_settings(house, "smtp", sender="xinxi"),
}
"""Code → what brings the state about."""
PRETENDED = {
    "database": ("troubles", silent),
    "database-version": ("troubles", changed),
    "fault": ("troubles", broken),
    "disk": ("_LEAST_FREE", 2**80),
    "database-slow": ("_SLOW_SECONDS", -1.0),
}
"""Code → what of `office.service.health` is put aside for it, and what takes its
place.
"""


def rows_of_the_manual() -> dict[str, tuple[str, ...]]:
    """Code → what the table in docs/operations.md says of /health, /ready, first page,
    alarm and check.
    """
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
    return {
        code: tuple(cell.strip() for cell in cells.split("|")) for code, cells in rows
    }


def test_the_manual_tells_every_state_and_how_far_it_reaches() -> None:
    told = rows_of_the_manual()
    assert set(told) == {trouble.code for trouble in TROUBLES} == {*SPOILT, *PRETENDED}
    for trouble in TROUBLES:
        live = "503" if trouble.reach is Reach.WORK else "ok"
        alarmed = "" if trouble.reach is Reach.SETUP else "yes"
        assert told[trouble.code][:2] == (live, "503"), trouble.code
        assert told[trouble.code][3] == alarmed, trouble.code


def test_p38_whatever_is_wrong_is_said_wherever_the_manual_says_so(
    house: House, tmp_path: Path
) -> None:
    by = By("walk", house.hands.now)
    house.write(lambda conn: users.add(conn, NAME, UserRole.ADMIN, hashed(), by))
    heard, program = tmp_path / "heard", tmp_path / "tell"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{heard}"\n')
    program.chmod(0o700)
    manual = rows_of_the_manual()
    for trouble in TROUBLES:
        code = trouble.code
        if code == "disk" and house.database.file is None:
            continue  # a server's disk is its own affair: a full one refuses, and that is `database`
        at_work(house)
        assert health.troubles(house.service) == (), code
        live, ready, first_page, alarmed, checked = manual[code]
        with pytest.MonkeyPatch.context() as patch:
            service = house.service
            if code in SPOILT:
                service = SPOILT[code](house) or service
            else:
                what, instead = PRETENDED[code]
                patch.setattr(health, what, instead)
            office = service.settings.office.model_copy(
                update={"alarm_command": program}
            )
            service = replace(
                service, settings=service.settings.model_copy(update={"office": office})
            )
            client = create_app(service).test_client()
            client.application.config["WTF_CSRF_ENABLED"] = False
            for address, says in (("/health", live), ("/ready", ready)):
                answer = client.get(address)
                wanted = (200, "ok\n") if says == "ok" else (503, f"{code}\n")
                assert (answer.status_code, answer.text) == wanted, (
                    f"{code} at {address}"
                )
            if first_page == "yes":
                client.post("/sign-in", data={"name": NAME, "password": PASSWORD})
                assert trouble.what in client.get("/").text, code
            if checked:
                # The last looks are those at the running service; the others have tests
                # of their own.
                findings = [
                    finding for look in checking.LOOKS[-4:] for finding in look(service)
                ]
                assert code in {
                    finding.check for finding in findings if not finding.ok
                }, code
            looks = iter((False, True))
            stop = Event()
            patch.setattr(stop, "wait", lambda _seconds, looks=looks: next(looks))
            alarm.keep_watch(service, stop)
        told = heard.read_text().split() if heard.exists() else []
        assert told == ([code] if alarmed else []), code
        heard.unlink(missing_ok=True)


def test_p38_health_answers_in_time_though_the_database_falls_silent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(house)
    speaks, asked = Event(), []
    really = health.troubles

    def hangs(service: Service) -> tuple[KnownTrouble, ...]:
        asked.append(service)
        speaks.wait()
        return really(service)

    monkeypatch.setattr(health, "troubles", hangs)
    monkeypatch.setattr(health.HealthQuestion.ask, "__defaults__", (0.05,))
    client = create_app(house.service).test_client()
    assert (client.get("/health").status_code, client.get("/health").text) == (
        503,
        "database\n",
    )
    assert client.get("/ready").text == "database\n"
    assert len(asked) == 1  # one question at a time, however often it is asked
    speaks.set()
    monkeypatch.setattr(health.HealthQuestion.ask, "__defaults__", (60.0,))
    assert client.get("/health").text == "ok\n"


def test_pages_that_wait_for_the_database_leave_room_for_health() -> None:
    statuses: list[str] = []
    said: list[bytes] = []

    def start(status: str, *_rest: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return said.append

    def app(
        environ: dict[str, Any], start_response: Callable[..., object]
    ) -> list[bytes]:
        start_response("200 OK", [])
        if environ["PATH_INFO"] == "/":  # while this one is open
            said.extend(room({"PATH_INFO": "/sign-in"}, start))
            said.extend(room({"PATH_INFO": "/health"}, start))
        return [b"ok"]

    room = RoomForHealth(app, 1)
    assert list(room({"PATH_INFO": "/"}, start)) == [b"ok"]
    assert "请过几秒再试" in said[0].decode()
    assert said[1] == b"ok"
    assert statuses == ["200 OK", "503 Service Unavailable", "200 OK"]
    assert list(room({"PATH_INFO": "/sign-in"}, start)) == [b"ok"]


def test_a_moment_that_lies_no_further_ahead_than_clocks_differ_is_no_trouble(
    house: House,
) -> None:
    at_work(house)
    for job in ("poll", "dispatch"):
        noted(house, job, -leases.SKEW)
    assert health.troubles(house.service) == ()


def test_a_mailbox_that_is_read_no_more_neither_turns_health_red_nor_counts_as_read(
    house: House,
) -> None:
    at_work(house)
    former = ReadPosition(
        "former@jtt.example", "INBOX", refusals=3, refused_because="NO login"
    )
    house.write(lambda conn: mailbox_entries.save_position(conn, former))
    assert health.troubles(house.service) == ()
    read = replace(former, refusals=0, last_good_poll_at=house.hands.now)
    house.write(lambda conn: mailbox_entries.save_position(conn, read))
    account, folder = house.service.account.name, house.service.account.folders[0]
    house.write(
        lambda conn: mailbox_entries.save_position(conn, ReadPosition(account, folder))
    )
    assert health.troubles(house.service) == (health.UNREAD,)
