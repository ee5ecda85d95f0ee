"""To which unit does a letter belong, and may it be recorded at once?

The rows of "Which mail is what" (docs/architecture.md) that ask for sender and subject
(Art. 16, D1, D6, F1, F3). What an item says besides is left to `judge`, by which
unknown name a subject calls its unit to `unknown_name`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.names.naming import NamedUnit, find_units
from ingest.names.unit_names import RecognisedBy
from ingest.people.byline import read_byline
from ingest.screening.trust import SenderTrust
from ingest.triage.facts import JudgingFacts
from ingest.triage.reading import LetterReading, units_mentioned
from ingest.triage.report_text import han, report_words
from ingest.triage.unknown_name import is_part_of, unknown_name
from ingest.triage.verdict import Flag, HeldBecause
from ledger.entries.letters import Letter
from ledger.periods import local_day
from ledger.rulebook import RequiredTrust

_HEAD = 600
"""Characters of a text in which it may name its lead."""
_MENTION_SURENESS = 0.4
_SENDER_SURENESS = 0.6
_TITLE_HAN = 8
"""Chinese characters from which a subject reads like the title of an item."""
_LEAD_LINE = re.compile(
    r"^\s*(?:牵头|主报|首报)单位\s*[:：]\s*(.{2,40})$", re.MULTILINE
)


class Candidate(NamedTuple):
    """A unit the letter may be from, for the office to choose; `confidence` from 0 to
    1.
    """

    unit_id: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Placement:
    """A report and its unit; `held_because` None means that it is recorded at once."""

    unit_id: int | None
    because: str
    co_unit_ids: tuple[int, ...] = ()
    flags: tuple[Flag, ...] = ()
    held_because: HeldBecause | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAReport:
    """The letter brings no report; `hint`: its sender is on the roster and brought
    nothing at all.
    """

    because: str
    hint: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """One letter at the table: its sender's units, and those its subject names clearly,
    that day.
    """

    letter: Letter
    reading: LetterReading
    known: JudgingFacts
    senders: tuple[int, ...]
    named: tuple[NamedUnit, ...]

    def name(self, unit_id: int) -> str:
        return self.known.unit(unit_id).name

    def is_kin(self, unit_id: int) -> bool:
        """Whether a unit of the sender is `unit_id`'s parent or child."""
        return any(self.known.are_kin(sender, unit_id) for sender in self.senders)

    @property
    def sender_candidates(self) -> list[Candidate]:
        """The sender's units, for a person to choose from."""
        return [Candidate(unit_id, _SENDER_SURENESS) for unit_id in self.senders]

    @property
    def lead(self) -> int | None:
        """The unit that subject or text calls the lead (D1):
        牵头单位：宁夏公路管理中心.
        """
        if self.reading.naming.lead:
            return self.reading.naming.lead
        manuscript = self.reading.manuscript
        for text in (self.letter.text, manuscript.text if manuscript else ""):
            found = _LEAD_LINE.search(text[:_HEAD])
            named = find_units(found[1], self.known.unit_names).named if found else ()
            if len(named) == 1:
                return named[0].unit_id
        return None


def place_letter(
    letter: Letter, reading: LetterReading, known: JudgingFacts
) -> Placement | NotAReport:
    """Which row of the table `letter` falls under."""
    day = local_day(letter.arrived_at)
    senders = known.unit_ids_of(letter)
    named = tuple(
        unit
        for unit in reading.naming.named
        if known.unit(unit.unit_id).assessed_on(day)
    )
    case = _Case(letter, reading, known, senders, named)
    placed: Placement | NotAReport
    if len(named) > 1:
        placed = _several_named(case)
    elif named:
        placed = _one_named(case, named[0])
    elif reading.naming.unclear:
        placed = _unclear(case)
    else:
        placed = _none_named(case)
    if isinstance(placed, NotAReport) or placed.held_because is not None:
        return placed
    if case.reading.naming.not_found:
        # Each unit of a joint item is credited: one that was not understood is asked
        # for, not left out.
        because = f"{placed.because}；“{case.reading.naming.not_found}”还有哪家单位没有认出，待核定"
        candidates = [Candidate(unit.unit_id, unit.confidence) for unit in named]
        return replace(
            placed,
            because=because,
            held_because=HeldBecause.UNIT_UNCLEAR,
            candidates=tuple(candidates),
        )
    if placed.unit_id is not None and known.unit(placed.unit_id).own_business_only:
        # D6: such a unit's items wait until the office says that they concern its own
        # business.
        because = f"{placed.because}；该单位只计算与本单位业务有关的信息，待核定"
        return replace(placed, because=because, held_because=HeldBecause.OWN_BUSINESS)
    # P39: what is not vouched for as far as the rule asks waits until a person has
    # confirmed it.
    sender = known.sender_trust(letter)
    enough = {
        RequiredTrust.ANY: True,
        RequiredTrust.NOT_FAILED: sender is not SenderTrust.FAILED,
        RequiredTrust.VERIFIED: sender is SenderTrust.VERIFIED,
    }
    if enough[known.intake.trust]:
        return placed
    what = "冒用" if sender is SenderTrust.FAILED else "未能核实"
    because = f"{placed.because}；邮件服务商的认证结果：发件人{what}，待核定"
    return replace(placed, because=because, held_because=HeldBecause.UNTRUSTED)


