"""Which circulars are drafted, what do they say, and may this one go out?

通报: the draft of a stored score, the office's own words above it, the message and the
files as units will get them, and the approval, which publishes the score and sends.
What each of these does is `office.use_cases.publishing.circulating`'s affair.
"""

from collections.abc import Collection

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from ledger import circulars, journal, scores, switches
from ledger.circulars import Circular, CircularState, Wording
from ledger.database import Connection
from ledger.periods import Span, local_day, parse_period
from ledger.statements import first_of
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.publishing import circulating, drafting
from office.use_cases.publishing.circulating import Objection
from office.use_cases.publishing.staleness import Drift, drift
from office.web.labels import short_moment, who
from office.web.meanwhile import (
    MadeFrom,
    Meanwhile,
    as_chosen,
    made_from,
    sent_from,
    version_of,
)
from office.web.pages import OfficeForm, Route, TextField, done, or_404, refused, sent
from office.web.publishing import (
    CHANGED_WHILE_READ,
    CHANGED_WHILE_SETTLED,
    OBJECTIONS,
    back_unless_read,
    by,
    changed_since_read,
    changed_while_written,
    download,
    framed_message,
    is_changed,
    page_with_frame,
    queued_text,
)
from scoring.close import ClosingObstacle, NotClosed, Order

_LONGEST_REASON = 500
_MANY_LAPSED = 3
_SPANS = {Span.MONTH: "月度", Span.QUARTER: "季度", Span.YEAR: "年度"}
_OBSTACLES = {
    ClosingObstacle.EARLY: "这一期在考核开始之前，不结算，也不用审定；以前的分在“报送件”的“导入”里录入。",
    ClosingObstacle.RUNNING: "这一期还没有结束，结束后再结算。",
    ClosingObstacle.HELD: "还有待核的：{serials}。请先核定，再重新结算。",
    ClosingObstacle.UNSEEN: "名册上的邮箱来的，还有 {letters} 封没有认定是不是报送。"
    "请到来件页的“可能是报送的来件”里定下来，再重新结算。",
    ClosingObstacle.PUBLISHED: "这一期已经公布，更正须写明原因，请先写上。",
}
"""Why a period was not closed, and what to do about it."""


class CircularForm(OfficeForm):
    """What may be changed of a circular: title, number, day, words; of a correction
    also why it is made.
    """

    title = TextField("标题", [DataRequired("标题不能为空"), Length(max=120)])
    number = TextField("文号", [Optional(), Length(max=60)])
    dated = DateField("成文日期", [Optional()])
    covering = TextField(
        "正文", [DataRequired("正文不能为空"), Length(max=20_000)], widget=TextArea()
    )
    because = TextField("更正原因", [Optional(), Length(max=500)])


class SpansForm(OfficeForm):
    """After which periods a circular is drafted by itself."""

    spans = SelectMultipleField("由系统起草", validate_choice=False)


def show_list(service: Service) -> ResponseReturnValue:
    """Every circular, newest first; which of them lapsed, and of which periods they are
    drafted.
    """
    return _list_page(service)


def _list_page(service: Service, ticked: Collection[str] | None = None) -> str:
    """The list; `ticked` are the periods that somebody has chosen and that are not in
    force yet.
    """
    today = local_day(service.clock())
    with service.database.reading() as conn:
        found = circulars.everything(conn)
        published = scores.published_revisions(conn)
        beginning = switches.beginning(conn)
        chosen = drafting.drafted_spans(service, conn)
    lapsed = {
        one.id for one in found if circulars.lapsed(one, published, today, beginning)
    }
    months_lapsed = sum(
        one.id in lapsed and parse_period(one.period).span is Span.MONTH
        for one in found
    )
    return render_template(
        "circulars.html",
        rows=[(one, parse_period(one.period)) for one in found],
        lapsed=lapsed,
        spans=_SPANS,
        chosen=chosen if ticked is None else ticked,
        made_from=made_from(
            0, SpansForm(formdata=None, data={"spans": chosen}), ("spans",)
        ),
        # Nobody has wanted one for a while: the page asks whether to go on drafting
        # them.
        unwanted=Span.MONTH in chosen and months_lapsed >= _MANY_LAPSED,
    )


