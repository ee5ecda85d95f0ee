"""What may be decided about a submission, what speaks against a decision, and what is the submission then?

The one place where a decision is checked, for `submissions decide`, `decisions import` and the console alike:
what is wrong is a code with what it is about. `DecisionError` says it to the command line; the console has
words of its own for the codes its pages can bring about. Reading the record and carrying a decision out is
left to `deciding`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, assert_never

from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.faults import ToldError
from ledger.outbox.queueing import Limits
from ledger.roster import LearntName

NO_COMMISSION = "none"
"""What a decision names as the commission of an item that answers none."""
_FEWEST_PARTS = 2
_FLAGS_SETTLED_BY_ACCEPTING = frozenset(
    {
        "address-unregistered",
        "unit-inferred",
        "on-behalf",
        "low-confidence-text",
        "unsure-author",
        "unsure-title",
        "unsure-category",
        "near-sealed",
    }
)


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
    """One decision by one person, never without a reason (D7); None leaves a field as it is.

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
    although_published: bool = False
    """Whether it is known that what is published stays as it is, and is only put right by a correction."""
    version: int | None = None
    """The version of the item that whoever decides has seen; None where they do not say."""


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """Who decides, when, and with what: the outbox' limits, the rule's categories, and a maker of tokens."""

    who: str
    now: datetime
    limits: Limits
    categories: tuple[str, ...]
    new_token: Callable[[str], str]
    """Gives the token of a serial, which stands in the subjects of mails about it."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision came to.

    `parts` are the serials it was split into, `beyond_reach` the numbers of messages about a sealed item that
    nobody can call back, `learnt` what the roster learnt.
    """

    submission: Submission
    parts: tuple[str, ...] = ()
    beyond_reach: tuple[int, ...] = ()
    learnt: tuple[LearntName, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What record and rule say of what a decision names.

    `unit_ids` has only names that mean exactly one unit.
    """

    categories: tuple[str, ...]
    unit_ids: Mapping[str, int]
    other_exists: bool
    commission_exists: bool


class DecisionFault(StrEnum):
    """Why a decision cannot stand."""

    UNKNOWN_ITEM = "unknown-item"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    NO_REASON = "no-reason"
    NO_OTHER = "no-other"
    OTHER_IS_ITSELF = "other-is-itself"
    UNKNOWN_OTHER = "unknown-other"
    TOO_FEW_PARTS = "too-few-parts"
    UNKNOWN_CATEGORY = "unknown-category"
    UNKNOWN_COMMISSION = "unknown-commission"
    UNKNOWN_UNIT = "unknown-unit"
    LEAD_NOT_AMONG_UNITS = "lead-not-among-units"
    NO_UNIT = "no-unit"
    OWN_BUSINESS_UNSAID = "own-business-unsaid"
    PUBLISHED = "published"


class DecisionObjection(NamedTuple):
    """One fault and what it is about: a serial, a name or a number as the decision or the record has it."""

    fault: DecisionFault
    about: str = ""
    allowed: tuple[str, ...] = ()


_SAID_AT_THE_SHELL: Mapping[DecisionFault, str] = {
    DecisionFault.UNKNOWN_ITEM: "没有这个编号的报送件，可用 `submissions list` 查看",
    DecisionFault.CHANGED: (
        "您看过以后，这一件又有改动（{about}），什么也没有改；请先用 `submissions show` 看一看，"
        "再按现在的 version 办理"
    ),
    DecisionFault.SUPERSEDED: "已被 {about} 替代，请到那一件上办理",
    DecisionFault.NO_REASON: "请写明理由（--because TEXT）",
    DecisionFault.NO_OTHER: "请写明另一件的编号，且不能是它自己",
    DecisionFault.OTHER_IS_ITSELF: "请写明另一件的编号，且不能是它自己",
    DecisionFault.UNKNOWN_OTHER: "没有编号为 {about} 的报送件",
    DecisionFault.TOO_FEW_PARTS: "拆分至少拆成两件（--split N）",
    DecisionFault.UNKNOWN_CATEGORY: "办法里没有“{about}”这一类，可选：{allowed}",
    DecisionFault.UNKNOWN_COMMISSION: "没有编号为 {about} 的约稿，可用 `commissions list` 查看",
    DecisionFault.UNKNOWN_UNIT: "名册中没有，或不止一个单位叫“{about}”，可用 `units list` 查看",
    DecisionFault.LEAD_NOT_AMONG_UNITS: (
        "主报单位不在本件的单位之中，请先把它列入联合报送单位（--co-units）"
    ),
    DecisionFault.NO_UNIT: "还不知道是哪个单位报的，请先指定单位（--unit 单位名称）再认可",
    DecisionFault.PUBLISHED: (
        "{about}的得分已经公布，这样改动不了它。确要改动，请加 --although-published，"
        "再用 `circular settle` 起草更正；要算在以后的，请用 --counts-on 定计入日期"
    ),
    DecisionFault.OWN_BUSINESS_UNSAID: "请先说明是否与本单位业务有关（--own-business yes|no）",
}


class DecisionError(ToldError):
    """A decision cannot be carried out; nothing was changed."""

    def __init__(self, serial: str, objection: DecisionObjection) -> None:
        self.objection = objection
        words = _SAID_AT_THE_SHELL[objection.fault]
        words = words.format(about=objection.about, allowed="、".join(objection.allowed))
        super().__init__(f"{serial}：{words}")


class TwoActionsError(ToldError):
    """More than one thing was to become of a submission."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        self.actions = actions
        named = " and ".join(actions)
        super().__init__(f"submissions decide: {named} at once; decide one after the other")


def decision_of_options(options: Mapping[str, Any]) -> Decision:
    """The decision that options of `submissions decide` make, or the columns of their names in a file.

    `options` has every name with `_` for `-`, each value already of its type, and None or False where nothing
    was said. Raises TwoActionsError.
    """
    actions: list[Action] = []
    for action in (Action.ACCEPT, Action.RETURN, Action.SEAL):
        if options[action.value]:
            actions.append(action)
    other = None
    for name, action in (("supersede_by", Action.SUPERSEDE), ("merge_into", Action.MERGE)):
        if options[name] is not None:
            actions.append(action)
            other = options[name]
    if options["split"] is not None:
        actions.append(Action.SPLIT)
    if len(actions) > 1:
        raise TwoActionsError(tuple(actions))
    return Decision(
        because=options["because"],
        action=actions[0] if actions else Action.KEEP,
        other=other,
        parts=options["split"],
        unit=options["unit"],
        co_units=options["co_units"],
        lead=options["lead"],
        category=options["category"],
        author=options["author"],
        phone=options["phone"],
        commission=options["commission"],
        own_business=options["own_business"],
        counts_on=options["counts_on"],
        quality=options["quality"],
        waive_lateness=bool(options["waive_lateness"]),
        although_published=bool(options.get("although_published")),
        version=options.get("version"),
    )


def incomplete(decision: Decision) -> tuple[DecisionFault, ...]:
    """What the decision lacks in itself, whatever it is about."""
    lacking: list[DecisionFault] = []
    if not decision.because.strip():
        lacking.append(DecisionFault.NO_REASON)
    if decision.action in {Action.SUPERSEDE, Action.MERGE} and not decision.other:
        lacking.append(DecisionFault.NO_OTHER)
    if decision.action is Action.SPLIT and (decision.parts or 0) < _FEWEST_PARTS:
        lacking.append(DecisionFault.TOO_FEW_PARTS)
    return tuple(lacking)


def objection_to(before: Submission, decision: Decision, facts: DecisionFacts) -> DecisionObjection | None:
    """The first thing that speaks against deciding so about the submission; None when it may be done."""
    lacking = incomplete(decision)
    if lacking:
        return DecisionObjection(lacking[0])
    if before.state is SubmissionState.SUPERSEDED:
        return DecisionObjection(DecisionFault.SUPERSEDED, before.superseded_by or "")
    if decision.category and decision.category not in facts.categories:
        return DecisionObjection(DecisionFault.UNKNOWN_CATEGORY, decision.category, facts.categories)
    if decision.other == before.serial:
        return DecisionObjection(DecisionFault.OTHER_IS_ITSELF, before.serial)
    if decision.other and not facts.other_exists:
        return DecisionObjection(DecisionFault.UNKNOWN_OTHER, decision.other)
    names_one = decision.commission and decision.commission != NO_COMMISSION
    if names_one and not facts.commission_exists:
        return DecisionObjection(DecisionFault.UNKNOWN_COMMISSION, decision.commission or "")
    if decision.action is Action.SEAL:
        return None  # whatever else was said, sealing changes no other field
    for name in units_named(decision):
        if name not in facts.unit_ids:
            return DecisionObjection(DecisionFault.UNKNOWN_UNIT, name)
    if decision.lead is not None:
        units = _units_after(before, replace(decision, lead=None), facts.unit_ids)
        if facts.unit_ids[decision.lead] not in (units.lead, *units.others):
            return DecisionObjection(DecisionFault.LEAD_NOT_AMONG_UNITS, decision.lead)
    if _accepts(before, decision):
        if _units_after(before, decision, facts.unit_ids).lead is None:
            return DecisionObjection(DecisionFault.NO_UNIT)
        unsaid = before.own_business is None and decision.own_business is None
        if before.held_because == "own-business" and unsaid:
            return DecisionObjection(DecisionFault.OWN_BUSINESS_UNSAID)
    return None


def submission_after(before: Submission, decision: Decision, facts: DecisionFacts) -> Submission:
    """The submission as the decision leaves it, once `objection_to` has none.

    A split or sealed one is not yet superseded or purged: that is `deciding`'s.
    """
    units = _units_after(before, decision, facts.unit_ids)
    after = replace(before, unit_id=units.lead, co_unit_ids=units.others)
    if decision.category:
        after = replace(after, category=decision.category, category_because="本办确认")
    if decision.author is not None or decision.phone is not None:
        # The first author gets the name or phone that was given; others stay.
        first = before.authors[0] if before.authors else Author("")
        mended = Author(decision.author or first.name, decision.phone or first.phone, first.email)
        after = replace(after, authors=(mended, *before.authors[1:]))
    if decision.commission == NO_COMMISSION:
        after = replace(after, commission=None)
    elif decision.commission:
        after = replace(after, commission=decision.commission)
    said = {name: getattr(decision, name) for name in ("own_business", "counts_on", "quality")}
    after = replace(after, **{name: value for name, value in said.items() if value is not None})
    if decision.waive_lateness:
        after = replace(after, lateness_waived=True)
    settled: set[str] = set()
    if decision.action is Action.ACCEPT:
        settled |= _FLAGS_SETTLED_BY_ACCEPTING
    if any(author.name for author in after.authors):
        settled.add("incomplete-author")
    if decision.author is not None:
        settled.add("unsure-author")
    if decision.category:
        settled.add("unsure-category")
    if any(author.phone for author in after.authors):
        settled.add("incomplete-phone")
    after = replace(after, flags=tuple(flag for flag in before.flags if flag not in settled))

    if _accepts(before, decision):
        return replace(after, state=SubmissionState.RECORDED, held_because="", candidates=())
    match decision.action:
        case Action.RETURN:
            return replace(after, state=SubmissionState.RETURNED)
        case Action.SUPERSEDE | Action.MERGE:
            return replace(after, state=SubmissionState.SUPERSEDED, superseded_by=decision.other)
        case Action.KEEP | Action.ACCEPT | Action.SPLIT | Action.SEAL:
            return after
        case _ as never:
            assert_never(never)


def units_named(decision: Decision) -> tuple[str, ...]:
    """Every unit's name that stands in the decision."""
    named = (decision.unit, *(decision.co_units or ()), decision.lead)
    return tuple(name for name in named if name is not None)


def _accepts(before: Submission, decision: Decision) -> bool:
    """Whether the submission is recorded by it.

    An item that is held until somebody says whether it is the unit's own business is recorded by saying so.
    """
    if decision.action is Action.KEEP:
        return before.held_because == "own-business" and decision.own_business is not None
    return decision.action is Action.ACCEPT


class _ItemUnits(NamedTuple):
    """Whose an item is: the unit it counts for first, and the joint ones."""

    lead: int | None
    others: tuple[int, ...]


def _units_after(before: Submission, decision: Decision, unit_ids: Mapping[str, int]) -> _ItemUnits:
    """The units as the decision leaves them; a new lead changes places with the old one."""
    lead = before.unit_id
    if decision.unit is not None:
        lead = unit_ids[decision.unit]
    others: tuple[int | None, ...] = before.co_unit_ids
    if decision.co_units is not None:
        others = tuple(unit_ids[name] for name in decision.co_units)
    if decision.lead is not None and unit_ids[decision.lead] != lead:
        others = (lead, *others)
        lead = unit_ids[decision.lead]
    return _ItemUnits(lead, tuple(unit for unit in others if unit is not None and unit != lead))
