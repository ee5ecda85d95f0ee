"""What becomes of a letter?

The table "Which mail is what" of docs/architecture.md, asked in its order: robot,
bounce, own, reply, then sender and subject. Pure: what is known comes in as a value,
what becomes of the letter goes out as one.
"""

import re
from dataclasses import replace

from ingest.letter import thread
from ingest.letter.subject import SubjectMark
from ingest.letter.thread import Answered
from ingest.names.unit_names import RecognisedBy
from ingest.people.byline import Byline, read_byline
from ingest.people.labels import names_writer
from ingest.people.words import known_of
from ingest.screening.near_seal import near_mark_of
from ingest.screening.robots import RobotKind, advertising_in
from ingest.similar.likeness import SimilarQuery, find_similar, sketch_of_letter
from ingest.similar.sequel import sequel_in, sequel_in_opening
from ingest.similar.signers import partners_in, signing_together
from ingest.triage import category
from ingest.triage.category import Proposed
from ingest.triage.commissioned import PossibleAnswer, match_commission
from ingest.triage.correspondence import find_correspondence
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.forwarding import as_read
from ingest.triage.manuscript import first_of_several, missing_in, tells_of_emergency
from ingest.triage.placing import NotAReport, Placement, place_letter, whose_is_unknown
from ingest.triage.possible import possible_report, recalled_item
from ingest.triage.reading import (
    LetterReading,
    counted_text,
    interpret,
    units_mentioned,
)
from ingest.triage.reply import only_thanks, read_reply
from ingest.triage.report_text import ManuscriptKind
from ingest.triage.verdict import (
    Aside,
    Bounced,
    Copy,
    Flag,
    HeldBecause,
    NewItem,
    Verdict,
)
from ledger.entries.letters import Letter, SetAside
from ledger.entries.submissions import Proposal, SubmissionDraft, SubmissionState
from ledger.periods import local_day
from ledger.rulebook import IntakeRule

_SPOILT = "\ufffd"
"""Stands where a character could not be decoded."""
_REPAIRS_SHOWN = 10
_JOINTLY = re.compile(r"(?:联合|共同)(?:报送|上报|呈报|供稿)")
_VOUCHED_FOR = (
    HeldBecause.UNTRUSTED,
    HeldBecause.MAYBE_CORRESPONDENCE,
    HeldBecause.NAME_UNKNOWN,
)
"""What a person settles who says that a letter is a report."""
_PLACES = {
    "subject": "主题",
    "from": "发件人",
    "text": "正文",
    "attachment": "附件",
    "structure": "邮件结构",
}


