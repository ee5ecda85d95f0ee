"""Who hears of it when the service is not well?

What is wrong (`office.service.health`) is asked again and again, by a thread of its own
that no job can hold up (P38). The office is told by mail once a day for each trouble
and, where a program is named for it, by that program too: mail may be the very thing
that does not work. `/health` says the same to machines.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from ledger import runs
from ledger.database import DatabaseAwayError
from ledger.notice import Notice
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import local_day
from office.service.health import (
    DATABASE,
    DATABASE_VERSION,
    HealthQuestion,
    KnownTrouble,
    Reach,
)
from office.service.jobs import Stop
from office.service.parts import Service

log = structlog.get_logger(__name__)

_EVERY_SECONDS = 60.0
_PATIENCE_SECONDS = 30
_TELLING = timedelta(minutes=5)
"""Longer than telling takes; who could not tell leaves it to the next look after."""
_ANSWER_SECONDS = 20.0
"""A database that does not answer in this time is away: longer than another writer may
hold it.
"""


def keep_watch(service: Service, stop: Stop) -> None:
    """Looks again and again until the service stops; never raises."""
    away_told = ""
    question = HealthQuestion(service)
    while not stop.wait(_EVERY_SECONDS):
        found = question.ask(_ANSWER_SECONDS)
        unnoted = [
            trouble for trouble in found if trouble in {DATABASE, DATABASE_VERSION}
        ]
        try:
            if not unnoted:
                report_troubles(service, found)
        except DatabaseAwayError:
            unnoted = [DATABASE]
        except Exception as fault:  # noqa: BLE001 - whoever watches must not fall silent (P38)
            log.error("watch failed", fault=type(fault).__name__)  # noqa: TRY400 - its words may be a mail's
        today = local_day(service.clock()).isoformat()
        if (
            unnoted and away_told != today
        ):  # the record that would remember it is what is missing
            away_told = today
            run_alarm_command(service, unnoted[0])


def report_troubles(service: Service, found: Iterable[KnownTrouble]) -> tuple[str, ...]:
    """Tells of each trouble found that nobody told of today; their codes."""
    told: list[str] = []
    for trouble in found:
        if trouble.reach is Reach.SETUP:
            continue  # whoever sets the service up is told by `check` and on the first page
        now = service.clock()
        run = runs.RunClaim(
            "alarm", f"{local_day(now).isoformat()}/{trouble.code}", service.owner
        )
        with service.database.writing() as conn:
            mine = runs.claim(conn, run, now, now + _TELLING)
        if mine:
            alert_office(service, trouble, now)
            run_alarm_command(service, trouble)
            with service.database.writing() as conn:
                runs.finish(conn, run, "told", service.clock())
            told.append(trouble.code)
    return tuple(told)


def alert_office(service: Service, trouble: KnownTrouble, now: datetime) -> None:
    """Tells the office, once a day for each trouble, what a person must mend (P26,
    P38).
    """
    if service.settings.office.address:
        key = f"{local_day(now).isoformat()}/{trouble.code}"
        about = {"what": trouble.what, "way_out": trouble.way_out}
        queue_for_office(service, "health", key, about, now, now)


def queue_for_office(
    service: Service,
    kind: str,
    key: str,
    about: Mapping[str, str],
    now: datetime,
    came_about: datetime,
) -> None:
    """One notice to the office's own address; the same kind and key again is the same
    notice.
    """
    office = service.settings.office.address
    with service.database.writing() as conn:
        notice = Notice(kind, office, key, about, came_about)
        queue(conn, notice, unprompted(office), now, service.limits)


def run_alarm_command(service: Service, trouble: KnownTrouble) -> None:
    """Runs the office's own program with the trouble's code and its sentence; whether
    it worked is logged.
    """
    program = service.settings.office.alarm_command
    log.error("trouble", code=trouble.code)
    if program is None:
        return
    try:
        done = subprocess.run(  # noqa: S603 - named by whoever may write the settings, and given our own words
            [str(program), trouble.code, f"{trouble.what}。{trouble.way_out}"],
            check=False,
            timeout=_PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                "PATH": os.defpath,
                "LANG": "C.UTF-8",
            },  # nothing of ours, secrets least of all
        )
    except (OSError, subprocess.SubprocessError) as fault:
        log.error("alarm failed", code=trouble.code, fault=type(fault).__name__)  # noqa: TRY400 - as above
    else:
        log.info("alarm sounded", code=trouble.code, exit=done.returncode)
