"""Which addresses returned our mail, and does one of them work again?

退信的地址: those written to no more come first, for their units hear nothing until a person has found out
why. Who restores one says how it is known; whatever else changes about an address, changes in the roster.
"""

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import roster
from ledger.outbox import bounces
from ledger.outbox.bounces import Health
from ledger.users import UserRole
from office.web.console import Console, Route
from office.web.forms import RestoreForm
from office.web.session import signed_in


class Row(NamedTuple):
    """An address, and the units on whose roster it stands."""

    health: Health
    units: tuple[str, ...]


def listed(console: Console) -> ResponseReturnValue:
    """The page."""
    with console.database.reading() as conn:
        ailing, units = bounces.failing_addresses(conn), roster.all_units(conn)
    rows = [Row(one, tuple(u.name for u in units if u.owns_address(one.address))) for one in ailing]
    rows.sort(key=lambda row: not row.health.disabled)
    return render_template("addresses.html", rows=rows, form=RestoreForm(), enough=bounces.FAILURES)


def restored(console: Console) -> ResponseReturnValue:
    """A person says that an address works."""
    form = RestoreForm()
    if not form.validate_on_submit():
        flash("请写明怎么知道这个地址又能用了。", "bad")
        return redirect(url_for("addresses"))
    address, because = form.address.data or "", form.because.data or ""
    with console.database.writing() as conn:
        done = bounces.restore(conn, address, signed_in().name, console.clock(), because)
    if done:
        flash(f"{address} 已恢复，今后照常发信；先前没送到的，请在发件箱里逐封重发。", "good")
    else:
        flash("这个地址已经恢复，或从来没有退过信。", "bad")
    return redirect(url_for("addresses"))


ROUTES = (
    Route("/addresses", "addresses", listed),
    Route("/addresses", "address_restored", restored, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
