"""May this be told to this address, and within which limits?

`queue` is the one way into the outbox (promise 7, P30): it is given the verdict of
`ingest.screening.robots` as a value, refuses without one, and itself checks the
service's own addresses, the address's health and the daily limits, counted in the
database and so proof against restarts (R07, P29). What is queued is sent by `sending`,
or only shown.

Some answers are told by a list instead: receipts beyond the day's limit by a digest,
and answers to letters that were found long after they came, whose sender no longer
waits, by one list a day and address - forty days of backlog must not become a thousand
mails. Which letters are late is `ingest.intake`'s affair.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ledger.database import mark_mail_due
from ledger.entries.letters import Answerable
from ledger.notice import NOTICES, Audience, DailyLimit, Notice, OutboxState
from ledger.outbox import bounces, withholding
from ledger.outbox.listing import IN_DIGEST, UNTOLD
from ledger.periods import ONE_DAY, day_start, local_day
from ledger.statements import insert_new
from ledger.tables.columns import Instant
from ledger.tables.mail import address_health, outbox
from ledger.tables.office import switches

DIGEST = "receipts-digest"
DIGEST_DELAY = timedelta(hours=8)
"""The digest of a day goes out the next morning, when no further letter of that day can
come.
"""

_UNBIDDEN = frozenset({DIGEST, "decided"})
"""Kinds to a sender that a letter does not set off: a person or the day's end does."""
_NOT_MAIL_OF_TODAY = (OutboxState.DROPPED, OutboxState.WITHHELD)
_NOT_AN_ANSWER = "not an answer"
_DEFERRED = "当日回执已达上限，并入次日汇总"
_LISTED = "来件已久，列入补录清单，不另回执"
# Visible ASCII, which a server without SMTPUTF8 takes too, at a domain or an IP
# literal.
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.\-]+|[!-?A-~]+@\[[0-9A-Fa-f.:]+\]")