def show_circular(service: Service, number: int) -> ResponseReturnValue:
    """One circular as the units would read it, with the words that may still be
    changed.
    """
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        return _page(service, conn, circular, _form_on_record(circular))


def edit(service: Service, number: int) -> ResponseReturnValue:
    """Keeps the office's own words, sent in by the form, unless somebody has changed
    the draft since.
    """
    made = sent_from(request.form)
    sent_in = as_chosen(request.form, made)
    form = CircularForm(sent_in)
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        if made is not None and is_changed(circular, made):
            return _show_what_changed(service, conn, circular, sent_in, made)
        if not form.validate():
            flash("未作更改：请看表单里标出的地方。", "bad")
            return _page(service, conn, circular, form), 422
    wording = Wording(
        covering=form.covering.data,
        title=form.title.data,
        number=form.number.data,
        dated=form.dated.data,
        because=form.because.data,
    )
    with service.database.writing() as conn:
        # As it was read above: what was changed meanwhile is not changed over.
        changed = circulating.edit(service, conn, circular, wording, by(service))
        now = or_404(circulars.one(conn, number))
        if not changed and made is not None and is_changed(now, made):
            return _show_what_changed(service, conn, now, sent_in, made)
    if changed:
        return done("已保存。", "circular", number=number)
    return refused(OBJECTIONS[Objection.NOT_A_DRAFT], "circular", number=number)


def settle_anew(service: Service, number: int) -> ResponseReturnValue:
    """Closes the period as it is on record now; a draft moves on, and an approved one
    gets a correction.
    """
    editor = by(service)
    order = Order(editor.who, editor.at, sent("because", "更正原因", _LONGEST_REASON))
    with service.database.writing() as conn:
        circular = or_404(circulars.one(conn, number))
        newest = circulars.latest(conn, circular.period)
        if newest is not None and newest.id != number:
            return refused(
                "这一期后来又拟过一份，请在这一份上办理。", "circular", number=newest.id
            )
        made = sent_from(request.form)
        as_read = version_of(made)
        settled = circulating.settle_anew(service, conn, circular, order, as_read)
    if isinstance(settled, Objection):
        assert made is not None, "without a version nothing is compared"  # noqa: S101
        return _show_to_read_again(service, number, made, CHANGED_WHILE_SETTLED)
    if isinstance(settled, NotClosed):
        said = _OBSTACLES[settled.obstacle].format(
            serials="、".join(settled.serials), letters=len(settled.letters)
        )
        return refused(said, "circular", number=number)
    if settled.state is not CircularState.DRAFT:
        return refused("记录没有变动，不用更正。", "circular", number=number)
    if settled.id != number:
        return done("更正通报已起草，请通读、审定。", "circular", number=settled.id)
    return done(
        "已按现在的记录重新结算、重拟，正文、标题和文号保留。请再通读一遍。",
        "circular",
        number=number,
    )


def choose_spans(service: Service) -> ResponseReturnValue:
    """Sets after which periods a circular is drafted by itself, unless somebody has set
    it since.
    """
    chosen = request.form.getlist("spans")
    made = sent_from(request.form)
    with service.database.writing() as conn:
        in_force = [span.value for span in drafting.drafted_spans(service, conn)]
        if made is not None and list(made.fields.get("spans", ())) != in_force:
            change = journal.about(conn, drafting.DRAFTING)[-1]
            names = "、".join(_SPANS[Span(span)] for span in in_force) or "都不起草"
            flash(
                f"{short_moment(change.at)} {who(change.who)} 刚改成：{names}，所以您选的还没有保存。"
                "您勾的还在下面，要照您的办，再点一次保存。",
                "bad",
            )
            return _list_page(service, chosen), 409
        spans = [span for span in drafting.SPANS if span.value in chosen]
        drafting.choose_spans(conn, spans, by(service))
    named = "、".join(_SPANS[span] for span in spans)
    said = (
        f"今后由系统起草的：{named}。"
        if named
        else "今后系统不再自动结算和起草通报，要用时请在命令行办理。"
    )
    return done(said, "circulars")


