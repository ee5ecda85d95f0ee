"""Who gathers the facts for which kind of notice?

A closed table, one function a kind. A function that finds nothing left to tell (the item was sealed, the duty
done meanwhile) returns None, and the notice is moot.
"""

from collections.abc import Callable, Mapping

from ledger import journal
from ledger.entries.letters import SightingState
from ledger.entries.submissions import SubmissionState
from ledger.outbox import listing as outbox
from ledger.submissions.changing import subject_of
from notify import facts as say
from office.gathering.circulars import circular_facts
from office.gathering.commissions import commission
from office.gathering.lists import backlog, receipts_digest
from office.gathering.office import office_digest
from office.gathering.overview import overview, unreached
from office.gathering.parts import Gathering, standing_for_reader, understood
from office.gathering.reminders import reminder
from office.gathering.words import HELD_WORDS, MENDED_WORDS, REGISTERED_WORDS


def receipt(found: Gathering) -> say.Facts | None:
    """回执: what was understood, and where the unit stands."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    return say.ReceiptFacts(letter.subject, understood(found, item), standing_for_reader(found, item))


def receipt_held(found: Gathering) -> say.Facts | None:
    """待核回执; moot once the office has decided."""
    item, letter = found.item, found.letter
    if item is None or letter is None or item.state is not SubmissionState.HELD:
        return None
    candidates = tuple(found.units[number].name for number in item.candidates)
    because = HELD_WORDS.get(item.held_because, "")
    return say.HeldFacts(letter.subject, understood(found, item), because, candidates)


def decided(found: Gathering) -> say.Facts | None:
    """核定回执: what the office decided and why; moot once a later decision is told in its place."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    told = [one.id for one in outbox.about(found.conn, item.serial) if one.kind == "decided"]
    if max(told, default=0) > found.entry.id:
        return None
    entry = journal.numbered(found.conn, int(found.about.get("entry", 0)))
    unit = None if item.unit_id is None else found.units[item.unit_id]
    foreign = unit is not None and unit.own_business_only and item.own_business is False  # Art. 11(1)
    changed = found.about.get("changed", "").split("|")
    return say.DecidedFacts(
        subject=letter.subject,
        item=understood(found, item),
        state=item.state.value,
        because="" if entry is None else entry.because,
        standing=standing_for_reader(found, item),
        counted=not foreign,
        was=found.about.get("was", ""),
        changed=tuple(word for name, word in REGISTERED_WORDS.items() if name in changed),
    )


def completed(found: Gathering) -> say.Facts | None:
    """补正回执: what the reply brought."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    entries = [e for e in journal.about(found.conn, subject_of(item.serial)) if e.did == "completed"]
    changed = entries[-1].details if entries else {}
    mended = tuple(word for name, word in MENDED_WORDS.items() if name in changed)
    return say.CompletedFacts(letter.subject, understood(found, item), mended)


def oversize(found: Gathering) -> say.Facts | None:
    """来件过大."""
    letter = found.letter
    if letter is None:
        return None
    size = -(-letter.size // 2**20)
    return say.OversizeFacts(letter.subject, letter.arrived_at, size, found.letter_limit)


def hint(found: Gathering) -> say.Facts | None:
    """报送提示, with the right subject for this very unit."""
    letter = found.letter
    if letter is None or letter.state is not SightingState.SET_ASIDE:
        return None
    mine = [unit for unit in found.units.values() if unit.owns_address(letter.from_address)]
    return say.HintFacts(letter.subject, mine[0].name, letter.arrived_at) if mine else None


def office_item(found: Gathering) -> say.Facts | None:
    """来件登记, told to the office at once."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    because = HELD_WORDS.get(item.held_because, "")
    return say.OfficeItemFacts(understood(found, item), item.state.value, letter.from_address, because)


def sealed_alert(found: Gathering) -> say.Facts | None:
    """涉密提醒: where the letter lies, without a word of it (promise 13)."""
    letter = found.letter
    if letter is None:
        return None
    place = letter.place
    mark = letter.mark or ""
    return say.SealedAlertFacts(
        place.account, place.folder, place.uid, letter.arrived_at, letter.from_address, mark
    )


def health_facts(found: Gathering) -> say.Facts | None:
    """运行提醒: what is wrong, as the job that noticed it said."""
    trouble = say.Trouble(found.about["what"], found.about.get("way_out", ""))
    return say.HealthFacts(found.entry.queued_at, (trouble,))


GATHERERS: Mapping[str, Callable[[Gathering], say.Facts | None]] = {
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
    "commission": commission,
    "office-item": office_item,
    "office-digest": office_digest,
    "sealed-alert": sealed_alert,
    "health": health_facts,
    "unreached": unreached,
    "overview": overview,
}
