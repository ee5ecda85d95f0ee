"""How does a person put on record that an item was adopted, sent up or written on?

采用, 批示, 上报: three small forms on the item's page, and what they send in. What may be entered is
`office.use_cases.events`'s affair; the units hear of it the same day.
"""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from ledger.journal import JournalEntry
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.events import EventError, EventType, NewEvent, enter, forms_of, levels_of
from office.web.pages import OfficeForm, Route, TextField, or_404
from office.web.session import signed_in

_WORDS = {
    EventType.ADOPTION: ("采用", "刊物", "采用形式"),
    EventType.INSTRUCTION: ("批示", "领导", "级别"),
    EventType.FORWARDING: ("上报", "上报到", ""),
}
"""What each kind is called, and the labels of the fields `what` and `how`; a forwarding has no `how`."""


class EventForm(OfficeForm):
    """An adoption (采用), instruction (批示) or forwarding (上报): one form, whose words `offer` sets."""

    what = TextField("刊物", [DataRequired("这一栏请填写"), Length(max=100)])
    how = SelectField("采用形式", validate_choice=False)
    issue = TextField("期号", [Optional(), Length(max=40)])
    on = DateField("日期", [DataRequired("请写日期，如 2026-03-31")])
    note = TextField("备注", [Optional(), Length(max=200)])

    def offer(self, kind: EventType, choices: Sequence[str]) -> None:
        """Sets the words of its kind, and what may be chosen as `how`."""
        self.kind = kind
        self.caption, self.what.label.text, self.how.label.text = _WORDS[kind]
        self.how.choices = [(choice, choice) for choice in choices]


def event_forms(service: Service) -> list[EventForm]:
    """One empty form for each kind, dated today."""
    # The three stand on one page: the prefix keeps their fields apart.
    forms = []
    for kind in EventType:
        form = EventForm(formdata=None, prefix=kind.value, data={"on": local_day(service.clock())})
        form.offer(kind, choices(service, kind))
        forms.append(form)
    return forms


def publications(service: Service) -> list[str]:
    """What the rule calls the publications, those of the newest edition first, each once."""
    names: list[str] = []
    for edition in reversed(service.rulebook.editions):
        names += [outlet.name for outlet in edition.outlets]
    return list(dict.fromkeys(names))


def record(service: Service, serial: str, kind: str) -> ResponseReturnValue:
    """Puts on record what one of the forms on an item's page sends in."""
    if kind not in set(EventType):
        abort(404)
    event = EventType(kind)
    form = EventForm(prefix=kind)
    form.offer(event, choices(service, event))
    with service.database.reading() as conn:
        item = or_404(listing.one(conn, serial))
    if not form.validate() or form.on.data is None:
        return _show_again(service, serial, item.title, form)
    given = NewEvent(
        kind=event,
        serial=serial,
        on=form.on.data,
        what=form.what.data.strip(),
        how=(form.how.data or "").strip(),  # a forwarding has none
        issue=form.issue.data.strip(),
        note=form.note.data.strip(),
    )
    # What was done, and to which item, is filled in by `enter`.
    entry = JournalEntry(service.clock(), signed_in().name, "", "", given.note)
    try:
        with service.database.writing() as conn:
            recorded = enter(conn, service.rulebook, given, entry)
    except EventError as refusal:
        flash(str(refusal), "bad")
        return _show_again(service, serial, item.title, form)
    said = "这一笔已经记过，没有重复记。"
    if recorded.is_new:
        said = f"已记“{form.caption}”，将随每日反馈告知报送单位。"
    for doubt in recorded.doubts:
        said += f"{doubt}。"
    flash(said, "good" if recorded.is_new else "bad")
    return redirect(url_for("submission", serial=serial))


def choices(service: Service, kind: EventType) -> Sequence[str]:
    """What the rule's editions name as `how`: forms of adoption, or levels of leaders."""
    match kind:
        case EventType.ADOPTION:
            return forms_of(service.rulebook)
        case EventType.INSTRUCTION:
            return levels_of(service.rulebook)
        case EventType.FORWARDING:
            return ()


def _show_again(service: Service, serial: str, title: str, form: EventForm) -> ResponseReturnValue:
    page = render_template(
        "event.html", form=form, serial=serial, title=title, publications=publications(service)
    )
    return page, 422


ROUTES = (Route("/submissions/<serial>/events/<kind>", "event_recorded", record, UserRole.CLERK, "POST"),)
