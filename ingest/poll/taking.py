"""How are the new letters of one folder taken?

In bounded batches, oldest first, each handed to intake and only then marked as read. No transaction is open
while the server is asked or letters are read (promise 6); a kill at any point loses nothing and doubles
nothing (P02), because a UID whose state is known is passed over. What a letter becomes is left to
`ingest.intake`.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple, TypeVar, cast

from ingest.intake.arrival import Arrival, IntakeCounts
from ingest.intake.batch import read_early, take_in
from ingest.intake.reader import Read
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import read_letter
from ingest.mailbox.reading import HEAD_BYTES, ListedLetter, in_batches
from ingest.poll.folder import FolderPoll
from ingest.poll.numbering import is_recovering, may_answer
from ledger import mailbox_entries, numbers
from ledger.entries.letters import MailboxEntry, MailboxEntryState, SetAside

_LISTED_AT_ONCE = 500
_VANISHED = -1
"""The size of a letter that vanished since its UID was listed: nothing of it is fetched."""
_SET_ASIDE_BECAUSE = {
    SetAside.BEFORE_START: "邮箱重新编号后重新出现的、启用之前的来件",
    SetAside.CORRESPONDENCE: "垃圾邮件夹中的来件，发件地址不在名册上",
}

T = TypeVar("T")


class FetchedBatch(NamedTuple):
    """One batch off the server: what is set aside unread, and the letters to take in, read already.

    `read` is what `intake.batch.read_early` gives for `arrivals`.
    """

    listed: Sequence[ListedLetter]
    aside: Sequence[MailboxEntry]
    arrivals: Sequence[Arrival]
    read: Mapping[str, Read]


def take_new_letters(poll: FolderPoll) -> IntakeCounts:
    """Takes every letter above the position; a stop between batches leaves the rest for the next poll.

    While one batch is judged and written, the next is fetched and read (decision 0017).
    """
    counts = IntakeCounts()
    listed = poll.box.uids_above(poll.position.floor)
    unseen: list[int] = []
    if listed:
        with poll.context.intake.database.reading() as conn:
            known = mailbox_entries.states_in(conn, poll.place())
        # A poll that was cut short may have left some with a state.
        unseen = [uid for uid in listed if uid not in known]
    position = poll.position
    with closing(one_ahead(_fetch_batches(poll, unseen))) as batches:
        for batch in batches:
            if poll.context.stop():
                return counts
            counts += _take_in(poll, batch)
            last = batch.listed[-1]
            position = replace(position, last_uid=last.uid)
            if last.size != _VANISHED:
                position = replace(position, last_arrived_at=last.arrived_at, last_size=last.size)
            poll.save_position(position)
    # Every UID listed has a state by now, also those that were passed over.
    highest = max([position.last_uid, *listed])
    poll.save_position(replace(position, last_uid=highest, last_good_poll_at=poll.now))
    return counts


def take_letters(poll: FolderPoll, uids: Sequence[int]) -> IntakeCounts:
    """Takes the letters with these UIDs, wherever reading stands; the position stays."""
    return sum((_take_in(poll, batch) for batch in _fetch_batches(poll, uids)), IntakeCounts())


def one_ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """Each of `items`, the next being made in a thread of its own meanwhile; what it raises is raised here.

    One step ahead and never more. `items` are only ever advanced in that thread. Close the generator, or use
    it up: then nothing runs on.
    """
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as worker:
        coming = worker.submit(next, items, cast("T", end))
        while (item := coming.result()) is not end:
            coming = worker.submit(next, items, cast("T", end))
            yield item


def _fetch_batches(poll: FolderPoll, uids: Sequence[int]) -> Iterator[FetchedBatch]:
    """The letters with these UIDs off the server, batch by batch; nothing is written."""
    for start in range(0, len(uids), _LISTED_AT_ONCE):
        asked = uids[start : start + _LISTED_AT_ONCE]
        there = {letter.uid: letter for letter in poll.box.list_letters(asked)}
        listed = [there.get(uid, ListedLetter(uid, _VANISHED, None)) for uid in asked]
        for batch in in_batches(listed):
            yield _fetch_batch(poll, batch)


def _fetch_batch(poll: FolderPoll, batch: Sequence[ListedLetter]) -> FetchedBatch:
    """One batch, sorted into what is set aside by its arrival or its head alone and what is read."""
    aside: list[MailboxEntry] = []
    wanted: list[ListedLetter] = []
    # After a renumbering letters from before the starting point may carry any UID. They stay what they were.
    counts_from = poll.counts_from if is_recovering(poll.position) else None
    for letter in batch:
        if counts_from is not None and letter.arrived_at is not None and letter.arrived_at < counts_from:
            aside.append(_entry_aside(poll, letter, SetAside.BEFORE_START, ""))
        else:
            wanted.append(letter)
    if poll.folder.junk:
        heads = poll.box.heads([letter.uid for letter in wanted])
        listed, wanted = wanted, []
        for letter in listed:
            if letter.uid not in heads:  # perhaps gone: that is found out when its body is asked for
                wanted.append(letter)
                continue
            try:
                sender = read_letter(heads[letter.uid], poll.now).from_address
            except UnreadableLetter:
                sender = ""
            if sender in poll.known_senders:
                wanted.append(letter)
            else:
                aside.append(_entry_aside(poll, letter, SetAside.CORRESPONDENCE, sender))
    arrivals = _fetch_arrivals(poll, wanted)
    read = read_early(poll.context.intake, arrivals) if arrivals else {}
    return FetchedBatch(batch, aside, arrivals, read)


def _entry_aside(poll: FolderPoll, letter: ListedLetter, reason: SetAside, sender: str) -> MailboxEntry:
    """The entry of a letter that is set aside unread; it has no number yet."""
    return MailboxEntry(
        0,
        poll.place(letter.uid),
        MailboxEntryState.SET_ASIDE,
        letter.arrived_at or poll.now,
        sender,
        reason=reason.value,
        because=_SET_ASIDE_BECAUSE[reason],
        size=max(letter.size, 0),
    )


def _fetch_arrivals(poll: FolderPoll, wanted: Sequence[ListedLetter]) -> list[Arrival]:
    """The letters as far as they may be fetched: bodies up to the limit, heads beyond it (P16).

    Of one that vanished nothing is fetched; it is `gone`.
    """
    limit = poll.context.letter_bytes
    there = [letter for letter in wanted if letter.size != _VANISHED]
    bodies = _fetch_bodies(poll, [letter.uid for letter in there if letter.size <= limit])
    heads = poll.box.heads([letter.uid for letter in there if letter.size > limit])
    arrivals: list[Arrival] = []
    for letter in wanted:
        arrived_at = letter.arrived_at or poll.now
        answer = may_answer(poll.position, poll.began_at, arrived_at)
        arrival = Arrival(poll.place(letter.uid), arrived_at, max(letter.size, 0), None, answer)
        body = bodies.get(letter.uid)
        if body is not None and len(body) <= limit:
            arrival = arrival._replace(raw=body)
        elif body is not None:  # the server understated its size
            arrival = arrival._replace(head=body[:HEAD_BYTES], size=len(body))
        elif letter.uid in heads:
            arrival = arrival._replace(head=heads[letter.uid])
        else:
            arrival = arrival._replace(gone=True, answer=False)
        arrivals.append(arrival)
    return arrivals


def _fetch_bodies(poll: FolderPoll, uids: Sequence[int]) -> dict[int, bytes]:
    """The bodies by UID; what is no longer listed is absent, and it alone is gone (P25, R43)."""
    bodies = {fetched.uid: fetched.raw for fetched in poll.box.bodies(uids)}
    for uid in uids:
        if uid in bodies:
            continue
        again = poll.box.bodies([uid])  # an odd answer is not believed (P25)
        if again:
            bodies[uid] = again[0].raw
        elif poll.box.list_letters([uid]):
            # There, yet the server gives no content: a person must look, so it is quarantined.
            bodies[uid] = b""
    return bodies


def _take_in(poll: FolderPoll, batch: FetchedBatch) -> IntakeCounts:
    """Have a batch written: first what is set aside unread, then the rest by intake."""
    if batch.aside:
        with poll.writing() as conn:
            first = numbers.take(conn, numbers.MAILBOX_ENTRY, len(batch.aside))
            entries = [replace(entry, id=number) for number, entry in enumerate(batch.aside, first)]
            mailbox_entries.add(conn, entries, poll.now)
    counts = IntakeCounts(set_aside=len(batch.aside))
    if batch.arrivals:
        context = poll.context
        counts += take_in(context.intake, batch.arrivals, poll.now, context.fence(poll.lease), batch.read)
    return counts
