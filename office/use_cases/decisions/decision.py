"""What may be decided about a submission, what speaks against a decision, and what is
the submission then?

The one place where a decision is checked, for `submissions decide`, `decisions import`
and the console alike: what is wrong is a code with what it is about. `DecisionError`
says it to the command line; the console has words of its own for the codes its pages
can bring about. Reading the record and carrying a decision out is left to `deciding`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, assert_never

from ledger.entries.people import Unit
from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.faults import ToldError
from ledger.outbox.queueing import Limits
from ledger.roster import LearntName
from notify.chinese import full_day
from notify.lines import joined, one_line
from office.use_cases.closed_lists import near_units
from office.use_cases.decisions.authors import with_addresses
from office.use_cases.stated import stated

NO_COMMISSION = "none"
"""What a decision names as the commission of an item that answers none, or as what one
continues.
"""
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
_FLAGS_OF_THE_TITLE = frozenset(
    {"unsure-title", "incomplete-subject", "low-confidence-text"}
)
"""Where a person has written the title, nobody need ask for it or hide it."""


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
    """One decision by one person, never without a reason (D7); None leaves a field as
    it is.

    Units are names, official or short. `other` is the serial that supersedes or takes
    in this one; `parts` how many submissions a split makes, `part_titles` what they are
    called: one each, or none. `authors` are all of them; `author` and `phone` mend the
    first alone. `arrival_day`: it counts on the day it came again.
    """

    because: str
    action: Action = Action.KEEP
    other: str | None = None
    parts: int | None = None
    part_titles: tuple[str, ...] = ()
    title: str | None = None
    unit: str | None = None
    co_units: tuple[str, ...] | None = None
    lead: str | None = None
    category: str | None = None
    author: str | None = None
    phone: str | None = None
    authors: tuple[Author, ...] | None = None
    signer: str | None = None
    follows: str | None = None
    """The serial of a report of the event that it continues (续报); `NO_COMMISSION`: it
    continues none.
    """
    commission: str | None = None
    own_business: bool | None = None
    counts_on: date | None = None
    arrival_day: bool = False
    quality: bool | None = None
    waive_lateness: bool | None = None
    although_published: bool = False
    """Whether it is known that what is published stays as it is, and is only put right
    by a correction.
    """
    version: int | None = None
    """The version of the item that whoever decides has seen; None where they do not
    say.
    """


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """Who decides, when, and with what: the outbox' limits, the rule's categories and
    密级 marks, tokens.
    """

    who: str
    now: datetime
    limits: Limits
    categories: tuple[str, ...]
    new_token: Callable[[str], str]
    """Gives the token of a serial, which stands in the subjects of mails about it."""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision came to.

    `parts` are the serials it was split into, `beyond_reach` the numbers of messages
    about a sealed item that nobody can call back, `learnt` what the roster learnt,
    `doubts` what to mind, in Chinese.
    """

    submission: Submission
    parts: tuple[str, ...] = ()
    beyond_reach: tuple[int, ...] = ()
    learnt: tuple[LearntName, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What record and rule say of what a decision names.

    `unit_ids` has only names that mean exactly one unit. `units` is the roster, by
    which a unit may have ended on the day that the item counts on. `marked`: a title
    that is given bears a 密级 mark. `other` is the other item that the decision names,
    None where there is none of that serial, `parts_standing` those of the items into
    which this one was split that count, or wait.
    """

    categories: tuple[str, ...]
    unit_ids: Mapping[str, int]
    other: Submission | None
    commission_exists: bool
    units: Mapping[int, Unit] = field(default_factory=dict)
    marked: bool = False
    today: date = date.max
    parts_standing: tuple[str, ...] = ()
    first_report: str | None = None
    """The first report of the event that the item is said to continue; None where there
    is no such item.
    """


class DecisionFault(StrEnum):
    """Why a decision cannot stand."""

    UNKNOWN_ITEM = "unknown-item"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    NO_REASON = "no-reason"
    NO_OTHER = "no-other"
    OTHER_IS_ITSELF = "other-is-itself"
    UNKNOWN_OTHER = "unknown-other"
    OTHER_SUPERSEDED = "other-superseded"
    OTHER_RETURNED = "other-returned"
    PARTS_STAND = "parts-stand"
    TOO_FEW_PARTS = "too-few-parts"
    UNKNOWN_CATEGORY = "unknown-category"
    UNKNOWN_COMMISSION = "unknown-commission"
    UNKNOWN_FIRST_REPORT = "unknown-first-report"
    UNKNOWN_UNIT = "unknown-unit"
    UNIT_NOT_THEN = "unit-not-then"
    NO_TITLE = "no-title"
    MARKED_TITLE = "marked-title"
    SEALED = "sealed"
    PART_TITLES = "part-titles"
    TWO_WAYS = "two-ways"
    NOT_YET = "not-yet"
    LEAD_NOT_AMONG_UNITS = "lead-not-among-units"
    NO_UNIT = "no-unit"
    OWN_BUSINESS_UNSAID = "own-business-unsaid"
    PUBLISHED = "published"


class DecisionObjection(NamedTuple):
    """One fault and what it is about: a serial, a name or a number as the decision or
    the record has it.
    """

    fault: DecisionFault
    about: str = ""
    allowed: tuple[str, ...] = ()


_SAID_AT_THE_SHELL: Mapping[DecisionFault, str] = {
    DecisionFault.UNKNOWN_ITEM: "没有这个编号的报送件，可用 `submissions list` 查看",
    DecisionFault.CHANGED: (
        "您看过以后，这一件又有改动（{about}），什么也没有改；请先用 `submissions show` 看一看，"
        "再按现在的 version 办理"
    ),
    DecisionFault.SUPERSEDED: "已被 {about} 替代，请到那一件上办理；替代错了的，用 --accept 恢复登记",
    DecisionFault.NO_REASON: "请写明理由（--because TEXT）",
    DecisionFault.NO_OTHER: "请写明另一件的编号，且不能是它自己",
    DecisionFault.OTHER_IS_ITSELF: "请写明另一件的编号，且不能是它自己",
    DecisionFault.UNKNOWN_OTHER: "没有编号为 {about} 的报送件",
    DecisionFault.OTHER_SUPERSEDED: "{about}，请写明现在有效的那一件",
    DecisionFault.OTHER_RETURNED: (
        "{about} 已退回，以它为准就两件都不计数；请先认可它（`submissions decide {about} --accept`），"
        "或直接退回这一件（--return）"
    ),
    DecisionFault.PARTS_STAND: "拆成的 {about} 还算数，请先退回它们，再恢复这一件",
    DecisionFault.TOO_FEW_PARTS: "拆分至少拆成两件（--split N）",
    DecisionFault.UNKNOWN_CATEGORY: "办法里没有“{about}”这一类，可选：{allowed}",
    DecisionFault.UNKNOWN_COMMISSION: "没有编号为 {about} 的约稿，可用 `commissions list` 查看",
    DecisionFault.UNKNOWN_FIRST_REPORT: "没有编号为 {about} 的报送件，或它就是本件、本件的续报",
    DecisionFault.UNKNOWN_UNIT: (
        "名册中没有，或不止一个单位叫“{about}”，相近的：{allowed}；可用 `units list` 查看"
    ),
    DecisionFault.UNIT_NOT_THEN: "{about}；请选那一天在册的单位，或先用 --counts-on 定计入日期",
    DecisionFault.NO_TITLE: "标题不能为空，请写明标题（--title TEXT）",
    DecisionFault.MARKED_TITLE: "标题带有密级标志，不能写入；这一件若涉密，请用 --seal 封存",
    DecisionFault.SEALED: "已按涉密封存，不能再写入内容",
    DecisionFault.PART_TITLES: "{about}；每件写一个标题（--part-titles 标题;标题），或都不写",
    DecisionFault.TWO_WAYS: "{about} 是同一样东西的两种说法，只写一种",
    DecisionFault.NOT_YET: "计入日期{about}还没有到，到那天才能计入；请写今天或以前的一天",
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
        allowed = joined(objection.allowed)
        words = words.format(about=objection.about, allowed=allowed)
        super().__init__(f"{serial}：{words}")


class TwoActionsError(ToldError):
    """More than one thing was to become of a submission."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        self.actions = actions
        named = " and ".join(actions)
        super().__init__(
            f"submissions decide: {named} at once; decide one after the other"
        )


def decision_of_options(options: Mapping[str, Any]) -> Decision:
    """The decision that options of `submissions decide` make, or the columns of their
    names in a file.

    `options` has every name with `_` for `-`, each value already of its type, and None
    or False where nothing was said. Raises TwoActionsError.
    """
    actions: list[Action] = []
    for action in (Action.ACCEPT, Action.RETURN, Action.SEAL):
        if options[action.value]:
            actions.append(action)
    other = None
    for name, action in (
        ("supersede_by", Action.SUPERSEDE),
        ("merge_into", Action.MERGE),
    ):
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
        part_titles=options.get("part_titles") or (),
        title=options.get("title"),
        unit=options["unit"],
        co_units=options["co_units"],
        lead=options["lead"],
        category=options["category"],
        author=options["author"],
        phone=options["phone"],
        authors=options.get("authors"),
        signer=options.get("signer"),
        follows=options.get("follows"),
        commission=options["commission"],
        own_business=options["own_business"],
        counts_on=options["counts_on"],
        arrival_day=bool(options.get("counts_on_arrival")),
        quality=options["quality"],
        waive_lateness=options["waive_lateness"],
        although_published=bool(options.get("although_published")),
        version=options.get("version"),
    )


