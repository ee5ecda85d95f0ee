"""Which circulars are drafted, and may this one go out?

通报: the draft of a stored score, the office's own words above it, and the approval, after which it is
published and neither words nor points change any more. Drafting is `close`'s affair, sending that of the job
after approval.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import circulars
from ledger.circulars import Circular, CircularState
from ledger.database import Connection
from ledger.journal import Entry, write
from ledger.periods import parse_period
from ledger.users import UserRole
from office.web.console import Console, Route
from office.web.forms import CircularForm
from office.web.session import signed_in


def listed(console: Console) -> ResponseReturnValue:
    """Every circular, newest first."""
    with console.database.reading() as conn:
        found = circulars.everything(conn)
    return render_template("circulars.html", rows=[(one, parse_period(one.period)) for one in found])


def detail(console: Console, number: int) -> ResponseReturnValue:
    """One circular as the units would read it, with the words that may still be changed."""
    with console.database.reading() as conn:
        found = _found(conn, number)
        preview = console.preview(conn, found)
    form = CircularForm(data={"covering": found.covering})
    period = parse_period(found.period)
    return render_template("circular.html", circular=found, period=period, preview=preview, form=form)


def edited(console: Console, number: int) -> ResponseReturnValue:
    """The covering words sent in."""
    form = CircularForm()
    if form.validate_on_submit():
        with console.database.writing() as conn:
            found = _found(conn, number)
            circulars.edit(conn, found, form.covering.data or "")
            _journal(console, conn, found, "covering words edited")
        flash("正文已保存。", "good")
    else:
        flash("正文不能为空，未作更改。", "bad")
    return redirect(url_for("circular", number=number))


def approved(console: Console, number: int) -> ResponseReturnValue:
    """Lets a draft go out: from now on its quarter is published (C10)."""
    with console.database.writing() as conn:
        found = _found(conn, number)
        if found.state is CircularState.DRAFT and request.form.get("read") == "yes":
            circulars.approve(conn, found, signed_in().name, console.clock())
            _journal(console, conn, found, "approved")
            flash("已审定。本期得分就此公布，通报将随下一次发送寄给各单位。", "good")
        else:
            flash("请先勾选“已通读”，再审定。", "bad")
    return redirect(url_for("circular", number=number))


def _found(conn: Connection, number: int) -> Circular:
    found = next((one for one in circulars.everything(conn) if one.id == number), None)
    if found is None:
        abort(404)
    return found


def _journal(console: Console, conn: Connection, found: Circular, did: str) -> None:
    write(conn, Entry(console.clock(), signed_in().name, did, f"circular:{found.id}"))


ROUTES = (
    Route("/circulars", "circulars", listed),
    Route("/circulars/<int:number>", "circular", detail),
    Route("/circulars/<int:number>", "circular_edited", edited, UserRole.CLERK, "POST"),
    Route("/circulars/<int:number>/approve", "circular_approved", approved, UserRole.ADMIN, "POST"),
)
"""The addresses of this group."""
