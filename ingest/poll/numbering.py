"""Do the UIDs of a folder still mean what they meant?

UIDVALIDITY should say so, but NetEase and 139 say 1 for ever and some servers say
nothing (P01, P25). So letters known from earlier are compared as well: their arrival
and size (promise 5). Asking the server is left to `folder`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ingest.mailbox.reading import ListedLetter, OpenedFolder
from ledger.entries.letters import MailboxEntry
from ledger.mailbox_entries import ReadPosition
from ledger.periods import OFFICE_ZONE

WITNESSES = 20
"""How many letters of a folder are compared with what the server has at their place."""
_SERVER_BITS = (
    32  # a UIDVALIDITY has 32 bits (RFC 3501 §2.3.1.1); ours has a count above them
)
_SAME_MOMENT = timedelta(seconds=1)
_NOW, _ALL = "now", "all"


def why_renumbered(
    position: ReadPosition,
    folder: OpenedFolder,
    witnesses: Sequence[MailboxEntry],
    there: Mapping[int, ListedLetter],
    *,
    others_instead: bool = False,
) -> str | None:
    """Why the numbers cannot be believed any more (Chinese), or None.

    `witnesses` are letters seen under the present numbering, `there` what the server
    now has under their UIDs. A witness that is merely missing proves nothing: a
    colleague may have deleted it. That all are missing is a sign, and `others_instead`
    what was then seen: nothing known lies at its place any more, and letters that are
    not in the record lie among the UIDs already read.
    """
    if position.uidvalidity is None:
        return None
    if not _is_same_numbering(position.uidvalidity, folder.uidvalidity):
        return "服务器的 UIDVALIDITY 已改变"
    if folder.uidnext is not None and folder.uidnext <= position.last_uid:
        return "服务器的 UIDNEXT 小于已读到的编号"
    present = 0
    of_other_size = 0
    for seen in witnesses:
        letter = there.get(seen.place.uid)
        if letter is None:
            continue
        present += 1
        if (
            letter.arrived_at is not None
            and abs(letter.arrived_at - seen.arrived_at) >= _SAME_MOMENT
        ):
            return "同一编号的来件到达时间与登记不符"
        if seen.size not in (0, letter.size):
            of_other_size += 1
    # A few servers round sizes, so one letter's size is believed only where there is no
    # other witness.
    if 2 * of_other_size > present:
        return "同一编号的来件大小与登记不符"
    if present or not witnesses:
        return None
    if folder.uidnext is None and folder.exists:
        return "服务器不给出 UIDNEXT，且已登记的来件都不在原编号上"
    if others_instead:
        return "已登记的来件都不在原编号上，已读过的编号上却有没登记的来件"
    return None


def _is_same_numbering(kept: int, stated: int) -> bool:
    """Whether the numbering we keep is the one the server states."""
    return kept & ((1 << _SERVER_BITS) - 1) == stated


def new_numbering(stated: int, used: Iterable[int]) -> int:
    """The number to keep for a numbering that begins now.

    The server's own, unless letters were seen under it before: then its upper half
    counts the renumberings, since one (UIDVALIDITY, UID) must never name two letters
    (R40).
    """
    times_begun = [
        number >> _SERVER_BITS for number in used if _is_same_numbering(number, stated)
    ]
    return stated | (max(times_begun, default=-1) + 1) << _SERVER_BITS


def starting_moment(text: str, started_at: datetime | None) -> datetime | None:
    """From when on letters count, as `init --from` was told: `now`, `all`, or a day in
    the office's zone.

    None means that all count.
    """
    if text == _ALL:
        return None
    if text in ("", _NOW):
        return started_at
    return datetime.combine(date.fromisoformat(text), time(), OFFICE_ZONE)


def starting_uid(
    letters: Sequence[ListedLetter], folder: OpenedFolder, start: datetime | None
) -> int:
    """The first UID to read: that of the first letter that arrived at `start` or later.

    `letters` are all letters of the folder. From then on UIDs decide, never dates
    (P05).
    """
    if start is None:
        return 1
    highest = max((letter.uid for letter in letters), default=0)
    since = [
        letter.uid
        for letter in letters
        if letter.arrived_at is None or letter.arrived_at >= start
    ]
    return min(since, default=max(highest + 1, folder.uidnext or 0))


def is_recovering(position: ReadPosition) -> bool:
    """Whether a renumbering has not been read through yet."""
    begun, read_through = position.renumbered_at, position.last_good_poll_at
    # The poll that reads it through may bear the same moment, where the clock is a
    # rehearsal's.
    return begun is not None and (read_through is None or read_through <= begun)


def may_answer(
    position: ReadPosition, started_at: datetime | None, arrived_at: datetime
) -> bool:
    """Whether a letter may be answered as far as its arrival goes (promises 5 and 11).

    Never one from before `init`; and while a renumbering is read through, none from
    before the last good poll: it was answered then, or it was not ours to answer.
    """
    if started_at is None or arrived_at < started_at:
        return False
    known_until = position.last_good_poll_at
    return not is_recovering(position) or (
        known_until is not None and arrived_at >= known_until
    )
