"""How does a person overrule the machine, item by item?

The form of one submission, filled with what is known, and what it sends in: only what
differs becomes part of the decision. What may be decided, and what a decision does, is
`office.use_cases.decisions`'s affair.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import (
    DataRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import TextArea

from ledger import commissions, roster
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.journal import By
from ledger.roster import LearntKind
from ledger.submissions import listing, recording
from ledger.users import UserRole
from notify.chinese import period_name
from office.service.parts import Service
from office.use_cases.decisions.authors import AuthorsError, authors_of, written
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import (
    NO_COMMISSION,
    Action,
    Decision,
    DecisionError,
    DecisionFault,
    DecisionResult,
    incomplete,
)
from office.use_cases.decisions.lessons import judge_after
from office.use_cases.decisions.published import published_of
from office.use_cases.decisions.questions import dismiss
from office.web.meanwhile import (
    MadeFrom,
    Meanwhile,
    as_chosen,
    made_from,
    meanwhile,
    sent_from,
)
from office.web.pages import (
    OfficeForm,
    Route,
    TextField,
    done,
    faults_of,
    or_404,
    refused,
)
from office.web.session import decision_context, signed_in

ACTIONS = (
    (Action.ACCEPT, "认可，予以登记"),
    (Action.KEEP, "只改内容，不改状态"),
    (Action.RETURN, "退回，不予计数"),
    (Action.SUPERSEDE, "被另一件替代（本件为旧稿）"),
    (Action.MERGE, "并入另一件（本件重复）"),
    (Action.SPLIT, "拆成几件"),
    (Action.SEAL, "涉密，封存并清除内容"),
)
_UNCHANGED = SelectChoice("", "不变")
_YES_NO = (_UNCHANGED, SelectChoice("yes", "是"), SelectChoice("no", "否"))
_PRESET = ("action", "other", "commission", "follows")
"""What a link may fill in beforehand."""
_TICKS = {"yes": True, "no": False}
_AT_FIELDS = {
    DecisionFault.NO_OTHER: ("other", "请填写另一件的编号，如 2026-0012"),
    DecisionFault.TOO_FEW_PARTS: ("parts", "请填写拆成几件，或在下面写各件的标题"),
    DecisionFault.NO_TITLE: ("title", "标题不能为空"),
}
"""What a decision lacks in itself: at which field that is said, and in what words."""
_OBJECTIONS = {
    DecisionFault.SUPERSEDED: "本件已被 {about} 替代，请到那一件上办理。",
    DecisionFault.NO_UNIT: "还不知道是哪个单位报的，请先选单位再认可。",
    DecisionFault.OWN_BUSINESS_UNSAID: "请先选“与本单位业务有关”是或否，再认可。",
    DecisionFault.OTHER_IS_ITSELF: "另一件不能是它自己。",
    DecisionFault.UNKNOWN_OTHER: "没有编号为 {about} 的报送件。",
    DecisionFault.UNKNOWN_FIRST_REPORT: "没有编号为 {about} 的报送件，或它就是本件、本件的续报；请填另一件。",
    DecisionFault.UNIT_NOT_THEN: "{about}。请选那一天在册的单位，或先把计入日期定到它在册的日子。",
    DecisionFault.NOT_YET: "计入日期{about}还没有到，到那天才能计入。请填今天或以前的一天。",
    DecisionFault.OTHER_SUPERSEDED: "{about}，请填写现在有效的那一件。",
    DecisionFault.OTHER_RETURNED: "{about} 已退回，以它为准就两件都不计数。请先认可它，或直接退回本件。",
    DecisionFault.PARTS_STAND: "拆成的 {about} 还算数，请先退回它们，再恢复这一件。",
    DecisionFault.MARKED_TITLE: "标题带有密级标志，没有写入。这一件若涉密，请选“涉密，封存并清除内容”。",
    DecisionFault.SEALED: "本件已按涉密封存，不能再写入内容。",
    DecisionFault.PART_TITLES: "{about}。请每件写一行标题，或把件数空着。",
    DecisionFault.PUBLISHED: "{about}的得分已经公布，这样办理改动不了它。请看表单上方的提示。",
}
"""What speaks against a decision, where the command line's words would name options
that a page has not.
"""


class DecisionForm(OfficeForm):
    """One decision about a submission; what is left empty stays as it is."""

    action = RadioField(
        "处理", choices=[SelectChoice(action.value, said) for action, said in ACTIONS]
    )
    other = TextField("另一件的编号", [Optional(), Length(max=20)])
    parts = IntegerField("拆成几件", [Optional(), NumberRange(2, 20, "至少拆成 2 件")])
    part_titles = TextField(
        "拆开后各件的标题", [Optional(), Length(max=4_000)], widget=TextArea()
    )
    title = TextField("标题", [Optional(), Length(max=300, message="标题最多 300 字")])
    unit = SelectField("单位")
    co_units = SelectMultipleField("联合单位")
    category = SelectField("类别")
    authors = TextField(
        "撰稿人和电话", [Optional(), Length(max=1_000)], widget=TextArea()
    )
    signer = TextField("签发人", [Optional(), Length(max=40)])
    follows = TextField("续报哪一件", [Optional(), Length(max=20)])
    commission = SelectField("对应约稿")
    own_business = SelectField("与本单位业务有关", choices=_YES_NO)
    counts_on = DateField("计入日期", [Optional()])
    quality = SelectField("质量合格", choices=_YES_NO)
    waive_lateness = BooleanField("免计逾期")
    because = TextField(
        "理由",
        [DataRequired("请写明理由，它会记入办理记录"), Length(max=500)],
        widget=TextArea(),
    )
    although_published = BooleanField("我知道已公布的不会变，仍要这样办理")
    sure = BooleanField("我确认：原件、正文、标题和未发出的邮件都将清除，不能恢复")

    known_authors: tuple[Author, ...] = ()
    """Those of the item, whose lines need no reading."""
    ended_units: tuple[str, ...] = ()
    """What is not offered, since it has ended by the day that the item counts on."""

    def offer(
        self,
        units: Iterable[str],
        categories: Iterable[str],
        commissions: Iterable[Commission],
    ) -> None:
        """Fills the lists to choose from; `units` are official names."""
        named = [SelectChoice(name) for name in units]
        self.unit.choices = [_UNCHANGED, *named]
        self.co_units.choices = named
        self.category.choices = [
            _UNCHANGED,
            *(SelectChoice(name) for name in categories),
        ]
        self.commission.choices = [_UNCHANGED]
        for one in commissions:
            label = f"{one.id} {one.title}（{one.due:%m-%d} 前）"
            self.commission.choices.append(SelectChoice(one.id, label))
        self.commission.choices.append(SelectChoice(NO_COMMISSION, "不是约稿稿件"))

    def validate_authors(self, field: TextField) -> None:
        """One author a line; what cannot be read so is said with its line."""
        try:
            authors_of(field.data, self.known_authors)
        except AuthorsError as fault:
            raise ValidationError(str(fault)) from None

    def validate_sure(self, _field: BooleanField) -> None:
        """Sealing is asked for twice, since it cannot be taken back (promise 13)."""
        if self.action.data == Action.SEAL and not self.sure.data:
            message = "封存不能撤回，请先勾选确认"
            raise ValidationError(message)


class DismissForm(OfficeForm):
    """A proposal that is not followed, and why."""

    because = TextField("理由", [Optional(), Length(max=200)])


OWN = (
    *("title", "unit", "co_units", "category", "authors", "signer"),
    *("follows", "commission", "counts_on", "waive_lateness"),
)
"""The fields that say what the item is; the others say what is to become of it."""


def show_form(service: Service, serial: str) -> ResponseReturnValue:
    """The form, filled with what is known."""
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
        data = _form_data(item, roster.unit_names(conn))
        data |= {name: request.args[name] for name in _PRESET if name in request.args}
        if "co_units" in request.args:
            data["co_units"] = request.args.getlist("co_units")
        form = DecisionForm(data=data)
        _offer_choices(service, conn, form, item)
        return _page(service, conn, item, form)


def decide_item(service: Service, serial: str) -> ResponseReturnValue:
    """Carries out the decision that the form sends in."""
    made = sent_from(request.form)
    sent = as_chosen(request.form, made)
    form = DecisionForm(sent)
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
        names = roster.unit_names(conn)
        _offer_choices(service, conn, form, item)
        if made is not None and made.version != item.version:
            return _show_what_changed(service, conn, item, sent, made)
    sound = form.validate()
    if form.action.errors or form.authors.errors:
        return _show_again(service, item, form)
    decision = _decision(form, item, names)
    for fault in incomplete(decision):
        if fault in _AT_FIELDS:
            name, words = _AT_FIELDS[fault]
            sound = False
            if not form[name].errors:  # one sentence at a field is enough
                form[name].errors = [words]
    if not sound:
        return _show_again(service, item, form)
    context = decision_context(service)
    try:
        with service.database.writing() as conn:
            result = decide(conn, item.serial, decision, context)
    except DecisionError as refusal:
        fault, about, _ = refusal.objection
        if fault is DecisionFault.CHANGED and made is not None:
            with service.database.reading() as conn:
                changed = or_404(listing.one(conn, serial))
                return _show_what_changed(service, conn, changed, sent, made)
        if fault in _OBJECTIONS:
            flash(_OBJECTIONS[fault].format(about=about), "bad")
        else:
            flash(f"未能办理，什么也没有改动：{refusal}", "bad")
        return _show_again(service, item, form)
    # After the transaction: judging again reads kept originals, which is slow.
    cleared = judge_after(service.intake_context(), [result], context)
    return done(_outcome_text(result, cleared), "submission", serial=serial)


def dismiss_proposal(service: Service, serial: str, number: int) -> ResponseReturnValue:
    """Closes an open proposal without acting on it."""
    form = DismissForm()
    if not form.validate_on_submit():
        return refused(f"没有改动：{faults_of(form)}", "submission", serial=serial)
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    with service.database.writing() as conn:
        dismiss(conn, [number], by)
    return done("已记为不采纳。", "submission", serial=serial)


def _form_data(item: Submission, names: Mapping[int, str]) -> dict[str, Any]:
    """What the form is filled with: the item as it is, and the likeliest unit where
    none is known.
    """
    unit = ""
    if item.unit_id is not None:
        unit = names[item.unit_id]
    elif item.candidates:  # the likeliest first
        unit = names.get(item.candidates[0], "")
    waits = item.state in {SubmissionState.HELD, SubmissionState.SUPERSEDED}
    action = Action.ACCEPT if waits else Action.KEEP
    return {
        "action": action.value,
        "unit": unit,
        "co_units": [names[unit_id] for unit_id in item.co_unit_ids],
        "category": item.category,
        "title": item.title,
        "authors": written(item.authors),
        "signer": item.signer,
        "follows": item.follows or "",
        "commission": item.commission or "",
        "counts_on": item.counts_on,
        "waive_lateness": item.lateness_waived,
    }


def _decision(
    form: DecisionForm, item: Submission, names: Mapping[int, str]
) -> Decision:
    """The decision that the form makes: of each field only what differs from what is
    known.
    """
    known = _form_data(item, names)
    if item.unit_id is None:
        known["unit"] = (
            ""  # the likeliest unit was only proposed: to leave it there is to choose it
        )
    if "unsure-category" in item.flags:
        known["category"] = ""  # as with the unit: to leave it there is to confirm it
    co_units = tuple(form.co_units.data or ())
    waived = bool(form.waive_lateness.data)
    authors = _corrected(form.authors, known["authors"])
    part_titles = tuple(
        line.strip() for line in form.part_titles.data.splitlines() if line.strip()
    )
    follows = _corrected(form.follows, known["follows"])
    day_taken_out = bool(form.counts_on.raw_data) and form.counts_on.data is None
    return Decision(
        because=form.because.data.strip(),
        action=Action(form.action.data),
        other=form.other.data.strip() or None,
        parts=form.parts.data or len(part_titles) or None,
        part_titles=part_titles,
        unit=_if_changed(form.unit.data, known["unit"]),
        co_units=None if set(co_units) == set(known["co_units"]) else co_units,
        category=_if_changed(form.category.data, known["category"]),
        title=_corrected(form.title, item.title),
        authors=None if authors is None else authors_of(authors, item.authors),
        signer=_corrected(form.signer, item.signer),
        follows=None if follows is None else follows or NO_COMMISSION,
        commission=_if_changed(form.commission.data, known["commission"]),
        own_business=_TICKS.get(form.own_business.data),
        counts_on=None
        if form.counts_on.data == item.counts_on
        else form.counts_on.data,
        arrival_day=day_taken_out and item.counts_on is not None,
        quality=_TICKS.get(form.quality.data),
        waive_lateness=None if waived == item.lateness_waived else waived,
        although_published=form.although_published.data,
        version=item.version,
    )


def _corrected(field: TextField, known: str) -> str | None:
    """What a text field says instead of what is known, "" to take it out; None where it
    says the same.
    """
    if not field.raw_data:
        return None
    said = "\n".join(line.strip() for line in field.data.strip().splitlines())
    return None if said == known.strip() else said


def _if_changed(sent: str | None, known: str) -> str | None:
    text = (sent or "").strip()
    return text if text and text != known else None


def _outcome_text(result: DecisionResult, cleared: Sequence[str]) -> str:
    """What came of a decision: what the roster learnt by it, the serials of other items
    this made clear.
    """
    said = "已办理，并记入办理记录。"
    if result.parts:
        said = f"已拆成 {'、'.join(result.parts)}，请逐件看一看标题与类别。"
    elif result.beyond_reach:
        numbers = "、".join(str(number) for number in result.beyond_reach)
        said = f"已封存。发件箱 {numbers} 号邮件已经发出，无法收回；备份里的内容请另行处理。"
    if result.learnt:
        words = {LearntKind.ALIAS: "名称", LearntKind.ADDRESS: "地址"}
        learnt = "、".join(
            f"{words[lesson.kind]}“{lesson.what}”" for lesson in result.learnt
        )
        said += f"今后见到{learnt}，即认作该单位。"
    said += "".join(f"{doubt}。" for doubt in result.doubts)
    if cleared:
        said += f"据此一并登记了 {'、'.join(cleared)}。"
    return said


def _show_again(
    service: Service, item: Submission, form: DecisionForm
) -> ResponseReturnValue:
    """The form once more, with what was sent in and what is wrong with it."""
    with service.database.reading() as conn:
        return _page(service, conn, item, form), 422


def _show_what_changed(
    service: Service,
    conn: Connection,
    item: Submission,
    sent: MultiDict[str, str],
    made: MadeFrom,
) -> ResponseReturnValue:
    """The form once more, since somebody else has changed the item: with both changes,
    and told so.
    """
    deeds = recording.changes_since(conn, item, made.version)
    filled = meanwhile(sent, made, _form_on_record(service, conn, item), deeds)
    form = DecisionForm(filled.sent)
    _offer_choices(service, conn, form, item)
    return _page(service, conn, item, form, filled.told), 409


def _form_on_record(
    service: Service, conn: Connection, item: Submission
) -> DecisionForm:
    form = DecisionForm(formdata=None, data=_form_data(item, roster.unit_names(conn)))
    _offer_choices(service, conn, form, item)
    return form


def _page(
    service: Service,
    conn: Connection,
    item: Submission,
    form: DecisionForm,
    told: Meanwhile | None = None,
) -> str:
    words = listing.words_of(conn, item.serial)
    # What a link or the person has chosen must be seen: it stands further down, folded
    # away.
    co_units_asked = len(form.co_units.data or ()) != len(item.co_unit_ids)
    return render_template(
        "decide.html",
        item=item,
        form=form,
        words=words,
        co_units_asked=co_units_asked,
        made_from=made_from(item.version, _form_on_record(service, conn, item), OWN),
        meanwhile=told,
        published=[period_name(code) for code in published_of(conn, item)],
    )


def _offer_choices(
    service: Service, conn: Connection, form: DecisionForm, item: Submission
) -> None:
    """Fills the lists; of the units with the item's own and all that exist on the day
    it counts on.

    That day is the earlier of what is known and what the form says.
    """
    day = min(filter(None, (item.day, form.counts_on.data)))
    own = {*item.unit_ids, *item.candidates}
    offered: list[str] = []
    ended: list[str] = []
    for unit in roster.all_units(conn):
        is_there = unit.until is None or unit.until > day or unit.id in own
        (offered if is_there else ended).append(unit.name)
    if item.state is SubmissionState.SUPERSEDED:
        form.action.choices = [
            SelectChoice(Action.ACCEPT.value, "恢复登记，作为单独的一件")
        ]
    form.ended_units = tuple(ended)
    form.known_authors = item.authors
    form.offer(
        units=offered,
        categories=service.rule_at(service.clock()).categories,
        commissions=commissions.everything(conn),
    )


ROUTES = (
    Route("/submissions/<serial>/decide", "decide", show_form, UserRole.CLERK),
    Route(
        "/submissions/<serial>/decide",
        "decide_sent",
        decide_item,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/submissions/<serial>/proposals/<int:number>/dismiss",
        "dismiss",
        dismiss_proposal,
        UserRole.CLERK,
        "POST",
    ),
)
