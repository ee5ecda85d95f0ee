"""May this be told to this address, and within which limits?

`queue` is the one way into the outbox (promise 7, P30): it is given the verdict of `ingest.screening.robots`
as a value, refuses without one, and itself checks the service's own addresses, the address's health and the
daily limits, counted in the database and so proof against restarts (R07, P29). What is queued is sent by
`sending`, or only shown.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ledger.entries.letters import Answerable
from ledger.notice import NOTICES, Audience, Limit, Notice, OutboxState
from ledger.outbox import health
from ledger.outbox.counting import Known, is_answer, known
from ledger.outbox.listing import IN_DIGEST
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.tables.outgoing import outbox

DIGEST = "receipts-digest"
_DIGESTED = "receipt"
DIGEST_DELAY = timedelta(hours=8)
"""The digest of a day goes out the next morning, when no further letter of that day can come."""

_NOT_AN_ANSWER = "not an answer"
_DEFERRED = "当日回执已达上限，并入次日汇总"
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


class Code(StrEnum):
    """Why nothing will be mailed, for a program to read."""

    NOT_ANSWERABLE = "not-answerable"
    NO_ADDRESS = "no-address"
    OWN = "own"
    DISABLED = "disabled"
    LIMIT = "limit"


class NotQueued(NamedTuple):
    """Nothing will be mailed, and why (Chinese, without text of a letter)."""

    because: str
    code: Code = Code.NOT_ANSWERABLE


def is_writable(address: str) -> bool:
    """Whether mail to `address`, lower-case, can be queued as far as its form goes."""
    return _ADDRESS.fullmatch(address) is not None


def unprompted(address: str) -> Answerable:
    """The verdict for what is no answer to a letter: reminders, circulars, what the office is told."""
    return Answerable(may=True, to=address, because=_NOT_AN_ANSWER)


def queue(
    conn: sa.Connection, notice: Notice, answerable: Answerable, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """Queue `notice`, or say why not; the same (kind, to, key) again is the same row.

    Of `notice.about`, `serial` names the submission and `answers` the id of the mailbox entry it answers;
    both may be missing. Raises UnknownKindError, VerdictMissingError, MisaddressedError.
    """
    if notice.kind not in NOTICES:
        raise UnknownKindError(notice.kind)
    if not answerable.may:
        return NotQueued(answerable.because)
    _check_verdict(notice, answerable)
    to = notice.to.strip().lower()
    if not is_writable(to):
        return NotQueued("收件地址缺失或无法辨认", Code.NO_ADDRESS)
    if to in limits.own_addresses:
        return NotQueued("收件地址是本系统自己的地址", Code.OWN)  # R09
    found = known(conn, notice, to, now)
    if found.failures and is_answer(notice.kind):
        health.heard_from(conn, to, now)
    if found.disabled is not None:
        return NotQueued(f"收件地址已停用：{found.disabled}", Code.DISABLED)
    if found.row is not None:
        return Queued(found.row, notice.kind, fresh=False)
    match _limit_reached(notice, found, limits):
        case NotQueued() as refused:
            return refused
        case Limit.RECORDED:
            return _defer(conn, notice, now)
        case _:
            return _insert(conn, notice, now, due_at=now)


def _defer(conn: sa.Connection, notice: Notice, now: datetime) -> Queued:
    """Let the day's digest tell what `notice` would have; a row of the notice names the digest.

    The row is dropped from the first: it is never sent, and the digest lists by it what it has to tell,
    whatever day the letter itself arrived on.
    """
    day = local_day(now)
    digest = Notice(DIGEST, notice.to, day.isoformat(), {"day": day.isoformat()})
    told = _insert(conn, digest, now, due_at=day_start(day + ONE_DAY) + DIGEST_DELAY)
    deferred = replace(notice, about={**notice.about, IN_DIGEST: str(told.id)})
    row = _insert(conn, deferred, now, due_at=now)
    dropped = {"state": OutboxState.DROPPED.value, "settled_at": now, "outcome": _DEFERRED}
    if row.fresh:
        conn.execute(outbox.update().where(outbox.c.id == row.id).values(dropped))
    return told


def _check_verdict(notice: Notice, answerable: Answerable) -> None:
    if NOTICES[notice.kind].audience is not Audience.SENDER:
        return
    if answerable.because == _NOT_AN_ANSWER and is_answer(notice.kind):
        raise VerdictMissingError(notice.kind)
    if notice.to.strip().lower() != answerable.to.strip().lower():
        raise MisaddressedError(notice.kind)


def _limit_reached(notice: Notice, found: Known, limits: Limits) -> NotQueued | Limit | None:
    """A refusal; RECORDED when the digest takes the notice's place; None within the limits."""
    if is_answer(notice.kind) and found.in_thread >= limits.per_thread:
        return NotQueued("今日就同一件报送件的答复已达上限", Code.LIMIT)
    match NOTICES[notice.kind].limit:
        case Limit.OTHER if found.others >= limits.answers:
            return NotQueued("今日对该地址的其他答复已达上限", Code.LIMIT)
        case Limit.RECORDED if is_answer(notice.kind) and found.receipts >= limits.receipts:
            if notice.kind == _DIGESTED:
                return Limit.RECORDED
            return NotQueued("今日对该地址的回执已达上限", Code.LIMIT)
        case _:
            return None


def row_of(notice: Notice, state: OutboxState, now: datetime) -> dict[str, Any]:
    """The outbox row of a notice that is new at this moment."""
    answers = notice.about.get("answers")
    return {
        "kind": notice.kind,
        "recipient": notice.to.strip().lower(),
        "key": notice.key,
        "about": dict(notice.about),
        "serial": notice.about.get("serial"),
        "answers": int(answers) if answers else None,
        "state": state.value,
        "queued_at": now,
        "due_at": now,
    }


def _insert(conn: sa.Connection, notice: Notice, now: datetime, due_at: datetime) -> Queued:
    row = row_of(notice, OutboxState.QUEUED, now) | {"due_at": due_at}
    made = conn.scalar(_insertion(conn.dialect.name), row)
    if made is not None:
        return Queued(made, notice.kind)
    standing = known(conn, notice, notice.to.strip().lower(), now).row
    assert standing is not None  # noqa: S101 - the unique key was the only conflict there can be
    return Queued(standing, notice.kind, fresh=False)


@cache
def _insertion(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT DO NOTHING, made once: a batch of letters asks for it a hundred times."""
    insert = sqlite.insert(outbox) if dialect == "sqlite" else postgresql.insert(outbox)
    return insert.on_conflict_do_nothing().returning(outbox.c.id)  # type: ignore[return-value]