def approve(service: Service, number: int) -> ResponseReturnValue:
    """Approves a draft and sends it: from now on its period is published (C10)."""
    back = back_unless_read("circular", number)
    if back is not None:
        return back
    made = sent_from(request.form)
    as_read = version_of(made)
    with service.database.writing() as conn:
        circular = or_404(circulars.one(conn, number))
        outcome = circulating.release(service, conn, circular, by(service), as_read)
    if outcome is Objection.CHANGED and made is not None:
        return _show_to_read_again(service, number, made, CHANGED_WHILE_READ)
    if isinstance(outcome, Objection):
        return refused(OBJECTIONS[outcome], "circular", number=number)
    return done(
        f"已审定。本期得分就此公布，{queued_text(outcome, '通报')}",
        "circular",
        number=number,
    )


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


def _form_on_record(circular: Circular) -> CircularForm:
    return CircularForm(formdata=None, data=circular.wording._asdict())


def _show_what_changed(
    service: Service,
    conn: Connection,
    circular: Circular,
    sent_in: MultiDict[str, str],
    made: MadeFrom,
) -> ResponseReturnValue:
    """The page once more with both changes in its form, since somebody else has changed
    the draft.
    """
    on_record = _form_on_record(circular)
    filled = changed_while_written(
        conn, drafting.subject_of(circular), made, sent_in, on_record
    )
    return _page(service, conn, circular, CircularForm(filled.sent), filled.told), 409


def _show_to_read_again(
    service: Service, number: int, made: MadeFrom, said: str
) -> ResponseReturnValue:
    """The page once more with what somebody else has changed since it was read."""
    with service.database.reading() as conn:
        circular = or_404(circulars.one(conn, number))
        form = _form_on_record(circular)
        read = changed_since_read(conn, drafting.subject_of(circular), made, form)
        flash(said, "bad")
        return _page(service, conn, circular, form, read=read), 409


def _page(
    service: Service,
    conn: Connection,
    circular: Circular,
    form: CircularForm,
    told: Meanwhile | None = None,
    read: Meanwhile | None = None,
) -> Response:
    """The page; `told` is said to whoever edits, `read` to whoever was about to settle
    or approve it.
    """
    editor = by(service)
    newest = circulars.latest(conn, circular.period)
    is_newest = newest is not None and newest.id == circular.id
    drifted = drift(service, conn, circular, editor.at) if is_newest else Drift()
    objection = circulating.objection(service, conn, circular, editor, drifted)
    html = render_template(
        "circular.html",
        circular=circular,
        period=parse_period(circular.period),
        mail=circulating.preview(service, conn, circular),
        form=form,
        made_from=made_from(
            circular.version, _form_on_record(circular), Wording._fields
        ),
        meanwhile=told,
        since_read=read,
        against="" if objection is None else OBJECTIONS[objection],
        first=None
        if circular.corrects is None
        else circulars.one(conn, circular.corrects),
        drifted=drifted,
        settle=bool(drifted) or objection is Objection.OUTDATED,
    )
    return page_with_frame(html)


ROUTES = (
    Route("/circulars", "circulars", show_list),
    Route("/circulars/<int:number>", "circular", show_circular),
    Route("/circulars/<int:number>/mail", "circular_mail", show_message),
    Route("/circulars/<int:number>/file.<ending>", "circular_file", download_file),
    Route("/circulars/<int:number>", "circular_edited", edit, UserRole.CLERK, "POST"),
    Route(
        "/circulars/<int:number>/settle",
        "circular_settled",
        settle_anew,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/circulars/periods", "circulars_chosen", choose_spans, UserRole.ADMIN, "POST"
    ),
    Route(
        "/circulars/<int:number>/approve",
        "circular_approved",
        approve,
        UserRole.ADMIN,
        "POST",
    ),
)
