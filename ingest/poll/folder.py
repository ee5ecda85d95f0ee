"""Where does reading stand in one folder?

Asked at each beginning, under the folder's lease: is the numbering still the old one,
from which UID on are letters new. Written down before the first letter is taken and
again after each batch. Taking them is left to `taking`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from ingest.mailbox.reading import ListedLetter, Mailbox, OpenedFolder
from ingest.poll.context import MailFolder, PollContext
from ingest.poll.numbering import (
    WITNESSES,
    new_numbering,
    starting_moment,
    starting_uid,
    why_renumbered,
)
from ledger import doubts, journal, leases, mailbox_entries, roster, switches
from ledger.database import Connection
from ledger.entries.letters import Place
from ledger.journal import MACHINE, JournalEntry
from ledger.leases import Lease
from ledger.mailbox_entries import ReadPosition


@dataclass(frozen=True, slots=True)
class FolderPoll:
    """One folder in hand: session, lease, where reading stands, and what holds until
    the folder is read.

    `began_at` is when this installation began, `counts_from` from when on letters count
    (None: all). `known_senders` are the roster's addresses, case-folded; asked for in
    the junk folder only. `kept_numbers` are the numbers, by UID, of letters that are
    asked for once more.
    """

    context: PollContext
    box: Mailbox
    folder: MailFolder
    lease: Lease
    position: ReadPosition
    began_at: datetime | None
    counts_from: datetime | None
    now: datetime
    known_senders: frozenset[str] = frozenset()
    kept_numbers: Mapping[int, int] = field(default_factory=dict)

    def place(self, uid: int = 0) -> Place:
        """Where the letter with this UID lies."""
        position = self.position
        return Place(position.account, position.folder, position.uidvalidity or 0, uid)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that keeps the folder's lease; raises LeaseLostError when
        another reader has it.
        """
        fence = self.context.fence(self.lease)
        with self.context.intake.database.writing() as conn:
            leases.hold(conn, fence.lease, fence.until)
            yield conn

    def save_position(self, position: ReadPosition) -> None:
        """Write down that reading stands at `position`, once the letters below it are
        committed (P02).
        """
        with self.writing() as conn:
            mailbox_entries.save_position(conn, position)


class BegunFolder(NamedTuple):
    """A folder ready to be read.

    `started` is the first UID where the folder is read for the first time, `renumbered`
    why its numbers could not be believed any more (Chinese).
    """

    poll: FolderPoll
    opened: OpenedFolder
    started: int | None = None
    renumbered: str | None = None


def begin(
    context: PollContext, box: Mailbox, folder: MailFolder, lease: Lease, now: datetime
) -> BegunFolder:
    """Opens the folder and settles its numbering and starting point, written down
    before the first letter.
    """
    opened = box.examine(folder.name)
    known_senders: set[str] = set()
    with context.intake.database.reading() as conn:
        position = mailbox_entries.position_of(
            conn, context.account.name, folder.name
        ).as_seen_at(now)
        began_at = switches.moment(conn, switches.STARTED_AT)
        counts_from = starting_moment(
            switches.value(conn, switches.START_FROM), began_at
        )
        place = Place(position.account, position.folder, position.uidvalidity or 0, 0)
        witnesses = mailbox_entries.latest_in(conn, place, WITNESSES)
        used = mailbox_entries.uidvalidities(conn, position.account, position.folder)
        if folder.junk:
            for unit in roster.all_units(conn):
                known_senders |= unit.registered_addresses

    listed = box.list_letters([seen.place.uid for seen in witnesses])
    others_instead = False
    if witnesses and not listed and opened.exists:
        with context.intake.database.reading() as conn:
            known = (
                mailbox_entries.states_in(conn, place).keys()
                | doubts.in_folder(conn, place).keys()
            )
        present = set(box.uids_above((position.start_uid or 1) - 1))
        strangers = {uid for uid in present - known if uid <= position.last_uid}
        others_instead = bool(strangers) and not present & known
    there = {letter.uid: letter for letter in listed}
    why = why_renumbered(
        position, opened, witnesses, there, others_instead=others_instead
    )
    poll = FolderPoll(
        context,
        box,
        folder,
        lease,
        position,
        began_at,
        counts_from,
        now,
        frozenset(known_senders),
    )
    if position.uidvalidity is not None and why is None:
        return BegunFolder(poll, opened)

    # A new numbering: reading begins anew, and what was read before is known again by
    # its content.
    everything: list[ListedLetter] = []
    if counts_from is not None:
        uids = box.uids_above(0)
        rows = {letter.uid: letter for letter in box.list_letters(uids)}
        for uid in uids:
            if uid not in rows:
                rows.update((letter.uid, letter) for letter in box.list_letters([uid]))
            # Of one whose arrival the server does not say nobody knows that it is from
            # before.
            everything.append(rows.get(uid, ListedLetter(uid, 0, None)))
    first = starting_uid(everything, opened, counts_from)
    position = replace(
        position,
        uidvalidity=new_numbering(opened.uidvalidity, used),
        last_uid=0,
        last_arrived_at=None,
        last_size=None,
        start_uid=first,
        renumbered_at=None if why is None else now,
    )
    with poll.writing() as conn:
        mailbox_entries.save_position(conn, position)
        if why is not None:
            subject = f"mailbox:{position.account}/{position.folder}"
            journal.write(conn, JournalEntry(now, MACHINE, "renumbered", subject, why))
    return BegunFolder(
        replace(poll, position=position), opened, first if why is None else None, why
    )
