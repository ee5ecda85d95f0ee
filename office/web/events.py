"""How does a person put on record that an item was adopted, sent up or written on?

采用, 批示, 上报: three small forms on the item's page, and what they send in. What may
be entered is `office.use_cases.events`'s affair; the units hear of it the same day.
"""

from typing import assert_never

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from ledger.journal import JournalEntry
from ledger.periods import local_day
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.events import (
    EventError,
    EventType,
    NewEvent,
    enter,
    forms_of,
    levels_of,
    publications_of,
    targets_of,
)
from office.web.pages import OfficeForm, Route, TextField, or_404
from office.web.session import signed_in

_WORDS = {
    EventType.ADOPTION: ("采用", "刊物", "采用形式"),
    EventType.INSTRUCTION: ("批示", "领导", "级别"),
    EventType.FORWARDING: ("上报", "上报到", ""),
}
"""What each kind is called, and the labels of the fields `what` and `how`; a forwarding
has no `how`.
"""


class EventForm(OfficeForm):
    """An adoption (采用), instruction (批示) or forwarding (上报): one form, whose
    words `offer` sets.
    """

    what = TextField("刊物", [DataRequired("这一栏请填写"), Length(max=100)])
    how: SelectField | TextField = SelectField("采用形式", validate_choice=False)
    issue = TextField("期号", [Optional(), Length(max=40)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    note = TextField("备注", [Optional(), Length(max=200)])
    unscored = BooleanField("不计分：办法里没有，只作记录")
    names: tuple[str, ...] = ()
    """What the rule names as `what`."""
    offered: tuple[str, ...] = ()
    """What the rule names as `how`."""

    def offer(self, kind: EventType, rulebook: Rulebook, standing: str = "") -> None:
        """Sets the words of its kind, and what the rule's editions name.

        `standing` is the `how` of what is on record: it may stay as it is, whatever the
        rule names.
        """
        self.kind = kind
        self.caption, self.what.label.text, self.how.label.text = _WORDS[kind]
        match kind:
            case EventType.ADOPTION:
                self.names, self.offered = publications_of(rulebook), forms_of(rulebook)
            case EventType.INSTRUCTION:
                self.offered = levels_of(rulebook)
            case EventType.FORWARDING:
                self.names = targets_of(rulebook)
            case _ as never:
                assert_never(never)
        if isinstance(self.how, SelectField):
            kept = (standing,) if standing and standing not in self.offered else ()
            self.how.choices = [(name, name) for name in (*kept, *self.offered)]


class InstructionForm(EventForm):
    """Of a 批示: the level is written, for one that the rule does not name may be kept
    without points.
    """

    how = TextField("级别", [DataRequired("请写领导的级别"), Length(max=40)])


def form_of(kind: EventType) -> type[EventForm]:
    """The form for a kind of event."""
    return InstructionForm if kind is EventType.INSTRUCTION else EventForm


def event_forms(service: Service) -> list[EventForm]:
    """One empty form for each kind, dated today."""
    # The three stand on one page: the prefix keeps their fields apart.
    forms = []
    for kind in EventType:
        day = local_day(service.clock())
        form = form_of(kind)(formdata=None, prefix=kind.value, data={"on": day})
        form.offer(kind, service.rulebook)
        forms.append(form)
    return forms


def record(service: Service, serial: str, kind: str) -> ResponseReturnValue:
    """Puts on record what one of the forms on an item's page sends in."""
    if kind not in set(EventType):
        abort(404)
    event = EventType(kind)
    form = form_of(event)(prefix=kind)
    form.offer(event, service.rulebook)
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
    if not form.validate() or form.on.data is None:
        return _show_again(serial, item.title, form)
    given = NewEvent(
        kind=event,
        serial=serial,
        on=form.on.data,
        what=form.what.data.strip(),
        how=(form.how.data or "").strip(),  # a forwarding has none
        issue=form.issue.data.strip(),
        note=form.note.data.strip(),
        unscored=form.unscored.data,
    )
    # What was done, and to which item, is filled in by `enter`.
    entry = JournalEntry(service.clock(), signed_in().name, "", "", given.note)
    try:
        with service.database.writing() as conn:
            recorded = enter(conn, service.rulebook, given, entry)
    except EventError as refusal:
        return _show_again(serial, item.title, form, str(refusal))
    said = "这一笔已经记过，没有重复记。"
    if recorded.is_new:
        said = f"已记“{form.caption}”，将随每日反馈告知报送单位。"
    for doubt in recorded.doubts:
        said += f"{doubt}。"
    flash(said, "good" if recorded.is_new else "bad")
    return redirect(url_for("submission", serial=serial))


def _show_again(
    serial: str, title: str, form: EventForm, refused: str = ""
) -> ResponseReturnValue:
    return render_template(
        "event.html", form=form, serial=serial, title=title, refused=refused
    ), 422


ROUTES = (
    Route(
        "/submissions/<serial>/events/<kind>",
        "event_recorded",
        record,
        UserRole.CLERK,
        "POST",
    ),
)
