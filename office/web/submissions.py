"""Which items were reported, and what is known of one?

报送件: the list, and the detail, which shows on which evidence each field rests, since
a person who overrules the machine must see why it thought so. The list shows no
telephone number. Overruling is `deciding`'s affair.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ingest.similar.sequel import called, sequel_in
from ledger import (
    browsing,
    journal,
    mailbox_entries,
    proposals,
    remarks,
    roster,
    switches,
)
from ledger.browsing import SubmissionSearch
from ledger.circulars import CircularFile
from ledger.database import Connection, record_number
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.events import Which, adoptions, forwardings, instructions
from ledger.journal import JournalEntry
from ledger.outbox import listing as outbox
from ledger.periods import (
    Period,
    Span,
    UnknownPeriodError,
    local_day,
    parse_period,
    period_of,
)
from ledger.remarks import RecordedRemark
from ledger.search import pieces_of, where_said
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from ledger.users import UserRole
from notify.spreadsheet import TYPE
from office.service.parts import Service
from office.use_cases.explaining import ExplainContext
from office.use_cases.register import EmptyRegisterError, RegisterQuery, register
from office.use_cases.register_tables import file_name, register_file
from office.web.events import event_forms
from office.web.pages import Route, one_of, or_404, paging, refused, window_of
from office.web.proposals import acceptance_link
from office.web.publishing import download
from office.web.remark_form import remark_form, units_of, worth_text

_OFFERED = (("月", Span.MONTH, 13), ("季", Span.QUARTER, 5), ("年", Span.YEAR, 2))
"""Which periods the list offers to choose from: the running one back to the same one of
last year.
"""


class Filters(NamedTuple):
    """What the list is narrowed by, as it stands in the form."""

    period: str
    unit: str
    state: str
    text: str
    proposed: str
    publication: str


def show_list(service: Service) -> ResponseReturnValue:
    """The list, narrowed by period, unit, state and words."""
    filters = _asked_for()
    with service.database.reading() as conn:
        today = local_day(service.clock())
        sought = _sought(filters, today)
        page = browsing.submissions_page(conn, sought, window_of(request.args))
        period = sought.wanted.period or period_of(today, Span.YEAR)
        said: dict[str, str] = {}
        if filters.text:
            for item in page.rows:
                texts = listing.words_of(conn, item.serial)
                said[item.serial] = where_said(
                    pieces_of(filters.text), item.title, texts
                )
        named = request.args.to_dict() | {"period": period.code}
        # The periods to choose from, newest first, by what they are called.
        offered: dict[str, list[Period]] = {}
        for name, span, count in _OFFERED:
            periods = [period_of(today, span)]
            while len(periods) < count:
                periods.append(periods[-1].previous())
            offered[name] = periods
        return render_template(
            "submissions.html",
            rows=page.rows,
            said=said,
            register_period=period,
            register_link=url_for("register", **named),  # type: ignore[arg-type]
            paging=paging("submissions", request.args, page.total),
            beginning=switches.beginning(conn),
            names=roster.unit_names(conn),
            filters=filters,
            states=tuple(SubmissionState),
            publications=browsing.publications_used(conn),
            periods=offered,
        )


def save_register(service: Service) -> ResponseReturnValue:
    """The items of the list in the period that the address names, as a workbook with
    telephone numbers.
    """
    filters = _asked_for()
    now = service.clock()
    sought = _sought(filters, local_day(now))
    period = or_404(sought.wanted.period)
    context = ExplainContext(service.rulebook, now, service.read_calendar())
    narrowed = sought._replace(wanted=sought.wanted._replace(period=None))
    try:
        with service.database.reading() as conn:
            found = register(conn, context, RegisterQuery(period, narrowed))
    except EmptyRegisterError:
        said = "没有可列进台账的报送件，没有做表。请换一个时段，或少选几个条件。"
        return refused(said, "submissions", **request.args)
    return download(CircularFile(file_name(period), TYPE, register_file(found, now)))


def show_submission(service: Service, serial: str) -> ResponseReturnValue:
    """Everything known of one submission."""
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
        names = roster.unit_names(conn)
        letters = mailbox_entries.of_submission(conn, serial)
        asked = proposals.about(conn, serial)
        lapsed = proposals.has_lapsed(conn, asked, local_day(service.clock()))
        related = {each.proposal.other for each in asked if each.proposal.other}
        given = remarks.about(conn, serial)
        # A superseded item takes no more events; they are entered on the one that
        # replaced it.
        forms = [] if item.state is SubmissionState.SUPERSEDED else event_forms(service)
        return render_template(
            "submission.html",
            item=item,
            acceptance_link=acceptance_link,
            beginning=switches.beginning(conn),
            names=names,
            words=listing.words_of(conn, serial),
            letters=letters,
            proposals=asked,
            lapsed=lapsed,
            chain=_chain(conn, item),
            others={other.serial: other for other in listing.several(conn, related)},
            history=_history(conn, serial, letters, given),
            messages=outbox.about(conn, serial),
            adoptions=adoptions.of(conn, [serial], Which.ALL),
            instructions=instructions.of(conn, [serial], Which.ALL),
            forwardings=forwardings.of(conn, [serial], Which.ALL),
            events=forms,
            remarks=given,
            remark_form=remark_form(service, units_of(item, names)),
            worth_of=partial(worth_text, service),
        )


class ChainLink(NamedTuple):
    """One report of an event and what it is called there: 首报, 续报（一）, 终报."""

    item: Submission
    name: str


def _chain(conn: Connection, item: Submission) -> list[ChainLink]:
    """The reports of the item's event, in their order; empty where there is only this
    one.
    """
    found = []
    for position, each in enumerate(listing.chain_of(conn, item)):
        # The mark stands in the subject; a title may have lost it.
        subjects = [
            letter.subject
            for letter in mailbox_entries.of_submission(conn, each.serial)[:1]
        ]
        marks = (sequel_in(text) for text in (*subjects, each.title))
        found.append(ChainLink(each, called(position, next(filter(None, marks), None))))
    return found


def _history(
    conn: Connection,
    serial: str,
    letters: Sequence[MailboxEntry],
    given: Sequence[RecordedRemark],
) -> list[JournalEntry]:
    """What was done to the submission, to its remarks and to the letters it came by,
    oldest first.
    """
    subjects = [subject_of(serial)]
    subjects += [f"letter:{letter.id}" for letter in letters]
    subjects += [remarks.subject_of(each.remark.id) for each in given]
    entries: list[JournalEntry] = []
    for subject in subjects:
        entries += journal.about(conn, subject)
    return sorted(entries, key=lambda entry: entry.at)


def _asked_for() -> Filters:
    """What the address asks for."""
    return Filters(
        period=request.args.get("period", "").strip(),
        unit=request.args.get("unit", "").strip(),
        state=request.args.get("state", "").strip(),
        text=request.args.get("q", "").strip(),
        proposed=request.args.get("proposed", "").strip(),
        publication=request.args.get("publication", "").strip(),
    )


def _sought(filters: Filters, today: date) -> SubmissionSearch:
    """What the filters ask for; one that means nothing narrows nothing."""
    try:
        period = parse_period(filters.period)
    except UnknownPeriodError:
        period = None
    state = one_of(SubmissionState, filters.state)
    asked_on = today if filters.proposed else None
    wanted = SubmissionFilter(period, record_number(filters.unit), state)
    return SubmissionSearch(wanted, filters.text, asked_on, filters.publication)


ROUTES = (
    Route("/submissions", "submissions", show_list),
    Route("/submissions/register", "register", save_register, UserRole.CLERK),
    Route("/submissions/<serial>", "submission", show_submission),
)