def _one_named(case: _Case, named: NamedUnit) -> Placement:
    because = f"主题写明“{case.name(named.unit_id)}”"
    if named.how is RecognisedBy.MISSPELT:
        because += "（写法略有出入）"
    if named.unit_id in case.senders:
        return Placement(named.unit_id, because)
    if not case.senders:  # F3
        return Placement(named.unit_id, because, flags=(Flag.ADDRESS_UNREGISTERED,))
    because = f"{because}，由“{case.name(case.senders[0])}”的地址代报"
    if case.is_kin(
        named.unit_id
    ):  # Art. 16: the unit named reports, whoever posts the mail
        return Placement(named.unit_id, because, flags=(Flag.ON_BEHALF,))
    return Placement(
        named.unit_id,
        f"{because}，两单位没有隶属关系",
        flags=(Flag.ON_BEHALF,),
        held_because=HeldBecause.NOT_KIN,
        candidates=(
            Candidate(named.unit_id, named.confidence),
            *case.sender_candidates,
        ),
    )


def _several_named(case: _Case) -> Placement:
    """Several units, each clearly: the one called the lead, else the first, leads
    (D1).
    """
    ids = list(dict.fromkeys(unit.unit_id for unit in case.named))
    lead = case.lead
    if lead in ids:
        ids.remove(lead)
        ids.insert(0, lead)
    because = "主题写明多个单位：" + "、".join(case.name(unit_id) for unit_id in ids)
    placed = Placement(ids[0], because, co_unit_ids=tuple(ids[1:]))
    if not case.senders:
        return replace(placed, flags=(Flag.ADDRESS_UNREGISTERED,))
    if not set(ids).isdisjoint(case.senders):
        return placed
    placed = replace(placed, flags=(Flag.ON_BEHALF,))
    if any(case.is_kin(unit_id) for unit_id in ids):
        return placed
    candidates = [Candidate(unit.unit_id, unit.confidence) for unit in case.named]
    return replace(
        placed,
        because=f"{because}，发件单位不在其中",
        held_because=HeldBecause.NOT_KIN,
        candidates=(*candidates, *case.sender_candidates),
    )


def _unclear(case: _Case) -> Placement | NotAReport:
    """A name of several units, or one misspelt too much: the sender's own unit if it
    may be meant.
    """
    unclear = case.reading.naming.unclear
    meant = [named.unit_id for named in unclear if named.unit_id in case.senders]
    if not meant and all(named.how is RecognisedBy.COMMON for named in unclear):
        meant = list(
            case.senders
        )  # 办公室, 工会: every unit has one, so the sender's own is among them
    if len(meant) == 1:
        because = f"主题中的单位名称不明确，按发件地址认定为“{case.name(meant[0])}”"
        return Placement(meant[0], because, flags=(Flag.UNIT_INFERRED,))
    if not case.senders and case.reading.manuscript is None:
        return NotAReport(
            "发件地址没有登记，主题中的单位名称不明确，也没有稿件", hint=False
        )
    # Each unit once, the surest first; of equals in the order found.
    surest: dict[int, Candidate] = {}
    candidates = [Candidate(named.unit_id, named.confidence) for named in unclear]
    for candidate in (*candidates, *case.sender_candidates):
        before = surest.get(candidate.unit_id, candidate)
        surest[candidate.unit_id] = max(
            before, candidate, key=lambda each: each.confidence
        )
    return Placement(
        None,
        "主题中的单位名称不明确，请核定",
        flags=() if case.senders else (Flag.ADDRESS_UNREGISTERED,),
        held_because=HeldBecause.UNIT_UNCLEAR,
        candidates=tuple(
            sorted(surest.values(), key=lambda candidate: -candidate.confidence)
        ),
    )


