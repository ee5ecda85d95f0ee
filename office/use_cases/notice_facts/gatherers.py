"""Who gathers the facts for which kind of notice?

A closed table, one function a kind. A function that finds nothing left to tell (the item was sealed, the duty
done meanwhile) returns None, and the notice is moot.
"""

from collections.abc import Callable, Mapping

from notify import facts as say
from office.use_cases.notice_facts.announcements import announcement_facts
from office.use_cases.notice_facts.answers import (
    completed,
    decided,
    hint,
    oversize,
    principal_copy,
    receipt,
    receipt_held,
)
from office.use_cases.notice_facts.circulars import circular_facts
from office.use_cases.notice_facts.commissions import commission
from office.use_cases.notice_facts.feedback import feedback
from office.use_cases.notice_facts.lists import backlog, receipts_digest
from office.use_cases.notice_facts.office import office_digest, office_item
from office.use_cases.notice_facts.overview import overview, unreached
from office.use_cases.notice_facts.parts import FactContext
from office.use_cases.notice_facts.reminders import reminder


def sealed_alert(found: FactContext) -> say.Facts | None:
    """涉密提醒: where the letter lies, without a word of it (promise 13)."""
    letter = found.letter
    if letter is None:
        return None
    place = letter.place
    mark = letter.mark or ""
    return say.SealedAlertFacts(
        place.account, place.folder, place.uid, letter.arrived_at, letter.from_address, mark
    )


def health_facts(found: FactContext) -> say.Facts | None:
    """运行提醒: what is wrong, as the job that noticed it said."""
    trouble = say.ServiceTrouble(found.about["what"], found.about.get("way_out", ""))
    return say.HealthFacts(found.entry.queued_at, (trouble,))


GATHERERS: Mapping[str, Callable[[FactContext], say.Facts | None]] = {
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
    "feedback": feedback,
    "office-item": office_item,
    "office-digest": office_digest,
    "sealed-alert": sealed_alert,
    "health": health_facts,
    "unreached": unreached,
    "overview": overview,
}
