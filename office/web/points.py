"""What did every unit earn, and which line says so?

计分: a stored revision of a period where there is one, else the period computed as it stands now. Every point
leads to its line, every line to its article and its evidence, every record back to its lines (promise 10).
"""

from typing import NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import scores
from ledger.database import Connection
from ledger.periods import Period, Span, UnknownPeriodError, local_day, parse_period, period_of
from ledger.scores import Revision
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from ledger.standing import Duty
from office.use_cases.explaining import Source, sources
from office.use_cases.sheets import history, said
from office.web.console import Console, Route, Unscored
from office.web.remarks import form_for

NOW = "now"


class Shown(NamedTuple):
    """A sheet, and the revision it is; None: computed just now."""

    sheet: ScoreSheet
    revision: Revision | None


def this_quarter(console: Console) -> ResponseReturnValue:
    """The quarter that runs."""
    return _page(console, period_of(local_day(console.clock()), Span.QUARTER))


def of_period(console: Console, code: str) -> ResponseReturnValue:
    """Any period: month, quarter or year."""
    return _page(console, _period(code))


def of_unit(console: Console, code: str, unit_id: int) -> ResponseReturnValue:
    """The lines of one unit, what each rests on, and what it owed."""
    period = _period(code)
    with console.database.reading() as conn:
        shown = _shown(console, conn, period)
        score = None if isinstance(shown, Unscored) else shown.sheet.of(unit_id)
        if isinstance(shown, Unscored) or score is None:
            abort(404)
        return render_template(
            "lines.html",
            period=period,
            score=score,
            shown=shown,
            known=sources(conn, (name for line in score.lines for name in line.evidence)),
            duties=_duties(console, conn, period, unit_id),
            remark_form=form_for(console, [(unit_id, score.unit)], period.last),
            **_TEXTS,
        )


def of_record(console: Console, name: str) -> ResponseReturnValue:
    """The lines that rest on one record: an item, a letter, an adoption, an instruction, a commission."""
    with console.database.reading() as conn:
        found = console.explain(conn, name)
        if found is None:
            abort(404)
        names = (name for each in found.lines for name in each.line.evidence)
        known = sources(conn, names)
    return render_template("record.html", found=found, known=known, **_TEXTS)


def source_link(source: Source) -> str | None:
    """Where a record that a line rests on is shown; None where the console has no page for it."""
    kind, _, key = source.name.partition(":")
    match kind:
        case "submission":
            return url_for("submission", serial=key)
        case "letter":
            return url_for("letter", number=int(key))
        case "remark":
            return url_for("remark", number=int(key))
        case "history":
            return None
        case _:
            return url_for("record", name=source.name)


_TEXTS = {"points": points_text, "share": share_text, "source_link": source_link, "said": said}


def _duties(console: Console, conn: Connection, period: Period, unit_id: int) -> tuple[Duty, ...]:
    """What one unit owes in the period, seen today."""
    found = console.standings(conn, period, local_day(console.clock()))
    standings = () if isinstance(found, Unscored) else found
    return next((each.duties for each in standings if each.unit_id == unit_id), ())


def _page(console: Console, period: Period) -> str:
    with console.database.reading() as conn:
        revisions = history(conn, period.code)
        shown = _shown(console, conn, period)
    return render_template(
        "points.html",
        period=period,
        revisions=revisions,
        shown=None if isinstance(shown, Unscored) else shown,
        unscored=shown if isinstance(shown, Unscored) else None,
        **_TEXTS,
    )


def _shown(console: Console, conn: Connection, period: Period) -> Shown | Unscored:
    """The revision the address names, else the newest one; `now`, or none stored: computed."""
    asked = request.args.get("revision", "")
    stored = scores.revisions(conn, period.code)
    named = [revision for revision in stored if str(revision.revision) == asked]
    if stored and asked != NOW:
        revision = named[0] if named else stored[-1]
        return Shown(from_json(revision.sheet), revision)
    computed = console.score(conn, period)
    return computed if isinstance(computed, Unscored) else Shown(computed, None)


def _period(code: str) -> Period:
    try:
        return parse_period(code)
    except UnknownPeriodError:
        abort(404)


ROUTES = (
    Route("/points", "points", this_quarter),
    Route("/points/<code>", "points_of", of_period),
    Route("/points/<code>/<int:unit_id>", "lines", of_unit),
    Route("/records/<name>", "record", of_record),
)
"""The addresses of this group."""
