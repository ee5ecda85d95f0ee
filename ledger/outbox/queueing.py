"""May this be told to this address, and within which limits?

`queue` is the one way into the outbox (promise 7, P30): it is given the verdict of `ingest.robots` as a
value, refuses without one, and itself checks the service's own addresses, the address's health and the limits
of CLI.md's defaults, counted in the database and so proof against restarts (P29). What is queued is sent by
`sending`, or only shown.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from ledger.entries import Answerable
from ledger.notice import NOTICES, Audience, Kind, Limit, Notice, OutboxState
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.tables.outgoing import address_health, outbox
from ledger.upsert import insert_for

DIGEST = "receipts-digest"
DIGEST_DELAY = timedelta(hours=8)
"""The digest of a day goes out the next morning, when no further letter of that day can come."""

_NOT_AN_ANSWER = "not an answer"
_UNBIDDEN = frozenset({DIGEST, "decided"})
"""Kinds to a sender that a letter does not set off: a person or the day's end does."""
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.\-]+|[!-?A-~]+@\[[0-9A-Fa-f.:]+\]")


class UnknownKindError(Exception):
    """A notice of a kind that NOTICES does not list."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"notice kind {kind!r} is not in the table; it knows: {', '.join(NOTICES)}")


class MisaddressedError(Exception):
    """An answer was about to go elsewhere than to the address the verdict names (RFC 3834 §4, R05)."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"notice {kind!r} is addressed to another address than its verdict; nothing was queued"
        )


class VerdictMissingError(Exception):
    """An answer to a letter came without the letter's verdict (RFC 3834 §2)."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"notice {kind!r} answers a letter; give the verdict stored with it, not unprompted()"
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What the office allows: its own addresses (never written to, R09) and how many answers a day.

    `receipts` counts receipts for recorded items to one address, `answers` what else answers its letters,
    `per_thread` the answers about one submission; a day is a day of the office's zone.
    """

    own_addresses: frozenset[str]
    receipts: int
    answers: int
    per_thread: int


class Queued(NamedTuple):
    """The notice stands in the outbox; `kind` tells if it became part of a digest, `fresh` if it is new."""

    id: int
    kind: str
    fresh: bool = True


class NotQueued(NamedTuple):
    """Nothing will be mailed, and why (Chinese, without text of a letter)."""

    because: str


def unprompted(address: str) -> Answerable:
    """The verdict for what is no answer to a letter: reminders, circulars, what the office is told."""
    return Answerable(may=True, to=address, because=_NOT_AN_ANSWER)


def queue(
    conn: sa.Connection, notice: Notice, answerable: Answerable, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """Queue `notice`, or say why not; the same (kind, to, key) again is the same row.

    Of `notice.about`, `serial` names the submission and `answers` the id of the sighting it answers; both may
    be missing. Raises UnknownKindError, VerdictMissingError, MisaddressedError.
    """
    if notice.kind not in NOTICES:
        raise UnknownKindError(notice.kind)
    if not answerable.may:
        return NotQueued(answerable.because)
    _check_verdict(notice, answerable)
    to = notice.to.strip().lower()
    refusal = _address_refusal(conn, to, limits)
    if refusal:
        return NotQueued(refusal)
    standing = _row_of(conn, notice.kind, to, notice.key)
    if standing is not None:
        return Queued(standing, notice.kind, fresh=False)
    match _limit_reached(conn, notice, now, limits):
        case str(because):
            return NotQueued(because)
        case Notice() as digest:
            return _insert(conn, digest, now, due_at=day_start(local_day(now) + ONE_DAY) + DIGEST_DELAY)
        case None:
            return _insert(conn, notice, now, due_at=now)


def _check_verdict(notice: Notice, answerable: Answerable) -> None:
    if NOTICES[notice.kind].audience is not Audience.SENDER:
        return
    if answerable.because == _NOT_AN_ANSWER and notice.kind not in _UNBIDDEN:
        raise VerdictMissingError(notice.kind)
    if notice.to.strip().lower() != answerable.to.strip().lower():
        raise MisaddressedError(notice.kind)


def _address_refusal(conn: sa.Connection, to: str, limits: Limits) -> str:
    if not _ADDRESS.fullmatch(to):
        return "收件地址缺失或无法辨认"
    if to in limits.own_addresses:
        return "收件地址是本系统自己的地址"  # R09
    query = sa.select(address_health.c.because).where(
        address_health.c.address == to, address_health.c.disabled
    )
    because = conn.scalar(query)
    return "" if because is None else f"收件地址已停用：{because}"


def _limit_reached(conn: sa.Connection, notice: Notice, now: datetime, limits: Limits) -> str | Notice | None:
    """A reason, the digest that takes the notice's place, or None: within the limits."""
    kind, to = NOTICES[notice.kind], notice.to.strip().lower()
    if _is_answer(notice.kind) and notice.about.get("serial"):
        same_thread = outbox.c.serial == notice.about["serial"]
        if _count(conn, now, _answers(), same_thread) >= limits.per_thread:
            return "今日就同一件报送件的答复已达上限"
    match kind.limit:
        case Limit.OTHER if _count(conn, now, _kinds(kind), outbox.c.recipient == to) >= limits.answers:
            return "今日对该地址的其他答复已达上限"
        case Limit.RECORDED if _count(conn, now, _kinds(kind), outbox.c.recipient == to) >= limits.receipts:
            day = local_day(now).isoformat()
            return Notice(DIGEST, to, day, {"day": day})
        case _:
            return None


def _is_answer(kind: str) -> bool:
    return NOTICES[kind].audience is Audience.SENDER and kind not in _UNBIDDEN


def _answers() -> tuple[str, ...]:
    return tuple(kind for kind in NOTICES if _is_answer(kind))


def _kinds(like: Kind) -> tuple[str, ...]:
    return tuple(name for name, kind in NOTICES.items() if kind.limit is like.limit)


def _count(conn: sa.Connection, now: datetime, kinds: tuple[str, ...], which: sa.ColumnElement[bool]) -> int:
    """How many notices of these kinds were queued on the office's day of `now`, dropped ones left out."""
    first = day_start(local_day(now))
    query = sa.select(sa.func.count()).where(
        which,
        outbox.c.kind.in_(kinds),
        outbox.c.queued_at >= first,
        outbox.c.queued_at < first + ONE_DAY,
        outbox.c.state != OutboxState.DROPPED,
    )
    return conn.scalar(query) or 0


def _insert(conn: sa.Connection, notice: Notice, now: datetime, due_at: datetime) -> Queued:
    to = notice.to.strip().lower()
    answers = notice.about.get("answers")
    row = {
        "kind": notice.kind,
        "recipient": to,
        "key": notice.key,
        "about": dict(notice.about),
        "serial": notice.about.get("serial"),
        "answers": int(answers) if answers else None,
        "state": OutboxState.QUEUED,
        "queued_at": now,
        "due_at": due_at,
    }
    insert = insert_for(conn, outbox).values(row).on_conflict_do_nothing().returning(outbox.c.id)
    made = conn.scalar(insert)
    if made is not None:
        return Queued(made, notice.kind)
    standing = _row_of(conn, notice.kind, to, notice.key)
    assert standing is not None  # noqa: S101 - the unique key was the only conflict there can be
    return Queued(standing, notice.kind, fresh=False)


def _row_of(conn: sa.Connection, kind: str, to: str, key: str) -> int | None:
    query = sa.select(outbox.c.id).where(outbox.c.kind == kind, outbox.c.recipient == to, outbox.c.key == key)
    return conn.scalar(query)
