"""How does a person overrule the machine, item by item?

The form of one submission, filled with what is known, and what it sends in: only what differs becomes part of
the decision. What a decision does is `office.use_cases.decisions`'s affair.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import commissions, roster
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState
from ledger.learnt_names import LearntKind
from ledger.submissions import listing
from ledger.users import UserRole
from office.use_cases.decisions.deciding import decide, dismiss
from office.use_cases.decisions.decision import NO_COMMISSION, Action, Decision, DecisionError, DecisionResult
from office.use_cases.decisions.lessons import judge_after
from office.web.forms import DecisionForm, DismissForm
from office.web.routes import Route
from office.web.session import decision_context
from office.wiring import Service

_PRESET = ("action", "other", "commission")
"""What a link may fill in beforehand."""
_TICK = {"yes": True, "no": False}


class _Refused(NamedTuple):
    """The decision cannot stand, and why (Chinese)."""

    because: str


def ask(service: Service, serial: str) -> ResponseReturnValue:
    """The form, filled with what is known."""
    with service.database.reading() as conn:
        found = _found(conn, serial)
        known = _known(conn, found) | {name: request.args[name] for name in _PRESET if name in request.args}
        return _page(service, conn, found, DecisionForm(data=known))


def ruled(service: Service, serial: str) -> ResponseReturnValue:
    """What the form sends in."""
    form = DecisionForm()
    with service.database.reading() as conn:
        found = _found(conn, serial)
        names = {unit.id: unit.name for unit in roster.all_units(conn)}
        _offer(service, conn, form)
        if not form.validate():
            return _page(service, conn, found, form), 422
    decision = decision_of(form, found, names)
    match _carry_out(service, found, decision):
        case _Refused(because):
            flash(because, "bad")
            with service.database.reading() as conn:
                return _page(service, conn, found, form), 422
        case DecisionResult() as done:
            flash(
                _told(done)
                + _learnt(done, judge_after(service.intake_context(), [done], decision_context(service))),
                "good",
            )
            return redirect(url_for("submission", serial=serial))


def dismissed(service: Service, serial: str, number: int) -> ResponseReturnValue:
    """Closes an open proposal without acting on it."""
    if DismissForm().validate_on_submit():
        with service.database.writing() as conn:
            found = next((p for p in listing.proposals_of(conn, serial) if p.id == number), None)
            if found is not None:
                dismiss(conn, serial, found.proposal, decision_context(service))
        flash("已记为不采纳。", "good")
    return redirect(url_for("submission", serial=serial))


def decision_of(form: DecisionForm, found: Submission, names: dict[int, str]) -> Decision:
    """The decision: of each field only what differs from what is known."""
    joint = tuple(names[unit_id] for unit_id in found.co_unit_ids)
    named = tuple(form.co_units.data or ())
    known = found.authors[0] if found.authors else None
    return Decision(
        because=(form.because.data or "").strip(),
        action=Action(form.action.data),
        other=(form.other.data or "").strip() or None,
        parts=form.parts.data,
        unit=_new(form.unit.data, names.get(found.unit_id or 0, "")),
        co_units=named if set(named) != set(joint) else None,
        category=_new(form.category.data, found.category),
        author=_new(form.author.data, known.name if known else ""),
        phone=_new(form.phone.data, known.phone if known else ""),
        commission=_new(form.commission.data, found.commission or ""),
        own_business=_TICK.get(form.own_business.data),
        counts_on=form.counts_on.data if form.counts_on.data != found.counts_on else None,
        quality=_TICK.get(form.quality.data),
        waive_lateness=form.waive_lateness.data and not found.lateness_waived,
    )


def _carry_out(service: Service, found: Submission, decision: Decision) -> DecisionResult | _Refused:
    """Within one transaction; what cannot be is said in Chinese before it is tried."""
    try:
        with service.database.writing() as conn:
            because = _objection(conn, found, decision)
            if because:
                return _Refused(because)
            return decide(conn, found.serial, decision, decision_context(service))
    except DecisionError as refusal:
        return _Refused(f"未能办理，什么也没有改动：{refusal}")


def _objection(conn: Connection, found: Submission, decision: Decision) -> str:
    if found.state is SubmissionState.SUPERSEDED:
        return f"本件已被 {found.superseded_by} 替代，请到那一件上办理。"
    if decision.action is Action.ACCEPT and found.unit_id is None and decision.unit is None:
        return "还不知道是哪个单位报的，请先选单位再认可。"
    ticked = decision.own_business if decision.own_business is not None else found.own_business
    if decision.action is Action.ACCEPT and found.held_because == "own-business" and ticked is None:
        return "请先选“与本单位业务有关”是或否，再认可。"
    if decision.other is None:
        return ""
    if decision.other == found.serial:
        return "另一件不能是它自己。"
    return "" if listing.one(conn, decision.other) else f"没有编号为 {decision.other} 的报送件。"


def _told(done: DecisionResult) -> str:
    if done.parts:
        return f"已拆成 {'、'.join(done.parts)}，请逐件改好标题与类别。"
    if done.beyond_reach:
        numbers = "、".join(str(number) for number in done.beyond_reach)
        return f"已封存。发件箱 {numbers} 号邮件已经发出，无法收回；备份里的内容请另行处理。"
    return "已办理，并记入办理记录。"


def _learnt(done: DecisionResult, cleared: Sequence[str]) -> str:
    """What the roster learnt by it, and which other items that made clear."""
    kinds = {LearntKind.ALIAS: "名称", LearntKind.ADDRESS: "地址"}
    told = "、".join(f"{kinds[lesson.kind]}“{lesson.what}”" for lesson in done.learnt)
    learnt = f"今后见到{told}，即认作该单位。" if told else ""
    return learnt + (f"据此一并登记了 {'、'.join(cleared)}。" if cleared else "")


def _page(service: Service, conn: Connection, found: Submission, form: DecisionForm) -> str:
    _offer(service, conn, form)
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    others: dict[str, Any] = {"words": listing.words_of(conn, found.serial), "names": names}
    return render_template("decide.html", item=found, form=form, **others)


def _offer(service: Service, conn: Connection, form: DecisionForm) -> None:
    asked = [(one.id, f"{one.id} {one.title}（{one.due:%m-%d} 前）") for one in commissions.everything(conn)]
    asked.append((NO_COMMISSION, "不是约稿稿件"))
    form.offer(
        [unit.name for unit in roster.all_units(conn)], service.rule_at(service.clock()).categories, asked
    )


def _known(conn: Connection, found: Submission) -> dict[str, Any]:
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    first = found.authors[0] if found.authors else None
    likeliest = found.unit_id or next(iter(found.candidates), None)
    held = found.state is SubmissionState.HELD
    counts_on: date | None = found.counts_on
    return {
        "action": (Action.ACCEPT if held else Action.KEEP).value,
        "unit": names.get(likeliest or 0, ""),
        "co_units": [names[unit_id] for unit_id in found.co_unit_ids],
        "category": found.category,
        "author": first.name if first else "",
        "phone": first.phone if first else "",
        "commission": found.commission or "",
        "counts_on": counts_on,
        "waive_lateness": found.lateness_waived,
    }


def _found(conn: Connection, serial: str) -> Submission:
    found = listing.one(conn, serial)
    if found is None:
        abort(404)
    return found


def _new(sent: str | None, known: str) -> str | None:
    text = (sent or "").strip()
    return text if text and text != known else None


ROUTES = (
    Route("/submissions/<serial>/decide", "decide", ask, UserRole.CLERK),
    Route("/submissions/<serial>/decide", "decide_sent", ruled, UserRole.CLERK, "POST"),
    Route(
        "/submissions/<serial>/proposals/<int:number>/dismiss",
        "dismiss",
        dismissed,
        UserRole.CLERK,
        "POST",
    ),
)
"""The addresses of this group."""
