"""What has the office told the program of names, addresses and single days, and how is
it put right?

叫法、地址和工作日: what decisions taught of units, each to be forgotten with a reason,
and the office's own table of days. What may be put right is
`office.use_cases.unlearning`'s affair.
"""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ledger import roster, working_days
from ledger.journal import By
from ledger.roster import LearntKind
from ledger.users import UserRole
from ledger.working_days import WorkingDay
from office.service.parts import Service
from office.use_cases import unlearning
from office.use_cases.unlearning import UnlearningError
from office.web.pages import Route, done, one_of, refused, sent
from office.web.session import signed_in

_PAGE = "learnt"
_LONGEST = 200
_LONGEST_NOTE = 100


def show(service: Service) -> ResponseReturnValue:
    """What was learnt, and the days of the table."""
    with service.database.reading() as conn:
        learnt = roster.learnt_names(conn)
        names = roster.unit_names(conn)
        days = working_days.listed(conn)
    return render_template(
        "learnt.html", learnt=learnt, names=names, days=days, kinds=LearntKind
    )


def forget(service: Service) -> ResponseReturnValue:
    """Forgets one name or address."""
    kind = one_of(LearntKind, request.form.get("kind", "")) or LearntKind.ALIAS
    unit = sent("unit", "单位", _LONGEST)
    what = sent("what", "叫法或地址", _LONGEST)
    try:
        with service.database.writing() as conn:
            unlearning.forget(conn, unit, kind, what, _by(service))
    except UnlearningError as refusal:
        return refused(f"没有改动：{refusal}", _PAGE)
    return done(
        "已忘掉，今后不再这样认；已按它登记的报送件不会改回，请逐件核定。", _PAGE
    )


def change_day(service: Service) -> ResponseReturnValue:
    """Puts a day into the table, changes it, or takes it out, as the button says."""
    try:
        day = date.fromisoformat(sent("day", "日期", _LONGEST))
    except ValueError:
        return refused("没有改动：请写日期，如 2026-05-09", _PAGE)
    try:
        with service.database.writing() as conn:
            match sent("works", "安排", _LONGEST):
                case "yes" | "no" as works:
                    wanted = WorkingDay(
                        day, works == "yes", sent("note", "备注", _LONGEST_NOTE)
                    )
                    unlearning.set_day(conn, wanted, _by(service))
                case _:
                    unlearning.withdraw_day(conn, day, _by(service))
    except UnlearningError as refusal:
        return refused(f"没有改动：{refusal}", _PAGE)
    return done("已改，催报随即按新的工作日推算。", _PAGE)


def _by(service: Service) -> By:
    return By(signed_in().name, service.clock(), sent("because", "理由", _LONGEST))


ROUTES = (
    Route("/learnt", _PAGE, show),
    Route("/learnt/forget", "learnt_forgotten", forget, UserRole.CLERK, "POST"),
    Route("/learnt/days", "day_changed", change_day, UserRole.CLERK, "POST"),
)
