"""Which form gives or takes points by hand (加减分), on the page of an item and of a
unit's points?

It is only there where the rule names kinds. What it sends in is left to `remarks`.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    Field,
    SelectChoice,
    SelectField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import TextArea

from ledger.entries.events import Remark
from ledger.entries.submissions import Submission
from ledger.periods import local_day
from ledger.rulebook import RemarkRule
from ledger.scoresheet import points_text
from notify.chinese import period_in_words
from office.service.parts import Service
from office.use_cases.remarking import (
    RemarkKinds,
    has_one_value,
    kinds_on,
    parse_points,
    points_of_remark,
)
from office.web.pages import OfficeForm, TextField


class RemarkForm(OfficeForm):
    """Points given or taken by hand: whose, of which kind, and how many where the kind
    leaves it open.
    """

    unit = SelectField("单位", coerce=int)
    kind = SelectField("项目", validate_choice=False)
    points = TextField("分值", [Optional(), Length(max=20)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    because = TextField(
        "理由",
        [DataRequired("请写明理由，它会写进计分明细"), Length(max=300)],
        widget=TextArea(),
    )

    def offer(self, units: Mapping[int, str], kinds: RemarkKinds, today: date) -> None:
        """Fills the lists to choose from, `units` id → name; of a day after `today`
        nothing is recorded.
        """
        self.kinds = kinds
        self.today = today
        self.unit.choices = [
            SelectChoice(unit_id, name) for unit_id, name in units.items()
        ]
        rules = kinds.rules or ()
        self.kind.choices = [] if len(rules) == 1 else [SelectChoice("", "请选择")]
        open_kinds = []
        for rule in rules:
            label = f"{rule.name}（{_range_text(rule)}分）"
            if has_one_value(rule):
                # The page hides the field of the value while a kind of this class is
                # chosen.
                self.kind.choices.append(
                    SelectChoice(rule.name, label, {"class": "fixed"})
                )
            else:
                self.kind.choices.append(SelectChoice(rule.name, label))
                open_kinds.append(f"{rule.name}：{_range_text(rule)}分")
        # The kinds whose value a person chooses, each with its range, as a hint beside
        # that field.
        self.open_kinds = "；".join(open_kinds)

    @property
    def chosen_points(self) -> Fraction | None:
        """The points, once the form is valid; None where the kind has one value."""
        rule = self.kinds.named(self.kind.data or "")
        return (
            None
            if rule is None or has_one_value(rule)
            else parse_points(self.points.data)
        )

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
            field, fault = (
                self.kind,
                f"{period_in_words(self.kinds.quarter)}的考核办法没有这一项",
            )
        elif not has_one_value(rule) and (
            points is None or not rule.least <= points <= rule.most
        ):
            minus = "，扣分写负数" if rule.least < 0 else ""
            field, fault = (
                self.points,
                f"“{rule.name}”请填{_range_text(rule)}之间的分值{minus}",
            )
        else:
            return sound
        field.errors = [*field.errors, fault]
        return False


def remark_form(
    service: Service, units: Mapping[int, str], on: date | None = None
) -> RemarkForm | None:
    """The form, filled with a day, today unless told; None where the rule of that day
    names no kinds.
    """
    today = local_day(service.clock())
    # The last day of a period that still runs lies ahead, and of a day to come nothing
    # is recorded.
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


def _range_text(rule: RemarkRule) -> str:
    """The values that a kind allows: -10, or 2至5."""
    least = points_text(rule.least)
    return least if has_one_value(rule) else f"{least}至{points_text(rule.most)}"
