"""What waits for the office, how does the month stand, and does the service run?

The first page after signing in. It says what to do next in one sentence; everything on it leads to the page
where it is done.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import announcements, browsing, circulars, commissions, contents, read_positions, roster, switches
from ledger.browsing import SubmissionSearch, Window
from ledger.circulars import CircularState
from ledger.database import Connection
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.notice import OutboxState
from ledger.outbox import bounces as addresses
from ledger.outbox import listing as outbox
from ledger.periods import Span, local_day, period_of
from ledger.standing import Standing
from ledger.submissions.listing import SubmissionFilter
from office.service.alarm import codes
from office.use_cases.gaps import lacks
from office.web import labels
from office.web.routes import Route
from office.web.standings import NO_EDITION, deadline, standings_on
from office.web.submissions import unit_names
from office.wiring import Service

_LATEST = Window(0, 8)
_COUNT_ONLY = Window(0, 0)
_NEWS = timedelta(days=7)
"""How long a sealed letter stands among the tasks, of which nothing is left to be done here."""


class Task(NamedTuple):
    """One pile of things that wait for a person: how many, what to do about it, and where."""

    waiting: int
    name: str
    advice: str
    link: str


class ServiceState(NamedTuple):
    """In what mode the service answers, and whether reading the mailbox works."""

    mode: str
    says: str
    """What the mode means, in a sentence."""
    paused: bool
    polled_at: datetime | None
    """When a mailbox was last read without trouble; None: never yet."""
    refused: str
    """Why a mailbox refused our login; "" where none did."""


class Shortfall(NamedTuple):
    """A unit that still owes items this month."""

    unit: str
    left: Fraction | int
    missing: str
    """How much is left in the words of `Duty.missing`."""


def show_home(service: Service) -> ResponseReturnValue:
    """The page."""
    now = service.clock()
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    with service.database.reading() as conn:
        standings = standings_on(service, conn, month, today)
        tasks = [
            *_waiting_items(conn),
            *_waiting_drafts(conn),
            *_troubled_messages(conn),
            *_unread_letters(conn, now),
            *_roster_gaps(service, conn, today),
        ]
        return render_template(
            "home.html",
            tasks=[task for task in tasks if task.waiting],
            service=_service_state(conn),
            month=month,
            due=month.last,
            deadline=deadline(standings or (), month.code),
            short=_shortfalls(standings or (), month.code),
            total_units=len(standings or ()),
            unscored=NO_EDITION if standings is None else "",
            years=service.doubts(today),
            latest=browsing.submissions_page(conn, SubmissionSearch(), _LATEST).rows,
            names=unit_names(conn),
        )


def show_health(service: Service) -> ResponseReturnValue:
    """Whether console, database and the frequent jobs are well: a code a line, for machines (P38)."""
    troubles = codes(service)
    text = "\n".join(troubles) or "ok"
    return f"{text}\n", 503 if troubles else 200, {"Content-Type": "text/plain"}


def _waiting_items(conn: Connection) -> list[Task]:
    """Submissions about which a person must say something."""
    held = SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    return [
        Task(
            browsing.submissions_page(conn, held, _COUNT_ONLY).total,
            "待核报送件",
            "系统拿不准的，请您核定；核定后才计数。",
            url_for("submissions", state=SubmissionState.HELD.value),
        ),
        Task(
            browsing.submissions_page(conn, SubmissionSearch(proposed=True), _COUNT_ONLY).total,
            "待确认的报送件",
            "疑似重复、更正或联合报送，是不是由您定。",
            url_for("submissions", proposed="yes"),
        ),
    ]


def _waiting_drafts(conn: Connection) -> list[Task]:
    """What somebody began and nobody has finished."""
    draft_circulars = [one for one in circulars.everything(conn) if one.state is CircularState.DRAFT]
    draft_announcements = [one for one in announcements.everything(conn) if one.state is CircularState.DRAFT]
    # A single draft is opened at once; of several a person chooses in the list.
    circular_link = url_for("circulars")
    if len(draft_circulars) == 1:
        circular_link = url_for("circular", number=draft_circulars[0].id)
    announcement_link = url_for("announcements")
    if len(draft_announcements) == 1:
        announcement_link = url_for("announcement", number=draft_announcements[0].id)
    return [
        Task(len(draft_circulars), "待审定的通报", "草稿已拟好，审定后才会寄给各单位。", circular_link),
        Task(
            len(draft_announcements),
            "待审定的通知",
            "报送要点、征稿等，写好、审定后才会寄出。",
            announcement_link,
        ),
        Task(
            commissions.count_unmailed(conn),
            "还没寄出的约稿",
            "写好存下了，还没有寄给各单位。",
            url_for("commissions"),
        ),
        Task(
            contents.open_count(conn),
            "待确认的采用",
            "从刊物目录里比对出来的，您确认后才登记、计分。",
            url_for("contents"),
        ),
    ]


def _troubled_messages(conn: Connection) -> list[Task]:
    """Messages of which a person must ask whether they arrived, and addresses that return them."""
    messages = outbox.counts_by_state(conn)
    return [
        Task(
            messages.get(OutboxState.UNKNOWN, 0),
            "结果不明的发件",
            "信交出去了，没等到对方确认。先问一下单位收到没有，再定是否重发。",
            url_for("outbox", state=OutboxState.UNKNOWN.value),
        ),
        Task(
            messages.get(OutboxState.REFUSED, 0),
            "被拒收的发件",
            "多半是邮箱地址有误或已停用，请与单位核对。",
            url_for("outbox", state=OutboxState.REFUSED.value),
        ),
        Task(
            addresses.count_disabled(conn),
            "停用的邮箱地址",
            "多次退信，已不再发往那里。请与单位核对，地址变了的更新名册，能用的恢复。",
            url_for("addresses"),
        ),
    ]


def _unread_letters(conn: Connection, now: datetime) -> list[Task]:
    """Letters whose content nobody has seen yet."""
    return [
        Task(
            browsing.letter_counts(conn).get(MailboxEntryState.QUARANTINED, 0),
            "未能读取的来件",
            "原件已留存，请下载查看。",
            url_for("letters", state=MailboxEntryState.QUARANTINED.value),
        ),
        Task(
            browsing.letter_counts(conn, now - _NEWS).get(MailboxEntryState.SEALED, 0),
            "近七天涉密封存",
            "带密级标志，内容未留存，请按保密规定与来件单位联系。",
            url_for("letters", state=MailboxEntryState.SEALED.value),
        ),
    ]


def _roster_gaps(service: Service, conn: Connection, today: date) -> list[Task]:
    """Units that nobody can write to, and what else the roster lacks (Art. 6)."""
    found = lacks(roster.all_units(conn), service.address_health(conn), today)
    unreached = [lack for lack in found if lack.unreached]
    return [
        Task(
            len(unreached),
            "联系不上的单位",
            "没有能用的邮箱，催报和通报都送不到，请电话联系。",
            url_for("roster"),
        ),
        Task(
            len(found) - len(unreached),
            "名册缺项的单位",
            "缺负责人或信息员，或有退信的邮箱，请与单位补齐。",
            url_for("roster"),
        ),
    ]


def _shortfalls(standings: Sequence[Standing], month: str) -> list[Shortfall]:
    """The units that owe items of the month itself, those that owe most first; exempt ones are left out."""
    owing = []
    for standing in standings:
        if standing.exempt:
            continue
        for duty in standing.duties:
            if duty.period == month and duty.left > 0:
                owing.append(Shortfall(standing.unit, duty.left, duty.missing))
    return sorted(owing, key=lambda shortfall: shortfall.left, reverse=True)


def _service_state(conn: Connection) -> ServiceState:
    mode, says = labels.ANSWERING[switches.answering(conn)]
    marks = read_positions.positions(conn)
    polled = [mark.last_good_poll_at for mark in marks if mark.last_good_poll_at is not None]
    refusals = [mark.refused_because for mark in marks if mark.refusals]
    return ServiceState(
        mode=mode,
        says=says,
        paused=switches.paused(conn),
        polled_at=max(polled, default=None),
        refused=refusals[0] if refusals else "",
    )


ROUTES = (
    Route("/", "home", show_home),
    Route("/health", "health", show_health, None),
)
"""The addresses of this group."""
