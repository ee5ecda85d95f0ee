"""Is the service well, and who hears of it when it is not?

What stopped is asked of the record, by a thread of its own that no job can hold up (P38). The office is told
by mail once a day for each trouble and, where a program is named for it, by that program too: mail may be the
very thing that does not work. `/health` says the same to machines.
"""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from ledger import mailbox_entries, runs
from ledger.database import DatabaseAwayError, OtherVersionError
from ledger.notice import Notice
from ledger.outbox import pacing, withholding
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import local_day
from office.service.jobs import DISPATCH_EVERY, Stop, late_jobs
from office.service.parts import Service

log = structlog.get_logger(__name__)

_EVERY_SECONDS = 60.0
_PATIENCE_SECONDS = 30
_LONG_AWAY = 5
"""Back-offs in a row, of 1, 2, 4, 8 and 15 minutes: half an hour."""


class KnownTrouble(NamedTuple):
    """Something only a person can mend: a code, what it is and the way out, in the office's words."""

    code: str
    what: str
    way_out: str


STOPPED_JOBS = {
    "poll": KnownTrouble(
        "poll-late",
        "收信已停了一段时间，新来件暂时没有读取；来件都还在邮箱里，不会丢失",
        "请管理员查看服务是否在运行、日志里说了什么，再运行 yishiyibao check",
    ),
    "dispatch": KnownTrouble(
        "dispatch-late",
        "发信已停了一段时间，回执和催报都在排队，一封也不会少",
        "请管理员查看服务是否在运行、日志里说了什么，再运行 yishiyibao check",
    ),
}
MAILBOX_TROUBLE = KnownTrouble(
    "mailbox",
    "报送邮箱无法登录，新来件暂时没有读取；来件都还在邮箱里，不会丢失",
    "请管理员核对邮箱账号、授权码和服务器设置，改好后运行 yishiyibao check 查看是否恢复",
)
SMTP_TROUBLE = KnownTrouble(
    "smtp",
    "发信服务器半小时以上连不上，或不接受本系统的登录；待发的信都在排队，不会丢失",
    "请管理员核对网络、smtp 设置和授权码，改好后运行 yishiyibao check 查看是否恢复",
)
RECONCILE_TROUBLE = KnownTrouble(
    "reconcile",
    "核对邮箱时发现有来件和登记对不上，可能有来件没有登记；来件都还在邮箱里，不会丢失",
    "请管理员运行 yishiyibao reconcile 查看是哪几封，再运行 yishiyibao reconcile --mend 补登",
)
WITHHELD_TROUBLE = KnownTrouble(
    "withheld",
    "登记是从较早的副本恢复的，有些信那时可能已经寄过，先扣下了，等人确认",
    "请在首页“暂扣的发件”里逐封确认，或运行 yishiyibao outbox withheld",
)
DATABASE_TROUBLE = KnownTrouble(
    "database", "数据库连不上，收信、发信和登记都停着", "请管理员查看数据库是否在运行、磁盘是否已满"
)

VERSION_TROUBLE = KnownTrouble(
    "database-version",
    "数据库与程序的版本不一致，收信、发信和登记都停着",
    "请管理员运行 yishiyibao check，按提示升级数据库（yishiyibao migrate）或装上新版程序，再重新启动服务",
)


def troubles(service: Service) -> tuple[KnownTrouble, ...]:
    """What is wrong at this moment; raises DatabaseAwayError where even that cannot be asked."""
    found = [STOPPED_JOBS[name] for name in stopped_jobs(service)]
    with service.database.reading() as conn:
        back_off = pacing.current_back_off(conn, service.clock())
        refused = any(position.refusals for position in mailbox_entries.positions(conn))
        unaccounted = mailbox_entries.unaccounted_in(conn, service.account.name)
        withheld = withholding.count(conn)
    if back_off is not None and (back_off.times >= _LONG_AWAY or back_off.barred):
        found.append(SMTP_TROUBLE)
    if refused and service.settings.mailbox.host:
        found.append(MAILBOX_TROUBLE)
    if unaccounted:
        found.append(RECONCILE_TROUBLE)
    if withheld:
        found.append(WITHHELD_TROUBLE)
    return tuple(found)


def stopped_jobs(service: Service) -> list[str]:
    """The names of frequent jobs that have not succeeded for too long."""
    poll_every = timedelta(minutes=service.settings.mailbox.poll_minutes)
    return late_jobs({"poll": poll_every, "dispatch": DISPATCH_EVERY}, service.job_context())


def keep_watch(service: Service, stop: Stop) -> None:
    """Looks again and again until the service stops; never raises."""
    away_told = ""
    while not stop.wait(_EVERY_SECONDS):
        try:
            report_troubles(service)
        except DatabaseAwayError as fault:
            today = local_day(service.clock()).isoformat()
            if away_told != today:  # the record that would remember it is what is missing
                away_told = today
                is_other = isinstance(fault, OtherVersionError)
                run_alarm_command(service, VERSION_TROUBLE if is_other else DATABASE_TROUBLE)
        except Exception as fault:  # noqa: BLE001 - whoever watches must not fall silent (P38)
            log.error("watch failed", fault=type(fault).__name__)  # noqa: TRY400 - its words may be a mail's


def report_troubles(service: Service) -> tuple[str, ...]:
    """Tells of each trouble nobody told of today; their codes."""
    told: list[str] = []
    for trouble in troubles(service):
        now = service.clock()
        run = runs.RunClaim("alarm", f"{local_day(now).isoformat()}/{trouble.code}", service.owner)
        with service.database.writing() as conn:
            mine = runs.claim(conn, run, now, now)
            if mine:
                runs.finish(conn, run, "told", now)
        if mine:
            alert_office(service, trouble, now)
            run_alarm_command(service, trouble)
            told.append(trouble.code)
    return tuple(told)


def alert_office(service: Service, trouble: KnownTrouble, now: datetime) -> None:
    """Tells the office, once a day for each trouble, what a person must mend (P26, P38)."""
    if service.settings.office.address:
        key = f"{local_day(now).isoformat()}/{trouble.code}"
        about = {"what": trouble.what, "way_out": trouble.way_out}
        queue_for_office(service, "health", key, about, now, now)


def queue_for_office(
    service: Service, kind: str, key: str, about: Mapping[str, str], now: datetime, came_about: datetime
) -> None:
    """One notice to the office's own address; the same kind and key again is the same notice."""
    office = service.settings.office.address
    with service.database.writing() as conn:
        notice = Notice(kind, office, key, about, came_about)
        queue(conn, notice, unprompted(office), now, service.limits)


def run_alarm_command(service: Service, trouble: KnownTrouble) -> None:
    """Runs the office's own program with the trouble's code and its sentence; whether it worked is logged."""
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
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # nothing of ours, secrets least of all
        )
    except (OSError, subprocess.SubprocessError) as fault:
        log.error("alarm failed", code=trouble.code, fault=type(fault).__name__)  # noqa: TRY400 - as above
    else:
        log.info("alarm sounded", code=trouble.code, exit=done.returncode)
