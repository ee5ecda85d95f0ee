"""Do the UIDs of a folder still mean what they meant?

UIDVALIDITY should say so, but NetEase and 139 say 1 for ever and some servers say nothing (P01, P25). So
letters known from earlier are compared as well: their arrival and size (promise 5). Asking the server is left
to `folder`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ingest.mailbox.listing import ListedLetter, OpenedFolder
from ledger.entries.letters import MailboxEntry
from ledger.periods import OFFICE_ZONE
from ledger.read_positions import ReadPosition

WITNESSES = 20
_SERVER_BITS = 32
_SAME_MOMENT = timedelta(seconds=1)
NOW, ALL = "now", "all"


def renumbered(
    mark: ReadPosition,
    folder: OpenedFolder,
    witnesses: Sequence[MailboxEntry],
    there: Mapping[int, ListedLetter],
) -> str | None:
    """Why the numbers cannot be believed any more (Chinese), or None.

    `witnesses` are letters seen under the present numbering, `there` what the server now has under their
    UIDs. A witness that is merely missing proves nothing: a colleague may have deleted it.
    """
    if mark.uidvalidity is None:
        return None
    if not same_numbering(mark.uidvalidity, folder.uidvalidity):
        return "服务器的 UIDVALIDITY 已改变"
    if folder.uidnext is not None and folder.uidnext <= mark.last_uid:
        return "服务器的 UIDNEXT 小于已读到的编号"
    present = [(seen, there[seen.place.uid]) for seen in witnesses if seen.place.uid in there]
    if any(_arrived_otherwise(seen, header) for seen, header in present):
        return "同一编号的来件到达时间与登记不符"
    # A few servers round sizes, so one letter's size is believed only where there is no other witness.
    if 2 * sum(seen.size not in (0, header.size) for seen, header in present) > len(present):
        return "同一编号的来件大小与登记不符"
    if not present and folder.uidnext is None and folder.exists and witnesses:
        return "服务器不给出 UIDNEXT，且已登记的来件都不在原编号上"
    return None


def same_numbering(kept: int, stated: int) -> bool:
    """Whether the numbering we keep is the one the server states."""
    return kept & ((1 << _SERVER_BITS) - 1) == stated


def new_numbering(stated: int, used: Iterable[int]) -> int:
    """The number to keep for a numbering that begins now.

    The server's own, unless letters were seen under it before: then its upper half counts the renumberings,
    since one (UIDVALIDITY, UID) must never name two letters (R40).
    """
    generations = [number >> _SERVER_BITS for number in used if same_numbering(number, stated)]
    return stated if not generations else stated | (max(generations) + 1) << _SERVER_BITS


def starting_moment(text: str, started_at: datetime | None) -> datetime | None:
    """From when on letters count, as `init --from` was told.

    `now`, `all` (None), or a day in the office's zone.
    """
    if text == ALL:
        return None
    if text in ("", NOW):
        return started_at
    return datetime.combine(date.fromisoformat(text), time(), OFFICE_ZONE)


def starting_uid(headers: Sequence[ListedLetter], folder: OpenedFolder, start: datetime | None) -> int:
    """The first UID to read: that of the first letter that arrived at `start` or later.

    `headers` are all letters of the folder. From then on UIDs decide, never dates (P05).
    """
    if start is None:
        return 1
    since = [header.uid for header in headers if header.arrived_at is None or header.arrived_at >= start]
    beyond = max((header.uid for header in headers), default=0) + 1
    return min(since, default=max(beyond, folder.uidnext or 0))


def recovering(mark: ReadPosition) -> bool:
    """Whether a renumbering has not been read through yet."""
    if mark.renumbered_at is None:
        return False
    # The poll that reads it through may bear the same moment, where the clock is a rehearsal's.
    return mark.last_good_poll_at is None or mark.last_good_poll_at <= mark.renumbered_at


def may_answer(mark: ReadPosition, started_at: datetime | None, arrived_at: datetime) -> bool:
    """Whether a letter may be answered as far as its arrival goes (promises 5 and 11).

    Never one from before `init`; and while a renumbering is read through, none from before the last good
    poll: it was answered then, or it was not ours to answer.
    """
    if started_at is None or arrived_at < started_at:
        return False
    return not recovering(mark) or (
        mark.last_good_poll_at is not None and arrived_at >= mark.last_good_poll_at
    )


def _arrived_otherwise(seen: MailboxEntry, header: ListedLetter) -> bool:
    return header.arrived_at is not None and abs(header.arrived_at - seen.arrived_at) >= _SAME_MOMENT
