"""What is the office told each day?

The digest covers everything since the digest before it, whatever day a letter arrived on: evenings, weekends
and a standstill lie in the next one. Counted in the database.
"""

from datetime import date

from ledger import browsing, mailbox_entries, switches
from ledger.browsing import SubmissionSearch, Window
from ledger.database import Connection
from ledger.entries.submissions import SubmissionState
from ledger.outbox import bounces
from ledger.outbox import listing as outbox_listing
from ledger.outbox.listing import OutboxEntry, TimeRange
from ledger.periods import ONE_DAY
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from notify import facts as say
from office.use_cases.notice_facts.parts import FactContext, line, understood
from office.use_cases.notice_facts.words import HELD_WORDS

_PROPOSED = SubmissionSearch(SubmissionFilter(), proposed=True)


def office_digest(found: FactContext) -> say.Facts | None:
    """每日汇总."""
    stretch = _since_the_last(found.conn, found.entry)
    held = listing.listed(found.conn, SubmissionFilter(state=SubmissionState.HELD))
    went = outbox_listing.settled_counts(found.conn, stretch)
    waiting = outbox_listing.count_waiting(found.conn, found.entry)
    return say.OfficeDigestFacts(
        day=date.fromisoformat(found.about["on"]),
        since=stretch.since,
        counts=mailbox_entries.counts_by_state(found.conn, stretch.since, stretch.until),
        held=tuple(line(item, found.units, HELD_WORDS.get(item.held_because, "")) for item in held),
        proposals=browsing.submissions_page(found.conn, _PROPOSED, Window(0, 0)).total,
        mail=went | {"queued": waiting},
        addresses=tuple(one.address for one in bounces.failing_addresses(found.conn) if one.disabled),
        untold=outbox_listing.count_untold(found.conn, stretch),
    )


def office_item(found: FactContext) -> say.Facts | None:
    """来件登记, told to the office at once."""
    item, letter = found.item, found.letter
    if item is None or letter is None or not item.title:
        return None
    because = HELD_WORDS.get(item.held_because, "")
    return say.OfficeItemFacts(understood(found, item), item.state.value, letter.from_address, because)


def _since_the_last(conn: Connection, entry: OutboxEntry) -> TimeRange:
    """From the digest before this one; where there is none, from the installation's beginning."""
    before = outbox_listing.previous_queued_at(conn, entry) or switches.moment(conn, switches.STARTED_AT)
    return TimeRange(before or entry.queued_at - ONE_DAY, entry.queued_at)
