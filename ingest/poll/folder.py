"""Where does reading stand in one folder?

Asked at each beginning, under the folder's lease: is the numbering still the old one, from which UID on are
letters new. Written down before the first letter is taken and again after each batch. Taking them is left to
`taking`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from ingest.mailbox.listing import ListedLetter, OpenedFolder
from ingest.mailbox.reading import Mailbox
from ingest.poll.context import MailFolder, PollContext
from ingest.poll.numbering import WITNESSES, new_numbering, renumbered, starting_moment, starting_uid
from ledger import journal, leases, mailbox_entries, read_positions, roster, switches
from ledger.entries.letters import Place
from ledger.entries.people import Unit
from ledger.journal import MACHINE, JournalEntry
from ledger.leases import Lease
from ledger.read_positions import ReadPosition


class StartingPoint(NamedTuple):
    """When this installation began, and from when on letters count (None: all)."""

    began_at: datetime | None
    counts_from: datetime | None


@dataclass(frozen=True, slots=True)
class FolderPoll:
    """One folder in hand: session, lease, where reading stands, and what holds for the whole round."""

    context: PollContext
    box: Mailbox
    folder: MailFolder
    lease: Lease
    mark: ReadPosition
    start: StartingPoint
    now: datetime
    known_senders: frozenset[str] = frozenset()

    def place(self, uid: int = 0) -> Place:
        """Where the letter with this UID lies."""
        return Place(self.mark.account, self.mark.folder, self.mark.uidvalidity or 0, uid)

    def marked(self, mark: ReadPosition) -> "FolderPoll":
        """The round with reading standing at `mark`, noted once the letters below it are committed (P02)."""
        fence = self.context.fence(self.lease)
        with self.context.intake.database.writing() as conn:
            leases.hold(conn, fence.lease, fence.until)
            read_positions.save_position(conn, mark)
        return replace(self, mark=mark)


class BegunFolder(NamedTuple):
    """A round ready to run; `started` is the first UID of a new folder, `renumbered` why numbers changed."""

    round: FolderPoll
    opened: OpenedFolder
    started: int | None = None
    renumbered: str | None = None


def begin(context: PollContext, box: Mailbox, folder: MailFolder, lease: Lease, now: datetime) -> BegunFolder:
    """Opens the folder and settles its numbering and starting point, written down before the first letter."""
    opened = box.look(folder.name)
    with context.intake.database.reading() as conn:
        mark = read_positions.position_of(conn, context.account.name, folder.name)
        start = _start(switches.moment(conn, switches.STARTED_AT), switches.value(conn, switches.START_FROM))
        place = Place(mark.account, mark.folder, mark.uidvalidity or 0, 0)
        witnesses = mailbox_entries.latest_in(conn, place, WITNESSES)
        used = mailbox_entries.uidvalidities(conn, mark.account, mark.folder)
        known = _addresses(roster.all_units(conn)) if folder.junk else frozenset()
    there = {header.uid: header for header in box.sizes([seen.place.uid for seen in witnesses])}
    why = renumbered(mark, opened, witnesses, there)
    this = FolderPoll(context, box, folder, lease, mark, start, now, known)
    if mark.uidvalidity is not None and why is None:
        return BegunFolder(this, opened)
    first = starting_uid(_all_headers(box, start), opened, start.counts_from)
    fresh = replace(
        mark,
        uidvalidity=new_numbering(opened.uidvalidity, used),
        last_uid=0,
        last_arrived_at=None,
        last_size=None,
        start_uid=first,
        renumbered_at=None if why is None else now,
    )
    this = replace(this, mark=fresh)
    _note(this, why)
    return BegunFolder(this, opened, first if why is None else None, why)


def _start(began_at: datetime | None, wanted: str) -> StartingPoint:
    return StartingPoint(began_at, starting_moment(wanted, began_at))


def _all_headers(box: Mailbox, start: StartingPoint) -> list[ListedLetter]:
    return [] if start.counts_from is None else box.sizes(box.uids_above(0))


def _addresses(units: Sequence[Unit]) -> frozenset[str]:
    stated = [address for unit in units for address in unit.addresses]
    stated += [person.address for unit in units for person in unit.people]
    return frozenset(address.casefold() for address in stated if address)


def _note(this: FolderPoll, why: str | None) -> None:
    fence = this.context.fence(this.lease)
    with this.context.intake.database.writing() as conn:
        leases.hold(conn, fence.lease, fence.until)
        read_positions.save_position(conn, this.mark)
        if why is not None:
            subject = f"mailbox:{this.mark.account}/{this.mark.folder}"
            journal.write(conn, JournalEntry(this.now, MACHINE, "renumbered", subject, why))
