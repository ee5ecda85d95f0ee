"""What waits for the office, how does the month stand, and what is wrong with the
service?

The first page after signing in. It says what to do next in one sentence; everything on
it leads to the page where it is done.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import (
    announcements,
    browsing,
    circulars,
    commissions,
    contents,
    mailbox_entries,
    proposals,
    roster,
    switches,
)
from ledger.browsing import SubmissionSearch, Window
from ledger.circulars import CircularState
from ledger.database import Connection
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.notice import OutboxState
from ledger.outbox import bounces as addresses
from ledger.outbox import listing as outbox
from ledger.outbox import withholding
from ledger.periods import Span, local_day, period_of
from ledger.submissions.listing import SubmissionFilter
from office.service.health import troubles
from office.service.parts import Service
from office.use_cases.gaps import units_with_gaps
from office.use_cases.unscored import unscored_words
from office.web import labels
from office.web.pages import COUNT_ONLY, Route
from office.web.standings import NO_EDITION, deadline, standings_on

_LATEST = Window(0, 8)
_NEWS = timedelta(days=7)
"""How long a sealed letter stands among the tasks, of which nothing is left to be done
here.
"""


class Pile(NamedTuple):
    """A kind of thing that may wait for a person: its name, what to do about it, and
    the page to do it on.
    """

    name: str
    advice: str
    page: str
    state: str | None = None
    """To which state the page is narrowed."""


_PILES = {
    "held": Pile(
        "待核报送件",
        "系统拿不准的，请您核定；核定后才计数。",
        "submissions",
        SubmissionState.HELD.value,
    ),
    "proposals": Pile(
        "待确认的提议", "疑似重复、更正或联合报送，是不是由您定。", "proposals"
    ),
    "possible": Pile(
        "可能是报送的来件",
        "归为非报送件，但看着像报送，没有登记。是不是由您定。",
        "possible_reports",
    ),
    "circulars": Pile(
        "待审定的通报", "草稿已拟好，审定后才会寄给各单位。", "circulars"
    ),
    "announcements": Pile(
        "待审定的通知", "报送要点、征稿等，写好、审定后才会寄出。", "announcements"
    ),
    "commissions": Pile(
        "还没寄出的约稿", "写好存下了，还没有寄给各单位。", "commissions"
    ),
    "contents": Pile(
        "待确认的采用", "从刊物目录里比对出来的，您确认后才登记、计分。", "contents"
    ),
    "unscored": Pile(
        "没有计分的采用、批示",
        "写的刊物或级别办法里没有。请对应到办法里的名称，或者选“不计分”。",
        "unscored",
    ),
    "withheld": Pile(
        "暂扣的发件",
        "登记退回到了较早的时候，这些可能已经寄过。寄过没有，由您定。",
        "withheld",
    ),
    "unknown": Pile(
        "结果不明的发件",
        "信交出去了，没等到对方确认。先问一下单位收到没有，再定是否重发。",
        "outbox",
        OutboxState.UNKNOWN.value,
    ),
    "refused": Pile(
        "被拒收的发件",
        "多半是邮箱地址有误或已停用，请与单位核对。",
        "outbox",
        OutboxState.REFUSED.value,
    ),
    "disabled": Pile(
        "停用的邮箱地址",
        "多次退信，已不再发往那里。请与单位核对，地址变了的更新名册，能用的恢复。",
        "addresses",
    ),
    "quarantined": Pile(
        "未能读取的来件",
        "读不出来，或邮箱没有给全。点开看原因；留有原件的可以下载。",
        "letters",
        MailboxEntryState.QUARANTINED.value,
    ),
    "sealed": Pile(
        "近七天涉密封存",
        "带密级标志，内容未留存，请按保密规定与来件单位联系。",
        "letters",
        MailboxEntryState.SEALED.value,
    ),
    "unreached": Pile(
        "联系不上的单位", "没有能用的邮箱，催报和通报都送不到，请电话联系。", "roster"
    ),
    # Art. 6: every unit names a head and one or two officers.
    "gaps": Pile(
        "名册缺项的单位", "缺负责人或信息员，或有退信的邮箱，请与单位补齐。", "roster"
    ),
}
"""What may wait, the most urgent first."""


class Task(NamedTuple):
    """One pile that is not empty: how many things wait, what to do about it, and
    where.
    """

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
    """What waits for the office, how the month stands, and whether the service runs."""
    now = service.clock()
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    with service.database.reading() as conn:
        found = standings_on(service, conn, month, today)
        standings = found or ()
        mode, says = labels.ANSWERING[switches.answering(conn)]
        polls = [
            each.last_good_poll_at
            for each in mailbox_entries.positions(conn)
            if each.last_good_poll_at is not None
        ]
        refusals = [
            each.refused_because
            for each in mailbox_entries.positions(conn, service.account.name)
            if each.refusals
        ]
        # Who owes items of the month itself; exempt units are left out.
        owing = []
        for standing in standings:
            duties = () if standing.exempt else standing.duties
            for duty in duties:
                if duty.period == month.code and duty.left > 0:
                    owing.append(Shortfall(standing.unit, duty.left, duty.missing))
        beginning = switches.beginning(conn)
        begins_this_year = (
            beginning is not None
            and period_of(month.first, Span.YEAR).first < beginning.on
        )
        return render_template(
            "home.html",
            tasks=_tasks(service, conn, now),
            service=ServiceState(
                mode=mode,
                says=says,
                paused=switches.paused(conn),
                polled_at=max(polls, default=None),
                refused=refusals[0] if refusals else "",
            ),
            troubles=troubles(service),
            month=month,
            beginning=beginning,
            begins_this_year=begins_this_year,
            due=month.last,
            deadline=deadline(standings, month.code),
            short=sorted(owing, key=lambda shortfall: shortfall.left, reverse=True),
            total_units=len(standings),
            unscored=NO_EDITION if found is None else "",
            years=service.doubts(today),
            older=withholding.current(conn),
            latest=browsing.submissions_page(conn, SubmissionSearch(), _LATEST).rows,
            names=roster.unit_names(conn),
        )


def _tasks(service: Service, conn: Connection, now: datetime) -> list[Task]:
    """The piles of things that wait, the most urgent first; empty ones are left out."""
    today = local_day(now)
    held = SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    circular_drafts = circulars.waiting(conn, today)
    announcement_drafts = [
        one
        for one in announcements.everything(conn)
        if one.state is CircularState.DRAFT
    ]
    messages = outbox.counts_by_state(conn)
    gaps = units_with_gaps(roster.all_units(conn), service.address_health(conn), today)
    unreached = [gap for gap in gaps if gap.unreached]
    sealed_of_late = browsing.letter_counts(conn, now - _NEWS)
    waiting = {
        "held": browsing.submissions_page(conn, held, COUNT_ONLY).total,
        "proposals": proposals.count_items(conn, today),
        "possible": browsing.possible_reports_page(conn, COUNT_ONLY).total,
        "circulars": len(circular_drafts),
        "announcements": len(announcement_drafts),
        "commissions": commissions.count_unmailed(conn),
        "contents": contents.open_count(conn),
        "unscored": sum(
            each.not_chosen for each in unscored_words(conn, service.rulebook)
        ),
        "withheld": messages.get(OutboxState.WITHHELD, 0),
        "unknown": messages.get(OutboxState.UNKNOWN, 0),
        "refused": messages.get(OutboxState.REFUSED, 0),
        "disabled": addresses.count_disabled(conn),
        "quarantined": browsing.letter_counts(conn).get(
            MailboxEntryState.QUARANTINED, 0
        ),
        "sealed": sealed_of_late.get(MailboxEntryState.SEALED, 0),
        "unreached": len(unreached),
        "gaps": len(gaps) - len(unreached),
    }
    # A single draft is opened at once; of several a person chooses in the list.
    opened: dict[str, str] = {}
    if len(circular_drafts) == 1:
        opened["circulars"] = url_for("circular", number=circular_drafts[0].id)
    if len(announcement_drafts) == 1:
        opened["announcements"] = url_for(
            "announcement", number=announcement_drafts[0].id
        )
    tasks: list[Task] = []
    for key, pile in _PILES.items():
        if waiting[key]:
            # Flask leaves a parameter that is None out of the address.
            link = opened.get(key) or url_for(pile.page, state=pile.state)
            tasks.append(Task(waiting[key], pile.name, pile.advice, link))
    return tasks


ROUTES = (Route("/", "home", show_home),)
