"""What was, is and would be mailed?

发件箱: every message with its state and what the server said; those whose outcome
nobody knows are settled here by a person (promise 8). Its words are shown as plain
text.
"""

from email import message_from_bytes
from email.policy import default

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, Length

from ledger.journal import By
from ledger.notice import OutboxState
from ledger.outbox import bounces, listing, settling, tries, withholding
from ledger.outbox.settling import NotSettled, Settlement
from ledger.submissions import listing as submissions
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases import older_record
from office.use_cases.older_record import NotAllSettledError, NotOverYetError
from office.web.pages import (
    OfficeForm,
    Route,
    TextField,
    done,
    faults_of,
    numbers_named,
    one_of,
    or_404,
    refused,
)
from office.web.session import signed_in

_NEWEST = 200
"""How many messages the list shows."""
_WAYS = (
    (Settlement.SENT, "已查明发出"),
    (Settlement.RESEND, "重新发送"),
    (Settlement.DROP, "不再发送"),
)


class SettleForm(OfficeForm):
    """What became, or is to become, of a message, and how that is known."""

    how = RadioField(
        "处置", choices=[SelectChoice(how.value, said) for how, said in _WAYS]
    )
    because = TextField("理由", [DataRequired("请写明理由"), Length(max=200)])


def show_list(service: Service) -> ResponseReturnValue:
    """The newest messages, of one state if asked."""
    state = one_of(OutboxState, request.args.get("state", ""))
    with service.database.reading() as conn:
        rows = listing.listed(conn, state, _NEWEST)
        counted = listing.counts_by_state(conn)
        ailing = bounces.failing_addresses(conn)
    return render_template(
        "outbox.html",
        rows=rows,
        counted=counted,
        asked=state,
        states=tuple(OutboxState),
        newest=_NEWEST,
        ailing=len(ailing),
    )


def show_message(service: Service, number: int) -> ResponseReturnValue:
    """One message as it was, or would be, handed to the server, and each try to do
    so.
    """
    with service.database.reading() as conn:
        entry = or_404(listing.message(conn, number))
        content = listing.bytes_of(conn, number)
        made = tries.of(conn, number)
    # Plain words only: html of ours would have to stand in a frame of its own.
    text = None
    if content is not None:
        body = message_from_bytes(content, policy=default).get_body(("plain",))
        text = "" if body is None else str(body.get_content())
    ways = [how for how in Settlement if entry.state in settling.FROM[how]]
    return render_template(
        "message.html", entry=entry, tries=made, text=text, ways=ways, form=SettleForm()
    )


def show_withheld(service: Service) -> ResponseReturnValue:
    """What may have been sent before the record was brought back, for a person to
    say.
    """
    with service.database.reading() as conn:
        rows = listing.listed(conn, OutboxState.WITHHELD, _NEWEST)
        items = submissions.several_outlined(
            conn, [entry.serial for entry in rows if entry.serial]
        )
        return render_template(
            "withheld.html",
            rows=rows,
            total=withholding.count(conn),
            titles={item.serial: item.title for item in items},
            older=withholding.current(conn),
        )


def settle_withheld(service: Service) -> ResponseReturnValue:
    """Says of the chosen ones, or of all, that they were sent, are to go now, or need
    not go.

    All are those that were there when the page was shown, up to the `newest`: more may
    have come meanwhile.
    """
    how = request.form.get("how") or request.form.get("all", "")
    named = numbers_named("newest" if "all" in request.form else "number")
    if how not in set(Settlement) or not named:
        return refused("没有改动：请先勾选，再点按钮。", "withheld")
    try:
        with service.database.writing() as conn:
            if "all" in request.form:
                found = listing.listed(conn, OutboxState.WITHHELD, None)
                named = [entry.id for entry in found if entry.id <= named[0]]
            by = By(signed_in().name, service.clock(), "从副本恢复后核对")
            settled = older_record.settle_all(conn, named, Settlement(how), by)
    except NotAllSettledError:
        return refused(
            "没有改动：有的刚刚有人先定了，或答复开关还没有打开。请看一下再选。",
            "withheld",
        )
    return done(f"{settled} 封已定，并记入办理记录。", "withheld")


def end_withholding(service: Service) -> ResponseReturnValue:
    """Says that nothing more is to come up again: everything is mailed as ever."""
    try:
        with service.database.writing() as conn:
            older_record.end(service, conn, By(signed_in().name, service.clock()))
    except NotOverYetError as fault:
        return refused(f"还不能：{fault.in_chinese}。", "withheld")
    return done("以后照常寄信，不再暂扣。", "outbox")


def settle(service: Service, number: int) -> ResponseReturnValue:
    """Records what a person found out about a message, or wants to become of it."""
    form = SettleForm()
    if not form.validate_on_submit():
        return refused(f"没有处置：{faults_of(form)}", "message", number=number)
    # The form knows every way to settle. Whether the state allows this one is for
    # `settle` to say, since it may have changed while the page was open.
    person = By(signed_in().name, service.clock(), form.because.data)
    with service.database.writing() as conn:
        outcome = settling.settle(conn, number, Settlement(form.how.data), person)
    if isinstance(outcome, NotSettled):
        return refused(
            "未能处置：它的状态已经变了，或答复开关还没有打开。",
            "message",
            number=number,
        )
    return done("已处置，并记入办理记录。", "message", number=number)


ROUTES = (
    Route("/outbox", "outbox", show_list),
    Route("/outbox/withheld", "withheld", show_withheld),
    Route(
        "/outbox/withheld", "withheld_settled", settle_withheld, UserRole.CLERK, "POST"
    ),
    Route(
        "/outbox/withheld/end",
        "withholding_ended",
        end_withholding,
        UserRole.CLERK,
        "POST",
    ),
    Route("/outbox/<int:number>", "message", show_message),
    Route("/outbox/<int:number>", "message_settled", settle, UserRole.CLERK, "POST"),
)
