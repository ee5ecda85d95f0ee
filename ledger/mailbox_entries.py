"""What became of each UID?

Every mail seen has one row, in exactly one state (promise 4), keyed by account, folder, UIDVALIDITY and UID.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledger.entries.letters import Answerable, LetterRole, MailboxEntry, MailboxEntryState, Place
from ledger.tables.letters import mailbox_entries

_CHUNK = 500


def add(conn: sa.Connection, seen: Sequence[MailboxEntry], now: datetime) -> None:
    """Writes the mailbox entries; their ids come from `numbers.take`. A place seen before is refused."""
    if seen:
        conn.execute(
            mailbox_entries.insert(), [_row(mailbox_entry) | {"seen_at": now} for mailbox_entry in seen]
        )


def change(conn: sa.Connection, mailbox_entry: MailboxEntry) -> None:
    """Replaces what is known of one mailbox entry, its place excepted."""
    conn.execute(
        mailbox_entries.update().where(mailbox_entries.c.id == mailbox_entry.id).values(_row(mailbox_entry))
    )


def forget(conn: sa.Connection, number: int) -> None:
    """Takes one mailbox entry away, for another of the same place to be written in the same transaction."""
    conn.execute(mailbox_entries.delete().where(mailbox_entries.c.id == number))


def one(conn: sa.Connection, number: int) -> MailboxEntry | None:
    """The mailbox entry with this id."""
    return next(iter(_read(conn, mailbox_entries.c.id == number)), None)


def several(conn: sa.Connection, numbers: Iterable[int]) -> tuple[MailboxEntry, ...]:
    """The mailbox entries with these ids; unknown ones are left out."""
    return tuple(_in_chunks(conn, mailbox_entries.c.id, numbers))


def listed(conn: sa.Connection, state: MailboxEntryState | None = None) -> tuple[MailboxEntry, ...]:
    """All mailbox entries, or those in one state, in the order they were seen."""
    return _read(conn, sa.true() if state is None else mailbox_entries.c.state == state)


def counts_by_state(conn: sa.Connection, since: datetime, until: datetime) -> dict[str, int]:
    """How many letters were first seen in [since, until), by state; every state is named."""
    inside = (mailbox_entries.c.seen_at >= since) & (mailbox_entries.c.seen_at < until)
    query = (
        sa.select(mailbox_entries.c.state, sa.func.count()).where(inside).group_by(mailbox_entries.c.state)
    )
    return {state.value: 0 for state in MailboxEntryState} | {row[0]: row[1] for row in conn.execute(query)}


def states_in(conn: sa.Connection, place: Place) -> dict[int, MailboxEntryState]:
    """UID → state of everything seen under the account.

    Folder and UIDVALIDITY of `place` (its UID is ignored).
    """
    query = sa.select(mailbox_entries.c.uid, mailbox_entries.c.state).where(_beside(place))
    return {row.uid: MailboxEntryState(row.state) for row in conn.execute(query)}


def at_place(conn: sa.Connection, place: Place) -> MailboxEntry | None:
    """The mailbox entry of exactly this place."""
    return next(iter(_read(conn, _beside(place) & (mailbox_entries.c.uid == place.uid))), None)


def latest_in(conn: sa.Connection, place: Place, count: int) -> tuple[MailboxEntry, ...]:
    """Return the `count` entries with the highest UIDs in the folder of `place`, without those that are gone.

    The UID of `place` itself is ignored.
    """
    there = _beside(place) & (mailbox_entries.c.state != MailboxEntryState.GONE.value)
    query = sa.select(mailbox_entries).where(there).order_by(mailbox_entries.c.uid.desc()).limit(count)
    return tuple(_mailbox_entry(row) for row in conn.execute(query))


def uidvalidities(conn: sa.Connection, account: str, folder: str) -> frozenset[int]:
    """Every UIDVALIDITY under which something was seen in this folder."""
    query = sa.select(mailbox_entries.c.uidvalidity).where(
        mailbox_entries.c.account == account,
        mailbox_entries.c.folder == folder,
    )
    return frozenset(conn.scalars(query.distinct()))


def forget_gone(conn: sa.Connection, place: Place) -> None:
    """Remove the entry of a letter that was called gone and is there after all; other states stay."""
    conn.execute(
        mailbox_entries.delete().where(
            _beside(place),
            mailbox_entries.c.uid == place.uid,
            mailbox_entries.c.state == MailboxEntryState.GONE.value,
        ),
    )


def by_content(conn: sa.Connection, hashes: Iterable[str]) -> dict[str, MailboxEntry]:
    """SHA-256 → the first mailbox entry with that content."""
    return {s.sha256: s for s in reversed(_in_chunks(conn, mailbox_entries.c.sha256, hashes)) if s.sha256}


def of_submission(conn: sa.Connection, serial: str) -> tuple[MailboxEntry, ...]:
    """The letters that belong to a submission, oldest first."""
    return _read(conn, mailbox_entries.c.serial == serial)


def _beside(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(
        mailbox_entries.c.account == place.account,
        mailbox_entries.c.folder == place.folder,
        mailbox_entries.c.uidvalidity == place.uidvalidity,
    )


def _in_chunks(conn: sa.Connection, column: sa.Column[Any], wanted: Iterable[Any]) -> list[MailboxEntry]:
    values = sorted(set(wanted))
    chunks = (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))
    return [found for chunk in chunks for found in _read(conn, column.in_(chunk))]


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[MailboxEntry, ...]:
    query = sa.select(mailbox_entries).where(where).order_by(mailbox_entries.c.id)
    return tuple(_mailbox_entry(row) for row in conn.execute(query))


def _row(mailbox_entry: MailboxEntry) -> dict[str, Any]:
    return {
        "id": mailbox_entry.id,
        **mailbox_entry.place._asdict(),
        "state": mailbox_entry.state.value,
        "role": mailbox_entry.role and mailbox_entry.role.value,
        "reason": mailbox_entry.reason,
        "because": mailbox_entry.because,
        "arrived_at": mailbox_entry.arrived_at,
        "size": mailbox_entry.size,
        "sha256": mailbox_entry.sha256,
        "message_id": mailbox_entry.message_id,
        "ancestors": list(mailbox_entry.ancestors),
        "from_address": mailbox_entry.from_address,
        "from_name": mailbox_entry.from_name,
        "subject": mailbox_entry.subject,
        "attachments": list(mailbox_entry.attachments),
        "serial": mailbox_entry.serial,
        "answerable": mailbox_entry.answerable.may,
        "answer_to": mailbox_entry.answerable.to,
        "answer_because": mailbox_entry.answerable.because,
        "trust": mailbox_entry.trust,
        "mark": mailbox_entry.mark,
        "keyed_hash": mailbox_entry.keyed_hash,
    }


def _mailbox_entry(row: sa.Row[Any]) -> MailboxEntry:
    return MailboxEntry(
        id=row.id,
        place=Place(row.account, row.folder, row.uidvalidity, row.uid),
        state=MailboxEntryState(row.state),
        arrived_at=row.arrived_at,
        from_address=row.from_address,
        from_name=row.from_name,
        subject=row.subject,
        role=row.role and LetterRole(row.role),
        reason=row.reason,
        because=row.because,
        attachments=tuple(row.attachments),
        sha256=row.sha256,
        message_id=row.message_id,
        ancestors=tuple(row.ancestors),
        serial=row.serial,
        mark=row.mark,
        keyed_hash=row.keyed_hash,
        size=row.size,
        answerable=Answerable(row.answerable, row.answer_to, row.answer_because),
        trust=row.trust,
    )
