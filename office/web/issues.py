"""How is an issue of the office's own publication composed on the screen?

期刊: the list, one issue in its order with what may still be placed, its paper, and publishing, after which
its adoptions count. What may be done is `office.use_cases.own_issues`'s to say.
"""

from collections.abc import Callable
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ledger import issues, journal, roster
from ledger.database import Connection
from ledger.issues import Issue
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from notify.document import paper
from notify.document.bulletin import bulletin
from office.use_cases import own_issues
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.events import forms_of
from office.use_cases.own_issues import ItemEdit, PublishingError, issue_name
from office.web.routes import Route
from office.web.session import decision_context
from office.wiring import Service

_OFFERED = 60
Deed = Callable[[Connection, DecisionContext], str]
"""A change of an issue; what is said of it afterwards."""


class IssueForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """新编一期."""

    publication = StringField("刊物", [DataRequired("请写刊物名称"), Length(max=60)])
    dated = DateField("印发日期", [DataRequired("请写印发日期")])
    number = IntegerField("期号", [Optional(), NumberRange(1, 9999)])


def listed(service: Service) -> ResponseReturnValue:
    """Every issue, the newest first, and the form for another."""
    today = local_day(service.clock())
    outlet = own_issues.own_publication(service.rulebook, today)
    form = IssueForm(formdata=None, data={"publication": outlet.name if outlet else "", "dated": today})
    with service.database.reading() as conn:
        rows = [(each, len(issues.items(conn, each.id))) for each in issues.everything(conn)]
    return render_template("issues.html", rows=rows, form=form, named=issue_name)


def begun(service: Service) -> ResponseReturnValue:
    """An empty issue."""
    form = IssueForm()
    if not form.validate() or form.dated.data is None:
        flash("没有新编：" + "；".join(fault for faults in form.errors.values() for fault in faults), "bad")
        return redirect(url_for("issues"))
    written = (form.publication.data or "").strip()
    outlet = service.rulebook.publication(written)
    try:
        with service.database.writing() as conn:
            made = own_issues.new(
                conn,
                outlet.name if outlet else written,
                form.dated.data,
                form.number.data,
                decision_context(service),
            )
    except PublishingError as refusal:
        flash(f"没有新编：{refusal}", "bad")
        return redirect(url_for("issues"))
    return redirect(url_for("issue", number=made.id))


def detail(service: Service, number: int) -> ResponseReturnValue:
    """One issue: what stands in it, and what may be placed."""
    with service.database.reading() as conn:
        found = _found(conn, number)
        standing = issues.items(conn, number)
        known = {item.serial: item for item in listing.several(conn, [each.serial for each in standing])}
        offers = own_issues.offered(conn, found) if found.published_at is None else ()
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
        history = journal.about(conn, own_issues.subject_of(found))
    return render_template(
        "issue.html",
        issue=found,
        title=issue_name(found),
        standing=standing,
        known=known,
        names=names,
        offers=offers[:_OFFERED],
        forms=forms_of(service.rulebook),
        history=history,
    )


def placed(service: Service, number: int) -> ResponseReturnValue:
    """Puts the ticked items at the end."""
    serials = request.form.getlist("serials")
    form = _form(service)

    def deed(conn: Connection, context: DecisionContext) -> str:
        own_issues.place(conn, number, serials, form, context)
        return f"编入了 {len(serials)} 条。"

    if not serials:
        flash("请先勾选要编入的报送件。", "bad")
        return redirect(url_for("issue", number=number))
    return _done(service, number, deed)


def changed(service: Service, number: int, serial: str) -> ResponseReturnValue:
    """Edits, moves or takes out one item, as the button says."""
    sent, form = request.form, _form(service)

    def deed(conn: Connection, context: DecisionContext) -> str:
        places = [each.serial for each in issues.items(conn, number)]
        at = places.index(serial) + 1 if serial in places else 1
        match sent.get("do"):
            case "up":
                own_issues.move(conn, number, serial, at - 1, context)
                return "已上移。"
            case "down":
                own_issues.move(conn, number, serial, at + 1, context)
                return "已下移。"
            case "out":
                own_issues.take_out(conn, number, serial, context)
                return "已取出。"
            case _:
                change = ItemEdit(sent.get("heading", ""), sent.get("text", "").replace("\r\n", "\n"), form)
                own_issues.edit(conn, number, serial, change, context)
                return "已保存。"

    return _done(service, number, deed)


def on_paper(service: Service, number: int) -> ResponseReturnValue:
    """The .docx."""
    with service.database.reading() as conn:
        _found(conn, number)
        made = own_issues.bulletin_of(conn, number, service.settings.office.name)
    return send_file(
        BytesIO(bulletin(made)), mimetype=paper.TYPE, as_attachment=True, download_name=made.file_name
    )


def published(service: Service, number: int) -> ResponseReturnValue:
    """Puts the adoptions on record."""
    if request.form.get("read") != "yes":
        flash("请先勾选“已通读”，再编发。", "bad")
        return redirect(url_for("issue", number=number))

    def deed(conn: Connection, context: DecisionContext) -> str:
        return f"已编发，{own_issues.publish(conn, number, context)} 条采用已登记，从现在起计分。"

    return _done(service, number, deed)


def withdrawn(service: Service, number: int) -> ResponseReturnValue:
    """Makes it a draft again."""
    because = request.form.get("because", "")[:200]

    def deed(conn: Connection, context: DecisionContext) -> str:
        return f"已撤回为草稿，{own_issues.withdraw(conn, number, because, context)} 条采用已取消。"

    return _done(service, number, deed)


def _done(service: Service, number: int, deed: Deed) -> ResponseReturnValue:
    """Does it in one transaction; what cannot be is said and changes nothing."""
    try:
        with service.database.writing() as conn:
            _found(conn, number)
            said = deed(conn, decision_context(service))
    except PublishingError as refusal:
        flash(f"没有改动：{refusal}", "bad")
    else:
        flash(said, "good")
    return redirect(url_for("issue", number=number))


def _form(service: Service) -> str:
    """The form of adoption that was chosen; the usual one where none of the rule's was."""
    known, sent = forms_of(service.rulebook), request.form.get("form", "")
    return sent if sent in known else next(iter(known), "")


def _found(conn: Connection, number: int) -> Issue:
    found = issues.one(conn, number)
    if found is None:
        abort(404)
    return found


ROUTES = (
    Route("/issues", "issues", listed),
    Route("/issues", "issue_begun", begun, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>", "issue", detail),
    Route("/issues/<int:number>/paper", "issue_paper", on_paper),
    Route("/issues/<int:number>/items", "issue_placed", placed, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/items/<serial>", "issue_changed", changed, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/publish", "issue_published", published, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/withdraw", "issue_withdrawn", withdrawn, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
