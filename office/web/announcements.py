"""What does the office tell its units besides the score: drafts, previews, approval?

报送要点, 征稿 and the like: begun with a template's words, finished here, shown as
units will get it, approved and sent. What each of these does is
`office.use_cases.publishing.announcing`'s affair.
"""

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from ledger import announcements, roster
from ledger.announcements import Announcement, AnnouncementText
from ledger.database import Connection
from ledger.periods import local_day
from ledger.users import UserRole
from notify.compose import ComposingError
from office.service.parts import Service
from office.use_cases.publishing import announcing
from office.use_cases.publishing.announcing import AnnouncementError
from office.use_cases.publishing.circulating import Mailing, Objection
from office.web.meanwhile import (
    MadeFrom,
    Meanwhile,
    as_chosen,
    made_from,
    sent_from,
    version_of,
)
from office.web.pages import OfficeForm, Route, TextField, done, or_404, refused
from office.web.publishing import (
    CHANGED_WHILE_READ,
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
from office.web.session import signed_in

_NOBODY = "未作更改：请选一种样式，并选至少一个现有的组或单位。"
_ALREADY_APPROVED = "已经审定，不能再改；确需补充的，请另发一件。"


class NewAnnouncementForm(OfficeForm):
    """A new announcement: which template's first words, and whom it is for."""

    template = SelectField(
        "样式", [DataRequired("请选一种样式")], validate_choice=False
    )
    to = SelectMultipleField(
        "发给", [DataRequired("请选至少一个组或单位")], validate_choice=False
    )


class AnnouncementForm(OfficeForm):
    """What may be changed of an announcement: title, number, day, readers and words."""

    title = TextField("标题", [DataRequired("标题不能为空"), Length(max=120)])
    number = TextField("文号", [Optional(), Length(max=60)])
    dated = DateField("成文日期", [Optional()])
    to = SelectMultipleField(
        "发给", [DataRequired("请选至少一个组或单位")], validate_choice=False
    )
    body = TextField(
        "正文", [DataRequired("正文不能为空"), Length(max=20_000)], widget=TextArea()
    )


def show_list(service: Service) -> ResponseReturnValue:
    """Every announcement, newest first, and the form for a new one."""
    with service.database.reading() as conn:
        return _list_page(conn, _new_form(service, conn))


def draft(service: Service) -> ResponseReturnValue:
    """Begins a new draft with a template's first words."""
    with service.database.writing() as conn:
        form = _new_form(service, conn)
        if not form.validate_on_submit():
            return _list_page(conn, form), 422
        try:
            drafted = announcing.draft(
                service, conn, form.template.data, form.to.data or [], by(service)
            )
        except AnnouncementError:
            return refused(_NOBODY, "announcements")
        except ComposingError:
            return refused(
                "没有起草：这个样式的文件写得不对，请管理员运行 templates check 查看。",
                "announcements",
            )
    return done(
        "已起草。请把【】里的提示换成要写的话，再审定。",
        "announcement",
        number=drafted.id,
    )


def show_announcement(service: Service, number: int) -> ResponseReturnValue:
    """One announcement as the units would read it, with what may still be changed."""
    with service.database.reading() as conn:
        announcement = or_404(announcements.one(conn, number))
        return _page(
            service, conn, announcement, _form_on_record(service, conn, announcement)
        )


def edit(service: Service, number: int) -> ResponseReturnValue:
    """Keeps the words and the readers that the form sends in, unless somebody has
    changed them since.
    """
    made = sent_from(request.form)
    sent_in = as_chosen(request.form, made)
    with service.database.writing() as conn:
        announcement = or_404(announcements.one(conn, number))
        form = AnnouncementForm(sent_in)
        form.to.choices = _choices(service, conn)
        if made is not None and is_changed(announcement, made):
            return _show_what_changed(service, conn, announcement, sent_in, made)
        if not form.validate():
            flash("未作更改：请看表单里标出的地方。", "bad")
            return _page(service, conn, announcement, form), 422
        text = AnnouncementText(
            title=form.title.data,
            # Browsers end the lines of a text field with CR LF.
            body=form.body.data.replace("\r\n", "\n").strip(),
            number=form.number.data,
            dated=form.dated.data,
        )
        try:
            to = announcing.audience(conn, form.to.data or [])
        except AnnouncementError:
            return refused(_NOBODY, "announcement", number=number)
        changed = announcing.edit(service, conn, announcement, text, to, by(service))
        now = or_404(announcements.one(conn, number))
        if not changed and made is not None and is_changed(now, made):
            return _show_what_changed(service, conn, now, sent_in, made)
    if changed:
        return done("已保存。", "announcement", number=number)
    return refused(_ALREADY_APPROVED, "announcement", number=number)


def approve(service: Service, number: int) -> ResponseReturnValue:
    """Approves a draft and sends it."""
    back = back_unless_read("announcement", number)
    if back is not None:
        return back
    made = sent_from(request.form)
    as_read = version_of(made)
    with service.database.writing() as conn:
        announcement = or_404(announcements.one(conn, number))
        outcome = announcing.release(service, conn, announcement, by(service), as_read)
        if outcome is Objection.CHANGED and made is not None:
            form = _form_on_record(service, conn, announcement)
            read = changed_since_read(
                conn, announcing.subject_of(announcement), made, form
            )
            flash(CHANGED_WHILE_READ, "bad")
            return _page(service, conn, announcement, form, read=read), 409
    match outcome:
        case Objection.NOT_A_DRAFT:
            return refused(_ALREADY_APPROVED, "announcement", number=number)
        case Objection():
            return refused(OBJECTIONS[outcome], "announcement", number=number)
        case Mailing():
            return done(
                f"已审定，{queued_text(outcome, '通知')}", "announcement", number=number
            )


def show_message(service: Service, number: int) -> ResponseReturnValue:
    """The message's html by itself, for the frame of the page."""
    with service.database.reading() as conn:
        announcement = or_404(announcements.one(conn, number))
        return framed_message(announcing.preview(service, conn, announcement).html)


def download_paper(service: Service, number: int) -> ResponseReturnValue:
    """The paper (docx) as it will go out."""
    with service.database.reading() as conn:
        return download(
            announcing.paper(service, or_404(announcements.one(conn, number)))
        )


def _list_page(conn: Connection, form: NewAnnouncementForm) -> str:
    rows = [
        (each, announcing.said_to(conn, each))
        for each in announcements.everything(conn)
    ]
    return render_template("announcements.html", rows=rows, form=form)


def _form_on_record(
    service: Service, conn: Connection, announcement: Announcement
) -> AnnouncementForm:
    data = {
        **announcement.text._asdict(),
        "to": list(announcing.said_to(conn, announcement)),
    }
    form = AnnouncementForm(formdata=None, data=data)
    form.to.choices = _choices(service, conn)
    return form


def _show_what_changed(
    service: Service,
    conn: Connection,
    announcement: Announcement,
    sent_in: MultiDict[str, str],
    made: MadeFrom,
) -> ResponseReturnValue:
    """The page once more with both changes in its form, since somebody else has changed
    the draft.
    """
    on_record = _form_on_record(service, conn, announcement)
    filled = changed_while_written(
        conn, announcing.subject_of(announcement), made, sent_in, on_record
    )
    form = AnnouncementForm(filled.sent)
    form.to.choices = _choices(service, conn)
    return _page(service, conn, announcement, form, filled.told), 409


def _page(
    service: Service,
    conn: Connection,
    announcement: Announcement,
    form: AnnouncementForm,
    told: Meanwhile | None = None,
    read: Meanwhile | None = None,
) -> Response:
    """The page; `told` is said to whoever edits, `read` to whoever was about to approve
    what was read.
    """
    on_record = _form_on_record(service, conn, announcement)
    objection = announcing.objection(service, announcement, signed_in().name)
    html = render_template(
        "announcement.html",
        announcement=announcement,
        mail=announcing.preview(service, conn, announcement),
        to=announcing.said_to(conn, announcement),
        form=form,
        made_from=made_from(
            announcement.version, on_record, (*AnnouncementText._fields, "to")
        ),
        meanwhile=told,
        since_read=read,
        against="" if objection is None else OBJECTIONS[objection],
    )
    return page_with_frame(html)


def _new_form(service: Service, conn: Connection) -> NewAnnouncementForm:
    form = NewAnnouncementForm()
    form.template.choices = [(name, name) for name in service.composer.drafts()]
    form.to.choices = _choices(service, conn)
    return form


def _choices(service: Service, conn: Connection) -> list[tuple[str, str]]:
    """Everybody, each group, each unit that is on the roster today: value and label,
    which are the same.
    """
    today = local_day(service.clock())
    groups: list[str] = []
    units: list[str] = []
    for unit in roster.all_units(conn):
        if unit.assessed_on(today):
            groups.append(unit.group)
            units.append(unit.name)
    return [(name, name) for name in ("全体单位", *dict.fromkeys(groups), *units)]


ROUTES = (
    Route("/announcements", "announcements", show_list),
    Route("/announcements", "announcement_drafted", draft, UserRole.CLERK, "POST"),
    Route("/announcements/<int:number>", "announcement", show_announcement),
    Route("/announcements/<int:number>/mail", "announcement_mail", show_message),
    Route("/announcements/<int:number>/file.docx", "announcement_file", download_paper),
    Route(
        "/announcements/<int:number>",
        "announcement_edited",
        edit,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/announcements/<int:number>/approve",
        "announcement_approved",
        approve,
        UserRole.ADMIN,
        "POST",
    ),
)
