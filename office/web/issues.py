"""How is an issue of the office's own publication composed on the screen?

期刊: the list, one issue in its order with what may still be placed, its paper, and
publishing, after which its adoptions count. What may be done is
`office.use_cases.own_issues`' to say.
"""

from functools import partial
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, IntegerField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ledger import issues, journal, roster
from ledger.issues import Issue, IssueItem
from ledger.journal import By
from ledger.periods import local_day
from ledger.statements import first_of
from ledger.submissions import listing
from ledger.users import UserRole
from notify.document import paper
from notify.document.bulletin import bulletin
from office.service.parts import Service
from office.use_cases import own_issues, withdrawing
from office.use_cases.events import EventError, forms_of, named_publication
from office.use_cases.own_issues import (
    IssueChangedError,
    ItemEdit,
    PublishingError,
    issue_name,
)
from office.use_cases.withdrawing import WithdrawalError
from office.web.meanwhile import (
    MadeFrom,
    Meanwhile,
    as_chosen,
    made_from,
    meanwhile,
    sent_from,
    version_of,
)
from office.web.pages import (
    OfficeForm,
    Route,
    TextField,
    done,
    faults_of,
    or_404,
    refused,
    sent,
)
from office.web.session import decision_context, signed_in
from office.web.withdrawals import way_chosen, what_was_done

_OFFERED = 60
"""How many items the page offers to place; more cannot be overlooked on a screen."""
_LONGEST_REASON = 200
_LONGEST_HEADING = 120
_LONGEST_TEXT = 20_000
_OF_ITEM = ("heading", "form", "text")


class IssueForm(OfficeForm):
    """A new issue: of which publication, printed when, and its number unless it is the
    next.
    """

    publication = TextField("刊物", [DataRequired("请写刊物名称"), Length(max=60)])
    dated = DateField("印发日期", [DataRequired("请写印发日期")])
    number = IntegerField("期号", [Optional(), NumberRange(1, 9999)])
    unscored = BooleanField("不计分：考核办法里没有这个刊物")


class IssueItemForm(OfficeForm):
    """What the editor changes of an item."""

    heading = TextField("标题")
    form = TextField("形式")
    text = TextField("正文")


def show_list(service: Service) -> ResponseReturnValue:
    """Every issue, the newest first, and the form for another."""
    today = local_day(service.clock())
    outlet = own_issues.own_publication(service.rulebook, today)
    form = IssueForm(
        formdata=None,
        data={"publication": outlet.name if outlet else "", "dated": today},
    )
    with service.database.reading() as conn:
        rows = [
            (each, len(issues.items(conn, each.id))) for each in issues.everything(conn)
        ]
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
    return _page(service, number)


def _page(
    service: Service,
    number: int,
    edited: IssueItem | None = None,
    told: Meanwhile | None = None,
    read: Meanwhile | None = None,
) -> str:
    """The page.

    `edited` is an item as its form shall show it, and `told` what another changed of it
    meanwhile; `read` is told to whoever was about to publish what was read.
    """
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
        made_from=partial(_made_from, issue),
        edited=edited,
        meanwhile=told,
        since_read=read,
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
    made = sent_from(request.form)
    was = None
    if made is not None:
        form, heading, text = (
            "".join(made.fields.get(name, ())) for name in ("form", "heading", "text")
        )
        was = IssueItem(serial, form, heading, text)
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
                        was=was,
                        heading=sent("heading", "标题", _LONGEST_HEADING),
                        # Browsers end the lines of a text field with CR LF.
                        text=sent("text", "正文", _LONGEST_TEXT).replace("\r\n", "\n"),
                        form=own_issues.form_named(
                            service.rulebook, request.form.get("form", "")
                        ),
                    )
                    own_issues.edit(conn, number, serial, edit, context)
                    said = "已保存。"
    except IssueChangedError:
        return _show_what_changed(service, number, serial, made)
    except PublishingError as refusal:
        return _refused(number, refusal)
    return done(said, "issue", number=number)


def _made_from(issue: Issue, item: IssueItem | None = None) -> str:
    """What a form says of the issue that it was made from, and of the item that it
    changes.
    """
    if item is None:
        return made_from(issue.version, IssueItemForm(formdata=None), ())
    return made_from(
        issue.version, IssueItemForm(formdata=None, data=item._asdict()), _OF_ITEM
    )


