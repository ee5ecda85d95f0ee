"""What does each job of the service do when its hour has come?

One function a job, filled into `jobs.Duties`: the work is done by the rooms below, here it is only given its
moment and its sign to stop, and said in a few words.
"""

from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError
from ingest.poll.context import GivenUpError
from ingest.poll.polling import poll
from ledger.database import Connection
from ledger.journal import MACHINE
from ledger.notice import Notice
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import Period, Span, local_day, parse_period
from ledger.scores import revisions
from notify.delivery.dispatch import dispatch
from office.service.feedback import feed_back
from office.service.jobs import Bell, Duties, Job, JobTurn, NotYetError, Times, jobs_of
from office.service.reminding import remind
from office.use_cases.publishing.circulating import draft
from office.wiring import Service
from scoring.close import Closed, Order, close

NO_MAILBOX = "no mailbox is set up"
NO_SERVER = "no mail server is set up"


class ServiceTrouble(NamedTuple):
    """Something only a person can mend: a code, what it is and the way out, in the office's words."""

    code: str
    what: str
    way_out: str


MAILBOX_TROUBLE = ServiceTrouble(
    "mailbox",
    "报送邮箱无法登录，新来件暂时没有读取；来件都还在邮箱里，不会丢失",
    "请管理员核对邮箱账号、授权码和服务器设置，改好后运行 yishiyibao check 查看是否恢复",
)


def duties_of(service: Service) -> Duties:
    """The service's jobs, each ready to be given a turn."""

    def poll_now(turn: JobTurn) -> str:
        if not service.settings.mailbox.host:
            return NO_MAILBOX
        try:
            polled = poll(service.poll_context(turn.stop.is_set))
        except (AccessRefusedError, GivenUpError, MisconfiguredError):
            alert(service, turn, MAILBOX_TROUBLE)
            raise
        return f"seen {polled.tally.seen}, recorded {polled.tally.recorded}, held {polled.tally.held}"

    def dispatch_now(turn: JobTurn) -> str:
        if not service.settings.smtp.host:
            return NO_SERVER
        tally = dispatch(service.dispatch_context(), turn.stop.is_set)
        return f"sent {tally.sent}, later {tally.later}, refused {tally.refused}, unknown {tally.unknown}"

    close_now = partial(close_and_draft, service)
    return Duties(
        poll=poll_now,
        dispatch=dispatch_now,
        remind=lambda turn: f"units {len(remind(service, turn.now))}",
        digest=partial(digest, service),
        close=close_now,
        close_month=close_now,
        close_year=close_now,
        overview=partial(overview, service),
        feedback=lambda turn: f"messages {feed_back(service, turn.now)}",
    )


def digest(service: Service, turn: JobTurn) -> str:
    """Tells the office once a working day what came and what waits for it."""
    office = service.settings.office.address
    if not office or service.settings.office.confirm != "digest":
        return "no digest is wanted"
    day = date.fromisoformat(turn.period)
    notice = Notice("office-digest", office, day.isoformat(), {"on": day.isoformat()})
    with service.database.writing() as conn:
        queue(conn, notice, unprompted(office), turn.now, service.limits)
    return "queued"


def overview(service: Service, turn: JobTurn) -> str:
    """Tells the office how the month went, what waits for it, and what the roster and the calendar lack."""
    office = service.settings.office.address
    if not office:
        return "no address of the office is set"
    notice = Notice("overview", office, turn.period, {"month": turn.period})
    with service.database.writing() as conn:
        queue(conn, notice, unprompted(office), turn.now, service.limits)
    return "queued"


def alert(service: Service, turn: JobTurn, trouble: ServiceTrouble) -> None:
    """Tells the office, once a day for each trouble, what a person must mend (P26, P38)."""
    office = service.settings.office.address
    if not office:
        return
    key = f"{local_day(turn.now).isoformat()}/{trouble.code}"
    notice = Notice("health", office, key, {"what": trouble.what, "way_out": trouble.way_out})
    with service.database.writing() as conn:
        queue(conn, notice, unprompted(office), turn.now, service.limits)


def close_and_draft(service: Service, turn: JobTurn) -> str:
    """Closes the period that ended and drafts its circular; NotYetError while something still waits.

    Which periods are told of is a setting. A year waits until its quarters are published: its shares are the
    mean of theirs as printed (E6).
    """
    period = parse_period(turn.period)
    if period.span.value not in service.settings.circular.periods:
        return "no circular is wanted"
    with service.database.writing() as conn:
        if period.span is Span.YEAR and (waiting := _unpublished(conn, period)):
            raise NotYetError(", ".join(waiting))
        closed = close(conn, service.rulebook, period, Order(MACHINE, turn.now))
        if not isinstance(closed, Closed):
            raise NotYetError(closed.obstacle.value)
        drafted = draft(service, conn, period, turn.now)
    return f"revision {closed.revision.revision}, circular {drafted.id} drafted"


def _unpublished(conn: Connection, year: Period) -> tuple[str, ...]:
    """The year's quarters that were closed and not published yet."""
    stored = {quarter.code: revisions(conn, quarter.code) for quarter in year.split(Span.QUARTER)}
    return tuple(
        code for code, found in stored.items() if found and not any(each.published_at for each in found)
    )


def jobs_for(service: Service) -> tuple[Job, ...]:
    """The table of jobs at the office's hours."""
    told = service.settings
    every = timedelta(minutes=told.mailbox.poll_minutes)
    times = Times(every, told.reminders.at, told.reminders.digest_at)
    return jobs_of(duties_of(service), times)


def bell_of(service: Service) -> Bell:
    """With what the jobs of this process are rung."""
    return Bell(service.database, service.clock, service.works, service.owner)
