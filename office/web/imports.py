"""How does a clerk bring in what was reported before, look at it first, and take a
whole file back?

导入: the office's own register (台账) and totals of earlier quarters, each shown beside
the record before anything is done; every file that was taken in, and what of it still
stands. What a file says is `office.use_cases.imports`' affair. Between the look and the
button the file is in the page itself, so that nothing of it is kept here; what was
shown and what is done are compared.
"""

import base64
import binascii
import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import Length

from ledger import imports as taken_files
from ledger import journal, roster, switches
from ledger.database import Connection
from ledger.journal import By
from ledger.submissions import listing
from ledger.users import UserRole
from notify.chinese import period_name
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.imports import earlier_items, taking_back
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.earlier_items import EarlierItem, RegisterFile
from office.use_cases.imports.earlier_totals import (
    ComparedTotal,
    compared_totals,
    keep,
    printed_and_changed,
)
from office.use_cases.imports.records import HISTORY
from office.use_cases.imports.rows import BadRowsError, Fault
from office.use_cases.imports.tables import Columns, TableError
from office.use_cases.withdrawal_effects import PublishedEffect
from office.use_cases.withdrawing import WayNeededError, WithdrawalError
from office.web.pages import OfficeForm, Route, TextField, done, or_404, sent
from office.web.session import decision_context, signed_in
from office.web.withdrawals import ReasonForm, way_chosen, what_was_done

KINDS = {
    "submissions": "台账",
    "adoptions": "采用",
    "instructions": "批示",
    "forwardings": "上报",
    "remarks": "加减分",
}
"""The kind of a file that can be taken back → what the office calls it."""
SHOWN = 300
"""Rows of a kind that the page lists; of more it says how many."""
_CHANGED = "记录刚才有了变动，还没有录入。请照现在的再看一遍。"
_ENDINGS = frozenset({".xlsx", ".csv"})
_LONGEST_STEM = 60
"""Characters of a file's name that are kept; a file system takes 255 bytes, nine to
three of them.
"""
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\]")


class HandedInForm(OfficeForm):
    """A file, and which of its sheets where several look alike."""

    file = FileField("文件", [FileRequired("请选一个文件")])
    sheet = TextField("工作表", [Length(max=60)])


class RowFault(NamedTuple):
    """What is wrong with a row, as the page says it."""

    row: int
    what: str


class HandedIn(NamedTuple):
    """A file as it was handed in: its name, its bytes, and the sheet that is meant, ""
    for the only one.
    """

    name: str
    content: bytes
    sheet: str

    @property
    def packed(self) -> str:
        """The bytes as the page carries them."""
        return base64.b64encode(self.content).decode()


def show_imports(service: Service) -> ResponseReturnValue:
    """The forms for a register and for totals, and every file taken in so far."""
    return _files_page(service)


def preview_items(service: Service) -> ResponseReturnValue:
    """Says what each row of a register would be to the record; nothing is done."""
    given = _handed_in()
    if isinstance(given, HandedInForm):
        return _files_page(service, items_form=given), 422
    return _items_page(service, given)


def take_items_in(service: Service) -> ResponseReturnValue:
    """Puts the new items of a register on record, as they were shown."""
    given = _carried()
    by = By(signed_in().name, service.clock())
    try:
        with _on_disk(given) as path, service.database.writing() as conn:
            against = earlier_items.register_context(conn, service.rulebook, by.at)
            found = earlier_items.read_register(path, against, given.sheet)
            if (
                found.faults
                or not found.new
                or _digest(_said_of_items(found)) != request.form.get("seen")
            ):
                number = None
            else:
                number = earlier_items.take_in(
                    conn, path, found, decision_context(service).new_token, by
                )
    except TableError:
        return _items_page(service, given)  # says what is wrong with it
    if number is None:
        return _items_page(service, given, _CHANGED)
    said = f"已录入 {len(found.new)} 件，这是第 {number} 次导入。录错了可以在这里整张收回。"
    return done(said, "import_taken", number=number)


def preview_totals(service: Service) -> ResponseReturnValue:
    """Says what each total of a file would change; nothing is done."""
    given = _handed_in()
    if isinstance(given, HandedInForm):
        return _files_page(service, totals_form=given), 422
    return _totals_page(service, given)


def take_totals_in(service: Service) -> ResponseReturnValue:
    """Puts totals on record, as they were shown."""
    given = _carried()
    by = By(signed_in().name, service.clock())
    try:
        with _on_disk(given) as path, service.database.writing() as conn:
            totals = compared_totals(conn, path)
            is_as_shown = _digest(_said_of_totals(totals)) == request.form.get("seen")
            if is_as_shown:
                keep(conn, totals, by)
    except (TableError, BadRowsError):
        totals, is_as_shown = (), False
    if not is_as_shown:
        return _totals_page(service, given, _CHANGED)
    fresh = sum(each.state is not RowState.KNOWN for each in totals)
    said = f"已录入 {fresh} 个分。写错的，改好表再导一次，以后导的为准。"
    for quarter in printed_and_changed(totals):
        said += f"{period_name(quarter)}已经通报，印好的不变；要让单位知道的，到“通报”页起草更正。"
    return done(said, "imports")


