"""Is every UID on the server accounted for?

The list of UIDs is compared with the record (promise 4, P07); whatever is amiss is named, and taken in on
request. A letter that lies above the mark is merely waiting for the next poll.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from ingest.intake.arrival import IntakeCounts
from ingest.mailbox.listing import in_batches
from ingest.poll.context import PollContext
from ingest.poll.folder import BegunFolder, begin
from ingest.poll.polling import folders_of, held, logged_in
from ingest.poll.taking import headers_of, in_runs, take
from ledger import leases, mailbox_entries
from ledger.entries.letters import MailboxEntryState, Place


class DifferenceKind(StrEnum):
    """What is wrong with a UID."""

    MISSING = "missing"
    NOT_GONE = "not-gone"
    UNLISTED = "unlisted"


class Difference(NamedTuple):
    """One UID whose state does not fit.

    UID 0 with `unlisted` counts letters the server holds but does not list.
    """

    place: Place
    amiss: DifferenceKind
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
    found = Reconciled()
    now = context.clock()
    with logged_in(context) as box:
        for folder in folders_of(context, box):
            with held(context, folder) as lease:
                if lease is None:
                    found = replace(found, busy=(*found.busy, folder.name))
                    continue
                begun = begin(context, box, folder, lease, now)
                found = _compared(begun, found, mend=mend)
    return found


def _compared(begun: BegunFolder, so_far: Reconciled, *, mend: bool) -> Reconciled:
    this = begun.round
    listed = this.box.uids_above(0)
    with this.context.intake.database.reading() as conn:
        states = mailbox_entries.states_in(conn, this.place())
    due = [uid for uid in listed if (this.mark.start_uid or 1) <= uid <= this.mark.last_uid]
    missing = [Difference(this.place(uid), DifferenceKind.MISSING) for uid in due if uid not in states]
    back = [
        Difference(this.place(uid), DifferenceKind.NOT_GONE)
        for uid in due
        if states.get(uid) is MailboxEntryState.GONE
    ]
    hidden = begun.opened.exists - len(listed)
    unlisted = [Difference(this.place(), DifferenceKind.UNLISTED, hidden)] if hidden > 0 else []
    amiss = sorted(missing + back)
    mended = _mend(begun, amiss) if mend else IntakeCounts()
    return Reconciled(
        listed=so_far.listed + len(listed),
        waiting=so_far.waiting + sum(uid > this.mark.floor and uid not in states for uid in listed),
        before_start=so_far.before_start + sum(uid < (this.mark.start_uid or 1) for uid in listed),
        differences=(*so_far.differences, *amiss, *unlisted),
        mended=so_far.mended + mended,
        busy=so_far.busy,
    )


def _mend(begun: BegunFolder, amiss: Sequence[Difference]) -> IntakeCounts:
    this = begun.round
    fence = this.context.fence(this.lease)
    with this.context.intake.database.writing() as conn:
        leases.hold(conn, fence.lease, fence.until)
        for difference in amiss:
            if difference.amiss is DifferenceKind.NOT_GONE:
                mailbox_entries.forget_gone(conn, difference.place)
    tally = IntakeCounts()
    for uids in in_runs([difference.place.uid for difference in amiss]):
        for batch in in_batches(headers_of(this, uids)):
            tally += take(this, batch)
    return tally
