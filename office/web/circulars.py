"""Which circulars are drafted, what do they say, and may this one go out?

通报: the draft of a stored score, the office's own words above it, the message and the files as units will
get them, and the approval, which publishes the score and sends. What each deed does is
`office.use_cases.publishing.circulating`'s affair.
"""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import circulars, scores
from ledger.circulars import Circular, CircularState, Wording
from ledger.database import Connection
from ledger.periods import parse_period
from ledger.users import UserRole
from office.web.console import Console, Route
from office.web.forms import CircularForm
from office.web.message_frame import message, with_frames
from office.web.papers import by, download, said, unread
from office.web.session import signed_in


def listed(console: Console) -> ResponseReturnValue:
    """Every circular, newest first."""
    with console.database.reading() as conn:
        found = circulars.everything(conn)
    return render_template("circulars.html", rows=[(one, parse_period(one.period)) for one in found])


def detail(console: Console, number: int) -> ResponseReturnValue:
    """One circular as the units would read it, with the words that may still be changed."""
    with console.database.reading() as conn:
        found = _found(conn, number)
        form = CircularForm(data=found.wording._asdict())
        return _page(console, conn, found, form)


def edited(console: Console, number: int) -> ResponseReturnValue:
    """The office's own words, sent in."""
    form = CircularForm()
    if not form.validate_on_submit():
        flash("未作更改：请看表单里标出的地方。", "bad")
        with console.database.reading() as conn:
            page = _page(console, conn, _found(conn, number), form)
        page.status_code = 422
        return page
    wording = Wording(
        covering=form.covering.data or "",
        title=form.title.data or "",
        number=form.number.data or "",
        dated=form.dated.data,
        because=form.because.data or "",
    )
    with console.database.writing() as conn:
        said(console.press.circulars.edit(conn, _found(conn, number), wording, by(console)))
    return redirect(url_for("circular", number=number))


def redrafted(console: Console, number: int) -> ResponseReturnValue:
    """A draft moved on to the period's newest score."""
    with console.database.writing() as conn:
        said(console.press.circulars.draft(conn, _found(conn, number), by(console)))
    return redirect(url_for("circular", number=number))


def approved(console: Console, number: int) -> ResponseReturnValue:
    """Lets a draft go out: from now on its period is published (C10)."""
    if (back := unread("circular", number)) is not None:
        return back
    with console.database.writing() as conn:
        said(console.press.circulars.release(conn, _found(conn, number), by(console)))
    return redirect(url_for("circular", number=number))


def framed(console: Console, number: int) -> ResponseReturnValue:
    """The message's html by itself, for the frame of the page."""
    with console.database.reading() as conn:
        return message(console.press.circulars.mail(conn, _found(conn, number)).html)


def file(console: Console, number: int, ending: str) -> ResponseReturnValue:
    """The paper or the workbook, as it will go out."""
    with console.database.reading() as conn:
        files = console.press.circulars.files(conn, _found(conn, number))
    wanted = next((each for each in files if each.name.endswith(f".{ending}")), None)
    if wanted is None:
        abort(404)
    return download(wanted)


def _page(console: Console, conn: Connection, found: Circular, form: CircularForm) -> Response:
    mail = console.press.circulars.mail(conn, found)
    against = ""
    if found.state is CircularState.DRAFT:
        against = console.press.circulars.against(conn, found, signed_in().name)
    first = None if found.corrects is None else circulars.one(conn, found.corrects)
    period = parse_period(found.period)
    outdated = scores.revisions(conn, found.period)[-1].id != found.score_id
    shown = {"mail": mail, "form": form, "against": against, "first": first, "outdated": outdated}
    return with_frames(render_template("circular.html", circular=found, period=period, **shown))


def _found(conn: Connection, number: int) -> Circular:
    found = circulars.one(conn, number)
    if found is None:
        abort(404)
    return found


ROUTES = (
    Route("/circulars", "circulars", listed),
    Route("/circulars/<int:number>", "circular", detail),
    Route("/circulars/<int:number>/mail", "circular_mail", framed),
    Route("/circulars/<int:number>/file.<ending>", "circular_file", file),
    Route("/circulars/<int:number>", "circular_edited", edited, UserRole.CLERK, "POST"),
    Route("/circulars/<int:number>/draft", "circular_redrafted", redrafted, UserRole.CLERK, "POST"),
    Route("/circulars/<int:number>/approve", "circular_approved", approved, UserRole.ADMIN, "POST"),
)
"""The addresses of this group."""
