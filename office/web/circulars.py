"""Which circulars are drafted, what do they say, and may this one go out?

通报: the draft of a stored score, the office's own words above it, the message and the files as units will
get them, and the approval, which publishes the score and sends. What each of these does is
`office.use_cases.publishing.circulating`'s affair.
"""

from flask import Response, flash, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from ledger import circulars, scores
from ledger.circulars import Circular, Wording
from ledger.database import Connection
from ledger.periods import parse_period
from ledger.statements import first_of
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.publishing import circulating
from office.use_cases.publishing.circulating import CircularError, Objection
from office.web.pages import Route, TextField, done, or_404, refused
from office.web.publishing import (
    OBJECTIONS,
    back_unless_read,
    by,
    download,
    framed_message,
    page_with_frame,
    queued_text,
)
from office.web.session import signed_in


class CircularForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """What may be changed of a circular: title, number, day, words; of a correction also why it is made."""

    title = TextField("标题", [DataRequired("标题不能为空"), Length(max=120)])
    number = TextField("文号", [Optional(), Length(max=60)])
    dated = DateField("成文日期", [Optional()])
    covering = TextField("正文", [DataRequired("正文不能为空"), Length(max=20_000)], widget=TextArea())
    because = TextField("更正原因", [Optional(), Length(max=500)])


def show_list(service: Service) -> ResponseReturnValue:
    """Every circular, newest first."""
    with service.database.reading() as conn:
        found = circulars.everything(conn)
    return render_template("circulars.html", rows=[(one, parse_period(one.period)) for one in found])


def show_circular(service: Service, number: int) -> ResponseReturnValue:
    """One circular as the units would read it, with the words that may still be changed."""
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        form = CircularForm(data=circular.wording._asdict())
        return _page(service, conn, circular, form)


def edit(service: Service, number: int) -> ResponseReturnValue:
    """Keeps the office's own words, sent in by the form."""
    form = CircularForm()
    if not form.validate_on_submit():
        flash("未作更改：请看表单里标出的地方。", "bad")
        with service.database.reading() as conn:
            return _page(service, conn, or_404(circulars.one(conn, number)), form), 422
    wording = Wording(
        covering=form.covering.data,
        title=form.title.data,
        number=form.number.data,
        dated=form.dated.data,
        because=form.because.data,
    )
    with service.database.writing() as conn:
        circular = or_404(circulars.one(conn, number))
        changed = circulating.edit(service, conn, circular, wording, by(service))
    if changed:
        return done("已保存。", "circular", number=number)
    return refused(OBJECTIONS[Objection.NOT_A_DRAFT], "circular", number=number)


def redraft(service: Service, number: int) -> ResponseReturnValue:
    """Moves a draft on to the period's newest score."""
    editor = by(service)
    with service.database.writing() as conn:
        circular = or_404(circulars.one(conn, number))
        period = service.rulebook.period(circular.period)
        try:
            circulating.draft(service, conn, period, editor.at, editor.who)
        except CircularError:
            return refused("本期还没有结算，不能起草。", "circular", number=number)
    return done("已按最新得分重拟，正文、标题和文号保留。请再通读一遍。", "circular", number=number)


def approve(service: Service, number: int) -> ResponseReturnValue:
    """Approves a draft and sends it: from now on its period is published (C10)."""
    back = back_unless_read("circular", number)
    if back is not None:
        return back
    with service.database.writing() as conn:
        circular = or_404(circulars.one(conn, number))
        outcome = circulating.release(service, conn, circular, by(service))
    if isinstance(outcome, Objection):
        return refused(OBJECTIONS[outcome], "circular", number=number)
    return done(f"已审定。本期得分就此公布，{queued_text(outcome, '通报')}", "circular", number=number)


def show_message(service: Service, number: int) -> ResponseReturnValue:
    """The message's html by itself, for the frame of the page."""
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        return framed_message(circulating.preview(service, conn, circular).html)


def download_file(service: Service, number: int, ending: str) -> ResponseReturnValue:
    """The paper (docx) or the workbook (xlsx), as it will go out."""
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        files = circulating.files(service, conn, circular)
    wanted = [file for file in files if file.name.endswith(f".{ending}")]
    return download(or_404(first_of(wanted)))


def _page(service: Service, conn: Connection, circular: Circular, form: CircularForm) -> Response:
    objection = circulating.objection(service, conn, circular, signed_in().name)
    newest = scores.revisions(conn, circular.period)[-1]
    html = render_template(
        "circular.html",
        circular=circular,
        period=parse_period(circular.period),
        mail=circulating.preview(service, conn, circular),
        form=form,
        against="" if objection is None else OBJECTIONS[objection],
        first=None if circular.corrects is None else circulars.one(conn, circular.corrects),
        outdated=newest.id != circular.score_id,
    )
    return page_with_frame(html)


ROUTES = (
    Route("/circulars", "circulars", show_list),
    Route("/circulars/<int:number>", "circular", show_circular),
    Route("/circulars/<int:number>/mail", "circular_mail", show_message),
    Route("/circulars/<int:number>/file.<ending>", "circular_file", download_file),
    Route("/circulars/<int:number>", "circular_edited", edit, UserRole.CLERK, "POST"),
    Route("/circulars/<int:number>/draft", "circular_redrafted", redraft, UserRole.CLERK, "POST"),
    Route("/circulars/<int:number>/approve", "circular_approved", approve, UserRole.ADMIN, "POST"),
)
