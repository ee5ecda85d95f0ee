"""Which items has the office asked for, and how far has each unit come?

约稿: the list, a new one, and one with each unit's line: how it stands, with what it answered, whether the
mail arrived. Asking, extending and calling off is `office.use_cases.commissioning`'s affair.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from ledger import commissions, journal, roster
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.periods import local_day
from ledger.users import UserRole
from office.use_cases import commissioning
from office.use_cases.commissioning import (
    WITHDRAWN,
    CommissionDraft,
    CommissionError,
    UnitMailing,
    answer_states,
    progress_of_units,
)
from office.web.routes import Route
from office.web.session import decision_context
from office.wiring import Service

NEVER = date.min
"""The day of a form that names none, which validation has refused by then."""
Deed = Callable[[Connection], tuple[UnitMailing, ...]]
"""A change of a commission, of which units are told."""
_HANDED_IN = ("done", "late", "waiting")
_SHOWN_FIRST = ("missed", "poor", "late", "open", "waiting", "done", "excused")
"""The states in the order in which a person wants to hear of them."""


class Row(NamedTuple):
    """One commission in the list: how many units have handed in, how many stand how, how many await its mail.

    One that came with a file may have gone another way: its units await nothing.
    """

    commission: Commission
    handed_in: int
    counts: tuple[tuple[str, int], ...]
    closed: bool
    unmailed: int = 0


class AskForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """写一件约稿."""

    title = StringField("题目", [DataRequired("请写明题目"), Length(max=120)])
    issuer = StringField("约稿人", [Length(max=60)])
    brief = TextAreaField("要求", [Length(max=4_000)])
    due = DateField("截止日", [DataRequired("请写截止日，如 2026-03-18")])
    units = SelectMultipleField("单位", coerce=int)
    groups = SelectMultipleField("全组")

    def offer(self, units: Sequence[Unit]) -> None:
        """Fills the list to choose from; a unit that has left the roster is not asked."""
        self.units.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        self.groups.choices = [SelectChoice(group) for group in dict.fromkeys(unit.group for unit in units)]
        self.group_of = {unit.id: unit.group for unit in units}

    @property
    def chosen(self) -> tuple[int, ...]:
        """The units ticked one by one, and those of the groups ticked as a whole."""
        whole, ticked = self.groups.data or (), self.units.data or ()
        return tuple(
            unit_id for unit_id, group in self.group_of.items() if group in whole or unit_id in ticked
        )


class ExtendForm(FlaskForm):  # type: ignore[misc]  # as above
    """延期."""

    due = DateField("新的截止日", [DataRequired("请写新的截止日")])
    because = StringField("理由", [DataRequired("请写明理由，会告诉单位"), Length(max=200)])


class CallOffForm(FlaskForm):  # type: ignore[misc]  # as above
    """撤回."""

    units = SelectMultipleField("单位", coerce=int)
    because = StringField("理由", [DataRequired("请写明理由，会告诉单位"), Length(max=200)])


def listed(service: Service) -> ResponseReturnValue:
    """Every commission, the latest deadline first."""
    with service.database.reading() as conn:
        found = commissions.everything(conn)
        states = answer_states(conn, service.rulebook, found, service.clock())
        rows = [_row(conn, each, states[each.id]) for each in reversed(found)]
    return render_template("commissions.html", rows=rows, today=local_day(service.clock()))


def ask(service: Service) -> ResponseReturnValue:
    """The form of a new one."""
    form = AskForm(data={"issuer": service.settings.office.name})
    return _form_page(service, form)


def asked(service: Service) -> ResponseReturnValue:
    """What the form sends in: it is written, and waits to be mailed."""
    form = AskForm()
    form.offer(_units(service))
    if not form.validate():
        return _form_page(service, form), 422
    draft = CommissionDraft(
        form.title.data or "",
        form.issuer.data or "",
        form.brief.data or "",
        form.chosen,
        form.due.data or NEVER,
    )
    try:
        with service.database.writing() as conn:
            made = commissioning.add(conn, draft, decision_context(service))
    except CommissionError as refusal:
        flash(f"未能写下：{refusal}", "bad")
        return _form_page(service, form), 422
    flash(f"已写下，编号 {made.id}，还没有寄出。看一遍，没有问题就点“寄给各单位”。", "good")
    return redirect(url_for("commission", number=made.id))


def detail(service: Service, number: str) -> ResponseReturnValue:
    """One commission with each unit's line."""
    with service.database.reading() as conn:
        found = _found(conn, number)
        lines = progress_of_units(conn, service.rulebook, found, service.clock())
        history = journal.about(conn, commissioning.subject_of(number))
        kept = commissions.record_of(conn, number)
    return render_template(
        "commission.html",
        commission=found,
        kept=kept,
        lines=lines,
        unmailed=sum(not line.request.mailed_at and line.state != WITHDRAWN for line in lines),
        history=history,
        names={line.unit.id: line.unit.name for line in lines},
        extend=ExtendForm(formdata=None),
        today=local_day(service.clock()),
    )


