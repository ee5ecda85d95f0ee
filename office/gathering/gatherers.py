"""Who gathers the facts for which kind of notice?

A closed table, one function a kind. A function that finds nothing left to tell (the item was sealed, the duty
done meanwhile) returns None, and the notice is moot.
"""

from collections.abc import Callable, Mapping
from datetime import date

from ledger import circulars, journal, scores, sightings
from ledger.entries.letters import SightingState
from ledger.entries.submissions import SubmissionState
from ledger.outbox import health
from ledger.outbox import listing as outbox
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.scoresheet import from_json
from ledger.submissions import listing
from ledger.submissions.changing import subject_of
from ledger.submissions.listing import Asked
from notify import facts as say
from notify.circular import circular
from office.gathering.parts import (
    Gathering,
    line,
    standing_for_reader,
    standing_of,
    understood,
)
from office.gathering.reminders import reminder

HELD_WORDS: Mapping[str, str] = {
    "own-business": "需确认是否属于本单位业务",
    "not-kin": "发件单位与主题中的单位不一致",
    "unit-unclear": "单位名称不够明确",
    "unit-unknown": "未写明报送单位",
    "untrusted": "发件人身份待核实",
}
MENDED_WORDS: Mapping[str, str] = {
    "title": "标题",
    "authors": "撰稿人及联系方式",
    "signer": "签发人",
}


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
    """核定回执: what the office decided and why."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    entries = [e for e in journal.about(found.conn, subject_of(item.serial)) if e.did.startswith("decide")]
    because = entries[-1].because if entries else ""
    standing = standing_for_reader(found, item)
    unit = None if item.unit_id is None else found.units[item.unit_id]
    foreign = unit is not None and unit.own_business_only and item.own_business is False  # Art. 11(1)
    told = understood(found, item)
    return say.DecidedFacts(letter.subject, told, item.state.value, because, standing, not foreign)


def completed(found: Gathering) -> say.Facts | None:
    """补正回执: what the reply brought."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    entries = [e for e in journal.about(found.conn, subject_of(item.serial)) if e.did == "completed"]
    changed = entries[-1].details if entries else {}
    mended = tuple(word for name, word in MENDED_WORDS.items() if name in changed)
    return say.CompletedFacts(letter.subject, understood(found, item), mended)


def receipts_digest(found: Gathering) -> say.Facts | None:
    """回执汇总: the items of one address that got no receipt of their own, as the outbox kept them."""
    day = date.fromisoformat(found.about["day"])
    serials = [one.serial for one in outbox.deferred_of(found.conn, found.entry) if one.serial]
    items = [line(item, found.units) for item in listing.several(found.conn, serials)]
    return say.DigestFacts(day, tuple(items)) if items else None


def backlog(found: Gathering) -> say.Facts | None:
    """补录清单: what was found late, in one list a unit."""
    number, day = int(found.about["unit_id"]), date.fromisoformat(found.about["on"])
    items = [
        line(item, found.units)
        for item in listing.listed(found.conn, Asked(unit_id=number))
        if item.letter is not None and _was_late(found, item.letter, day)
    ]
    return say.BacklogFacts(found.units[number].name, tuple(items)) if items else None


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


def circular_facts(found: Gathering) -> say.Facts | None:
    """通报, as its stored revision says."""
    period = parse_period(found.about["period"])
    stored = circulars.latest(found.conn, period.code)
    revision = None if stored is None else scores.revision_with(found.conn, stored.score_id)
    if stored is None or revision is None:
        return None
    sheet = from_json(revision.sheet)
    shown = circular(sheet, period, scores.facts_of(found.conn, period))
    unit_id = int(found.about["unit_id"])
    standing = standing_of(found, unit_id, period_of(local_day(found.now), Span.MONTH))
    return say.CircularFacts(
        found.units[unit_id].name, stored.covering, shown, shown.row_of(unit_id), standing
    )


def office_item(found: Gathering) -> say.Facts | None:
    """来件登记, told to the office at once."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    because = HELD_WORDS.get(item.held_because, "")
    return say.OfficeItemFacts(understood(found, item), item.state.value, letter.from_address, because)


def office_digest(found: Gathering) -> say.Facts | None:
    """每日汇总."""
    day = date.fromisoformat(found.about["on"])
    seen = [s for s in sightings.listed(found.conn) if local_day(s.arrived_at) == day]
    counts = {state.value: sum(s.state is state for s in seen) for state in SightingState}
    held = listing.listed(found.conn, Asked(state=SubmissionState.HELD))
    month = period_of(day, Span.MONTH)
    return say.OfficeDigestFacts(
        day=day,
        counts=counts,
        held=tuple(line(item, found.units, HELD_WORDS.get(item.held_because, "")) for item in held),
        proposals=len(listing.open_proposals(found.conn, month)),
        mail=outbox.counted(found.conn),
        addresses=tuple(one.address for one in health.ailing(found.conn) if one.disabled),
    )


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
    "office-item": office_item,
    "office-digest": office_digest,
    "sealed-alert": sealed_alert,
    "health": health_facts,
}


def _day(day: date) -> Period:
    return Period(day, date.fromordinal(day.toordinal() + 1), day.isoformat(), Span.NAMED)


def _came_from(found: Gathering, letter: int | None) -> bool:
    sighting = None if letter is None else sightings.one(found.conn, letter)
    return sighting is not None and sighting.answerable.to.casefold() == found.entry.to


def _was_late(found: Gathering, letter: int, day: date) -> bool:
    """Whether the letter was first seen on `day` and had been lying for longer than a day."""
    sighting = sightings.one(found.conn, letter)
    return sighting is not None and local_day(sighting.arrived_at) < day
