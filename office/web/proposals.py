"""What does the machine suspect, and what does the office say to it?

提议: the list, newest first, each with its reason, both titles and its age; the two
texts beside one another; and closing several at once. Following one is a decision
(`deciding`), to whose form each leads.
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import roster
from ledger.entries.submissions import Submission
from ledger.journal import By
from ledger.periods import local_day
from ledger.proposals import OpenProposal
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.decisions.decision import Action
from office.use_cases.decisions.questions import (
    dismiss,
    question,
    questions,
    words_of_both,
)
from office.web.pages import (
    Route,
    done,
    numbers_named,
    or_404,
    paging,
    refused,
    sent,
    window_of,
)
from office.web.session import signed_in

_LONGEST_REASON = 200
_NARROWS = ("lapsed", "kind")


def show_list(service: Service) -> ResponseReturnValue:
    """What waits for a person; on request what lapsed."""
    lapsed = bool(request.args.get("lapsed"))
    kind = request.args.get("kind", "")
    window = window_of(request.args)
    with service.database.reading() as conn:
        asked = questions(conn, local_day(service.clock()), lapsed=lapsed)
        names = roster.unit_names(conn)
    kinds = tuple(dict.fromkeys(each.found.proposal.kind for each in asked))
    chosen = [each for each in asked if kind in ("", each.found.proposal.kind)]
    return render_template(
        "proposals.html",
        rows=chosen[window.first : window.first + window.size],
        paging=paging("proposals", request.args, len(chosen)),
        names=names,
        kinds=kinds,
        kind=kind,
        lapsed=lapsed,
        acceptance_link=acceptance_link,
    )


def show_proposal(service: Service, number: int) -> ResponseReturnValue:
    """One proposal, and what both items say, beside one another."""
    with service.database.reading() as conn:
        asked = or_404(question(conn, number, local_day(service.clock())))
        return render_template(
            "proposal.html",
            asked=asked,
            words=words_of_both(conn, asked),
            names=roster.unit_names(conn),
            acceptance_link=acceptance_link,
        )


def dismiss_chosen(service: Service) -> ResponseReturnValue:
    """Closes the proposals chosen without following them."""
    back: dict[str, Any] = {
        name: request.form[name] for name in _NARROWS if request.form.get(name)
    }
    numbers = numbers_named()
    if not numbers or "none" in request.form:
        return refused(
            "没有勾选提议，或没有点按钮；什么也没有改动。", "proposals", **back
        )
    because = sent("because", "理由", _LONGEST_REASON)
    with service.database.writing() as conn:
        settled = dismiss(conn, numbers, By(signed_in().name, service.clock(), because))
    if len(settled) < len(set(numbers)):
        flash(
            f"有 {len(set(numbers)) - len(settled)} 条刚刚有人先定了，没有改动。", "bad"
        )
    if not settled:
        return redirect(url_for("proposals", **back))
    return done(f"{len(settled)} 条记为不采纳。", "proposals", **back)


def acceptance_link(
    found: OpenProposal, item: Submission, names: Mapping[int, str]
) -> str | None:
    """The form in which a proposal is accepted; None where accepting it changes nothing
    (F2, F7).
    """
    kind = found.proposal.kind
    other = found.proposal.other
    if kind in {"resend", "correction"} and other:
        # The older one gives way to the newer.
        return url_for(
            "decide", serial=other, action=Action.SUPERSEDE.value, other=found.serial
        )
    if kind == "joint" and other:
        return url_for(
            "decide", serial=found.serial, action=Action.MERGE.value, other=other
        )
    if kind == "joint":
        beside = dict.fromkeys((*item.co_unit_ids, *found.proposal.unit_ids))
        co_units = [names[number] for number in beside if number in names]
        return url_for("decide", serial=found.serial, co_units=co_units)
    if kind == "commission":
        return url_for(
            "decide", serial=found.serial, commission=found.proposal.commission
        )
    if kind == "follow-up" and other:
        return url_for("decide", serial=found.serial, follows=other)
    if kind == "second-item":
        return url_for("decide", serial=found.serial, action=Action.SPLIT.value)
    return None


ROUTES = (
    Route("/proposals", "proposals", show_list),
    Route("/proposals/<int:number>", "proposal", show_proposal),
    Route(
        "/proposals/dismiss",
        "proposals_dismissed",
        dismiss_chosen,
        UserRole.CLERK,
        "POST",
    ),
)
