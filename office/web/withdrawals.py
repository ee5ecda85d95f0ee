"""How does a person take back or put right an adoption, 批示 or 上报 that is on record?

更正或撤回: one page for each, with what a published quarter would become where one has
counted it. What may be taken back is `office.use_cases.withdrawing`'s affair; points
given by hand have a page of their own.
"""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextArea

from ledger import roster
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.faults import ToldError
from ledger.journal import By
from ledger.submissions import listing
from ledger.users import UserRole
from notify.chinese import period_name
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.events import EventError, EventType
from office.use_cases.withdrawal_effects import PublishedEffect
from office.use_cases.withdrawing import (
    EventChange,
    Way,
    WayNeededError,
    WithdrawalError,
    Withdrawn,
    as_said,
)
from office.web.events import EventForm, form_of
from office.web.pages import OfficeForm, Route, TextField, done, one_of, sent
from office.web.session import signed_in

_NAMED = frozenset(EventType)


class ReasonForm(OfficeForm):
    """Why something is put right or taken back."""

    because = TextField(
        "理由",
        [DataRequired("请写明理由，会记入办理记录"), Length(max=300)],
        widget=TextArea(),
    )


def way_chosen() -> Way | None:
    """What the page's choice says shall become of a published quarter; None where it
    says nothing.
    """
    return one_of(Way, request.form.get("way", ""))


def what_was_done(result: Withdrawn) -> str:
    """What came of taking something back, for the line at the head of the next page."""
    said = ""
    if result.drafted:
        quarters = "、".join(map(period_name, result.drafted))
        said += f"{quarters}已重新结算，更正通报已起草，请在“通报”页核对、审定。"
    if result.carried:
        said += f"已通报的不动，在还没通报的季度冲回（{result.carried}）。"
    if result.told:
        said += "原来已告知单位，更正信随即寄出。"
    for doubt in result.doubts:
        said += f"{doubt}。"
    return said


def show(service: Service, name: str) -> ResponseReturnValue:
    """One event, and the forms that put it right or take it back."""
    with service.database.reading() as conn:
        return _page(service, conn, name, None, ReasonForm(formdata=None))


def take_back(service: Service, name: str) -> ResponseReturnValue:
    """Takes an event back, with a reason."""
    form = ReasonForm()
    with service.database.reading() as conn:
        serial = _event(conn, name).serial
        if not form.validate():
            return _page(service, conn, name, None, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    try:
        with service.database.writing() as conn:
            result = withdrawing.withdraw(service, conn, [name], way_chosen(), by)
    except WithdrawalError as refusal:
        return _shown_again(service, name, None, form, refusal)
    return done(
        f"已撤回，不再计分。{what_was_done(result)}", "submission", serial=serial
    )


def change(service: Service, name: str) -> ResponseReturnValue:
    """Puts an event right, with a reason."""
    kind = name.partition(":")[0]
    if kind not in _NAMED:
        abort(404)
    form, reason = form_of(EventType(kind))(), ReasonForm()
    form.offer(EventType(kind), service.rulebook)
    with service.database.reading() as conn:
        _event(conn, name)
        if not form.validate() or not reason.validate() or form.on.data is None:
            return _page(service, conn, name, form, reason), 422
    changed = EventChange(
        serial=sent("serial", "报送件编号", 20) or None,
        on=form.on.data,
        what=form.what.data.strip(),
        how=(form.how.data or "").strip(),
        issue=form.issue.data.strip(),
        note=form.note.data.strip(),
        unscored=form.unscored.data,
    )
    by = By(signed_in().name, service.clock(), reason.because.data.strip())
    try:
        with service.database.writing() as conn:
            result = withdrawing.change_event(
                service, conn, name, changed, way_chosen(), by
            )
            serial = _event(conn, result.new).serial
    except (WithdrawalError, EventError) as refusal:
        return _shown_again(service, name, form, reason, refusal)
    return done(f"已更正。{what_was_done(result)}", "submission", serial=serial)


def _event(conn: Connection, name: str) -> withdrawing.Event:
    """The event of this name; the request ends where there is none."""
    if name.partition(":")[0] not in _NAMED:
        abort(404)
    found = withdrawing.one_named(conn, name)
    if found is None or isinstance(found, Remark):
        abort(404)
    return found


def _shown_again(
    service: Service,
    name: str,
    form: EventForm | None,
    reason: ReasonForm,
    refusal: ToldError,
) -> ResponseReturnValue:
    """The page with what was sent in, and why it was not done."""
    effect = refusal.effect if isinstance(refusal, WayNeededError) else None
    with service.database.reading() as conn:
        return _page(service, conn, name, form, reason, str(refusal), effect), 422


def _page(
    service: Service,
    conn: Connection,
    name: str,
    form: EventForm | None,
    reason: ReasonForm,
    refused: str = "",
    effect: PublishedEffect | None = None,
) -> str:
    """The page; `form` is what was sent in to put the event right, `effect` what that
    needs an answer to.
    """
    event = _event(conn, name)
    said = as_said(event)
    if effect is None and event.withdrawn is None:
        by = By(signed_in().name, service.clock())
        effect = withdrawing.effect_on(service, conn, [name], by)
    if form is None:
        data = {
            "what": said.what,
            "how": said.how,
            "issue": said.issue,
            "on": said.on,
            "note": said.note,
        }
        form = form_of(said.kind)(
            formdata=None, data=data | {"unscored": said.unscored}
        )
    form.offer(said.kind, service.rulebook, said.how)
    item = listing.one(conn, event.serial)
    return render_template(
        "withdrawal.html",
        name=name,
        event=event,
        item=item,
        names=roster.unit_names(conn),
        words=withdrawing.words_of(service.rulebook, event),
        form=form,
        reason=reason,
        refused=refused,
        effect=effect,
        way=request.form.get("way", ""),
        record=url_for("record", name=name),
    )


ROUTES = (
    Route("/events/<name>", "event", show),
    Route(
        "/events/<name>/withdraw", "event_withdrawn", take_back, UserRole.CLERK, "POST"
    ),
    Route("/events/<name>/change", "event_changed", change, UserRole.CLERK, "POST"),
)