def incomplete(decision: Decision) -> tuple[DecisionFault, ...]:
    """What the decision lacks in itself, whatever it is about."""
    needs_other = decision.action in {Action.SUPERSEDE, Action.MERGE}
    is_split = decision.action is Action.SPLIT
    is_lacking = {
        DecisionFault.NO_REASON: not decision.because.strip(),
        DecisionFault.NO_OTHER: needs_other and not decision.other,
        DecisionFault.TOO_FEW_PARTS: is_split and (decision.parts or 0) < _FEWEST_PARTS,
        DecisionFault.NO_TITLE: decision.title is not None
        and not decision.title.strip(),
    }
    return tuple(fault for fault, lacks in is_lacking.items() if lacks)


def objection_to(
    before: Submission, decision: Decision, facts: DecisionFacts
) -> DecisionObjection | None:
    """The first thing that speaks against deciding so about the submission; None when
    it may be done.
    """
    lacking = incomplete(decision)
    if lacking:
        return DecisionObjection(lacking[0])
    if before.state is SubmissionState.SUPERSEDED:
        if decision.action is not Action.ACCEPT:
            return DecisionObjection(
                DecisionFault.SUPERSEDED, before.superseded_by or ""
            )
        if facts.parts_standing:
            return DecisionObjection(
                DecisionFault.PARTS_STAND, "、".join(facts.parts_standing)
            )
    if decision.category and decision.category not in facts.categories:
        return DecisionObjection(
            DecisionFault.UNKNOWN_CATEGORY, decision.category, facts.categories
        )
    if decision.other == before.serial:
        return DecisionObjection(DecisionFault.OTHER_IS_ITSELF, before.serial)
    if decision.other:
        if facts.other is None:
            return DecisionObjection(DecisionFault.UNKNOWN_OTHER, decision.other)
        if facts.other.superseded_by:
            said = f"{decision.other} 已被 {facts.other.superseded_by} 替代"
            return DecisionObjection(DecisionFault.OTHER_SUPERSEDED, said)
        if facts.other.state is SubmissionState.RETURNED:
            return DecisionObjection(DecisionFault.OTHER_RETURNED, decision.other)
    commission = decision.commission or NO_COMMISSION
    if commission != NO_COMMISSION and not facts.commission_exists:
        return DecisionObjection(DecisionFault.UNKNOWN_COMMISSION, commission)
    follows = decision.follows or NO_COMMISSION
    if follows != NO_COMMISSION and facts.first_report in {None, before.serial}:
        return DecisionObjection(DecisionFault.UNKNOWN_FIRST_REPORT, follows)
    if decision.action is Action.SEAL:
        return None  # whatever else was said, sealing changes no other field
    return _objection_to_words(before, decision, facts) or _objection_to_units(
        before, decision, facts
    )


