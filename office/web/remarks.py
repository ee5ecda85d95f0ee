"""How does a person give or take points by hand, and take that back?

加减分: what the small form (`remark_form`) on the page of an item and of a unit's
points sends in, and one such remark with its history. What may be given or withdrawn is
the affair of `office.use_cases`.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import journal, roster, scores
from ledger import remarks as book
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.journal import By, JournalEntry
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from notify.chinese import period_in_words
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.remarking import has_one_value, kinds_on, parse_points
from office.use_cases.withdrawing import RemarkChange, WithdrawalError
from office.web.pages import Route, done, or_404, period_or_404, sent
from office.web.remark_form import RemarkForm, units_of, worth_text
from office.web.session import signed_in
from office.web.withdrawals import ReasonForm, way_chosen, what_was_done


class RemarkTarget(NamedTuple):
    """What points are given for: an item, or a unit as such."""

    units: Mapping[int, str]
    """Whose points they may be: id → name."""
    serial: str | None
    """Of the item; None where a unit as such is meant."""
    title: str
    back: str
    """The address of the page that the form stood on."""


def remark_item(service: Service, serial: str) -> ResponseReturnValue:
    """Records what the form on an item's page sends in."""
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
        if not item.unit_ids:
            abort(404)
        names = roster.unit_names(conn)
    back = url_for("submission", serial=serial)
    return _record(
        service, RemarkTarget(units_of(item, names), serial, item.title, back)
    )


def remark_unit(service: Service, code: str, unit_id: int) -> ResponseReturnValue:
    """Records what the form on the page of a unit's points sends in."""
    period_or_404(code)
    with service.database.reading() as conn:
        names = roster.unit_names(conn)
    if unit_id not in names:
        abort(404)
    name = names[unit_id]
    back = url_for("lines", code=code, unit_id=unit_id, revision="now")
    return _record(service, RemarkTarget({unit_id: name}, None, name, back))


def show_remark(service: Service, number: int) -> ResponseReturnValue:
    """One remark, who entered it, and the forms that put it right or take it back."""
    with service.database.reading() as conn:
        return _page(service, conn, number, ReasonForm(formdata=None))


def take_back(service: Service, number: int) -> ResponseReturnValue:
    """Takes a remark back, with a reason."""
    form = ReasonForm()
    if not form.validate():
        with service.database.reading() as conn:
            return _page(service, conn, number, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    name = book.subject_of(number)
    try:
        with service.database.writing() as conn:
            or_404(book.one(conn, number))
            result = withdrawing.withdraw(service, conn, [name], way_chosen(), by)
    except WithdrawalError as refusal:
        with service.database.reading() as conn:
            return _page(service, conn, number, form, str(refusal)), 422
    return done(f"已撤回，不再计分。{what_was_done(result)}", "remark", number=number)


def change(service: Service, number: int) -> ResponseReturnValue:
    """Puts a remark right: its points, its day or its reason."""
    form = ReasonForm()
    with service.database.reading() as conn:
        or_404(book.one(conn, number))
        if not form.validate():
            return _page(service, conn, number, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    on = None  # the day as it is
    with suppress(ValueError):
        on = date.fromisoformat(request.form.get("on", ""))
    try:
        points = sent("points", "分值", 20)
        worth = parse_points(points) if points else None
        if points and worth is None:
            raise WithdrawalError(points, "不是分值，请写 -5、2.5 这样的数")
        changed = RemarkChange(
            points=worth,
            on=on,
            because=sent("reason", "写进计分明细的理由", 300) or None,
        )
        with service.database.writing() as conn:
            result = withdrawing.change_remark(
                service, conn, number, changed, way_chosen(), by
            )
    except WithdrawalError as refusal:
        with service.database.reading() as conn:
            return _page(service, conn, number, form, str(refusal)), 422
    new = int(result.new.partition(":")[2])
    return done(f"已更正。{what_was_done(result)}", "remark", number=new)


def _record(service: Service, target: RemarkTarget) -> ResponseReturnValue:
    form = RemarkForm()
    now = service.clock()
    today = local_day(now)
    on = form.on.data
    # Which kinds there are depends on the day that was sent; without one the form is
    # only shown again.
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
        because=form.because.data.strip(),
        points=form.chosen_points,
        serial=target.serial,
    )
    with service.database.writing() as conn:
        added = book.add(
            conn, [remark], JournalEntry(now, signed_in().name, "remark: enter", "")
        )
        published = {
            publication.period for publication in scores.published_periods(conn)
        }
    if not added:
        flash(
            "同一天、同一项、同样理由的一笔已经记过，没有重复记。要改分值，请先撤回那一笔。",
            "bad",
        )
        return redirect(target.back)
    said = f"已记“{remark.kind}”{worth_text(service, remark)}分，并记入办理记录。"
    if kinds.quarter.code in published:
        said += f"{period_in_words(kinds.quarter)}已经通报，这一笔计入其后最早还没通报的季度。"
    flash(said, "good")
    return redirect(target.back)


def _page(
    service: Service, conn: Connection, number: int, form: ReasonForm, refused: str = ""
) -> str:
    found = or_404(book.one(conn, number))
    remark = found.remark
    names = roster.unit_names(conn)
    effect = None
    if found.withdrawn_at is None:
        by = By(signed_in().name, service.clock())
        effect = withdrawing.effect_on(service, conn, [book.subject_of(number)], by)
    rule = kinds_on(service.rulebook, remark.on).named(remark.kind)
    return render_template(
        "remark.html",
        remark=remark,
        withdrawn_at=found.withdrawn_at,
        points=worth_text(service, remark),
        is_fixed=rule is None or has_one_value(rule),
        unit=names[remark.unit_id],
        item=listing.one(conn, remark.serial),
        history=journal.about(conn, book.subject_of(number)),
        form=form,
        effect=effect,
        refused=refused,
        way=request.form.get("way", ""),
    )


ROUTES = (
    Route(
        "/submissions/<serial>/remarks",
        "item_remarked",
        remark_item,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/points/<code>/<int:unit_id>/remarks",
        "unit_remarked",
        remark_unit,
        UserRole.CLERK,
        "POST",
    ),
    Route("/remarks/<int:number>", "remark", show_remark),
    Route(
        "/remarks/<int:number>/withdraw",
        "remark_withdrawn",
        take_back,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/remarks/<int:number>/change", "remark_changed", change, UserRole.CLERK, "POST"
    ),
)
