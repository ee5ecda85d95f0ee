"""Which units report, and who speaks for them?

The dated roster of Art. 2 and 6 with its addresses, people and exemptions. Units are found by name elsewhere
(`ingest.naming`); here they are only kept. What decisions teach is written in `lessons`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from ledger.entries.people import Exemption, Person, Role, Unit
from ledger.tables.roster import addresses, aliases, exemptions, persons, units
from ledger.upsert import insert_new

T = TypeVar("T")


class Saved(NamedTuple):
    """What an import changed: names of units added, changed, unchanged, and of those it did not mention."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    unmentioned: tuple[str, ...]


def all_units(conn: sa.Connection) -> tuple[Unit, ...]:
    """Every unit that is or was on the roster, in the roster's order."""
    owned, people, excused = _addresses(conn), _people(conn), _exemptions(conn)
    learnt = _aliases(conn)
    return tuple(
        Unit(
            id=row.id,
            name=row.name,
            group=row.unit_group,
            since=row.since,
            short_names=tuple(dict.fromkeys((*row.short_names, *learnt[row.id]))),
            kind=row.kind,
            parent=row.parent,
            own_business_only=row.own_business_only,
            addresses=owned[row.id],
            people=people[row.id],
            until=row.until,
            exemptions=excused[row.id],
            learnt_names=tuple(name for name in learnt[row.id] if name not in row.short_names),
        )
        for row in conn.execute(sa.select(units).order_by(units.c.position, units.c.id))
    )


def unit_named(conn: sa.Connection, name: str) -> Unit | None:
    """The unit with this official or short name; None when there is none, or several share the short name."""
    everyone = all_units(conn)
    exact = [unit for unit in everyone if unit.name == name]
    found = exact or [unit for unit in everyone if name in unit.short_names]
    return found[0] if len(found) == 1 else None


def save(conn: sa.Connection, wanted: Sequence[Unit]) -> Saved:
    """Adds new units and overwrites known ones by name (their ids are ours, whatever `wanted` says).

    Addresses and names learnt from letters and exemptions stay. A unit the list does not mention is left as
    it is and named.
    """
    before = {unit.name: unit for unit in all_units(conn)}
    added, changed, unchanged = [], [], []
    for position, unit in enumerate(wanted):
        known = before.get(unit.name)
        if known is None:
            added.append(unit.name)
            _write(conn, replace(unit, id=_insert(conn, unit, position)))
        elif _same(known, unit):
            unchanged.append(unit.name)
        else:
            changed.append(unit.name)
            conn.execute(units.update().where(units.c.id == known.id).values(_row(unit, position)))
            _write(conn, replace(unit, id=known.id))
    named = {unit.name for unit in wanted}
    return Saved(tuple(added), tuple(changed), tuple(unchanged), tuple(n for n in before if n not in named))


def preview(conn: sa.Connection, wanted: Sequence[Unit]) -> Saved:
    """What `save` would change; nothing is."""
    before = {unit.name: unit for unit in all_units(conn)}
    named = [unit.name for unit in wanted]
    same = {unit.name for unit in wanted if unit.name in before and _same(before[unit.name], unit)}
    return Saved(
        added=tuple(name for name in named if name not in before),
        changed=tuple(name for name in named if name in before and name not in same),
        unchanged=tuple(name for name in named if name in same),
        unmentioned=tuple(name for name in before if name not in named),
    )


def excuse(conn: sa.Connection, unit_id: int, exemption: Exemption) -> None:
    """The unit owes nothing on the days of the exemption (A13)."""
    conn.execute(exemptions.insert().values(unit_id=unit_id, **exemption._asdict()))


def _insert(conn: sa.Connection, unit: Unit, position: int) -> int:
    number: int = conn.execute(units.insert().values(_row(unit, position)).returning(units.c.id)).scalar_one()
    return number


def _write(conn: sa.Connection, unit: Unit) -> None:
    """The unit's people and listed addresses, in place of those before."""
    conn.execute(persons.delete().where(persons.c.unit_id == unit.id))
    conn.execute(addresses.delete().where(addresses.c.unit_id == unit.id, addresses.c.learnt_because == ""))
    if unit.people:
        conn.execute(persons.insert(), [{"unit_id": unit.id, **person._asdict()} for person in unit.people])
    listed = dict.fromkeys(address.casefold() for address in unit.addresses)
    insert_new(conn, addresses, [{"unit_id": unit.id, "address": a, "learnt_because": ""} for a in listed])


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


def _same(known: Unit, wanted: Unit) -> bool:
    """Whether the list says nothing new; addresses and names learnt may be more than it gives."""
    listed = {address.casefold() for address in wanted.addresses}
    as_listed = replace(wanted, id=known.id, addresses=known.addresses, exemptions=known.exemptions)
    as_known = replace(known, short_names=known.listed_names, learnt_names=())
    return as_known == as_listed and listed <= set(known.addresses)


def _addresses(conn: sa.Connection) -> defaultdict[int, tuple[str, ...]]:
    query = sa.select(addresses).order_by(addresses.c.unit_id, addresses.c.address)
    return _gather((row.unit_id, row.address) for row in conn.execute(query))


def _aliases(conn: sa.Connection) -> defaultdict[int, tuple[str, ...]]:
    query = sa.select(aliases).order_by(aliases.c.unit_id, aliases.c.learnt_at, aliases.c.alias)
    return _gather((row.unit_id, row.alias) for row in conn.execute(query))


def _people(conn: sa.Connection) -> defaultdict[int, tuple[Person, ...]]:
    query = sa.select(persons).order_by(persons.c.id)
    return _gather(
        (row.unit_id, Person(Role(row.role), row.name, row.address, row.phone)) for row in conn.execute(query)
    )


def _exemptions(conn: sa.Connection) -> defaultdict[int, tuple[Exemption, ...]]:
    query = sa.select(exemptions).order_by(exemptions.c.since)
    return _gather((row.unit_id, Exemption(row.since, row.until, row.because)) for row in conn.execute(query))


def _gather(pairs: Iterable[tuple[int, T]]) -> defaultdict[int, tuple[T, ...]]:
    gathered: defaultdict[int, tuple[T, ...]] = defaultdict(tuple)
    for key, value in pairs:
        gathered[key] += (value,)
    return gathered
