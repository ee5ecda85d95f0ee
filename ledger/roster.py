"""Which units report, and who speaks for them?

The dated roster of Art. 2 and 6 with its addresses, people, exemptions and moves
between groups. Units are found by name elsewhere (`ingest.names.naming`); here they are
only kept, together with the names and addresses that decisions taught.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.entries.people import Exemption, FormerGroup, FormerName, Person, Role, Unit
from ledger.statements import in_chunks, insert_for, insert_new
from ledger.tables.office import (
    addresses,
    aliases,
    exemptions,
    former_groups,
    former_names,
    mergers,
    persons,
    units,
)

# Built once: the roster is read for every letter, every message and every page.
_ADDRESSES = sa.select(addresses).order_by(addresses.c.unit_id, addresses.c.address)
_LEARNT = sa.select(aliases).order_by(aliases.c.learnt_at, aliases.c.alias)
_PERSONS = sa.select(persons).order_by(persons.c.id)
_EXEMPTIONS = sa.select(exemptions).order_by(exemptions.c.since)
_FORMER_GROUPS = sa.select(former_groups).order_by(former_groups.c.until)
_FORMER_NAMES = sa.select(former_names).order_by(former_names.c.until)
_MERGERS = sa.select(mergers)
_UNITS = sa.select(units).order_by(units.c.position, units.c.id)


class RosterChanges(NamedTuple):
    """What an import changed: names of units added, changed, unchanged, and of those it
    did not mention.

    `moved` are those of the changed ones that are in another group from a day on.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    unmentioned: tuple[str, ...]
    moved: tuple[str, ...] = ()


def all_units(conn: sa.Connection) -> tuple[Unit, ...]:
    """Every unit that is or was on the roster, in the roster's order."""
    own_addresses: defaultdict[int, list[str]] = defaultdict(list)
    for row in conn.execute(_ADDRESSES):
        own_addresses[row.unit_id].append(row.address)
    learnt: defaultdict[int, list[str]] = defaultdict(list)
    for row in conn.execute(_LEARNT):
        learnt[row.unit_id].append(row.alias)
    people: defaultdict[int, list[Person]] = defaultdict(list)
    for row in conn.execute(_PERSONS):
        people[row.unit_id].append(
            Person(Role(row.role), row.name, row.address, row.phone)
        )
    excused: defaultdict[int, list[Exemption]] = defaultdict(list)
    for row in conn.execute(_EXEMPTIONS):
        excused[row.unit_id].append(Exemption(row.since, row.until, row.because))
    former: defaultdict[int, list[FormerGroup]] = defaultdict(list)
    for row in conn.execute(_FORMER_GROUPS):
        former[row.unit_id].append(FormerGroup(row.unit_group, row.until))
    called: defaultdict[int, list[FormerName]] = defaultdict(list)
    for row in conn.execute(_FORMER_NAMES):
        called[row.unit_id].append(FormerName(row.name, row.until))
    merged_into = {row.unit_id: row.into_id for row in conn.execute(_MERGERS)}

    found = []
    for row in conn.execute(_UNITS):
        # A list may have come to give a name that was learnt before: then it is the
        # list's.
        learnt_names = [name for name in learnt[row.id] if name not in row.short_names]
        unit = Unit(
            id=row.id,
            name=row.name,
            group=row.unit_group,
            since=row.since,
            short_names=tuple(dict.fromkeys([*row.short_names, *learnt_names])),
            kind=row.kind,
            parent=row.parent,
            own_business_only=row.own_business_only,
            addresses=tuple(own_addresses[row.id]),
            people=tuple(people[row.id]),
            until=row.until,
            exemptions=tuple(excused[row.id]),
            learnt_names=tuple(learnt_names),
            former_groups=tuple(former[row.id]),
            former_names=tuple(called[row.id]),
            merged_into=merged_into.get(row.id),
        )
        found.append(unit)
    return tuple(found)


def units_by_id(conn: sa.Connection) -> dict[int, Unit]:
    """Id → unit, of every one that is or was on the roster, in its order."""
    return {unit.id: unit for unit in all_units(conn)}


def unit_names(conn: sa.Connection) -> dict[int, str]:
    """Id → official name of every unit that ever was on the roster."""
    return {unit.id: unit.name for unit in all_units(conn)}


def unit_named(conn: sa.Connection, name: str) -> Unit | None:
    """The unit with this official, short or former name; None when there is none, or
    several share it.
    """
    everyone = all_units(conn)
    found = [unit for unit in everyone if unit.name == name]
    if not found:
        found = [unit for unit in everyone if name in unit.every_name]
    return found[0] if len(found) == 1 else None


def principals_of(conn: sa.Connection, unit_id: int) -> tuple[str, ...]:
    """The addresses of a unit's 负责人, in the roster's order."""
    query = sa.select(persons.c.address).where(
        persons.c.unit_id == unit_id,
        persons.c.role == Role.PRINCIPAL.value,
        persons.c.address != "",
    )
    return tuple(conn.scalars(query.order_by(persons.c.id)))


