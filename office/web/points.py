"""What did every unit earn, and which line says so?

计分: a stored revision of a period where there is one, else the period computed as it
stands now. Every point leads to its line, every line to its article and its evidence,
every record back to its lines (promise 10).
"""

from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import scores
from ledger.database import Connection
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import NoEditionError
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from ledger.statements import first_of
from office.service.parts import Service
from office.use_cases.efficiency import NoSharesError, efficiency_file
from office.use_cases.explaining import ExplainContext, Source, explain_record, sources
from office.use_cases.sheets import stored_scores
from office.web.pages import Route, or_404, period_or_404, refused
from office.web.publishing import download
from office.web.remark_form import remark_form
from office.web.standings import NO_EDITION, standings_on
from scoring.explain import words_of_changes

NOW = "now"
"""In an address, in place of a revision's number: the period computed as it stands
now.
"""


class ShownSheet(NamedTuple):
    """A score sheet, and the stored revision it is; None: computed just now."""

    sheet: ScoreSheet
    revision: Revision | None


def show_this_quarter(service: Service) -> ResponseReturnValue:
    """What every unit earned in the quarter that runs."""
    return _page(service, period_of(local_day(service.clock()), Span.QUARTER))


def show_period(service: Service, code: str) -> ResponseReturnValue:
    """What every unit earned in any period: month, quarter, half or year."""
    return _page(service, period_or_404(code))


def show_unit(service: Service, code: str, unit_id: int) -> ResponseReturnValue:
    """The lines of one unit, what each rests on, and what it owed."""
    period = period_or_404(code)
    with service.database.reading() as conn:
        shown = or_404(_sheet(service, conn, period))
        score = or_404(shown.sheet.of(unit_id))
        # Everything that some line rests on, read at once to be named beside each line.
        evidence = [name for line in score.lines for name in line.evidence]
        # What the unit owes in the period, seen today.
        rows = standings_on(service, conn, period, local_day(service.clock())) or ()
        owed = first_of([row.duties for row in rows if row.unit_id == unit_id])
        return render_template(
            "lines.html",
            period=period,
            score=score,
            shown=shown,
            known=sources(conn, evidence),
            duties=owed or (),
            remark_form=remark_form(service, {unit_id: score.unit}, period.last),
            **_TEXTS,
        )


def save_efficiency(service: Service, code: str) -> ResponseReturnValue:
    """The sheet that the office files for 效能考核."""
    period = period_or_404(code)
    try:
        with service.database.reading() as conn:
            return download(efficiency_file(service, conn, period))
    except NoSharesError:
        said = "这一期没有效能得分，没有做表。效能得分按季度、年度算，请看季度或全年。"
        return refused(said, "points_of", code=code)
    except NoEditionError:
        return refused(NO_EDITION, "points_of", code=code)


def show_record(service: Service, name: str) -> ResponseReturnValue:
    """The lines that rest on one record: an item, a letter, an adoption, an
    instruction, a commission.
    """
    with service.database.reading() as conn:
        question = ExplainContext(
            service.rulebook, service.clock(), service.read_calendar()
        )
        found = or_404(explain_record(conn, question, name))
        evidence = [
            name for explained in found.lines for name in explained.line.evidence
        ]
        return render_template(
            "record.html", found=found, known=sources(conn, evidence), **_TEXTS
        )


def source_link(source: Source) -> str | None:
    """Where a record that a line rests on is shown; None where the console has no page
    for it.
    """
    kind, _, key = source.name.partition(":")
    match kind:
        case "submission":
            return url_for("submission", serial=key)
        case "letter":
            return url_for("letter", number=int(key))
        case "remark":
            return url_for("remark", number=int(key))
        case "history":
            return None  # points from before this installation, taken in as a file of totals
        case _:
            return url_for("record", name=source.name)


_TEXTS = {
    "points": points_text,
    "share": share_text,
    "source_link": source_link,
    "words_of_changes": words_of_changes,
}
"""Functions that the templates of this group call."""


def _page(service: Service, period: Period) -> str:
    with service.database.reading() as conn:
        revisions = stored_scores(conn, period.code)
        shown = _sheet(service, conn, period)
    return render_template(
        "points.html",
        period=period,
        revisions=revisions,
        shown=shown,
        unscored=NO_EDITION if shown is None else "",
        **_TEXTS,
    )


def _sheet(service: Service, conn: Connection, period: Period) -> ShownSheet | None:
    """The revision that the address names, else the newest one; computed for `now` or
    where none is stored.

    None where it would have to be computed and no edition covers the period.
    """
    asked = request.args.get("revision", "")
    stored = scores.revisions(conn, period.code)
    # What was stored is shown as it was; computed anew it might differ after later
    # decisions (promise 10).
    if stored and asked != NOW:
        shown = stored[-1]
        for revision in stored:
            if str(revision.revision) == asked:
                shown = revision
        return ShownSheet(from_json(shown.sheet), shown)
    try:
        return ShownSheet(service.score_sheet(conn, period, service.clock()), None)
    except NoEditionError:
        return None


ROUTES = (
    Route("/points", "points", show_this_quarter),
    Route("/points/<code>", "points_of", show_period),
    Route("/points/<code>/efficiency", "efficiency", save_efficiency),
    Route("/points/<code>/<int:unit_id>", "lines", show_unit),
    Route("/records/<name>", "record", show_record),
)
