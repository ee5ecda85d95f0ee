"""Which of our submissions did another publication use, and does a person agree?

刊物目录: a list handed in as a file, each line with the submission it likely means and
how sure that is; a person confirms, corrects or dismisses. Reading and matching is
`office.use_cases.contents_lists`' affair.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField
from wtforms.validators import DataRequired, Length

from ledger import contents, roster
from ledger.contents import Contents, ContentsLine, LineState
from ledger.entries.submissions import Submission
from ledger.faults import ToldError
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.contents_lists import (
    LineKey,
    ListedTitle,
    ListHead,
    NotSettledError,
    confirm,
    confirm_all,
    dismiss,
    match_title,
    read_contents,
    take_in,
    titles_before,
)
from office.use_cases.events import EventError, forms_of, named_publication
from office.use_cases.imports.rows import BadRowsError
from office.web.pages import OfficeForm, Route, TextField, done, or_404, refused, sent
from office.web.session import decision_context

SURE = 0.95
"""From which confidence the button confirms lines together."""
_ENDINGS = frozenset({".txt", ".docx", ".xlsx", ".csv"})
_LONGEST_NAME = 120
"""Characters of a file's name that are kept."""


class ContentsRow(NamedTuple):
    """One list among all, and how many of its lines became adoptions or still wait for
    a person.
    """

    contents: Contents
    lines: int
    confirmed: int
    waiting: int


class LineRow(NamedTuple):
    """One line of a list, and the submissions it may mean, the likeliest first."""

    line: ContentsLine
    items: list[Submission]


class ContentsForm(OfficeForm):
    """A contents list to be handed in: of which publication and issue, and the file."""

    publication = TextField("刊物", [DataRequired("请写刊物名称"), Length(max=60)])
    issue = TextField("期号", [Length(max=20)])
    dated = DateField("印发日期", [DataRequired("请写印发日期")])
    file = FileField("目录文件", [FileRequired("请选一个文件")])
    unscored = BooleanField("不计分：考核办法里没有这个刊物")


def show_lists(service: Service) -> ResponseReturnValue:
    """Every list, the newest first, and the form for another."""
    form = ContentsForm(formdata=None, data={"dated": local_day(service.clock())})
    return _lists_page(service, form)


def hand_in(service: Service) -> ResponseReturnValue:
    """Reads and matches a file; nothing is adopted yet."""
    form = ContentsForm()
    if not form.validate() or form.dated.data is None:
        return _lists_page(service, form), 422
    name = Path(form.file.data.filename or "").name  # some browsers send a whole path
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        return refused("没有导入：请用 .txt、.docx、.xlsx 或 .csv 文件。", "contents")
    now, dated, written = service.clock(), form.dated.data, form.publication.data
    unscored = form.unscored.data
    names: list[str] = []
    try:
        with service.database.reading() as conn:
            publication = named_publication(
                conn, service.rulebook, written, dated, now, unscored=unscored
            )
            for unit in roster.all_units(conn):
                names += unit.every_name
    except EventError as refusal:
        form.publication.errors = [str(refusal)]
        return _lists_page(service, form), 422
    head = ListHead(publication, dated, form.issue.data.strip(), name[:_LONGEST_NAME])
    forms = forms_of(service.rulebook)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # Under a name of ours, whatever the sent one holds; its ending tells how
            # the file is read.
            path = Path(folder) / f"contents{ending}"
            form.file.data.save(path)
            titles = read_contents(path, names, forms)
    except BadRowsError as refusal:
        numbers = "、".join(str(fault.row) for fault in refusal.faults)
        what = f"第 {numbers} 行的形式（form）办法里没有，或没有标题；形式可选：{'、'.join(forms)}"
        return refused(f"没有导入：{what}。", "contents")
    except ToldError:
        return refused(
            "没有导入：文件里没有认出标题。一行一个标题；表格第一行写 title（可加 unit、form）。",
            "contents",
        )
    with service.database.writing() as conn:
        made = take_in(conn, head, titles, decision_context(service))
    return done(
        "已读入并比对，还没有登记采用。请逐行核对。", "contents_list", number=made.id
    )


def show_list(service: Service, number: int) -> ResponseReturnValue:
    """One list, line by line."""
    with service.database.reading() as conn:
        found = or_404(contents.one(conn, number))
        lines = contents.lines(conn, number)
        known = titles_before(conn, found.dated)
        # The submission that a line was confirmed to mean, else those it may mean, the
        # likeliest first. These are matched anew each time: one may have come, or been
        # returned, since the list was handed in.
        meant: list[Sequence[str]] = []
        for line in lines:
            if line.settled is LineState.CONFIRMED and line.serial is not None:
                meant.append([line.serial])
            else:
                listed = ListedTitle(line.title, line.unit, line.form)
                meant.append(match_title(listed, known).candidates)
        items = listing.by_serial(conn, chain.from_iterable(meant))
        names = roster.unit_names(conn)
    rows = []
    sure = 0
    for line, serials in zip(lines, meant, strict=True):
        rows.append(
            LineRow(line, [items[serial] for serial in serials if serial in items])
        )
        if (
            line.settled is LineState.OPEN
            and line.serial is not None
            and line.confidence >= SURE
        ):
            sure += 1
    return render_template(
        "contents_list.html", contents=found, rows=rows, names=names, sure=sure
    )


def settle_line(service: Service, number: int, line: int) -> ResponseReturnValue:
    """Confirms a line as the submission that was chosen or written, or dismisses it."""
    serial = sent("serial", "编号", 20) or sent("other", "编号", 20)
    key = LineKey(number, line)
    context = decision_context(service)
    try:
        with service.database.writing() as conn:
            if request.form.get("do") == "none":
                dismiss(conn, key, context)
                said = "已记为不是我们的稿件。"
            elif confirm(conn, key, serial, service.rulebook, context):
                said = f"已登记 {serial} 的采用。"
            else:
                said = f"{serial} 的这条采用早已登记。"
    except NotSettledError as refusal:
        return refused(f"没有改动：{refusal}", "contents_list", number=number)
    return done(said, "contents_list", number=number)


def confirm_sure(service: Service, number: int) -> ResponseReturnValue:
    """Confirms every open line that is sure enough."""
    with service.database.writing() as conn:
        or_404(contents.one(conn, number))
        count = confirm_all(
            conn, number, SURE, service.rulebook, decision_context(service)
        )
    return done(
        f"登记了 {count} 条采用；其余的请逐行核对。", "contents_list", number=number
    )


def _lists_page(service: Service, form: ContentsForm) -> str:
    rows = []
    with service.database.reading() as conn:
        for each in contents.everything(conn):
            lines = contents.lines(conn, each.id)
            settled = Counter(line.settled for line in lines)
            rows.append(
                ContentsRow(
                    each,
                    len(lines),
                    settled[LineState.CONFIRMED],
                    settled[LineState.OPEN],
                )
            )
    return render_template("contents.html", rows=rows, form=form)


ROUTES = (
    Route("/contents", "contents", show_lists),
    Route("/contents", "contents_handed_in", hand_in, UserRole.CLERK, "POST"),
    Route("/contents/<int:number>", "contents_list", show_list),
    Route(
        "/contents/<int:number>/sure",
        "contents_sure",
        confirm_sure,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/contents/<int:number>/<int:line>",
        "contents_settled",
        settle_line,
        UserRole.CLERK,
        "POST",
    ),
)