def save(
    conn: sa.Connection, wanted: Sequence[Unit], moved_on: date | None = None
) -> RosterChanges:
    """Adds new units and overwrites known ones by name (their ids are ours, whatever
    `wanted` says).

    Addresses and names learnt from letters stay, and so do exemptions and former groups
    unless the list gives some. A unit in another group than before is in it from
    `moved_on`; None: it always was, the list mends a mistake. A unit the list does not
    mention is left as it is and named.
    """
    before = {unit.name: unit for unit in all_units(conn)}
    kept = [merged(before.get(unit.name), unit, moved_on) for unit in wanted]
    added: list[Unit] = []
    rows = []
    changed: list[Unit] = []
    changed_rows = []
    unchanged: list[str] = []
    moved: list[str] = []
    for position, unit in enumerate(kept):
        known = before.get(unit.name)
        if known is None:
            added.append(unit)
            rows.append(_row(unit, position))
            continue
        if same(known, unit):
            unchanged.append(unit.name)
        else:
            changed_rows.append({**_row(unit, position), "known_id": known.id})
            changed.append(unit)
        if unit.former_groups != known.former_groups:
            moved.append(unit.name)
    if changed_rows:
        conn.execute(
            units.update().where(units.c.id == sa.bindparam("known_id")), changed_rows
        )
    inserted: list[Unit] = []
    if added:
        insertion = units.insert().returning(units.c.id, sort_by_parameter_order=True)
        for unit, number in zip(added, conn.scalars(insertion, rows), strict=True):
            inserted.append(replace(unit, id=number))
    _write(conn, [*changed, *inserted])
    named = {unit.name for unit in kept}
    return RosterChanges(
        added=tuple(unit.name for unit in added),
        changed=tuple(unit.name for unit in changed),
        unchanged=tuple(unchanged),
        unmentioned=tuple(name for name in before if name not in named),
        moved=tuple(moved),
    )


def excuse(conn: sa.Connection, unit_id: int, exemption: Exemption) -> None:
    """Excuses a unit: it owes nothing on the days of the exemption (A13)."""
    conn.execute(exemptions.insert().values(unit_id=unit_id, **exemption._asdict()))


def withdraw_exemption(conn: sa.Connection, unit_id: int, since: date) -> bool:
    """Withdraws the exemption that begins on `since`; False when there is none."""
    begun = sa.and_(exemptions.c.unit_id == unit_id, exemptions.c.since == since)
    return bool(conn.execute(exemptions.delete().where(begun)).rowcount)


def move(conn: sa.Connection, unit: Unit, group: str, on: date) -> Unit:
    """Moves a unit to another group from the day `on`; what it was in before that day
    stays.
    """
    moved = unit.moved(group, on)
    conn.execute(units.update().where(units.c.id == unit.id).values(unit_group=group))
    _write(conn, [moved])
    return moved


def add(conn: sa.Connection, unit: Unit) -> Unit:
    """A unit that was not on the roster, at its end; with the id it gets."""
    last = conn.scalar(sa.select(sa.func.max(units.c.position))) or 0
    insertion = units.insert().values(_row(unit, last + 1)).returning(units.c.id)
    added = replace(unit, id=conn.execute(insertion).scalar_one())
    _write(conn, [added])
    return added


def change(conn: sa.Connection, before: Unit, after: Unit) -> None:
    """Keeps a known unit as it is after a change of name, time, people or what becomes
    of it.

    Its children name it as it is called now. What was learnt of it stays, but for what
    is its own name now.
    """
    row = _row(after, 0)
    del row["position"]
    conn.execute(units.update().where(units.c.id == after.id).values(row))
    if after.name != before.name:
        conn.execute(
            units.update()
            .where(units.c.parent == before.name)
            .values(parent=after.name)
        )
        conn.execute(
            aliases.delete().where(
                aliases.c.alias == after.name, aliases.c.unit_id == after.id
            )
        )
    conn.execute(mergers.delete().where(mergers.c.unit_id == after.id))
    if after.merged_into is not None:
        conn.execute(
            mergers.insert().values(unit_id=after.id, into_id=after.merged_into)
        )
    _write(conn, [after])


def merged(known: Unit | None, wanted: Unit, moved_on: date | None) -> Unit:
    """What the list wants of a unit, together with what it leaves open and the record
    knows.
    """
    if known is None:
        return wanted
    former = known.former_groups
    if wanted.group != known.group and moved_on is not None:
        former = known.moved(wanted.group, moved_on).former_groups
    return replace(
        wanted,
        id=known.id,
        exemptions=wanted.exemptions or known.exemptions,
        former_groups=wanted.former_groups or former,
        former_names=wanted.former_names or known.former_names,
        merged_into=known.merged_into,
    )


