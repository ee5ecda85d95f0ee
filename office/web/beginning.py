"""From which day on does the office assess, and may that day be moved?

从哪天起考核: the day with its history, the form that moves it, and the way to what was
reported before. What may be moved is `office.use_cases.beginning`'s affair.
"""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    RadioField,
    SelectChoice,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextArea

from ledger import journal, switches
from ledger.journal import By
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.beginning import BeginningError, move, told_of_assessed
from office.web.pages import OfficeForm, Route, TextField, done
from office.web.session import signed_in


class BeginningForm(OfficeForm):
    """The day, what is owed of duties that had begun before it, and why."""

    on = DateField("从哪天起考核", [DataRequired("请写日期，如 2026-03-01")])
    begun = RadioField(
        "这以前已经起算的半年、全年任务（如调研）",
        choices=[
            SelectChoice("no", "不算：到期没报不点名，也不催"),
            SelectChoice("yes", "照算：这以前报过的算已经完成，到期没报的点名"),
        ],
        default="no",
    )
    because = TextField(
        "理由",
        [DataRequired("请写明理由，会记入办理记录"), Length(max=300)],
        widget=TextArea(),
    )


def show_beginning(service: Service) -> ResponseReturnValue:
    """Since when is assessed, who moved it, and the form that moves it."""
    with service.database.reading() as conn:
        held = switches.beginning(conn)
    form = BeginningForm(formdata=None)
    if held is not None:
        begun = "yes" if held.owes_begun else "no"
        form = BeginningForm(formdata=None, data={"on": held.on, "begun": begun})
    return _page(service, form)


def move_beginning(service: Service) -> ResponseReturnValue:
    """Moves it, with a reason; nothing where a published period would be another."""
    form = BeginningForm()
    if not form.validate() or form.on.data is None:
        return _page(service, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    try:
        with service.database.writing() as conn:
            moved = move(conn, form.on.data, by, owes_begun=form.begun.data == "yes")
    except BeginningError as refusal:
        return _page(
            service, form, str(refusal).removeprefix("begins：").replace("`", "")
        ), 422
    return done(f"已改：{moved.told}。", "beginning")


def _page(service: Service, form: BeginningForm, refused: str = "") -> str:
    with service.database.reading() as conn:
        held = switches.beginning(conn)
        facts: dict[str, Any] = {
            "held": held,
            "told": () if held is None else told_of_assessed(conn, held),
            "history": journal.about(conn, f"switch:{switches.BEGINS}"),
        }
    return render_template("beginning.html", form=form, refused=refused, **facts)


ROUTES = (
    Route("/beginning", "beginning", show_beginning),
    Route("/beginning", "beginning_moved", move_beginning, UserRole.ADMIN, "POST"),
)