def _show_what_changed(
    service: Service, number: int, serial: str, made: MadeFrom | None
) -> ResponseReturnValue:
    """The page once more with both changes in the item's form, since somebody else has
    changed it.
    """
    with service.database.reading() as conn:
        issue = or_404(issues.one(conn, number))
        now = or_404(
            first_of(
                [each for each in issues.items(conn, number) if each.serial == serial]
            )
        )
        entries = (
            ()
            if made is None
            else journal.later_than(conn, own_issues.subject_of(issue), made.version)
        )
    flash(f"还没有保存：您打开之后，有人改过 {serial}。改了什么，列在那一条里。", "bad")
    deeds = []
    for entry in entries:
        serials = entry.details.get("serials")
        if isinstance(serials, list) and serial in serials:
            deeds.append(entry)
    on_record = IssueItemForm(formdata=None, data=now._asdict())
    filled = meanwhile(
        as_chosen(request.form, made), made or MadeFrom(0, {}), on_record, tuple(deeds)
    )
    edited = IssueItem(
        serial, *(filled.sent.get(name, "") for name in ("form", "heading", "text"))
    )
    return _page(service, number, edited, filled.told), 409


def download_paper(service: Service, number: int) -> ResponseReturnValue:
    """The issue as .docx."""
    with service.database.reading() as conn:
        or_404(issues.one(conn, number))
        made = own_issues.bulletin_of(conn, number, service.settings.office.name)
    content = BytesIO(bulletin(made))
    return send_file(
        content, mimetype=paper.TYPE, as_attachment=True, download_name=made.file_name
    )


def publish(service: Service, number: int) -> ResponseReturnValue:
    """Publishes an issue: its items are adopted, and count from now on."""
    if request.form.get("read") != "yes":
        return refused("请先勾选“已通读”，再编发。", "issue", number=number)
    made = sent_from(request.form)
    as_read = version_of(made)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            count = own_issues.publish(
                conn, number, service.rulebook, decision_context(service), as_read
            )
    except IssueChangedError:
        with service.database.reading() as conn:
            issue = or_404(issues.one(conn, number))
            version = 0 if as_read is None else as_read
            deeds = journal.later_than(conn, own_issues.subject_of(issue), version)
        flash(
            "还没有编发：您打开之后，有人改过这一期。改了什么，列在“编发”一栏。", "bad"
        )
        return _page(service, number, read=Meanwhile(deeds)), 409
    except PublishingError as refusal:
        return _refused(number, refusal)
    return done(f"已编发，{count} 条采用已登记，从现在起计分。", "issue", number=number)


def withdraw(service: Service, number: int) -> ResponseReturnValue:
    """Takes a published issue back: its adoptions go, and it is a draft again."""
    because = sent("because", "理由", _LONGEST_REASON)
    by = By(signed_in().name, service.clock(), because)
    try:
        with service.database.writing() as conn:
            or_404(issues.one(conn, number))
            result = own_issues.withdraw(service, conn, number, way_chosen(), by)
    except (PublishingError, WithdrawalError) as refusal:
        return _refused(number, refusal)
    said = f"已撤回为草稿，{result.rows} 条采用已取消。{what_was_done(result)}"
    return done(said, "issue", number=number)


def _refused(
    number: int, refusal: PublishingError | WithdrawalError
) -> ResponseReturnValue:
    return refused(f"没有改动：{refusal}", "issue", number=number)


ROUTES = (
    Route("/issues", "issues", show_list),
    Route("/issues", "issue_begun", begin, UserRole.CLERK, "POST"),
    Route("/issues/<int:number>", "issue", show_issue),
    Route("/issues/<int:number>/paper", "issue_paper", download_paper),
    Route("/issues/<int:number>/items", "issue_placed", place, UserRole.CLERK, "POST"),
    Route(
        "/issues/<int:number>/items/<serial>",
        "issue_changed",
        change,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/issues/<int:number>/publish",
        "issue_published",
        publish,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/issues/<int:number>/withdraw",
        "issue_withdrawn",
        withdraw,
        UserRole.CLERK,
        "POST",
    ),
)