def _objection_to_words(
    before: Submission, decision: Decision, facts: DecisionFacts
) -> DecisionObjection | None:
    """What speaks against the words that the decision brings."""
    brings = (
        decision.title,
        decision.authors,
        decision.author,
        decision.phone,
        decision.signer,
    )
    if "sealed" in before.flags and any((*brings, *decision.part_titles)):
        return DecisionObjection(DecisionFault.SEALED)  # promise 13
    if facts.marked:
        return DecisionObjection(DecisionFault.MARKED_TITLE)
    first_author = (decision.author, decision.phone)
    if decision.authors is not None and first_author != (None, None):
        return DecisionObjection(
            DecisionFault.TWO_WAYS, "--authors 与 --author、--phone"
        )
    if decision.arrival_day and decision.counts_on is not None:
        return DecisionObjection(
            DecisionFault.TWO_WAYS, "--counts-on 与 --counts-on-arrival"
        )
    if decision.counts_on is not None and decision.counts_on > facts.today:
        return DecisionObjection(DecisionFault.NOT_YET, full_day(decision.counts_on))
    titles = len(decision.part_titles)
    if titles and titles != decision.parts:
        said = f"写了{titles}个标题，拆成{decision.parts or 0}件"
        return DecisionObjection(DecisionFault.PART_TITLES, said)
    return None


