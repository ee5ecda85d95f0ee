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
from ledger.remarks import Entered
from ledger.scoresheet import points_text
from ledger.submissions import listing
from ledger.users import UserRole
from office.use_cases.remarking import RemarkKinds, RemarkStays, WithdrawalObstacle, withdraw, worth
from office.web import labels
from office.web.console import Console, Route
from office.web.forms import RemarkForm, WithdrawForm
from office.web.session import signed_in

Units = Sequence[tuple[int, str]]
"""Id and name of each unit that may be meant."""


class About(NamedTuple):
    """What points are given for: whose they may be, for which item if any; where one came from."""

    units: Units
    serial: str | None
    title: str
    back: str


def form_for(console: Console, units: Units, on: date | None = None) -> RemarkForm | None:
    """The form, filled with a day, today unless told; None where the rule of that day names no kinds."""
    today = local_day(console.clock())
    day = today if on is None else min(on, today)
    kinds = console.kinds_on(day)
    if not kinds.rules or not units:
        return None
    form = RemarkForm(formdata=None, data={"on": day, "unit": units[0][0]})
    form.offer(units, kinds, today)
    return form


def units_of(item: Submission, names: Mapping[int, str]) -> Units:
    """The units of an item, the lead first."""
    return [(unit_id, names[unit_id]) for unit_id in item.unit_ids]


def item_remarked(console: Console, serial: str) -> ResponseReturnValue:
    """What the form on an item's page sends in."""
    with console.database.reading() as conn:
        item = listing.one(conn, serial)
        if item is None or not item.unit_ids:
            abort(404)
        units = units_of(item, {unit.id: unit.name for unit in roster.all_units(conn)})
    return _sent(console, About(units, serial, item.title, url_for("submission", serial=serial)))


def unit_remarked(console: Console, code: str, unit_id: int) -> ResponseReturnValue:
    """What the form on the page of a unit's points sends in."""
    try:
        parse_period(code)
    except UnknownPeriodError:
        abort(404)
    with console.database.reading() as conn:
        unit = next((unit for unit in roster.all_units(conn) if unit.id == unit_id), None)
    if unit is None:
        abort(404)
    back = url_for("lines", code=code, unit_id=unit_id, revision="now")
    return _sent(console, About([(unit.id, unit.name)], None, unit.name, back))


def shown(console: Console, number: int) -> ResponseReturnValue:
    """One remark, who entered it, and the form that takes it back."""
    with console.database.reading() as conn:
        return _page(console, conn, number, WithdrawForm(formdata=None))


def withdrawn(console: Console, number: int) -> ResponseReturnValue:
    """Takes a remark back, with a reason."""
    form = WithdrawForm()
    if not form.validate():
        with console.database.reading() as conn:
            return _page(console, conn, number, form), 422
    entry = JournalEntry(
        console.clock(), signed_in().name, "remark: withdraw", "", (form.because.data or "").strip()
    )
    with console.database.writing() as conn:
        done = withdraw(conn, number, entry)
    if isinstance(done, RemarkStays):
        if done.obstacle is WithdrawalObstacle.UNKNOWN:
            abort(404)
        flash(_why_not(done), "bad")
    else:
        flash("已撤回，不再计分。", "good")
    return redirect(url_for("remark", number=number))


def points_told(console: Console, remark: Remark) -> str:
    """What a remark is worth, as text; "" where nobody has said."""
    points = worth(console.kinds_on(remark.on), remark)
    return "" if points is None else points_text(points)


def _sent(console: Console, about: About) -> ResponseReturnValue:
    form, now = RemarkForm(), console.clock()
    today = local_day(now)
    on = form.on.data
    kinds = console.kinds_on(on or today)
    form.offer(about.units, kinds, today)
    if not form.validate() or on is None:
        return render_template("remark_form.html", form=form, about=about), 422
    because = (form.because.data or "").strip()
    remark = Remark(0, form.unit.data, form.kind.data, on, now, because, form.chosen, about.serial)
    with console.database.writing() as conn:
        new = book.add(conn, [remark], JournalEntry(now, signed_in().name, "remark: enter", ""))
        frozen = {publication.period for publication in scores.publications(conn)}
    if not new:
        flash("同一天、同一项、同样理由的一笔已经记过，没有重复记。要改分值，请先撤回那一笔。", "bad")
        return redirect(about.back)
    flash(_told(console, remark, kinds, frozen), "good")
    return redirect(about.back)


def _told(console: Console, remark: Remark, kinds: RemarkKinds, frozen: set[str]) -> str:
    told = f"已记“{remark.kind}”{points_told(console, remark)}分，并记入办理记录。"
    if kinds.quarter.code not in frozen:
        return told
    return f"{told}{labels.period(kinds.quarter)}已经通报，这一笔计入其后最早还没通报的季度。"


def _page(console: Console, conn: Connection, number: int, form: WithdrawForm) -> str:
    found: Entered | None = book.one(conn, number)
    if found is None:
        abort(404)
    return render_template(
        "remark.html",
        remark=found.remark,
        withdrawn_at=found.withdrawn_at,
        points=points_told(console, found.remark),
        unit={unit.id: unit.name for unit in roster.all_units(conn)}[found.remark.unit_id],
        item=None if found.remark.serial is None else listing.one(conn, found.remark.serial),
        history=journal.about(conn, book.subject_of(number)),
        form=form,
    )


def _why_not(refusal: RemarkStays) -> str:
    if refusal.obstacle is WithdrawalObstacle.WITHDRAWN:
        return "这一笔已经撤回过了。"
    counted = "、".join(labels.period(parse_period(code)) for code in refusal.quarters)
    return f"{counted}已经通报，算过这一笔，不能撤回。请在还没通报的季度另记一笔更正。"


ROUTES = (
    Route("/submissions/<serial>/remarks", "item_remarked", item_remarked, UserRole.CLERK, "POST"),
    Route("/points/<code>/<int:unit_id>/remarks", "unit_remarked", unit_remarked, UserRole.CLERK, "POST"),
    Route("/remarks/<int:number>", "remark", shown),
    Route("/remarks/<int:number>/withdraw", "remark_withdrawn", withdrawn, UserRole.CLERK, "POST"),
)
"""The addresses of this group."""
