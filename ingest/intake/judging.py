"""What is each letter of a batch, one after the other?

No transaction is open. What is known grows with each new item, so that the second of two identical letters in
one batch is seen as a copy; the same bytes twice are one letter, wherever they lie (P08).
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

import structlog

from ingest.intake.arrival import FILE_ACCOUNT, Arrival, IntakeContext
from ingest.intake.outcome import Gone, Judged, Outcome, Oversize, Quarantined, Repeated, TakenMail
from ingest.intake.reader import Read, Sealed, Unreadable
from ingest.letter.thread import numbered_elsewhere
from ingest.screening import robots
from ingest.screening.returned import read_returned
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ledger.entries.letters import Letter, MailboxEntry

_LOG = structlog.get_logger(__name__)


def judge_batch(
    context: IntakeContext,
    known: JudgingFacts,
    arrivals: Sequence[Arrival],
    read: Mapping[str, Read],
    seen: Mapping[str, MailboxEntry],
) -> list[TakenMail]:
    """What becomes of each arrival; a file taken before is left out.

    By content: `read` is what reading it came to, `seen` are letters of the record with the same bytes.
    """
    taken: list[TakenMail] = []
    firsts: dict[str, TakenMail] = {}  # of each content in this batch
    for number, arrival in enumerate(arrivals):
        name = f"#{number}"
        if arrival.gone:
            taken.append(TakenMail(name, arrival, Gone()))
            continue
        content = arrival.content
        is_whole = arrival.raw is not None
        first = (seen.get(content) or firsts.get(content)) if is_whole else None
        if first is not None:
            if arrival.place.account != FILE_ACCOUNT:
                taken.append(TakenMail(name, arrival, Repeated(first)))
            continue
        mail = TakenMail(name, arrival, _outcome_of(arrival, read[content], context, known))
        taken.append(mail)
        if is_whole:
            firsts[content] = mail
        if mail.new_item is not None:
            known = known.with_item(name, mail.new_item)
    return taken


def _outcome_of(arrival: Arrival, found: Read, context: IntakeContext, known: JudgingFacts) -> Outcome:
    match found:
        case Sealed():
            return found
        case Unreadable(reason=because):
            return Quarantined(because, arrival.content)
        case Letter() if arrival.raw is None:
            foreign = numbered_elsewhere(found, known.sent)
            answerable = robots.answerable(found, context.own_addresses, numbered_elsewhere=foreign)
            return Oversize(found, answerable, known.unit_ids_of(found))
        case Letter():
            try:
                return _judge_letter(found, context, known)
            except Exception as fault:  # noqa: BLE001 - any fault of ours, whatever the letter did to cause it (P14)
                _LOG.error("letter-not-judged", sha256=found.sha256, fault=type(fault).__name__)
                because = f"判定时程序出错（{type(fault).__name__}）"
                return Quarantined(because, found.sha256, found.from_address)
        case _ as never:
            assert_never(never)


def _judge_letter(letter: Letter, context: IntakeContext, known: JudgingFacts) -> Judged:
    foreign = numbered_elsewhere(letter, known.sent)
    answerable = robots.answerable(letter, context.own_addresses, numbered_elsewhere=foreign)
    robot = robots.find_robot(letter, numbered_elsewhere=foreign)
    verdict = judge(letter, known, ScreeningResult(robot, read_returned(letter), answerable))
    return Judged(letter, verdict, answerable, known.sender_trust(letter), known.unit_ids_of(letter))
