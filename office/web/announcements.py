"""What does the office tell its units besides the score: drafts, previews, approval?

报送要点, 征稿 and the like: begun with a template's words, finished here, shown as units will get it,
approved and sent. What each deed does is `office.use_cases.publishing.announcing`'s affair.
"""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import announcements, roster
from ledger.announcements import Announcement, Text
from ledger.circulars import CircularState
from ledger.database import Connection
from ledger.periods import local_day
from ledger.users import UserRole
from office.web.console import Console, Route
from office.web.forms import AnnouncementForm, NewAnnouncementForm
from office.web.message_frame import message, with_frames
from office.web.papers import by, download, said, unread
from office.web.press import Done
from office.web.session import signed_in

EVERYBODY = "全体单位"


def listed(console: Console) -> ResponseReturnValue:
    """Every announcement, newest first, and the form for a new one."""
    with console.database.reading() as conn:
        return _list_page(console, conn, _new_form(console, conn))


def drafted(console: Console) -> ResponseReturnValue:
    """A new draft."""
    with console.database.writing() as conn:
        form = _new_form(console, conn)
        if not form.validate_on_submit():
            return _list_page(console, conn, form), 422
        press = console.press.announcements
        made = press.draft(conn, form.template.data, form.to.data or [], by(console))
    if isinstance(made, Done):
        said(made)
        return redirect(url_for("announcements"))
    flash("已起草。请把【】里的提示换成要写的话，再审定。", "good")
    return redirect(url_for("announcement", number=made.id))


def detail(console: Console, number: int) -> ResponseReturnValue:
    """One announcement as the units would read it, with what may still be changed."""
    with console.database.reading() as conn:
        found = _found(conn, number)
        to = list(console.press.announcements.said_to(conn, found))
        form = AnnouncementForm(data=found.text._asdict() | {"to": to})
        form.to.choices = _choices(console, conn)
        return _page(console, conn, found, form)


def edited(console: Console, number: int) -> ResponseReturnValue:
    """The office's words, sent in."""
    with console.database.writing() as conn:
        found = _found(conn, number)
        form = AnnouncementForm()
        form.to.choices = _choices(console, conn)
        if not form.validate_on_submit():
            flash("未作更改：请看表单里标出的地方。", "bad")
            page = _page(console, conn, found, form)
            page.status_code = 422
            return page
        text = Text(
            title=form.title.data or "",
            body=(form.body.data or "").replace("\r\n", "\n").strip(),
            number=form.number.data or "",
            dated=form.dated.data,
        )
        said(console.press.announcements.edit(conn, found, (text, form.to.data or []), by(console)))
    return redirect(url_for("announcement", number=number))


def approved(console: Console, number: int) -> ResponseReturnValue:
    """Lets a draft go out."""
    if (back := unread("announcement", number)) is not None:
        return back
    with console.database.writing() as conn:
        said(console.press.announcements.release(conn, _found(conn, number), by(console)))
    return redirect(url_for("announcement", number=number))


def framed(console: Console, number: int) -> ResponseReturnValue:
    """The message's html by itself, for the frame of the page."""
    with console.database.reading() as conn:
        return message(console.press.announcements.mail(conn, _found(conn, number)).html)


def file(console: Console, number: int) -> ResponseReturnValue:
    """The paper as it will go out."""
    with console.database.reading() as conn:
        paper = console.press.announcements.paper(_found(conn, number))
    return download(paper)


def _list_page(console: Console, conn: Connection, form: NewAnnouncementForm) -> str:
    press = console.press.announcements
    rows = [(each, press.said_to(conn, each)) for each in announcements.everything(conn)]
    return render_template("announcements.html", rows=rows, form=form)


def _page(console: Console, conn: Connection, found: Announcement, form: AnnouncementForm) -> Response:
    press = console.press.announcements
    shown = {
        "mail": press.mail(conn, found),
        "to": press.said_to(conn, found),
        "against": press.against(found, signed_in().name) if found.state is CircularState.DRAFT else "",
    }
    return with_frames(render_template("announcement.html", announcement=found, form=form, **shown))


def _new_form(console: Console, conn: Connection) -> NewAnnouncementForm:
    form = NewAnnouncementForm()
    form.template.choices = [(name, name) for name in console.press.announcements.templates()]
    form.to.choices = _choices(console, conn)
    return form


def _choices(console: Console, conn: Connection) -> list[tuple[str, str]]:
    """Everybody, each group, each unit that is on the roster today."""
    today = local_day(console.clock())
    units = [unit for unit in roster.all_units(conn) if unit.assessed_on(today)]
    groups = dict.fromkeys(unit.group for unit in units)
    names = (EVERYBODY, *groups, *(unit.name for unit in units))
    return [(name, name) for name in names]


def _found(conn: Connection, number: int) -> Announcement:
    found = announcements.one(conn, number)
    if found is None:
        abort(404)
    return found


ROUTES = (
    Route("/announcements", "announcements", listed),
    Route("/announcements", "announcement_drafted", drafted, UserRole.CLERK, "POST"),
    Route("/announcements/<int:number>", "announcement", detail),
    Route("/announcements/<int:number>/mail", "announcement_mail", framed),
    Route("/announcements/<int:number>/file.docx", "announcement_file", file),
    Route("/announcements/<int:number>", "announcement_edited", edited, UserRole.CLERK, "POST"),
    Route("/announcements/<int:number>/approve", "announcement_approved", approved, UserRole.ADMIN, "POST"),
)
"""The addresses of this group."""