class UnknownKindError(Exception):
    """A notice of a kind that NOTICES does not list."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"notice kind {kind!r} is not in the table; it knows: {', '.join(NOTICES)}"
        )


class MisaddressedError(Exception):
    """An answer was about to go elsewhere than to the address the verdict names (RFC
    3834 §4, R05).
    """

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
    """What the office allows: its own addresses (never written to, R09) and how many
    answers a day.

    `receipts` counts receipts for recorded items to one address, `answers` what else
    answers its letters, `per_thread` the answers about one submission; a day is a day
    of the office's zone.
    """

    own_addresses: frozenset[str]
    receipts: int
    answers: int
    per_thread: int


class Queued(NamedTuple):
    """The notice stands in the outbox; `kind` tells if it became part of a digest,
    `fresh` if it is new.

    `withheld`: it goes only when a person lets it, since it may have been sent before.
    """

    id: int
    kind: str
    fresh: bool = True
    withheld: bool = False


class NotQueuedCode(StrEnum):
    """Why nothing will be mailed, for a program to read."""

    NOT_ANSWERABLE = "not-answerable"
    NO_ADDRESS = "no-address"
    OWN = "own"
    DISABLED = "disabled"
    LIMIT = "limit"


class NotQueued(NamedTuple):
    """Nothing will be mailed, and why (Chinese, without text of a letter)."""

    because: str
    code: NotQueuedCode = NotQueuedCode.NOT_ANSWERABLE


class LateAnswer(NamedTuple):
    """The answer that would have been due, and the verdict stored with the letter.

    `at_once`: a person handed the letter in and waits for what comes of it.
    """

    notice: Notice
    answerable: Answerable
    at_once: bool = False


class NoticeHistory(NamedTuple):
    """What the outbox says of an address, a notice and its thread before the notice
    goes in.

    `disabled` is why the address is given up, `row` the id of the same notice; then the
    notices of the day, dropped ones left out: answers in the thread, receipts and other
    answers to the address. `failures` are the messages that the address returned; None
    where none ever was. `older_record` is what `withholding.parsed` reads.
    """

    disabled: str | None
    row: int | None
    in_thread: int
    receipts: int
    others: int
    failures: int | None
    older_record: str | None


def is_writable(address: str) -> bool:
    """Whether mail to `address`, lower-case, can be queued as far as its form goes."""
    return _ADDRESS.fullmatch(address) is not None


def is_answer(kind: str) -> bool:
    """Whether a letter sets off notices of this kind."""
    return NOTICES[kind].audience is Audience.SENDER and kind not in _UNBIDDEN


def unprompted(address: str) -> Answerable:
    """The verdict yes, to `address`, for what answers no letter: reminders, circulars,
    office news.
    """
    return Answerable(may=True, to=address, because=_NOT_AN_ANSWER)


def queue(
    conn: sa.Connection,
    notice: Notice,
    answerable: Answerable,
    now: datetime,
    limits: Limits,
) -> Queued | NotQueued:
    """Queues `notice`, or says why not; the same (kind, to, key) again is the same row.

    Of `notice.about`, `serial` names the submission and `answers` the id of the mailbox
    entry it answers; both may be missing. Raises UnknownKindError, VerdictMissingError,
    MisaddressedError.
    """
    kind = notice.kind
    if kind not in NOTICES:
        raise UnknownKindError(kind)
    if not answerable.may:
        return NotQueued(answerable.because)
    to = notice.to.strip().lower()
    if NOTICES[kind].audience is Audience.SENDER:
        if answerable.because == _NOT_AN_ANSWER and is_answer(kind):
            raise VerdictMissingError(kind)
        if to != answerable.to.strip().lower():
            raise MisaddressedError(kind)
    if not is_writable(to):
        return NotQueued("收件地址缺失或无法辨认", NotQueuedCode.NO_ADDRESS)
    if to in limits.own_addresses:
        return NotQueued("收件地址是本系统自己的地址", NotQueuedCode.OWN)  # R09
    history = _history_of(conn, notice, to, now)
    # The letter that is answered shows that its address lives.
    if history.failures and is_answer(kind):
        bounces.note_letter(conn, to, now)
    if history.disabled is not None:
        return NotQueued(f"收件地址已停用：{history.disabled}", NotQueuedCode.DISABLED)
    if history.row is not None:
        return Queued(history.row, kind, fresh=False)

    # No limit of the day is used up by what may have been told on another.
    older = withholding.parsed(history.older_record)
    if older is not None and withholding.may_have_left(older, notice):
        return _insert(conn, notice, now, due_at=now, withheld=True)

    # The limits of the day (R07). A receipt beyond them is told by the next morning's
    # digest (P29).
    if is_answer(kind) and history.in_thread >= limits.per_thread:
        return NotQueued("今日就同一件报送件的答复已达上限", NotQueuedCode.LIMIT)
    limit = NOTICES[kind].limit
    if limit is DailyLimit.OTHER and history.others >= limits.answers:
        return NotQueued("今日对该地址的其他答复已达上限", NotQueuedCode.LIMIT)
    if (
        limit is DailyLimit.RECORDED
        and is_answer(kind)
        and history.receipts >= limits.receipts
    ):
        if kind == "receipt":
            return _defer(conn, notice, now)
        return NotQueued("今日对该地址的回执已达上限", NotQueuedCode.LIMIT)
    return _insert(conn, notice, now, due_at=now)


def _defer(conn: sa.Connection, notice: Notice, now: datetime) -> Queued:
    """Let the day's digest tell what `notice` would have; a row of the notice names the
    digest.

    The row is dropped from the first: it is never sent, and the digest lists by it what
    it has to tell, whatever day the letter itself arrived on.
    """
    day = local_day(now)
    digest = Notice(DIGEST, notice.to, day.isoformat(), {"day": day.isoformat()})
    told = _insert(conn, digest, now, due_at=day_start(day + ONE_DAY) + DIGEST_DELAY)
    deferred = replace(notice, about={**notice.about, IN_DIGEST: str(told.id)})
    _insert_dropped(conn, deferred, _DEFERRED, now)
    return told


def list_instead(
    conn: sa.Connection, answer: LateAnswer, unit_id: int, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """Lets the unit's list of the day tell what the answer would have told."""
    notice = answer.notice
    if not answer.answerable.may:
        return NotQueued(answer.answerable.because)
    older = withholding.current(conn)
    if older is not None and withholding.may_have_left(older, notice):
        # Each by itself, for a person to choose among: a list would mix what was told
        # with what was not.
        return queue(conn, notice, answer.answerable, now, limits)
    queued = _queue_list(conn, notice.to, unit_id, now, limits)
    if isinstance(queued, NotQueued):
        return queued
    if queued.fresh and not answer.at_once:
        morning = day_start(local_day(now) + ONE_DAY) + DIGEST_DELAY
        conn.execute(
            outbox.update().where(outbox.c.id == queued.id).values(due_at=morning)
        )
    named = replace(notice, about={**notice.about, IN_DIGEST: str(queued.id)})
    _insert_dropped(conn, named, _LISTED, now)
    return queued


def leave_untold(conn: sa.Connection, answer: LateAnswer, now: datetime) -> None:
    """Leave a late letter unanswered: its answer is stored as dropped, for the office's
    digest to count.

    Nothing is stored where the letter may not be answered at all.
    """
    if answer.answerable.may:
        _insert_dropped(conn, answer.notice, UNTOLD, now)


