"""What may be decided about a submission, and what is it then?

Pure: a decision, its names resolved, turns one value into another. `submissions decide`, `decisions import`
and the console all come here; the reason is never left out (D7).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.faults import ToldError
from ledger.learnt_names import LearntName
from ledger.outbox.queueing import Limits

NO_COMMISSION = "none"
"""What a decision names as the commission of an item that answers none."""


class Action(StrEnum):
    """What becomes of the submission as a whole."""

    KEEP = "keep"
    ACCEPT = "accept"
    RETURN = "return"
    SUPERSEDE = "supersede"
    MERGE = "merge"
    SPLIT = "split"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision by one person; None leaves a field as it is.

    Units are names, official or short. `other` is the serial that supersedes or takes in this one; `parts`
    how many submissions a split makes.
    """

    because: str
    action: Action = Action.KEEP
    other: str | None = None
    parts: int | None = None
    unit: str | None = None
    co_units: tuple[str, ...] | None = None
    lead: str | None = None
    category: str | None = None
    author: str | None = None
    phone: str | None = None
    commission: str | None = None
    own_business: bool | None = None
    counts_on: date | None = None
    quality: bool | None = None
    waive_lateness: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A decision's units as ids; None leaves them."""

    unit_id: int | None = None
    co_unit_ids: tuple[int, ...] | None = None
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """Who decides, when, and with what: the outbox' limits, the rule's categories, and a maker of tokens."""

    who: str
    now: datetime
    limits: Limits
    categories: tuple[str, ...]
    new_token: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision came to: the submission afterwards, parts it was split into.

    Messages nobody can call back; what the roster learnt.
    """

    submission: Submission
    parts: tuple[str, ...] = ()
    beyond_reach: tuple[int, ...] = ()
    learnt: tuple[LearntName, ...] = ()


class DecisionError(ToldError):
    """A decision cannot be carried out; nothing was changed. Shell and console say it in the same Chinese."""

    def __init__(self, serial: str, what: str) -> None:
        super().__init__(f"{serial}：{what}")


def decided(before: Submission, decision: Decision, resolved: Resolved) -> Submission:
    """The submission as the decision leaves it; DecisionError when it makes no sense."""
    after = _with_units(before, resolved)
    after = replace(
        after,
        category=decision.category or after.category,
        category_because="本办确认" if decision.category else after.category_because,
        authors=_authors(before, decision),
        commission=_commission(before, decision),
        own_business=after.own_business if decision.own_business is None else decision.own_business,
        counts_on=decision.counts_on or after.counts_on,
        quality=after.quality if decision.quality is None else decision.quality,
        lateness_waived=after.lateness_waived or decision.waive_lateness,
    )
    after = replace(after, flags=_flags_left(before, after, decision))
    return _stated(after, decision)


def _commission(before: Submission, decision: Decision) -> str | None:
    return None if decision.commission == NO_COMMISSION else decision.commission or before.commission


def _with_units(before: Submission, resolved: Resolved) -> Submission:
    lead = before.unit_id if resolved.unit_id is None else resolved.unit_id
    others = before.co_unit_ids if resolved.co_unit_ids is None else resolved.co_unit_ids
    if resolved.lead_id is not None and resolved.lead_id != lead:
        if resolved.lead_id not in others:
            raise DecisionError(
                before.serial, "主报单位不在本件的单位之中，请先把它列入联合报送单位（--co-units）"
            )
        others = tuple(unit for unit in (lead, *others) if unit is not None and unit != resolved.lead_id)
        lead = resolved.lead_id
    return replace(before, unit_id=lead, co_unit_ids=tuple(unit for unit in others if unit != lead))


def _authors(before: Submission, decision: Decision) -> tuple[Author, ...]:
    """The first author with the name or phone that was given; others stay."""
    if decision.author is None and decision.phone is None:
        return before.authors
    first = before.authors[0] if before.authors else Author("")
    mended = Author(decision.author or first.name, decision.phone or first.phone, first.email)
    return (mended, *before.authors[1:])


_SETTLED_BY_ACCEPTING = frozenset(
    {"address-unregistered", "unit-inferred", "on-behalf", "low-confidence-text"}
)


def _flags_left(before: Submission, after: Submission, decision: Decision) -> tuple[str, ...]:
    settled: set[str] = set()
    if decision.action is Action.ACCEPT:
        settled |= _SETTLED_BY_ACCEPTING
    if any(author.name for author in after.authors):
        settled.add("incomplete-author")
    if any(author.phone for author in after.authors):
        settled.add("incomplete-phone")
    return tuple(flag for flag in before.flags if flag not in settled)


def _stated(after: Submission, decision: Decision) -> Submission:
    match decision.action:
        case Action.KEEP:
            ticked = decision.own_business is not None and after.held_because == "own-business"
            return _accepted(after) if ticked else after
        case Action.ACCEPT:
            return _accepted(after)
        case Action.RETURN:
            return replace(after, state=SubmissionState.RETURNED)
        case Action.SUPERSEDE | Action.MERGE:
            if decision.other is None or decision.other == after.serial:
                raise DecisionError(after.serial, "请写明另一件的编号，且不能是它自己")
            return replace(after, state=SubmissionState.SUPERSEDED, superseded_by=decision.other)
        case Action.SPLIT | Action.SEAL:
            return after
        case _ as never:
            assert_never(never)


def _accepted(after: Submission) -> Submission:
    if after.unit_id is None:
        raise DecisionError(after.serial, "还不知道是哪个单位报的，请先指定单位（--unit 单位名称）再认可")
    if after.held_because == "own-business" and after.own_business is None:
        raise DecisionError(after.serial, "请先说明是否与本单位业务有关（--own-business yes|no）")
    return replace(after, state=SubmissionState.RECORDED, held_because="", candidates=())