def mailed(service: Service, number: str) -> ResponseReturnValue:
    """Mails it to every unit that was not mailed yet."""
    with service.database.writing() as conn:
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
        told = commissioning.send(conn, _found(conn, number).id, decision_context(service))
    _flash_mailed(told, names, "已交付寄出")
    return redirect(url_for("commission", number=number))


def extended(service: Service, number: str) -> ResponseReturnValue:
    """A later last day."""
    form = ExtendForm()
    if not form.validate():
        return _not_done(number, form)
    return _changed(
        service,
        number,
        lambda conn: commissioning.extend(
            conn, number, form.due.data or NEVER, form.because.data or "", decision_context(service)
        ),
        "已延期",
    )


def called_off(service: Service, number: str) -> ResponseReturnValue:
    """Units that are asked no more; none named: nobody is."""
    form = CallOffForm()
    with service.database.reading() as conn:
        parts = _found(conn, number).unit_ids
    form.units.choices = [SelectChoice(unit_id, "") for unit_id in parts]
    if not form.validate():
        return _not_done(number, form)
    if not form.units.data:
        flash("请先勾选要撤回的单位，什么也没有改动。", "bad")
        return redirect(url_for("commission", number=number))
    return _changed(
        service,
        number,
        lambda conn: commissioning.withdraw(
            conn, number, form.units.data or (), form.because.data or "", decision_context(service)
        ),
        "已撤回",
    )


def _changed(service: Service, number: str, deed: Deed, done: str) -> ResponseReturnValue:
    """Does it in one transaction and says who is told; or says why it cannot be."""
    try:
        with service.database.writing() as conn:
            names = {unit.id: unit.name for unit in roster.all_units(conn)}
            told = deed(conn)
    except CommissionError as refusal:
        flash(f"未能办理，什么也没有改动：{refusal}", "bad")
    else:
        _flash_mailed(told, names, done)
    return redirect(url_for("commission", number=number))


def _flash_mailed(told: Sequence[UnitMailing], names: Mapping[int, str], done: str) -> None:
    reached = sum(bool(each.addresses) for each in told)
    flash(f"{done}，{reached} 个单位将收到邮件。" if told else f"{done}，没有单位需要另行告知。", "good")
    for each in told:
        if not each.addresses:
            flash(f"{names[each.unit_id]}没有收到：{each.because}，请另行告知。", "bad")


def _not_done(number: str, form: FlaskForm) -> ResponseReturnValue:
    said = "；".join(fault for faults in form.errors.values() for fault in faults)
    flash(f"没有改动：{said}。", "bad")
    return redirect(url_for("commission", number=number))


def _row(conn: Connection, each: Commission, states: Mapping[int, str]) -> Row:
    counts = Counter(states.values())
    shown = tuple((state, counts[state]) for state in _SHOWN_FIRST if counts[state])
    kept = commissions.record_of(conn, each.id)
    waiting = [
        part for part in commissions.requests(conn, each.id) if not (part.mailed_at or part.withdrawn_at)
    ]
    return Row(
        each,
        sum(counts[state] for state in _HANDED_IN),
        shown,
        kept.closed_at is not None,
        len(waiting) if kept.made_by else 0,
    )


def _form_page(service: Service, form: AskForm) -> str:
    units = _units(service)
    form.offer(units)
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


def _units(service: Service) -> tuple[Unit, ...]:
    today = local_day(service.clock())
    with service.database.reading() as conn:
        return tuple(unit for unit in roster.all_units(conn) if unit.until is None or unit.until > today)


def _found(conn: Connection, number: str) -> Commission:
    found = commissions.one(conn, number)
    if found is None:
        abort(404)
    return found


ROUTES = (
    Route("/commissions", "commissions", listed),
    Route("/commissions/new", "commission_new", ask, UserRole.CLERK),
    Route("/commissions/new", "commission_asked", asked, UserRole.CLERK, "POST"),
    Route("/commissions/<number>", "commission", detail),
    Route("/commissions/<number>/send", "commission_mailed", mailed, UserRole.CLERK, "POST"),
    Route("/commissions/<number>/extend", "commission_extended", extended, UserRole.CLERK, "POST"),
    Route("/commissions/<number>/withdraw", "commission_called_off", called_off, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