def same(known: Unit, wanted: Unit) -> bool:
    """Whether the list says nothing new; addresses and names learnt may be more than it
    gives.
    """
    listed = {address.casefold() for address in wanted.addresses}
    as_listed = replace(wanted, addresses=known.addresses)
    as_known = replace(known, short_names=known.listed_names, learnt_names=())
    return as_known == as_listed and listed <= set(known.addresses)


def _write(conn: sa.Connection, saved: Sequence[Unit]) -> None:
    """The units' people, listed addresses, exemptions, former groups and names, in
    place of those before.
    """
    for ids in in_chunks(unit.id for unit in saved):
        for table in (persons, exemptions, former_groups, former_names):
            conn.execute(table.delete().where(table.c.unit_id.in_(ids)))
        # Addresses that were learnt stay; one that is learnt and listed has one row, as
        # it was learnt.
        listed = (addresses.c.learnt_because == "") & addresses.c.unit_id.in_(ids)
        conn.execute(addresses.delete().where(listed))
    rows: defaultdict[sa.Table, list[dict[str, Any]]] = defaultdict(list)
    own_addresses: list[dict[str, Any]] = []
    for unit in saved:
        rows[persons] += [
            {"unit_id": unit.id, **person._asdict()} for person in unit.people
        ]
        rows[exemptions] += [
            {"unit_id": unit.id, **exemption._asdict()} for exemption in unit.exemptions
        ]
        for group in unit.former_groups:
            rows[former_groups].append(
                {"unit_id": unit.id, "unit_group": group.group, "until": group.until}
            )
        rows[former_names] += [
            {"unit_id": unit.id, **former._asdict()} for former in unit.former_names
        ]
        for address in dict.fromkeys(address.casefold() for address in unit.addresses):
            own_addresses.append(
                {"unit_id": unit.id, "address": address, "learnt_because": ""}
            )
    for table, wanted in rows.items():
        if wanted:
            conn.execute(table.insert(), wanted)
    insert_new(conn, addresses, own_addresses)


def _row(unit: Unit, position: int) -> dict[str, Any]:
    return {
        "name": unit.name,
        "short_names": list(unit.listed_names),
        "unit_group": unit.group,
        "kind": unit.kind,
        "parent": unit.parent,
        "own_business_only": unit.own_business_only,
        "since": unit.since,
        "until": unit.until,
        "position": position,
    }


class LearntKind(StrEnum):
    """What was learnt."""

    ALIAS = "alias"
    ADDRESS = "address"


class LearntName(NamedTuple):
    """One name or address learnt of a unit; `at` is None where it was learnt before
    that was noted.
    """

    unit_id: int
    kind: LearntKind
    what: str
    because: str
    by: str
    at: datetime | None


def learn_name(conn: sa.Connection, lesson: LearntName) -> bool:
    """Lets a name or address mean the unit from now on; False, and no change, where it
    already means one.

    A name means one unit, an address may speak for several.
    """
    column = _COLUMNS[lesson.kind]
    row = {
        "unit_id": lesson.unit_id,
        column.name: _spelt(lesson.kind, lesson.what),
        "learnt_because": lesson.because,
        "learnt_by": lesson.by,
        "learnt_at": lesson.at,
    }
    # Who learns it first keeps it: another unit's name is not overwritten.
    written = (
        insert_for(conn, column.table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(column)
    )
    return conn.execute(written).first() is not None


def forget_learnt(
    conn: sa.Connection, unit_id: int, kind: LearntKind, what: str
) -> bool:
    """Unlearns one thing of a unit; False where it was not learnt (what the list gives
    is not touched).
    """
    column = _COLUMNS[kind]
    table = column.table
    learnt = (
        (table.c.unit_id == unit_id)
        & (column == _spelt(kind, what))
        & (table.c.learnt_because != "")
    )
    return (
        conn.execute(table.delete().where(learnt).returning(column)).first() is not None
    )


def learnt_names(conn: sa.Connection) -> tuple[LearntName, ...]:
    """All that was learnt, unit by unit."""
    found = []
    for kind, column in _COLUMNS.items():
        table = column.table
        query = sa.select(table).where(table.c.learnt_because != "").order_by(column)
        for row in conn.execute(query):
            what = getattr(row, column.name)
            found.append(
                LearntName(
                    row.unit_id,
                    kind,
                    what,
                    row.learnt_because,
                    row.learnt_by,
                    row.learnt_at,
                )
            )
    return tuple(sorted(found, key=lambda lesson: lesson.unit_id))


_COLUMNS: dict[LearntKind, sa.Column[str]] = {
    LearntKind.ALIAS: aliases.c.alias,
    LearntKind.ADDRESS: addresses.c.address,
}
"""Where each kind is kept; both tables say beside it why, by whom and when it was
learnt.
"""


def _spelt(kind: LearntKind, what: str) -> str:
    """As it is stored: addresses in lower case."""
    return what.casefold() if kind is LearntKind.ADDRESS else what
