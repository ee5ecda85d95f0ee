"""What do the lists say that are sent in place of single answers?

The digest of receipts beyond a day's limit, and the list of letters found late. Both tell exactly what the
outbox kept for them (`outbox.listing.deferred_of`), as it stands when the list is written.
"""

import math
from collections.abc import Sequence
from datetime import date

from ledger import mailbox_entries
from ledger.entries.submissions import SubmissionState
from ledger.outbox import listing as outbox
from ledger.outbox.listing import OutboxEntry
from ledger.submissions import listing
from notify.facts import BacklogFacts, DigestFacts, Facts, ItemLine
from office.use_cases.notice_facts.parts import HELD_WORDS, FactContext, item_line


def receipts_digest(context: FactContext) -> Facts | None:
    """回执汇总: the items of one address that got no receipt of their own."""
    items = _items(context, outbox.deferred_of(context.conn, context.entry))
    return DigestFacts(date.fromisoformat(context.about["day"]), items) if items else None


def backlog(context: FactContext) -> Facts | None:
    """补录清单: what one address of a unit sent and the service found late."""
    items = _items(context, outbox.deferred_of(context.conn, context.entry))
    return BacklogFacts(context.units[int(context.about["unit_id"])].name, items) if items else None


def _items(context: FactContext, owed: Sequence[OutboxEntry]) -> tuple[ItemLine, ...]:
    """A line for each answer the list stands for; what was sealed since has none."""
    serials = [answer.serial for answer in owed if answer.serial]
    items = {item.serial: item for item in listing.several(context.conn, serials) if item.title}
    answered = [answer.answers for answer in owed if answer.answers]
    letters = {letter.id: letter for letter in mailbox_entries.several(context.conn, answered)}
    # Two answers about one item, a receipt and a completion, are one line: the later one's.
    lines: dict[str, ItemLine] = {}
    for answer in owed:
        item = items.get(answer.serial or "")
        letter = letters.get(answer.answers or 0)
        if item is not None:
            note = "已按回复补正" if answer.kind == "completed" else ""
            if item.state is SubmissionState.HELD:
                note = HELD_WORDS.get(item.held_because, "")
            lines[item.serial] = item_line(item, context.units, note)
        elif answer.kind == "oversize" and letter is not None:
            size = math.ceil(letter.size / 2**20)
            note = f"约{size}MB，超过{context.letter_limit}MB的上限"
            lines[f"letter {letter.id}"] = ItemLine(
                "", letter.subject, "", "", letter.arrived_at, note, "oversize"
            )
    return tuple(lines.values())
