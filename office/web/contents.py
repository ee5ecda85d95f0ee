"""Which of our submissions did another publication use, and does a person agree?

刊物目录: a list handed in as a file, each line with the submission it likely means and how sure that is; a
person confirms, corrects or dismisses. Matching is `office.use_cases.issues`' affair.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length

from ledger import contents, roster
from ledger.contents import ContentsLine, LineState
from ledger.database import Connection
from ledger.entries.submissions import Submission
from ledger.faults import ToldError
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from office.use_cases.contents_lists import (
    LineKey,
    ListHead,
    NotSettledError,
    confirm,
    confirm_all,
    dismiss,
    read_contents,
    take_in,
    titles_before,
)
from office.use_cases.events import forms_of
from office.use_cases.title_matching import ListedTitle, match_title
from office.web.routes import Route
from office.web.session import decision_context
from office.wiring import Service

SURE = 0.95
"""From which confidence the button confirms lines together."""
_ENDINGS = frozenset({".txt", ".docx", ".xlsx", ".csv"})


class Row(NamedTuple):
    """One line, and the submissions it may mean, the likeliest first."""

    line: ContentsLine
    items: tuple[Submission, ...]


class ContentsForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """导入一份目录."""

    publication = StringField("刊物", [DataRequired("请写刊物名称"), Length(max=60)])
    issue = StringField("期号", [Length(max=20)])
    dated = DateField("印发日期", [DataRequired("请写印发日期")])
    file = FileField("目录文件", [FileRequired("请选一个文件")])


def listed(service: Service) -> ResponseReturnValue:
    """Every list, the newest first, and the form for another."""
    form = ContentsForm(formdata=None, data={"dated": local_day(service.clock())})
    return _list_page(service, form)


def handed_in(service: Service) -> ResponseReturnValue:
    """A file is read and match_title; nothing is adopted yet."""
    form = ContentsForm()
    if not form.validate() or form.dated.data is None:
        return _list_page(service, form), 422
    name = Path(form.file.data.filename or "").name
    if Path(name).suffix.lower() not in _ENDINGS:
        flash("没有导入：请用 .txt、.docx、.xlsx 或 .csv 文件。", "bad")
        return redirect(url_for("contents"))
    written = (form.publication.data or "").strip()
    outlet = service.rulebook.publication(written)
    where = ListHead(
        outlet.name if outlet else written, form.dated.data, (form.issue.data or "").strip(), name[:120]
    )
    with service.database.reading() as conn:
        units = roster.all_units(conn)
    names = [each for unit in units for each in (unit.name, *unit.short_names)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"contents{Path(name).suffix.lower()}"
            form.file.data.save(path)
            entries = read_contents(path, names, forms_of(service.rulebook))
    except ToldError:
        flash("没有导入：文件里没有认出标题。一行一个标题；表格第一行写 title（可加 unit、form）。", "bad")
        return redirect(url_for("contents"))
    with service.database.writing() as conn:
        made = take_in(conn, where, entries, decision_context(service))
    flash("已读入并比对，还没有登记采用。请逐行核对。", "good")
    return redirect(url_for("contents_list", number=made.id))


def detail(service: Service, number: int) -> ResponseReturnValue:
    """One list, line by line."""
    with service.database.reading() as conn:
        found = contents.one(conn, number)
        if found is None:
            abort(404)
        lines = contents.lines(conn, number)
        shelf = titles_before(conn, found.dated)
        means = {
            line.line: (line.serial,)
            if line.settled is LineState.CONFIRMED
            else match_title(ListedTitle(line.title, line.unit, line.form), shelf).candidates
            for line in lines
        }
        wanted = {serial for serials in means.values() for serial in serials if serial}
        known = {item.serial: item for item in listing.several(conn, wanted)}
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
    rows = [Row(line, tuple(known[s] for s in means[line.line] if s in known)) for line in lines]
    open_lines = [line for line in lines if line.settled is LineState.OPEN]
    sure = sum(line.serial is not None and line.confidence >= SURE for line in open_lines)
    return render_template("contents_list.html", contents=found, rows=rows, names=names, sure=sure)


def settled(service: Service, number: int, line: int) -> ResponseReturnValue:
    """Confirms a line as the submission that was chosen or written, or dismisses it."""
    serial = request.form.get("serial", "").strip() or request.form.get("other", "").strip()
    spot = LineKey(number, line)
    try:
        with service.database.writing() as conn:
            if request.form.get("do") == "none":
                dismiss(conn, spot, decision_context(service))
                said = "已记为不是我们的稿件。"
            else:
                new = confirm(conn, spot, serial, forms_of(service.rulebook), decision_context(service))
                said = f"已登记 {serial} 的采用。" if new else f"{serial} 的这条采用早已登记。"
    except NotSettledError as refusal:
        flash(f"没有改动：{refusal}", "bad")
    else:
        flash(said, "good")
    return redirect(url_for("contents_list", number=number))


def all_settled(service: Service, number: int) -> ResponseReturnValue:
    """Confirms every line that is sure enough."""
    with service.database.writing() as conn:
        _known(conn, number)
        count = confirm_all(conn, number, SURE, forms_of(service.rulebook), decision_context(service))
    flash(f"登记了 {count} 条采用；其余的请逐行核对。", "good")
    return redirect(url_for("contents_list", number=number))


def _list_page(service: Service, form: ContentsForm) -> str:
    with service.database.reading() as conn:
        rows = [(each, contents.lines(conn, each.id)) for each in contents.everything(conn)]
    shown = [
        (each, len(lines), sum(line.settled is LineState.CONFIRMED for line in lines), _waiting(lines))
        for each, lines in rows
    ]
    return render_template("contents.html", rows=shown, form=form)


def _waiting(lines: tuple[ContentsLine, ...]) -> int:
    return sum(line.settled is LineState.OPEN for line in lines)


def _known(conn: Connection, number: int) -> None:
    if contents.one(conn, number) is None:
        abort(404)


ROUTES = (
    Route("/contents", "contents", listed),
    Route("/contents", "contents_handed_in", handed_in, UserRole.CLERK, "POST"),
    Route("/contents/<int:number>", "contents_list", detail),
    Route("/contents/<int:number>/sure", "contents_sure", all_settled, UserRole.CLERK, "POST"),
    Route("/contents/<int:number>/<int:line>", "contents_settled", settled, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