def _queue_list(
    conn: sa.Connection, to: str, unit_id: int, now: datetime, limits: Limits
) -> Queued | NotQueued:
    """The list of the day that still waits, or a further one where the last has left
    already.
    """
    day = local_day(now)
    about = {"unit_id": str(unit_id), "on": day.isoformat()}
    number = 1
    while True:
        key = f"{unit_id}/{day}" if number == 1 else f"{unit_id}/{day}/{number}"
        queued = queue(
            conn, Notice("backlog", to, key, about, now), unprompted(to), now, limits
        )
        if isinstance(queued, NotQueued) or queued.fresh:
            return queued
        # It was there before: a letter may join it as long as no worker has it in hand.
        waits = (outbox.c.state == OutboxState.QUEUED) & outbox.c.lease_owner.is_(None)
        if (
            conn.scalar(sa.select(outbox.c.id).where(outbox.c.id == queued.id, waits))
            is not None
        ):
            return queued
        number += 1


def _insert_dropped(
    conn: sa.Connection, notice: Notice, outcome: str, now: datetime
) -> None:
    """Writes a row that is never sent: something else tells what the notice would have,
    or nothing does.
    """
    row = _row_of(notice, OutboxState.DROPPED, now) | {
        "settled_at": now,
        "outcome": outcome,
    }
    insert_new(conn, outbox, [row])


def _row_of(notice: Notice, state: OutboxState, now: datetime) -> dict[str, Any]:
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


def _insert(
    conn: sa.Connection,
    notice: Notice,
    now: datetime,
    due_at: datetime,
    *,
    withheld: bool = False,
) -> Queued:
    row = _row_of(notice, OutboxState.QUEUED, now) | {"due_at": due_at}
    if withheld:
        row |= {"state": OutboxState.WITHHELD.value, "outcome": withholding.WITHHELD}
    made = conn.scalar(_insertion(conn.dialect.name), row)
    if made is not None:
        if due_at <= now and not withheld:
            mark_mail_due(conn)
        return Queued(made, notice.kind, withheld=withheld)
    standing = _history_of(conn, notice, notice.to.strip().lower(), now).row
    assert standing is not None  # noqa: S101 - the unique key was the only conflict there can be
    return Queued(standing, notice.kind, fresh=False)


# Both statements are made once and then only given their parameters: a batch of letters
# asks for each of them a hundred times.


@cache
def _insertion(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """INSERT … ON CONFLICT DO NOTHING, which gives the id of a new row."""
    insert = sqlite.insert(outbox) if dialect == "sqlite" else postgresql.insert(outbox)
    return insert.on_conflict_do_nothing().returning(outbox.c.id)  # type: ignore[return-value]


def _history_of(
    conn: sa.Connection, notice: Notice, to: str, now: datetime
) -> NoticeHistory:
    """What the record says about telling `notice` to the address `to`, lower-case, at
    this moment.
    """
    first = day_start(local_day(now))
    parameters = {
        "to": to,
        "kind": notice.kind,
        "key": notice.key,
        "serial": notice.about.get("serial"),
        "first": first,
        "past": first + ONE_DAY,
    }
    return NoticeHistory(*conn.execute(_history_query(), parameters).one())


@cache
def _history_query() -> sa.Select[Any]:
    """One question for everything that a NoticeHistory holds, in the order of its
    fields.
    """
    to = sa.bindparam("to", type_=sa.Text)
    health = sa.select(address_health).where(address_health.c.address == to)
    same = sa.select(outbox.c.id).where(
        outbox.c.kind == sa.bindparam("kind", type_=sa.Text),
        outbox.c.recipient == to,
        outbox.c.key == sa.bindparam("key", type_=sa.Text),
    )
    answers = [kind for kind in NOTICES if is_answer(kind)]
    receipts = [
        name for name, kind in NOTICES.items() if kind.limit is DailyLimit.RECORDED
    ]
    others = [name for name, kind in NOTICES.items() if kind.limit is DailyLimit.OTHER]
    in_thread = outbox.c.serial == sa.bindparam("serial", type_=sa.Text)
    to_address = outbox.c.recipient == to
    return sa.select(
        health.with_only_columns(address_health.c.because)
        .where(address_health.c.disabled)
        .scalar_subquery(),
        same.scalar_subquery(),
        _count_of_day(in_thread, answers),
        _count_of_day(to_address, receipts),
        _count_of_day(to_address, others),
        health.with_only_columns(address_health.c.failures).scalar_subquery(),
        sa.select(switches.c.value)
        .where(switches.c.name == withholding.OLDER_RECORD)
        .scalar_subquery(),
    )


def _count_of_day(
    which: sa.ColumnElement[bool], kinds: Iterable[str]
) -> sa.ScalarSelect[int]:
    # Kinds and states are names of ours: written out, so that the statement has few
    # parameters.
    counted = sa.select(sa.func.count()).where(
        which,
        outbox.c.kind.in_([sa.literal_column(f"'{kind}'") for kind in kinds]),
        outbox.c.queued_at >= sa.bindparam("first", type_=Instant),
        outbox.c.queued_at < sa.bindparam("past", type_=Instant),
        outbox.c.state.not_in(
            [sa.literal_column(f"'{state}'") for state in _NOT_MAIL_OF_TODAY]
        ),
    )
    return counted.select_from(outbox).scalar_subquery()
