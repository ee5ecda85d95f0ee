"""How does a person give or take points by hand, and take that back?

加减分: the small form on the page of an item and of a unit's points, what it sends in, and one such remark
with its history. The form is only there where the rule names kinds; which are allowed, and what may be
withdrawn is the affair of `office.use_cases`.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    Field,
    SelectChoice,
    SelectField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from ledger import journal, roster, scores
from ledger import remarks as book
from ledger.database import Connection
from ledger.entries.events import Remark
from ledger.entries.submissions import Submission
from ledger.journal import By, JournalEntry
from ledger.periods import local_day
from ledger.rulebook import RemarkRule
from ledger.scoresheet import points_text
from ledger.submissions import listing
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.remarking import (
    RemarkKinds,
    has_one_value,
    kinds_on,
    parse_points,
    points_of_remark,
)
from office.use_cases.withdrawing import RemarkChange, WithdrawalError
from office.web import labels
from office.web.pages import OfficeForm, Route, TextField, done, or_404, period_or_404, sent
from office.web.session import signed_in
from office.web.withdrawals import ReasonForm, way_chosen, what_was_done


class RemarkForm(OfficeForm):
    """Points given or taken by hand: whose, of which kind, and how many where the kind leaves it open."""

    unit = SelectField("单位", coerce=int)
    kind = SelectField("项目", validate_choice=False)
    points = TextField("分值", [Optional(), Length(max=20)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    because = TextField(
        "理由", [DataRequired("请写明理由，它会写进计分明细"), Length(max=300)], widget=TextArea()
    )

    def offer(self, units: Mapping[int, str], kinds: RemarkKinds, today: date) -> None:
        """Fills the lists to choose from, `units` id → name; of a day after `today` nothing is recorded."""
        self.kinds = kinds
        self.today = today
        self.unit.choices = [SelectChoice(unit_id, name) for unit_id, name in units.items()]
        rules = kinds.rules or ()
        self.kind.choices = [] if len(rules) == 1 else [SelectChoice("", "请选择")]
        open_kinds = []
        for rule in rules:
            label = f"{rule.name}（{_range_text(rule)}分）"
            if has_one_value(rule):
                # The page hides the field of the value while a kind of this class is chosen.
                self.kind.choices.append(SelectChoice(rule.name, label, {"class": "fixed"}))
            else:
                self.kind.choices.append(SelectChoice(rule.name, label))
                open_kinds.append(f"{rule.name}：{_range_text(rule)}分")
        # The kinds whose value a person chooses, each with its range, as a hint beside that field.
        self.open_kinds = "；".join(open_kinds)

    @property
    def chosen_points(self) -> Fraction | None:
        """The points, once the form is valid; None where the kind has one value."""
        rule = self.kinds.named(self.kind.data or "")
        return None if rule is None or has_one_value(rule) else parse_points(self.points.data)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field for itself, then what the rule of that day allows."""
        sound: bool = super().validate(extra_validators)
        if self.on.data is None:
            return False
        rule = self.kinds.named(self.kind.data or "")
        points = parse_points(self.points.data)
        field: Field
        if self.on.data > self.today:
            field, fault = self.on, "这一天还没有到"
        elif not self.kind.data:
            field, fault = self.kind, "请选一个项目"
        elif rule is None:
            field, fault = self.kind, f"{labels.period(self.kinds.quarter)}的考核办法没有这一项"
        elif not has_one_value(rule) and (points is None or not rule.least <= points <= rule.most):
            minus = "，扣分写负数" if rule.least < 0 else ""
            field, fault = self.points, f"“{rule.name}”请填{_range_text(rule)}之间的分值{minus}"
        else:
            return sound
        field.errors = [*field.errors, fault]
        return False


class RemarkTarget(NamedTuple):
    """What points are given for: an item, or a unit as such."""

    units: Mapping[int, str]
    """Whose points they may be: id → name."""
    serial: str | None
    """Of the item; None where a unit as such is meant."""
    title: str
    back: str
    """The address of the page that the form stood on."""


def remark_form(service: Service, units: Mapping[int, str], on: date | None = None) -> RemarkForm | None:
    """The form, filled with a day, today unless told; None where the rule of that day names no kinds."""
    today = local_day(service.clock())
    # The last day of a period that still runs lies ahead, and of a day to come nothing is recorded.
    day = today if on is None else min(on, today)
    kinds = kinds_on(service.rulebook, day)
    if not kinds.rules or not units:
        return None
    form = RemarkForm(formdata=None, data={"on": day, "unit": next(iter(units))})
    form.offer(units, kinds, today)
    return form


def units_of(item: Submission, names: Mapping[int, str]) -> dict[int, str]:
    """The units of an item, id → name, the lead first."""
    return {unit_id: names[unit_id] for unit_id in item.unit_ids}


def worth_text(service: Service, remark: Remark) -> str:
    """How many points a remark is worth, as text; "" where nobody has said."""
    points = points_of_remark(kinds_on(service.rulebook, remark.on), remark)
    return "" if points is None else points_text(points)


def remark_item(service: Service, serial: str) -> ResponseReturnValue:
    """Records what the form on an item's page sends in."""
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
        if not item.unit_ids:
            abort(404)
        names = roster.unit_names(conn)
    back = url_for("submission", serial=serial)
    return _record(service, RemarkTarget(units_of(item, names), serial, item.title, back))


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
            result = withdrawing.change_remark(service, conn, number, changed, way_chosen(), by)
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
    # Which kinds there are depends on the day that was sent; without one the form is only shown again.
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
        added = book.add(conn, [remark], JournalEntry(now, signed_in().name, "remark: enter", ""))
        published = {publication.period for publication in scores.published_periods(conn)}
    if not added:
        flash("同一天、同一项、同样理由的一笔已经记过，没有重复记。要改分值，请先撤回那一笔。", "bad")
        return redirect(target.back)
    said = f"已记“{remark.kind}”{worth_text(service, remark)}分，并记入办理记录。"
    if kinds.quarter.code in published:
        said += f"{labels.period(kinds.quarter)}已经通报，这一笔计入其后最早还没通报的季度。"
    flash(said, "good")
    return redirect(target.back)


def _page(service: Service, conn: Connection, number: int, form: ReasonForm, refused: str = "") -> str:
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
        item=None if remark.serial is None else listing.one(conn, remark.serial),
        history=journal.about(conn, book.subject_of(number)),
        form=form,
        effect=effect,
        refused=refused,
        way=request.form.get("way", ""),
    )


def _range_text(rule: RemarkRule) -> str:
    """The values that a kind allows: -10, or 2至5."""
    least = points_text(rule.least)
    return least if has_one_value(rule) else f"{least}至{points_text(rule.most)}"


ROUTES = (
    Route("/submissions/<serial>/remarks", "item_remarked", remark_item, UserRole.CLERK, "POST"),
    Route("/points/<code>/<int:unit_id>/remarks", "unit_remarked", remark_unit, UserRole.CLERK, "POST"),
    Route("/remarks/<int:number>", "remark", show_remark),
    Route("/remarks/<int:number>/withdraw", "remark_withdrawn", take_back, UserRole.CLERK, "POST"),
    Route("/remarks/<int:number>/change", "remark_changed", change, UserRole.CLERK, "POST"),
)
