"""How are the new letters of one folder taken?

In bounded batches, oldest first, each handed to intake and only then marked as read. No transaction is open
while the server is asked or letters are read (promise 6); a kill at any point loses nothing and doubles
nothing (P02), because a UID whose state is known is passed over. What a letter becomes is left to
`ingest.intake`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ingest.intake.arrival import Arrival, IntakeCounts
from ingest.intake.batch import read_early, take_in
from ingest.intake.reader import Read
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import read_letter
from ingest.mailbox.listing import ListedLetter, in_batches
from ingest.mailbox.reading import HEAD_BYTES
from ingest.poll.ahead import ahead
from ingest.poll.folder import FolderPoll
from ingest.poll.numbering import may_answer, recovering
from ledger import leases, mailbox_entries, numbers
from ledger.entries.letters import MailboxEntry, MailboxEntryState, SetAside
from ledger.read_positions import ReadPosition

_AT_ONCE = 500


class FetchedBatch(NamedTuple):
    """One batch off the server: what is set aside unread, and the letters to take in, read already."""

    headers: Sequence[ListedLetter]
    aside: tuple[MailboxEntry, ...]
    arrivals: tuple[Arrival, ...]
    read: Mapping[str, Read]


def run(this: FolderPoll) -> IntakeCounts:
    """Takes every letter above the mark; a stop between batches leaves the rest for the next poll.

    While one batch is judged and written, the next is fetched and read.
    """
    tally = IntakeCounts()
    listed = this.box.uids_above(this.mark.floor)
    coming = (_fetched(this, batch) for batch in _batches(this, _unseen(this, listed)))
    with closing(ahead(coming)) as batches:
        for batch in batches:
            if this.context.stop():
                return tally
            tally += _taken(this, batch)
            this = this.marked(_moved_on(this.mark, batch.headers[-1]))
    last = max([this.mark.last_uid, *listed])
    this.marked(replace(this.mark, last_uid=last, last_good_poll_at=this.now))
    return tally


def take(this: FolderPoll, batch: Sequence[ListedLetter]) -> IntakeCounts:
    """Fetches one batch and has it taken in.

    What needs no reading is set aside by its head or arrival alone.
    """
    return _taken(this, _fetched(this, batch))


def _batches(this: FolderPoll, unseen: Sequence[int]) -> Iterator[tuple[ListedLetter, ...]]:
    for uids in in_runs(unseen):
        yield from in_batches(headers_of(this, uids))


def _fetched(this: FolderPoll, batch: Sequence[ListedLetter]) -> FetchedBatch:
    """The batch off the server, sorted and read; nothing is written."""
    wanted = [header for header in batch if not _before_start(this, header)]
    strangers = _strangers(this, wanted)
    early = (_aside(this, header, "", SetAside.BEFORE_START) for header in batch if header not in wanted)
    others = (
        _aside(this, header, strangers[header.uid], SetAside.CORRESPONDENCE)
        for header in wanted
        if header.uid in strangers
    )
    arrivals = tuple(_arrivals(this, [header for header in wanted if header.uid not in strangers]))
    read = read_early(this.context.intake, arrivals) if arrivals else {}
    return FetchedBatch(batch, (*early, *others), arrivals, read)


def _taken(this: FolderPoll, batch: FetchedBatch) -> IntakeCounts:
    _set_aside(this, batch.aside)
    tally = IntakeCounts(set_aside=len(batch.aside))
    if not batch.arrivals:
        return tally
    context, fence = this.context.intake, this.context.fence(this.lease)
    return tally + take_in(context, batch.arrivals, this.now, fence, batch.read)


def headers_of(this: FolderPoll, uids: Sequence[int]) -> list[ListedLetter]:
    """What the server says of `uids`; a letter that vanished since it was listed has the size -1."""
    found = {header.uid: header for header in this.box.sizes(uids)}
    return [found.get(uid, ListedLetter(uid, -1, None)) for uid in uids]


def _moved_on(mark: ReadPosition, last: ListedLetter) -> ReadPosition:
    """`mark` with reading standing at the letter `last`."""
    moved = replace(mark, last_uid=last.uid)
    return moved if last.size < 0 else replace(moved, last_arrived_at=last.arrived_at, last_size=last.size)


def _unseen(this: FolderPoll, listed: list[int]) -> list[int]:
    """Those of `listed` without a state; a poll that was cut short may have left some with one."""
    if not listed:
        return []
    with this.context.intake.database.reading() as conn:
        known = mailbox_entries.states_in(conn, this.place())
    return [uid for uid in listed if uid not in known]


def in_runs(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """`uids` cut into runs of as many as are asked about at once."""
    return (uids[at : at + _AT_ONCE] for at in range(0, len(uids), _AT_ONCE))


def _arrivals(this: FolderPoll, batch: Sequence[ListedLetter]) -> Iterator[Arrival]:
    """The letters of `batch` as far as they may be fetched: bodies up to the limit, heads beyond it (P16)."""
    limit = this.context.letter_bytes
    bodies = _bodies(this, [header.uid for header in batch if 0 <= header.size <= limit])
    heads = this.box.heads([header.uid for header in batch if header.size > limit])
    for header in batch:
        uid = header.uid
        arrived_at = header.arrived_at or this.now
        blank = Arrival(this.place(uid), arrived_at, max(header.size, 0), None)
        blank = blank._replace(answer=may_answer(this.mark, this.start.began_at, arrived_at))
        if uid in bodies and len(bodies[uid]) <= limit:
            yield blank._replace(raw=bodies[uid])
        elif uid in bodies:  # the server understated its size
            yield blank._replace(head=bodies[uid][:HEAD_BYTES], size=len(bodies[uid]))
        elif uid in heads:
            yield blank._replace(head=heads[uid])
        else:
            yield blank._replace(gone=True, answer=False)


def _bodies(this: FolderPoll, uids: Sequence[int]) -> dict[int, bytes]:
    """The bodies by UID. One that did not come is asked for again.

    Only what is no longer listed is gone (P25, R43).
    """
    bodies = {fetched.uid: fetched.raw for fetched in this.box.bodies(uids)}
    for uid in [uid for uid in uids if uid not in bodies]:
        again = this.box.bodies([uid])
        if again:
            bodies[uid] = again[0].raw
        elif this.box.sizes([uid]):
            bodies[uid] = (
                b""  # there, yet the server gives no content: a person must look, so it is quarantined
            )
    return bodies


# --- what is set aside unread -------------------------------------------------------------------------


def _before_start(this: FolderPoll, header: ListedLetter) -> bool:
    """After a renumbering letters from before the starting point may carry any UID.

    They stay what they were.
    """
    start = this.start.counts_from
    if start is None or header.arrived_at is None or not recovering(this.mark):
        return False
    return header.arrived_at < start


def _strangers(this: FolderPoll, batch: Sequence[ListedLetter]) -> dict[int, str]:
    """UID → sender of the letters in the junk folder that no roster address sent."""
    if not this.folder.junk:
        return {}
    heads = this.box.heads([header.uid for header in batch])
    senders = {uid: _sender(head, this.now) for uid, head in heads.items()}
    return {uid: sender for uid, sender in senders.items() if sender not in this.known_senders}


def _sender(head: bytes, now: datetime) -> str:
    try:
        return read_letter(head, now).from_address
    except UnreadableLetter:
        return ""


def _aside(this: FolderPoll, header: ListedLetter, sender: str, reason: SetAside) -> MailboxEntry:
    why = {
        SetAside.BEFORE_START: "邮箱重新编号后重新出现的、启用之前的来件",
        SetAside.CORRESPONDENCE: "垃圾邮件夹中的来件，发件地址不在名册上",
    }[reason]
    return MailboxEntry(
        0,
        this.place(header.uid),
        MailboxEntryState.SET_ASIDE,
        header.arrived_at or this.now,
        sender,
        reason=reason.value,
        because=why,
        size=max(header.size, 0),
    )


def _set_aside(this: FolderPoll, found: Sequence[MailboxEntry]) -> None:
    if not found:
        return
    fence = this.context.fence(this.lease)
    with this.context.intake.database.writing() as conn:
        leases.hold(conn, fence.lease, fence.until)
        first = numbers.take(conn, numbers.MAILBOX_ENTRY, len(found))
        mailbox_entries.add(conn, [replace(s, id=first + at) for at, s in enumerate(found)], this.now)
