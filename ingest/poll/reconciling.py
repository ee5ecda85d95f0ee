"""Is every UID on the server accounted for?

The list of UIDs is compared with the record (promise 4, P07); whatever is amiss is named, and taken in on
request. A letter that lies above the position is merely waiting for the next poll.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ingest.intake.arrival import IntakeCounts
from ingest.poll.context import PollContext
from ingest.poll.folder import BegunFolder, FolderPoll, begin
from ingest.poll.polling import folder_lease, folders_of, logged_in
from ingest.poll.taking import take_letters
from ledger import mailbox_entries
from ledger.entries.letters import MailboxEntryState, Place


class DifferenceKind(StrEnum):
    """What is wrong with a UID: no entry, an entry that calls it gone, or the server hides it."""

    MISSING = "missing"
    NOT_GONE = "not-gone"
    UNLISTED = "unlisted"


class Difference(NamedTuple):
    """One UID whose state does not fit.

    UID 0 with `unlisted` stands for as many `letters` as the server holds but does not list.
    """

    place: Place
    kind: DifferenceKind
    letters: int = 1


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the comparison found, and what was mended.

    `listed` counts the UIDs on the server, `waiting` those that the next poll will take.
    """

    listed: int = 0
    waiting: int = 0
    before_start: int = 0
    differences: tuple[Difference, ...] = ()
    mended: IntakeCounts = field(default_factory=IntakeCounts)
    busy: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every UID was accounted for, and every folder could be looked at."""
        return not self.differences and not self.busy


def reconcile(context: PollContext, *, mend: bool = False) -> Reconciled:
    """Compares every folder; with `mend` the letters that are missing are taken in.

    The differences are those found before mending. Raises what `poll` raises.
    """
    compared: list[Reconciled] = []
    differences: list[Difference] = []
    mended = IntakeCounts()
    busy: list[str] = []
    now = context.clock()
    with logged_in(context) as box:
        for folder in folders_of(context, box):
            with folder_lease(context, folder) as lease:
                if lease is None:
                    busy.append(folder.name)
                    continue
                begun = begin(context, box, folder, lease, now)
                one = _compare_folder(begun)
                compared.append(one)
                differences.extend(one.differences)
                if mend:
                    mended += _mend_folder(begun.poll, one.differences)
    return Reconciled(
        listed=sum(one.listed for one in compared),
        waiting=sum(one.waiting for one in compared),
        before_start=sum(one.before_start for one in compared),
        differences=tuple(differences),
        mended=mended,
        busy=tuple(busy),
    )


def _compare_folder(begun: BegunFolder) -> Reconciled:
    poll = begun.poll
    position = poll.position
    listed = poll.box.uids_above(0)
    with poll.context.intake.database.reading() as conn:
        states = mailbox_entries.states_in(conn, poll.place())
    waiting = before_start = 0
    differences: list[Difference] = []
    for uid in listed:
        state = states.get(uid)
        if uid < (position.start_uid or 1):
            before_start += 1
        elif uid > position.last_uid:
            if state is None:
                waiting += 1
        elif state is None:
            differences.append(Difference(poll.place(uid), DifferenceKind.MISSING))
        elif state is MailboxEntryState.GONE:
            differences.append(Difference(poll.place(uid), DifferenceKind.NOT_GONE))
    hidden = begun.opened.exists - len(listed)
    if hidden > 0:
        differences.append(Difference(poll.place(), DifferenceKind.UNLISTED, hidden))
    return Reconciled(len(listed), waiting, before_start, tuple(differences))


def _mend_folder(poll: FolderPoll, differences: tuple[Difference, ...]) -> IntakeCounts:
    uids: list[int] = []
    with poll.writing() as conn:
        for difference in differences:
            if difference.kind is DifferenceKind.UNLISTED:
                continue  # nothing can be asked of the server about it
            if difference.kind is DifferenceKind.NOT_GONE:
                mailbox_entries.forget_gone(conn, difference.place)
            uids.append(difference.place.uid)
    return take_letters(poll, uids)
