"""How does a notice become facts and an envelope?

The facts by the table of gatherers; the envelope from the letter it answers (its thread), the submission it
is about (the token by which a reply finds it again) and the files that go with it.
"""

import secrets

from ingest.letter.thread import new_token
from ledger.entries.submissions import Submission
from ledger.notice import NOTICES, Audience
from ledger.outbox.outcomes import Moot
from ledger.periods import local_day
from notify.delivery.dispatch import NoticeFacts
from notify.facts import AnnouncementFacts, CircularFacts, CommissionFacts, Facts
from notify.mime import MessageEnvelope, MessageFile
from office.use_cases.notice_facts.announcements import announcement_files
from office.use_cases.notice_facts.circulars import circular_files
from office.use_cases.notice_facts.gatherers import GATHERERS
from office.use_cases.notice_facts.parts import FactContext

_TOKEN_BYTES = 5
_WITH_TOKEN = frozenset({"receipt", "receipt-held", "decided", "completed"})
"""Kinds whose answer mends the record they are about."""
_THREADED = frozenset({*_WITH_TOKEN, "oversize", "hint"})


def gathered(found: FactContext) -> NoticeFacts | Moot:
    """What the message is to be written from, or why there is nothing left to tell."""
    facts = GATHERERS[found.entry.kind](found)
    if facts is None:
        return Moot("已无需告知")
    return NoticeFacts(facts, _envelope(found, facts))


def _envelope(found: FactContext, facts: Facts) -> MessageEnvelope:
    entry = found.entry
    item = found.item if entry.kind in _WITH_TOKEN else None
    letter = found.letter if entry.kind in _THREADED else None
    return MessageEnvelope(
        to=entry.to,
        in_reply_to=None if letter is None else letter.message_id,
        references=() if letter is None else letter.ancestors,
        token=_token(facts, item) or _own_token(found),
        files=_files(found, facts),
    )


def _token(facts: Facts, item: Submission | None) -> str | None:
    """By which an answer is found again: the item's own, or the one a unit has for a commission."""
    if isinstance(facts, CommissionFacts):
        return facts.token.lower() or None
    return None if item is None else item.token


def _own_token(found: FactContext) -> str | None:
    """By which a message to a unit is known when a server returns it under another Message-ID (R25)."""
    if NOTICES[found.entry.kind].audience is not Audience.UNIT:
        return None
    number = f"FX{local_day(found.now).year}-{found.entry.id:04}"
    return new_token(number, secrets.token_bytes(_TOKEN_BYTES)).lower()


def _files(found: FactContext, facts: Facts) -> tuple[MessageFile, ...]:
    """A circular has its paper and its workbook, as approved (Art. 4(5)), an announcement its paper."""
    match facts:
        case CircularFacts():
            return circular_files(found, facts)
        case AnnouncementFacts():
            return announcement_files(found)
        case _:
            return ()
