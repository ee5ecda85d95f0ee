"""What does a decision about an answer mean for its commission?

不合格 (B3): the commission is open again for the unit, which hears it at once and at the addresses the
commission went to; where it was never mailed, at the unit's own address that sent the answer. What takes the
place of an answer answers in its stead (F7).
"""

from dataclasses import replace

from ledger import commissions, mailbox_entries, roster
from ledger.commissions import KIND
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState
from ledger.journal import JournalEntry
from ledger.notice import Notice
from ledger.outbox.queueing import Limits, queue, unprompted
from ledger.submissions import changing, listing


def tell_poor(
    conn: Connection, before: Submission, after: Submission, entry: JournalEntry, limits: Limits
) -> None:
    """Tells each unit of the item that was asked, with the reason of the decision."""
    failed = before.quality and not after.quality and after.state is SubmissionState.RECORDED
    asked = commissions.one(conn, after.commission) if failed and after.commission else None
    if asked is None:
        return
    for unit_id in (unit_id for unit_id in after.unit_ids if unit_id in asked.unit_ids):
        key = f"{asked.id}/{unit_id}/poor/{after.serial}"
        about = {
            "commission": asked.id,
            "unit_id": str(unit_id),
            "change": "poor",
            "because": entry.because,
            "serial": after.serial,
        }
        for address in _addresses(conn, asked.id, unit_id, after.letter):
            queue(conn, Notice(KIND, address, key, about), unprompted(address), entry.at, limits)


def hand_on(conn: Connection, gone: Submission, entry: JournalEntry) -> None:
    """The item that takes the place of an answer answers in its stead, unless it answers another."""
    if gone.state is not SubmissionState.SUPERSEDED or gone.commission is None or gone.superseded_by is None:
        return
    heir = listing.one(conn, gone.superseded_by)
    if heir is None or heir.commission is not None or not set(heir.unit_ids) & set(gone.unit_ids):
        return
    changing.change(conn, heir, replace(heir, commission=gone.commission), entry)
    for found in listing.proposals_of(conn, heir.serial):
        if found.proposal.commission == gone.commission:
            changing.settle_proposal(conn, found.id, "accepted", entry.at)


def _addresses(conn: Connection, number: str, unit_id: int, letter: int | None) -> tuple[str, ...]:
    mail = commissions.mail_of(conn, number)
    told = tuple(dict.fromkeys(e.to for e in mail if e.about.get("unit_id") == str(unit_id)))
    if told or letter is None:
        return told
    mailbox_entry = mailbox_entries.one(conn, letter)
    unit = next(unit for unit in roster.all_units(conn) if unit.id == unit_id)
    known = mailbox_entry is not None and unit.owns_address(mailbox_entry.answerable.to)
    return (mailbox_entry.answerable.to,) if mailbox_entry is not None and known else ()
