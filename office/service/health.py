"""What is wrong with the service at this moment, and is it said in time?

`TROUBLES` is the closed table of what only a person can mend. Each row says what the
office reads, what an operator reads, and how far it reaches: some stop the work
(`/health`), others mean that the service is not set up, or that somebody should look
(`/ready`). `check`, the first page, `/health`, `/ready` and the alarm all ask
`troubles`, so that none of them is green while another is red. Who is told is the
affair of `office.service.alarm`.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import timedelta
from enum import Enum, auto
from typing import NamedTuple

import structlog

from ledger import mailbox_entries, runs, switches
from ledger.database import Connection, DatabaseAwayError, OtherVersionError
from ledger.leases import SKEW
from ledger.outbox import pacing, sending, tries, withholding
from office.service.jobs import DISPATCH_EVERY, late_jobs
from office.service.parts import Service

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 1.5
"""In which whoever asks over the network is answered; monitors give up after some
seconds.
"""
_SLOW_SECONDS = 1.0
"""A database that takes longer for these few questions makes every page wait."""
_LEAST_FREE = 256 * 2**20
"""Bytes free on the record's disk: room for the log of one large import."""
_LONG_AWAY = 5
"""Back-offs in a row, of 1, 2, 4, 8 and 15 minutes: half an hour."""
_STALLED = timedelta(hours=1)
"""How long a message may wait though nothing holds it back; sending is asked for every
few seconds.
"""
_ASKED_AGAIN = timedelta(minutes=5)
"""In which a round asks the mail server again, and has its answer or none."""
_FAILED_OFTEN = 6
"""Tries of one piece of work, ten minutes apart: an hour."""


class Reach(Enum):
    """How far a trouble reaches."""

    WORK = auto()
    """Some of the work stands still: `/health` and `/ready` are red, and the alarm is
    raised.
    """
    SETUP = auto()
    """The service is not, or not yet, set up for all of its work: `/ready` is red."""
    LOOK = auto()
    """The work goes on, and a person should look: `/ready` is red, and the alarm is
    raised.
    """


class KnownTrouble(NamedTuple):
    """Something only a person can mend: a code, what it is and the way out, in the
    office's words.

    `in_short` says both in the words of `check`.
    """

    code: str
    reach: Reach
    what: str
    way_out: str
    in_short: str


