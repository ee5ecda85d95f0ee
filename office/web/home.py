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
from ledger.periods import Period, Span, local_day, period_of
from ledger.standing import Standing
from ledger.submissions.listing import SubmissionFilter
from office.use_cases.gaps import known_health, lacks
from office.web import labels
from office.web.console import Console, Route, Unscored
from office.web.standings import deadline
from office.web.submissions import unit_names

_LATEST = Window(0, 8)
_NONE = Window(0, 0)
_NEWS = timedelta(days=7)


class Task(NamedTuple):
    """One pile of things that wait for a person: how many, what to do about it, and where."""

    waiting: int
    name: str
    advice: str
    link: str


class Service(NamedTuple):
    """How the service stands: in what mode it answers, and whether reading the mailbox works."""

    mode: str
    says: str
    paused: bool
    polled_at: datetime | None
    refused: str


class Short(NamedTuple):
    """A unit that still owes items this month."""

    unit: str
    left: Fraction | int
    missing: str
    """So much in the words of `Duty.missing`."""
    missed: bool


def home(console: Console) -> ResponseReturnValue:
    """The page."""
    now = console.clock()
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    with console.database.reading() as conn:
        found = console.standings(conn, month, today)
        return render_template(
            "home.html",
            tasks=(*tasks(conn, now), *_lacking(console, conn, today)),
            service=_service(conn),
            month=month,
            due=last_day(month),
            deadline=None if isinstance(found, Unscored) else deadline(found, month.code),
            short=() if isinstance(found, Unscored) else short_of(found, month.code),
            total_units=0 if isinstance(found, Unscored) else len(found),
            unscored=found if isinstance(found, Unscored) else None,
            years=console.doubts(today),
            latest=browsing.submissions_page(conn, SubmissionSearch(), _LATEST).rows,
            names=unit_names(conn),
        )


def tasks(conn: Connection, now: datetime) -> tuple[Task, ...]:
    """What waits, the most urgent first; empty piles are left out.

    Of sealed letters nothing is left to be done here: they are news for some days, then only in the list.
    """
    letters = browsing.letter_counts(conn)
    held = SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    piles = (
        Task(
            browsing.submissions_page(conn, held, _NONE).total,
            "待核报送件",
            "系统拿不准的，请您核定；核定后才计数。",
            url_for("submissions", state=SubmissionState.HELD.value),
        ),
        Task(
            browsing.submissions_page(conn, SubmissionSearch(proposed=True), _NONE).total,
            "待确认的报送件",
            "疑似重复、更正或联合报送，是不是由您定。",
            url_for("submissions", proposed="yes"),
        ),
        _drafts(conn),
        _announced(conn),
        *_begun(conn),
        *_unsent(conn),
        Task(
            letters.get(MailboxEntryState.QUARANTINED, 0),
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
    )
    return tuple(pile for pile in piles if pile.waiting)


def _begun(conn: Connection) -> tuple[Task, ...]:
    """What somebody began and nobody has finished: commissions to be mailed, adoptions to be confirmed."""
    return (
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
    )


def _lacking(console: Console, conn: Connection, today: date) -> tuple[Task, ...]:
    """Units that nobody can write to, and what else the roster lacks (Art. 6)."""
    found = lacks(roster.all_units(conn), known_health(conn, console.own_addresses), today)
    silent = sum(bool(lack.unreached) for lack in found)
    piles = (
        Task(silent, "联系不上的单位", "没有能用的邮箱，催报和通报都送不到，请电话联系。", url_for("roster")),
        Task(
            len(found) - silent,
            "名册缺项的单位",
            "缺负责人或信息员，或有退信的邮箱，请与单位补齐。",
            url_for("roster"),
        ),
    )
    return tuple(pile for pile in piles if pile.waiting)


def _unsent(conn: Connection) -> tuple[Task, ...]:
    """Messages of which a person must ask whether they arrived."""
    messages = outbox.counts_by_state(conn)
    return (
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
    )


def last_day(period: Period) -> date:
    """The day by whose end the period's duties are owed."""
    return period.past - timedelta(days=1)


def short_of(found: Sequence[Standing], month: str) -> tuple[Short, ...]:
    """The units that owe items of the month itself, those that owe most first; excused ones are left out."""
    owing = [
        Short(standing.unit, duty.left, duty.missing, not duty.owing)
        for standing in found
        if not standing.exempt
        for duty in standing.duties
        if duty.period == month and duty.left > 0
    ]
    return tuple(sorted(owing, key=lambda short: -short.left))


def _service(conn: Connection) -> Service:
    mode, says = labels.ANSWERING[switches.answering(conn)]
    marks = read_positions.positions(conn)
    polled = [mark.last_good_poll_at for mark in marks if mark.last_good_poll_at is not None]
    refused = next((mark.refused_because for mark in marks if mark.refusals), "")
    return Service(mode, says, switches.paused(conn), max(polled, default=None), refused)


def _drafts(conn: Connection) -> Task:
    """The circulars that go out only after somebody approves them; a single one is opened at once."""
    drafts = [one for one in circulars.everything(conn) if one.state is CircularState.DRAFT]
    link = url_for("circular", number=drafts[0].id) if len(drafts) == 1 else url_for("circulars")
    return Task(len(drafts), "待审定的通报", "草稿已拟好，审定后才会寄给各单位。", link)


def _announced(conn: Connection) -> Task:
    """The announcements of which the same is true."""
    drafts = [one for one in announcements.everything(conn) if one.state is CircularState.DRAFT]
    link = url_for("announcement", number=drafts[0].id) if len(drafts) == 1 else url_for("announcements")
    return Task(len(drafts), "待审定的通知", "报送要点、征稿等，写好、审定后才会寄出。", link)


def health(console: Console) -> ResponseReturnValue:
    """Whether console, database and the frequent jobs are well; for machines, says only codes (P38)."""
    troubles = console.troubles()
    with console.database.reading() as conn:
        switches.paused(conn)
    said = "\n".join(troubles) or "ok"
    return f"{said}\n", 503 if troubles else 200, {"Content-Type": "text/plain"}


ROUTES = (
    Route("/", "home", home),
    Route("/health", "health", health, None),
)
"""The addresses of this group."""
