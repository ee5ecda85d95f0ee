"""What does the office do where the record is older than what was sent?

A copy was brought back, or a database server that had fallen behind took over: the
record does not know what was mailed since. `hold_back` withholds whatever may have left
already; the office goes through it and lets each go, or says that it was sent; `end` is
for when all is settled. Letters are read again from the mailbox. Nobody tells of a
server that took over: `send_due` looks for it before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from ledger import copies, mailbox_entries, server_place, switches
from ledger.database import Connection
from ledger.faults import ToldError
from ledger.journal import MACHINE, By
from ledger.leases import SKEW
from ledger.outbox import settling, withholding
from ledger.outbox.settling import NotSettled, Settlement
from ledger.outbox.withholding import OlderRecord
from ledger.periods import OFFICE_ZONE
from notify.delivery.dispatch import DispatchCounts, dispatch, never
from office.service.parts import Service

log = structlog.get_logger(__name__)

RESTORED = "restored"
"""Why a record is older: a copy of it was brought back."""
SUCCEEDED = "succeeded"
"""Why it may be older: it stands on another server, timeline, database or schema than
before.
"""


class NotOverYetError(ToldError):
    """Withholding cannot end yet; nothing was changed. `in_chinese` is for a page."""

    def __init__(self, because: str, in_chinese: str) -> None:
        super().__init__(f"outbox withheld --end: {because}; nothing was changed")
        self.in_chinese = in_chinese


class NotAllSettledError(ToldError):
    """One of several messages cannot be settled so; none was."""

    def __init__(self, refused: NotSettled) -> None:
        super().__init__(f"{refused.because}; nothing was changed")


def hold_back(
    conn: Connection, why: str, by: By, ends_at: datetime | None = None
) -> int:
    """Withholds what may have left since `ends_at`, also what is queued later; how many
    messages waited.

    `ends_at` None: since the latest moment that the record knows of. `by.at` is when
    the record took over: what comes about later is mailed as ever. Nothing is paused.
    """
    known = ends_at or withholding.latest_moment(conn) or by.at
    return withholding.hold_back(conn, OlderRecord(min(known, by.at), by.at, why), by)


def send_due(service: Service, stop: Callable[[], bool] = never) -> DispatchCounts:
    """Sends what is due, as `dispatch` does; nothing that may have left before another
    server took over.

    The round ends where that is seen between two messages, and the next one withholds.
    """
    notice_succession(service)
    return dispatch(
        service.dispatch_context(),
        lambda: stop() or server_place.whereabouts(service.database).moved,
    )


def notice_succession(service: Service) -> bool:
    """Whether another server has the record than before, whose record may be older:
    then it is held back.

    A standby that is told of as synchronous lacks nothing, and is only noted.
    """
    seen = server_place.whereabouts(service.database)
    if seen.found is None or seen.found == seen.noted:
        return False
    now = service.clock()
    lacks_nothing = seen.promoted and service.settings.database.synchronous_standby
    with service.database.writing() as conn:
        first = server_place.note(conn, seen, now)
        if not first or not seen.moved or lacks_nothing:
            return False
        held = hold_back(conn, SUCCEEDED, By(MACHINE, now))
    log.warning("server succeeded", timeline=seen.found.timeline, withheld=held)
    return True


def notice_copy(conn: Connection, now: datetime) -> None:
    """Sees whether the record is a copy that was put in place by hand; if so, it counts
    as restored.
    """
    stamp = copies.parsed(switches.value(conn, copies.STAMP))
    if stamp is not None:
        hold_back(conn, RESTORED, By(MACHINE, now), stamp.made_at)
        switches.forget(conn, copies.STAMP)


def settle_all(
    conn: Connection, numbers: Iterable[int], how: Settlement, by: By
) -> int:
    """Settles several messages alike, each once; how many. NotAllSettledError, and the
    caller undoes it.
    """
    wanted = tuple(dict.fromkeys(numbers))
    for number in wanted:
        settled = settling.settle(conn, number, how, by)
        if isinstance(settled, NotSettled):
            raise NotAllSettledError(settled)
    return len(wanted)


def end(service: Service, conn: Connection, by: By) -> None:
    """Says that all is settled, from when on everything is mailed as ever;
    NotOverYetError.
    """
    older = withholding.current(conn)
    if older is None:
        raise NotOverYetError(
            "nothing is withheld, the record lacks nothing", "没有暂扣的信"
        )
    waiting = withholding.count(conn)
    if waiting:
        raise NotOverYetError(
            f"{waiting} messages are withheld; settle them first, see `outbox withheld`",
            f"还有 {waiting} 封信没定，请先定完",
        )
    since = older.brought_back_at(by.at)
    if since > by.at + SKEW:
        moment = f"{since.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        raise NotOverYetError(
            f"copy and restore are of {moment} by a clock that ran ahead, so that nobody "
            "can say what was read since; put the clock right and say it again then",
            f"备份和恢复都是在时钟走快时做的（{moment}），无法判断之后收过信没有；请到那时再点",
        )
    if service.settings.mailbox.host and not _has_been_read_since(service, conn, since):
        raise NotOverYetError(
            "the mailbox was not read since; run `reconcile --mend` first",
            "恢复以后还没有收过信，请收过信再点",
        )
    withholding.end(conn, by)


def _has_been_read_since(service: Service, conn: Connection, moment: datetime) -> bool:
    positions = mailbox_entries.positions(conn, service.account.name)
    read_at = {each.folder: each.last_good_poll_at for each in positions}
    for folder in service.account.folders:
        last = read_at.get(folder)
        if last is None or last <= moment:
            return False
    return True
