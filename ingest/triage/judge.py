"""What becomes of a letter?

The table "Which mail is what" of docs/architecture.md, asked in its order: robot, bounce, own, reply, then
sender and subject. Pure: what is known comes in as a value, what becomes of the letter goes out as one.
"""

from dataclasses import dataclass, replace

from ingest.letter import thread
from ingest.letter.subject import Subject, SubjectMark
from ingest.letter.thread import Answered
from ingest.people.byline import Byline, read_byline
from ingest.screening.robots import RobotKind
from ingest.similar.likeness import SimilarQuery, find_similar, sketched
from ingest.triage import category
from ingest.triage import reading as reads
from ingest.triage.commissioned import PossibleAnswer, match_commission
from ingest.triage.facts import Automatic, JudgingFacts
from ingest.triage.placing import NotAReport, Placement, place_letter
from ingest.triage.reading import LetterReading
from ingest.triage.reply import read_reply
from ingest.triage.verdict import (
    Aside,
    Bounced,
    Candidate,
    Copy,
    Flag,
    HeldBecause,
    Missing,
    NewItem,
    Verdict,
)
from ledger.entries.letters import Letter, SetAside
from ledger.entries.submissions import Proposal, SubmissionState
from ledger.periods import local_day
from ledger.rulebook import IntakeRule

_SPOILT = "\ufffd"
_REPAIRS_SHOWN = 10
_PLACES = {"subject": "主题", "from": "发件人", "text": "正文", "attachment": "附件", "structure": "邮件结构"}


def judge(letter: Letter, known: JudgingFacts, automatic: Automatic) -> Verdict:
    """What `letter` becomes; `automatic` is what robots and bounces made of it (never sealed mail)."""
    answered = thread.find(letter, known.sent)
    reading = reads.interpret(
        letter, known.unit_names, answered.sent.attachments if answered else frozenset()
    )
    aside = _no_person(letter, reading, known, automatic)
    if aside is not None:
        return aside
    if answered is not None:
        outcome = read_reply(letter, reading, answered, known)
        if outcome is not None:
            return outcome
    elif reading.subject.is_reply and reading.manuscript is None:
        return Aside(SetAside.CORRESPONDENCE, "回复邮件，没有新稿件")
    placed = place_letter(letter, reading, known)
    if isinstance(placed, NotAReport):
        return Aside(SetAside.CORRESPONDENCE, placed.because, hint=placed.hint and automatic.answerable.may)
    copied = known.items.copied(placed.unit_id, reading.fingerprint, letter.arrived_at)
    if copied is not None:  # F7
        return Copy(copied, "同一单位已报送过标题、正文和附件都相同的信息")
    return _item(letter, reading, placed, known, answered)


def as_report(letter: Letter, known: JudgingFacts) -> NewItem:
    """The item that `letter` is because a person says it is a report, whatever the table makes of it."""
    reading = reads.interpret(letter, known.unit_names)
    placed = place_letter(letter, reading, known)
    if isinstance(placed, Placement) and placed.held_because is HeldBecause.UNTRUSTED:
        placed = replace(placed, held_because=None)  # a person vouches for it
    if isinstance(placed, NotAReport):
        senders = known.units_of(letter)
        flags = (Flag.INCOMPLETE_SUBJECT, *(() if senders else (Flag.ADDRESS_UNREGISTERED,)))
        if len(senders) == 1:
            placed = Placement(senders[0].id, "由本办认定为报送件，单位按发件地址认定", flags=flags)
        else:
            because = "由本办认定为报送件，单位请核定"
            placed = Placement(None, because, flags=flags, held_because=HeldBecause.UNIT_UNKNOWN)
    answered = thread.find(letter, known.sent)
    asked = answered if answered is not None and answered.sent.commission else None
    return _item(letter, reading, placed, known, asked)


def _no_person(
    letter: Letter, reading: LetterReading, known: JudgingFacts, automatic: Automatic
) -> Aside | Bounced | None:
    """Robots, bounces, ourselves (P28, P31); a report may come by list or machine, if it says whose it is."""
    robot = automatic.robot
    if automatic.returned is not None or (robot is not None and robot.kind is RobotKind.BOUNCE):
        return Bounced(automatic.returned, robot.because if robot else "是退信")
    if robot is not None and (robot.firm or not (reading.naming.named or known.units_of(letter))):
        return Aside(SetAside.ROBOT, robot.because)
    if letter.from_address.casefold() in known.own_addresses:
        return Aside(SetAside.OWN, "来件出自本系统自己的地址")
    return None


@dataclass(frozen=True, slots=True)
class _Report:
    """A letter that is a report, and all that was found in it."""

    letter: Letter
    reading: LetterReading
    placed: Placement
    byline: Byline
    intake: IntakeRule

    @property
    def text(self) -> str:
        """The text that the item consists of."""
        return self.reading.manuscript.text if self.reading.manuscript else self.letter.text


