"""What may be sent in, and what is wrong with it?

Forms with their checks and the Chinese sentences that say what to mend; each carries the token against forged
requests. What is done with it is the page's affair.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    Field,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, EqualTo, Length, NumberRange, Optional

from ledger.outbox.settling import Settlement
from ledger.rulebook import RemarkRule
from ledger.scoresheet import points_text
from office.use_cases.decisions.decision import Action
from office.use_cases.passwords import SHORTEST
from office.use_cases.remarking import RemarkKinds, fixed, points_of
from office.web import labels

ACTIONS = (
    (Action.ACCEPT, "认可，予以登记"),
    (Action.KEEP, "只改内容，不改状态"),
    (Action.RETURN, "退回，不予计数"),
    (Action.SUPERSEDE, "被另一件替代（本件为旧稿）"),
    (Action.MERGE, "并入另一件（本件重复）"),
    (Action.SPLIT, "拆成几件"),
    (Action.SEAL, "涉密，封存并清除内容"),
)
WAYS = ((Settlement.SENT, "已查明发出"), (Settlement.RESEND, "重新发送"), (Settlement.DROP, "不再发送"))
_UNCHANGED = SelectChoice("", "不变")
_CLASS: Mapping[bool, Mapping[str, str]] = {True: {"class": "fixed"}, False: {}}
"""How the page knows the kinds that have one value, of which none is asked for."""
_TICK = (_UNCHANGED, SelectChoice("yes", "是"), SelectChoice("no", "否"))


class SignInForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """登录."""

    name = StringField("用户名", [DataRequired("请填写用户名"), Length(max=64)])
    password = PasswordField("密码", [DataRequired("请填写密码"), Length(max=200)])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # as above
    """修改密码."""

    old = PasswordField("原密码", [DataRequired("请填写原密码"), Length(max=200)])
    new = PasswordField(
        "新密码", [DataRequired("请填写新密码"), Length(SHORTEST, 200, f"新密码至少 {SHORTEST} 位")]
    )
    again = PasswordField("再输一遍", [EqualTo("new", "两遍输入的新密码不一样")])


class DecisionForm(FlaskForm):  # type: ignore[misc]  # as above
    """核定一件报送件: what is left empty stays as it is."""

    action = RadioField("处理", choices=[SelectChoice(action.value, said) for action, said in ACTIONS])
    other = StringField("另一件的编号", [Optional(), Length(max=20)])
    parts = IntegerField("拆成几件", [Optional(), NumberRange(2, 20, "至少拆成 2 件")])
    unit = SelectField("单位")
    co_units = SelectMultipleField("联合单位")
    category = SelectField("类别")
    author = StringField("撰稿人", [Optional(), Length(max=40)])
    phone = StringField("联系电话", [Optional(), Length(max=40)])
    commission = SelectField("对应约稿")
    own_business = SelectField("与本单位业务有关", choices=_TICK)
    counts_on = DateField("计入日期", [Optional()])
    quality = SelectField("质量合格", choices=_TICK)
    waive_lateness = BooleanField("免计逾期")
    because = TextAreaField("理由", [DataRequired("请写明理由，它会记入办理记录"), Length(max=500)])
    sure = BooleanField("我确认：原件、正文、标题和未发出的邮件都将清除，不能恢复")

    def offer(
        self, units: Sequence[str], categories: Sequence[str], commissions: Sequence[tuple[str, str]]
    ) -> None:
        """Fills the lists to choose from."""
        named = [SelectChoice(name) for name in units]
        self.unit.choices = [_UNCHANGED, *named]
        self.co_units.choices = named
        self.category.choices = [_UNCHANGED, *(SelectChoice(name) for name in categories)]
        self.commission.choices = [_UNCHANGED, *(SelectChoice(*each) for each in commissions)]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field for itself, then what the chosen action needs beside it."""
        sound: bool = super().validate(extra_validators)
        lacking = self._lacking()
        for field, fault in lacking:
            field.errors = [*field.errors, fault]
        return sound and not lacking

    def _lacking(self) -> list[tuple[Field, str]]:
        match self.action.data:
            case Action.SUPERSEDE | Action.MERGE if not (self.other.data or "").strip():
                return [(self.other, "请填写另一件的编号，如 2026-0012")]
            case Action.SPLIT if self.parts.data is None and not self.parts.errors:
                return [(self.parts, "请填写拆成几件")]
            case Action.SEAL if not self.sure.data:  # it cannot be taken back (promise 13)
                return [(self.sure, "封存不能撤回，请先勾选确认")]
            case _:
                return []


class DismissForm(FlaskForm):  # type: ignore[misc]  # as above
    """不采纳一条提议."""

    because = StringField("理由", [Optional(), Length(max=200)])