def judge(letter: Letter, known: JudgingFacts, screening: ScreeningResult) -> Verdict:
    """What `letter` becomes; `screening` is what was asked of it before (never sealed
    mail).
    """
    answered = thread.find(letter, known.sent)
    known_files = answered.sent.attachments if answered else frozenset()
    letter, passed = as_read(letter, known.unit_names, known.own_addresses)
    reading = interpret(letter, known.unit_names, known_files, passed=passed)

    robot, returned, answerable, near_sealed = screening
    if returned is not None or (
        robot is not None and robot.kind is RobotKind.BOUNCE
    ):  # P28
        return Bounced(returned, robot.because if robot else "是退信")
    if robot is not None:
        # A report may come by list or from a machine, if subject or sender says whose
        # it is.
        names_unit = reading.naming.named or known.units_of(letter)
        if robot.firm or not names_unit:
            recalled = (
                recalled_item(letter, known) if robot.kind is RobotKind.RECALL else ""
            )
            return Aside(SetAside.ROBOT, robot.because + recalled)
    if letter.from_address.casefold() in known.own_addresses:  # P31
        return Aside(SetAside.OWN, "来件出自本系统自己的地址")

    if answered is not None:
        replied = read_reply(letter, reading, answered, known)
        # 收到，谢谢 asks nobody anything.
        if isinstance(replied, Aside) and not only_thanks(letter):
            return replace(replied, possible=possible_report(letter, reading, known))
        if replied is not None:
            return replied
    elif reading.subject.is_reply and not _brings_report(letter, reading):
        return _correspondence("回复邮件，没有新稿件", letter, reading, known)

    is_stranger = not known.units_of(letter)
    names_author = names_writer(
        letter.text, reading.manuscript.text if reading.manuscript else ""
    )
    if (
        (is_stranger or passed)
        and not names_author
        and (sold := advertising_in(letter))
    ):
        if not is_stranger:  # a unit shows what somebody offers it
            return _correspondence(sold, letter, reading, known)
        mentioned = units_mentioned(letter, reading, known.unit_names)
        possible = (
            f"像广告，但提到“{known.unit(mentioned[0]).name}”" if mentioned else ""
        )
        return Aside(SetAside.CORRESPONDENCE, sold, possible=possible)
    doubt = find_correspondence(
        letter,
        reading,
        is_stranger=is_stranger,
        signed=names_author,
        passed=passed,
    )
    if doubt is not None and doubt.firm:
        return _correspondence(doubt.because, letter, reading, known)
    placed = place_letter(letter, reading, known)
    if isinstance(placed, NotAReport):
        if answered is None or reading.manuscript is None:
            aside = _correspondence(placed.because, letter, reading, known)
            return replace(aside, hint=placed.hint and answerable.may)
        placed = whose_is_unknown(
            letter, units_mentioned(letter, reading, known.unit_names), known
        )
    copied = known.items.original_of(
        placed.unit_id, reading.fingerprint, letter.arrived_at
    )
    if copied is not None:  # F7
        return Copy(copied, "同一单位已报送过标题、正文和附件都相同的信息")
    names_nobody = False
    if placed.held_because is None:
        held = HeldBecause.MAYBE_CORRESPONDENCE
        if doubt is not None:
            # Whom a letter or a form names has written no report.
            names_nobody = not names_author
            why = doubt.because
        elif why := missing_in(letter, reading.manuscript):
            held = HeldBecause.MANUSCRIPT_MISSING
        elif not (names_author or reading.subject.byline):
            why = _too_little(reading)
        if why:
            because = f"{placed.because}；{why}，待核定"
            placed = replace(placed, because=because, held_because=held)
    return _new_item(
        letter,
        reading,
        placed,
        known,
        answered,
        near_sealed,
        names_nobody=names_nobody,
    )


def _too_little(reading: LetterReading) -> str:
    """Why so few words that nobody signs may be no report (Chinese); "" if they may.

    In the mail itself two sentences are one under a unit's title, one never is.
    """
    manuscript = reading.manuscript
    if manuscript is None:
        return ""
    is_under_title = bool(reading.naming.named) and not manuscript.documents
    too_little = {
        ManuscriptKind.SENTENCE: True,
        ManuscriptKind.STATEMENT: not is_under_title,
    }
    if too_little.get(manuscript.kind, False):
        return f"{manuscript.because}，没有撰稿人，看不出是不是报送件"
    return ""


def _correspondence(
    because: str, letter: Letter, reading: LetterReading, known: JudgingFacts
) -> Aside:
    """The letter set aside, and shown to the office if it may be a report all the
    same.
    """
    possible = possible_report(letter, reading, known)
    return Aside(SetAside.CORRESPONDENCE, because, possible=possible)


def _brings_report(letter: Letter, reading: LetterReading) -> bool:
    """Whether a reply to somebody else's mail is a report.

    Few words are one only under a unit's title, with an author, or of an emergency.
    """
    if reading.manuscript is None or reading.manuscript.is_new:
        return reading.manuscript is not None
    if reading.manuscript.kind is not ManuscriptKind.BRIEF:
        return False
    has_title = bool(reading.naming.named) and reading.on_convention
    return has_title or names_writer(letter.text) or tells_of_emergency(letter.text)