def _none_named(case: _Case) -> Placement | NotAReport:
    """The subject does not begin or end with a unit's name."""
    if not case.senders:
        return _of_a_stranger(case)
    manuscript = case.reading.manuscript
    mentioned = [
        hint.unit_id
        for hint in case.reading.naming.hints
        if hint.how is not RecognisedBy.PLACE
    ]
    own = [unit_id for unit_id in mentioned if unit_id in case.senders]
    if len(set(own)) == 1:
        return Placement(own[0], f"主题中写有“{case.name(own[0])}”")
    alone = case.senders[0] if len(case.senders) == 1 else None
    unknown = unknown_name(case.letter.subject, case.known.unit_names)
    if unknown:
        if alone is not None and is_part_of(unknown, alone, case.known.unit_names):
            because = (
                f"主题写明“{unknown}”，按发件地址认定为“{case.name(alone)}”的内设机构"
            )
            return Placement(alone, because, flags=(Flag.UNIT_INFERRED,))
        # Renamed, or a nickname: once the office has confirmed whose it is, the name is
        # known.
        because = f"主题写明“{unknown}”，名册上没有这个单位；发件地址是“{case.name(case.senders[0])}”登记的"
        return Placement(
            alone,
            because,
            held_because=HeldBecause.NAME_UNKNOWN,
            candidates=tuple(case.sender_candidates),
        )
    # A letter without a manuscript may have a title, and something beside it that may
    # be the report.
    has_something = bool(case.letter.attachments or case.letter.attached_mail)
    has_title = case.reading.on_convention and han(case.reading.title) >= _TITLE_HAN
    if manuscript is None and not (has_something and has_title):
        is_empty = not case.letter.attachments and not han(
            report_words(case.letter.text)
        )
        return NotAReport("主题没有写单位名称，也没有稿件", hint=is_empty)
    if alone is None:
        return Placement(
            None,
            "主题没有写单位名称，发件地址为几个单位共用",
            flags=(Flag.INCOMPLETE_SUBJECT,),
            held_because=HeldBecause.UNIT_UNCLEAR,
            candidates=tuple(case.sender_candidates),
        )
    because = f"主题没有写单位名称，按发件地址认定为“{case.name(alone)}”"
    return Placement(alone, because, flags=(Flag.INCOMPLETE_SUBJECT,))


def _of_a_stranger(case: _Case) -> Placement | NotAReport:
    """No unit in the subject of a stranger: held if a unit is named anywhere, or a
    document has a byline.
    """
    manuscript = case.reading.manuscript
    if manuscript is None:
        return NotAReport(
            "发件地址没有登记，主题没有写单位名称，也没有稿件", hint=False
        )
    mentioned = units_mentioned(case.letter, case.reading, case.known.unit_names)
    authors = read_byline([manuscript.text]).authors if manuscript.documents else ()
    is_signed = any(author.name for author in authors)
    # Who writes under a registered address that is not vouched for waits for the office
    # all the same (P39).
    is_claimed = case.letter.from_address.casefold() in case.known.unit_names.by_address
    if not (mentioned or is_signed or is_claimed):
        return NotAReport("发件地址没有登记，来件没有提到名册上的单位", hint=False)
    return whose_is_unknown(case.letter, mentioned, case.known)


def whose_is_unknown(
    letter: Letter, mentioned: Sequence[int], known: JudgingFacts
) -> Placement:
    """A report held until the office says whose it is; candidates are those mentioned
    that are assessed.
    """
    day = local_day(letter.arrived_at)
    assessed = [
        unit_id for unit_id in mentioned if known.unit(unit_id).assessed_on(day)
    ]
    return Placement(
        None,
        "发件地址没有登记，主题没有写单位名称，但带有稿件",
        flags=(Flag.INCOMPLETE_SUBJECT, Flag.ADDRESS_UNREGISTERED),
        held_because=HeldBecause.UNIT_UNKNOWN,
        candidates=tuple(Candidate(unit_id, _MENTION_SURENESS) for unit_id in assessed),
    )