class RemarkForm(FlaskForm):  # type: ignore[misc]  # as above
    """加减分: `offer` says of whom and of which kinds, `points` is asked for where a kind leaves it open."""

    unit = SelectField("单位", coerce=int)
    kind = SelectField("项目", validate_choice=False)
    points = StringField("分值", [Optional(), Length(max=20)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    because = TextAreaField("理由", [DataRequired("请写明理由，它会写进计分明细"), Length(max=300)])

    def offer(self, units: Sequence[tuple[int, str]], kinds: RemarkKinds, today: date) -> None:
        """Fills the lists to choose from; no later day than today has anything on record."""
        self.kinds, self.today = kinds, today
        self.unit.choices = [SelectChoice(*each) for each in units]
        rules = kinds.rules or ()
        first = [] if len(rules) == 1 else [SelectChoice("", "请选择")]
        named = [
            SelectChoice(rule.name, f"{rule.name}（{_span(rule)}分）", dict(_CLASS[fixed(rule)]))
            for rule in rules
        ]
        self.kind.choices = [*first, *named]

    @property
    def open_kinds(self) -> str:
        """The kinds whose value a person chooses, each with its range; "" where there is none."""
        rules = [rule for rule in self.kinds.rules or () if not fixed(rule)]
        return "；".join(f"{rule.name}：{_span(rule)}分" for rule in rules)

    @property
    def chosen(self) -> Fraction | None:
        """The points, once the form is valid; None where the kind has one value."""
        rule = self.kinds.named(self.kind.data or "")
        return None if rule is None or fixed(rule) else points_of(self.points.data or "")

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each field for itself, then what the rule of that day allows."""
        sound: bool = super().validate(extra_validators)
        lacking = [] if self.on.data is None else self._lacking(self.on.data)
        for field, fault in lacking:
            field.errors = [*field.errors, fault]
        return sound and not lacking

    def _lacking(self, on: date) -> list[tuple[Field, str]]:
        if on > self.today:
            return [(self.on, "这一天还没有到")]
        if not self.kind.data:
            return [(self.kind, "请选一个项目")]
        rule = self.kinds.named(self.kind.data)
        if rule is None:
            return [(self.kind, f"{labels.period(self.kinds.quarter)}的考核办法没有这一项")]
        points = points_of(self.points.data or "")
        if fixed(rule) or (points is not None and rule.least <= points <= rule.most):
            return []
        minus = "，扣分写负数" if rule.least < 0 else ""
        return [(self.points, f"“{rule.name}”请填{_span(rule)}之间的分值{minus}")]


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # as above
    """撤回一笔加减分."""

    because = StringField("理由", [DataRequired("请写明为什么撤回"), Length(max=200)])


class SettleForm(FlaskForm):  # type: ignore[misc]  # as above
    """处置一封发件."""

    how = RadioField("处置", choices=[SelectChoice(how.value, said) for how, said in WAYS])
    because = StringField("理由", [DataRequired("请写明理由"), Length(max=200)])


class RestoreForm(FlaskForm):  # type: ignore[misc]  # as above
    """恢复一个停用的地址."""

    address = StringField("地址", [DataRequired(), Length(max=254)])
    because = StringField("理由", [DataRequired("请写明怎么知道它又能用了"), Length(max=200)])


class CircularForm(FlaskForm):  # type: ignore[misc]  # as above
    """改通报: title, number, day and words; for a correction also why it is made."""

    title = StringField("标题", [DataRequired("标题不能为空"), Length(max=120)])
    number = StringField("文号", [Optional(), Length(max=60)])
    dated = DateField("成文日期", [Optional()])
    covering = TextAreaField("正文", [DataRequired("正文不能为空"), Length(max=20_000)])
    because = StringField("更正原因", [Optional(), Length(max=500)])


class NewAnnouncementForm(FlaskForm):  # type: ignore[misc]  # as above
    """起草通知: which first words, and whom it is for."""

    template = SelectField("样式", [DataRequired("请选一种样式")], validate_choice=False)
    to = SelectMultipleField("发给", [DataRequired("请选至少一个组或单位")], validate_choice=False)


class AnnouncementForm(FlaskForm):  # type: ignore[misc]  # as above
    """改通知: title, number, day, readers and words."""

    title = StringField("标题", [DataRequired("标题不能为空"), Length(max=120)])
    number = StringField("文号", [Optional(), Length(max=60)])
    dated = DateField("成文日期", [Optional()])
    to = SelectMultipleField("发给", [DataRequired("请选至少一个组或单位")], validate_choice=False)
    body = TextAreaField("正文", [DataRequired("正文不能为空"), Length(max=20_000)])


def _span(rule: RemarkRule) -> str:
    """-10, or 2至5."""
    least, most = points_text(rule.least), points_text(rule.most)
    return least if fixed(rule) else f"{least}至{most}"
