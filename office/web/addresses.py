"""Which addresses returned our mail, does one of them work again, and what does the
roster lack?

退信的地址: those written to no more come first, for their units hear nothing until a
person has found out why. Who restores one says how it is known; whatever else changes
about an address, changes in the roster. 名册缺项 (Art. 6): the units that cannot be
reached come first. The roster is kept by `units import`.
"""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms.validators import DataRequired, Length

from ledger import roster
from ledger.outbox import bounces
from ledger.outbox.bounces import Health
from ledger.periods import local_day
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.gaps import units_with_gaps
from office.web.pages import OfficeForm, Route, TextField, done, faults_of, refused
from office.web.session import signed_in


class RestoreForm(OfficeForm):
    """An address to be written to again, and how it is known to work."""

    address = TextField("地址", [DataRequired(), Length(max=254)])
    because = TextField(
        "理由", [DataRequired("请写明怎么知道它又能用了"), Length(max=200)]
    )


class AddressRow(NamedTuple):
    """An address that returned mail, and the names of the units on whose roster it
    stands.
    """

    health: Health
    units: list[str]


def show_list(service: Service) -> ResponseReturnValue:
    """Every address that returned mail."""
    with service.database.reading() as conn:
        ailing = bounces.failing_addresses(conn)
        units = roster.all_units(conn)
    rows = []
    for one in ailing:
        owners = [unit.name for unit in units if unit.owns_address(one.address)]
        rows.append(AddressRow(one, owners))
    # Those written to no more come first; among themselves all keep their order.
    rows.sort(key=lambda row: row.health.disabled, reverse=True)
    return render_template(
        "addresses.html", rows=rows, form=RestoreForm(), enough=bounces.FAILURES
    )


def restore(service: Service) -> ResponseReturnValue:
    """Lets an address be written to again, because a person says that it works."""
    form = RestoreForm()
    if not form.validate_on_submit():
        return refused(f"没有恢复：{faults_of(form)}", "addresses")
    address = form.address.data
    because = form.because.data
    with service.database.writing() as conn:
        restored = bounces.restore(
            conn, address, signed_in().name, service.clock(), because
        )
    if restored:
        return done(
            f"{address} 已恢复，今后照常发信；先前没送到的，请在发件箱里逐封重发。",
            "addresses",
        )
    return refused("这个地址已经恢复，或从来没有退过信。", "addresses")


def show_gaps(service: Service) -> ResponseReturnValue:
    """Every unit with a gap, and the years whose holidays nobody has told us."""
    today = local_day(service.clock())
    with service.database.reading() as conn:
        found = units_with_gaps(
            roster.all_units(conn), service.address_health(conn), today
        )
    return render_template("roster.html", rows=found, years=service.doubts(today))


ROUTES = (
    Route("/addresses", "addresses", show_list),
    Route("/addresses", "address_restored", restore, UserRole.CLERK, "POST"),
    Route("/roster", "roster", show_gaps),
)
