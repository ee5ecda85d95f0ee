"""How does a closed period become the draft of a circular?

From its newest stored revision; what the draft says is kept until the period is settled
anew. After which periods it is made by itself the office chooses. What becomes of it is
left to `circulating`.
"""

from collections.abc import Iterable
from datetime import datetime

from ledger import circulars, journal, scores, switches
from ledger.circulars import Circular, CircularState, Wording
from ledger.database import Connection
from ledger.faults import ToldError
from ledger.journal import MACHINE, By, JournalEntry
from ledger.periods import Period, Span
from ledger.switches import SwitchChange
from notify.circular import contents_as_json, of_period, span_of, usual_title
from office.service.parts import Service
from office.use_cases.notice_facts import circulars as gathered

DRAFTED = "circulars-drafted"
"""The switch that says after which periods a circular is drafted; until it is set, the
settings say so.
"""
DRAFTING = f"switch:{DRAFTED}"
"""What the journal calls it."""
SPANS = (Span.MONTH, Span.QUARTER, Span.YEAR)
"""The periods after which the service can draft one."""


class CircularError(ToldError):
    """A circular is not there, or not so far that this can be done with it."""

    def __init__(self, period: str, what: str) -> None:
        super().__init__(f"circular {period}: {what}")


def subject_of(circular: Circular) -> str:
    """Its name in the journal."""
    return f"circular:{circular.id}"


def draft(
    service: Service,
    conn: Connection,
    period: Period,
    now: datetime,
    who: str = MACHINE,
) -> Circular:
    """Makes the draft of the period's newest revision; CircularError when the period
    was never closed.

    Where the period has been told of already, it is a correction that names the first,
    with the revision's reason.
    """
    stored = scores.revisions(conn, period.code)
    if not stored:
        raise CircularError(
            period.code,
            f"the period is not closed yet; run `yishiyibao close {period.code}`",
        )
    newest = stored[-1]
    first = circulars.published(conn, period.code)
    corrects: int | None = None
    again, told, because = "", "通报", ""
    if first is not None and first.score_id != newest.id:
        corrects, again, told, because = first.id, "经复核，", "更正", newest.because

    scored = "计分" if span_of(period.code) is Span.MONTH else "考核得分"
    # Who signs stands at the end of the message anyway.
    covering = (
        f"{service.settings.circular.addressees}：\n"
        f"{again}现将{of_period(period.code)}政务信息报送、采用和{scored}情况{told}如下，请对照查看。"
        "如对本单位得分有疑问，请于五个工作日内与我们联系。"
    )
    wording = Wording(
        covering=covering,
        title=usual_title(period.code, corrects=corrects is not None),
        because=because,
    )
    before = circulars.latest(conn, period.code)
    found = circulars.draft(conn, newest, wording, By(who, now), corrects)
    if (
        found.state is CircularState.DRAFT
        and circulars.contents_of(conn, found.id) is None
    ):
        found = _keep_what_it_says(service, conn, found, By(who, now))
    if before != found:
        _journal_draft(conn, found, By(who, now))
    return found


def draft_anew(service: Service, conn: Connection, period: Period, by: By) -> Circular:
    """Makes the draft as `draft` does, and it says what the record says now, with the
    office's own words.

    What is approved stays as it is.
    """
    drafted = draft(service, conn, period, by.at, by.who)
    if drafted.state is not CircularState.DRAFT:
        return drafted
    kept = circulars.contents_of(conn, drafted.id)
    shown = gathered.worked_out(
        conn, drafted, gathered.sheet_of(conn, drafted), service.rulebook
    )
    if kept == contents_as_json(shown):
        return drafted
    # The points are the same, and something else that it says is not, such as a title.
    drafted = _keep_what_it_says(service, conn, drafted, by)
    _journal_draft(conn, drafted, by)
    return drafted


def _journal_draft(conn: Connection, drafted: Circular, by: By) -> None:
    details = {journal.VERSION: drafted.version}
    journal.write(
        conn,
        JournalEntry(
            by.at, by.who, "drafted a circular", subject_of(drafted), "", details
        ),
    )


def _keep_what_it_says(
    service: Service, conn: Connection, circular: Circular, by: By
) -> Circular:
    shown = gathered.worked_out(
        conn, circular, gathered.sheet_of(conn, circular), service.rulebook
    )
    return circulars.keep_as_drafted(conn, circular, contents_as_json(shown), by)


def drafted_spans(service: Service, conn: Connection) -> tuple[Span, ...]:
    """After which periods one is drafted by itself: as the office chose on the page,
    else in settings.
    """
    chosen = switches.value(conn, DRAFTED, ",".join(service.settings.circular.periods))
    return tuple(span for span in SPANS if span.value in chosen.split(","))


def choose_spans(conn: Connection, spans: Iterable[Span], by: By) -> None:
    """From now on a circular is drafted by itself after these periods alone, which may
    be none.
    """
    value = ",".join(span.value for span in SPANS if span in set(spans)) or "none"
    if value != switches.value(conn, DRAFTED):
        switches.set_switch(conn, SwitchChange(DRAFTED, value, by.at, by.who))


def current(conn: Connection, period: Period) -> Circular:
    """The newest circular of the period; CircularError when there is none."""
    found = circulars.latest(conn, period.code)
    if found is None:
        raise CircularError(
            period.code,
            f"there is none yet; run `yishiyibao circular draft {period.code}`",
        )
    return found
