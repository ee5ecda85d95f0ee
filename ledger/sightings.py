"""What became of each UID?

Every mail seen has one row, in exactly one state (promise 4), keyed by account, folder, UIDVALIDITY and UID.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ledger.entries.letters import Answerable, LetterRole, Place, Sighting, SightingState
from ledger.tables.letters import sightings

_CHUNK = 500


def add(conn: sa.Connection, seen: Sequence[Sighting], now: datetime) -> None:
    """Writes the sightings; their ids come from `numbers.take`. A place seen before is refused."""
    if seen:
        conn.execute(sightings.insert(), [_row(sighting) | {"seen_at": now} for sighting in seen])


def change(conn: sa.Connection, sighting: Sighting) -> None:
    """Replaces what is known of one sighting, its place excepted."""
    conn.execute(sightings.update().where(sightings.c.id == sighting.id).values(_row(sighting)))


def forget(conn: sa.Connection, number: int) -> None:
    """Takes one sighting away, for another of the same place to be written in the same transaction."""
    conn.execute(sightings.delete().where(sightings.c.id == number))


def one(conn: sa.Connection, number: int) -> Sighting | None:
    """The sighting with this id."""
    return next(iter(_read(conn, sightings.c.id == number)), None)


def several(conn: sa.Connection, numbers: Iterable[int]) -> tuple[Sighting, ...]:
    """The sightings with these ids; unknown ones are left out."""
    return tuple(_in_chunks(conn, sightings.c.id, numbers))


def listed(conn: sa.Connection, state: SightingState | None = None) -> tuple[Sighting, ...]:
    """All sightings, or those in one state, in the order they were seen."""
    return _read(conn, sa.true() if state is None else sightings.c.state == state)


def counted(conn: sa.Connection, since: datetime, until: datetime) -> dict[str, int]:
    """How many letters were first seen in [since, until), by state; every state is named."""
    inside = (sightings.c.seen_at >= since) & (sightings.c.seen_at < until)
    query = sa.select(sightings.c.state, sa.func.count()).where(inside).group_by(sightings.c.state)
    return {state.value: 0 for state in SightingState} | {row[0]: row[1] for row in conn.execute(query)}


def states_in(conn: sa.Connection, place: Place) -> dict[int, SightingState]:
    """UID → state of everything seen under the account.

    Folder and UIDVALIDITY of `place` (its UID is ignored).
    """
    query = sa.select(sightings.c.uid, sightings.c.state).where(_beside(place))
    return {row.uid: SightingState(row.state) for row in conn.execute(query)}


def seen_at(conn: sa.Connection, place: Place) -> Sighting | None:
    """The sighting of exactly this place."""
    return next(iter(_read(conn, _beside(place) & (sightings.c.uid == place.uid))), None)


def latest_in(conn: sa.Connection, place: Place, count: int) -> tuple[Sighting, ...]:
    """The `count` sightings with the highest UIDs beside `place` (its UID is ignored), without gone ones."""
    there = _beside(place) & (sightings.c.state != SightingState.GONE.value)
    query = sa.select(sightings).where(there).order_by(sightings.c.uid.desc()).limit(count)
    return tuple(_sighting(row) for row in conn.execute(query))


def numberings(conn: sa.Connection, account: str, folder: str) -> frozenset[int]:
    """Every UIDVALIDITY under which something was seen in this folder."""
    query = sa.select(sightings.c.uidvalidity).where(
        sightings.c.account == account,
        sightings.c.folder == folder,
    )
    return frozenset(conn.scalars(query.distinct()))


def forget_gone(conn: sa.Connection, place: Place) -> None:
    """Removes the sighting of a letter that was called gone and is there after all; other states stay."""
    conn.execute(
        sightings.delete().where(
            _beside(place),
            sightings.c.uid == place.uid,
            sightings.c.state == SightingState.GONE.value,
        ),
    )


def with_content(conn: sa.Connection, hashes: Iterable[str]) -> dict[str, Sighting]:
    """SHA-256 → the first sighting with that content."""
    return {s.sha256: s for s in reversed(_in_chunks(conn, sightings.c.sha256, hashes)) if s.sha256}


def of_submission(conn: sa.Connection, serial: str) -> tuple[Sighting, ...]:
    """The letters that belong to a submission, oldest first."""
    return _read(conn, sightings.c.serial == serial)


def _beside(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(
        sightings.c.account == place.account,
        sightings.c.folder == place.folder,
        sightings.c.uidvalidity == place.uidvalidity,
    )


def _in_chunks(conn: sa.Connection, column: sa.Column[Any], wanted: Iterable[Any]) -> list[Sighting]:
    values = sorted(set(wanted))
    chunks = (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))
    return [found for chunk in chunks for found in _read(conn, column.in_(chunk))]


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[Sighting, ...]:
    query = sa.select(sightings).where(where).order_by(sightings.c.id)
    return tuple(_sighting(row) for row in conn.execute(query))


def _row(sighting: Sighting) -> dict[str, Any]:
    return {
        "id": sighting.id,
        **sighting.place._asdict(),
        "state": sighting.state.value,
        "role": sighting.role and sighting.role.value,
        "reason": sighting.reason,
        "because": sighting.because,
        "arrived_at": sighting.arrived_at,
        "size": sighting.size,
        "sha256": sighting.sha256,
        "message_id": sighting.message_id,
        "ancestors": list(sighting.ancestors),
        "from_address": sighting.from_address,
        "from_name": sighting.from_name,
        "subject": sighting.subject,
        "attachments": list(sighting.attachments),
        "serial": sighting.serial,
        "answerable": sighting.answerable.may,
        "answer_to": sighting.answerable.to,
        "answer_because": sighting.answerable.because,
        "trust": sighting.trust,
        "mark": sighting.mark,
        "keyed_hash": sighting.keyed_hash,
    }


def _sighting(row: sa.Row[Any]) -> Sighting:
    return Sighting(
        id=row.id,
        place=Place(row.account, row.folder, row.uidvalidity, row.uid),
        state=SightingState(row.state),
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
