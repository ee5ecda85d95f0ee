"""To which unit does a letter belong, and may it be recorded at once?

The rows of "Which mail is what" (docs/architecture.md) that ask for sender and subject (Art. 16, D1, D6, F1,
F3). What an item says besides is left to `judge`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.names.naming import NamedUnit, find_units
from ingest.names.unit_names import RecognisedBy
from ingest.screening.trust import SenderTrust
from ingest.triage.facts import JudgingFacts
from ingest.triage.reading import LetterReading
from ingest.triage.verdict import Candidate, Flag, HeldBecause
from ledger.entries.letters import Letter
from ledger.periods import local_day
from ledger.rulebook import Needed

_HEAD = 600
_LEAD_LINE = re.compile(r"^\s*(?:牵头|主报|首报)单位\s*[:：]\s*(.{2,40})$", re.MULTILINE)


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
    """Correspondence; `hint`: a roster sender who may have meant to report."""

    because: str
    hint: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """One letter at the table: its sender's units, and those its subject names clearly, that day."""

    letter: Letter
    reading: LetterReading
    known: JudgingFacts
    senders: tuple[int, ...]
    named: tuple[NamedUnit, ...]

    def name(self, unit_id: int) -> str:
        return self.known.unit(unit_id).name

    def kin(self, unit_id: int) -> bool:
        """Whether a unit of the sender is `unit_id`'s parent or child."""
        return any(self.known.kin(sender, unit_id) for sender in self.senders)


def place_letter(letter: Letter, reading: LetterReading, known: JudgingFacts) -> Placement | NotAReport:
    """Which row of the table `letter` falls under."""
    day = local_day(letter.arrived_at)
    named = tuple(n for n in reading.naming.named if known.unit(n.unit_id).assessed_on(day))
    case = _Case(letter, reading, known, tuple(u.id for u in known.units_of(letter)), named)
    if len(named) > 1:
        placed: Placement | NotAReport = _joint(case)
    elif named:
        placed = _one(case, named[0])
    elif reading.naming.unclear:
        placed = _unclear(case)
    else:
        placed = _none_from_roster(case) if case.senders else _none_from_stranger(case)
    if isinstance(placed, NotAReport):
        return placed
    return _trusted(_own_business(placed, known), letter, known)


def _one(case: _Case, named: NamedUnit) -> Placement:
    because = f"主题写明“{case.name(named.unit_id)}”" + (
        "（写法略有出入）" if named.how is RecognisedBy.MISSPELT else ""
    )
    if named.unit_id in case.senders:
        return Placement(named.unit_id, because)
    if not case.senders:  # F3
        return Placement(named.unit_id, because, flags=(Flag.ADDRESS_UNREGISTERED,))
    sender = case.name(case.senders[0])
    because = f"{because}，由“{sender}”的地址代报"
    if case.kin(named.unit_id):  # Art. 16: the unit named reports, whoever posts the mail
        return Placement(named.unit_id, because, flags=(Flag.ON_BEHALF,))
    candidates = (_candidate(named, because), *_senders(case))
    return Placement(
        named.unit_id,
        f"{because}，两单位没有隶属关系",
        flags=(Flag.ON_BEHALF,),
        held_because=HeldBecause.NOT_KIN,
        candidates=candidates,
    )


def _joint(case: _Case) -> Placement:
    """Several units, each clearly: the one called the lead, else the first, leads (D1)."""
    ids = list(dict.fromkeys(n.unit_id for n in case.named))
    lead = case.reading.naming.lead or _lead_in_text(case)
    if lead in ids:
        ids = [lead, *(i for i in ids if i != lead)]
    because = "主题写明多个单位：" + "、".join(case.name(i) for i in ids)
    first, others = ids[0], tuple(ids[1:])
    if not case.senders:
        return Placement(first, because, others, (Flag.ADDRESS_UNREGISTERED,))
    if set(ids) & set(case.senders):
        return Placement(first, because, others)
    if any(case.kin(i) for i in ids):
        return Placement(first, because, others, (Flag.ON_BEHALF,))
    held = HeldBecause.NOT_KIN
    candidates = (*(_candidate(n, because) for n in case.named), *_senders(case))
    return Placement(first, f"{because}，发件单位不在其中", others, (Flag.ON_BEHALF,), held, candidates)


def _lead_in_text(case: _Case) -> int | None:
    """The unit that the letter's own text calls the lead (D1): 牵头单位：宁夏公路管理中心."""
    manuscript = case.reading.manuscript
    for text in (case.letter.text, manuscript.text if manuscript else ""):
        if found := _LEAD_LINE.search(text[:_HEAD]):
            named = find_units(found[1], case.known.unit_names).named
            if len(named) == 1:
                return named[0].unit_id
    return None


