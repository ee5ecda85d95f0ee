"""What did one poll find, and is every UID on the server accounted for?

Every folder of one account, each under its own lease, so that two pollers started at
once share the work instead of doubling it (P11). A refused login is counted in the
record, and after a few no more is made until the secret changes (P26); whatever else
goes wrong is raised and leaves no state, so that the next poll simply tries again.

`reconcile` compares the list of UIDs with the record (promise 4, P07); whatever is
amiss is named, and taken in on request. A letter that lies above the position is merely
waiting for the next poll, and comes with them.
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, assert_never

from ingest.intake.arrival import IntakeCounts
from ingest.mailbox.account import AUTO
from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError
from ingest.mailbox.reading import Mailbox
from ingest.poll.context import LEASE, GivenUpError, MailFolder, PollContext, Polled
from ingest.poll.folder import BegunFolder, FolderPoll, begin
from ingest.poll.taking import ask_again, take_letters, take_new_letters
from ledger import doubts, leases, mailbox_entries
from ledger.database import DatabaseAwayError
from ledger.doubts import Doubt
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.leases import Lease
from ledger.mailbox_entries import ReadPosition

# A few, lest the address be blocked for guessing; more than one, since a server may be
# out of order (P26).
MOST_REFUSALS = 3


def poll(context: PollContext) -> Polled:
    """Takes in everything that is new in the account's folders.

    Raises AccessRefusedError or GivenUpError (stop and tell people), TryLaterError and
    MisconfiguredError (nothing was lost), LeaseLostError and DatabaseAwayError
    likewise.
    """
    began = time.monotonic()
    counts = IntakeCounts()
    started: list[tuple[str, int]] = []
    renumbered: list[tuple[str, str]] = []
    busy: list[str] = []
    missing: list[str] = []
    doubted: list[Doubt] = []
    now = context.clock()
    with logged_in(context) as box:
        for folder in folders_of(context, box):
            try:
                with folder_lease(context, folder) as lease:
                    if lease is None:
                        busy.append(folder.name)
                        continue
                    begun = begin(context, box, folder, lease, now)
                    if begun.started is not None:
                        started.append((folder.name, begun.started))
                    if begun.renumbered is not None:
                        renumbered.append((folder.name, begun.renumbered))
                    counts += take_new_letters(begun.poll)
                    with context.intake.database.reading() as conn:
                        doubted.extend(
                            doubts.in_folder(conn, begun.poll.place()).values()
                        )
            except MisconfiguredError:
                # A junk folder that does not open is told of, and the others are read
                # all the same.
                if not folder.junk:
                    raise
                missing.append(folder.name)
    return Polled(
        counts,
        time.monotonic() - began,
        tuple(started),
        tuple(renumbered),
        tuple(busy),
        tuple(missing),
        tuple(doubted),
    )


def folders_of(context: PollContext, box: Mailbox) -> Iterator[MailFolder]:
    """The account's own folders, then the junk folder unless it is left out or one of
    them.
    """
    account = context.account
    for name in account.folders:
        yield MailFolder(name)
    junk = box.junk_folder() if account.junk == AUTO else account.junk
    if junk and junk not in account.folders:
        yield MailFolder(junk, junk=True)


@contextmanager
def folder_lease(context: PollContext, folder: MailFolder) -> Iterator[Lease | None]:
    """The right to read `folder`, given back at the end; None while another reader has
    it.
    """
    database = context.intake.database
    name = f"mailbox/{context.account.name}/{folder.name}"
    now = context.clock()
    with database.writing() as conn:
        lease = leases.take(conn, name, context.owner, now, now + LEASE)
    try:
        yield lease
    finally:
        if lease is not None:
            # Where the database is away the lease ends by itself.
            with suppress(DatabaseAwayError), database.writing() as conn:
                leases.release(conn, lease, context.clock())


# --- logging in -----------------------------------------------------------------------


@contextmanager
def logged_in(context: PollContext) -> Iterator[Mailbox]:
    """A session, its login counted: refusals add up until a login succeeds or the
    secret changes (P26).
    """
    account = context.account
    known = _position_with_refusals(context)
    # The secret itself is never kept, only by what it is known again.
    secret = fingerprint(account.secret, account.name)
    is_same_secret = bool(known.refusals) and known.refused_secret == secret
    refusals = known.refusals if is_same_secret else 0
    if refusals >= MOST_REFUSALS:
        raise GivenUpError(account, refusals, known.refused_because)
    box = Mailbox(account)
    try:
        box.open()
    except AccessRefusedError as refusal:
        _save_refusals(context, refusals + 1, refusal.said, secret)
        raise
    with box:
        if _position_with_refusals(context).refusals:
            _save_refusals(context, 0, "", "")
        yield box


def _position_with_refusals(context: PollContext) -> ReadPosition:
    """The read position that holds the account's refused logins: its first folder's, a
    login having none.
    """
    with context.intake.database.reading() as conn:
        return mailbox_entries.position_of(
            conn, context.account.name, context.account.folders[0]
        )


def _save_refusals(
    context: PollContext, refusals: int, said: str, refused_secret: str
) -> None:
    account = context.account
    with context.intake.database.writing() as conn:
        position = mailbox_entries.position_of(conn, account.name, account.folders[0])
        position = replace(
            position,
            refusals=refusals,
            refused_because=said,
            refused_secret=refused_secret,
        )
        mailbox_entries.save_position(conn, position)


def fingerprint(secret: str, whose: str) -> str:
    """By what a secret is known again; slow to guess it from."""
    return hashlib.scrypt(
        secret.encode(), salt=whose.encode(), n=2**14, r=8, p=1, dklen=16
    ).hex()


# --- comparing ------------------------------------------------------------------------


class DifferenceKind(StrEnum):
    """What is wrong with a UID.

    No entry, an entry that calls it gone, one of a letter that was never given whole,
    or the server hides it.
    """

    MISSING = "missing"
    NOT_GONE = "not-gone"
    NOT_GIVEN = "not-given"
    UNLISTED = "unlisted"


class Difference(NamedTuple):
    """One UID whose state does not fit.

    UID 0 with `unlisted` stands for as many `letters` as the server holds but does not
    list.
    """

    place: Place
    kind: DifferenceKind
    letters: int = 1


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the comparison found, and what was mended.

    `listed` counts the UIDs on the server, `waiting` those that the next poll will
    take.
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


def reconcile(
    context: PollContext, *, mend: bool = False, ask_again: bool = False
) -> Reconciled:
    """Compares every folder; with `mend` the letters that are missing or waiting are
    taken in.

    With `ask_again` only those are asked for that the server did not give whole. The
    differences are those found before mending; how many stay is noted with the folder's
    position. Raises what `poll` raises.
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
                mendable: list[Difference] = []
                unaccounted = 0
                for each in one.differences:
                    if (
                        each.kind is DifferenceKind.NOT_GIVEN
                    ):  # it has a state, and waits for a person
                        mendable.extend([each] if mend or ask_again else [])
                    elif mend and each.kind is not DifferenceKind.UNLISTED:
                        mendable.append(each)
                    else:
                        unaccounted += each.letters
                mended += _mend_folder(begun.poll, mendable)
                if (
                    mend
                ):  # after an older copy was brought back these are all that came since
                    mended += take_new_letters(begun.poll)
                # Read again: what was taken in above has moved it.
                with context.intake.database.reading() as conn:
                    position = mailbox_entries.position_of(
                        conn, context.account.name, folder.name
                    ).as_seen_at(now)
                begun.poll.save_position(
                    replace(position, compared_at=now, unaccounted=unaccounted)
                )
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
        in_doubt = doubts.in_folder(conn, poll.place())
        never_given = {
            entry.place.uid
            for entry in mailbox_entries.not_given_in(conn, poll.place())
        }
    waiting = before_start = 0
    differences: list[Difference] = []
    for uid in listed:
        state = states.get(uid)
        if uid < (position.start_uid or 1):
            before_start += 1
        elif state is None and (uid > position.last_uid or uid in in_doubt):
            waiting += 1
        elif uid in never_given:
            differences.append(Difference(poll.place(uid), DifferenceKind.NOT_GIVEN))
        elif uid > position.last_uid:
            pass  # taken by a poll that was cut short
        elif state is None:
            differences.append(Difference(poll.place(uid), DifferenceKind.MISSING))
        elif state is MailboxEntryState.GONE:
            differences.append(Difference(poll.place(uid), DifferenceKind.NOT_GONE))
    hidden = begun.opened.exists - len(listed)
    if hidden > 0:  # perhaps somebody deleted letters meanwhile
        hidden = poll.box.examine(poll.folder.name).exists - len(poll.box.uids_above(0))
    if hidden > 0:
        differences.append(Difference(poll.place(), DifferenceKind.UNLISTED, hidden))
    return Reconciled(len(listed), waiting, before_start, tuple(differences))


def _mend_folder(poll: FolderPoll, differences: Sequence[Difference]) -> IntakeCounts:
    with poll.context.intake.database.reading() as conn:
        never_given = {
            entry.place: entry
            for entry in mailbox_entries.not_given_in(conn, poll.place())
        }
    missing: list[int] = []
    in_doubt: list[MailboxEntry] = []
    for difference in differences:
        place = difference.place
        match difference.kind:
            case DifferenceKind.UNLISTED:
                pass  # nothing can be asked of the server about it
            case DifferenceKind.NOT_GIVEN:
                in_doubt.append(never_given[place])
            case DifferenceKind.NOT_GONE:
                with poll.writing() as conn:
                    mailbox_entries.forget_gone(conn, place)
                missing.append(place.uid)
            case DifferenceKind.MISSING:
                missing.append(place.uid)
            case _ as never:
                assert_never(never)
    return take_letters(poll, missing) + ask_again(poll, in_doubt)