NOT_BEGUN = KnownTrouble(
    "not-begun",
    Reach.WORK,
    "数据库已建好，但还没有定从哪天起的来件算数，收信没有开始",
    "请管理员运行 yishiyibao init（从某天算起用 init --from 日期），再启动服务",
    "no starting point is set, nothing is read; say from when on mail counts with `yishiyibao init`",
)
DATABASE = KnownTrouble(
    "database",
    Reach.WORK,
    "数据库连不上，或没有在几秒内答复，收信、发信和登记都停着",
    "请管理员查看数据库是否在运行、磁盘是否已满、网络是否通",
    "the database cannot be reached, or does not answer within seconds; look at it, its disk, the network",
)
DATABASE_VERSION = KnownTrouble(
    "database-version",
    Reach.WORK,
    "数据库与程序的版本不一致，收信、发信和登记都停着",
    "请管理员运行 yishiyibao check，按提示升级数据库（yishiyibao migrate）或装上新版程序，再重新启动服务",
    "the database is of another version than this program; run `migrate`, or install the newer program",
)
DATABASE_SLOW = KnownTrouble(
    "database-slow",
    Reach.SETUP,
    "数据库答复很慢，页面和收发信都会变慢",
    "请管理员查看数据库所在机器的负载和磁盘",
    "the database answers slowly; look at the load and the disk of its machine",
)
DISK = KnownTrouble(
    "disk",
    Reach.WORK,
    "存放登记数据的磁盘快满了，满了以后收信、发信和登记都会停下",
    "请管理员腾出磁盘空间：移走旧备份和日志，或换大的磁盘",
    "the disk that holds the record is all but full; free some space before all work stops",
)
CLOCK = KnownTrouble(
    "clock",
    Reach.LOOK,
    "登记里有时间在将来的记录：本机时钟曾经走快，或现在走慢了；收发信没有因此停下",
    "请管理员核对本机时间（开启自动对时），并看一看这段时间发出的催报和通知日期对不对",
    "something on record is dated in the future: a clock ran ahead, or this one is behind; set it right, "
    "have it kept by NTP, and look at what was mailed meanwhile",
)
MAILBOX_UNSET = KnownTrouble(
    "mailbox-unset",
    Reach.SETUP,
    "还没有填写报送邮箱，系统收不到来件",
    "请管理员在设置文件的 [mailbox] 里填写 host、user 和授权码，再重启服务",
    "mailbox.host is empty; nothing is read until it is set",
)
SMTP_UNSET = KnownTrouble(
    "smtp-unset",
    Reach.SETUP,
    "还没有填写发信服务器，回执、催报和通报都发不出去",
    "请管理员在设置文件的 [smtp] 里填写 host、user 和授权码，再重启服务",
    "smtp.host is empty; nothing is sent until it is set",
)
SENDER_UNSET = KnownTrouble(
    "sender-unset",
    Reach.SETUP,
    "还没有填写发件地址（邮箱的登录名不是邮件地址），回执、催报和通报都发不出去",
    "请管理员在设置文件的 [smtp] 里填写 sender，再重启服务",
    "smtp.sender is empty and mailbox.user is no address; nothing is sent until it is set",
)
UNREAD = KnownTrouble(
    "unread",
    Reach.SETUP,
    "报送邮箱还一次都没有读成，来件没有登记",
    "请管理员确认服务已启动（yishiyibao run），再运行 yishiyibao check 看邮箱能否登录",
    "the mailbox was never read yet; start the service with `yishiyibao run`, or read once with `poll`",
)
POLL_LATE = KnownTrouble(
    "poll-late",
    Reach.WORK,
    "收信已停了一段时间，新来件暂时没有读取；来件都还在邮箱里，不会丢失",
    "请管理员查看服务是否在运行、日志里说了什么，再运行 yishiyibao check",
    "poll not done for too long; is `yishiyibao run` running, and what does it log?",
)
DISPATCH_LATE = KnownTrouble(
    "dispatch-late",
    Reach.WORK,
    "发信已停了一段时间，回执和催报都在排队，一封也不会少",
    "请管理员查看服务是否在运行、日志里说了什么，再运行 yishiyibao check",
    "dispatch not done for too long; is `yishiyibao run` running, and what does it log?",
)
JOB_FAILING = KnownTrouble(
    "job-failing",
    Reach.WORK,
    "有一项定时工作（催报、汇总、结算、核对或备份等）试了一个多小时都没有做成",
    "请管理员查看日志里 job failed 一行说了什么；改好后会自动再做，不会重复",
    "a daily job has failed for over an hour; its line `job failed` in the log says which and why",
)
QUEUE = KnownTrouble(
    "queue",
    Reach.WORK,
    "有该发的信排了一个多小时还没有发，而发信并没有暂停；信都在排队，一封也不会少",
    "请管理员查看日志，再运行 yishiyibao dispatch 看发信时说了什么",
    "mail waits for over an hour though nothing holds it back; `yishiyibao dispatch` says why",
)
SMTP = KnownTrouble(
    "smtp",
    Reach.WORK,
    "发信服务器半小时以上连不上，或不接受本系统的登录；待发的信都在排队，不会丢失",
    "请管理员核对网络、smtp 设置和授权码，改好后运行 yishiyibao check 查看是否恢复",
    "the mail server was away for half an hour, or refuses our login; mend network, smtp settings, password",
)
MAILBOX = KnownTrouble(
    "mailbox",
    Reach.WORK,
    "报送邮箱无法登录，新来件暂时没有读取；来件都还在邮箱里，不会丢失",
    "请管理员核对邮箱账号、授权码和服务器设置，改好后运行 yishiyibao check 查看是否恢复",
    "the mailbox refuses our login; mend user, password and server settings",
)
RECONCILE = KnownTrouble(
    "reconcile",
    Reach.WORK,
    "核对邮箱时发现有来件和登记对不上，可能有来件没有登记；来件都还在邮箱里，不会丢失",
    "请管理员运行 yishiyibao reconcile 查看是哪几封，再运行 yishiyibao reconcile --mend 补登",
    "letters do not fit the record; `yishiyibao reconcile` lists them, --mend takes them in",
)
WITHHELD = KnownTrouble(
    "withheld",
    Reach.WORK,
    "登记是从较早的副本恢复的，或数据库换了服务器，有些信可能已经寄过，先扣下了，等人确认",
    "请在首页“暂扣的发件”里逐封确认，或运行 yishiyibao outbox withheld",
    "what may have left before an older copy was brought back waits; `yishiyibao outbox withheld` lists it",
)
FAULT = KnownTrouble(
    "fault",
    Reach.WORK,
    "系统查看自身状况时出了差错",
    "请管理员把日志里 health failed 一行告诉开发者",
    "asking what is wrong failed itself; the log's line `health failed` says how",
)
TROUBLES = (
    NOT_BEGUN,
    DATABASE,
    DATABASE_VERSION,
    DISK,
    MAILBOX,
    POLL_LATE,
    RECONCILE,
    SMTP,
    DISPATCH_LATE,
    QUEUE,
    JOB_FAILING,
    WITHHELD,
    CLOCK,
    MAILBOX_UNSET,
    UNREAD,
    SMTP_UNSET,
    SENDER_UNSET,
    DATABASE_SLOW,
    FAULT,
)
"""Everything that can be wrong, the most urgent first."""
_LATE = {"poll": POLL_LATE, "dispatch": DISPATCH_LATE}


