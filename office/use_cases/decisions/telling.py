"""What are the sender and the units of an item told of a decision?

The sender hears once what became of an item that had been held or returned, that one
was returned, and what an item is registered as now where its receipt said otherwise. A
unit of an item that somebody else sent hears of its new unit, title or day; a unit that
was asked for the item, that its answer was found 不合格. When a message goes out is
left to the outbox.
"""

from datetime import datetime

from ledger import commissions, journal, mailbox_entries, roster
from ledger.commissions import KIND
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import going_on
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.journal import JournalEntry
from ledger.notice import Notice, OutboxState
from ledger.outbox import listing as outbox
from ledger.outbox.queueing import Limits, queue, unprompted
from ledger.periods import ONE_DAY, local_day
from office.use_cases.gaps import addresses_of, known_health

_SAYS_HOW_REGISTERED = frozenset({"receipt", "decided", "completed"})
"""Kinds of notices that say how an item is registered."""
_WENT_OUT = frozenset({OutboxState.SENDING, OutboxState.SENT, OutboxState.UNKNOWN})
_REGISTERED_AS = ("title", "unit_id", "co_unit_ids", "category", "day")
_UNSETTLED = frozenset({SubmissionState.HELD, SubmissionState.RETURNED})


def tell(
    conn: Connection,
    before: Submission,
    after: Submission,
    now: datetime,
    limits: Limits,
) -> None:
    """Queues what the sender of the item must hear of the decision that made `after` of
    `before`.

    Each decision is told once, by the number of its journal entry.
    """
    letter = letter_of(conn, after)
    if (
        letter is None or letter.place.account == "file"
    ):  # nobody waits for an answer to a file
        return
    recorded = after.state is SubmissionState.RECORDED
    returned = after.state is SubmissionState.RETURNED
    settled = recorded and before.state in _UNSETTLED
    refused = returned and before.state is not SubmissionState.RETURNED
    changed: list[str] = []
    if recorded and before.state is SubmissionState.RECORDED:
        changed = [
            name
            for name in _REGISTERED_AS
            if getattr(before, name) != getattr(after, name)
        ]
    if not settled and not refused:
        if not changed:
            return
        # Nobody needs a correction who was never told how the item is registered.
        if not _was_told(conn, after.serial):
            return
    entry = journal.newest_about(conn, subject_of(after.serial))
    about = {
        "serial": after.serial,
        "answers": str(letter.id),
        "entry": str(entry),
        "was": before.state.value,
        "changed": "|".join(changed),
    }
    notice = Notice(
        "decided",
        letter.answerable.to,
        f"{after.serial}/{entry}",
        about,
        after.arrived_at,
    )
    queue(conn, notice, letter.answerable, now, limits)


def _was_told(conn: Connection, serial: str) -> bool:
    """Whether a message has left that says how the item is registered."""
    messages = outbox.about(conn, serial)
    return any(
        one.kind in _SAYS_HOW_REGISTERED and one.state in _WENT_OUT for one in messages
    )


def letter_of(conn: Connection, submission: Submission) -> MailboxEntry | None:
    """The letter the item came with."""
    return mailbox_entries.one(conn, submission.letter)


def tell_other_units(
    conn: Connection,
    before: Submission,
    after: Submission,
    entry: JournalEntry,
    limits: Limits,
) -> None:
    """Tells each unit of a recorded item, of before or of now, of another unit, title
    or counting day.

    What the sender is told (`tell`) is not said to the same address again; nor is
    anything while nobody has heard how the item is registered. What was added by hand
    the unit has reported itself.
    """
    if {before.state, after.state} != {SubmissionState.RECORDED}:
        return
    as_before = (before.unit_ids, before.title, before.day) == (
        after.unit_ids,
        after.title,
        after.day,
    )
    if as_before:
        return
    letter = letter_of(conn, after)
    sender = ""
    if letter is not None:
        if not _was_told(conn, after.serial):
            return
        if letter.answerable.may:
            sender = letter.answerable.to.lower()
    number = journal.newest_about(conn, subject_of(after.serial))
    health = known_health(conn, limits.own_addresses)
    units = roster.units_by_id(conn)
    heirs = going_on(units.values(), local_day(entry.at) + ONE_DAY)
    for unit_id in dict.fromkeys((*before.unit_ids, *after.unit_ids)):
        change = "kept" if unit_id in after.unit_ids else "lost"
        if unit_id not in before.unit_ids:
            change = "gained"
        reader = units[heirs.get(unit_id, unit_id)]
        if reader.owns_address(sender):
            continue
        about = {
            "serial": after.serial,
            "entry": str(number),
            "units_were": " ".join(map(str, before.unit_ids)),
            "units": " ".join(map(str, after.unit_ids)),
            "day_was": before.day.isoformat(),
            "day": after.day.isoformat(),
            "change": change,
        }
        for address in addresses_of(reader, health):
            notice = Notice(
                "item-changed",
                address,
                f"{after.serial}/{number}/{unit_id}",
                about,
                after.arrived_at,
            )
            queue(conn, notice, unprompted(address), entry.at, limits)


def tell_units_of_poor_answer(
    conn: Connection,
    before: Submission,
    after: Submission,
    entry: JournalEntry,
    limits: Limits,
) -> None:
    """Tells each unit that was asked for the item that it was found 不合格, with the
    decision's reason (B3).

    The commission is open again for the unit, which hears it at once.
    """
    failed = (
        before.quality and not after.quality and after.state is SubmissionState.RECORDED
    )
    if not failed or not after.commission:
        return
    asked = commissions.one(conn, after.commission)
    if asked is None:
        return
    for unit_id in after.unit_ids:
        if unit_id not in asked.unit_ids:
            continue
        about = {
            "commission": asked.id,
            "unit_id": str(unit_id),
            "change": "poor",
            "because": entry.because,
            "serial": after.serial,
        }
        key = f"{asked.id}/{unit_id}/poor/{after.serial}"
        for address in _addresses_asked(conn, asked.id, unit_id, after.letter):
            notice = Notice(KIND, address, key, about, after.arrived_at)
            queue(conn, notice, unprompted(address), entry.at, limits)


def _addresses_asked(
    conn: Connection, commission: str, unit_id: int, letter: int | None
) -> tuple[str, ...]:
    """Where the commission went to; where it was never mailed, the unit's own address
    that answered.
    """
    mail = commissions.mail_of(conn, commission)
    addresses = [
        message.to for message in mail if message.about.get("unit_id") == str(unit_id)
    ]
    if addresses:
        return tuple(dict.fromkeys(addresses))
    entry = mailbox_entries.one(conn, letter)
    if entry is None:
        return ()
    unit = roster.units_by_id(conn)[unit_id]
    return (entry.answerable.to,) if unit.owns_address(entry.answerable.to) else ()
