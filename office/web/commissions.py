"""Which items has the office asked for, and how far has each unit come?

约稿: the list, a new one, and one with each unit's line: how it stands, with what it
answered, whether the mail arrived. Asking, extending and calling off is
`office.use_cases.commissioning`'s affair.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextArea

from ledger import commissions, journal, roster
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.periods import local_day
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases import commissioning
from office.use_cases.commissioning import (
    WITHDRAWN,
    CommissionChangedError,
    CommissionDraft,
    CommissionError,
    UnitMailing,
    answer_states,
    progress_of_units,
)
from office.web.labels import DEEDS, short_moment, who
from office.web.meanwhile import made_from, sent_from, version_of
from office.web.pages import (
    OfficeForm,
    Route,
    TextField,
    done,
    faults_of,
    or_404,
    refused,
)
from office.web.session import decision_context

_HANDED_IN = ("done", "late", "waiting")
_SHOWN_FIRST = ("missed", "poor", "late", "open", "waiting", "done", "excused")
"""The states in the order in which a person wants to hear of them."""


class CommissionRow(NamedTuple):
    """One commission in the list."""

    commission: Commission
    handed_in: int
    """How many units have handed something in."""
    counts: list[tuple[str, int]]
    """How many units stand how; states in which none stands are left out."""
    closed: bool
    unmailed: int
    """How many units still await its mail."""


class AskForm(OfficeForm):
    """A new commission: what is asked, in whose name, of which units or whole groups,
    by when.
    """

    title = TextField("题目", [DataRequired("请写明题目"), Length(max=120)])
    issuer = TextField("约稿人", [Length(max=60)])
    brief = TextField("要求", [Length(max=4_000)], widget=TextArea())
    due = DateField("截止日", [DataRequired("请写截止日，如 2026-03-18")])
    units = SelectMultipleField("单位", coerce=int)
    groups = SelectMultipleField("全组")

    def offer(self, units: Sequence[Unit]) -> None:
        """Fills the lists of units and of groups to choose from."""
        groups = dict.fromkeys(unit.group for unit in units)
        self.units.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        self.groups.choices = [SelectChoice(group) for group in groups]


class ExtendForm(OfficeForm):
    """A later last day, and why."""

    due = DateField("新的截止日", [DataRequired("请写新的截止日")])
    because = TextField(
        "理由", [DataRequired("请写明理由，会告诉单位"), Length(max=200)]
    )


class CallOffForm(OfficeForm):
    """Units to be asked no more, and why."""

    units = SelectMultipleField("单位", coerce=int)
    because = TextField(
        "理由", [DataRequired("请写明理由，会告诉单位"), Length(max=200)]
    )


def show_list(service: Service) -> ResponseReturnValue:
    """Every commission, the latest deadline first."""
    with service.database.reading() as conn:
        found = commissions.everything(conn)
        states = answer_states(conn, service.rulebook, found, service.clock())
        rows = []
        for commission in reversed(found):
            kept = commissions.record_of(conn, commission.id)
            # One that came with a file may have been mailed another way: its units
            # await nothing.
            requests = commissions.requests(conn, commission.id) if kept.made_by else ()
            unmailed = [
                one
                for one in requests
                if one.mailed_at is None and one.withdrawn_at is None
            ]
            counts = Counter(states[commission.id].values())
            rows.append(
                CommissionRow(
                    commission=commission,
                    handed_in=sum(counts[state] for state in _HANDED_IN),
                    counts=[
                        (state, counts[state])
                        for state in _SHOWN_FIRST
                        if counts[state]
                    ],
                    closed=kept.closed_at is not None,
                    unmailed=len(unmailed),
                )
            )
    return render_template(
        "commissions.html", rows=rows, today=local_day(service.clock())
    )


def show_form(service: Service) -> ResponseReturnValue:
    """The form of a new commission."""
    form = AskForm(data={"issuer": service.settings.office.name})
    units = _units(service)
    form.offer(units)
    return _form_page(units, form)


def ask(service: Service) -> ResponseReturnValue:
    """Writes down what the form sends in; it waits to be mailed."""
    form = AskForm()
    units = _units(service)
    form.offer(units)
    if not form.validate() or form.due.data is None:
        return _form_page(units, form), 422
    groups = form.groups.data or ()
    ticked = form.units.data or ()
    draft = CommissionDraft(
        title=form.title.data,
        issuer=form.issuer.data,
        brief=form.brief.data,
        unit_ids=tuple(
            unit.id for unit in units if unit.group in groups or unit.id in ticked
        ),
        due=form.due.data,
    )
    try:
        with service.database.writing() as conn:
            made = commissioning.add(conn, draft, decision_context(service))
    except CommissionError as refusal:
        flash(f"未能写下：{refusal}", "bad")
        return _form_page(units, form), 422
    return done(
        f"已写下，编号 {made.id}，还没有寄出。看一遍，没有问题就点“寄给各单位”。",
        "commission",
        number=made.id,
    )


def show_commission(service: Service, number: str) -> ResponseReturnValue:
    """One commission with each unit's line."""
    return _page(service, number, ExtendForm(formdata=None))