def _unclear(case: _Case) -> Placement:
    unclear = case.reading.naming.unclear
    possible = [n.unit_id for n in unclear if n.unit_id in case.senders]
    # 办公室, 工会: every unit has one, so the sender's own is always among those meant.
    everybody = all(n.how is RecognisedBy.COMMON for n in unclear)
    own = possible or (list(case.senders) if everybody else [])
    if len(own) == 1:
        because = f"主题中的单位名称不明确，按发件地址认定为“{case.name(own[0])}”"
        return Placement(own[0], because, flags=(Flag.UNIT_INFERRED,))
    candidates = _ranked((*(_candidate(n, "主题中的名称与之相近") for n in unclear), *_senders(case)))
    because = "主题中的单位名称不明确，请核定"
    return Placement(None, because, _no_units(), _stranger(case), HeldBecause.UNIT_UNCLEAR, candidates)


def _none_from_roster(case: _Case) -> Placement | NotAReport:
    if case.reading.manuscript is None:
        return NotAReport("主题没有写单位名称，也没有稿件", hint=True)
    flags = (Flag.INCOMPLETE_SUBJECT,)
    if len(case.senders) == 1:
        because = f"主题没有写单位名称，按发件地址认定为“{case.name(case.senders[0])}”"
        return Placement(case.senders[0], because, flags=flags)
    because = "主题没有写单位名称，发件地址为几个单位共用"
    return Placement(None, because, _no_units(), flags, HeldBecause.UNIT_UNCLEAR, _senders(case))


def _none_from_stranger(case: _Case) -> Placement | NotAReport:
    if case.reading.manuscript is None:
        return NotAReport("发件地址没有登记，主题没有写单位名称，也没有稿件", hint=False)
    flags = (Flag.INCOMPLETE_SUBJECT, Flag.ADDRESS_UNREGISTERED)
    because = "发件地址没有登记，主题没有写单位名称，但带有稿件"
    return Placement(None, because, _no_units(), flags, HeldBecause.UNIT_UNKNOWN, _suspected(case))


def _suspected(case: _Case) -> tuple[Candidate, ...]:
    """Units that subject, file names or the manuscript's head mention."""
    found = [_candidate(n, "主题中提到") for n in case.reading.naming.hints]
    manuscript = case.reading.manuscript
    heads = () if manuscript is None else manuscript.text.splitlines()[:3]
    places = [(a.name, "附件名称中提到") for a in case.letter.attachments]
    places += [(head, "稿件开头提到") for head in heads]
    for text, because in places:
        naming = find_units(text, case.known.unit_names)
        found += [_candidate(n, because) for n in (*naming.named, *naming.unclear, *naming.hints)]
    return _ranked(found)


def _own_business(placed: Placement, known: JudgingFacts) -> Placement:
    """Such a unit's items wait until the office says that they concern its own business (D6)."""
    if (
        placed.held_because is not None
        or placed.unit_id is None
        or not known.unit(placed.unit_id).own_business_only
    ):
        return placed
    because = f"{placed.because}；该单位只计算与本单位业务有关的信息，待核定"
    return replace(placed, because=because, held_because=HeldBecause.OWN_BUSINESS)


def _trusted(placed: Placement, letter: Letter, known: JudgingFacts) -> Placement:
    """What is not vouched for as far as the rule asks waits until a person has confirmed it (P39)."""
    found, needed = known.trusted(letter), known.intake.trust
    enough = {
        Needed.ANY: True,
        Needed.NOT_FAILED: found is not SenderTrust.FAILED,
        Needed.VERIFIED: found is SenderTrust.VERIFIED,
    }
    if placed.held_because is not None or enough[needed]:
        return placed
    what = "冒用" if found is SenderTrust.FAILED else "未能核实"
    because = f"{placed.because}；邮件服务商的认证结果：发件人{what}，待核定"
    return replace(placed, because=because, held_because=HeldBecause.UNTRUSTED)


def _candidate(named: NamedUnit, because: str) -> Candidate:
    return Candidate(named.unit_id, named.confidence, because)


def _senders(case: _Case) -> tuple[Candidate, ...]:
    return tuple(Candidate(unit_id, 0.6, "发件地址登记在该单位") for unit_id in case.senders)


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each unit once, the surest first; of equals in the order found."""
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        if candidate.unit_id not in best or candidate.confidence > best[candidate.unit_id].confidence:
            best[candidate.unit_id] = candidate
    return tuple(sorted(best.values(), key=lambda c: -c.confidence))


def _stranger(case: _Case) -> tuple[Flag, ...]:
    return () if case.senders else (Flag.ADDRESS_UNREGISTERED,)


def _no_units() -> tuple[int, ...]:
    return ()
