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

from ingest.intake.arrival import Tally
from ingest.mailbox.account import AUTO, Account
from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError
from ingest.mailbox.reading import Mailbox
from ingest.poll.postman import LEASE, Folder, GivenUpError, Polled, Postman
from ingest.poll.round import begin
from ingest.poll.taking import run
from ledger import accounts, leases
from ledger.accounts import Mark
from ledger.database import DatabaseAwayError
from ledger.leases import Lease


def poll(postman: Postman) -> Polled:
    """Takes in everything that is new in the account's folders.

    Raises AccessRefusedError or GivenUpError (stop and tell people), TryLaterError and MisconfiguredError
    (nothing was lost), LeaseLostError and DatabaseAwayError likewise.
    """
    began = time.monotonic()
    polled = Polled()
    now = postman.clock()
    with logged_in(postman) as box:
        for folder in folders_of(postman, box):
            try:
                polled = _one_folder(postman, box, folder, now, polled)
            except MisconfiguredError:
                if not folder.junk:
                    raise
                polled = replace(polled, missing=(*polled.missing, folder.name))
    return replace(polled, seconds=time.monotonic() - began)


def folders_of(postman: Postman, box: Mailbox) -> Iterator[Folder]:
    """The account's own folders, then the junk folder unless it is left out or one of them."""
    account = postman.account
    yield from (Folder(name) for name in account.folders)
    junk = box.junk_folder() if account.junk == AUTO else account.junk
    if junk and junk not in account.folders:
        yield Folder(junk, junk=True)


@contextmanager
def held(postman: Postman, folder: Folder) -> Iterator[Lease | None]:
    """The right to read `folder`, given back at the end; None while another reader has it."""
    database = postman.desk.database
    wanted = (f"mailbox/{postman.account.name}/{folder.name}", postman.owner)
    now = postman.clock()
    with database.writing() as conn:
        lease = leases.take(conn, wanted, now, now + LEASE)
    try:
        yield lease
    finally:
        if lease is not None:
            with suppress(DatabaseAwayError), database.writing() as conn:
                leases.release(conn, lease, postman.clock())


@contextmanager
def logged_in(postman: Postman) -> Iterator[Mailbox]:
    """A session, its login counted: refusals add up until a login succeeds or the secret changes (P26)."""
    account = postman.account
    kept = _mark(postman)
    if kept.refusals and kept.refused_secret != _trace(account):
        kept = replace(kept, refusals=0, refused_because="", refused_secret="")
    if kept.refusals >= postman.tries:
        raise GivenUpError(account, kept.refusals, kept.refused_because)
    box = Mailbox(account)
    try:
        box.open()
    except AccessRefusedError as refusal:
        _count(postman, kept.refusals + 1, refusal.said, _trace(account))
        raise
    with box:
        if _mark(postman).refusals:
            _count(postman, 0, "", "")
        yield box


def _one_folder(postman: Postman, box: Mailbox, folder: Folder, now: datetime, so_far: Polled) -> Polled:
    with held(postman, folder) as lease:
        if lease is None:
            return replace(so_far, busy=(*so_far.busy, folder.name))
        begun = begin(postman, box, folder, lease, now)
        if begun.started is not None:
            so_far = replace(so_far, started=(*so_far.started, (folder.name, begun.started)))
        if begun.renumbered is not None:
            so_far = replace(so_far, renumbered=(*so_far.renumbered, (folder.name, begun.renumbered)))
        tally: Tally = so_far.tally + run(begun.round)
        return replace(so_far, tally=tally)


# --- refusals -----------------------------------------------------------------------------------------


def _mark(postman: Postman) -> Mark:
    """Refusals are counted with the first folder; a login has no folder of its own."""
    with postman.desk.database.reading() as conn:
        return accounts.mark_of(conn, postman.account.name, postman.account.folders[0])


def _count(postman: Postman, refusals: int, said: str, trace: str) -> None:
    account = postman.account
    with postman.desk.database.writing() as conn:
        mark = accounts.mark_of(conn, account.name, account.folders[0])
        counted = replace(mark, refusals=refusals, refused_because=said, refused_secret=trace)
        accounts.set_mark(conn, counted)


def _trace(account: Account) -> str:
    """By what a secret is known again; slow to guess it from."""
    salt = account.name.encode()
    return hashlib.scrypt(account.secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=16).hex()
