"""What did one poll find?

Every folder of one account, each under its own lease, so that two pollers started at once share the work
instead of doubling it (P11). A refused login is counted in the record, and after a few no more is made until
the secret changes (P26); whatever else goes wrong is raised and leaves no state, so that the next poll simply
tries again.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from ingest.intake.arrival import IntakeCounts
from ingest.mailbox.account import AUTO, Account
from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError
from ingest.mailbox.reading import Mailbox
from ingest.poll.context import LEASE, GivenUpError, MailFolder, PollContext, Polled
from ingest.poll.folder import begin
from ingest.poll.taking import run
from ledger import leases, read_positions
from ledger.database import DatabaseAwayError
from ledger.leases import Lease
from ledger.read_positions import ReadPosition


def poll(context: PollContext) -> Polled:
    """Takes in everything that is new in the account's folders.

    Raises AccessRefusedError or GivenUpError (stop and tell people), TryLaterError and MisconfiguredError
    (nothing was lost), LeaseLostError and DatabaseAwayError likewise.
    """
    began = time.monotonic()
    polled = Polled()
    now = context.clock()
    with logged_in(context) as box:
        for folder in folders_of(context, box):
            try:
                polled = _one_folder(context, box, folder, now, polled)
            except MisconfiguredError:
                if not folder.junk:
                    raise
                polled = replace(polled, missing=(*polled.missing, folder.name))
    return replace(polled, seconds=time.monotonic() - began)


def folders_of(context: PollContext, box: Mailbox) -> Iterator[MailFolder]:
    """The account's own folders, then the junk folder unless it is left out or one of them."""
    account = context.account
    yield from (MailFolder(name) for name in account.folders)
    junk = box.junk_folder() if account.junk == AUTO else account.junk
    if junk and junk not in account.folders:
        yield MailFolder(junk, junk=True)


@contextmanager
def held(context: PollContext, folder: MailFolder) -> Iterator[Lease | None]:
    """The right to read `folder`, given back at the end; None while another reader has it."""
    database = context.intake.database
    name = f"mailbox/{context.account.name}/{folder.name}"
    now = context.clock()
    with database.writing() as conn:
        lease = leases.take(conn, name, context.owner, now, now + LEASE)
    try:
        yield lease
    finally:
        if lease is not None:
            with suppress(DatabaseAwayError), database.writing() as conn:
                leases.release(conn, lease, context.clock())


@contextmanager
def logged_in(context: PollContext) -> Iterator[Mailbox]:
    """A session, its login counted: refusals add up until a login succeeds or the secret changes (P26)."""
    account = context.account
    kept = _mark(context)
    if kept.refusals and kept.refused_secret != _trace(account):
        kept = replace(kept, refusals=0, refused_because="", refused_secret="")
    if kept.refusals >= context.tries:
        raise GivenUpError(account, kept.refusals, kept.refused_because)
    box = Mailbox(account)
    try:
        box.open()
    except AccessRefusedError as refusal:
        _count(context, kept.refusals + 1, refusal.said, _trace(account))
        raise
    with box:
        if _mark(context).refusals:
            _count(context, 0, "", "")
        yield box


def _one_folder(
    context: PollContext, box: Mailbox, folder: MailFolder, now: datetime, so_far: Polled
) -> Polled:
    with held(context, folder) as lease:
        if lease is None:
            return replace(so_far, busy=(*so_far.busy, folder.name))
        begun = begin(context, box, folder, lease, now)
        if begun.started is not None:
            so_far = replace(so_far, started=(*so_far.started, (folder.name, begun.started)))
        if begun.renumbered is not None:
            so_far = replace(so_far, renumbered=(*so_far.renumbered, (folder.name, begun.renumbered)))
        tally: IntakeCounts = so_far.tally + run(begun.round)
        return replace(so_far, tally=tally)


# --- refusals -----------------------------------------------------------------------------------------


def _mark(context: PollContext) -> ReadPosition:
    """Refusals are counted with the first folder; a login has no folder of its own."""
    with context.intake.database.reading() as conn:
        return read_positions.position_of(conn, context.account.name, context.account.folders[0])


def _count(context: PollContext, refusals: int, said: str, trace: str) -> None:
    account = context.account
    with context.intake.database.writing() as conn:
        mark = read_positions.position_of(conn, account.name, account.folders[0])
        counted = replace(mark, refusals=refusals, refused_because=said, refused_secret=trace)
        read_positions.save_position(conn, counted)


def _trace(account: Account) -> str:
    """By what a secret is known again; slow to guess it from."""
    salt = account.name.encode()
    return hashlib.scrypt(account.secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=16).hex()
