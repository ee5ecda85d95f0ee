"""What became of each UID, and how far has each folder been read?

Every mail seen has one row, in exactly one state (promise 4), keyed by account, folder,
UIDVALIDITY and UID. Every folder has one (`ReadPosition`): the generation of UIDs, the
last one taken, and by what that one can be known again, since UIDVALIDITY alone cannot
be believed (promise 5). The starting point becomes a UID at the first poll.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledger.entries.letters import (
    Answerable,
    LetterRole,
    MailboxEntry,
    MailboxEntryState,
    Place,
)
from ledger.statements import first_of, in_chunks, upsert
from ledger.tables.mail import mailbox_entries
from ledger.tables.office import accounts

NOT_GIVEN = "not-given"
"""The reason of a letter that is quarantined because the server did not give it
whole.
"""
DISMISSED = "dismissed: no report"
"""How the journal says that a person did so."""
# The words of the index of these few: with a value bound instead, or the state asked as
# well, SQLite goes through every letter that was set aside. Only of such a letter
# anything is said in `possible`.
WAITS = sa.and_(
    mailbox_entries.c.possible != sa.literal_column("''"),
    mailbox_entries.c.dismissed_at.is_(None),
)
"""May be a report, and nobody has said yet whether it is one (as
`MailboxEntry.waits`).
"""


def add(conn: sa.Connection, entries: Sequence[MailboxEntry], now: datetime) -> None:
    """Writes the entries; their ids come from `numbers.take`. A place seen before is
    refused.
    """
    if entries:
        conn.execute(
            mailbox_entries.insert(),
            [_row(entry) | {"seen_at": now} for entry in entries],
        )


def change(conn: sa.Connection, entry: MailboxEntry) -> None:
    """Replaces what is known of one entry, its place excepted."""
    conn.execute(
        mailbox_entries.update()
        .where(mailbox_entries.c.id == entry.id)
        .values(_row(entry))
    )


def forget(conn: sa.Connection, number: int) -> None:
    """Takes one entry away, for another of the same place to be written in the same
    transaction.
    """
    conn.execute(mailbox_entries.delete().where(mailbox_entries.c.id == number))


def one(conn: sa.Connection, number: int | None) -> MailboxEntry | None:
    """The entry with this id; None has none."""
    return first_of(_read(conn, mailbox_entries.c.id == number))


def several(conn: sa.Connection, numbers: Iterable[int]) -> tuple[MailboxEntry, ...]:
    """The entries with these ids; unknown ones are left out."""
    return tuple(_with_any(conn, mailbox_entries.c.id, numbers))


def by_number(
    conn: sa.Connection, numbers: Iterable[int | None]
) -> dict[int | None, MailboxEntry]:
    """Id → the entry with it; unknown ones, and None, are left out."""
    known = {number for number in numbers if number is not None}
    return {entry.id: entry for entry in several(conn, known)}


def listed(
    conn: sa.Connection, state: MailboxEntryState | None = None
) -> tuple[MailboxEntry, ...]:
    """All entries, or those in one state, in the order they were seen."""
    return _read(conn, sa.true() if state is None else mailbox_entries.c.state == state)


def possible_reports(conn: sa.Connection) -> tuple[MailboxEntry, ...]:
    """The letters set aside that may be reports and wait for a person, newest arrival
    first.
    """
    return tuple(
        sorted(
            _read(conn, WAITS),
            key=lambda entry: (entry.arrived_at, entry.id),
            reverse=True,
        )
    )


def dismiss(conn: sa.Connection, number: int, at: datetime) -> bool:
    """Notes that a possible report is none; False where it is not, or no longer, among
    those that wait.
    """
    query = (
        mailbox_entries.update()
        .where(mailbox_entries.c.id == number, WAITS)
        .values(dismissed_at=at)
    )
    return conn.execute(query).rowcount == 1


def counts_by_state(
    conn: sa.Connection, since: datetime, until: datetime
) -> dict[str, int]:
    """How many letters were first seen in [since, until), by state; every state is
    named.
    """
    query = (
        sa.select(mailbox_entries.c.state, sa.func.count())
        .where(mailbox_entries.c.seen_at >= since, mailbox_entries.c.seen_at < until)
        .group_by(mailbox_entries.c.state)
    )
    counts = {state.value: 0 for state in MailboxEntryState}
    return counts | {row[0]: row[1] for row in conn.execute(query)}


def states_in(conn: sa.Connection, place: Place) -> dict[int, MailboxEntryState]:
    """UID → state of everything seen in the folder and under the UIDVALIDITY of
    `place`, whatever its UID.
    """
    query = sa.select(mailbox_entries.c.uid, mailbox_entries.c.state).where(
        _beside(place)
    )
    return {row.uid: MailboxEntryState(row.state) for row in conn.execute(query)}


def not_given_in(conn: sa.Connection, place: Place) -> tuple[MailboxEntry, ...]:
    """What lies beside `place` and is quarantined because the server did not give it
    whole.
    """
    return _read(conn, _beside(place) & (mailbox_entries.c.reason == NOT_GIVEN))


def at_place(conn: sa.Connection, place: Place) -> MailboxEntry | None:
    """The entry of exactly this place."""
    return first_of(_read(conn, _beside(place) & (mailbox_entries.c.uid == place.uid)))


def latest_in(
    conn: sa.Connection, place: Place, count: int
) -> tuple[MailboxEntry, ...]:
    """The `count` entries with the highest UIDs in the folder of `place`, without those
    that are gone.

    Nor those that were never given: of them the server said too little. The UID of
    `place` is ignored.
    """
    there = sa.and_(
        _beside(place),
        mailbox_entries.c.state != MailboxEntryState.GONE.value,
        mailbox_entries.c.reason != NOT_GIVEN,
    )
    query = (
        sa.select(mailbox_entries)
        .where(there)
        .order_by(mailbox_entries.c.uid.desc())
        .limit(count)
    )
    return tuple(map(_entry, conn.execute(query)))


def uidvalidities(conn: sa.Connection, account: str, folder: str) -> frozenset[int]:
    """Every UIDVALIDITY under which something was seen in this folder."""
    query = sa.select(mailbox_entries.c.uidvalidity).where(
        mailbox_entries.c.account == account,
        mailbox_entries.c.folder == folder,
    )
    return frozenset(conn.scalars(query.distinct()))


def forget_gone(conn: sa.Connection, place: Place) -> None:
    """Removes the entry of a letter that was called gone and is there after all; other
    states stay.
    """
    conn.execute(
        mailbox_entries.delete().where(
            _beside(place),
            mailbox_entries.c.uid == place.uid,
            mailbox_entries.c.state == MailboxEntryState.GONE.value,
        ),
    )


def by_content(conn: sa.Connection, hashes: Iterable[str]) -> dict[str, MailboxEntry]:
    """SHA-256 → the first entry with that content."""
    first: dict[str, MailboxEntry] = {}
    for entry in _with_any(conn, mailbox_entries.c.sha256, hashes):
        if entry.sha256 is not None:
            first.setdefault(entry.sha256, entry)  # they come in the order of their ids
    return first


def of_submission(conn: sa.Connection, serial: str) -> tuple[MailboxEntry, ...]:
    """The letters that belong to a submission, oldest first."""
    return _read(conn, mailbox_entries.c.serial == serial)


def _beside(place: Place) -> sa.ColumnElement[bool]:
    """What lies in the same folder under the same UIDVALIDITY."""
    return sa.and_(
        mailbox_entries.c.account == place.account,
        mailbox_entries.c.folder == place.folder,
        mailbox_entries.c.uidvalidity == place.uidvalidity,
    )


def _with_any(
    conn: sa.Connection, column: sa.Column[Any], wanted: Iterable[Any]
) -> list[MailboxEntry]:
    found: list[MailboxEntry] = []
    for chunk in in_chunks(wanted):
        found.extend(_read(conn, column.in_(chunk)))
    return found


def _read(
    conn: sa.Connection, where: sa.ColumnElement[bool]
) -> tuple[MailboxEntry, ...]:
    query = sa.select(mailbox_entries).where(where).order_by(mailbox_entries.c.id)
    return tuple(map(_entry, conn.execute(query)))


def _row(entry: MailboxEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        **entry.place._asdict(),
        "state": entry.state.value,
        "role": None if entry.role is None else entry.role.value,
        "reason": entry.reason,
        "because": entry.because,
        "arrived_at": entry.arrived_at,
        "size": entry.size,
        "sha256": entry.sha256,
        "message_id": entry.message_id,
        "ancestors": list(entry.ancestors),
        "from_address": entry.from_address,
        "from_name": entry.from_name,
        "subject": entry.subject,
        "attachments": list(entry.attachments),
        "serial": entry.serial,
        "answerable": entry.answerable.may,
        "answer_to": entry.answerable.to,
        "answer_because": entry.answerable.because,
        "trust": entry.trust,
        "mark": entry.mark,
        "keyed_hash": entry.keyed_hash,
        "possible": entry.possible,
        "opening": entry.opening,
        "dismissed_at": entry.dismissed_at,
    }


def _entry(row: sa.Row[Any]) -> MailboxEntry:
    return MailboxEntry(
        id=row.id,
        place=Place(row.account, row.folder, row.uidvalidity, row.uid),
        state=MailboxEntryState(row.state),
        arrived_at=row.arrived_at,
        from_address=row.from_address,
        from_name=row.from_name,
        subject=row.subject,
        role=None if row.role is None else LetterRole(row.role),
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
        possible=row.possible,
        opening=row.opening,
        dismissed_at=row.dismissed_at,
    )


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """Where reading stands in one folder; `refusals` counts password refusals in a row
    (P26).

    `unaccounted` letters did not fit when server and record were last compared, at
    `compared_at` (P07).
    """

    account: str
    folder: str
    uidvalidity: int | None = None
    last_uid: int = 0
    last_arrived_at: datetime | None = None
    last_size: int | None = None
    start_uid: int | None = None
    last_good_poll_at: datetime | None = None
    renumbered_at: datetime | None = None
    refusals: int = 0
    refused_because: str = ""
    refused_secret: str = ""
    compared_at: datetime | None = None
    unaccounted: int = 0

    def as_seen_at(self, now: datetime) -> ReadPosition:
        """The position without moments that lie ahead: a clock that ran ahead wrote
        them.

        By them the letters of the hours until then would count as read before a
        renumbering: left unanswered.
        """
        read_at, renumbered_at = self.last_good_poll_at, self.renumbered_at
        return replace(
            self,
            last_good_poll_at=None if read_at is None else min(read_at, now),
            renumbered_at=None if renumbered_at is None else min(renumbered_at, now),
        )

    @property
    def floor(self) -> int:
        """The highest UID that needs no reading any more: read, or from before the
        starting point.
        """
        return max(self.last_uid, (self.start_uid or 1) - 1)


def position_of(conn: sa.Connection, account: str, folder: str) -> ReadPosition:
    """Where reading stands; a folder never read is at its beginning."""
    query = sa.select(accounts).where(
        accounts.c.account == account, accounts.c.folder == folder
    )
    row = conn.execute(query).one_or_none()
    return (
        ReadPosition(account, folder) if row is None else ReadPosition(**row._asdict())
    )


def positions(
    conn: sa.Connection, account: str | None = None
) -> tuple[ReadPosition, ...]:
    """Where reading stands in every folder ever read, of one account if that is
    named.
    """
    query = sa.select(accounts).order_by(accounts.c.account, accounts.c.folder)
    if account is not None:
        query = query.where(accounts.c.account == account)
    return tuple(ReadPosition(**row._asdict()) for row in conn.execute(query))


def unaccounted_in(conn: sa.Connection, account: str) -> int:
    """How many letters of an account did not fit when it was last compared with the
    record (P07).
    """
    query = sa.select(sa.func.coalesce(sa.func.sum(accounts.c.unaccounted), 0))
    return int(conn.execute(query.where(accounts.c.account == account)).scalar_one())


def save_position(conn: sa.Connection, position: ReadPosition) -> None:
    """Notes where reading stands now."""
    upsert(conn, accounts, ("account", "folder"), [asdict(position)])
