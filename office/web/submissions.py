"""Which items were reported, and what is known of one?

List and detail of 报送件. A list shows no telephone number; the detail shows on which evidence each field
rests, since a person who overrules the machine must see why it thought so. Overruling is `deciding`'s affair.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import browsing, journal, mailbox_entries, remarks, roster
from ledger.browsing import SubmissionSearch
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions, forwardings, instructions
from ledger.outbox import listing as outbox
from ledger.periods import Period, Span, UnknownPeriodError, local_day, parse_period, period_of
from ledger.submissions import listing
from ledger.submissions.changing import subject_of
from ledger.submissions.listing import OpenProposal, SubmissionFilter
from office.use_cases.decisions.decision import Action
from office.web.console import Console, Route
from office.web.events import forms_for, publications
from office.web.paging import leafing, window_of
from office.web.remarks import form_for, points_told, units_of

Names = Mapping[int, str]
_MONTHS = 13


class Choice(NamedTuple):
    """What the list is narrowed by, as it stands in the form."""

    period: str
    unit: str
    state: str
    text: str
    proposed: str


def listed(console: Console) -> ResponseReturnValue:
    """The list, narrowed by period, unit, state and words."""
    choice = Choice(
        *(request.args.get(name, "").strip() for name in ("period", "unit", "state", "q", "proposed"))
    )
    with console.database.reading() as conn:
        names = unit_names(conn)
        leaf = browsing.submissions_page(conn, _sought(choice), window_of(request.args))
        return render_template(
            "submissions.html",
            rows=leaf.rows,
            leaf=leafing("submissions", request.args, leaf.total),
            names=names,
            choice=choice,
            states=tuple(SubmissionState),
            periods=recent_periods(console),
        )


def detail(console: Console, serial: str) -> ResponseReturnValue:
    """Everything known of one submission."""
    with console.database.reading() as conn:
        found = listing.one(conn, serial)
        if found is None:
            abort(404)
        facts = facts_of(conn, found)
        return render_template("submission.html", **facts, **_by_hand(console, conn, found, facts["names"]))


def facts_of(conn: Connection, found: Submission) -> dict[str, Any]:
    """What the detail page shows of a submission."""
    serial = found.serial
    letters = mailbox_entries.of_submission(conn, serial)
    related = {proposal.proposal.other for proposal in listing.proposals_of(conn, serial)} - {None}
    return {
        "item": found,
        "accepting": accepting,
        "names": unit_names(conn),
        "words": listing.words_of(conn, serial),
        "letters": letters,
        "proposals": listing.proposals_of(conn, serial),
        "others": {other.serial: other for other in listing.several(conn, (s for s in related if s))},
        "history": _history(conn, serial, letters),
        "messages": outbox.about(conn, serial),
        "adoptions": adoptions.of(conn, [serial]),
        "instructions": instructions.of(conn, [serial]),
        "forwardings": forwardings.of(conn, [serial]),
    }


def _by_hand(console: Console, conn: Connection, found: Submission, names: Names) -> dict[str, Any]:
    """What is entered by hand: adoptions and the like, points given or taken where the rule names kinds."""
    return {
        "remarks": remarks.about(conn, found.serial),
        "remark_form": form_for(console, units_of(found, names)),
        "points_of": partial(points_told, console),
        "happenings": forms_for(console) if found.state is not SubmissionState.SUPERSEDED else [],
        "publications": publications(console),
    }


def _history(conn: Connection, serial: str, letters: Sequence[MailboxEntry]) -> list[journal.JournalEntry]:
    """What was done to the submission, to its remarks and to the letters it came by, oldest first."""
    by_hand = (remarks.subject_of(each.remark.id) for each in remarks.about(conn, serial))
    subjects = (subject_of(serial), *(f"letter:{letter.id}" for letter in letters), *by_hand)
    return sorted((entry for s in subjects for entry in journal.about(conn, s)), key=lambda entry: entry.at)


def accepting(found: OpenProposal) -> str | None:
    """The form in which a proposal is accepted; None where accepting it changes nothing (F2, F7)."""
    kind, other = found.proposal.kind, found.proposal.other
    if kind in {"resend", "correction"} and other:
        # The older one gives way to the newer.
        return url_for("decide", serial=other, action=Action.SUPERSEDE.value, other=found.serial)
    if kind == "joint" and other:
        return url_for("decide", serial=found.serial, action=Action.MERGE.value, other=other)
    if kind == "commission":
        return url_for("decide", serial=found.serial, commission=found.proposal.commission)
    if kind == "second-item":
        return url_for("decide", serial=found.serial, action=Action.SPLIT.value)
    return None


def unit_names(conn: Connection) -> Names:
    """Id → official name of every unit there is or was."""
    return {unit.id: unit.name for unit in roster.all_units(conn)}


def recent_periods(console: Console) -> tuple[Period, ...]:
    """The running month and those before it, for choosing."""
    month = period_of(local_day(console.clock()), Span.MONTH)
    found = [month]
    while len(found) < _MONTHS:
        found.append(found[-1].previous())
    return tuple(found)


def _sought(choice: Choice) -> SubmissionSearch:
    """What an address asks for; a part of it that means nothing is left aside."""
    try:
        period = parse_period(choice.period) if choice.period else None
    except UnknownPeriodError:
        period = None
    state = next((state for state in SubmissionState if state == choice.state), None)
    unit_id = int(choice.unit) if choice.unit.isascii() and choice.unit.isdigit() else None
    return SubmissionSearch(
        SubmissionFilter(period, unit_id, state), choice.text, proposed=bool(choice.proposed)
    )


ROUTES = (
    Route("/submissions", "submissions", listed),
    Route("/submissions/<serial>", "submission", detail),
)
"""The addresses of this group."""
