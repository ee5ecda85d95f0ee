"""Who gathers what a message of each kind is written from?

A closed table, one function a kind. A function that finds nothing left to tell (the
item was sealed, the duty done meanwhile) returns None, and the notice is moot. The
envelope comes from the letter that is answered (its thread), the submission (the token
by which a reply finds it again) and the files that go with the message.
"""

import secrets
from collections.abc import Callable, Mapping

from ingest.letter.thread import new_token
from ledger.notice import NOTICES, Audience
from ledger.outbox.outcomes import Moot
from ledger.periods import local_day
from notify.delivery.dispatch import NoticeFacts
from notify.facts import AnnouncementFacts, CircularFacts, CommissionFacts, Facts
from notify.mime import MessageEnvelope, MessageFile
from office.use_cases.notice_facts.answers import (
    backlog,
    completed,
    decided,
    hint,
    item_changed,
    oversize,
    principal_copy,
    receipt,
    receipt_held,
    receipts_digest,
)
from office.use_cases.notice_facts.circulars import (
    announcement_facts,
    announcement_files,
    circular_facts,
    circular_files,
)
from office.use_cases.notice_facts.commissions import commission, reminder
from office.use_cases.notice_facts.feedback import feedback, feedback_corrected
from office.use_cases.notice_facts.office import (
    health_facts,
    office_digest,
    office_item,
    overview,
    sealed_alert,
    unreached,
)
from office.use_cases.notice_facts.parts import FactContext

GATHERERS: Mapping[str, Callable[[FactContext], Facts | None]] = {
    "receipt": receipt,
    "receipt-held": receipt_held,
    "decided": decided,
    "completed": completed,
    "receipts-digest": receipts_digest,
    "backlog": backlog,
    "oversize": oversize,
    "hint": hint,
    "reminder": reminder,
    "circular": circular_facts,
    "announcement": announcement_facts,
    "commission": commission,
    "principal-copy": principal_copy,
    "item-changed": item_changed,
    "feedback": feedback,
    "feedback-corrected": feedback_corrected,
    "office-item": office_item,
    "office-digest": office_digest,
    "sealed-alert": sealed_alert,
    "health": health_facts,
    "unreached": unreached,
    "overview": overview,
}
_TOKEN_BYTES = 5
_WITH_TOKEN = frozenset({"receipt", "receipt-held", "decided", "completed"})
"""Kinds whose answer mends the record they are about."""
_THREADED = frozenset({*_WITH_TOKEN, "oversize", "hint"})


def gather_facts(context: FactContext) -> NoticeFacts | Moot:
    """What the message is to be written from, or why there is nothing left to tell."""
    entry = context.entry
    facts = GATHERERS[entry.kind](context)
    if facts is None:
        return Moot("已无需告知")
    # By its token an answer is found again: the item's, or the one a unit has for a
    # commission.
    token: str | None = None
    files: tuple[MessageFile, ...] = ()
    item = context.item if entry.kind in _WITH_TOKEN else None
    match facts:
        case CommissionFacts():
            token = facts.token.lower()
        case CircularFacts():  # its paper and its workbook, as approved (Art. 4(5))
            files = circular_files(context, facts)
        case AnnouncementFacts():
            files = announcement_files(context)
        case _ if item is not None:
            token = item.token
        case _:
            pass
    if not token and NOTICES[entry.kind].audience is Audience.UNIT:
        # A server may return our message under another Message-ID, and its token is all
        # that tells it (R25).
        number = f"FX{local_day(context.now).year}-{entry.id:04}"
        token = new_token(number, secrets.token_bytes(_TOKEN_BYTES)).lower()
    letter = context.letter if entry.kind in _THREADED else None
    envelope = MessageEnvelope(
        to=entry.to,
        in_reply_to=None if letter is None else letter.message_id,
        references=() if letter is None else letter.ancestors,
        token=token or None,
        files=files,
    )
    return NoticeFacts(facts, envelope)
