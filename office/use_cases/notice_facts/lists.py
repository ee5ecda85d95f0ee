"""What do the lists say that are sent in place of single answers?

The digest of receipts beyond a day's limit, and the list of letters found late. Both tell exactly what the
outbox kept for them (`outbox.listing.deferred_of`), as it stands when the list is written.
"""

from collections.abc import Mapping
from datetime import date

from ledger import mailbox_entries
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import Submission, SubmissionState
from ledger.outbox import listing as outbox
from ledger.outbox.listing import OutboxEntry
from ledger.submissions import listing
from notify import facts as say
from office.use_cases.notice_facts.parts import FactContext, line
from office.use_cases.notice_facts.words import HELD_WORDS

_MENDED = "已按回复补正"


def receipts_digest(found: FactContext) -> say.Facts | None:
    """回执汇总: the items of one address that got no receipt of their own."""
    items = _items(found, outbox.deferred_of(found.conn, found.entry))
    return say.DigestFacts(date.fromisoformat(found.about["day"]), items) if items else None


def backlog(found: FactContext) -> say.Facts | None:
    """补录清单: what one address of a unit sent and the service found late."""
    items = _items(found, outbox.deferred_of(found.conn, found.entry))
    return say.BacklogFacts(found.units[int(found.about["unit_id"])].name, items) if items else None


def _items(found: FactContext, owed: tuple[OutboxEntry, ...]) -> tuple[say.ItemLine, ...]:
    """A line for each answer the list stands for; what was sealed since has none."""
    items = {
        item.serial: item
        for item in listing.several(found.conn, (one.serial for one in owed if one.serial))
        if item.title
    }
    letters = {
        letter.id: letter
        for letter in mailbox_entries.several(found.conn, (one.answers for one in owed if one.answers))
    }
    lines: dict[str, say.ItemLine] = {}
    for one in owed:
        made = _line(found, one, items, letters)
        if made is not None:
            lines[made.serial or f"letter {one.answers}"] = made
    return tuple(lines.values())


def _line(
    found: FactContext,
    owed: OutboxEntry,
    items: Mapping[str, Submission],
    letters: Mapping[int, MailboxEntry],
) -> say.ItemLine | None:
    item = items.get(owed.serial or "")
    if item is not None:
        return line(item, found.units, _note(owed, item))
    letter = letters.get(owed.answers or 0)
    if owed.kind != "oversize" or letter is None:
        return None
    size = -(-letter.size // 2**20)
    note = f"约{size}MB，超过{found.letter_limit}MB的上限"
    return say.ItemLine("", letter.subject, "", "", letter.arrived_at, note, "oversize")


def _note(owed: OutboxEntry, item: Submission) -> str:
    if item.state is SubmissionState.HELD:
        return HELD_WORDS.get(item.held_because, "")
    return _MENDED if owed.kind == "completed" else ""
