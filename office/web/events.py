"""How does a person put on record that an item was adopted, sent up or written on?

采用, 批示, 上报: three small forms on the item's page, and what they send in. What may be entered is
`office.use_cases.events`'s affair; the units hear of it the same day.
"""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from ledger.journal import JournalEntry
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from office.use_cases.events import EventError, EventType, NewEvent, enter, forms_of, levels_of
from office.web.console import Console, Route
from office.web.session import signed_in

WORDS = {
    EventType.ADOPTION: ("采用", "刊物", "采用形式"),
    EventType.INSTRUCTION: ("批示", "领导", "级别"),
    EventType.FORWARDING: ("上报", "上报到", ""),
}
"""Kind → what it is called, and the words of its two fields."""


class EventForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """采用, 批示 or 上报."""

    what = StringField("刊物", [DataRequired("这一栏请填写"), Length(max=100)])
    how = SelectField("采用形式", validate_choice=False)
    issue = StringField("期号", [Optional(), Length(max=40)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    note = StringField("备注", [Optional(), Length(max=200)])

    def offer(self, kind: EventType, choices: Sequence[str]) -> None:
        """The words of its kind, and what may be chosen."""
        self.kind, self.caption = kind, WORDS[kind][0]
        self.what.label.text, self.how.label.text = WORDS[kind][1:]
        self.how.choices = [(choice, choice) for choice in choices]


def forms_for(console: Console) -> list[EventForm]:
    """One empty form for each kind, dated today."""
    return [_form(console, kind, EventForm(formdata=None, prefix=kind.value)) for kind in EventType]


def publications(console: Console) -> tuple[str, ...]:
    """What the rule calls the publications, newest edition first."""
    named = (outlet.name for edition in reversed(console.rulebook.editions) for outlet in edition.outlets)
    return tuple(dict.fromkeys(named))


def happened(console: Console, serial: str, kind: str) -> ResponseReturnValue:
    """What one of the forms on an item's page sends in."""
    if kind not in {each.value for each in EventType}:
        abort(404)
    form = _form(console, EventType(kind), EventForm(prefix=kind))
    with console.database.reading() as conn:
        item = listing.one(conn, serial)
    if item is None:
        abort(404)
    if not form.validate() or form.on.data is None:
        return _again(console, serial, item.title, form)
    what, how, issue, note = (
        (each.data or "").strip() for each in (form.what, form.how, form.issue, form.note)
    )
    given = NewEvent(EventType(kind), serial, form.on.data, what, how, issue, note)
    entry = JournalEntry(console.clock(), signed_in().name, "", "", note)
    try:
        with console.database.writing() as conn:
            done = enter(conn, console.rulebook, given, entry)
    except EventError as refused:
        flash(str(refused), "bad")
        return _again(console, serial, item.title, form)
    told = (
        f"已记“{form.caption}”，将随每日反馈告知报送单位。" if done.fresh else "这一笔已经记过，没有重复记。"
    )
    flash("".join((told, *(f"{doubt}。" for doubt in done.doubts))), "good" if done.fresh else "bad")
    return redirect(url_for("submission", serial=serial))


def _again(console: Console, serial: str, title: str, form: EventForm) -> ResponseReturnValue:
    page = render_template(
        "happening.html", form=form, serial=serial, title=title, publications=publications(console)
    )
    return page, 422


def _form(console: Console, kind: EventType, form: EventForm) -> EventForm:
    choices = {
        EventType.ADOPTION: forms_of(console.rulebook),
        EventType.INSTRUCTION: levels_of(console.rulebook),
        EventType.FORWARDING: (),
    }
    form.offer(kind, choices[kind])
    if form.on.data is None and not form.is_submitted():
        form.on.data = local_day(console.clock())
    return form


ROUTES = (Route("/submissions/<serial>/happenings/<kind>", "happened", happened, UserRole.CLERK, "POST"),)
"""The addresses of this group."""