def _objection_to_units(
    before: Submission, decision: Decision, facts: DecisionFacts
) -> DecisionObjection | None:
    """What speaks against the units that the item has by the decision, or against
    recording it for them.
    """
    for name in units_named(decision):
        if name not in facts.unit_ids:
            alike = near_units(name, facts.units.values())
            return DecisionObjection(DecisionFault.UNKNOWN_UNIT, name, alike)
    if decision.lead is not None:
        units = _units_after(before, replace(decision, lead=None), facts.unit_ids)
        if facts.unit_ids[decision.lead] not in (units.lead, *units.others):
            return DecisionObjection(DecisionFault.LEAD_NOT_AMONG_UNITS, decision.lead)
    after = submission_after(before, decision, facts)
    as_they_were = before.unit_ids if after.day == before.day else ()
    for unit_id in after.unit_ids:
        if unit_id in as_they_were:
            continue
        unit = facts.units[unit_id]
        said = why_not_then(unit, after.day, facts.units.values())
        if said:
            return DecisionObjection(DecisionFault.UNIT_NOT_THEN, said)
    if _accepts(before, decision):
        if after.unit_id is None:
            return DecisionObjection(DecisionFault.NO_UNIT)
        unsaid = before.own_business is None and decision.own_business is None
        if before.held_because == "own-business" and unsaid:
            return DecisionObjection(DecisionFault.OWN_BUSINESS_UNSAID)
    return None


def why_not_then(unit: Unit, day: date, units: Iterable[Unit]) -> str:
    """Why no item of that day is the unit's, in Chinese; "" where one may be."""
    if unit.until is None or (day < unit.until and unit.since != unit.until):
        return ""
    heir = unit.heir_among(units)
    became = f"并入{heir.name}" if heir else "不再在册"
    return f"{unit.name}{full_day(unit.until)}起{became}，而本件计入{full_day(day)}"