def show_import(service: Service, number: int) -> ResponseReturnValue:
    """One file: what it brought, what of it stands, and the form that takes it back."""
    return _import_page(service, number, ReasonForm(formdata=None))


def take_import_back(service: Service, number: int) -> ResponseReturnValue:
    """Takes back what still stands of a file, with a reason."""
    form = ReasonForm()
    if not form.validate():
        return _import_page(service, number, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    try:
        with service.database.writing() as conn:
            result = taking_back.take_back(service, conn, number, way_chosen(), by)
    except WayNeededError as refusal:
        return _import_page(service, number, form, str(refusal), refusal.effect), 422
    except WithdrawalError as refusal:
        return _import_page(service, number, form, str(refusal)), 422
    return done(
        f"已收回 {result.rows} 笔。{what_was_done(result)}",
        "import_taken",
        number=number,
    )


def _handed_in() -> HandedIn | HandedInForm:
    """The file of a form; the form with what is wrong, where it brings none that can be
    read.
    """
    form = HandedInForm()
    if not form.validate():
        return form
    # Some browsers send a whole path; the name is written down with every row, and a
    # file is made of it.
    written = Path(_NOT_IN_A_NAME.sub("_", Path(form.file.data.filename or "").name))
    if written.suffix.lower() not in _ENDINGS:
        form.file.errors = [
            "请选 .xlsx 或 .csv 文件；是 .xls 的，请用 Excel 另存为 .xlsx"
        ]
        return form
    name = written.stem[:_LONGEST_STEM] + written.suffix.lower()
    given = HandedIn(name, form.file.data.read(), form.sheet.data.strip())
    return given


def _carried() -> HandedIn:
    """The file that the page with the look at it carries."""
    name = Path(_NOT_IN_A_NAME.sub("_", request.form.get("name", "")))
    try:
        content = base64.b64decode(request.form.get("content", ""), validate=True)
    except binascii.Error:
        abort(400)
    if name.suffix not in _ENDINGS:
        abort(400)
    return HandedIn(
        name.stem[:_LONGEST_STEM] + name.suffix, content, sent("sheet", "工作表", 60)
    )


@contextmanager
def _on_disk(given: HandedIn) -> Iterator[Path]:
    """The file under its own name, as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / given.name
        path.write_bytes(given.content)
        yield path


def _digest(said: Sequence[object]) -> str:
    """A stamp of what a page says of a file, by which it is known whether that has
    changed.
    """
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _said_of_items(found: RegisterFile) -> list[object]:
    said: list[object] = [
        (each.row, each.state.value, each.because, each.early) for each in found.items
    ]
    return [*said, *found.faults]


def _said_of_totals(totals: Sequence[ComparedTotal]) -> list[object]:
    return [(each.told, each.before) for each in totals]


def _by_state(rows: Sequence[Any]) -> Mapping[str, list[Any]]:
    """The rows of each state, under its name."""
    found: dict[str, list[Any]] = {state.value: [] for state in RowState}
    for row in rows:
        found[row.state.value].append(row)
    return found


def faults_in_chinese(faults: Sequence[Fault], columns: Columns) -> list[RowFault]:
    """What is wrong with each row, behind the heading of the column it is about."""
    found: list[RowFault] = []
    for fault in faults:
        what = fault.wrong.chinese
        if fault.wrong.column:
            what = f"{columns.caption(fault.wrong.column)}：{what}"
        found.append(RowFault(fault.row, what))
    return found


def _items_page(
    service: Service, given: HandedIn, refused: str = ""
) -> ResponseReturnValue:
    with _on_disk(given) as path, service.database.reading() as conn:
        against = earlier_items.register_context(
            conn, service.rulebook, service.clock()
        )
        names = roster.unit_names(conn)
        try:
            found = earlier_items.read_register(path, against, given.sheet)
        except TableError as fault:
            form = HandedInForm(formdata=None, data={"sheet": given.sheet})
            form.file.errors = [
                f"“{given.name}”{fault.wrong.chinese}。什么也没有录入。"
            ]
            return _files_page(service, items_form=form), 422
    new: list[EarlierItem] = list(found.new)
    page = render_template(
        "import_items.html",
        given=given,
        seen=_digest(_said_of_items(found)),
        rows=_by_state(found.items),
        early=sum(each.early for each in new),
        events=sum(len(each.events) for each in new),
        said=lambda event: withdrawing.words_of(service.rulebook, event),
        faults=faults_in_chinese(found.faults, earlier_items.COLUMNS),
        passed_over=found.passed_over,
        names=names,
        beginning=against.beginning,
        shown=SHOWN,
        refused=refused,
    )
    return page, 409 if refused else 200


def _totals_page(
    service: Service, given: HandedIn, refused: str = ""
) -> ResponseReturnValue:
    totals: tuple[ComparedTotal, ...] = ()
    faults: list[RowFault] = []
    with _on_disk(given) as path, service.database.reading() as conn:
        try:
            totals = compared_totals(conn, path)
        except BadRowsError as fault:
            faults = faults_in_chinese(fault.faults, HISTORY)
        except TableError as fault:
            form = HandedInForm(formdata=None)
            form.file.errors = [
                f"“{given.name}”{fault.wrong.chinese}。什么也没有录入。"
            ]
            return _files_page(service, totals_form=form), 422
    page = render_template(
        "import_totals.html",
        given=given,
        seen=_digest(_said_of_totals(totals)),
        rows=_by_state(totals),
        printed=printed_and_changed(totals),
        faults=faults,
        shown=SHOWN,
        refused=refused,
    )
    return page, 409 if refused else 200


def _files_page(
    service: Service,
    items_form: HandedInForm | None = None,
    totals_form: HandedInForm | None = None,
) -> str:
    with service.database.reading() as conn:
        files = taken_files.everything(conn)
        beginning = switches.beginning(conn)
    return render_template(
        "imports.html",
        files=files,
        kinds=KINDS,
        beginning=beginning,
        items_form=items_form or HandedInForm(formdata=None),
        totals_form=totals_form or HandedInForm(formdata=None),
    )


def _import_page(
    service: Service,
    number: int,
    form: ReasonForm,
    refused: str = "",
    effect: PublishedEffect | None = None,
) -> str:
    with service.database.reading() as conn:
        taken = or_404(taken_files.one(conn, number))
        standing = taking_back.standing_of(conn, taken)
        if effect is None:
            effect = _effect_of(service, conn, standing)
        serials = standing.serials
        if taken.taken_back_at is not None and taken.kind == earlier_items.KIND:
            # What was returned with it is still shown: one may have to be looked at, or
            # taken up again.
            serials = list(earlier_items.serials_of(conn, number))
        events = []
        for name in standing.events[:SHOWN]:
            event = withdrawing.one_named(conn, name)
            if event is not None:
                events.append(event)
        about = [*serials[:SHOWN], *(event.serial for event in events if event.serial)]
        return render_template(
            "import.html",
            taken=taken,
            kind=KINDS.get(taken.kind, taken.kind),
            standing=len(standing.serials) + len(standing.events),
            serials=serials,
            events=events,
            titles={
                item.serial: item.title for item in listing.several(conn, set(about))
            },
            said=lambda event: withdrawing.words_of(service.rulebook, event),
            history=journal.about(conn, taken_files.subject_of(number)),
            form=form,
            effect=effect,
            refused=refused,
            way=request.form.get("way", ""),
            shown=SHOWN,
        )


def _effect_of(
    service: Service, conn: Connection, standing: taking_back.Brought
) -> PublishedEffect:
    """What taking all of it back would change of published quarters; of items nothing
    can be carried.
    """
    by = By(signed_in().name, service.clock())
    effect = withdrawing.effect_on(service, conn, standing.events, by)
    printed = taking_back.quarters_that_counted(conn, standing.serials)
    if not printed:
        return effect
    quarters = tuple(sorted({*effect.quarters, *printed}))
    said = f"{'、'.join(map(period_name, printed))}算过其中的报送件，随它们一并重新结算"
    corrected = "；".join(filter(None, (effect.corrected, said)))
    return replace(effect, quarters=quarters, corrected=corrected, carried="")


ROUTES = (
    Route("/imports", "imports", show_imports),
    Route("/imports/items", "items_previewed", preview_items, UserRole.CLERK, "POST"),
    Route(
        "/imports/items/taken", "items_taken_in", take_items_in, UserRole.CLERK, "POST"
    ),
    Route(
        "/imports/totals", "totals_previewed", preview_totals, UserRole.CLERK, "POST"
    ),
    Route(
        "/imports/totals/taken",
        "totals_taken_in",
        take_totals_in,
        UserRole.CLERK,
        "POST",
    ),
    Route("/imports/<int:number>", "import_taken", show_import),
    Route(
        "/imports/<int:number>/take-back",
        "import_taken_back",
        take_import_back,
        UserRole.CLERK,
        "POST",
    ),
)