def _item(
    letter: Letter, reading: LetterReading, placed: Placement, known: JudgingFacts, answered: Answered | None
) -> NewItem:
    texts = [letter.text, *(a.text for a in letter.attachments if a.text), reading.subject.byline]
    byline = read_byline(texts)
    report = _Report(letter, reading, placed, byline, known.intake)
    kind = category.propose(reading.title, report.text, known.intake, _tags(reading.subject), letter.text)
    length = category.characters(reads.counted_text(report.text, reading.title))
    missing = _missing(report)
    limit = known.intake.lengths.get(kind.category)
    units = (() if placed.unit_id is None else (placed.unit_id,)) + placed.co_unit_ids
    sketch = sketched(letter)
    answers = answered.sent.serial if answered else None
    question = SimilarQuery(units, reading.title, reading.marks, answers, letter.arrived_at, sketch)
    similar = find_similar(question, known.items)
    offered = PossibleAnswer(reading.title, units, local_day(letter.arrived_at), letter.subject)
    asked = match_commission(offered, known.commissions, answered)
    return NewItem(
        state=SubmissionState.RECORDED if placed.held_because is None else SubmissionState.HELD,
        unit_id=placed.unit_id,
        title=reading.title,
        category=kind.category,
        category_because=kind.because,
        fingerprint=reading.fingerprint,
        co_unit_ids=placed.co_unit_ids,
        authors=byline.authors,
        signer=byline.signer,
        characters=length,
        flags=_flags(report, missing, too_long=limit is not None and length > limit),
        evidence=_evidence(report) + asked.evidence,
        follows=similar.follows,
        proposals=similar.proposals + _second_item(reading) + asked.proposals,
        held_because=placed.held_because,
        candidates=_candidates(placed, answered),
        ask=missing,
        sketch=sketch,
        commission=asked.commission,
    )


def _candidates(placed: Placement, answered: Answered | None) -> tuple[Candidate, ...]:
    """Units it may be from; whom a commission was mailed to comes first, whoever passed the mail on."""
    if placed.unit_id is not None or answered is None or not answered.sent.commission:
        return placed.candidates
    asked = (Candidate(unit_id, 1.0, "来件回复的是寄给该单位的约稿") for unit_id in answered.sent.unit_ids)
    return (*asked, *(each for each in placed.candidates if each.unit_id not in answered.sent.unit_ids))


def _tags(subject: Subject) -> tuple[str, ...]:
    """What a subject says of the category: its labels, and whether it is a later report (Art. 7(4))."""
    later = (category.FOLLOW_UP,) if SubjectMark.FOLLOW_UP in subject.marks else ()
    return (*subject.tags, *later)


def _missing(report: _Report) -> tuple[Missing, ...]:
    """What the receipt asks for: subject off the convention, author, telephone (Art. 16, F1)."""
    told = report.reading.on_convention and Flag.INCOMPLETE_SUBJECT not in report.placed.flags
    required = report.intake.required
    lacking = {
        Missing.SUBJECT: not told,
        Missing.AUTHOR: Missing.AUTHOR in required and not report.byline.authors,
        Missing.PHONE: Missing.PHONE in required and not report.byline.has_phone,
    }
    return tuple(part for part, lacks in lacking.items() if lacks)


_FLAG_OF = {
    Missing.SUBJECT: Flag.INCOMPLETE_SUBJECT,
    Missing.AUTHOR: Flag.INCOMPLETE_AUTHOR,
    Missing.PHONE: Flag.INCOMPLETE_PHONE,
}


def _flags(report: _Report, missing: tuple[Missing, ...], *, too_long: bool) -> tuple[Flag, ...]:
    """Everything remarkable, in the order of the table of flags."""
    attachments = report.letter.attachments
    unsure = not report.letter.sure or any(a.text and not a.sure for a in attachments)
    raised = {
        Flag.OVER_LENGTH: too_long,  # F6
        Flag.LOW_CONFIDENCE_TEXT: unsure or _SPOILT in report.reading.title,  # P19
        Flag.UNREAD_ATTACHMENT: any(a.text is None and a.unread for a in attachments),
        Flag.TWO_ITEMS: bool(report.reading.several),
        Flag.NO_SIGNER: not report.byline.signer,
    }
    told = {*report.placed.flags, *(_FLAG_OF[part] for part in missing)}
    return tuple(flag for flag in Flag if flag in told or raised.get(flag))


def _evidence(report: _Report) -> tuple[str, ...]:
    brought = (report.reading.manuscript.because,) if report.reading.manuscript else ()
    mended = (
        f"读取{_place(repair.where)}时：{repair.what}" for repair in report.letter.repairs[:_REPAIRS_SHOWN]
    )
    return (report.placed.because, *brought, *(f"撰稿人：{said}" for said in report.byline.evidence), *mended)


def _place(where: str) -> str:
    """Where something was mended, in the office's words."""
    kind, _, number = where.partition(" ")
    return _PLACES.get(kind, "信头") + number


def _second_item(reading: LetterReading) -> tuple[Proposal, ...]:
    """Several items in one mail are one submission until a person splits it (F2)."""
    return (Proposal("second-item", reading.several),) if reading.several else ()
