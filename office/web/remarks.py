"""How does a person give or take points by hand, and take that back?

加减分: the small form on the page of an item and of a unit's points, what it sends in, and one such remark
with its history. The form is only there where the rule names kinds; which are allowed, and what may still be
withdrawn, is `office.use_cases.remarking`'s affair.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ledger import journal, roster, scores
from ledger import remarks as book
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.entries.submissions import Submission
from ledger.journal import JournalEntry
from ledger.periods import UnknownPeriodError, local_day, parse_period
from ledger.scoresheet import points_text
from ledger.submissions import listing
from ledger.users import UserRole
from office.use_cases.remarking import RemarkStays, WithdrawalObstacle, kinds_on, withdraw, worth
from office.web import labels
from office.web.forms import RemarkForm, WithdrawForm
from office.web.routes import Route
from office.web.session import signed_in
from office.wiring import Service

Units = Sequence[tuple[int, str]]
"""Id and name of each unit that may be meant."""


class RemarkTarget(NamedTuple):
    """What points are given for: an item, or a unit as such."""

    units: Units
    """Whose points they may be."""
    serial: str | None
    """Of the item; None where a unit as such is meant."""
    title: str
    back: str
    """The address of the page that the form stood on."""


def form_for(service: Service, units: Units, on: date | None = None) -> RemarkForm | None:
    """The form, filled with a day, today unless told; None where the rule of that day names no kinds."""
    today = local_day(service.clock())
    day = today if on is None else min(on, today)
    kinds = kinds_on(service.rulebook, day)
    if not kinds.rules or not units:
        return None
    form = RemarkForm(formdata=None, data={"on": day, "unit": units[0][0]})
    form.offer(units, kinds, today)
    return form


def units_of(item: Submission, names: Mapping[int, str]) -> Units:
    """The units of an item, the lead first."""
    return [(unit_id, names[unit_id]) for unit_id in item.unit_ids]


def worth_text(service: Service, remark: Remark) -> str:
    """How many points a remark is worth, as text; "" where nobody has said."""
    points = worth(kinds_on(service.rulebook, remark.on), remark)
    return "" if points is None else points_text(points)


def remark_item(service: Service, serial: str) -> ResponseReturnValue:
    """Records what the form on an item's page sends in."""
    with service.database.reading() as conn:
        item = listing.one(conn, serial)
        if item is None or not item.unit_ids:
            abort(404)
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
    back = url_for("submission", serial=serial)
    return _record(service, RemarkTarget(units_of(item, names), serial, item.title, back))


def remark_unit(service: Service, code: str, unit_id: int) -> ResponseReturnValue:
    """Records what the form on the page of a unit's points sends in."""
    try:
        parse_period(code)
    except UnknownPeriodError:
        abort(404)
    with service.database.reading() as conn:
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
    if unit_id not in names:
        abort(404)
    name = names[unit_id]
    back = url_for("lines", code=code, unit_id=unit_id, revision="now")
    return _record(service, RemarkTarget([(unit_id, name)], None, name, back))


def show_remark(service: Service, number: int) -> ResponseReturnValue:
    """One remark, who entered it, and the form that takes it back."""
    with service.database.reading() as conn:
        return _page(service, conn, number, WithdrawForm(formdata=None))


def take_back(service: Service, number: int) -> ResponseReturnValue:
    """Takes a remark back, with a reason."""
    form = WithdrawForm()
    if not form.validate():
        with service.database.reading() as conn:
            return _page(service, conn, number, form), 422
    because = (form.because.data or "").strip()
    entry = JournalEntry(service.clock(), signed_in().name, "remark: withdraw", "", because)
    with service.database.writing() as conn:
        outcome = withdraw(conn, number, entry)
    if not isinstance(outcome, RemarkStays):
        flash("已撤回，不再计分。", "good")
        return redirect(url_for("remark", number=number))
    match outcome.obstacle:
        case WithdrawalObstacle.UNKNOWN:
            abort(404)
        case WithdrawalObstacle.WITHDRAWN:
            flash("这一笔已经撤回过了。", "bad")
        case WithdrawalObstacle.PUBLISHED:
            quarters = "、".join(labels.period_code(code) for code in outcome.quarters)
            flash(f"{quarters}已经通报，算过这一笔，不能撤回。请在还没通报的季度另记一笔更正。", "bad")
    return redirect(url_for("remark", number=number))


def _record(service: Service, target: RemarkTarget) -> ResponseReturnValue:
    form = RemarkForm()
    now = service.clock()
    today = local_day(now)
    on = form.on.data
    kinds = kinds_on(service.rulebook, on or today)
    form.offer(target.units, kinds, today)
    if not form.validate() or on is None:
        return render_template("remark_form.html", form=form, about=target), 422
    remark = Remark(
        id=0,
        unit_id=form.unit.data,
        kind=form.kind.data,
        on=on,
        entered_at=now,
        because=(form.because.data or "").strip(),
        points=form.chosen,
        serial=target.serial,
    )
    with service.database.writing() as conn:
        added = book.add(conn, [remark], JournalEntry(now, signed_in().name, "remark: enter", ""))
        published = {publication.period for publication in scores.publications(conn)}
    if not added:
        flash("同一天、同一项、同样理由的一笔已经记过，没有重复记。要改分值，请先撤回那一笔。", "bad")
        return redirect(target.back)
    said = f"已记“{remark.kind}”{worth_text(service, remark)}分，并记入办理记录。"
    if kinds.quarter.code in published:
        said += f"{labels.period(kinds.quarter)}已经通报，这一笔计入其后最早还没通报的季度。"
    flash(said, "good")
    return redirect(target.back)


def _page(service: Service, conn: Connection, number: int, form: WithdrawForm) -> str:
    found = book.one(conn, number)
    if found is None:
        abort(404)
    remark = found.remark
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    return render_template(
        "remark.html",
        remark=remark,
        withdrawn_at=found.withdrawn_at,
        points=worth_text(service, remark),
        unit=names[remark.unit_id],
        item=None if remark.serial is None else listing.one(conn, remark.serial),
        history=journal.about(conn, book.subject_of(number)),
        form=form,
    )


ROUTES = (
    Route("/submissions/<serial>/remarks", "item_remarked", remark_item, UserRole.CLERK, "POST"),
    Route("/points/<code>/<int:unit_id>/remarks", "unit_remarked", remark_unit, UserRole.CLERK, "POST"),
    Route("/remarks/<int:number>", "remark", show_remark),
    Route("/remarks/<int:number>/withdraw", "remark_withdrawn", take_back, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