def submission_after(
    before: Submission, decision: Decision, facts: DecisionFacts
) -> Submission:
    """The submission as the decision leaves it, once `objection_to` has none.

    A split or sealed one is not yet superseded or purged: that is `deciding`'s.
    """
    units = _units_after(before, decision, facts.unit_ids)
    after = replace(before, unit_id=units.lead, co_unit_ids=units.others)
    if decision.category:
        after = replace(after, category=decision.category, category_because="本办确认")
    if decision.title:
        after = replace(after, title=one_line(decision.title))
    if decision.signer is not None:
        after = replace(after, signer=decision.signer.strip())
    if decision.authors is not None:
        after = replace(after, authors=with_addresses(decision.authors, before.authors))
    elif (decision.author, decision.phone) != (None, None):
        # The first author gets the name or phone that was given; others stay.
        first = before.authors[0] if before.authors else Author("")
        mended = first._replace(**stated(name=decision.author, phone=decision.phone))
        mended = mended._replace(name=mended.name.strip(), phone=mended.phone.strip())
        after = replace(after, authors=(mended, *before.authors[1:]))
    said = stated(
        commission=decision.commission or None,
        own_business=decision.own_business,
        counts_on=decision.counts_on,
        quality=decision.quality,
        lateness_waived=decision.waive_lateness,
    )
    after = replace(after, **said)
    if decision.follows is not None:
        after = replace(after, follows=facts.first_report)
    if decision.commission == NO_COMMISSION:
        after = replace(after, commission=None)
    if decision.arrival_day:
        after = replace(after, counts_on=None)
    after = replace(after, flags=_flags_after(after, decision))

    if _accepts(before, decision):
        recorded = replace(after, state=SubmissionState.RECORDED, superseded_by=None)
        return replace(recorded, held_because="", candidates=())
    match decision.action:
        case Action.RETURN:
            return replace(after, state=SubmissionState.RETURNED)
        case Action.SUPERSEDE | Action.MERGE:
            return replace(
                after, state=SubmissionState.SUPERSEDED, superseded_by=decision.other
            )
        case Action.KEEP | Action.ACCEPT | Action.SPLIT | Action.SEAL:
            return after
        case _ as never:
            assert_never(never)


def _flags_after(item: Submission, decision: Decision) -> tuple[str, ...]:
    """The item's flags, without those that its fields, as the decision leaves them,
    have settled.
    """
    named = any(author.name for author in item.authors)
    reached = any(author.phone for author in item.authors)
    is_settled = {
        "unsure-category": bool(decision.category),
        "unsure-author": (decision.author, decision.authors) != (None, None),
        "incomplete-author": named,
        "incomplete-phone": reached,
        "no-signer": bool(item.signer),
    }
    if decision.action is Action.ACCEPT:
        is_settled |= dict.fromkeys(_FLAGS_SETTLED_BY_ACCEPTING, True)
    if decision.title:
        is_settled |= dict.fromkeys(_FLAGS_OF_THE_TITLE, True)
    left = [flag for flag in item.flags if not is_settled.get(flag)]
    if decision.authors is not None:
        # Whoever takes the last name or number out leaves the item without.
        lacking = ("incomplete-author", "incomplete-phone")
        left += [flag for flag in lacking if not is_settled[flag]]
    return tuple(dict.fromkeys(left))


def units_named(decision: Decision) -> tuple[str, ...]:
    """Every unit's name that stands in the decision."""
    named = (decision.unit, *(decision.co_units or ()), decision.lead)
    return tuple(name for name in named if name is not None)


def _accepts(before: Submission, decision: Decision) -> bool:
    """Whether the submission is recorded by it.

    An item that is held until somebody says whether it is the unit's own business is
    recorded by saying so.
    """
    if decision.action is Action.KEEP:
        return (
            before.held_because == "own-business" and decision.own_business is not None
        )
    return decision.action is Action.ACCEPT


class _ItemUnits(NamedTuple):
    """Whose an item is: the unit it counts for first, and the joint ones."""

    lead: int | None
    others: tuple[int, ...]


def _units_after(
    before: Submission, decision: Decision, unit_ids: Mapping[str, int]
) -> _ItemUnits:
    """The units as the decision leaves them; a new lead changes places with the old
    one.
    """
    lead = before.unit_id
    if decision.unit is not None:
        lead = unit_ids[decision.unit]
    others: tuple[int | None, ...] = before.co_unit_ids
    if decision.co_units is not None:
        others = tuple(unit_ids[name] for name in decision.co_units)
    if decision.lead is not None and unit_ids[decision.lead] != lead:
        others = (lead, *others)
        lead = unit_ids[decision.lead]
    beside = dict.fromkeys(unit for unit in others if unit is not None and unit != lead)
    return _ItemUnits(lead, tuple(beside))
