"""Who reports, and who speaks for a unit?

The dated roster of Art. 2 and 6 as frozen values; how it is kept is `ledger.roster`'s
affair.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a person does for the unit's reports (Art. 6)."""

    PRINCIPAL = "principal"
    OFFICER = "officer"


class Person(NamedTuple):
    """One person of a unit; empty strings where the roster leaves a field blank."""

    role: Role
    name: str
    address: str
    phone: str


class Exemption(NamedTuple):
    """Days [since, until) on which a unit owes nothing and is fined nothing (A13);
    until None: open.
    """

    since: date
    until: date | None
    because: str

    def holds_on(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.since <= day < (self.until or date.max)


class FormerGroup(NamedTuple):
    """The group a unit was in on the days before `until`, back to the move before that
    one.
    """

    group: str
    until: date


class FormerName(NamedTuple):
    """What a unit was called on the days before `until`, back to the renaming before
    that one.
    """

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Unit:
    """One reporting unit of the dated roster: it is assessed on days [since, until).

    `group` is the one it is in now, `former_groups` are those before, in the order of
    their days; so with `name` and `former_names`. `learnt_names` are those of
    `short_names` that no list gave but a person's decision taught (F3). `merged_into`
    is the id of the unit that goes on for it from `until` on.
    """

    id: int
    name: str
    group: str
    since: date
    short_names: tuple[str, ...] = ()
    kind: str = ""
    parent: str | None = None
    own_business_only: bool = False
    addresses: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    until: date | None = None
    exemptions: tuple[Exemption, ...] = ()
    learnt_names: tuple[str, ...] = ()
    former_groups: tuple[FormerGroup, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    merged_into: int | None = None

    @property
    def official_names(self) -> tuple[str, ...]:
        """Its name, and those it had before, the latest first."""
        before = [former.name for former in reversed(self.former_names)]
        return tuple(dict.fromkeys((self.name, *before)))

    @property
    def every_name(self) -> tuple[str, ...]:
        """Every name by which the unit may be meant: its own, the short ones, those it
        had before.
        """
        return tuple(
            dict.fromkeys((self.name, *self.short_names, *self.official_names))
        )

    @property
    def listed_names(self) -> tuple[str, ...]:
        """The short names that the office's own list gives."""
        return tuple(name for name in self.short_names if name not in self.learnt_names)

    def people_in(self, role: Role) -> list[Person]:
        """Its people of that role, in their order."""
        return [person for person in self.people if person.role is role]

    def heir_among(self, units: Iterable[Unit]) -> Unit | None:
        """The unit that goes on for it; None where none does."""
        return {unit.id: unit for unit in units}.get(self.merged_into or 0)

    def assessed_on(self, day: date) -> bool:
        """Whether the unit is on the roster on `day`."""
        return self.since <= day < (self.until or date.max)

    def exempt_on(self, day: date) -> bool:
        """Whether the unit is excused on `day` (A13)."""
        return any(exemption.holds_on(day) for exemption in self.exemptions)

    def group_on(self, day: date) -> str:
        """The group the unit is in on `day`."""
        for former in self.former_groups:
            if day < former.until:
                return former.group
        return self.group

    def as_on(self, day: date) -> Unit:
        """The unit with the group it is in on `day`."""
        return replace(self, group=self.group_on(day)) if self.former_groups else self

    def moved(self, group: str, on: date) -> Unit:
        """The unit in another group from the day `on`; what it was in before that day
        stays.
        """
        # Moves on that day or later are undone by this one.
        former = [each for each in self.former_groups if each.until < on]
        last = self.group_on(on - timedelta(days=1))
        if last != group and self.since < on:
            former.append(FormerGroup(last, on))
        return replace(self, group=group, former_groups=tuple(former))

    def name_on(self, day: date) -> str:
        """What the unit is called on `day`."""
        for former in self.former_names:
            if day < former.until:
                return former.name
        return self.name

    def name_among(self, known: Container[str]) -> str:
        """Which of its names, of now or before, is `known`; the present one where none
        is.
        """
        return next((name for name in self.official_names if name in known), self.name)

    def renamed(self, name: str, on: date) -> Unit:
        """The unit under another name from the day `on`; what it was called before that
        day stays.
        """
        # Renamings on that day or later are undone by this one.
        former = [each for each in self.former_names if each.until < on]
        last = self.name_on(on - timedelta(days=1))
        if last != name:
            former.append(FormerName(last, on))
        listed = tuple(short for short in self.short_names if short != name)
        return replace(self, name=name, short_names=listed, former_names=tuple(former))

    def merged(self, into: int, on: date) -> Unit:
        """The unit as one that another goes on for from the day `on`."""
        return replace(self, until=on, merged_into=into)

    def leaves_before(self, past: date) -> bool:
        """Whether another unit goes on for this one from a day before `past` on."""
        return self.merged_into is not None and (self.until or date.max) < past

    @property
    def registered_addresses(self) -> frozenset[str]:
        """Every address of this unit's roster, its people's included, case-folded."""
        stated = [*self.addresses, *(person.address for person in self.people)]
        return frozenset(address.casefold() for address in stated if address)

    def owns_address(self, address: str) -> bool:
        """Whether `address` is on this unit's roster, its people's included."""
        return address.casefold() in self.registered_addresses


def going_on(units: Iterable[Unit], past: date) -> dict[int, int]:
    """Id → the id of the unit that goes on for it before the day `past`; none for what
    goes on by itself.
    """
    merged = {unit.id: unit for unit in units if unit.leaves_before(past)}
    heirs: dict[int, int] = {}
    for unit_id in merged:
        # To the end of a chain of mergers; a circle, which nobody can enter, would end
        # where it began.
        heir = unit_id
        seen: set[int] = set()
        while heir in merged and heir not in seen:
            seen.add(heir)
            heir = merged[heir].merged_into or heir
        heirs[unit_id] = heir
    return heirs


def family_of(units: Iterable[Unit], unit_id: int, past: date) -> tuple[Unit, ...]:
    """The unit that goes on for this one, or itself; then those that it goes on for
    from before `past` on.
    """
    everyone = tuple(units)
    heirs = going_on(everyone, past)
    head = heirs.get(unit_id, unit_id)
    members = [unit for unit in everyone if heirs.get(unit.id, unit.id) == head]
    return tuple(sorted(members, key=lambda unit: unit.id != head))


def families_of(units: Iterable[Unit], unit_ids: Iterable[int]) -> set[int]:
    """The ids, and those of all units that are one with one of them by now."""
    everyone = tuple(units)
    heirs = going_on(everyone, date.max)
    heads = {heirs.get(unit_id, unit_id) for unit_id in unit_ids}
    members = {unit.id for unit in everyone if heirs.get(unit.id, unit.id) in heads}
    return members.union(unit_ids)