def judge_as_report(letter: Letter, known: JudgingFacts) -> NewItem:
    """The item that `letter` is because a person says it is a report, whatever the
    table makes of it.
    """
    letter, passed = as_read(letter, known.unit_names, known.own_addresses)
    reading = interpret(letter, known.unit_names, passed=passed)
    placed = place_letter(letter, reading, known)
    if isinstance(placed, NotAReport):
        senders = known.units_of(letter)
        if len(senders) == 1:
            placed = Placement(senders[0].id, "由本办认定为报送件，单位按发件地址认定")
        else:
            because = "由本办认定为报送件，单位请核定"
            placed = Placement(None, because, held_because=HeldBecause.UNIT_UNKNOWN)
        unregistered = () if senders else (Flag.ADDRESS_UNREGISTERED,)
        placed = replace(placed, flags=(Flag.INCOMPLETE_SUBJECT, *unregistered))
    elif placed.unit_id is not None and placed.held_because in _VOUCHED_FOR:
        placed = replace(placed, held_because=None)
    answered = thread.find(letter, known.sent)
    if answered is not None and not answered.sent.commission:
        answered = None
    return _new_item(
        letter,
        reading,
        placed,
        known,
        answered,
        near_mark_of(letter, known.intake.marks),
    )


def _new_item(
    letter: Letter,
    reading: LetterReading,
    placed: Placement,
    known: JudgingFacts,
    answered: Answered | None,
    near_sealed: str,
    *,
    names_nobody: bool = False,
) -> NewItem:
    """The draft of the submission that a report becomes, with what a person should look
    at.

    `names_nobody`: whoever stands in it is no author.
    """
    text = reading.manuscript.text if reading.manuscript else letter.text
    own = letter.text
    files = [file.text for file in letter.attachments if file.text]
    if (
        reading.several
    ):  # whoever wrote the second is its author once a person has split them
        own = first_of_several(own)
        files = [first_of_several(file) for file in files]
    units = (() if placed.unit_id is None else (placed.unit_id,)) + placed.co_unit_ids
    byline = read_byline(
        filter(None, [own, *files, reading.subject.byline]),
        file_names=[file.name for file in letter.attachments],
        known=known_of(known.unit_names, map(known.unit, units)),
    )
    if names_nobody:
        byline = Byline()
    tags = reading.subject.tags
    sequel = (
        sequel_in(letter.subject) or sequel_in(reading.title) or sequel_in_opening(text)
    )
    if sequel is not None or SubjectMark.FOLLOW_UP in reading.subject.marks:
        tags = (*tags, category.FOLLOW_UP)  # Art. 7(4)
    proposed = category.propose(reading.title, text, known.intake, tags, letter.text)
    characters = category.characters(counted_text(text, reading.title))

    query = SimilarQuery(
        unit_ids=units,
        title=reading.title,
        marks=reading.marks,
        answers=answered.sent.serial if answered else None,
        arrived_at=letter.arrived_at,
        sketch=sketch_of_letter(letter),
        text=text,
        sequel=sequel,
    )
    similar = find_similar(query, known.items, known.unit_names)
    possible_answer = PossibleAnswer(
        reading.title, units, local_day(letter.arrived_at), letter.subject
    )
    asked = match_commission(possible_answer, known.commissions, answered)
    proposals = [*similar.proposals]
    signers = signing_together(text, known.unit_names)
    beside = tuple(number for number in signers if number not in units)
    if placed.unit_id in signers and beside:  # Art. 11(2)
        names = "”“".join(known.unit(number).name for number in signers)
        proposals.append(
            Proposal(
                "joint", f"稿件由“{names}”共同署名，可能是联合报送", unit_ids=beside
            )
        )
    elif partners := _partners(letter, reading, units, known):
        names = "”“".join(known.unit(number).name for number in partners)
        proposals.append(
            Proposal("joint", f"来件写明与“{names}”联合报送", unit_ids=partners)
        )
    if (
        reading.several
    ):  # F2: several items in one mail are one submission until a person splits it
        proposals.append(Proposal("second-item", reading.several))
    proposals += asked.proposals
    candidates = [candidate.unit_id for candidate in placed.candidates]
    if placed.unit_id is None and answered is not None and answered.sent.commission:
        # Whom the commission was mailed to comes first, whoever passed the mail on.
        candidates = list(dict.fromkeys([*answered.sent.unit_ids, *candidates]))

    limit = known.intake.lengths.get(proposed.category)
    too_long = limit is not None and characters > limit
    flags = _flags(
        letter, reading, placed, byline, proposed, known.intake, too_long=too_long
    )
    evidence = [*_evidence(letter, reading, placed, byline, proposed), *asked.evidence]
    if near_sealed:  # Art. 10
        flags = (*flags, Flag.NEAR_SEALED.value)
        evidence.append(f"请看是否涉密：信中{near_sealed}")
    draft = SubmissionDraft(
        arrived_at=letter.arrived_at,
        title=reading.title,
        state=SubmissionState.RECORDED
        if placed.held_because is None
        else SubmissionState.HELD,
        unit_id=placed.unit_id,
        co_unit_ids=placed.co_unit_ids,
        category=proposed.category,
        category_because=proposed.because,
        authors=byline.authors,
        signer=byline.signer,
        characters=characters,
        flags=flags,
        commission=asked.commission,
        follows=similar.follows,
        fingerprint=reading.fingerprint,
        attachments=letter.attachments,
        evidence=tuple(evidence),
        held_because="" if placed.held_because is None else placed.held_because.value,
        candidates=tuple(candidates),
    )
    return NewItem(draft, tuple(proposals), query.sketch)


