"""How are the new letters of one folder taken?

In bounded batches, oldest first, each handed to intake and only then marked as read. No
transaction is open while the server is asked or letters are read (promise 6); a kill at
any point loses nothing and doubles nothing (P02), because a UID whose state is known is
passed over. A letter that the server does not give whole gets no state: it is asked for
again alone, and at later polls, until a person must look (`MOST_TRIES`). What a letter
becomes is left to `ingest.intake`.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from typing import NamedTuple, TypeVar, cast

from ingest.intake.arrival import Arrival, IntakeCounts
from ingest.intake.batch import read_early, take_in
from ingest.intake.reader import Read
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import read_letter
from ingest.mailbox.faults import TryLaterError
from ingest.mailbox.reading import HEAD_BYTES, ListedLetter, in_batches
from ingest.poll.folder import FolderPoll
from ingest.poll.numbering import is_recovering, may_answer
from ledger import doubts, mailbox_entries, numbers, originals
from ledger.doubts import Doubt
from ledger.entries.letters import MailboxEntry, MailboxEntryState, SetAside

MOST_TRIES = 5
"""Polls in which a letter may not come whole before it is quarantined, for a person to
look.
"""
_LISTED_AT_ONCE = 500
_VANISHED = -1
"""The size of a letter that vanished since its UID was listed: nothing of it is
fetched.
"""
_NOT_GIVEN = "服务器列出了它，却不给出内容"
_SET_ASIDE_BECAUSE = {
    SetAside.BEFORE_START: "邮箱重新编号后重新出现的、启用之前的来件",
    SetAside.CORRESPONDENCE: "垃圾邮件夹中的来件，发件地址不在名册上",
}

T = TypeVar("T")


class FetchedBatch(NamedTuple):
    """One batch off the server: what is set aside unread, and the letters to take in,
    read already.

    `read` is what `intake.batch.read_early` gives for `arrivals`. Those in `doubted`
    did not come whole.
    """

    listed: Sequence[ListedLetter]
    aside: Sequence[MailboxEntry]
    arrivals: Sequence[Arrival]
    read: Mapping[str, Read]
    doubted: Sequence[Doubt] = ()


class GivenBody(NamedTuple):
    """What the server gave as a letter's body, and why that is not believed ("" if it
    is).
    """

    raw: bytes | None
    doubt: str = ""


def take_new_letters(poll: FolderPoll) -> IntakeCounts:
    """Takes every letter above the position; a stop between batches leaves the rest for
    the next poll.

    While one batch is judged and written, the next is fetched and read (decision 0017).
    """
    counts = IntakeCounts()
    listed = poll.box.uids_above(poll.position.floor)
    with poll.context.intake.database.reading() as conn:
        in_doubt = doubts.in_folder(conn, poll.place())
        known = (
            mailbox_entries.states_in(conn, poll.place()) if listed or in_doubt else {}
        )
    # A poll that was cut short may have left some with a state.
    unseen = [uid for uid in listed if uid not in known and uid not in in_doubt]
    position = poll.position
    try:
        with closing(one_ahead(_fetch_batches(poll, unseen))) as batches:
            for batch in batches:
                if poll.context.stop():
                    return counts
                counts += _take_in(poll, batch)
                last = batch.listed[-1]
                position = replace(position, last_uid=last.uid)
                if last.size != _VANISHED:
                    position = replace(
                        position, last_arrived_at=last.arrived_at, last_size=last.size
                    )
                poll.save_position(position)
    except TryLaterError:
        # Those that lost us the line are in doubt, so that the next poll asks for the
        # others first.
        with poll.writing() as conn:
            with_state = mailbox_entries.states_in(conn, poll.place())
            known_by_now = {*with_state, *doubts.in_folder(conn, poll.place())}
            refused = {
                uid: said
                for uid, said in poll.box.refused.items()
                if uid not in known_by_now
            }
            new = [
                Doubt(poll.place(uid), _refusal(said), 1)
                for uid, said in refused.items()
            ]
            doubts.note(conn, new, poll.now)
        raise
    # After the new ones, which they must not keep waiting (P03); those first that were
    # asked for least.
    waiting = sorted(in_doubt.values(), key=lambda doubt: doubt.tries)
    with suppress(TryLaterError):
        counts += take_doubted(poll, [doubt.place.uid for doubt in waiting])
    # Every UID listed has a state by now or is in doubt, also those that were passed
    # over.
    highest = max([position.last_uid, *listed])
    poll.save_position(replace(position, last_uid=highest, last_good_poll_at=poll.now))
    return counts


def take_letters(poll: FolderPoll, uids: Sequence[int]) -> IntakeCounts:
    """Takes the letters with these UIDs, wherever reading stands; the position
    stays.
    """
    return sum(
        (_take_in(poll, batch) for batch in _fetch_batches(poll, uids)), IntakeCounts()
    )


def ask_again(poll: FolderPoll, entries: Sequence[MailboxEntry]) -> IntakeCounts:
    """Asks once more for letters that are quarantined because they never came whole;
    each keeps its number, whatever it becomes.
    """
    for entry in entries:
        with poll.writing() as conn:
            mailbox_entries.forget(conn, entry.id)
            if entry.sha256 is not None and not mailbox_entries.by_content(
                conn, [entry.sha256]
            ):
                originals.purge(conn, entry.sha256)  # a part of a letter is no original
            doubts.note(
                conn, [Doubt(entry.place, entry.because, MOST_TRIES - 1)], poll.now
            )
    kept = {entry.place.uid: entry.id for entry in entries}
    return take_doubted(replace(poll, kept_numbers=kept), list(kept))


def take_doubted(poll: FolderPoll, uids: Sequence[int]) -> IntakeCounts:
    """Asks for each letter in doubt once more, alone."""
    counts = IntakeCounts()
    for uid in uids:
        at = poll.place(uid)
        with poll.context.intake.database.reading() as conn:
            has_state = (
                mailbox_entries.at_place(conn, at) is not None
            )  # a kill came before it was settled
        if not has_state:
            counts += take_letters(poll, [uid])
        with poll.writing() as conn:
            if mailbox_entries.at_place(conn, at) is not None:
                doubts.settle(conn, at, [uid])
    return counts


def one_ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """Each of `items`, the next being made in a thread of its own meanwhile; what it
    raises is raised here.

    One step ahead and never more. `items` are only ever advanced in that thread. Close
    the generator, or use it up: then nothing runs on.
    """
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as worker:
        coming = worker.submit(next, items, cast("T", end))
        while (item := coming.result()) is not end:
            coming = worker.submit(next, items, cast("T", end))
            yield item


def _fetch_batches(poll: FolderPoll, uids: Sequence[int]) -> Iterator[FetchedBatch]:
    """The letters with these UIDs off the server, batch by batch; nothing is
    written.
    """
    box = poll.box
    for start in range(0, len(uids), _LISTED_AT_ONCE):
        asked = uids[start : start + _LISTED_AT_ONCE]
        there = {letter.uid: letter for letter in box.list_letters(asked)}
        for uid in asked:
            if (uid not in there or not there[uid].size) and uid not in box.refused:
                there.update((letter.uid, letter) for letter in box.list_letters([uid]))
        missing = [uid for uid in asked if uid not in there]
        # One that is listed still has not vanished: its row was left out (R43).
        still_listed = box.uids_above(min(missing) - 1) if missing else []
        odd: dict[int, str] = {}
        for uid in missing:
            if uid in box.refused:
                odd[uid] = _refusal(box.refused[uid])
            elif uid in still_listed:
                odd[uid] = "服务器列出了它，却不说它的大小和到达时间"
        listed = [there.get(uid, ListedLetter(uid, _VANISHED, None)) for uid in asked]
        for batch in in_batches(listed):
            yield _fetch_batch(poll, batch, odd)


def _refusal(said: str) -> str:
    return f"服务器不肯给出它（{said}）"


def _fetch_batch(
    poll: FolderPoll, batch: Sequence[ListedLetter], odd: Mapping[int, str]
) -> FetchedBatch:
    """One batch, sorted into what is set aside by its arrival or its head alone and
    what is read.

    `odd` are UIDs of which not even size and arrival are known, and why.
    """
    aside: list[MailboxEntry] = []
    wanted: list[ListedLetter] = []
    # After a renumbering letters from before the starting point may carry any UID. They
    # stay what they were.
    counts_from = poll.counts_from if is_recovering(poll.position) else None
    for letter in batch:
        if (
            counts_from is not None
            and letter.arrived_at is not None
            and letter.arrived_at < counts_from
        ):
            aside.append(_entry_aside(poll, letter, SetAside.BEFORE_START, ""))
        else:
            wanted.append(letter)
    if poll.folder.junk:
        heads = poll.box.heads(
            [letter.uid for letter in wanted if letter.uid not in odd]
        )
        listed, wanted = wanted, []
        for letter in listed:
            if (
                letter.uid not in heads
            ):  # perhaps gone: that is found out when its body is asked for
                wanted.append(letter)
                continue
            try:
                sender = read_letter(heads[letter.uid], poll.now).from_address
            except UnreadableLetter:
                sender = ""
            if sender in poll.known_senders:
                wanted.append(letter)
            else:
                aside.append(
                    _entry_aside(poll, letter, SetAside.CORRESPONDENCE, sender)
                )
    arrivals = _fetch_arrivals(poll, wanted, odd)
    doubted = _doubts_of(
        poll, {each.place.uid: each.doubt for each in arrivals if each.doubt}
    )
    waiting = {doubt.place.uid for doubt in doubted if doubt.tries < MOST_TRIES}
    arrivals = [each for each in arrivals if each.place.uid not in waiting]
    read = read_early(poll.context.intake, arrivals) if arrivals else {}
    return FetchedBatch(
        batch,
        aside,
        arrivals,
        read,
        [each for each in doubted if each.place.uid in waiting],
    )


def _doubts_of(poll: FolderPoll, odd: Mapping[int, str]) -> list[Doubt]:
    """The doubts about letters that did not come whole this time either; `odd` says
    why, by UID.
    """
    if not odd:
        return []
    with poll.context.intake.database.reading() as conn:
        before = doubts.in_folder(conn, poll.place())
    found: list[Doubt] = []
    for uid, because in sorted(odd.items()):
        tries = before[uid].tries if uid in before else 0
        found.append(Doubt(poll.place(uid), because, tries + 1))
    return found


def _entry_aside(
    poll: FolderPoll, letter: ListedLetter, reason: SetAside, sender: str
) -> MailboxEntry:
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


def _fetch_arrivals(
    poll: FolderPoll, wanted: Sequence[ListedLetter], odd: Mapping[int, str]
) -> list[Arrival]:
    """The letters as far as they may be fetched: bodies up to the limit, heads beyond
    it (P16).

    Of one that vanished nothing is fetched; it is `gone`. One that did not come whole
    says so in `doubt`.
    """
    box, limit = poll.box, poll.context.letter_bytes
    there = [letter for letter in wanted if letter.size != _VANISHED]
    given = _fetch_bodies(poll, [letter for letter in there if letter.size <= limit])
    heads = box.heads([letter.uid for letter in there if letter.size > limit])
    arrivals: list[Arrival] = []
    for letter in wanted:
        uid, arrived_at = letter.uid, letter.arrived_at or poll.now
        answer = may_answer(poll.position, poll.began_at, arrived_at)
        arrival = Arrival(
            poll.place(uid), arrived_at, max(letter.size, 0), None, answer
        )
        if uid in odd:
            arrival = arrival._replace(doubt=odd[uid])
        elif uid in given:
            raw, doubt = given[uid]
            if raw is not None and len(raw) > limit:  # the server understated its size
                arrival = arrival._replace(head=raw[:HEAD_BYTES], size=len(raw))
            else:
                arrival = arrival._replace(raw=raw, doubt=doubt)
        elif uid in heads:
            arrival = arrival._replace(head=heads[uid])
        elif letter.size > limit and _is_there(poll, uid):
            arrival = arrival._replace(doubt=_NOT_GIVEN)
        else:
            arrival = arrival._replace(gone=True, answer=False)
        if arrival.doubt and arrival.raw is None and uid not in odd:
            # Who wrote it is worth knowing, even where no more of it ever comes.
            arrival = arrival._replace(head=box.heads([uid]).get(uid, b""))
        arrivals.append(arrival._replace(number=poll.kept_numbers.get(uid, 0)))
    return arrivals


def _fetch_bodies(
    poll: FolderPoll, letters: Sequence[ListedLetter]
) -> dict[int, GivenBody]:
    """The bodies by UID; an odd one is asked for again alone, and one that vanished is
    absent (P25, R43).
    """
    uids = [letter.uid for letter in letters]
    first = {fetched.uid: fetched.raw for fetched in poll.box.bodies(uids)}
    given: dict[int, GivenBody] = {}
    for uid, size, _ in letters:
        raw = first.get(uid)
        if raw is not None and not why_doubted(size, raw):
            given[uid] = GivenBody(raw)
            continue
        again = None
        if uid not in poll.box.refused:
            again = next((fetched.raw for fetched in poll.box.bodies([uid])), None)
        if again is not None:
            doubt = why_doubted(size, again)
            # More than was said, and the same twice: the size was understated, and the
            # letter is whole.
            is_whole = again == raw and len(again) > size
            given[uid] = GivenBody(again or None, "" if is_whole else doubt)
        elif uid in poll.box.refused:
            given[uid] = GivenBody(None, _refusal(poll.box.refused[uid]))
        elif _is_there(poll, uid):
            given[uid] = GivenBody(None, _NOT_GIVEN)
    return given


def why_doubted(size: int, raw: bytes) -> str:
    """Why these bytes are not the letter of which the server says that it has `size`
    bytes (Chinese), or "".

    0 stands for a size that the server does not say. Some servers round it to whole
    blocks, or count line ends otherwise than they send them.
    """
    if not raw:
        return "服务器给出的内容是空的"
    slack = max(64, size // 10)
    if size % 512 == 0 or size % 1000 == 0:
        slack = max(slack, 1024)
    if size and abs(size - len(raw)) > slack:
        return f"服务器说它有 {size} 字节，给出的却是 {len(raw)} 字节"
    return ""


def _is_there(poll: FolderPoll, uid: int) -> bool:
    """Whether the server, asked again, still has the letter."""
    return bool(poll.box.list_letters([uid])) or uid in poll.box.uids_above(uid - 1)


def _take_in(poll: FolderPoll, batch: FetchedBatch) -> IntakeCounts:
    """Have a batch written: first what is set aside unread, then the rest by intake."""
    if batch.aside:
        with poll.writing() as conn:
            first = numbers.take(conn, numbers.MAILBOX_ENTRY, len(batch.aside))
            entries = [
                replace(entry, id=number)
                for number, entry in enumerate(batch.aside, first)
            ]
            mailbox_entries.add(conn, entries, poll.now)
    if batch.doubted:
        with poll.writing() as conn:
            doubts.note(conn, batch.doubted, poll.now)
    counts = IntakeCounts(set_aside=len(batch.aside))
    if batch.arrivals:
        context = poll.context
        counts += take_in(
            context.intake,
            batch.arrivals,
            poll.now,
            context.fence(poll.lease),
            batch.read,
        )
    return counts
