"""What was, is and would be mailed?

发件箱: every message with its state and what the server said; those whose outcome nobody knows are settled
here by a person (promise 8). Its words are shown as plain text.
"""

from email import message_from_bytes
from email.policy import default

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger.journal import By
from ledger.notice import OutboxState
from ledger.outbox import bounces, listing, settling, tries
from ledger.outbox.settling import NotSettled, Settlement
from ledger.users import UserRole
from office.web.console import Console, Route
from office.web.forms import SettleForm
from office.web.session import signed_in

_NEWEST = 200


def listed(console: Console) -> ResponseReturnValue:
    """The newest messages, of one state if asked."""
    asked = request.args.get("state", "")
    state = next((state for state in OutboxState if state == asked), None)
    with console.database.reading() as conn:
        rows, counted = listing.listed(conn, state, _NEWEST), listing.counts_by_state(conn)
        ailing = len(bounces.failing_addresses(conn))
    return render_template(
        "outbox.html",
        rows=rows,
        counted=counted,
        asked=state,
        states=tuple(OutboxState),
        newest=_NEWEST,
        ailing=ailing,
    )


def detail(console: Console, number: int) -> ResponseReturnValue:
    """One message as it was, or would be, handed to the server."""
    with console.database.reading() as conn:
        entry, content = listing.message(conn, number), listing.bytes_of(conn, number)
        made = tries.of(conn, number)
    if entry is None:
        abort(404)
    ways = [how for how in Settlement if entry.state in settling.FROM[how]]
    text = None if content is None else plain_text(content)
    return render_template("message.html", entry=entry, tries=made, text=text, ways=ways, form=SettleForm())


def settled(console: Console, number: int) -> ResponseReturnValue:
    """What a person found out, or wants."""
    form = SettleForm()
    if not form.validate_on_submit():
        flash("请选一种处置，并写明理由。", "bad")
        return redirect(url_for("message", number=number))
    decision = By(signed_in().name, console.clock(), form.because.data or "")
    with console.database.writing() as conn:
        outcome = settling.settle(conn, number, Settlement(form.how.data), decision)
    if isinstance(outcome, NotSettled):
        flash("未能处置：它的状态已经变了，或答复开关还没有打开。", "bad")
    else:
        flash("已处置，并记入办理记录。", "good")
    return redirect(url_for("message", number=number))


def plain_text(content: bytes) -> str:
    """The plain words of a message of ours."""
    message = message_from_bytes(content, policy=default)
    body = message.get_body(("plain",))
    return "" if body is None else str(body.get_content())


ROUTES = (
    Route("/outbox", "outbox", listed),
    Route("/outbox/<int:number>", "message", detail),
    Route("/outbox/<int:number>", "message_settled", settled, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