def _partners(
    letter: Letter, reading: LetterReading, units: tuple[int, ...], known: JudgingFacts
) -> tuple[int, ...]:
    """The units beside `units` with which subject or covering note says that the letter
    reports.
    """
    found = [
        *partners_in(letter.subject, known.unit_names),
        *partners_in(letter.text, known.unit_names),
    ]
    if _JOINTLY.search(letter.subject):
        found += [
            hint.unit_id
            for hint in reading.naming.hints
            if hint.how is RecognisedBy.MENTIONED
        ]
    return tuple(number for number in dict.fromkeys(found) if number not in units)


def _flags(
    letter: Letter,
    reading: LetterReading,
    placed: Placement,
    byline: Byline,
    proposed: Proposed,
    intake: IntakeRule,
    *,
    too_long: bool,
) -> tuple[str, ...]:
    """Everything remarkable, in the order of `Flag`; what is incomplete the receipt
    asks for (F1).
    """
    unsure_files = any(file.text and not file.sure for file in letter.attachments)
    raised = {
        Flag.INCOMPLETE_SUBJECT: not reading.on_convention,  # Art. 16
        Flag.INCOMPLETE_AUTHOR: "author" in intake.required and not byline.has_name,
        Flag.INCOMPLETE_PHONE: "phone" in intake.required and not byline.has_phone,
        Flag.OVER_LENGTH: too_long,  # F6
        Flag.LOW_CONFIDENCE_TEXT: not letter.sure
        or unsure_files
        or _SPOILT in reading.title,  # P19
        Flag.UNREAD_ATTACHMENT: any(
            file.text is None and file.unread for file in letter.attachments
        ),
        Flag.TWO_ITEMS: bool(reading.several),
        Flag.NO_SIGNER: not byline.signer,
        Flag.UNSURE_AUTHOR: bool(byline.unsure),
        Flag.UNSURE_TITLE: bool(reading.title_unsure),
        Flag.UNSURE_CATEGORY: bool(proposed.unsure),
    }
    return tuple(
        flag.value for flag in Flag if flag in placed.flags or raised.get(flag, False)
    )


def _evidence(
    letter: Letter,
    reading: LetterReading,
    placed: Placement,
    byline: Byline,
    proposed: Proposed,
) -> tuple[str, ...]:
    """Why the item is what it is: unit, manuscript, authors, and what was mended in
    reading (Chinese).
    """
    evidence = [placed.because]
    if reading.manuscript:
        evidence.append(reading.manuscript.because)
    evidence += [f"撰稿人：{said}" for said in byline.evidence]
    if byline.unsure:
        evidence.append(f"撰稿人没有读准：{byline.unsure}")
    if reading.title_unsure:
        evidence.append(f"标题没有读准：{reading.title_unsure}")
    if proposed.unsure:
        evidence.append(f"类别请核定：暂按{proposed.category}类，{proposed.unsure}")
    for repair in letter.repairs[:_REPAIRS_SHOWN]:
        kind, _, number = repair.where.partition(" ")
        evidence.append(f"读取{_PLACES.get(kind, '信头')}{number}时：{repair.what}")
    return tuple(evidence)
