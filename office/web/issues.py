"""How is an issue of the office's own publication composed on the screen?

期刊: the list, one issue in its order with what may still be placed, its paper, and publishing, after which
its adoptions count. What may be done is `office.use_cases.own_issues`' to say.
"""

from io import BytesIO

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ledger import issues, journal, roster
from ledger.journal import By
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from notify.document import paper
from notify.document.bulletin import bulletin
from office.service.parts import Service
from office.use_cases import own_issues, withdrawing
from office.use_cases.events import EventError, forms_of, named_publication
from office.use_cases.own_issues import ItemEdit, PublishingError, issue_name
from office.use_cases.withdrawing import WithdrawalError
from office.web.pages import Route, TextField, done, faults_of, or_404, refused
from office.web.session import decision_context, signed_in
from office.web.withdrawals import way_chosen, what_was_done

_OFFERED = 60
"""How many items the page offers to place; more cannot be overlooked on a screen."""
_LONGEST_REASON = 200


class IssueForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A new issue: of which publication, printed when, and its number unless it is the next."""

    publication = TextField("刊物", [DataRequired("请写刊物名称"), Length(max=60)])
    dated = DateField("印发日期", [DataRequired("请写印发日期")])
    number = IntegerField("期号", [Optional(), NumberRange(1, 9999)])
    unscored = BooleanField("不计分：考核办法里没有这个刊物")


def show_list(service: Service) -> ResponseReturnValue:
    """Every issue, the newest first, and the form for another."""
    today = local_day(service.clock())
    outlet = own_issues.own_publication(service.rulebook, today)
    form = IssueForm(formdata=None, data={"publication": outlet.name if outlet else "", "dated": today})
    with service.database.reading() as conn:
        rows = [(each, len(issues.items(conn, each.id))) for each in issues.everything(conn)]
    return render_template("issues.html", rows=rows, form=form, named=issue_name)


def begin(service: Service) -> ResponseReturnValue:
    """Makes an empty issue."""
    form = IssueForm()
    if not form.validate() or form.dated.data is None:
        return refused(f"没有新编：{faults_of(form)}", "issues")
    context, dated = decision_context(service), form.dated.data
    try:
        with service.database.writing() as conn:
            publication = named_publication(
                conn,
                service.rulebook,
                form.publication.data,
                dated,
                context.now,
                unscored=form.unscored.data,
            )
            made = own_issues.new(conn, publication, dated, form.number.data, context)
    except (EventError, PublishingError) as refusal:
        return refused(f"没有新编：{refusal}", "issues")
    return redirect(url_for("issue", number=made.id))


def show_issue(service: Service, number: int) -> ResponseReturnValue:
    """One issue: what stands in it, and what may be placed."""
    with service.database.reading() as conn:
        issue = or_404(issues.one(conn, number))
        standing = issues.items(conn, number)
        items = listing.several(conn, [each.serial for each in standing])
        offers = own_issues.offered(conn, issue) if issue.published_at is None else ()
        names = roster.unit_names(conn)
        history = journal.about(conn, own_issues.subject_of(issue))
        by = By(signed_in().name, service.clock())
        adopted = [f"adoption:{each}" for each in issues.adoptions_of(conn, issue)]
        effect = withdrawing.effect_on(service, conn, adopted, by)
    return render_template(
        "issue.html",
        issue=issue,
        title=issue_name(issue),
        standing=standing,
        known={item.serial: item for item in items},
        names=names,
        offers=offers[:_OFFERED],
        forms=forms_of(service.rulebook),
        history=history,
        effect=effect,
    )


def place(service: Service, number: int) -> ResponseReturnValue:
    """Puts the ticked items at the end of an issue."""
    serials = request.form.getlist("serials")
    if not serials:
        return refused("请先勾选要编入的报送件。", "issue", number=number)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            form = own_issues.form_named(service.rulebook, request.form.get("form", ""))
            own_issues.place(conn, number, serials, form, decision_context(service))
    except PublishingError as refusal:
        return _refused(number, refusal)
    return done(f"编入了 {len(serials)} 条。", "issue", number=number)


def change(service: Service, number: int, serial: str) -> ResponseReturnValue:
    """Edits, moves or takes out one item, as the button says."""
    context = decision_context(service)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            serials = [each.serial for each in issues.items(conn, number)]
            position = serials.index(serial) + 1 if serial in serials else 1
            match request.form.get("do"):
                case "up":
                    own_issues.move(conn, number, serial, position - 1, context)
                    said = "已上移。"
                case "down":
                    own_issues.move(conn, number, serial, position + 1, context)
                    said = "已下移。"
                case "out":
                    own_issues.take_out(conn, number, serial, context)
                    said = "已取出。"
                case _:
                    edit = ItemEdit(
                        heading=request.form.get("heading", ""),
                        # Browsers end the lines of a text field with CR LF.
                        text=request.form.get("text", "").replace("\r\n", "\n"),
                        form=own_issues.form_named(service.rulebook, request.form.get("form", "")),
                    )
                    own_issues.edit(conn, number, serial, edit, context)
                    said = "已保存。"
    except PublishingError as refusal:
        return _refused(number, refusal)
    return done(said, "issue", number=number)


def download_paper(service: Service, number: int) -> ResponseReturnValue:
    """The issue as .docx."""
    with service.database.reading() as conn:
        or_404(issues.one(conn, number))
        made = own_issues.bulletin_of(conn, number, service.settings.office.name)
    content = BytesIO(bulletin(made))
    return send_file(content, mimetype=paper.TYPE, as_attachment=True, download_name=made.file_name)


def publish(service: Service, number: int) -> ResponseReturnValue:
    """Publishes an issue: its items are adopted, and count from now on."""
    if request.form.get("read") != "yes":
        return refused("请先勾选“已通读”，再编发。", "issue", number=number)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            count = own_issues.publish(conn, number, service.rulebook, decision_context(service))
    except PublishingError as refusal:
        return _refused(number, refusal)
    return done(f"已编发，{count} 条采用已登记，从现在起计分。", "issue", number=number)


def withdraw(service: Service, number: int) -> ResponseReturnValue:
    """Takes a published issue back: its adoptions go, and it is a draft again."""
    because = request.form.get("because", "")[:_LONGEST_REASON]
    by = By(signed_in().name, service.clock(), because)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            result = own_issues.withdraw(service, conn, number, way_chosen(), by)
    except (PublishingError, WithdrawalError) as refusal:
        return _refused(number, refusal)
    said = f"已撤回为草稿，{result.rows} 条采用已取消。{what_was_done(result)}"
    return done(said, "issue", number=number)


def _refused(number: int, refusal: PublishingError | WithdrawalError) -> ResponseReturnValue:
    return refused(f"没有改动：{refusal}", "issue", number=number)


ROUTES = (
    Route("/issues", "issues", show_list),
    Route("/issues", "issue_begun", begin, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>", "issue", show_issue),
    Route("/issues/<int:number>/paper", "issue_paper", download_paper),
    Route("/issues/<int:number>/items", "issue_placed", place, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/items/<serial>", "issue_changed", change, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/publish", "issue_published", publish, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>/withdraw", "issue_withdrawn", withdraw, UserRole.CLERK, "POST"),
)