def troubles(service: Service) -> tuple[KnownTrouble, ...]:
    """What is wrong, the most urgent first; raises DatabaseAwayError where even that
    cannot be asked.
    """
    with service.database.reading() as conn:
        found = [
            *_with_the_mailbox(service, conn),
            *_with_sending(service, conn),
            *_with_jobs(service, conn),
        ]
        if not switches.value(conn, switches.START_FROM):
            found = [NOT_BEGUN]
        now = service.clock()
        if runs.latest_work(conn) > now + SKEW:
            found.append(CLOCK)
    if service.database.file is not None:
        try:
            free = shutil.disk_usage(service.database.file.parent).free
        except OSError:
            free = 0  # a folder that cannot be asked cannot be written to either
        if free < _LEAST_FREE:
            found.append(DISK)
    return tuple(sorted(found, key=TROUBLES.index))


def _with_the_mailbox(service: Service, conn: Connection) -> Iterator[KnownTrouble]:
    if not service.settings.mailbox.host:
        yield MAILBOX_UNSET
        return
    account = service.account.name
    # Others were read before the settings named this one.
    positions = mailbox_entries.positions(conn, account)
    if any(position.refusals for position in positions):
        yield MAILBOX
    if not any(
        position.last_good_poll_at for position in positions
    ) and not switches.rehearsing(conn):
        yield UNREAD
    if mailbox_entries.unaccounted_in(conn, account):
        yield RECONCILE


def _with_sending(service: Service, conn: Connection) -> Iterator[KnownTrouble]:
    if not service.settings.smtp.host:
        yield SMTP_UNSET
        return
    if not service.has_sender:
        yield SENDER_UNSET
        return
    now = service.clock()
    # While a server that was away is asked again, nobody knows better yet.
    back_off = pacing.current_back_off(conn, now, lately=_ASKED_AGAIN)
    if back_off is not None and (back_off.times >= _LONG_AWAY or back_off.barred):
        yield SMTP
    since = sending.stalled_since(conn, service.pace, now)
    if since is not None and now - since > _STALLED and not switches.rehearsing(conn):
        yield QUEUE
    if withholding.count(conn):
        yield WITHHELD


def _with_jobs(service: Service, conn: Connection) -> Iterator[KnownTrouble]:
    if switches.rehearsing(conn):
        return  # a rehearsal is moved by hand, and nothing is done by itself
    poll_every = timedelta(minutes=service.settings.mailbox.poll_minutes)
    now = service.clock()
    begun = switches.moment(conn, switches.STARTED_AT)
    leaves = tries.count_since(
        conn, now - _ASKED_AGAIN, now
    )  # a long round over a slow server is at work
    for name in late_jobs(
        conn, {"poll": poll_every, "dispatch": DISPATCH_EVERY}, begun, now
    ):
        if name != "dispatch" or not leaves:
            yield _LATE[name]
    if runs.failing(conn, _FAILED_OFTEN, now):
        yield JOB_FAILING


class HealthQuestion:
    """Asks what is wrong in a thread of its own: whoever asks is answered in time
    whatever the database does.

    One question at a time: while one is under way, whoever asks waits for that one.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._under_way: Future[tuple[KnownTrouble, ...]] | None = None

    def ask(self, seconds: float = ANSWER_SECONDS) -> tuple[KnownTrouble, ...]:
        """What is wrong, said within so many seconds; never raises."""
        with self._lock:
            if self._under_way is None or self._under_way.done():
                self._under_way = Future()
                # Not of a pool, which the end of the process would wait for.
                threading.Thread(
                    target=self._answer,
                    args=(self._under_way,),
                    name="health",
                    daemon=True,
                ).start()
            answer = self._under_way
        try:
            return answer.result(seconds)
        except OtherVersionError:
            return (DATABASE_VERSION,)
        except (TimeoutError, DatabaseAwayError):
            return (DATABASE,)
        except Exception as fault:  # noqa: BLE001 - whoever watches is told, not left without an answer (P38)
            log.error("health failed", fault=type(fault).__name__)  # noqa: TRY400 - its words may be a mail's
            return (FAULT,)

    def _answer(self, answer: Future[tuple[KnownTrouble, ...]]) -> None:
        began = time.monotonic()
        try:
            found = troubles(self._service)
        except BaseException as fault:  # noqa: BLE001 - handed to whoever asked
            answer.set_exception(fault)
            return
        if time.monotonic() - began > _SLOW_SECONDS:
            found = tuple(sorted((*found, DATABASE_SLOW), key=TROUBLES.index))
        answer.set_result(found)