def _page(service: Service, number: str, form: ExtendForm) -> str:
    """The page; `form` extends it."""
    with service.database.reading() as conn:
        commission = or_404(commissions.one(conn, number))
        lines = progress_of_units(conn, service.rulebook, commission, service.clock())
        history = journal.about(conn, commissioning.subject_of(number))
        kept = commissions.record_of(conn, number)
        version = commissioning.version_of(conn, number)
    unmailed = [
        line for line in lines if not line.request.mailed_at and line.state != WITHDRAWN
    ]
    return render_template(
        "commission.html",
        commission=commission,
        kept=kept,
        lines=lines,
        unmailed=len(unmailed),
        history=history,
        names={line.unit.id: line.unit.name for line in lines},
        extend=form,
        made_from=made_from(version, ExtendForm(formdata=None), ("due", "because")),
        today=local_day(service.clock()),
    )


def send(service: Service, number: str) -> ResponseReturnValue:
    """Mails a commission to every unit that was not mailed yet."""
    with service.database.writing() as conn:
        commission = or_404(commissions.one(conn, number))
        mailings = commissioning.send(conn, commission.id, decision_context(service))
    return _done(service, number, mailings, "已交付寄出")


def extend(service: Service, number: str) -> ResponseReturnValue:
    """Gives a commission a later last day."""
    form = ExtendForm()
    if not form.validate() or form.due.data is None:
        return refused(f"没有改动：{faults_of(form)}。", "commission", number=number)
    made = sent_from(request.form)
    as_read = version_of(made)
    context = decision_context(service)
    try:
        with service.database.writing() as conn:
            mailings = commissioning.extend(
                conn, number, form.due.data, form.because.data, context, as_read
            )
    except CommissionChangedError as changed:
        said = f"{short_moment(changed.deed.at)} {who(changed.deed.who)} {DEEDS.get(changed.deed.did, '办理')}过"
        flash(
            f"还没有延期：您打开之后，{said}，列在办理记录里。看过以后再点一次就行。",
            "bad",
        )
        return _page(service, number, form), 409
    except CommissionError as refusal:
        return refused(
            f"未能办理，什么也没有改动：{refusal}", "commission", number=number
        )
    return _done(service, number, mailings, "已延期")


def call_off(service: Service, number: str) -> ResponseReturnValue:
    """Asks the ticked units no more."""
    form = CallOffForm()
    with service.database.reading() as conn:
        unit_ids = or_404(commissions.one(conn, number)).unit_ids
    form.units.choices = [SelectChoice(unit_id, "") for unit_id in unit_ids]
    if not form.validate():
        return refused(f"没有改动：{faults_of(form)}。", "commission", number=number)
    if not form.units.data:
        # To the use case, no unit named means all of them; here it means that the ticks
        # were forgotten.
        return refused(
            "请先勾选要撤回的单位，什么也没有改动。", "commission", number=number
        )
    because = form.because.data
    try:
        with service.database.writing() as conn:
            mailings = commissioning.withdraw(
                conn, number, form.units.data, because, decision_context(service)
            )
    except CommissionError as refusal:
        return refused(
            f"未能办理，什么也没有改动：{refusal}", "commission", number=number
        )
    return _done(service, number, mailings, "已撤回")


def _done(
    service: Service, number: str, mailings: Sequence[UnitMailing], said: str
) -> ResponseReturnValue:
    """Back to the commission, with word of how many units hear of it and which have no
    address.
    """
    with service.database.reading() as conn:
        names = roster.unit_names(conn)
    if mailings:
        reached = [each for each in mailings if each.addresses]
        flash(f"{said}，{len(reached)} 个单位将收到邮件。", "good")
        if any(each.withheld for each in mailings):
            flash("这些信可能以前寄过，先扣下了，请到发件箱“暂扣”里确认。", "bad")
    else:
        flash(f"{said}，没有单位需要另行告知。", "good")
    for each in mailings:
        if not each.addresses:
            flash(f"{names[each.unit_id]}没有收到：{each.because}，请另行告知。", "bad")
    return redirect(url_for("commission", number=number))


def _form_page(units: Sequence[Unit], form: AskForm) -> str:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    return render_template(
        "commission_new.html",
        form=form,
        groups=groups,
        chosen=set(form.units.data or ()),
        whole=set(form.groups.data or ()),
    )


def _units(service: Service) -> list[Unit]:
    """The units that may be asked: those that have not left the roster."""
    today = local_day(service.clock())
    with service.database.reading() as conn:
        units = roster.all_units(conn)
    return [unit for unit in units if unit.until is None or unit.until > today]


ROUTES = (
    Route("/commissions", "commissions", show_list),
    Route("/commissions/new", "commission_new", show_form, UserRole.CLERK),
    Route("/commissions/new", "commission_asked", ask, UserRole.CLERK, "POST"),
    Route("/commissions/<number>", "commission", show_commission),
    Route(
        "/commissions/<number>/send", "commission_mailed", send, UserRole.CLERK, "POST"
    ),
    Route(
        "/commissions/<number>/extend",
        "commission_extended",
        extend,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/commissions/<number>/withdraw",
        "commission_called_off",
        call_off,
        UserRole.CLERK,
        "POST",
    ),
)
