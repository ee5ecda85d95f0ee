"""What is told to whoever wrote a letter?

Receipts, decisions and completions, and what answers a letter that became no item. A function that finds
nothing left to tell returns None.
"""

from ledger import journal
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.outbox import listing as outbox
from ledger.submissions.changing import subject_of
from notify import facts as say
from office.use_cases.notice_facts.parts import FactContext, standing_for_reader, understood, unit_of_reader
from office.use_cases.notice_facts.words import HELD_WORDS, MENDED_WORDS, REGISTERED_WORDS
from office.use_cases.notice_facts.year import year_for_reader


def receipt(found: FactContext) -> say.Facts | None:
    """回执: what was understood, and where the unit stands."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    told = understood(found, item)
    return say.ReceiptFacts(
        letter.subject, told, standing_for_reader(found, item), year_for_reader(found, item)
    )


def receipt_held(found: FactContext) -> say.Facts | None:
    """待核回执; moot once the office has decided."""
    item, letter = found.item, found.letter
    if item is None or letter is None or item.state is not SubmissionState.HELD:
        return None
    candidates = tuple(found.units[number].name for number in item.candidates)
    because = HELD_WORDS.get(item.held_because, "")
    return say.HeldFacts(letter.subject, understood(found, item), because, candidates)


def decided(found: FactContext) -> say.Facts | None:
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
        year=year_for_reader(found, item),
    )


def completed(found: FactContext) -> say.Facts | None:
    """补正回执: what the reply brought."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    entries = [e for e in journal.about(found.conn, subject_of(item.serial)) if e.did == "completed"]
    changed = entries[-1].details if entries else {}
    mended = tuple(word for name, word in MENDED_WORDS.items() if name in changed)
    return say.CompletedFacts(letter.subject, understood(found, item), mended)


def oversize(found: FactContext) -> say.Facts | None:
    """来件过大."""
    letter = found.letter
    if letter is None:
        return None
    size = -(-letter.size // 2**20)
    return say.OversizeFacts(letter.subject, letter.arrived_at, size, found.letter_limit)


def hint(found: FactContext) -> say.Facts | None:
    """报送提示, with the right subject for this very unit."""
    letter = found.letter
    if letter is None or letter.state is not MailboxEntryState.SET_ASIDE:
        return None
    mine = [unit for unit in found.units.values() if unit.owns_address(letter.from_address)]
    return say.HintFacts(letter.subject, mine[0].name, letter.arrived_at) if mine else None


def principal_copy(found: FactContext) -> say.Facts | None:
    """报送抄知: an item of the principal's own unit (Art. 9); moot when it is another's or no more."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title or item.state is not SubmissionState.RECORDED:
        return None
    if unit_of_reader(found, item) is None:
        return None
    return say.PrincipalCopyFacts(understood(found, item), letter.from_address)
